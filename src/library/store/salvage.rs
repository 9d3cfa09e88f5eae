//! Everything the user did, as far as it can be read: damage to one table, or to a part of one, costs what lies there and
//! no more.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ErrorCode, Row, ToSql};

use super::identity::{ContentHash, Identity, Origin};
use super::lines::{Item, Kept};
use super::notes::{self, Note};
use super::reading::{self, Reading};
use super::subject::SubjectId;
use super::trail::{self, Followed, Jump, Session, Trail};

/// What could be read.
pub(super) struct Salvaged {
    pub items: Vec<Item>,
    /// What could not, each in one sentence.
    pub lost: Vec<String>,
}

type ByText = BTreeMap<ContentHash, SubjectId>;
type JumpRow = (bool, SubjectId, u32, Option<Followed>);

/// Reads all of it, whatever the derived tables are like.
pub(super) fn salvage(conn: &Connection) -> rusqlite::Result<Salvaged> {
    let mut reader = Reader { conn, lost: Vec::new() };
    let subjects = reader.subjects()?;
    let known: ByText = reader.rows(
        "texts of articles",
        &[
            "SELECT hash, subject FROM known_text",
            "SELECT hash, subject FROM known_text INDEXED BY known_text_by_subject",
        ],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let sql = |order: &str| format!("SELECT subject, {} FROM reading ORDER BY subject {order}", reading::COLUMNS);
    let readings: BTreeMap<SubjectId, Reading> = reader
        .rows("stars, places and what was read", &both(sql), |row| Ok((row.get(0)?, reading::reading(row, 1)?)))?;
    let sql = |order: &str| format!("SELECT subject, tag FROM tag ORDER BY subject {order}, tag {order}");
    let tags: BTreeMap<(SubjectId, String), SubjectId> =
        reader.rows("tags", &both(sql), |row| Ok(((row.get(0)?, row.get(1)?), row.get(0)?)))?;
    let sql = |order: &str| format!("SELECT {}, subject FROM note ORDER BY id {order}", notes::COLUMNS);
    let found: BTreeMap<_, (SubjectId, Note)> = reader.rows("notes", &both(sql), |row| {
        let note = notes::note(row)?;
        Ok((note.id, (row.get(6)?, note)))
    })?;
    let mut articles = Articles { conn, subjects, texts: BTreeMap::new() };
    for (text, subject) in known {
        articles.texts.entry(subject).or_default().push(text);
    }
    let mut items = vec![Item::Start];
    items.extend(kept(&articles, &readings, tags.into_keys().collect(), found.into_values().collect()));
    let trail = reader.trail(&articles)?;
    if trail != Trail::default() {
        items.push(Item::Trail(trail));
    }
    items.extend(reader.session(&articles)?.map(Item::Session));
    Ok(Salvaged { items, lost: reader.lost })
}

/// A question asked from the first row on and from the last one back: damage in between stops both, each at its side.
fn both(sql: impl Fn(&str) -> String) -> [String; 2] {
    [sql("ASC"), sql("DESC")]
}

/// A line for each article with which something was done.
fn kept(
    articles: &Articles,
    readings: &BTreeMap<SubjectId, Reading>,
    tags: BTreeSet<(SubjectId, String)>,
    found: Vec<(SubjectId, Note)>,
) -> Vec<Item> {
    let mut kept: BTreeMap<SubjectId, (Vec<String>, Vec<Note>)> = BTreeMap::new();
    for (&subject, _) in readings.iter().filter(|(_, reading)| **reading != Reading::default()) {
        kept.entry(subject).or_default();
    }
    for (subject, tag) in tags {
        kept.entry(subject).or_default().0.push(tag);
    }
    for (subject, note) in found {
        kept.entry(subject).or_default().1.push(note);
    }
    let item = |(subject, (tags, mut notes)): (SubjectId, (Vec<String>, Vec<Note>))| {
        notes.sort_by_key(|note| (note.passage.as_ref().map(|p| (p.span.start(), p.span.end())), note.id));
        let reading = readings.get(&subject).copied().unwrap_or_default();
        let texts = articles.texts.get(&subject).cloned().unwrap_or_default();
        Item::Article(Kept { article: articles.identity(subject), texts, reading, tags, notes })
    };
    kept.into_iter().map(item).collect()
}

/// By what the articles are known.
struct Articles<'a> {
    conn: &'a Connection,
    subjects: BTreeMap<SubjectId, Identity>,
    texts: BTreeMap<SubjectId, Vec<ContentHash>>,
}

impl Articles<'_> {
    /// As [`subject::identity`](super::subject::identity) has it. Of an article whose place and title are lost, its texts
    /// still tell which it is; its number keeps it apart from others of this kind.
    fn identity(&self, subject: SubjectId) -> Identity {
        let nowhere = || Identity {
            text: ContentHash([0; 16]),
            origin: Origin(Vec::new()),
            ordinal: u32::try_from(subject.0).unwrap_or(u32::MAX),
            alone: false,
            title: String::new(),
        };
        let identity = self.subjects.get(&subject).cloned().unwrap_or_else(nowhere);
        let texts = self.texts.get(&subject).map_or(&[][..], Vec::as_slice);
        let text = texts.iter().find(|text| self.is_kept(text)).or(texts.first()).copied();
        Identity { text: text.unwrap_or(identity.text), ..identity }
    }

    /// True when an article with the text is kept, as far as that can be told.
    fn is_kept(&self, text: &dyn ToSql) -> bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM article WHERE hash = ?1)";
        self.conn.prepare_cached(sql).and_then(|mut kept| kept.query_row([text], |row| row.get(0))).unwrap_or(false)
    }
}

struct Reader<'a> {
    conn: &'a Connection,
    lost: Vec<String>,
}

impl Reader<'_> {
    /// All rows that one of the questions finds; the others are asked only where those before could not be answered to
    /// the end. A row that makes no sense is lost alone.
    fn rows<K: Ord, T>(
        &mut self,
        what: &str,
        questions: &[impl AsRef<str>],
        read: impl Fn(&Row) -> rusqlite::Result<(K, T)>,
    ) -> rusqlite::Result<BTreeMap<K, T>> {
        let mut found = BTreeMap::new();
        let mut fault = None;
        for sql in questions {
            match all(self.conn, sql.as_ref(), &mut found, &read) {
                Ok(()) => return Ok(found),
                Err(error) if is_passing(&error) => return Err(error),
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        if let Some(fault) = fault {
            self.lost.push(format!("some of the {what} cannot be read ({fault})"));
        }
        Ok(found)
    }

    fn subjects(&mut self) -> rusqlite::Result<BTreeMap<SubjectId, Identity>> {
        let sql = |order: &str| format!("SELECT id, origin, ordinal, alone, title FROM subject ORDER BY id {order}");
        self.rows("paths and titles of articles", &both(sql), |row| {
            let (origin, ordinal, alone) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((row.get(0)?, Identity { text: ContentHash([0; 16]), origin, ordinal, alone, title: row.get(4)? }))
        })
    }

    fn trail(&mut self, articles: &Articles) -> rusqlite::Result<Trail> {
        let sql = |order: &str| {
            format!("SELECT position, ahead, subject, place, followed, kind FROM jump ORDER BY position {order}")
        };
        let jumps: BTreeMap<i64, JumpRow> = self.rows("places jumped from", &both(sql), |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, trail::followed(row, 4)?)))
        })?;
        let mut trail = Trail::default();
        for (ahead, subject, place, followed) in jumps.into_values() {
            let jump = Jump { article: articles.identity(subject), place, followed };
            if ahead { trail.ahead.push(jump) } else { trail.behind.push(jump) }
        }
        Ok(trail)
    }

    fn session(&mut self, articles: &Articles) -> rusqlite::Result<Option<Session>> {
        let sql = ["SELECT id, query, filter, followed, kind, place, subject FROM session"];
        let sessions: BTreeMap<i64, Session> = self.rows("queries that were open last", &sql, |row| {
            let article = row.get::<_, Option<SubjectId>>(6)?.map(|subject| articles.identity(subject));
            let (query, filter, place) = (row.get(1)?, row.get(2)?, row.get(5)?);
            Ok((row.get(0)?, Session { query, filter, followed: trail::followed(row, 3)?, article, place }))
        })?;
        Ok(sessions.into_values().next())
    }
}

/// Takes in every row that can be read; fails with the first fault when it is through.
fn all<K: Ord, T>(
    conn: &Connection,
    sql: &str,
    found: &mut BTreeMap<K, T>,
    read: impl Fn(&Row) -> rusqlite::Result<(K, T)>,
) -> rusqlite::Result<()> {
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query([])?;
    let mut fault = None;
    while let Some(row) = rows.next()? {
        match read(row) {
            Ok((key, value)) => drop(found.insert(key, value)),
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    fault.map_or(Ok(()), Err)
}

/// True for what says nothing about the file and may be gone at the next try.
fn is_passing(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}
