//! The pile as an earlier run kept it: on the screen before anything is read.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::scan::Notice;
use super::sources::{SourceNo, Sources, Stamp};
use super::store::{
    ContentHash, Error, Identity, KeptId, KeptMarks, ListedArticle, ListedSource, Origin, Session, Store,
};
use super::{Pile, Snapshot, Source, fields, read};
use crate::document::ArticleId;
use crate::names::packed;
use crate::text::minhash::Signature;

/// What an article says, and the text in which it says so.
pub type Fingerprint = (ArticleId, ContentHash, Signature);

/// What was kept below some paths.
#[derive(Debug, Default)]
pub struct Kept {
    /// The articles, without texts and names.
    pub pile: Pile,
    /// Their sources by their numbers, as they were.
    pub sources: Vec<(Arc<Source>, Stamp)>,
    /// The articles whose names are kept.
    pub named: Vec<(KeptId, ArticleId)>,
    /// The first article of each source that another edition of this program read, or with another map of fields: they are right for the screen, and to be
    /// read again.
    pub stale: Vec<ArticleId>,
    /// Likewise where only the names are of another edition, or missing.
    pub unnamed: Vec<ArticleId>,
    /// The newest article that the last visit of these paths has seen; `None` when there was no visit.
    pub seen: Option<KeptId>,
    /// The articles that came in since then; none when there was no visit.
    pub new: Vec<ArticleId>,
    /// What was open when the program was left, when its article is among them.
    pub open: Option<(ArticleId, Session)>,
}

impl Kept {
    /// Loads what is kept below `paths`, in the order in which a scan finds it.
    ///
    /// # Errors
    /// As the library has it.
    pub fn load(store: &Store, paths: &[PathBuf]) -> Result<Self, Error> {
        let roots: Vec<Origin> = paths.iter().map(|path| Origin::file(path)).collect();
        let last = store.session()?;
        let mut kept = Self { seen: store.seen(&roots)?, ..Self::default() };
        store.listed(&roots, |source, articles| {
            let called = paths.iter().zip(&roots).find_map(|(path, root)| source.origin.below(root, path));
            if let Some(path) = called {
                // Not as paths, which are taken apart to be compared.
                let named = paths.iter().any(|own| own.as_os_str() == path.as_os_str());
                kept.take(path, named, source, articles, last.as_ref());
            }
        })?;
        Ok(kept)
    }

    fn take(
        &mut self,
        path: PathBuf,
        named: bool,
        source: &ListedSource,
        articles: &[ListedArticle],
        last: Option<&Session>,
    ) {
        let file = Arc::new(Source::File { path, named });
        let no = SourceNo(self.sources.len() as u32);
        self.sources.push((file.clone(), Stamp { size: source.size, modified: source.modified }));
        if articles.is_empty() {
            return self.pile.recall_skipped(no, file, source.problem.as_deref().map(Notice::note));
        }
        let was_open = |article: &Identity| {
            let at = articles.iter().position(|own| own.text == article.text);
            at.filter(|_| article.origin == source.origin)
        };
        let open = last.and_then(|last| Some((was_open(last.article.as_ref()?)?, last)));
        let first = ArticleId(self.pile.snapshot().titles().len() as u32);
        let id = |at: usize| ArticleId(first.0 + at as u32);
        self.open = open.map(|(at, last)| (id(at), last.clone())).or(self.open.take());
        let of_now = |article: &&ListedArticle| article.named == Some(packed::EDITION);
        if !fields::is_of_now(source.reader) {
            self.stale.push(first);
        } else if !articles.iter().all(|article| of_now(&article)) {
            self.unnamed.push(first);
        }
        let is_new = |article: &ListedArticle| self.seen.is_some_and(|seen| article.arrived > seen);
        let new = articles.iter().enumerate().filter(|(_, article)| is_new(article)).map(|(at, _)| id(at));
        self.new.extend(new.collect::<Vec<_>>());
        let known = articles.iter().enumerate().filter(|(_, article)| of_now(article));
        self.named.extend(known.map(|(at, article)| (article.id, id(at))));
        self.pile.recall(no, &file, articles, source.problem.is_some());
    }

    /// Hands the fingerprints of the articles of `pile` that are kept to `each`, with the text that each is of.
    ///
    /// # Errors
    /// As the library has it.
    pub fn fingerprints(store: &Store, pile: &Snapshot, mut each: impl FnMut(Fingerprint)) -> Result<(), Error> {
        let articles = by_number(pile);
        let mut next = articles.iter().peekable();
        store.fingerprints(|number, signature| {
            while next.next_if(|(other, _)| *other < number).is_some() {}
            let text = |id| Some(pile.entry(id)?.head()?.text);
            if let Some(&(_, id)) = next.next_if(|(other, _)| *other == number)
                && let Some(text) = text(id)
            {
                each((id, text, signature));
            }
        })
    }

    /// The pile as it is on the disk by now: what is kept with its names, without its texts, and what has changed since read
    /// and analysed. What the paths cannot give is told in the pile.
    #[must_use]
    pub fn up_to_date(self, store: &Store, paths: &[PathBuf]) -> Pile {
        let Self { mut pile, sources, named, stale, unnamed, .. } = self;
        let mut waiting: BTreeSet<ArticleId> = stale.into_iter().chain(unnamed).collect();
        for (kept, id) in named {
            let text = pile.entry(id).head().map(|head| head.text);
            match text.zip(store.names(kept, packed::EDITION).ok().flatten()) {
                Some((text, names)) => pile.name(id, text, &names),
                None => waiting.extend(pile.first_of(id)),
            }
        }
        let mut changes = Vec::new();
        Sources::remembered(sources).look(paths, &mut |change| {
            changes.push(change);
            true
        });
        waiting.extend(pile.apply(changes).to_read);
        let waiting: Vec<ArticleId> = waiting.into_iter().filter(|&id| pile.first_of(id) == Some(id)).collect();
        pile.fill(&waiting, read::with_names);
        pile
    }

    /// What the user did with the articles of `pile` that are kept.
    ///
    /// # Errors
    /// As the library has it.
    pub fn marks(store: &Store, pile: &Snapshot) -> Result<Vec<(ArticleId, KeptMarks)>, Error> {
        let marks = store.marks()?;
        if marks.is_empty() {
            return Ok(Vec::new());
        }
        let articles = by_number(pile);
        let of_pile = |mut mark: KeptMarks| {
            let (_, id) = articles[articles.binary_search_by_key(&mark.id, |&(number, _)| number).ok()?];
            let text = pile.entry(id)?.head()?.text;
            mark.place = mark.place.filter(|place| place.text == text);
            Some((id, mark))
        };
        Ok(marks.into_iter().filter_map(of_pile).collect())
    }
}

/// The kept articles of a pile in the order of their numbers.
fn by_number(pile: &Snapshot) -> Vec<(KeptId, ArticleId)> {
    let kept = |&id: &ArticleId| Some((pile.entry(id)?.kept()?, id));
    let mut articles: Vec<(KeptId, ArticleId)> = pile.order().iter().filter_map(kept).collect();
    articles.sort_unstable();
    articles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Article, ArticleBuilder, BlockKind};
    use crate::library::store::{ArticleDraft, Moment, SourceRecord};
    use crate::library::{READER, fingerprint};
    use crate::names;
    use std::path::Path;

    fn article(title: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, title);
        if title == "Moscou" {
            builder.block(
                BlockKind::Paragraph,
                "Il neige sur la ville depuis trois jours et personne ne sait quand cela finira, dit la radio.",
            );
        }
        builder.finish("x")
    }

    fn keep(store: &mut Store, path: &Path, titles: &[&str], reader: u32) {
        let record = SourceRecord {
            origin: Origin::file(path),
            size: 7,
            modified: 9,
            hash: ContentHash::of(b""),
            reader,
            problem: titles.is_empty().then(|| "an image".to_owned()),
        };
        let draft = |title: &&str| {
            let article = article(title);
            ArticleDraft::new(&article).with_names(packed::EDITION, &names::analyse(&article))
        };
        let mut batch = store.batch().unwrap();
        batch.put(&record, &titles.iter().map(draft).collect::<Vec<_>>()).unwrap();
        batch.commit().unwrap();
    }

    #[test]
    fn the_kept_pile_is_that_of_the_paths_in_the_order_of_a_scan() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("library.db")).unwrap();
        let root = folder.path().join("pile");
        keep(&mut store, &root.join("b.txt"), &["Moscou"], READER);
        keep(&mut store, &root.join("a/1.mbox"), &["Kiev", "Minsk"], READER + 1);
        keep(&mut store, &root.join("c.png"), &[], READER);
        keep(&mut store, &folder.path().join("elsewhere.txt"), &["Rome"], READER);
        let identity = Identity {
            text: ContentHash::of_text(article("Moscou").text()),
            origin: Origin::file(&root.join("b.txt")),
            ordinal: 0,
            alone: true,
            title: "Moscou".to_owned(),
        };
        store.set_starred(&[(identity.clone(), Some(Moment(5)))]).unwrap();
        store.set_session(Some(&Session { article: Some(identity), place: 3, ..Session::default() })).unwrap();
        for listed in [false, true] {
            if listed {
                store.put_listing(&[Origin::file(&root)]).unwrap();
            }
            check(&store, &root);
        }
    }

    fn check(store: &Store, root: &Path) {
        let kept = Kept::load(store, &[root.to_owned()]).unwrap();
        let titles: Vec<&str> = kept.pile.order().iter().map(|&id| kept.pile.title(id)).collect();
        assert_eq!(titles, ["Kiev", "Minsk", "Moscou"]);
        assert_eq!((kept.stale.as_slice(), kept.unnamed.len(), kept.named.len()), (&[ArticleId(0)][..], 0, 3));
        let marks = Kept::marks(store, kept.pile.snapshot()).unwrap();
        assert!(matches!(&marks[..], [(ArticleId(2), mark)] if mark.starred && !mark.read));
        let text = article("Moscou");
        let said = (ArticleId(2), ContentHash::of_text(text.text()), fingerprint::of(&text).unwrap());
        let mut found = Vec::new();
        Kept::fingerprints(store, kept.pile.snapshot(), |fingerprint| found.push(fingerprint)).unwrap();
        assert_eq!(found, [said]);
        assert_eq!(kept.open.map(|(id, session)| (id, session.place)), Some((ArticleId(2), 3)));
        assert_eq!(kept.pile.notices(), [Notice::note("an image")]);
        let source = kept.pile.entry(ArticleId(2)).source().clone();
        assert_eq!(*source, Source::File { path: root.join("b.txt"), named: false });
    }
}
