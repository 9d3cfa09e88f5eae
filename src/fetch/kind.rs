//! Whether what comes is of the kind that was asked for: by how it begins, and by what the server calls it.
//!
//! How it begins counts first: pictures are served as feeds, and feeds as anything.

use super::Wanted;

/// So much of the beginning is looked at.
pub const HEAD: usize = 512;

/// What can be told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Picture,
    Sound,
    Video,
    Pdf,
    Archive,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Picture => "a picture",
            Self::Sound => "a sound file",
            Self::Video => "a video",
            Self::Pdf => "a PDF document",
            Self::Archive => "an archive or an office document",
        }
    }
}

/// How files begin: where, with what.
const MAGIC: &[(usize, &[u8], Kind)] = &[
    (0, b"%PDF-", Kind::Pdf),
    (0, b"\x89PNG\r\n", Kind::Picture),
    (0, b"\xFF\xD8\xFF", Kind::Picture),
    (0, b"GIF8", Kind::Picture),
    (8, b"WEBP", Kind::Picture),
    (4, b"ftypavif", Kind::Picture),
    (4, b"ftypheic", Kind::Picture),
    (4, b"ftyp", Kind::Video),
    (0, b"\x1A\x45\xDF\xA3", Kind::Video),
    (8, b"AVI ", Kind::Video),
    (0, b"ID3", Kind::Sound),
    (0, b"OggS", Kind::Sound),
    (0, b"fLaC", Kind::Sound),
    (8, b"WAVE", Kind::Sound),
    (0, b"PK\x03\x04", Kind::Archive),
    (0, b"7z\xBC\xAF\x27\x1C", Kind::Archive),
    (0, b"Rar!\x1A\x07", Kind::Archive),
];

/// What came instead of what was wanted, in a few words; `None` when it may be what was wanted.
pub fn wrong(wanted: Wanted, media: Option<&str>, head: &[u8]) -> Option<&'static str> {
    let refused = |kind: Kind| match wanted {
        Wanted::Feed => true,
        Wanted::Page => matches!(kind, Kind::Picture | Kind::Sound | Kind::Video),
        Wanted::Anything => false,
    };
    let begins = MAGIC.iter().find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    let kind = begins.map(|(_, _, kind)| *kind).or_else(|| media.and_then(declared).filter(|_| !is_markup(head)))?;
    refused(kind).then(|| kind.words())
}

fn declared(media: &str) -> Option<Kind> {
    match media.split_once('/')? {
        ("image", _) => Some(Kind::Picture),
        ("audio", _) => Some(Kind::Sound),
        ("video", _) => Some(Kind::Video),
        ("application", "pdf") => Some(Kind::Pdf),
        ("application", "zip") => Some(Kind::Archive),
        _ => None,
    }
}

/// True for what begins like markup or JSON, after a byte order mark and white space.
fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    matches!(head.first(), Some(b'<' | b'{' | b'['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_counts_before_the_name() {
        let check = |wanted, media: &str, head: &[u8], expected: Option<&str>| {
            assert_eq!(wrong(wanted, Some(media), head), expected, "{wanted:?} {media}");
        };
        check(Wanted::Feed, "application/rss+xml", b"<rss>", None);
        check(Wanted::Feed, "image/png", b"\n<?xml version='1.0'?><rss>", None);
        check(Wanted::Feed, "video/mp4", b"\xEF\xBB\xBF{\"version\":", None);
        check(Wanted::Feed, "application/rss+xml", b"\xFF\xD8\xFF\xE0", Some("a picture"));
        check(Wanted::Feed, "image/x-icon", b"\0\0\x01\0", Some("a picture"));
        check(Wanted::Feed, "text/xml", b"%PDF-1.7", Some("a PDF document"));
        check(Wanted::Page, "application/pdf", b"%PDF-1.7", None);
        check(Wanted::Page, "text/html", b"\0\0\0\x20ftypisom", Some("a video"));
        check(Wanted::Feed, "audio/mpeg", b"\xFF\xFB\x90", Some("a sound file"));
        check(Wanted::Feed, "text/xml", b"PK\x03\x04", Some("an archive or an office document"));
        check(Wanted::Anything, "image/png", b"\x89PNG\r\n\x1A\n", None);
        assert_eq!(wrong(Wanted::Feed, None, b""), None);
    }
}
