//! The query: `sanctions person:"Kim Jong Un" -sport after:2023-09`.
//!
//! Words, `"phrases"` and `prefix*` are looked for in the text; [`FIELDS`] are conditions on everything else. What stands
//! side by side must all hold, `OR` (or `|`, or `OU`) wants one of two, a minus excludes, parentheses group. Words match whole
//! words of the folded text; a phrase matches across line breaks and double spaces but not from one block into the next.
//!
//! Reading a query never fails: what is odd about it comes back as a [`Complaint`] with its place, beside the lenient
//! reading. What an article is a query asks through [`Subject`]; what day it is the caller says.

mod ast;
mod complete;
mod date;
mod field;
mod near;
mod parse;
mod text;
mod token;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

use crate::text::stopwords;

pub use ast::{Flag, Name, NameKind, Node, Tag, Term};
pub use complete::{Completion, Place, complete};
pub use date::{Bound, Date, Unit, When};
pub use field::{FIELDS, Field, FieldSpec, ValueKind};
pub use near::{Company, Near};
pub use text::{Edges, Text};

/// What is odd about a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The place in what was typed, in bytes.
    pub range: Range<usize>,
    /// What is wrong, and how it was read.
    pub message: Cow<'static, str>,
}

/// What a query is asked about. Whatever is not known of it is not so, and a text alone is a subject of which nothing
/// else is known.
pub trait Subject {
    /// Its text, folded (see [`fold`](crate::text::fold::fold)): a blank line stands between two blocks, and no phrase
    /// reaches over it. Asked for last, and only when the answer depends on it.
    fn text(&self) -> &str;

    /// True when a word or phrase stands in its text. Who has an index asks that first.
    fn says(&self, text: &Text) -> bool {
        text.stands_in(self.text())
    }

    /// Its title, folded.
    fn title(&self) -> Option<&str> {
        None
    }

    /// Who published it, folded.
    fn source(&self) -> Option<&str> {
        None
    }

    /// The code of its language, in lower case.
    fn language(&self) -> Option<&str> {
        None
    }

    /// The day it was published.
    fn published(&self) -> Option<NaiveDate> {
        None
    }

    /// True when it names whoever goes by the name.
    fn names(&self, _name: &Name) -> bool {
        false
    }

    /// True when those whom `near` asks for stand together in it.
    fn brings_together(&self, _near: &Near) -> bool {
        false
    }

    /// True when it has the tag, which is given folded.
    fn has_tag(&self, _folded: &str) -> bool {
        false
    }

    /// True when the reader did this with it.
    fn is(&self, _flag: Flag) -> bool {
        false
    }
}

/// A folded text of which nothing else is known.
impl Subject for str {
    fn text(&self) -> &str {
        self
    }
}

/// A parsed query. Two of them are equal when they read the same, whatever there was to say about them.
#[derive(Debug, Clone)]
pub struct Query {
    root: Node,
    complaints: Vec<Complaint>,
}

impl Default for Query {
    fn default() -> Self {
        Self { root: Node::All(Vec::new()), complaints: Vec::new() }
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Eq for Query {}

/// The query in the form that reads the same, without what was left out of it.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Query {
    /// Reads what was typed on the day `today`.
    #[must_use]
    pub fn parse(typed: &str, today: NaiveDate) -> Self {
        Self::new(parse::parse(typed, today, false))
    }

    /// Reads a name as somebody writes it in a list: whatever goes by it, as `name:` finds it.
    #[must_use]
    pub fn called(name: &str) -> Self {
        Node::called(name, false).map_or_else(Self::default, |root| Self { root, complaints: Vec::new() })
    }

    /// True when what was typed is words alone, without quotation marks, asterisks, operators and fields: what may as well
    /// be a name.
    #[must_use]
    pub fn is_plain(typed: &str) -> bool {
        !typed.contains('*') && token::tokens(typed).iter().all(token::Token::is_plain)
    }

    /// Reads a plain phrase to search for in a text: no operators, and it may start and end inside words.
    #[must_use]
    pub fn literal(typed: &str) -> Self {
        let text = Text::with_edges(typed, Edges::Free);
        text.map_or_else(Self::default, |text| Self { root: Node::Term(Term::Text(text)), complaints: Vec::new() })
    }

    /// The same query with its last word taken as unfinished, for results while somebody is still typing. `None`
    /// when the last word is finished already, or is none that could go on.
    #[must_use]
    pub fn unfinished(typed: &str, today: NaiveDate) -> Option<Self> {
        let parsed = parse::parse(typed, today, true);
        parsed.opened.then(|| Self::new(parsed))
    }

    fn new(parsed: parse::Parsed) -> Self {
        Self { root: parsed.root.unwrap_or(Node::All(Vec::new())), complaints: parsed.complaints }
    }

    /// What must hold.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// True when the answer depends on what the reader did: `is:`, `tag:`.
    #[must_use]
    pub fn asks_of_reader(&self) -> bool {
        self.root.asks_of_reader()
    }

    /// True when the query holds for everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.root, Node::All(parts) if parts.is_empty())
    }

    /// What is odd about it, in order of place.
    #[must_use]
    pub fn complaints(&self) -> &[Complaint] {
        &self.complaints
    }

    /// True when the query holds for `subject`.
    #[must_use]
    pub fn matches(&self, subject: &(impl Subject + ?Sized)) -> bool {
        self.root.holds(subject)
    }

    /// The words and phrases that it looks for in the text, wanted or not, each once.
    #[must_use]
    pub fn texts(&self) -> Vec<&Text> {
        let mut texts: Vec<&Text> = Vec::new();
        self.root.visit(false, &mut |term, _| match term {
            Term::Text(text) if !texts.contains(&text) => texts.push(text),
            _ => {}
        });
        texts
    }

    /// How often each of [`Query::wanted`] stands in a folded text.
    #[must_use]
    pub fn counts(&self, folded: &str) -> Vec<u32> {
        self.wanted().iter().map(|text| text.places(folded).count() as u32).collect()
    }

    /// The words and phrases that it wants in the text: those that no minus excludes.
    #[must_use]
    pub fn wanted(&self) -> Vec<&Text> {
        let mut wanted = Vec::new();
        self.root.visit(false, &mut |term, negated| match term {
            Term::Text(text) if !negated => wanted.push(text),
            _ => {}
        });
        wanted
    }

    /// The names in it, and whether a minus excludes them.
    #[must_use]
    pub fn names(&self) -> Vec<(&Name, bool)> {
        let mut names = Vec::new();
        self.root.visit(false, &mut |term, negated| {
            if let Term::Name(name) = term {
                names.push((name, negated));
            }
        });
        names
    }

    /// What it wants to stand together, and whether a minus excludes that.
    #[must_use]
    pub fn nears(&self) -> Vec<(&Near, bool)> {
        let mut nears = Vec::new();
        self.root.visit(false, &mut |term, negated| {
            if let Term::Near(near) = term {
                nears.push((near, negated));
            }
        });
        nears
    }

    /// The places that the query is about: every hit of what it wants in the `folded` text, as byte ranges of the original,
    /// to which `back` leads. Ascending and disjoint, at most `limit` of them. Little words of the text's `language` (its ISO
    /// 639-1 code) are no places beside others: `le sommet` is about the summit.
    #[must_use]
    pub fn hits(
        &self,
        folded: &str,
        language: Option<&str>,
        limit: usize,
        mut back: impl FnMut(Range<usize>) -> Range<usize>,
    ) -> Vec<Range<usize>> {
        let mut wanted = self.wanted();
        // In capitals it is a name: the EU, the US.
        let little = |text: &&Text, code| {
            stopwords::is_stop_word(text.folded(), code) && !text.typed().chars().any(char::is_uppercase)
        };
        let tells = |text: &&Text| language.is_none_or(|code| !little(text, code));
        if wanted.iter().any(tells) {
            wanted.retain(tells);
        }
        let mut hits: Vec<Range<usize>> = wanted.iter().flat_map(|wanted| wanted.places(folded).take(limit)).collect();
        hits.sort_unstable_by_key(|h| (h.start, h.end));
        let mut out: Vec<Range<usize>> = Vec::new();
        for hit in hits {
            let source = back(hit);
            if out.len() < limit && out.last().is_none_or(|last| last.end <= source.start) {
                out.push(source);
            }
        }
        out
    }
}

impl Node {
    /// True when this part holds for `subject`. What must be looked for in the text comes last: everything else is a
    /// thousand times cheaper.
    fn holds(&self, subject: &(impl Subject + ?Sized)) -> bool {
        match self {
            Self::All(parts) => {
                parts.iter().filter(|part| !part.reads()).all(|part| part.holds(subject))
                    && parts.iter().filter(|part| part.reads()).all(|part| part.holds(subject))
            }
            Self::Any(parts) => {
                parts.iter().filter(|part| !part.reads()).any(|part| part.holds(subject))
                    || parts.iter().filter(|part| part.reads()).any(|part| part.holds(subject))
            }
            Self::Not(inner) => !inner.holds(subject),
            Self::Term(term) => term.holds(subject),
        }
    }

    /// True when the answer depends on what the reader did.
    fn asks_of_reader(&self) -> bool {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(Self::asks_of_reader),
            Self::Not(inner) => inner.asks_of_reader(),
            Self::Term(term) => matches!(term, Term::Tag(_) | Term::Is(_)),
        }
    }

    /// True when it may have to look into the text.
    fn reads(&self) -> bool {
        match self {
            Self::All(_) | Self::Any(_) | Self::Term(Term::Text(_)) => true,
            Self::Not(inner) => inner.reads(),
            Self::Term(_) => false,
        }
    }
}

impl Term {
    fn holds(&self, subject: &(impl Subject + ?Sized)) -> bool {
        match self {
            Self::Text(text) => subject.says(text),
            Self::Title(text) => subject.title().is_some_and(|title| text.stands_in(title)),
            Self::Source(text) => subject.source().is_some_and(|source| text.stands_in(source)),
            Self::Feed(text) => subject.source().is_some_and(|source| text.is_all_of(source)),
            Self::Name(name) => subject.names(name),
            Self::Near(near) => subject.brings_together(near),
            Self::Language(code) => subject.language() == Some(code.as_str()),
            Self::Tag(tag) => subject.has_tag(&tag.folded),
            Self::Is(flag) => subject.is(*flag),
            Self::Date(date) => subject.published().is_some_and(|day| date.holds(day)),
        }
    }
}

#[cfg(test)]
mod tests;
