//! From bytes to articles: decoding, recognising the format, finding the text a person came for, and setting
//! the rest aside as furniture.
//!
//! There is one pure reader for each format behind one table, `READERS`; a new format is one line there and one
//! file. Reading never fails and never panics: whatever is wrong comes back as a problem beside the article. This
//! room opens no files, knows no names and draws nothing; its bytes come from `library`, which also knows the
//! file's name and what a server said about it.

mod binary;
mod credits;
mod dates;
mod encoding;
mod furniture;
mod html;
mod language;
mod plain;
mod source;
mod title;

pub use dates::parse as parse_date;

use crate::document::{Article, ArticleBuilder, Problem};
use source::Source;

/// What is known about some bytes beside themselves. All of it is only a hint: names lie, and so do servers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The file's name: the title when nothing better is found, and a weak sign of the format.
    pub name: &'a str,
    /// The character set that a server or a mail header declared.
    pub charset: Option<&'a str>,
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text without markup.
    PlainText,
    /// A web page.
    Html,
}

/// How one format is recognised and read.
struct Reader {
    format: Format,
    /// Looks at the content first and at the name only where the content leaves it open.
    recognises: fn(&Source) -> bool,
    /// Gives at least one article.
    read: fn(&Source) -> Vec<Article>,
}

/// Every format, the most particular first. Plain text takes whatever is text at all.
const READERS: [Reader; 2] = [
    Reader { format: Format::Html, recognises: html::recognises, read: html::read },
    Reader { format: Format::PlainText, recognises: plain::recognises, read: plain::read },
];

/// The format of `bytes`, or `None` when they are not text in any of them.
#[must_use]
pub fn detect(bytes: &[u8], hints: &Hints) -> Option<Format> {
    reader_for(&Source::new(bytes, *hints)).map(|reader| reader.format)
}

/// Reads `bytes`. At least one article comes back; what could not be read is told in its problems.
#[must_use]
pub fn read(bytes: &[u8], hints: &Hints) -> Vec<Article> {
    read_text(bytes, hints).unwrap_or_else(|| vec![unreadable(hints, &binary::explain(bytes))])
}

/// The same for text only: `None` when the bytes are not text in any format. They are decoded once to know both.
#[must_use]
pub fn read_text(bytes: &[u8], hints: &Hints) -> Option<Vec<Article>> {
    if bytes.is_empty() {
        return Some(vec![unreadable(hints, "The file is empty.")]);
    }
    let source = Source::new(bytes, *hints);
    reader_for(&source).map(|reader| (reader.read)(&source))
}

fn reader_for(source: &Source) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.recognises)(source))
}

/// An article without text that says why it has none.
fn unreadable(hints: &Hints, message: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.problem(Problem::new(message));
    builder.finish(hints.name)
}

#[cfg(test)]
mod tests;
