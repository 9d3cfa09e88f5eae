//! What the user did with everything that is kept, in one question.
//!
//! The same answer as asking for each article by its [`Identity`](super::Identity), by walks over the indexes instead of
//! a search in them for each: first by the texts, then by the places of those articles whose text is not known.

use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, params};

use super::identity::{ContentHash, KeptId, Origin, SourceId};
use super::reading::{self, Place, Reading};
use super::subject::{self, SubjectId};
use super::{Error, Store, codec};
use crate::library::Source;
use crate::text::fold::fold;

/// What the user did with a kept article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMarks {
    /// The article.
    pub id: KeptId,
    /// It was read.
    pub read: bool,
    /// It was starred.
    pub starred: bool,
    /// There is a note on it.
    pub noted: bool,
    /// Its tags, in order of their letters.
    pub tags: Vec<String>,
    /// Where it is to be opened again.
    pub place: Option<Place>,
}

/// What the user did with what hangs on one subject.
#[derive(Default)]
struct Done {
    read: bool,
    starred: bool,
    noted: bool,
    tags: Vec<String>,
    place: Option<Place>,
}

/// Articles with what the user's data on them hangs on.
type Known = Vec<(KeptId, SubjectId)>;

/// A place that subjects were last seen at, with those subjects, the newest last.
type Places = HashMap<(SourceId, u32), Vec<SubjectId>>;

impl Store {
    /// What the user did with each kept article, for those with which anything was done, in the order of their numbers.
    ///
    /// # Errors
    /// As the database has it.
    pub fn marks(&self) -> Result<Vec<KeptMarks>, Error> {
        self.ask(|conn| {
            let done = all_done(conn)?;
            if done.is_empty() {
                return Ok(Vec::new());
            }
            let (mut found, unknown) = by_text(conn)?;
            if !unknown.is_empty() {
                found.extend(by_place(conn, &unknown)?);
            }
            found.sort_unstable();
            let marks = |(id, subject): (KeptId, SubjectId)| {
                let &Done { read, starred, noted, ref tags, place } = done.get(&subject)?;
                Some(KeptMarks { id, read, starred, noted, tags: tags.clone(), place })
            };
            Ok(found.into_iter().filter_map(marks).collect())
        })
    }
}

/// Every subject with which anything was done.
fn all_done(conn: &Connection) -> rusqlite::Result<HashMap<SubjectId, Done>> {
    let mut done: HashMap<SubjectId, Done> = HashMap::new();
    let sql = "SELECT subject, read_at, starred_at, place, place_text FROM reading
        WHERE read_at NOT NULL OR starred_at NOT NULL OR place NOT NULL";
    let mut readings = conn.prepare_cached(sql)?;
    let mut rows = readings.query([])?;
    while let Some(row) = rows.next()? {
        let Reading { read_at, starred_at, place } = reading::reading(row, 1)?;
        let (read, starred) = (read_at.is_some(), starred_at.is_some());
        done.insert(row.get(0)?, Done { read, starred, place, ..Done::default() });
    }
    let mut notes = conn.prepare_cached("SELECT DISTINCT subject FROM note")?;
    let mut rows = notes.query([])?;
    while let Some(row) = rows.next()? {
        done.entry(row.get(0)?).or_default().noted = true;
    }
    let mut tags = conn.prepare_cached("SELECT subject, tag FROM tag ORDER BY subject, tag")?;
    let mut rows = tags.query([])?;
    while let Some(row) = rows.next()? {
        done.entry(row.get(0)?).or_default().tags.push(row.get(1)?);
    }
    Ok(done)
}

/// The kept articles whose text is known, with their subjects, and those whose text is not, in the order of their numbers.
fn by_text(conn: &Connection) -> rusqlite::Result<(Known, Vec<KeptId>)> {
    // Both in the order of an index that holds all that is asked for.
    let mut known = conn.prepare_cached("SELECT hash, subject FROM known_text ORDER BY hash")?;
    let mut known = known.query_map([], |row| Ok((row.get::<_, ContentHash>(0)?, row.get::<_, SubjectId>(1)?)))?;
    let mut articles = conn.prepare_cached("SELECT hash, id FROM article ORDER BY hash")?;
    let mut rows = articles.query([])?;
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    let mut next = known.next().transpose()?;
    while let Some(row) = rows.next()? {
        let (text, id): (ContentHash, KeptId) = (row.get(0)?, row.get(1)?);
        while next.is_some_and(|(hash, _)| hash < text) {
            next = known.next().transpose()?;
        }
        match next {
            Some((hash, subject)) if hash == text => found.push((id, subject)),
            _ => unknown.push(id),
        }
    }
    unknown.sort_unstable();
    Ok((found, unknown))
}

/// Those of the articles whose text is not known that are known by their place, with their subjects.
fn by_place(conn: &Connection, unknown: &[KeptId]) -> rusqlite::Result<Known> {
    let places = places(conn)?;
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut articles = conn.prepare_cached("SELECT source, ordinal, id FROM article ORDER BY source, ordinal")?;
    let mut rows = articles.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (source, ordinal, id) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let subjects = places.get(&(source, ordinal)).filter(|_| unknown.binary_search(&id).is_ok());
        if let Some(subjects) = subjects {
            found.extend(fitting(conn, source, id, subjects)?.map(|subject| (id, subject)));
        }
    }
    Ok(found)
}

/// The places in kept sources at which subjects were last seen.
fn places(conn: &Connection) -> rusqlite::Result<Places> {
    let mut sources = conn.prepare_cached("SELECT origin, id FROM source ORDER BY origin")?;
    let mut sources = sources.query([])?;
    let mut subjects = conn.prepare_cached("SELECT origin, ordinal, id FROM subject ORDER BY origin, ordinal, id")?;
    let mut subjects = subjects.query([])?;
    let mut places = Places::new();
    let pipe = Origin::of(&Source::Stdin);
    let mut source = sources.next()?;
    while let Some(subject) = subjects.next()? {
        let origin = codec::blob(subject, 0)?;
        while let Some(row) = source
            && codec::blob(row, 0)? < origin
        {
            source = sources.next()?;
        }
        let Some(row) = source else { break };
        if codec::blob(row, 0)? == origin && origin != pipe.0 {
            places.entry((row.get(1)?, subject.get(1)?)).or_default().push(subject.get(2)?);
        }
    }
    Ok(places)
}

/// Which of the subjects last seen at the place of an article it is, by the rule for a text that is not known.
fn fitting(
    conn: &Connection,
    source: SourceId,
    article: KeptId,
    subjects: &[SubjectId],
) -> rusqlite::Result<Option<SubjectId>> {
    let sql = "SELECT title, (SELECT count(*) = 1 FROM article WHERE source = ?2) FROM article WHERE id = ?1";
    let (title, alone): (String, bool) =
        conn.prepare_cached(sql)?.query_row(params![article, source], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let title = fold(&title);
    for &subject in subjects.iter().rev() {
        let known = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
        let sql = "SELECT alone, title FROM subject WHERE id = ?1";
        let (known_alone, known_title): (bool, String) = conn.prepare_cached(sql)?.query_row([subject], known)?;
        if subject::is_same(known_alone && alone, &known_title, &title) {
            return Ok(Some(subject));
        }
    }
    Ok(None)
}
