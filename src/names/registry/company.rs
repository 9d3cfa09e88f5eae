//! Who is named in one sentence with whom, for every article of the pile, its text at hand or not.

use super::Registry;
use crate::document::ArticleId;
use crate::names::{EntityId, LocalId, Mention};
use crate::text::packing::{self, Input};

/// The sentences of one article in which at least two of its locals are named, packed: for each how many they are and their
/// numbers. There is one of these for each article of the pile, and most take some dozens of bytes.
#[derive(Debug, Default)]
pub(super) struct Sentences(Box<[u8]>);

impl Sentences {
    /// Those of mentions in the order of the text.
    pub(super) fn new(mentions: &[Mention]) -> Self {
        let (mut out, mut locals) = (Vec::new(), Vec::new());
        for sentence in mentions.chunk_by(|a, b| a.sentence == b.sentence) {
            locals.clear();
            locals.extend(sentence.iter().map(|mention| mention.local.0));
            locals.sort_unstable();
            locals.dedup();
            if locals.len() > 1 {
                packing::count(&mut out, locals.len());
                locals.iter().for_each(|&local| packing::number(&mut out, local));
            }
        }
        Self(out.into_boxed_slice())
    }
}

impl Registry {
    /// In how many sentences of `article` at least two are named of whom `holds` is true: it is given all that the sentence
    /// names, ascending and each once.
    pub fn sentences_with(&self, article: ArticleId, mut holds: impl FnMut(&[EntityId]) -> bool) -> usize {
        let Some(record) = self.articles.get(article.index()) else { return 0 };
        let mut input = Input::new(&record.sentences.0);
        let (mut named, mut found) = (Vec::new(), 0);
        while let Some(count) = input.number() {
            named.clear();
            let locals = (0..count).map_while(|_| input.number());
            named.extend(locals.filter_map(|local| self.entity_of(article, LocalId(local))));
            named.sort_unstable();
            named.dedup();
            // Two locals may be one by what other articles say.
            found += usize::from(named.len() > 1 && holds(&named));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::names::analyse;

    #[test]
    fn those_named_in_one_sentence_are_known_without_the_text() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "Le président russe Vladimir Poutine a reçu Emmanuel Macron à Moscou.");
        builder.block(BlockKind::Paragraph, "Emmanuel Macron est reparti. Vladimir Poutine est resté.");
        let names = analyse(&builder.finish("x"));
        let mut registry = Registry::new();
        let id = ArticleId(3);
        registry.add(id, &names);
        let who = |name: &str| registry.find(name)[0];
        let together = |a: EntityId, b: EntityId| {
            registry.sentences_with(id, |named| {
                assert!(named.is_sorted());
                named.contains(&a) && named.contains(&b)
            })
        };
        let [putin, macron, moscow] = ["Poutine", "Macron", "Moscou"].map(who);
        assert_eq!([together(putin, macron), together(putin, moscow), together(putin, putin)], [1, 1, 1]);
        registry.remove(id);
        assert_eq!(registry.sentences_with(id, |_| true), 0);
        assert_eq!(registry.sentences_with(ArticleId(99), |_| true), 0);
    }
}
