//! Cutting the words into candidates: stretches that may be one name.

use super::patterns;
use super::score::role_index;
use super::words::{Small, Words};
use crate::names::lexicon::{Cue, Facts};
use crate::names::tokens::{Gap, Shape};

/// What made a candidate, for the judging.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Capitalised words side by side.
    Run,
    /// A listed phrase.
    Phrase,
    /// A head word of organisations with what it governs.
    OrgPattern,
    /// `rue`, `lac`, `aéroport` … with its name.
    PlacePattern,
    /// The name of an event, a work, a law: no mention.
    Misc,
}

/// A stretch of words that may be one name.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) origin: Origin,
    /// What is listed of the whole stretch.
    pub(super) facts: Facts,
    /// A title or a capitalised role was taken off in front.
    pub(super) titled: bool,
}

impl Candidate {
    pub(super) fn new(words: &Words, from: usize, to: usize, origin: Origin) -> Self {
        let facts = patterns::facts_of(words, from, to);
        Self { from, to, origin, facts, titled: false }
    }

    pub(super) fn len(&self) -> usize {
        self.to - self.from
    }
}

/// Longest run of capitalised words that is still one name; what goes on is a headline or a list.
const LONGEST_RUN: usize = 10;

/// Every candidate, in order and disjoint.
pub(super) fn candidates(words: &Words) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = patterns::phrase(words, at)
            .or_else(|| patterns::organisation(words, at))
            .or_else(|| patterns::place(words, at))
            .or_else(|| patterns::event(words, at));
        if let Some(candidate) = found {
            at = candidate.to;
            out.push(candidate);
        } else if can_open(words, at) {
            let end = run_end(words, at);
            split(words, at, end, &mut out);
            at = end.max(at + 1);
        } else {
            at += 1;
        }
    }
    out
}

/// True when a run may start at word `i`.
fn can_open(words: &Words, i: usize) -> bool {
    if !words.is_capital(i) {
        return false;
    }
    let facts = words.facts(i);
    let shape = words.shape(i);
    let follows = words.is_capital(i + 1) && words.joined(i + 1);
    if words.small(i) == Small::Article && !words.starts(i) {
        return follows && words.gap(i) <= Gap::Quote;
    }
    if words.small(i) == Small::Particle && follows {
        return true;
    }
    if facts.has(Cue::Stop) && shape != Shape::Upper {
        // "Sur", "Mon" … are somebody's name only when the sentence is under way.
        return !words.weak(i) && follows && facts.given() > 1;
    }
    if facts.has(Cue::Calendar) {
        return follows && facts.given() > 2 && !words.weak(i);
    }
    shape != Shape::Initial || follows || words.surface(i).len() > 2
}

/// Where the run that starts at `from` ends.
fn run_end(words: &Words, from: usize) -> usize {
    let mut to = from + 1;
    while to < words.len() && to - from < LONGEST_RUN {
        let ampersand = words.gap(to) == Gap::Sign && words.between(to).trim() == "&";
        if !(words.joined(to) || ampersand) {
            break;
        }
        if words.is_capital(to) {
            if breaks(words, from, to) {
                break;
            }
            to += 1;
            continue;
        }
        match link(words, from, to) {
            Some(next) => to = next,
            None => break,
        }
    }
    to
}

/// True when the capitalised word `i` cannot continue the run begun at `from`.
fn breaks(words: &Words, from: usize, i: usize) -> bool {
    let facts = words.facts(i);
    if words.starts(i) && words.gap(i) > Gap::Space {
        return true;
    }
    let article = words.small(i) == Small::Article && words.shape(i) == Shape::Capitalised;
    if article {
        // "Marine Le Pen" goes on, "a dit Dupont Les autres" does not.
        return !(words.is_capital(i + 1) && words.facts(from).given() + 1 > 1);
    }
    facts.has(Cue::Calendar) && facts.given() < 3 || facts.has(Cue::Stop) && facts.given() == 0 && i - from > 1
}

/// When lower-case word `at` links the run begun at `from` to a capitalised word, the index behind that word.
fn link(words: &Words, from: usize, at: usize) -> Option<usize> {
    let next = at + 1;
    if !words.joined(next) {
        return None;
    }
    let personal = (from..at).all(|i| {
        let f = words.facts(i);
        f.given() > 0 || words.shape(i) == Shape::Initial || words.small(i) == Small::Particle
    });
    match words.small(at) {
        Small::Particle => {
            let behind = if matches!(words.small(next), Small::Particle | Small::Article) { next + 1 } else { next };
            (words.is_capital(behind) && words.joined(behind)).then_some(behind + 1)
        }
        Small::Of if !words.english() || words.surface(at) != "of" => {
            let behind = if words.small(next) == Small::Article && words.is_lower(next) { next + 1 } else { next };
            let place = words.facts(behind.min(words.len() - 1)).any(&[Cue::KnownPlace, Cue::Country]);
            let named = personal
                || words.facts(from).given() > 2
                    && at - from == 2
                    && !words.facts(behind.min(words.len() - 1)).has(Cue::City);
            let ok = named && words.is_capital(behind) && words.joined(behind) && !place;
            (ok && at - from <= 2).then_some(behind + 1)
        }
        Small::Of | Small::By | Small::And if words.english() => english_link(words, from, at),
        Small::OfThe => {
            let ok = personal && at - from <= 2 && words.is_capital(next) && !words.has(next, Cue::Country);
            (ok && words.facts(from).given() > 1).then_some(next + 1)
        }
        Small::Possession => {
            let tail = words.facts(next.min(words.len() - 1)).any(&[Cue::OrgTail, Cue::PlaceTail]);
            let owner =
                matches!(words.key(at - 1), "king" | "queen" | "people" | "women" | "children" | "bishop" | "prince");
            ((tail || owner) && words.is_capital(next)).then_some(next + 1)
        }
        // "John le Carré"
        Small::Article if words.surface(at) == "le" && personal && at - from == 1 => {
            words.is_capital(next).then_some(next + 1)
        }
        _ => None,
    }
}

/// `Bank of England`, `Centre for Research on Energy and Clean Air`: an English head governs on through `of`, `for`,
/// and behind those through `and`.
fn english_link(words: &Words, from: usize, at: usize) -> Option<usize> {
    let organisation = (from..at).any(|i| words.facts(i).any(&[Cue::OrgHead, Cue::OrgTail]));
    let head = organisation || words.facts(at - 1).any(&[Cue::PlaceTail, Cue::PlaceHead]);
    let fits = match words.key(at) {
        "of" => head,
        "for" => organisation,
        "and" => organisation && (from..at).any(|i| words.is_lower(i)) || and_tail(words, from, at),
        _ => false,
    };
    let next = at + 1;
    let behind = if words.small(next) == Small::Article && words.key(at) != "and" { next + 1 } else { next };
    let role = words.facts(behind.min(words.len() - 1)).any(&[Cue::Role, Cue::Title, Cue::Stop]);
    (fits && !role && words.is_capital(behind) && words.joined(behind)).then_some(behind + 1)
}

/// `the Economic and Financial Crimes Commission`: an article in front, and the words behind `and` end in a tail.
fn and_tail(words: &Words, from: usize, at: usize) -> bool {
    let end = (at + 1..words.len()).take(4).take_while(|&i| words.is_capital(i) && words.joined(i)).last();
    let article = from > 0 && words.small(from - 1) == Small::Article;
    article && at - from <= 2 && end.is_some_and(|i| i > at + 1 && words.has(i, Cue::OrgTail))
}

/// Pushes the run `from..to`, stripped of what is not name in front and cut where a role parts two names.
fn split(words: &Words, from: usize, to: usize, out: &mut Vec<Candidate>) {
    let (mut from, mut to) = (from, to);
    let mut titled = false;
    while from < to && strips(words, from, to) {
        titled = words.facts(from).any(&[Cue::Title, Cue::TitleMale, Cue::TitleFemale, Cue::Role]);
        from += 1;
    }
    // "Fenella Marsh KC"
    let ends = |i: usize| {
        words.small(i) == Small::Possession || words.has(i, Cue::NoAcronym) && words.shape(i) == Shape::Upper
    };
    while to > from + 2 && ends(to - 1) && !regnal(words.key(to - 1))
        || to > from && words.small(to - 1) == Small::Possession
    {
        to -= 1;
    }
    if from >= to {
        return;
    }
    if let Some(cut) = complement_end(words, from, to) {
        let common = words.facts(cut - 1).common() > 2
            && !words.facts(cut - 1).any(&[Cue::KnownPlace, Cue::KnownOrg, Cue::Country]);
        if !(common && cut - from == 1) {
            out.push(Candidate::new(words, from, cut, Origin::Run));
        }
        out.push(Candidate::new(words, cut, to, Origin::Run));
        return;
    }
    if let Some(cut) = role_inside(words, from, to) {
        let mut head = cut;
        while head > from && words.facts(head - 1).any(&[Cue::Role, Cue::Title]) {
            head -= 1;
        }
        split(words, from, head, out);
        let mut person = Candidate::new(words, cut + 1, to, Origin::Run);
        person.titled = true;
        out.push(person);
        return;
    }
    let mut candidate = Candidate::new(words, from, to, Origin::Run);
    candidate.titled = titled;
    out.push(candidate);
}

/// `XIV`
fn regnal(key: &str) -> bool {
    key.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

/// True when the first word of `from..to` is no part of the name: a title, a role, an inhabitant, a sentence's
/// first word.
fn strips(words: &Words, from: usize, to: usize) -> bool {
    let facts = words.facts(from);
    let more = to - from > 1;
    let last = words.facts(to - 1);
    if more && last.any(&[Cue::OrgTail, Cue::PlaceTail]) && words.english() && !facts.has(Cue::Stop) {
        return false;
    }
    let title = facts.any(&[Cue::Title, Cue::TitleMale, Cue::TitleFemale]);
    if title && (words.surface(from).len() <= 4 || more && facts.given() < 3) {
        return true;
    }
    if facts.has(Cue::Role) && more {
        // "Major", "Prince", "King" are also first names, but in front of a name they rarely are.
        return facts.given() < 4 || words.facts(from + 1).given() > 0;
    }
    if facts.has(Cue::Demonym) && facts.given() < 3 && !facts.any(&[Cue::Country, Cue::KnownPlace]) {
        return true;
    }
    if words.weak(from) {
        let name = facts.given() > 1 || facts.has(Cue::Surname) && facts.common() < 3;
        return facts.has(Cue::Stop) && words.small(from) != Small::Particle
            || more && facts.common() > 2 && !name
            || more && facts.common() > 4 && facts.given() < 4;
    }
    false
}

/// Where, behind a role, its complement ends and the name begins: `la ministre des Transports | Odile Krempf`,
/// `la députée LFI | Danièle Obono`, `le maire de Lyon | Gérard Collomb`.
fn complement_end(words: &Words, from: usize, to: usize) -> Option<usize> {
    if to - from < 3 || words.facts(from).given() > 3 || role_index(words, from).is_none() {
        return None;
    }
    let plain = |i: usize| {
        let f = words.facts(i);
        f.given() < 3 || f.any(&[Cue::Country, Cue::KnownPlace, Cue::KnownOrg])
    };
    let noun = words.facts(from).has(Cue::OrgComplement) || words.facts(from).common() > 2;
    let cut = (from + 1..to - 1)
        .find(|&i| words.facts(i).given() > 0 && words.shape(i) == Shape::Capitalised)
        .or_else(|| noun.then_some(from + 1))?;
    let known = words.facts(from).any(&[Cue::Country, Cue::KnownPlace, Cue::KnownOrg, Cue::City, Cue::OrgComplement]);
    let common = words.facts(from).common() > 1 || words.shape(from) == Shape::Upper;
    ((known || noun || common || cut - from > 1) && (from..cut).all(plain)).then_some(cut)
}

/// The last role or title inside a run that has a name behind it: `US President Joe Biden`.
fn role_inside(words: &Words, from: usize, to: usize) -> Option<usize> {
    (from + 1..to.saturating_sub(1)).rev().find(|&i| {
        let facts = words.facts(i);
        let role = facts.has(Cue::Role) || facts.has(Cue::Title) && words.surface(i).len() <= 4;
        let surname = words.facts(i - 1).given() > 2 && facts.has(Cue::Surname);
        role && !surname && words.is_capital(i) && !words.facts(to - 1).has(Cue::OrgTail)
    })
}
