//! Who is who over the whole pile.
//!
//! Articles come and go in any order; what stands here is a function of the set of articles alone (only the numbers
//! of the ids depend on the order). Each name is a [`Node`]; a weaker name is linked to a stronger one only while
//! that is the single one it fits, so a second bearer cuts the link again. Adding or removing an article touches
//! its own names and those that share a family name or nearly all letters with them, never the whole pile.

mod complete;
mod entity;
mod links;
mod node;
mod suggestions;
mod symbols;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};

pub use entity::{Entity, EntityId, Variant};
use node::{Node, NodeId, NodeKey, Standing, change};
pub use suggestions::Hint;
use symbols::{Symbol, Symbols};

use super::alike::likenesses;
use super::lexicon::Cue;
use super::name::PersonName;
use super::plain::entity_key;
use super::spelling::facts;
use super::translit::skeleton;
use super::{ArticleNames, Because, Kind, Local, LocalId, Mention};
use crate::document::ArticleId;

/// What one article contributes, kept so that it can be taken back.
#[derive(Debug)]
struct Record {
    mentions: Box<[Mention]>,
    locals: Box<[LocalRecord]>,
}

#[derive(Debug)]
struct LocalRecord {
    node: NodeId,
    count: u32,
    forms: Box<[(Symbol, Because, u32)]>,
    roles: Box<[(Symbol, u32)]>,
    /// Shorter full names that this article gives to the same bearer.
    aliases: Box<[(NodeId, Because)]>,
}

/// All people, organisations and places of the pile.
#[derive(Debug, Default)]
pub struct Registry {
    symbols: Symbols,
    nodes: Vec<Node>,
    index: HashMap<NodeKey, NodeId>,
    articles: BTreeMap<ArticleId, Record>,
    /// Full names of people by each word that may stand alone for them.
    by_surname: HashMap<Symbol, Vec<NodeId>>,
    /// Full names of people by last word and first letter, and by all words but one.
    by_likeness: HashMap<Symbol, Vec<NodeId>>,
    /// Every node by the words of its forms, for [`Registry::find`].
    by_word: HashMap<Symbol, Vec<NodeId>>,
    /// The same words by how they start, for [`Registry::starting_with`].
    starts: complete::Starts,
    /// Every node by the letters of its forms, to tell homonyms apart.
    by_letters: HashMap<Symbol, Vec<NodeId>>,
    /// Nodes for which some article gives the key as the longer name.
    alias_of: HashMap<NodeId, BTreeSet<NodeId>>,
    revision: u64,
}

impl Registry {
    /// An empty registry.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the names of `article`, in place of what it had before.
    pub fn add(&mut self, article: ArticleId, names: ArticleNames) {
        self.remove(article);
        self.revision += 1;
        let locals: Box<[LocalRecord]> = names.locals.iter().map(|local| self.record(article, local)).collect();
        let mut dirty = BTreeSet::new();
        for local in &locals {
            self.count(article, local, true, &mut dirty);
        }
        self.articles.insert(article, Record { mentions: names.mentions.into_boxed_slice(), locals });
        self.settle(dirty);
    }

    /// Forgets `article`. What only it said is gone; ids stay valid.
    pub fn remove(&mut self, article: ArticleId) {
        let Some(record) = self.articles.remove(&article) else { return };
        self.revision += 1;
        let mut dirty = BTreeSet::new();
        for local in &record.locals {
            self.count(article, local, false, &mut dirty);
        }
        self.settle(dirty);
    }

    /// The mentions of `article`, in order; none when it was not added.
    #[must_use]
    pub fn mentions_in(&self, article: ArticleId) -> &[Mention] {
        self.articles.get(&article).map_or(&[], |r| &r.mentions)
    }

    /// Whom `local` of `article` names; `None` for an article or a local that is not there.
    #[must_use]
    pub fn entity_of(&self, article: ArticleId, local: LocalId) -> Option<EntityId> {
        let record = self.articles.get(&article)?.locals.get(local.0 as usize)?;
        Some(EntityId(self.root(record.node)))
    }

    /// Whom and what `article` names, with how often: most frequent first, then in order of first mention.
    #[must_use]
    pub fn entities_in(&self, article: ArticleId) -> Vec<(EntityId, u32)> {
        let Some(record) = self.articles.get(&article) else { return Vec::new() };
        let mut out: Vec<(EntityId, u32)> = Vec::new();
        let mut place: HashMap<NodeId, usize> = HashMap::new();
        for local in &record.locals {
            let root = self.root(local.node);
            let at = *place.entry(root).or_insert_with(|| {
                out.push((EntityId(root), 0));
                out.len() - 1
            });
            out[at].1 += local.count;
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

    /// The node of `key`, made when it is new.
    fn node(&mut self, kind: Kind, standing: Standing, text: &str, person: Option<PersonName>) -> NodeId {
        let key = NodeKey { kind, standing, key: self.symbols.intern(text) };
        if let Some(&id) = self.index.get(&key) {
            return id;
        }
        let id = self.nodes.len() as NodeId;
        if let Some(person) = &person {
            for surname in person.surnames() {
                for key in [format!("~{}", skeleton(&surname)), surname] {
                    let symbol = self.symbols.intern(&key);
                    self.by_surname.entry(symbol).or_default().push(id);
                }
            }
            for likeness in likenesses(person) {
                let symbol = self.symbols.intern(&likeness);
                self.by_likeness.entry(symbol).or_default().push(id);
            }
        }
        self.nodes.push(Node::new(key, text, person));
        self.index.insert(key, id);
        id
    }

    fn record(&mut self, article: ArticleId, local: &Local) -> LocalRecord {
        let person = (local.kind == Kind::Person && local.full).then(|| PersonName::new(&local.name));
        let standing = match (local.full, local.ambiguous) {
            (true, _) => Standing::Full,
            (false, true) => Standing::Open,
            (false, false) => Standing::Bare(local.gender),
        };
        // `Julie` in one article and `Julie` in another are two, until an article says more.
        let node = if standing == Standing::Bare(None) && is_given_name(&local.name) {
            self.node(local.kind, standing, &format!("{}\u{1}{}", local.key, article.0), None)
        } else {
            self.node(local.kind, standing, &local.key, person)
        };
        let mut aliases = Vec::new();
        for form in &local.forms {
            if let Some(alias) = self.alias(local, &form.surface, form.because).filter(|&a| a != node) {
                aliases.push((alias, form.because));
            }
        }
        let forms: Box<[_]> =
            local.forms.iter().map(|f| (self.symbols.intern(&f.surface), f.because, f.count)).collect();
        for &(form, ..) in &forms {
            self.index_form(node, form);
        }
        let roles = local.roles.iter().map(|(role, count)| (self.symbols.intern(role), *count)).collect();
        let count = forms.iter().map(|f| f.2).sum();
        LocalRecord { node, count, forms, roles, aliases: aliases.into_boxed_slice() }
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
        person.is_full().then(|| self.node(local.kind, Standing::Full, &key, Some(person)))
    }

    /// Makes `form` findable under `node`.
    fn index_form(&mut self, node: NodeId, form: Symbol) {
        let known = self.nodes[node as usize].forms.range((form, Because::Named)..).next();
        if known.is_some_and(|((f, _), _)| *f == form) {
            return;
        }
        let text = self.symbols.get(form).to_owned();
        for word in view::words_of(&text) {
            let symbol = self.symbols.intern(&word);
            let nodes = self.by_word.entry(symbol).or_default();
            if nodes.is_empty() {
                self.starts.insert(&word, symbol);
            }
            insert_once(nodes, node);
        }
        if self.nodes[node as usize].key.kind == Kind::Organisation {
            self.index_initials(node, &text);
        }
        let letters = self.symbols.intern(&view::letters(&text));
        insert_once(self.by_letters.entry(letters).or_default(), node);
    }

    /// Adds what `local` says of its node, or takes it back. Nodes that came to life or died are marked in `dirty`.
    fn count(&mut self, article: ArticleId, local: &LocalRecord, add: bool, dirty: &mut BTreeSet<NodeId>) {
        self.forget_view(local.node);
        let node = &mut self.nodes[local.node as usize];
        let lived = node.is_live();
        change(&mut node.articles, article, local.count, add);
        for &(form, because, count) in &local.forms {
            change(&mut node.forms, (form, because), count, add);
        }
        for &(role, count) in &local.roles {
            change(&mut node.roles, role, count, add);
        }
        if node.is_live() != lived {
            dirty.insert(local.node);
        }
        for &(alias, because) in &local.aliases {
            change(&mut self.nodes[alias as usize].aliases, (local.node, because), 1, add);
            self.alias_of.entry(local.node).or_default().insert(alias);
            dirty.insert(alias);
        }
    }
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

/// Lists of nodes grow at the end; the same node is asked for again right after it was put in.
fn insert_once(list: &mut Vec<NodeId>, node: NodeId) {
    if let Err(at) = list.binary_search(&node) {
        list.insert(at, node);
    }
}

#[cfg(test)]
mod tests;
