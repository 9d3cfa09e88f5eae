//! A view on its way to a file: its articles one by one, each with who is named in it and what the user did with it.
//!
//! A [`Piece`] is what the thread that knows the pile hands over of an article: some pointers, cheap to make. An [`Item`] is
//! what a writer gets: the text is read again for it where it is not held, so that one text is in memory at a time however
//! many there are in the view.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::{Article, ArticleId, Span};
use crate::library::store::ContentHash;
use crate::library::{Entry, Pile, read};
use crate::names::{EntityId, Kind, LocalId, Mention, Registry};

/// Somebody or something named in a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Its number in this run.
    pub id: EntityId,
    /// The name that no other bears in the export.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

impl Who {
    /// An id that is the same in every export in which the name is: 32 hexadecimal digits.
    #[must_use]
    pub fn key(&self) -> String {
        key(&[self.kind.name(), &self.name])
    }
}

/// An id made of some texts.
pub(super) fn key(parts: &[&str]) -> String {
    use std::fmt::Write;

    // None of the parts holds the character between them.
    let hash = ContentHash::of_text(&parts.join("\u{1}"));
    hash.bytes().iter().fold(String::with_capacity(32), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Those met so far: telling homonyms apart means looking at the others.
#[derive(Debug, Default)]
pub struct Whos(HashMap<EntityId, Arc<Who>>);

impl Whos {
    fn of(&mut self, registry: &Registry, id: EntityId) -> Option<Arc<Who>> {
        let kind = registry.kind(id)?;
        let who = self.0.entry(id).or_insert_with(|| Who { id, name: registry.unique_name(id), kind }.into());
        Some(who.clone())
    }
}

/// A note of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The passage that it is on; `None` for all of the article.
    pub passage: Option<Span>,
    /// What it says.
    pub text: String,
}

/// What the user did with an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// It was read.
    pub read: bool,
    /// It was starred.
    pub starred: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its notes.
    pub remarks: Vec<Remark>,
}

/// Those whose passages are wanted, ascending; `None` when nobody is followed.
pub type Followed = Option<Arc<[EntityId]>>;

/// An article of a view, without its text where that is not held.
#[derive(Debug, Clone)]
pub struct Piece {
    entry: Entry,
    mentions: Option<Box<[Mention]>>,
    /// By [`LocalId`].
    whos: Vec<Option<Arc<Who>>>,
    followed: Followed,
    marks: Marks,
}

impl Piece {
    /// What the pile knows of article `id`.
    #[must_use]
    pub fn of(pile: &Pile, id: ArticleId, whos: &mut Whos, followed: Followed, marks: Marks) -> Self {
        let registry = pile.registry();
        let entities = (0..).map_while(|local| registry.entity_of(id, LocalId(local)));
        let whos = entities.map(|entity| whos.of(registry, entity)).collect();
        let mentions = (pile.article(id).is_some() && !pile.is_away(id)).then(|| pile.mentions(id).into());
        Self { entry: pile.entry(id).clone(), mentions, whos, followed, marks }
    }

    /// The article with its text, read again where it is not held; `None` when it says something else by now, or nothing.
    #[must_use]
    pub fn item(self) -> Option<Item> {
        let held = self.entry.article().cloned();
        let article = held.or_else(|| read::again(&self.entry))?;
        // Where nobody is known, nobody needs to be looked for.
        let found = || if self.whos.is_empty() { Box::default() } else { read::name(&article).mentions().into() };
        let mentions = self.mentions.unwrap_or_else(found);
        let named = mentions.iter().filter_map(|mention| {
            let who = self.whos.get(mention.local.0 as usize)?.clone()?;
            let wanted = self.followed.as_ref().is_none_or(|followed| followed.binary_search(&who.id).is_ok());
            Some(Named { span: mention.span, kind: who.kind, who, wanted })
        });
        Some(Item {
            path: self.entry.source().raw(),
            ordinal: self.entry.ordinal(),
            named: named.collect(),
            marks: self.marks,
            following: self.followed.is_some(),
            article,
        })
    }
}

/// A place that names somebody.
#[derive(Debug, Clone)]
pub struct Named {
    /// Where.
    pub span: Span,
    /// What the article takes it for.
    pub kind: Kind,
    /// Whom.
    pub who: Arc<Who>,
    /// True for the one followed, and for everybody when nobody is.
    pub wanted: bool,
}

/// An article as writers get it.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its path as the user named it, not filtered.
    pub path: String,
    /// Its place in its source, from 0.
    pub ordinal: usize,
    /// The article.
    pub article: Arc<Article>,
    /// Who is named in it, in the order of the text.
    pub named: Vec<Named>,
    /// What the user did with it.
    pub marks: Marks,
    /// True when somebody is followed.
    pub following: bool,
}

impl Item {
    /// The places that are wanted, in the order of the text.
    pub fn wanted(&self) -> impl Iterator<Item = &Named> {
        self.named.iter().filter(|named| named.wanted)
    }

    /// An id that is the same in every export from the same path.
    #[must_use]
    pub fn key(&self) -> String {
        key(&["article", &self.path, &self.ordinal.to_string()])
    }
}

/// Everybody met in a view so far, with how often.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// In the order in which they were met.
    pub(super) counts: Vec<Count>,
    places: HashMap<EntityId, usize>,
}

/// What is counted of one of them.
#[derive(Debug)]
pub(super) struct Count {
    pub(super) who: Arc<Who>,
    pub(super) mentions: usize,
    pub(super) articles: usize,
    /// Every way in which the name is written, with how often.
    pub(super) forms: Vec<(String, usize)>,
    /// The number of the article met last, from 1.
    last: usize,
}

impl Tally {
    /// Counts a mention in the article of this number, from 1, which must not fall; returns the place of the one named in
    /// [`Tally::counts`].
    pub(super) fn count(&mut self, article: usize, who: &Arc<Who>, form: Option<&str>) -> usize {
        let at = *self.places.entry(who.id).or_insert(self.counts.len());
        if at == self.counts.len() {
            self.counts.push(Count { who: who.clone(), mentions: 0, articles: 0, forms: Vec::new(), last: 0 });
        }
        let count = &mut self.counts[at];
        count.mentions += 1;
        count.articles += usize::from(count.last != article);
        count.last = article;
        if let Some(form) = form {
            match count.forms.iter_mut().find(|(known, _)| known == form) {
                Some((_, times)) => *times += 1,
                None => count.forms.push((form.to_owned(), 1)),
            }
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;
    use crate::library::read::Outcome;
    use crate::library::sources::SourceNo;
    use crate::library::store::ListedArticle;

    #[test]
    fn ids_are_the_same_for_the_same_name_and_kind() {
        let who = |id: u32, name: &str, kind| Who { id: EntityId(id), name: name.to_owned(), kind };
        assert_eq!(who(1, "Kim", Kind::Person).key(), who(7, "Kim", Kind::Person).key());
        assert_ne!(who(1, "Kim", Kind::Person).key(), who(1, "Kim", Kind::Place).key());
        assert_eq!(who(1, "Kim", Kind::Person).key().len(), 32);
    }

    #[test]
    fn a_text_that_is_not_held_is_read_again_and_its_names_are_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "À Moscou\n\nLe président russe Vladimir Poutine a parlé. Poutine est parti.\n").unwrap();
        let spans = |item: Item| item.named.iter().map(|n| (n.span, n.who.name.clone())).collect::<Vec<_>>();
        let piece = |pile: &Pile, id| Piece::of(pile, id, &mut Whos::default(), None, Marks::default());
        let pile = Pile::load(std::slice::from_ref(&path));
        let held = spans(piece(&pile, pile.order()[0]).item().unwrap());

        let source = Arc::new(Source::File { path: path.clone(), named: true });
        let Outcome::Articles(fresh) = read::read(&source) else { panic!("it can be read") };
        let mut pile = Pile::new();
        let id = pile.recall(SourceNo(0), &source, &[ListedArticle::of(&fresh[0].article)], false)[0];
        pile.name(id, fresh[0].head.text, &read::name(&fresh[0].article));
        assert!(pile.article(id).is_none());
        let piece = piece(&pile, id);
        assert_eq!(spans(piece.clone().item().unwrap()), held);
        assert!(held.len() >= 3, "{held:?}");
        std::fs::write(&path, "Autre chose.\n").unwrap();
        assert!(piece.item().is_none());
    }

    #[test]
    fn the_tally_counts_mentions_articles_and_forms() {
        let who = |id: u32| Arc::new(Who { id: EntityId(id), name: id.to_string(), kind: Kind::Person });
        let mut tally = Tally::default();
        for (article, id, form) in [(1, 5, "a"), (1, 5, "b"), (1, 9, "c"), (2, 5, "a")] {
            tally.count(article, &who(id), Some(form));
        }
        let rows: Vec<_> = tally.counts.iter().map(|c| (c.who.id.0, c.mentions, c.articles, c.forms.len())).collect();
        assert_eq!(rows, [(5, 3, 2, 2), (9, 1, 1, 1)]);
    }
}
