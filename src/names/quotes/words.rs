//! The words around and inside a quotation, each name as one word.

use std::borrow::Cow;

use super::little::{Little, sorts};
use super::speech::Form;
use crate::document::Span;
use crate::names::tokens::{Gap, Shape, Token};
use crate::names::{Kind, LocalId, Mention, Tokenised};

/// A word, or a name of several.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    pub(super) span: Span,
    /// In lower case, with a straight apostrophe, without the pronoun behind a hyphen.
    pub(super) key: Cow<'a, str>,
    /// The pronoun behind a hyphen: `a-t-il`.
    pub(super) inverted: Option<&'static str>,
    pub(super) before: Gap,
    pub(super) shape: Shape,
    /// What it may be of a sentence's little words.
    pub(super) little: Little,
    /// What it may be of a verb of saying.
    pub(super) form: Form,
    /// Whom it names.
    pub(super) name: Option<(LocalId, Kind)>,
}

impl Word<'_> {
    /// True for a little word of this sort.
    pub(super) fn is(&self, sort: Little) -> bool {
        self.little.is(sort)
    }
}

/// Pronouns that stand behind their verb.
const INVERTED: [&str; 6] = ["il", "elle", "ils", "elles", "on", "je"];

/// The words in the stretch `span` of the article, with the names among `mentions`, which are all those of it.
pub(super) fn words<'a>(article: &Tokenised<'a>, span: Span, mentions: &[Mention]) -> Vec<Word<'a>> {
    let tokens: Vec<Token> = article.within(span).collect();
    words_of(article, &tokens, mentions)
}

/// The words that `tokens`, which stand side by side, are in the article.
pub(super) fn words_of<'a>(article: &Tokenised<'a>, tokens: &[Token], mentions: &[Mention]) -> Vec<Word<'a>> {
    let text = article.article().text();
    let start = tokens.first().map_or(0, |first| first.span.start());
    let mut out: Vec<Word> = Vec::with_capacity(tokens.len());
    let mut at = mentions.partition_point(|mention| mention.span.end() <= start);
    for &token in tokens {
        while mentions.get(at).is_some_and(|mention| mention.span.end() <= token.span.start()) {
            at += 1;
        }
        let mention = mentions.get(at).filter(|mention| mention.span.start() < token.span.end());
        let name = mention.map(|mention| (mention.local, mention.kind));
        if let (Some(mention), Some(last)) = (mention, out.last_mut())
            && last.name == name
            && last.span.start() >= mention.span.start()
        {
            last.span = Span::new(last.span.start(), token.span.end());
            continue;
        }
        let whole = if name.is_some() { Cow::Borrowed("") } else { lower(token.span.of(text)) };
        let (key, inverted) = split(whole);
        let (little, form) = if name.is_some() { Default::default() } else { sorts(&key) };
        let Token { span, before, shape, .. } = token;
        out.push(Word { span, key, inverted, before, shape, little, form, name });
    }
    // "A Bukavu, l'archevêché": the accent is often left off a capital.
    for i in 1..out.len() {
        let place = out[i].name.is_some_and(|(_, kind)| kind == Kind::Place);
        if place && out[i - 1].key == "a" && out[i - 1].shape == Shape::Initial {
            out[i - 1].key = Cow::Borrowed("à");
            (out[i - 1].little, out[i - 1].form) = sorts("à");
        }
    }
    join_spaced(&mut out);
    out
}

/// `surface` in lower case, with a straight apostrophe: most words are so already.
fn lower(surface: &str) -> Cow<'_, str> {
    let plain = |c: char| if c.is_ascii() { !c.is_ascii_uppercase() } else { c.is_lowercase() };
    match surface {
        "l’" => Cow::Borrowed("l'"),
        "d’" => Cow::Borrowed("d'"),
        "qu’" => Cow::Borrowed("qu'"),
        "s’" => Cow::Borrowed("s'"),
        "n’" => Cow::Borrowed("n'"),
        "c’" => Cow::Borrowed("c'"),
        "j’" => Cow::Borrowed("j'"),
        _ if surface.chars().all(plain) => Cow::Borrowed(surface),
        _ => Cow::Owned(surface.to_lowercase().replace('’', "'")),
    }
}

/// The verb and the pronoun of `a-t-il`, `dit-elle`.
fn split(key: Cow<'_, str>) -> (Cow<'_, str>, Option<&'static str>) {
    let Some((verb, pronoun)) = key.rsplit_once('-') else { return (key, None) };
    let Some(pronoun) = INVERTED.into_iter().find(|known| *known == pronoun) else { return (key, None) };
    let end = verb.trim_end_matches("-t").len();
    let verb = match key {
        Cow::Borrowed(key) => Cow::Borrowed(&key[..end]),
        Cow::Owned(mut key) => {
            key.truncate(end);
            Cow::Owned(key)
        }
    };
    (verb, Some(pronoun))
}

/// `a -t -il`, as some papers space it, is `a-t-il`.
fn join_spaced(words: &mut Vec<Word>) {
    let mut i = 1;
    while i < words.len() {
        let dashed = |at: usize| words.get(at).is_some_and(|word| matches!(word.before, Gap::Dash | Gap::Sign));
        let skip = usize::from(words[i].key == "t" && dashed(i));
        let pronoun = words.get(i + skip).filter(|_| dashed(i + skip));
        let pronoun = pronoun.and_then(|word| INVERTED.into_iter().find(|known| *known == word.key));
        let verb = &words[i - 1];
        if let Some(pronoun) = pronoun.filter(|_| verb.name.is_none() && verb.inverted.is_none()) {
            let end = words[i + skip].span.end();
            let verb = &mut words[i - 1];
            verb.inverted = Some(pronoun);
            verb.span = Span::new(verb.span.start(), end);
            words.drain(i..=i + skip);
        }
        i += 1;
    }
}
