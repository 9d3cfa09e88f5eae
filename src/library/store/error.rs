//! What can go wrong with the library's file, each with its path and with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::text::safe;

/// What the database or the file system said, for the end of a message and for whoever wants to look closer.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the library could not be opened or used. Every message names the file and says what to do.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the file, and what was found in it")]
pub enum Error {
    /// The folder of the file is not there and cannot be made.
    #[error(
        "{}: the folder of the library cannot be made ({cause}); make it by hand or choose another place",
        shown(path)
    )]
    Folder { path: PathBuf, cause: io::Error },
    /// There is no library yet, and it was only to be read.
    #[error("{}: there is no library here yet; open something to read with Kiosque first", shown(path))]
    Missing { path: PathBuf },
    /// The file or its folder cannot be written.
    #[error(
        "{}: the library cannot be written; give yourself the right to write the file and its folder, or choose another place",
        shown(path)
    )]
    ReadOnly { path: PathBuf },
    /// The file or its folder cannot be opened at all.
    #[error(
        "{}: the library cannot be opened ({cause}); look at the rights of the file and of the folders above it",
        shown(path)
    )]
    Closed { path: PathBuf, cause: Cause },
    /// The file is something else.
    #[error("{}: this is not a library of Kiosque; move the file away or choose another place", shown(path))]
    Foreign { path: PathBuf },
    /// The file is broken.
    #[error(
        "{}: the library is damaged ({cause}); check it to repair what can be rebuilt, or move it away and import your last export",
        shown(path)
    )]
    Damaged { path: PathBuf, cause: Cause },
    /// A newer program wrote it. The file was left as it is.
    #[error(
        "{}: the library was written by a newer Kiosque (its format is {found}, this program knows {known}); update this program or choose another place",
        shown(path)
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    /// An older program wrote it, and it was only to be read.
    #[error(
        "{}: the library is of an older format ({found}, not {known}); open it once for writing to bring it up to date",
        shown(path)
    )]
    Older { path: PathBuf, found: u32, known: u32 },
    /// Somebody else has held it for longer than is waited for.
    #[error("{}: another program is writing to the library; try again when it is done", shown(path))]
    Locked { path: PathBuf },
    /// There is no room left.
    #[error(
        "{}: no room is left for the library; make room on its disk and try again (nothing that was kept is lost)",
        shown(path)
    )]
    Full { path: PathBuf },
    /// The disk fails, or a limit is reached that is not the disk's end.
    #[error(
        "{}: the disk cannot write or read the library ({cause}); see whether it is full, over a limit or broken, and try again",
        shown(path)
    )]
    Disk { path: PathBuf, cause: Cause },
    /// A batch of which a part could not be written: none of it was kept.
    #[error("{}: a part of this batch could not be written, so nothing of it was kept; write it again", shown(path))]
    Spoilt { path: PathBuf },
    /// A line of an import that cannot be taken in. Nothing was imported.
    #[error("line {line} of the import: {message}; nothing was imported")]
    Import { line: usize, message: String },
    /// An export or import whose other end failed.
    #[error("the export cannot be written or read: {0}")]
    Stream(#[from] io::Error),
    /// Anything else that the database says.
    #[error("{}: the library cannot be used: {cause}", shown(path))]
    Other { path: PathBuf, cause: Cause },
}

/// A path as it may be shown: a file's name is foreign text too.
fn shown(path: &Path) -> String {
    safe::line(&path.to_string_lossy()).into_owned()
}

impl Error {
    /// What the database said of the file at `path`.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        if let rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..) = error
        {
            // A value that this program never writes.
            return Self::Damaged { path, cause: error.into() };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::CannotOpen) => Self::Closed { path, cause: error.into() },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, cause: error.into() },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Self::Locked { path }
            }
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::SystemIoFailure) => Self::Disk { path, cause: error.into() },
            _ => Self::Other { path, cause: error.into() },
        }
    }
}
