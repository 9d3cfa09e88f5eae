//! Saved queries: their rows above the list, what each holds for, choosing one and saving one.
//!
//! The file is read when the program starts, when the list of them is opened and when one is saved. Names are changed and
//! lines taken out in the file.

use std::path::Path;

use chrono::NaiveDate;

use super::App;
use super::action::Effect;
use super::geometry::Pane;
use super::prompt::{Prompt, Purpose};
use super::shelf::Row;
use crate::library::saved::{SavedFile, SavedQuery, same_name};
use crate::library::scan::Notice;
use crate::search::query::Query;
use crate::text::safe;
use crate::worker::{Job, Saved, Saving};

/// A saved query, and for how many articles it holds.
#[derive(Debug, Clone)]
pub struct SavedRow {
    saved: SavedQuery,
    /// Its name, safe to show.
    name: String,
    query: Query,
    count: Option<usize>,
}

impl SavedRow {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it would be typed.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.saved.query
    }

    /// For how many articles it holds; `None` while that is not counted.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.count
    }
}

/// The saved queries.
#[derive(Debug, Default)]
pub struct SavedPane {
    file: Option<SavedFile>,
    rows: Vec<SavedRow>,
    notices: Vec<Notice>,
    today: NaiveDate,
}

impl SavedPane {
    /// All of them, in the order of the file.
    #[must_use]
    pub fn rows(&self) -> &[SavedRow] {
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

    /// Says what day it is.
    pub(super) fn set_today(&mut self, today: NaiveDate) {
        self.today = today;
        self.rows.iter_mut().for_each(|row| row.query = Query::parse(&row.saved.query, today));
    }

    /// What a row asks.
    pub(super) fn query(&self, at: usize) -> Option<&Query> {
        self.rows.get(at).map(|row| &row.query)
    }

    /// A row was counted.
    pub(super) fn count(&mut self, at: usize, found: usize) {
        if let Some(row) = self.rows.get_mut(at) {
            row.count = Some(found);
        }
    }

    /// Takes in what the file holds; false when that is nothing new. What has been counted holds as long as the query stays.
    fn set(&mut self, queries: Vec<SavedQuery>, notices: Vec<Notice>) -> bool {
        self.notices = notices;
        if self.rows.iter().map(|row| &row.saved).eq(&queries) {
            return false;
        }
        let count = |saved: &SavedQuery| self.rows.iter().find(|row| row.saved.query == saved.query)?.count;
        let row = |saved: SavedQuery| SavedRow {
            count: count(&saved),
            name: safe::line(&saved.name).into_owned(),
            query: Query::parse(&saved.query, self.today),
            saved,
        };
        self.rows = queries.into_iter().map(row).collect();
        true
    }
}

impl App {
    /// The same reader with saved queries.
    #[must_use]
    pub fn with_saved(mut self, file: Option<SavedFile>) -> (Self, Vec<Effect>) {
        self.saved.file = file;
        let effects = self.read_saved();
        (self, effects)
    }

    /// The saved queries.
    #[must_use]
    pub fn saved(&self) -> &SavedPane {
        &self.saved
    }

    /// The saved query that narrows the list.
    #[must_use]
    pub fn active_saved(&self) -> Option<usize> {
        self.saved.rows.iter().position(|row| self.narrowing.is_asking(row.typed()))
    }

    fn read_saved(&self) -> Vec<Effect> {
        self.saved.file.iter().map(|file| Effect::Run(Job::Saved(Saving::Read(file.clone())))).collect()
    }

    /// Opens the list of saved queries, and reads the file again.
    pub(super) fn ask_saved(&mut self, out: &mut Vec<Effect>) {
        let Some(file) = &self.saved.file else { return self.say(NO_FILE) };
        if self.shelf().is_empty() {
            // What the file holds by now is told when it is read.
            let path = file.path.display();
            let message = format!("no query is saved: W saves the one that narrows the list, in {path}");
            self.say(safe::line(&message).into_owned());
            return out.extend(self.read_saved());
        }
        let mut prompt = Prompt::new(Purpose::Saved, "", "", self.here());
        prompt.choice = self.active_row().and_then(|row| self.shelf().iter().position(|r| *r == row)).unwrap_or(0);
        self.prompt = Some(prompt);
        out.extend(self.read_saved());
        out.extend(self.read_feeds());
    }

    /// Asks for a name for the query that narrows the list.
    pub(super) fn ask_name(&mut self) {
        let name = self.active_saved().map_or("", |at| self.saved.rows[at].saved.name.as_str());
        match &self.saved.file {
            None => self.say(NO_FILE),
            Some(file) if !file.writable => self.say("nothing is saved in a run with --no-library"),
            Some(_) if self.narrowing.query().is_empty() => self.say("there is no query to save: = asks one"),
            Some(_) => self.prompt = Some(Prompt::new(Purpose::SaveAs, name, "", self.here())),
        }
    }

    /// What saving under the name typed would do.
    #[must_use]
    pub fn saving_hint(&self, name: &str) -> String {
        let held = self.saved.rows.iter().find(|row| same_name(&row.saved.name, name));
        match held.filter(|row| row.typed() != self.narrowing.typed().trim()) {
            Some(row) => format!("takes the place of {}", safe::line(row.typed())),
            None => safe::line(self.narrowing.typed()).into_owned(),
        }
    }

    pub(super) fn accept_name(&mut self, name: &str, out: &mut Vec<Effect>) {
        let Some(file) = self.saved.file.clone().filter(|_| !name.trim().is_empty()) else { return };
        let saved = SavedQuery { name: name.trim().to_owned(), query: self.narrowing.typed().trim().to_owned() };
        out.push(Effect::Run(Job::Saved(Saving::Save(file, saved))));
    }

    pub(super) fn accept_saved(&mut self, typed: &str, choice: usize, out: &mut Vec<Effect>) {
        match self.rows_like(typed).get(choice) {
            Some(&row) => self.toggle_row(row, out),
            None => self.say("no saved query is called like that"),
        }
    }

    /// Narrows the list by a row above it, or takes that back.
    pub(super) fn toggle_row(&mut self, row: Row, out: &mut Vec<Effect>) {
        let asked = match row {
            Row::Feed(at) => self.feeds.rows().get(at).map(|row| row.asked().to_owned()),
            Row::Saved(at) => self.saved.rows.get(at).map(|row| row.saved.query.clone()),
            Row::Watched(at) => self.watching.rows().get(at).map(|row| row.asked().to_owned()),
        };
        let Some(asked) = asked else { return };
        let query = if self.active_row() == Some(row) { String::new() } else { asked };
        self.focus = Pane::List;
        self.set_query(&query, false, out);
        if let Some(complaint) = self.narrowing.query().complaints().first() {
            self.say(complaint.message.clone());
        }
    }

    pub(super) fn take_saved(&mut self, saved: Saved) {
        if let Some(told) = &saved.told {
            self.say(safe::line(told).into_owned());
        } else if self.saved.notices != saved.notices
            && let Some(notice) = saved.notices.first()
        {
            self.say(notice.message().to_owned());
        }
        if self.saved.set(saved.queries, saved.notices) {
            self.counting.forget();
        }
        let rows = self.shelf().len();
        if let Some(prompt) = self.prompt.as_mut().filter(|prompt| prompt.purpose == Purpose::Saved) {
            prompt.choice = prompt.choice.min(rows.saturating_sub(1));
        }
    }
}

/// Said where no folder for the file is known.
const NO_FILE: &str = "no folder for settings is known; --queries names a file for saved queries";
