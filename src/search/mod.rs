//! Finding: fuzzy matching of short lines, and keyword queries over whole texts.
//!
//! Both compare folded forms (see [`crate::text::fold`]) and answer with byte ranges of the original. Nothing here
//! keeps an index or knows the pile: a caller brings the text.

pub mod fuzzy;
pub mod query;
