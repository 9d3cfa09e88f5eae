//! Mails: the text somebody wrote or a newsletter sent, with what came along.
//!
//! `headers` reads what stands above, `parts` finds texts and files among the parts, `body` chooses between the forms of a
//! text and gives its stretches their roles, `quotes` says who speaks in a plain one, `phrases` knows the words of mail
//! programs. A mail is one article; mails and files that are attached to it go back to the table and become further ones.
//! `mailbox` divides a file of many mails. Addresses, types and dates are parsed by `mail-parser`; the parts are divided
//! here, so that what a hostile mail costs is bounded and its bytes are decoded once, for a French reader.

mod about;
mod armour;
mod body;
mod digest;
mod headers;
mod labels;
pub mod mailbox;
mod parts;
mod phrases;
mod quotes;
pub mod transfer;
mod words;

use super::about::About;
use super::source::Source;
use super::{Hints, Reading, language};
use crate::document::{Article, ArticleBuilder, BlockKind, Problem};
use body::{Letter, Text};
use headers::Headers;
use labels::Labels;
use parts::{Contents, Part};

/// True for a header as programs write it, which is strict: a text may well begin with `From:` and `Subject:`.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let (headers, _) = Headers::of(start(source.bytes()));
    let media = source.hints().media.unwrap_or_default();
    if ["message/rfc822", "message/global"].iter().any(|kind| media.eq_ignore_ascii_case(kind)) && headers.count > 0 {
        return Some("what holds it says that it is a mail");
    }
    let whole = headers.closed || source.is_named(&[".eml", ".emlx"]);
    let sender = headers.person("from").is_some_and(|from| from.address.is_some());
    let about = ["subject", "to", "date"].iter().any(|name| headers.has(name));
    (whole && headers.count >= 3 && sender && about && has_machine_sign(&headers))
        .then_some("it begins with the header of a mail")
}

/// True when a program wrote the header: people write neither identifiers nor routes, nor dates with a zone.
fn has_machine_sign(headers: &Headers) -> bool {
    let identifier = headers.raw("message-id").is_some_and(|id| id.starts_with('<') && id.ends_with('>'));
    let route = headers.has("received") || headers.has("return-path") || headers.raw("mime-version").is_some();
    identifier || route || headers.raw("date").is_some_and(about::is_machine_date)
}

/// One article for the mail, and those of what is attached to it.
pub fn read(source: &Source) -> Reading {
    message(source, start(source.bytes()))
}

/// Where the header begins: behind a byte order mark, blank lines, and the length that Apple Mail writes above.
fn start(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head = &bytes[..bytes.len().min(64)];
    let blank = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let bytes = &bytes[blank..];
    let Some(end) = memchr::memchr(b'\n', &bytes[..bytes.len().min(32)]) else { return bytes };
    let length = std::str::from_utf8(&bytes[..end]).ok().and_then(|line| line.trim().parse::<usize>().ok());
    let rest = &bytes[end + 1..];
    length.map_or(bytes, |length| &rest[..length.min(rest.len())])
}

/// Reads one mail of which the header begins `bytes`.
fn message(source: &Source, bytes: &[u8]) -> Reading {
    let (headers, at) = Headers::of(bytes);
    let mut about = about::of(&headers);
    let mut contents = Contents::of(headers.clone(), &bytes[at..], source.budget());
    let digest = digest::of(&contents);
    if let Some(digest) = &digest {
        contents.bodies = vec![digest.body()];
    }
    let subject = about.title.clone();
    let letter = Letter {
        newsletter: about::is_newsletter(&headers),
        forwarded: about::is_forwarded(&headers),
        subject: subject.as_deref(),
    };
    let texts: Vec<Text> = contents.bodies.iter().map(|body| body::read(body, letter)).collect();
    about.address = texts.iter().find_map(|text| text.online.clone()).or(about.address);
    let mut reading = Reading::default();
    let mut labels = Labels::default();
    for part in &contents.attached {
        attached(source, part, &mut labels, &mut reading);
    }
    if let Some(digest) = &digest {
        digested(source, &digest.mails, &mut labels, &mut reading);
    }
    let mut builder = ArticleBuilder::new();
    for problem in contents.problems {
        builder.problem(problem);
    }
    for problem in std::mem::take(&mut reading.problems) {
        builder.problem(problem);
    }
    let article = article(builder, &about, texts, &contents.reports, source.name());
    if article.visible_blocks().any(|block| block.kind != BlockKind::Title) {
        reading.articles.insert(0, article);
    } else if reading.articles.is_empty() {
        let told = !article.problems().is_empty();
        let article = if told { article } else { article.with_problem(Problem::new("The mail holds no text.")) };
        reading.articles.push(article);
    } else {
        // A mail that only brings others along is no article.
        reading.problems.extend(article.problems().iter().cloned());
    }
    reading
}

fn article(mut builder: ArticleBuilder, about: &About, texts: Vec<Text>, reports: &[Part], name: &str) -> Article {
    let spoken = language::sample(texts.iter().flat_map(Text::spoken));
    if let Some(title) = &about.title {
        builder.block(BlockKind::Title, title);
    } else if let Some(title) = super::title::infer(spoken.lines().next().unwrap_or_default()) {
        builder.inferred_title(&title);
    }
    about.tell(&mut builder);
    about.tell_language(&spoken, &mut builder);
    for text in texts {
        text.put(&mut builder);
    }
    for part in reports {
        builder.block(BlockKind::Furniture, &words::raw(part.body));
    }
    builder.finish(name)
}

/// Reads what came with the mail. What is no text in any format is told by its name, except what is there to be looked at.
fn attached(source: &Source, part: &Part, labels: &mut Labels, reading: &mut Reading) {
    let bytes = transfer::decode(part.body, part.headers.raw("content-transfer-encoding").unwrap_or_default());
    if bytes.trim_ascii().is_empty() {
        return;
    }
    let is_mail = part.media.kind.starts_with("message/");
    let subject = || is_mail.then(|| Headers::of(start(&bytes)).0.text("subject")).flatten();
    let name = part.headers.file_name().or_else(subject).or_else(|| part.headers.text("content-description"));
    let name = name.unwrap_or_else(|| part.media.kind.clone());
    let media = Some(part.media.kind.as_str()).filter(|kind| *kind != "application/octet-stream");
    let inside = source.read_inside(
        &bytes,
        Hints { name: &name, charset: part.media.attribute("charset"), media, ..Hints::default() },
    );
    if inside.articles.is_empty() && is_looked_at(&name) {
        return;
    }
    let label = labels.give(&name);
    reading.articles.extend(inside.articles.into_iter().map(|article| article.within(&label)));
    for problem in inside.problems {
        let message = problem.message();
        let message = if message.contains(&name) { message.to_owned() } else { format!("{name}: {message}") };
        reading.problems.push(Problem::new(message));
    }
}

/// Reads the mails of a digest.
fn digested(source: &Source, mails: &[String], labels: &mut Labels, reading: &mut Reading) {
    for mail in mails {
        if let Err(problem) = source.budget().part() {
            reading.problems.push(problem);
            return;
        }
        let name = Headers::of(mail.as_bytes()).0.text("subject").unwrap_or_default();
        let hints = Hints { media: Some("message/rfc822"), ..Hints::named(&name) };
        let inside = source.read_inside(mail.as_bytes(), hints);
        let label = labels.give(&name);
        reading.articles.extend(inside.articles.into_iter().map(|article| article.within(&label)));
        reading.problems.extend(inside.problems);
    }
}

/// True for the names of pictures, sounds and the like, which some programs send without their type.
fn is_looked_at(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "asc", "bmp", "gif", "heic", "ics", "jpeg", "jpg", "m4a", "mov", "mp3", "mp4", "p7s", "png", "sig", "svg",
        "tif", "tiff", "vcf", "webp",
    ];
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

#[cfg(test)]
mod tests;
