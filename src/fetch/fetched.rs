//! What came of a request, ready for `ingest`.

use std::time::Duration;

use super::{Address, Validators};
use crate::ingest::Hints;

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// Nothing newer than what is known.
    NotModified {
        /// The address to keep from now on, when it moved for good.
        moved_permanently: Option<Address>,
        /// How long the server says that this holds.
        wait: Option<Duration>,
    },
    /// This is there now.
    Content(Content),
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Where they were, after all redirects: relative links start from here.
    pub address: Address,
    /// True when that lies on this machine or in a private network: what is named there may lie there, too.
    pub at_home: bool,
    /// The address to keep from now on, when it moved for good.
    pub moved_permanently: Option<Address>,
    /// The media type that the server declares: `text/html`.
    pub media_type: Option<String>,
    /// The character set that the server declares, as it writes it. It may be wrong.
    pub charset: Option<String>,
    /// To ask for a newer form with.
    pub validators: Validators,
    /// How long the server says that this holds, at most [`MAX_WAIT`](super::limits::MAX_WAIT).
    pub wait: Option<Duration>,
}

impl Content {
    /// What the readers of formats are told about the bytes.
    #[must_use]
    pub fn hints(&self) -> Hints<'_> {
        Hints {
            name: self.name(),
            charset: self.charset.as_deref(),
            media: self.media_type.as_deref(),
            address: Some(self.address.full()),
            fields: None,
        }
    }

    /// What stands in for a file's name: the last part of the address's path, else the server.
    fn name(&self) -> &str {
        let path = self.address.full().split(['?', '#']).next().unwrap_or_default();
        let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
        // With no path the last part is the server, with the name and password that may stand before it.
        if last.contains('@') { self.address.host() } else { last }
    }
}
