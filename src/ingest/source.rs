//! The bytes of one file with what is known about them, and their text, decoded at most once.
//!
//! Every reader takes a [`Source`]. Readers of binary formats look at the bytes, readers of text formats at
//! [`Source::text`], which is `None` for what is not text.

use std::cell::OnceCell;

use super::{Hints, binary, encoding};
use crate::document::Problem;

/// What a reader reads.
pub struct Source<'a> {
    bytes: &'a [u8],
    hints: Hints<'a>,
    decoded: OnceCell<Option<encoding::Decoded<'a>>>,
}

impl<'a> Source<'a> {
    /// Nothing is decoded yet.
    pub fn new(bytes: &'a [u8], hints: Hints<'a>) -> Self {
        Self { bytes, hints, decoded: OnceCell::new() }
    }

    /// What the file is called.
    pub fn name(&self) -> &'a str {
        self.hints.name
    }

    /// The decoded text; not yet filtered. `None` for binary content.
    pub fn text(&self) -> Option<&str> {
        self.decoded().map(|decoded| decoded.text.as_ref())
    }

    /// What went wrong while decoding.
    pub fn problem(&self) -> Option<Problem> {
        self.decoded().and_then(|decoded| decoded.problem.clone())
    }

    fn decoded(&self) -> Option<&encoding::Decoded<'a>> {
        self.decoded
            .get_or_init(|| (!binary::is_binary(self.bytes)).then(|| encoding::decode(self.bytes, self.hints.charset)))
            .as_ref()
    }
}
