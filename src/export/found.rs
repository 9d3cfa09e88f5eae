//! What a query found in an article, and the passage that shows it best.

use std::collections::HashSet;

use serde::Serialize;

use super::context::{context, reach};
use super::place::Places;
use crate::document::{Article, BlockKind, Span};
use crate::library::Source;
use crate::text::fold::fold;

/// Places looked at for the best passage: where there are more, one of the first shows enough.
const LOOKED_AT: usize = 200;

/// A place in a text with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What was found.
    pub span: Span,
    /// Line of the article's text, from 1.
    pub line: usize,
    /// Column in that line, in characters, from 1.
    pub column: usize,
    /// The words around it, on one line; safe to show.
    pub context: String,
}

/// The one of `places` around which the most different words of the query stand, the first of several; outside of the title
/// and of furniture where there is such a place.
#[must_use]
pub fn best_passage(article: &Article, places: &[Span]) -> Option<Passage> {
    let text = article.text();
    let places = &places[..places.len().min(LOOKED_AT)];
    let words: Vec<String> = places.iter().map(|place| fold(place.of(text))).collect();
    let value = |at: usize| {
        let around = reach(text, places[at]);
        let seen = (0..places.len()).filter(|&other| around.start <= places[other].start());
        let seen = seen.filter(|&other| places[other].end() <= around.end);
        let different = seen.map(|other| &words[other]).collect::<HashSet<_>>().len();
        let kind = article.blocks().get(article.block_at(places[at].start())).map(|block| block.kind);
        let body = match kind {
            Some(BlockKind::Furniture) => 0,
            Some(BlockKind::Title) => 1,
            _ => 2,
        };
        (body, different)
    };
    // The last of equals is the greatest, and the first is wanted.
    let best = (0..places.len()).rev().max_by_key(|&at| value(at))?;
    let (line, column) = Places::new(text).of(places[best].start());
    Some(Passage { span: places[best], line, column, context: context(text, places[best]) })
}

/// An article that a query holds for, as it is exported. The fields are written in this order; `start` and `end` are
/// bytes of the article's text. What a query finds by date or language alone has no passage.
#[derive(Debug, Serialize)]
pub struct FoundRecord<'a> {
    path: String,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
    places: usize,
    start: Option<usize>,
    end: Option<usize>,
    line: Option<usize>,
    column: Option<usize>,
    context: Option<&'a str>,
}

impl<'a> FoundRecord<'a> {
    /// The record of an article of `source`, in which so many `places` were found.
    #[must_use]
    pub fn new(source: &Source, article: &'a Article, passage: Option<&'a Passage>, places: usize) -> Self {
        Self {
            path: source.raw(),
            title: article.title(),
            source: article.source(),
            published: article.published().map(|at| at.to_string()),
            language: article.language(),
            places,
            start: passage.map(|passage| passage.span.start()),
            end: passage.map(|passage| passage.span.end()),
            line: passage.map(|passage| passage.line),
            column: passage.map(|passage| passage.column),
            context: passage.map(|passage| passage.context.as_str()),
        }
    }
}

/// An article that an entry of the watch list holds for.
#[derive(Debug, Serialize)]
pub struct WatchedRecord<'a> {
    watched: &'a str,
    #[serde(flatten)]
    found: FoundRecord<'a>,
}

impl<'a> WatchedRecord<'a> {
    /// `watched` is the entry as it stands in its file.
    #[must_use]
    pub fn new(watched: &'a str, found: FoundRecord<'a>) -> Self {
        Self { watched, found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;

    #[test]
    fn the_best_passage_shows_the_most_words_of_the_query_outside_of_the_title() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, "Kim et les sanctions");
        builder.block(BlockKind::Paragraph, "Kim est arrivé. Kim !");
        builder.block(BlockKind::Paragraph, "Des sanctions visent Kim.");
        let article = builder.finish("x");
        let places = |words: &[&str]| -> Vec<Span> {
            let mut spans: Vec<Span> = (words.iter())
                .flat_map(|word| article.text().match_indices(word))
                .map(|(at, found)| Span::new(at, at + found.len()))
                .collect();
            spans.sort_unstable();
            spans
        };
        let best = |words: &[&str]| best_passage(&article, &places(words)).map(|p| (p.line, p.column, p.context));
        assert_eq!(best(&["Kim", "sanctions"]), Some((5, 5, "Des sanctions visent Kim.".to_owned())));
        assert_eq!(best(&["Kim"]), Some((3, 1, "Kim est arrivé. Kim !".to_owned())));
        assert_eq!(best(&["les"]), Some((1, 8, "Kim et les sanctions".to_owned())));
        assert_eq!(best(&[]), None);
    }
}
