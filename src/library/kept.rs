//! The pile as an earlier run kept it: on the screen before anything is read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::sources::{Sources, Stamp};
use super::store::{ContentHash, Error, KeptArticle, KeptId, KeptSource, Origin, Reading, Session, Store};
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
    /// How far the user has come with them.
    pub readings: Vec<(ArticleId, Reading)>,
    /// What was open when the program was left, when its article is among them.
    pub open: Option<(ArticleId, Session)>,
}

/// Where a source stands in the order: which of the paths it lies below, and its own path as the walk sorts it.
type Rank = (usize, Vec<u8>);

impl Kept {
    /// Loads what is kept below `paths`, in the order in which a scan finds it.
    ///
    /// # Errors
    /// As the library has it.
    pub fn load(store: &Store, paths: &[PathBuf]) -> Result<Self, Error> {
        let roots: Vec<(&Path, Origin)> = paths.iter().map(|path| (path.as_path(), Origin::file(path))).collect();
        let mut sources: Vec<(Rank, KeptSource)> = Vec::new();
        for source in store.sources()? {
            if let Some(rank) = rank(&roots, &source.record.origin) {
                sources.push((rank, source));
            }
        }
        sources.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut articles: HashMap<_, Vec<KeptArticle>> = HashMap::with_capacity(sources.len());
        for article in store.articles()? {
            articles.entry(article.source).or_default().push(article);
        }
        let last = store.session()?;
        let mut kept = Self::default();
        let mut ids = HashMap::new();
        for ((root, _), source) in sources {
            let articles = articles.remove(&source.id).unwrap_or_default();
            kept.take(&roots[root], &source, articles, last.as_ref(), &mut ids);
        }
        let readings = store.readings()?;
        let reading = |(kept, reading)| Some((*ids.get(&kept)?, reading));
        kept.readings = readings.into_iter().filter_map(reading).collect();
        Ok(kept)
    }

    fn take(
        &mut self,
        (root, of_root): &(&Path, Origin),
        source: &KeptSource,
        mut articles: Vec<KeptArticle>,
        last: Option<&Session>,
        known: &mut HashMap<KeptId, ArticleId>,
    ) {
        let record = &source.record;
        let Some(path) = record.origin.below(of_root, root) else { return };
        let file = Arc::new(Source::File { named: path == *root, path });
        let no = self.sources.remember(file.clone(), Stamp { size: record.size, modified: record.modified });
        if articles.is_empty() {
            return;
        }
        articles.sort_by_key(|article| article.ordinal);
        let rows: Vec<_> = articles.iter().map(|article| (article.id, article.text, article.named)).collect();
        let ids = self.pile.recall(no, &file, articles, record.problem.is_some());
        for (&id, &(number, text, named)) in ids.iter().zip(&rows) {
            known.insert(number, id);
            if named == Some(packed::EDITION) {
                self.named.push((number, id, text));
            }
            let was_open = |article: &super::store::Identity| article.text == text && article.origin == record.origin;
            if let Some(last) = last.filter(|last| last.article.as_ref().is_some_and(was_open)) {
                self.open = Some((id, last.clone()));
            }
        }
        if record.reader != READER {
            self.stale.push(ids[0]);
        } else if rows.iter().any(|&(_, _, named)| named != Some(packed::EDITION)) {
            self.unnamed.push(ids[0]);
        }
    }
}

fn rank(roots: &[(&Path, Origin)], origin: &Origin) -> Option<Rank> {
    let at = roots.iter().position(|(_, root)| root.holds(origin))?;
    Some((at, origin.sort_key()))
}
