//! The pile: finding the sources people name, reading their bytes, and holding what came of them.
//!
//! [`scan`] walks paths, [`read`] reads one source within limits, [`preview`] its
//! beginning, [`apart`] has PDF documents read by a child process, [`Pile`] is the table of all articles with the
//! entities over them, [`Snapshot`] the part of it that searches need, [`store`] is what is kept between runs,
//! [`saved`] the queries that somebody keeps in a file of their own, [`rulings`] likewise who is who, [`watched`] what somebody
//! looks out for. [`Stories`] are the articles that tell the same, [`comparison`] sets two of them side by side. [`Facts`] is
//! what a query can know of an article,
//! [`Bearers`] who goes by the names in it. This room does the only file reading of the program; what bytes mean is
//! [`crate::ingest`]'s business. [`target`] is where something is written for other programs.

mod answers;
#[cfg(feature = "pdf")]
pub mod apart;
mod bearers;
mod by_hand;
mod clock;
pub mod comparison;
mod entry;
mod facts;
pub mod feeds;
mod fields;
pub mod fingerprint;
pub mod following;
pub mod kept;
mod line;
pub(crate) mod maildir;
pub mod pile;
pub mod preview;
pub mod read;
mod relevance;
pub mod roll;
pub mod rulings;
pub mod sample;
pub mod saved;
pub mod scan;
mod snapshot;
mod source;
pub mod sources;
pub mod store;
pub mod stories;
mod tally;
pub mod target;
mod texts;
mod together;
mod volume;
pub mod watched;
mod work;

pub use answers::Answers;
pub use bearers::Bearers;
pub use clock::today;
pub use entry::{Entry, Fresh, Head};
pub use facts::{Facts, Marked, MarkedArticles, places};
pub use fields::{READER, set_fields};
pub use kept::Kept;
pub use pile::{Held, Pile, Settled};
pub use relevance::{Frequencies, relevance};
pub use snapshot::Snapshot;
pub use source::Source;
pub use stories::{Stories, Story};
pub use together::{Meeting, Together, meetings};
pub use work::Progress;
