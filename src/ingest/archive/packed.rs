//! Compressed files (gzip, Zstandard): the archive or the one file in them.
//!
//! An archive is unpacked as it is read, so that a large one is never in memory as a whole.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::tar;
use crate::document::Problem;
use crate::ingest::source::Source;
use crate::ingest::{Hints, Reading, warc};

/// Bytes that tell what is inside.
const HEAD: usize = 4096;

/// True for gzip.
pub fn is_gzip(source: &Source) -> Option<&'static str> {
    source.bytes().starts_with(b"\x1F\x8B\x08").then_some("it begins as a gzip file does")
}

/// True for Zstandard.
pub fn is_zstd(source: &Source) -> Option<&'static str> {
    source.bytes().starts_with(b"\x28\xB5\x2F\xFD").then_some("it begins as a Zstandard file does")
}

/// What is in a gzip file, all of its members.
pub fn gzip(source: &Source) -> Reading {
    read(source, MultiGzDecoder::new(source.bytes()), &[".gz", ".gzip", ".z"])
}

/// What is in a Zstandard file.
pub fn zstd(source: &Source) -> Reading {
    match StreamingDecoder::new(source.bytes()) {
        Ok(stream) => read(source, stream, &[".zst", ".zstd"]),
        Err(error) => Reading::nothing(Problem::new(format!("The file is damaged and cannot be unpacked: {error}"))),
    }
}

fn read(source: &Source, stream: impl Read, endings: &[&str]) -> Reading {
    let mut stream = BufReader::with_capacity(HEAD, source.budget().meter(stream));
    let head = stream.fill_buf().unwrap_or_default();
    if tar::is_header(head) {
        return tar::unpack(source, stream);
    }
    if warc::begins(head) {
        return warc::stream(source, stream);
    }
    let name = name(source, endings);
    match source.budget().unpack(&name, stream) {
        Ok(bytes) => {
            let mut reading = Reading::default();
            reading.absorb(source.read_inside(&bytes, Hints { name: &name, ..*source.hints() }));
            reading
        }
        Err(problem) => Reading::nothing(problem),
    }
}

/// What the file inside is called.
fn name(source: &Source, endings: &[&str]) -> String {
    let name = source.name();
    if name.to_ascii_lowercase().ends_with(".tgz") {
        return format!("{}.tar", &name[..name.len() - 4]);
    }
    let end = endings.iter().find(|end| source.is_named(&[end])).map_or(0, |end| end.len());
    name[..name.len() - end].to_owned()
}
