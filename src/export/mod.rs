//! Writers: the pile in formats that other programs read.
//!
//! JSON Lines so far. What is written are small records made here from the domain types, so that a published format
//! never freezes a type and a renamed field never breaks a reader. Everything goes through one serializer
//! ([`json::write_line`]) that is harmless on a terminal. This room opens no files: it writes into what it is given.

mod article;
mod context;
mod entity;
mod found;
mod listing;
mod names;
mod occurrence;
mod place;

pub use crate::text::json;
pub use article::ArticleRecord;
pub use entity::EntityRecord;
pub use found::{FoundRecord, Passage, WatchedRecord, best_passage};
pub use listing::ListingRecord;
pub use names::Names;
pub use occurrence::{Occurrence, OccurrenceRecord, occurrences};
