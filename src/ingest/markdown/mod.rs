//! Markdown: `CommonMark` with tables, footnotes, task lists and what stands in front of the text.
//!
//! `front` reads what describes the text, `write` makes the markup of a page of it, and the reader of web pages does the
//! rest. Plain text must stay plain: a sign that a person may type without meaning Markdown decides nothing.

mod front;
mod write;

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use super::about::About;
use super::source::Source;
use super::{Reading, html, plain, title};
use crate::document::{ArticleBuilder, BlockKind, Problem};
use write::Written;

/// The endings of files of Markdown.
pub const ENDINGS: &[&str] = &[".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"];

/// How far signs are looked for, in bytes.
const HEAD: usize = 64 * 1024;
/// A longer text is read as plain text, which loses nothing but the links; in bytes.
const LONGEST: usize = 4 << 20;

/// True for front matter, for several signs that stand in no other text, and for a file that is called Markdown and shows a
/// single one.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let text = source.text()?;
    let start = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\n', '\r']);
    let head: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    if ["<!doctype", "<html", "<?xml", "{\\rtf"].iter().any(|other| head.starts_with(other)) || text.len() > LONGEST {
        return None;
    }
    let front = front::split(text);
    let named = source.is_named(ENDINGS);
    if front.is_known() && (named || !front.raw.starts_with(['%', '{'])) {
        return Some("it begins with front matter");
    }
    let signs = Signs::of(front.body);
    if named {
        return (signs.any || !front.raw.is_empty()).then_some("its name and its signs are those of Markdown");
    }
    (signs.kinds.len() > 1 && !start.starts_with('<'))
        .then_some("it has headings, links or code as Markdown writes them")
}

/// What a text shows of Markdown.
#[derive(Debug, Default)]
struct Signs {
    /// Signs that stand in few other texts, by their names.
    kinds: BTreeSet<&'static str>,
    /// True for anything that Markdown means something by.
    any: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut end = text.len().min(HEAD);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut signs = Self::default();
        let mut fenced = false;
        for line in text[..end].lines() {
            let bare = line.trim();
            if bare.starts_with("```") || bare.starts_with("~~~") {
                signs.note("code", fenced);
                signs.any = true;
                fenced = !fenced;
                continue;
            }
            if fenced {
                continue;
            }
            let marks = bare.len() - bare.trim_start_matches('#').len();
            let heading = (1..=6).contains(&marks) && bare[marks..].starts_with(' ') && bare.len() > marks + 1;
            let defined =
                bare.starts_with('[') && bare.split_once("]: ").is_some_and(|(_, url)| url.starts_with("http"));
            let link = defined || ["](http", "](/", "](#"].iter().any(|sign| bare.contains(sign));
            let rule = bare.len() > 4 && bare.starts_with('|') && bare.bytes().all(|b| b"|-: ".contains(&b));
            signs.note("headings", heading);
            signs.note("links", link);
            signs.note("tables", rule && bare.contains("---"));
            signs.any |= bare.starts_with(['#', '>', '|', '-', '*', '+', '=']) || bare.contains(['*', '_', '[', '`']);
            signs.any |= bare.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(". ");
        }
        signs
    }

    fn note(&mut self, kind: &'static str, seen: bool) {
        if seen {
            self.kinds.insert(kind);
        }
    }
}

/// One article.
pub fn read(source: &Source) -> Reading {
    let mut builder = ArticleBuilder::new();
    if let Some(problem) = source.problem() {
        builder.problem(problem);
    }
    let text = source.text().unwrap_or_default();
    let front = front::split(text);
    let mut about = front.about();
    about.address = about.address.or_else(|| source.hints().address.map(str::to_owned));
    builder.block(BlockKind::Furniture, front.raw);
    // The parser is made for any text; should one break it, that text is read as it stands.
    match catch_unwind(|| write::write(front.body)) {
        Ok(written) => {
            let mut markup = headed(written, &mut about);
            if let Some(words) = front.description().filter(|words| !repeats(front.body, words)) {
                // Below the headline, where there is one.
                let at = if markup.starts_with("<h2>") { markup.find("</h2>").map_or(0, |at| at + 5) } else { 0 };
                markup.insert_str(at, &["<p>", &write::escaped(words), "</p>"].concat());
            }
            html::append_without_menus(&markup, &about, &mut builder);
        }
        Err(_) => plain::append(front.body, &about, &mut builder),
    }
    if builder.text().is_empty() {
        builder.problem(Problem::new("The file holds no text."));
    }
    Reading::of(vec![builder.finish(about.title.as_deref().unwrap_or(source.name()))])
}

/// The markup with its title in front: the one of the front matter, else the first heading of the first level, wherever that
/// stands. What stood above it is text as well.
fn headed(written: Written, about: &mut About) -> String {
    let Written { mut markup, title } = written;
    match (&about.title, title) {
        (Some(known), Some((words, place))) if place.start == 0 && title::key(known) == title::key(&words) => markup,
        (Some(known), _) => ["<h2>", &write::escaped(known), "</h2>", &markup].concat(),
        (None, Some((words, place))) => {
            let heading: String = markup.drain(place).collect();
            about.title = Some(words);
            heading + &markup
        }
        (None, None) => markup,
    }
}

/// True when the beginning of the text says what `words` begin with.
fn repeats(body: &str, words: &str) -> bool {
    let start: String = title::key(words).chars().take(40).collect();
    let body: String = body.chars().take(4000).collect();
    title::key(&body).contains(&start)
}

#[cfg(test)]
mod tests;
