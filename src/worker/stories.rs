//! The thread that brings articles together which tell the same story, and sets two of them beside each other.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Report;
use super::compare::Compare;
use crate::document::ArticleId;
use crate::library::Stories;
use crate::library::stories::Changed;
use crate::text::minhash::Signature;

/// What an article says; nothing when it is gone.
pub type Said = (ArticleId, Option<Box<Signature>>);

/// What waits for this thread.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) said: Option<Vec<Said>>,
    pub(super) compare: Option<Box<Compare>>,
}

impl Waiting {
    /// All of it, when there is something.
    pub(super) fn take(&mut self) -> Option<Self> {
        (self.said.is_some() || self.compare.is_some()).then(|| std::mem::take(self))
    }
}

/// Does what waits; what somebody waits for first. A defect costs its result.
pub(super) fn run(stories: &mut Stories, waiting: Waiting, report: &dyn Fn(Report)) {
    if let Some(compare) = waiting.compare {
        let sheet = catch_unwind(AssertUnwindSafe(|| compare.run())).unwrap_or_default();
        report(Report::Compared { generation: compare.generation, sheet: sheet.map(Box::new) });
    }
    if let Some(said) = waiting.said {
        let said = said.into_iter().map(|(id, signature)| (id, signature.map(|signature| *signature)));
        let changed = catch_unwind(AssertUnwindSafe(|| stories.apply(said)));
        report(Report::Grouped(changed.unwrap_or_else(|_| {
            let gone = stories.all().map(|story| story[0]).collect();
            *stories = Stories::default();
            Changed { gone, new: Vec::new() }
        })));
    }
}
