//! What was read and starred, where somebody was in a text, and tags.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::identity::{ContentHash, Identity, Moment};
use super::subject::{self, SubjectId};
use super::{Error, Store};

/// Where somebody was in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Byte offset in the text.
    pub at: u32,
    /// The text it is an offset in: not the article's present one when the article was corrected since.
    pub text: ContentHash,
}

/// How far the user has come with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// When it was read.
    pub read_at: Option<Moment>,
    /// When it was starred.
    pub starred_at: Option<Moment>,
    /// Where it is to be opened again.
    pub place: Option<Place>,
}

/// The columns of a [`Reading`].
pub(super) const COLUMNS: &str = "read_at, starred_at, place, place_text";

/// The reading in four columns from `first` on.
pub(super) fn reading(row: &Row, first: usize) -> rusqlite::Result<Reading> {
    let place: (Option<u32>, Option<ContentHash>) = (row.get(first + 2)?, row.get(first + 3)?);
    let place = place.0.zip(place.1).map(|(at, text)| Place { at, text });
    Ok(Reading { read_at: row.get(first)?, starred_at: row.get(first + 1)?, place })
}

impl Store {
    /// True when the user has not done anything with any article.
    ///
    /// # Errors
    /// As the database has it.
    pub fn is_untouched(&self) -> Result<bool, Error> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM subject)";
        self.ask(|conn| conn.prepare_cached(sql)?.query_row([], |row| row.get(0)))
    }

    /// How far the user has come with an article.
    ///
    /// # Errors
    /// As the database has it.
    pub fn reading(&self, article: &Identity) -> Result<Reading, Error> {
        self.ask(|conn| match subject::find(conn, article)? {
            Some(subject) => reading_of(conn, subject),
            None => Ok(Reading::default()),
        })
    }

    /// Sets or clears when articles were read, all of them or none. Returns what was there before, in the same order.
    ///
    /// # Errors
    /// As the database has it.
    pub fn set_read(&mut self, changes: &[(Identity, Option<Moment>)]) -> Result<Vec<Option<Moment>>, Error> {
        self.keep(|tx| changes.iter().map(|(article, at)| Ok(set(tx, article, &["read_at"], &[at])?.read_at)).collect())
    }

    /// Sets or clears when articles were starred, all of them or none. Returns what was there before, in the same order.
    ///
    /// # Errors
    /// As the database has it.
    pub fn set_starred(&mut self, changes: &[(Identity, Option<Moment>)]) -> Result<Vec<Option<Moment>>, Error> {
        self.keep(|tx| {
            changes.iter().map(|(article, at)| Ok(set(tx, article, &["starred_at"], &[at])?.starred_at)).collect()
        })
    }

    /// Sets or clears the place in an article. Returns what was there before.
    ///
    /// # Errors
    /// As the database has it.
    pub fn set_place(&mut self, article: &Identity, place: Option<Place>) -> Result<Option<Place>, Error> {
        let (at, text) = (place.map(|place| place.at), place.map(|place| place.text));
        self.keep(|tx| Ok(set(tx, article, &["place", "place_text"], &[&at, &text])?.place))
    }

    /// Puts a tag on an article or takes it off. Returns whether it was there before. A tag is one word or a few; space
    /// around it does not count, and an empty one is never there.
    ///
    /// # Errors
    /// As the database has it.
    pub fn set_tag(&mut self, article: &Identity, tag: &str, on: bool) -> Result<bool, Error> {
        let tag = tag.trim();
        if tag.is_empty() {
            return Ok(false);
        }
        self.keep(|tx| {
            if on {
                return Ok(!put_tag(tx, subject::ensure(tx, article)?, tag)?);
            }
            let Some(subject) = subject::find(tx, article)? else { return Ok(false) };
            Ok(tx.execute("DELETE FROM tag WHERE subject = ?1 AND tag = ?2", params![subject, tag])? > 0)
        })
    }

    /// The tags of an article, in order of their letters.
    ///
    /// # Errors
    /// As the database has it.
    pub fn tags_of(&self, article: &Identity) -> Result<Vec<String>, Error> {
        self.ask(|conn| match subject::find(conn, article)? {
            Some(subject) => tags_of(conn, subject),
            None => Ok(Vec::new()),
        })
    }
}

/// Sets columns of an article's reading and returns what was there before.
fn set(tx: &Connection, article: &Identity, columns: &[&str], values: &[&dyn ToSql]) -> rusqlite::Result<Reading> {
    let subject = subject::ensure(tx, article)?;
    let before = reading_of(tx, subject)?;
    tx.prepare_cached("INSERT OR IGNORE INTO reading (subject) VALUES (?1)")?.execute([subject])?;
    for (column, value) in columns.iter().zip(values) {
        let sql = format!("UPDATE reading SET {column} = ?2 WHERE subject = ?1");
        tx.prepare_cached(&sql)?.execute(params![subject, value])?;
    }
    Ok(before)
}

pub(super) fn reading_of(conn: &Connection, subject: SubjectId) -> rusqlite::Result<Reading> {
    let sql = format!("SELECT {COLUMNS} FROM reading WHERE subject = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([subject], |row| reading(row, 0)).optional()?;
    Ok(found.unwrap_or_default())
}

pub(super) fn tags_of(conn: &Connection, subject: SubjectId) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT tag FROM tag WHERE subject = ?1 ORDER BY tag";
    conn.prepare_cached(sql)?.query_map([subject], |row| row.get(0))?.collect()
}

/// True when the tag is new there.
pub(super) fn put_tag(conn: &Connection, subject: SubjectId, tag: &str) -> rusqlite::Result<bool> {
    let sql = "INSERT OR IGNORE INTO tag (subject, tag) VALUES (?1, ?2)";
    Ok(conn.prepare_cached(sql)?.execute(params![subject, tag])? > 0)
}
