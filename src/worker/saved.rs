//! The thread that reads and writes the files that somebody edits, the saved queries, the watch list, the list of feeds: the screen waits
//! for no disk.

use super::Report;
use super::errands::Errands;
use crate::library::feeds::Feeds;
use crate::library::saved::{SavedFile, SavedQuery};
use crate::library::scan::Notice;
use crate::library::watched::{WatchFile, Watched};

/// Something to do with one of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Read the saved queries.
    Read(SavedFile),
    /// Save a query, and read them again.
    Save(SavedFile, SavedQuery),
    /// Read the list of feeds.
    ReadFeeds(Feeds),
    /// Read the watch list.
    ReadWatched(WatchFile),
    /// Add something to the watch list (true) or take it out, and read it again.
    Watch(WatchFile, Watched, bool),
}

/// What the file of saved queries holds after that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saved {
    /// The queries, in the order of the file.
    pub queries: Vec<SavedQuery>,
    /// What is wrong with it.
    pub notices: Vec<Notice>,
    /// What came of saving, for the status line.
    pub told: Option<String>,
}

/// What the file of the watch list holds after that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WatchedNow {
    /// The entries, in the order of the file.
    pub entries: Vec<Watched>,
    /// What is wrong with it.
    pub notices: Vec<Notice>,
    /// What came of changing it, for the status line.
    pub told: Option<String>,
}

/// The feeds that somebody subscribed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedsNow {
    /// What they are called, in the order of their list.
    pub names: Vec<String>,
    /// What is wrong with the list.
    pub notices: Vec<Notice>,
}

/// Starts the thread; `report` is called from it.
pub(super) fn start(report: impl Fn(Report) + Send + 'static) -> Errands<Saving> {
    Errands::start(move |job| report(run(&job)))
}

/// Does one thing.
fn run(job: &Saving) -> Report {
    match job {
        Saving::Read(file) => Report::Saved(saved(file, None)),
        Saving::Save(file, query) => {
            let told = match file.save(&query.name, &query.query) {
                Ok(()) => format!("saved as “{}” in {}", query.name, file.path.display()),
                Err(refused) => format!("not saved: {refused}"),
            };
            Report::Saved(saved(file, Some(told)))
        }
        Saving::ReadFeeds(feeds) => {
            let (names, notices) = feeds.names();
            Report::Feeds(FeedsNow { names, notices })
        }
        Saving::ReadWatched(file) => Report::Watched(watched(file, None)),
        Saving::Watch(file, entry, on) => {
            let typed = &entry.typed;
            let done = if *on { file.add(typed) } else { file.remove(typed) };
            let told = match (done, on) {
                (Ok(()), true) => format!("watching “{typed}”, in {}", file.path.display()),
                (Ok(()), false) => format!("“{typed}” is no longer watched"),
                (Err(refused), _) => format!("the watch list is as it was: {refused}"),
            };
            Report::Watched(watched(file, Some(told)))
        }
    }
}

fn saved(file: &SavedFile, told: Option<String>) -> Saved {
    let read = file.read();
    Saved { notices: read.notices(&file.path), queries: read.queries, told }
}

fn watched(file: &WatchFile, told: Option<String>) -> WatchedNow {
    let read = file.read();
    WatchedNow { notices: read.notices(&file.path), entries: read.entries, told }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn what_is_queued_is_saved_before_the_thread_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = SavedFile { path: folder.path().join("queries.txt"), writable: true };
        let (sender, reports) = mpsc::channel();
        let saver = start(move |report| sender.send(report).unwrap());
        for name in ["a", "b", "c = d"] {
            let query = SavedQuery { name: name.to_owned(), query: "pluie".to_owned() };
            saver.run(Saving::Save(file.clone(), query));
        }
        let list = WatchFile { path: folder.path().join("watch.txt"), writable: true };
        for (typed, on) in [("Kim", true), ("#", true), ("Kim", false)] {
            saver.run(Saving::Watch(list.clone(), Watched { typed: typed.to_owned() }, on));
        }
        drop(saver);
        let told = |report| match report {
            Report::Saved(now) => now.told,
            Report::Watched(now) => now.told,
            other => panic!("{other:?}"),
        };
        let told: Vec<String> = reports.iter().filter_map(told).collect();
        assert!(told[0].starts_with("saved as “a”") && told[2].starts_with("not saved: an equals sign"), "{told:?}");
        assert!(told[3].starts_with("watching “Kim”, in ") && told[4].starts_with("the watch list is as it was: "));
        assert_eq!(told[5], "“Kim” is no longer watched");
        assert!(matches!(run(&Saving::Read(file)), Report::Saved(now) if now.queries.len() == 2));
        assert!(matches!(run(&Saving::ReadWatched(list)), Report::Watched(now) if now == WatchedNow::default()));
    }
}
