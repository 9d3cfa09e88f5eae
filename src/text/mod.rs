//! Machinery for text that knows no domain: folding for comparison, the filter that everything shown must
//! pass, JSON that has passed it, the walk from text to screen cells, wrapping, and how alike two texts are.
//!
//! It knows nothing of articles, names or panes. Positions are byte offsets into the `&str` it was given.

pub mod cells;
pub mod count;
pub mod diff;
pub mod fold;
pub mod hyphens;
pub mod json;
pub mod level;
pub mod minhash;
pub mod packing;
pub mod parts;
pub mod safe;
pub mod shingles;
pub mod slug;
pub mod stopwords;
pub mod wrap;
