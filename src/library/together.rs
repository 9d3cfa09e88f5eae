//! Several people, organisations and places at once: the articles that name them all, and how often they meet in those.

use crate::document::{ArticleId, Span};
use crate::names::{EntityId, Mention, Registry};

/// Those followed together, as the registry knew them at one moment. They meet in a sentence when at least two of them are
/// named in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Together {
    party: Vec<EntityId>,
    /// The articles that name them all, ascending, each with the sentences in which they meet.
    articles: Vec<(ArticleId, u32)>,
    /// In so many of them the sentences are counted.
    counted: usize,
}

/// A sentence in which they meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// The first of them named in it.
    pub first: Span,
    /// From there to the end of the last of them.
    pub span: Span,
    /// True when it names all of them.
    pub all: bool,
}

impl Together {
    /// Looks up the articles, and where they meet in them.
    #[must_use]
    pub fn find(party: &[EntityId], registry: &Registry) -> Self {
        let mut found = Self::start(party, registry);
        found.go_on(registry, usize::MAX);
        found
    }

    /// Looks up the articles. Where they meet in them follows with [`Together::go_on`].
    #[must_use]
    pub fn start(party: &[EntityId], registry: &Registry) -> Self {
        let mut party: Vec<EntityId> = party.iter().map(|&one| registry.canonical(one)).collect();
        party.sort_unstable();
        party.dedup();
        let mut lists: Vec<Vec<ArticleId>> = party.iter().map(|&one| registry.articles(one)).collect();
        // The rarest first: all others are only asked about its articles.
        lists.sort_by_key(Vec::len);
        let Some((rarest, others)) = lists.split_first() else { return Self::default() };
        let all = rarest.iter().filter(|id| others.iter().all(|list| list.binary_search(id).is_ok()));
        Self { articles: all.map(|id| (*id, 0)).collect(), party, counted: 0 }
    }

    /// Looks where they meet in at most `most` more of the articles; true while there are others.
    pub fn go_on(&mut self, registry: &Registry, most: usize) -> bool {
        let sought = registry.seek(&self.party);
        let end = self.articles.len().min(self.counted.saturating_add(most));
        for (id, sentences) in &mut self.articles[self.counted..end] {
            *sentences = registry.sentences_with(*id, &sought, |_| true) as u32;
        }
        self.counted = end;
        end < self.articles.len()
    }

    /// True when an article names them all.
    #[must_use]
    pub fn has(&self, id: ArticleId) -> bool {
        self.place(id).is_some()
    }

    /// In how many of its sentences they meet.
    #[must_use]
    pub fn sentences_in(&self, id: ArticleId) -> u32 {
        self.place(id).map_or(0, |at| self.articles[at].1)
    }

    /// In how many sentences they meet, and in how many articles.
    #[must_use]
    pub fn meetings(&self) -> (u32, usize) {
        let counts = || self.articles.iter().map(|(_, sentences)| *sentences).filter(|sentences| *sentences > 0);
        (counts().sum(), counts().count())
    }

    /// The articles that name them all, ascending, each with the sentences in which they meet.
    #[must_use]
    pub fn articles(&self) -> &[(ArticleId, u32)] {
        &self.articles
    }

    /// How many articles name them all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// True when no article names them all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    fn place(&self, id: ArticleId) -> Option<usize> {
        self.articles.binary_search_by_key(&id, |&(other, _)| other).ok()
    }

    /// The articles that only one of both has.
    pub(super) fn changed_since(&self, before: &Self) -> impl Iterator<Item = ArticleId> {
        let missing = |from: &Self, other: &Self| {
            let ids = from.articles.iter().map(|(id, _)| *id).filter(|id| !other.has(*id));
            ids.collect::<Vec<_>>()
        };
        [missing(self, before), missing(before, self)].into_iter().flatten()
    }
}

/// The sentences of article `id`, in which these `mentions` stand, where those of `party` meet, in the order of the text.
#[must_use]
pub fn meetings(registry: &Registry, id: ArticleId, mentions: &[Mention], party: &[EntityId]) -> Vec<Meeting> {
    let mut out = Vec::new();
    let mut named: Vec<(EntityId, Span)> = Vec::new();
    for sentence in mentions.chunk_by(|a, b| a.sentence == b.sentence) {
        let whom = |m: &Mention| Some((registry.entity_of(id, m.local).filter(|e| party.contains(e))?, m.span));
        named.clear();
        named.extend(sentence.iter().filter_map(whom));
        let there = party.iter().filter(|one| named.iter().any(|(entity, _)| entity == *one)).count();
        if let (Some((_, first)), Some((_, last)), 2..) = (named.first(), named.last(), there) {
            let span = Span::new(first.start(), last.end());
            out.push(Meeting { first: *first, span, all: there == party.len() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::names::{self, ArticleNames};

    fn add(registry: &mut Registry, id: u32, text: &str) -> ArticleNames {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, text);
        let names = names::analyse(&builder.finish("x"));
        registry.add(ArticleId(id), &names);
        names
    }

    const TEXTS: [&str; 4] = [
        "Le président russe Vladimir Poutine a reçu Emmanuel Macron à Moscou. Emmanuel Macron est reparti.",
        "Emmanuel Macron a parlé. Vladimir Poutine a répondu. Puis Vladimir Poutine a revu Emmanuel Macron.",
        "Emmanuel Macron est rentré à Paris. Vladimir Poutine est resté à Moscou.",
        "Emmanuel Macron est à Paris.",
    ];

    #[test]
    fn those_followed_together_are_known_with_the_sentences_in_which_they_meet() {
        let mut registry = Registry::new();
        let names: Vec<ArticleNames> = (0..).zip(TEXTS).map(|(id, text)| add(&mut registry, id, text)).collect();
        let who = |name: &str| registry.find(name)[0];
        let party = [who("Vladimir Poutine"), who("Emmanuel Macron")];
        let together = Together::find(&party, &registry);
        assert_eq!((together.len(), together.meetings()), (3, (2, 2)));
        let there = |id| (together.has(ArticleId(id)), together.sentences_in(ArticleId(id)));
        assert_eq!([0, 1, 2, 3, 9].map(there), [(true, 1), (true, 1), (true, 0), (false, 0), (false, 0)]);
        let found = meetings(&registry, ArticleId(1), names[1].mentions(), &party);
        let shown: Vec<&str> = found.iter().map(|meeting| meeting.span.of(TEXTS[1])).collect();
        assert_eq!(shown, ["Vladimir Poutine a revu Emmanuel Macron"]);
        // Looked at one article after the other, it is the same.
        let mut slowly = Together::start(&party, &registry);
        let steps = std::iter::repeat_with(|| slowly.go_on(&registry, 1)).take_while(|more| *more).count();
        assert_eq!((steps, &slowly), (2, &together));
        // Of three, two are enough for a sentence, and all of them for an article.
        let three = [party[0], party[1], who("Paris")];
        let together = Together::find(&three, &registry);
        assert_eq!((together.len(), together.meetings()), (1, (1, 1)));
        let found = meetings(&registry, ArticleId(2), names[2].mentions(), &three);
        assert_eq!(found.iter().map(|meeting| meeting.all).collect::<Vec<_>>(), [false]);
    }
}
