//! A headline in capitals, read in the light of its article: `KIM JONG UN REÇU À MOSCOU` says nothing by its capitals, and
//! `UN` is an article too, but the text below names Kim Jong Un in full.

use std::collections::HashMap;

use super::agree::Tagged;
use super::features::View;
use crate::names::Kind;
use crate::names::tokens::Shape;

/// `tagged`, with the names of several words that the article writes in ordinary letters found in its capitals too, in the
/// place of whatever the chain made of those words.
#[must_use]
pub fn headline(view: &View, tagged: Vec<Tagged>) -> Vec<Tagged> {
    let words = view.words();
    let shouted = |i: usize| words.weak(i) && matches!(words.shape(i), Shape::Upper | Shape::Initial);
    if !(0..view.len()).any(shouted) {
        return tagged;
    }
    let mut known: HashMap<String, Kind> = HashMap::new();
    for name in tagged.iter().filter(|name| name.words.len() > 1 && !name.words.clone().any(shouted)) {
        known.entry(view.spelling(&name.words)).or_insert(name.kind);
    }
    let mut found: Vec<Tagged> = Vec::new();
    let mut i = 0;
    while i < view.len() {
        if let Some((end, kind)) = shouted(i).then(|| longest(view, i, &known, shouted)).flatten() {
            found.push(Tagged { words: i..end, kind, share: 1.0 });
            i = end;
        } else {
            i += 1;
        }
    }
    let overlaps = |name: &Tagged| {
        let next = found.partition_point(|other| other.words.end <= name.words.start);
        found.get(next).is_some_and(|other| other.words.start < name.words.end)
    };
    let mut out: Vec<Tagged> = tagged.into_iter().filter(|name| !overlaps(name)).collect();
    out.append(&mut found);
    out.sort_by_key(|name| name.words.start);
    out
}

/// The longest of `names` that the capitals from word `from` on spell: where it ends, and its kind.
fn longest(
    view: &View,
    from: usize,
    names: &HashMap<String, Kind>,
    shouted: impl Fn(usize) -> bool,
) -> Option<(usize, Kind)> {
    let (mut best, mut read) = (None, String::new());
    for i in (from..view.len()).take(LONGEST) {
        if !shouted(i) || i > from && !view.words().joined(i) {
            break;
        }
        if i > from {
            read.push(' ');
        }
        read.push_str(view.words().key(i));
        best = names.get(&read).map(|&kind| (i + 1, kind)).or(best);
    }
    best
}

/// Longer names, in words, are not looked for.
const LONGEST: usize = 8;
