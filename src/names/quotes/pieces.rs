//! Quotations with the words of the teller inside: `« Nous partons, a dit X, et nous reviendrons. »`

use super::grammar::{Verb, Who, phrase, pronoun, subject_before, subject_behind, verb_at};
use super::speech::Form;
use super::words::Word;
use crate::document::Span;
use crate::names::Kind;
use crate::names::tokens::{Gap, Shape};

/// Words of the teller inside a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aside {
    /// The verb.
    pub(super) cue: Span,
    /// Its subject.
    pub(super) who: Who,
    /// The first word of it, and the first behind it.
    pub(super) words: (usize, usize),
}

/// Longest aside, in words.
const LONGEST: usize = 18;

/// The asides among the words of a quotation, in order.
pub(super) fn asides(words: &[Word]) -> Vec<Aside> {
    let mut out = Vec::new();
    let mut at = 1;
    while at < words.len() {
        if let Some(aside) = aside_at(words, at) {
            at = aside.words.1.max(at + 1);
            out.push(aside);
        } else {
            at += 1;
        }
    }
    out
}

fn aside_at(words: &[Word], at: usize) -> Option<Aside> {
    let word = &words[at];
    let parted =
        matches!(word.before, Gap::Comma | Gap::Dash) || word.before == Gap::Stop && word.shape == Shape::Lower;
    if !parted || word.inverted.is_none() && word.shape == Shape::Number {
        return None;
    }
    let (verb, who) = inverted(words, at).or_else(|| english(words, at))?;
    let rest = words[verb.to..].iter().take(LONGEST);
    let len = rest.clone().position(|word| word.before >= Gap::Comma);
    let end = match len {
        Some(len) => verb.to + len,
        None if words.len() - verb.to < LONGEST => words.len(),
        None => return None,
    };
    let cue = Span::new(words[verb.from].span.start(), words[verb.to - 1].span.end());
    Some(Aside { cue, who, words: (at, end) })
}

/// `dit-il`, `a déclaré Jean Roy`: nothing else says so inside a quotation.
fn inverted(words: &[Word], at: usize) -> Option<(Verb, Who)> {
    let verb = verb_at(words, at)?;
    if let Some(behind) = verb.inverted {
        return matches!(behind, "il" | "elle").then(|| pronoun(behind).map(|who| (verb, who)))?;
    }
    let who = subject_behind(words, verb)?;
    names_person(words, verb.to, who).then_some((verb, who))
}

/// `he said`, `Smith said`.
fn english(words: &[Word], at: usize) -> Option<(Verb, Who)> {
    let (who, end) = phrase(words, at).filter(|(_, end)| end - at <= 6)?;
    let verb = verb_at(words, end).filter(|verb| verb.form.is(Form::ENGLISH) && verb.form.is(Form::FINITE))?;
    let ended = words.get(verb.to).is_none_or(|word| word.before >= Gap::Comma);
    let same = subject_before(words, end) == Some(who);
    (ended && same && who != Who::Unnamed).then_some((verb, who))
}

fn names_person(words: &[Word], from: usize, who: Who) -> bool {
    let names = |word: &Word| word.name.is_some_and(|(id, kind)| Who::Named(id) == who && kind == Kind::Person);
    words[from..].iter().take(LONGEST).any(names)
}
