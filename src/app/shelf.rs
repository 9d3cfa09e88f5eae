//! The rows above the list: what is watched and has something new, the feeds, the saved queries, then the rest of the watch
//! list.

use super::App;
use super::geometry::scrolled;
use crate::search::fuzzy::{Filter, Line};

/// A row above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A feed, by its place in its list.
    Feed(usize),
    /// A saved query, by its place in its file.
    Saved(usize),
    /// An entry of the watch list, by its place in its file.
    Watched(usize),
}

impl App {
    /// The rows above the list, from the first to the last.
    #[must_use]
    pub fn shelf(&self) -> Vec<Row> {
        let watched = self.watching.rows();
        let (news, rest): (Vec<usize>, Vec<usize>) = (0..watched.len()).partition(|&at| watched[at].unseen() > 0);
        let feeds = (0..self.feeds.rows().len()).map(Row::Feed);
        let saved = (0..self.saved.rows().len()).map(Row::Saved);
        news.into_iter().map(Row::Watched).chain(feeds).chain(saved).chain(rest.into_iter().map(Row::Watched)).collect()
    }

    /// How many rows there are.
    #[must_use]
    pub fn shelf_len(&self) -> usize {
        self.feeds.rows().len() + self.saved.rows().len() + self.watching.rows().len()
    }

    /// The row that narrows the list.
    #[must_use]
    pub fn active_row(&self) -> Option<Row> {
        let feed = || self.active_feed().map(Row::Feed);
        self.active_saved().map(Row::Saved).or_else(feed).or_else(|| self.active_watched().map(Row::Watched))
    }

    /// The first of the rows in view above the list: the active one is.
    #[must_use]
    pub fn shelf_top(&self) -> usize {
        let active = self.active_row();
        let at = active.and_then(|active| self.shelf().iter().position(|row| *row == active)).unwrap_or(0);
        scrolled(0, at, at, self.geometry.saved_rows, self.shelf_len())
    }

    /// Those of the rows that fit what was typed, best first; all of them while nothing is.
    #[must_use]
    pub fn rows_like(&self, typed: &str) -> Vec<Row> {
        let filter = Filter::new(typed);
        let score = |name: &str, query: &str| {
            let by_name = filter.matches(&Line::new(name)).map(|m| m.score * 4);
            by_name.max(filter.matches(&Line::new(query)).map(|m| m.score))
        };
        let score_of = |row: Row| match row {
            Row::Feed(at) => self.feeds.rows().get(at).and_then(|row| score(row.name(), row.asked())),
            Row::Saved(at) => self.saved.rows().get(at).and_then(|row| score(row.name(), row.typed())),
            Row::Watched(at) => self.watching.rows().get(at).and_then(|row| score(row.name(), row.asked())),
        };
        let mut found: Vec<(i64, Row)> =
            self.shelf().into_iter().filter_map(|row| Some((score_of(row)?, row))).collect();
        found.sort_by_key(|(score, _)| -score);
        found.into_iter().map(|(_, row)| row).collect()
    }
}
