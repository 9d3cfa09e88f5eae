//! The sense of the whole article: what a first look made of a word here and elsewhere, as evidence for the second.
//!
//! Stacking after Wolpert, "Stacked Generalization" (1992): the second chain sees the first one's probabilities. A word's
//! other occurrences speak with their mean, so that one strange reading of many stays one of many; the occurrence itself
//! is left out of it.

use super::features::{View, mix};
use super::label::{LABELS, Label};
use super::lattice::Scores;

/// Outside, person, organisation, place, other.
const CLASSES: usize = 5;

/// What the first look says.
pub struct Sense {
    /// For each word the probabilities of its labels.
    words: Vec<Scores>,
    /// For each form of the view the sums over its capitalised occurrences, and their number.
    forms: Vec<([f32; CLASSES], u32)>,
}

fn classes(scores: &Scores) -> [f32; CLASSES] {
    std::array::from_fn(|c| if c == 0 { scores[0] } else { scores[2 * c - 1] + scores[2 * c] })
}

fn best<const N: usize>(shares: &[f32; N]) -> usize {
    (0..N).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0)
}

/// A probability in five steps.
fn step(share: f32) -> u64 {
    [0.4, 0.6, 0.8, 0.95].iter().filter(|&&edge| share > edge).count() as u64
}

impl Sense {
    /// The label probabilities of a word far from any capital.
    pub const OUTSIDE: Scores = {
        let mut scores = [0.0; LABELS];
        scores[0] = 1.0;
        scores
    };

    /// Gathers the probabilities of all words of an article.
    #[must_use]
    pub fn new(view: &View, words: Vec<Scores>) -> Self {
        let mut forms = vec![([0.0; CLASSES], 0); view.forms()];
        for (i, scores) in words.iter().enumerate() {
            if view.is_capital(i) {
                let (sums, count) = &mut forms[view.form_of(i)];
                for (sum, share) in sums.iter_mut().zip(classes(scores)) {
                    *sum += share;
                }
                *count += 1;
            }
        }
        Self { words, forms }
    }

    /// Appends the features of word `i` for the second look to `out`.
    pub fn features(&self, view: &View, i: usize, out: &mut Vec<u64>) {
        let mut template = 1000;
        let mut add = |value: u64| {
            template += 1;
            out.push(mix(template, value));
        };
        let label = |at: usize| self.words.get(at).map_or(LABELS, best) as u64;
        let own = label(i);
        let sure = step(self.words[i][own as usize]);
        add(own * 8 + sure);
        let (before, behind) = (label(i.wrapping_sub(1)), label(i + 1));
        add(before);
        add(behind);
        add((before * 16 + own) * 16 + behind);
        let others = self.others(view, i);
        add(others);
        add(mix(others, own * 8 + sure));
        add(mix(others, view.look(i)));
        let (first, last) = view.run(i);
        let (head, tail) = (self.others(view, first), self.others(view, last));
        add(mix(head, (i - first).min(3) as u64));
        add(mix(tail, (last - i).min(3) as u64));
        add(mix(mix(head, tail), own));
    }

    /// What the other occurrences of a word are, how surely, and how many there are.
    fn others(&self, view: &View, i: usize) -> u64 {
        let (mut sums, mut count) = self.forms[view.form_of(i)];
        if view.is_capital(i) {
            for (sum, share) in sums.iter_mut().zip(classes(&self.words[i])) {
                *sum -= share;
            }
            count -= 1;
        }
        if count == 0 {
            return 0;
        }
        let top = best(&sums);
        1 + (top as u64 * 8 + step(sums[top] / count as f32)) * 4 + u64::from(count.min(3))
    }

    /// The probability of a label, by the first look.
    #[must_use]
    pub fn share(&self, i: usize, label: Label) -> f32 {
        self.words[i][label.index()]
    }
}
