//! Who is named in one sentence with whom, for every article of the pile, its text at hand or not.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use super::Registry;
use super::node::NodeId;
use crate::document::ArticleId;
use crate::names::{EntityId, Mention};
use crate::text::packing::{self, Input};

/// Some people, organisations and places under all of their names, to be looked for in many articles.
#[derive(Debug)]
pub struct Sought {
    nodes: HashMap<NodeId, EntityId>,
}

/// The sentences of one article in which at least two of its locals are named, packed: for each how many they are and their
/// numbers. There is one of these for each article of the pile, and most take some dozens of bytes.
pub(super) fn pack(mentions: &[Mention]) -> Arc<[u8]> {
    let (mut out, mut locals) = (Vec::new(), Vec::new());
    for sentence in mentions.chunk_by(|a, b| a.sentence == b.sentence) {
        locals.clear();
        locals.extend(sentence.iter().map(|mention| mention.local.0));
        locals.sort_unstable();
        locals.dedup();
        if locals.len() > 1 {
            packing::count(&mut out, locals.len());
            for &local in &locals {
                packing::number(&mut out, local);
            }
        }
    }
    // Exactly as much as it takes: a vector that grew would leave holes between many small ones.
    out.as_slice().into()
}

/// Hands the locals of each sentence that was packed to `each`.
pub(super) fn unpack(sentences: &[u8], mut each: impl FnMut(&[u32])) {
    let (mut input, mut locals) = (Input::new(sentences), Vec::new());
    while let Some(count) = input.number() {
        locals.clear();
        locals.extend((0..count).map_while(|_| input.number()));
        each(&locals);
    }
}

impl Registry {
    /// Prepares to look for some entities.
    #[must_use]
    pub fn seek(&self, entities: &[EntityId]) -> Sought {
        let mut nodes = HashMap::new();
        for &entity in entities {
            let root = self.canonical(entity);
            let known = (root.0 as usize) < self.nodes.len();
            nodes.extend(known.then(|| self.tree(root.0)).into_iter().flatten().map(|node| (node, root)));
        }
        Sought { nodes }
    }

    /// In how many sentences of `article` at least two of those sought are named of whom `holds` is true: it is given all of
    /// them that the sentence names, ascending and each once. An article is one look at each of its locals and at some dozens
    /// of bytes, for there may be many articles.
    pub fn sentences_with(
        &self,
        article: ArticleId,
        sought: &Sought,
        mut holds: impl FnMut(&[EntityId]) -> bool,
    ) -> usize {
        let Some(record) = self.articles.get(article) else { return 0 };
        let whom = |(local, node)| Some((local as u32, *sought.nodes.get(node)?));
        let there: Vec<(u32, EntityId)> = record.locals.nodes().iter().enumerate().filter_map(whom).collect();
        if there.len() < 2 {
            return 0;
        }
        let (mut named, mut found) = (Vec::new(), 0);
        unpack(&record.sentences, |locals| {
            named.clear();
            let is_it = |local: u32| there.iter().filter(move |(other, _)| *other == local).map(|(_, entity)| *entity);
            named.extend(locals.iter().copied().flat_map(is_it));
            named.sort_unstable();
            named.dedup();
            // Two locals may be one by what other articles say.
            found += usize::from(named.len() > 1 && holds(&named));
        });
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
            let sought = registry.seek(&[a, b]);
            registry.sentences_with(id, &sought, |named| {
                assert!(named.is_sorted());
                named.contains(&a) && named.contains(&b)
            })
        };
        let [putin, macron, moscow] = ["Poutine", "Macron", "Moscou"].map(who);
        assert_eq!([together(putin, macron), together(putin, moscow), together(putin, putin)], [1, 1, 0]);
        assert_eq!(registry.entities_in(id).len(), 3, "as before");
        let sought = registry.seek(&[putin, macron]);
        registry.remove(id);
        assert_eq!(registry.sentences_with(id, &sought, |_| true), 0);
        assert_eq!(registry.sentences_with(ArticleId(99), &sought, |_| true), 0);
    }
}
