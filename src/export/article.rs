//! One article with everything known about it, as it is exported.

use serde::Serialize;

use super::Names;
use crate::document::{Article, ArticleId, Block, Problem};
use crate::library::Pile;
use crate::names::Mention;

/// An article in an export. The fields are written in this order; positions are bytes in `text`.
#[derive(Debug, Serialize)]
pub struct ArticleRecord<'a> {
    path: String,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
    text: &'a str,
    blocks: Vec<BlockRecord>,
    mentions: Vec<MentionRecord<'a>>,
    problems: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct BlockRecord {
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct MentionRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    entity: String,
}

impl<'a> ArticleRecord<'a> {
    /// The record of article `id` of `pile`, or `None` when it is not read yet.
    #[must_use]
    pub fn new(pile: &'a Pile, id: ArticleId, names: &mut Names) -> Option<Self> {
        let article: &Article = pile.article(id)?;
        let registry = pile.registry();
        let mention = |mention: &Mention| {
            Some(MentionRecord {
                start: mention.span.start(),
                end: mention.span.end(),
                text: mention.span.of(article.text()),
                kind: pile.kind_of(id, mention).name(),
                entity: names.of(registry.entity_of(id, mention.local)?).to_owned(),
            })
        };
        Some(Self {
            path: pile.entry(id).source().raw(),
            title: article.title(),
            source: article.source(),
            published: article.published().map(|at| at.to_string()),
            language: article.language(),
            text: article.text(),
            blocks: article.blocks().iter().map(BlockRecord::new).collect(),
            mentions: pile.mentions(id).iter().filter_map(mention).collect(),
            problems: problems(article),
        })
    }
}

impl BlockRecord {
    fn new(block: &Block) -> Self {
        Self { kind: block.kind.name(), start: block.span.start(), end: block.span.end() }
    }
}

/// The problems of an article as sentences.
pub(super) fn problems(article: &Article) -> Vec<&str> {
    article.problems().iter().map(Problem::message).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_stand_in_the_published_order() {
        let pile = Pile::load(&[]);
        let id = pile.order()[0];
        let record = ArticleRecord::new(&pile, id, &mut Names::new(pile.registry())).unwrap();
        let json = serde_json::to_string(&record).unwrap();
        let keys = ["path", "title", "source", "published", "language", "text", "blocks", "mentions", "problems"]
            .map(|key| json.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("no {key} in {json}")));
        assert!(keys.is_sorted());
        assert!(json.contains(r#""blocks":[{"kind":"title","start":0,"end":"#));
        let mention = &pile.mentions(id)[0];
        let span = format!(r#""mentions":[{{"start":{},"end":{},"text":"#, mention.span.start(), mention.span.end());
        assert!(json.contains(&span));
    }
}
