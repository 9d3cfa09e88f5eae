//! Mentions one by one, each with its place and the words around it.

use serde::Serialize;

use super::Names;
use super::context::context;
use super::place::Places;
use crate::document::{Article, ArticleId};
use crate::library::Pile;
use crate::names::{EntityId, Mention};

/// A mention and where it stands.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// The mention.
    pub mention: Mention,
    /// Whom or what it names.
    pub entity: EntityId,
    /// Line of the article's text, from 1.
    pub line: usize,
    /// Column in that line, in characters, from 1.
    pub column: usize,
    /// The words around it, on one line; safe to show.
    pub context: String,
}

/// The mentions in article `id` of those entities that `wanted` says, in the order of the text.
pub fn occurrences(pile: &Pile, id: ArticleId, wanted: impl Fn(EntityId) -> bool) -> impl Iterator<Item = Occurrence> {
    let text = pile.article(id).map_or("", |article| article.text());
    let mut places = Places::new(text);
    pile.mentions(id).iter().filter_map(move |&mention| {
        let entity = pile.registry().entity_of(id, mention.local)?;
        wanted(entity).then(|| {
            let (line, column) = places.of(mention.span.start());
            let mention = Mention { kind: pile.kind_of(id, &mention), ..mention };
            Occurrence { mention, entity, line, column, context: context(text, mention.span) }
        })
    })
}

/// An occurrence as it is exported. The fields are written in this order; `start` and `end` are bytes of the
/// article's text.
#[derive(Debug, Serialize)]
pub struct OccurrenceRecord<'a> {
    path: &'a str,
    title: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    kind: &'static str,
    entity: &'a str,
    context: &'a str,
}

impl<'a> OccurrenceRecord<'a> {
    /// The record of `occurrence` in `article`, which was read from `path`.
    #[must_use]
    pub fn new(path: &'a str, article: &'a Article, occurrence: &'a Occurrence, names: &'a mut Names) -> Self {
        let mention = occurrence.mention;
        Self {
            path,
            title: article.title(),
            start: mention.span.start(),
            end: mention.span.end(),
            line: occurrence.line,
            column: occurrence.column,
            text: mention.span.of(article.text()),
            kind: mention.kind.name(),
            entity: names.of(occurrence.entity),
            context: &occurrence.context,
        }
    }
}
