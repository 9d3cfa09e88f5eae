//! Rule 10: what is too weak for a merge is a suggestion that the user takes or leaves.

use std::collections::BTreeSet;

use super::node::{Node, NodeId, Standing};
use super::{EntityId, Registry};
use crate::names::Kind;
use crate::names::alike::weak_relation;
use crate::names::name::PersonName;
use crate::names::plain::exact_acronyms;
use crate::names::translit::alike;

/// Weak evidence that two entities are one, from the strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hint {
    /// The letters are the initials of the long name, and no article says so.
    Initials,
    /// A full name that is part of a longer one, in another article.
    Part,
    /// Alike by sound or but for one letter, and both are known names; or one given name may be short for the other.
    Likeness,
    /// A bare name that several full ones fit, this among them.
    OneOfSeveral,
    /// An organisation called by a word of its longer name: `Times`, `New York Times`.
    ShortForm,
}

impl Hint {
    /// The name of the evidence in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Initials => "initials",
            Self::Part => "part",
            Self::Likeness => "likeness",
            Self::OneOfSeveral => "one of several",
            Self::ShortForm => "short form",
        }
    }
}

/// No more suggestions than this for one entity.
const MOST: usize = 8;
/// A word that more names than this share suggests nothing.
const MOST_SHARING: usize = 256;

impl Registry {
    /// Entities that `id` may be, each with the best evidence for it: strongest first, then most mentioned. Empty for
    /// an id that leads nowhere.
    #[must_use]
    pub fn suggestions(&self, id: EntityId) -> Vec<(EntityId, Hint)> {
        let root = self.canonical(id).0;
        let Some(node) = self.nodes.get(root as usize).filter(|node| node.is_live()) else { return Vec::new() };
        if self.is_hidden(id) {
            return Vec::new();
        }
        let mut found: BTreeSet<(NodeId, Hint)> = BTreeSet::new();
        match (node.key.kind, &self.person(root)) {
            (Kind::Person, Some(person)) => self.suggest_for_full(root, person, &mut found),
            (Kind::Person, None) => self.suggest_for_bare(node, &mut found),
            (Kind::Organisation, _) => self.suggest_for_organisation(node, &mut found),
            (Kind::Place, _) => {}
        }
        let mut best: Vec<(EntityId, Hint)> = Vec::new();
        for (other, hint) in found {
            let other = self.root(other);
            if other == root || !self.nodes[other as usize].is_live() || self.is_hidden(EntityId(other)) {
                continue;
            }
            if self.are_ruled_apart(root, other) {
                continue;
            }
            match best.iter_mut().find(|(e, _)| e.0 == other) {
                Some((_, held)) => *held = (*held).min(hint),
                None => best.push((EntityId(other), hint)),
            }
        }
        let articles = |e: EntityId| self.nodes[e.0 as usize].articles.entries().len();
        best.sort_by_key(|&(e, hint)| (hint, std::cmp::Reverse(articles(e)), e));
        best.truncate(MOST);
        best
    }

    fn suggest_for_full(&self, node: NodeId, person: &PersonName, found: &mut BTreeSet<(NodeId, Hint)>) {
        let own = self.strength(node);
        for other in self.alike(node, person).into_iter().filter(|&n| own < self.strength(n)) {
            if let Some(hint) = self.person(other).and_then(|theirs| weak_relation(person, &theirs)) {
                found.insert((other, hint));
            }
        }
    }

    fn suggest_for_bare(&self, node: &Node, found: &mut BTreeSet<(NodeId, Hint)>) {
        let bare = match node.key.standing {
            Standing::Full => return,
            Standing::Open | Standing::Bare(_) => self.symbols.get(node.key.key),
        };
        let bare = bare.split(super::ALONE).next().unwrap_or(bare);
        if let Some(surname) = self.symbols.find(bare) {
            found.extend(self.by_surname.few(surname, MOST_SHARING).map(|n| (n, Hint::OneOfSeveral)));
        }
        for other in self.by_likeness.few(super::by_sound(bare), MOST_SHARING) {
            let person = self.person(other);
            if person.is_some_and(|p| p.surnames().iter().any(|surname| alike(surname, bare))) {
                found.insert((other, Hint::Likeness));
            }
        }
    }

    fn suggest_for_organisation(&self, node: &Node, found: &mut BTreeSet<(NodeId, Hint)>) {
        let name = self.display_name(node);
        let words = super::view::words_of(name);
        let [word] = &words[..] else { return };
        let Some(symbol) = self.symbols.find(word) else { return };
        for other in self.by_word.few(symbol, MOST_SHARING) {
            let node = &self.nodes[other as usize];
            let long = super::view::words_of(self.display_name(node));
            // The first or the last word of a long name may stand for it.
            let short = long.len() > 1 && (long.first() == Some(word) || long.last() == Some(word));
            if short && node.key.kind == Kind::Organisation {
                found.insert((other, Hint::ShortForm));
            }
        }
        if name.chars().all(char::is_uppercase) {
            found.extend(self.by_initials.few(symbol, MOST_SHARING).map(|n| (n, Hint::Initials)));
        }
    }

    /// Makes an organisation findable by its initials.
    pub(super) fn index_initials(&mut self, node: NodeId, name: &str) {
        for acronym in exact_acronyms(name) {
            let symbol = self.symbols.intern(&acronym);
            self.by_initials.insert(symbol, node);
        }
    }
}
