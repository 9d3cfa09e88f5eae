//! Telling files that hold no text from those that do, and saying what they are.
//!
//! It looks at magic numbers and at the share of control characters, never at names. It reads none of the formats
//! that it names.

use super::encoding;

/// A format known by how its files begin.
struct Magic {
    at: usize,
    bytes: &'static [u8],
    what: &'static str,
    advice: &'static str,
}

const fn magic(at: usize, bytes: &'static [u8], what: &'static str, advice: &'static str) -> Magic {
    Magic { at, bytes, what, advice }
}

const TO_TEXT: &str = "Save or convert it as text first.";
const UNPACK: &str = "Unpack it first.";
const NO_TEXT: &str = "It holds no text to read.";

/// Without its reader; with it, a document is recognised before it comes here.
const PDF: &str = "This build of the program reads none. Convert it to text first, with pdftotext for instance.";

/// The most particular first.
const MAGIC: &[Magic] = &[
    magic(0, b"%PDF-", "a PDF document", PDF),
    magic(30, b"mimetypeapplication/epub+zip", "an EPUB book", TO_TEXT),
    magic(30, b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", TO_TEXT),
    magic(30, b"[Content_Types].xml", "a Microsoft Office document", TO_TEXT),
    magic(0, b"PK\x03\x04", "a ZIP archive or an office document", UNPACK),
    magic(0, b"\xD0\xCF\x11\xE0", "an old Microsoft Office document", TO_TEXT),
    magic(0, b"{\\rtf", "a Rich Text document", TO_TEXT),
    magic(0, b"\x1F\x8B", "a gzip archive", UNPACK),
    magic(0, b"BZh", "a bzip2 archive", UNPACK),
    magic(0, b"\xFD7zXZ\0", "an xz archive", UNPACK),
    magic(0, b"\x28\xB5\x2F\xFD", "a Zstandard archive", UNPACK),
    magic(0, b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    magic(0, b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    magic(257, b"ustar", "a tar archive", UNPACK),
    magic(0, b"\x89PNG\r\n", "a PNG picture", NO_TEXT),
    magic(0, b"\xFF\xD8\xFF", "a JPEG picture", NO_TEXT),
    magic(0, b"GIF8", "a GIF picture", NO_TEXT),
    magic(8, b"WEBP", "a WebP picture", NO_TEXT),
    magic(0, b"II*\0", "a TIFF picture", NO_TEXT),
    magic(0, b"MM\0*", "a TIFF picture", NO_TEXT),
    magic(4, b"ftyp", "a video or a picture", NO_TEXT),
    magic(0, b"ID3", "a sound file", NO_TEXT),
    magic(0, b"OggS", "a sound or video file", NO_TEXT),
    magic(0, b"\x1A\x45\xDF\xA3", "a video file", NO_TEXT),
    magic(0, b"SQLite format 3\0", "a SQLite database", "Export what it holds as text first."),
    magic(0, b"\x7FELF", "a program", NO_TEXT),
    magic(0, b"MZ\x90\0", "a program", NO_TEXT),
    magic(0, b"\xCF\xFA\xED\xFE", "a program", NO_TEXT),
    magic(0, b"\0asm", "a WebAssembly module", NO_TEXT),
];

/// How far into the file control characters are counted.
const SAMPLE: usize = 64 * 1024;

/// So many control characters say something of a short file too.
const MANY: usize = 8;

/// True when `bytes` are not text in any encoding.
pub fn is_binary(bytes: &[u8]) -> bool {
    if recognise(bytes).is_some() {
        return true;
    }
    if encoding::utf16(bytes).is_some() {
        return false;
    }
    // Random bytes hold a tenth of controls, text none or, when it comes from a terminal or a damaged disk, a few.
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample.iter().filter(|b| matches!(b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)).count();
    // A few of them among a few words are still text.
    controls * 50 > sample.len() && (controls > MANY || controls * 4 > sample.len())
}

/// A sentence on what the file seems to be and what to do about it.
pub fn explain(bytes: &[u8]) -> String {
    match recognise(bytes) {
        Some(magic) => format!("This is not text but {}. {}", magic.what, magic.advice),
        None => "This is not text but a binary file of an unknown kind. If it holds text, convert it first.".to_owned(),
    }
}

fn recognise(bytes: &[u8]) -> Option<&'static Magic> {
    MAGIC.iter().find(|magic| bytes.get(magic.at..).is_some_and(|rest| rest.starts_with(magic.bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named() {
        for (bytes, word) in [
            (&b"%PDF-1.7 abc"[..], "PDF"),
            (b"PK\x03\x04 and more", "ZIP"),
            (b"\x89PNG\r\n\x1A\n", "PNG"),
            (b"\x7FELF\x02\x01", "program"),
            (b"\x1F\x8B\x08", "gzip"),
            (b"\0\x01\x02\x03\x04\x05", "unknown"),
        ] {
            assert!(is_binary(bytes), "{word}");
            assert!(explain(bytes).contains(word), "{word}");
        }
    }

    #[test]
    fn text_with_a_stray_control_is_text() {
        assert!(!is_binary(b""));
        assert!(!is_binary("Une dépêche de l\u{7}agence, longue assez pour que rien n'y fasse.\x0C".as_bytes()));
        assert!(!is_binary(b"\x1b[31mrouge\x1b[0m"));
        assert!(!is_binary("Un mot\u{7} et\u{7f} deux\u{8} autres, court mais lisible.".as_bytes()));
        assert!(!is_binary(b"\xFF\xFEa\0b\0"));
    }
}
