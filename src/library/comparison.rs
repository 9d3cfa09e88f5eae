//! Two articles sentence by sentence: what both have, what only one has, and where they differ by some words.
//!
//! The order of the sentences is found by [`crate::text::diff`], and what it has left is looked at again: a sentence that
//! stands elsewhere in the other article is not missing there, and two that share most of their words are one, changed.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::{Article, BlockKind, Span};
use crate::names::sentences::sentences_in;
use crate::text::diff::{self, Step};
use crate::text::fold::fold;

/// Bytes of an article that are compared: more than anybody reads beside something else.
pub const MOST_BYTES: usize = 1 << 20;

/// Of two sentences at the same place, so many of the words are the same when one is the other, changed.
const CHANGED: f64 = 0.5;

/// Words looked at to find sentences that changed, in all pairs of sentences together that stand between two that both
/// articles have. Where more are left, the articles have nothing to do with each other.
const MOST_WORDS: usize = 8_000_000;

/// A sentence, or two that stand beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Both say this, but for case, accents and marks.
    Both(Span, Span),
    /// Both say nearly this; behind it, the words that differ.
    Changed([(Span, Vec<Span>); 2]),
    /// Only one says this: the first, or the second.
    Only(Side, Span),
    /// Both say this, the other one elsewhere.
    Elsewhere(Side, Span),
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Left,
    /// The second.
    Right,
}

/// What two articles have in common and what not, in the order of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The sentences.
    pub pieces: Vec<Piece>,
    /// True when an article is longer than what was compared of it.
    pub cut: bool,
}

/// A sentence and what tells it from others.
struct Sentence {
    span: Span,
    key: u32,
    words: Vec<(Span, u32)>,
    /// The words in the order of their numbers.
    sorted: Vec<u32>,
}

/// Compares what is read of two articles. Takes time that grows with the product of what differs, within bounds: not for the
/// thread of the screen.
#[must_use]
pub fn compare(left: &Article, right: &Article) -> Comparison {
    let mut keys = Keys::default();
    let (a, cut_a) = keys.sentences(left);
    let (b, cut_b) = keys.sentences(right);
    let of = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.key).collect::<Vec<_>>();
    let (keys_a, keys_b) = (of(&a), of(&b));
    let there = |keys: &[u32]| keys.iter().copied().collect::<HashSet<_>>();
    let both = &there(&keys_a) & &there(&keys_b);
    let (mut pieces, mut budget) = (Vec::new(), MOST_WORDS);
    for step in diff::steps(&keys_a, &keys_b) {
        match step {
            Step::Same { left, right } => {
                pieces.extend(left.zip(right).map(|(i, j)| Piece::Both(a[i].span, b[j].span)));
            }
            Step::Other { left, right } => other(&a[left], &b[right], &both, &mut budget, &mut pieces),
        }
    }
    Comparison { pieces, cut: cut_a || cut_b }
}

/// Takes in a stretch in which no sentence stands beside itself.
fn other(left: &[Sentence], right: &[Sentence], both: &HashSet<u32>, budget: &mut usize, pieces: &mut Vec<Piece>) {
    let own = |side, sentence: &Sentence| {
        let piece = if both.contains(&sentence.key) { Piece::Elsewhere } else { Piece::Only };
        piece(side, sentence.span)
    };
    let (mut i, mut j) = (0, 0);
    for (a, b) in changed(left, right, both, budget).into_iter().chain([(left.len(), right.len())]) {
        pieces.extend(left[i..a].iter().map(|sentence| own(Side::Left, sentence)));
        pieces.extend(right[j..b].iter().map(|sentence| own(Side::Right, sentence)));
        if let (Some(one), Some(two)) = (left.get(a), right.get(b)) {
            pieces.push(changed_words(one, two));
        }
        (i, j) = (a + 1, b + 1);
    }
}

/// The pairs of sentences that are the same but for some words, ascending on both sides: those that have most in common
/// altogether.
fn changed(left: &[Sentence], right: &[Sentence], both: &HashSet<u32>, budget: &mut usize) -> Vec<(usize, usize)> {
    let (rows, columns) = (left.len(), right.len());
    let words = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.words.len() + 1).sum::<usize>();
    let Some(rest) = budget.checked_sub(rows * words(right) + columns * words(left)) else { return Vec::new() };
    *budget = rest;
    let score = |i: usize, j: usize| {
        let there = both.contains(&left[i].key) || both.contains(&right[j].key);
        let alike = if there { 0.0 } else { alike(&left[i], &right[j]) };
        if alike >= CHANGED { alike } else { 0.0 }
    };
    // The best sum from each pair on.
    let mut best = vec![0.0f64; (rows + 1) * (columns + 1)];
    let at = |i: usize, j: usize| i * (columns + 1) + j;
    let mut scores = vec![0.0; rows * columns];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            scores[i * columns + j] = score(i, j);
            let with = scores[i * columns + j] + best[at(i + 1, j + 1)];
            best[at(i, j)] = with.max(best[at(i + 1, j)]).max(best[at(i, j + 1)]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < rows && j < columns {
        let score = scores[i * columns + j];
        if score > 0.0 && best[at(i, j)] <= score + best[at(i + 1, j + 1)] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at(i + 1, j)] >= best[at(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The share of words that two sentences have in common, in whatever order.
fn alike(a: &Sentence, b: &Sentence) -> f64 {
    let (left, right) = (&a.sorted, &b.sorted);
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while let (Some(one), Some(other)) = (left.get(i), right.get(j)) {
        shared += usize::from(one == other);
        (i, j) = (i + usize::from(one <= other), j + usize::from(other <= one));
    }
    2.0 * shared as f64 / (left.len() + right.len()).max(1) as f64
}

fn changed_words(a: &Sentence, b: &Sentence) -> Piece {
    let keys = |sentence: &Sentence| sentence.words.iter().map(|&(_, key)| key).collect::<Vec<_>>();
    let mut found = [(a.span, Vec::new()), (b.span, Vec::new())];
    for step in diff::steps(&keys(a), &keys(b)) {
        if let Step::Other { left, right } = step {
            for ((_, spans), (words, range)) in found.iter_mut().zip([(&a.words, left), (&b.words, right)]) {
                spans.extend(stretch(&words[range]));
            }
        }
    }
    Piece::Changed(found)
}

/// From the first of some words to the last.
fn stretch(words: &[(Span, u32)]) -> Option<Span> {
    let ((first, _), (last, _)) = words.first().zip(words.last())?;
    Some(Span::new(first.start(), last.end()))
}

/// Numbers for what reads the same.
#[derive(Default)]
struct Keys(HashMap<String, u32>);

impl Keys {
    fn key(&mut self, text: &str) -> u32 {
        let mut folded = fold(text);
        folded.retain(char::is_alphanumeric);
        let next = self.0.len() as u32;
        *self.0.entry(folded).or_insert(next)
    }

    /// The sentences of an article as it is read, and whether that is not all.
    fn sentences(&mut self, article: &Article) -> (Vec<Sentence>, bool) {
        let text = article.text();
        let mut out = Vec::new();
        for block in article.visible_blocks() {
            let whole = block.span.end() <= MOST_BYTES;
            let end = if whole { block.span.end() } else { text.floor_char_boundary(MOST_BYTES) };
            if block.span.start() < end {
                let within = Span::new(block.span.start(), end);
                let spans = if block.kind == BlockKind::Title { vec![within] } else { sentences_in(text, within) };
                out.extend(spans.into_iter().map(|span| self.sentence(text, span)));
            }
            if !whole {
                return (out, true);
            }
        }
        (out, false)
    }

    fn sentence(&mut self, text: &str, span: Span) -> Sentence {
        let words = words(text, span.range()).map(|range| (Span::new(range.start, range.end), self.key(&text[range])));
        let words: Vec<(Span, u32)> = words.collect();
        let mut sorted: Vec<u32> = words.iter().map(|&(_, key)| key).collect();
        sorted.sort_unstable();
        Sentence { span, key: self.key(span.of(text)), words, sorted }
    }
}

/// What stands between white space.
fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let from = text.as_ptr() as usize;
    text[range].split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - from;
        start..start + word.len()
    })
}

#[cfg(test)]
mod tests;
