//! A concordance: every mention of somebody in the pile, each a line with the words around it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::app::geometry::scrolled;
use crate::document::{ArticleId, Published};
use crate::library::Pile;
use crate::library::following::{Inquiry, Passage, Row, Sorting, Wanted};
use crate::names::EntityId;
use crate::text::fold::fold;

/// Articles whose passages are held: those further away are asked for again.
const HELD: usize = 4000;

/// Rows above and below those in view that are asked for with them.
const AROUND: usize = 50;

/// The mentions of one entity.
#[derive(Debug)]
pub struct Mentions {
    who: EntityId,
    asked: Option<(u64, Inquiry)>,
    /// Which of them, in which order.
    wanted: Wanted,
    typed: String,
    rows: Arc<Vec<Row>>,
    /// Articles looked at, of how many.
    looked: (usize, usize),
    /// True until the first answer to what was asked.
    fresh: bool,
    selected: usize,
    top: usize,
    passages: HashMap<ArticleId, Arc<[Passage]>>,
    expected: HashSet<ArticleId>,
    /// The day to go to, once the mentions are there.
    goal: Option<NaiveDate>,
}

impl Mentions {
    /// Those of `who` that are `wanted`.
    #[must_use]
    pub fn new(who: EntityId, wanted: Wanted) -> Self {
        Self {
            who,
            asked: None,
            typed: String::new(),
            wanted,
            rows: Arc::default(),
            looked: (0, 0),
            fresh: true,
            selected: 0,
            top: 0,
            passages: HashMap::new(),
            expected: HashSet::new(),
            goal: None,
        }
    }

    /// The same, with the cursor on the first one from a day on.
    #[must_use]
    pub fn from(mut self, day: NaiveDate) -> Self {
        self.goal = Some(day);
        self
    }

    /// The same, filtered by some words.
    #[must_use]
    pub fn filtered(mut self, typed: &str) -> Self {
        self.filter(typed);
        self
    }

    /// Whose they are.
    #[must_use]
    pub fn who(&self) -> EntityId {
        self.who
    }

    /// All of them that were found so far, in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Which of them are wanted, in which order.
    #[must_use]
    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// The filter as it was typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Articles looked at, of how many; `None` when all are.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize)> {
        Some(self.looked).filter(|(done, all)| done < all)
    }

    /// True while nothing is known yet.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh && self.rows.is_empty()
    }

    /// The row with the cursor.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The first row in view.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// A mention in its context; `None` while that is not here. The text may say something else by now: then it has fewer.
    #[must_use]
    pub fn passage(&self, row: Row) -> Option<Option<&Passage>> {
        self.passages.get(&row.article).map(|passages| passages.get(row.nth as usize))
    }

    /// True while the answer to what was asked has not come.
    pub(in crate::app) fn is_waiting(&self) -> bool {
        self.asked.is_some() && (self.fresh || self.progress().is_some())
    }

    /// They go by another id: everything is to be asked anew.
    pub(in crate::app) fn rename(&mut self, who: EntityId) {
        (self.who, self.asked) = (who, None);
    }

    /// Notes what is asked.
    pub(in crate::app) fn ask(&mut self, generation: u64, inquiry: Inquiry) {
        self.who = inquiry.who;
        if !self.inquiry().is_some_and(|before| before.is(&inquiry)) {
            (self.passages, self.expected) = (HashMap::new(), HashSet::new());
        }
        self.asked = Some((generation, inquiry));
        self.fresh = true;
    }

    /// The last inquiry.
    pub(in crate::app) fn inquiry(&self) -> Option<&Inquiry> {
        self.asked.as_ref().map(|(_, inquiry)| inquiry)
    }

    /// Filters by the words of a line.
    pub(in crate::app) fn filter(&mut self, typed: &str) {
        typed.clone_into(&mut self.typed);
        self.wanted.words = fold(typed).split_whitespace().map(str::to_owned).collect();
    }

    /// Another order.
    pub(in crate::app) fn sort(&mut self, sorting: Sorting) {
        self.wanted.sorting = sorting;
    }

    /// Takes the mentions that the request of a generation has found so far. The cursor stays on its mention, unless it was
    /// never moved.
    pub(in crate::app) fn learn(
        &mut self,
        (generation, rows, looked): (u64, Arc<Vec<Row>>, (usize, usize)),
        pile: &Pile,
        height: usize,
    ) {
        if self.asked.as_ref().is_none_or(|&(asked, _)| asked != generation) {
            return;
        }
        let kept = self.rows.get(self.selected).copied().filter(|_| self.selected > 0);
        (self.rows, self.looked, self.fresh) = (rows, looked, false);
        let day = |row: &Row| pile.entry(row.article).head()?.published.map(Published::day);
        let goal = self.goal.and_then(|goal| self.rows.iter().position(|row| day(row).is_some_and(|day| day >= goal)));
        if self.progress().is_none() {
            self.goal = None;
        }
        let again = || kept.and_then(|kept| self.rows.iter().position(|&row| row == kept));
        self.select(goal.or_else(again).unwrap_or(0), height);
    }

    /// Takes passages.
    pub(in crate::app) fn show(&mut self, shown: &[(ArticleId, Arc<[Passage]>)]) {
        for (id, passages) in shown {
            if self.expected.remove(id) {
                self.passages.insert(*id, passages.clone());
            }
        }
    }

    /// The articles whose passages somebody is about to see and that are not here. They are expected from then on.
    pub(in crate::app) fn missing(&mut self, height: usize) -> Vec<ArticleId> {
        let (from, to) = (self.top.saturating_sub(AROUND), (self.top + height + AROUND).min(self.rows.len()));
        // Those in view first.
        let near = (self.top..to).chain((from..self.top).rev()).map(|at| self.rows[at].article);
        if self.passages.len() > HELD {
            let seen: HashSet<ArticleId> = near.clone().collect();
            self.passages.retain(|id, _| seen.contains(id));
        }
        let (passages, expected) = (&self.passages, &mut self.expected);
        near.filter(|id| !passages.contains_key(id) && expected.insert(*id)).collect()
    }

    /// Puts the cursor on a row, or the last one.
    pub(in crate::app) fn select(&mut self, at: usize, height: usize) {
        self.selected = at.min(self.rows.len().saturating_sub(1));
        self.top = scrolled(self.top, self.selected, self.selected, height, self.rows.len());
    }

    /// Scrolls without moving the cursor.
    pub(in crate::app) fn scroll(&mut self, delta: isize, height: usize) {
        self.top = self.top.saturating_add_signed(delta).min(self.rows.len().saturating_sub(height.max(1)));
    }
}
