//! Why a variant belongs to its entity.

/// The rule by which a surface form joined an entity; every merge has one (DESIGN, "People"). Ordered from the
/// strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// It is the entity's own name.
    Named,
    /// The same letters: case, accents, hyphens, spaces, articles apart (rules 1, 3 and 7).
    SameLetters,
    /// Another name of the same place or organisation, in this language or another.
    OtherName,
    /// The bare family name of the only full name of its article that it fits (rule 4).
    Surname,
    /// The bare given name, likewise.
    GivenName,
    /// Another part of the full name, likewise.
    Part,
    /// The acronym that the long form introduces in parentheses, or whose initials it has exactly (rule 9).
    Acronym,
    /// An initial or a left-out middle name where all else is equal (rule 6).
    Initial,
    /// Spelt by ear in another language, all else is equal (rule 8).
    Transliteration,
    /// One letter differs in a long word, all else is equal (rule 8).
    Misspelling,
    /// Its own article says no more, and only one person of the pile fits (rule 5).
    OnlyBearer,
    /// The user said so. Nothing that is kept of an article has this reason.
    Ruled,
}

impl Because {
    /// The rule's name in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::SameLetters => "same letters",
            Self::OtherName => "other name",
            Self::Surname => "surname",
            Self::GivenName => "given name",
            Self::Part => "part",
            Self::Acronym => "acronym",
            Self::Initial => "initial",
            Self::Transliteration => "transliteration",
            Self::Misspelling => "misspelling",
            Self::OnlyBearer => "only bearer",
            Self::Ruled => "ruled",
        }
    }

    /// The reason as a person reads it, where `other` is the name it was joined to.
    #[must_use]
    pub fn explain(self, other: &str) -> String {
        match self {
            Self::Named => "named so".to_owned(),
            Self::SameLetters => format!("same letters as {other}"),
            Self::OtherName => format!("other name of {other}"),
            Self::Surname => format!("surname of {other} in its article"),
            Self::GivenName => format!("given name of {other} in its article"),
            Self::Part => format!("part of {other} in its article"),
            Self::Acronym => format!("acronym of {other}"),
            Self::Initial => format!("initials or middle name of {other}"),
            Self::Transliteration => format!("{other} in another language’s spelling"),
            Self::Misspelling => format!("one letter off {other}"),
            Self::OnlyBearer => format!("only {other} in the pile bears it"),
            Self::Ruled => format!("{other}, you said so"),
        }
    }
}
