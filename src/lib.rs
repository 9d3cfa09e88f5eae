//! Kiosque.

pub mod app;
pub mod cli;
pub mod document;
pub mod export;
pub mod ingest;
pub mod library;
pub mod names;
pub mod search;
pub mod text;
pub mod tui;
pub mod worker;
