//! Narrowing the list by filter and query, while articles are still coming in.
//!
//! One request is under way at a time; what arrives or changes meanwhile is examined by the next. Results of an older
//! generation are dropped.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::list::ListPane;
use crate::document::ArticleId;
use crate::library::{Bearers, Pile};
use crate::search::fuzzy::Match;
use crate::search::query::Query;
use crate::worker::{Candidate, Job, Narrow};

/// What narrows the list.
#[derive(Debug, Default)]
pub struct Narrowing {
    filter: String,
    typed: String,
    query: Query,
    bearers: Arc<Bearers>,
    /// The registry's revision that the bearers are of.
    revision: u64,
    /// The day on which queries are asked.
    today: NaiveDate,
    /// What to try when the query as typed finds nothing: its last word left open.
    fallback: Option<String>,
    generation: u64,
    /// The articles that the request under way looks at.
    under_way: Option<Vec<ArticleId>>,
    /// Articles to look at next.
    pending: BTreeSet<ArticleId>,
    /// True until the first results of a generation: until then the list shows the last ones.
    stale: bool,
    /// True when the first results of a generation have just come.
    fresh: bool,
}

impl Narrowing {
    /// The filter as typed.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// The query as typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The query as read.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Who goes by the names in the query.
    #[must_use]
    pub fn bearers(&self) -> &Arc<Bearers> {
        &self.bearers
    }

    /// Says what day it is, for queries read from now on.
    pub fn set_today(&mut self, today: NaiveDate) {
        self.today = today;
    }

    /// Sets the filter.
    pub fn set_filter(&mut self, filter: &str, pile: &Pile, list: &mut ListPane) -> Option<Job> {
        if self.filter == filter {
            return None;
        }
        filter.clone_into(&mut self.filter);
        self.restart(pile, list)
    }

    /// Sets the query. With `open` its last word is taken as the start of one.
    pub fn set_query(&mut self, typed: &str, open: bool, pile: &Pile, list: &mut ListPane) -> Option<Job> {
        typed.clone_into(&mut self.typed);
        let unfinished = Query::unfinished(typed, self.today);
        self.fallback = (!open && unfinished.is_some()).then(|| format!("{typed}*"));
        self.query = unfinished.filter(|_| open).unwrap_or_else(|| Query::parse(typed, self.today));
        self.look_up(pile);
        self.restart(pile, list)
    }

    /// Articles came in or changed.
    pub fn changed(&mut self, ids: &[ArticleId]) {
        if self.is_active() {
            self.pending.extend(ids);
        }
    }

    /// True when anything narrows.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.filter.trim().is_empty() || !self.query.is_empty()
    }

    /// True when the results taken in last were the first ones to what was typed.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// True while results are awaited.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.under_way.is_some()
    }

    fn restart(&mut self, pile: &Pile, list: &mut ListPane) -> Option<Job> {
        self.generation += 1;
        self.under_way = None;
        self.pending.clear();
        if !self.is_active() {
            list.widen();
            return None;
        }
        self.stale = true;
        self.pending.extend(pile.order());
        self.next_job(pile)
    }

    /// Asks the registry anew who goes by the names in the query.
    fn look_up(&mut self, pile: &Pile) {
        self.bearers = Arc::new(Bearers::find(&self.query, pile.registry()));
        self.revision = pile.registry().revision();
    }

    /// Who is who may have changed for any article with every one that is analysed. While many are, the names are looked
    /// up each time that the pile has grown by a sixteenth, and at last when all of it is known.
    fn follow_names(&mut self, pile: &Pile) {
        let news = pile.registry().revision() - self.revision;
        let progress = pile.progress();
        if news > 0 && (news > self.revision / 16 || progress.done == progress.steps) && !self.query.names().is_empty()
        {
            let before = Arc::clone(&self.bearers);
            self.look_up(pile);
            self.pending.extend(self.bearers.changed_since(&before));
        }
    }

    /// The next request, when none is under way and there is something to look at.
    pub fn next_job(&mut self, pile: &Pile) -> Option<Job> {
        if self.under_way.is_some() {
            return None;
        }
        self.follow_names(pile);
        if self.pending.is_empty() {
            return None;
        }
        let ids: Vec<ArticleId> = std::mem::take(&mut self.pending).into_iter().collect();
        let candidates = ids.iter().map(|&id| {
            let entry = pile.entry(id);
            Candidate { id, line: entry.line().clone(), article: entry.article().cloned() }
        });
        let narrow = Narrow {
            generation: self.generation,
            filter: self.filter.clone(),
            query: self.query.clone(),
            bearers: self.bearers.clone(),
            candidates: candidates.collect(),
        };
        self.under_way = Some(ids);
        Some(Job::Narrow(narrow))
    }

    /// Takes in results; the follow-up request, if one is due.
    pub fn take(
        &mut self,
        generation: u64,
        matches: Vec<(ArticleId, Match)>,
        pile: &Pile,
        list: &mut ListPane,
    ) -> Option<Job> {
        if generation != self.generation {
            return None;
        }
        let examined = self.under_way.take()?;
        self.fresh = std::mem::take(&mut self.stale);
        if self.fresh {
            list.clear();
        }
        list.merge(&examined, matches, !self.filter.trim().is_empty(), pile);
        if !list.is_empty(pile) {
            self.fallback = None;
        } else if let (Some(open), true) = (self.fallback.take(), self.pending.is_empty()) {
            return self.set_query(&open, false, pile, list);
        }
        self.next_job(pile)
    }
}
