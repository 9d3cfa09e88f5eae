//! Which objects of a value are articles: the object itself, those of its arrays, those that its members hold.
//!
//! An object that is an article with a text keeps its comments and its related links to itself; only what is an article with
//! title and text of its own is one beside it.

use super::members::{self, Found};
use super::own;
use super::value::{Members, Value};
use crate::document::{Article, Problem};
use crate::ingest::fields::{FieldMap, Role};
use crate::ingest::limits::Budget;

/// Articles lie no deeper in objects and arrays.
pub const DEPTH: usize = 5;

/// What was found so far.
pub struct Collection<'a> {
    /// The articles, each with whether it has a title and a text of its own.
    pub articles: Vec<(Article, bool)>,
    /// Objects among articles that are none.
    pub empty: usize,
    /// Set when there were more than may be.
    pub full: Option<Problem>,
    map: Option<&'a FieldMap>,
    budget: &'a Budget,
    name: &'a str,
}

impl<'a> Collection<'a> {
    /// Nothing yet. `name` is the title of articles without any.
    pub fn new(map: Option<&'a FieldMap>, budget: &'a Budget, name: &'a str) -> Self {
        Self { articles: Vec::new(), empty: 0, full: None, map, budget, name }
    }

    /// Takes the articles of a value; `true` when there are any. `among` says that it stands among articles, where less is enough
    /// to be one.
    pub fn take(&mut self, value: &Value, among: bool, depth: usize) -> bool {
        let before = self.articles.len();
        match value {
            Value::Object(members) => {
                let found = self.found(members);
                // What lies in a wrapper is what this object tells.
                if depth < DEPTH && !found.wrapped {
                    for (_, member) in members {
                        self.take(member, false, depth + 1);
                    }
                }
                self.settle(members, found, before, among);
            }
            Value::List(items) if depth < DEPTH => {
                let mut seen = among;
                for item in items.iter().filter(|item| matches!(item, Value::Object(_) | Value::List(_))) {
                    let taken = self.take(item, seen, depth + 1);
                    self.empty += usize::from(seen && !taken);
                    seen |= taken;
                }
            }
            _ => {}
        }
        self.articles.len() > before
    }

    /// Takes an object of which the articles from `before` on were found inside, if it is one itself.
    pub fn settle(&mut self, members: &Members, found: Found, before: usize, among: bool) {
        if let Some(article) = own::read(members) {
            self.articles.truncate(before);
            return self.put(before, article, true);
        }
        let Found { record, wrapped } = found;
        let told = self.map.is_some_and(|map| map.pairs().any(|(role, _)| matches!(role, Role::Title | Role::Text)));
        let fits = if among || told { record.can_be_read() } else { record.is_article() };
        let inside = &self.articles[before..];
        // A list of articles has a title and a description too.
        let heads = !record.has(Role::Text) && inside.iter().any(|(_, whole)| *whole || !among);
        if !fits || heads {
            return;
        }
        let tail = self.articles.split_off(before);
        self.articles.extend(tail.into_iter().filter(|(_, whole)| *whole && !wrapped));
        let whole = record.has(Role::Title) && record.has(Role::Text);
        self.put(before, record.article(self.name), whole);
    }

    /// What an object says, by the user's map or by itself.
    pub fn found(&self, members: &Members) -> Found {
        members::read(members, self.map)
    }

    fn put(&mut self, at: usize, article: Article, whole: bool) {
        match self.budget.part() {
            Ok(()) => self.articles.insert(at, (article, whole)),
            Err(problem) => self.full = self.full.take().or(Some(problem)),
        }
    }

    /// The articles, and what is to be told of the rest.
    pub fn finish(self) -> (Vec<Article>, Vec<Problem>) {
        let mut problems: Vec<Problem> = self.full.into_iter().collect();
        if self.empty > 0 {
            let all = self.articles.len() + self.empty;
            let message = format!("{} of {all} records hold neither a title nor a text and are left out.", self.empty);
            problems.push(Problem::new(message));
        }
        (self.articles.into_iter().map(|(article, _)| article).collect(), problems)
    }
}
