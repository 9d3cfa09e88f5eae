//! The pile as a thread that searches sees it: titles, articles and their order at one moment.

use std::sync::Arc;

use crate::document::{Article, ArticleId};
use crate::search::fuzzy::{CHUNK, Titles};

type Articles = Vec<Option<Arc<Article>>>;

/// Titles and articles by id, and the order to show. A clone shares everything until one of the two changes, chunk by
/// chunk: to hand a million entries to another thread costs the caller some microseconds.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    titles: Titles,
    /// In chunks of [`CHUNK`], as the titles.
    articles: Vec<Arc<Articles>>,
    order: Arc<Vec<ArticleId>>,
}

impl Snapshot {
    /// Entries that are known by their titles only.
    #[must_use]
    pub fn of_titles<'a>(titles: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for title in titles {
            let id = ArticleId(out.titles.len() as u32);
            out.push(title, None);
            out.order_mut().push(id);
        }
        out
    }

    /// The titles, prepared for the filter.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        &self.titles
    }

    /// The article of an id, once it is read.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.articles.get(id.index() / CHUNK)?.get(id.index() % CHUNK)?.as_ref()
    }

    /// The order to show.
    #[must_use]
    pub fn order(&self) -> &[ArticleId] {
        &self.order
    }

    /// True when nothing in a chunk of titles has changed between the two, nor, with `articles`, in its articles.
    #[must_use]
    pub fn same_chunk(&self, other: &Self, chunk: usize, articles: bool) -> bool {
        let same = |a: Option<&Arc<Articles>>, b: Option<&Arc<Articles>>| matches!((a, b), (Some(a), Some(b)) if Arc::ptr_eq(a, b));
        self.titles.same_chunk(&other.titles, chunk)
            && (!articles || same(self.articles.get(chunk), other.articles.get(chunk)))
    }

    /// True when an entry's title reads the same in both and, with `articles`, so does its article.
    #[must_use]
    pub fn same_entry(&self, other: &Self, id: ArticleId, articles: bool) -> bool {
        let same = match (self.article(id), other.article(id)) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        (same || !articles) && self.titles.same_title(&other.titles, id.index())
    }

    pub(super) fn push(&mut self, title: &str, article: Option<Arc<Article>>) {
        if self.titles.len().is_multiple_of(CHUNK) {
            self.articles.push(Arc::default());
        }
        self.titles.push(title);
        if let Some(chunk) = self.articles.last_mut() {
            Arc::make_mut(chunk).push(article);
        }
    }

    pub(super) fn set(&mut self, id: ArticleId, article: Arc<Article>) {
        self.titles.set(id.index(), article.title());
        Arc::make_mut(&mut self.articles[id.index() / CHUNK])[id.index() % CHUNK] = Some(article);
    }

    pub(super) fn order_mut(&mut self) -> &mut Vec<ArticleId> {
        Arc::make_mut(&mut self.order)
    }
}
