//! Which name is joined to which: the rules across articles, kept up to date incrementally.
//!
//! A link always leads from a weaker to a stronger name, so the links form a forest and the result does not depend on
//! the order in which they are made. A name's link depends on which stronger names are in use and where those
//! lead; so after a change the names concerned are settled from the strongest to the weakest.

use std::collections::BTreeSet;

use super::Registry;
use super::node::{Fullness, NodeId, NodeKey, Standing, Strength};
use crate::names::alike::{likenesses, relation};
use crate::names::lexicon::Gender;
use crate::names::name::PersonName;
use crate::names::spelling::facts;
use crate::names::{Because, Kind};

/// The stronger names that a name fits, seen through to the entities they lead to.
#[derive(Default)]
struct Fits {
    best: Option<(NodeId, Because)>,
    root: Option<NodeId>,
    several: bool,
    /// One that would fit is not it: the user said so.
    refused: bool,
}

/// A name to be settled. The text of its strength is its own, for the links change meanwhile.
type Queued = (Standing, Fullness, String, Kind, NodeId);

/// From the weakest to the strongest.
type Queue = BTreeSet<Queued>;

impl Registry {
    /// The node at the end of `node`'s links.
    pub(super) fn root(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while let Some((owner, _)) = self.nodes[at as usize].owner {
            at = owner;
        }
        at
    }

    /// What decides which of two names is joined to the other.
    pub(super) fn strength(&self, node: NodeId) -> Strength<'_> {
        let held = &self.nodes[node as usize];
        (held.key.standing, held.fullness, self.symbols.get(held.key.key), held.key.kind)
    }

    /// Brings the links of `dirty` names, and of all that depend on them, up to date.
    pub(super) fn settle(&mut self, dirty: BTreeSet<NodeId>) {
        let mut queue = Queue::new();
        for node in dirty {
            queue.insert(self.queued(node));
            self.queue_dependents(node, &mut queue);
        }
        while let Some((.., node)) = queue.pop_last() {
            let forced = self.forced(node);
            let fits = if forced.is_none() { self.fits(node) } else { Fits::default() };
            let owner = forced.map(|top| (top, Because::Ruled)).or(fits.best.filter(|_| !fits.several));
            self.nodes[node as usize].contested = fits.several;
            if self.nodes[node as usize].owner != owner {
                self.link(node, owner);
                for below in self.tree(node) {
                    self.note_ruled(below);
                    self.queue_dependents(below, &mut queue);
                }
            }
        }
        self.refresh_shown();
    }

    fn queued(&self, node: NodeId) -> Queued {
        let (standing, fullness, text, kind) = self.strength(node);
        (standing, fullness, text.to_owned(), kind, node)
    }

    fn link(&mut self, node: NodeId, owner: Option<(NodeId, Because)>) {
        let mentions = self.totals[node as usize].mentions;
        let (old, new) = (self.nodes[node as usize].owner.map(|o| o.0), owner.map(|o| o.0));
        self.change_total(old, mentions, false);
        self.change_total(new, mentions, true);
        if let Some(old) = old {
            self.nodes[old as usize].more().joined.retain(|&n| n != node);
        }
        if let Some(new) = new {
            self.nodes[new as usize].more().joined.push(node);
        }
        self.nodes[node as usize].owner = owner;
    }

    /// `node` and all that is joined to it.
    pub(super) fn tree(&self, node: NodeId) -> Vec<NodeId> {
        let mut out = vec![node];
        let mut at = 0;
        while at < out.len() {
            out.extend_from_slice(self.nodes[out[at] as usize].joined());
            at += 1;
        }
        out
    }

    /// Queues the weaker names whose link may depend on `node`.
    fn queue_dependents(&self, node: NodeId, queue: &mut Queue) {
        let held = &self.nodes[node as usize];
        let strength = self.strength(node);
        let depends = |n: &NodeId| self.nodes[*n as usize].is_live() && self.strength(*n) < strength;
        queue.extend(self.alias_of.of(node).filter(depends).map(|n| self.queued(n)));
        queue.extend(self.ruled_with(node).into_iter().filter(depends).map(|n| self.queued(n)));
        if held.key.kind != Kind::Person {
            return;
        }
        let Some(person) = self.person(node) else {
            queue.extend(self.bare_nodes(held.key).filter(depends).map(|n| self.queued(n)));
            return;
        };
        for surname in person.surnames() {
            let Some(key) = self.symbols.find(&surname) else { continue };
            let bare = self.bare_nodes(NodeKey { key, ..held.key });
            queue.extend(bare.filter(depends).map(|n| self.queued(n)));
        }
        for other in self.alike(node, &person).into_iter().filter(depends) {
            if self.person(other).is_some_and(|weaker| relation(&weaker, &person).is_some()) {
                queue.insert(self.queued(other));
            }
        }
    }

    /// The bare names of the pile with the letters of `key`.
    pub(super) fn bare_nodes(&self, key: NodeKey) -> impl Iterator<Item = NodeId> {
        [None, Some(Gender::Male), Some(Gender::Female)]
            .into_iter()
            .filter_map(move |gender| self.known(NodeKey { standing: Standing::Bare(gender), ..key }))
    }

    /// Full names of people that share a likeness with `node`, whose name is `person`.
    pub(super) fn alike(&self, node: NodeId, person: &PersonName) -> BTreeSet<NodeId> {
        // A family name that thousands bear is no likeness.
        let few = |likeness: String| self.by_likeness.few(super::hash_of(&likeness), MOST_COMPARED);
        likenesses(person).into_iter().flat_map(few).filter(|&n| n != node).collect()
    }

    /// What `node` fits among the stronger names in use.
    fn fits(&self, node: NodeId) -> Fits {
        let held = &self.nodes[node as usize];
        let mut fits = Fits::default();
        if !held.is_live() || self.is_ruled_out(node) {
            return fits;
        }
        for (longer, because) in held.aliases() {
            self.consider(node, longer, because, &mut fits);
        }
        match held.key.standing {
            _ if held.key.kind != Kind::Person => {}
            Standing::Open => fits.several = true,
            Standing::Full => self.fits_full(node, &mut fits),
            Standing::Bare(gender) => self.fits_bare(node, gender, &mut fits),
        }
        // That it is not one of its bearers does not say that it is the other one.
        fits.several |= fits.refused && fits.best.is_some() && held.key.standing != Standing::Full;
        fits
    }

    fn fits_full(&self, node: NodeId, fits: &mut Fits) {
        let Some(own) = &self.person(node) else { return };
        let strength = self.strength(node);
        for other in self.alike(node, own) {
            if !self.nodes[other as usize].is_live() || self.strength(other) <= strength {
                continue;
            }
            let Some(theirs) = &self.person(other) else { continue };
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
        for full in self.by_surname.of(key.key).filter(|&n| self.nodes[n as usize].is_live()) {
            let told = || self.person(full).and_then(|person| person.gender());
            if gender.is_none() || told().is_none_or(|told| Some(told) == gender) {
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
        let theirs = self.strength(other);
        if !self.nodes[other as usize].is_live() || theirs <= self.strength(node) {
            return;
        }
        if self.is_refused(node, other) {
            fits.refused = true;
            return;
        }
        let root = self.root(other);
        fits.several |= fits.root.is_some_and(|r| r != root);
        fits.root = Some(root);
        let stronger = |&(best, why): &(NodeId, Because)| {
            let best = self.strength(best);
            best < theirs || best == theirs && because < why
        };
        if fits.best.as_ref().is_none_or(stronger) {
            fits.best = Some((other, because));
        }
    }
}

/// Lists longer than this are not compared pair by pair.
const MOST_COMPARED: usize = 256;
