//! The pile as an earlier run kept it: on the screen before anything is read.

use std::path::PathBuf;
use std::sync::Arc;

use super::scan::Notice;
use super::sources::{Sources, Stamp};
use super::store::{
    ContentHash, Error, Identity, KeptId, KeptMarks, KeptPile, ListedArticle, ListedSource, Origin, Session, Store,
};
use super::{Pile, READER, Source};
use crate::document::ArticleId;
use crate::names::packed;

/// What was kept below some paths.
#[derive(Debug, Default)]
pub struct Kept {
    /// The articles, without texts and names.
    pub pile: Pile,
    /// Their sources, to compare with what is on the disk by now.
    pub sources: Sources,
    /// The articles whose names are kept.
    pub named: Vec<(KeptId, ArticleId, ContentHash)>,
    /// The first article of each source that another edition of this program read: they are right for the screen, and to be
    /// read again.
    pub stale: Vec<ArticleId>,
    /// Likewise where only the names are of another edition, or missing.
    pub unnamed: Vec<ArticleId>,
    /// What the user did with them.
    pub marks: Vec<(ArticleId, KeptMarks)>,
    /// All of them, in the order of the library's numbers.
    pub articles: Vec<(KeptId, ArticleId, ContentHash)>,
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
        let KeptPile { sources, articles } = store.pile(&roots)?;
        let last = store.session()?;
        let mut kept = Self::default();
        let mut articles = articles.into_iter();
        for source in sources {
            let articles = articles.by_ref().take(source.articles.len()).collect();
            let called = paths.iter().zip(&roots).find_map(|(path, root)| source.origin.below(root, path));
            if let Some(path) = called {
                kept.take(path.clone(), paths.contains(&path), &source, articles, last.as_ref());
            }
        }
        kept.take_marks(store.marks()?);
        Ok(kept)
    }

    fn take(
        &mut self,
        path: PathBuf,
        named: bool,
        source: &ListedSource,
        articles: Vec<ListedArticle>,
        last: Option<&Session>,
    ) {
        let file = Arc::new(Source::File { path, named });
        let no = self.sources.remember(file.clone(), Stamp { size: source.size, modified: source.modified });
        if articles.is_empty() {
            return self.pile.recall_skipped(no, file, source.problem.as_deref().map(Notice::note));
        }
        let rows: Vec<_> = articles.iter().map(|article| (article.id, article.text, article.named)).collect();
        let ids = self.pile.recall(no, &file, articles, source.problem.is_some());
        for (&id, &(number, text, named)) in ids.iter().zip(&rows) {
            self.articles.push((number, id, text));
            if named == Some(packed::EDITION) {
                self.named.push((number, id, text));
            }
            let was_open = |article: &Identity| article.text == text && article.origin == source.origin;
            if let Some(last) = last.filter(|last| last.article.as_ref().is_some_and(was_open)) {
                self.open = Some((id, last.clone()));
            }
        }
        if source.reader != READER {
            self.stale.push(ids[0]);
        } else if rows.iter().any(|&(_, _, named)| named != Some(packed::EDITION)) {
            self.unnamed.push(ids[0]);
        }
    }

    /// Both lists are walked in the order of the library's numbers.
    fn take_marks(&mut self, marks: Vec<KeptMarks>) {
        self.articles.sort_unstable_by_key(|&(number, ..)| number);
        for mut mark in marks {
            let Ok(at) = self.articles.binary_search_by_key(&mark.id, |&(number, ..)| number) else { continue };
            let (_, id, text) = self.articles[at];
            mark.place = mark.place.filter(|place| place.text == text);
            self.marks.push((id, mark));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Article, ArticleBuilder, BlockKind};
    use crate::library::store::{ArticleDraft, Moment, SourceRecord};
    use crate::names;
    use std::path::Path;

    fn article(title: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, title);
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
            text: ContentHash::of_text("Moscou"),
            origin: Origin::file(&root.join("b.txt")),
            ordinal: 0,
            alone: true,
            title: "Moscou".to_owned(),
        };
        store.set_starred(&[(identity.clone(), Some(Moment(5)))]).unwrap();
        store.set_session(Some(&Session { article: Some(identity), place: 3, ..Session::default() })).unwrap();
        let kept = Kept::load(&store, std::slice::from_ref(&root)).unwrap();
        let titles: Vec<&str> = kept.pile.order().iter().map(|&id| kept.pile.title(id)).collect();
        assert_eq!(titles, ["Kiev", "Minsk", "Moscou"]);
        assert_eq!((kept.stale.as_slice(), kept.unnamed.len(), kept.named.len()), (&[ArticleId(0)][..], 0, 3));
        assert!(matches!(&kept.marks[..], [(ArticleId(2), mark)] if mark.starred && !mark.read));
        assert_eq!(kept.open.map(|(id, session)| (id, session.place)), Some((ArticleId(2), 3)));
        assert_eq!(kept.pile.notices(), [Notice::note("an image")]);
        let source = kept.pile.entry(ArticleId(2)).source().clone();
        assert_eq!(*source, Source::File { path: root.join("b.txt"), named: false });
    }
}
