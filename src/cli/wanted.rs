//! A name and what to read: `[NAME] PATH…`, for the commands that are about somebody.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Refusal;
use super::inputs::Inputs;
use super::map;
use super::messages::Messages;
use crate::names::{EntityId, Registry};

/// The flags that say who, and what to read.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Only whoever goes by this name, under all their names; case and accents do not matter
    #[arg(long)]
    name: Option<String>,
    /// Read the articles that come with the program
    #[arg(long)]
    sample: bool,
    #[command(flatten)]
    map: map::Flags,
    /// Files and folders to read; `-` is standard input. Where several words stand here and there is no file called
    /// like the first, that one is a name, as with --name
    #[arg(value_name = "PATH", required_unless_present = "sample")]
    words: Vec<OsString>,
}

impl Flags {
    pub(super) fn check(self) -> Result<(Option<Wanted>, Inputs), Refusal> {
        let mut words = self.words;
        let name = match self.name {
            Some(name) => Some(Wanted { name, guessed: false }),
            None if is_name(&words, self.sample) => {
                Some(Wanted { name: words.remove(0).to_string_lossy().into_owned(), guessed: true })
            }
            None => None,
        };
        if self.sample && !words.is_empty() {
            return Err(Refusal::because("--sample stands in the place of paths; give either"));
        }
        Ok((name, Inputs::new(words.into_iter().map(PathBuf::from).collect(), self.map.check())))
    }
}

/// True when the first of `words` is meant as a name.
fn is_name(words: &[OsString], sample: bool) -> bool {
    let first = words.first().filter(|_| words.len() > 1 || sample);
    first.is_some_and(|word| word != "-" && Path::new(word).symlink_metadata().is_err())
}

/// Whom the command is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    name: String,
    /// True when it might have been meant as a path.
    guessed: bool,
}

impl Wanted {
    /// Whoever goes by the name; says so when that is nobody.
    pub(super) fn find(&self, registry: &Registry, messages: &Messages) -> Vec<EntityId> {
        let found = registry.find(&self.name);
        if found.is_empty() {
            let file = if self.guessed { ", nor is there a file" } else { "" };
            messages.note(&format!("nobody and nothing named here goes by “{}”{file}", self.name));
        }
        found
    }
}
