//! Mentions with the words around them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Inquiry, Names};
use crate::document::{Article, ArticleId, Span};
use crate::library::read;
use crate::names::Mention;
use crate::names::rulings::spots;
use crate::text::level::level;
use crate::text::safe;

/// Characters kept on each side of a name: more than a wide screen shows.
const SIDE: usize = 120;

/// Bytes of passages that are remembered, so that a filter that somebody types need not read every text again with each key.
const ROOM: usize = 32 << 20;

/// A mention in its context. Safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The name, in the text of its article.
    pub span: Span,
    /// What stands before it in its block.
    pub before: Box<str>,
    /// The name as it is written there.
    pub name: Box<str>,
    /// What stands behind it in its block.
    pub after: Box<str>,
}

impl Passage {
    /// What stands at `span` of an article, and around it.
    #[must_use]
    pub fn of(article: &Article, span: Span) -> Self {
        let text = article.text();
        let block = article.blocks().get(article.block_at(span.start())).map_or(span, |block| block.span);
        let before = &text[block.start().min(span.start())..span.start()];
        let after = &text[span.end()..block.end().max(span.end())];
        let from = before.char_indices().rev().take(SIDE).last().map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(SIDE).map_or(after.len(), |(at, _)| at);
        let level = |text: &str| safe::line(text).into_owned().into_boxed_str();
        Self { span, before: level(&before[from..]), name: level(span.of(text)), after: level(&after[..to]) }
    }

    /// Bytes that it takes, about.
    fn size(&self) -> usize {
        self.before.len() + self.name.len() + self.after.len() + size_of::<Self>()
    }
}

/// The mentions of one entity in articles, remembered as far as there is room.
#[derive(Debug, Default)]
pub struct Passages {
    known: HashMap<ArticleId, Arc<[Passage]>>,
    bytes: usize,
}

impl Passages {
    /// Those in an article, in the order of its text: of the one whom `inquiry` looks at. Nothing for an article that does not
    /// name them, or says something else by now.
    pub fn of(&mut self, inquiry: &Inquiry, article: ArticleId, names: &Names) -> Arc<[Passage]> {
        if let Some(known) = self.known.get(&article) {
            return known.clone();
        }
        let found: Arc<[Passage]> = find(inquiry, article, names).unwrap_or_default().into();
        let bytes: usize = found.iter().map(Passage::size).sum();
        if self.bytes + bytes <= ROOM {
            self.bytes += bytes;
            self.known.insert(article, found.clone());
        }
        found
    }
}

fn find(inquiry: &Inquiry, article: ArticleId, names: &Names) -> Option<Vec<Passage>> {
    let cast = inquiry.casts.of(article).filter(|_| inquiry.mentions_in(article).is_some())?;
    let entry = inquiry.pile.entry(article)?;
    let text = entry.article().cloned().or_else(|| read::again(entry))?;
    let mentions = names.of(inquiry, article, entry).mentions;
    let fitting = mentions.iter().filter(|mention| text.text().get(mention.span.range()).is_some());
    // What the rulings make of those that are held is in them already.
    let held = inquiry.held.contains_key(&article);
    let whom = |mention: &Mention| {
        if held { cast.entity(mention.local) } else { cast.named(mention, || level(mention.span.of(text.text()))) }
    };
    let mut spans: Vec<Span> = fitting.filter(|mention| whom(mention) == Some(inquiry.who)).map(|m| m.span).collect();
    if !held && !inquiry.missed.is_empty() {
        let missed = spots(&inquiry.rules, &text, &mentions).into_iter();
        spans.extend(missed.filter(|(_, name)| inquiry.missed.contains(name)).map(|(span, _)| span));
        spans.sort_unstable();
    }
    Some(spans.into_iter().map(|span| Passage::of(&text, span)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use proptest::prelude::*;

    fn check(text: &str, name: &str, expected: [&str; 3]) {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "Avant.");
        builder.block(BlockKind::Paragraph, text);
        let article = builder.finish("x");
        let at = article.text().find(name).unwrap();
        let passage = Passage::of(&article, Span::new(at, at + name.len()));
        assert_eq!([&*passage.before, &*passage.name, &*passage.after], expected);
    }

    #[test]
    fn a_mention_stands_in_its_block() {
        check("Hier, Zoé Hémon est partie.", "Zoé Hémon", ["Hier, ", "Zoé Hémon", " est partie."]);
        check("Zoé", "Zoé", ["", "Zoé", ""]);
        let long = "é".repeat(300);
        check(
            &format!("{long} Zoé {long}"),
            "Zoé",
            [&format!("{} ", "é".repeat(119)), "Zoé", &format!(" {}", "é".repeat(119))],
        );
    }

    proptest! {
        #[test]
        fn any_span_has_a_context(text in "[a-zé\n ]{1,60}", from in 0usize..60, length in 0usize..9) {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, &text);
            let article = builder.finish("x");
            let text = article.text();
            let start = text.floor_char_boundary(from.min(text.len()));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            let passage = Passage::of(&article, Span::new(start, end));
            prop_assert!(!passage.before.contains('\n') && !passage.after.contains('\n'));
        }
    }
}
