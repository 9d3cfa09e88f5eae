//! What the search thread does with one text.

use std::sync::Arc;

use super::Report;
use crate::document::{Article, ArticleId, BlockKind, Span};
use crate::library::{Bearers, Entry, Facts, MarkedArticles, places};
use crate::search::query::Query;

/// A request to search one text.
#[derive(Debug, Clone)]
pub struct Find {
    /// Newer requests have higher numbers.
    pub generation: u64,
    /// What to look for.
    pub query: Query,
    /// Who goes by the names in the query.
    pub bearers: Arc<Bearers>,
    /// What the user did.
    pub marked: Arc<MarkedArticles>,
    /// Where.
    pub article: Arc<Article>,
    /// What else is known of it.
    pub entry: Box<Entry>,
    /// Its id.
    pub id: ArticleId,
    /// Where it names those whom the query asks for: found as much as its words are.
    pub mentions: Vec<Span>,
    /// True to look also in what is hidden by default.
    pub furniture: bool,
}

/// Runs the request.
pub(crate) fn find(job: &Find) -> Report {
    let blocks = job.article.blocks();
    let shown = |span: &Span| {
        let block = blocks.get(job.article.block_at(span.start()));
        job.furniture || block.is_none_or(|b| b.kind != BlockKind::Furniture)
    };
    // Words of a query that does not hold for this text are nothing found.
    let facts = Facts::new(job.id, &job.entry, job.article.title(), &job.bearers).marked(&job.marked);
    let found = if !job.query.is_empty() && job.query.matches(&facts) {
        places(&job.query, &job.article, job.mentions.clone())
    } else {
        Vec::new()
    };
    let hits = found.into_iter().filter(shown).collect();
    Report::Hits { generation: job.generation, hits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;

    fn entry(blocks: &[(BlockKind, &str)]) -> Entry {
        let mut builder = ArticleBuilder::new();
        for (kind, text) in blocks {
            builder.block(*kind, text);
        }
        Entry::read(builder.finish("x"))
    }

    #[test]
    fn hits_in_furniture_count_only_when_it_is_shown() {
        let entry = entry(&[(BlockKind::Furniture, "Partager le mot"), (BlockKind::Paragraph, "Le mot.")]);
        let hits = |furniture| match find(&Find {
            generation: 1,
            query: Query::literal("mot"),
            bearers: Arc::default(),
            marked: Arc::default(),
            article: entry.article().cloned().unwrap_or_default(),
            entry: Box::new(entry.clone()),
            id: ArticleId(0),
            mentions: Vec::new(),
            furniture,
        }) {
            Report::Hits { hits, .. } => hits.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!((hits(false), hits(true)), (1, 2));
    }
}
