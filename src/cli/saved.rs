//! The file of saved queries: which one, and what a command makes of a name in it.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::messages::Messages;
use crate::library::saved::{self, SavedFile};
use crate::text::safe;

/// The flag that names the file.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The file of saved queries, one `name = query` a line; without this, the environment's `KIOSQUE_QUERIES` says, else
    /// it is kiosque/queries.txt in your settings folder
    #[arg(long, value_name = "PATH")]
    queries: Option<PathBuf>,
}

impl Flags {
    /// The file; `None` where no home is known.
    pub(super) fn check(self, writable: bool) -> Option<SavedFile> {
        let named = || env::var_os("KIOSQUE_QUERIES").filter(|path| !path.is_empty()).map(PathBuf::from);
        let path =
            self.queries.or_else(named).or_else(|| saved::default_path("queries.txt", |name| env::var_os(name)))?;
        Some(SavedFile { path, writable })
    }
}

/// The query that is typed as `@name`, and any other one as it is; `None` when there is no such name, which is told.
pub(super) fn named(typed: &str, file: Option<&SavedFile>, messages: &mut Messages) -> Option<String> {
    let Some(name) = typed.strip_prefix('@') else { return Some(typed.to_owned()) };
    let Some(file) = file else {
        messages.fail("no folder for settings is known; --queries names a file for saved queries");
        return None;
    };
    let held = file.read();
    let found = held.find(name).map(|saved| saved.query.clone());
    if found.is_none() {
        // It may be the one that cannot be read.
        for notice in held.notices(&file.path) {
            messages.note(notice.message());
        }
        let names: Vec<&str> = held.queries.iter().map(|saved| saved.name.as_str()).collect();
        let path = file.path.display();
        let others = match names.as_slice() {
            [] => format!("{path} holds none"),
            names => format!("{path} has {}", names.join(", ")),
        };
        messages.fail(&safe::line(&format!("no saved query is called “{name}”; {others}")));
    }
    found
}
