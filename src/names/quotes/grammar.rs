//! Verb and subject of an attribution, as far as the order of words tells them.
//!
//! No grammar of French or English: a verb of saying with what may stand around it, and the noun phrase that must be its
//! subject because nothing else can be. Where that is not so, nobody is named.

use super::little::Little;
use super::speech::Form;
use super::words::Word;
use crate::names::lexicon::{Cue, Facts, Gender};
use crate::names::spelling;
use crate::names::tokens::{Gap, Shape};
use crate::names::{Kind, LocalId};

/// The subject of a verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// This one.
    Named(LocalId),
    /// `il`, `she`: somebody named before.
    Pronoun(Gender),
    /// Somebody without a name here: `un témoin`, `they`.
    Unnamed,
}

/// A verb of saying with its auxiliaries: from the first word to behind the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verb {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The pronoun behind it.
    pub(super) inverted: Option<&'static str>,
    pub(super) form: Form,
}

const PRONOUNS: [(&str, Option<Gender>); 22] = [
    ("il", Some(Gender::Male)),
    ("elle", Some(Gender::Female)),
    ("he", Some(Gender::Male)),
    ("she", Some(Gender::Female)),
    ("celui-ci", Some(Gender::Male)),
    ("celle-ci", Some(Gender::Female)),
    ("ils", None),
    ("elles", None),
    ("on", None),
    ("je", None),
    ("j'", None),
    ("nous", None),
    ("tu", None),
    ("vous", None),
    ("they", None),
    ("it", None),
    ("i", None),
    ("we", None),
    ("you", None),
    ("ça", None),
    ("cela", None),
    ("ceux-ci", None),
];
const LONGEST_PHRASE: usize = 26;

fn one_of(list: &[&str], word: &Word) -> bool {
    word.name.is_none() && list.contains(&word.key.as_ref())
}

fn facts(word: &Word) -> Facts {
    spelling::facts(&word.key)
}

/// True for `M.`, `Mme`, `Dr`, `President`, in front of a name.
fn is_title(word: &Word) -> bool {
    word.name.is_none() && facts(word).any(&[Cue::Title, Cue::TitleMale, Cue::TitleFemale])
}

/// `a`, `had`, but not `ayant`, which goes on.
fn is_auxiliary(word: &Word) -> bool {
    word.key != "ayant" && (word.is(Little::AUXILIARY) || word.is(Little::ENGLISH_AUXILIARY))
}

pub(super) fn pronoun(key: &str) -> Option<Who> {
    let (_, gender) = PRONOUNS.iter().find(|(known, _)| *known == key)?;
    Some(gender.map_or(Who::Unnamed, Who::Pronoun))
}

/// The verb of saying that begins at word `at`, clitics and auxiliaries first.
pub(super) fn verb_at(words: &[Word], at: usize) -> Option<Verb> {
    let mut i = at;
    while i < at + 3 && words.get(i).is_some_and(|word| word.is(Little::CLITIC) || word.is(Little::ADVERB)) {
        i += 1;
    }
    let first = words.get(i).filter(|word| word.name.is_none())?;
    let joined = |j: usize| words.get(j).is_some_and(|word| word.before < Gap::Colon && word.name.is_none());
    let english = first.is(Little::ENGLISH_AUXILIARY);
    if english || first.is(Little::AUXILIARY) {
        let fits = |form: Form| form.is(Form::PARTICIPLE) && form.is(Form::ENGLISH) == english;
        let found = (i + 1..i + 7).take_while(|&j| joined(j)).find(|&j| fits(words[j].form))?;
        let inverted = first.inverted.or(words[found].inverted);
        return Some(Verb { from: at, to: found + 1, inverted, form: words[found].form });
    }
    let form = first.form;
    form.is(Form::FINITE).then(|| Verb { from: at, to: i + 1, inverted: first.inverted, form })
}

/// Behind the determinations of time and place that begin at word `at`.
fn past_adverbials(words: &[Word], mut at: usize) -> usize {
    while let Some(word) = words.get(at).filter(|word| word.before <= Gap::Comma) {
        if word.is(Little::TIME) || word.is(Little::ADVERB) || word.name.is_none() && word.shape == Shape::Number {
            at += 1;
        } else if word.is(Little::PREPOSITION) {
            at = past_preposition(words, at);
        } else if word.name.is_none() && word.key.ends_with("ment") && word.shape == Shape::Lower {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Behind the preposition at word `at` and what it governs.
fn past_preposition(words: &[Word], at: usize) -> usize {
    let mut i = at + 1;
    while let Some(word) = words.get(i).filter(|word| word.before <= Gap::Space) {
        if let Some((_, kind)) = word.name {
            // "devant la presse Solveig Aubertin": the presse is all that is governed.
            let last = &words[i - 1];
            let noun = i > at + 1
                && !last.is(Little::DETERMINER)
                && !facts(last).any(&[Cue::Role, Cue::Kin])
                && !is_title(last);
            return if noun && kind == Kind::Person { i } else { i + 1 };
        }
        let determined = i > at + 1 && (word.is(Little::DETERMINER) || is_title(word));
        let verb = i > at + 1 && (is_auxiliary(word) || word.is(Little::RELATIVE));
        if determined || verb || word.is(Little::PREPOSITION) && i > at + 1 {
            break;
        }
        i += 1;
    }
    i
}

/// The noun phrase that begins at word `at`: whom it names, and where it ends.
pub(super) fn phrase(words: &[Word], at: usize) -> Option<(Who, usize)> {
    let first = words.get(at)?;
    if let Some(who) = pronoun(&first.key).filter(|_| first.name.is_none()) {
        return Some((who, at + 1));
    }
    let mut walk = Walk { words, at, preposition: None, roles: false, plain: false, body: None };
    if let Some((who, _)) = first.name {
        return Some((Who::Named(who), at + 1));
    }
    if !first.is(Little::DETERMINER) && !is_title(first) && !facts(first).any(&[Cue::Role, Cue::Kin]) {
        return None;
    }
    walk.plain = !first.is(Little::DETERMINER);
    walk.roles = walk.plain && facts(first).has(Cue::Role);
    Some(walk.through())
}

/// A way through a noun phrase.
struct Walk<'a> {
    words: &'a [Word<'a>],
    at: usize,
    preposition: Option<usize>,
    /// A role was met behind the last preposition: the next name is whose it is.
    roles: bool,
    /// A noun was met.
    plain: bool,
    /// An organisation that the phrase may be about.
    body: Option<LocalId>,
}

impl Walk<'_> {
    fn through(mut self) -> (Who, usize) {
        let mut i = self.at + 1;
        while let Some(word) = self.words.get(i).filter(|_| i < self.at + LONGEST_PHRASE) {
            if word.before >= Gap::Dash {
                break;
            }
            if word.before == Gap::Comma {
                return self.apposed(i);
            }
            if word.inverted.is_some() || word.is(Little::RELATIVE) || is_auxiliary(word) {
                break;
            }
            if let Some((who, kind)) = word.name {
                if self.heads(i, kind) {
                    return (Who::Named(who), i + 1);
                }
                if kind != Kind::Person && self.preposition.is_none() && !self.roles {
                    self.body = self.body.or(Some(who));
                }
            } else if word.is(Little::PREPOSITION) {
                (self.preposition, self.roles) = (Some(i), false);
            } else if word.form.is(Form::FINITE) && self.plain && !facts(word).any(&[Cue::Role, Cue::Kin]) {
                break;
            } else if !word.is(Little::DETERMINER) {
                self.roles |= facts(word).any(&[Cue::Role, Cue::Kin, Cue::Title, Cue::TitleMale, Cue::TitleFemale])
                    && (self.preposition.is_some() || !is_title(word));
                self.plain = true;
                // "the former US envoy": the country says only what kind.
                self.body = None;
            }
            i += 1;
        }
        (self.body.map_or(Who::Unnamed, Who::Named), i)
    }

    /// True when the name at word `i` is that of the phrase, and not of what it belongs to.
    fn heads(&self, i: usize, kind: Kind) -> bool {
        match (kind, self.preposition) {
            (Kind::Person, None) => true,
            // "le conseiller à la sécurité nationale Jake Sullivan", but "la sœur du maire Jean Roy".
            (Kind::Person, Some(preposition)) => {
                let between = &self.words[preposition + 1..i];
                between.iter().any(|word| !word.is(Little::DETERMINER)) && !self.roles
            }
            (_, None) => !self.plain && i == self.at + 1,
            _ => false,
        }
    }

    /// "le porte-parole du Kremlin, Dmitri Peskov": what stands behind the comma at word `i` may name the phrase.
    fn apposed(self, i: usize) -> (Who, usize) {
        if let Some((who, _)) = self.words[i].name.filter(|(_, kind)| *kind == Kind::Person) {
            return (Who::Named(who), i + 1);
        }
        if let Some((who, _)) = self.words[i].name.filter(|_| !self.roles && self.body.is_none()) {
            // "la fédération des banques, Febelfin,".
            let closed = self.words.get(i + 1).is_none_or(|word| word.before >= Gap::Comma);
            return if closed { (Who::Named(who), i + 1) } else { (Who::Unnamed, i) };
        }
        let introduced = self.words[i].is(Little::DETERMINER) || is_title(&self.words[i]);
        let rest = &self.words[i..self.words.len().min(i + LONGEST_PHRASE)];
        let first_comma =
            rest.iter().skip(1).position(|word| word.before >= Gap::Comma).map_or(rest.len(), |at| at + 1);
        let named = phrase(&rest[..first_comma], 0).filter(|_| introduced && self.body.is_none());
        match named {
            Some((Who::Named(who), end)) if self.is_person(i, end, who) => (Who::Named(who), i + end),
            _ => (self.body.map_or(Who::Unnamed, Who::Named), i),
        }
    }

    fn is_person(&self, from: usize, len: usize, who: LocalId) -> bool {
        self.words[from..from + len].iter().any(|word| word.name == Some((who, Kind::Person)))
    }
}

/// The subject behind a verb: `a déclaré mardi à Washington le conseiller Jake Sullivan`.
pub(super) fn subject_behind(words: &[Word], verb: Verb) -> Option<Who> {
    if let Some(inverted) = verb.inverted {
        return pronoun(inverted);
    }
    let at = past_adverbials(words, verb.to);
    let near = words.get(at).filter(|word| word.before <= Gap::Comma)?;
    let (who, end) = phrase(words, at)?;
    // "ont dit X et Y": both, and there is no saying so.
    let other = words.get(end).is_some_and(|word| one_of(&["et", "and"], word)) && names_person(words.get(end + 1));
    let both = other && names_person(Some(near));
    Some(if both { Who::Unnamed } else { who })
}

fn names_person(word: Option<&Word>) -> bool {
    word.and_then(|word| word.name).is_some_and(|(_, kind)| kind == Kind::Person)
}

/// The subject of the verb that begins at word `verb`, in front of it, in the clause whose words these are.
pub(super) fn subject_before(words: &[Word], verb: usize) -> Option<Who> {
    let coordinated = verb > 0 && one_of(&["et", "and", "puis", "but", "mais", "then"], &words[verb - 1]);
    let subjects = subjects(&words[..verb]);
    if coordinated {
        return subjects.first().map(|subject| subject.who);
    }
    let last = subjects.last()?;
    // Only what cannot be another noun may stand between.
    let between = &words[last.end..verb];
    let apposed = between.first().is_some_and(|word| word.before >= Gap::Comma)
        && words[verb].before >= Gap::Comma
        && between.len() <= LONGEST_PHRASE;
    let empty = past_adverbials(words, last.end) >= verb || between.iter().all(|word| word.is(Little::ADVERB));
    let relative = between.len() == 1 && one_of(&["qui", "who"], &between[0]);
    (apposed || empty || relative).then_some(last.who)
}

/// A noun phrase that may be a subject: behind no preposition, in no relative clause.
struct Subject {
    who: Who,
    end: usize,
}

fn subjects(words: &[Word]) -> Vec<Subject> {
    let mut out: Vec<Subject> = Vec::new();
    let (mut i, mut relative, mut governed) = (0, false, 0);
    while let Some(word) = words.get(i) {
        if relative && word.before >= Gap::Comma {
            relative = false;
        }
        if relative {
            i += 1;
        } else if word.is(Little::RELATIVE) && word.before >= Gap::Comma && i > 0 && i + 1 < words.len() {
            relative = true;
            i += 1;
        } else if word.is(Little::PREPOSITION) {
            // What stands first in the sentence says when and where.
            let inside = i > 1;
            i = past_preposition(words, i).max(i + 1);
            governed = if inside { i } else { 0 };
        } else if let Some((who, end)) = phrase(words, i) {
            let end = end.max(i + 1);
            // "avec son complice de toujours, Jean-Michel Larqué,".
            let closed = words.get(end).is_none_or(|next| next.before == Gap::Comma);
            if word.name.is_some() && word.before == Gap::Comma && governed == i && closed {
                i = end;
                continue;
            }
            // "John Womersley, the head of the lab, said".
            let apposed = word.before == Gap::Comma
                && who == Who::Unnamed
                && out.last().is_some_and(|last| last.end == i && matches!(last.who, Who::Named(_)));
            if apposed {
                out.last_mut().into_iter().for_each(|last| last.end = end);
            } else {
                out.push(Subject { who, end });
            }
            i = end;
        } else {
            i += 1;
        }
    }
    out
}

/// The noun phrases among `words` that may be subjects.
pub(super) fn subjects_of(words: &[Word]) -> Vec<Who> {
    subjects(words).into_iter().map(|subject| subject.who).collect()
}
