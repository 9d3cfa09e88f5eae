//! What a PDF shows: words at places on pages, and what the document says of itself.
//!
//! A PDF holds no lines and no paragraphs, only glyphs at places. [`super::extract`] puts them together to words; `layout`
//! makes lines and columns of those. This is also what a child process hands over ([`super::wire`]).

use crate::document::Problem;

/// A document as far as it could be extracted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages {
    /// In order.
    pub pages: Vec<Page>,
    /// The title in its metadata, not yet weighed.
    pub title: Option<String>,
    /// The author in its metadata.
    pub author: Option<String>,
    /// When it was made, as `2024-03-12 08:30:00`.
    pub made: Option<String>,
    /// What went wrong, one sentence each.
    pub problems: Vec<String>,
}

/// One page. Lengths are points (1/72 inch); `x` grows to the right and `y` downwards from the upper left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Its words, in the order in which they are drawn.
    pub words: Vec<Word>,
    /// What stands across the reading direction: a stamp in the margin.
    pub aside: Vec<String>,
    /// The part of the page that pictures cover, 0 to 1.
    pub pictures: f32,
}

/// Glyphs without a space between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    /// Where it begins.
    pub x0: f32,
    /// Where it ends.
    pub x1: f32,
    /// Its baseline.
    pub y: f32,
    /// The size of its font.
    pub size: f32,
    /// Set in a bold font.
    pub bold: bool,
    /// Marked by the document as no part of its text: a running head.
    pub artifact: bool,
    /// What it says.
    pub text: String,
}

/// What makes pages of bytes: this very process, or a child that may fall over its content.
pub type Extract = fn(&[u8]) -> Result<Pages, Problem>;
