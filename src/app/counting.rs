//! Counting what feeds, saved queries and the watch list hold for: one query at a time, each when the last one is counted. What is
//! new for the watch list comes first, because few articles have to be looked at for it.

use std::collections::VecDeque;
use std::sync::Arc;

use super::App;
use super::action::Effect;
use crate::document::ArticleId;
use crate::library::Bearers;
use crate::worker::{Count, Found, Job};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// What is new for an entry of the watch list.
    News(usize),
    /// What is unread of a feed.
    Feed(usize),
    /// All that a saved query holds for.
    Saved(usize),
    /// All that an entry of the watch list holds for.
    Watched(usize),
}

/// What the counts are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Basis {
    /// Steps of the pile's work that were done.
    done: usize,
    steps: usize,
    names: u64,
    marks: u64,
}

/// The round of counts under way.
#[derive(Debug, Default)]
pub struct Counting {
    generation: u64,
    /// How many were counted in this round.
    at: usize,
    under_way: Option<Target>,
    left: VecDeque<Target>,
    /// The new articles, among which what is new is looked for.
    among: Option<Arc<[ArticleId]>>,
    /// What the last round is of, or the one under way.
    basis: Option<Basis>,
}

impl Counting {
    /// Queries were changed: all is counted anew.
    pub(super) fn forget(&mut self) {
        (self.under_way, self.basis) = (None, None);
        self.left.clear();
    }
}

impl App {
    /// Counts the queries anew, when something has changed since they were counted. While articles come in, that is
    /// each time that a sixteenth more of the work is done.
    pub(super) fn recount(&mut self, out: &mut Vec<Effect>) {
        if self.shelf_len() == 0 || self.counting.under_way.is_some() {
            return;
        }
        let progress = self.pile.progress();
        let (names, marks) = (self.pile.registry().revision(), self.marks.revision());
        let basis = Basis { done: progress.done, steps: progress.steps, names, marks };
        if let Some(last) = self.counting.basis {
            let busy = self.scanning || progress.done < progress.steps;
            let grown = progress.done - last.done.min(progress.done);
            if last == basis || busy && grown <= last.done / 16 {
                return;
            }
        }
        self.counting.basis = Some(basis);
        self.counting.generation += 1;
        self.counting.at = 0;
        let new = self.new_ones();
        let (feeds, saved) = (0..self.feeds.rows().len(), 0..self.saved.rows().len());
        let watched = 0..self.watching.rows().len();
        let news = watched.clone().map(Target::News).filter(|_| !new.is_empty());
        let asked = feeds.map(Target::Feed).chain(saved.map(Target::Saved)).chain(watched.map(Target::Watched));
        self.counting.left = news.chain(asked).collect();
        if new.is_empty() {
            self.watching.clear_news();
        }
        self.counting.among = Some(new.into());
        self.count_next(out);
    }

    /// One at a time: to look up who goes by its names is work for this thread.
    fn count_next(&mut self, out: &mut Vec<Effect>) {
        self.counting.under_way = self.counting.left.pop_front();
        let Some(target) = self.counting.under_way else { return };
        let query = match target {
            Target::Feed(at) => self.feeds.query(at),
            Target::Saved(at) => self.saved.query(at),
            Target::News(at) | Target::Watched(at) => self.watching.query(at),
        };
        let Some(query) = query.cloned() else { return self.counting.forget() };
        // Whoever holds all marks makes the next mark a copy of them.
        let marked = if query.asks_of_reader() { self.marks.for_queries().clone() } else { Arc::default() };
        let bearers = Bearers::find(&query, self.pile.registry());
        if let Target::News(at) | Target::Watched(at) = target {
            self.watching.mean(at, bearers.wanted());
        }
        let among = self.counting.among.clone().filter(|_| matches!(target, Target::News(_)));
        let (bearers, pile) = (bearers.into(), self.pile.snapshot().clone());
        let Counting { generation, at, .. } = self.counting;
        let count = Count { generation, at, among, query, bearers, marked, pile };
        out.push(Effect::Run(Job::Count(Box::new(count))));
    }

    pub(super) fn take_count(&mut self, generation: u64, at: usize, found: Option<Found>, out: &mut Vec<Effect>) {
        if generation != self.counting.generation || self.counting.at != at {
            return;
        }
        let Some(target) = self.counting.under_way else { return };
        match (target, found) {
            (Target::Feed(row), Some(Found::Many(found))) => self.feeds.count(row, found),
            (Target::Saved(row), Some(Found::Many(found))) => self.saved.count(row, found),
            (Target::Watched(row), Some(Found::Many(found))) => self.watching.count(row, found, self.knows_names()),
            (Target::News(row), Some(Found::These(ids))) => self.watching.set_news(row, ids),
            _ => {}
        }
        self.counting.at += 1;
        // What is new is told as soon as all of it is known, and again when it is known who is watched.
        let more = self.counting.left.front();
        if matches!(target, Target::News(_)) && !matches!(more, Some(Target::News(_))) || more.is_none() {
            self.settle_news();
        }
        self.count_next(out);
    }
}
