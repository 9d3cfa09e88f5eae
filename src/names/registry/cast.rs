//! Who is who at one moment, for threads that look into many articles while the registry goes on.

use std::sync::Arc;

use super::node::NodeId;
use super::{EntityId, Record, Registry, company};
use crate::document::ArticleId;
use crate::names::{Kind, LocalId, Mention};

/// Whom every name of the pile leads to. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Roots(Arc<[NodeId]>);

/// The names of one article, as the pile knows them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    nodes: Arc<[NodeId]>,
    /// Which locals share a sentence.
    sentences: Arc<[u8]>,
    /// Names that the rulings part from the locals that the machine gave them to: how each is written, and its own local.
    parted: Option<Arc<[(Kind, String, LocalId)]>>,
}

impl Roots {
    /// How many names there are: every id of an entity is less.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Cast {
    /// Whom a local of the article names; `None` for one that came later than `roots`, or is not there.
    #[must_use]
    pub fn entity(&self, roots: &Roots, local: LocalId) -> Option<EntityId> {
        let node = *self.nodes.get(local.0 as usize)?;
        roots.0.get(node as usize).map(|&root| EntityId(root))
    }

    /// Whom a mention names that the machine found and that is written as `surface` says, white space levelled.
    #[must_use]
    pub fn named(&self, roots: &Roots, mention: &Mention, surface: impl FnOnce() -> String) -> Option<EntityId> {
        let parted = self.parted.as_ref().and_then(|parted| {
            let surface = surface();
            let own = parted.iter().find(|(kind, form, _)| *kind == mention.kind && *form == surface);
            own.map(|&(.., local)| local)
        });
        self.entity(roots, parted.unwrap_or(mention.local))
    }

    /// Everybody whom the article names; one may come several times.
    pub fn entities(&self, roots: &Roots) -> impl Iterator<Item = EntityId> {
        self.nodes.iter().filter_map(|&node| roots.0.get(node as usize).map(|&root| EntityId(root)))
    }
}

impl Cast {
    /// Hands each sentence that names at least two of the article's locals to `each`: whom it names, perhaps one several times.
    pub fn sentences(&self, roots: &Roots, mut each: impl FnMut(&[EntityId])) {
        let mut named = Vec::new();
        company::unpack(&self.sentences, |locals| {
            named.clear();
            named.extend(locals.iter().filter_map(|&local| self.entity(roots, LocalId(local))));
            each(&named);
        });
    }
}

impl Registry {
    /// Whom every name leads to by now. Looks at each of them, some milliseconds for half a million.
    #[must_use]
    pub fn roots(&self) -> Roots {
        Roots((0..self.nodes.len()).map(|node| self.root(node as NodeId)).collect())
    }

    /// The names of an article; none for one that is not here.
    #[must_use]
    pub fn cast(&self, article: ArticleId) -> Cast {
        let cast = |record: &Record| Cast {
            nodes: record.locals.nodes().clone(),
            sentences: record.sentences.clone(),
            parted: self.parted_in(record).map(Arc::from),
        };
        self.articles.get(article.index()).map(cast).unwrap_or_default()
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
