//! Narrowing the list by filter and query, while articles are still coming in.
//!
//! One request is under way at a time, each over the pile as it is by then; what arrives or changes meanwhile is looked at
//! by the next. Results of an older generation are dropped. A key costs a copy of a few pointers here, however many
//! articles there are.

use std::sync::Arc;

use chrono::NaiveDate;

use super::list::ListPane;
use crate::document::ArticleId;
use crate::library::{Bearers, Pile, Together};
use crate::names::EntityId;
use crate::search::query::Query;
use crate::worker::{Job, Mentions, Narrow, Order};

/// Articles that are looked at in one go for names that stand together in them: a millisecond.
const STEP: usize = 1000;

/// What the list shows of the present generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    /// Nothing yet, but the results of the last one.
    #[default]
    Before,
    /// The first results, from a part of the pile.
    Part,
    /// The results, perhaps without what has come in since.
    All,
}

/// What narrows the list.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is something else that is awaited")]
pub struct Narrowing {
    filter: String,
    typed: String,
    query: Query,
    bearers: Arc<Bearers>,
    /// True while it is not known for all articles where names stand together.
    looking: bool,
    /// The registry's revision that the bearers are of.
    revision: u64,
    /// The day on which queries are asked.
    today: NaiveDate,
    order: Order,
    followed: Option<EntityId>,
    /// Those followed together, when there are several.
    party: Vec<EntityId>,
    together: Option<Arc<Together>>,
    mentions: Mentions,
    /// What to try when the query as typed finds nothing: its last word left open.
    fallback: Option<String>,
    generation: u64,
    /// True while a request is under way.
    under_way: bool,
    /// True while names are brought from the library.
    recalling: bool,
    /// True when the pile or who is who has changed since the last request.
    pending: bool,
    shown: Shown,
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

    /// True when the query typed is this one. One that found nothing goes on with its last word left open.
    #[must_use]
    pub fn is_asking(&self, query: &str) -> bool {
        let typed = self.typed.trim();
        query == typed || query == typed.strip_suffix('*').unwrap_or(typed)
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

    /// Says whether names are being brought from the library.
    pub fn expect_names(&mut self, recalling: bool) {
        self.recalling = recalling;
    }

    /// Articles came in or changed.
    pub fn changed(&mut self) {
        self.pending |= self.is_active();
    }

    /// True when anything narrows.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.filter.trim().is_empty() || !self.query.is_empty() || self.order != Order::Pile || !self.party.is_empty()
    }

    /// The order of the list.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// Sets the order of the list.
    pub fn set_order(&mut self, order: Order, pile: &Pile, list: &mut ListPane) -> Option<Job> {
        self.order = order;
        self.count_mentions(pile);
        self.restart(pile, list)
    }

    /// Says who is followed, by whose mentions the list may be in order.
    pub fn follow(&mut self, followed: Option<EntityId>, pile: &Pile) -> Option<Job> {
        if std::mem::replace(&mut self.followed, followed) == followed || self.order != Order::Mentions {
            return None;
        }
        self.count_mentions(pile);
        self.pending = true;
        self.next_job(pile)
    }

    /// Those followed together; empty while they are not several.
    #[must_use]
    pub fn party(&self) -> &[EntityId] {
        &self.party
    }

    /// The articles that name all of those followed together.
    #[must_use]
    pub fn together(&self) -> Option<&Arc<Together>> {
        self.together.as_ref()
    }

    /// Says who is followed together: only articles that name them all are to be shown.
    pub fn set_party(&mut self, party: Vec<EntityId>, pile: &Pile, list: &mut ListPane) -> Option<Job> {
        self.party = party;
        self.look_up(pile);
        self.count_mentions(pile);
        self.restart(pile, list)
    }

    fn count_mentions(&mut self, pile: &Pile) {
        if let Some(together) = self.together.as_ref().filter(|_| self.order == Order::Mentions) {
            self.mentions = Arc::new(together.articles().to_vec());
            return;
        }
        let followed = self.followed.filter(|_| self.order == Order::Mentions);
        let known = followed.and_then(|entity| pile.registry().entity(entity));
        self.mentions = Arc::new(known.map_or_else(Vec::new, |entity| entity.articles().to_vec()));
    }

    /// Everybody goes by another id: whom the query asks for and who is followed is looked up anew.
    pub fn renamed(&mut self, pile: &Pile) {
        // Those followed are told next.
        (self.followed, self.party) = (None, Vec::new());
        self.look_up(pile);
        self.pending |= self.order == Order::Mentions || !self.query.names().is_empty();
    }

    /// True when the results taken in last were the first ones to what was typed, in part or complete.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// True until the first results to what was typed.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.shown == Shown::Before
    }

    /// True while results are awaited.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.under_way
    }

    fn restart(&mut self, pile: &Pile, list: &mut ListPane) -> Option<Job> {
        self.generation += 1;
        self.under_way = false;
        self.pending = false;
        if !self.is_active() {
            list.widen();
            return None;
        }
        self.shown = Shown::Before;
        self.pending = true;
        self.next_job(pile)
    }

    /// Asks the registry anew who goes by the names in the query.
    fn look_up(&mut self, pile: &Pile) {
        let several = !self.party.is_empty();
        self.together = several.then(|| Arc::new(Together::start(&self.party, pile.registry())));
        self.bearers = Arc::new(Bearers::start(&self.query, pile.registry()).beside(self.together.clone()));
        self.look_on(pile);
        self.revision = pile.registry().revision();
    }

    /// Goes on looking where names stand together, some articles at a time: there may be many thousands.
    fn look_on(&mut self, pile: &Pile) {
        self.looking = Arc::make_mut(&mut self.bearers).go_on(pile.registry(), STEP);
        if let Some(together) = &mut self.together {
            self.looking |= Arc::make_mut(together).go_on(pile.registry(), STEP);
        }
    }

    /// Who is who may have changed for any article with every one that is analysed. While many are, the names are looked
    /// up each time that the pile has grown by a sixteenth, and at last when all of it is known and brought.
    fn follow_names(&mut self, pile: &Pile) {
        let news = pile.registry().revision() - self.revision;
        let progress = pile.progress();
        let named = self.order == Order::Mentions || !self.query.names().is_empty() || !self.party.is_empty();
        let all = progress.done == progress.steps && !self.recalling;
        if named && news > 0 && (news > self.revision / 16 || all) {
            let before = Arc::clone(&self.bearers);
            self.look_up(pile);
            self.count_mentions(pile);
            self.pending |= self.order == Order::Mentions || !self.bearers.changed_since(&before).is_empty();
        }
    }

    /// The next request, when none is under way and there is something to look at.
    pub fn next_job(&mut self, pile: &Pile) -> Option<Job> {
        if self.under_way {
            return None;
        }
        self.follow_names(pile);
        if self.looking {
            self.look_on(pile);
            self.count_mentions(pile);
            self.pending = true;
        }
        if !std::mem::take(&mut self.pending) {
            return None;
        }
        self.under_way = true;
        Some(Job::Narrow(Box::new(Narrow {
            generation: self.generation,
            filter: self.filter.clone(),
            query: self.query.clone(),
            bearers: self.bearers.clone(),
            marked: Arc::default(),
            pile: pile.snapshot().clone(),
            order: self.order,
            mentions: self.mentions.clone(),
        })))
    }

    /// Takes in results; the follow-up request, if one is due.
    pub fn take(
        &mut self,
        generation: u64,
        ids: Vec<ArticleId>,
        complete: bool,
        pile: &Pile,
        list: &mut ListPane,
    ) -> Option<Job> {
        if generation != self.generation || !self.under_way {
            return None;
        }
        let first = self.is_stale();
        self.fresh = self.shown != Shown::All;
        if !complete && !self.fresh {
            // All is shown but for what came in since: a part of the pile would be less.
            return None;
        }
        if first {
            list.restart(&self.filter);
        }
        list.show(ids);
        if !complete {
            self.shown = Shown::Part;
            return None;
        }
        self.shown = Shown::All;
        self.under_way = false;
        if !list.is_empty(pile) {
            self.fallback = None;
        } else if let (Some(open), true) = (self.fallback.take(), !self.pending) {
            return self.set_query(&open, false, pile, list);
        }
        self.next_job(pile)
    }
}
