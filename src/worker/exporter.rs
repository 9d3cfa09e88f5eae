//! The thread that writes a view to a file: the screen waits for no disk, and no other work waits for this.
//!
//! Who is who is known where the pile is, so the articles of a view come from there, a few at a time: when those are written,
//! the next are asked for. Neither side waits for the other, and no more than these few are between them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::pool::step_back;
use crate::export::{About, Piece, Plan, Writer};
use crate::library::target::{Leave, Target, Trouble};

/// A part of an export.
#[derive(Debug, Clone)]
pub enum Exporting {
    /// Begin one.
    Begin(Box<Export>),
    /// Its next articles.
    More(Batch),
    /// Leave it.
    Stop(u64),
}

/// An export.
#[derive(Debug, Clone)]
pub struct Export {
    /// Where to; a `~/` at its start is the user's home.
    pub path: PathBuf,
    /// What.
    pub plan: Plan,
    /// Whether an earlier export may be replaced.
    pub overwrite: bool,
    /// What the view is.
    pub about: About,
    /// Its first articles.
    pub first: Batch,
}

/// Some articles of a view.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Of which export.
    pub number: u64,
    /// In order.
    pub pieces: Vec<Piece>,
    /// True for the last ones.
    pub last: bool,
}

/// What came of an export, by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    /// The next articles are wanted.
    Wants(u64),
    /// There is something in its place, which may be replaced when somebody says so.
    Exists(u64),
    /// It is written.
    Done(u64, String),
    /// It is not, and nothing is left of it.
    Failed(u64, String),
}

/// The thread. Dropping this, or closing it, waits until it has ended; what is not complete by then is not written.
pub(super) struct Exporter {
    jobs: Option<Sender<Exporting>>,
    /// True once the program ends.
    left: Arc<AtomicBool>,
    thread: Option<JoinHandle<Option<String>>>,
}

impl Exporter {
    /// Starts it; `report` is called from it.
    pub(super) fn start(report: impl Fn(Exported) + Send + 'static) -> Self {
        let (jobs, queue) = mpsc::channel::<Exporting>();
        let left = Arc::new(AtomicBool::new(false));
        let is_left = left.clone();
        let thread = thread::spawn(move || {
            step_back();
            let mut lost = None;
            while let Ok(job) = queue.recv() {
                // What belongs to an export that is over is of no use.
                let Exporting::Begin(export) = job else { continue };
                let (number, shown) = (export.first.number, export.path.display().to_string());
                let ran = catch_unwind(AssertUnwindSafe(|| run(*export, &queue, &report, &is_left)));
                match ran {
                    Ok(Ending::Reported(exported)) => report(exported),
                    Ok(Ending::Stopped) => report(Exported::Failed(number, format!("not written: {shown}"))),
                    Ok(Ending::Left) => lost = Some(format!("{shown} is not written: it was not complete")),
                    Err(_) => {
                        let message = "not written: a defect of this program; please report it";
                        report(Exported::Failed(number, format!("{message}: {shown}")));
                    }
                }
            }
            lost
        });
        Self { jobs: Some(jobs), left, thread: Some(thread) }
    }

    /// Queues a job.
    pub(super) fn run(&self, job: Exporting) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }

    /// Ends it, and returns what to tell when an export is not complete.
    pub(super) fn close(&mut self) -> Option<String> {
        self.jobs = None;
        self.left.store(true, Ordering::Relaxed);
        self.thread.take()?.join().ok().flatten()
    }
}

impl Drop for Exporter {
    fn drop(&mut self) {
        self.close();
    }
}

/// How an export ended.
enum Ending {
    Reported(Exported),
    Stopped,
    /// The program ends.
    Left,
}

fn run(export: Export, queue: &Receiver<Exporting>, report: &impl Fn(Exported), left: &AtomicBool) -> Ending {
    let number = export.first.number;
    let path = at_home(&export.path);
    match write(export, &path, queue, report, left) {
        // Where there is little room, the path is what is cut.
        Ok(Some(told)) => Ending::Reported(Exported::Done(number, format!("written: {told}: {}", path.display()))),
        Ok(None) => Ending::Stopped,
        Err(Halt::Left) => Ending::Left,
        Err(Halt::Trouble(Trouble::Exists(_))) => Ending::Reported(Exported::Exists(number)),
        Err(Halt::Trouble(trouble)) => {
            Ending::Reported(Exported::Failed(number, format!("not written: {trouble}: {}", path.display())))
        }
    }
}

/// Why there is nothing to tell of a file.
enum Halt {
    Left,
    Trouble(Trouble),
}

impl<E: Into<Trouble>> From<E> for Halt {
    fn from(trouble: E) -> Self {
        Self::Trouble(trouble.into())
    }
}

/// Returns what was written; `None` when that is not wanted any more.
fn write(
    export: Export,
    path: &Path,
    queue: &Receiver<Exporting>,
    report: &impl Fn(Exported),
    left: &AtomicBool,
) -> Result<Option<String>, Halt> {
    // A pipe would keep this thread, and the program with it, for as long as nobody reads it.
    let leave = Leave { overwrite: export.overwrite, devices: false };
    let mut target = Target::create(path, export.plan.shape(), leave)?;
    let mut writer = Writer::new(&export.plan, &export.about, &mut target)?;
    let mut batch = export.first;
    let number = batch.number;
    loop {
        for piece in batch.pieces {
            // What is all here is written to the end; of anything else no text is read in vain.
            if !batch.last && left.load(Ordering::Relaxed) {
                return Err(Halt::Left);
            }
            writer.item(piece.item().as_ref(), &mut target)?;
        }
        if batch.last {
            break;
        }
        report(Exported::Wants(number));
        batch = loop {
            match queue.recv() {
                Ok(Exporting::More(more)) if more.number == number => break more,
                Ok(Exporting::Stop(stopped)) if stopped == number => return Ok(None),
                Ok(_) => {}
                Err(_) => return Err(Halt::Left),
            }
        };
    }
    let written = writer.finish(&mut target)?;
    target.finish()?;
    Ok(Some(written.told()))
}

/// The path that a shell would make of one that starts with `~/`.
fn at_home(path: &Path) -> PathBuf {
    let home = path.strip_prefix("~").ok().zip(std::env::home_dir());
    home.map_or_else(|| path.to_owned(), |(rest, home)| home.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Followed, Marks, Whos};
    use crate::library::Pile;

    fn pieces(folder: &Path) -> Vec<Piece> {
        for name in ["1.txt", "2.txt"] {
            std::fs::write(folder.join(name), "Un texte\n\nLe président russe Vladimir Poutine a parlé.\n").unwrap();
        }
        let pile = Pile::load(&[folder.to_owned()]);
        let mut whos = Whos::default();
        let piece = |&id| Piece::of(&pile, id, &mut whos, Followed::None, Marks::default());
        pile.order().iter().map(piece).collect()
    }

    fn export(path: &Path, number: u64, pieces: &[Piece], last: bool) -> Exporting {
        Exporting::Begin(Box::new(Export {
            path: path.to_owned(),
            plan: Plan::of_name(path.to_str().unwrap()).unwrap(),
            overwrite: false,
            about: About::default(),
            first: Batch { number, pieces: pieces.to_vec(), last },
        }))
    }

    #[test]
    fn a_view_is_written_as_its_articles_come() {
        let (source, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (pieces, path) = (pieces(source.path()), folder.path().join("out.jsonl"));
        let (sender, reports) = mpsc::channel();
        let mut exporter = Exporter::start(move |exported| sender.send(exported).unwrap());
        exporter.run(export(&path, 7, &pieces[..1], false));
        assert_eq!(reports.recv(), Ok(Exported::Wants(7)));
        assert!(!path.exists());
        exporter.run(Exporting::More(Batch { number: 6, pieces: pieces.clone(), last: true }));
        exporter.run(Exporting::More(Batch { number: 7, pieces: pieces[1..].to_vec(), last: true }));
        let Ok(Exported::Done(7, told)) = reports.recv() else { panic!("it is written") };
        assert!(told.starts_with("written: 2 articles: ") && told.ends_with("out.jsonl"), "{told}");
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
        exporter.run(export(&path, 8, &pieces, true));
        assert_eq!(reports.recv(), Ok(Exported::Exists(8)));
        assert_eq!(exporter.close(), None);
    }

    #[test]
    fn what_is_stopped_or_left_leaves_nothing_behind() {
        let (source, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (pieces, path) = (pieces(source.path()), folder.path().join("out.csv"));
        let (sender, reports) = mpsc::channel();
        let mut exporter = Exporter::start(move |exported| sender.send(exported).unwrap());
        exporter.run(export(&path, 1, &pieces, false));
        assert_eq!(reports.recv(), Ok(Exported::Wants(1)));
        exporter.run(Exporting::Stop(1));
        assert!(matches!(reports.recv(), Ok(Exported::Failed(1, _))));
        exporter.run(export(&path, 2, &pieces, false));
        assert_eq!(reports.recv(), Ok(Exported::Wants(2)));
        assert!(exporter.close().is_some_and(|lost| lost.contains("out.csv is not written")));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut exporter = Exporter::start(|_| ());
        // What is complete is written to the end, though nobody waits for it.
        exporter.run(export(&path, 3, &pieces, true));
        assert_eq!(exporter.close(), None);
        assert!(path.exists());
    }
}
