//! Who goes by the names in a query, and which articles name them.

use std::sync::Arc;

use super::Together;
use crate::document::{ArticleId, Span};
use crate::names::{EntityId, Kind, Mention, Registry};
use crate::search::query::{Company, Name, NameKind, Near, Query};

/// The names in a query as the registry knew them at one moment. Plain data, so that a thread that searches need not
/// share the registry.
#[derive(Debug, Clone, Default)]
pub struct Bearers {
    names: Vec<Bearer>,
    nears: Vec<Gathering>,
    /// Beside the query: those who must all be named.
    together: Option<Arc<Together>>,
}

/// Names of a query that are to stand together.
#[derive(Debug, Clone)]
struct Gathering {
    near: Near,
    /// True when the query excludes it.
    negated: bool,
    /// Whoever goes by any of the names, ascending.
    entities: Vec<EntityId>,
    /// The articles in which they do stand together, ascending.
    articles: Vec<ArticleId>,
    /// Those that name enough of them, and how many of these were looked at.
    naming: Vec<ArticleId>,
    looked_at: usize,
}

/// Lists of articles, one for each name.
type Lists<'a> = Vec<&'a [ArticleId]>;

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
    /// Looks up every name in `query`, and where they stand together.
    #[must_use]
    pub fn find(query: &Query, registry: &Registry) -> Self {
        let mut found = Self::start(query, registry);
        found.go_on(registry, usize::MAX);
        found
    }

    /// Looks up every name in `query`. Where they stand together follows with [`Bearers::go_on`].
    #[must_use]
    pub fn start(query: &Query, registry: &Registry) -> Self {
        let bearer = |(name, negated): (&Name, bool)| {
            let kind = match name.kind {
                NameKind::Person => Kind::Person,
                NameKind::Organisation => Kind::Organisation,
                NameKind::Place => Kind::Place,
            };
            let (entities, articles) = registry.naming(kind, &name.folded, name.open);
            Bearer { name: name.clone(), negated, entities, articles }
        };
        let mut found = Self { names: query.names().into_iter().map(bearer).collect(), ..Self::default() };
        found.nears = query.nears().into_iter().map(|(near, negated)| found.gathering(near, negated)).collect();
        found
    }

    /// The same for those articles only that name all of some others, too.
    #[must_use]
    pub fn beside(self, together: Option<Arc<Together>>) -> Self {
        Self { together, ..self }
    }

    /// True when an article names all of those others; without any, all do.
    #[must_use]
    pub fn admit(&self, id: ArticleId) -> bool {
        self.together.as_ref().is_none_or(|together| together.has(id))
    }

    /// True when there are such others.
    #[must_use]
    pub fn are_beside_others(&self) -> bool {
        self.together.is_some()
    }

    fn bearer(&self, name: &Name) -> Option<&Bearer> {
        self.names.iter().find(|bearer| bearer.name == *name)
    }

    /// Looks at most at so many more articles for names that stand together in them; true while there are others.
    pub fn go_on(&mut self, registry: &Registry, most: usize) -> bool {
        let mut left = most;
        for at in 0..self.nears.len() {
            let near = &self.nears[at];
            let end = near.naming.len().min(near.looked_at.saturating_add(left));
            let next = &near.naming[near.looked_at..end];
            left -= next.len();
            let sought = registry.seek(&near.entities);
            let meet = |id: &ArticleId| registry.sentences_with(*id, &sought, |named| self.meet(near, named)) > 0;
            let found: Vec<ArticleId> = next.iter().copied().filter(meet).collect();
            let near = &mut self.nears[at];
            near.articles.extend(found);
            near.looked_at = end;
        }
        self.nears.iter().any(|near| near.looked_at < near.naming.len())
    }

    /// Names that are to stand together. Only articles that name enough of them are looked at.
    fn gathering(&self, near: &Near, negated: bool) -> Gathering {
        let mut entities = Vec::new();
        near.company().visit(&mut |name| entities.extend(self.bearer(name).iter().flat_map(|b| &b.entities)));
        entities.sort_unstable();
        entities.dedup();
        let naming = self.naming(near.company());
        Gathering { near: near.clone(), negated, entities, articles: Vec::new(), naming, looked_at: 0 }
    }

    /// The articles that name enough of a company, ascending.
    fn naming(&self, company: &Company) -> Vec<ArticleId> {
        match company {
            Company::Name(name) => self.bearer(name).map_or_else(Vec::new, |bearer| bearer.articles.clone()),
            Company::All(parts) => {
                let lists = parts.iter().map(|part| self.naming(part));
                let both = |mut a: Vec<ArticleId>, b: Vec<ArticleId>| {
                    a.retain(|id| b.binary_search(id).is_ok());
                    a
                };
                lists.reduce(both).unwrap_or_default()
            }
            Company::Any(parts) => {
                let mut any: Vec<ArticleId> = parts.iter().flat_map(|part| self.naming(part)).collect();
                any.sort_unstable();
                any.dedup();
                any
            }
        }
    }

    /// True when those that a sentence names, ascending, are those who are to stand together. Two names of one person are no
    /// two people.
    fn meet(&self, gathering: &Gathering, named: &[EntityId]) -> bool {
        let company = gathering.near.company();
        let there = named.iter().filter(|entity| gathering.entities.binary_search(entity).is_ok()).count();
        let goes_by = |bearer: &Bearer| named.iter().any(|entity| bearer.entities.binary_search(entity).is_ok());
        there >= company.least() && company.holds(&mut |name| self.bearer(name).is_some_and(goes_by))
    }

    /// True when those of `near`, which must be one of the query's, stand together in article `id`.
    #[must_use]
    pub fn bring_together(&self, near: &Near, id: ArticleId) -> bool {
        let gathering = self.nears.iter().find(|gathering| gathering.near == *near);
        gathering.is_some_and(|gathering| gathering.articles.binary_search(&id).is_ok())
    }

    /// True when article `id` names whoever goes by `name`, which must be one of the query's.
    #[must_use]
    pub fn name(&self, name: &Name, id: ArticleId) -> bool {
        self.bearer(name).is_some_and(|bearer| bearer.articles.binary_search(&id).is_ok())
    }

    /// Whoever goes by the names that the query asks for and does not exclude.
    #[must_use]
    pub fn wanted(&self) -> Vec<EntityId> {
        self.names.iter().filter(|bearer| !bearer.negated).flat_map(|bearer| bearer.entities.iter().copied()).collect()
    }

    /// Where article `id`, in which these `mentions` stand, names those whom the query asks for and does not exclude, in
    /// the order of the text: of those who are to stand together the places where they do.
    #[must_use]
    pub fn mentions(&self, registry: &Registry, id: ArticleId, mentions: &[Mention]) -> Vec<Span> {
        let mut out = Vec::new();
        for sentence in mentions.chunk_by(|a, b| a.sentence == b.sentence) {
            let whom = |m: &Mention| Some((registry.entity_of(id, m.local)?, m.span));
            let places: Vec<(EntityId, Span)> = sentence.iter().filter_map(whom).collect();
            let mut named: Vec<EntityId> = places.iter().map(|(entity, _)| *entity).collect();
            named.sort_unstable();
            named.dedup();
            let here = |bearer: &&Bearer| !bearer.negated && self.stands(bearer, &named);
            let bearers: Vec<&Bearer> = self.names.iter().filter(here).collect();
            let wanted = |entity: &EntityId| bearers.iter().any(|b| b.entities.binary_search(entity).is_ok());
            out.extend(places.iter().filter(|(entity, _)| wanted(entity)).map(|(_, span)| *span));
        }
        out
    }

    /// True when a name is looked for in a sentence that names these: one that is to stand together with others only where
    /// it does.
    fn stands(&self, bearer: &Bearer, named: &[EntityId]) -> bool {
        let is_in = |gathering: &&Gathering| {
            let mut is_in = false;
            gathering.near.company().visit(&mut |name| is_in |= *name == bearer.name);
            is_in && !gathering.negated
        };
        let mut nears = self.nears.iter().filter(is_in).peekable();
        nears.peek().is_none() || nears.any(|gathering| self.meet(gathering, named))
    }

    /// The articles for which the answers are other ones than those of `before`, the same query's at an earlier
    /// moment.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<ArticleId> {
        let mut changed = Vec::new();
        let lists: [fn(&Self) -> Lists; 2] = [
            |bearers| bearers.names.iter().map(|bearer| bearer.articles.as_slice()).collect(),
            |bearers| bearers.nears.iter().map(|near| near.articles.as_slice()).collect(),
        ];
        for lists in lists {
            let (now, old) = (lists(self), lists(before));
            for (at, now) in now.into_iter().enumerate() {
                let old = old.get(at).copied().unwrap_or_default();
                let missing = |id: &&ArticleId, others: &[ArticleId]| others.binary_search(id).is_err();
                changed.extend(now.iter().filter(|id| missing(id, old)));
                changed.extend(old.iter().filter(|id| missing(id, now)));
            }
        }
        if let (Some(now), Some(old)) = (&self.together, &before.together) {
            changed.extend(now.changed_since(old));
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

    #[test]
    fn those_asked_for_together_are_found_where_they_stand_in_one_sentence() {
        let mut registry = Registry::new();
        let texts = [
            "Le président russe Vladimir Poutine a reçu Emmanuel Macron à Moscou. Vladimir Poutine est resté.",
            "Emmanuel Macron est rentré à Paris. Vladimir Poutine est resté à Moscou.",
            "Vladimir Poutine a reçu Vladimir Poutine.",
        ];
        let names: Vec<_> = (0..).zip(texts).map(|(id, text)| add(&mut registry, id, text)).collect();
        for (typed, expected, places) in [
            ("person:poutine person:macron near:sentence", &[0][..], 2),
            ("person:poutine person:macron -near:sentence", &[1], 3),
            ("person:macron (place:moscou OR place:paris) near:sentence", &[0, 1], 2),
            ("person:poutine person:\"vladimir poutine\" near:sentence", &[], 0),
            ("person:poutine place:moscou near:sentence -person:macron", &[], 2),
            ("person:poutine person:macron place:moscou near:sentence", &[0], 3),
        ] {
            let query = Query::parse(typed, chrono::NaiveDate::default());
            let bearers = Bearers::find(&query, &registry);
            let holds = |id: &u32| {
                let entry = crate::library::Entry::read(ArticleBuilder::new().finish("x"));
                query.matches(&crate::library::Facts::new(ArticleId(*id), &entry, "", &bearers))
            };
            let found: Vec<u32> = (0..3).filter(holds).collect();
            assert_eq!(found, expected, "{typed}");
            assert_eq!(bearers.mentions(&registry, ArticleId(0), names[0].mentions()).len(), places, "{typed}");
            let mut slowly = Bearers::start(&query, &registry);
            while slowly.go_on(&registry, 1) {}
            assert!(slowly.changed_since(&bearers).is_empty(), "{typed}");
            let before = Bearers::find(&query, &Registry::new());
            let changed = bearers.changed_since(&before);
            assert!(expected.iter().all(|id| changed.contains(&ArticleId(*id))), "{typed}");
        }
    }
}
