//! The sidebar's state: the people, organisations and places of the article or of the pile.

use super::geometry::scrolled;
use crate::document::ArticleId;
use crate::library::Pile;
use crate::names::{EntityId, Kind};

/// Names of one kind shown for the whole pile: more than anybody scrolls through, and cheap to sort.
const MAX_OF_A_KIND: usize = 500;

/// Whose names the sidebar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Those of the article on the screen.
    #[default]
    Article,
    /// Those of the whole pile.
    Pile,
}

/// One name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub entity: EntityId,
    /// Its kind.
    pub kind: Kind,
    /// Mentions in the scope.
    pub count: u32,
}

/// A row of the pane as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(Kind),
    /// The name with this index.
    Name(usize),
}

/// The sidebar. Positions are indices of names, not of drawn lines.
#[derive(Debug, Default)]
pub struct Sidebar {
    /// Whose names.
    pub scope: Scope,
    /// Where in the article they are named is shown, in place of how often.
    pub strips: bool,
    /// Names that the user hid are there, too.
    pub hidden_too: bool,
    rows: Vec<Row>,
    selected: usize,
    top: usize,
    /// What the rows were made from: they are made anew when it changes.
    key: Option<(Scope, Option<ArticleId>, u64, bool)>,
}

impl Sidebar {
    /// The names, grouped by kind, the most frequent first.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The selected name's index.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The first drawn line in view.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// Headings and names in the order they are drawn.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.rows.len() + Kind::ALL.len());
        for (index, row) in self.rows.iter().enumerate() {
            if index == 0 || self.rows[index - 1].kind != row.kind {
                lines.push(Line::Heading(row.kind));
            }
            lines.push(Line::Name(index));
        }
        lines
    }

    /// Selects a name, or the last one, and scrolls to it.
    pub fn select(&mut self, index: usize, height: usize) {
        self.selected = index.min(self.rows.len().saturating_sub(1));
        let lines = self.lines();
        let at = lines.iter().position(|line| *line == Line::Name(self.selected)).unwrap_or(0);
        // The heading above the first name comes along.
        let with = if at == 1 { 0 } else { at };
        self.top = scrolled(self.top, at, with, height, lines.len());
    }

    /// Scrolls without selecting.
    pub fn scroll(&mut self, delta: isize, height: usize) {
        let last = self.lines().len().saturating_sub(height.max(1));
        self.top = self.top.saturating_add_signed(delta).min(last);
    }

    /// Makes the rows anew when scope, article or entities changed; the selected one stays selected.
    pub fn refresh(&mut self, pile: &Pile, article: Option<ArticleId>, height: usize) {
        let key =
            (self.scope, article.filter(|_| self.scope == Scope::Article), pile.registry().revision(), self.hidden_too);
        if self.key == Some(key) {
            return;
        }
        let same_place = self.key.is_some_and(|(scope, article, ..)| (scope, article) == (key.0, key.1));
        let selected = self.rows.get(self.selected).map(|row| row.entity).filter(|_| same_place);
        self.key = Some(key);
        self.rows = match (self.scope, article) {
            (Scope::Pile, _) => rows_of_pile(pile),
            (Scope::Article, Some(article)) => rows_of_article(pile, article),
            (Scope::Article, None) => Vec::new(),
        };
        if !self.hidden_too {
            self.rows.retain(|row| !pile.registry().is_hidden(row.entity));
        }
        let index = selected.and_then(|entity| self.rows.iter().position(|row| row.entity == entity)).unwrap_or(0);
        if !same_place {
            self.top = 0;
        }
        if same_place && index == self.selected {
            // The wheel may have scrolled the selection out of view; more names must not undo that.
            self.scroll(0, height);
        } else {
            self.select(index, height);
        }
    }
}

fn rows_of_article(pile: &Pile, article: ArticleId) -> Vec<Row> {
    let registry = pile.registry();
    let row = |(entity, count)| Some(Row { entity, kind: registry.kind(entity)?, count });
    let mut rows: Vec<Row> = registry.entities_in(article).into_iter().filter_map(row).collect();
    sort(pile, &mut rows);
    rows
}

fn rows_of_pile(pile: &Pile) -> Vec<Row> {
    let most = pile.registry().most_mentioned(MAX_OF_A_KIND).into_iter();
    let mut rows: Vec<Row> = most.map(|(entity, kind, count)| Row { entity, kind, count }).collect();
    sort(pile, &mut rows);
    rows
}

fn sort(pile: &Pile, rows: &mut [Row]) {
    rows.sort_by_cached_key(|row| (row.kind, std::cmp::Reverse(row.count), pile.registry().name(row.entity)));
}
