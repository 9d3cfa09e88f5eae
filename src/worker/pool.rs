//! The threads and their queues.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::count::{Count, Counter};
use super::drafts::{Draft, Drafts, Work};
use super::errands::Errands;
use super::exporter::Exporter;
use super::index::Index;
use super::inquiries::Inquirer;
use super::keeper::{Keep, Keeper};
use super::reader::{self, Recaller, Step, Steps};
use super::rhythm::Alarm;
use super::roll::{self, Rolled};
use super::scanner::Scanner;
use super::searches::{Find, Searcher};
use super::{Job, Judging, Kept, Narrow, Narrower, Report, Saving};
use super::{rulings, saved, stories};
use crate::document::ArticleId;
use crate::library::store::KeptId;
use crate::library::{Snapshot, Stories};

/// Threads that run jobs. Dropping it lets each thread finish what it is at and stop, and waits until what the user did is
/// kept.
pub struct Pool {
    shared: Arc<Shared>,
    /// Where there is a library: the thread that keeps.
    keeper: Option<JoinHandle<Option<String>>>,
    saver: Errands<Saving>,
    judge: Errands<Judging>,
    inquirer: Inquirer,
    exporter: Exporter,
}

struct Shared {
    queues: Mutex<Queues>,
    changed: Condvar,
    /// The generation of the newest narrowing asked for.
    newest: AtomicU64,
    stopped: AtomicBool,
    report: Box<dyn Fn(Report) + Send + Sync>,
    library: Option<PathBuf>,
    /// Calls the scanning thread to another look.
    alarm: Arc<Alarm>,
    /// What waits for the keeper.
    drafts: Drafts,
    /// The paths scanned last.
    roots: Mutex<Vec<PathBuf>>,
    /// True while the keeper has a library to write to.
    keeps: AtomicBool,
}

/// All locks on this are held for a few instructions only: the UI thread takes it too.
#[derive(Default)]
struct Queues {
    scan: Option<Vec<PathBuf>>,
    steps: Steps,
    narrow: Option<Narrow>,
    prepare: Option<Snapshot>,
    find: Option<Find>,
    count: Option<Count>,
    stories: stories::Waiting,
}

impl Pool {
    /// Starts one scanning, one searching, one grouping and `readers` reading threads, one each for the saved queries and the
    /// rulings, one that looks into the articles about somebody, one for exports, and one that keeps what the user does in the
    /// library at `library`. `report` is called from all of them.
    #[must_use]
    pub fn new(readers: usize, library: Option<&Path>, report: impl Fn(Report) + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            queues: Mutex::default(),
            changed: Condvar::new(),
            newest: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            report: Box::new(report),
            library: library.map(Path::to_owned),
            alarm: Arc::default(),
            drafts: Drafts::default(),
            roots: Mutex::default(),
            keeps: AtomicBool::new(library.is_some()),
        });
        let start = |work: fn(&Shared)| {
            let shared = shared.clone();
            thread::spawn(move || work(&shared));
        };
        start(Shared::scan);
        start(Shared::search);
        start(Shared::group);
        (0..readers.max(1)).for_each(|_| start(Shared::read));
        let keeper = library.map(|_| {
            let shared = shared.clone();
            thread::spawn(move || shared.keep())
        });
        let to = shared.clone();
        let saver = saved::start(move |report| (to.report)(report));
        let to = shared.clone();
        let judge = rulings::start(move |judged| (to.report)(Report::Judged(judged)));
        let to = shared.clone();
        let inquirer = Inquirer::start(shared.library.clone(), move |learnt| (to.report)(learnt));
        let to = shared.clone();
        let exporter = Exporter::start(move |exported| (to.report)(Report::Exported(exported)));
        Self { shared, keeper, saver, judge, inquirer, exporter }
    }

    /// Queues a job. Returns at once. A search replaces an older one of its kind that has not started.
    pub fn run(&self, job: Job) {
        let job = match job {
            Job::Saved(saving) => return self.saver.run(saving),
            Job::Export(exporting) => return self.exporter.run(exporting),
            Job::Inquire(inquire) => return self.inquirer.run(*inquire),
            Job::Roll(wanted) => {
                let shared = self.shared.clone();
                thread::spawn(move || shared.roll(&wanted));
                return;
            }
            Job::Judge(judging) => return self.judge.run(judging),
            Job::Again => return (self.shared.report)(Report::Again),
            job => job,
        };
        let mut queues = self.shared.lock();
        match job {
            Job::Scan(paths) => queues.scan = Some(paths),
            Job::Read(id, source) => _ = queues.steps.reads.insert(id, source),
            Job::Name(analysis) => queues.steps.name(analysis),
            Job::Focus(id) => queues.steps.focus = Some(id),
            Job::Load(id, entry) => queues.steps.loads.push((id, entry)),
            Job::Recall(batch) => queues.steps.recalls.push_back(batch),
            Job::Narrow(narrow) => {
                self.shared.newest.fetch_max(narrow.generation, Ordering::Relaxed);
                queues.narrow = Some(*narrow);
            }
            Job::Prepare(pile) => queues.prepare = Some(pile),
            Job::Find(find) => queues.find = Some(*find),
            Job::Keep(keep) => {
                if self.keeper.is_some() {
                    self.shared.drafts.keep(*keep);
                }
                return;
            }
            Job::Count(count) => queues.count = Some(*count),
            Job::Group(said) => queues.stories.said.get_or_insert_default().extend(said),
            Job::Compare(compare) => queues.stories.compare = Some(compare),
            Job::Spot(spot) => queues.steps.spots.push_back(spot),
            Job::Saved(_) | Job::Judge(_) | Job::Again | Job::Inquire(_) | Job::Roll(_) | Job::Export(_) => {}
        }
        drop(queues);
        self.shared.changed.notify_all();
    }
}

impl Pool {
    /// Lets each thread stop, as dropping does, and returns what to tell when something that the user did could not be
    /// kept to the last, or an export was not complete.
    #[must_use]
    pub fn close(mut self) -> Option<String> {
        self.stop()
    }

    fn stop(&mut self) -> Option<String> {
        self.shared.stopped.store(true, Ordering::Relaxed);
        self.shared.changed.notify_all();
        self.shared.alarm.close();
        self.shared.drafts.close();
        let kept = self.keeper.take().and_then(|keeper| keeper.join().ok().flatten());
        let lost: Vec<String> = kept.into_iter().chain(self.exporter.close()).collect();
        (!lost.is_empty()).then(|| lost.join("; "))
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Lets the threads of the screen and of the searches go first: a key is not to wait for work that nobody waits for. Only
/// Linux knows this for a single thread.
pub(super) fn step_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(BEHIND);
}

/// How far behind, of 19 steps.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 10;

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
        let Some(paths) = self.next(|q| q.scan.take()) else { return };
        self.roots.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&paths);
        let (report, stopped) = (&*self.report, || self.stopped());
        Scanner { paths, library: self.library.as_deref(), report, stopped: &stopped }.run(&self.alarm);
    }

    fn read(&self) {
        step_back();
        let keep = |draft: Draft| self.drafts.write(draft);
        let mut recaller = Recaller::default();
        let take = |queues: &mut Queues| {
            let step = queues.steps.next()?;
            Some((queues.steps.is_awaited(&step), step))
        };
        while let Some((awaited, step)) = self.next(take) {
            if let Step::Recall(batch) = step {
                (self.report)(Report::Names(recaller.recall(self.library.as_deref(), &batch)));
                continue;
            }
            if let Step::Spot(spot) = step {
                let found = catch_unwind(|| rulings::look(&spot)).unwrap_or_default();
                (self.report)(Report::Spotted { generation: spot.generation, found });
                continue;
            }
            if awaited {
                reader::preview(&step, &*self.report);
            }
            let (keeps, source) = (self.keeps.load(Ordering::Relaxed), step.source());
            reader::run(step, &*self.report, if keeps { Some(&keep) } else { None });
            self.lock().steps.done(source);
        }
    }

    fn roll(&self, wanted: &[(KeptId, ArticleId)]) {
        step_back();
        let paths = self.roots.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match &self.library {
            Some(library) => roll::call(library, &paths, wanted, &*self.report, &|| self.stopped()),
            None => (self.report)(Report::Rolled(Rolled::Done(None))),
        }
    }

    /// Returns what to tell when something that the user did is not kept.
    fn keep(&self) -> Option<String> {
        let kept = catch_unwind(AssertUnwindSafe(|| self.keep_all()));
        // Whoever derives something must not wait for a thread that is gone.
        self.keeps.store(false, Ordering::Relaxed);
        self.drafts.close();
        kept.unwrap_or_else(|_| {
            let message = "nothing more is kept: a defect of this program stopped the keeping; please report it";
            (self.report)(Report::Kept(Kept::Failed(message.to_owned())));
            Some(message.to_owned())
        })
    }

    /// Once the pool is gone, what the user did is kept, and nothing more is looked up.
    fn keep_all(&self) -> Option<String> {
        step_back();
        let report = |kept| (self.report)(Report::Kept(kept));
        let (mut keeper, failed) = Keeper::open(self.library.as_deref()?);
        failed.map(Kept::Failed).into_iter().chain(keeper.trail()).for_each(report);
        self.keeps.store(keeper.derives(), Ordering::Relaxed);
        while let Some(work) = self.drafts.next() {
            let kept = match work {
                Work::Keep(Keep::Recall { .. }) if self.stopped() => None,
                Work::Keep(Keep::Visited(texts)) => {
                    keeper.end_visit(&self.roots.lock().unwrap_or_else(PoisonError::into_inner), &texts)
                }
                Work::Keep(keep) => keeper.keep(keep),
                Work::Write(drafts) => keeper.write(drafts),
                Work::Again => {
                    keeper.again().into_iter().for_each(report);
                    None
                }
                Work::Rest => keeper.rest(&self.roots.lock().unwrap_or_else(PoisonError::into_inner)),
            };
            kept.into_iter().for_each(report);
            self.keeps.store(keeper.derives(), Ordering::Relaxed);
            if keeper.waits() {
                self.drafts.later();
            }
        }
        keeper.end()
    }

    /// Prepares the titles, until somebody asks for more: whoever filters prepares them, too, with more hands.
    fn prepare(&self) {
        let Some(pile) = self.lock().prepare.take() else { return };
        for chunk in 0..pile.titles().chunks() {
            let queues = self.lock();
            if queues.narrow.is_some() || queues.find.is_some() || self.stopped() {
                return;
            }
            drop(queues);
            // A defect in it shows when the filter comes, which answers for it.
            if catch_unwind(|| pile.titles().prepare(chunk)).is_err() {
                return;
            }
        }
    }

    fn group(&self) {
        step_back();
        let mut stories = Stories::default();
        while let Some(waiting) = self.next(|q| q.stories.take()) {
            stories::run(&mut stories, waiting, &*self.report);
        }
    }

    fn search(&self) {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let mut index = Index::new(self.library.as_deref());
        let mut narrower = Narrower::new(threads);
        let mut searcher = Searcher::default();
        let mut counter = Counter::default();
        while let Some((narrow, find, count)) = self.next(|q| {
            let asked = q.narrow.is_some() || q.find.is_some() || q.count.is_some();
            let due = asked || q.prepare.is_some() || counter.is_busy();
            due.then(|| (q.narrow.take(), q.find.take(), q.count.take()))
        }) {
            self.prepare();
            if let Some(count) = count {
                index.open_for(&count.query);
                counter.start(count, &index);
            }
            // Whatever somebody waits for goes first; then a small step is counted, and everything is looked at again.
            let idle = narrow.is_none() && find.is_none();
            if idle && catch_unwind(AssertUnwindSafe(|| counter.step(&*self.report))).is_err() {
                counter.reset(&*self.report);
            }
            // A defect in a search costs its results, not every later search.
            if let Some(find) = find {
                let none = Report::Hits { generation: find.generation, hits: Vec::new() };
                (self.report)(catch_unwind(AssertUnwindSafe(|| searcher.find(&find))).unwrap_or(none));
            }
            if let Some(narrow) = narrow {
                index.open_for(&narrow.query);
                let run = || narrower.run(&narrow, &index, &self.newest, &*self.report);
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
    use crate::library::read::Outcome;
    use crate::library::sources::{Change, SourceNo};
    use crate::library::store::ListedArticle;
    use crate::library::{Pile, Source};
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
        let Ok(Report::Changes(found)) = reports.recv() else { panic!("a scan reports what it found") };
        assert_eq!(found.len(), 2);
        assert!(matches!(reports.recv(), Ok(Report::Scanned)));
        for (id, change) in found.into_iter().enumerate() {
            let Change::New { source, .. } = change else { panic!("{change:?}") };
            pool.run(Job::Read(ArticleId(id as u32), source));
        }
        for _ in 0..2 {
            assert!(matches!(reports.recv(), Ok(Report::Read(_, Outcome::Articles(_), Some(_)))));
        }
    }

    #[test]
    fn the_beginning_of_a_huge_text_is_told_first_when_somebody_waits_for_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("1.txt");
        fs::write(&path, "Un texte assez long, et rien de plus.\n\n".repeat(30_000)).unwrap();
        let source = Arc::new(Source::File { path, named: true });
        let (sender, reports) = mpsc::channel();
        let pool = Pool::new(1, None, move |report| sender.send(report).unwrap_or_default());
        pool.run(Job::Read(ArticleId(0), source.clone()));
        let Ok(Report::Read(_, Outcome::Articles(whole), _)) = reports.recv() else { panic!("nobody waits for it") };
        let mut pile = Pile::new();
        let id = pile.recall(SourceNo(0), &source, &[ListedArticle::of(&whole[0].article)], false)[0];
        let kept = pile.entry(id).clone();
        pool.run(Job::Focus(id));
        for job in [Job::Read(id, source), Job::Load(id, Box::new(kept))] {
            pool.run(job);
            let Ok(Report::Preview(of, seen)) = reports.recv() else { panic!("the beginning comes first") };
            let whole = match reports.recv() {
                Ok(Report::Read(_, Outcome::Articles(mut fresh), _)) => fresh.remove(0).article,
                Ok(Report::Loaded(_, Some((_, article, None)))) => article,
                other => panic!("{other:?}"),
            };
            assert!(of == id && seen.text().len() < whole.text().len() && whole.text().starts_with(seen.text()));
        }
    }

    #[test]
    fn what_changes_is_told_until_the_pool_is_gone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("pile");
        let file = |name: &str| folder.join(name);
        // All at once, so that no look sees a half.
        let put = |name: &str, text: &str| {
            fs::write(root.path().join("new"), text)
                .and_then(|()| fs::rename(root.path().join("new"), file(name)))
                .unwrap();
        };
        fs::create_dir(&folder).unwrap();
        put("1.txt", "Un texte.");
        let (sender, reports) = mpsc::channel();
        let pool = Pool::new(1, None, move |report| sender.send(report).unwrap_or_default());
        pool.run(Job::Scan(vec![folder.clone()]));
        let changes = || {
            loop {
                match reports.recv() {
                    Ok(Report::Changes(changes)) => return changes,
                    Ok(Report::Scanned) => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        assert_eq!(changes().len(), 1);
        put("2.txt", "Un autre texte.");
        assert!(matches!(changes()[..], [Change::New { .. }]));
        put("1.txt", "Un texte corrigé.");
        assert!(matches!(changes()[..], [Change::Changed(_)]));
        fs::remove_file(file("2.txt")).unwrap();
        assert!(matches!(changes()[..], [Change::Gone(_)]));
        fs::rename(&folder, root.path().join("away")).unwrap();
        assert!(matches!(changes()[..], [Change::Notice(_)]));
        fs::write(root.path().join("away/3.txt"), "Un texte de plus.").unwrap();
        fs::rename(root.path().join("away"), &folder).unwrap();
        assert!(matches!(changes()[..], [Change::New { .. }, Change::Over(_)]));
        // It is watched again.
        put("4.txt", "Un dernier texte.");
        assert!(matches!(changes()[..], [Change::New { .. }]));
        drop(pool);
        assert!(reports.iter().all(|report| matches!(report, Report::Changes(_))), "the thread has ended");
    }
}
