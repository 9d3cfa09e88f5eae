//! The threads and their queues.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::keeper::{Keep, Keeper};
use super::searches::{Find, Searcher};
use super::{Job, Kept, Narrow, Narrower, Report};
use crate::document::{Article, ArticleId};
use crate::library::{Source, read, scan};

/// Finds handed over at once: enough that the list fills in a few frames, few enough that the first come soon.
const SCAN_BATCH: usize = 512;

/// Threads that run jobs. Dropping it lets each thread finish what it is at and stop, and waits until what the user did is
/// kept.
pub struct Pool {
    shared: Arc<Shared>,
    /// Where there is a library: what to keep, and the thread that does it.
    keeper: Option<(Sender<Keep>, JoinHandle<()>)>,
}

struct Shared {
    queues: Mutex<Queues>,
    changed: Condvar,
    /// The generation of the newest narrowing asked for.
    newest: AtomicU64,
    stopped: AtomicBool,
    report: Box<dyn Fn(Report) + Send + Sync>,
}

/// All locks on this are held for a few instructions only: the UI thread takes it too.
#[derive(Default)]
struct Queues {
    scans: Vec<Vec<PathBuf>>,
    focus: Option<ArticleId>,
    reads: BTreeMap<ArticleId, Arc<Source>>,
    analyses: BTreeMap<ArticleId, Arc<Article>>,
    narrow: Option<Narrow>,
    find: Option<Find>,
}

/// What a reading thread does next.
enum Step {
    Read(ArticleId, Arc<Source>),
    Name(ArticleId, Arc<Article>),
}

impl Queues {
    /// The article on the screen first; then all reading before all analysis, because a list of titles is of use
    /// without names, and names are of none without their articles.
    fn step(&mut self) -> Option<Step> {
        if let Some(id) = self.focus {
            if let Some(source) = self.reads.remove(&id) {
                return Some(Step::Read(id, source));
            }
            if let Some(article) = self.analyses.remove(&id) {
                return Some(Step::Name(id, article));
            }
        }
        let read = self.reads.pop_first().map(|(id, source)| Step::Read(id, source));
        read.or_else(|| self.analyses.pop_first().map(|(id, article)| Step::Name(id, article)))
    }
}

impl Pool {
    /// Starts one scanning, one searching and `readers` reading threads, and one that keeps what the user does in the
    /// library at `library`. `report` is called from all of them.
    #[must_use]
    pub fn new(readers: usize, library: Option<&Path>, report: impl Fn(Report) + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            queues: Mutex::default(),
            changed: Condvar::new(),
            newest: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            report: Box::new(report),
        });
        let start = |work: fn(&Shared)| {
            let shared = shared.clone();
            thread::spawn(move || work(&shared));
        };
        start(Shared::scan);
        start(Shared::search);
        (0..readers.max(1)).for_each(|_| start(Shared::read));
        let keeper = library.map(|path| {
            let (sender, keeps) = mpsc::channel();
            let (shared, path) = (shared.clone(), path.to_owned());
            (sender, thread::spawn(move || shared.keep(&path, &keeps)))
        });
        Self { shared, keeper }
    }

    /// Queues a job. Returns at once. A search replaces an older one of its kind that has not started.
    pub fn run(&self, job: Job) {
        if let Job::Keep(keep) = job {
            if let Some((keeper, _)) = &self.keeper {
                let _ = keeper.send(keep);
            }
            return;
        }
        let mut queues = self.shared.lock();
        match job {
            Job::Scan(paths) => queues.scans.push(paths),
            Job::Read(id, source) => {
                queues.reads.insert(id, source);
            }
            Job::Name(id, article) => {
                queues.analyses.insert(id, article);
            }
            Job::Focus(id) => queues.focus = Some(id),
            Job::Narrow(narrow) => {
                self.shared.newest.fetch_max(narrow.generation, Ordering::Relaxed);
                queues.narrow = Some(*narrow);
            }
            Job::Find(find) => queues.find = Some(*find),
            Job::Keep(_) => {}
        }
        drop(queues);
        self.shared.changed.notify_all();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.shared.changed.notify_all();
        if let Some((keeps, keeper)) = self.keeper.take() {
            drop(keeps);
            let _ = keeper.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Waits for something that `take` finds in the queues; `None` when the pool is gone.
    fn next<T>(&self, take: impl Fn(&mut Queues) -> Option<T>) -> Option<T> {
        let mut queues = self.lock();
        loop {
            if self.stopped() {
                return None;
            }
            if let Some(work) = take(&mut queues) {
                return Some(work);
            }
            queues = self.changed.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn scan(&self) {
        while let Some(paths) = self.next(|q| q.scans.pop()) {
            let mut batch = Vec::new();
            scan::scan(&paths, &mut |found| {
                batch.push(found);
                if batch.len() == SCAN_BATCH {
                    (self.report)(Report::Found(std::mem::take(&mut batch)));
                }
                !self.stopped()
            });
            (self.report)(Report::Found(batch));
            (self.report)(Report::Scanned);
        }
    }

    fn read(&self) {
        while let Some(step) = self.next(Queues::step) {
            (self.report)(match step {
                Step::Read(id, source) => Report::Read(id, read::read(&source)),
                Step::Name(id, article) => Report::Named(id, read::name(&article)),
            });
        }
    }

    /// Once the pool is gone, what is still to be kept is kept, and nothing more is looked up.
    fn keep(&self, path: &Path, keeps: &Receiver<Keep>) {
        let (mut keeper, failed) = Keeper::open(path);
        if let Some(failed) = failed {
            (self.report)(Report::Kept(Kept::Failed(failed)));
        }
        for keep in keeps {
            if self.stopped() && matches!(keep, Keep::Recall { .. }) {
                continue;
            }
            if let Some(kept) = keeper.keep(keep) {
                (self.report)(Report::Kept(kept));
            }
        }
    }

    fn search(&self) {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let (mut narrower, mut searcher) = (Narrower::new(threads), Searcher::default());
        while let Some((narrow, find)) =
            self.next(|q| (q.narrow.is_some() || q.find.is_some()).then(|| (q.narrow.take(), q.find.take())))
        {
            // A defect in a search costs its results, not every later search.
            if let Some(find) = find {
                let none = Report::Hits { generation: find.generation, hits: Vec::new() };
                (self.report)(catch_unwind(AssertUnwindSafe(|| searcher.find(&find))).unwrap_or(none));
            }
            if let Some(narrow) = narrow {
                let run = || narrower.run(&narrow, &self.newest, &*self.report);
                if catch_unwind(AssertUnwindSafe(run)).is_err() {
                    narrower = Narrower::new(threads);
                    (self.report)(Report::Narrowed { generation: narrow.generation, ids: Vec::new(), complete: true });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::sync::mpsc;

    #[test]
    fn a_folder_is_scanned_and_read() {
        let root = tempfile::tempdir().unwrap();
        for name in ["1.txt", "2.txt"] {
            fs::write(root.path().join(name), "Un texte assez court.\n").unwrap();
        }
        let (sender, reports) = mpsc::channel();
        let pool = Pool::new(1, None, move |report| sender.send(report).unwrap_or_default());
        pool.run(Job::Scan(vec![root.path().to_owned()]));
        let Ok(Report::Found(found)) = reports.recv() else { panic!("a scan reports what it found") };
        assert_eq!(found.len(), 2);
        assert!(matches!(reports.recv(), Ok(Report::Scanned)));
        for (id, find) in found.into_iter().enumerate() {
            let scan::Found::Source(source) = find else { panic!("{find:?}") };
            pool.run(Job::Read(ArticleId(id as u32), Arc::new(source)));
        }
        for _ in 0..2 {
            assert!(matches!(reports.recv(), Ok(Report::Read(_, read::Outcome::Articles(_)))));
        }
    }
}
