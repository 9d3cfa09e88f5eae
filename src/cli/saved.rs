//! The file of saved queries: which one.

use std::env;
use std::path::PathBuf;

use clap::Args;

use crate::library::saved::{self, SavedFile};

/// The flag that names the file.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The file of saved queries, one `name = query` a line; without this, the environment's `KIOSQUE_QUERIES` says, else it is
    /// kiosque/queries.txt in your settings folder
    #[arg(long, value_name = "PATH")]
    queries: Option<PathBuf>,
}

impl Flags {
    /// The file; `None` where no home is known.
    pub(super) fn check(self, writable: bool) -> Option<SavedFile> {
        let named = || env::var_os("KIOSQUE_QUERIES").filter(|path| !path.is_empty()).map(PathBuf::from);
        let path = self.queries.or_else(named).or_else(|| saved::default_path(|name| env::var_os(name)))?;
        Some(SavedFile { path, writable })
    }
}
