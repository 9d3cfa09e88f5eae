//! What is kept between runs, in one file: the only room that knows the database.
//!
//! Two things lie in it side by side, and no table of the one refers to a table of the other.
//!
//! *What the machine derived*: the sources as they were last read, the articles in them with their metadata and names, and
//! the full-text index. All of it can be thrown away and made again from the files; the texts themselves are not copied.
//! It is written in a [`Batch`] and asked for by [`Store::pile`], [`Store::listed`], [`Store::names`],
//! [`Store::fingerprints`], [`Store::holding`] and [`Store::ranks`].
//!
//! *What the user did*: what was read and starred, places, tags, notes, the trail of jumps, what was open last. It hangs on a
//! text by the text's hash, so it survives a file that moves, and by origin and ordinal, so it survives a text that is
//! corrected. Setting something returns what was there before, which is what an undo needs.
//!
//! Several instances may have the file open: readers wait for nobody, writers for each other. Everything here waits for
//! the disk, so nothing here belongs on the thread of the screen.

mod ask;
mod batch;
mod care;
mod codec;
mod error;
mod exchange;
mod identity;
mod lines;
mod listing;
mod marks;
mod migrate;
mod news;
mod notes;
mod open;
mod passage;
mod pile;
mod place;
mod reading;
mod rebuild;
mod roll;
mod salvage;
mod schema;
mod search;
mod subject;
mod tokens;
mod trail;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use ask::Counts;
pub use batch::{ArticleDraft, Batch, SourceRecord};
pub use care::{Checked, Info};
pub use error::Error;
pub use exchange::Imported;
pub use identity::{ContentHash, Identity, KeptId, Moment, Origin, SourceId};
pub use marks::KeptMarks;
pub use notes::{Note, NoteId};
pub use open::PATIENCE;
pub use passage::Passage;
pub use pile::{KeptPile, ListedArticle, ListedSource};
pub use place::{NoPlace, default_path};
pub use reading::{Place, Reading};
pub use roll::KeptRoll;
pub use search::{Hit, Holding, Within};
pub use trail::{Followed, Jump, Session, Trail};

/// The library's file, open. One thread uses it at a time; another thread or process opens its own.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

impl Store {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets the file grow to so many pages, as a full disk does.
    #[cfg(test)]
    pub(crate) fn limit_pages(&self, pages: i64) {
        self.conn.pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0)).unwrap();
    }

    fn fault(&self, error: rusqlite::Error) -> Error {
        Error::of(&self.path, error)
    }

    /// Asks several things of one moment, whatever others write meanwhile.
    fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let ask = || {
            let tx = self.conn.unchecked_transaction()?;
            let answer = question(&tx)?;
            tx.commit()?;
            Ok(answer)
        };
        ask().map_err(|error| self.fault(error))
    }

    /// Refuses a library that was opened for reading. The database itself would let a transaction begin on a file that it cannot write.
    fn writable(&self) -> Result<(), Error> {
        match self.conn.is_readonly("main") {
            Ok(false) => Ok(()),
            Ok(true) => Err(Error::ReadOnly { path: self.path.clone() }),
            Err(error) => Err(self.fault(error)),
        }
    }

    /// Changes all or nothing. Takes the right to write at once: a transaction that began by reading could not wait for
    /// another writer, it could only fail.
    fn change<T>(&mut self, work: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.writable()?;
        let path = &self.path;
        let change = || {
            let tx = Transaction::new(&mut self.conn, TransactionBehavior::Immediate)?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        change().map_err(|error| Error::of(path, error))
    }

    /// Like [`Store::change`], and on the disk when it returns: what the user did survives a power cut. What the machine
    /// derived need not, and writes faster for it.
    fn keep<T>(&mut self, work: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.synchronous("FULL")?;
        let done = self.change(work);
        self.synchronous("NORMAL")?;
        done
    }

    fn synchronous(&self, mode: &str) -> Result<(), Error> {
        self.conn.pragma_update(None, "synchronous", mode).map_err(|error| self.fault(error))
    }
}

#[cfg(test)]
mod tests;
