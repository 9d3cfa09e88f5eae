//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages and texts among what a crawl brought.
//!
//! A page is a response of a server, a resource that was saved without one, or a text that somebody made of it (WET files).
//! Everything else that a browser fetched, scripts, pictures, errors, is left out. Where a page was found is its address.

mod http;

use std::io::{self, BufRead, Read};

use super::archive::Parts;
use super::source::Source;
use super::{Hints, Reading};
use crate::document::Problem;

/// Bytes of the header of a record.
const MAX_HEADER: usize = 64 * 1024;

/// True when a record begins here.
pub fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/1.") || bytes.starts_with(b"WARC/0.1")
}

/// The same for a source.
pub fn recognises(source: &Source) -> Option<&'static str> {
    begins(source.bytes()).then_some("it begins with a record of a web archive")
}

/// The pages in it.
pub fn read(source: &Source) -> Reading {
    stream(source, source.bytes())
}

/// What the header of a record says.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    address: String,
    media: String,
    length: u64,
}

/// The same out of a stream.
pub fn stream(source: &Source, mut input: impl BufRead) -> Reading {
    let mut parts = Parts::of(source);
    loop {
        match header(&mut input) {
            Ok(Some(header)) => {
                let mut block = input.by_ref().take(header.length);
                if wanted(&header) && parts.admit() {
                    record(source, &mut parts, &header, &mut block);
                }
                if source.budget().is_spent() {
                    break;
                }
                if let Err(error) = io::copy(&mut block, &mut io::sink()) {
                    parts.tell(Problem::new(format!("The archive is damaged: {error}; the pages before it are read")));
                    break;
                }
                if block.limit() > 0 {
                    parts.tell(Problem::new(
                        "The archive ends in the middle of a record; the pages before it are read.",
                    ));
                    break;
                }
            }
            Ok(None) => break,
            Err(error) => {
                parts.tell(Problem::new(format!("The archive is damaged: {error}; the pages before it are read")));
                break;
            }
        }
    }
    parts.finish()
}

/// Reads the next header; `None` at the end.
fn header(input: &mut impl BufRead) -> io::Result<Option<Header>> {
    let mut room = MAX_HEADER as u64;
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>, input: &mut dyn BufRead| -> io::Result<usize> {
        line.clear();
        let read = input.take(room).read_until(b'\n', line)?;
        room -= read as u64;
        Ok(read)
    };
    // Records are parted by empty lines.
    loop {
        if next(&mut line, input)? == 0 {
            return Ok(None);
        }
        if !line.trim_ascii().is_empty() {
            break;
        }
    }
    if !begins(&line) {
        return Err(io::Error::other("a record does not begin where it should"));
    }
    let mut header = Header::default();
    loop {
        if next(&mut line, input)? == 0 {
            return Err(io::Error::other("a header does not end"));
        }
        let text = String::from_utf8_lossy(line.trim_ascii());
        if text.is_empty() {
            return Ok(Some(header));
        }
        let Some((name, value)) = text.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            // Some old writers put it in angle brackets.
            "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut header.address),
            "content-type" => header.media = value.to_ascii_lowercase(),
            "content-length" => {
                header.length = value.parse().map_err(|_| io::Error::other("a record without a length"))?;
            }
            _ => {}
        }
    }
}

/// True for a record that may hold a page.
fn wanted(header: &Header) -> bool {
    let web = header.address.starts_with("http://") || header.address.starts_with("https://");
    match header.kind.as_str() {
        "response" => web && !is_robots(&header.address),
        "resource" | "conversion" => is_text(&header.media) && !is_robots(&header.address),
        _ => false,
    }
}

fn is_robots(address: &str) -> bool {
    address.ends_with("/robots.txt")
}

/// True for what people read. An empty one is left open: the content decides.
fn is_text(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    matches!(media, "" | "text/html" | "application/xhtml+xml" | "text/plain" | "application/pdf")
}

fn record(source: &Source, parts: &mut Parts, header: &Header, block: &mut impl Read) {
    let name = name(&header.address);
    let bytes = match source.budget().unpack(&header.address, block) {
        Ok(bytes) => bytes,
        Err(problem) => return parts.tell(problem),
    };
    let address = Some(header.address.as_str()).filter(|address| !address.is_empty());
    if header.kind != "response" {
        let hints = Hints { address, charset: None, media: Some(&header.media), ..Hints::default() };
        return parts.read(&name, &bytes, hints);
    }
    let Some(response) = http::Response::parse(&bytes) else {
        return parts.fail(&header.address, "no response of a web server");
    };
    if response.status != 200 || !is_text(&response.media) {
        return;
    }
    match response.body(source.budget(), &header.address) {
        Ok(body) => {
            let hints = Hints {
                address,
                charset: response.charset.as_deref(),
                media: Some(&response.media),
                ..Hints::default()
            };
            parts.read(&name, &body, hints);
        }
        Err(problem) => parts.tell(problem),
    }
}

/// What the page is called: its address without what stands before the site's name.
fn name(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests;
