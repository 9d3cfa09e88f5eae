//! Which parts of two sequences are the same: Myers, "An O(ND) difference algorithm and its variations" (1986), from the crate
//! `similar`, with a limit on the time for sequences that have nothing in common.

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// After this, what is left is told as other: right, and longer than it need be.
const PATIENCE: Duration = Duration::from_millis(300);

/// A stretch of both sequences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The same in both.
    Same {
        /// Where in the first.
        left: Range<usize>,
        /// Where in the second, as long.
        right: Range<usize>,
    },
    /// Not the same; one of the two may be empty.
    Other {
        /// Where in the first.
        left: Range<usize>,
        /// Where in the second.
        right: Range<usize>,
    },
}

/// From the one to the other. The steps go through both from end to end, in turns.
#[must_use]
pub fn steps(left: &[u32], right: &[u32]) -> Vec<Step> {
    let found = capture_diff_slices_deadline(Algorithm::Myers, left, right, Some(Instant::now() + PATIENCE));
    let same = found.iter().filter(|step| matches!(step, DiffOp::Equal { .. }));
    // Only what is the same is asked of it: the rest is what lies between.
    let end = (left.len()..left.len(), right.len()..right.len());
    let same = same.map(|step| (step.old_range(), step.new_range())).chain([end]);
    let (mut steps, mut at) = (Vec::new(), (0, 0));
    for (left, right) in same {
        let (l, r) = (at.0..left.start, at.1..right.start);
        at = (left.end, right.end);
        if !l.is_empty() || !r.is_empty() {
            steps.push(Step::Other { left: l, right: r });
        }
        match steps.last_mut() {
            _ if left.is_empty() => {}
            Some(Step::Same { left: l, right: r }) => (l.end, r.end) = (left.end, right.end),
            _ => steps.push(Step::Same { left, right }),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn steps_go_through_both(left in prop::collection::vec(0u32..4, 0..20), right in prop::collection::vec(0u32..4, 0..20)) {
            let (mut a, mut b, mut last) = (0, 0, None);
            for step in steps(&left, &right) {
                let (same, l, r) = match step {
                    Step::Same { left, right } => (true, left, right),
                    Step::Other { left, right } => (false, left, right),
                };
                prop_assert!(last != Some(same) && (l.start, r.start) == (a, b));
                prop_assert!(!same || left[l.clone()] == right[r.clone()]);
                (a, b, last) = (l.end, r.end, Some(same));
            }
            prop_assert_eq!((a, b), (left.len(), right.len()));
        }
    }
}
