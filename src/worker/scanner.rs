//! The thread that looks for what is to be read: first what an earlier run kept, then what is on the disk, and again
//! whenever something happens there.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::keeper::Open;
use super::rhythm::{Alarm, Looked};
use super::watcher::Watcher;
use super::{Before, Report};
use crate::library::kept::Fingerprint;
use crate::library::sources::{Change, Sources};
use crate::library::store::Store;
use crate::library::{Kept, Snapshot};

/// Changes handed over at once: enough that the list fills in a few frames, few enough that the first come soon.
const BATCH: usize = 512;

/// Marks handed over at once: a millisecond for the thread of the screen.
const MARKS: usize = 512;

/// Looks for what is below some paths.
pub(super) struct Scanner<'a> {
    pub(super) paths: Vec<PathBuf>,
    /// The library, to be read only.
    pub(super) library: Option<&'a Path>,
    pub(super) report: &'a dyn Fn(Report),
    pub(super) stopped: &'a dyn Fn() -> bool,
}

impl Scanner<'_> {
    /// Returns when nothing is to be watched, or the alarm is closed.
    pub(super) fn run(&self, alarm: &Arc<Alarm>) {
        let store = self.library.and_then(|path| Store::open_read_only(path).ok());
        let kept = store.as_ref().and_then(|store| Kept::load(store, &self.paths).ok()).unwrap_or_default();
        let Kept { pile, sources, named, stale, unnamed, seen, new, open } = kept;
        let snapshot = pile.snapshot().clone();
        if !sources.is_empty() || seen.is_some() {
            let open = open.map(|(id, session)| (id, Open::from(session)));
            (self.report)(Report::Before(Box::new(Before { pile, stale, unnamed, named, seen, new, open })));
        }
        let mut marks = store.as_ref().and_then(|store| Kept::marks(store, &snapshot).ok()).unwrap_or_default();
        while !marks.is_empty() {
            let rest = marks.split_off(marks.len().min(MARKS));
            (self.report)(Report::Marks(std::mem::replace(&mut marks, rest)));
        }
        // Behind the list and the marks: nobody waits for it.
        if let Some(store) = &store {
            self.tell_fingerprints(store, &snapshot);
        }
        drop(snapshot);
        let mut sources = Sources::remembered(sources);
        self.look(&mut sources);
        (self.report)(Report::Scanned);
        self.watch(&mut sources, alarm);
    }

    fn watch(&self, sources: &mut Sources, alarm: &Arc<Alarm>) {
        let Some(mut watcher) = Watcher::new(&self.paths, self.library, alarm) else { return };
        loop {
            let began = Instant::now();
            watcher.renew();
            if (self.stopped)() {
                return;
            }
            self.look(sources);
            if let Some(complaint) = watcher.complaint() {
                (self.report)(Report::Changes(vec![Change::Notice(complaint)]));
            }
            if !alarm.wait(Looked::new(began, Instant::now()), watcher.is_blind()) {
                return;
            }
        }
    }

    /// Tells what kept articles say, a few at a time: all at once would take as much room as the list.
    fn tell_fingerprints(&self, store: &Store, snapshot: &Snapshot) {
        let mut batch = Vec::with_capacity(MARKS);
        let told = Kept::fingerprints(store, snapshot, |fingerprint: Fingerprint| {
            batch.push(fingerprint);
            if batch.len() == MARKS {
                (self.report)(Report::Fingerprints(std::mem::replace(&mut batch, Vec::with_capacity(MARKS))));
            }
        });
        // What cannot be read is as good as not kept: those articles stand alone.
        if told.is_ok() && !batch.is_empty() {
            (self.report)(Report::Fingerprints(batch));
        }
    }

    fn look(&self, sources: &mut Sources) {
        let mut batch = Vec::new();
        sources.look(&self.paths, &mut |change| {
            batch.push(change);
            if batch.len() == BATCH {
                (self.report)(Report::Changes(std::mem::take(&mut batch)));
            }
            !(self.stopped)()
        });
        if !batch.is_empty() {
            (self.report)(Report::Changes(batch));
        }
    }
}
