//! The list pane's state: which articles it shows, in which rows, which one is selected, how far it is scrolled.
//!
//! A row is an article. Where stories are folded, it is the first one of a story, and the others stand behind it. The rows are
//! put together when something about them changes (`regroup`); a frame looks at those in view only.

use std::ops::Range;

use super::geometry::scrolled;
use super::stories::Stories;
use crate::document::ArticleId;
use crate::library::Pile;
use crate::search::fuzzy::{Filter, Line};

/// Where a row stands in its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    /// Nothing else in the list tells the same.
    Alone,
    /// The first one of a story, the others folded away.
    Folded,
    /// Likewise, the others in the rows below.
    Unfolded,
    /// One of the others.
    Member,
}

/// A row of the list.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The article.
    pub id: ArticleId,
    fold: Fold,
    /// Articles in the rows above, folded ones too.
    before: u32,
    /// Where the others of its story start in [`Rows::others`], and how many they are.
    from: u32,
    others: u32,
}

impl Row {
    /// The place of the article among all that are listed, from 0.
    #[must_use]
    pub fn place(&self) -> usize {
        self.before as usize
    }

    /// True in a story of which the list shows several articles.
    #[must_use]
    pub fn is_story(&self) -> bool {
        self.fold != Fold::Alone
    }

    /// True when the others of its story are folded away.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        self.fold == Fold::Folded
    }

    /// True below the first one of an unfolded story.
    #[must_use]
    pub fn is_member(&self) -> bool {
        self.fold == Fold::Member
    }

    /// What stands at the end of its first line: how many others tell the same, behind `+` when they are folded away; nothing
    /// for those others, and where there are none.
    #[must_use]
    pub fn mark(&self) -> String {
        match self.fold {
            Fold::Alone | Fold::Member => String::new(),
            Fold::Folded => format!("+{}", self.others),
            Fold::Unfolded => format!("▾{}", self.others),
        }
    }
}

/// The rows, where stories are brought together.
#[derive(Debug)]
struct Rows {
    rows: Vec<Row>,
    /// The articles of each story but the first, in the order of the list.
    others: Vec<ArticleId>,
}

/// What rows were made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Basis {
    order: u64,
    narrowed: u64,
    stories: u64,
}

/// The list. Positions are indices of rows.
#[derive(Debug, Default)]
pub struct ListPane {
    /// What narrowing left; `None` when nothing narrows, and the pile's own order is shown.
    narrowed: Option<Vec<ArticleId>>,
    /// Goes up with every change of that.
    revision: u64,
    /// `None` while every article has a row of its own.
    rows: Option<Rows>,
    basis: Basis,
    /// The filter that it went through.
    filter: Option<Filter>,
    selected: usize,
    selected_id: Option<ArticleId>,
    top: usize,
    height: usize,
}

impl ListPane {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self, pile: &Pile) -> usize {
        self.rows.as_ref().map_or_else(|| self.articles(pile).len(), |rows| rows.rows.len())
    }

    /// The articles that are listed, folded ones too, every one at its own place.
    #[must_use]
    pub fn articles<'a>(&'a self, pile: &'a Pile) -> &'a [ArticleId] {
        self.narrowed.as_deref().unwrap_or_else(|| pile.order())
    }

    /// True when there is no row.
    #[must_use]
    pub fn is_empty(&self, pile: &Pile) -> bool {
        self.len(pile) == 0
    }

    /// The article at an index.
    #[must_use]
    pub fn id_at(&self, pile: &Pile, index: usize) -> Option<ArticleId> {
        self.row_at(pile, index).map(|row| row.id)
    }

    /// The row at an index.
    #[must_use]
    pub fn row_at(&self, pile: &Pile, index: usize) -> Option<Row> {
        if let Some(rows) = &self.rows {
            return rows.rows.get(index).copied();
        }
        let alone = |&id: &ArticleId| Row { id, fold: Fold::Alone, before: index as u32, from: 0, others: 0 };
        self.articles(pile).get(index).map(alone)
    }

    /// The articles that are folded away behind a row, in the order of the list.
    #[must_use]
    pub fn folded(&self, row: &Row) -> &[ArticleId] {
        let range = row.from as usize..row.from as usize + row.others as usize;
        self.rows.as_ref().filter(|_| row.is_folded()).and_then(|rows| rows.others.get(range)).unwrap_or_default()
    }

    /// The index of the first row of the story at an index.
    #[must_use]
    pub fn head_of(&self, pile: &Pile, index: usize) -> usize {
        let member = |at: &usize| self.row_at(pile, *at).is_some_and(|row| row.is_member());
        (0..=index).rev().find(|at| !member(at)).unwrap_or(index)
    }

    /// True when an article stands in a story that is folded, and not in its row. Asks nothing of an article that is not
    /// listed.
    pub(super) fn is_folded_away(&self, id: ArticleId, stories: &Stories) -> bool {
        let Some(rows) = self.rows.as_ref().filter(|_| stories.name_of(id).is_some()) else { return false };
        rows.others.contains(&id) && !stories.unfolded().contains(&stories.name_of(id).unwrap_or(id))
    }

    /// All articles from behind `id` on and round to it again, folded ones too, each with the index of its row; backwards
    /// when not `forward`. `index` is the row of `id`.
    pub(super) fn round<'a>(
        &'a self,
        pile: &'a Pile,
        index: usize,
        id: ArticleId,
        forward: bool,
    ) -> impl Iterator<Item = (usize, ArticleId)> + 'a {
        let in_row = move |at: usize| {
            let row = self.row_at(pile, at);
            let folded = row.as_ref().map_or(&[][..], |row| self.folded(row));
            let last = folded.len();
            (0..=last).filter_map(move |n| {
                let n = if forward { n } else { last - n };
                let id = n.checked_sub(1).map_or(row.map(|row| row.id), |n| folded.get(n).copied());
                Some((at, id?))
            })
        };
        let count = self.len(pile);
        let mut here: Vec<(usize, ArticleId)> = in_row(index).collect();
        let at = here.iter().position(|&(_, other)| other == id).map_or(here.len(), |at| at + 1);
        let behind = here.split_off(at);
        let others = (1..count).map(move |n| if forward { (index + n) % count } else { (index + count - n) % count });
        let others = others.flat_map(in_row);
        behind.into_iter().chain(others).chain(here)
    }

    /// The matched letters of the title at an index, found when they are drawn: only some rows are.
    #[must_use]
    pub fn letters_at(&self, pile: &Pile, index: usize) -> Vec<Range<usize>> {
        let filter = self.filter.as_ref().filter(|filter| self.is_narrowed() && !filter.is_empty());
        let found = filter.zip(self.id_at(pile, index)).and_then(|(filter, id)| {
            let title = pile.title(id);
            filter.matches(&Line::new(title))
        });
        found.map_or_else(Vec::new, |found| found.ranges)
    }

    /// The index of an article, when it is shown.
    #[must_use]
    pub fn index_of(&self, pile: &Pile, id: ArticleId) -> Option<usize> {
        if self.selected_id == Some(id) && self.id_at(pile, self.selected) == Some(id) {
            return Some(self.selected);
        }
        match &self.rows {
            Some(rows) => rows.rows.iter().position(|row| row.id == id),
            None => self.articles(pile).iter().position(|&other| other == id),
        }
    }

    /// Puts the rows together, when something about them has changed: one for each story, at the place of its first article,
    /// those of an unfolded one below it. True when they were.
    pub(super) fn regroup(&mut self, pile: &Pile, stories: &Stories) -> bool {
        let basis = Basis { order: pile.snapshot().revision(), narrowed: self.revision, stories: stories.revision() };
        if std::mem::replace(&mut self.basis, basis) == basis {
            return false;
        }
        self.rows = stories.folds().then(|| rows(self.articles(pile), stories));
        true
    }

    /// The selected index; meaningless while the list is empty.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The selected article.
    #[must_use]
    pub fn selected_id(&self) -> Option<ArticleId> {
        self.selected_id
    }

    /// The index of the first article in view.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// Selects an index, or the last one when there are fewer, and scrolls as little as needed to show it.
    pub fn select(&mut self, pile: &Pile, index: usize, height: usize) {
        self.height = height;
        self.selected = index.min(self.len(pile).saturating_sub(1));
        // While nothing fits, the article last selected is remembered: it is where the reader was.
        self.selected_id = self.id_at(pile, self.selected).or(self.selected_id);
        self.top = scrolled(self.top, self.selected, self.selected, height, self.len(pile));
    }

    /// Scrolls without selecting.
    pub fn scroll(&mut self, pile: &Pile, delta: isize, height: usize) {
        let last = self.len(pile).saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(delta).min(last);
    }

    /// After the pile or the height changed: the same article stays selected, at the same row where possible. When
    /// it is gone, what stands in its place is.
    pub fn refresh(&mut self, pile: &Pile, height: usize) {
        let row = self.selected.saturating_sub(self.top);
        let index = self.selected_id.and_then(|id| self.index_of(pile, id)).unwrap_or(self.selected);
        if index == self.selected && height == self.height && self.id_at(pile, index) == self.selected_id {
            // The wheel may have scrolled the selection out of view; what comes in must not undo that.
            return;
        }
        if index != self.selected {
            self.top = index.saturating_sub(row);
        }
        self.select(pile, index, height);
    }

    /// True when a filter or a query narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.narrowed.is_some()
    }

    /// Shows the whole pile again.
    pub fn widen(&mut self) {
        self.narrowed = None;
        self.renew();
    }

    /// Starts a narrowing anew, with nothing found yet.
    pub fn restart(&mut self, filter: &str) {
        self.narrowed = Some(Vec::new());
        self.filter = Some(Filter::new(filter));
        self.top = 0;
        self.renew();
    }

    /// Shows what narrowing left, in this order.
    pub fn show(&mut self, ids: Vec<ArticleId>) {
        self.narrowed = Some(ids);
        self.renew();
    }

    /// Other articles are listed: until they are put together, each has a row.
    fn renew(&mut self) {
        self.revision += 1;
        self.rows = None;
    }
}

/// The rows of some articles. Three passes: how many of each story there are, which of them is the first, and the rows.
fn rows(articles: &[ArticleId], stories: &Stories) -> Rows {
    let most = articles.iter().map(|id| id.index() + 1).max().unwrap_or(0);
    // By the name of a story: how many are listed; then, where the next one goes.
    let (mut counts, mut next) = (vec![0u32; most], vec![None; most]);
    let name = |id: ArticleId| stories.name_of(id).map(ArticleId::index).filter(|&name| name < most);
    for name in articles.iter().filter_map(|&id| name(id)) {
        counts[name] += 1;
    }
    let all = counts.iter().map(|count| count.saturating_sub(1) as usize).sum();
    let (mut heads, mut others) = (Vec::with_capacity(articles.len() - all), vec![ArticleId(0); all]);
    let mut from = 0;
    for &id in articles {
        let name = name(id).filter(|&name| counts[name] > 1);
        let alone = Row { id, fold: Fold::Alone, before: 0, from, others: 0 };
        match name.map(|name| (counts[name] - 1, &mut next[name])) {
            None => heads.push(alone),
            Some((_, Some(at))) => {
                others[*at as usize] = id;
                *at += 1;
            }
            Some((count, first)) => {
                *first = Some(from);
                heads.push(Row { fold: Fold::Folded, others: count, ..alone });
                from += count;
            }
        }
    }
    let unfolded = stories.unfolded();
    let (mut rows, mut before) = (Vec::with_capacity(heads.len()), 0);
    for head in heads {
        let open = head.is_folded() && stories.name_of(head.id).is_some_and(|name| unfolded.contains(&name));
        let fold = if open { Fold::Unfolded } else { head.fold };
        rows.push(Row { fold, before, ..head });
        before += 1;
        if open {
            let range = head.from as usize..(head.from + head.others) as usize;
            let member = |(&id, at)| Row { id, fold: Fold::Member, before: before + at, from: 0, others: 0 };
            rows.extend(others[range].iter().zip(0..).map(member));
        }
        before += head.others;
    }
    Rows { rows, others }
}
