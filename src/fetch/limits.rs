//! What fetching may cost: time, bytes, redirects.
//!
//! Each of them is told to the user when it is met. The first five are defaults that [`Settings`](super::Settings) can change.

use std::time::Duration;

/// The whole time for one thing, redirects and a retry included. A server that sends a byte now and then meets it.
pub const WHOLE: Duration = Duration::from_mins(1);

/// The time for looking up a name, and again for a connection, TLS included.
pub const CONNECT: Duration = Duration::from_secs(10);

/// The time in which nothing at all comes.
pub const IDLE: Duration = Duration::from_secs(20);

/// Bytes of a feed, counted once they are unpacked.
pub const MAX_FEED_BYTES: u64 = 16 << 20;

/// Bytes of a page or of anything else, counted once they are unpacked.
pub const MAX_PAGE_BYTES: u64 = 32 << 20;

/// Redirects that are followed for one thing.
pub const MAX_REDIRECTS: usize = 5;

/// Bytes of an address; longer ones are no addresses.
pub const MAX_ADDRESS: usize = 8192;

/// Bytes of all headers of one answer.
pub const MAX_HEADERS: usize = 64 << 10;

/// Bytes of a validator that is kept and sent back.
pub const MAX_VALIDATOR: usize = 1024;

/// The longest wait that a server can ask for; longer ones are cut to it, lest a mistake silence a feed for good.
pub const MAX_WAIT: Duration = Duration::from_hours(7 * 24);
