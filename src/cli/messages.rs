//! What the program says on standard error.

use std::io::{self, Write};
use std::ops::Range;

use crate::text::{cells, safe};

/// Says `message` on standard error, on one line behind the program's name, safe to show.
pub fn tell(message: &str) {
    // There is nobody left to tell when this fails.
    let _ = writeln!(io::stderr(), "kiosque: {}", safe::line(message));
}

/// Says what is to be said, and remembers whether any of it was an error.
#[derive(Debug, Default)]
pub(super) struct Messages {
    failed: bool,
}

impl Messages {
    /// Says something that the user should know and that is no error.
    #[allow(clippy::unused_self, reason = "one way to speak, whether the exit status changes or not")]
    pub(super) fn note(&self, message: &str) {
        tell(message);
    }

    /// Says something about a part of what the user typed, and shows the place.
    #[allow(clippy::unused_self, reason = "one way to speak, whether the exit status changes or not")]
    pub(super) fn point(&self, message: &str, typed: &str, range: Range<usize>) {
        tell(message);
        let width = |part: &str| cells::width(&safe::line(part));
        let (before, marks) = (width(&typed[..range.start]), width(&typed[range]).max(1));
        let _ = writeln!(io::stderr(), "  {}\n  {}{}", safe::line(typed), " ".repeat(before), "^".repeat(marks));
    }

    /// Says what went wrong; the run goes on and ends as failed.
    pub(super) fn fail(&mut self, message: &str) {
        tell(message);
        self.failed = true;
    }

    /// True after [`Messages::fail`].
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }
}
