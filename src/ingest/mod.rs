//! From bytes to articles: decoding, recognising the format, finding the text a person came for, and setting
//! the rest aside as furniture.
//!
//! There is one pure reader for each format behind one table, `READERS`; a new format is one line there and one
//! file. A format of parts (an archive, a mailbox, a feed) hands each part back to the table, within one [`limits::Budget`].
//! Reading never fails and never panics: whatever is wrong comes back as a problem beside the articles. This
//! room opens no files, knows no names and draws nothing; its bytes come from `library`, which also knows the
//! file's name and what a server said about it.

mod about;
mod agency;
mod archive;
mod binary;
mod credits;
mod dates;
mod encoding;
mod epub;
pub mod feed;
mod fields;
mod furniture;
mod html;
mod json;
mod language;
pub mod limits;
mod mail;
mod markdown;
mod mhtml;
pub mod opml;
#[cfg(feature = "pdf")]
pub mod pdf;
mod picture;
mod plain;
mod readers;
mod record;
mod references;
#[cfg(test)]
mod samples;
mod source;
mod table;
mod title;
mod warc;
mod xml;

pub use dates::parse as parse_date;
pub use fields::FieldMap;
pub use readers::{Format, FormatSpec};

use crate::document::{Article, ArticleBuilder, Problem};
use limits::Budget;
use readers::{READERS, Reader};
use source::Source;

/// What is known about some bytes beside themselves. All of it is only a hint: names lie, and so do servers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The file's name: the title when nothing better is found, and a weak sign of the format.
    pub name: &'a str,
    /// The character set that a server or a mail header declared.
    pub charset: Option<&'a str>,
    /// The media type that a server or a mail header declared: `text/html`.
    pub media: Option<&'a str>,
    /// The address at which they were found: relative links start from there.
    pub address: Option<&'a str>,
    /// Which fields of a record are the title, the text and the rest, where the user says so.
    pub fields: Option<&'a FieldMap>,
}

impl<'a> Hints<'a> {
    /// Nothing but a name is known.
    #[must_use]
    pub const fn named(name: &'a str) -> Self {
        Self { name, charset: None, media: None, address: None, fields: None }
    }
}

/// What came of some bytes.
#[derive(Debug, Default)]
pub struct Reading {
    /// As what they were read; `None` when they are not text in any format.
    pub format: Option<Format>,
    /// The articles in them, each with its own problems. None where there is nothing to read.
    pub articles: Vec<Article>,
    /// What went wrong with the whole, or with parts of which no article came.
    pub problems: Vec<Problem>,
    /// The formats of what lay in it, each with how often; those in the innermost come last.
    pub inside: Vec<(Format, usize)>,
    /// True when it lies so deep in others that nobody looked at it.
    pub too_deep: bool,
}

impl Reading {
    /// Articles, and nothing wrong with the whole. The table says in which format.
    fn of(articles: Vec<Article>) -> Self {
        Self { articles, ..Self::default() }
    }

    /// Nothing, and why.
    fn nothing(problem: Problem) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }

    /// Takes in what came of a part.
    fn absorb(&mut self, part: Self) {
        for (format, count) in part.format.map(|format| (format, 1)).into_iter().chain(part.inside) {
            match self.inside.iter_mut().find(|(known, _)| *known == format) {
                Some((_, known)) => *known += count,
                None => self.inside.push((format, count)),
            }
        }
        self.articles.extend(part.articles);
        self.problems.extend(part.problems);
    }

    /// True when another map of fields could make something else of what is called `name`: of what has fields, and of what was
    /// taken for plain text though its name or the archive around it lets one expect more.
    #[must_use]
    pub fn hangs_on_fields(&self, name: &str) -> bool {
        let inside = |format: Format| format.has_fields() || format == Format::PlainText;
        self.format.is_some_and(Format::has_fields)
            || self.inside.iter().any(|&(format, _)| inside(format))
            || Source::new(&[], Hints::named(name), &Budget::default()).is_named(&endings_of_fields())
    }

    /// An article without text that says what is wrong, to stand in where there is none.
    #[must_use]
    pub fn stand_in(self, name: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        for problem in self.problems {
            builder.problem(problem);
        }
        builder.finish(name)
    }
}

/// Every format that is read, the most particular first.
pub fn formats() -> impl Iterator<Item = &'static FormatSpec> {
    READERS.iter().map(|reader| &reader.spec)
}

/// How files end that have fields.
fn endings_of_fields() -> Vec<&'static str> {
    formats().filter(|spec| spec.format.has_fields()).flat_map(|spec| spec.endings).copied().collect()
}

/// What some bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// The format.
    pub spec: &'static FormatSpec,
    /// The sign by which it was recognised, in a few words.
    pub sign: &'static str,
}

/// The format of `bytes`, or `None` when they are not text in any of them.
#[must_use]
pub fn detect(bytes: &[u8], hints: &Hints) -> Option<Detected> {
    let budget = Budget::default();
    let (reader, sign) = reader_for(&Source::new(bytes, *hints, &budget))?;
    Some(Detected { spec: &reader.spec, sign })
}

/// Reads `bytes`.
#[must_use]
pub fn read(bytes: &[u8], hints: &Hints) -> Reading {
    read_source(&Source::new(bytes, *hints, &Budget::default()))
}

/// Reads `bytes`, and has `extract` make pages of every PDF in them: the libraries that do it are no match for hostile content
/// and better kept out of this process.
#[cfg(feature = "pdf")]
#[must_use]
pub fn read_apart(bytes: &[u8], hints: &Hints, extract: pdf::Extract) -> Reading {
    read_source(&Source::new(bytes, *hints, &Budget::default()).extracted_by(extract))
}

/// The first article of `bytes`, or one that stands in for it and says why there is none.
#[must_use]
pub fn article(bytes: &[u8], hints: &Hints) -> Article {
    let mut reading = read(bytes, hints);
    if reading.articles.is_empty() { reading.stand_in(hints.name) } else { reading.articles.swap_remove(0) }
}

/// True for the beginning of an archive or a compressed file, of which the beginning alone may be of no use.
#[must_use]
pub fn is_packed(head: &[u8]) -> bool {
    let budget = Budget::default();
    let source = Source::new(head, Hints::default(), &budget);
    let signs =
        [archive::zip::recognises, archive::packed::is_gzip, archive::packed::is_zstd, archive::tar::recognises];
    head.starts_with(b"PK\x03\x04") || signs.iter().any(|sign| sign(&source).is_some()) || warc::begins(head)
}

/// `bytes` as text, in the character set that they declare or seem to be in. Not filtered: for what is read on, not shown.
#[must_use]
pub fn decode(bytes: &[u8], hints: &Hints) -> String {
    encoding::decode(bytes, hints.charset).text.into_owned()
}

fn read_source(source: &Source) -> Reading {
    if source.bytes().is_empty() {
        let empty = Reading::nothing(Problem::new("The file is empty."));
        return Reading::of(vec![empty.stand_in(source.name())]);
    }
    let Some((reader, _)) = reader_for(source) else {
        return Reading::nothing(Problem::new(binary::explain(source.bytes())));
    };
    let mut reading = Reading { format: Some(reader.spec.format), ..(reader.read)(source) };
    // The readers of what has fields say themselves what they did not find.
    if let (Format::PlainText, Some(map)) = (reader.spec.format, source.hints().fields)
        && source.is_named(&endings_of_fields())
    {
        reading.problems.extend(map.unmatched());
    }
    if let ([_], Some(address)) = (&reading.articles[..], source.hints().address) {
        reading.articles = reading.articles.into_iter().map(|article| article.found_at(address)).collect();
    }
    reading
}

fn reader_for(source: &Source) -> Option<(&'static Reader, &'static str)> {
    READERS.iter().find_map(|reader| Some((reader, (reader.recognises)(source)?)))
}

#[cfg(test)]
mod tests;
