//! Quotations one by one, each with its place and whoever says it.

use serde::Serialize;

use super::Names;
use super::place::Places;
use crate::document::{Article, ArticleId, Span};
use crate::library::Pile;
use crate::names::{EntityId, Quotation};
use crate::text::safe;

/// A quotation and where it stands.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// The quotation.
    pub quotation: Quotation,
    /// Who says it, where the article tells.
    pub speaker: Option<EntityId>,
    /// Line of the article's text, from 1.
    pub line: usize,
    /// Column in that line, in characters, from 1.
    pub column: usize,
    /// What is said, on one line; safe to show.
    pub said: String,
}

/// The quotations in article `id` by those whom `wanted` says (`None` is whoever is not known), in the order of the text.
pub fn spoken(pile: &Pile, id: ArticleId, wanted: impl Fn(Option<EntityId>) -> bool) -> impl Iterator<Item = Spoken> {
    let text = pile.article(id).map_or("", |article| article.text());
    let mut places = Places::new(text);
    pile.quotations(id).iter().filter_map(move |&quotation| {
        let speaker = quotation.speaker.and_then(|who| pile.registry().entity_of(id, who));
        wanted(speaker).then(|| {
            let (line, column) = places.of(quotation.said.start());
            let words: Vec<&str> = quotation.said.of(text).split_whitespace().collect();
            Spoken { quotation, speaker, line, column, said: safe::line(&words.join(" ")).into_owned() }
        })
    })
}

/// A quotation as it is exported. The fields are written in this order; `start` and `end` are bytes of the article's text,
/// without the marks; `speaker` is null where the article does not tell, `cue` where no verb and no `selon` does.
#[derive(Debug, Serialize)]
pub struct SpokenRecord<'a> {
    path: &'a str,
    title: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    speaker: Option<&'a str>,
    kind: Option<&'static str>,
    cue: Option<CueRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct CueRecord<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> SpokenRecord<'a> {
    /// The record of `spoken` in `article`, which was read from `path`.
    #[must_use]
    pub fn new(path: &'a str, article: &'a Article, spoken: &Spoken, names: &'a mut Names) -> Self {
        let (text, said) = (article.text(), spoken.quotation.said);
        let cue = |cue: Span| CueRecord { start: cue.start(), end: cue.end(), text: cue.of(text) };
        let kind = spoken.speaker.and_then(|speaker| names.kind(speaker));
        Self {
            path,
            title: article.title(),
            start: said.start(),
            end: said.end(),
            line: spoken.line,
            column: spoken.column,
            text: said.of(text),
            speaker: spoken.speaker.map(|speaker| names.of(speaker)),
            kind,
            cue: spoken.quotation.cue.map(cue),
        }
    }
}
