//! Candidates known by their build: listed phrases, organisations and places behind a head word, events.

use super::runs::{Candidate, Origin};
use super::words::{Small, Words};
use crate::names::lexicon::{Cue, Facts, Lexicon};
use crate::names::tokens::{Gap, Shape};

/// Longest listed phrase, in words.
const LONGEST_PHRASE: usize = 9;
/// Longest organisation's name behind a head word, in words: keeps the walk linear.
const LONGEST_PATTERN: usize = 16;

/// What is listed of words `from..to` as one phrase.
pub(super) fn facts_of(words: &Words, from: usize, to: usize) -> Facts {
    if to - from == 1 {
        return words.facts(from);
    }
    let mut facts = Facts::default();
    if to - from <= LONGEST_PHRASE {
        Lexicon::get().phrases((from..to).map(|i| words.key(i)), |n, f| {
            if n == to - from {
                facts = f;
            }
        });
    }
    facts
}

/// The longest listed phrase of two words or more that starts at `at`.
pub(super) fn phrase(words: &Words, at: usize) -> Option<Candidate> {
    if !words.is_capital(at) && words.small(at) != Small::Article {
        return None;
    }
    let side_by_side = (at + 1..words.len()).take(LONGEST_PHRASE).take_while(|&i| words.joined(i)).count();
    let reach = (side_by_side + 1).min(LONGEST_PHRASE);
    let mut best = None;
    Lexicon::get().phrases((at..at + reach).map(|i| words.key(i)), |n, facts| {
        if n > 1 && trusted(words, at, at + n, facts) {
            best = Some((n, facts));
        }
    });
    let (n, facts) = best?;
    let mut to = at + n;
    if words.has(at, Cue::OrgHead) && facts.any(&[Cue::KnownOrg, Cue::ListedOrganisation]) {
        let national = words.is_lower(to) && words.has(to, Cue::Demonym);
        if !(words.english() || national) {
            to = governed(words, to);
        }
    } else if words.is_capital(to) && words.joined(to) && !words.starts(to) {
        // "New York Times" is listed; "San Diego Padres" is not, and must not be cut in two.
        return None;
    }
    Some(Candidate { from: at, to, origin: Origin::Phrase, facts, titled: false })
}

/// True when the listed phrase `from..to` is written as a name.
fn trusted(words: &Words, from: usize, to: usize, facts: Facts) -> bool {
    let capitals = (from..to).filter(|&i| words.is_capital(i)).count();
    let plain = (from..to).filter(|&i| words.small(i) == Small::Other).count();
    let known = facts.any(&[Cue::KnownOrg, Cue::KnownPlace, Cue::Country]);
    if words.small(from) == Small::Article {
        // "Le Monde" mid-sentence keeps its article; at the start of a sentence only the surest do.
        let rest_capital = words.is_capital(from + 1);
        let shown = words.is_capital(from) && !words.starts(from) && rest_capital;
        let opened = words.starts(from) && rest_capital && facts.any(&[Cue::KnownOrg, Cue::KnownPlace, Cue::City]);
        return (shown || opened) && facts.any(&[Cue::KnownOrg, Cue::KnownPlace, Cue::City, Cue::ListedOrganisation]);
    }
    if known || facts.has(Cue::KnownPerson) {
        return words.is_capital(from) && (!words.weak(from) || capitals > 1 || plain > 1 && capitals > 0);
    }
    if facts.has(Cue::City) {
        return capitals == plain.max(1) && to - from > 1 && words.facts(from).given() < 4;
    }
    if facts.has(Cue::ListedOrganisation) {
        let personal = words.facts(from).given() > 0 && !words.has(from, Cue::OrgHead);
        let head = words.has(from, Cue::OrgHead) || words.has(to - 1, Cue::OrgTail);
        return !personal && (capitals > 1 || head && !words.weak(from)) && words.facts(to - 1).0 != 0;
    }
    false
}

/// Heads that are part of the name in lower case too, when a capital follows in their pattern.
const LOWER_HEADS: [&str; 20] = [
    "universite",
    "ministere",
    "tribunal",
    "cour",
    "lycee",
    "college",
    "ecole",
    "parquet",
    "prefecture",
    "conseil",
    "barreau",
    "orchestre",
    "centre",
    "police",
    "rectorat",
    "academie",
    "conservatoire",
    "departement",
    "chambre",
    "institut",
];

/// An organisation behind a head word: `Conseil de sécurité des Nations unies`, `Bank of England`, `lycée Gambetta`.
pub(super) fn organisation(words: &Words, at: usize) -> Option<Candidate> {
    if !words.has(at, Cue::OrgHead) || words.english() && words.small(at + 1) != Small::Of {
        return None;
    }
    let capital = words.is_capital(at) && !words.has(at, Cue::PlaceHead);
    let lower = words.is_lower(at) && LOWER_HEADS.contains(&words.key(at)) && !words.english();
    if !capital && !lower {
        return None;
    }
    let mut after = at + 1;
    while words.joined(after) && (adjective(words, after) || national(words, at, after)) {
        after += 1;
    }
    let school = matches!(words.key(at), "lycee" | "college" | "ecole");
    let to = if school && words.is_capital(after) && words.joined(after) {
        after + (after..words.len()).take_while(|&i| i < after + 4 && words.is_capital(i) && words.joined(i)).count()
    } else {
        governed(words, free_complement(words, at, after))
    };
    let capital_inside = (at + 1..to).any(|i| words.is_capital(i));
    if to == at + 1 || (lower || words.weak(at)) && !capital_inside {
        return None;
    }
    if lower && !lower_head_fits(words, at, after) {
        return None;
    }
    Some(Candidate::new(words, at, to, Origin::OrgPattern))
}

/// `conseil municipal de X` is a body, `conseil de Macron` is advice; `département de la Meuse` is a place.
fn lower_head_fits(words: &Words, at: usize, after: usize) -> bool {
    match words.key(at) {
        "conseil" | "centre" | "chambre" | "police" | "orchestre" => after > at + 1,
        "institut" | "academie" => words.is_capital(after),
        "departement" => matches!(words.key((after + 1).min(words.len() - 1)), "etat" | "tresor"),
        _ => true,
    }
}

/// Behind a capitalised head in mid-sentence any noun may follow `de`: `Office des transports`.
fn free_complement(words: &Words, head: usize, at: usize) -> usize {
    let free = words.is_capital(head) && !words.weak(head) && matches!(words.small(at), Small::Of | Small::OfThe);
    if !free || !words.joined(at) || !words.is_lower(at) {
        return at;
    }
    let article = words.small(at + 1) == Small::Article && words.is_lower(at + 1);
    let noun = if article { at + 2 } else { at + 1 };
    let fits = words.is_lower(noun) && words.joined(noun) && words.small(noun) == Small::Other;
    let plain = fits && words.key(noun).len() > 3 && !words.facts(noun).any(&[Cue::Stop, Cue::Role, Cue::Calendar]);
    if plain { noun + 1 } else { at }
}

/// `Académie malgache`, but `Sénat américain` is the Sénat.
fn national(words: &Words, head: usize, i: usize) -> bool {
    let alone =
        matches!(words.key(head), "senat" | "congres" | "parlement" | "assemblee" | "tresor" | "armee" | "police");
    words.is_capital(head) && !alone && words.is_lower(i) && words.has(i, Cue::Demonym)
}

/// A lower-case word that may stand between a head and its complement.
fn adjective(words: &Words, i: usize) -> bool {
    const ENDINGS: [&str; 20] = [
        "al", "ale", "ales", "aux", "el", "elle", "if", "ive", "ique", "iques", "aire", "aires", "ien", "ienne", "ois",
        "oise", "ain", "aine", "ier", "iere",
    ];
    if !words.is_lower(i) || words.small(i) != Small::Other || words.has(i, Cue::Stop) {
        return false;
    }
    let key = words.key(i);
    words.has(i, Cue::OrgComplement) && !words.has(i, Cue::Says)
        || key.len() > 5 && ENDINGS.iter().any(|e| key.ends_with(e)) && !words.facts(i).any(&[Cue::Role, Cue::Says])
}

/// How far a head word in front of `to` governs: adjectives, then `de la …`, `pour la …` with known complements or
/// capitals.
fn governed(words: &Words, to: usize) -> usize {
    let limit = (to + LONGEST_PATTERN).min(words.len());
    let mut to = to;
    while to < limit && words.joined(to) {
        if words.is_lower(to) && words.has(to, Cue::OrgComplement) && words.small(to) == Small::Other
            || words.is_capital(to) && !words.facts(to).any(&[Cue::Stop, Cue::Calendar]) && !words.starts(to)
        {
            to += 1;
            continue;
        }
        let Some(next) = connected(words, to) else { break };
        to = next;
    }
    to
}

/// When a connector stands at `at`, with an article perhaps, and a complement behind it: the index behind that.
fn connected(words: &Words, at: usize) -> Option<usize> {
    let connector = match words.small(at) {
        Small::Of | Small::OfThe | Small::And => true,
        Small::By => matches!(words.key(at), "pour" | "contre" | "for" | "sans"),
        Small::To | Small::Towards => matches!(words.key(at), "a" | "aux"),
        _ => false,
    };
    if !connector || !words.is_lower(at) {
        return None;
    }
    let article = words.small(at + 1) == Small::Article && words.is_lower(at + 1);
    let next = if article { at + 2 } else { at + 1 };
    if next >= words.len() || !words.joined(next) || !words.joined(at + 1) {
        return None;
    }
    if words.small(at) == Small::And && matches!(words.small(at + 1), Small::Of | Small::OfThe) {
        // "de l'Économie et des Finances"
        return connected(words, at + 1)
            .filter(|&end| words.is_capital(end - 1) || words.has(end - 1, Cue::OrgComplement));
    }
    let facts = words.facts(next);
    let complement = facts.has(Cue::OrgComplement) && words.is_lower(next);
    let capital = words.is_capital(next) && !facts.any(&[Cue::Stop, Cue::Calendar]);
    let ok = match words.small(at) {
        Small::And | Small::To | Small::Towards => complement,
        _ => complement || capital && !(facts.given() > 2 && words.is_capital(next + 1)),
    };
    ok.then_some(next + 1)
}

/// Heads that take their name with `de` as well as without.
const GOVERNING: [&str; 24] = [
    "rue",
    "avenue",
    "boulevard",
    "quai",
    "musee",
    "aeroport",
    "hopital",
    "lac",
    "mer",
    "cathedrale",
    "eglise",
    "chateau",
    "palais",
    "stade",
    "pont",
    "canal",
    "cap",
    "fort",
    "phare",
    "col",
    "abbaye",
    "basilique",
    "golfe",
    "detroit",
];

/// A place behind its head word: `rue Victor-Hugo`, `aéroport de Roissy`.
pub(super) fn place(words: &Words, at: usize) -> Option<Candidate> {
    if !words.has(at, Cue::PlaceHead) || words.shape(at) == Shape::Upper || words.english() && words.is_lower(at) {
        return None;
    }
    let mut next = at + 1;
    if words.is_lower(next) && matches!(words.key(next), "international" | "internationale" | "municipal") {
        next += 1;
    }
    let direct = words.is_capital(next) && words.joined(next);
    if !direct && matches!(words.small(next), Small::Of | Small::OfThe) && GOVERNING.contains(&words.key(at)) {
        next += 1;
        if words.small(next) == Small::Article {
            next += 1;
        }
    }
    if !words.is_capital(next) || !words.joined(next) || words.facts(next).any(&[Cue::Stop, Cue::Calendar]) {
        return None;
    }
    if words.is_capital(at) && words.weak(at) && words.facts(at).given() > 1 {
        return None;
    }
    let mut to = next + 1;
    while to - next < 4 && words.is_capital(to) && words.joined(to) && !words.starts(to) {
        to += 1;
    }
    Some(Candidate::new(words, at, to, Origin::PlacePattern))
}

/// An event, a law, a prize: named, but neither person nor place, and it hides the names inside.
pub(super) fn event(words: &Words, at: usize) -> Option<Candidate> {
    if !words.has(at, Cue::EventHead) || words.facts(at).given() > 3 {
        return None;
    }
    let lower = words.is_lower(at);
    let capital = words.is_capital(at) && !words.starts(at);
    let mut to = at + 1;
    if lower && words.is_capital(to) && words.joined(to) && words.gap(to) == Gap::Space {
        if !matches!(
            words.key(at),
            "loi" | "prix" | "tempete" | "ouragan" | "cyclone" | "typhon" | "operation" | "trophee"
        ) {
            return None;
        }
    } else if !capital {
        return None;
    }
    while to < words.len() && to - at < LONGEST_PHRASE && words.joined(to) && !words.starts(to) {
        let adjective = words.is_lower(to) && words.has(to, Cue::OrgComplement) || words.shape(to) == Shape::Number;
        if words.is_capital(to) || adjective {
            to += 1;
        } else if let Some(next) = connected(words, to).filter(|_| !lower) {
            to = next;
        } else {
            break;
        }
    }
    // In front of the head there may be capitals too ("World Cup"): that is the run's affair.
    (to > at + 1 || capital).then(|| Candidate::new(words, at, to, Origin::Misc))
}
