//! Tar archives, their files in the order of the archive, also out of a stream that is unpacked meanwhile.

use std::io::Read;

use tar::{Archive, EntryType};

use super::Parts;
use crate::document::Problem;
use crate::ingest::source::Source;
use crate::ingest::{Hints, Reading};

/// Bytes of a header.
pub const BLOCK: usize = 512;

/// True for bytes that begin with a header whose sum is right.
pub fn recognises(source: &Source) -> Option<&'static str> {
    is_header(source.bytes()).then_some("it begins with the header of a tar archive")
}

/// The articles of all files in it.
pub fn read(source: &Source) -> Reading {
    unpack(source, source.bytes())
}

/// True when a header of any kind of tar stands in front: the sum of its bytes is written in it.
pub fn is_header(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..BLOCK) else { return false };
    let written = String::from_utf8_lossy(&block[148..156]);
    let written = u32::from_str_radix(written.trim_matches(['\0', ' ']), 8).ok();
    let sum: u32 = (0..BLOCK).map(|at| if (148..156).contains(&at) { 32 } else { u32::from(block[at]) }).sum();
    block[0] != 0 && written == Some(sum)
}

/// The same out of a stream.
pub fn unpack(source: &Source, stream: impl Read) -> Reading {
    let mut parts = Parts::of(source);
    let mut archive = Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return Reading::nothing(Problem::new(format!("The archive cannot be read: {error}"))),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                parts.tell(Problem::new(format!("The archive ends too early or is damaged: {error}")));
                break;
            }
        };
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let file = matches!(entry.header().entry_type(), EntryType::Regular | EntryType::Continuous);
        if !file || !Parts::wants(&path) {
            continue;
        }
        if !parts.admit() {
            break;
        }
        match source.budget().unpack(&path, entry) {
            Ok(bytes) => parts.read(&path, &bytes, Hints::default()),
            Err(problem) => parts.tell(problem),
        }
        if source.budget().is_spent() {
            break;
        }
    }
    parts.finish()
}
