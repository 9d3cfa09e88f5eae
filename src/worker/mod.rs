//! Work off the UI thread: scanning, reading and analysing, narrowing the list, searching a text.
//!
//! A [`Pool`] takes [`Job`]s and answers with [`Report`]s through the function it was given. Reading uses every core,
//! the article on the screen first; searches have a thread of their own, so that a key never waits behind a pile.
//! What the user does is kept by a thread that alone has the library open ([`Keep`]), saved queries by another
//! ([`Saving`]); what they hold for is counted when nothing else is searched for ([`Count`]).
//! Every search carries a generation: a newer one makes the older stop, and the receiver drops what comes late.

mod count;
mod keeper;
mod narrow;
mod pool;
mod saved;
pub(crate) mod searches;

pub use count::Count;
pub use keeper::{Keep, Kept, Note, NoteKey, Open, Recalled};
pub use narrow::{Narrow, Narrower};
pub use pool::Pool;
pub use saved::{Saved, Saving};
pub use searches::Find;

use std::path::PathBuf;
use std::sync::Arc;

use crate::document::{Article, ArticleId, Span};
use crate::library::Source;
use crate::library::read::Outcome;
use crate::library::scan::Found;
use crate::names::ArticleNames;

/// Something to do off the UI thread.
#[derive(Debug, Clone)]
pub enum Job {
    /// Scan these paths.
    Scan(Vec<PathBuf>),
    /// Read a source; its entry in the pile has this id.
    Read(ArticleId, Arc<Source>),
    /// Find who is named in an article.
    Name(ArticleId, Arc<Article>),
    /// Read and analyse this one before all others.
    Focus(ArticleId),
    /// Narrow the list.
    Narrow(Box<Narrow>),
    /// Search one text.
    Find(Box<Find>),
    /// Keep what the user did, or look it up.
    Keep(Keep),
    /// Read or write the saved queries.
    Saved(Saving),
    /// Count what one of them holds for, when nothing else is searched for.
    Count(Box<Count>),
}

/// What came of a job.
#[derive(Debug)]
pub enum Report {
    /// A batch of what a scan found, in order.
    Found(Vec<Found>),
    /// The scan is over.
    Scanned,
    /// A source was read.
    Read(ArticleId, Outcome),
    /// An article was analysed.
    Named(ArticleId, ArticleNames),
    /// What remains of the pile, in the order to show.
    Narrowed {
        /// The generation of the job.
        generation: u64,
        /// Those that match.
        ids: Vec<ArticleId>,
        /// False while only a part of the pile is looked at; the whole follows.
        complete: bool,
    },
    /// Places found in a text.
    Hits {
        /// The generation of the job.
        generation: u64,
        /// Ascending and disjoint.
        hits: Vec<Span>,
    },
    /// What the library says.
    Kept(Kept),
    /// What the file of saved queries holds.
    Saved(Saved),
    /// A saved query was counted.
    Counted {
        /// The generation of the job.
        generation: u64,
        /// Which of them.
        at: usize,
        /// For how many articles it holds; `None` after a defect.
        found: Option<usize>,
    },
}
