//! The thread that reads and writes the saved queries: the screen waits for no disk.

use super::errands::Errands;
use crate::library::saved::{SavedFile, SavedQuery};
use crate::library::scan::Notice;

/// Something to do with the file of saved queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Read it.
    Read(SavedFile),
    /// Save a query, and read it again.
    Save(SavedFile, SavedQuery),
}

/// What the file holds after that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saved {
    /// The queries, in the order of the file.
    pub queries: Vec<SavedQuery>,
    /// What is wrong with it.
    pub notices: Vec<Notice>,
    /// What came of saving, for the status line.
    pub told: Option<String>,
}

/// Starts the thread; `report` is called from it.
pub(super) fn start(report: impl Fn(Saved) + Send + 'static) -> Errands<Saving> {
    Errands::start(move |job| report(run(&job)))
}

/// Does one thing.
fn run(job: &Saving) -> Saved {
    let (file, told) = match job {
        Saving::Read(file) => (file, None),
        Saving::Save(file, saved) => {
            let told = match file.save(&saved.name, &saved.query) {
                Ok(()) => format!("saved as “{}” in {}", saved.name, file.path.display()),
                Err(refused) => format!("not saved: {refused}"),
            };
            (file, Some(told))
        }
    };
    let read = file.read();
    Saved { notices: read.notices(&file.path), queries: read.queries, told }
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
        let saver = start(move |held| sender.send(held).unwrap());
        for name in ["a", "b", "c = d"] {
            let query = SavedQuery { name: name.to_owned(), query: "pluie".to_owned() };
            saver.run(Saving::Save(file.clone(), query));
        }
        drop(saver);
        let told: Vec<String> = reports.iter().filter_map(|saved| saved.told).collect();
        assert!(told[0].starts_with("saved as “a”") && told[2].starts_with("not saved: an equals sign"), "{told:?}");
        assert_eq!(run(&Saving::Read(file)).queries.len(), 2);
    }
}
