//! How to fetch: times, sizes, what the program calls itself, through which proxies.

use std::time::Duration;

use super::Proxies;
use super::limits::{CONNECT, IDLE, MAX_FEED_BYTES, MAX_PAGE_BYTES, WHOLE};
use super::{Wanted, ask};

/// How to fetch. The default holds the constants of [`limits`](super::limits) and no proxies.
#[derive(Debug, Clone)]
pub struct Settings {
    /// For one thing from first to last, redirects and a retry included.
    pub whole: Duration,
    /// For looking up a name, and again for connecting, TLS included.
    pub connect: Duration,
    /// Without a single byte.
    pub idle: Duration,
    /// Bytes of a feed, unpacked.
    pub feed_bytes: u64,
    /// Bytes of a page or of anything else, unpacked.
    pub page_bytes: u64,
    /// What the program calls itself: `kiosque/0.1.0 (+reader)`.
    pub agent: String,
    /// Through whom.
    pub proxies: Proxies,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            whole: WHOLE,
            connect: CONNECT,
            idle: IDLE,
            feed_bytes: MAX_FEED_BYTES,
            page_bytes: MAX_PAGE_BYTES,
            agent: concat!("kiosque/", env!("CARGO_PKG_VERSION"), " (+reader)").to_owned(),
            proxies: Proxies::default(),
        }
    }
}

impl Settings {
    /// The default, with the proxies that the environment names.
    #[must_use]
    pub fn from_environment() -> Self {
        Self { proxies: Proxies::from_environment(), ..Self::default() }
    }

    /// Bytes that may come of what is wanted.
    pub(super) fn limit(&self, wanted: Wanted) -> u64 {
        match wanted {
            Wanted::Feed => self.feed_bytes,
            Wanted::Page | Wanted::Anything => self.page_bytes,
        }
    }

    /// What the program calls itself, when that can stand in a header.
    #[cfg_attr(not(feature = "net"), allow(dead_code))]
    pub(super) fn agent(&self) -> &str {
        if ask::is_sound(&self.agent) { &self.agent } else { "kiosque" }
    }
}
