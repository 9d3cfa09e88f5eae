//! Notes on an article or on a passage of it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::identity::{Identity, Moment};
use super::subject::{self, SubjectId};
use super::{Error, Passage, Store};
use crate::document::Span;

/// A note's number; never given out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub i64);

/// What the user wrote on an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: NoteId,
    /// What it is on; the whole article where there is none.
    pub passage: Option<Passage>,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub written_at: Moment,
}

impl Store {
    /// Writes a note on an article.
    ///
    /// # Errors
    /// As the database has it.
    pub fn add_note(
        &mut self,
        article: &Identity,
        passage: Option<&Passage>,
        text: &str,
        at: Moment,
    ) -> Result<NoteId, Error> {
        self.keep(|tx| put(tx, subject::ensure(tx, article)?, None, passage, text, at))
    }

    /// The notes on an article: those on all of it, then in the order of their passages.
    ///
    /// # Errors
    /// As the database has it.
    pub fn notes_on(&self, article: &Identity) -> Result<Vec<Note>, Error> {
        self.ask(|conn| match subject::find(conn, article)? {
            Some(subject) => notes_on(conn, subject),
            None => Ok(Vec::new()),
        })
    }

    /// Changes what a note says. Returns what it said before; `None` when there is no such note.
    ///
    /// # Errors
    /// As the database has it.
    pub fn change_note(&mut self, id: NoteId, text: &str) -> Result<Option<String>, Error> {
        self.keep(|tx| {
            let before = tx.query_row("SELECT text FROM note WHERE id = ?1", [id], |row| row.get(0)).optional()?;
            tx.execute("UPDATE note SET text = ?2 WHERE id = ?1", params![id, text])?;
            Ok(before)
        })
    }

    /// Removes a note. Returns it; `None` when there is no such note.
    ///
    /// # Errors
    /// As the database has it.
    pub fn remove_note(&mut self, id: NoteId) -> Result<Option<Note>, Error> {
        self.keep(|tx| {
            let sql = format!("DELETE FROM note WHERE id = ?1 RETURNING {COLUMNS}");
            tx.prepare(&sql)?.query_row([id], note).optional()
        })
    }
}

/// The columns of a [`Note`].
pub(super) const COLUMNS: &str = "id, start, end, quoted, text, written_at";

pub(super) fn note(row: &Row) -> rusqlite::Result<Note> {
    let (start, end): (Option<u32>, Option<u32>) = (row.get(1)?, row.get(2)?);
    // A span that ends before it starts can only come from a damaged file; the words still find the passage.
    let span = |(start, end): (u32, u32)| Span::new(start as usize, end.max(start) as usize);
    let passage = start.zip(end).map(span).zip(row.get(3)?).map(|(span, quoted)| Passage { span, quoted });
    Ok(Note { id: row.get(0)?, passage, text: row.get(4)?, written_at: row.get(5)? })
}

pub(super) fn notes_on(conn: &Connection, subject: SubjectId) -> rusqlite::Result<Vec<Note>> {
    let sql = format!("SELECT {COLUMNS} FROM note WHERE subject = ?1 ORDER BY start, end, id");
    conn.prepare_cached(&sql)?.query_map([subject], note)?.collect()
}

pub(super) fn put(
    conn: &Connection,
    subject: SubjectId,
    id: Option<NoteId>,
    passage: Option<&Passage>,
    text: &str,
    at: Moment,
) -> rusqlite::Result<NoteId> {
    let (start, end) = passage.map(|p| (p.span.start(), p.span.end())).unzip();
    let number = |byte: Option<usize>| byte.and_then(|byte| u32::try_from(byte).ok());
    let sql = "INSERT OR REPLACE INTO note (id, subject, start, end, quoted, text, written_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id";
    let quoted = passage.map(|p| &p.quoted);
    conn.prepare_cached(sql)?
        .query_row(params![id, subject, number(start), number(end), quoted, text, at], |row| row.get(0))
}
