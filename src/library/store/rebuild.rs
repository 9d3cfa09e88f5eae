//! A new file with what is the user's, in the place of one that cannot be repaired. The damaged one is kept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::schema::USERS;
use super::{Error, Store, open};

impl Store {
    /// What of the user's cannot be read, in one sentence; `None` when all of it can.
    pub(super) fn unreadable(&self) -> Option<String> {
        let damaged = |table: &'static str| Some((table, read_all(&self.conn, table, |_| Ok(())).err()?));
        let (table, error) = USERS.into_iter().find_map(damaged)?;
        Some(format!("what is yours cannot all be read: {error} in the table {table}"))
    }

    /// Makes a new file with all that is the user's and puts it in the place of this one. Returns where the damaged file is
    /// now.
    ///
    /// # Errors
    /// As the databases and the disk have it, or when another instance has the file open. The file stays as it is then.
    pub(super) fn rebuild(&mut self) -> Result<PathBuf, Error> {
        // Nobody else may have the file open when another one takes its place: what they write would be lost.
        let mode = self.conn.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0));
        if mode.map_err(|error| self.fault(error))? != "delete" {
            return Err(Error::Locked { path: self.path.clone() });
        }
        self.conn.execute_batch("BEGIN EXCLUSIVE").map_err(|error| self.fault(error))?;
        let fresh = beside(&self.path, ".new");
        let swapped = self.fill(&fresh).and_then(|()| swap(&self.path, &fresh).map_err(|cause| self.failed(cause)));
        // What is left of a try that failed, and of the log of one that did not.
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&fresh, end));
        }
        // Where the file is still the damaged one, it is used as before.
        let _ = self.conn.execute_batch("ROLLBACK");
        let damaged = swapped?;
        *self = Self::open_existing(&self.path)?;
        Ok(damaged)
    }

    /// Makes a library at `fresh` that holds what is the user's in this one.
    fn fill(&self, fresh: &Path) -> Result<(), Error> {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(fresh, end));
        }
        let mut new = Self::open(fresh)?;
        // Rows without what they hang on are told and cared for when the new file is in use.
        new.conn.pragma_update(None, "foreign_keys", false).map_err(|error| self.fault(error))?;
        new.keep(|tx| {
            for table in USERS {
                read_all(&self.conn, table, |values| {
                    let marks = vec!["?"; values.len()].join(", ");
                    let sql = format!("INSERT INTO {table} VALUES ({marks})");
                    tx.prepare_cached(&sql)?.execute(params_from_iter(values)).map(|_| ())
                })?;
            }
            // Numbers that were given out once are not given out again.
            for (name, last) in numbers(&self.conn) {
                tx.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [&name])?;
                tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (name, last))?;
            }
            Ok(())
        })?;
        new.conn.execute_batch("PRAGMA wal_checkpoint (TRUNCATE)").map_err(|error| self.fault(error))
    }

    fn failed(&self, cause: io::Error) -> Error {
        Error::Other { path: self.path.clone(), cause: cause.into() }
    }
}

/// Hands each row of a table to `each`.
fn read_all(
    conn: &Connection,
    table: &str,
    mut each: impl FnMut(Vec<Value>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    // The table itself: an index of it may be whole where it is not.
    let mut query = conn.prepare(&format!("SELECT * FROM {table} NOT INDEXED"))?;
    let columns = query.column_count();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        each((0..columns).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?)?;
    }
    Ok(())
}

/// The highest number given out in each table, where that can be read.
fn numbers(conn: &Connection) -> Vec<(String, i64)> {
    let read = || {
        let mut query = conn.prepare("SELECT name, seq FROM sqlite_sequence")?;
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<_>>>()
    };
    read().unwrap_or_default()
}

/// Puts `fresh` in the place of the file at `path` and keeps that one under another name, which is returned.
fn swap(path: &Path, fresh: &Path) -> io::Result<PathBuf> {
    fs::set_permissions(fresh, fs::metadata(path)?.permissions())?;
    File::open(fresh)?.sync_all()?;
    let names = (1..).map(|n| beside(path, &if n == 1 { ".damaged".to_owned() } else { format!(".damaged-{n}") }));
    let damaged = names.into_iter().find(|name| fs::symlink_metadata(name).is_err()).unwrap_or_default();
    // A second name for it, so that there is a library at every moment; where the disk knows no such thing, a new name.
    fs::hard_link(path, &damaged).or_else(|_| fs::rename(path, &damaged))?;
    fs::rename(fresh, path)?;
    let _ = fs::remove_file(open::log_of(path));
    Ok(damaged)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
