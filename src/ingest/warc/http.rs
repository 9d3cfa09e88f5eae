//! A server's answer as a crawl kept it: its headers, and its body without the clothes in which it travelled.

use std::borrow::Cow;

use flate2::bufread::MultiGzDecoder;

use crate::document::Problem;
use crate::ingest::limits::Budget;

/// Header lines that are looked at.
const LINES: usize = 128;

/// An answer.
pub struct Response<'a> {
    /// 200 for a page that was there.
    pub status: u16,
    /// `text/html`, without its parameters, in small letters; empty when the server does not say.
    pub media: String,
    /// What the server says of the character set.
    pub charset: Option<String>,
    chunked: bool,
    coding: String,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Takes an answer apart; `None` for what is none.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut lines = [httparse::EMPTY_HEADER; LINES];
        let mut head = httparse::Response::new(&mut lines);
        let mut config = httparse::ParserConfig::default();
        config.allow_spaces_after_header_name_in_responses(true).ignore_invalid_headers_in_responses(true);
        let at = match config.parse_response(&mut head, bytes).ok()? {
            httparse::Status::Complete(at) => at,
            httparse::Status::Partial => return None,
        };
        let field = |name: &str| {
            let line = head.headers.iter().find(|line| line.name.eq_ignore_ascii_case(name));
            line.map(|line| String::from_utf8_lossy(line.value).trim().to_ascii_lowercase()).unwrap_or_default()
        };
        let kind = field("content-type");
        let mut pieces = kind.split(';').map(str::trim);
        let media = pieces.next().unwrap_or_default().to_owned();
        let charset = pieces.find_map(|piece| piece.strip_prefix("charset="));
        Some(Self {
            status: head.code?,
            media,
            charset: charset.map(|charset| charset.trim_matches(['"', '\'']).to_owned()),
            chunked: field("transfer-encoding").contains("chunked"),
            coding: field("content-encoding"),
            body: &bytes[at..],
        })
    }

    /// The body as it was before it was sent.
    ///
    /// # Errors
    /// When it cannot be unpacked, or not within the budget: the problem to tell, which names `what`.
    pub fn body(&self, budget: &Budget, what: &str) -> Result<Cow<'a, [u8]>, Problem> {
        // Many crawlers take chunks and packing off and leave the headers as they were: what the bytes look like counts.
        let whole = if self.chunked { dechunk(self.body) } else { None };
        let whole = whole.map_or(Cow::Borrowed(self.body), Cow::Owned);
        if whole.starts_with(b"\x1F\x8B\x08") {
            return budget.unpack(what, MultiGzDecoder::new(&*whole)).map(Cow::Owned);
        }
        if self.coding == "br" && looks_packed(&whole) {
            let stream = brotli_decompressor::Decompressor::new(&*whole, 4096);
            return budget.unpack(what, stream).map(Cow::Owned);
        }
        Ok(whole)
    }
}

/// True for bytes that no text begins with.
fn looks_packed(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some()) || head.iter().any(|byte| *byte < 9)
}

/// The body of chunks (RFC 9112, 7.1), up to where it is cut; `None` when it is not in chunks.
fn dechunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(128)]);
        let Some(end) = end else { return (!out.is_empty()).then_some(out) };
        let line = String::from_utf8_lossy(&rest[..end]);
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let taken = size.min(rest.len());
        out.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}
