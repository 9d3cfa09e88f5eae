//! Reading the file, and writing it so that nothing in it can be lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::lines::{self, Fault};
use super::{SavedQueries, edited};
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

/// Why a query is not saved. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The name or the query.
    #[error("{0}")]
    Line(&'static str),
    /// The file is not one that this program understands.
    #[error("{path}: {cause}; it is left as it is")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong.
        cause: String,
    },
    /// It could not be written.
    #[error("{path} cannot be written: {cause}")]
    Unwritten {
        /// The file, or its folder.
        path: String,
        /// What the system says.
        cause: io::Error,
    },
}

impl SavedFile {
    /// Reads it. A file that is not there holds nothing.
    #[must_use]
    pub fn read(&self) -> SavedQueries {
        match bytes(&self.path) {
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
        rewrite(&self.path, HEAD, |before| {
            let after = edited(before, name, query)?;
            match lines::parse(&after, today()).find(name) {
                Some(_) => Ok(after),
                None => Err("there are too many queries in the file already"),
            }
        })
    }
}

/// Puts what `edit` makes of a file in its place; a file that is not there starts with `start`. The new one is complete before
/// it takes the place of the old one, and nothing is written where nothing changes.
///
/// # Errors
/// As `edit` has it, or when the file cannot be read or written.
pub(in crate::library) fn rewrite(
    path: &Path,
    start: &str,
    edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, &'static str>,
) -> Result<(), Refused> {
    let shown = || path.display().to_string();
    let broken = |cause: String| Refused::Broken { path: shown(), cause };
    let unwritten = |cause| Refused::Unwritten { path: shown(), cause };
    // A link stays one: what it leads to is written, and a link into nowhere is not for us to mend.
    let linked = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    let place =
        if linked { fs::canonicalize(path).map_err(|cause| broken(cause.to_string()))? } else { path.to_owned() };
    let held = bytes(&place).map_err(|cause| broken(cause.to_string()))?;
    if held.as_ref().is_some_and(|bytes| bytes.contains(&0)) {
        return Err(broken("this is no text".to_owned()));
    }
    let before = held.as_deref().unwrap_or(start.as_bytes());
    let after = edit(before).map_err(Refused::Line)?;
    if held.as_ref() == Some(&after) {
        return Ok(());
    }
    if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(unwritten)?;
    }
    replace(&place, held.as_deref(), &after).map_err(unwritten)
}

/// What the file holds; `None` when there is none.
pub(in crate::library) fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    // A pipe would be waited for.
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("this is no file")),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(_) => {}
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("this is too long to be a list that somebody keeps"));
    }
    Ok(Some(bytes))
}

/// Puts a file with `after` in the place of the one that held `before`.
fn replace(path: &Path, before: Option<&[u8]>, after: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        if let Ok(old) = fs::metadata(path) {
            file.set_permissions(old.permissions())?;
        }
        file.write_all(after)?;
        file.sync_all()?;
        // Somebody may have saved it in an editor meanwhile.
        if bytes(path)?.as_deref() != before {
            return Err(io::Error::other("it has just been changed by somebody else; try again"));
        }
        fs::rename(&beside, path)
    };
    write().inspect_err(|error| {
        // What stands there under this name is not ours.
        if error.kind() != ErrorKind::AlreadyExists {
            let _ = fs::remove_file(&beside);
        }
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

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
