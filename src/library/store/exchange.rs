//! The user's own data out of the library and into another, as JSON Lines: a line that says what it is, then a line for
//! each article, one for the trail and one for the session.

use std::io::{BufRead, Write};

use rusqlite::{Connection, params};

use super::lines::{Item, Kept, Line, VERSION};
use super::reading::{self, Reading};
use super::salvage::{Salvaged, salvage};
use super::subject::{self, SubjectId};
use super::trail::{self, Trail};
use super::{Error, Store, notes};
use crate::text::json;

/// What an import took in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Articles about which it said something.
    pub articles: usize,
    /// Notes that were not there yet.
    pub notes: usize,
}

impl Store {
    /// Writes everything the user did, harmless on a terminal: the name of a file may hold anything. What a damaged file
    /// does not give back is left out, and returned, each in one sentence.
    ///
    /// # Errors
    /// As the database or the writer has it.
    pub fn export_user(&self, mut writer: impl Write) -> Result<Vec<String>, Error> {
        // Only read, and not committed: the database refuses that once it has met damage.
        let asked = self.conn.unchecked_transaction().and_then(|tx| salvage(&tx));
        let Salvaged { items, lost } = asked.map_err(|error| self.fault(error))?;
        for item in items {
            json::write_line(&mut writer, &Line::from(item))?;
        }
        writer.flush()?;
        Ok(lost)
    }

    /// Takes in what [`Store::export_user`] wrote, all of it or nothing. What is here already stays: an article that is
    /// read, starred or has a place keeps its own, tags and notes are added, a trail or a session is taken where there is
    /// none. Importing twice changes nothing.
    ///
    /// # Errors
    /// Names the first line that cannot be read; else as the database has it.
    pub fn import_user(&mut self, reader: impl BufRead) -> Result<Imported, Error> {
        let mut items = Vec::new();
        for (line, text) in (1..).zip(reader.lines()) {
            let text = text?;
            if !text.trim().is_empty() {
                items.push(item(&text, items.is_empty()).map_err(|message| Error::Import { line, message })?);
            }
        }
        self.keep(|tx| {
            let mut imported = Imported::default();
            for item in &items {
                take(tx, item, &mut imported)?;
            }
            Ok(imported)
        })
    }
}

/// Reads one line. The first must say that it is ours.
fn item(text: &str, first: bool) -> Result<Item, String> {
    let line: Line = serde_json::from_str(text).map_err(|error| said(&error))?;
    match line {
        Line::Kiosque { version } if version != VERSION => {
            Err(format!("it is of version {version}, this program reads {VERSION}"))
        }
        Line::Kiosque { .. } => Ok(Item::Start),
        _ if first => Err("it does not start as an export of Kiosque".to_owned()),
        line => line.try_into().map_err(str::to_owned),
    }
}

/// What is wrong with the JSON. The only line it knows is always the first one.
fn said(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

fn take(tx: &Connection, item: &Item, imported: &mut Imported) -> rusqlite::Result<()> {
    match item {
        Item::Article(kept) => {
            imported.articles += 1;
            imported.notes += take_article(tx, kept)?;
            Ok(())
        }
        Item::Trail(new) if trail::trail(tx)? == Trail::default() => trail::put_trail(tx, new),
        Item::Session(new) if trail::session(tx)?.is_none() => trail::put_session(tx, new),
        Item::Start | Item::Trail(_) | Item::Session(_) => Ok(()),
    }
}

/// Returns how many notes were new.
fn take_article(tx: &Connection, new: &Kept) -> rusqlite::Result<usize> {
    let subject = subject::ensure(tx, &new.article)?;
    for &text in &new.texts {
        subject::know(tx, subject, text)?;
    }
    put_reading(tx, subject, &new.reading)?;
    for tag in &new.tags {
        reading::put_tag(tx, subject, tag)?;
    }
    let mut known = notes::notes_on(tx, subject)?;
    let before = known.len();
    for note in &new.notes {
        if !known.iter().any(|old| old.text == note.text && old.passage == note.passage) {
            notes::put(tx, subject, None, note.passage.as_ref(), &note.text, note.written_at)?;
            known.push(note.clone());
        }
    }
    Ok(known.len() - before)
}

/// Fills in what is not set yet.
fn put_reading(tx: &Connection, subject: SubjectId, new: &Reading) -> rusqlite::Result<()> {
    let own = reading::reading_of(tx, subject)?;
    let place = own.place.or(new.place);
    let (at, text) = (place.map(|place| place.at), place.map(|place| place.text));
    let (read_at, starred_at) = (own.read_at.or(new.read_at), own.starred_at.or(new.starred_at));
    let sql =
        "INSERT OR REPLACE INTO reading (subject, read_at, starred_at, place, place_text) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.prepare_cached(sql)?.execute(params![subject, read_at, starred_at, at, text]).map(|_| ())
}
