//! What a name can name.

/// What a mention or an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A named individual, or a family.
    Person,
    /// A company, party, ministry, newspaper, club, armed group …
    Organisation,
    /// A country, town, river, street, building …
    Place,
}

impl Kind {
    /// Every kind, in the order in which they are listed to the user.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organisation, Self::Place];

    /// The word for it in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }

    /// The word for one of them in a sentence.
    #[must_use]
    pub fn article(self) -> &'static str {
        match self {
            Self::Person => "a person",
            Self::Organisation => "an organisation",
            Self::Place => "a place",
        }
    }

    /// Its place in [`Kind::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}
