//! Stories: which articles of the pile tell the same, word for word or nearly so.
//!
//! Two articles tell the same when enough of the shorter one's shingles stand in the longer one; a story is all articles that
//! are joined by such pairs. It depends on which articles there are and on nothing else: not on the order in which they came,
//! not on what was there before, not on which texts are at hand. So it is decided by fingerprints alone.
//!
//! Pairs worth a look share a band of their fingerprints. Articles with one and the same fingerprint are one node, and
//! where very many share a band, each is compared with a few of them that are the same whoever asks: a hundred thousand
//! copies, or a hundred thousand pages of one template, cost no more than a hundred thousand articles.

mod bands;

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;

use bands::{Bands, FEW, choose};
use foldhash::quality::FixedState;
use hashbrown::HashTable;

use crate::document::ArticleId;
use crate::text::minhash::Signature;

/// So much of the shorter text is in the longer one. Measured on the texts in `tests/fixtures/stories` and on articles of the
/// same week on the same event: rewrites of a dispatch have 0.78 and more, articles that only tell of the same event 0.1,
/// short ones made of the same phrases 0.35.
const CONTAINED: f64 = 0.6;

/// And so alike are they: a text that has five times as much to say is about more than the short one in it.
const ALIKE: f64 = 0.2;

/// Articles that tell the same, ascending, at least two. The first one names the story.
pub type Story = Arc<[ArticleId]>;

/// What changed about the stories.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// The names of stories that are no more, or not as they were.
    pub gone: Vec<ArticleId>,
    /// Stories that are new, or other than they were.
    pub new: Vec<Story>,
}

impl Changed {
    /// True when nothing did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty()
    }
}

/// Articles with the same fingerprint.
#[derive(Debug)]
struct Node {
    signature: Signature,
    /// Ascending; none while it waits to be used again.
    articles: Vec<ArticleId>,
    /// One of the nodes of its group stands for the group.
    group: u32,
}

/// The stories of some articles.
#[derive(Debug, Default)]
pub struct Stories {
    nodes: Vec<Node>,
    free: Vec<u32>,
    by_signature: HashTable<u32>,
    /// By article: its node, or [`NONE`].
    node_of: Vec<u32>,
    bands: Bands,
    /// The nodes of the groups that have several.
    groups: HashMap<u32, Vec<u32>>,
    /// By article: the first one of its story, or [`NONE`].
    story_of: Vec<u32>,
    by_name: HashMap<ArticleId, Story>,
}

const NONE: u32 = u32::MAX;

/// What a batch of changes touches.
#[derive(Default)]
struct Touched {
    /// Articles that came, went, or say something else.
    moved: Vec<ArticleId>,
    /// Nodes that are new.
    new: Vec<u32>,
    /// Nodes that have articles more or fewer.
    changed: HashSet<u32>,
    /// Nodes without articles by now.
    dead: HashSet<u32>,
}

impl Stories {
    /// Takes in the fingerprints of articles, `None` for those that are gone or say too little. Of several for one article the
    /// last one holds.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = (ArticleId, Option<Signature>)>) -> Changed {
        let touched = self.place(changes);
        if touched.moved.is_empty() {
            return Changed::default();
        }
        let mut shaken: HashSet<u32> = touched.dead.clone();
        if !touched.dead.is_empty() {
            self.shake(&touched.dead, &mut shaken);
        }
        let new: Vec<_> = touched.new.iter().map(|&node| (node, self.nodes[node as usize].signature.bands())).collect();
        let gone = |node| touched.dead.contains(&node);
        self.bands.change(&new, (!touched.dead.is_empty()).then_some(&gone));
        self.shake(&touched.new.iter().copied().collect(), &mut shaken);
        let loose = self.loosen(&touched, &shaken);
        self.join(&loose);
        self.bury(&touched.dead);
        self.tell(&touched.moved, loose.into_iter().chain(touched.changed.difference(&touched.dead).copied()))
    }

    /// The stories, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Story> {
        self.by_name.values()
    }

    /// The story that an article is part of.
    #[must_use]
    pub fn of(&self, id: ArticleId) -> Option<&Story> {
        let name = self.story_of.get(id.index()).copied().filter(|&name| name != NONE)?;
        self.by_name.get(&ArticleId(name))
    }

    /// Puts articles to their nodes.
    fn place(&mut self, changes: impl IntoIterator<Item = (ArticleId, Option<Signature>)>) -> Touched {
        let mut touched = Touched::default();
        let (mut left, mut come) = (HashMap::<u32, HashSet<ArticleId>>::new(), HashMap::<u32, Vec<ArticleId>>::new());
        let last: HashMap<ArticleId, Option<Signature>> = changes.into_iter().collect();
        for (id, signature) in last {
            if self.node_of.len() <= id.index() {
                self.node_of.resize(id.index() + 1, NONE);
            }
            let old = self.node_of[id.index()];
            let new = signature.map_or(NONE, |signature| self.node_for(signature, &mut touched));
            if old == new {
                continue;
            }
            touched.moved.push(id);
            self.node_of[id.index()] = new;
            if old != NONE {
                left.entry(old).or_default().insert(id);
            }
            if new != NONE {
                come.entry(new).or_default().push(id);
            }
        }
        for (node, gone) in left {
            self.nodes[node as usize].articles.retain(|id| !gone.contains(id));
            touched.changed.insert(node);
            touched.dead.insert(node);
        }
        for (node, ids) in come {
            let articles = &mut self.nodes[node as usize].articles;
            articles.extend(ids);
            articles.sort_unstable();
            touched.changed.insert(node);
        }
        touched.dead.retain(|&node| self.nodes[node as usize].articles.is_empty());
        touched
    }

    /// The node with a signature, perhaps a new one.
    fn node_for(&mut self, signature: Signature, touched: &mut Touched) -> u32 {
        let hash = hash_of(&signature);
        let found = self.by_signature.find(hash, |&node| self.nodes[node as usize].signature == signature);
        if let Some(&node) = found {
            return node;
        }
        let node = self.free.pop().unwrap_or(self.nodes.len() as u32);
        let fresh = Node { signature, articles: Vec::new(), group: node };
        match self.nodes.get_mut(node as usize) {
            Some(old) => *old = fresh,
            None => self.nodes.push(fresh),
        }
        let nodes = &self.nodes;
        self.by_signature.insert_unique(hash, node, |&node| hash_of(&nodes[node as usize].signature));
        touched.new.push(node);
        node
    }

    /// Where one of `moved` is among those that many nodes are compared with, none of the many keeps its group for sure.
    fn shake(&self, moved: &HashSet<u32>, shaken: &mut HashSet<u32>) {
        for entries in self.bands.shared().filter(|entries| entries.len() > FEW) {
            let mut nodes = bands::nodes(entries);
            let few = choose(&mut nodes, |node| &self.nodes[node as usize].signature);
            if nodes[..few].iter().any(|node| moved.contains(node)) {
                shaken.extend(nodes);
            }
        }
    }

    /// Takes apart the groups of nodes that were shaken, and returns those that are to be joined anew: the nodes of these
    /// groups, and the new ones.
    fn loosen(&mut self, touched: &Touched, shaken: &HashSet<u32>) -> Vec<u32> {
        let groups: HashSet<u32> = shaken.iter().map(|&node| self.nodes[node as usize].group).collect();
        let mut loose: HashSet<u32> = touched.new.iter().copied().collect();
        for group in groups {
            loose.extend(self.groups.remove(&group).unwrap_or_else(|| vec![group]));
        }
        for &node in &loose {
            self.nodes[node as usize].group = node;
        }
        loose.into_iter().filter(|node| !touched.dead.contains(node)).collect()
    }

    /// Joins nodes with all that they make a pair with.
    fn join(&mut self, loose: &[u32]) {
        let mut is_loose = vec![false; self.nodes.len()];
        for &node in loose {
            is_loose[node as usize] = true;
        }
        let mut pairs = Vec::new();
        let bands = std::mem::take(&mut self.bands);
        for entries in bands.shared().filter(|entries| entries.iter().any(|&(_, node)| is_loose[node as usize])) {
            let mut nodes = bands::nodes(entries);
            let few = choose(&mut nodes, |node| &self.nodes[node as usize].signature);
            for (at, &a) in nodes[..few].iter().enumerate() {
                let others = nodes[at + 1..].iter().filter(|&&b| is_loose[a as usize] || is_loose[b as usize]);
                for &b in others {
                    let (one, other) = (&self.nodes[a as usize], &self.nodes[b as usize]);
                    if one.group != other.group && tell_the_same(&one.signature, &other.signature) {
                        pairs.push((a, b));
                    }
                }
                pairs.drain(..).for_each(|(a, b)| self.unite(a, b));
            }
        }
        self.bands = bands;
    }

    /// Makes one group of those of two nodes.
    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.nodes[a as usize].group, self.nodes[b as usize].group);
        if a == b {
            return;
        }
        let mut take = |group| self.groups.remove(&group).unwrap_or_else(|| vec![group]);
        let (a, b) = ((a, take(a)), (b, take(b)));
        let ((group, mut more), (_, fewer)) = if a.1.len() < b.1.len() { (b, a) } else { (a, b) };
        for &node in &fewer {
            self.nodes[node as usize].group = group;
        }
        more.extend(fewer);
        self.groups.insert(group, more);
    }

    /// Makes room for other nodes.
    fn bury(&mut self, dead: &HashSet<u32>) {
        for &node in dead {
            let hash = hash_of(&self.nodes[node as usize].signature);
            if let Ok(entry) = self.by_signature.find_entry(hash, |&other| other == node) {
                entry.remove();
            }
            self.free.push(node);
        }
    }

    /// Notes what the stories of some articles and nodes are by now, and tells which are other than they were.
    fn tell(&mut self, moved: &[ArticleId], nodes: impl Iterator<Item = u32>) -> Changed {
        let groups: HashSet<u32> = nodes.map(|node| self.nodes[node as usize].group).collect();
        let articles = |group: u32| {
            let nodes = self.groups.get(&group).cloned().unwrap_or_else(|| vec![group]);
            let articles = nodes.iter().flat_map(|&node| self.nodes[node as usize].articles.iter().copied());
            let mut articles: Vec<ArticleId> = articles.collect();
            articles.sort_unstable();
            articles
        };
        let now: Vec<Vec<ArticleId>> = groups.into_iter().map(articles).collect();
        // Whatever was in a story with one of these is one of these, or has moved.
        let touched = now.iter().flatten().chain(moved);
        let names: HashSet<ArticleId> = touched.filter_map(|&id| Some(self.of(id)?[0])).collect();
        let mut before: HashMap<ArticleId, Story> =
            names.into_iter().filter_map(|name| self.by_name.remove_entry(&name)).collect();
        for id in before.values().flat_map(|story| story.iter()) {
            self.story_of[id.index()] = NONE;
        }
        self.story_of.resize(self.node_of.len(), NONE);
        let mut changed = Changed::default();
        for articles in now.into_iter().filter(|articles| articles.len() > 1) {
            let name = articles[0];
            for id in &articles {
                self.story_of[id.index()] = name.0;
            }
            let same = before.get(&name).is_some_and(|story| story[..] == articles[..]);
            let known = if same { before.remove(&name) } else { None };
            let story = known.unwrap_or_else(|| {
                let story: Story = articles.into();
                changed.new.push(story.clone());
                story
            });
            self.by_name.insert(name, story);
        }
        changed.gone = before.into_keys().collect();
        changed.gone.sort_unstable();
        changed.new.sort_unstable();
        changed
    }
}

/// True when two articles with these fingerprints tell the same.
fn tell_the_same(a: &Signature, b: &Signature) -> bool {
    a.resemblance(b) >= ALIKE && a.containment(b) >= CONTAINED
}

fn hash_of(signature: &Signature) -> u64 {
    FixedState::with_seed(0).hash_one(signature)
}

#[cfg(test)]
mod tests;
