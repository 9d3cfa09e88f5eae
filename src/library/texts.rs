//! Which texts are held in memory: as many of the pile's as there is room for, and those looked at last.

use std::collections::VecDeque;

use crate::document::ArticleId;

/// Bytes of text that the reader holds: a small pile whole, of a large one what is looked at.
pub const ROOM: u64 = 32 << 20;

/// Texts looked at last that are held beside the others, as long as they are not larger than [`ROOM`] together.
const VISITED: usize = 16;

/// The account of what is held.
#[derive(Debug)]
pub(super) struct Texts {
    room: u64,
    held: u64,
    /// Held because they were looked at, the oldest first, with their bytes.
    visited: VecDeque<(ArticleId, u64)>,
}

impl Texts {
    /// With room for so many bytes.
    pub(super) fn new(room: u64) -> Self {
        Self { room, held: 0, visited: VecDeque::new() }
    }

    /// True when a text of so many bytes is to be held from now on.
    pub(super) fn admit(&mut self, bytes: u64) -> bool {
        let fits = self.held.saturating_add(bytes) <= self.room;
        self.held += if fits { bytes } else { 0 };
        fits
    }

    /// A text that was admitted is held no more.
    pub(super) fn release(&mut self, id: ArticleId, bytes: u64) {
        match self.visited.iter().position(|(other, _)| *other == id) {
            Some(at) => _ = self.visited.remove(at),
            None => self.held = self.held.saturating_sub(bytes),
        }
    }

    /// A text for which there is no room is looked at: held for now. Returns those that must go for it.
    pub(super) fn visit(&mut self, id: ArticleId, bytes: u64) -> Vec<ArticleId> {
        self.visited.retain(|(other, _)| *other != id);
        self.visited.push_back((id, bytes));
        let mut out = Vec::new();
        let large = |visited: &VecDeque<(ArticleId, u64)>| visited.iter().map(|(_, bytes)| bytes).sum::<u64>() > ROOM;
        while self.visited.len() > 1 && (self.visited.len() > VISITED || large(&self.visited)) {
            out.extend(self.visited.pop_front().map(|(id, _)| id));
        }
        out
    }

    /// True when it is held only because it was looked at.
    #[cfg(test)]
    pub(super) fn is_visit(&self, id: ArticleId) -> bool {
        self.visited.iter().any(|(other, _)| *other == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_is_held_until_others_were() {
        let mut texts = Texts::new(10);
        assert!(texts.admit(6) && !texts.admit(6) && texts.admit(4));
        assert!((0..VISITED as u32).all(|n| texts.visit(ArticleId(n), 1).is_empty()));
        assert!(texts.visit(ArticleId(0), 1).is_empty(), "looked at again");
        assert_eq!(texts.visit(ArticleId(99), 1), [ArticleId(1)]);
        assert_eq!(texts.visit(ArticleId(98), ROOM).len(), VISITED, "a large one needs the room of all");
        texts.release(ArticleId(77), 6);
        assert!(texts.admit(6));
    }
}
