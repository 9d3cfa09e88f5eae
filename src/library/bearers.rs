//! Who goes by the names in a query, and which articles name them.

use crate::document::{ArticleId, Span};
use crate::names::{EntityId, Kind, Mention, Registry};
use crate::search::query::{Name, NameKind, Query};

/// The names in a query as the registry knew them at one moment. Plain data, so that a thread that searches need not
/// share the registry.
#[derive(Debug, Clone, Default)]
pub struct Bearers {
    names: Vec<Bearer>,
}

/// A name of a query.
#[derive(Debug, Clone)]
struct Bearer {
    name: Name,
    /// True when the query excludes it.
    negated: bool,
    /// Whoever goes by it, ascending.
    entities: Vec<EntityId>,
    /// The articles that name any of them, ascending.
    articles: Vec<ArticleId>,
}

impl Bearers {
    /// Looks up every name in `query`.
    #[must_use]
    pub fn find(query: &Query, registry: &Registry) -> Self {
        let bearer = |(name, negated): (&Name, bool)| {
            let kind = match name.kind {
                NameKind::Person => Kind::Person,
                NameKind::Organisation => Kind::Organisation,
                NameKind::Place => Kind::Place,
            };
            let (entities, articles) = registry.naming(kind, &name.folded, name.open);
            Bearer { name: name.clone(), negated, entities, articles }
        };
        Self { names: query.names().into_iter().map(bearer).collect() }
    }

    /// True when article `id` names whoever goes by `name`, which must be one of the query's.
    #[must_use]
    pub fn name(&self, name: &Name, id: ArticleId) -> bool {
        let bearer = self.names.iter().find(|bearer| bearer.name == *name);
        bearer.is_some_and(|bearer| bearer.articles.binary_search(&id).is_ok())
    }

    /// Whoever goes by the names that the query asks for and does not exclude.
    #[must_use]
    pub fn wanted(&self) -> Vec<EntityId> {
        self.names.iter().filter(|bearer| !bearer.negated).flat_map(|bearer| bearer.entities.iter().copied()).collect()
    }

    /// Where article `id`, in which these `mentions` stand, names those whom the query asks for and does not exclude, in
    /// the order of the text.
    #[must_use]
    pub fn mentions(&self, registry: &Registry, id: ArticleId, mentions: &[Mention]) -> Vec<Span> {
        let wanted = |entity| self.names.iter().any(|b| !b.negated && b.entities.binary_search(&entity).is_ok());
        mentions.iter().filter(|m| registry.entity_of(id, m.local).is_some_and(wanted)).map(|m| m.span).collect()
    }

    /// The articles for which the answers are other ones than those of `before`, the same query's at an earlier
    /// moment.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<ArticleId> {
        let mut changed = Vec::new();
        for (at, bearer) in self.names.iter().enumerate() {
            let old = before.names.get(at).map_or(&[][..], |bearer| &bearer.articles);
            let missing = |id: &&ArticleId, others: &[ArticleId]| others.binary_search(id).is_err();
            changed.extend(bearer.articles.iter().filter(|id| missing(id, old)));
            changed.extend(old.iter().filter(|id| missing(id, &bearer.articles)));
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::names;

    fn add(registry: &mut Registry, id: u32, text: &str) -> names::ArticleNames {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, text);
        let names = names::analyse(&builder.finish("x"));
        registry.add(ArticleId(id), &names);
        names
    }

    #[test]
    fn the_answers_follow_the_registry() {
        let mut registry = Registry::new();
        let names = add(&mut registry, 0, "Le président russe Vladimir Poutine a parlé. Poutine est parti.");
        let query = Query::parse("person:poutine -person:biden place:poutine", chrono::NaiveDate::default());
        let (putin, place) = (query.names()[0].0, query.names()[2].0);
        let first = Bearers::find(&query, &registry);
        assert!(first.name(putin, ArticleId(0)) && !first.name(place, ArticleId(0)));
        assert_eq!(first.mentions(&registry, ArticleId(0), names.mentions()).len(), 2);
        add(&mut registry, 1, "À Paris, le président russe Vladimir Poutine a dîné.");
        let second = Bearers::find(&query, &registry);
        assert_eq!(second.changed_since(&first), [ArticleId(1)]);
        assert_eq!(first.changed_since(&second), [ArticleId(1)]);
    }

    #[test]
    fn an_open_name_is_anybody_whose_name_goes_on_like_that() {
        let mut registry = Registry::new();
        add(&mut registry, 0, "Le président russe Vladimir Poutine a parlé. Poutine est parti.");
        for (typed, expected) in [
            ("person:pou*", true),
            ("person:\"vladimir p*\"", true),
            ("person:pou", false),
            ("person:\"vlad p*\"", false),
            ("org:pou*", false),
        ] {
            let query = Query::parse(typed, chrono::NaiveDate::default());
            let found = Bearers::find(&query, &registry).name(query.names()[0].0, ArticleId(0));
            assert_eq!(found, expected, "{typed}");
        }
    }
}
