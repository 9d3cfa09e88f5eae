//! One article with everything known about it, as it is exported.

use serde::Serialize;

use super::view::{Item, Named};
use crate::document::{Article, Block, Problem};

/// An article in an export. The fields are written in this order; positions are bytes in `text`.
#[derive(Debug, Serialize)]
pub struct ArticleRecord<'a> {
    path: &'a str,
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
    entity: &'a str,
}

impl<'a> ArticleRecord<'a> {
    /// The record of an article of a view.
    #[must_use]
    pub fn new(item: &'a Item) -> Self {
        let article: &Article = &item.article;
        let mention = |named: &'a Named| MentionRecord {
            start: named.span.start(),
            end: named.span.end(),
            text: named.span.of(article.text()),
            kind: named.kind.name(),
            entity: &named.who.name,
        };
        Self {
            path: &item.path,
            title: article.title(),
            source: article.source(),
            published: article.published().map(|at| at.to_string()),
            language: article.language(),
            text: article.text(),
            blocks: article.blocks().iter().map(BlockRecord::new).collect(),
            mentions: item.wanted().map(mention).collect(),
            problems: problems(article),
        }
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
    use super::super::fields::ARTICLE;
    use super::super::samples::item;
    use super::*;

    #[test]
    fn the_keys_stand_in_the_published_order() {
        let item = item("a.txt", "Sommet", "Ici [p*1:Kim] voit [p2:Poutine].");
        let json = serde_json::to_string(&ArticleRecord::new(&item)).unwrap();
        let keys = (ARTICLE.fields.iter()).filter(|(name, _)| !name.contains('.')).map(|(name, _)| *name);
        let places: Vec<usize> =
            keys.map(|key| json.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("no {key} in {json}"))).collect();
        assert!(places.is_sorted() && places.len() == 9, "{json}");
        assert!(json.contains(r#""blocks":[{"kind":"title","start":0,"end":6}"#));
        // Only the one followed.
        let mentions = r#""mentions":[{"start":12,"end":15,"text":"Kim","kind":"person","entity":"name-1"}]"#;
        assert!(json.contains(mentions), "{json}");
    }
}
