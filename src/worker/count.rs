//! Counting what saved queries and the watch list hold for, when there is nothing else to search.
//!
//! The work is done in small steps, so that whoever types never waits for it; what has not changed since the last count
//! is not asked again.

use std::collections::HashSet;
use std::sync::Arc;

use super::Report;
use super::index::Index;
use crate::document::ArticleId;
use crate::library::{Answers, Bearers, Facts, MarkedArticles, Snapshot};
use crate::search::query::Query;

/// Articles looked at between two looks at whether something else is to be done.
const STRIDE: usize = 64;

/// Articles passed over meanwhile whose answers are known: a thousandth of the work, and not nothing.
const LOOKS: usize = 64 * STRIDE;

/// A request to count what one query holds for.
#[derive(Debug, Clone)]
pub struct Count {
    /// Newer rounds of requests have higher numbers.
    pub generation: u64,
    /// Which of the queries it is.
    pub at: usize,
    /// The articles to look at, which are then named one by one; `None` to count in all of them.
    pub among: Option<Arc<[ArticleId]>>,
    /// The query.
    pub query: Query,
    /// Who goes by the names in it.
    pub bearers: Arc<Bearers>,
    /// What the user did.
    pub marked: Arc<MarkedArticles>,
    /// What to look at.
    pub pile: Snapshot,
}

/// For which articles a query holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// So many of the pile.
    Many(usize),
    /// These, of those that it was asked of, in their order.
    These(Vec<ArticleId>),
}

impl Count {
    /// How many articles there are to look at.
    fn len(&self) -> usize {
        self.among.as_ref().map_or(self.pile.titles().len(), |ids| ids.len())
    }

    /// The article to look at in this place.
    fn id(&self, at: usize) -> ArticleId {
        self.among.as_ref().map_or(ArticleId(at as u32), |ids| ids[at])
    }
}

/// What a query held for when it was counted last: an answer for each article.
#[derive(Debug)]
struct Counted {
    job: Count,
    answers: Vec<bool>,
}

/// Counts, and remembers the answers for the next round.
#[derive(Debug, Default)]
pub(super) struct Counter {
    last: Vec<Counted>,
    under_way: Option<Work>,
}

/// A request under way.
#[derive(Debug)]
struct Work {
    job: Count,
    /// The answers of the last round, and the articles of which the query may say something else by now.
    known: Option<(Counted, HashSet<ArticleId>)>,
    /// What the library's index says.
    found: Option<Answers>,
    answers: Vec<bool>,
}

impl Counter {
    /// Takes a request, in place of the one under way.
    pub(super) fn start(&mut self, job: Count, index: &Index) {
        let same = self.last.iter().position(|last| job.among.is_none() && last.job.query == job.query);
        let known = same.map(|at| self.last.swap_remove(at)).map(|last| {
            let changed = changed(&last.job, &job);
            (last, changed)
        });
        let found = index.answers(&job.query);
        self.under_way = Some(Work { job, known, found, answers: Vec::new() });
    }

    /// True while there is something to count.
    pub(super) fn is_busy(&self) -> bool {
        self.under_way.is_some()
    }

    /// Goes on for a moment; reports when all is counted.
    pub(super) fn step(&mut self, report: &dyn Fn(Report)) {
        if self.under_way.as_mut().is_some_and(Work::step)
            && let Some(Work { job, answers, .. }) = self.under_way.take()
        {
            let holding = answers.iter().enumerate().filter(|(_, holds)| **holds);
            let found = match job.among {
                Some(_) => Found::These(holding.map(|(at, _)| job.id(at)).collect()),
                None => Found::Many(holding.count()),
            };
            report(Report::Counted { generation: job.generation, at: job.at, found: Some(found) });
            if job.among.is_none() {
                // Queries that are no longer asked are forgotten.
                self.last.retain(|last| last.job.generation + 1 >= job.generation);
                self.last.push(Counted { job, answers });
            }
        }
    }

    /// Forgets everything, after a defect.
    pub(super) fn reset(&mut self, report: &dyn Fn(Report)) {
        if let Some(Work { job, .. }) = std::mem::take(self).under_way {
            report(Report::Counted { generation: job.generation, at: job.at, found: None });
        }
    }
}

/// The articles for which the answer may be another one though they are the same.
fn changed(before: &Count, now: &Count) -> HashSet<ArticleId> {
    let mut changed: HashSet<ArticleId> = now.bearers.changed_since(&before.bearers).into_iter().collect();
    if now.query.asks_of_reader() {
        let (marks, old) = (&now.marked, &before.marked);
        changed.extend(marks.iter().filter(|(id, mark)| old.get(id) != Some(mark)).map(|(id, _)| *id));
    }
    changed
}

impl Work {
    /// Looks at some articles; true when those were the last of them.
    fn step(&mut self) -> bool {
        let Count { query, bearers, marked, pile, .. } = &self.job;
        let all = self.job.len();
        let end = all.min(self.answers.len() + LOOKS);
        let mut asked = 0;
        while self.answers.len() < end && asked < STRIDE {
            let id = self.job.id(self.answers.len());
            let same = |last: &Count| pile.same_entry(&last.pile, id, true);
            let known = self.known.as_ref().filter(|(last, changed)| !changed.contains(&id) && same(&last.job));
            if let Some(&answer) = known.and_then(|(last, _)| last.answers.get(id.index())) {
                self.answers.push(answer);
                continue;
            }
            asked += 1;
            let holds = pile.entry(id).filter(|entry| entry.head().is_some()).is_some_and(|entry| {
                let facts = Facts::new(id, entry, pile.titles().title(id.index()), bearers).marked(marked);
                query.matches(&facts.answered(self.found.as_ref()))
            });
            self.answers.push(holds);
        }
        self.answers.len() == all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::library::read::Outcome;
    use crate::library::sources::{Change, SourceNo};
    use crate::library::{Fresh, Marked, Pile, Source};
    use std::cell::RefCell;

    fn pile(texts: &[&str]) -> Pile {
        let mut pile = Pile::new();
        let ids = pile.apply(Change::first(texts.iter().map(|_| Source::Sample("a.txt")))).to_read;
        for (id, text) in ids.into_iter().zip(texts) {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, text);
            pile.settle(id, Outcome::Articles(vec![Fresh::new(builder.finish("x"))]));
        }
        pile
    }

    /// Counts each of the queries, as the `generation`th round.
    fn count(counter: &mut Counter, generation: u64, pile: &Pile, read: &[u32], queries: &[&str]) -> Vec<usize> {
        let mark = Marked { read: true, ..Marked::default() };
        let marked: Arc<MarkedArticles> = Arc::new(read.iter().map(|id| (ArticleId(*id), mark.clone())).collect());
        let counts = RefCell::new(Vec::new());
        for (at, typed) in queries.iter().enumerate() {
            let query = Query::parse(typed, chrono::NaiveDate::default());
            let (bearers, pile) = (Arc::default(), pile.snapshot().clone());
            let (marked, among) = (marked.clone(), None);
            counter.start(Count { generation, at, among, query, bearers, marked, pile }, &Index::default());
            while counter.is_busy() {
                counter.step(&|report| match report {
                    Report::Counted { found: Some(Found::Many(found)), .. } => counts.borrow_mut().push(found),
                    other => panic!("{other:?}"),
                });
            }
        }
        counts.into_inner()
    }

    #[test]
    fn counts_follow_the_pile_and_what_the_user_did() {
        let texts: Vec<String> =
            (0..150).map(|n| format!("Texte {n} {}", if n % 3 == 0 { "pluie" } else { "" })).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut counter = Counter::default();
        assert_eq!(count(&mut counter, 1, &pile(&[]), &[], &["pluie"]), [0]);
        let mut pile = pile(&texts);
        assert_eq!(count(&mut counter, 2, &pile, &[], &["pluie", "is:unread", "neige"]), [50, 150, 0]);
        assert_eq!(count(&mut counter, 3, &pile, &[3], &["is:unread pluie", "pluie"]), [49, 50]);
        assert_eq!(count(&mut counter, 4, &pile, &[3, 6], &["is:unread pluie"]), [48]);
        let new = Change::New { no: SourceNo(150), source: Arc::new(Source::Sample("b.txt")), behind: None };
        let id = pile.apply(vec![new]).to_read[0];
        assert_eq!(count(&mut counter, 5, &pile, &[], &["pluie"]), [50]);
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "Encore la pluie.");
        pile.settle(id, Outcome::Articles(vec![Fresh::new(builder.finish("x"))]));
        assert_eq!(count(&mut counter, 6, &pile, &[], &["pluie"]), [51]);
        let counts = RefCell::new(Vec::new());
        let query = Query::parse("pluie", chrono::NaiveDate::default());
        let among = Some([ArticleId(150), ArticleId(1), ArticleId(3), ArticleId(999)].into());
        let pile = pile.snapshot().clone();
        let (bearers, marked) = (Arc::default(), Arc::default());
        counter.start(Count { generation: 6, at: 0, among, query, bearers, marked, pile }, &Index::default());
        counter.step(&|report| counts.borrow_mut().push(report));
        let these = [ArticleId(150), ArticleId(3)];
        assert!(
            matches!(&counts.borrow()[..], [Report::Counted { found: Some(Found::These(ids)), .. }] if *ids == these)
        );
        // What is no longer asked for is not remembered.
        assert_eq!(counter.last.len(), 1);
    }
}
