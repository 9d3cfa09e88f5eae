//! Which sources must be read anew, and which are gone.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use super::identity::{Origin, SourceId};
use super::{Error, Store};

/// A source as a scan sees it, without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Where it lies.
    pub origin: Origin,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970, UTC.
    pub modified: i64,
}

impl Seen {
    /// A file by what the file system says of it. A time that it does not say counts as 1970.
    #[must_use]
    pub fn new(origin: Origin, meta: &Metadata) -> Self {
        let time = meta.modified().unwrap_or(UNIX_EPOCH);
        let nanoseconds = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
        };
        Self { origin, size: meta.len(), modified: nanoseconds }
    }
}

/// How a source stands to what is kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Same size and time, read by this edition of the reader: what is kept holds.
    Unchanged(SourceId),
    /// To be read anew. Its bytes may still be the same: see [`SourceRecord::hash`](super::SourceRecord::hash).
    Changed(SourceId),
    /// Not kept.
    New,
}

/// What [`Store::examine`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// How each source seen stands, in the order given.
    pub standings: Vec<Standing>,
    /// Kept sources below the scanned roots that were not seen.
    pub gone: Vec<Origin>,
}

impl Store {
    /// Compares what a complete scan of `roots` saw with what is kept; `reader` is the edition of the reader. Sources
    /// outside `roots` are never gone: they may lie on a disk that is not there today.
    ///
    /// # Errors
    /// As the database has it.
    pub fn examine(&self, seen: &[Seen], roots: &[PathBuf], reader: u32) -> Result<Examined, Error> {
        let roots: Vec<Origin> = roots.iter().map(|root| Origin::file(root)).collect();
        let mut index: HashMap<&[u8], Vec<usize>> = HashMap::with_capacity(seen.len());
        for (at, source) in seen.iter().enumerate() {
            index.entry(&source.origin.0).or_default().push(at);
        }
        let mut found = Examined { standings: vec![Standing::New; seen.len()], gone: Vec::new() };
        self.ask(|conn| {
            let mut sources = conn.prepare_cached("SELECT id, origin, size, modified, reader FROM source")?;
            let mut rows = sources.query([])?;
            while let Some(row) = rows.next()? {
                let origin = row.get_ref(1)?.as_blob()?;
                if let Some(places) = index.get(origin) {
                    let (id, stamp): (_, (i64, i64, i64)) = (row.get(0)?, (row.get(2)?, row.get(3)?, row.get(4)?));
                    for &at in places {
                        let same = stamp == (seen[at].size.cast_signed(), seen[at].modified, reader.into());
                        found.standings[at] = if same { Standing::Unchanged(id) } else { Standing::Changed(id) };
                    }
                } else if roots.iter().any(|root| root.covers(origin)) {
                    found.gone.push(Origin(origin.to_vec()));
                }
            }
            Ok(())
        })?;
        found.gone.sort();
        Ok(found)
    }
}
