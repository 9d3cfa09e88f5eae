//! The thread that looks into the articles that name somebody: for a card, and for every mention in its context.
//!
//! What somebody looks at comes first, then the card, then the rest of the mentions. All of it is done in small steps, and a
//! newer request takes the place of an older one of its kind.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

use super::Report;
use crate::document::ArticleId;
use crate::library::following::{Concordance, Dossier, Inquiry, Investigation, Names, Passage, Passages, Row, Wanted};

/// Articles looked at between two looks at whether something else is to be done.
const STRIDE: usize = 16;

/// The time until a first part is told, and at most between two parts: each costs a pass over all that was found.
const FIRST: Duration = Duration::from_millis(30);
const LONGEST: Duration = Duration::from_secs(1);

/// Something to look at.
#[derive(Debug, Clone)]
pub enum Inquire {
    /// Everything that a card shows. Newer requests have higher numbers, here and below.
    Card(u64, Inquiry),
    /// Which mentions there are, in which order.
    List(u64, Inquiry, Wanted),
    /// The mentions of these articles, in their context.
    Show(Inquiry, Vec<ArticleId>),
    /// Nobody looks any more.
    Stop,
}

/// What came of it; more may follow, until everything is looked at.
#[derive(Debug)]
pub enum Learnt {
    /// What is known so far.
    Card(u64, Box<Dossier>),
    /// The mentions found so far, and the articles looked at, of how many.
    List(u64, Arc<Vec<Row>>, (usize, usize)),
    /// Mentions in their context, by article.
    Shown(Inquiry, Vec<(ArticleId, Arc<[Passage]>)>),
}

/// The thread. It ends when this is gone.
pub(super) struct Inquirer(Sender<Inquire>);

impl Inquirer {
    /// Starts it; `report` is called from it. Names are asked of the `library`, if there is one.
    pub(super) fn start(library: Option<PathBuf>, report: impl Fn(Report) + Send + 'static) -> Self {
        let (sender, queue) = mpsc::channel();
        thread::spawn(move || {
            let mut desk = Desk { library, ..Desk::default() };
            while desk.take(&queue) {
                // A defect costs what was asked for, not what will be.
                if catch_unwind(AssertUnwindSafe(|| desk.step(&report))).is_err() {
                    desk.clear();
                }
            }
        });
        Self(sender)
    }

    /// Queues a request.
    pub(super) fn run(&self, job: Inquire) {
        let _ = self.0.send(job);
    }
}

/// Everything that is told of one request, without a thread of its own and without a library: for tests.
#[cfg(test)]
pub(crate) fn answer(job: Inquire) -> Vec<Report> {
    let reports = std::cell::RefCell::new(Vec::new());
    let mut desk = Desk::default();
    desk.put(job);
    while desk.is_busy() {
        desk.step(&|report| reports.borrow_mut().push(report));
    }
    reports.into_inner()
}

/// When the next part is told.
struct Pace {
    told: Instant,
    wait: Duration,
}

impl Pace {
    fn new() -> Self {
        Self { told: Instant::now(), wait: FIRST }
    }

    /// True when it is time, which it is more and more seldom.
    fn is_due(&mut self) -> bool {
        let due = self.told.elapsed() >= self.wait;
        if due {
            *self = Self { told: Instant::now(), wait: (2 * self.wait).min(LONGEST) };
        }
        due
    }
}

/// What lies before the thread.
#[derive(Default)]
struct Desk {
    library: Option<PathBuf>,
    names: Names,
    passages: Passages,
    /// Whom the passages are about.
    about: Option<Inquiry>,
    /// The newest last.
    show: Vec<(Inquiry, Vec<ArticleId>)>,
    new_card: Option<(u64, Inquiry)>,
    card: Option<(u64, Investigation, Pace)>,
    new_list: Option<(u64, Inquiry, Wanted)>,
    list: Option<(u64, Concordance, Pace)>,
}

impl Desk {
    fn clear(&mut self) {
        (self.new_card, self.new_list, self.card, self.list) = (None, None, None, None);
        self.show.clear();
    }

    /// True while there is something to do.
    fn is_busy(&self) -> bool {
        let waits = !self.show.is_empty() || self.new_card.is_some() || self.new_list.is_some();
        waits || self.card.is_some() || self.list.is_some()
    }

    /// Takes what was asked for, and waits for it when nothing else is to be done; false when nobody will ask any more.
    fn take(&mut self, queue: &Receiver<Inquire>) -> bool {
        if !self.is_busy() {
            let Ok(job) = queue.recv() else { return false };
            self.put(job);
        }
        loop {
            match queue.try_recv() {
                Ok(job) => self.put(job),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn put(&mut self, job: Inquire) {
        match job {
            Inquire::Card(generation, inquiry) => {
                (self.new_card, self.card) = (Some((generation, inquiry)), None);
            }
            Inquire::List(generation, inquiry, wanted) => {
                (self.new_list, self.list) = (Some((generation, inquiry, wanted)), None);
            }
            Inquire::Show(inquiry, articles) => {
                self.show.retain(|(other, _)| other.is(&inquiry));
                self.show.push((inquiry, articles));
            }
            Inquire::Stop => self.clear(),
        }
    }

    /// Does one thing.
    fn step(&mut self, report: &dyn Fn(Report)) {
        if let Some((inquiry, articles)) = self.show.pop() {
            self.open(&inquiry);
            let shown = articles.into_iter().map(|id| (id, self.passages.of(&inquiry, id, &self.names))).collect();
            report(Report::Learnt(Learnt::Shown(inquiry, shown)));
        } else if let Some((generation, inquiry)) = self.new_card.take() {
            let card = Investigation::new(inquiry);
            report(Report::Learnt(Learnt::Card(generation, Box::new(card.dossier().clone()))));
            self.card = Some((generation, card, Pace::new()));
        } else if let Some((generation, inquiry, wanted)) = self.new_list.take() {
            let list = Concordance::new(inquiry, wanted);
            let mut pace = Pace::new();
            if !tell(generation, &list, &mut pace, report, list.is_complete()) {
                self.list = Some((generation, list, pace));
            }
        } else if let Some((generation, mut card, mut pace)) = self.card.take() {
            self.open(card.inquiry());
            let more = card.step(STRIDE, &self.names);
            if pace.is_due() || !more {
                report(Report::Learnt(Learnt::Card(generation, Box::new(card.dossier().clone()))));
            }
            self.card = more.then_some((generation, card, pace));
        } else if let Some((generation, mut list, mut pace)) = self.list.take() {
            self.open(list.inquiry());
            let more = list.step(STRIDE, &self.names, &mut self.passages);
            tell(generation, &list, &mut pace, report, !more);
            self.list = more.then_some((generation, list, pace));
        }
    }

    /// Makes ready to look at somebody: the library is opened once it is there, what is remembered of others is forgotten.
    fn open(&mut self, inquiry: &Inquiry) {
        if !self.names.has_library() {
            self.names = Names::kept_in(self.library.as_deref());
        }
        if !self.about.as_ref().is_some_and(|about| about.is(inquiry)) {
            (self.passages, self.about) = (Passages::default(), Some(inquiry.clone()));
        }
    }
}

/// Tells the mentions found, when it is time or there will be no more; true in that case.
fn tell(generation: u64, list: &Concordance, pace: &mut Pace, report: &dyn Fn(Report), complete: bool) -> bool {
    if complete || pace.is_due() {
        report(Report::Learnt(Learnt::List(generation, list.rows(), list.looked())));
    }
    complete
}
