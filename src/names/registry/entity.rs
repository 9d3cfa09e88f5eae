//! One person, organisation or place over the whole pile, as the reader sees it.

use crate::document::ArticleId;
use crate::names::{Because, Kind};

/// A person, organisation or place. Never reused: an id that was merged away leads on through
/// [`Registry::canonical`](super::Registry::canonical), and one whose articles were removed comes back with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// One way in which the pile writes an entity's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// As it stands in the texts.
    pub form: String,
    /// How often.
    pub count: u32,
    /// The strongest rule by which it belongs here.
    pub because: Because,
    /// The name that it was joined to; the canonical name itself where it is that.
    pub joined_to: String,
}

/// A person, organisation or place over the whole pile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub(super) id: EntityId,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) variants: Vec<Variant>,
    pub(super) descriptions: Vec<(String, u32)>,
    pub(super) articles: Vec<(ArticleId, u32)>,
    pub(super) mentions: u32,
    pub(super) ambiguous: bool,
}

impl Entity {
    /// Its id, canonical.
    #[must_use]
    pub fn id(&self) -> EntityId {
        self.id
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The display name: the most frequent spelling of its fullest name. Others may bear the same one; see
    /// [`Registry::unique_name`](super::Registry::unique_name).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its surface forms, most frequent first, each with the reason why it belongs here.
    #[must_use]
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// Roles and titles found beside it, with how often, most frequent first.
    #[must_use]
    pub fn descriptions(&self) -> &[(String, u32)] {
        &self.descriptions
    }

    /// How often it is named in the pile.
    #[must_use]
    pub fn mentions(&self) -> u32 {
        self.mentions
    }

    /// The articles that name it, by id, each with how often.
    #[must_use]
    pub fn articles(&self) -> &[(ArticleId, u32)] {
        &self.articles
    }

    /// True when it is a bare name that fits several people, and nothing says which.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}
