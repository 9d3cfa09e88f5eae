//! Which fingerprints share a band, in sorted lists: small, and gone through from end to end some hundred million entries a
//! second.

use crate::text::minhash::{BANDS, Signature};

/// Of more nodes that share a band, each is compared with so many of them only.
pub(super) const FEW: usize = 16;

/// A band, and a node that has it.
pub(super) type Entry = (u32, u32);

/// The nodes of some entries.
pub(super) fn nodes(entries: &[Entry]) -> Vec<u32> {
    entries.iter().map(|&(_, node)| node).collect()
}

/// The nodes by their bands.
#[derive(Debug, Default)]
pub(super) struct Bands(Vec<Vec<Entry>>);

impl Bands {
    /// Takes nodes in, and those out for which `gone` holds.
    pub(super) fn change(&mut self, new: &[(u32, [u32; BANDS])], gone: Option<&dyn Fn(u32) -> bool>) {
        self.0.resize_with(BANDS, Vec::new);
        for (band, entries) in self.0.iter_mut().enumerate() {
            if let Some(gone) = gone {
                entries.retain(|&(_, node)| !gone(node));
            }
            let mut fresh: Vec<Entry> = new.iter().map(|&(node, bands)| (bands[band], node)).collect();
            fresh.sort_unstable();
            merge(entries, &fresh);
        }
    }

    /// The nodes that share a band, for every band that several share.
    pub(super) fn shared(&self) -> impl Iterator<Item = &[Entry]> {
        let runs = self.0.iter().flat_map(|entries| entries.chunk_by(|a, b| a.0 == b.0));
        runs.filter(|run| run.len() > 1)
    }
}

/// Takes sorted entries into sorted ones, from the end on: what stands behind each moves once.
fn merge(entries: &mut Vec<Entry>, fresh: &[Entry]) {
    let mut left = entries.len();
    // There are as many of these lists as bands: what one has too much, all have.
    entries.reserve_exact(fresh.len());
    entries.extend_from_slice(fresh);
    for (before, new) in fresh.iter().enumerate().rev() {
        let from = entries[..left].partition_point(|entry| entry < new);
        entries.copy_within(from..left, from + before + 1);
        entries[from + before] = *new;
        left = from;
    }
}

/// Brings those that all others of a long list are compared with to its front: which ones they are depends on the nodes in it
/// only. Returns how many they are.
pub(super) fn choose<'a>(nodes: &mut [u32], signature: impl Fn(u32) -> &'a Signature) -> usize {
    if nodes.len() > FEW {
        nodes.select_nth_unstable_by(FEW - 1, |&a, &b| signature(a).cmp(signature(b)));
    }
    nodes.len().min(FEW)
}
