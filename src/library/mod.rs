//! The pile: finding the sources people name, reading their bytes, and holding what came of them.
//!
//! [`scan`] walks paths, [`read`] reads one source within limits, [`preview`] its
//! beginning, [`Pile`] is the table of all articles with the
//! entities over them, [`Snapshot`] the part of it that searches need, [`store`] is what is kept between runs,
//! [`saved`] the queries that somebody keeps in a file of their own, [`watched`] what somebody looks out for. [`Facts`] is what a query can know of an article,
//! [`Bearers`] who goes by the names in it. This room does the only file reading of the program; what bytes mean is
//! [`crate::ingest`]'s business.

mod answers;
mod bearers;
mod clock;
mod entry;
mod facts;
pub mod following;
pub mod kept;
mod line;
pub mod pile;
pub mod preview;
pub mod read;
mod relevance;
pub mod sample;
pub mod saved;
pub mod scan;
mod snapshot;
mod source;
pub mod sources;
pub mod store;
mod tally;
mod texts;
pub mod watched;
mod work;

pub use answers::Answers;
pub use bearers::Bearers;
pub use clock::today;
pub use entry::{Entry, Fresh, Head};
pub use facts::{Facts, Marked, MarkedArticles, places};
pub use kept::Kept;
pub use pile::{Pile, Settled};
pub use relevance::{Frequencies, relevance};
pub use snapshot::Snapshot;
pub use source::Source;
pub use work::Progress;

/// The edition of the readers of formats: it goes up whenever one of them makes another text of the same bytes, and what
/// an older one read is read again.
pub const READER: u32 = 1;
