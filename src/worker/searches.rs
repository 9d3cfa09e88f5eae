//! What the search thread does with one text.

use std::sync::Arc;

use super::Report;
use crate::document::{Article, ArticleId, BlockKind, Span};
use crate::library::{Bearers, MarkedArticles, places};
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
    let found = if job.query.is_empty() {
        None
    } else {
        places(&job.query, job.id, &job.article, &job.bearers, &job.marked, job.mentions.clone())
    };
    let hits = found.unwrap_or_default().into_iter().filter(shown).collect();
    Report::Hits { generation: job.generation, hits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;

    fn article(blocks: &[(BlockKind, &str)]) -> Arc<Article> {
        let mut builder = ArticleBuilder::new();
        for (kind, text) in blocks {
            builder.block(*kind, text);
        }
        Arc::new(builder.finish("x"))
    }

    #[test]
    fn hits_in_furniture_count_only_when_it_is_shown() {
        let article = article(&[(BlockKind::Furniture, "Partager le mot"), (BlockKind::Paragraph, "Le mot.")]);
        let hits = |furniture| match find(&Find {
            generation: 1,
            query: Query::literal("mot"),
            bearers: Arc::default(),
            marked: Arc::default(),
            article: article.clone(),
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
