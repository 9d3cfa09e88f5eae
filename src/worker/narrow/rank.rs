//! In which order the list shows what remains.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use crate::document::{ArticleId, Published};
use crate::library::store::{KeptId, Store};
use crate::library::{Frequencies, Snapshot, relevance};
use crate::search::query::Query;
use crate::text::fold::fold;

/// An order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Order {
    /// What fits the filter best first, else as the sources lie.
    #[default]
    Pile,
    /// What fits the words of the query best first.
    Relevance,
    /// The newest first.
    Date,
    /// By title.
    Title,
    /// Where the one followed is named most often first.
    Mentions,
}

impl Order {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 5] = [Self::Pile, Self::Relevance, Self::Date, Self::Title, Self::Mentions];

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// What is said of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pile => "as the files lie, or what fits the filter best first",
            Self::Relevance => "what fits the query best first",
            Self::Date => "newest first",
            Self::Title => "by title",
            Self::Mentions => "most mentions of the one followed first",
        }
    }

    /// The same in a word or two, for the list's head; empty for the pile's own.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Pile => "",
            Self::Relevance => "by relevance",
            Self::Date => "by date",
            Self::Title => "by title",
            Self::Mentions => "by mentions",
        }
    }
}

/// How often the one followed is named, by article.
pub type Mentions = Arc<Vec<(ArticleId, u32)>>;

/// What an order needs.
pub(super) struct Ranking<'a> {
    pub(super) pile: &'a Snapshot,
    pub(super) query: &'a Query,
    pub(super) mentions: &'a Mentions,
    pub(super) store: Option<&'a Store>,
}

impl Ranking<'_> {
    /// Sorts articles that are in the order of the pile; equals stay in that order.
    pub(super) fn sort(&self, order: Order, ids: &mut [ArticleId]) {
        match order {
            Order::Pile => {}
            Order::Relevance => self.by_relevance(ids),
            Order::Date => ids.sort_by_cached_key(|&id| Reverse(self.date(id))),
            Order::Title => ids.sort_by_cached_key(|&id| fold(self.pile.titles().title(id.index()))),
            Order::Mentions => ids.sort_by_cached_key(|&id| Reverse(self.mentions(id))),
        }
    }

    /// By the instant, where that is known; a day is its start. What has no date comes last.
    fn date(&self, id: ArticleId) -> Option<i64> {
        let published = self.pile.entry(id)?.head()?.published?;
        Some(match published {
            Published::Instant(at) => at.timestamp(),
            Published::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        })
    }

    fn mentions(&self, id: ArticleId) -> u32 {
        let at = self.mentions.binary_search_by_key(&id, |&(other, _)| other);
        at.map_or(0, |at| self.mentions[at].1)
    }

    fn by_relevance(&self, ids: &mut [ArticleId]) {
        let ranks = self.store.and_then(|store| store.ranks(&self.query.wanted()).ok()).unwrap_or_default();
        let rank = |kept: KeptId| Some(ranks[ranks.binary_search_by_key(&kept, |hit| hit.id).ok()?].rank);
        let known = |id: ArticleId| self.pile.entry(id)?.kept().and_then(rank);
        // What the index does not know and is at hand is looked at here.
        let others: Vec<_> = ids
            .iter()
            .filter(|&&id| known(id).is_none())
            .filter_map(|&id| Some((id, Frequencies::of(self.query, self.pile.entry(id)?.article()?))))
            .collect();
        let (unknown, texts): (Vec<ArticleId>, Vec<Frequencies>) = others.into_iter().unzip();
        let looked_at: HashMap<ArticleId, f64> =
            unknown.into_iter().zip(relevance(&texts, self.pile.order().len())).collect();
        let rank = |id: ArticleId| known(id).or_else(|| looked_at.get(&id).copied()).unwrap_or(0.0);
        let mut ranked: Vec<(f64, ArticleId)> = ids.iter().map(|&id| (rank(id), id)).collect();
        ranked.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        ids.iter_mut().zip(ranked).for_each(|(place, (_, id))| *place = id);
    }
}
