//! The parts of a MIME archive: headers, divided bodies, decoded bytes.
//!
//! `mail-parser` reads the headers. The bodies are divided here, because an archive is sought through once for a boundary
//! and not once a part, and because damaged encodings give what they can. Parts that are archives themselves are divided
//! too, down to [`MAX_DEPTH`].

use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};
use memchr::{memchr, memmem};

use super::super::limits::{Budget, MAX_DEPTH};
use super::super::mail::transfer;
use crate::document::Problem;

/// Longer headers are not those of a program that saves pages; in bytes.
const HEADER: usize = 64 * 1024;

/// Something with headers and a body: an archive, or one part of it.
pub struct Part<'a> {
    /// What the headers say.
    pub headers: Message<'a>,
    /// As it stands in the file.
    pub body: &'a [u8],
}

impl<'a> Part<'a> {
    /// Parts headers and body; `None` when there are no headers.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let blank = bytes.iter().take(HEADER).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let bytes = &bytes[blank..];
        let end = header_end(bytes)?;
        Some(Self { headers: MessageParser::new().parse_headers(&bytes[..end])?, body: &bytes[end..] })
    }

    /// True for `kind/subtype`, in small or capital letters.
    pub fn is(&self, kind: &str, subtype: &str) -> bool {
        self.headers.is_content_type(kind, subtype)
    }

    fn is_archive(&self) -> bool {
        self.headers.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart"))
    }

    /// A parameter of the content type: `boundary`, `charset`.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.headers.content_type().and_then(|kind: &ContentType| kind.attribute(name))
    }

    /// The bytes that were encoded for the mail's sake.
    pub fn decoded(&self) -> Vec<u8> {
        transfer::decode(self.body, self.headers.content_transfer_encoding().unwrap_or_default()).into_owned()
    }
}

/// All parts of an archive that are no archives themselves, in order; and the problem to tell when there are more than may be
/// looked at.
pub fn of<'a>(archive: &Part<'a>, budget: &Budget) -> (Vec<Part<'a>>, Option<Problem>) {
    let mut out = Vec::new();
    let problem = divide(archive, budget, 0, &mut out).err();
    (out, problem)
}

fn divide<'a>(archive: &Part<'a>, budget: &Budget, depth: usize, out: &mut Vec<Part<'a>>) -> Result<(), Problem> {
    let Some(boundary) = archive.parameter("boundary").filter(|boundary| !boundary.is_empty()) else { return Ok(()) };
    let mark = [b"--", boundary.as_bytes()].concat();
    let body = archive.body;
    // What stands above the first boundary is for programs that cannot read the rest.
    let mut start = None;
    let marks = memmem::find_iter(body, &mark).filter(|&at| at == 0 || body[at - 1] == b'\n').chain([body.len()]);
    for at in marks {
        if let Some(start) = start {
            budget.part()?;
            match Part::of(&body[start..at]) {
                // What lies too deep is a part that nobody reads.
                Some(part) if depth < MAX_DEPTH && part.is_archive() => divide(&part, budget, depth + 1, out)?,
                Some(part) => out.push(part),
                None => {}
            }
        }
        let behind = (at + mark.len()).min(body.len());
        if body[behind..].starts_with(b"--") {
            break;
        }
        start = Some(memchr(b'\n', &body[behind..]).map_or(body.len(), |line| behind + line + 1));
    }
    Ok(())
}

/// Where the body begins, behind the blank line.
fn header_end(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(HEADER)];
    let ends = [&b"\r\n\r\n"[..], b"\n\n", b"\r\r"];
    ends.iter().filter_map(|end| memmem::find(head, end).map(|at| at + end.len())).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_are_divided_at_whole_lines() {
        let source = b"Content-Type: multipart/related; boundary=\"x\"\r\n\r\nno part\r\n--x\r\nContent-Type: text/plain\r\n\r\nun\r\n not --x \
                       here\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nA: b\r\n\r\ndeux\r\n--y--\r\n--x--\r\ngone";
        let (parts, problem) = of(&Part::of(source).unwrap(), &Budget::default());
        let bodies: Vec<_> = parts.iter().map(|part| String::from_utf8_lossy(part.body).trim().to_owned()).collect();
        assert_eq!(bodies, ["un\r\n not --x here", "deux"]);
        assert!(problem.is_none());
    }
}
