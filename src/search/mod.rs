//! Finding: fuzzy matching of short lines, and queries over whole articles.
//!
//! Both compare folded forms (see [`crate::text::fold`]) and answer with byte ranges of the original. Nothing here
//! keeps an index, knows the pile or looks at a clock: a caller brings the text, what else a query asks about
//! ([`query::Subject`]), and the day.

pub mod fuzzy;
pub mod query;
