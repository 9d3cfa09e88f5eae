//! A query as a tree.

use std::fmt;

use super::date::{Bound, Date};
use super::field::{Field, FieldSpec};
use super::near::{self, Near};
use super::text::{Edges, Text};
use super::token::{is_bare, quoted};
use crate::text::fold::fold;
use crate::text::level::level;

/// A part of a query. Made by the parser, which keeps groups flat: no [`Node::All`] stands directly in another, no
/// [`Node::Any`] in another, no [`Node::Not`] in another, and a group has at least two parts. Only the empty query is
/// an empty [`Node::All`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// All of these must hold.
    All(Vec<Self>),
    /// At least one of these must hold.
    Any(Vec<Self>),
    /// This must not hold.
    Not(Box<Self>),
    /// A condition.
    Term(Term),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Stands in the text.
    Text(Text),
    /// Stands in the title.
    Title(Text),
    /// Stands in the name of who published it.
    Source(Text),
    /// Its source is called this and nothing more.
    Feed(Text),
    /// Somebody or something is named.
    Name(Name),
    /// Those named beside it stand together.
    Near(Near),
    /// The language, as a code in lower case.
    Language(String),
    /// The reader gave it this tag.
    Tag(Tag),
    /// The reader did this with it.
    Is(Flag),
    /// When it was published.
    Date(Date),
}

/// What a name in a query names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// Somebody.
    Person,
    /// A company, party, ministry …
    Organisation,
    /// A country, town, river …
    Place,
}

/// A name that an article is to name, in whatever spelling.
#[derive(Debug, Clone)]
pub struct Name {
    /// What it names.
    pub kind: NameKind,
    /// The name, folded.
    pub folded: String,
    /// True when its last word may go on.
    pub open: bool,
    typed: String,
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.folded, self.open) == (other.kind, &other.folded, other.open)
    }
}

impl Eq for Name {}

impl Name {
    pub(super) fn new(kind: NameKind, typed: &str) -> Option<Self> {
        let text = Text::new(typed)?;
        let open = text.edges() == Edges::Prefix;
        Some(Self { kind, folded: fold(text.typed()).trim().to_owned(), open, typed: text.typed().to_owned() })
    }

    /// The same with its last word open.
    pub(super) fn opened(self) -> Self {
        Self { open: true, ..self }
    }

    /// As it was typed, without quotation marks and asterisk.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }
}

/// A tag that the reader gives to articles.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The tag, folded.
    pub folded: String,
    typed: String,
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Tag {}

impl Tag {
    pub(super) fn new(typed: &str) -> Option<Self> {
        let typed = level(typed);
        let folded = fold(&typed).trim().to_owned();
        (!folded.is_empty()).then_some(Self { folded, typed })
    }
}

/// What a reader does with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Marked with a star.
    Starred,
    /// Has a note.
    Noted,
    /// Came in since the last visit.
    New,
}

impl Flag {
    const ALL: [Self; 5] = [Self::Unread, Self::Read, Self::Starred, Self::Noted, Self::New];
    /// What each is called in a query.
    pub(super) const NAMES: [&'static str; 5] = ["unread", "read", "starred", "noted", "new"];

    pub(super) fn find(name: &str) -> Option<Self> {
        let at = Self::NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        Some(Self::ALL[at])
    }

    fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

impl Node {
    /// What is called `typed`, be it somebody, an organisation, a place or only a word; with `open` its last word may go on.
    pub(super) fn called(typed: &str, open: bool) -> Option<Self> {
        let name = |kind| Name::new(kind, typed).map(|name| if open { name.opened() } else { name });
        let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Place];
        let text = Text::new(typed).map(|text| if open { text.opened() } else { text });
        let names = kinds.into_iter().filter_map(name).map(Term::Name);
        Self::any(names.chain(text.map(Term::Text)).map(Self::Term).collect())
    }

    /// All of these, flat.
    pub(super) fn all(parts: Vec<Self>) -> Option<Self> {
        Self::group(parts, Self::All, |part| match part {
            Self::All(parts) => Ok(parts),
            other => Err(other),
        })
    }

    /// One of these, flat.
    pub(super) fn any(parts: Vec<Self>) -> Option<Self> {
        Self::group(parts, Self::Any, |part| match part {
            Self::Any(parts) => Ok(parts),
            other => Err(other),
        })
    }

    fn group(
        parts: Vec<Self>,
        make: fn(Vec<Self>) -> Self,
        open: impl Fn(Self) -> Result<Vec<Self>, Self>,
    ) -> Option<Self> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match open(part) {
                Ok(inner) => flat.extend(inner),
                Err(part) => flat.push(part),
            }
        }
        if flat.len() > 1 { Some(make(flat)) } else { flat.pop() }
    }

    /// The contrary of it.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Calls `visit` for each condition in the order of the query, and whether a minus stands before it or before a
    /// group that it is in.
    pub(super) fn visit<'a>(&'a self, negated: bool, visit: &mut impl FnMut(&'a Term, bool)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.visit(negated, visit)),
            Self::Not(inner) => inner.visit(true, visit),
            Self::Term(term) => visit(term, negated),
        }
    }
}

/// The text that reads as this part, inside of a larger one.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, joint) = match self {
            Self::All(parts) => (parts, " "),
            Self::Any(parts) => (parts, " OR "),
            Self::Not(inner) => {
                return match **inner {
                    Self::Term(_) => write!(f, "-{inner}"),
                    _ => write!(f, "-({inner})"),
                };
            }
            Self::Term(term) => return term.fmt(f),
        };
        for (at, part) in parts.iter().enumerate() {
            f.write_str(if at > 0 { joint } else { "" })?;
            // Words side by side hold together more closely than OR does.
            match part {
                Self::Any(_) => write!(f, "({part})")?,
                _ => part.fmt(f)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, typed, open) = match self {
            Self::Text(text) => return value(f, text.typed(), text.edges() == Edges::Prefix),
            Self::Title(text) => (Field::Title, text.typed(), text.edges() == Edges::Prefix),
            Self::Source(text) => (Field::Source, text.typed(), text.edges() == Edges::Prefix),
            Self::Feed(text) => (Field::Feed, text.typed(), text.edges() == Edges::Prefix),
            Self::Name(name) => (name.kind.field(), name.typed(), name.open),
            Self::Near(_) => return f.write_str(&near::shown()),
            Self::Language(code) => (Field::Language, code.as_str(), false),
            Self::Tag(tag) => (Field::Tag, tag.typed.as_str(), false),
            Self::Is(flag) => (Field::Is, flag.name(), false),
            Self::Date(date) => {
                let field = match date.bound {
                    Bound::After => Field::After,
                    Bound::Before => Field::Before,
                    Bound::On => Field::On,
                };
                return write!(f, "{}:{}", FieldSpec::of(field).name, date.when);
            }
        };
        write!(f, "{}:", FieldSpec::of(field).name)?;
        value(f, typed, open)
    }
}

impl NameKind {
    fn field(self) -> Field {
        match self {
            Self::Person => Field::Person,
            Self::Organisation => Field::Organisation,
            Self::Place => Field::Place,
        }
    }
}

/// A word as it stands, anything else in quotation marks.
fn value(f: &mut fmt::Formatter<'_>, typed: &str, open: bool) -> fmt::Result {
    let star = if open { "*" } else { "" };
    if is_bare(typed) { write!(f, "{typed}{star}") } else { f.write_str(&quoted(&format!("{typed}{star}"))) }
}
