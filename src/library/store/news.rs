//! What is new: when texts came in, and up to where somebody has seen a pile.
//!
//! Both are numbers of articles, which are given out once and only grow. A text has the number under which it was first
//! kept, also when it moves, is copied, comes back or is derived anew.

use rusqlite::{Connection, OptionalExtension, params};

use super::identity::{ContentHash, KeptId, Origin};
use super::{Error, Store, listing};

impl Store {
    /// The highest number that an article had as the last visit of these roots ended; `None` when there was none.
    ///
    /// # Errors
    /// As the database has it.
    pub fn seen(&self, roots: &[Origin]) -> Result<Option<KeptId>, Error> {
        let sql = "SELECT seen FROM visit WHERE roots = ?1";
        self.ask(|conn| conn.prepare_cached(sql)?.query_row([listing::key(roots)], |row| row.get(0)).optional())
    }

    /// A visit of these roots ends: what was kept until now is not new at the next one. False, and nothing is changed, when
    /// one of these texts is not kept: it would be new though it was seen.
    ///
    /// # Errors
    /// As the database has it.
    pub fn end_visit(&mut self, roots: &[Origin], texts: &[ContentHash]) -> Result<bool, Error> {
        let sql = "INSERT OR REPLACE INTO visit (roots, seen)
            VALUES (?1, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'article'), 0))";
        self.change(|tx| {
            for &text in texts {
                if arrived(tx, text)?.is_none() {
                    return Ok(false);
                }
            }
            tx.prepare_cached(sql)?.execute([listing::key(roots)])?;
            Ok(true)
        })
    }

    /// The number under which a text was first kept; `None` for one that never was.
    ///
    /// # Errors
    /// As the database has it.
    pub fn arrived(&self, text: ContentHash) -> Result<Option<KeptId>, Error> {
        self.ask(|conn| arrived(conn, text))
    }
}

pub(super) fn arrived(conn: &Connection, text: ContentHash) -> rusqlite::Result<Option<KeptId>> {
    let sql = "SELECT min(arrived) FROM
        (SELECT arrived FROM article WHERE hash = ?1 UNION ALL SELECT arrived FROM arrival WHERE text = ?1)";
    conn.prepare_cached(sql)?.query_row(params![text], |row| row.get(0))
}
