//! Which name is joined to which: the rules across articles, kept up to date incrementally.
//!
//! A link always leads from a weaker to a stronger name, so the links form a forest and the result does not depend on
//! the order in which they are made. A name's link depends on which stronger names are in use and where those
//! lead; so after a change the names concerned are settled from the strongest to the weakest.

use std::collections::BTreeSet;

use super::Registry;
use super::node::{NodeId, NodeKey, Standing, Strength};
use crate::names::alike::{likenesses, relation};
use crate::names::lexicon::Gender;
use crate::names::spelling::facts;
use crate::names::{Because, Kind};

/// The stronger names that a name fits, seen through to the entities they lead to.
#[derive(Default)]
struct Fits {
    best: Option<(NodeId, Because)>,
    root: Option<NodeId>,
    several: bool,
}

impl Registry {
    /// The node at the end of `node`'s links.
    pub(super) fn root(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while let Some((owner, _)) = self.nodes[at as usize].owner {
            at = owner;
        }
        at
    }

    /// Drops the made view of the entity that `node` belongs to.
    pub(super) fn forget_view(&mut self, node: NodeId) {
        let root = self.root(node);
        self.nodes[root as usize].view.take();
    }

    /// Brings the links of `dirty` names, and of all that depend on them, up to date.
    pub(super) fn settle(&mut self, dirty: BTreeSet<NodeId>) {
        let mut queue: BTreeSet<(Strength, NodeId)> = BTreeSet::new();
        for node in dirty {
            queue.insert((self.nodes[node as usize].strength.clone(), node));
            self.queue_dependents(node, &mut queue);
        }
        while let Some((_, node)) = queue.pop_last() {
            let fits = self.fits(node);
            let owner = fits.best.filter(|_| !fits.several);
            let held = &self.nodes[node as usize];
            if held.owner == owner && held.contested == fits.several {
                continue;
            }
            self.forget_view(node);
            let moved = self.nodes[node as usize].owner != owner;
            self.link(node, owner);
            self.nodes[node as usize].contested = fits.several;
            self.forget_view(node);
            if moved {
                for below in self.tree(node) {
                    self.queue_dependents(below, &mut queue);
                }
            }
        }
    }

    fn link(&mut self, node: NodeId, owner: Option<(NodeId, Because)>) {
        if let Some((old, _)) = self.nodes[node as usize].owner {
            self.nodes[old as usize].joined.retain(|&n| n != node);
        }
        if let Some((new, _)) = owner {
            self.nodes[new as usize].joined.push(node);
        }
        self.nodes[node as usize].owner = owner;
    }

    /// `node` and all that is joined to it.
    pub(super) fn tree(&self, node: NodeId) -> Vec<NodeId> {
        let mut out = vec![node];
        let mut at = 0;
        while at < out.len() {
            out.extend_from_slice(&self.nodes[out[at] as usize].joined);
            at += 1;
        }
        out
    }

    /// Queues the weaker names whose link may depend on `node`.
    fn queue_dependents(&self, node: NodeId, queue: &mut BTreeSet<(Strength, NodeId)>) {
        let held = &self.nodes[node as usize];
        let mut push = |n: NodeId| {
            let other = &self.nodes[n as usize];
            if other.is_live() && other.strength < held.strength {
                queue.insert((other.strength.clone(), n));
            }
        };
        self.alias_of.get(&node).into_iter().flatten().for_each(|&n| push(n));
        if held.key.kind != Kind::Person {
            return;
        }
        let Some(person) = &held.person else {
            self.bare_nodes(held.key).for_each(push);
            return;
        };
        for surname in person.surnames() {
            let Some(key) = self.symbols.find(&surname) else { continue };
            self.bare_nodes(NodeKey { key, ..held.key }).for_each(&mut push);
        }
        for other in self.alike(node) {
            let theirs = &self.nodes[other as usize].person;
            if theirs.as_ref().is_some_and(|weaker| relation(weaker, person).is_some()) {
                push(other);
            }
        }
    }

    /// The bare names of the pile with the letters of `key`.
    fn bare_nodes(&self, key: NodeKey) -> impl Iterator<Item = NodeId> {
        [None, Some(Gender::Male), Some(Gender::Female)]
            .into_iter()
            .filter_map(move |gender| self.index.get(&NodeKey { standing: Standing::Bare(gender), ..key }).copied())
    }

    /// Full names of people that share a likeness with `node`.
    pub(super) fn alike(&self, node: NodeId) -> BTreeSet<NodeId> {
        let keys = self.nodes[node as usize].person.as_ref().map(likenesses).unwrap_or_default();
        let lists = keys.iter().filter_map(|k| self.symbols.find(k)).filter_map(|s| self.by_likeness.get(&s));
        // A family name that thousands bear is no likeness.
        lists.filter(|list| list.len() <= MOST_COMPARED).flatten().copied().filter(|&n| n != node).collect()
    }

    /// What `node` fits among the stronger names in use.
    fn fits(&self, node: NodeId) -> Fits {
        let held = &self.nodes[node as usize];
        let mut fits = Fits::default();
        if !held.is_live() {
            return fits;
        }
        for &(longer, because) in held.aliases.keys() {
            self.consider(node, longer, because, &mut fits);
        }
        match held.key.standing {
            _ if held.key.kind != Kind::Person => {}
            Standing::Open => fits.several = true,
            Standing::Full => self.fits_full(node, &mut fits),
            Standing::Bare(gender) => self.fits_bare(node, gender, &mut fits),
        }
        fits
    }

    fn fits_full(&self, node: NodeId, fits: &mut Fits) {
        let Some(own) = &self.nodes[node as usize].person else { return };
        for other in self.alike(node) {
            let Some(theirs) = &self.nodes[other as usize].person else { continue };
            let because = match relation(own, theirs) {
                // Across articles a part is weak evidence: `Lula da Silva`, but not another given name.
                Some(Because::Part) => {
                    let first = own.words().next().unwrap_or_default();
                    let given = facts(first).given() > 2;
                    (!given && own.last() == theirs.last()).then_some(Because::OnlyBearer)
                }
                other => other,
            };
            if let Some(because) = because {
                self.consider(node, other, because, fits);
            }
        }
    }

    fn fits_bare(&self, node: NodeId, gender: Option<Gender>, fits: &mut Fits) {
        let key = self.nodes[node as usize].key;
        for &full in self.by_surname.get(&key.key).into_iter().flatten() {
            let told = self.nodes[full as usize].person.as_ref().and_then(super::PersonName::gender);
            if gender.is_none() || told.is_none() || told == gender {
                self.consider(node, full, Because::OnlyBearer, fits);
            }
            if fits.several {
                return;
            }
        }
        if fits.best.is_none() && gender.is_none() {
            // "Roy" goes with "M. Roy" while there is no "Mme Roy".
            for titled in self.bare_nodes(key).filter(|&n| n != node) {
                self.consider(node, titled, Because::OnlyBearer, fits);
            }
        }
    }

    fn consider(&self, node: NodeId, other: NodeId, because: Because, fits: &mut Fits) {
        let (held, theirs) = (&self.nodes[node as usize], &self.nodes[other as usize]);
        if !theirs.is_live() || theirs.strength <= held.strength {
            return;
        }
        let root = self.root(other);
        fits.several |= fits.root.is_some_and(|r| r != root);
        fits.root = Some(root);
        let stronger = |&(best, why): &(NodeId, Because)| {
            let best = &self.nodes[best as usize].strength;
            *best < theirs.strength || *best == theirs.strength && because < why
        };
        if fits.best.as_ref().is_none_or(stronger) {
            fits.best = Some((other, because));
        }
    }
}

/// Lists longer than this are not compared pair by pair.
const MOST_COMPARED: usize = 256;
