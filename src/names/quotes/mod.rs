//! Who said what: the quotations of one article and, where the text tells it, whose words they are.
//!
//! What stands between marks (`marks`) or behind a dash is a quotation when a verb of saying, a `selon` or a colon
//! introduces or follows it (`attribution`), when the teller's words stand inside (`pieces`), when it goes on from one that
//! is, or when it is a sentence of its own. Everything else between marks is a title, a nickname, a word held at arm's length,
//! and left out. The speaker is the subject of the verb (`grammar`); a pronoun is somebody only where one person can be
//! meant (`antecedent`). A wrong speaker is worse than none.
//!
//! A pure function of an article and the names in it, linear in its length: of what stands around a quotation only so many
//! bytes are looked at.

mod antecedent;
mod attribution;
mod context;
mod finder;
mod grammar;
mod little;
mod marks;
mod pieces;
mod speech;
mod words;

use super::{Local, LocalId, Mention, Tokenised};
use crate::document::Span;

/// Words that an article gives as somebody's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quotation {
    /// What is said, in [`Article::text`](crate::document::Article::text), without the marks around it.
    pub said: Span,
    /// The verb or the `selon` that says so, where there is one; it may stand far from what is said, and serve several.
    pub cue: Option<Span>,
    /// Whose words they are: a person, or an organisation or a country that speaks. `None` where the text does not tell, or
    /// tells without a name.
    pub speaker: Option<LocalId>,
}

/// The quotations of the article whose words these are, in order and disjoint. `mentions` and `locals` are those of its names.
#[must_use]
pub fn quotations(words: &Tokenised, mentions: &[Mention], locals: &[Local]) -> Vec<Quotation> {
    if !marks::any(words.article().text()) {
        return Vec::new();
    }
    finder::find(words, mentions, locals)
}

#[cfg(test)]
mod tests;
