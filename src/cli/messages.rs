//! What the program says on standard error.

use std::io::{self, Write};

use crate::text::safe;

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
