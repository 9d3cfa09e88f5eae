//! The file of rulings on who is who: which one, and a pile that obeys it.

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::Inputs;
use super::messages::Messages;
use crate::library::Pile;
use crate::library::rulings::{NamesFile, NamesRead};

/// The flags that name the file.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The file of your rulings on who is who; without this, the environment's `KIOSQUE_NAMES` says, else it is names.tsv
    /// beside the library
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Ask no rulings: only what the machine finds
    #[arg(long, conflicts_with = "names")]
    no_names: bool,
}

impl Flags {
    /// As if this file had been named, or none.
    pub(super) fn naming(names: Option<PathBuf>) -> Self {
        Self { names, no_names: false }
    }

    /// The file; `None` where none is wanted, or no home is known. `library` is the one beside which it lies.
    pub(super) fn check(self, library: Option<&Path>, writable: bool) -> Option<NamesFile> {
        let named = || env::var_os("KIOSQUE_NAMES").filter(|path| !path.is_empty()).map(PathBuf::from);
        if self.no_names {
            return None;
        }
        let file = self.names.or_else(named).map(|path| NamesFile { path, writable });
        file.or_else(|| library.map(|library| NamesFile::beside(library, writable)))
    }
}

/// Everything that `inputs` name, with who is named there as the file has it.
pub(super) fn load(file: Option<&NamesFile>, inputs: &Inputs, messages: &mut Messages) -> Pile {
    let mut pile = inputs.load(messages);
    obey(file, &mut pile, messages);
    pile
}

/// Has the pile obey the file, and says what is wrong with that.
pub(super) fn obey(file: Option<&NamesFile>, pile: &mut Pile, messages: &Messages) {
    let Some(file) = file else { return };
    let read = file.read();
    for notice in file.notices(&read.faults) {
        messages.note(notice.message());
    }
    obey_read(&read, pile);
}

/// Has the pile obey what a file says.
pub(super) fn obey_read(read: &NamesRead, pile: &mut Pile) {
    pile.rule(read.rules.clone());
    pile.catch_up_with_all();
}
