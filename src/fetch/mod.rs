//! Fetching over HTTP: an address to bytes, with what the server said about them, or one sentence on why not.
//!
//! A [`Client`] gets one thing, [`Polite`] many at once without being a burden to a server. This room parses no content and
//! writes no files; what it brings is read by `ingest`, with [`Content::hints`] for what the server declared. Only `wire`
//! knows the HTTP library; without the feature `net` a stub stands in its place that says how to get it.
//!
//! Nothing that a server sends is trusted: what it may cost is in [`limits`], where it may lead to in `redirect`.

mod address;
mod ask;
mod client;
mod failure;
mod fetched;
mod headers;
mod kind;
pub mod limits;
mod polite;
mod private;
mod proxies;
mod queue;
mod redirect;
mod settings;
#[cfg(feature = "net")]
mod wire;
#[cfg(not(feature = "net"))]
#[path = "wire/without.rs"]
mod wire;

pub use address::Address;
pub use ask::{Ask, Validators, Wanted};
pub use client::Client;
pub use failure::{Failure, Phase, Trouble};
pub use fetched::{Content, Fetched};
pub use polite::{Polite, Progress};
pub use proxies::Proxies;
pub use settings::Settings;

/// True when this program was built with the means to fetch.
pub const AVAILABLE: bool = cfg!(feature = "net");

#[cfg(all(test, feature = "net"))]
mod tests;
