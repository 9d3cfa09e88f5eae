//! Narrowing the list: the whole pile against a filter and a query, with every key.
//!
//! The work is divided by chunks of the pile among a few threads; the result does not depend on how. What the last
//! complete run found out is kept: as long as a chunk has not changed, a longer filter looks only at what the shorter
//! one left, and a query that stays is not asked again.

mod rank;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use rank::Ranking;
pub use rank::{Mentions, Order};

use super::Report;
use super::index::Index;
use crate::document::ArticleId;
use crate::library::{Answers, Bearers, Facts, MarkedArticles, Snapshot};
use crate::search::fuzzy::{CHUNK, Filter, UNMATCHED};
use crate::search::query::Query;

/// When a part of the result is shown: after this, ordering and drawing still fit into a frame.
const PATIENCE: Duration = Duration::from_millis(8);

/// Articles that a query reads between two looks at whether the search is still wanted.
const STRIDE: usize = 64;

/// Chunks for which it is worth it to start a thread.
const SHARE: usize = 2;

/// The widest span of scores for which there is a counter each.
const MAX_COUNTERS: usize = 1 << 20;

/// A request to narrow the list.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// Newer requests have higher numbers.
    pub generation: u64,
    /// The fuzzy filter on titles, as typed.
    pub filter: String,
    /// The query on the articles.
    pub query: Query,
    /// Who goes by the names in the query.
    pub bearers: Arc<Bearers>,
    /// What the user did.
    pub marked: Arc<MarkedArticles>,
    /// What to look at.
    pub pile: Snapshot,
    /// The order to show it in.
    pub order: Order,
    /// How often the one followed is named, for the order that asks for it.
    pub mentions: Mentions,
}

/// Narrows, and remembers what it found for the next request.
#[derive(Debug)]
pub struct Narrower {
    threads: usize,
    last: Option<Run>,
}

/// The score of every title of a chunk, [`UNMATCHED`] for those that do not remain.
type Scores = Arc<Vec<i32>>;

/// A request that was run to its end.
#[derive(Debug)]
struct Run {
    filter: Filter,
    query: Query,
    bearers: Arc<Bearers>,
    marked: Arc<MarkedArticles>,
    pile: Snapshot,
    scores: Vec<Scores>,
}

/// What the last run says about the present one.
struct Known<'a> {
    last: &'a Run,
    /// True when the filter is the same, so that scores still hold.
    same_filter: bool,
    /// Articles of which the query may say something else by now.
    changed: HashSet<ArticleId>,
    changed_chunks: HashSet<usize>,
}

/// What is known of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    Nothing,
    /// It does not remain.
    Out,
    /// The query holds for it.
    Holds,
}

/// One request under way.
struct Work<'a> {
    job: &'a Narrow,
    index: &'a Index,
    /// What the index says, once somebody asked.
    answers: OnceLock<Option<Answers>>,
    filter: &'a Filter,
    known: Option<Known<'a>>,
    newest: &'a AtomicU64,
    next: AtomicUsize,
    gave_up: AtomicBool,
    done: Vec<OnceLock<Scores>>,
}

impl Narrower {
    /// One that has looked at nothing yet and works with so many threads at most.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        Self { threads: threads.max(1), last: None }
    }

    /// Runs the request and reports the result, before it a part of it when the whole takes long, or nothing when
    /// `newest` says that there is a newer request.
    pub fn run(&mut self, job: &Narrow, index: &Index, newest: &AtomicU64, report: &(dyn Fn(Report) + Sync)) {
        let filter = Filter::new(&job.filter);
        let chunks = job.pile.titles().chunks();
        let work = Work {
            job,
            index,
            answers: OnceLock::new(),
            filter: &filter,
            known: self.last.as_ref().and_then(|last| Known::of(last, &filter, job)),
            newest,
            next: AtomicUsize::new(0),
            gave_up: AtomicBool::new(false),
            done: (0..chunks).map(|_| OnceLock::new()).collect(),
        };
        let report = |ids: Vec<ArticleId>, complete| {
            report(Report::Narrowed { generation: job.generation, ids, complete });
        };
        let started = Instant::now();
        thread::scope(|scope| {
            for _ in 1..self.threads.min(chunks / SHARE) {
                scope.spawn(|| while work.step() {});
            }
            let mut shown = false;
            while work.step() {
                if !shown && started.elapsed() > PATIENCE {
                    let ids = work.ordered();
                    shown = !ids.is_empty();
                    if shown {
                        report(ids, false);
                    }
                }
            }
        });
        if work.is_outdated() {
            return;
        }
        report(work.ordered(), true);
        let scores = work.done.into_iter().filter_map(OnceLock::into_inner).collect();
        let (query, bearers, pile) = (job.query.clone(), job.bearers.clone(), job.pile.clone());
        self.last = Some(Run { filter, query, bearers, marked: job.marked.clone(), pile, scores });
    }
}

impl<'a> Known<'a> {
    fn of(last: &'a Run, filter: &Filter, job: &Narrow) -> Option<Self> {
        let others = job.bearers.are_beside_others() == last.bearers.are_beside_others();
        let marks_changed = job.query.asks_of_reader() && !Arc::ptr_eq(&job.marked, &last.marked);
        if !filter.narrows(&last.filter) || job.query != last.query || marks_changed || !others {
            return None;
        }
        let changed: HashSet<ArticleId> = if Arc::ptr_eq(&job.bearers, &last.bearers) {
            HashSet::new()
        } else {
            job.bearers.changed_since(&last.bearers).into_iter().collect()
        };
        let changed_chunks = changed.iter().map(|id| id.index() / CHUNK).collect();
        Some(Self { last, same_filter: filter.is_same(&last.filter), changed, changed_chunks })
    }

    /// The scores that the last run gave to a chunk, when nothing in it has changed.
    fn unchanged(&self, job: &Narrow, chunk: usize) -> Option<&'a Scores> {
        let same = job.pile.same_chunk(&self.last.pile, chunk, !job.query.is_empty());
        self.last.scores.get(chunk).filter(|_| same && !self.changed_chunks.contains(&chunk))
    }

    fn hint(&self, job: &Narrow, id: ArticleId) -> Hint {
        let score = self.last.scores.get(id.index() / CHUNK).and_then(|scores| scores.get(id.index() % CHUNK));
        let Some(&score) = score
            .filter(|_| !self.changed.contains(&id) && job.pile.same_entry(&self.last.pile, id, !job.query.is_empty()))
        else {
            return Hint::Nothing;
        };
        hint_of(score)
    }
}

fn hint_of(score: i32) -> Hint {
    if score == UNMATCHED { Hint::Out } else { Hint::Holds }
}

impl Work<'_> {
    fn is_outdated(&self) -> bool {
        self.gave_up.load(Ordering::Relaxed) || self.newest.load(Ordering::Relaxed) > self.job.generation
    }

    /// Looks at one more chunk; false when there is none, or when the search is no longer wanted.
    fn step(&self) -> bool {
        let chunk = self.next.fetch_add(1, Ordering::Relaxed);
        if chunk >= self.done.len() {
            return false;
        }
        let scores = if self.is_outdated() { None } else { self.look_at(chunk) };
        let wanted = scores.is_some();
        match scores {
            Some(scores) => _ = self.done[chunk].set(scores),
            // What is not looked at now is missing at the end, whatever the newest generation is by then.
            None => self.gave_up.store(true, Ordering::Relaxed),
        }
        wanted
    }

    fn look_at(&self, chunk: usize) -> Option<Scores> {
        let titles = self.job.pile.titles();
        let range = titles.range(chunk);
        let unchanged = self.known.as_ref().and_then(|known| known.unchanged(self.job, chunk));
        let hints: Vec<Hint> = match (&self.known, unchanged) {
            (Some(known), Some(scores)) if known.same_filter => return Some(scores.clone()),
            (Some(_), Some(scores)) => scores.iter().map(|&score| hint_of(score)).collect(),
            (Some(known), None) => range.clone().map(|at| known.hint(self.job, ArticleId(at as u32))).collect(),
            (None, _) => vec![Hint::Nothing; range.len()],
        };
        let mut scores = titles.scores(chunk, self.filter, |row| hints[row] != Hint::Out);
        if !self.job.query.is_empty() || self.job.bearers.are_beside_others() {
            // The title first: it is a thousand times shorter than the text.
            let open = |row: &usize| scores[*row] != UNMATCHED && hints[*row] == Hint::Nothing;
            let open: Vec<usize> = (0..scores.len()).filter(open).collect();
            for (count, row) in open.into_iter().enumerate() {
                if count % STRIDE == 0 && self.is_outdated() {
                    return None;
                }
                if !self.holds(ArticleId((range.start + row) as u32)) {
                    scores[row] = UNMATCHED;
                }
            }
        }
        Some(Arc::new(scores))
    }

    /// True when the query holds for an article.
    fn holds(&self, id: ArticleId) -> bool {
        if !self.job.bearers.admit(id) {
            return false;
        }
        let Some(entry) = self.job.pile.entry(id).filter(|entry| entry.head().is_some()) else { return false };
        let title = self.job.pile.titles().title(id.index());
        let facts = Facts::new(id, entry, title, &self.job.bearers).marked(&self.job.marked);
        self.job.query.matches(&facts.answered(self.answers()))
    }

    /// What the index says of the query's words; whoever comes first asks.
    fn answers(&self) -> Option<&Answers> {
        self.answers.get_or_init(|| self.index.answers(&self.job.query)).as_ref()
    }

    /// What remains, as far as it is looked at, in the order asked for.
    fn ordered(&self) -> Vec<ArticleId> {
        let job = self.job;
        let best = match job.order {
            Order::Pile => return self.ranked(),
            Order::Relevance => !job.filter.trim().is_empty(),
            Order::Date | Order::Title | Order::Mentions => false,
        };
        let mut ids = if best { self.ranked() } else { self.remaining() };
        let store = self.index.store();
        let ranking = Ranking { pile: &job.pile, query: &job.query, mentions: &job.mentions, store: store.as_deref() };
        ranking.sort(job.order, &mut ids);
        ids
    }

    /// What remains in the order of the pile.
    fn remaining(&self) -> Vec<ArticleId> {
        self.job.pile.order().iter().copied().filter(|&id| self.score(id) != UNMATCHED).collect()
    }

    fn score(&self, id: ArticleId) -> i32 {
        let scores = self.done.get(id.index() / CHUNK).and_then(OnceLock::get);
        scores.and_then(|scores| scores.get(id.index() % CHUNK)).copied().unwrap_or(UNMATCHED)
    }

    /// What remains, as far as it is looked at: the best first and, among equals, in the order of the pile. There are
    /// few different scores, so they are counted, and every entry goes to its place at once.
    fn ranked(&self) -> Vec<ArticleId> {
        let order = self.job.pile.order();
        let mut scored: Vec<(i32, ArticleId)> = Vec::with_capacity(order.len());
        scored.extend(order.iter().map(|&id| (self.score(id), id)).filter(|(score, _)| *score != UNMATCHED));
        let best = scored.iter().map(|(score, _)| *score).max().unwrap_or(0);
        let worst = scored.iter().map(|(score, _)| *score).min().unwrap_or(0);
        let behind = |score: i32| best.abs_diff(score) as usize;
        if behind(worst) >= MAX_COUNTERS {
            scored.sort_by_key(|&(score, _)| behind(score));
            return scored.into_iter().map(|(_, id)| id).collect();
        }
        let mut places = vec![0usize; behind(worst) + 1];
        for (score, _) in &scored {
            places[behind(*score)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        let mut ids = vec![ArticleId(0); scored.len()];
        for (score, id) in scored {
            let place = &mut places[behind(score)];
            ids[*place] = id;
            *place += 1;
        }
        ids
    }
}

#[cfg(test)]
mod tests;
