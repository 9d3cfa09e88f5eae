//! What the pile says of one entity, for threads that look into many articles while the pile goes on.
//!
//! An [`Inquiry`] is plain data lent by the pile at one moment. [`Dossier`] is what a card shows of it, [`Concordance`] every
//! mention in its context; both look at the articles step by step, so that what is known is on the screen before the rest
//! is looked at. Texts and names that are not held come from their files and from the library.

mod concordance;
mod dossier;
mod passages;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

pub use concordance::{Concordance, Row, Sorting, Wanted};
pub use dossier::{Company, Dossier, Investigation, Said, closeness};
pub use passages::{Passage, Passages};

use super::store::Store;
use super::{Entry, Held, Pile, Snapshot, read};
use crate::document::ArticleId;
use crate::names::rulings::Rules;
use crate::names::{ArticleNames, Casts, EntityId, Registry, packed};

/// Whom one looks at, and all that is needed to look. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// Whom.
    pub who: EntityId,
    /// The articles of the pile.
    pub pile: Snapshot,
    /// Whom their names lead to.
    pub casts: Casts,
    /// The articles that name the one, by id, each with how often.
    pub articles: Arc<Vec<(ArticleId, u32)>>,
    /// Who is named where, in the articles of which that is held.
    held: Arc<HashMap<ArticleId, Held>>,
    /// The rulings of the user by then.
    rules: Arc<Rules>,
    /// Names that the machine misses and the rulings give to the one, by their places among those.
    missed: Vec<usize>,
    mentions: u32,
}

impl Inquiry {
    /// Looks at `who`. A few milliseconds for a hundred thousand articles.
    #[must_use]
    pub fn new(pile: &Pile, who: EntityId) -> Self {
        let registry = pile.registry();
        Self {
            who,
            pile: pile.snapshot().clone(),
            casts: registry.casts(),
            articles: Arc::new(registry.counts(who)),
            held: Arc::new(pile.all_held().map(|(id, held)| (id, held.clone())).collect()),
            rules: registry.rules().clone(),
            missed: registry.missed_names_of(who),
            mentions: registry.mentions(who),
        }
    }

    /// True when both are one look: at the same one, at the same moment.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.who == other.who && Arc::ptr_eq(&self.articles, &other.articles)
    }

    /// True when it is how things stand by now: whom `registry` calls `who`, how often, and by which rulings.
    #[must_use]
    pub fn is_of_now(&self, registry: &Registry, who: EntityId) -> bool {
        self.who == who && self.mentions == registry.mentions(who) && Arc::ptr_eq(&self.rules, registry.rules())
    }

    /// How often the pile named the one.
    #[must_use]
    pub fn mentions(&self) -> u32 {
        self.mentions
    }

    /// How often an article names the one; `None` when it does not.
    fn mentions_in(&self, article: ArticleId) -> Option<u32> {
        let at = self.articles.binary_search_by_key(&article, |&(id, _)| id).ok()?;
        self.articles.get(at).map(|&(_, mentions)| mentions)
    }
}

/// Brings names that are not held: from the library, else found anew.
#[derive(Debug, Default)]
pub struct Names {
    store: Option<Store>,
}

impl Names {
    /// With those in the library at `path`, when it can be read.
    #[must_use]
    pub fn kept_in(path: Option<&Path>) -> Self {
        Self { store: path.and_then(|path| Store::open_read_only(path).ok()) }
    }

    /// True when there is a library to ask.
    #[must_use]
    pub fn has_library(&self) -> bool {
        self.store.is_some()
    }

    /// The names of an article as the library has them.
    fn kept(&self, entry: &Entry) -> Option<ArticleNames> {
        self.store.as_ref()?.names(entry.kept()?, packed::EDITION).ok()?
    }

    /// Who is named where in an article; nobody where it says something else by now.
    fn of(&self, inquiry: &Inquiry, article: ArticleId, entry: &Entry) -> Held {
        if let Some(held) = inquiry.held.get(&article) {
            return held.clone();
        }
        let found = || {
            let article = entry.article().cloned().or_else(|| read::again(entry))?;
            Some(read::name(&article))
        };
        (&self.kept(entry).or_else(found).unwrap_or_default()).into()
    }
}
