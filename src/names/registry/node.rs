//! The registry's unit: one name, with what every article says under exactly this name.
//!
//! Names that turn out to be one entity are linked, weaker to stronger, and stay nodes of their own, so that a link can
//! be cut again when a second bearer appears.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Entity;
use super::symbols::Symbol;
use crate::document::ArticleId;
use crate::names::lexicon::Gender;
use crate::names::name::PersonName;
use crate::names::{Because, Kind};

/// Index of a node; also the number of the [`EntityId`](super::EntityId) that leads to it.
pub(super) type NodeId = u32;

/// How far a name stands for its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Standing {
    /// Bare, and its article knows several bearers.
    Open,
    /// Bare, with the gender that its title tells.
    Bare(Option<Gender>),
    /// Stands for its bearer everywhere.
    Full,
}

/// What makes two names the same node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeKey {
    pub(super) kind: Kind,
    pub(super) standing: Standing,
    pub(super) key: Symbol,
}

/// The order in which names may be joined to one another: always the weaker to the stronger. Depends on the name
/// alone.
pub(super) type Strength = (Standing, (usize, usize, usize), String);

/// One name.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) key: NodeKey,
    pub(super) strength: Strength,
    /// Taken apart, for full names of people.
    pub(super) person: Option<PersonName>,
    /// The stronger node it is joined to, and why.
    pub(super) owner: Option<(NodeId, Because)>,
    /// True when several stronger nodes fit, and none was chosen.
    pub(super) contested: bool,
    /// Nodes joined to this one.
    pub(super) joined: Vec<NodeId>,
    /// Longer names that some article gives for this one, with the reason and in how many articles.
    pub(super) aliases: BTreeMap<(NodeId, Because), u32>,
    pub(super) articles: BTreeMap<ArticleId, u32>,
    pub(super) forms: BTreeMap<(Symbol, Because), u32>,
    pub(super) roles: BTreeMap<Symbol, u32>,
    /// The entity headed by this node, made when asked for.
    pub(super) view: OnceLock<Entity>,
}

impl Node {
    pub(super) fn new(key: NodeKey, text: &str, person: Option<PersonName>) -> Self {
        let fullness = person.as_ref().map_or((1, 1, text.len()), PersonName::fullness);
        Self {
            key,
            strength: (key.standing, fullness, text.to_owned()),
            person,
            owner: None,
            contested: false,
            joined: Vec::new(),
            aliases: BTreeMap::new(),
            articles: BTreeMap::new(),
            forms: BTreeMap::new(),
            roles: BTreeMap::new(),
            view: OnceLock::new(),
        }
    }

    /// True while some article uses the name.
    pub(super) fn is_live(&self) -> bool {
        !self.articles.is_empty()
    }
}

/// Adds to, or takes from, a count, and forgets it at zero.
pub(super) fn change<K: Ord>(map: &mut BTreeMap<K, u32>, key: K, by: u32, add: bool) {
    let count = map.entry(key);
    match count {
        std::collections::btree_map::Entry::Vacant(vacant) => {
            if add && by > 0 {
                vacant.insert(by);
            }
        }
        std::collections::btree_map::Entry::Occupied(mut held) => {
            let left = if add { held.get().saturating_add(by) } else { held.get().saturating_sub(by) };
            if left == 0 {
                held.remove();
            } else {
                held.insert(left);
            }
        }
    }
}
