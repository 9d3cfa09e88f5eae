//! Looking after the file: what is in it, whether it is whole, making it smaller, forgetting.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, params};

use super::ask::count;
use super::batch::drop_articles;
use super::identity::Origin;
use super::schema::{DERIVED, DERIVED_TABLES, USERS};
use super::{Error, Store, listing, migrate, open, subject};
use crate::text::count::counted;
use crate::text::safe;

/// What is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// The file.
    pub path: PathBuf,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the log beside it, which are written into it by and by.
    pub log_bytes: u64,
    /// Bytes in the file that hold nothing; [`Store::compact`] gives them back.
    pub free_bytes: u64,
    /// The version of the tables.
    pub format: u32,
    /// The version of the database.
    pub sqlite: &'static str,
    /// Every table with its rows: what the machine derived, then what the user did.
    pub rows: Vec<(&'static str, u64)>,
}

/// What [`Store::check`] found and did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What was wrong, each in one sentence.
    pub problems: Vec<String>,
    /// What was done about it, each in one sentence.
    pub repairs: Vec<String>,
    /// False when damage is left that cannot be repaired: export what can be read, and start a new library.
    pub sound: bool,
}

impl Checked {
    fn repaired(&mut self, problem: String, repair: &str) {
        self.problems.push(problem);
        self.repairs.push(repair.to_owned());
    }
}

impl Store {
    /// What is in the file.
    ///
    /// # Errors
    /// As the database has it.
    pub fn info(&self) -> Result<Info, Error> {
        let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        let pragma = |conn: &Connection, name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        self.ask(|conn| {
            let tables = DERIVED.into_iter().rev().filter(|table| *table != "fulltext").chain(USERS);
            Ok(Info {
                path: self.path.clone(),
                bytes: size(&self.path),
                log_bytes: size(&open::log_of(&self.path)),
                free_bytes: (pragma(conn, "freelist_count")? * pragma(conn, "page_size")?).cast_unsigned(),
                format: migrate::version(conn)?,
                sqlite: rusqlite::version(),
                rows: tables.map(|table| Ok((table, count(conn, table)?))).collect::<rusqlite::Result<_>>()?,
            })
        })
    }

    /// Checks the whole file, which takes a while, and repairs what can be made again: indexes, and what the machine
    /// derived. What the user did is never removed.
    ///
    /// # Errors
    /// When the file cannot be written, or is held by another. Damage is no error but what is reported.
    pub fn check(&mut self) -> Result<Checked, Error> {
        self.writable()?;
        let mut report = Checked { sound: true, ..Checked::default() };
        report.problems = self.integrity()?;
        if !report.problems.is_empty() {
            // Before anything is changed: what is the user's is only to be had from the file as it is.
            if let Some(unreadable) = self.unreadable() {
                report.problems.push(unreadable);
                report.sound = false;
                return Ok(report);
            }
            if self.conn.execute_batch("REINDEX").is_ok() && self.integrity()?.is_empty() {
                report.repairs.push("made the indexes again".to_owned());
            } else {
                self.derive_anew(&mut report)?;
            }
        }
        let whole = self.conn.execute("INSERT INTO fulltext (fulltext) VALUES ('integrity-check')", []);
        if unless_passing(whole.map_err(|error| self.fault(error)))?.is_err() {
            report.problems.push("the full-text index is damaged".to_owned());
            self.derive_anew(&mut report)?;
        }
        self.change(|tx| {
            orphans(tx, &mut report)?;
            unindexed(tx, &mut report)?;
            listing::grow_older(tx)
        })?;
        Ok(report)
    }

    /// Drops what was derived; where the damage does not even let go of that, a new file takes the place of this one.
    fn derive_anew(&mut self, report: &mut Checked) -> Result<(), Error> {
        let dropped = unless_passing(self.drop_derived())?.is_ok() && self.integrity()?.is_empty();
        if !dropped {
            let damaged = self.rebuild()?;
            let damaged = safe::line(&damaged.to_string_lossy()).into_owned();
            report
                .repairs
                .push(format!("made a new library with all that is yours; the damaged file is now {damaged}"));
        }
        report.repairs.push("dropped what was derived from the articles; they are to be read anew".to_owned());
        Ok(())
    }

    /// What the database finds wrong, at most twenty things.
    fn integrity(&self) -> Result<Vec<String>, Error> {
        let look = || {
            let mut check = self.conn.prepare("PRAGMA integrity_check (20)")?;
            check.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
        };
        let mut found = look().or_else(|error| {
            let said = error.to_string();
            unless_passing(Err(self.fault(error))).map(|_: Result<(), Error>| vec![said])
        })?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// Throws away what the machine derived. What the user did stays as it is.
    ///
    /// # Errors
    /// As the database has it.
    pub fn drop_derived(&mut self) -> Result<(), Error> {
        // With them on, dropping a damaged table would read all of it.
        self.foreign_keys(false)?;
        let done = self.change(|tx| {
            let numbers: Vec<(String, i64)> = tx
                .prepare("SELECT name, seq FROM sqlite_sequence WHERE name IN ('source', 'article')")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for table in DERIVED {
                tx.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
            }
            tx.execute_batch(DERIVED_TABLES)?;
            for (name, last) in numbers {
                tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", params![name, last])?;
            }
            Ok(())
        });
        self.foreign_keys(true)?;
        done
    }

    fn foreign_keys(&self, on: bool) -> Result<(), Error> {
        self.conn.pragma_update(None, "foreign_keys", on).map_err(|error| self.fault(error))
    }

    /// Forgets what was derived from the file at `path`, or from all files below it when it is a folder. Returns how many
    /// sources were forgotten. What the user did with their articles stays.
    ///
    /// # Errors
    /// As the database has it.
    pub fn forget(&mut self, path: &Path) -> Result<usize, Error> {
        self.forget_all(&[Origin::file(path)])
    }

    /// The same for several files or folders at once, such as those that are gone from the disk.
    ///
    /// # Errors
    /// As the database has it.
    pub fn forget_all(&mut self, origins: &[Origin]) -> Result<usize, Error> {
        self.change(|tx| {
            let mut forgotten = 0;
            for origin in origins {
                let (start, end) = origin.range();
                // The file itself, which is nothing but the first thing behind its own path, and what lies below.
                let itself = (origin.0.clone(), [origin.0.as_slice(), &[0]].concat());
                for (start, end) in [itself, (start, end)] {
                    forgotten += forget(tx, &start, &end)?;
                    subject::leave(tx, &start, &end)?;
                }
            }
            listing::grow_older(tx)?;
            Ok(forgotten)
        })
    }

    /// Makes the file as small as it can be and its index as fast: takes a while, and needs as much room again on the
    /// disk. Returns the bytes before and after.
    ///
    /// # Errors
    /// As the database has it; when another instance is reading, [`Error::Locked`].
    pub fn compact(&mut self) -> Result<(u64, u64), Error> {
        let before = self.info()?;
        self.change(|tx| {
            tx.execute_batch("INSERT INTO fulltext (fulltext) VALUES ('optimize')")?;
            let used = ["reading WHERE read_at OR starred_at OR place IS NOT NULL", "tag", "note", "jump", "session"];
            let used = used.map(|table| format!("SELECT subject FROM {table}")).join(" UNION ");
            tx.execute(&format!("DELETE FROM subject WHERE id NOT IN (SELECT subject FROM ({used}) WHERE subject)"), [])
        })?;
        let shrink = "VACUUM; PRAGMA wal_checkpoint (TRUNCATE)";
        self.conn.execute_batch(shrink).map_err(|error| self.fault(error))?;
        let after = self.info()?;
        Ok((before.bytes + before.log_bytes, after.bytes + after.log_bytes))
    }
}

/// Fails with what says nothing about the file and may be gone at the next try: a check must not take it for damage.
fn unless_passing<T>(result: Result<T, Error>) -> Result<Result<T, Error>, Error> {
    match result {
        Err(error @ (Error::Locked { .. } | Error::Full { .. } | Error::ReadOnly { .. })) => Err(error),
        other => Ok(other),
    }
}

fn forget(tx: &Transaction, start: &[u8], end: &[u8]) -> rusqlite::Result<usize> {
    let mut below = tx.prepare_cached("SELECT id FROM source WHERE origin >= ?1 AND origin < ?2")?;
    let ids: Vec<super::SourceId> =
        below.query_map([start, end], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for &id in &ids {
        drop_articles(tx, id)?;
        tx.prepare_cached("DELETE FROM source WHERE id = ?1")?.execute([id])?;
    }
    Ok(ids.len())
}

/// Rows whose row above is gone. Derived ones go too; the user's get an empty one above them again.
fn orphans(tx: &Transaction, report: &mut Checked) -> rusqlite::Result<()> {
    let derived = [("article", "source", "a source"), ("names", "article", "an article")];
    for (table, above, lacking) in derived {
        let sql = format!("DELETE FROM {table} WHERE {above} NOT IN (SELECT id FROM {above})");
        match tx.execute(&sql, [])? {
            0 => {}
            rows => report.repaired(
                format!("{} of {table} without {lacking}", counted(rows, "row")),
                "removed what belonged to nothing",
            ),
        }
    }
    let used = USERS[1..].iter().map(|table| format!("SELECT subject FROM {table}"));
    let used = used.collect::<Vec<_>>().join(" UNION ");
    let sql = format!(
        "INSERT INTO subject (id, origin, ordinal, alone, title) SELECT subject, x'', 0, 0, '' FROM ({used})
         WHERE subject NOT NULL AND subject NOT IN (SELECT id FROM subject)"
    );
    match tx.execute(&sql, [])? {
        0 => {}
        rows => report.repaired(
            format!("the user's data belongs to {}", counted(rows, "missing article")),
            "kept it for articles without a place",
        ),
    }
    Ok(())
}

/// Articles and index against each other. The texts are not here, so that what is missing from the index makes its source
/// one to be read anew.
fn unindexed(tx: &Transaction, report: &mut Checked) -> rusqlite::Result<()> {
    let extra = "DELETE FROM fulltext WHERE rowid IN
        (SELECT id FROM fulltext_docsize WHERE id NOT IN (SELECT id FROM article))";
    match tx.execute(extra, [])? {
        0 => {}
        rows => report.repaired(
            format!("{} in the index without an article", counted(rows, "text")),
            "removed what belonged to nothing",
        ),
    }
    let missing = "UPDATE source SET reader = 0, size = -1 WHERE id IN
        (SELECT source FROM article WHERE id NOT IN (SELECT id FROM fulltext_docsize))";
    match tx.execute(missing, [])? {
        0 => {}
        rows => report.repaired(
            format!("articles of {} are not in the full-text index", counted(rows, "source")),
            "marked their sources as changed, to be read anew",
        ),
    }
    Ok(())
}
