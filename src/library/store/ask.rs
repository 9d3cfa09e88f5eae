//! What is kept of the pile: who is named in an article, and how much there is.

use rusqlite::{Connection, OptionalExtension, Row};

use super::identity::KeptId;
use super::{Error, Store};
use crate::names::{ArticleNames, packed};
use crate::text::minhash::Signature;

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

    /// Hands the fingerprint of every kept article that has one to `each`, in the order of their numbers.
    ///
    /// # Errors
    /// As the database has it.
    pub fn fingerprints(&self, mut each: impl FnMut(KeptId, Signature)) -> Result<(), Error> {
        self.ask(|conn| {
            let mut query = conn.prepare_cached("SELECT article, packed FROM fingerprint ORDER BY article")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                // A damaged one is as good as none: the article stands alone.
                if let Some(signature) = row.get_ref(1)?.as_blob().ok().and_then(Signature::from_bytes) {
                    each(row.get(0)?, signature);
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

/// Rows of a table, with or without a condition.
pub(super) fn count(conn: &Connection, of: &str) -> rusqlite::Result<u64> {
    let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0))?;
    Ok(rows.cast_unsigned())
}
