//! Reading the file, and writing it so that nothing in it can be lost.

use std::path::PathBuf;

use super::lines::{self, Fault};
use super::{SavedQueries, edited};
use crate::library::by_hand::{self, Refused};
use crate::library::today;

/// More than this is no list that a person keeps.
const MAX_BYTES: u64 = 1 << 20;

/// What a new file starts with.
const HEAD: &str = "\
# Saved queries of Kiosque, one a line: name = query
# Lines are taken out, renamed and put in order here; what starts with # is a comment.

";

/// The file of saved queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFile {
    /// Where it lies, or would.
    pub path: PathBuf,
    /// False when this run keeps nothing.
    pub writable: bool,
}

impl SavedFile {
    /// Reads it. A file that is not there holds nothing.
    #[must_use]
    pub fn read(&self) -> SavedQueries {
        match by_hand::bytes(&self.path, MAX_BYTES) {
            Ok(bytes) => lines::parse(&bytes.unwrap_or_default(), today()),
            Err(cause) => {
                let message = format!("the saved queries cannot be read: {cause}").into();
                SavedQueries { queries: Vec::new(), faults: vec![Fault { line: 0, column: 0, message }] }
            }
        }
    }

    /// Saves a query in its line, or in a new one.
    ///
    /// # Errors
    /// When the name or the query cannot be a line, or the file cannot be read or written.
    pub fn save(&self, name: &str, query: &str) -> Result<(), Refused> {
        by_hand::edit(&self.path, MAX_BYTES, |held| {
            let after = edited(held.unwrap_or(HEAD.as_bytes()), name, query)?;
            if lines::parse(&after, today()).find(name).is_none() {
                return Err("there are too many queries in the file already");
            }
            Ok(after)
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    fn file(path: &Path) -> SavedFile {
        SavedFile { path: path.to_owned(), writable: true }
    }

    #[test]
    fn a_file_that_is_not_there_is_made_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/kiosque/queries.txt");
        assert_eq!(file(&path).read(), SavedQueries::default());
        file(&path).save("Été", "pluie -neige").unwrap();
        file(&path).save("été", "pluie").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{HEAD}été = pluie\n"));
        assert_eq!(file(&path).read().find("ETE").unwrap().query, "pluie");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn links_and_permissions_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "# mine\n").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        file(&link).save("a", "b").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "# mine\na = b\n");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn what_is_no_list_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queries.txt");
        for content in [&b"a\0b"[..], &vec![b'#'; 2 << 20]] {
            fs::write(&path, content).unwrap();
            assert!(!file(&path).read().faults.is_empty());
            assert!(matches!(file(&path).save("a", "b"), Err(Refused::Broken { .. })));
            assert_eq!(fs::read(&path).unwrap(), content);
        }
        assert!(matches!(file(folder.path()).save("a", "b"), Err(Refused::Broken { .. })));
        let nowhere = folder.path().join("nowhere");
        symlink(folder.path().join("gone"), &nowhere).unwrap();
        assert!(matches!(file(&nowhere).save("a", "b"), Err(Refused::Broken { .. })));
        assert!(file(&path.join("below")).save("a", "b").is_err());
    }
}
