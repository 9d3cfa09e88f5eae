//! Learning the weights: stochastic gradient ascent on the conditional likelihood, with a step of its own for each
//! weight (`AdaGrad`: Duchi, Hazan and Singer, 2011), the average of the last rounds as the result, rounded to bytes.

use std::collections::HashMap;

use kiosque::names::tagger::label::{LABELS, Label};
use kiosque::names::tagger::lattice::{FORBIDDEN, Scores, Transitions, marginals};
use kiosque::names::tagger::model::{Model, Row, fingerprint};
use kiosque::names::tagger::sense::Sense;

use crate::corpus::Example;

/// What steers the learning.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Rounds over all examples.
    pub epochs: usize,
    /// Length of a step.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
    /// Features seen less often are left out.
    pub rare: u32,
    /// Share of the features of a word that each step goes without, so that no word is known by its letters alone.
    pub dropout: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 12, rate: 0.15, decay: 0.003, rare: 4, dropout: 0.25 }
    }
}

/// A stretch: for each word its features' numbers, and its labels.
struct Sequence {
    features: Vec<Vec<u32>>,
    labels: Vec<Label>,
}

/// Parts that take turns in being looked at by a chain that was not taught them.
const FOLDS: usize = 5;

/// Learns from examples; the bytes of a model.
pub fn learn(examples: &[Example], settings: &Settings) -> Vec<u8> {
    let numbers = Numbers::new(examples, settings.rare, |_, _, _| {});
    let articles: Vec<Vec<Sequence>> = examples.iter().map(|e| numbers.sequences(e, |_, _| {})).collect();
    eprintln!("{} features", numbers.prints.len());
    let senses: Vec<Sense> = {
        let mut senses: Vec<Option<Sense>> = examples.iter().map(|_| None).collect();
        for fold in 0..FOLDS {
            let taught = articles.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).flat_map(|(_, a)| a);
            let chain = Chain::learn(numbers.prints.len(), &taught.collect::<Vec<_>>(), settings);
            for n in (fold..examples.len()).step_by(FOLDS) {
                senses[n] = Some(chain.sense(&examples[n], &articles[n]));
            }
        }
        senses.into_iter().flatten().collect()
    };
    let first = Chain::learn(numbers.prints.len(), &articles.iter().flatten().collect::<Vec<_>>(), settings);
    drop(articles);
    let wider = Numbers::new(examples, settings.rare, |n, i, out| senses[n].features(&examples[n].view, i, out));
    let articles: Vec<Vec<Sequence>> = examples
        .iter()
        .zip(&senses)
        .map(|(e, sense)| wider.sequences(e, |i, out| sense.features(&e.view, i, out)))
        .collect();
    let second = Chain::learn(wider.prints.len(), &articles.iter().flatten().collect::<Vec<_>>(), settings);
    write(&numbers, &first, &wider, &second)
}

/// The features that are not rare, each with a number, in the order of their fingerprints.
struct Numbers {
    prints: Vec<u32>,
    numbers: HashMap<u32, u32>,
}

impl Numbers {
    /// Counts the features of all examples, those that `more` adds for word `i` of example `n` included.
    fn new(examples: &[Example], rare: u32, more: impl Fn(usize, usize, &mut Vec<u64>)) -> Self {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        let mut buffer = Vec::new();
        for (n, example) in examples.iter().enumerate() {
            for i in example.view.stretches().into_iter().flatten() {
                buffer.clear();
                example.view.features(i, &mut buffer);
                more(n, i, &mut buffer);
                for &feature in &buffer {
                    *counts.entry(fingerprint(feature)).or_default() += 1;
                }
            }
        }
        let mut prints: Vec<u32> = counts.iter().filter(|(_, n)| **n >= rare).map(|(print, _)| *print).collect();
        prints.sort_unstable();
        let numbers = prints.iter().enumerate().map(|(n, &print)| (print, n as u32)).collect();
        Self { prints, numbers }
    }

    fn sequences(&self, example: &Example, more: impl Fn(usize, &mut Vec<u64>)) -> Vec<Sequence> {
        let mut buffer = Vec::new();
        let stretches = example.view.stretches().into_iter();
        stretches
            .map(|stretch| {
                let mut labels = example.labels[stretch.clone()].to_vec();
                // A name that the stretch cuts begins here, as far as the chain can know.
                if let Some(class) = labels.first().filter(|label| !label.is_begin()).and_then(|label| label.class()) {
                    labels[0] = Label::begin(class);
                }
                let features = stretch
                    .map(|i| {
                        buffer.clear();
                        example.view.features(i, &mut buffer);
                        more(i, &mut buffer);
                        buffer.iter().filter_map(|&f| self.numbers.get(&fingerprint(f)).copied()).collect()
                    })
                    .collect();
                Sequence { features, labels }
            })
            .collect()
    }
}

/// A chain that has learnt: average weights of the features by number, and of the transitions.
struct Chain {
    weights: Vec<[f32; LABELS]>,
    transitions: Transitions,
}

impl Chain {
    fn learn(features: usize, sequences: &[&Sequence], settings: &Settings) -> Self {
        let mut learner = Learner::new(features, settings);
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        let mut likelihood = 0.0;
        for epoch in 0..settings.epochs {
            shuffle(&mut order, &mut random);
            likelihood = order.iter().map(|&i| learner.step(sequences[i])).sum();
            if epoch >= settings.epochs / 2 {
                learner.remember();
            }
        }
        eprintln!("a chain of {} stretches: log-likelihood {likelihood:.0}", sequences.len());
        learner.average()
    }

    /// What this chain makes of an article.
    fn sense(&self, example: &Example, sequences: &[Sequence]) -> Sense {
        let mut chances = vec![Sense::OUTSIDE; example.words()];
        for (stretch, sequence) in example.view.stretches().into_iter().zip(sequences) {
            let scores: Vec<Scores> = sequence.features.iter().map(|f| score(&self.weights, f)).collect();
            chances[stretch].copy_from_slice(&marginals(&scores, &self.transitions).words);
        }
        Sense::new(&example.view, chances)
    }

    /// The largest weight, and what one step of a byte stands for.
    fn scale(&self) -> f32 {
        let top = self.weights.iter().flatten().fold(0f32, |top, w| top.max(w.abs()));
        (top / 127.0).max(1e-6)
    }
}

fn score(weights: &[[f32; LABELS]], features: &[u32]) -> Scores {
    let mut score = [0.0; LABELS];
    for &feature in features {
        for (s, w) in score.iter_mut().zip(weights[feature as usize]) {
            *s += w;
        }
    }
    score
}

/// Both chains as the bytes of a model. The second knows all features of the first.
fn write(numbers: &Numbers, first: &Chain, wider: &Numbers, second: &Chain) -> Vec<u8> {
    let scales = [first.scale(), second.scale()];
    let rows = wider.prints.iter().zip(&second.weights).map(|(print, weights)| {
        let mut row: Row = [0; 2 * LABELS];
        if let Some(&n) = numbers.numbers.get(print) {
            for (out, w) in row.iter_mut().zip(first.weights[n as usize]) {
                *out = (w / scales[0]).round() as i8;
            }
        }
        for (out, w) in row[LABELS..].iter_mut().zip(weights) {
            *out = (w / scales[1]).round() as i8;
        }
        (*print, row)
    });
    let kept: Vec<(u32, Row)> = rows.filter(|(_, row)| row.iter().any(|w| *w != 0)).collect();
    eprintln!("{} features kept", kept.len());
    Model::write(&kept, scales, &[first.transitions, second.transitions])
}

fn shuffle(order: &mut [usize], random: &mut u64) {
    for i in (1..order.len()).rev() {
        order.swap(i, (next(random) % (i as u64 + 1)) as usize);
    }
}

/// The next of a fixed sequence of numbers (xorshift).
fn next(random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    *random >> 8
}

struct Learner {
    weights: Vec<[f32; LABELS]>,
    squares: Vec<[f32; LABELS]>,
    sums: Vec<[f32; LABELS]>,
    transitions: Transitions,
    transition_squares: Transitions,
    transition_sums: Transitions,
    remembered: usize,
    rate: f32,
    decay: f32,
    dropout: u64,
    random: u64,
}

impl Learner {
    fn new(features: usize, settings: &Settings) -> Self {
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (before, row) in transitions.iter_mut().enumerate() {
            for (behind, score) in row.iter_mut().enumerate() {
                if !Label(before as u8).may_precede(Label(behind as u8)) {
                    *score = FORBIDDEN;
                }
            }
        }
        Self {
            weights: vec![[0.0; LABELS]; features],
            squares: vec![[1e-6; LABELS]; features],
            sums: vec![[0.0; LABELS]; features],
            transitions,
            transition_squares: [[1e-6; LABELS]; LABELS],
            transition_sums: [[0.0; LABELS]; LABELS],
            remembered: 0,
            rate: settings.rate,
            decay: settings.decay,
            dropout: (f64::from(settings.dropout) * 65536.0) as u64,
            random: 0x9E37_79B9_7F4A_7C15,
        }
    }

    /// Learns from one stretch; its log-likelihood before.
    fn step(&mut self, sequence: &Sequence) -> f64 {
        let kept: Vec<Vec<u32>> = sequence.features.iter().map(|features| self.thin(features)).collect();
        let scores: Vec<Scores> = kept.iter().map(|features| score(&self.weights, features)).collect();
        let expected = marginals(&scores, &self.transitions);
        let mut likelihood = -f64::from(expected.log_sum);
        let mut before: Option<Label> = None;
        for ((features, &label), (score, chances)) in
            kept.iter().zip(&sequence.labels).zip(scores.iter().zip(&expected.words))
        {
            likelihood += f64::from(score[label.index()]);
            if let Some(before) = before {
                likelihood += f64::from(self.transitions[before.index()][label.index()]);
            }
            before = Some(label);
            let mut gradient = chances.map(|p| -p);
            gradient[label.index()] += 1.0;
            if gradient.iter().all(|g| g.abs() < 1e-4) {
                continue;
            }
            for &feature in features {
                let feature = feature as usize;
                climb(&mut self.weights[feature], &mut self.squares[feature], &gradient, self.rate, self.decay);
            }
        }
        self.climb_transitions(sequence, &expected.pairs);
        likelihood
    }

    /// The features that are not dropped this time.
    fn thin(&mut self, features: &[u32]) -> Vec<u32> {
        features.iter().copied().filter(|_| next(&mut self.random) % 65536 >= self.dropout).collect()
    }

    fn climb_transitions(&mut self, sequence: &Sequence, expected: &Transitions) {
        let mut gradient = expected.map(|row| row.map(|p| -p));
        for pair in sequence.labels.windows(2) {
            gradient[pair[0].index()][pair[1].index()] += 1.0;
        }
        for (before, row) in gradient.iter_mut().enumerate() {
            for (behind, g) in row.iter_mut().enumerate() {
                if self.transitions[before][behind] <= FORBIDDEN / 2.0 {
                    *g = 0.0;
                }
            }
            climb(&mut self.transitions[before], &mut self.transition_squares[before], row, self.rate, 0.0);
        }
    }

    /// Adds the weights of now to the average.
    fn remember(&mut self) {
        self.remembered += 1;
        for (sum, weight) in self.sums.iter_mut().zip(&self.weights) {
            add(sum, weight);
        }
        for (sum, weight) in self.transition_sums.iter_mut().zip(&self.transitions) {
            add(sum, weight);
        }
    }

    fn average(self) -> Chain {
        let share = 1.0 / self.remembered.max(1) as f32;
        Chain {
            weights: self.sums.into_iter().map(|row| row.map(|w| w * share)).collect(),
            transitions: self.transition_sums.map(|row| row.map(|w| w * share)),
        }
    }
}

fn add(sum: &mut [f32; LABELS], weight: &[f32; LABELS]) {
    for (s, w) in sum.iter_mut().zip(weight) {
        *s += w;
    }
}

fn climb(weights: &mut [f32; LABELS], squares: &mut [f32; LABELS], gradient: &[f32; LABELS], rate: f32, decay: f32) {
    for ((w, s), g) in weights.iter_mut().zip(squares).zip(gradient) {
        if *g == 0.0 {
            continue;
        }
        let g = g - decay * *w;
        *s += g * g;
        *w += rate * g / s.sqrt();
    }
}
