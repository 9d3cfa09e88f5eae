//! The list pane's state: which articles it shows, which one is selected, how far it is scrolled.

use std::ops::Range;

use super::geometry::scrolled;
use crate::document::ArticleId;
use crate::library::Pile;
use crate::search::fuzzy::{Filter, Line};

/// The list. Positions are indices of shown articles.
#[derive(Debug, Default)]
pub struct ListPane {
    /// What narrowing left; `None` when nothing narrows, and the pile's own order is shown.
    narrowed: Option<Vec<ArticleId>>,
    /// The filter that it went through.
    filter: Option<Filter>,
    selected: usize,
    selected_id: Option<ArticleId>,
    top: usize,
    height: usize,
}

impl ListPane {
    /// How many articles are shown.
    #[must_use]
    pub fn len(&self, pile: &Pile) -> usize {
        self.narrowed.as_ref().map_or(pile.order().len(), Vec::len)
    }

    /// True when none is.
    #[must_use]
    pub fn is_empty(&self, pile: &Pile) -> bool {
        self.len(pile) == 0
    }

    /// The article at an index.
    #[must_use]
    pub fn id_at(&self, pile: &Pile, index: usize) -> Option<ArticleId> {
        match &self.narrowed {
            Some(rows) => rows.get(index).copied(),
            None => pile.order().get(index).copied(),
        }
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
        match &self.narrowed {
            Some(rows) => rows.iter().position(|&other| other == id),
            None => pile.order().iter().position(|&other| other == id),
        }
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
    }

    /// Starts a narrowing anew, with nothing found yet.
    pub fn restart(&mut self, filter: &str) {
        self.narrowed = Some(Vec::new());
        self.filter = Some(Filter::new(filter));
        self.top = 0;
    }

    /// Shows what narrowing left, in this order.
    pub fn show(&mut self, ids: Vec<ArticleId>) {
        self.narrowed = Some(ids);
    }
}
