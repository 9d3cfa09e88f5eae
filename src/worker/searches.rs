//! What the search thread does with one text.

use std::sync::{Arc, Weak};

use super::Report;
use crate::document::{Article, ArticleId, BlockKind, Span};
use crate::library::{Bearers, Entry, Facts, MarkedArticles, places};
use crate::search::query::Query;
use crate::text::fold::Long;

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
    /// Where, with what else is known of it.
    pub entry: Box<Entry>,
    /// Its id.
    pub id: ArticleId,
    /// Where it names those whom the query asks for: found as much as its words are.
    pub mentions: Vec<Span>,
    /// True to look also in what is hidden by default.
    pub furniture: bool,
}

impl Find {
    /// A request for nothing, which makes the next one in the same text fast. Its answer belongs to no generation.
    #[must_use]
    pub fn preparing(article: Arc<Article>) -> Self {
        let entry = Box::new(Entry::of(article));
        Self {
            entry,
            generation: 0,
            query: Query::default(),
            bearers: Arc::default(),
            marked: Arc::default(),
            id: ArticleId(0),
            mentions: Vec::new(),
            furniture: false,
        }
    }
}

/// Searches texts, the same one again and again while somebody types: it is folded once.
#[derive(Debug, Default)]
pub(crate) struct Searcher {
    /// The text searched last, folded.
    last: Option<(Weak<Article>, Arc<Long>)>,
}

impl Searcher {
    /// Runs a request. One for nothing prepares the text for the next.
    pub(crate) fn find(&mut self, job: &Find) -> Report {
        let none = Report::Hits { generation: job.generation, hits: Vec::new() };
        let Some(article) = job.entry.article() else { return none };
        let blocks = article.blocks();
        let shown = |span: &Span| {
            let block = blocks.get(article.block_at(span.start()));
            job.furniture || block.is_none_or(|b| b.kind != BlockKind::Furniture)
        };
        let folded = self.folded(article);
        // Words of a query that does not hold for this text are nothing found.
        let found = if job.query.is_empty() {
            None
        } else {
            let facts = Facts::new(job.id, &job.entry, article.title(), &job.bearers);
            let facts = facts.marked(&job.marked).folded(folded);
            places(&job.query, &facts, job.mentions.clone())
        };
        let hits = found.unwrap_or_default().into_iter().filter(shown).collect();
        Report::Hits { generation: job.generation, hits }
    }

    fn folded(&mut self, article: &Arc<Article>) -> Arc<Long> {
        if let Some((last, folded)) = &self.last
            && last.as_ptr() == Arc::as_ptr(article)
        {
            return folded.clone();
        }
        let folded = Arc::new(Long::new(article.text()));
        self.last = Some((Arc::downgrade(article), folded.clone()));
        folded
    }
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
    fn the_text_searched_before_is_not_taken_for_another() {
        let (first, second) =
            (article(&[(BlockKind::Paragraph, "Un mot.")]), article(&[(BlockKind::Paragraph, "Rien.")]));
        let mut searcher = Searcher::default();
        let mut hits = |article: &Arc<Article>| {
            let query = Query::literal("mot");
            match searcher.find(&Find { generation: 1, query, ..Find::preparing(article.clone()) }) {
                Report::Hits { hits, .. } => hits.len(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!([hits(&first), hits(&first), hits(&second), hits(&first)], [1, 1, 0, 1]);
    }

    #[test]
    fn hits_in_furniture_count_only_when_it_is_shown() {
        let article = article(&[(BlockKind::Furniture, "Partager le mot"), (BlockKind::Paragraph, "Le mot.")]);
        let hits = |furniture| match Searcher::default().find(&Find {
            generation: 1,
            query: Query::literal("mot"),
            furniture,
            ..Find::preparing(article.clone())
        }) {
            Report::Hits { hits, .. } => hits.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!((hits(false), hits(true)), (1, 2));
    }
}
