//! The linear chain: best path (Viterbi) and marginals (forward-backward), after Lafferty, `McCallum` and Pereira,
//! "Conditional Random Fields" (2001).

use super::label::{LABELS, Label};

/// Scores of the labels of one word.
pub type Scores = [f32; LABELS];

/// Scores of one label behind another: `[before][behind]`. What may not follow has [`FORBIDDEN`].
pub type Transitions = [[f32; LABELS]; LABELS];

/// The score of what may not be.
pub const FORBIDDEN: f32 = -1e9;

/// The most probable labels of a stretch. The first may not be inside a name.
#[must_use]
pub fn best(words: &[Scores], transitions: &Transitions) -> Vec<Label> {
    let Some(first) = words.first() else { return Vec::new() };
    let mut score = *first;
    for (label, s) in score.iter_mut().enumerate() {
        if !starts(label) {
            *s = FORBIDDEN;
        }
    }
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(words.len());
    for word in &words[1..] {
        let mut next = [FORBIDDEN; LABELS];
        let mut from = [0u8; LABELS];
        for (behind, (out, origin)) in next.iter_mut().zip(&mut from).enumerate() {
            let mut top = f32::NEG_INFINITY;
            for (before, s) in score.iter().enumerate() {
                let total = s + transitions[before][behind];
                if total > top {
                    (top, *origin) = (total, before as u8);
                }
            }
            *out = top + word[behind];
        }
        score = next;
        back.push(from);
    }
    let mut label = (0..LABELS).max_by(|&a, &b| score[a].total_cmp(&score[b])).unwrap_or(0) as u8;
    let mut path = vec![Label(label)];
    for from in back.iter().rev() {
        label = from[usize::from(label)];
        path.push(Label(label));
    }
    path.reverse();
    path
}

fn starts(label: usize) -> bool {
    Label::OUTSIDE.may_precede(Label(label as u8))
}

/// Probabilities of the labels of a stretch.
#[derive(Debug, Clone, Default)]
pub struct Marginals {
    /// For each word the probability of each label.
    pub words: Vec<Scores>,
    /// Expected counts of each label behind another, over the stretch.
    pub pairs: [[f32; LABELS]; LABELS],
    /// Logarithm of the sum over all paths.
    pub log_sum: f32,
}

/// The probabilities of every label of every word.
#[must_use]
pub fn marginals(words: &[Scores], transitions: &Transitions) -> Marginals {
    let count = words.len();
    if count == 0 {
        return Marginals::default();
    }
    let mut forward = vec![[0f32; LABELS]; count];
    let mut scales = vec![0f32; count];
    let expo = |scores: &Scores| {
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        (scores.map(|s| (s - top).exp()), top)
    };
    let weights = transitions.map(|row| row.map(f32::exp));
    let mut log_sum = 0f64;
    let emissions: Vec<(Scores, f32)> = words.iter().map(expo).collect();
    for i in 0..count {
        let (emission, top) = emissions[i];
        for behind in 0..LABELS {
            let reach: f32 = if i == 0 {
                f32::from(u8::from(starts(behind)))
            } else {
                (0..LABELS).map(|before| forward[i - 1][before] * weights[before][behind]).sum()
            };
            forward[i][behind] = reach * emission[behind];
        }
        let sum = forward[i].iter().sum::<f32>().max(f32::MIN_POSITIVE);
        forward[i].iter_mut().for_each(|f| *f /= sum);
        scales[i] = sum;
        log_sum += f64::from(sum.ln()) + f64::from(top);
    }
    let mut out =
        Marginals { words: vec![[0f32; LABELS]; count], pairs: [[0f32; LABELS]; LABELS], log_sum: log_sum as f32 };
    let mut backward = [1f32; LABELS];
    for i in (0..count).rev() {
        for label in 0..LABELS {
            out.words[i][label] = forward[i][label] * backward[label];
        }
        if i == 0 {
            break;
        }
        let mut next = [0f32; LABELS];
        for before in 0..LABELS {
            for behind in 0..LABELS {
                let flow = weights[before][behind] * emissions[i].0[behind] * backward[behind] / scales[i];
                next[before] += flow;
                out.pairs[before][behind] += forward[i - 1][before] * flow;
            }
        }
        backward = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allowed() -> Transitions {
        std::array::from_fn(|before| {
            std::array::from_fn(|behind| {
                let fits = Label(before as u8).may_precede(Label(behind as u8));
                if fits { 0.1 * before as f32 - 0.05 * behind as f32 } else { FORBIDDEN }
            })
        })
    }

    /// Every path of two words with its score.
    fn paths(words: &[Scores; 2], transitions: &Transitions) -> Vec<([usize; 2], f32)> {
        let all = (0..LABELS).flat_map(|a| (0..LABELS).map(move |b| [a, b]));
        all.filter(|path| starts(path[0]))
            .map(|path| (path, words[0][path[0]] + transitions[path[0]][path[1]] + words[1][path[1]]))
            .collect()
    }

    proptest! {
        #[test]
        fn paths_and_chances_are_those_of_counting_them_all(scores in prop::array::uniform18(-3.0f32..3.0)) {
            let words: [Scores; 2] = [std::array::from_fn(|i| scores[i]), std::array::from_fn(|i| scores[LABELS + i])];
            let transitions = allowed();
            let paths = paths(&words, &transitions);
            let top = paths.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let found: Vec<usize> = best(&words, &transitions).iter().map(|label| label.index()).collect();
            prop_assert_eq!(found.as_slice(), top.0.as_slice());
            let sum: f32 = paths.iter().map(|path| path.1.exp()).sum();
            let chances = marginals(&words, &transitions);
            prop_assert!((chances.log_sum - sum.ln()).abs() < 1e-3);
            for label in 0..LABELS {
                let share: f32 = paths.iter().filter(|p| p.0[1] == label).map(|p| p.1.exp()).sum::<f32>() / sum;
                prop_assert!((chances.words[1][label] - share).abs() < 1e-3);
            }
        }
    }
}
