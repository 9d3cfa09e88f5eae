//! The one integration binary: the real program, and the house it is built as.

mod headless;
mod headless_export;
mod headless_formats;
mod headless_hostile;
mod headless_json;
mod headless_library;
mod headless_names;
mod headless_run;
mod headless_search;
mod headless_watch;
mod house;
mod pages;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(unix)]
mod pty;
mod quotes;
mod screens;
mod screens_names;
mod screens_saved;
mod screens_stories;
mod screens_together;
mod screens_views;
mod screens_watch;
mod store;
#[cfg(unix)]
mod terminal;
