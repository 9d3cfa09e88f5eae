//! What is asked for: an address, what kind of thing is expected there, and what is known of it already.

use super::Address;
use super::limits::MAX_VALIDATOR;

/// What is expected at an address. It says what a server is told to prefer, how large it may be, and what is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// A feed: RSS, Atom, JSON. Pictures, sound, video, PDF and archives are refused.
    Feed,
    /// A web page, or a document that is linked as one. Pictures, sound and video are refused.
    Page,
    /// Whatever is there.
    Anything,
}

impl Wanted {
    /// What a server that has several forms is told to send.
    pub(super) fn accept(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                 text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.3"
            }
            Self::Page => "text/html, application/xhtml+xml, text/plain;q=0.8, application/xml;q=0.7, */*;q=0.5",
            Self::Anything => "*/*",
        }
    }
}

/// What a server said of the last form of something, to ask whether there is a newer one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Validators {
    /// The `ETag` as it came, quotes included.
    pub etag: Option<String>,
    /// The `Last-Modified` as it came.
    pub modified: Option<String>,
}

impl Validators {
    /// True when nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.modified.is_none()
    }

    /// The headers to send. What no server can have sent, because a file was damaged, is left out.
    #[cfg_attr(not(feature = "net"), allow(dead_code))]
    pub(super) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let pairs = [("if-none-match", &self.etag), ("if-modified-since", &self.modified)];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value.as_deref().filter(|value| is_sound(value))?)))
    }
}

/// True for a value that can stand in a header.
pub(super) fn is_sound(value: &str) -> bool {
    !value.is_empty() && value.len() <= MAX_VALIDATOR && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// One thing to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where it is.
    pub address: Address,
    /// What is expected there.
    pub wanted: Wanted,
    /// What is known of it.
    pub known: Validators,
    /// True when it may lie on this machine or in a private network, as an address may that a person typed. What a server
    /// sent may not lead there.
    pub anywhere: bool,
}

impl Ask {
    /// For an address that a person typed or has in a list: it may lie anywhere.
    #[must_use]
    pub fn typed(address: Address, wanted: Wanted) -> Self {
        Self { address, wanted, known: Validators::default(), anywhere: true }
    }

    /// For an address found in what a server sent, such as the link of a feed's entry.
    #[must_use]
    pub fn found(address: Address, wanted: Wanted) -> Self {
        Self { anywhere: false, ..Self::typed(address, wanted) }
    }

    /// Found in what lies in a private network itself (`at_home`), it may lie there, too.
    #[must_use]
    pub fn named_there(self, at_home: bool) -> Self {
        Self { anywhere: self.anywhere || at_home, ..self }
    }

    /// With what is known of it.
    #[must_use]
    pub fn known(self, known: Validators) -> Self {
        Self { known, ..self }
    }
}
