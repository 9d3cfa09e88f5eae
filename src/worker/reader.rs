//! What the reading threads do: sources into articles, articles into names, and both into what is kept.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::drafts::{Draft, Row};
use super::{Report, Spot};
use crate::document::{Article, ArticleId};
use crate::library::preview;
use crate::library::read::{self, Outcome};
use crate::library::sources::Stamp;
use crate::library::store::{ContentHash, KeptId, Store};
use crate::library::{Entry, Fresh, READER, Source};
use crate::names::{ArticleNames, packed};
use crate::text::minhash::Signature;

/// The articles of a source whose names are to be found.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// All of them, in the order of the source, each with the hash of its text.
    pub articles: Vec<(ArticleId, ContentHash)>,
    /// Where they come from.
    pub source: Arc<Source>,
    /// What reading it brought; `None` to read it again.
    pub held: Option<Held>,
}

/// What reading a source brought, as far as more is made of it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The articles.
    pub articles: Vec<Arc<Article>>,
    /// The fingerprint of each.
    pub said: Vec<Option<Box<Signature>>>,
    /// How the file system described the source when they were read.
    pub stamp: Option<Stamp>,
    /// The edition of the readers that read them.
    pub edition: u32,
}

/// What the reading threads have to do.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) focus: Option<ArticleId>,
    pub(super) loads: Vec<(ArticleId, Box<Entry>)>,
    pub(super) recalls: VecDeque<Vec<(KeptId, ArticleId)>>,
    pub(super) reads: BTreeMap<ArticleId, Arc<Source>>,
    pub(super) analyses: BTreeMap<ArticleId, Box<Analysis>>,
    pub(super) spots: VecDeque<Box<Spot>>,
    /// First articles of the sources that are at work: what is asked of them meanwhile waits, so that what was read first is
    /// told and kept first.
    pub(super) running: HashSet<ArticleId>,
}

/// One thing to do.
pub(crate) enum Step {
    Load(ArticleId, Box<Entry>),
    Recall(Vec<(KeptId, ArticleId)>),
    Read(ArticleId, Arc<Source>),
    Name(Box<Analysis>),
    Spot(Box<Spot>),
}

impl Step {
    /// The first article of the source that it changes something about.
    pub(super) fn source(&self) -> Option<ArticleId> {
        match self {
            Self::Load(..) | Self::Recall(_) | Self::Spot(_) => None,
            Self::Read(id, _) => Some(*id),
            Self::Name(analysis) => analysis.articles.first().map(|&(id, _)| id),
        }
    }

    /// The text that it brings: the first article of a source, and the source.
    fn brings(&self) -> Option<(ArticleId, &Source)> {
        match self {
            Self::Load(id, entry) if entry.article().is_none() && entry.ordinal() == 0 => Some((*id, entry.source())),
            Self::Read(id, source) => Some((*id, source)),
            Self::Load(..) | Self::Name(_) | Self::Recall(_) | Self::Spot(_) => None,
        }
    }
}

impl Steps {
    pub(super) fn name(&mut self, analysis: Box<Analysis>) {
        if let Some(&(first, _)) = analysis.articles.first() {
            self.analyses.insert(first, analysis);
        }
    }

    /// The article on the screen first; then all reading before all analysis, because a list of titles is of use
    /// without names, and names are of none without their articles. Who takes a step gives it back when it is done.
    pub(super) fn next(&mut self) -> Option<Step> {
        // Who goes through the list quickly wants the last one asked for.
        if let Some((id, entry)) = self.loads.pop() {
            return Some(Step::Load(id, entry));
        }
        if let Some(batch) = self.recalls.pop_front() {
            return Some(Step::Recall(batch));
        }
        let free = |id: &ArticleId| !self.running.contains(id);
        let focus = self.focus.filter(free);
        let read = focus.filter(|id| self.reads.contains_key(id));
        let named = focus.filter(|id| self.analyses.contains_key(id));
        // As many as there are threads are running at most: the first free one is near.
        let read = read.or_else(|| named.is_none().then(|| self.reads.keys().copied().find(free)).flatten());
        let named = named.or_else(|| self.analyses.keys().copied().find(free));
        let read = read.and_then(|id| self.reads.remove(&id).map(|source| Step::Read(id, source)));
        let step = read.or_else(|| named.and_then(|id| self.analyses.remove(&id)).map(Step::Name));
        let step = step.or_else(|| self.spots.pop_front().map(Step::Spot))?;
        self.running.extend(step.source());
        Some(step)
    }

    /// True when somebody looks at the place where the text that a step brings will be.
    pub(super) fn is_awaited(&self, step: &Step) -> bool {
        step.brings().is_some_and(|(id, _)| self.focus == Some(id))
    }

    /// A step is done.
    pub(super) fn done(&mut self, source: Option<ArticleId>) {
        if let Some(id) = source {
            self.running.remove(&id);
        }
    }
}

/// How the file system describes a source; `None` for what is not a file.
fn stamp(source: &Source) -> Option<Stamp> {
    let Source::File { path, .. } = source else { return None };
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|meta| Stamp::of(&meta))
}

/// Tells the beginning of the text that a step brings, when reading all of it takes longer than somebody likes to wait.
pub(super) fn preview(step: &Step, report: &dyn Fn(Report)) {
    if let Some((id, source)) = step.brings()
        && let Some(article) = preview::preview(source)
    {
        report(Report::Preview(id, Arc::new(article)));
    }
}

/// Does one thing. `report` tells the screen, `keep` takes what is to be kept.
pub(crate) fn run(step: Step, report: &dyn Fn(Report), keep: Option<&dyn Fn(Draft)>) {
    match step {
        Step::Load(id, entry) => {
            let Some((head, article)) = entry.head().zip(read::again(&entry)) else {
                return report(Report::Loaded(id, None));
            };
            if article.text().len() as u64 >= preview::FROM {
                // Finding the names in it takes thirty times as long as reading it.
                report(Report::Loaded(id, Some((head.text, article.clone(), None))));
            }
            let names = read::name(&article);
            report(Report::Loaded(id, Some((head.text, article, Some(names)))));
        }
        Step::Read(id, source) => {
            // The stamp first: what changes meanwhile is read again.
            let stamp = stamp(&source);
            let outcome = read::read(&source);
            if let (Outcome::Skipped(why), Some(keep)) = (&outcome, keep) {
                // A picture in the folder is not read again at the next start.
                Draft::new(&source, stamp, outcome.edition(), &[], Some(why.message().to_owned()))
                    .into_iter()
                    .for_each(keep);
            }
            report(Report::Read(id, outcome, stamp));
        }
        Step::Name(analysis) => name(*analysis, report, keep),
        // Whoever has the library open does the one; the other is done before anybody comes here.
        Step::Recall(_) | Step::Spot(_) => {}
    }
}

fn name(analysis: Analysis, report: &dyn Fn(Report), keep: Option<&dyn Fn(Draft)>) {
    let Held { articles, said, stamp, edition } = if let Some(held) = analysis.held {
        held
    } else {
        let stamp = stamp(&analysis.source);
        match read::read(&analysis.source) {
            Outcome::Articles(fresh) if says_the_same(&fresh, &analysis.articles) => {
                let edition = fresh.first().map_or(READER, |fresh| fresh.edition);
                let (articles, said) = fresh.into_iter().map(|fresh| (fresh.article, fresh.fingerprint)).unzip();
                Held { articles, said, stamp, edition }
            }
            // It says something else than when it was read: all anew.
            outcome => {
                let first = analysis.articles.first().map_or(ArticleId(0), |&(id, _)| id);
                return report(Report::Read(first, outcome, stamp));
            }
        }
    };
    let keep = keep.filter(|_| Draft::can_be_of(&analysis.source, stamp));
    let mut names: Vec<ArticleNames> = Vec::with_capacity(articles.len());
    for (&(id, text), article) in analysis.articles.iter().zip(&articles) {
        let found = read::name(article);
        // Each as soon as it is known: a mailbox may hold ten thousand mails. The keeper tells later that it has them.
        report(Report::Named(id, text, found.clone(), keep.is_some()));
        names.push(found);
    }
    let rows = analysis
        .articles
        .iter()
        .zip(articles.iter().zip(&names).zip(&said))
        .map(|(&(id, text), ((article, names), said))| Row { id, text, article, names, said: said.as_deref() });
    let draft = keep.and_then(|_| Draft::new(&analysis.source, stamp, edition, &rows.collect::<Vec<Row>>(), None));
    draft.into_iter().zip(keep).for_each(|(draft, keep)| keep(draft));
}

/// True when a source was read into the articles that are known of it.
fn says_the_same(fresh: &[Fresh], known: &[(ArticleId, ContentHash)]) -> bool {
    fresh.iter().map(|fresh| fresh.head.text).eq(known.iter().map(|&(_, text)| text))
}

/// Brings names from the library.
#[derive(Default)]
pub(super) struct Recaller {
    store: Option<Store>,
}

impl Recaller {
    /// The names in some articles; `None` for those that the library at `path` does not have (any more).
    pub(super) fn recall(
        &mut self,
        path: Option<&Path>,
        batch: &[(KeptId, ArticleId)],
    ) -> Vec<(ArticleId, KeptId, Option<ArticleNames>)> {
        if self.store.is_none() {
            self.store = path.and_then(|path| Store::open_read_only(path).ok());
        }
        let names = |kept| self.store.as_ref()?.names(kept, packed::EDITION).ok()?;
        batch.iter().map(|&(kept, id)| (id, kept, names(kept))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analysis(id: u32) -> Analysis {
        let articles = vec![(ArticleId(id), ContentHash::of_text(""))];
        Analysis { articles, source: Arc::new(Source::Stdin), held: None }
    }

    /// The step taken next, in two words.
    fn next(steps: &mut Steps) -> Option<String> {
        steps.next().map(|step| {
            let id = step.source().map_or(0, |id| id.0);
            format!("{} {id}", if matches!(step, Step::Name(_)) { "name" } else { "read" })
        })
    }

    #[test]
    fn the_article_on_the_screen_goes_first_and_reading_before_analysis() {
        let mut steps = Steps::default();
        for id in [1, 2, 3] {
            steps.reads.insert(ArticleId(id), Arc::new(Source::Stdin));
            steps.name(Box::new(analysis(id + 3)));
        }
        steps.focus = Some(ArticleId(5));
        assert_eq!(next(&mut steps).as_deref(), Some("name 5"));
        steps.focus = Some(ArticleId(2));
        assert_eq!(next(&mut steps).as_deref(), Some("read 2"));
        let rest: Vec<String> = std::iter::from_fn(|| next(&mut steps)).collect();
        assert_eq!(rest, ["read 1", "read 3", "name 4", "name 6"]);
    }

    /// A file that is replaced while its old version is analysed is read once that is over.
    #[test]
    fn a_source_is_at_work_once_at_a_time() {
        let mut steps = Steps { focus: Some(ArticleId(1)), ..Steps::default() };
        steps.name(Box::new(analysis(1)));
        assert_eq!(next(&mut steps).as_deref(), Some("name 1"));
        steps.reads.insert(ArticleId(1), Arc::new(Source::Stdin));
        assert_eq!(next(&mut steps), None);
        steps.done(Some(ArticleId(1)));
        assert_eq!(next(&mut steps).as_deref(), Some("read 1"));
    }
}
