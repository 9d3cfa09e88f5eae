//! The user's last word on who is who: plain data, apart from all that the machine finds.
//!
//! A [`Ruling`] names its subjects as they are written and holds for every spelling of the same letters. [`Rules`] are
//! rulings put together, with the contradictions among them told and left out; the [`Registry`](super::Registry) obeys
//! them. [`lines`] is their text, one a line, parted by tabs. What is no ruling any more leaves no trace: the registry is a
//! function of the articles and the rulings.

pub mod lines;
mod rules;
mod spots;

pub(super) use rules::SubjectNo;
pub use rules::{Conflict, Rules};
pub use spots::spots;

use super::Kind;
use super::name::PersonName;
use super::plain::entity_key;
use crate::text::level::level;

/// Whom or what a ruling is about: a name, and what it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What it is, as far as the machine can tell: a ruling that changes this goes by what was there before.
    pub kind: Kind,
    /// As it is written, white space levelled.
    pub name: String,
}

/// One thing that the user said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ruling {
    /// The first is the second, under whose name both go.
    Same(Subject, Subject),
    /// They are two; or the first is not how the second is called.
    Different(Subject, Subject),
    /// It goes by this name.
    Called(Subject, String),
    /// It is of this kind.
    Is(Subject, Kind),
    /// It is nobody to be shown.
    Hidden(Subject),
    /// It is a name wherever it stands, though the machine misses it.
    Name(Subject),
}

/// What makes two subjects the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) kind: Kind,
    /// True when it can stand for its bearer in any article.
    pub(super) full: bool,
    pub(super) text: String,
}

impl Subject {
    /// A subject.
    #[must_use]
    pub fn new(kind: Kind, name: &str) -> Self {
        Self { kind, name: level(name) }
    }

    pub(super) fn key(&self) -> Key {
        key(self.kind, &self.name)
    }

    /// True when both are the same name of the same kind, however each is spelt.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

/// The key of a name.
pub(super) fn key(kind: Kind, name: &str) -> Key {
    if kind != Kind::Person {
        return Key { kind, full: true, text: entity_key(kind, name) };
    }
    let person = PersonName::new(name);
    let full = person.is_full();
    Key { kind, full, text: if full { person.joined() } else { person.bare() } }
}

impl Ruling {
    /// True when both say the same, however each is spelt.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Same(a, b), Self::Same(c, d)) => a.is(c) && b.is(d),
            (Self::Different(a, b), Self::Different(c, d)) => a.is(c) && b.is(d) || a.is(d) && b.is(c),
            (Self::Called(a, name), Self::Called(b, other)) => a.is(b) && name == other,
            (Self::Is(a, kind), Self::Is(b, other)) => a.is(b) && kind == other,
            (Self::Hidden(a), Self::Hidden(b)) => a.is(b),
            // Only this very spelling is looked for.
            (Self::Name(a), Self::Name(b)) => a == b,
            _ => false,
        }
    }

    /// Whom it is about.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        let (first, second) = match self {
            Self::Same(a, b) | Self::Different(a, b) => (a, Some(b)),
            Self::Called(a, _) | Self::Is(a, _) | Self::Hidden(a) | Self::Name(a) => (a, None),
        };
        [Some(first), second].into_iter().flatten()
    }

    /// What it says, as a person reads it.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Same(a, b) => format!("{} is {}", a.name, b.name),
            Self::Different(a, b) => format!("{} is not {}", a.name, b.name),
            Self::Called(a, name) => format!("{} is called {name}", a.name),
            Self::Is(a, kind) => format!("{} is {}", a.name, kind.article()),
            Self::Hidden(a) => format!("{} is hidden", a.name),
            Self::Name(a) => format!("{} is the name of {}", a.name, a.kind.article()),
        }
    }
}
