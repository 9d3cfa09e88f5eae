//! The places jumped from, and what was open last.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::identity::Identity;
use super::subject::{self, SubjectId};
use super::{Error, Store, codec};
use crate::names::Kind;

/// Somebody who is followed. By name, because entities are found anew in every run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The canonical name when it was followed.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// A place that a jump left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// The article.
    pub article: Identity,
    /// Byte offset in its text.
    pub place: u32,
    /// The one followed there.
    pub followed: Option<Followed>,
}

/// The places jumped from, oldest first, and those gone back from, nearest last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail {
    /// Where going back leads, the last one first.
    pub behind: Vec<Jump>,
    /// Where going forward leads, the last one first.
    pub ahead: Vec<Jump>,
}

/// What was open when the program was left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session {
    /// The keyword query, as typed.
    pub query: String,
    /// The fuzzy filter, as typed.
    pub filter: String,
    /// The one followed.
    pub followed: Option<Followed>,
    /// The article on the screen.
    pub article: Option<Identity>,
    /// Byte offset in its text.
    pub place: u32,
}

impl Store {
    /// The trail as it was kept last.
    ///
    /// # Errors
    /// As the database has it.
    pub fn trail(&self) -> Result<Trail, Error> {
        self.ask(trail)
    }

    /// Keeps a trail in place of the one before, which is returned.
    ///
    /// # Errors
    /// As the database has it.
    pub fn set_trail(&mut self, new: &Trail) -> Result<Trail, Error> {
        self.keep(|tx| {
            let before = trail(tx)?;
            put_trail(tx, new)?;
            Ok(before)
        })
    }

    /// What was open last.
    ///
    /// # Errors
    /// As the database has it.
    pub fn session(&self) -> Result<Option<Session>, Error> {
        self.ask(session)
    }

    /// Keeps what is open, or that nothing is, in place of what was kept before, which is returned.
    ///
    /// # Errors
    /// As the database has it.
    pub fn set_session(&mut self, new: Option<&Session>) -> Result<Option<Session>, Error> {
        self.keep(|tx| {
            let before = session(tx)?;
            match new {
                Some(new) => put_session(tx, new)?,
                None => tx.execute("DELETE FROM session", []).map(|_| ())?,
            }
            Ok(before)
        })
    }
}

pub(super) fn trail(conn: &Connection) -> rusqlite::Result<Trail> {
    let sql = "SELECT ahead, subject, place, followed, kind FROM jump ORDER BY position";
    let mut jumps = conn.prepare_cached(sql)?;
    let mut rows = jumps.query([])?;
    let mut trail = Trail::default();
    while let Some(row) = rows.next()? {
        let article = subject::identity(conn, row.get(1)?)?;
        let jump = Jump { article, place: row.get(2)?, followed: followed(row, 3)? };
        if row.get(0)? { trail.ahead.push(jump) } else { trail.behind.push(jump) }
    }
    Ok(trail)
}

pub(super) fn put_trail(conn: &Connection, trail: &Trail) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM jump", [])?;
    let sql = "INSERT INTO jump (ahead, subject, place, followed, kind) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = conn.prepare_cached(sql)?;
    let behind = trail.behind.iter().map(|jump| (false, jump));
    for (ahead, jump) in behind.chain(trail.ahead.iter().map(|jump| (true, jump))) {
        let (name, kind) = columns(jump.followed.as_ref());
        insert.execute(params![ahead, subject::ensure(conn, &jump.article)?, jump.place, name, kind])?;
    }
    Ok(())
}

pub(super) fn session(conn: &Connection) -> rusqlite::Result<Option<Session>> {
    let sql = "SELECT query, filter, followed, kind, place, subject FROM session";
    let found = conn.prepare_cached(sql)?.query_row([], |row| {
        let session = Session {
            query: row.get(0)?,
            filter: row.get(1)?,
            followed: followed(row, 2)?,
            article: None,
            place: row.get(4)?,
        };
        Ok((session, row.get::<_, Option<SubjectId>>(5)?))
    });
    let Some((mut session, article)) = found.optional()? else { return Ok(None) };
    session.article = article.map(|article| subject::identity(conn, article)).transpose()?;
    Ok(Some(session))
}

pub(super) fn put_session(conn: &Connection, session: &Session) -> rusqlite::Result<()> {
    let article = session.article.as_ref().map(|article| subject::ensure(conn, article)).transpose()?;
    let (name, kind) = columns(session.followed.as_ref());
    let sql = "INSERT OR REPLACE INTO session (id, query, filter, followed, kind, subject, place)
        VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)";
    conn.execute(sql, params![session.query, session.filter, name, kind, article, session.place]).map(|_| ())
}

fn columns(followed: Option<&Followed>) -> (Option<&str>, Option<&str>) {
    followed.map(|followed| (followed.name.as_str(), followed.kind.name())).unzip()
}

/// Who is followed, by the columns of name and kind from `first` on. A kind that is not known follows nobody.
pub(super) fn followed(row: &Row, first: usize) -> rusqlite::Result<Option<Followed>> {
    let name: Option<String> = row.get(first)?;
    Ok(name.zip(codec::kind(row, first + 1)?).map(|(name, kind)| Followed { name, kind }))
}
