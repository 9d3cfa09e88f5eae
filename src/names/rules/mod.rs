//! The recogniser by rules: capitalised runs, judged by their context, by the compiled lists, and by the rest of
//! the article.

mod evidence;
mod patterns;
mod runs;
mod score;
mod words;

use super::lexicon::{Cue, key};
use super::recogniser::{Found, Recogniser};
use super::Kind;
use crate::document::{Article, Span};
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
        let mut out = Vec::new();
        for (candidate, scores) in &weighed {
            if candidate.origin != Origin::Misc && candidate.len() == 1 {
                if let Some(pair) = pair(&words, candidate, &evidence) {
                    out.extend(pair);
                    continue;
                }
            }
            if let Some((kind, _)) = evidence.adjust(&words, candidate, scores).best() {
                let from = if kind == Kind::Person { particles(&words, candidate.from, &evidence) } else { candidate.from };
                out.push(Found { span: trimmed(&words, from, candidate.to), kind });
            }
        }
        out
    }
}

/// The span of words `from..to`, without the dot of an abbreviation that ends a sentence.
fn trimmed(words: &Words, from: usize, to: usize) -> Span {
    words.cover(from, to)
}

/// Takes in the particles in front of a surname that the article has met in a full name: `van Outryve`.
fn particles(words: &Words, from: usize, evidence: &Evidence) -> usize {
    let mut start = from;
    while start > 0 && words.joined(start) && words.small(start - 1) == Small::Particle && words.is_lower(start - 1) {
        start -= 1;
    }
    if start < from && evidence.is_surname(words.key(from)) { start } else { from }
}

/// `la rencontre Kim-Poutine` names two: both halves are names by themselves in this article.
fn pair(words: &Words, candidate: &Candidate, evidence: &Evidence) -> Option<[Found; 2]> {
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
