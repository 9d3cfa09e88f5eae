//! The seam between finding names and saying who is who.

use super::{Kind, Tokenised};
use crate::document::Span;

/// A name found in an article, before anybody knows whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Found {
    /// The name as it stands, without titles in front.
    pub span: Span,
    /// What it names.
    pub kind: Kind,
}

/// Finds the names in one article without saying who is who. The result is in order and disjoint, lies inside
/// visible blocks, and depends on nothing but the article.
pub trait Recogniser: Send + Sync {
    /// The names in the article whose words these are.
    fn recognise(&self, words: &Tokenised) -> Vec<Found>;
}
