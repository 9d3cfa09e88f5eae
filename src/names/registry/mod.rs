//! Who is who over the whole pile.
//!
//! Articles come and go in any order; what stands here is a function of the set of articles and of the user's rulings
//! alone (only the numbers of the ids depend on the order). Each name is a [`Node`]; a weaker name is linked to a stronger one only while
//! that is the single one it fits, so a second bearer cuts the link again. Adding or removing an article touches
//! its own names and those that share a family name or nearly all letters with them, never the whole pile.

mod cast;
mod company;
mod complete;
mod entity;
mod links;
mod node;
mod postings;
mod record;
mod records;
mod roll;
mod ruled;
mod suggestions;
mod symbols;
mod tally;
mod totals;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use hashbrown::HashTable;

pub use cast::{Cast, Casts};
pub use company::Sought;
pub use entity::{Entity, EntityId, Variant};
use node::{Node, NodeId, NodeKey, Standing};
use postings::Postings;
use record::{LocalRecord, Locals};
use records::Records;
use ruled::Ruled;
pub use suggestions::Hint;
use symbols::{Symbol, Symbols};
use totals::Total;

use super::alike::likenesses;
use super::lexicon::Cue;
use super::name::PersonName;
use super::plain::entity_key;
use super::spelling::facts;
use super::translit::skeleton;
use super::{ArticleNames, Because, Kind, Local, LocalId};
use crate::document::ArticleId;

/// What one article contributes; empty for one that is not here.
#[derive(Debug, Clone, Default)]
struct Record {
    locals: Locals,
    /// Which locals share a sentence (see `company`).
    sentences: Arc<[u8]>,
    /// What the machine found, where the rulings make something else of it.
    found: Option<Box<ruled::Found>>,
}

/// All people, organisations and places of the pile.
#[derive(Debug, Default)]
pub struct Registry {
    symbols: Symbols,
    nodes: Vec<Node>,
    /// As many as there are nodes.
    totals: Vec<Total>,
    index: HashTable<NodeId>,
    /// By their ids.
    articles: Records,
    /// Full names of people by each word that may stand alone for them.
    by_surname: Postings<Symbol>,
    /// Full names of people by the hash of what they may have in common with others. Two things may have one hash: who meets
    /// here is compared before anything follows.
    by_likeness: Postings<u32>,
    /// Organisations by the initials of their forms.
    by_initials: Postings<Symbol>,
    /// Every node by the words of its forms, for [`Registry::find`].
    by_word: Postings<Symbol>,
    /// The same words by how they start, for [`Registry::starting_with`].
    starts: complete::Starts,
    /// Every node by the letters of its forms, to tell homonyms apart.
    by_letters: Postings<Symbol>,
    /// Nodes for which some article gives the key as the longer name.
    alias_of: Postings<NodeId>,
    /// The mentions of all nodes.
    named: u64,
    ruled: Ruled,
    revision: u64,
}

impl Registry {
    /// An empty registry.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the names of `article`, in place of what it had before.
    pub fn add(&mut self, article: ArticleId, names: &ArticleNames) {
        self.remove(article);
        self.revision += 1;
        let locals: Vec<LocalRecord> = names.locals.iter().map(|local| self.record(article, local)).collect();
        self.put(article, locals, 0, Some(company::pack(&names.mentions)));
    }

    /// Forgets `article`. What only it said is gone; ids stay valid.
    pub fn remove(&mut self, article: ArticleId) {
        if self.articles.get(article).is_none_or(|record| record.locals.nodes().is_empty()) {
            return;
        }
        let record = self.articles.put(article, Record::default());
        self.revision += 1;
        let mut dirty = BTreeSet::new();
        for local in record.locals.iter() {
            self.count(article, &local, false, &mut dirty);
        }
        self.settle(dirty);
    }

    /// Whom `local` of `article` names; `None` for an article or a local that is not there.
    #[must_use]
    pub fn entity_of(&self, article: ArticleId, local: LocalId) -> Option<EntityId> {
        let node = self.articles.get(article)?.locals.nodes().get(local.0 as usize)?;
        Some(EntityId(self.root(*node)))
    }

    /// Whom and what `article` names, with how often: most frequent first, then in order of first mention.
    #[must_use]
    pub fn entities_in(&self, article: ArticleId) -> Vec<(EntityId, u32)> {
        let Some(record) = self.articles.get(article) else { return Vec::new() };
        let mut out: Vec<(EntityId, u32)> = Vec::new();
        let mut place: HashMap<NodeId, usize> = HashMap::new();
        for local in record.locals.iter() {
            let root = self.root(local.node);
            let at = *place.entry(root).or_insert_with(|| {
                out.push((EntityId(root), 0));
                out.len() - 1
            });
            out[at].1 += local.count();
        }
        out.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        out
    }

    /// Where `id` leads now: itself, or the entity that it was joined to. Ids that were never given out lead to
    /// themselves.
    #[must_use]
    pub fn canonical(&self, id: EntityId) -> EntityId {
        if (id.0 as usize) < self.nodes.len() { EntityId(self.root(id.0)) } else { id }
    }

    /// A number that changes whenever anything here may have changed.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The node of a key, made when it is new. `person` is how the full name of one is written.
    fn node(&mut self, kind: Kind, standing: Standing, text: &str, person: Option<&str>) -> NodeId {
        let key = NodeKey { kind, standing, key: self.symbols.intern(text) };
        if let Some(known) = self.known(key) {
            return known;
        }
        let id = self.nodes.len() as NodeId;
        let person = person.map(|written| (PersonName::new(written), self.symbols.intern(written)));
        if let Some((person, _)) = &person {
            for surname in person.surnames() {
                self.by_likeness.insert(by_sound(&surname), id);
                let symbol = self.symbols.intern(&surname);
                self.by_surname.insert(symbol, id);
            }
            for likeness in likenesses(person) {
                self.by_likeness.insert(hash_of(&likeness), id);
            }
        }
        let person = person.as_ref().map(|(name, written)| (name, *written));
        self.nodes.push(Node::new(key, text, person));
        self.totals.push(Total::none(kind));
        let nodes = &self.nodes;
        self.index.insert_unique(key.hash(), id, |&other| nodes[other as usize].key.hash());
        self.watch(id);
        id
    }

    /// The node of a key that was there before.
    fn known(&self, key: NodeKey) -> Option<NodeId> {
        self.index.find(key.hash(), |&node| self.nodes[node as usize].key == key).copied()
    }

    /// The name of `node` taken apart, for full names of people.
    fn person(&self, node: NodeId) -> Option<PersonName> {
        self.nodes[node as usize].written.map(|written| PersonName::new(self.symbols.get(written)))
    }

    fn record(&mut self, article: ArticleId, local: &Local) -> LocalRecord {
        let person = (local.kind == Kind::Person && local.full).then_some(local.name.as_str());
        let standing = match (local.full, local.ambiguous) {
            (true, _) => Standing::Full,
            (false, true) => Standing::Open,
            (false, false) => Standing::Bare(local.gender),
        };
        // `Julie` in one article and `Julie` in another are two, until an article says more.
        let node = if standing == Standing::Bare(None) && is_given_name(&local.name) {
            self.node(local.kind, standing, &alone(&local.key, article), None)
        } else {
            self.node(local.kind, standing, &local.key, person)
        };
        let mut aliases = Vec::new();
        for form in &local.forms {
            if let Some(alias) = self.alias(local, &form.surface, form.because).filter(|&a| a != node) {
                aliases.push((alias, form.because));
            }
        }
        let forms: Vec<_> = local.forms.iter().map(|f| (self.symbols.intern(&f.surface), f.because, f.count)).collect();
        for &(form, ..) in &forms {
            self.index_form(node, form);
        }
        let roles = local.roles.iter().map(|(role, count)| (self.symbols.intern(role), *count)).collect();
        LocalRecord { node, forms, roles, aliases }
    }

    /// The node of a shorter full name that `local` also goes by.
    fn alias(&mut self, local: &Local, surface: &str, because: Because) -> Option<NodeId> {
        if because <= Because::OtherName {
            return None;
        }
        if local.kind != Kind::Person {
            return Some(self.node(local.kind, Standing::Full, &entity_key(local.kind, surface), None));
        }
        let person = PersonName::new(surface);
        let key = person.joined();
        person.is_full().then(|| self.node(local.kind, Standing::Full, &key, Some(surface)))
    }

    /// Makes `form` findable under `node`.
    fn index_form(&mut self, node: NodeId, form: Symbol) {
        if self.nodes[node as usize].forms.keys().any(|(known, _)| known == form) {
            return;
        }
        let text = self.symbols.get(form).to_owned();
        for word in view::words_of(&text) {
            let symbol = self.symbols.intern(&word);
            if self.by_word.of(symbol).next().is_none() {
                self.starts.insert(&word, symbol);
            }
            self.by_word.insert(symbol, node);
        }
        if self.nodes[node as usize].key.kind == Kind::Organisation {
            self.index_initials(node, &text);
        }
        let letters = self.symbols.intern(&view::letters(&text));
        self.by_letters.insert(letters, node);
    }

    /// Adds what `local` says of its node, or takes it back. Nodes whose links may change are marked in `dirty`: those that
    /// came to life or died, and those that gained or lost a longer name.
    fn count(&mut self, article: ArticleId, local: &LocalRecord, add: bool, dirty: &mut BTreeSet<NodeId>) {
        let count = local.count();
        let node = &mut self.nodes[local.node as usize];
        let lived = node.is_live();
        node.articles.change(article, count, add);
        for &(form, because, count) in &local.forms {
            node.forms.change((form, because), count, add);
        }
        for &(role, count) in &local.roles {
            node.more().roles.change(role, count, add);
        }
        if node.is_live() != lived {
            dirty.insert(local.node);
            self.note_ruled(local.node);
        }
        self.change_total(Some(local.node), count, add);
        self.named = if add { self.named + u64::from(count) } else { self.named.saturating_sub(u64::from(count)) };
        for &(alias, because) in &local.aliases {
            if self.nodes[alias as usize].more().aliases.change((local.node, because), 1, add) {
                self.alias_of.insert(local.node, alias);
                dirty.insert(alias);
            }
        }
    }
}

/// Parts a name from the number of the only article that it stands for.
const ALONE: char = '\u{1}';

/// The key of a name that stands for its bearer in one article only.
fn alone(key: &str, article: ArticleId) -> String {
    format!("{key}{ALONE}{}", article.0)
}

/// The key in [`Registry::by_likeness`] of a text in common.
fn hash_of(text: &str) -> u32 {
    symbols::hash(text) as u32
}

/// The same for family names that sound alike.
fn by_sound(surname: &str) -> u32 {
    hash_of(&format!("~{}", skeleton(surname)))
}

/// First names given to fewer children than class 5 (20,000) stand for are as likely somebody's family name (`Sullivan`).
const ESTABLISHED: u8 = 5;

/// True when a bare name is a first name and hardly anybody's family name.
fn is_given_name(name: &str) -> bool {
    let known = facts(name);
    // `Marie-Odile`: no family name is made of two first names and a hyphen.
    let double =
        name.split_once('-').is_some_and(|(a, b)| [a, b].iter().all(|part| facts(part).given() >= ESTABLISHED));
    (known.given() >= ESTABLISHED || double && known.given() > 1) && !known.has(Cue::SurnameFirst)
}

#[cfg(test)]
mod tests;
