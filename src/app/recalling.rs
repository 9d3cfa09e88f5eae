//! Names that are in the library and not here yet.
//!
//! Who is named in a large pile takes more memory than its list and some seconds to put together, so that is done when
//! somebody asks for it: when a person is followed, when the names of the whole pile are shown, when a query or the order of
//! the list depends on them. The article on the screen always has its names. A small pile has all of them at once, and what
//! is new is named as soon as a watch list asks who is.
//!
//! Those of many articles are put together elsewhere and come in one piece, which takes the place of what is known here: the
//! ids of everybody are others then.

use super::App;
use super::action::Effect;
use super::reading::Goal;
use super::sidebar::Scope;
use crate::document::ArticleId;
use crate::library::roll::Roll;
use crate::library::store::KeptId;
use crate::names::ArticleNames;
use crate::worker::{Job, Order, Rolled};

/// A pile of so many articles is small.
const SMALL: usize = 20_000;

/// Articles whose names are asked for at once: a millisecond for the thread of the screen.
const BATCH: usize = 64;

/// Requests that may be under way: the threads that read always have one to go on with.
const UNDER_WAY: usize = 4;

/// The names of so many articles are put together elsewhere.
const MANY: usize = 2000;

/// What is still in the library only.
#[derive(Debug)]
pub struct Recalling {
    /// The next ones last.
    left: Vec<(KeptId, ArticleId)>,
    /// Those of new articles, which the watch list asks for.
    fresh: Vec<(KeptId, ArticleId)>,
    under_way: usize,
    /// True once somebody asked for the names of the whole pile.
    wanted: bool,
    /// All that ever had to be asked for.
    all: usize,
    /// A pile of so many articles has its names at once.
    small: usize,
    /// The names of so many articles are put together elsewhere.
    many: usize,
    /// What is being put together elsewhere, and how many of these articles are done.
    rolling: Option<(Vec<(KeptId, ArticleId)>, usize)>,
    /// False once that could not be done.
    rolls: bool,
}

impl Default for Recalling {
    fn default() -> Self {
        Self {
            left: Vec::new(),
            fresh: Vec::new(),
            under_way: 0,
            wanted: false,
            all: 0,
            small: SMALL,
            many: MANY,
            rolling: None,
            rolls: true,
        }
    }
}

impl Recalling {
    /// How many of how many are still to be brought; `None` when nothing is on its way.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        let rolling = self.rolling.as_ref().map_or(0, |(all, done)| all.len() - done);
        let left = self.left.len() + self.fresh.len() + self.under_way * BATCH + rolling;
        (self.wanted && left > 0).then_some((self.all.saturating_sub(left), self.all))
    }
}

impl App {
    /// Takes every pile for a large one.
    #[cfg(test)]
    pub(super) fn call_no_pile_small(&mut self) {
        self.recalling.small = 0;
    }

    /// Takes any number of articles for many.
    #[cfg(test)]
    pub(super) fn call_one_article_many(&mut self) {
        self.recalling.many = 1;
    }

    /// Names that an earlier run found, in the order of the list.
    pub(super) fn expect_names(&mut self, mut named: Vec<(KeptId, ArticleId)>) {
        named.reverse();
        self.recalling.all = named.len();
        (self.recalling.fresh, self.recalling.left) = named.into_iter().partition(|&(_, id)| self.marks.is_new(id));
    }

    /// True when who is named in the pile is to be put together: it is small, or somebody asked.
    pub(super) fn wants_names(&self) -> bool {
        self.recalling.wanted || self.pile.order().len() <= self.recalling.small
    }

    /// The library has the names of an article that are not here.
    pub(super) fn leave_names(&mut self, kept: KeptId, id: ArticleId) {
        if self.pile.is_left(id) {
            let fresh = self.marks.is_new(id);
            if fresh { &mut self.recalling.fresh } else { &mut self.recalling.left }.push((kept, id));
            self.recalling.all += 1;
        }
    }

    /// True when nothing is known in the library only.
    pub(super) fn knows_names(&self) -> bool {
        self.recalling.left.is_empty() && self.recalling.fresh.is_empty()
    }

    /// Asks the library for names when something on the screen depends on them.
    pub(super) fn want_names(&mut self, out: &mut Vec<Effect>) {
        if self.knows_names() || self.recalling.rolling.is_some() {
            return;
        }
        let asked = self.followed.is_some()
            || self.awaited.is_some()
            || self.view().is_some()
            || self.exporting.waits_for_names()
            || self.is_doubting()
            || self.sidebar.scope == Scope::Pile
            || self.narrowing.order() == Order::Mentions
            || !self.narrowing.query().names().is_empty();
        self.recalling.wanted = self.wants_names() || asked;
        let many = self.recalling.left.len() >= self.recalling.many && self.recalling.under_way == 0;
        if self.recalling.wanted && self.recalling.rolls && many {
            let mut all = std::mem::take(&mut self.recalling.left);
            all.sort_unstable_by_key(|&(_, id)| id);
            out.push(Effect::Run(Job::Roll(all.clone())));
            self.recalling.rolling = Some((all, 0));
            return;
        }
        let watching = self.recalling.wanted || self.watching.asks_for_names();
        while self.recalling.under_way < UNDER_WAY {
            let from = match (self.recalling.fresh.is_empty(), self.recalling.left.is_empty()) {
                (false, _) if watching => &mut self.recalling.fresh,
                (_, false) if self.recalling.wanted => &mut self.recalling.left,
                _ => break,
            };
            let batch = from.split_off(from.len().saturating_sub(BATCH));
            self.recalling.under_way += 1;
            out.push(Effect::Run(Job::Recall(batch)));
        }
        self.narrowing.expect_names(self.recalling.progress().is_some());
    }

    /// The entities over many articles have come, or are on their way.
    pub(super) fn take_roll(&mut self, rolled: Rolled, out: &mut Vec<Effect>) {
        let Some((all, done)) = &mut self.recalling.rolling else { return };
        match rolled {
            Rolled::Going(so_far) => *done = so_far.min(all.len()),
            Rolled::Done(None) => {
                // In small batches, then.
                let all = std::mem::take(all);
                (self.recalling.rolling, self.recalling.rolls) = (None, false);
                self.recalling.left.splice(0..0, all.into_iter().rev());
                self.want_names(out);
            }
            Rolled::Done(Some(roll)) => {
                self.recalling.rolling = None;
                self.take_over(*roll, out);
            }
        }
    }

    /// Everybody goes by other ids from now on.
    fn take_over(&mut self, roll: Roll, out: &mut Vec<Effect>) {
        let before = self.pile.take_over(roll.registry, &roll.named);
        let registry = self.pile.registry();
        let now = |id| before.same_in(registry, id);
        self.followed = self.followed.and_then(now);
        if let Some(Goal::Mention(id, which)) = self.reading.as_ref().and_then(|reading| reading.goal) {
            let goal = now(id).map(|id| Goal::Mention(id, which));
            self.reading.iter_mut().for_each(|reading| reading.goal = goal);
        }
        self.trail.rename(now);
        self.views.rename(now);
        self.asked_about = self.asked_about.and_then(now);
        self.doubts.rename(now);
        self.exporting.rename(now);
        self.beside = self.beside.iter().copied().filter_map(now).collect();
        self.narrowing.renamed(&self.pile);
        self.narrow_together(out);
        for (_, id) in roll.lost {
            self.find_names(id, out);
        }
        self.follow_awaited();
        let bearers = self.narrowing.bearers().clone();
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.refresh_named_hits(&bearers, None, out);
        self.refresh_hits(out);
        self.reach_goal(out);
        self.want_names(out);
    }

    /// The library cannot be written: what was left to it is found out again, and held from now on.
    pub(super) fn keep_names_here(&mut self, out: &mut Vec<Effect>) {
        if std::mem::replace(&mut self.recalling.wanted, true) {
            return;
        }
        let lost = |&id: &ArticleId| self.pile.is_left(id) && self.pile.entry(id).kept().is_none();
        let lost: Vec<ArticleId> = self.pile.order().iter().copied().filter(lost).collect();
        for id in lost {
            self.find_names(id, out);
        }
    }

    /// Has it found out who is named in the source of an article, unless that is under way.
    fn find_names(&mut self, id: ArticleId, out: &mut Vec<Effect>) {
        if let Some(first) = self.pile.first_of(id).filter(|_| self.pile.is_left(id)) {
            let ids = self.pile.articles_of(first);
            for &id in &ids {
                self.pile.expect_names(id);
            }
            self.analyse(&ids, None, out);
        }
    }

    /// Names that the library had.
    pub(super) fn take_names(&mut self, batch: Vec<(ArticleId, KeptId, Option<ArticleNames>)>, out: &mut Vec<Effect>) {
        self.recalling.under_way = self.recalling.under_way.saturating_sub(1);
        let before = self.narrowing.bearers().clone();
        for (id, kept, names) in batch {
            let entry = self.pile.entry(id);
            let text = entry.head().filter(|_| entry.kept() == Some(kept)).map(|head| head.text);
            match (text.filter(|_| !self.pile.is_named(id)), names) {
                (Some(text), Some(names)) => self.add_names(id, text, &names),
                (Some(_), None) => self.find_names(id, out),
                (None, _) => {}
            }
        }
        self.narrowing.expect_names(self.recalling.progress().is_some());
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.refresh_named_hits(&before, None, out);
        self.want_names(out);
    }
}
