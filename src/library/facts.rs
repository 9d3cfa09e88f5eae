//! What a query can know of an article.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Answers, Bearers, Entry, read};
use crate::document::{ArticleId, Published, Span};
use crate::search::query::{Flag, Name, Near, Query, Subject, Text};
use crate::text::fold::{Long, fold};

/// More places in one text than anybody steps through.
const MAX_PLACES: usize = 100_000;

/// What the user did with an article, as a query asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a thing of its own that a query asks for")]
pub struct Marked {
    /// It was read.
    pub read: bool,
    /// It was starred.
    pub starred: bool,
    /// There is a note on it.
    pub noted: bool,
    /// It came in since the last visit.
    pub new: bool,
    /// Its tags, folded.
    pub tags: Vec<String>,
}

/// What the user did, by article; those that are not here are untouched.
pub type MarkedArticles = HashMap<ArticleId, Marked>;

/// An article as a query sees it. Nothing is folded before the query asks for it, and a text that is not held is read from
/// its source: not for the thread of the screen.
#[derive(Debug)]
pub struct Facts<'a> {
    id: ArticleId,
    entry: &'a Entry,
    shown: &'a str,
    bearers: &'a Bearers,
    marked: Option<&'a Marked>,
    answers: Option<&'a Answers>,
    text: OnceCell<Arc<Long>>,
    title: OnceCell<String>,
    source: OnceCell<String>,
}

impl<'a> Facts<'a> {
    /// What is known of the article that the pile calls `id`; `bearers` are those of the query.
    #[must_use]
    pub fn new(id: ArticleId, entry: &'a Entry, title: &'a str, bearers: &'a Bearers) -> Self {
        let (text, folded, source) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { id, entry, shown: title, bearers, marked: None, answers: None, text, title: folded, source }
    }

    /// The same, with what the user did with the article.
    #[must_use]
    pub fn marked(self, marked: &'a MarkedArticles) -> Self {
        Self { marked: marked.get(&self.id), ..self }
    }

    /// The same, with what the library's index says.
    #[must_use]
    pub fn answered(self, answers: Option<&'a Answers>) -> Self {
        Self { answers, ..self }
    }

    /// The same, with its text folded already.
    #[must_use]
    pub fn folded(self, text: Arc<Long>) -> Self {
        Self { text: text.into(), ..self }
    }

    fn long(&self) -> &Long {
        self.text.get_or_init(|| {
            let article = self.entry.article().cloned().or_else(|| read::again(self.entry));
            Arc::new(Long::new(article.as_ref().map_or("", |article| article.text())))
        })
    }
}

impl Subject for Facts<'_> {
    fn says(&self, text: &Text) -> bool {
        let answer = self.answers.zip(self.entry.kept()).and_then(|(answers, kept)| answers.says(text, kept));
        answer.unwrap_or_else(|| text.stands_in(self.text()))
    }

    fn text(&self) -> &str {
        self.long().text()
    }

    fn title(&self) -> Option<&str> {
        Some(self.title.get_or_init(|| fold(self.shown)))
    }

    fn source(&self) -> Option<&str> {
        let source = self.entry.head()?.publisher.as_deref()?;
        Some(self.source.get_or_init(|| fold(source)))
    }

    fn language(&self) -> Option<&str> {
        self.entry.head()?.language.as_deref()
    }

    fn published(&self) -> Option<NaiveDate> {
        self.entry.head()?.published.map(Published::day)
    }

    fn names(&self, name: &Name) -> bool {
        self.bearers.name(name, self.id)
    }

    fn brings_together(&self, near: &Near) -> bool {
        self.bearers.bring_together(near, self.id)
    }

    fn has_tag(&self, folded: &str) -> bool {
        self.marked.is_some_and(|marked| marked.tags.iter().any(|tag| tag == folded))
    }

    fn is(&self, flag: Flag) -> bool {
        let is = |what: fn(&Marked) -> bool| self.marked.is_some_and(what);
        match flag {
            Flag::Unread => !is(|marked| marked.read),
            Flag::Read => is(|marked| marked.read),
            Flag::Starred => is(|marked| marked.starred),
            Flag::Noted => is(|marked| marked.noted),
            Flag::New => is(|marked| marked.new),
        }
    }
}

/// The places in an article that a query is about: what it looks for in the text, and the `mentions` of those whom it asks
/// for, which [`Bearers::mentions`] knows. Ascending and disjoint; `None` when the query does not hold.
#[must_use]
pub fn places(query: &Query, facts: &Facts, mentions: Vec<Span>) -> Option<Vec<Span>> {
    if !query.matches(facts) {
        return None;
    }
    let mut places = mentions;
    if !query.wanted().is_empty() {
        let folded = facts.long();
        let text = facts.entry.article().map_or("", |article| article.text());
        let mut back = folded.way_back(text);
        let language = facts.entry.article().and_then(|article| article.language());
        let hits = query.hits(folded.text(), language, MAX_PLACES, |hit| back.source_range(hit.start, hit.end));
        places.extend(hits.into_iter().map(Span::from));
    }
    places.sort_unstable();
    let mut end = 0;
    places.retain(|place| {
        let free = place.start() >= end;
        end = if free { place.end() } else { end };
        free
    });
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};

    #[test]
    fn a_query_finds_its_words_and_its_people_each_place_once() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, "Un été");
        builder.block(BlockKind::Paragraph, "L’été de Zoé Hémon.");
        builder.source("Le Journal").language("fr");
        let entry = Entry::read(builder.finish("x"));
        let article = entry.article().unwrap();
        let text = article.text();
        let at = text.find("Zoé").unwrap();
        let mentions = vec![Span::new(at, at + "Zoé Hémon".len())];
        let found = |typed: &str| {
            let query = Query::parse(typed, NaiveDate::default());
            let bearers = Bearers::default();
            let places = places(&query, &Facts::new(ArticleId(0), &entry, article.title(), &bearers), mentions.clone());
            places.map(|places| places.into_iter().map(|place| place.of(text)).collect::<Vec<_>>())
        };
        assert_eq!(found("ete hemon"), Some(vec!["été", "été", "Zoé Hémon"]));
        assert_eq!(found("title:ete source:journal lang:fr is:unread"), Some(vec!["Zoé Hémon"]));
        assert_eq!(found("hiver"), None);
        assert_eq!(found("ete after:2020"), None);
    }
}
