//! The watch list: what somebody looks out for, what of it is new since the last visit, and who is watched or no more.
//!
//! An article is new when its text came into the library after the end of the last visit of these paths; where there is no
//! library, or was no visit, when it appears while the reader is open. It is badged until it is opened or read.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::NaiveDate;

use super::App;
use super::action::Effect;
use super::geometry::Pane;
use super::marking::keep;
use super::prompt::{Prompt, Purpose};
use crate::document::ArticleId;
use crate::library::Source;
use crate::library::scan::Notice;
use crate::library::store::{ContentHash, KeptId};
use crate::library::watched::{WatchFile, Watched, same_entry};
use crate::names::{EntityId, Registry};
use crate::search::query::{Completion, Query};
use crate::text::safe;
use crate::worker::{Arrival, Job, Keep, Saving, WatchedNow};

/// New articles of an entry in which the mentions of whom it means are counted: more than anybody reads, and soon done.
const COUNTED: usize = 1_000;

/// An entry, and what it holds for.
#[derive(Debug, Clone)]
pub struct WatchRow {
    entry: Watched,
    /// As it stands in the file, safe to show.
    name: String,
    /// As it would be typed to ask for it.
    asked: String,
    query: Query,
    /// Whoever goes by its names.
    means: Vec<EntityId>,
    /// The new articles that it holds for, ascending.
    news: Vec<ArticleId>,
    /// How many of those were not opened.
    unseen: usize,
    /// For how many articles it holds, and whether all names were known when that was counted.
    count: Option<(usize, bool)>,
}

impl WatchRow {
    fn new(entry: Watched, today: NaiveDate) -> Self {
        let (name, asked, query) = (safe::line(&entry.typed).into_owned(), entry.asked(), entry.query(today));
        Self { entry, name, asked, query, means: Vec::new(), news: Vec::new(), unseen: 0, count: None }
    }

    /// As it stands in the file, safe to show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it would be typed to ask for it.
    #[must_use]
    pub fn asked(&self) -> &str {
        &self.asked
    }

    /// How many articles it holds for are new and were not opened.
    #[must_use]
    pub fn unseen(&self) -> usize {
        self.unseen
    }

    /// What is new and what there is: `2/14`. There may be more (`14+`) while names are in the library only.
    #[must_use]
    pub fn counts(&self) -> String {
        let all = match self.count {
            None => "…".to_owned(),
            Some((all, true)) => all.to_string(),
            Some((all, false)) => format!("{all}+"),
        };
        if self.unseen > 0 { format!("{}/{all}", self.unseen) } else { all }
    }
}

/// The watch list.
#[derive(Debug, Default)]
pub struct WatchPane {
    file: Option<WatchFile>,
    rows: Vec<WatchRow>,
    notices: Vec<Notice>,
    today: NaiveDate,
    /// The newest article that the last visit has seen.
    last_seen: Option<KeptId>,
    /// First articles of sources that appeared, or changed, while the reader was open.
    late: HashSet<ArticleId>,
    /// Articles that were opened.
    opened: HashSet<ArticleId>,
    /// The new articles that are watched and were not opened.
    badges: HashSet<ArticleId>,
    /// Whoever is watched, by which entry first, and how often its new articles that were not opened name them.
    watched: HashMap<EntityId, (usize, u32)>,
}

impl WatchPane {
    /// All entries, in the order of the file.
    #[must_use]
    pub fn rows(&self) -> &[WatchRow] {
        &self.rows
    }

    /// Where the file lies, or would; `None` when there is no place for it.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    /// What is wrong with the file.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How many articles are new, watched and not opened.
    #[must_use]
    pub fn news(&self) -> usize {
        self.badges.len()
    }

    /// True when an article is one of these.
    #[must_use]
    pub fn is_news(&self, id: ArticleId) -> bool {
        self.badges.contains(&id)
    }

    /// How often those articles name somebody who is watched; `None` for others.
    #[must_use]
    pub fn mentions_of(&self, entity: EntityId) -> Option<u32> {
        self.watched.get(&entity).map(|&(_, new)| new)
    }

    /// Says what day it is.
    pub(super) fn set_today(&mut self, today: NaiveDate) {
        self.today = today;
        self.rows.iter_mut().for_each(|row| row.query = row.entry.query(today));
    }

    /// What an entry asks.
    pub(super) fn query(&self, at: usize) -> Option<&Query> {
        self.rows.get(at).map(|row| &row.query)
    }

    /// True when some entry depends on who is named in articles.
    pub(super) fn asks_for_names(&self) -> bool {
        self.rows.iter().any(|row| !row.query.names().is_empty())
    }

    /// Says who goes by the names of an entry.
    pub(super) fn mean(&mut self, at: usize, entities: Vec<EntityId>) {
        if let Some(row) = self.rows.get_mut(at) {
            row.means = entities;
        }
    }

    /// Says for how many articles an entry holds.
    pub(super) fn count(&mut self, at: usize, found: usize, whole: bool) {
        if let Some(row) = self.rows.get_mut(at) {
            row.count = Some((found, whole));
        }
    }

    /// Nothing is new.
    pub(super) fn clear_news(&mut self) {
        self.rows.iter_mut().for_each(|row| row.news.clear());
    }

    /// Says for which new articles an entry holds.
    pub(super) fn set_news(&mut self, at: usize, mut ids: Vec<ArticleId>) {
        ids.sort_unstable();
        if let Some(row) = self.rows.get_mut(at) {
            row.news = ids;
        }
    }

    /// Takes in what the file holds; false when that is nothing new. What is known of an entry stays with it.
    fn set(&mut self, entries: Vec<Watched>, notices: Vec<Notice>) -> bool {
        self.notices = notices;
        if self.rows.iter().map(|row| &row.entry).eq(&entries) {
            return false;
        }
        let known = |entry: &Watched| self.rows.iter().find(|row| row.entry == *entry).cloned();
        let row = |entry: Watched| known(&entry).unwrap_or_else(|| WatchRow::new(entry, self.today));
        self.rows = entries.into_iter().map(row).collect();
        true
    }

    /// Puts together which articles have a badge, and how often they name whom.
    fn settle(&mut self, registry: &Registry, is_open: impl Fn(ArticleId) -> bool) {
        self.badges.clear();
        self.watched.clear();
        for (at, row) in self.rows.iter_mut().enumerate() {
            let unseen: Vec<ArticleId> = row.news.iter().copied().filter(|&id| !is_open(id)).collect();
            row.unseen = unseen.len();
            for &entity in &row.means {
                let entity = registry.canonical(entity);
                let count = || unseen.iter().take(COUNTED).map(|&id| registry.mentions_of(entity, id)).sum();
                self.watched.entry(entity).or_insert_with(|| (at, count()));
            }
            self.badges.extend(unseen);
        }
    }

    /// An article was opened.
    fn open(&mut self, id: ArticleId, registry: &Registry) {
        if !self.opened.insert(id) || !self.badges.remove(&id) {
            return;
        }
        for row in &mut self.rows {
            row.unseen -= usize::from(row.news.binary_search(&id).is_ok()).min(row.unseen);
        }
        for (&entity, (row, new)) in &mut self.watched {
            if self.rows.get(*row).is_some_and(|row| row.news.binary_search(&id).is_ok()) {
                *new = new.saturating_sub(registry.mentions_of(entity, id));
            }
        }
    }
}

impl App {
    /// The same reader with a watch list.
    #[must_use]
    pub fn with_watched(mut self, file: Option<WatchFile>) -> (Self, Vec<Effect>) {
        self.watching.file = file;
        let effects = self.read_watched();
        (self, effects)
    }

    /// The watch list.
    #[must_use]
    pub fn watching(&self) -> &WatchPane {
        &self.watching
    }

    /// The entry that narrows the list.
    #[must_use]
    pub fn active_watched(&self) -> Option<usize> {
        self.watching.rows.iter().position(|row| self.narrowing.is_asking(&row.asked))
    }

    /// Reads the file.
    pub(super) fn read_watched(&self) -> Vec<Effect> {
        self.watching.file.iter().map(|file| Effect::Run(Job::Saved(Saving::ReadWatched(file.clone())))).collect()
    }

    pub(super) fn take_watched(&mut self, now: WatchedNow) {
        if let Some(told) = &now.told {
            self.say(safe::line(told).into_owned());
        } else if self.watching.notices != now.notices
            && let Some(notice) = now.notices.first()
        {
            self.say(notice.message().to_owned());
        }
        if self.watching.set(now.entries, now.notices) {
            self.counting.forget();
            self.settle_news();
        }
    }

    /// Puts the badges together anew.
    pub(super) fn settle_news(&mut self) {
        let (opened, marks) = (std::mem::take(&mut self.watching.opened), &self.marks);
        self.watching.settle(self.pile.registry(), |id| opened.contains(&id) || marks.is_read(id));
        self.watching.opened = opened;
    }

    /// The new articles of the pile.
    pub(super) fn new_ones(&self) -> Vec<ArticleId> {
        let mut new: Vec<ArticleId> = self.marks.new_ones().filter(|&id| self.pile.is_listed(id)).collect();
        new.sort_unstable();
        new
    }

    /// Whoever has the text before them and is in it has opened the article.
    pub(super) fn notice_opening(&mut self) {
        let Some(reading) = self.reading.as_ref().filter(|r| self.focus == Pane::Text && r.is_laid_out()) else {
            return;
        };
        if self.marks.is_new(reading.id) {
            self.watching.open(reading.id, self.pile.registry());
        }
    }

    /// What an earlier run kept: what the last visit has seen, and what came in since.
    pub(super) fn remember_visit(&mut self, seen: Option<KeptId>, new: &[ArticleId]) {
        self.watching.last_seen = seen;
        for &id in new {
            self.marks.arrive(id, true);
        }
    }

    /// Sources appeared or changed while the reader was open; their first articles are these.
    pub(super) fn notice_late(&mut self, firsts: &[ArticleId]) {
        if !self.scanning {
            self.watching.late.extend(firsts);
        }
    }

    fn is_late(&self, id: ArticleId) -> bool {
        self.pile.first_of(id).is_some_and(|first| self.watching.late.contains(&first))
    }

    /// An article says something else by now: nobody has opened that.
    pub(super) fn forget_opening(&mut self, id: ArticleId) {
        self.watching.opened.remove(&id);
    }

    /// An article that no library keeps is named: it is new when it appeared while the reader was open.
    pub(super) fn arrive_unkept(&mut self, id: ArticleId) {
        if self.is_late(id) {
            self.marks.arrive(id, true);
        }
    }

    /// An article is kept, and it is known when its text came in.
    pub(super) fn take_arrival(&mut self, arrival: Arrival) {
        let Arrival { id, text, kept, arrived } = arrival;
        if self.pile.entry(id).head().is_none_or(|head| head.text != text) {
            return;
        }
        let just_now = arrived == kept || self.marks.is_new(id);
        let new = self.watching.last_seen.map_or_else(|| self.is_late(id) && just_now, |seen| arrived > seen);
        self.marks.arrive(id, new);
    }

    /// The reader is left: what is there was seen. Not while articles are still to be read or analysed: those would be new at
    /// the next visit, though they lay there at this one, and so the visit before counts on.
    pub(super) fn end_visit(&self, out: &mut Vec<Effect>) {
        let progress = self.pile.progress();
        if self.scanning || progress.done < progress.steps {
            return;
        }
        let entries = self.pile.order().iter().map(|&id| self.pile.entry(id));
        let unkept = entries.filter(|entry| {
            let file = matches!(**entry.source(), Source::File { .. });
            file && entry.kept().is_none() && !entry.is_unreadable()
        });
        let texts: Vec<ContentHash> = unkept.filter_map(|entry| Some(entry.head()?.text)).collect();
        keep(Keep::Visited(texts), out);
    }

    /// Watches the one meant, or no more; asks what to watch when nobody is.
    pub(super) fn toggle_watch(&mut self, out: &mut Vec<Effect>) {
        let name = self.whom().map(|who| (who, self.name(who).to_owned())).filter(|(_, name)| !name.is_empty());
        let Some((who, name)) = name else { return self.ask_watch() };
        let Some(file) = self.watch_file() else { return };
        let who = self.pile.registry().canonical(who);
        let entry = Watched { typed: name.clone() };
        // A name with signs in it that a query would understand otherwise.
        let entry =
            if entry.is_name() { entry } else { Watched { typed: format!("name:{}", Completion::as_value(&name)) } };
        let registry = self.pile.registry();
        let means = |row: &&WatchRow| {
            row.entry.is_name() && row.means.iter().any(|&entity| registry.canonical(entity) == who)
                || same_entry(&row.entry.typed, &entry.typed)
        };
        let held: Vec<Watched> = self.watching.rows.iter().filter(means).map(|row| row.entry.clone()).collect();
        let change = |entry: Watched, on| Effect::Run(Job::Saved(Saving::Watch(file.clone(), entry, on)));
        if held.is_empty() {
            out.push(change(entry, true));
        } else {
            out.extend(held.into_iter().map(|entry| change(entry, false)));
        }
    }

    /// Asks for a name or a pattern to watch.
    pub(super) fn ask_watch(&mut self) {
        if self.watch_file().is_some() {
            self.prompt = Some(Prompt::new(Purpose::Watch, "", "", self.here()));
        }
    }

    /// The file, when it can be written; else says why not.
    fn watch_file(&mut self) -> Option<WatchFile> {
        match &self.watching.file {
            None => self.say("no folder for settings is known; --watch names a file for the watch list"),
            Some(file) if !file.writable => self.say("nothing is watched anew in a run with --no-library"),
            Some(file) => return Some(file.clone()),
        }
        None
    }

    pub(super) fn accept_watch(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let typed = typed.trim();
        if typed.is_empty() {
            return;
        }
        if self.watching.rows.iter().any(|row| same_entry(&row.entry.typed, typed)) {
            return self.say(format!("“{}” is watched already", safe::line(typed)));
        }
        if let Some(file) = self.watch_file() {
            out.push(Effect::Run(Job::Saved(Saving::Watch(file, Watched { typed: typed.to_owned() }, true))));
        }
    }

    /// What watching what was typed would mean.
    #[must_use]
    pub fn watch_hint(&self, typed: &str) -> String {
        let entry = Watched { typed: typed.trim().to_owned() };
        let query = entry.query(self.watching.today);
        match query.complaints().first() {
            _ if entry.typed.is_empty() => "a name, or a query: \"Conseil de sécurité\" -sport".to_owned(),
            Some(complaint) => complaint.message.to_string(),
            None if entry.is_name() => "whoever goes by it, or the very words".to_owned(),
            None => "a query".to_owned(),
        }
    }
}
