//! The parts of a MIME archive: headers, divided bodies, decoded bytes.
//!
//! `mail-parser` reads the headers. The bodies are divided here, because an archive is sought through once for a boundary
//! and not once a part, and because damaged encodings give what they can. Parts that are archives themselves are divided
//! too, down to [`MAX_DEPTH`].

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode_char;
use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};
use memchr::{memchr, memmem};

use super::super::limits::{Budget, MAX_DEPTH};
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
        let encoding = self.headers.content_transfer_encoding().unwrap_or_default().trim();
        if encoding.eq_ignore_ascii_case("quoted-printable") {
            quoted_printable(self.body)
        } else if encoding.eq_ignore_ascii_case("base64") {
            base64(self.body)
        } else {
            self.body.to_vec()
        }
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

/// What stands between the letters goes, and a letter that was cut off.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<u8> = bytes.iter().copied().filter(is_letter).collect();
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    letters.resize(letters.len().next_multiple_of(4), b'=');
    base64_decode(&letters).unwrap_or_default()
}

/// What is no code stays as it stands.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if let [b'\r', b'\n', ..] = rest[blank..] {
            rest = &rest[blank + 2..];
        } else if let [b'\n', ..] = rest[blank..] {
            rest = &rest[blank + 1..];
        } else if let [high, low, ..] = *rest
            && let Some(byte) = quoted_printable_decode_char(high, low)
        {
            out.push(byte);
            rest = &rest[2..];
        } else {
            out.push(b'=');
        }
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_gives_what_it_can() {
        for (source, expected) in [
            ("a=3Db=\r\nc=\nd", "a=bcd"),
            ("=C3=A9t=c3=a9 = 3=4", "été = 3=4"),
            ("=ZZ fin=", "=ZZ fin="),
            ("ligne= \r\nsuite", "lignesuite"),
        ] {
            assert_eq!(String::from_utf8_lossy(&quoted_printable(source.as_bytes())), expected, "{source}");
        }
    }

    #[test]
    fn base64_gives_what_it_can() {
        for (source, expected) in [
            ("bGEgZ\r\n2FyZQ==", "la gare"),
            ("bGEgZ2FyZQ", "la gare"),
            ("bGEg Z2F*yZQ", "la gare"),
            ("bGEgZ", "la "),
            ("=", ""),
        ] {
            assert_eq!(String::from_utf8_lossy(&base64(source.as_bytes())), expected, "{source}");
        }
    }

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
