//! Who is who at one moment, for threads that look into many articles while the registry goes on.

use std::sync::Arc;

use foldhash::HashMap;

use super::node::NodeId;
use super::records::Records;
use super::{EntityId, Record, Registry, company};
use crate::document::ArticleId;
use crate::names::{Kind, LocalId, Mention};

/// Names that the rulings part from the locals that the machine gave them to: how each is written, and its own local.
pub(super) type Parted = Vec<(Kind, String, LocalId)>;

/// The names of all articles, and whom every name leads to. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Casts {
    roots: Arc<[NodeId]>,
    records: Records,
    parted: Arc<HashMap<ArticleId, Parted>>,
}

/// The names of one article.
#[derive(Debug, Clone, Copy)]
pub struct Cast<'a> {
    casts: &'a Casts,
    record: &'a Record,
    article: ArticleId,
}

impl Casts {
    /// Every id of an entity is less.
    #[must_use]
    pub fn ids(&self) -> usize {
        self.roots.len()
    }

    /// The names of an article; `None` for one that is not here.
    #[must_use]
    pub fn of(&self, article: ArticleId) -> Option<Cast<'_>> {
        self.records.get(article).map(|record| Cast { casts: self, record, article })
    }
}

impl<'a> Cast<'a> {
    fn root(self, node: NodeId) -> Option<EntityId> {
        self.casts.roots.get(node as usize).map(|&root| EntityId(root))
    }

    /// Whom a local of the article names; `None` for one that is not there.
    #[must_use]
    pub fn entity(self, local: LocalId) -> Option<EntityId> {
        self.root(*self.record.locals.nodes().get(local.0 as usize)?)
    }

    /// Whom a mention names that the machine found and that is written as `surface` says, white space levelled.
    #[must_use]
    pub fn named(self, mention: &Mention, surface: impl FnOnce() -> String) -> Option<EntityId> {
        let parted = self.casts.parted.get(&self.article).and_then(|parted| {
            let surface = surface();
            let own = parted.iter().find(|(kind, form, _)| *kind == mention.kind && *form == surface);
            own.map(|&(.., local)| local)
        });
        self.entity(parted.unwrap_or(mention.local))
    }

    /// Everybody whom the article names; one may come several times.
    pub fn entities(self) -> impl Iterator<Item = EntityId> + 'a {
        self.record.locals.nodes().iter().filter_map(move |&node| self.root(node))
    }

    /// Hands each sentence that names at least two of the article's locals to `each`: whom it names, perhaps one several times.
    pub fn sentences(self, mut each: impl FnMut(&[EntityId])) {
        let mut named = Vec::new();
        company::unpack(&self.record.sentences, |locals| {
            named.clear();
            named.extend(locals.iter().filter_map(|&local| self.entity(LocalId(local))));
            each(&named);
        });
    }
}

impl Registry {
    /// Whom every name leads to by now, and the names of all articles. Looks at each name, some milliseconds for half a
    /// million.
    #[must_use]
    pub fn casts(&self) -> Casts {
        let roots = (0..self.nodes.len()).map(|node| self.root(node as NodeId)).collect();
        Casts { roots, records: self.articles.clone(), parted: Arc::new(self.parted_by_article()) }
    }

    /// The articles that name `id`, ascending, each with how often: [`Registry::mentions_of`] for all of them in one pass.
    #[must_use]
    pub fn counts(&self, id: EntityId) -> Vec<(ArticleId, u32)> {
        let members = self.head(id).map(|root| self.tree(root)).unwrap_or_default();
        let entries = members.into_iter().filter_map(|member| self.nodes.get(member as usize));
        let mut counts: Vec<(ArticleId, u32)> =
            entries.flat_map(|node| node.articles.entries().iter().copied()).collect();
        // Each node's are sorted, which the stable sort makes use of.
        counts.sort_by_key(|&(article, _)| article);
        counts.dedup_by(|again, kept| {
            let same = again.0 == kept.0;
            kept.1 += if same { again.1 } else { 0 };
            same
        });
        counts
    }

    /// How often the pile names anybody or anything.
    #[must_use]
    pub fn all_mentions(&self) -> u64 {
        self.named
    }
}
