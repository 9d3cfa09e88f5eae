//! How a run ended, for the shell.

use std::process::ExitCode;

/// How a command ended. Scripts know the three numbers from grep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All is well, 0. Also when whoever read the output had enough of it.
    Fine,
    /// Nothing was found, 1.
    Nothing,
    /// Something went wrong, 2; what could be done was done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Fine => 0,
            Status::Nothing => 1,
            Status::Failed => 2,
        })
    }
}
