//! Feeds that somebody subscribed to: the list of them, a file that a person edits; what they brought, a file an entry; and
//! fetching what is new.
//!
//! An entry is kept as a document that any reader of feeds understands, in a folder for each feed, so that it is an article
//! like any other: scanned, kept, searched, exported. Nothing of what was fetched is deleted here, also when a feed does
//! not have it any more.

mod file;
mod kept;
mod lines;
mod pages;
mod run;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::saved::{self, Fault};
use super::scan::Notice;
use super::store::NoPlace;
use crate::fetch::Address;

pub use super::by_hand::Refused;
pub use file::FeedsFile;
pub use kept::{Kept, Shelf};
pub use lines::{MAX_FEEDS, added, moved, parse, removed};
pub use pages::{Added, add};
pub use run::{Discovered, Errand, Step, Tally, Told, discover, fetch};

/// A feed that somebody subscribed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// What it is called; `None` for what the feed calls itself.
    pub name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// The folder it is in, in the words of the list it came from: `Presse / Monde`.
    pub folder: Option<String>,
    /// True to fetch the whole page of an entry that is only a teaser.
    pub full: bool,
}

impl Subscription {
    /// What to call it: its name, else its address.
    #[must_use]
    pub fn shown(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.address.to_string())
    }
}

/// Where feeds and what they brought lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feeds {
    /// The list of them.
    pub file: FeedsFile,
    /// The folder of what they brought.
    pub folder: PathBuf,
}

impl Feeds {
    /// What the feeds are called, as their articles say it, in the order of their list, and what is wrong with that. Those
    /// without a name of which nothing was fetched are left out.
    #[must_use]
    pub fn names(&self) -> (Vec<String>, Vec<Notice>) {
        let list = self.file.read();
        let mut names: Vec<String> = Vec::new();
        for feed in &list.feeds {
            let name = feed.name.clone().or_else(|| Shelf::title(&self.folder, &feed.address));
            names.extend(name.filter(|name| !names.contains(name)));
        }
        (names, list.notices(&self.file.path))
    }
}

/// What the file of subscriptions holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subscriptions {
    /// In the order of the file.
    pub feeds: Vec<Subscription>,
    /// What is wrong with it, in the order of its lines.
    pub faults: Vec<Fault>,
}

impl Subscriptions {
    /// What is wrong with the file, to be told to the user.
    #[must_use]
    pub fn notices(&self, path: &Path) -> Vec<Notice> {
        saved::notices(&self.faults, path)
    }

    /// The feeds called `word`, else those at the address `word`, which may lack the name and password that belong to it.
    #[must_use]
    pub fn find(&self, word: &str) -> Vec<&Subscription> {
        let address = Address::parse(word).ok();
        let named = |feed: &&Subscription| feed.name.as_deref().is_some_and(|name| saved::same_name(name, word));
        let there = |feed: &&Subscription| {
            let is = |address: &Address| *address == feed.address || address.full() == feed.address.to_string();
            address.as_ref().is_some_and(is)
        };
        let found: Vec<&Subscription> = self.feeds.iter().filter(named).collect();
        if found.is_empty() { self.feeds.iter().filter(there).collect() } else { found }
    }
}

/// A feed has moved for good: the list says so from now on, and what it brought goes to where it is looked for.
///
/// # Errors
/// Says what could not be changed.
pub fn follow(file: &FeedsFile, root: &Path, from: &Address, to: &Address) -> Result<(), String> {
    file.follow(from, to).map_err(|refused| refused.to_string())?;
    let old = Shelf::of(root, from);
    let unmoved = |error| format!("{}: what {from} brought cannot be moved: {error}", old.folder().display());
    old.follow(&Shelf::of(root, to)).map_err(unmoved)
}

/// The folder of what feeds brought, when nobody says otherwise: beside the library. `variable` looks up a variable of the
/// environment.
///
/// # Errors
/// When no home folder is known.
pub fn default_folder(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, NoPlace> {
    super::store::default_path(variable).map(|library| library.with_file_name("feeds"))
}
