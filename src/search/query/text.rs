//! Words and phrases: what is looked for in a folded text, and where in its words it may stand.

use std::ops::Range;

use memchr::memmem;

use crate::text::fold::fold;
use crate::text::level::level;

/// Where in the words of a text a term may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edges {
    /// Whole words only.
    Words,
    /// From the start of a word on.
    Prefix,
    /// Anywhere.
    Free,
}

/// A word or a phrase. Two of them are equal when they find the same, however they are written.
#[derive(Debug, Clone)]
pub struct Text {
    typed: String,
    /// Folded, white space levelled.
    needle: String,
    /// Boxed: it is several times larger than everything else in the tree.
    finder: Box<memmem::Finder<'static>>,
    edges: Edges,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        (&self.needle, self.edges) == (&other.needle, other.edges)
    }
}

impl Eq for Text {}

impl Text {
    /// What was `typed`, an asterisk at its end standing for the rest of the last word; `None` when there is no letter
    /// and no digit in it.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let stem = typed.trim_end_matches(|c: char| c == '*' || c.is_whitespace());
        let edges = if typed[stem.len()..].contains('*') { Edges::Prefix } else { Edges::Words };
        Self::with_edges(stem, edges)
    }

    /// The phrase as it stands, with these edges.
    pub(super) fn with_edges(typed: &str, edges: Edges) -> Option<Self> {
        let typed = level(typed);
        let needle = fold(&typed).trim().to_owned();
        if !needle.chars().any(char::is_alphanumeric) {
            return None;
        }
        let finder = Box::new(memmem::Finder::new(needle.as_bytes()).into_owned());
        Some(Self { typed, needle, finder, edges })
    }

    /// The same with its last word open.
    pub(super) fn opened(self) -> Self {
        Self { edges: Edges::Prefix, ..self }
    }

    /// As it was typed, without quotation marks and asterisk, white space levelled.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What is looked for: folded, white space levelled. There is a letter or a digit in it.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.needle
    }

    /// Where in the words of a text it may stand.
    #[must_use]
    pub fn edges(&self) -> Edges {
        self.edges
    }

    /// True when it stands in a folded text.
    #[must_use]
    pub fn stands_in(&self, folded: &str) -> bool {
        self.places(folded).next().is_some()
    }

    /// True when a folded text is nothing else, or, from the start of it on, while its last word is open.
    #[must_use]
    pub fn is_all_of(&self, folded: &str) -> bool {
        let folded = folded.trim();
        if self.edges == Edges::Words { folded == self.needle } else { folded.starts_with(&self.needle) }
    }

    /// Where it stands in a folded text.
    pub(super) fn places<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let starts_word = self.edges != Edges::Free && letter(self.needle.chars().next());
        let ends_word = self.edges == Edges::Words && letter(self.needle.chars().next_back());
        self.finder.find_iter(folded.as_bytes()).map(|at| at..at + self.needle.len()).filter(move |range| {
            let cut_before = starts_word && letter(folded[..range.start].chars().next_back());
            let cut_behind = ends_word && letter(folded[range.end..].chars().next());
            !cut_before && !cut_behind
        })
    }
}
