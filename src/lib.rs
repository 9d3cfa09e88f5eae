//! Kiosque.

pub mod document;
pub mod ingest;
pub mod names;
pub mod text;
