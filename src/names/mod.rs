//! Who is named where, and who is who.
//!
//! An article's way through this room: [`tokens`] finds the words, once for all ([`Tokenised`]), a [`Recogniser`] marks the names among them (the
//! only place where judging happens: the trained [`tagger`]), [`resolve()`] says who is
//! who inside the article and `quotes` who says what in it, and the [`Registry`] joins articles into entities over the whole pile. Everything up to the
//! registry is a pure function of one article; the registry is a function of the set of articles, whatever the
//! order in which they came. This room does no I/O: the lists are embedded, annotated texts come in through
//! [`evaluation`] already read.

pub mod alike;
mod because;
mod describe;
pub mod evaluation;
mod kind;
pub mod lexicon;
pub mod name;
mod nouns;
pub mod packed;
pub mod plain;
mod quotes;
mod recogniser;
mod registry;
mod resolve;
pub mod rulings;
pub mod sentences;
mod spelling;
pub mod tagger;
mod tokenised;
pub mod tokens;
pub mod translit;
mod words;

pub use because::Because;
pub use kind::Kind;
pub use quotes::Quotation;
pub use recogniser::{Found, Recogniser};
pub use registry::{Cast, Casts, Entity, EntityId, Hint, Registry, Sought, Variant};
pub use resolve::{ArticleNames, Form, Local, LocalId, Mention, resolve};
pub use tokenised::Tokenised;

use crate::document::Article;
use tagger::Tagger;
use tagger::model::Model;

thread_local! {
    /// Each thread has its own, for it remembers what it looked up.
    static TAGGER: Tagger<'static> = Tagger::new(Model::get());
}

/// Finds the names in `article` with the recogniser of the process and says who is who inside it.
#[must_use]
pub fn analyse(article: &Article) -> ArticleNames {
    let words = Tokenised::new(article);
    TAGGER.with(|tagger| resolve(&words, &nouns::vouched(article, tagger.recognise(&words))))
}

#[cfg(test)]
mod tests;
