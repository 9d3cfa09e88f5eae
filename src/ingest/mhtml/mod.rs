//! Web pages saved into one file with all that belongs to them, as browsers do: MHTML (RFC 2557).
//!
//! Such a file is written like a mail: the page is one part of it, its pictures and styles are others. Only the page is read,
//! by the reader of web pages; where it is but a frame around others, the one with the most text. Nothing is loaded.

mod parts;

use mail_parser::MimeHeaders;

use super::source::Source;
use super::{Hints, Reading, dates};
use crate::document::{Article, Problem, Published};
use parts::Part;

/// So many frames are looked at in a page that has no text itself.
const FRAMES: usize = 32;
/// A page with more words than this is no mere frame around others.
const FRAMING: u32 = 20;

/// True for what a program wrote that saves pages. A mail with pictures is built alike, but it has somebody who sent it.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let bytes = source.bytes();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // Parsing is not for every text: a header begins with its first field.
    let first = bytes.trim_ascii_start();
    let name = first.iter().position(|byte| *byte == b':').filter(|&at| at > 0 && at < 40)?;
    if !first[..name].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
        return None;
    }
    let archive = Part::of(bytes).filter(|archive| archive.is("multipart", "related"))?;
    archive.parameter("boundary")?;
    let has = |name: &str| archive.headers.header_raw(name).is_some();
    if has("Snapshot-Content-Location") {
        return Some("it begins as a browser saves a page");
    }
    let sent = ["To", "Received", "Delivered-To", "Return-Path", "Cc"].iter().any(|name| has(name));
    let sender = archive.headers.header_raw("From").is_some_and(|from| from.contains('@'));
    // Where the page was found, as Internet Explorer writes it.
    let head = &archive.body[..archive.body.len().min(64 * 1024)];
    let located = ["Content-Location: http", "Content-Location: file:"]
        .iter()
        .any(|field| memchr::memmem::find(head, field.as_bytes()).is_some());
    (!sent && !sender && located).then_some("it holds a page with its address, and nobody sent it")
}

/// One article: that of the page.
pub fn read(source: &Source) -> Reading {
    let bytes = source.bytes();
    let Some(archive) = Part::of(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) else {
        return Reading::default();
    };
    let (parts, problem) = parts::of(&archive, source.budget());
    let location = archive.headers.header_raw("Snapshot-Content-Location").map(str::trim);
    let mut pages: Vec<&Part> = parts.iter().filter(|part| is_page(part)).collect();
    // The page itself is the first one; two headers may say otherwise.
    let start = archive.parameter("start").map(|id| id.trim_matches(['<', '>']));
    let main = pages.iter().position(|part| {
        location.is_some() && part.headers.content_location().map(str::trim) == location
            || start.is_some() && part.headers.content_id().map(|id| id.trim_matches(['<', '>'])) == start
    });
    pages[..main.map_or(0, |at| at + 1)].rotate_right(usize::from(main.is_some()));
    let about = Archive {
        name: archive.headers.subject().map(str::trim).filter(|subject| !subject.is_empty()).unwrap_or(source.name()),
        address: location.or_else(|| pages.first().and_then(|page| page.headers.content_location())),
        saved: archive.headers.date().and_then(|date| dates::parse(&date.to_rfc3339())),
    };
    let mut reading = about.read(&pages, source);
    reading.problems.extend(problem);
    reading
}

fn is_page(part: &Part) -> bool {
    part.is("text", "html") || part.is("application", "xhtml+xml")
}

/// What is known of the page beside its parts.
struct Archive<'a> {
    name: &'a str,
    address: Option<&'a str>,
    /// When the file was written, which is what is known where the page has no date.
    saved: Option<Published>,
}

impl Archive<'_> {
    fn read(&self, pages: &[&Part], source: &Source) -> Reading {
        let mut best: Option<Article> = None;
        let mut problems = Vec::new();
        for page in pages.iter().take(FRAMES) {
            let bytes = match source.budget().unpack(self.name, &page.decoded()[..]) {
                Ok(bytes) => bytes,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            let address = self.address.map(str::trim).filter(|url| url.starts_with("http"));
            let hints = Hints {
                name: self.name,
                charset: page.parameter("charset"),
                media: Some("text/html"),
                address,
                fields: None,
            };
            let read = source.read_inside(&bytes, hints);
            for article in read.articles {
                if best.as_ref().is_none_or(|best| article.words() > best.words()) {
                    best = Some(article);
                }
            }
            if best.as_ref().is_some_and(|article| article.words() > FRAMING) {
                break;
            }
        }
        let articles = best.into_iter().map(|article| match self.saved {
            Some(saved) => article.or_published(saved),
            None => article,
        });
        let mut reading = Reading::of(articles.collect());
        if reading.articles.is_empty() && problems.is_empty() {
            problems.push(Problem::new("The saved page is not in this file; only parts of it are."));
        }
        reading.problems = problems;
        reading
    }
}

#[cfg(test)]
mod tests;
