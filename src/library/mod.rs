//! The pile: finding the sources people name, reading their bytes, and holding what came of them.
//!
//! [`scan`] walks paths, [`read`] reads one source within limits, [`preview`] its beginning, [`Pile`] is the table of all articles with the
//! entities over them, [`Snapshot`] the part of it that searches need, [`store`] is what is kept between runs. [`Facts`] is what a query can know of an article, [`Bearers`]
//! who goes by the names in it. This room does the only file reading of the program; what bytes mean is
//! [`crate::ingest`]'s business.

mod bearers;
mod clock;
mod facts;
pub mod pile;
pub mod preview;
pub mod read;
pub mod sample;
pub mod scan;
mod snapshot;
mod source;
pub mod store;

pub use bearers::Bearers;
pub use clock::today;
pub use facts::{Facts, Marked, MarkedArticles, places};
pub use pile::{Entry, Pile, State};
pub use snapshot::Snapshot;
pub use source::Source;
