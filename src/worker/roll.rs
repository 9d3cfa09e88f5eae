//! The thread that puts the entities of a large pile together, or reads back what an earlier run has kept of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::Report;
use crate::document::ArticleId;
use crate::library::roll::Roll;
use crate::library::store::{KeptId, Origin, Store};

/// What came of it.
#[derive(Debug)]
pub enum Rolled {
    /// So many articles are done.
    Going(usize),
    /// All of it. `None` when it cannot be done: each article is to be asked for.
    Done(Option<Box<Roll>>),
}

/// Puts together the entities over `wanted`, which are kept in the library at `path` below the scanned `paths`. What was much
/// work is kept for the next time.
pub(super) fn call(
    path: &Path,
    paths: &[PathBuf],
    wanted: &[(KeptId, ArticleId)],
    report: &dyn Fn(Report),
    stopped: &dyn Fn() -> bool,
) {
    let roots: Vec<Origin> = paths.iter().map(|path| Origin::file(path)).collect();
    let go_on = |done: usize| {
        report(Report::Rolled(Rolled::Going(done)));
        !stopped()
    };
    let call = || Roll::call(&Store::open_read_only(path).ok()?, &roots, wanted, &go_on);
    let roll = catch_unwind(AssertUnwindSafe(call)).ok().flatten();
    if stopped() {
        return;
    }
    let keep = roll.as_ref().and_then(Roll::to_keep);
    report(Report::Rolled(Rolled::Done(roll.map(Box::new))));
    if let (Some(keep), Ok(mut store)) = (keep, Store::open(path)) {
        // Without it the next start takes as long as this one: that is not worth a word.
        let _ = store.put_roll(&roots, keep);
    }
}
