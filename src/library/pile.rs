//! The table of all articles of this run, in the order of their sources, with the entities over them.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::entry::{Entry, Fresh, Head};
use super::read::{self, Outcome};
use super::scan::Notice;
use super::sources::{Change, SourceNo, Sources};
use super::store::{ContentHash, KeptId, ListedArticle};
use super::tally::Tally;
use super::texts::{ROOM, Texts};
use super::{Snapshot, Source};
use crate::document::{Article, ArticleId};
use crate::names::{ArticleNames, EntityId, Mention, Registry};
use crate::text::safe;

/// How far the work on a pile has come, in steps: each source is one to read, each article one to analyse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Steps known to be needed.
    pub steps: usize,
    /// Steps done.
    pub done: usize,
}

/// What came of taking in changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The first articles of sources that are to be read, in order.
    pub to_read: Vec<ArticleId>,
    /// Sources that are gone.
    pub gone: Vec<Arc<Source>>,
}

/// What came of taking in a source that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// Its articles: none when it was skipped, or is gone meanwhile.
    pub ids: Vec<ArticleId>,
    /// Those of them that say something else than before, or are new: who is named in them is to be found out.
    pub news: bool,
}

/// The articles and the entities over them. Ids are given out once and stay; [`Pile::order`] is the order to show.
#[derive(Debug)]
pub struct Pile {
    /// What searches need, too: titles, entries, order.
    shared: Snapshot,
    /// By number of the source: its first article, while it has any.
    firsts: Vec<Option<ArticleId>>,
    /// All articles of the sources with several, by the first.
    groups: HashMap<ArticleId, Vec<ArticleId>>,
    /// By article: whether it is known who is named in it.
    named: Vec<bool>,
    /// The names in the texts that are held.
    mentions: HashMap<ArticleId, Box<[Mention]>>,
    texts: Texts,
    publishers: Tally,
    languages: Tally,
    registry: Registry,
    notices: Vec<Notice>,
    progress: Progress,
}

impl Default for Pile {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Pile {
    /// An empty pile that holds as many texts as there is room for.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with_room(room: u64) -> Self {
        Self {
            shared: Snapshot::default(),
            firsts: Vec::new(),
            groups: HashMap::new(),
            named: Vec::new(),
            mentions: HashMap::new(),
            texts: Texts::new(room),
            publishers: Tally::default(),
            languages: Tally::default(),
            registry: Registry::new(),
            notices: Vec::new(),
            progress: Progress::default(),
        }
    }

    /// Scans, reads and analyses everything behind `paths`, on all cores, and returns when it is done. Holds all texts.
    #[must_use]
    pub fn load(paths: &[PathBuf]) -> Self {
        let mut pile = Self::with_room(u64::MAX);
        let mut changes = Vec::new();
        Sources::default().look(paths, &mut |change| {
            changes.push(change);
            true
        });
        let waiting = pile.apply(changes).to_read;
        let sources: Vec<Arc<Source>> = waiting.iter().map(|&id| pile.entry(id).source.clone()).collect();
        for (id, (outcome, names)) in waiting.into_iter().zip(read_all(&sources)) {
            for (id, names) in pile.settle(id, outcome).ids.into_iter().zip(names) {
                pile.add_names(id, names);
            }
        }
        pile
    }

    /// Takes in what a look at the disk found.
    pub fn apply(&mut self, changes: Vec<Change>) -> Applied {
        let mut applied = Applied::default();
        let to_read = &mut applied.to_read;
        let mut inserted: HashMap<Option<SourceNo>, Vec<ArticleId>> = HashMap::new();
        let mut gone = HashSet::new();
        for change in changes {
            match change {
                Change::Notice(notice) => self.notices.push(notice),
                Change::New { no, source, behind } => {
                    let id = self.wait_for(no, source);
                    to_read.push(id);
                    let last = self.order().last().map(|&last| self.entry(last).no);
                    if inserted.is_empty() && last == behind {
                        self.shared.order_mut().push(id);
                    } else {
                        inserted.entry(behind).or_default().push(id);
                    }
                }
                Change::Changed(no) => {
                    let first = self.firsts.get(no.0 as usize).copied().flatten();
                    self.progress.steps += usize::from(first.is_some());
                    to_read.extend(first);
                }
                Change::Gone(no) => {
                    let ids = self.lose(no);
                    applied.gone.extend(ids.first().map(|&id| self.entry(id).source.clone()));
                    gone.extend(ids);
                }
            }
        }
        if !gone.is_empty() {
            self.shared.order_mut().retain(|id| !gone.contains(id));
        }
        if !inserted.is_empty() {
            self.insert(inserted);
        }
        applied
    }

    /// A source that is to be read. Its article does not stand in the order yet.
    fn wait_for(&mut self, no: SourceNo, source: Arc<Source>) -> ArticleId {
        let title = safe::line(&source.name()).into_owned();
        let id = self.push(&title, Entry::waiting(no, source));
        self.set_first(no, Some(id));
        // One step to read it and, as a rule, one to analyse the article in it.
        self.progress.steps += 2;
        id
    }

    fn set_first(&mut self, no: SourceNo, id: Option<ArticleId>) {
        let at = no.0 as usize;
        if self.firsts.len() <= at {
            self.firsts.resize(at + 1, None);
        }
        self.firsts[at] = id;
    }

    /// Puts articles into the order, each behind those of the source before it; `None` is the start.
    fn insert(&mut self, mut inserted: HashMap<Option<SourceNo>, Vec<ArticleId>>) {
        let old = std::mem::take(self.shared.order_mut());
        let mut order = Vec::with_capacity(old.len() + inserted.len());
        let mut put_behind = |no: Option<SourceNo>, order: &mut Vec<ArticleId>| {
            // New ones may stand behind new ones.
            let mut open: Vec<ArticleId> = inserted.remove(&no).unwrap_or_default();
            while let Some(id) = open.pop() {
                order.push(id);
                open.extend(
                    inserted.remove(&Some(self.shared.entry(id).map_or(SourceNo(0), |e| e.no))).unwrap_or_default(),
                );
            }
        };
        put_behind(None, &mut order);
        for (at, &id) in old.iter().enumerate() {
            order.push(id);
            let no = self.entry(id).no;
            if old.get(at + 1).is_none_or(|&next| self.entry(next).no != no) {
                put_behind(Some(no), &mut order);
            }
        }
        // Whatever stands behind a source without articles: a picture in a folder.
        let mut rest: Vec<ArticleId> = inserted.into_values().flatten().collect();
        rest.sort_unstable();
        order.extend(rest);
        *self.shared.order_mut() = order;
    }

    /// Forgets the articles of a source that is gone; the order still has them.
    fn lose(&mut self, no: SourceNo) -> Vec<ArticleId> {
        let Some(first) = self.firsts.get(no.0 as usize).copied().flatten() else { return Vec::new() };
        let ids = self.articles_of(first);
        self.set_first(no, None);
        self.groups.remove(&first);
        for &id in &ids {
            // What is not done by now never will be.
            let read = self.entry(id).head.is_some() || self.entry(id).unreadable;
            self.progress.done += usize::from(!read) + usize::from(!self.named[id.index()]);
            self.forget(id);
        }
        ids
    }

    fn forget(&mut self, id: ArticleId) {
        self.drop_text(id);
        self.registry.remove(id);
        self.named[id.index()] = false;
        let entry = self.shared.entry_mut(id);
        (entry.kept, entry.unreadable) = (None, false);
        self.forget_head(id);
    }

    fn forget_head(&mut self, id: ArticleId) {
        if let Some(head) = self.shared.entry_mut(id).head.take() {
            self.publishers.remove(head.publisher.as_ref());
            self.languages.remove(head.language.as_ref());
        }
    }

    /// The first article of the source of `id`; `None` when that is gone.
    #[must_use]
    pub fn first_of(&self, id: ArticleId) -> Option<ArticleId> {
        self.firsts.get(self.entry(id).no.0 as usize).copied().flatten()
    }

    /// All articles of the source whose first is `first`.
    #[must_use]
    pub fn articles_of(&self, first: ArticleId) -> Vec<ArticleId> {
        self.groups.get(&first).cloned().unwrap_or_else(|| vec![first])
    }

    /// A source as it was kept by an earlier run, behind all others. Returns its articles.
    pub fn recall(
        &mut self,
        no: SourceNo,
        source: &Arc<Source>,
        articles: Vec<ListedArticle>,
        problem: bool,
    ) -> Vec<ArticleId> {
        let alone = articles.len() == 1;
        let mut ids = Vec::with_capacity(articles.len());
        for kept in articles {
            let head = Head {
                publisher: self.publishers.add(kept.publisher),
                published: kept.published,
                language: self.languages.add(kept.language),
                words: kept.words,
                length: kept.length,
                text: kept.text,
                problem,
            };
            let mut entry = Entry::waiting(no, source.clone());
            (entry.ordinal, entry.alone, entry.head, entry.kept) = (kept.ordinal, alone, Some(head), Some(kept.id));
            let id = self.push(&kept.title, entry);
            self.shared.order_mut().push(id);
            ids.push(id);
        }
        self.set_first(no, ids.first().copied());
        if ids.len() > 1 {
            self.groups.insert(ids[0], ids.clone());
        }
        self.progress.steps += ids.len();
        ids
    }

    /// Takes in what came of reading the source of `id`, its first article. Further articles become entries right behind
    /// it; articles of an earlier reading keep their ids.
    pub fn settle(&mut self, id: ArticleId, outcome: Outcome) -> Settled {
        let no = self.entry(id).no;
        if self.firsts[no.0 as usize] != Some(id) {
            return Settled::default();
        }
        self.progress.done += 1;
        match outcome {
            Outcome::Unreadable(article) => {
                let settled = self.settle_articles(id, vec![article]);
                self.shared.entry_mut(id).unreadable = true;
                // What says why it could not be read names nobody.
                self.add_names(id, ArticleNames::default());
                Settled { news: false, ..settled }
            }
            Outcome::Skipped(reason) => {
                self.progress.done += 1;
                self.notices.push(reason);
                let gone = self.articles_of(id);
                self.shared.order_mut().retain(|other| !gone.contains(other));
                gone.into_iter().for_each(|id| self.forget(id));
                self.groups.remove(&id);
                Settled::default()
            }
            Outcome::Articles(articles) => self.settle_articles(id, articles),
        }
    }

    fn settle_articles(&mut self, first: ArticleId, articles: Vec<Fresh>) -> Settled {
        let before = self.articles_of(first);
        let held = |id: &ArticleId| self.entry(*id).head.as_ref().map(|head| head.text);
        let reread = held(&first).is_some();
        let same = before.iter().map(held).eq(articles.iter().map(|fresh| Some(fresh.head.text)));
        let ids = self.make_room(first, before, articles.len());
        let alone = ids.len() == 1;
        for (&id, fresh) in ids.iter().zip(articles) {
            if !same {
                self.forget(id);
            }
            self.shared.set_title(id, fresh.article.title());
            if same {
                self.forget_head(id);
            }
            let (publisher, language) = (fresh.head.publisher.clone(), fresh.head.language.clone());
            let (publisher, language) = (self.publishers.add(publisher), self.languages.add(language));
            let entry = self.shared.entry_mut(id);
            (entry.alone, entry.unreadable) = (alone, false);
            entry.head = Some(Head { publisher, language, ..fresh.head });
            self.offer(id, fresh.article);
        }
        if reread && !same {
            self.progress.steps += ids.len();
        }
        Settled { ids, news: !same }
    }

    /// As many entries as the source has articles by now, those that were there first.
    fn make_room(&mut self, first: ArticleId, mut ids: Vec<ArticleId>, wanted: usize) -> Vec<ArticleId> {
        let old = ids.len();
        if wanted < old {
            let gone = ids.split_off(wanted.max(1));
            self.shared.order_mut().retain(|id| !gone.contains(id));
            gone.into_iter().for_each(|id| self.forget(id));
        }
        for ordinal in old..wanted {
            let entry = Entry {
                ordinal: ordinal as u32,
                ..Entry::waiting(self.entry(first).no, self.entry(first).source.clone())
            };
            let title = self.title(first).to_owned();
            ids.push(self.push(&title, entry));
        }
        if wanted > old {
            if let Some(at) = self.order().iter().position(|&other| other == ids[old - 1]) {
                self.shared.order_mut().splice(at + 1..at + 1, ids[old..].iter().copied());
            }
            self.progress.steps += wanted - old;
        }
        if ids.len() > 1 {
            self.groups.insert(first, ids.clone());
        } else {
            self.groups.remove(&first);
        }
        ids
    }

    /// Holds a text when there is room for it.
    fn offer(&mut self, id: ArticleId, article: Arc<Article>) {
        if self.entry(id).article.is_some() || self.texts.admit(article.text().len() as u64) {
            self.shared.entry_mut(id).article = Some(article);
        }
    }

    /// Holds the text of an article that is looked at, with the names in it, whether there is room or not.
    pub fn visit(&mut self, id: ArticleId, article: Arc<Article>, names: ArticleNames) {
        let text = ContentHash::of_text(article.text());
        if self.entry(id).head.as_ref().is_none_or(|head| head.text != text) {
            return;
        }
        let bytes = article.text().len() as u64;
        if self.entry(id).article.is_none() && !self.texts.admit(bytes) {
            for other in self.texts.visit(id, bytes) {
                self.shared.entry_mut(other).article = None;
                self.mentions.remove(&other);
            }
        }
        self.shared.entry_mut(id).article = Some(article);
        if self.is_named(id) {
            self.mentions.insert(id, names.mentions().into());
        } else {
            self.add_names(id, names);
        }
    }

    fn drop_text(&mut self, id: ArticleId) {
        self.mentions.remove(&id);
        if let Some(article) = self.shared.entry_mut(id).article.take() {
            self.texts.release(id, article.text().len() as u64);
        }
    }

    /// Takes in who is named in an article whose text hashes to `text`; nothing when it says something else by now.
    pub fn name(&mut self, id: ArticleId, text: ContentHash, names: ArticleNames) {
        if self.entry(id).head.as_ref().is_some_and(|head| head.text == text) {
            self.add_names(id, names);
        }
    }

    fn add_names(&mut self, id: ArticleId, names: ArticleNames) {
        if !std::mem::replace(&mut self.named[id.index()], true) {
            self.progress.done += 1;
        }
        if self.entry(id).article.is_some() {
            self.mentions.insert(id, names.mentions().into());
        }
        self.registry.add(id, &names);
    }

    /// An article was kept in the library, with its names and its words.
    pub fn keep(&mut self, id: ArticleId, text: ContentHash, kept: KeptId) {
        if self.entry(id).head.as_ref().is_some_and(|head| head.text == text) {
            self.shared.entry_mut(id).kept = Some(kept);
        }
    }

    /// Something that the user is to be told, unless it was.
    pub fn tell(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// The same for what is known to be told for the first time.
    pub(super) fn tell_all(&mut self, notices: impl IntoIterator<Item = Notice>) {
        self.notices.extend(notices);
    }

    fn push(&mut self, title: &str, entry: Entry) -> ArticleId {
        self.named.push(false);
        self.shared.push(title, entry)
    }
}

/// What came of a source, and the names in its articles.
type Analysed = (Outcome, Vec<ArticleNames>);

fn analyse(source: &Source) -> Analysed {
    let outcome = read::read(source);
    let names = match &outcome {
        Outcome::Articles(articles) => articles.iter().map(|fresh| read::name(&fresh.article)).collect(),
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

/// What the pile tells.
impl Pile {
    /// The entry of an id.
    ///
    /// # Panics
    /// For an id that this pile did not give out.
    #[must_use]
    pub fn entry(&self, id: ArticleId) -> &Entry {
        self.shared.entry(id).expect("an id that this pile gave out")
    }

    /// The article's title, or the source's name while it is not read; safe to show.
    #[must_use]
    pub fn title(&self, id: ArticleId) -> &str {
        self.shared.titles().title(id.index())
    }

    /// The article of an id, while its text is held.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.shared.entry(id).and_then(Entry::article)
    }

    /// The names in an article whose text is held, in order; none while nobody has looked.
    #[must_use]
    pub fn mentions(&self, id: ArticleId) -> &[Mention] {
        self.mentions.get(&id).map_or(&[], |mentions| mentions)
    }

    /// True once it is known who is named in the article.
    #[must_use]
    pub fn is_named(&self, id: ArticleId) -> bool {
        self.named.get(id.index()).is_some_and(|named| *named)
    }

    /// True when the text of an article that was read is not held, or the names in it are not: both come back when it is
    /// read again.
    #[must_use]
    pub fn is_away(&self, id: ArticleId) -> bool {
        let entry = self.entry(id);
        entry.head.is_some() && (entry.article.is_none() || self.is_named(id) && !self.mentions.contains_key(&id))
    }

    /// True for an article that is held only because it was looked at.
    #[must_use]
    pub fn is_visit(&self, id: ArticleId) -> bool {
        self.texts.is_visit(id)
    }

    /// All articles in the order of their sources.
    #[must_use]
    pub fn order(&self) -> &[ArticleId] {
        self.shared.order()
    }

    /// Who published the articles, each with how many of them; in no order.
    pub fn publishers(&self) -> impl Iterator<Item = (&str, u32)> {
        self.publishers.all()
    }

    /// The languages of the articles, likewise.
    pub fn languages(&self) -> impl Iterator<Item = (&str, u32)> {
        self.languages.all()
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
