//! Which names go by a key: an inverted index of pairs.

use std::collections::BTreeSet;

use super::node::NodeId;

/// Pairs of key and name, sorted. New ones wait in a tree until there are enough of them to be merged into the list, which
/// takes half the memory.
#[derive(Debug)]
pub(super) struct Postings<K> {
    list: Vec<(K, NodeId)>,
    new: BTreeSet<(K, NodeId)>,
}

impl<K> Default for Postings<K> {
    fn default() -> Self {
        Self { list: Vec::new(), new: BTreeSet::new() }
    }
}

/// So many pairs may wait, and a sixteenth of those in the list.
const WAITING: usize = 1024;

impl<K: Copy + Ord> Postings<K> {
    /// Puts `node` under `key`, once.
    pub(super) fn insert(&mut self, key: K, node: NodeId) {
        if self.list.binary_search(&(key, node)).is_err() {
            self.new.insert((key, node));
            if self.new.len() > WAITING + self.list.len() / 16 {
                self.merge();
            }
        }
    }

    /// The names under `key`.
    pub(super) fn of(&self, key: K) -> impl Iterator<Item = NodeId> + Clone {
        let from = self.list.partition_point(|&(other, _)| other < key);
        let known = self.list[from..].iter().take_while(move |&&(other, _)| other == key);
        known.chain(self.new.range((key, 0)..=(key, NodeId::MAX))).map(|&(_, node)| node)
    }

    /// The same, but none where there are more than `most`.
    pub(super) fn few(&self, key: K, most: usize) -> impl Iterator<Item = NodeId> + Clone {
        let all = self.of(key);
        let too_many = all.clone().nth(most).is_some();
        all.take(if too_many { 0 } else { most })
    }

    /// Every pair, in no order.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (K, NodeId)> {
        self.list.iter().chain(&self.new).copied()
    }

    /// Every pair, in order.
    pub(super) fn sorted(&self) -> Vec<(K, NodeId)> {
        let mut all: Vec<(K, NodeId)> = self.pairs().collect();
        // Two sorted lists, which the stable sort makes use of.
        all.sort();
        all
    }

    /// Those of sorted pairs.
    pub(super) fn kept(list: Vec<(K, NodeId)>) -> Self {
        Self { list, new: BTreeSet::new() }
    }

    /// Merges from the back, within the list.
    fn merge(&mut self) {
        let mut known = self.list.len();
        let mut free = known + self.new.len();
        let Some(&filler) = self.new.first() else { return };
        self.list.reserve_exact(self.new.len());
        self.list.resize(free, filler);
        for pair in std::mem::take(&mut self.new).into_iter().rev() {
            while known > 0 && self.list[known - 1] > pair {
                (known, free) = (known - 1, free - 1);
                self.list[free] = self.list[known];
            }
            free -= 1;
            self.list[free] = pair;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_before_and_after_a_merge() {
        let mut postings = Postings::default();
        for n in 0..4000 {
            postings.insert((n * 7) % 500, n);
            postings.insert((n * 7) % 500, n);
        }
        assert!(postings.list.is_sorted() && postings.list.len() > WAITING && !postings.new.is_empty());
        assert_eq!(postings.pairs().count(), 4000);
        for key in 0..500 {
            let mut expected: Vec<NodeId> = (0..4000).filter(|n| (n * 7) % 500 == key).collect();
            let mut found: Vec<NodeId> = postings.of(key).collect();
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "{key}");
        }
        assert_eq!((postings.few(3, 8).count(), postings.few(3, 7).count(), postings.of(501).count()), (8, 0, 0));
    }
}
