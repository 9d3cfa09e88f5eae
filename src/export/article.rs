//! One article with everything known about it, as it is exported.

use serde::Serialize;

use super::view::{Item, Named};
use crate::document::{Article, Block, Problem};

/// An article in an export. The fields are written in this order; positions are bytes in `text`.
#[derive(Debug, Serialize)]
pub struct ArticleRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    title: &'a str,
    source: Option<&'a str>,
    author: Option<&'a str>,
    address: Option<&'a str>,
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
            part: article.part(),
            title: article.title(),
            source: article.source(),
            author: article.author(),
            address: article.address(),
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
    use std::sync::Arc;

    use super::super::samples::item;
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::ingest::{Hints, parse_date, read};
    use crate::text::json;

    #[test]
    fn the_keys_stand_in_the_published_order() {
        let item = item("a.txt", "Sommet", "Ici [p*1:Kim] voit [p2:Poutine].");
        let json = serde_json::to_string(&ArticleRecord::new(&item)).unwrap();
        let keys = (ARTICLE.fields.iter()).filter(|(name, _)| !name.contains('.')).map(|(name, _)| *name);
        let places: Vec<usize> =
            keys.map(|key| json.find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("no {key} in {json}"))).collect();
        assert!(places.is_sorted() && places.len() == 12, "{json}");
        assert!(json.contains(r#""blocks":[{"kind":"title","start":0,"end":6}"#));
        // Only the one followed.
        let mentions = r#""mentions":[{"start":12,"end":15,"text":"Kim","kind":"person","entity":"name-1"}]"#;
        assert!(json.contains(mentions), "{json}");
    }
    #[test]
    fn what_is_exported_reads_back_as_it_was() {
        let mut builder = ArticleBuilder::new();
        for (kind, text) in [
            (BlockKind::Furniture, "Publicité"),
            (BlockKind::Title, "Le marché rouvre"),
            (BlockKind::Paragraph, "« Enfin ! », dit la maire.\nUne ligne."),
            (BlockKind::Heading, "La suite"),
            (BlockKind::ListItem, "• Fruits"),
            (BlockKind::Quotation, "Il y a 2 < 3 étals &eacute;."),
            (BlockKind::Preformatted, "  lundi   8 h\n  mardi   9 h"),
            (BlockKind::Caption, "Le marché, lundi."),
        ] {
            builder.block(kind, text);
        }
        builder.source("Le Courrier").language("fr").problem(Problem::new("Une page manque."));
        builder.published(parse_date("2023-09-13T08:30:00+02:00").unwrap());
        let mut untitled = ArticleBuilder::new();
        untitled.block(BlockKind::Paragraph, "La gare ferme. Plus de trains.");
        untitled.inferred_title("La gare ferme");
        builder.author("Anne Leroy").address("https://courrier.example/marche");
        let articles = [builder.finish("x").within("lettre-3"), untitled.finish("y")];
        let parts = ["a.txt/lettre-3", "a.txt"];
        let mut lines = Vec::new();
        for article in &articles {
            let item = Item { article: Arc::new(article.clone()), named: Vec::new(), ..item("a.txt", "x", "x") };
            json::write_line(&mut lines, &ArticleRecord::new(&item)).unwrap();
        }
        let reading = read(&lines, &Hints::named("pile.jsonl"));
        assert_eq!((reading.articles.len(), reading.problems.len()), (2, 0));
        for ((back, article), part) in reading.articles.iter().zip(&articles).zip(parts) {
            assert_eq!((back.title(), back.text(), back.blocks()), (article.title(), article.text(), article.blocks()));
            assert_eq!((back.source(), back.published()), (article.source(), article.published()));
            assert_eq!((back.language(), back.words()), (article.language(), article.words()));
            assert_eq!((back.author(), back.address()), (article.author(), article.address()));
            assert_eq!((back.problems(), back.part()), (article.problems(), Some(part)));
        }
    }
}
