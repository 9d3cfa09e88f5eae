//! The registry's unit: one name, with what every article says under exactly this name.
//!
//! Names that turn out to be one entity are linked, weaker to stronger, and stay nodes of their own, so that a link can
//! be cut again when a second bearer appears.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::symbols::Symbol;
use super::tally::Tally;
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

impl NodeKey {
    /// The same in every run.
    pub(super) fn hash(self) -> u64 {
        FixedState::default().hash_one(self)
    }
}

/// How full a name is: whether it has more than one word that is no initial, and its letters. Not how many words there are:
/// `Kim Jong Un` and `Kim Jong-un` are one name, and whichever came first must not decide anything.
pub(super) type Fullness = (u16, u16);

/// The order in which names may be joined to one another: always the weaker to the stronger. Depends on the name
/// alone.
pub(super) type Strength<'a> = (Standing, Fullness, &'a str, Kind);

/// One name. There may be half a million, so it is small, and what few names have stands apart.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) key: NodeKey,
    pub(super) fullness: Fullness,
    /// As it was first written, for full names of people: to be taken apart again when it is compared.
    pub(super) written: Option<Symbol>,
    /// The stronger node it is joined to, and why.
    pub(super) owner: Option<(NodeId, Because)>,
    /// True when several stronger nodes fit, and none was chosen.
    pub(super) contested: bool,
    pub(super) articles: Tally<ArticleId>,
    pub(super) forms: Tally<(Symbol, Because)>,
    more: Option<Box<More>>,
}

/// What few names have.
#[derive(Debug, Default)]
pub(super) struct More {
    /// Nodes joined to this one.
    pub(super) joined: Vec<NodeId>,
    /// Longer names that some article gives for this one, with the reason and in how many articles.
    pub(super) aliases: Tally<(NodeId, Because)>,
    pub(super) roles: Tally<Symbol>,
}

impl Node {
    /// A name that no article uses yet. `person` is the full name of one, with how it is written.
    pub(super) fn new(key: NodeKey, text: &str, person: Option<(&PersonName, Symbol)>) -> Self {
        let solid = person.map_or(1, |(name, _)| name.fullness().0.min(2));
        let cut = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        Self {
            key,
            fullness: (cut(solid), cut(text.len())),
            written: person.map(|(_, written)| written),
            owner: None,
            contested: false,
            articles: Tally::default(),
            forms: Tally::default(),
            more: None,
        }
    }

    /// A name as it was kept: its key, fullness and spelling, its link and whether that is contested, its articles and
    /// forms, and what few names have.
    pub(super) fn kept(
        key: NodeKey,
        fullness: Fullness,
        written: Option<Symbol>,
        (owner, contested): (Option<(NodeId, Because)>, bool),
        (articles, forms): (Tally<ArticleId>, Tally<(Symbol, Because)>),
        more: Option<Box<More>>,
    ) -> Self {
        Self { key, fullness, written, owner, contested, articles, forms, more }
    }

    /// The same as [`Node::aliases`], with in how many articles.
    pub(super) fn aliases_counted(&self) -> &[((NodeId, Because), u32)] {
        self.more.as_ref().map_or(&[], |more| more.aliases.entries())
    }

    /// True while some article uses the name.
    pub(super) fn is_live(&self) -> bool {
        !self.articles.is_empty()
    }

    /// Nodes joined to this one.
    pub(super) fn joined(&self) -> &[NodeId] {
        self.more.as_ref().map_or(&[], |more| &more.joined)
    }

    /// Longer names that some article gives for this one, with the reason.
    pub(super) fn aliases(&self) -> impl Iterator<Item = (NodeId, Because)> {
        self.more.iter().flat_map(|more| more.aliases.keys())
    }

    /// Roles found beside it, with how often.
    pub(super) fn roles(&self) -> &[(Symbol, u32)] {
        self.more.as_ref().map_or(&[], |more| more.roles.entries())
    }

    /// What few names have, to be changed.
    pub(super) fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}
