//! What the user's data hangs on: an article under every text it has had, and where it was last seen.

use rusqlite::{Connection, OptionalExtension, params};

use super::batch::ArticleDraft;
use super::identity::{ContentHash, Identity, Origin};
use crate::text::fold::fold;

/// A row of `subject`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SubjectId(pub i64);

/// The subject of an article, by its text or else by its place.
pub(super) fn find(conn: &Connection, article: &Identity) -> rusqlite::Result<Option<SubjectId>> {
    match by_text(conn, article.text)? {
        Some(subject) => Ok(Some(subject)),
        None => by_place(conn, article),
    }
}

/// The subject of an article, made when it is new. Its present text is known from now on.
pub(super) fn ensure(conn: &Connection, article: &Identity) -> rusqlite::Result<SubjectId> {
    if let Some(subject) = by_text(conn, article.text)? {
        return Ok(subject);
    }
    let subject = if let Some(subject) = by_place(conn, article)? {
        put_place(conn, subject, article)?;
        subject
    } else {
        let sql = "INSERT INTO subject (origin, ordinal, alone, title) VALUES (?1, ?2, ?3, ?4)";
        let Identity { origin, ordinal, alone, title, .. } = article;
        conn.prepare_cached(sql)?.execute(params![origin, ordinal, alone, title])?;
        SubjectId(conn.last_insert_rowid())
    };
    know(conn, subject, article.text)?;
    Ok(subject)
}

fn by_text(conn: &Connection, text: ContentHash) -> rusqlite::Result<Option<SubjectId>> {
    let sql = "SELECT subject FROM known_text WHERE hash = ?1";
    conn.prepare_cached(sql)?.query_row([text], |row| row.get(0)).optional()
}

/// The rule of [`Identity`] for a text that is not known.
fn by_place(conn: &Connection, article: &Identity) -> rusqlite::Result<Option<SubjectId>> {
    if article.origin == Origin::of(&crate::library::Source::Stdin) {
        // What comes through a pipe has nothing to do with what came through it before.
        return Ok(None);
    }
    let title = fold(&article.title);
    let sql = "SELECT id, alone, title FROM subject WHERE origin = ?1 AND ordinal = ?2 ORDER BY id DESC";
    let mut places = conn.prepare_cached(sql)?;
    let mut rows = places.query(params![article.origin, article.ordinal])?;
    while let Some(row) = rows.next()? {
        let (alone, known): (bool, String) = (row.get(1)?, row.get(2)?);
        if is_same(alone && article.alone, &known, &title) {
            return row.get(0).map(Some);
        }
    }
    Ok(None)
}

/// True when an article whose text is not known is the one last seen at its place: when that one was `alone` in its source
/// as this one is, or when it has the same title, which is given folded.
pub(super) fn is_same(alone: bool, known: &str, folded: &str) -> bool {
    alone || fold(known) == folded
}

pub(super) fn know(conn: &Connection, subject: SubjectId, text: ContentHash) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO known_text (hash, subject) VALUES (?1, ?2)";
    conn.prepare_cached(sql)?.execute(params![text, subject]).map(|_| ())
}

fn put_place(conn: &Connection, subject: SubjectId, article: &Identity) -> rusqlite::Result<()> {
    let sql = "UPDATE subject SET origin = ?2, ordinal = ?3, alone = ?4, title = ?5 WHERE id = ?1";
    let Identity { origin, ordinal, alone, title, .. } = article;
    conn.prepare_cached(sql)?.execute(params![subject, origin, ordinal, alone, title]).map(|_| ())
}

/// The articles of a source were just kept: subjects among them move to where they are now, and those whose text is gone
/// from its place take the new text there for their own.
pub(super) fn carry_over(conn: &Connection, origin: &Origin, drafts: &[ArticleDraft]) -> rusqlite::Result<()> {
    let identity = |(ordinal, draft): (u32, &ArticleDraft)| Identity {
        text: draft.text,
        origin: origin.clone(),
        ordinal,
        alone: drafts.len() == 1,
        title: draft.title.clone(),
    };
    let mut unknown = Vec::new();
    for article in (0..).zip(drafts).map(identity) {
        match by_text(conn, article.text)? {
            Some(subject) if !stands(conn, subject)? => put_place(conn, subject, &article)?,
            Some(_) => {}
            None => unknown.push(article),
        }
    }
    for article in unknown {
        if let Some(subject) = by_place(conn, &article)? {
            know(conn, subject, article.text)?;
            put_place(conn, subject, &article)?;
        }
    }
    Ok(())
}

/// True when a text of the subject is kept where the subject was last seen: then another article with the same text is a
/// copy, not the place it moved to.
fn stands(conn: &Connection, subject: SubjectId) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (
        SELECT 1 FROM subject
        JOIN source ON source.origin = subject.origin
        JOIN article ON article.source = source.id AND article.ordinal = subject.ordinal
        JOIN known_text ON known_text.hash = article.hash AND known_text.subject = subject.id
        WHERE subject.id = ?1)";
    conn.prepare_cached(sql)?.query_row([subject], |row| row.get(0))
}

/// Sources from `start` up to `end` are not kept any more: subjects that were last seen there and whose text is kept
/// elsewhere are seen there from now on, so that the next text at the old place is nobody's new version.
pub(super) fn leave(conn: &Connection, start: &[u8], end: &[u8]) -> rusqlite::Result<()> {
    let sql = "UPDATE subject SET (origin, ordinal, alone) = (now.origin, now.ordinal, now.alone)
        FROM (SELECT known_text.subject, source.origin, article.ordinal,
                     (SELECT count(*) = 1 FROM article AS one WHERE one.source = source.id) AS alone
              FROM subject AS old
              JOIN known_text ON known_text.subject = old.id
              JOIN article ON article.hash = known_text.hash
              JOIN source ON source.id = article.source
              WHERE old.origin >= ?1 AND old.origin < ?2) AS now
        WHERE subject.id = now.subject";
    conn.execute(sql, params![start, end]).map(|_| ())
}

/// By what a subject's article is known: its text as it is kept now, else one that it had.
pub(super) fn identity(conn: &Connection, subject: SubjectId) -> rusqlite::Result<Identity> {
    let sql = "SELECT coalesce(known_text.hash, zeroblob(16)), origin, ordinal, alone, title
        FROM subject LEFT JOIN known_text ON known_text.subject = subject.id WHERE subject.id = ?1
        ORDER BY EXISTS (SELECT 1 FROM article WHERE article.hash = known_text.hash) DESC LIMIT 1";
    conn.prepare_cached(sql)?.query_row([subject], |row| {
        let (text, origin, ordinal) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Identity { text, origin, ordinal, alone: row.get(3)?, title: row.get(4)? })
    })
}
