//! Every mention of somebody in the pile, each with its context: in which order, and which of them.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Inquiry, Names, Passage, Passages};
use crate::document::{ArticleId, Published};
use crate::text::fold::fold;

/// Letters of a context that two mentions are ordered by.
const KEY: usize = 48;

/// The order of the mentions. Equals stand as the list has their articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sorting {
    /// As the pile has their articles.
    #[default]
    Articles,
    /// By day of publication, the oldest first, those without one last.
    Oldest,
    /// The same the other way round.
    Newest,
    /// By the words that follow.
    Right,
    /// By the words before, from the nearest on.
    Left,
}

impl Sorting {
    /// All of them, in the order in which they are gone through.
    pub const ALL: [Self; 5] = [Self::Articles, Self::Oldest, Self::Newest, Self::Left, Self::Right];

    /// In a few words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "as the articles lie",
            Self::Oldest => "oldest first",
            Self::Newest => "newest first",
            Self::Left => "by the words before",
            Self::Right => "by the words behind",
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|&other| other == self).unwrap_or_default();
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// True when it depends on what stands around the names.
    fn looks_at_words(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

/// Which mentions, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Their order.
    pub sorting: Sorting,
    /// Only those written like this.
    pub form: Option<String>,
    /// Only those with all of these folded words in or around them.
    pub words: Vec<String>,
}

impl Wanted {
    /// True when it can be told without looking at any text.
    fn is_plain(&self) -> bool {
        self.form.is_none() && self.words.is_empty() && !self.sorting.looks_at_words()
    }

    fn takes(&self, passage: &Passage) -> bool {
        if self.form.as_deref().is_some_and(|form| !same_form(form, &passage.name)) {
            return false;
        }
        let folded = |text: &str| fold(text);
        self.words.is_empty() || {
            let whole = folded(&format!("{}{}{}", passage.before, passage.name, passage.after));
            self.words.iter().all(|word| whole.contains(word.as_str()))
        }
    }

    fn key(&self, passage: &Passage) -> Box<str> {
        let letters = |text: String| text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').take(KEY).collect();
        match self.sorting {
            Sorting::Right => letters(fold(passage.after.trim_start())),
            Sorting::Left => {
                let before = fold(&passage.before);
                let words: Vec<&str> = before.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
                letters(words.into_iter().rev().collect::<Vec<_>>().join(" "))
            }
            _ => Box::default(),
        }
    }
}

/// True when a name in a text is written like `form`, whose white space is levelled.
fn same_form(form: &str, name: &str) -> bool {
    form.split_whitespace().eq(name.split_whitespace())
}

/// One mention: the nth of its article, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Which article.
    pub article: ArticleId,
    /// Which mention of it.
    pub nth: u32,
}

/// Puts the mentions together.
#[derive(Debug)]
pub struct Concordance {
    inquiry: Inquiry,
    wanted: Wanted,
    /// The articles in the order to look at them, each with how often it names the one.
    articles: Vec<(ArticleId, u32)>,
    looked: usize,
    rows: Vec<Row>,
    /// By row, for orders that look at words.
    keys: Vec<Box<str>>,
}

impl Concordance {
    /// Those of the one whom `inquiry` looks at.
    #[must_use]
    pub fn new(inquiry: Inquiry, wanted: Wanted) -> Self {
        let articles = ordered(&inquiry, wanted.sorting);
        let mut new = Self { inquiry, wanted, articles, looked: 0, rows: Vec::new(), keys: Vec::new() };
        if new.wanted.is_plain() {
            let rows = |&(article, mentions): &(ArticleId, u32)| (0..mentions).map(move |nth| Row { article, nth });
            new.rows = new.articles.iter().flat_map(rows).collect();
            new.looked = new.articles.len();
        }
        new
    }

    /// Whom it is about.
    #[must_use]
    pub fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// Articles that were looked at, of how many.
    #[must_use]
    pub fn looked(&self) -> (usize, usize) {
        (self.looked, self.articles.len())
    }

    /// True when all articles were looked at.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.looked == self.articles.len()
    }

    /// Looks at some more articles; true while there are more.
    pub fn step(&mut self, articles: usize, names: &Names, passages: &mut Passages) -> bool {
        let to = (self.looked + articles).min(self.articles.len());
        for &(article, _) in &self.articles[self.looked..to] {
            for (nth, passage) in passages.of(&self.inquiry, article, names).iter().enumerate() {
                if self.wanted.takes(passage) {
                    self.rows.push(Row { article, nth: nth as u32 });
                    if self.wanted.sorting.looks_at_words() {
                        self.keys.push(self.wanted.key(passage));
                    }
                }
            }
        }
        self.looked = to;
        !self.is_complete()
    }

    /// The mentions found so far, in order.
    #[must_use]
    pub fn rows(&self) -> Arc<Vec<Row>> {
        if !self.wanted.sorting.looks_at_words() {
            return Arc::new(self.rows.clone());
        }
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by(|&a, &b| self.keys[a].cmp(&self.keys[b]));
        Arc::new(order.into_iter().map(|at| self.rows[at]).collect())
    }
}

/// The articles that name the one, in the order that their mentions stand in.
fn ordered(inquiry: &Inquiry, sorting: Sorting) -> Vec<(ArticleId, u32)> {
    let pile = &inquiry.pile;
    let named = |&id: &ArticleId| inquiry.mentions_in(id).map(|mentions| (id, mentions));
    let mut articles: Vec<(ArticleId, u32)> = pile.order().iter().filter_map(named).collect();
    let day = |id: ArticleId| pile.entry(id).and_then(|entry| entry.head()?.published).map(Published::day);
    match sorting {
        Sorting::Oldest => articles.sort_by_cached_key(|&(id, _)| {
            let day = day(id);
            (day.is_none(), day)
        }),
        Sorting::Newest => articles.sort_by_cached_key(|&(id, _)| Reverse(day(id))),
        _ => {}
    }
    articles
}
