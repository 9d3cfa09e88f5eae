//! Which objects of a value are articles: the object itself, those of its arrays, those that its members hold.
//!
//! An object that is an article with a text keeps its comments and its related links to itself; only what is an article with
//! title and text of its own is one beside it.

use super::members::{self, Found};
use super::own;
use super::value::{MAX_VALUES, Members, Value};
use crate::document::{Article, Problem};
use crate::ingest::fields::{FieldMap, Role};
use crate::ingest::limits::Budget;
use crate::text::count::counted;

/// Articles lie no deeper in objects and arrays.
pub const DEPTH: usize = 5;

/// An article, and what it says of the object that it lies in.
struct Piece {
    article: Article,
    /// True when it has a title and a text of its own.
    whole: bool,
    /// True when it has a date.
    dated: bool,
    /// True when it lies in an array.
    listed: bool,
}

/// What was found so far.
pub struct Collection<'a> {
    pieces: Vec<Piece>,
    /// Objects among articles that are none.
    pub empty: usize,
    /// Records that held more values than are kept.
    pub cut: usize,
    /// Set when there were more than may be.
    pub full: Option<Problem>,
    /// True once a field was found that the user's map names, or something that needs no map.
    matched: bool,
    map: Option<&'a FieldMap>,
    budget: &'a Budget,
    name: &'a str,
}

impl<'a> Collection<'a> {
    /// Nothing yet. `name` is the title of articles without any.
    pub fn new(map: Option<&'a FieldMap>, budget: &'a Budget, name: &'a str) -> Self {
        Self { pieces: Vec::new(), empty: 0, cut: 0, full: None, matched: false, map, budget, name }
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Says of the articles from `before` on that they lie in an array.
    pub fn list(&mut self, before: usize) {
        self.pieces[before..].iter_mut().for_each(|piece| piece.listed = true);
    }

    /// Takes the articles of a value; `true` when there are any. `among` says that it stands among articles, where less is enough
    /// to be one.
    pub fn take(&mut self, value: &Value, among: bool, depth: usize) -> bool {
        let before = self.len();
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
                self.list(before);
            }
            _ => {}
        }
        self.len() > before
    }

    /// Takes an object of which the articles from `before` on were found inside, if it is one itself.
    pub fn settle(&mut self, members: &Members, found: Found, before: usize, among: bool) {
        if let Some(article) = own::read(members) {
            self.matched = true;
            self.pieces.truncate(before);
            return self.put(before, Piece { article, whole: true, dated: true, listed: false });
        }
        let Found { record, wrapped, told, matched } = found;
        self.matched |= matched;
        let fits = if among || told { record.can_be_read() } else { record.is_article() };
        // A list of articles has a title and a description too, but no text.
        let heads = |piece: &Piece| piece.whole || piece.listed && piece.dated && !among;
        if !fits || !record.has(Role::Text) && self.pieces[before..].iter().any(heads) {
            return;
        }
        let inside = self.pieces.split_off(before);
        self.pieces.extend(inside.into_iter().filter(|piece| piece.whole && !wrapped));
        let (titled, text, dated) = (record.has(Role::Title), record.has(Role::Text), record.has(Role::Date));
        let article = record.article(self.name);
        self.put(before, Piece { article, whole: titled && text, dated, listed: false });
    }

    /// What an object says, by the user's map or by itself.
    pub fn found(&self, members: &Members) -> Found {
        members::read(members, self.map)
    }

    fn put(&mut self, at: usize, piece: Piece) {
        match self.budget.part() {
            Ok(()) => self.pieces.insert(at, piece),
            Err(problem) => self.full = self.full.take().or(Some(problem)),
        }
    }

    /// The articles, and what is to be told of the rest.
    pub fn finish(self) -> (Vec<Article>, Vec<Problem>) {
        let all = self.len() + self.empty;
        let mut problems: Vec<Problem> = self.full.into_iter().collect();
        problems.extend(self.map.filter(|_| !self.matched).and_then(FieldMap::unmatched));
        if self.empty > 0 {
            let message =
                format!("Left out for want of a title and a text: {} of {}.", self.empty, counted(all, "record"));
            problems.push(Problem::new(message));
        }
        if self.cut > 0 {
            let records = counted(self.cut, "record");
            let message =
                format!("More than {MAX_VALUES} values stand in {records}; what is behind them there is left out.");
            problems.push(Problem::new(message));
        }
        (self.pieces.into_iter().map(|piece| piece.article).collect(), problems)
    }
}
