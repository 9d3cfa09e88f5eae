//! The table of all articles of this run, in the order of their sources, with the entities over them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

use super::entry::{Entry, Fresh, Head};
use super::line::{Behind, Line};
use super::read::{self, Analysed, Outcome};
use super::scan::Notice;
use super::sources::{Change, SourceNo, Sources};
use super::store::{ContentHash, KeptId, ListedArticle};
use super::tally::Tally;
use super::texts::{ROOM, Texts};
use super::work::Work;
use super::{Snapshot, Source};
use crate::document::{Article, ArticleId};
use crate::names::{ArticleNames, Registry};
use crate::text::safe;

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

/// The articles and the entities over them. Ids are given out once and stay; [`Pile::order`] is the order to show. A source
/// that was gone and comes back has the ids that it had.
#[derive(Debug)]
pub struct Pile {
    /// What searches need, too: titles, entries, order.
    shared: Snapshot,
    /// All sources that are there. The order is that of their articles.
    line: Line,
    /// By number of the source: its first article, while it is there.
    firsts: Vec<Option<ArticleId>>,
    /// All articles of the sources with several, by the first.
    groups: HashMap<ArticleId, Vec<ArticleId>>,
    /// Articles that a source does not have any more, in its order.
    spare: HashMap<SourceNo, Vec<ArticleId>>,
    /// Sources that are there and have nothing to show, with what is told of that.
    skipped: HashMap<SourceNo, Option<Notice>>,
    /// By article: whether it stands in the order.
    listed: Vec<bool>,
    /// By article: whether it is known who is named in it.
    named: Vec<bool>,
    /// Where in the order a source was looked for last: the next one is near.
    near: usize,
    /// The names and the quotations in the texts that are held.
    mentions: HashMap<ArticleId, ruling::Named>,
    /// Articles in which the names that the machine misses are still to be looked for.
    unspotted: BTreeSet<ArticleId>,
    /// Those of them whose texts are not held.
    away: BTreeSet<ArticleId>,
    texts: Texts,
    publishers: Tally,
    languages: Tally,
    registry: Registry,
    notices: Vec<Notice>,
    told: HashSet<Notice>,
    /// Articles whose texts are not what they were, or gone.
    lost: Vec<ArticleId>,
    work: Work,
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
            line: Line::default(),
            firsts: Vec::new(),
            groups: HashMap::new(),
            spare: HashMap::new(),
            skipped: HashMap::new(),
            listed: Vec::new(),
            named: Vec::new(),
            near: 0,
            mentions: HashMap::new(),
            unspotted: BTreeSet::new(),
            away: BTreeSet::new(),
            texts: Texts::new(room),
            publishers: Tally::default(),
            languages: Tally::default(),
            registry: Registry::new(),
            notices: Vec::new(),
            told: HashSet::new(),
            lost: Vec::new(),
            work: Work::default(),
        }
    }

    /// Scans, reads and analyses everything behind `paths`, on all cores, and returns when it is done. Holds all texts.
    #[must_use]
    pub fn load(paths: &[PathBuf]) -> Self {
        Self::find(paths).filled(read::with_names)
    }

    /// The same without looking for names, which takes most of the time: for who asks for nobody.
    #[must_use]
    pub fn load_texts(paths: &[PathBuf]) -> Self {
        Self::find(paths).filled(read::without_names)
    }

    /// The sources behind `paths`, in their order, known by their names only.
    #[must_use]
    pub fn find(paths: &[PathBuf]) -> Self {
        let mut pile = Self::with_room(u64::MAX);
        let mut changes = Vec::new();
        Sources::default().look(paths, &mut |change| {
            changes.push(change);
            true
        });
        pile.apply(changes);
        pile
    }

    fn filled(mut self, read: fn(&Source) -> Analysed) -> Self {
        let waiting = self.order().to_vec();
        self.fill(&waiting, read);
        self
    }

    /// Reads the sources whose first articles these are, on all cores.
    pub(super) fn fill(&mut self, waiting: &[ArticleId], read: fn(&Source) -> Analysed) {
        let sources: Vec<Arc<Source>> = waiting.iter().map(|&id| self.entry(id).source.clone()).collect();
        let Ok(()) = read::in_order(
            &sources,
            |source| read(source),
            |at, (outcome, names)| -> Result<(), Infallible> {
                let ids = self.settle(waiting[at], outcome).ids;
                ids.into_iter().zip(names).for_each(|(id, names)| self.add_names(id, &names));
                Ok(())
            },
        );
    }

    /// Takes in what a look at the disk found.
    pub fn apply(&mut self, changes: Vec<Change>) -> Applied {
        let mut applied = Applied::default();
        let (mut new, mut gone) = (Behind::new(), HashSet::new());
        for change in changes {
            match change {
                Change::Notice(notice) => self.tell(notice),
                Change::Over(notice) => _ = self.told.remove(&notice),
                Change::New { no, source, behind } => {
                    if gone.contains(&no) {
                        self.reorder(std::mem::take(&mut new), &std::mem::take(&mut gone));
                    }
                    let known = self.first(no);
                    let id = known.unwrap_or_else(|| self.wait_for(no, source));
                    applied.to_read.push(id);
                    self.work.read(no, true);
                    if known.is_none() && new.is_empty() && self.line.last() == behind {
                        self.line.push(no);
                        self.list(id);
                    } else if known.is_none() {
                        new.entry(behind).or_default().push(no);
                    }
                }
                Change::Changed(no) => applied.to_read.extend(self.first(no).inspect(|_| self.work.read(no, true))),
                Change::Gone(no) => {
                    applied.gone.extend(self.lose(no));
                    gone.insert(no);
                }
            }
        }
        self.reorder(new, &gone);
        if self.told.len() != self.notices.len() {
            self.notices.retain(|notice| self.told.contains(notice));
        }
        applied
    }

    /// A source is to be read again, for another reason than a change: its first article is `id`.
    pub fn expect(&mut self, id: ArticleId) {
        self.work.read(self.entry(id).no, true);
    }

    /// A source that is to be read. It stands nowhere yet.
    fn wait_for(&mut self, no: SourceNo, source: Arc<Source>) -> ArticleId {
        let title = safe::line(&source.name()).into_owned();
        let id = self.entry_for(&title, Entry::waiting(no, source));
        self.set_first(no, Some(id));
        // As a rule, there is one article in it.
        self.work.analyse(id, true);
        id
    }

    /// An entry that the source had before, else a new one.
    fn entry_for(&mut self, title: &str, entry: Entry) -> ArticleId {
        let spare = self.spare.get_mut(&entry.no).filter(|spare| !spare.is_empty());
        let Some(id) = spare.map(|spare| spare.remove(0)) else { return self.push(title, entry) };
        *self.shared.entry_mut(id) = entry;
        self.shared.set_title(id, title);
        id
    }

    fn first(&self, no: SourceNo) -> Option<ArticleId> {
        self.firsts.get(no.0 as usize).copied().flatten()
    }

    fn set_first(&mut self, no: SourceNo, id: Option<ArticleId>) {
        let at = no.0 as usize;
        if self.firsts.len() <= at {
            self.firsts.resize(at + 1, None);
        }
        self.firsts[at] = id;
    }

    /// Puts an article at the end of the order.
    fn list(&mut self, id: ArticleId) {
        self.listed[id.index()] = true;
        self.shared.order_mut().push(id);
    }

    /// Takes new sources into the order and those that are gone out of it, each in one pass.
    fn reorder(&mut self, new: Behind, gone: &HashSet<SourceNo>) {
        if !new.is_empty() {
            self.line.insert(new);
            let mut rest = self.order().iter().copied().filter(|id| self.listed[id.index()]).peekable();
            let mut order = Vec::with_capacity(self.order().len());
            for &no in self.line.all() {
                let Some(first) = self.first(no) else { continue };
                if self.listed[first.index()] {
                    while let Some(id) = rest.next_if(|&id| self.entry(id).no == no) {
                        order.push(id);
                    }
                } else if !self.skipped.contains_key(&no) {
                    order.push(first);
                }
            }
            for id in &order {
                self.listed[id.index()] = true;
            }
            *self.shared.order_mut() = order;
        }
        if !gone.is_empty() {
            self.line.remove(gone);
            let listed = &self.listed;
            self.shared.order_mut().retain(|id| listed[id.index()]);
        }
    }

    /// Forgets the articles of a source that is gone; the order still has them.
    fn lose(&mut self, no: SourceNo) -> Option<Arc<Source>> {
        let first = self.first(no)?;
        let ids = self.articles_of(first);
        self.set_first(no, None);
        self.groups.remove(&first);
        self.work.read(no, false);
        if let Some(notice) = self.skipped.remove(&no).flatten() {
            // The list of them follows, once for many.
            self.told.remove(&notice);
        }
        self.retire(no, ids);
        Some(self.entry(first).source.clone())
    }

    /// The source has these no more. What is not done for them by now never will be.
    fn retire(&mut self, no: SourceNo, ids: Vec<ArticleId>) {
        for &id in &ids {
            self.listed[id.index()] = false;
            self.forget(id);
            self.work.analyse(id, false);
        }
        if !ids.is_empty() {
            self.spare.entry(no).or_default().splice(0..0, ids);
        }
    }

    fn forget(&mut self, id: ArticleId) {
        self.drop_text(id);
        self.registry.remove(id);
        self.named[id.index()] = false;
        if self.entry(id).head.is_some() {
            self.lost.push(id);
        }
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
        self.first(self.entry(id).no)
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
        articles: &[ListedArticle],
        problem: bool,
    ) -> Vec<ArticleId> {
        let alone = articles.len() == 1;
        let mut ids = Vec::with_capacity(articles.len());
        for kept in articles {
            let head = Head {
                publisher: self.publishers.add(kept.publisher.clone()),
                published: kept.published,
                language: self.languages.add(kept.language.clone()),
                words: kept.words,
                length: kept.length,
                text: kept.text,
                problem,
            };
            let mut entry = Entry::waiting(no, source.clone());
            (entry.ordinal, entry.alone, entry.head, entry.kept) = (kept.ordinal, alone, Some(head), Some(kept.id));
            let id = self.push(&kept.title, entry);
            self.list(id);
            ids.push(id);
        }
        self.line.push(no);
        self.set_first(no, ids.first().copied());
        if ids.len() > 1 {
            self.groups.insert(ids[0], ids.clone());
        }
        ids
    }

    /// The same for a source in which there was nothing to show.
    pub(super) fn recall_skipped(&mut self, no: SourceNo, source: Arc<Source>, reason: Option<Notice>) {
        let id = self.push("", Entry::waiting(no, source));
        self.line.push(no);
        self.set_first(no, Some(id));
        self.skip(no, reason);
    }

    fn skip(&mut self, no: SourceNo, reason: Option<Notice>) {
        if let Some(reason) = &reason {
            self.tell(reason.clone());
        }
        self.skipped.insert(no, reason);
    }

    /// Takes in what came of reading the source of `id`, its first article. Further articles become entries right behind
    /// it; articles of an earlier reading keep their ids.
    pub fn settle(&mut self, id: ArticleId, outcome: Outcome) -> Settled {
        let no = self.entry(id).no;
        if self.first(no) != Some(id) {
            return Settled::default();
        }
        self.work.read(no, false);
        match outcome {
            Outcome::Unreadable(article) => {
                let settled = self.settle_articles(id, vec![article]);
                self.shared.entry_mut(id).unreadable = true;
                // What says why it could not be read names nobody.
                self.add_names(id, &ArticleNames::default());
                Settled { news: false, ..settled }
            }
            Outcome::Skipped(reason) => {
                self.unlist(id);
                let mut ids = self.articles_of(id);
                self.retire(no, ids.split_off(1));
                self.groups.remove(&id);
                self.forget(id);
                self.work.analyse(id, false);
                self.skip(no, Some(reason));
                Settled::default()
            }
            Outcome::Articles(articles) => self.settle_articles(id, articles),
        }
    }

    fn settle_articles(&mut self, first: ArticleId, articles: Vec<Fresh>) -> Settled {
        self.stand(first);
        let before = self.articles_of(first);
        let held = |id: &ArticleId| self.entry(*id).head.as_ref().map(|head| head.text);
        let same = before.iter().map(held).eq(articles.iter().map(|fresh| Some(fresh.head.text)));
        let ids = self.make_room(first, before, articles.len());
        let alone = ids.len() == 1;
        for (&id, fresh) in ids.iter().zip(articles) {
            if !same {
                self.forget(id);
            }
            self.work.analyse(id, !self.named[id.index()]);
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
        Settled { ids, news: !same }
    }

    /// Where an article stands in the order. Sources are mostly read one after the other, so that it is near the last one.
    fn position(&mut self, id: ArticleId) -> Option<usize> {
        const NEAR: usize = 64;
        let order = self.shared.order();
        let (low, high) = (self.near.saturating_sub(NEAR).min(order.len()), (self.near + NEAR).min(order.len()));
        let find = |from: usize, to: usize| order[from..to].iter().position(|&other| other == id).map(|at| from + at);
        let at = find(low, high).or_else(|| find(high, order.len())).or_else(|| find(0, low))?;
        self.near = at;
        Some(at)
    }

    /// Takes the articles of a source out of the order: they stand together.
    fn unlist(&mut self, first: ArticleId) {
        let ids = self.articles_of(first);
        if let Some(at) = self.position(first).filter(|_| self.listed[first.index()]) {
            self.shared.order_mut().drain(at..at + ids.len());
        }
        for id in ids {
            self.listed[id.index()] = false;
        }
    }

    /// A source that had nothing to show has something now: it takes its place in the order.
    fn stand(&mut self, first: ArticleId) {
        let no = self.entry(first).no;
        let Some(reason) = self.skipped.remove(&no) else { return };
        if let Some(reason) = &reason {
            self.take_back(reason);
        }
        let listed = |first: &ArticleId| self.listed[first.index()];
        let before = self.line.before(no).find_map(|no| self.first(no).filter(listed));
        let last = before.and_then(|before| self.articles_of(before).last().copied());
        let at = last.and_then(|last| self.position(last)).map_or(0, |at| at + 1);
        self.shared.order_mut().insert(at, first);
        self.listed[first.index()] = true;
    }

    /// As many entries as the source has articles by now, those that were there first.
    fn make_room(&mut self, first: ArticleId, mut ids: Vec<ArticleId>, wanted: usize) -> Vec<ArticleId> {
        let (old, no) = (ids.len(), self.entry(first).no);
        let last = if wanted == old { None } else { self.position(ids[old - 1]) };
        if wanted < old {
            let gone = ids.split_off(wanted.max(1));
            if let Some(last) = last {
                self.shared.order_mut().drain(last + 1 - gone.len()..=last);
            }
            self.retire(no, gone);
        }
        for ordinal in old..wanted {
            let source = self.entry(first).source.clone();
            let title = self.title(first).to_owned();
            let id = self.entry_for(&title, Entry { ordinal: ordinal as u32, ..Entry::waiting(no, source) });
            self.listed[id.index()] = true;
            ids.push(id);
        }
        if let Some(last) = last.filter(|_| wanted > old) {
            self.shared.order_mut().splice(last + 1..=last, ids[old..].iter().copied());
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

    /// Holds the text of an article that is looked at, whether there is room or not; `text` is its hash. Nothing, and false,
    /// when the article says something else by now.
    pub fn hold(&mut self, id: ArticleId, text: ContentHash, article: Arc<Article>) -> bool {
        if !self.says(id, text) {
            return false;
        }
        let bytes = article.text().len() as u64;
        if self.entry(id).article.is_none() && !self.texts.admit(bytes) {
            for other in self.texts.visit(id, bytes) {
                self.shared.entry_mut(other).article = None;
                self.mentions.remove(&other);
            }
        }
        self.shared.entry_mut(id).article = Some(article);
        true
    }

    /// True when the text of an article has this hash.
    fn says(&self, id: ArticleId, text: ContentHash) -> bool {
        self.entry(id).head.as_ref().is_some_and(|head| head.text == text)
    }

    fn drop_text(&mut self, id: ArticleId) {
        self.mentions.remove(&id);
        if let Some(article) = self.shared.entry_mut(id).article.take() {
            self.texts.release(id, article.text().len() as u64);
        }
    }

    /// An article was kept in the library, with its names and its words.
    pub fn keep(&mut self, id: ArticleId, text: ContentHash, kept: KeptId) {
        if self.says(id, text) {
            self.shared.entry_mut(id).kept = Some(kept);
        }
    }

    /// Articles that do not say any more what they said, since this was last asked.
    pub fn take_lost(&mut self) -> Vec<ArticleId> {
        std::mem::take(&mut self.lost)
    }

    /// Something that the user is to be told, unless it was.
    pub fn tell(&mut self, notice: Notice) {
        if self.told.insert(notice.clone()) {
            self.notices.push(notice);
        }
    }

    /// Something that the user was told holds no more.
    fn take_back(&mut self, notice: &Notice) {
        if self.told.remove(notice) {
            self.notices.retain(|other| other != notice);
        }
    }

    fn push(&mut self, title: &str, entry: Entry) -> ArticleId {
        self.named.push(false);
        self.listed.push(false);
        self.shared.push(title, entry)
    }
}

mod naming;
mod ruling;
mod telling;
pub use telling::Held;
#[cfg(test)]
mod tests;
