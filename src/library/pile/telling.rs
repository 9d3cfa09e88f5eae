//! What the pile tells.

use std::sync::Arc;

use super::{Entry, Notice, Pile, Snapshot};
use crate::document::{Article, ArticleId};
use crate::library::Progress;
use crate::names::{ArticleNames, EntityId, Mention, Quotation, Registry};

/// What is held of the names in a text that is held; the registry has the rest. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Held {
    /// The mentions, in order.
    pub mentions: Arc<[Mention]>,
    /// What is quoted, in order.
    pub quotations: Arc<[Quotation]>,
}

impl From<&ArticleNames> for Held {
    fn from(names: &ArticleNames) -> Self {
        Self { mentions: names.mentions().into(), quotations: names.quotations().into() }
    }
}

impl Pile {
    /// The entry of an id.
    ///
    /// # Panics
    /// For an id that this pile did not give out.
    #[must_use]
    pub fn entry(&self, id: ArticleId) -> &Entry {
        self.shared.entry(id).expect("an id that this pile gave out")
    }

    /// The article's title, or the source's name while it is not read; safe to show.
    #[must_use]
    pub fn title(&self, id: ArticleId) -> &str {
        self.shared.titles().title(id.index())
    }

    /// The article of an id, while its text is held.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.shared.entry(id).and_then(Entry::article)
    }

    /// The names in an article whose text is held, in order; none while nobody has looked.
    #[must_use]
    pub fn mentions(&self, id: ArticleId) -> &[Mention] {
        self.mentions.get(&id).map_or(&[], |named| &named.shown().mentions)
    }

    /// Who says what in an article whose text is held, in order; nobody while nobody has looked.
    #[must_use]
    pub fn quotations(&self, id: ArticleId) -> &[Quotation] {
        self.mentions.get(&id).map_or(&[], |named| &named.shown().quotations)
    }

    /// What is held of the names in all articles.
    pub fn all_held(&self) -> impl Iterator<Item = (ArticleId, &Held)> {
        self.mentions.iter().map(|(&id, named)| (id, named.shown()))
    }

    /// What is held of the names in an article, to be lent to another thread.
    #[must_use]
    pub fn held(&self, id: ArticleId) -> Option<&Held> {
        self.mentions.get(&id).map(super::ruling::Named::shown)
    }

    /// True once it is known who is named in the article.
    #[must_use]
    pub fn is_named(&self, id: ArticleId) -> bool {
        self.named.get(id.index()).is_some_and(|named| *named)
    }

    /// True when the text of an article that was read is not held, or the names in it are not: both come back when it is
    /// read again.
    #[must_use]
    pub fn is_away(&self, id: ArticleId) -> bool {
        let entry = self.entry(id);
        entry.head.is_some() && (entry.article.is_none() || self.is_named(id) && !self.mentions.contains_key(&id))
    }

    /// True when who is named in it is known elsewhere only: nobody is about to find it out, and it is not here.
    #[must_use]
    pub fn is_left(&self, id: ArticleId) -> bool {
        self.entry(id).head.is_some() && !self.is_named(id) && !self.work.is_open(id)
    }

    /// True while the article stands in the order: its source is there, and has it.
    #[must_use]
    pub fn is_listed(&self, id: ArticleId) -> bool {
        self.listed.get(id.index()).is_some_and(|listed| *listed)
    }

    /// All articles in the order of their sources.
    #[must_use]
    pub fn order(&self) -> &[ArticleId] {
        self.shared.order()
    }

    /// Who published the articles, each with how many of them; in no order.
    pub fn publishers(&self) -> impl Iterator<Item = (&str, u32)> {
        self.publishers.all()
    }

    /// The languages of the articles, likewise.
    pub fn languages(&self) -> impl Iterator<Item = (&str, u32)> {
        self.languages.all()
    }

    /// Titles, articles and their order for a thread that searches. Cheap to clone.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.shared
    }

    /// The entities over the pile.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// How often `entity` is named in article `id`.
    #[must_use]
    pub fn mentions_of(&self, entity: EntityId, id: ArticleId) -> u32 {
        self.registry.mentions_of(entity, id)
    }

    /// What is not read and why, in the order in which it was met.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// True while sources are to be read.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.work.is_reading()
    }

    /// How far the work has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.work.progress()
    }
}
