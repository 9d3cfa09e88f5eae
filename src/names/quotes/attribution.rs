//! Who says a quotation, by the words around it.

use super::context::Context;
use super::grammar::{Verb, Who, phrase, subject_before, subject_behind, subjects_of, verb_at};
use super::speech::Form;
use super::words::Word;
use crate::document::Span;
use crate::names::Kind;
use crate::names::tokens::{Gap, Shape};

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    /// As the words around it say.
    Told(Who),
    /// Whoever says the quotation before it.
    Same,
}

/// What makes a stretch between marks a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) speaker: Speaker,
    /// The verb, or `selon`.
    pub(super) cue: Option<Span>,
}

impl Attribution {
    fn told(who: Who, words: &[Word]) -> Self {
        let cue = words.first().zip(words.last()).map(|(a, b)| Span::new(a.span.start(), b.span.end()));
        Self { speaker: Speaker::Told(who), cue }
    }
}

/// Nouns that announce a name or a title and no speech.
const NAMING: [&str; 32] = [
    "intitulé",
    "intitulée",
    "thème",
    "titre",
    "slogan",
    "mention",
    "baptisé",
    "baptisée",
    "nom",
    "devise",
    "appelé",
    "appelée",
    "nommé",
    "nommée",
    "dénommé",
    "dénommée",
    "film",
    "livre",
    "exposition",
    "spectacle",
    "chanson",
    "titré",
    "titrée",
    "roman",
    "called",
    "titled",
    "entitled",
    "named",
    "nicknamed",
    "dubbed",
    "surnommé",
    "surnommée",
];
/// Longest stretch of words between a verb and what it introduces.
const MOST_BETWEEN: usize = 26;

/// What stands behind says who speaks: `», a déclaré X`, `," said X`, `," X said`, `», selon X`.
pub(super) fn behind(context: &Context) -> Option<Attribution> {
    let words = &context.behind;
    let first = words.first()?;
    let comma = context.exit.contains(',') || context.quoted.inner.of(context.text).ends_with([',', '!', '?', '…']);
    if context.exit.contains([':', ';', '(', ')']) {
        return None;
    }
    if let Some(len) = citing(words, 0) {
        let who = phrase(words, len).map_or(Who::Unnamed, |(who, _)| who);
        return fits_behind(context, true).then(|| Attribution::told(who, &words[..len]));
    }
    if let Some(verb) = verb_at(words, 0) {
        let who = subject_behind(words, verb)?;
        let sure = comma || verb.inverted.is_some() || opens(context) && named_person(words, who);
        return fits_behind(context, sure).then(|| Attribution::told(who, &words[verb.from..verb.to]));
    }
    // English: the subject may come first, where a comma or the mark itself parts it.
    let capital_after_stop = context.quoted.inner.of(context.text).ends_with('.') && first.shape != Shape::Lower;
    if !comma || capital_after_stop {
        return None;
    }
    let (verb, who) = (1..words.len().min(16)).find_map(|at| {
        let verb = verb_at(words, at).filter(|verb| verb.form.is(Form::ENGLISH))?;
        Some((verb, subject_before(words, at)?))
    })?;
    // "forecaster Angus Hines said": the noun may stand without an article.
    phrase(words, 0).or_else(|| phrase(words, 1).filter(|_| words[0].shape == Shape::Lower))?;
    Some(Attribution::told(who, &words[verb.from..verb.to]))
}

fn named_person(words: &[Word], who: Who) -> bool {
    words.iter().any(|word| word.name.is_some_and(|(id, kind)| Who::Named(id) == who && kind == Kind::Person))
}

/// True when a verb behind can be meant for the quotation as a whole: not for a title inside the sentence.
fn fits_behind(context: &Context, sure: bool) -> bool {
    let length = context.inside.len();
    if opens(context) {
        return sure || length >= 4;
    }
    let title = context.begins_itself() && length < 7;
    sure && length >= 2 && !title
}

/// True when the quotation begins its sentence, or what stands behind a colon in it.
fn opens(context: &Context) -> bool {
    context.opens_sentence() || context.entry.contains([':', ';'])
}

/// How many words from `at` on cite somebody without a verb: `selon`, `d'après`, `according to`.
fn citing(words: &[Word], at: usize) -> Option<usize> {
    let key = |i: usize| words.get(at + i).filter(|word| word.name.is_none()).map_or("", |word| word.key.as_ref());
    match (key(0), key(1), key(2)) {
        ("selon", ..) => Some(1),
        ("d'", "après", _) | ("according", "to", _) => Some(2),
        ("à", "en", "croire") | ("de", "l'", "avis") | ("aux", "yeux", "de") => Some(3),
        _ => None,
    }
}

/// What stands before says who speaks: `X a déclaré : «`, `X estime que «`, `Selon X, «`, `X : «`.
pub(super) fn before(context: &Context) -> Option<Attribution> {
    let words = &context.before;
    let last = words.last()?;
    let naming = |word: &Word| word.name.is_none() && NAMING.contains(&word.key.as_ref());
    let titled = context.entry.contains(':') && words.iter().rev().take(3).any(naming);
    if context.entry.contains([';', ')']) || naming(last) || titled {
        return None;
    }
    by_verb(context).or_else(|| by_citing(context)).or_else(|| by_colon(context))
}

/// A verb of saying in front, with nothing between that could not be.
fn by_verb(context: &Context) -> Option<Attribution> {
    let words = &context.before;
    let verb = last_verb(words)?;
    let between = &words[verb.to..];
    let length = context.inside.len();
    let that = between
        .iter()
        .any(|word| word.name.is_none() && matches!(word.key.as_ref(), "que" | "qu'" | "that" | "si" | "how"));
    let comma = between.iter().any(|word| word.before == Gap::Comma) || context.entry.contains(',');
    let small = !context.begins_itself();
    let fits = between.is_empty()
        || between.len() <= MOST_BETWEEN && context.entry.contains(':') && length >= 2
        || between.len() <= MOST_BETWEEN && compared(words, verb) && context.entry.contains([',', ':']) && length >= 2
        || between.len() <= MOST_BETWEEN && that && length >= 3 && (small || length >= 6)
        || between.len() <= 7 && !comma && small && length >= 3 && !verb.form.is(Form::WEAK)
        || between.len() <= 9 && context.entry.contains(',') && !small && length >= 4;
    // "Jean Roy, dit « Le Grand »", "présente « La Traviata »": a name, and nothing said.
    let name = between.len() <= 7 && !that && !small && length <= 3 && !context.entry.contains([':', ',']);
    if !fits || name {
        return None;
    }
    let cue = &words[verb.from..verb.to];
    let attribution = |who| Some(Attribution::told(who, cue));
    if let Some(who) = teller(words, verb) {
        return attribution(who);
    }
    // "« … » et a ajouté que « … »": the subject is that of the quotation before.
    let bare = words[..verb.from]
        .iter()
        .all(|word| matches!(word.key.as_ref(), "et" | "and" | "puis" | "mais" | "but" | "then"));
    if bare && context.joined || verb.form.is(Form::INFINITIVE) && verb.from < 3 {
        let cue = Attribution::told(Who::Unnamed, cue).cue;
        return Some(Attribution { speaker: Speaker::Same, cue });
    }
    attribution(Who::Unnamed)
}

/// The subject of a verb in front of a quotation.
fn teller(words: &[Word], verb: Verb) -> Option<Who> {
    if compared(words, verb) {
        return subject_behind(words, verb);
    }
    if verb.inverted.is_some() {
        // "le médecin évoque-t-il".
        return subject_before(words, verb.from).or_else(|| subject_behind(words, verb));
    }
    if verb.form.is(Form::FINITE) || verb.to - verb.from > 1 && verb.form.is(Form::PARTICIPLE) {
        return subject_before(words, verb.from).or_else(|| subject_behind(words, verb).filter(|_| verb.from == 0));
    }
    // "affirmant que", "avant d'ajouter": the subject of the sentence.
    subjects_of(&words[..verb.from]).first().copied()
}

/// `comme le précise X`.
fn compared(words: &[Word], verb: Verb) -> bool {
    words[verb.from.saturating_sub(1)..verb.to].iter().any(|word| matches!(word.key.as_ref(), "comme" | "as"))
}

/// The last verb of saying among `words`.
fn last_verb(words: &[Word]) -> Option<Verb> {
    let mut best: Option<Verb> = None;
    for at in 0..words.len() {
        let found = verb_at(words, at).filter(|verb| !is_noun(words, *verb)).or_else(|| infinite(words, at));
        if let Some(verb) = found.filter(|verb| best.is_none_or(|best| verb.to > best.to)) {
            best = Some(verb);
        }
    }
    best
}

/// `la demande`, `une annonce`: no verbs.
fn is_noun(words: &[Word], verb: Verb) -> bool {
    let before = (verb.to - 1).checked_sub(1).and_then(|at| words.get(at)).map_or("", |word| word.key.as_ref());
    let fixed = matches!(
        before,
        "un" | "une" | "des" | "ce" | "cette" | "cet" | "son" | "sa" | "de" | "d'" | "du" | "au" | "the" | "an" | "à"
    );
    let article =
        matches!(before, "la" | "le" | "l'" | "les") && !words[..verb.to].iter().any(|word| word.key == "comme");
    fixed || article
}

/// `affirmant`, `et de conclure`, `avant d'ajouter`.
fn infinite(words: &[Word], at: usize) -> Option<Verb> {
    let word = words.get(at).filter(|word| word.name.is_none())?;
    let form = word.form;
    let before = at.checked_sub(1).map_or("", |before| words[before].key.as_ref());
    let linked = form.is(Form::INFINITIVE) && !form.is(Form::ENGLISH) && matches!(before, "de" | "d'");
    let linked =
        linked && at >= 2 && (words[at - 2].name.is_some() || matches!(words[at - 2].key.as_ref(), "et" | "avant"));
    let gerund = form.is(Form::GERUND) && !matches!(before, "un" | "une" | "le" | "the" | "a");
    // "a condamné le crime et estimé que": the auxiliary stands far off.
    let second = form.is(Form::PARTICIPLE) && !form.is(Form::FINITE) && matches!(before, "et" | "and" | "puis");
    (linked || gerund || second).then_some(Verb { from: at, to: at + 1, inverted: None, form })
}

/// `Selon X, « … »`, `Pour X : « … »`.
fn by_citing(context: &Context) -> Option<Attribution> {
    let words = &context.before;
    let (at, len) = (0..words.len()).rev().find_map(|at| Some((at, citing(words, at)?))).or_else(|| {
        let first = words.first().filter(|word| word.name.is_none())?;
        matches!(first.key.as_ref(), "pour" | "for").then_some((0, 1))
    })?;
    let (who, end) = phrase(words, at + len)?;
    let rest = &words[end.min(words.len())..];
    let length = context.inside.len();
    let weak = matches!(words[at].key.as_ref(), "pour" | "for");
    let parted = context.entry.contains([',', ':']);
    let fits = rest.is_empty() && parted && length >= 2
        || !weak && rest.len() <= MOST_BETWEEN && context.entry.contains(':') && length >= 4
        || rest.len() <= MOST_BETWEEN && !context.begins_itself() && length >= 3 && (!weak || length >= 6);
    fits.then(|| Attribution::told(who, &words[at..at + len]))
}

/// `X : « … »`, and longer: the subject of the sentence when nobody else stands in it.
fn by_colon(context: &Context) -> Option<Attribution> {
    let words = &context.before;
    let length = context.inside.len();
    if !context.entry.contains(':') || length < 2 || !(context.begins_itself() && length >= 3 || length >= 6) {
        return None;
    }
    let people = || words.iter().filter_map(|word| word.name).filter(|(_, kind)| *kind == Kind::Person);
    let one = people().next().filter(|first| people().all(|other| other.0 == first.0));
    let subject = subjects_of(words).first().copied();
    let who = match (subject, one) {
        (Some(Who::Named(who)), Some((person, _))) if who == person => Who::Named(who),
        (Some(Who::Named(who)), None) if words.len() == 1 => Who::Named(who),
        _ => Who::Unnamed,
    };
    Some(Attribution { speaker: Speaker::Told(who), cue: None })
}
