//! Reading the file of subscriptions, and changing a line of it.

use std::path::PathBuf;

use super::super::by_hand::{self, Refused};
use super::super::saved::Fault;
use super::{Subscription, Subscriptions, lines};
use crate::fetch::Address;

/// More than a list that somebody keeps by hand.
const MAX_BYTES: u64 = 4 << 20;

/// What a new file starts with.
const HEAD: &str = "\
# Feeds for Kiosque, one a line: name = address, then perhaps folder:\"…\", and +full to fetch whole pages
# Lines are taken out, renamed and put in order here; what starts with # is a comment.

";

/// The file of subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedsFile {
    /// Where it lies, or would.
    pub path: PathBuf,
}

impl FeedsFile {
    /// Reads it. A file that is not there holds nothing.
    #[must_use]
    pub fn read(&self) -> Subscriptions {
        match by_hand::bytes(&self.path, MAX_BYTES) {
            Ok(bytes) => lines::parse(&bytes.unwrap_or_default()),
            Err(cause) => {
                let message = format!("the list of feeds cannot be read: {cause}").into();
                Subscriptions { feeds: Vec::new(), faults: vec![Fault { line: 0, column: 0, message }] }
            }
        }
    }

    /// Adds feeds at the end, without those whose addresses are there already.
    ///
    /// # Errors
    /// When one cannot be a line, or the file cannot be read or written.
    pub fn add(&self, feeds: &[Subscription]) -> Result<(), Refused> {
        self.edit(|before| feeds.iter().try_fold(before.to_vec(), |bytes, feed| lines::added(&bytes, feed)))
    }

    /// Takes a feed out. One that is not there is out already.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn remove(&self, address: &Address) -> Result<(), Refused> {
        self.edit(|before| Ok(lines::removed(before, address)))
    }

    /// A feed has moved for good.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn follow(&self, from: &Address, to: &Address) -> Result<(), Refused> {
        self.edit(|before| Ok(lines::moved(before, from, to)))
    }

    fn edit(&self, edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, &'static str>) -> Result<(), Refused> {
        by_hand::edit(&self.path, MAX_BYTES, |held| edit(held.unwrap_or(HEAD.as_bytes())))
    }
}
