//! What waits for the keeper: what the user did, which goes first, and what was derived, of which only so much may wait.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::keeper::Keep;
use crate::document::{Article, ArticleId};
use crate::library::Source;
use crate::library::sources::Stamp;
use crate::library::store::{ArticleDraft, ContentHash, Origin, SourceRecord};
use crate::names::{ArticleNames, packed};
use crate::text::minhash::Signature;

/// Sources that are written at once: soon done, so that a star never waits long.
const BATCH: usize = 128;

/// Sources that may wait. Who derives more of them waits, too.
const MOST: usize = 2 * BATCH;

/// So long nothing comes before it is time to rest.
const QUIET: Duration = Duration::from_secs(1);

/// Between two tries to keep what could not be kept at once.
const PAUSE: Duration = Duration::from_secs(1);

/// What was derived from a source, ready to be written.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Its articles in the pile with the hashes of their texts.
    pub(super) ids: Vec<(ArticleId, ContentHash)>,
    pub(super) record: SourceRecord,
    pub(super) articles: Vec<ArticleDraft>,
}

/// What was derived from an article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) id: ArticleId,
    /// The hash of its text.
    pub(super) text: ContentHash,
    pub(super) article: &'a Article,
    pub(super) names: &'a ArticleNames,
    /// Its fingerprint, taken when it was read.
    pub(super) said: Option<&'a Signature>,
}

impl Draft {
    /// True for what is a file on a disk: of that something can be kept.
    pub(super) fn can_be_of(source: &Source, stamp: Option<Stamp>) -> bool {
        matches!(source, Source::File { .. }) && stamp.is_some()
    }

    /// What is kept of a source and its articles, each with who is named in it, as this edition of the readers read
    /// them; `None` for what is not a file on a disk.
    pub(super) fn new(
        source: &Source,
        stamp: Option<Stamp>,
        edition: u32,
        articles: &[Row],
        problem: Option<String>,
    ) -> Option<Self> {
        let (Source::File { .. }, Some(stamp)) = (source, stamp) else { return None };
        let texts: Vec<u8> = articles.iter().flat_map(|row| row.text.bytes()).collect();
        let first = || articles.iter().find_map(|row| row.article.problems().first());
        let record = SourceRecord {
            origin: Origin::of(source),
            size: stamp.size,
            modified: stamp.modified,
            hash: ContentHash::of(&texts),
            reader: edition,
            problem: problem.or_else(|| first().map(|problem| problem.message().to_owned())),
        };
        let draft = |row: &Row| ArticleDraft::saying(row.article, row.said).with_names(packed::EDITION, row.names);
        Some(Self {
            ids: articles.iter().map(|row| (row.id, row.text)).collect(),
            record,
            articles: articles.iter().map(draft).collect(),
        })
    }
}

/// The next thing to do for the keeper.
pub(super) enum Work {
    Keep(Keep),
    Write(Vec<Draft>),
    /// It is time to try again what could not be kept.
    Again,
    /// There is nothing to do for now: time to prepare the next start.
    Rest,
}

#[derive(Default)]
struct Waiting {
    keeps: VecDeque<Keep>,
    drafts: VecDeque<Draft>,
    closed: bool,
    /// True when there was a rest since the last work.
    rested: bool,
    /// When to try something again.
    again: Option<Instant>,
}

impl Waiting {
    /// What is due.
    fn next(&mut self) -> Option<Work> {
        if matches!(self.keeps.front(), Some(Keep::Visited(_))) && !self.drafts.is_empty() {
            // What was seen is kept first, also when nothing more will come: else it would be new at the next visit.
            return Some(Work::Write(self.drafts.drain(..).collect()));
        }
        if let Some(keep) = self.keeps.pop_front() {
            self.rested &= matches!(keep, Keep::Recall { .. } | Keep::Did(..));
            return Some(Work::Keep(keep));
        }
        if self.closed {
            return None;
        }
        if self.again.is_some_and(|at| at <= Instant::now()) {
            self.again = None;
            return Some(Work::Again);
        }
        if self.drafts.is_empty() {
            return None;
        }
        let count = self.drafts.len().min(BATCH);
        self.rested = false;
        Some(Work::Write(self.drafts.drain(..count).collect()))
    }
}

/// The queue between the keeper and all others.
#[derive(Default)]
pub(super) struct Drafts {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Drafts {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands over something to keep. Never waits.
    pub(super) fn keep(&self, keep: Keep) {
        self.lock().keeps.push_back(keep);
        self.changed.notify_all();
    }

    /// Hands over what was derived; waits while too much of it waits, but not for a keeper that is gone.
    pub(super) fn write(&self, draft: Draft) {
        let mut waiting = self.lock();
        while waiting.drafts.len() >= MOST && !waiting.closed {
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        if !waiting.closed {
            waiting.drafts.push_back(draft);
            self.changed.notify_all();
        }
    }

    /// Asks for [`Work::Again`], a moment from now.
    pub(super) fn later(&self) {
        self.lock().again.get_or_insert_with(|| Instant::now() + PAUSE);
    }

    /// What to do next: what the user did first. `None` when the queue is closed and empty; what was derived is not
    /// waited for then, it can be derived again.
    pub(super) fn next(&self) -> Option<Work> {
        let mut waiting = self.lock();
        loop {
            if let Some(work) = waiting.next() {
                self.changed.notify_all();
                return Some(work);
            }
            if waiting.closed {
                return None;
            }
            let until = waiting.again.map(|at| at.saturating_duration_since(Instant::now()));
            let quiet = (!waiting.rested).then_some(QUIET);
            let Some(patience) = until.into_iter().chain(quiet).min() else {
                waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let (held, timeout) = self.changed.wait_timeout(waiting, patience).unwrap_or_else(PoisonError::into_inner);
            waiting = held;
            let idle = timeout.timed_out() && waiting.keeps.is_empty() && waiting.drafts.is_empty() && !waiting.closed;
            if idle && quiet == Some(patience) {
                waiting.rested = true;
                return Some(Work::Rest);
            }
        }
    }

    /// Nothing more will come.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::READER;

    fn draft() -> Draft {
        let record = SourceRecord {
            origin: Origin::of(&Source::Stdin),
            size: 0,
            modified: 0,
            hash: ContentHash::of_text(""),
            reader: READER,
            problem: None,
        };
        Draft { ids: Vec::new(), record, articles: Vec::new() }
    }

    #[test]
    fn nobody_waits_for_a_keeper_that_is_gone() {
        let drafts = Drafts::default();
        (0..MOST).for_each(|_| drafts.write(draft()));
        std::thread::scope(|scope| {
            scope.spawn(|| drafts.write(draft()));
            drafts.close();
        });
        drafts.write(draft());
        assert_eq!(drafts.lock().drafts.len(), MOST, "nothing is gathered for nobody");
        assert!(drafts.next().is_none());
    }

    #[test]
    fn what_is_to_be_tried_again_comes_before_what_was_derived_and_after_what_was_done() {
        let drafts = Drafts::default();
        drafts.lock().again = Some(Instant::now());
        drafts.write(draft());
        drafts.keep(Keep::Gone(Vec::new()));
        assert!(matches!(drafts.next(), Some(Work::Keep(_))));
        assert!(matches!(drafts.next(), Some(Work::Again)));
        assert!(matches!(drafts.next(), Some(Work::Write(_))));
        assert!(matches!(drafts.next(), Some(Work::Rest)));
        drafts.later();
        assert!(matches!(drafts.next(), Some(Work::Again)));
        drafts.write(draft());
        drafts.keep(Keep::Visited(Vec::new()));
        drafts.close();
        assert!(matches!(drafts.next(), Some(Work::Write(_))), "a visit ends when what was seen is kept");
        assert!(matches!(drafts.next(), Some(Work::Keep(_))) && drafts.next().is_none());
    }
}
