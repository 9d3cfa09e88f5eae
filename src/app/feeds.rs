//! The feeds above the list: what is unread of each, and choosing one.
//!
//! The list of feeds is read when the program starts and when the list of rows is opened; feeds are added and taken out on
//! the command line or in their file.

use chrono::NaiveDate;

use super::App;
use super::action::Effect;
use crate::library::feeds::Feeds;
use crate::library::scan::Notice;
use crate::search::query::{Completion, Query};
use crate::text::safe;
use crate::worker::{FeedsNow, Job, Saving};

/// A feed, and how many of its articles are unread.
#[derive(Debug, Clone)]
pub struct FeedRow {
    /// Its name, safe to show.
    name: String,
    /// As it would be typed to ask for it.
    asked: String,
    /// What of it is unread.
    unread: Query,
    count: Option<usize>,
}

impl FeedRow {
    fn new(name: &str, today: NaiveDate) -> Self {
        let asked = format!("feed:{}", Completion::as_value(name));
        let unread = Query::parse(&format!("{asked} is:unread"), today);
        Self { name: safe::line(name).into_owned(), asked, unread, count: None }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it would be typed to ask for it.
    #[must_use]
    pub fn asked(&self) -> &str {
        &self.asked
    }

    /// How many of its articles are unread; `None` while that is not counted.
    #[must_use]
    pub fn unread(&self) -> Option<usize> {
        self.count
    }
}

/// The feeds, where what they brought is among the articles.
#[derive(Debug, Default)]
pub struct FeedPane {
    place: Option<Feeds>,
    rows: Vec<FeedRow>,
    notices: Vec<Notice>,
    today: NaiveDate,
}

impl FeedPane {
    /// All of them, in the order of the list of feeds.
    #[must_use]
    pub fn rows(&self) -> &[FeedRow] {
        &self.rows
    }

    /// Says what day it is.
    pub(super) fn set_today(&mut self, today: NaiveDate) {
        self.today = today;
    }

    /// What is asked to count a row.
    pub(super) fn query(&self, at: usize) -> Option<&Query> {
        self.rows.get(at).map(|row| &row.unread)
    }

    /// A row was counted.
    pub(super) fn count(&mut self, at: usize, unread: usize) {
        if let Some(row) = self.rows.get_mut(at) {
            row.count = Some(unread);
        }
    }
}

impl App {
    /// The same reader with the feeds whose articles are in the pile.
    #[must_use]
    pub fn with_feeds(mut self, place: Option<Feeds>) -> (Self, Vec<Effect>) {
        self.feeds.place = place;
        let effects = self.read_feeds();
        (self, effects)
    }

    /// The feeds.
    #[must_use]
    pub fn feeds(&self) -> &FeedPane {
        &self.feeds
    }

    /// What is wrong with the files that somebody edits: saved queries, rulings, watch list, list of feeds.
    pub fn notices_of_files(&self) -> impl Iterator<Item = &Notice> {
        let (rulings, watching) = (self.rulings().notices(), self.watching().notices());
        self.saved.notices().iter().chain(rulings).chain(watching).chain(&self.feeds.notices)
    }

    /// The feed that narrows the list.
    pub(super) fn active_feed(&self) -> Option<usize> {
        self.feeds.rows.iter().position(|row| self.narrowing.is_asking(row.asked()))
    }

    pub(super) fn read_feeds(&self) -> Vec<Effect> {
        self.feeds.place.iter().map(|place| Effect::Run(Job::Saved(Saving::ReadFeeds(place.clone())))).collect()
    }

    pub(super) fn take_feeds(&mut self, now: FeedsNow) {
        self.feeds.notices = now.notices;
        let rows: Vec<FeedRow> = now.names.iter().map(|name| FeedRow::new(name, self.feeds.today)).collect();
        if self.feeds.rows.iter().map(FeedRow::asked).ne(rows.iter().map(FeedRow::asked)) {
            self.feeds.rows = rows;
            self.counting.forget();
        }
    }
}
