//! Files that a person edits, too: read within limits, and changed so that nothing in them can be lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Why a file is not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What was to be written.
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

/// Puts what `edited` makes of the file, `None` for one that is not there, in its place. The new file is complete before it
/// takes the place of the old one.
pub(super) fn edit(
    path: &Path,
    most: u64,
    edited: impl FnOnce(Option<&[u8]>) -> Result<Vec<u8>, &'static str>,
) -> Result<(), Refused> {
    let shown = || path.display().to_string();
    let broken = |cause: String| Refused::Broken { path: shown(), cause };
    let unwritten = |cause| Refused::Unwritten { path: shown(), cause };
    // A link stays one: what it leads to is written, and a link into nowhere is not for us to mend.
    let linked = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    let target =
        if linked { fs::canonicalize(path).map_err(|cause| broken(cause.to_string()))? } else { path.to_owned() };
    let held = bytes(&target, most).map_err(|cause| broken(cause.to_string()))?;
    if held.as_ref().is_some_and(|bytes| bytes.contains(&0)) {
        return Err(broken("this is no text".to_owned()));
    }
    let after = edited(held.as_deref()).map_err(Refused::Line)?;
    if held.as_ref() == Some(&after) {
        return Ok(());
    }
    if after.len() as u64 > most {
        return Err(Refused::Line("the file would become too long to be read again"));
    }
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(unwritten)?;
    }
    replace(&target, most, held.as_deref(), &after).map_err(unwritten)
}

/// What the file holds; `None` when there is none.
pub(super) fn bytes(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    // A pipe would be waited for.
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("this is no file")),
        // Below a file there is nothing either.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Ok(_) => {}
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other("this is too long to be written by hand"));
    }
    Ok(Some(bytes))
}

/// Puts a file with `after` in the place of the one that held `before`.
fn replace(path: &Path, most: u64, before: Option<&[u8]>, after: &[u8]) -> io::Result<()> {
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
        if bytes(path, most)?.as_deref() != before {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stays_short_enough_to_be_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feeds.txt");
        edit(&path, 8, |_| Ok(b"a\n".to_vec())).unwrap();
        assert!(matches!(edit(&path, 8, |_| Ok(vec![b'x'; 9])), Err(Refused::Line(_))));
        assert_eq!(bytes(&path, 8).unwrap().as_deref(), Some(&b"a\n"[..]));
    }
}
