//! Names for somebody who is typing one.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use foldhash::HashMap;

use super::node::NodeId;
use super::symbols::Symbol;
use super::view::words_of;
use super::{EntityId, Registry};
use crate::names::Kind;

/// Names looked at for one letter. Where more begin like it, those that the pile named first are: whoever is named often
/// is named early.
const MOST_LOOKED_AT: usize = 16_384;

/// Names looked at for one word: a given name may be that of thousands.
const MOST_OF_A_WORD: usize = 512;

/// The words of all names by their first two letters, so that a letter does not mean to look at all of them.
#[derive(Debug, Default)]
pub(super) struct Starts(HashMap<(char, Option<char>), Vec<Symbol>>);

impl Starts {
    /// Takes in a word that is new.
    pub(super) fn insert(&mut self, word: &str, symbol: Symbol) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            self.0.entry((first, letters.next())).or_default().push(symbol);
        }
    }

    /// The words that may begin like `typed`, parted by their second letter.
    fn near(&self, typed: &str) -> Vec<&[Symbol]> {
        let mut letters = typed.chars();
        let (first, second) = (letters.next(), letters.next());
        let fits = |key: &(char, Option<char>)| Some(key.0) == first && (second.is_none() || key.1 == second);
        self.0.iter().filter(|(key, _)| fits(key)).map(|(_, words)| words.as_slice()).collect()
    }
}

impl Registry {
    /// At most `most` names of a kind that go on like `typed`, with how often their bearers are named, the most
    /// often named first. Any word of a name can begin it, the last one typed may be unfinished; case and accents do
    /// not matter. The work for it is bounded, however many names there are.
    #[must_use]
    pub fn starting_with(&self, kind: Kind, typed: &str, most: usize) -> Vec<(String, u32)> {
        let wanted = words_of(typed);
        let Some((last, whole)) = wanted.split_last() else { return Vec::new() };
        let goes_on = |words: &[String]| words.starts_with(whole) && words[whole.len()].starts_with(last.as_str());
        let is_it = |n: &NodeId| self.nodes[*n as usize].is_live() && self.kind_of(self.root(*n)) == kind;
        let nodes: Vec<NodeId> = if whole.is_empty() {
            self.beginning(last)
        } else {
            let symbols: Option<Vec<Symbol>> = whole.iter().map(|word| self.symbols.find(word)).collect();
            let rarest =
                symbols.into_iter().flatten().min_by_key(|&word| self.by_word.of(word).take(MOST_LOOKED_AT).count());
            let near = rarest.into_iter().flat_map(|word| self.by_word.of(word)).filter(is_it).take(MOST_OF_A_WORD);
            near.filter(|&n| self.answers(n, wanted.len(), goes_on)).collect()
        };
        let mut roots: BTreeSet<NodeId> = nodes.into_iter().filter(is_it).map(|n| self.root(n)).collect();
        roots.extend(self.called_like(wanted.len(), goes_on).into_iter().filter(is_it));
        let mut found: Vec<(Reverse<u32>, &str)> =
            roots.into_iter().map(EntityId).map(|id| (Reverse(self.mentions(id)), self.name(id))).collect();
        found.sort_unstable();
        // Namesakes are found together.
        let mut names = BTreeSet::new();
        found.retain(|(_, name)| names.len() < most && names.insert(*name));
        found.into_iter().map(|(Reverse(mentions), name)| (name.to_owned(), mentions)).collect()
    }

    /// Names with a word that begins like `last`.
    fn beginning(&self, last: &str) -> Vec<NodeId> {
        let near = self.starts.near(last);
        let share = MOST_LOOKED_AT / near.len().max(1);
        let mut nodes = Vec::new();
        for words in near {
            let end = nodes.len() + share;
            for word in words.iter().filter(|word| self.symbols.get(**word).starts_with(last)) {
                nodes.extend(self.by_word.of(*word).take(MOST_OF_A_WORD.min(end - nodes.len())));
                if nodes.len() == end {
                    break;
                }
            }
        }
        nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, ArticleId, BlockKind};
    use crate::names;

    #[test]
    fn names_go_on_like_what_is_typed_the_most_often_named_first() {
        let mut registry = Registry::new();
        let texts = [
            "Le président russe Vladimir Poutine a parlé. Poutine est parti. Vladimir Poutine reviendra.",
            "À Potsdam, le ministre Paul Pouget a rencontré Vladimir Poutine.",
        ];
        for (id, text) in texts.into_iter().enumerate() {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Paragraph, text);
            registry.add(ArticleId(id as u32), &names::analyse(&builder.finish("x")));
        }
        let check = |kind, typed: &str, expected: &[&str]| {
            let found = registry.starting_with(kind, typed, 2);
            assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected, "{typed}");
        };
        check(Kind::Person, "POU", &["Vladimir Poutine", "Paul Pouget"]);
        check(Kind::Person, "p", &["Vladimir Poutine", "Paul Pouget"]);
        check(Kind::Person, "vladimir po", &["Vladimir Poutine"]);
        check(Kind::Person, "paul po", &["Paul Pouget"]);
        check(Kind::Person, "vlad po", &[]);
        check(Kind::Person, " ", &[]);
        check(Kind::Place, "po", &["Potsdam"]);
        assert_eq!(registry.starting_with(Kind::Person, "pou", 1), [("Vladimir Poutine".to_owned(), 4)]);
        assert!(registry.starting_with(Kind::Person, "pou", 0).is_empty());
    }
}
