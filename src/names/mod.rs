//! Who is named where.

pub mod evaluation;
mod kind;
pub mod lexicon;
mod recogniser;
mod rules;
pub mod tokens;

pub use kind::Kind;
pub use recogniser::{Found, Recogniser};
pub use rules::Rules;
