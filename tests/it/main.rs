//! The one integration binary: the real program, and the house it is built as.

mod headless;
#[cfg(feature = "net")]
mod headless_add;
mod headless_export;
#[cfg(feature = "net")]
mod headless_feeds;
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
#[cfg(feature = "net")]
#[path = "../../src/fetch/tests/server.rs"]
mod server;
#[cfg(feature = "net")]
mod site;
mod store;
#[cfg(unix)]
mod terminal;
