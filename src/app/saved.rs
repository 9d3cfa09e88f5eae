//! Saved queries: their rows above the list, what each holds for, choosing one and saving one.
//!
//! The file is read when the program starts, when the list of them is opened and when one is saved. Names are changed and
//! lines taken out in the file.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use super::App;
use super::action::Effect;
use super::geometry::{Pane, scrolled};
use super::prompt::{Prompt, Purpose};
use crate::library::Bearers;
use crate::library::saved::{SavedFile, SavedQuery, same_name};
use crate::library::scan::Notice;
use crate::search::fuzzy::{Filter, Line};
use crate::search::query::Query;
use crate::text::safe;
use crate::worker::{Count, Job, Saved, Saving};

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

/// What the counts are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Basis {
    /// Steps of the pile's work that were done.
    done: usize,
    steps: usize,
    names: u64,
    marks: u64,
}

/// The saved queries.
#[derive(Debug, Default)]
pub struct SavedPane {
    file: Option<SavedFile>,
    rows: Vec<SavedRow>,
    notices: Vec<Notice>,
    generation: u64,
    /// The row that is being counted.
    counting: Option<usize>,
    /// What the last round of counts is of, or the one under way.
    basis: Option<Basis>,
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
        self.basis = None;
    }

    /// Takes in what the file holds. What has been counted holds as long as the query stays.
    fn set(&mut self, queries: Vec<SavedQuery>, notices: Vec<Notice>) {
        self.notices = notices;
        if self.rows.iter().map(|row| &row.saved).eq(&queries) {
            return;
        }
        let count = |saved: &SavedQuery| self.rows.iter().find(|row| row.saved.query == saved.query)?.count;
        let row = |saved: SavedQuery| SavedRow {
            count: count(&saved),
            name: safe::line(&saved.name).into_owned(),
            query: Query::parse(&saved.query, self.today),
            saved,
        };
        self.rows = queries.into_iter().map(row).collect();
        (self.counting, self.basis) = (None, None);
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
        let typed = self.narrowing.typed().trim();
        // A query that found nothing goes on with its last word left open.
        let closed = typed.strip_suffix('*').unwrap_or(typed);
        self.saved.rows.iter().position(|row| row.typed() == typed || row.typed() == closed)
    }

    /// The first of the saved queries in view above the list: the active one is.
    #[must_use]
    pub fn saved_top(&self) -> usize {
        let at = self.active_saved().unwrap_or(0);
        scrolled(0, at, at, self.geometry.saved_rows, self.saved.rows.len())
    }

    /// Those of the saved queries that fit what was typed, best first; all of them while nothing is.
    #[must_use]
    pub fn saved_like(&self, typed: &str) -> Vec<usize> {
        let filter = Filter::new(typed);
        let score = |row: &SavedRow| {
            let by_name = filter.matches(&Line::new(row.name())).map(|m| m.score * 4);
            by_name.max(filter.matches(&Line::new(row.typed())).map(|m| m.score))
        };
        let rows = self.saved.rows.iter().enumerate();
        let mut found: Vec<(i64, usize)> = rows.filter_map(|(at, row)| Some((score(row)?, at))).collect();
        found.sort_by_key(|(score, _)| -score);
        found.into_iter().map(|(_, at)| at).collect()
    }

    fn read_saved(&self) -> Vec<Effect> {
        self.saved.file.iter().map(|file| Effect::Run(Job::Saved(Saving::Read(file.clone())))).collect()
    }

    /// Opens the list of saved queries, and reads the file again.
    pub(super) fn ask_saved(&mut self, out: &mut Vec<Effect>) {
        let Some(file) = &self.saved.file else { return self.say(NO_FILE) };
        if self.saved.rows.is_empty() {
            // What the file holds by now is told when it is read.
            let path = file.path.display();
            let message = format!("no query is saved: W saves the one that narrows the list, in {path}");
            self.say(safe::line(&message).into_owned());
            return out.extend(self.read_saved());
        }
        let mut prompt = Prompt::new(Purpose::Saved, "", "", self.here());
        prompt.choice = self.active_saved().unwrap_or(0);
        self.prompt = Some(prompt);
        out.extend(self.read_saved());
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
        match self.saved_like(typed).get(choice) {
            Some(&at) => self.toggle_saved(at, out),
            None => self.say("no saved query is called like that"),
        }
    }

    /// Narrows the list by a saved query, or takes that back.
    pub(super) fn toggle_saved(&mut self, at: usize, out: &mut Vec<Effect>) {
        let Some(row) = self.saved.rows.get(at) else { return };
        let query = if self.active_saved() == Some(at) { String::new() } else { row.saved.query.clone() };
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
        self.saved.set(saved.queries, saved.notices);
        if let Some(prompt) = self.prompt.as_mut().filter(|prompt| prompt.purpose == Purpose::Saved) {
            prompt.choice = prompt.choice.min(self.saved.rows.len().saturating_sub(1));
        }
    }

    pub(super) fn take_count(&mut self, generation: u64, at: usize, found: Option<usize>, out: &mut Vec<Effect>) {
        if generation != self.saved.generation || self.saved.counting != Some(at) {
            return;
        }
        if let Some(row) = self.saved.rows.get_mut(at) {
            row.count = found.or(row.count);
        }
        self.count_row(at + 1, out);
    }

    /// Counts the saved queries anew, when something has changed since they were counted. While articles come in, that is
    /// each time that a sixteenth more of the work is done.
    pub(super) fn recount(&mut self, out: &mut Vec<Effect>) {
        if self.saved.rows.is_empty() || self.saved.counting.is_some() {
            return;
        }
        let progress = self.pile.progress();
        let (names, marks) = (self.pile.registry().revision(), self.marks.revision());
        let basis = Basis { done: progress.done, steps: progress.steps, names, marks };
        if let Some(last) = self.saved.basis {
            let busy = self.scanning || progress.done < progress.steps;
            let grown = progress.done - last.done.min(progress.done);
            if last == basis || busy && grown <= last.done / 16 {
                return;
            }
        }
        self.saved.basis = Some(basis);
        self.saved.generation += 1;
        self.count_row(0, out);
    }

    /// One at a time: to look up who goes by its names is work for this thread.
    fn count_row(&mut self, at: usize, out: &mut Vec<Effect>) {
        self.saved.counting = Some(at).filter(|&at| at < self.saved.rows.len());
        let Some(row) = self.saved.rows.get(at) else { return };
        let query = row.query.clone();
        // Whoever holds all marks makes the next mark a copy of them.
        let marked = if query.asks_of_reader() { self.marks.for_queries().clone() } else { Arc::default() };
        let bearers = Bearers::find(&query, self.pile.registry()).into();
        let pile = self.pile.snapshot().clone();
        let count = Count { generation: self.saved.generation, at, query, bearers, marked, pile };
        out.push(Effect::Run(Job::Count(Box::new(count))));
    }
}

/// Said where no folder for the file is known.
const NO_FILE: &str = "no folder for settings is known; --queries names a file for saved queries";
