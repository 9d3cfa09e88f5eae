//! What the commands read: the paths they are given, or the sample pile.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::map;
use super::messages::Messages;
use crate::ingest::FieldMap;
use crate::library::scan::{self, Found, Notice};
use crate::library::{self, Entry, Pile, Source};

/// The flags that say what to read.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Files and folders to read; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "sample")]
    paths: Vec<PathBuf>,
    /// Read the articles that come with the program
    #[arg(long, conflicts_with = "paths")]
    sample: bool,
    #[command(flatten)]
    map: map::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Inputs {
        Inputs::new(self.paths, self.map.check())
    }
}

/// What to read, and how.
#[derive(Debug, PartialEq, Eq)]
pub struct Inputs {
    /// None for the sample pile.
    pub(super) paths: Vec<PathBuf>,
    fields: FieldMap,
}

impl Inputs {
    pub(super) fn new(paths: Vec<PathBuf>, fields: FieldMap) -> Self {
        Self { paths, fields }
    }

    /// The paths, from now on to be read as the map says.
    pub(super) fn begin(&self) -> &[PathBuf] {
        library::set_fields(&self.fields);
        &self.paths
    }

    /// Reads and analyses all of it, and says what could not be read.
    pub(super) fn load(&self, messages: &mut Messages) -> Pile {
        told(Pile::load(self.begin()), messages)
    }

    /// The same without who is named where.
    pub(super) fn load_texts(&self, messages: &mut Messages) -> Pile {
        told(Pile::load_texts(self.begin()), messages)
    }

    /// What there is to read, in its order, and says what cannot be.
    pub(super) fn find(&self, messages: &mut Messages) -> Vec<Arc<Source>> {
        let pile = told(Pile::find(self.begin()), messages);
        pile.order().iter().map(|&id| pile.entry(id).source().clone()).collect()
    }
}

/// Says what a pile could not take in.
pub(super) fn told(pile: Pile, messages: &mut Messages) -> Pile {
    for notice in pile.notices() {
        tell_notice(notice, messages);
    }
    pile
}

/// Says what is not read, and why.
pub(super) fn tell_notice(notice: &Notice, messages: &mut Messages) {
    if notice.is_error() {
        messages.fail(notice.message());
    } else {
        messages.note(notice.message());
    }
}

/// Where an article comes from, safe to show: the path of its file and, behind a colon, which part of that it is.
pub(super) fn place(source: &Source, part: Option<&str>) -> String {
    let path = source.shown();
    match part {
        Some(part) => format!("{path}: {part}"),
        None => path,
    }
}

/// Why a named path cannot be read at all, as far as a look at its metadata tells; safe to show.
pub(super) fn trouble_with(path: &Path) -> Option<String> {
    if path.is_dir() {
        return None;
    }
    let mut trouble = None;
    scan::scan(&[path.to_owned()], &mut |found| {
        if let Found::Notice(notice) = found {
            trouble = Some(notice.message().to_owned());
        }
        true
    });
    trouble
}

/// What to say beside the articles of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// Every problem: the output has no room for them.
    Everything,
    /// Only what could not be read: the output holds the rest.
    Errors,
}

impl Telling {
    /// Beside JSON, which holds every problem itself, or beside text.
    pub(super) fn beside(json: bool) -> Self {
        if json { Self::Errors } else { Self::Everything }
    }
}

/// Says what is wrong with an article.
pub(super) fn tell_problems(entry: &Entry, telling: Telling, messages: &mut Messages) {
    let path = entry.source().shown();
    for problem in entry.article().iter().flat_map(|article| article.problems()) {
        let message = problem.message();
        // A source that could not be read is named in its problem, because the reader shows it under its name only.
        let named = message.starts_with(&format!("{path}: "));
        let message = if named { message.to_owned() } else { format!("{path}: {message}") };
        if entry.is_unreadable() {
            messages.fail(&message);
        } else if telling == Telling::Everything {
            messages.note(&message);
        }
    }
}
