//! Reading the file, and changing a line of it.

use std::path::PathBuf;

use super::super::by_hand::{self, Refused};
use super::super::saved::Fault;
use super::{WatchList, added, lines, removed};
use crate::library::today;

/// More than a list that somebody keeps by hand.
const MAX_BYTES: u64 = 1 << 20;

/// What a new file starts with.
const HEAD: &str = "\
# Watch list of Kiosque, one entry a line: a name (Kim Jong Un), or a query (\"Conseil de sécurité\" -sport)
# Lines are taken out and put in order here; what starts with # is a comment.

";

/// The file of the watch list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchFile {
    /// Where it lies, or would.
    pub path: PathBuf,
    /// False when this run keeps nothing.
    pub writable: bool,
}

impl WatchFile {
    /// Reads it. A file that is not there holds nothing.
    #[must_use]
    pub fn read(&self) -> WatchList {
        match by_hand::bytes(&self.path, MAX_BYTES) {
            Ok(bytes) => lines::parse(&bytes.unwrap_or_default(), today()),
            Err(cause) => {
                let message = format!("the watch list cannot be read: {cause}").into();
                WatchList { entries: Vec::new(), faults: vec![Fault { line: 0, column: 0, message }] }
            }
        }
    }

    /// Adds an entry at the end, unless it is there already.
    ///
    /// # Errors
    /// When it cannot be a line, or the file cannot be read or written.
    pub fn add(&self, entry: &str) -> Result<(), Refused> {
        self.edit(|before| added(before, entry, today()))
    }

    /// Takes an entry out. One that is not there is out already.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn remove(&self, entry: &str) -> Result<(), Refused> {
        self.edit(|before| Ok(removed(before, entry)))
    }

    fn edit(&self, edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, &'static str>) -> Result<(), Refused> {
        by_hand::edit(&self.path, MAX_BYTES, |held| edit(held.unwrap_or(HEAD.as_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn entries_come_and_go_and_the_rest_of_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = WatchFile { path: folder.path().join("new/watch.txt"), writable: true };
        assert_eq!(file.read(), WatchList::default());
        file.add("Kim Jong Un").unwrap();
        file.add("\"Conseil de sécurité\" -sport").unwrap();
        file.add("KIM  jong un").unwrap();
        let read = fs::read_to_string(&file.path).unwrap();
        assert_eq!(read, format!("{HEAD}Kim Jong Un\n\"Conseil de sécurité\" -sport\n"));
        assert!(matches!(file.add("# x"), Err(Refused::Line(_))));
        file.remove("kim jong un").unwrap();
        assert_eq!(fs::read_to_string(&file.path).unwrap(), format!("{HEAD}\"Conseil de sécurité\" -sport\n"));
        fs::write(&file.path, b"a\0b").unwrap();
        assert!(matches!(file.add("x"), Err(Refused::Broken { .. })));
        assert_eq!(file.read().faults.len(), 1);
        assert_eq!(fs::read(&file.path).unwrap(), b"a\0b");
    }
}
