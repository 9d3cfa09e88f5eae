//! The recogniser by rules: capitalised runs, judged by their context, by the compiled lists, and by the rest of
//! the article.

mod evidence;
mod patterns;
mod runs;
mod score;
mod words;

use super::Kind;
use super::lexicon::{Cue, key};
use super::recogniser::{Found, Recogniser};
use super::tokens::Gap;
use crate::document::Article;
use evidence::Evidence;
use runs::{Candidate, Origin, candidates};
use score::{Scores, weigh};
use words::{Small, Words};

/// Finds names by rules alone; stateless.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules;

impl Recogniser for Rules {
    fn recognise(&self, article: &Article) -> Vec<Found> {
        let words = Words::new(article);
        let weighed: Vec<(Candidate, Scores)> =
            candidates(&words).into_iter().map(|c| (weigh(&words, &c), c)).map(|(s, c)| (c, s)).collect();
        let evidence = Evidence::gather(&words, &weighed);
        let adjusted: Vec<Scores> = weighed.iter().map(|(c, s)| evidence.adjust(&words, c, s)).collect();
        let mut out = Vec::new();
        for (i, (candidate, _)) in weighed.iter().enumerate() {
            if let Some(pair) = pair(&words, candidate, &evidence) {
                out.extend(pair);
                continue;
            }
            let scores = in_list(&words, &weighed, &adjusted, i);
            if let Some((kind, _)) = scores.best() {
                let from =
                    if kind == Kind::Person { particles(&words, candidate.from, &evidence) } else { candidate.from };
                out.push(Found { span: words.cover(from, candidate.to), kind });
            }
        }
        out
    }
}

/// How much a neighbour in an enumeration speaks for its own kind.
const LIST_WEIGHT: f32 = 0.35;

/// The scores of candidate `i`, leaning towards its neighbours where it is one of an enumeration
/// (`Cassatt, Gonzalès et Valadon`).
fn in_list(words: &Words, weighed: &[(Candidate, Scores)], adjusted: &[Scores], i: usize) -> Scores {
    let mut scores = adjusted[i];
    let here = &weighed[i].0;
    let mut lean = |neighbour: usize, beside: bool| {
        let best = adjusted[neighbour].best().filter(|_| beside && weighed[neighbour].0.origin != Origin::Misc);
        if let Some((kind, lead)) = best {
            scores.kinds[kind.index()] += LIST_WEIGHT * lead.min(2.61);
        }
    };
    if i > 0 {
        lean(i - 1, listed_beside(words, &weighed[i - 1].0, here));
    }
    if i + 1 < weighed.len() {
        lean(i + 1, listed_beside(words, here, &weighed[i + 1].0));
    }
    scores
}

/// True when a comma or `et` alone parts the two.
fn listed_beside(words: &Words, left: &Candidate, right: &Candidate) -> bool {
    let gap = words.gap(right.from);
    let comma = right.from == left.to && matches!(gap, Gap::Comma | Gap::Colon);
    let and = right.from == left.to + 1 && words.small(left.to) == Small::And && gap <= Gap::Space;
    comma || and && words.gap(left.to) <= Gap::Comma
}

/// Takes in the particles in front of a surname that the article has met behind one, or that a title precedes:
/// `van Outryve`, `Mme de Watteville`.
fn particles(words: &Words, from: usize, evidence: &Evidence) -> usize {
    let mut start = from;
    while start > 0 && words.joined(start) && words.is_lower(start - 1) && is_particle(words.small(start - 1)) {
        start -= 1;
    }
    let titled = start < from && score::titled(words, start);
    if titled || start < from && evidence.is_particled(words.key(from)) { start } else { from }
}

fn is_particle(small: Small) -> bool {
    matches!(small, Small::Particle | Small::Of)
}

/// `la rencontre Kim-Poutine` names two: both halves are names by themselves in this article.
fn pair(words: &Words, candidate: &Candidate, evidence: &Evidence) -> Option<[Found; 2]> {
    if candidate.origin == Origin::Misc || candidate.len() != 1 {
        return None;
    }
    let surface = words.surface(candidate.from);
    let (left, right) = surface.split_once(['-', '–', '‑'])?;
    if candidate.facts.given() > 0 || right.contains('-') || !right.starts_with(char::is_uppercase) {
        return None;
    }
    let kind = |half: &str| {
        let key = key(half);
        let facts = super::lexicon::Lexicon::get().facts(&key);
        if evidence.is_surname(&key) {
            Some(Kind::Person)
        } else if facts.any(&[Cue::Country, Cue::KnownPlace]) {
            Some(Kind::Place)
        } else if facts.has(Cue::KnownPerson) || evidence.is_name(&key) && facts.given() < 3 {
            Some(Kind::Person)
        } else {
            None
        }
    };
    let known = candidate.facts.any(&[Cue::City, Cue::Country, Cue::KnownPlace, Cue::KnownOrg, Cue::Surname]);
    if known {
        return None;
    }
    let (first, second) = (kind(left)?, kind(right)?);
    let span = words.span(candidate.from);
    let second_at = span.len() - right.len();
    Some([
        Found { span: span.sub(0, left.len()), kind: first },
        Found { span: span.sub(second_at, span.len()), kind: second },
    ])
}
