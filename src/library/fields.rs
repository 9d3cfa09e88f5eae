//! What the user says of the fields of JSON and of tables, and which edition of the readers read a source so.
//!
//! Sources are read on many threads and for many reasons, never with one map here and another there: it is said once, as the
//! program starts, and holds for the whole process. What the library keeps must tell with which map it was read, so that
//! another one makes it be read again.

use std::sync::OnceLock;

use super::store::ContentHash;
use crate::ingest::{FieldMap, Hints, Reading};

/// The edition of the readers of formats: it goes up whenever one of them makes another text of the same bytes, and what
/// an older one read is read again.
pub const READER: u32 = 2;

/// The bits of an edition that are the readers'; in those above is the digest of a map.
const BITS: u32 = 8;

const _: () = assert!(READER < 1 << BITS);

static FIELDS: OnceLock<FieldMap> = OnceLock::new();

/// Says which fields are what in everything that is read from now on. To be said before anything is read, and once: what was
/// said first holds.
pub fn set_fields(map: &FieldMap) {
    if !map.is_empty() {
        FIELDS.get_or_init(|| map.clone());
    }
}

/// What is known of a source that is called `name`, the user's map included.
pub(super) fn hints(name: &str) -> Hints<'_> {
    Hints { fields: FIELDS.get(), ..Hints::named(name) }
}

/// The edition of the readers that read `reading` from what is called `name`: with the map, where that could have made
/// something else of it.
pub(super) fn edition(reading: &Reading, name: &str) -> u32 {
    if reading.hangs_on_fields(name) { READER | digest() << BITS } else { READER }
}

/// True when a source that was read by this edition would be read in the same way now.
pub(super) fn is_of_now(edition: u32) -> bool {
    let map = edition >> BITS;
    edition & ((1 << BITS) - 1) == READER && (map == 0 || map == digest())
}

/// What tells the map of this process from others: 24 bits, never 0. Having none is one map, too.
fn digest() -> u32 {
    let said = FIELDS.get().map(FieldMap::to_string).unwrap_or_default();
    let hash = ContentHash::of(said.as_bytes()).bytes();
    u32::from_le_bytes([hash[0], hash[1], hash[2], 0]).max(1)
}
