//! Why a variant belongs to its entity.

/// The rule by which a surface form joined an entity; every merge has one (DESIGN, "People"). Ordered from the
/// strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// It is the entity's own name.
    Named,
    /// The same letters: case, accents, hyphens, spaces, articles apart (rules 1, 3 and 7).
    SameLetters,
    /// A bare part of the only full name of its article that it fits (rule 4).
    Part,
    /// The acronym that the long form introduces in parentheses (rule 9).
    Acronym,
    /// An initial or a left-out middle name where all else is equal (rule 6).
    Initial,
    /// One letter differs in a long word, all else is equal (rule 8).
    Misspelling,
    /// Its own article says no more, and only one person of the pile fits (rule 5).
    OnlyBearer,
}

impl Because {
    /// The reason in a few words, for the user; what it was joined to stands behind it.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Named => "named so",
            Self::SameLetters => "same letters as",
            Self::Part => "part of the full name in its article:",
            Self::Acronym => "acronym introduced by",
            Self::Initial => "initial fits",
            Self::Misspelling => "one letter off",
            Self::OnlyBearer => "only bearer of the name in the pile:",
        }
    }
}
