//! The order of all sources, those without articles too: a new one may stand behind a picture.

use std::collections::{HashMap, HashSet};

use super::sources::SourceNo;

/// New sources by the one that they stand behind; `None` is the start. Of several behind the same, the one told last
/// stands next to it.
pub(super) type Behind = HashMap<Option<SourceNo>, Vec<SourceNo>>;

/// The sources in the order in which a scan finds them.
#[derive(Debug, Default)]
pub(super) struct Line(Vec<SourceNo>);

impl Line {
    pub(super) fn push(&mut self, no: SourceNo) {
        self.0.push(no);
    }

    pub(super) fn last(&self) -> Option<SourceNo> {
        self.0.last().copied()
    }

    pub(super) fn all(&self) -> &[SourceNo] {
        &self.0
    }

    /// The sources before one, the nearest first.
    pub(super) fn before(&self, no: SourceNo) -> impl Iterator<Item = SourceNo> {
        let at = self.0.iter().position(|&other| other == no).unwrap_or(0);
        self.0[..at].iter().rev().copied()
    }

    /// Takes in many in one pass.
    pub(super) fn insert(&mut self, mut new: Behind) {
        let old = std::mem::take(&mut self.0);
        self.0.reserve(old.len() + new.len());
        self.put_behind(None, &mut new);
        for no in old {
            self.0.push(no);
            self.put_behind(Some(no), &mut new);
        }
        // What stands behind something that was never told of.
        let mut unknown: Vec<Option<SourceNo>> = new.keys().copied().collect();
        unknown.sort_unstable();
        for behind in unknown {
            self.put_behind(behind, &mut new);
        }
    }

    fn put_behind(&mut self, no: Option<SourceNo>, new: &mut Behind) {
        // New ones may stand behind new ones.
        let mut open = new.remove(&no).unwrap_or_default();
        while let Some(no) = open.pop() {
            self.0.push(no);
            open.extend(new.remove(&Some(no)).unwrap_or_default());
        }
    }

    pub(super) fn remove(&mut self, gone: &HashSet<SourceNo>) {
        self.0.retain(|no| !gone.contains(no));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ones_stand_behind_old_and_new_ones() {
        let mut line = Line::default();
        (0..3).for_each(|no| line.push(SourceNo(no)));
        let new = [(Some(1), 3), (Some(3), 4), (None, 5), (Some(2), 6), (Some(1), 7), (Some(99), 8)];
        let mut behind = Behind::new();
        for (at, no) in new {
            behind.entry(at.map(SourceNo)).or_default().push(SourceNo(no));
        }
        line.insert(behind);
        let numbers = |line: &Line| line.all().iter().map(|no| no.0).collect::<Vec<_>>();
        assert_eq!(numbers(&line), [5, 0, 1, 7, 3, 4, 2, 6, 8]);
        assert_eq!(line.before(SourceNo(7)).map(|no| no.0).collect::<Vec<_>>(), [1, 0, 5]);
        line.remove(&HashSet::from([SourceNo(1), SourceNo(8)]));
        assert_eq!(numbers(&line), [5, 0, 7, 3, 4, 2, 6]);
    }
}
