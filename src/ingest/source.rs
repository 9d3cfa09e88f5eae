//! The bytes of one file with what is known about them, and their text, decoded at most once.
//!
//! Every reader takes a [`Source`]. Readers of binary formats look at the bytes, readers of text formats at
//! [`Source::text`], which is `None` for what is not text.

use std::cell::OnceCell;

use super::limits::{Budget, MAX_DEPTH};
#[cfg(feature = "pdf")]
use super::pdf::{Extract, Pages};
use super::{Hints, Reading, binary, encoding};
use crate::document::Problem;

/// What a reader reads.
pub struct Source<'a> {
    bytes: &'a [u8],
    hints: Hints<'a>,
    decoded: OnceCell<Option<encoding::Decoded<'a>>>,
    budget: &'a Budget,
    /// In how many others it lies.
    depth: usize,
    /// What makes pages of a PDF.
    #[cfg(feature = "pdf")]
    extract: Extract,
}

impl<'a> Source<'a> {
    /// Nothing is decoded yet.
    pub fn new(bytes: &'a [u8], hints: Hints<'a>, budget: &'a Budget) -> Self {
        Self {
            bytes,
            hints,
            decoded: OnceCell::new(),
            budget,
            depth: 0,
            #[cfg(feature = "pdf")]
            extract: super::pdf::in_process,
        }
    }

    /// The same, with somebody else to make pages of a PDF: what lies in it goes there as well.
    #[cfg(feature = "pdf")]
    pub fn extracted_by(self, extract: Extract) -> Self {
        Self { extract, ..self }
    }

    /// The pages of a PDF, by whoever makes them.
    ///
    /// # Errors
    /// When there are none: what is wrong with it, or that enough of this kind went wrong in one file.
    #[cfg(feature = "pdf")]
    pub fn extract(&self, bytes: &[u8]) -> Result<Pages, Problem> {
        self.budget.patience()?;
        (self.extract)(bytes).inspect_err(|_| self.budget.disappoint())
    }

    /// The bytes as they are.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What is known beside the bytes.
    pub fn hints(&self) -> &Hints<'a> {
        &self.hints
    }

    /// What the file is called.
    pub fn name(&self) -> &'a str {
        self.hints.name
    }

    /// True when the name ends in one of `endings`, in small or capital letters. Only ever a hint.
    pub fn is_named(&self, endings: &[&str]) -> bool {
        let name = self.name().as_bytes();
        endings
            .iter()
            .any(|end| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes()))
    }

    /// What it may still cost.
    pub fn budget(&self) -> &'a Budget {
        self.budget
    }

    /// The decoded text; not yet filtered. `None` for binary content.
    pub fn text(&self) -> Option<&str> {
        self.decoded().map(|decoded| decoded.text.as_ref())
    }

    /// What went wrong while decoding.
    pub fn problem(&self) -> Option<Problem> {
        self.decoded().and_then(|decoded| decoded.problem.clone())
    }

    /// Reads something that lies in this one, in whatever format it is: a file of an archive, a part of a mail. What lies
    /// too deep is left with a problem.
    pub fn read_inside(&self, bytes: &[u8], hints: Hints) -> Reading {
        if self.depth + 1 >= MAX_DEPTH {
            let message = format!("left out, it lies more than {MAX_DEPTH} deep in other files");
            return Reading { too_deep: true, ..Reading::nothing(Problem::new(message)) };
        }
        super::read_source(&Source {
            bytes,
            // What the user says of fields holds all the way down.
            hints: Hints { fields: hints.fields.or(self.hints.fields), ..hints },
            decoded: OnceCell::new(),
            budget: self.budget,
            depth: self.depth + 1,
            #[cfg(feature = "pdf")]
            extract: self.extract,
        })
    }

    fn decoded(&self) -> Option<&encoding::Decoded<'a>> {
        self.decoded
            .get_or_init(|| (!binary::is_binary(self.bytes)).then(|| encoding::decode(self.bytes, self.hints.charset)))
            .as_ref()
    }
}
