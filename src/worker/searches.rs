//! What the search thread does: narrowing the list and searching one text.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Report;
use crate::document::{Article, ArticleId, BlockKind, Span};
use crate::library::{Bearers, Facts, places};
use crate::search::fuzzy::{Filter, Line, Match};
use crate::search::query::Query;

/// Candidates between two looks at whether the search is still wanted.
const STRIDE: usize = 64;

/// An article that may stay in the list.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: ArticleId,
    /// Its title, for the filter.
    pub line: Arc<Line>,
    /// Its text, for the query; without one a query does not hold.
    pub article: Option<Arc<Article>>,
}

/// A request to narrow the list.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// Newer requests have higher numbers.
    pub generation: u64,
    /// The fuzzy filter on titles, as typed.
    pub filter: String,
    /// The query on the articles.
    pub query: Query,
    /// Who goes by the names in the query.
    pub bearers: Arc<Bearers>,
    /// What to look at.
    pub candidates: Vec<Candidate>,
}

/// A request to search one text.
#[derive(Debug, Clone)]
pub struct Find {
    /// Newer requests have higher numbers.
    pub generation: u64,
    /// What to look for.
    pub query: Query,
    /// Who goes by the names in the query.
    pub bearers: Arc<Bearers>,
    /// Where.
    pub article: Arc<Article>,
    /// Its id.
    pub id: ArticleId,
    /// Where it names those whom the query asks for: found as much as its words are.
    pub mentions: Vec<Span>,
    /// True to look also in what is hidden by default.
    pub furniture: bool,
}

/// Runs the request; `None` when a newer one came meanwhile.
pub(crate) fn narrow(job: &Narrow, newest: &AtomicU64) -> Option<Report> {
    let filter = Filter::new(&job.filter);
    let mut matches: Vec<(ArticleId, Match)> = Vec::new();
    for (at, candidate) in job.candidates.iter().enumerate() {
        if at % STRIDE == 0 && newest.load(Ordering::Relaxed) > job.generation {
            return None;
        }
        let holds = |article: &Article| job.query.matches(&Facts::new(candidate.id, article, &job.bearers));
        // The title first: it is a thousand times shorter than the text.
        if let Some(found) = filter.matches(&candidate.line)
            && (job.query.is_empty() || candidate.article.as_deref().is_some_and(holds))
        {
            matches.push((candidate.id, found));
        }
    }
    Some(Report::Narrowed { generation: job.generation, matches })
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
        places(&job.query, job.id, &job.article, &job.bearers, job.mentions.clone())
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

    fn narrowing(filter: &str, query: &str, generation: u64) -> Narrow {
        let candidates = ["Kim à Moscou", "Un été sans pluie"].iter().enumerate().map(|(id, title)| Candidate {
            id: ArticleId(id as u32),
            line: Arc::new(Line::new(title)),
            article: Some(article(&[(BlockKind::Title, title), (BlockKind::Paragraph, "Le même texte.")])),
        });
        let query = Query::parse(query, chrono::NaiveDate::default());
        let candidates = candidates.collect();
        Narrow { generation, filter: filter.to_owned(), query, bearers: Arc::default(), candidates }
    }

    #[test]
    fn filter_and_query_must_both_hold() {
        let ids = |filter: &str, query: &str| match narrow(&narrowing(filter, query, 1), &AtomicU64::new(1)) {
            Some(Report::Narrowed { matches, .. }) => matches.into_iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(ids("", "texte"), [0, 1]);
        assert_eq!(ids("kim", "texte"), [0]);
        assert_eq!(ids("kim", "pluie"), [0u32; 0]);
        assert_eq!(ids("", "ete"), [1]);
    }

    #[test]
    fn an_outdated_search_gives_up() {
        assert!(narrow(&narrowing("kim", "", 1), &AtomicU64::new(2)).is_none());
    }

    #[test]
    fn hits_in_furniture_count_only_when_it_is_shown() {
        let article = article(&[(BlockKind::Furniture, "Partager le mot"), (BlockKind::Paragraph, "Le mot.")]);
        let hits = |furniture| match find(&Find {
            generation: 1,
            query: Query::literal("mot"),
            bearers: Arc::default(),
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
