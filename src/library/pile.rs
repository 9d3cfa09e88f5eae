//! The table of all articles of this run, in the order of their sources, with the entities over them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::read::{self, Outcome};
use super::scan::{self, Found, Notice};
use super::{Snapshot, Source};
use crate::document::{Article, ArticleId};
use crate::names::{ArticleNames, EntityId, Registry};
use crate::text::safe;

/// How far an entry has come.
#[derive(Debug, Clone)]
pub enum State {
    /// Known by its source only.
    Waiting,
    /// Read; who is named in it may still be found out.
    Read(Arc<Article>),
}

/// A row of the pile.
#[derive(Debug, Clone)]
pub struct Entry {
    source: Arc<Source>,
    title: String,
    state: State,
    named: bool,
    unreadable: bool,
}

impl Entry {
    fn waiting(source: Source) -> Self {
        let title = safe::line(&source.name()).into_owned();
        Self { source: Arc::new(source), title, state: State::Waiting, named: false, unreadable: false }
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The article's title, or the source's name while it is not read; safe to show.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The article, once it is read.
    #[must_use]
    pub fn article(&self) -> Option<&Arc<Article>> {
        match &self.state {
            State::Waiting => None,
            State::Read(article) => Some(article),
        }
    }

    /// True once it is known who is named in the article.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.named
    }

    /// True when its source could not be read, and the article only says why.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        self.unreadable
    }

    fn settle(&mut self, article: Arc<Article>) {
        article.title().clone_into(&mut self.title);
        self.state = State::Read(article);
    }
}

/// How far the work on a pile has come, in steps: each source is one to read, each article one to analyse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Steps known to be needed.
    pub steps: usize,
    /// Steps done.
    pub done: usize,
}

/// The articles and the entities over them. Ids are given out once and stay; [`Pile::order`] is the order to show.
#[derive(Debug, Default)]
pub struct Pile {
    entries: Vec<Entry>,
    /// The same titles and articles for the threads that search, and the order.
    shared: Snapshot,
    registry: Registry,
    notices: Vec<Notice>,
    progress: Progress,
}

impl Pile {
    /// An empty pile.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Scans, reads and analyses everything behind `paths`, on all cores, and returns when it is done.
    #[must_use]
    pub fn load(paths: &[PathBuf]) -> Self {
        let mut pile = Self::new();
        let mut waiting = Vec::new();
        scan::scan(paths, &mut |found| {
            if let Some(id) = pile.found(found) {
                waiting.push(id);
            }
            true
        });
        let sources: Vec<Arc<Source>> = waiting.iter().map(|id| pile.entries[id.index()].source.clone()).collect();
        for (id, (outcome, names)) in waiting.into_iter().zip(read_all(&sources)) {
            for (id, names) in pile.settle(id, outcome).into_iter().zip(names) {
                pile.name(id, names);
            }
        }
        pile
    }

    /// Takes in what a scan found; the id of the new entry when it is something to read.
    pub fn found(&mut self, found: Found) -> Option<ArticleId> {
        match found {
            Found::Notice(notice) => {
                self.notices.push(notice);
                None
            }
            Found::Source(source) => {
                let id = self.push(Entry::waiting(source));
                self.shared.order_mut().push(id);
                // One step to read it and, as a rule, one to analyse the article in it.
                self.progress.steps += 2;
                Some(id)
            }
        }
    }

    /// Takes in what came of reading the source of `id`. Further articles of the same source become entries right
    /// behind it. Returns the ids of all its articles: none when it was skipped or is settled already.
    pub fn settle(&mut self, id: ArticleId, outcome: Outcome) -> Vec<ArticleId> {
        if self.entries.get(id.index()).is_none_or(|entry| entry.article().is_some()) {
            return Vec::new();
        }
        self.progress.done += 1;
        match outcome {
            Outcome::Unreadable(article) => {
                self.entries[id.index()].unreadable = true;
                self.settle_articles(id, vec![article])
            }
            Outcome::Skipped(reason) => {
                self.progress.done += 1;
                self.notices.push(reason);
                self.shared.order_mut().retain(|&other| other != id);
                Vec::new()
            }
            Outcome::Articles(articles) => self.settle_articles(id, articles),
        }
    }

    fn settle_articles(&mut self, id: ArticleId, articles: Vec<Arc<Article>>) -> Vec<ArticleId> {
        let mut ids = vec![id];
        for _ in 1..articles.len() {
            let entry = self.entries[id.index()].clone();
            ids.push(self.push(entry));
        }
        if ids.len() > 1
            && let Some(at) = self.order().iter().position(|&other| other == id)
        {
            let behind = at + 1;
            self.shared.order_mut().splice(behind..behind, ids[1..].iter().copied());
        }
        self.progress.steps += ids.len() - 1;
        for (&id, article) in ids.iter().zip(articles) {
            self.shared.set(id, article.clone());
            self.entries[id.index()].settle(article);
        }
        ids
    }

    /// Takes in who is named in an article.
    pub fn name(&mut self, id: ArticleId, names: ArticleNames) {
        self.progress.done += 1;
        self.entries[id.index()].named = true;
        self.registry.add(id, names);
    }

    fn push(&mut self, entry: Entry) -> ArticleId {
        let id = ArticleId(u32::try_from(self.entries.len()).expect("fewer than four thousand million articles"));
        self.shared.push(&entry.title, entry.article().cloned());
        self.entries.push(entry);
        id
    }

    /// The entry of an id.
    ///
    /// # Panics
    /// For an id that this pile did not give out.
    #[must_use]
    pub fn entry(&self, id: ArticleId) -> &Entry {
        &self.entries[id.index()]
    }

    /// The article of an id, once it is read.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.entries.get(id.index()).and_then(Entry::article)
    }

    /// All articles in the order of their sources.
    #[must_use]
    pub fn order(&self) -> &[ArticleId] {
        self.shared.order()
    }

    /// Titles, articles and their order for a thread that searches. Cheap to clone.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.shared
    }

    /// The entities over the pile.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// How often `entity` is named in article `id`.
    #[must_use]
    pub fn mentions_of(&self, entity: EntityId, id: ArticleId) -> u32 {
        self.registry.mentions_of(entity, id)
    }

    /// What is not read and why, in the order in which it was met.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How far the work has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

/// What came of a source, and the names in its articles.
type Analysed = (Outcome, Vec<ArticleNames>);

fn analyse(source: &Source) -> Analysed {
    let outcome = read::read(source);
    let names = match &outcome {
        Outcome::Articles(articles) => articles.iter().map(|article| read::name(article)).collect(),
        Outcome::Unreadable(_) => vec![ArticleNames::default()],
        Outcome::Skipped(_) => Vec::new(),
    };
    (outcome, names)
}

/// Reads and analyses sources on all cores; the outcomes come in the order of the sources.
fn read_all(sources: &[Arc<Source>]) -> Vec<Analysed> {
    let next = AtomicUsize::new(0);
    let mut outcomes: Vec<(usize, Analysed)> = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from).min(sources.len());
        let workers: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    while let at = next.fetch_add(1, Ordering::Relaxed)
                        && let Some(source) = sources.get(at)
                    {
                        done.push((at, analyse(source)));
                    }
                    done
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    outcomes.sort_by_key(|&(at, _)| at);
    outcomes.into_iter().map(|(_, analysed)| analysed).collect()
}
