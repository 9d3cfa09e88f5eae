//! The document model: what an article is once it has been read.
//!
//! An [`Article`] is immutable. Its text is clean of everything that could harm a terminal, and every position
//! in it is a [`Span`] of bytes. This room reads no files, knows no format and finds no names.

mod article;
mod date;
mod span;

pub use article::{Article, ArticleBuilder, Block, BlockKind, Link, Problem, facts};
pub use date::Published;
pub use span::Span;

/// An article's place in the pile: assigned once, in the order in which articles became known, and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

impl ArticleId {
    /// The id as an index into the pile's table.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
