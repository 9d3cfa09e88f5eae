//! Writers: the pile, or a view of it, in formats that other programs read.
//!
//! What is written are small records made here from the domain types, so that a published format never freezes a type and
//! a renamed field never breaks a reader; [`RECORDS`] says what each field holds. JSON goes through one serializer
//! ([`json::write_line`]) that is harmless on a terminal, and so is what the others write. This room opens no files: it
//! writes into what it is given.
//!
//! A whole view is written by a [`Writer`], which gets its articles one by one ([`Item`]) and holds none of them: of a hundred
//! thousand articles only what is counted of each entity stays, and of a graph who is named together, four bytes a name.

mod article;
mod brat;
mod companions;
mod context;
mod entity;
mod fields;
mod found;
mod ftm;
mod gexf;
mod listing;
mod markdown;
mod names;
mod notes;
mod occurrence;
mod place;
mod plan;
#[cfg(test)]
mod samples;
mod spoken;
mod table;
mod view;
mod writer;
mod xml;

pub use crate::text::json;
pub use article::ArticleRecord;
pub use brat::slug;
pub use entity::EntityRecord;
pub use fields::{Fields, RECORDS};
pub use found::{FoundRecord, Passage, WatchedRecord, best_passage};
pub use listing::ListingRecord;
pub use names::Names;
pub use occurrence::{Occurrence, OccurrenceRecord, occurrences};
pub use plan::{FORMATS, Format, FormatSpec, Plan, TABLES, TOP, What};
pub use spoken::{Spoken, SpokenRecord, spoken};
pub use view::{Followed, Item, Marks, Named, Piece, Remark, Who, Whos};
pub use writer::{About, Sink, Writer, Written};
