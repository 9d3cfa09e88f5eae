//! What is kept of the pile: sources, articles, names, how many.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row};

use super::codec::{self, Shared};
use super::identity::{ContentHash, KeptId, Origin, SourceId};
use super::{Error, SourceRecord, Store};
use crate::document::Published;
use crate::names::{ArticleNames, packed};

/// A kept source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSource {
    /// Its number.
    pub id: SourceId,
    /// What is kept of it.
    pub record: SourceRecord,
}

/// What the list needs of a kept article, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptArticle {
    /// Its number.
    pub id: KeptId,
    /// Its source.
    pub source: SourceId,
    /// Its place in the source, from 0.
    pub ordinal: u32,
    /// Its title, one line, safe to show.
    pub title: String,
    /// Who published it. Shared, like the two below, with the other articles that say the same.
    pub publisher: Option<Arc<str>>,
    /// Who wrote it.
    pub author: Option<Arc<str>>,
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
}

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sources.
    pub sources: u64,
    /// Articles in them.
    pub articles: u64,
    /// Articles whose names are kept.
    pub named: u64,
    /// Articles read, kept ones or not.
    pub read: u64,
    /// Articles starred, kept ones or not.
    pub starred: u64,
    /// Notes.
    pub notes: u64,
}

impl Store {
    /// All kept articles, in the order in which they were kept.
    ///
    /// # Errors
    /// As the database has it.
    pub fn articles(&self) -> Result<Vec<KeptArticle>, Error> {
        let sql =
            "SELECT id, source, ordinal, title, publisher, author, published, zone, language, length, words, hash,
            named FROM article ORDER BY id";
        self.ask(|conn| {
            let mut shared = Shared::default();
            conn.prepare_cached(sql)?.query_map([], |row| article(row, &mut shared))?.collect()
        })
    }

    /// All kept sources, in the order in which they were first kept.
    ///
    /// # Errors
    /// As the database has it.
    pub fn sources(&self) -> Result<Vec<KeptSource>, Error> {
        let sql = format!("{SOURCE} ORDER BY id");
        self.ask(|conn| conn.prepare_cached(&sql)?.query_map([], source)?.collect())
    }

    /// What is kept of one source.
    ///
    /// # Errors
    /// As the database has it.
    pub fn source(&self, origin: &Origin) -> Result<Option<KeptSource>, Error> {
        let sql = format!("{SOURCE} WHERE origin = ?1");
        self.ask(|conn| conn.prepare_cached(&sql)?.query_row([origin], source).optional())
    }

    /// The names of a kept article as this edition of the recogniser found them; `None` when they are to be found (anew).
    /// They are for the text they were found in: see [`ArticleNames::fits`].
    ///
    /// # Errors
    /// As the database has it.
    pub fn names(&self, id: KeptId, edition: u32) -> Result<Option<ArticleNames>, Error> {
        let sql = "SELECT packed FROM article JOIN names ON names.article = article.id
            WHERE article.id = ?1 AND named = ?2";
        let packed = |row: &Row| Ok(row.get_ref(0)?.as_blob().map(packed::unpack));
        let found = self.ask(|conn| conn.prepare_cached(sql)?.query_row((id, edition), packed).optional())?;
        // Damaged names are found anew.
        Ok(found.and_then(Result::ok).and_then(Result::ok))
    }

    /// Hands the names of every kept article to `each`, in the order of [`Store::articles`]; those of other editions, or
    /// damaged, are left out.
    ///
    /// # Errors
    /// As the database has it.
    pub fn all_names(&self, edition: u32, mut each: impl FnMut(KeptId, ArticleNames)) -> Result<(), Error> {
        let sql = "SELECT article.id, packed FROM article JOIN names ON names.article = article.id
            WHERE named = ?1 ORDER BY article.id";
        self.ask(|conn| {
            let mut names = conn.prepare_cached(sql)?;
            let mut rows = names.query([edition])?;
            while let Some(row) = rows.next()? {
                if let Some(names) = row.get_ref(1)?.as_blob().ok().and_then(|bytes| packed::unpack(bytes).ok()) {
                    each(row.get(0)?, names);
                }
            }
            Ok(())
        })
    }

    /// How much is kept.
    ///
    /// # Errors
    /// As the database has it.
    pub fn counts(&self) -> Result<Counts, Error> {
        self.ask(|conn| {
            Ok(Counts {
                sources: count(conn, "source")?,
                articles: count(conn, "article")?,
                named: count(conn, "names")?,
                read: count(conn, "reading WHERE read_at IS NOT NULL")?,
                starred: count(conn, "reading WHERE starred_at IS NOT NULL")?,
                notes: count(conn, "note")?,
            })
        })
    }
}

const SOURCE: &str = "SELECT id, origin, size, modified, hash, reader, problem FROM source";

/// Rows of a table, with or without a condition.
pub(super) fn count(conn: &Connection, of: &str) -> rusqlite::Result<u64> {
    let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0))?;
    Ok(rows.cast_unsigned())
}

fn source(row: &Row) -> rusqlite::Result<KeptSource> {
    let record = SourceRecord {
        origin: row.get(1)?,
        size: row.get::<_, i64>(2)?.cast_unsigned(),
        modified: row.get(3)?,
        hash: row.get(4)?,
        reader: row.get(5)?,
        problem: codec::line(row, 6)?,
    };
    Ok(KeptSource { id: row.get(0)?, record })
}

fn article(row: &Row, shared: &mut Shared) -> rusqlite::Result<KeptArticle> {
    Ok(KeptArticle {
        id: row.get(0)?,
        source: row.get(1)?,
        ordinal: row.get(2)?,
        title: codec::line(row, 3)?.unwrap_or_default(),
        publisher: shared.line(row, 4)?,
        author: shared.line(row, 5)?,
        published: codec::date(row.get(6)?, row.get(7)?),
        language: shared.line(row, 8)?,
        length: row.get(9)?,
        words: row.get(10)?,
        text: row.get(11)?,
        named: row.get(12)?,
    })
}
