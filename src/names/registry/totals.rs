//! How often everybody is named in the whole pile: kept up to date with every article, for the screen asks with every frame.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::node::NodeId;
use super::{EntityId, Registry};
use crate::names::Kind;

/// The mentions of a node and of all that is joined to it. Apart from the nodes, and with the kind, so that a pass over half
/// a million of them reads little memory.
#[derive(Debug)]
pub(super) struct Total {
    kind: Kind,
    pub(super) mentions: u32,
}

impl Total {
    pub(super) fn none(kind: Kind) -> Self {
        Self::of(kind, 0)
    }

    /// So many mentions.
    pub(super) fn of(kind: Kind, mentions: u32) -> Self {
        Self { kind, mentions }
    }
}

/// Mentions and nodes, the one to be left out next on top.
type Best = BinaryHeap<Reverse<(u32, Reverse<NodeId>)>>;

impl Registry {
    /// The `most` entities of each kind that the pile mentions most, each with how often, in no order. Of those mentioned
    /// equally often the first ids are in. Fast enough to be asked for each frame.
    #[must_use]
    pub fn most_mentioned(&self, most: usize) -> Vec<(EntityId, Kind, u32)> {
        let mut best: [Best; Kind::ALL.len()] = Default::default();
        for (node, total) in self.totals.iter().enumerate() {
            let heap = &mut best[total.kind.index()];
            let full = heap.len() >= most;
            let beaten = |Reverse((least, _)): &Reverse<(u32, _)>| total.mentions <= *least;
            if total.mentions == 0 || full && heap.peek().is_none_or(beaten) || self.nodes[node].owner.is_some() {
                continue;
            }
            if full {
                heap.pop();
            }
            heap.push(Reverse((total.mentions, Reverse(node as NodeId))));
        }
        let of = |(kind, heap): (Kind, Best)| {
            heap.into_iter().map(move |Reverse((mentions, Reverse(node)))| (EntityId(node), kind, mentions))
        };
        Kind::ALL.into_iter().zip(best).flat_map(of).collect()
    }

    /// An entity is of another kind than its own name is, or no longer.
    pub(super) fn set_total_kind(&mut self, root: NodeId, kind: Kind) {
        self.totals[root as usize].kind = kind;
    }

    /// Adds mentions to the totals of a node and of all it is joined to, or takes them off.
    pub(super) fn change_total(&mut self, node: Option<NodeId>, by: u32, add: bool) {
        let mut at = node;
        while let Some(node) = at {
            let mentions = &mut self.totals[node as usize].mentions;
            *mentions = if add { mentions.wrapping_add(by) } else { mentions.wrapping_sub(by) };
            at = self.nodes[node as usize].owner.map(|(owner, _)| owner);
        }
    }
}
