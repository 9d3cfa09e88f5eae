//! What the list needs at the start, in the order in which it is shown: everything kept below some folders.
//!
//! Two walks over two tables in the order in which they lie in the file, joined and sorted here: the database would look
//! up every article by its source, which takes several times longer.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use rusqlite::{Connection, Row};

use super::codec::{self, Shared};
use super::identity::{ContentHash, Identity, KeptId, Origin, SourceId};
use super::{Error, Store};
use crate::document::Published;

/// What is kept below some folders, in the order of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptPile {
    /// The sources, in the order in which a scan of the same roots finds them.
    pub sources: Vec<ListedSource>,
    /// Their articles, in the order of the sources, then of their places in them.
    pub articles: Vec<ListedArticle<'static>>,
}

/// A kept source as the list needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSource {
    /// Its number.
    pub id: SourceId,
    /// Where it lies.
    pub origin: Origin,
    /// Its size in bytes when it was read.
    pub size: u64,
    /// When it was last changed, as in [`SourceRecord`](super::SourceRecord).
    pub modified: i64,
    /// The edition of the reader that read it.
    pub reader: u32,
    /// What went wrong, in one sentence.
    pub problem: Option<String>,
    /// Where its articles stand in [`KeptPile::articles`].
    pub articles: Range<usize>,
}

/// A kept article as the list needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedArticle<'a> {
    /// Its number.
    pub id: KeptId,
    /// Where its source stands in [`KeptPile::sources`].
    pub source: u32,
    /// Its place in the source, from 0.
    pub ordinal: u32,
    /// Its title, one line, safe to show.
    pub title: Cow<'a, str>,
    /// Who published it. Shared with the other articles that say the same, like the language.
    pub publisher: Option<Arc<str>>,
    /// When it was published, to the second.
    pub published: Option<Published>,
    /// ISO 639-1 code of its language.
    pub language: Option<Arc<str>>,
    /// Bytes of its text.
    pub length: u32,
    /// Words in its visible text.
    pub words: u32,
    /// The hash of its text.
    pub text: ContentHash,
    /// The edition of the recogniser that found its names; `None` when nobody has looked yet.
    pub named: Option<u32>,
    /// The number under which its text was first kept.
    pub arrived: KeptId,
}

#[cfg(test)]
impl ListedArticle<'static> {
    /// An article as it would be kept.
    pub(crate) fn of(article: &crate::document::Article) -> Self {
        Self {
            id: KeptId(1),
            source: 0,
            ordinal: 0,
            title: article.title().to_owned().into(),
            publisher: None,
            published: None,
            language: None,
            length: article.text().len() as u32,
            words: article.words(),
            text: ContentHash::of_text(article.text()),
            named: None,
            arrived: KeptId(1),
        }
    }
}

impl KeptPile {
    /// The articles of one of the sources.
    #[must_use]
    pub fn of(&self, source: &ListedSource) -> &[ListedArticle<'static>] {
        self.articles.get(source.articles.clone()).unwrap_or_default()
    }

    /// By what the user's data finds one of the articles; `None` for an article of another pile.
    #[must_use]
    pub fn identity(&self, article: &ListedArticle) -> Option<Identity> {
        let source = self.sources.get(article.source as usize)?;
        Some(Identity {
            text: article.text,
            origin: source.origin.clone(),
            ordinal: article.ordinal,
            alone: source.articles.len() == 1,
            title: article.title.clone().into_owned(),
        })
    }
}

impl Store {
    /// All kept sources that are one of `roots` or lie below one, with their articles: those of the first root first, and
    /// below each in the order in which a scan walks its folders. A source below several roots comes with the first.
    ///
    /// # Errors
    /// As the database has it.
    pub fn pile(&self, roots: &[Origin]) -> Result<KeptPile, Error> {
        self.ask(|conn| {
            let mut sources = sources_below(conn, roots)?;
            let mut articles = articles_of(conn, &sources)?;
            // They were mostly kept in this order.
            articles.sort_by_key(|article| (article.source, article.ordinal));
            let mut from = 0;
            for (at, source) in (0..).zip(&mut sources) {
                let count = articles[from..].iter().take_while(|article| article.source == at).count();
                source.articles = from..from + count;
                from += count;
            }
            Ok(KeptPile { sources, articles })
        })
    }
}

/// In the order of the scan.
fn sources_below(conn: &Connection, roots: &[Origin]) -> rusqlite::Result<Vec<ListedSource>> {
    let mut query =
        conn.prepare_cached("SELECT origin, id, size, modified, reader, problem FROM source ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let origin = codec::blob(row, 0)?;
        let Some(root) = roots.iter().position(|root| root.covers(origin)) else { continue };
        let source = ListedSource {
            origin: Origin(origin.to_vec()),
            id: row.get(1)?,
            size: row.get::<_, i64>(2)?.cast_unsigned(),
            modified: row.get(3)?,
            reader: row.get(4)?,
            problem: codec::line(row, 5)?,
            articles: 0..0,
        };
        found.push((root, source));
    }
    found.sort_by(|(root, source), (other_root, other)| {
        root.cmp(other_root).then_with(|| walked(&source.origin.0, &other.origin.0))
    });
    Ok(found.into_iter().map(|(_, source)| source).collect())
}

/// In the order in which they were kept.
fn articles_of(conn: &Connection, sources: &[ListedSource]) -> rusqlite::Result<Vec<ListedArticle<'static>>> {
    let mut places: Vec<(SourceId, u32)> = sources.iter().map(|source| source.id).zip(0..).collect();
    places.sort_unstable();
    let sql = "SELECT source, id, ordinal, title, publisher, published, zone, language, length, words, hash, named,
        arrived FROM article ORDER BY id";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query([])?;
    let mut found = Vec::with_capacity(sources.len());
    let (mut publishers, mut languages) = (Shared::default(), Shared::default());
    let mut next = 0;
    while let Some(row) = rows.next()? {
        let owner: SourceId = row.get(0)?;
        // Mostly that of the article before, or the one behind it.
        let here = |at: &usize| places.get(*at).is_some_and(|(id, _)| *id == owner);
        let at = Some(next).filter(here).or_else(|| Some(next + 1).filter(here));
        let Some(at) = at.or_else(|| places.binary_search_by_key(&owner, |(id, _)| *id).ok()) else { continue };
        next = at;
        found.push(listed(row, places[at].1, &mut publishers, &mut languages)?);
    }
    Ok(found)
}

fn listed(
    row: &Row,
    source: u32,
    publishers: &mut Shared,
    languages: &mut Shared,
) -> rusqlite::Result<ListedArticle<'static>> {
    Ok(ListedArticle {
        source,
        id: row.get(1)?,
        ordinal: row.get(2)?,
        title: codec::line(row, 3)?.unwrap_or_default().into(),
        publisher: publishers.line(row, 4)?,
        published: codec::date(row.get(5)?, row.get(6)?),
        language: languages.line(row, 7)?,
        length: row.get(8)?,
        words: row.get(9)?,
        text: row.get(10)?,
        named: row.get(11)?,
        arrived: row.get(12)?,
    })
}

/// The order of a walk that sorts each folder by file name: bytes, of which the separator is the lowest.
fn walked(path: &[u8], other: &[u8]) -> Ordering {
    const STEP: usize = 16;
    // Most of two neighbours is the same: told in large steps.
    let steps = path.chunks_exact(STEP).zip(other.chunks_exact(STEP)).take_while(|(a, b)| a == b).count();
    let rank = |byte: &u8| if *byte == std::path::MAIN_SEPARATOR as u8 { 0 } else { u16::from(*byte) + 1 };
    path[steps * STEP..].iter().map(rank).cmp(other[steps * STEP..].iter().map(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_walked_before_what_only_starts_like_it() {
        let mut paths = ["/p/a b", "/p/a.txt", "/p/a/z", "/p/a", "/p/a-b/c", "/p/a/b/c", "/p/\u{e9}", "/p/B"];
        paths.sort_by(|a, b| walked(a.as_bytes(), b.as_bytes()));
        assert_eq!(paths, ["/p/B", "/p/a", "/p/a/b/c", "/p/a/z", "/p/a b", "/p/a-b/c", "/p/a.txt", "/p/\u{e9}"]);
    }
}
