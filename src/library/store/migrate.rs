//! From an older format to the newest, one version at a time, each all or nothing.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Error;
use super::schema::APPLICATION;

/// The format that a file is in; 0 for a new one.
pub(super) fn version(conn: &Connection) -> rusqlite::Result<u32> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Runs those of `versions` that the file has not seen. Another instance may be doing the same: each step takes the right
/// to write, then looks again how far the file is.
pub(super) fn migrate(conn: &mut Connection, path: &Path, versions: &[&str]) -> rusqlite::Result<Result<(), Error>> {
    while version(conn)? < versions.len() as u32 {
        let tx = Transaction::new(conn, TransactionBehavior::Immediate)?;
        let found = version(&tx)?;
        let Some(sql) = versions.get(found as usize) else { continue };
        if found == 0 && tables(&tx)? > 0 {
            return Ok(Err(Error::Foreign { path: path.to_owned() }));
        }
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.pragma_update(None, "user_version", found + 1)?;
        tx.commit()?;
    }
    // Reads the tables' definitions, so that damage to them is told now.
    tables(conn)?;
    Ok(Ok(()))
}

fn tables(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
}
