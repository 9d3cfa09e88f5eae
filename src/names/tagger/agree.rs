//! What the chain leaves open, settled over the whole article: one name has one kind, and a hyphen may join two people.
//!
//! The chain judges each occurrence by itself; a country that acts (`la Russie a nié`) comes out as an organisation now and
//! then. Here all occurrences of one spelling vote, weighed by how sure the chain was, and the lists have a say about
//! countries. Only organisations and places are levelled so: a person may well have the name of a town.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::features::View;
use crate::document::Span;
use crate::names::lexicon::{Cue, Lexicon, key};
use crate::names::spelling::facts;
use crate::names::{Found, Kind};

/// A name as the chain found it.
#[derive(Debug, Clone)]
pub struct Tagged {
    /// Its words.
    pub words: Range<usize>,
    /// Its kind.
    pub kind: Kind,
    /// How sure the chain is of the kind, 0 to 1.
    pub share: f32,
}

/// The names of an article after the vote, hyphenated pairs taken apart.
#[must_use]
pub fn agree(view: &View, tagged: &[Tagged]) -> Vec<Found> {
    let mut votes: BTreeMap<String, [f32; 3]> = BTreeMap::new();
    let mut surnames = BTreeSet::new();
    for name in tagged {
        votes.entry(view.spelling(&name.words)).or_default()[name.kind.index()] += name.share;
        if name.kind == Kind::Person {
            surnames.insert(view.words().key(name.words.end - 1).to_owned());
            surnames.insert(view.words().key(name.words.start).to_owned());
        }
    }
    let mut out = Vec::with_capacity(tagged.len());
    for name in tagged {
        let span = Span::new(view.span(name.words.start).start(), view.span(name.words.end - 1).end());
        if let Some(pair) = pair(view, name, &surnames) {
            out.extend(pair);
        } else {
            let spelling = view.spelling(&name.words);
            let kind = votes.get(&spelling).map_or(name.kind, |votes| kind(name.kind, votes, &spelling));
            out.push(Found { span, kind });
        }
    }
    out
}

fn kind(own: Kind, votes: &[f32; 3], spelling: &str) -> Kind {
    if own == Kind::Person {
        return own;
    }
    let facts = Lexicon::get().facts(spelling);
    let country = facts.has(Cue::Country) && !facts.has(Cue::KnownOrg);
    let [organisation, place] = [Kind::Organisation, Kind::Place].map(|kind| votes[kind.index()]);
    if country || place > organisation { Kind::Place } else { Kind::Organisation }
}

/// `la rencontre Kim-Poutine` names two: each half is somebody the article names.
fn pair(view: &View, name: &Tagged, surnames: &BTreeSet<String>) -> Option<[Found; 2]> {
    if name.words.len() != 1 || name.kind == Kind::Place {
        return None;
    }
    let (span, surface) = (view.span(name.words.start), view.words().surface(name.words.start));
    let at = surface.find(['-', '‑', '–'])?;
    let hyphen = surface[at..].chars().next().map_or(1, char::len_utf8);
    let (left, right) = (&surface[..at], &surface[at + hyphen..]);
    // Jean-Pierre is one, whoever else is called Jean and Pierre.
    let one = facts(surface).given() > 0;
    let known = |half: &str| half.starts_with(char::is_uppercase) && surnames.contains(&key(half));
    if one || !known(left) || !known(right) {
        return None;
    }
    let person = |from: usize, to: usize| Found { span: span.sub(from, to), kind: Kind::Person };
    Some([person(0, at), person(at + hyphen, surface.len())])
}
