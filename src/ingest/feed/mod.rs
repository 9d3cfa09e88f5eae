//! Feeds: RSS from 0.90 to 2.0, Atom, JSON Feed. One article an entry, in the order of the feed.
//!
//! [`parse`] gives a [`Feed`] of a text, whatever is wrong with it: `elements` takes XML apart, `fields` says what its
//! elements mean, `json` reads the other kind, `ids` tells entries apart, `words` cleans titles and links. `body` makes an article of an entry.
//! [`to_document`] writes one entry as a feed of its own, which is how entries are kept on the disk and which reads back as
//! the same article. Nothing is fetched here; who fetches asks [`Entry::is_teaser`] whether the page is worth it.

mod body;
mod discovery;
mod document;
mod elements;
mod fields;
mod ids;
mod json;
mod words;

pub use discovery::named_by;
pub use document::to_document;

use super::source::Source;
use super::{Hints, Reading, decode, xml};
use crate::document::{Problem, Published};

/// What a feed says of itself, and its entries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feed {
    /// Its title on one line; empty when it has none.
    pub title: String,
    /// The address of the site that it tells of.
    pub home: Option<String>,
    /// The declared language, as the feed writes it: `fr-FR`.
    pub language: Option<String>,
    /// In the order of the feed.
    pub entries: Vec<Entry>,
    /// What is wrong with the whole.
    pub problems: Vec<Problem>,
}

/// One entry of a feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// What the entry is known by as long as it exists: the id that the feed gives, else its link, else a hash of its title
    /// (or its text) and date. Never empty; only an entry that stands twice in a feed shares one, with itself.
    pub id: String,
    /// On one line, without markup.
    pub title: Option<String>,
    /// Where it stands on the web, whole.
    pub address: Option<String>,
    /// Who wrote it; several names are parted by commas.
    pub author: Option<String>,
    /// When it was published or, where only that is known, last changed.
    pub published: Option<Published>,
    /// The language of the entry, else that of the feed, as it is written.
    pub language: Option<String>,
    /// The text itself. What RSS calls a description is one where the entry has nothing better.
    pub content: Option<Body>,
    /// What stands for the text or above it.
    pub summary: Option<Body>,
    /// The page that was fetched for an entry that is kept as a document of its own.
    pub page: Option<Page>,
}

/// A text of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Markup; its links are whole.
    Html(String),
    /// Text without markup.
    Text(String),
}

/// A whole page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its markup.
    pub html: String,
    /// Where it is.
    pub address: String,
}

/// Which kind of feed some text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rss,
    Rdf,
    Atom,
    Json,
}

impl Kind {
    /// By what stands first in it; names of files count nothing.
    fn of(text: &str) -> Option<Self> {
        if json::is_feed(text) {
            return Some(Self::Json);
        }
        let root = xml::root(text)?;
        let says = |address: &str| root.head.to_ascii_lowercase().contains(address);
        match root.name.to_ascii_lowercase().as_str() {
            "rss" => Some(Self::Rss),
            "rdf:rdf" | "rdf" if says("purl.org/rss/1.0") || says("netscape.com/rdf/simple") => Some(Self::Rdf),
            "feed" | "entry" if says("w3.org/2005/atom") || says("purl.org/atom/") || says("<entry") => {
                Some(Self::Atom)
            }
            name if name.ends_with(":feed") && says("w3.org/2005/atom") => Some(Self::Atom),
            _ => None,
        }
    }
}

/// Reads a feed. `address` is where it was found: relative links start from there.
///
/// # Errors
/// When `text` is no feed, and when nothing of it can be read: the problem to tell.
pub fn parse(text: &str, address: Option<&str>) -> Result<Feed, Problem> {
    match Kind::of(text) {
        Some(Kind::Json) => json::parse(text, address).map(ids::told_apart),
        Some(_) => Ok(ids::told_apart(fields::parse(text, address))),
        None => Err(Problem::new("This is no feed: neither RSS nor Atom nor JSON Feed.")),
    }
}

/// The same for bytes as they came from a disk or a server.
///
/// # Errors
/// As for [`parse`].
pub fn parse_bytes(bytes: &[u8], hints: &Hints) -> Result<Feed, Problem> {
    parse(&decode(bytes, hints), hints.address)
}

/// True for what begins as a feed does.
pub fn recognises(source: &Source) -> Option<&'static str> {
    Some(match Kind::of(source.text()?)? {
        Kind::Rss => "it begins with <rss>",
        Kind::Rdf => "it is RDF in the vocabulary of RSS 1.0",
        Kind::Atom => "it begins with the <feed> of Atom",
        Kind::Json => "it names a version of JSON Feed",
    })
}

/// One article an entry.
pub fn read(source: &Source) -> Reading {
    let feed = match parse(source.text().unwrap_or_default(), source.hints().address) {
        Ok(feed) => feed,
        Err(problem) => return Reading::nothing(problem),
    };
    let mut reading = Reading::of(Vec::new());
    reading.problems.extend(source.problem());
    reading.problems.extend_from_slice(&feed.problems);
    for entry in &feed.entries {
        if let Err(problem) = source.budget().part() {
            reading.problems.push(problem);
            break;
        }
        reading.articles.push(body::article(&feed, entry, source));
    }
    if feed.entries.is_empty() && reading.problems.is_empty() {
        reading.problems.push(Problem::new("The feed has no entries."));
    }
    reading
}

#[cfg(test)]
mod tests;
