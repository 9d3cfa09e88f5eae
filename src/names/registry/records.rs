//! What every article says, in chunks: a copy for another thread shares them until one of the two changes.

use std::sync::Arc;

use super::Record;
use crate::document::ArticleId;

/// Articles in a chunk: to change one of them while a copy is looked into costs a copy of so many.
const CHUNK: usize = 256;

/// The records by the ids of their articles. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Records {
    chunks: Vec<Arc<Vec<Record>>>,
}

impl Records {
    /// How many ids there are.
    pub(super) fn len(&self) -> usize {
        let before = self.chunks.len().saturating_sub(1) * CHUNK;
        before + self.chunks.last().map_or(0, |last| last.len())
    }

    /// That of an article.
    pub(super) fn get(&self, article: ArticleId) -> Option<&Record> {
        self.chunks.get(article.index() / CHUNK)?.get(article.index() % CHUNK)
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Record> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// Puts one in its place, and returns what stood there.
    pub(super) fn put(&mut self, article: ArticleId, record: Record) -> Record {
        while self.len() <= article.index() {
            self.push(Record::default());
        }
        let chunk = Arc::make_mut(&mut self.chunks[article.index() / CHUNK]);
        std::mem::replace(&mut chunk[article.index() % CHUNK], record)
    }

    fn push(&mut self, record: Record) {
        if self.chunks.last().is_none_or(|last| last.len() == CHUNK) {
            self.chunks.push(Arc::new(Vec::with_capacity(CHUNK)));
        }
        if let Some(last) = self.chunks.last_mut() {
            Arc::make_mut(last).push(record);
        }
    }
}

impl FromIterator<Record> for Records {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Self {
        let mut out = Self::default();
        records.into_iter().for_each(|record| out.push(record));
        out
    }
}
