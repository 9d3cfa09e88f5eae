//! The labels of the tagger: outside, and begin and inside of each kind (BIO).

use crate::names::Kind;

/// What a tagged name names: the three kinds, and the proper names that are none of them (events, works, laws,
/// products), which the tagger learns in order not to take them for people or places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// One of the kinds that are shown.
    Kind(Kind),
    /// Another proper name.
    Other,
}

impl Class {
    /// The kind, for those that are shown.
    #[must_use]
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Kind(kind) => Some(kind),
            Self::Other => None,
        }
    }
}

/// Number of labels.
pub const LABELS: usize = 9;

/// A label by its number: 0 outside, then begin and inside of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Label(pub u8);

impl Label {
    /// No name.
    pub const OUTSIDE: Self = Self(0);

    /// The first word of a name.
    #[must_use]
    pub fn begin(class: Class) -> Self {
        Self(1 + 2 * number(class))
    }

    /// A further word of a name.
    #[must_use]
    pub fn inside(class: Class) -> Self {
        Self(2 + 2 * number(class))
    }

    /// The class of the name, if there is one.
    #[must_use]
    pub fn class(self) -> Option<Class> {
        Some(match self.0.checked_sub(1)? / 2 {
            0 => Class::Kind(Kind::Person),
            1 => Class::Kind(Kind::Organisation),
            2 => Class::Kind(Kind::Place),
            _ => Class::Other,
        })
    }

    /// True for the first word of a name.
    #[must_use]
    pub fn is_begin(self) -> bool {
        self.0 % 2 == 1
    }

    /// True when `next` may follow: the inside of a name only behind its beginning or inside.
    #[must_use]
    pub fn may_precede(self, next: Self) -> bool {
        next == Self::OUTSIDE || next.is_begin() || self.class() == next.class()
    }

    /// The index of the label in tables.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

fn number(class: Class) -> u8 {
    match class {
        Class::Kind(kind) => kind.index() as u8,
        Class::Other => 3,
    }
}
