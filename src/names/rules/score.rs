//! Weighing one candidate by itself: its words, its shape, and what stands around it.
//!
//! Scores are sums of weights, in no unit: set by hand, then moved one at a time while that helped on two thirds of
//! the project's own annotated articles (`written.jsonl`, French and English). A kind is believed when it outweighs [`Scores::nothing`].

use super::runs::{Candidate, Origin};
use super::words::{Small, Words};
use crate::names::Kind;
use crate::names::lexicon::Cue;
use crate::names::tokens::{Gap, Shape};

/// What speaks for each kind, and for no name at all.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Scores {
    pub(super) kinds: [f32; 3],
    pub(super) nothing: f32,
}

impl Scores {
    fn person(&mut self, weight: f32) {
        self.kinds[Kind::Person.index()] += weight;
    }

    fn organisation(&mut self, weight: f32) {
        self.kinds[Kind::Organisation.index()] += weight;
    }

    fn place(&mut self, weight: f32) {
        self.kinds[Kind::Place.index()] += weight;
    }

    /// The kind that outweighs the others and nothing, with its lead over nothing.
    pub(super) fn best(&self) -> Option<(Kind, f32)> {
        let mut best = (Kind::Person, self.kinds[0]);
        for kind in Kind::ALL {
            if self.kinds[kind.index()] > best.1 {
                best = (kind, self.kinds[kind.index()]);
            }
        }
        (best.1 > self.nothing).then_some((best.0, best.1 - self.nothing))
    }
}

/// Weighs `candidate` without looking at the rest of the article.
pub(super) fn weigh(words: &Words, candidate: &Candidate) -> Scores {
    let mut scores = Scores { nothing: 0.7, ..Scores::default() };
    if candidate.origin == Origin::Misc {
        scores.nothing = 9.0;
        return scores;
    }
    listed(candidate, &mut scores);
    inside(words, candidate, &mut scores);
    form(words, candidate, &mut scores);
    before(words, candidate, &mut scores);
    role_before(words, candidate, &mut scores);
    after(words, candidate, &mut scores);
    doubt(words, candidate, &mut scores);
    scores
}

fn listed(candidate: &Candidate, scores: &mut Scores) {
    let facts = candidate.facts;
    let single = candidate.len() == 1;
    if facts.has(Cue::Country) {
        scores.place(3.0);
    }
    if facts.has(Cue::KnownPlace) {
        scores.place(2.86);
    }
    if facts.has(Cue::City) {
        scores.place(if single { 0.9 } else { 2.24 });
    }
    if facts.has(Cue::KnownOrg) {
        scores.organisation(if single { 2.4 } else { 4.48 });
    }
    if facts.has(Cue::ListedOrganisation) {
        scores.organisation(if candidate.len() > 2 { 2.24 } else { 1.12 });
    }
    if facts.has(Cue::KnownPerson) {
        scores.person(2.5);
    }
    match candidate.origin {
        Origin::OrgPattern => scores.organisation(1.5),
        Origin::PlacePattern => scores.place(4.0),
        _ => {}
    }
}

/// What the words themselves are.
fn inside(words: &Words, candidate: &Candidate, scores: &mut Scores) {
    let Candidate { from, to, .. } = *candidate;
    let (first, last) = (words.facts(from), words.facts(to - 1));
    let single = candidate.len() == 1;
    let given = f32::from(first.given());
    if single {
        if first.common() < 2 {
            scores.person(0.7);
            scores.place(0.43);
            scores.organisation(0.2);
        }
        if first.given() > 0 {
            scores.person(0.35 + 0.32 * given);
        }
        if first.has(Cue::Surname) {
            scores.person(0.71);
        }
        return;
    }
    if first.given() > 0 {
        scores.person(0.6 + 0.2 * given);
    }
    if last.has(Cue::Surname) {
        scores.person(0.7);
    }
    if first.has(Cue::SurnameFirst) && words.span(from).len() <= 6 {
        scores.person(0.78);
    }
    if first.given() == 0 && last.common() < 2 && candidate.len() <= 3 {
        scores.person(0.3);
    }
    if last.has(Cue::OrgTail) {
        scores.organisation(2.88);
    }
    if first.has(Cue::OrgHead) {
        scores.organisation(2.1);
    }
    if last.has(Cue::PlaceTail) {
        scores.place(2.6);
    }
    if first.has(Cue::PlaceHead) {
        scores.place(1.2);
    }
    if first.any(&[Cue::Country, Cue::KnownPlace]) && first.given() < 3 {
        scores.organisation(1.34);
    }
    if matches!(
        words.key(from),
        "new" | "san" | "santa" | "port" | "saint" | "mount" | "lake" | "north" | "south" | "fort"
    ) {
        scores.place(1.5);
    }
}

/// How it is written.
fn form(words: &Words, candidate: &Candidate, scores: &mut Scores) {
    let Candidate { from, to, .. } = *candidate;
    let single = candidate.len() == 1;
    let surface = words.surface(from);
    if single {
        let acronym = words.shape(from) == Shape::Upper && surface.chars().count() <= 6;
        if acronym && !candidate.facts.has(Cue::NoAcronym) {
            scores.organisation(if words.weak(from) { 0.81 } else { 1.6 });
            scores.person(-1.0);
        } else if words.shape(from) == Shape::Upper && !acronym {
            scores.organisation(0.3);
        }
        if candidate.facts.has(Cue::NoAcronym) && words.shape(from) == Shape::Upper {
            scores.nothing += 4.0;
        }
        let inner = surface.chars().skip(1).any(char::is_uppercase);
        if inner && words.shape(from) == Shape::Capitalised && !surface.contains(['-', '’', '\'']) {
            scores.organisation(if surface.starts_with("Mc") || surface.starts_with("Mac") { -1.0 } else { 1.4 });
        }
        hyphenated(words.key(from), scores);
    } else {
        let capitals = (from..to).filter(|&i| words.is_capital(i)).count();
        let person = match capitals {
            2 => 0.48,
            3 => 0.36,
            4 => 0.2,
            _ => -0.6,
        };
        scores.person(person);
        let initial = (from..to).any(|i| words.shape(i) == Shape::Initial && words.surface(i).ends_with('.'));
        let particle = (from + 1..to).any(|i| words.small(i) == Small::Particle && words.is_lower(i));
        if initial || particle {
            scores.person(0.6);
        }
        if words.text()[words.cover(from, to).range()].contains('&') {
            scores.organisation(2.0);
        }
        if (from..to).any(|i| words.shape(i) == Shape::Upper && words.surface(i).len() <= 4) {
            scores.person(-0.6);
            scores.organisation(0.84);
        }
    }
}

/// `Villeneuve-sur-Lot`, `Saint-Étienne`, and the endings of towns.
fn hyphenated(key: &str, scores: &mut Scores) {
    let middle = [" sur ", " sous ", " en ", " les ", " lès ", " le ", " la ", " aux ", " upon ", " au "];
    if middle.iter().any(|m| key.contains(m)) {
        scores.place(2.5);
    } else if key.starts_with("saint ") || key.starts_with("sainte ") {
        scores.place(1.4);
    }
    let ends = ["ville", "bourg", "court", "stan", "shire", "grad", "heim", "willer", "sk", "burg", "borough", "mouth"];
    if key.len() > 6 && ends.iter().any(|e| key.ends_with(e)) {
        scores.place(0.8);
    }
}

/// The word in front.
fn before(words: &Words, candidate: &Candidate, scores: &mut Scores) {
    let from = candidate.from;
    if candidate.titled {
        scores.person(2.5);
    }
    if words.small(from) == Small::Article {
        // "La Taupe", "Les Genêts", but also "Le Guellec".
        scores.person(-2.0);
        scores.nothing += 0.3;
    }
    if from == 0 || words.gap(from) > Gap::Space {
        return;
    }
    let single = candidate.len() == 1;
    let (prev, facts) = (from - 1, words.facts(from - 1));
    if facts.any(&[Cue::TitleMale, Cue::TitleFemale, Cue::Title]) && words.surface(prev).len() <= 9 {
        scores.person(if words.is_capital(prev) { 3.5 } else { 1.0 });
    }
    small_before(words, prev, single, scores);
    if words.is_lower(prev) {
        if facts.has(Cue::WorkNoun) {
            scores.nothing += 2.5;
        } else if facts.has(Cue::Kin) {
            scores.person(0.9);
        } else if facts.has(Cue::OrgHead) {
            scores.organisation(2.2);
        } else if facts.has(Cue::Says) {
            scores.person(1.4);
        }
    }
    if words.key(prev) == "chez" && !words.english() {
        scores.organisation(1.99);
    }
    if generic_place(words, from) {
        scores.place(2.2);
    }
}

/// The little word in front.
fn small_before(words: &Words, prev: usize, single: bool, scores: &mut Scores) {
    match words.small(prev) {
        Small::Article => {
            scores.person(if single { -2.24 } else { -1.89 });
            scores.organisation(0.5);
        }
        Small::Determiner | Small::Possessive => {
            scores.person(-0.65);
            scores.nothing += 0.4;
        }
        Small::OfThe => {
            scores.person(-1.2);
            scores.organisation(0.4);
        }
        Small::Of if words.is_lower(prev) && titled(words, prev) => scores.person(3.5),
        Small::Of => scores.place(0.57),
        Small::To => scores.place(1.96),
        Small::In => {
            scores.place(2.29);
            scores.person(-0.6);
        }
        Small::Towards => {
            scores.place(0.8);
            scores.person(-0.3);
        }
        Small::By => scores.person(0.2),
        Small::And => scores.person(-0.1),
        _ => {}
    }
}

/// True when a civility stands right in front of word `i`: `Mme`, `Mr`.
pub(super) fn titled(words: &Words, i: usize) -> bool {
    i > 0
        && words.joined(i)
        && words.is_capital(i - 1)
        && words.facts(i - 1).any(&[Cue::TitleMale, Cue::TitleFemale])
        && words.surface(i - 1).len() <= 9
}

/// `la ville de X`, `the town of X`, `le quartier X`.
fn generic_place(words: &Words, from: usize) -> bool {
    let prev = from - 1;
    let of = matches!(words.small(prev), Small::Of | Small::OfThe);
    let head = if of && prev > 0 { prev - 1 } else { prev };
    words.is_lower(head) && words.has(head, Cue::GenericPlace) && (of || !words.english())
}

/// How many words back a role noun still speaks: `le ministre russe de la Défense Sergueï Choïgu`.
const ROLE_REACH: usize = 8;

/// A role noun in front, its complement between.
fn role_before(words: &Words, candidate: &Candidate, scores: &mut Scores) {
    let from = candidate.from;
    let Some(role) = role_index(words, from) else { return };
    let near = from - role == 1;
    let small = words.small(from - 1);
    let apposed = words.gap(from) == Gap::Comma;
    let parted = matches!(small, Small::Of | Small::OfThe | Small::Article | Small::To | Small::In | Small::Towards);
    if near {
        scores.person(1.71);
    } else if !parted && !apposed {
        scores.person(0.9);
    } else if apposed && candidate.len() > 1 {
        scores.person(1.68);
    }
}

/// The role noun that governs the name at `from`, when nothing but its own complement stands between.
pub(super) fn role_index(words: &Words, from: usize) -> Option<usize> {
    let least = from.saturating_sub(ROLE_REACH);
    for i in (least..from).rev() {
        let gap = words.gap(i + 1);
        if gap > Gap::Comma || gap == Gap::Comma && i + 1 != from || gap == Gap::Sign {
            return None;
        }
        let facts = words.facts(i);
        if facts.has(Cue::Role) && words.small(i) == Small::Other && facts.given() < 3 {
            return Some(i);
        }
        if facts.has(Cue::Says) || matches!(words.small(i), Small::Auxiliary | Small::By) {
            return None;
        }
    }
    None
}

/// The words behind.
fn after(words: &Words, candidate: &Candidate, scores: &mut Scores) {
    let to = candidate.to;
    if to >= words.len() {
        return;
    }
    let facts = words.facts(to);
    match words.gap(to) {
        Gap::None | Gap::Space => {
            let said = facts.has(Cue::Says) && words.is_lower(to)
                || words.small(to) == Small::Auxiliary && words.has(to + 1, Cue::Says);
            if said {
                scores.person(0.82);
                scores.organisation(0.5);
            } else if words.small(to) == Small::Auxiliary
                || matches!(words.key(to), "est" | "was" | "is" | "qui" | "who" | "se" | "s" | "n" | "ne")
            {
                scores.person(0.28);
            }
            if words.shape(to) == Shape::Number && words.surface(to).len() < 4 {
                scores.nothing += 0.68;
            }
            if words.key(to) == "who" || words.key(to) == "himself" || words.key(to) == "herself" {
                scores.person(1.0);
            }
        }
        Gap::Comma => {
            let role = facts.has(Cue::Role) && words.is_lower(to);
            let article = matches!(words.small(to), Small::Article | Small::Possessive | Small::Determiner);
            let late_role = (article || words.key(to) == "a" || words.is_lower(to) && facts.has(Cue::Demonym))
                && words.facts((to + 1).min(words.len() - 1)).any(&[Cue::Role, Cue::Kin]);
            let age = words.shape(to) == Shape::Number
                && words.surface(to).len() == 2
                && (words.key((to + 1).min(words.len() - 1)) == "ans" || words.gap(to + 1) == Gap::Comma);
            if role || late_role || age {
                scores.person(1.96);
            } else if matches!(words.key(to), "qui" | "who") {
                scores.person(0.6);
            } else if words.is_capital(to) && words.facts(to).any(&[Cue::Country, Cue::KnownPlace]) {
                scores.place(1.0);
            }
        }
        Gap::Open => {
            let acronym = words.shape(to) == Shape::Upper && words.surface(to).len() > 2;
            let closes = words.gap(to + 1) == Gap::Close;
            if acronym && closes && candidate.len() > 1 && !words.has(to, Cue::Country) {
                scores.organisation(if words.key(to) == "afp" { 0.0 } else { 1.5 });
            } else if closes && (facts.any(&[Cue::Country, Cue::KnownPlace]) || words.shape(to) == Shape::Number) {
                scores.place(if words.surface(to).len() == 2 || words.is_capital(to) { 0.72 } else { 0.0 });
            }
            if matches!(words.key(to), "afp" | "reuters" | "ap") {
                scores.place(2.5);
            }
        }
        _ => {}
    }
}

/// What speaks for no name at all.
fn doubt(words: &Words, candidate: &Candidate, scores: &mut Scores) {
    let Candidate { from, to, .. } = *candidate;
    let facts = candidate.facts;
    let single = candidate.len() == 1;
    if single {
        let known = facts.any(&[Cue::KnownOrg, Cue::KnownPlace, Cue::Country, Cue::KnownPerson]);
        let common = f32::from(facts.common());
        if words.weak(from) {
            scores.nothing += if known { 0.2 } else { 0.54 };
            scores.nothing += common * if known || facts.given() > 3 { 0.1 } else { 0.45 };
        } else if !known {
            scores.nothing += 0.32 * common;
        }
        if facts.any(&[Cue::Calendar, Cue::Demonym, Cue::Stop])
            && !facts.any(&[Cue::Country, Cue::KnownPlace, Cue::KnownOrg])
        {
            scores.nothing += 3.0;
        }
        if facts.any(&[Cue::Role, Cue::Title]) && facts.given() < 4 {
            scores.nothing += 0.9;
        }
        if words.shape(from) == Shape::Initial && !facts.any(&[Cue::KnownPlace, Cue::Country]) {
            scores.nothing += 3.0;
        }
        if words.surface(from).chars().any(|c| c.is_ascii_digit()) && !facts.has(Cue::KnownOrg) {
            scores.nothing += 2.0;
        }
    } else {
        let common = (from..to).filter(|&i| words.facts(i).common() > 2 && words.facts(i).given() == 0).count();
        if common == candidate.len() && candidate.origin == Origin::Run {
            scores.nothing += 0.8;
            scores.person(-0.8);
        }
    }
    let quoted = words.gap(from) == Gap::Quote && words.gap(to) == Gap::Quote;
    if quoted && !facts.any(&[Cue::KnownPlace, Cue::Country, Cue::KnownOrg]) {
        scores.nothing += 1.5;
    }
}
