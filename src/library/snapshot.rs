//! The pile as a thread that searches sees it: titles, articles and their order at one moment.

use std::sync::Arc;

use super::sources::SourceNo;
use super::{Entry, Source};
use crate::document::ArticleId;
use crate::search::fuzzy::{CHUNK, Titles};

/// Titles and entries by id, and the order to show. A clone shares everything until one of the two changes, chunk by
/// chunk: to hand a million entries to another thread costs the caller some microseconds.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    titles: Titles,
    /// In chunks of [`CHUNK`], as the titles.
    entries: Vec<Arc<Vec<Entry>>>,
    order: Arc<Vec<ArticleId>>,
    /// Goes up with every change of the order.
    revision: u64,
}

impl Snapshot {
    /// Entries that are known by their titles only.
    #[must_use]
    pub fn of_titles<'a>(titles: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        let source = Arc::new(Source::Stdin);
        for title in titles {
            let id = out.push(title, Entry::waiting(SourceNo(0), source.clone()));
            out.order_mut().push(id);
        }
        out
    }

    /// The titles, prepared for the filter.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        &self.titles
    }

    /// The entry of an id.
    #[must_use]
    pub fn entry(&self, id: ArticleId) -> Option<&Entry> {
        self.entries.get(id.index() / CHUNK)?.get(id.index() % CHUNK)
    }

    /// The order to show.
    #[must_use]
    pub fn order(&self) -> &[ArticleId] {
        &self.order
    }

    /// Goes up with every change of the order.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// True when nothing in a chunk of titles has changed between the two, nor, with `articles`, in its entries.
    #[must_use]
    pub fn same_chunk(&self, other: &Self, chunk: usize, articles: bool) -> bool {
        let same = |a: Option<&Arc<Vec<Entry>>>, b: Option<&Arc<Vec<Entry>>>| matches!((a, b), (Some(a), Some(b)) if Arc::ptr_eq(a, b));
        self.titles.same_chunk(&other.titles, chunk)
            && (!articles || same(self.entries.get(chunk), other.entries.get(chunk)))
    }

    /// True when an entry's title reads the same in both and, with `articles`, so does its article.
    #[must_use]
    pub fn same_entry(&self, other: &Self, id: ArticleId, articles: bool) -> bool {
        let same = || match (self.entry(id), other.entry(id)) {
            (Some(a), Some(b)) => a.same_text(b),
            _ => false,
        };
        (!articles || same()) && self.titles.same_title(&other.titles, id.index())
    }

    /// How many ids were given out.
    pub(super) fn len(&self) -> usize {
        self.titles.len()
    }

    pub(super) fn push(&mut self, title: &str, entry: Entry) -> ArticleId {
        let id = ArticleId(u32::try_from(self.len()).expect("fewer than four thousand million articles"));
        if self.len().is_multiple_of(CHUNK) {
            self.entries.push(Arc::new(Vec::with_capacity(CHUNK)));
        }
        self.titles.push(title);
        if let Some(chunk) = self.entries.last_mut() {
            Arc::make_mut(chunk).push(entry);
        }
        id
    }

    pub(super) fn entry_mut(&mut self, id: ArticleId) -> &mut Entry {
        &mut Arc::make_mut(&mut self.entries[id.index() / CHUNK])[id.index() % CHUNK]
    }

    pub(super) fn set_title(&mut self, id: ArticleId, title: &str) {
        if self.titles.title(id.index()) != title {
            self.titles.set(id.index(), title);
        }
    }

    pub(super) fn order_mut(&mut self) -> &mut Vec<ArticleId> {
        self.revision += 1;
        Arc::make_mut(&mut self.order)
    }
}
