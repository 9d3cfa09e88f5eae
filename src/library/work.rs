//! What is still to be done for a pile: sources to read and articles to find names in, each counted once.

use super::sources::SourceNo;
use crate::document::ArticleId;

/// How far the work on a pile has come, in steps: each source is one to read, each article one to analyse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Steps known to be needed.
    pub steps: usize,
    /// Steps done.
    pub done: usize,
}

/// The account. A step is open or it is not: nothing is counted twice, so that at the end as much is done as was to do.
#[derive(Debug, Default)]
pub(super) struct Work {
    reads: Vec<bool>,
    analyses: Vec<bool>,
    /// Sources to read.
    reading: usize,
    open: usize,
    done: usize,
}

impl Work {
    /// A source is to be read, or not any more: it was, or it is gone.
    pub(super) fn read(&mut self, no: SourceNo, open: bool) {
        let change = set(&mut self.reads, no.0 as usize, open);
        self.reading = self.reading + usize::from(change && open) - usize::from(change && !open);
        self.count(change, open);
    }

    /// It is to be found out who is named in an article, or not any more.
    pub(super) fn analyse(&mut self, id: ArticleId, open: bool) {
        let change = set(&mut self.analyses, id.index(), open);
        self.count(change, open);
    }

    /// True while it is to be found out who is named in an article.
    pub(super) fn is_open(&self, id: ArticleId) -> bool {
        self.analyses.get(id.index()).is_some_and(|open| *open)
    }

    /// True while there is a source to read.
    pub(super) fn is_reading(&self) -> bool {
        self.reading > 0
    }

    fn count(&mut self, change: bool, open: bool) {
        match (change, open) {
            (false, _) => {}
            (true, true) => self.open += 1,
            (true, false) => {
                self.open -= 1;
                self.done += 1;
            }
        }
    }

    pub(super) fn progress(&self) -> Progress {
        Progress { steps: self.done + self.open, done: self.done }
    }
}

/// True when that changes it.
fn set(flags: &mut Vec<bool>, at: usize, on: bool) -> bool {
    if flags.len() <= at {
        flags.resize(at + 1, false);
    }
    std::mem::replace(&mut flags[at], on) != on
}
