//! From bytes to characters.
//!
//! In order: a byte order mark, UTF-16 without one, valid UTF-8, UTF-8 with some damage, the declared character
//! set, and a guess made for a French reader, for whom `0x9C` is `œ` and not `ś`. It does not filter what it
//! decodes: `text::safe` does, when the article is built.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::document::Problem;

/// A decoded text.
pub struct Decoded<'a> {
    /// Borrowed where the bytes were UTF-8 already.
    pub text: Cow<'a, str>,
    /// Set when some bytes made no character.
    pub problem: Option<Problem>,
}

/// Decodes `bytes`; `declared` is what a server or a mail header says.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf16(bytes) {
        return decode_as(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), problem: None };
    }
    if is_damaged_utf8(bytes) {
        return decode_as(UTF_8, bytes);
    }
    let declared = [declared.map(str::as_bytes), charset_in_markup(bytes)]
        .into_iter()
        .flatten()
        .filter_map(Encoding::for_label)
        .find(|&encoding| encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE);
    let guessed = || {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        decode_as(detector.guess(Some(b"fr"), Utf8Detection::Deny), bytes)
    };
    match declared.map(|encoding| decode_as(encoding, bytes)) {
        Some(decoded) if decoded.problem.is_none() => decoded,
        // A declaration that does not fit is a mistake more often than the bytes are.
        Some(decoded) => Some(guessed()).filter(|guess| guess.problem.is_none()).unwrap_or(decoded),
        None => guessed(),
    }
}

/// UTF-16 by its byte order mark or, without one, by the zero bytes that Latin letters leave on one side.
pub fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs >= 4 && odd * 2 > pairs && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if pairs >= 4 && even * 2 > pairs && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let problem = replaced.then(|| {
        let name = encoding.name();
        Problem::new(format!("Some bytes are not valid {name} and show as � (damaged file, or a wrong character set)."))
    });
    Decoded { text, problem }
}

/// True for UTF-8 that was cut or damaged here and there. In any other encoding valid sequences are accidents, and
/// rarer than invalid ones.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > 2 * invalid
}

/// The character set that a page or an XML file declares in its first lines.
fn charset_in_markup(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    let after = |key: &[u8]| memchr::memmem::find(&lower, key).map(|at| at + key.len());
    if !lower.windows(5).any(|w| w == b"<meta" || w == b"<?xml") {
        return None;
    }
    let rest = &head[after(b"charset=").or_else(|| after(b"encoding="))?..];
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.+".contains(b))).unwrap_or(rest.len());
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&str>, expected: &str) {
        let decoded = decode(bytes, declared);
        assert_eq!(decoded.text, expected);
        assert_eq!(decoded.problem.is_some(), expected.contains('�'), "problem");
    }

    #[test]
    fn utf8_comes_as_it_is() {
        check("Œuvre « déjà »".as_bytes(), None, "Œuvre « déjà »");
        check("\u{FEFF}début".as_bytes(), None, "début");
        check("déclaré à tort".as_bytes(), Some("latin1"), "déclaré à tort");
    }

    #[test]
    fn windows_1252_is_guessed_for_a_french_reader() {
        check(b"\x8Cuvre d\x92art : le c\x9Cur de l\x92\xE9t\xE9", None, "Œuvre d’art : le cœur de l’été");
    }

    #[test]
    fn a_declaration_is_heard_where_the_bytes_leave_it_open() {
        check(b"\xC0\xC8\xCC", Some("windows-1251"), "АИМ");
        check(b"<meta charset='iso-8859-7'>\xE1\xE2", None, "<meta charset='iso-8859-7'>αβ");
        check(b"<?xml version='1.0' encoding=\"koi8-r\"?>\xC1", None, "<?xml version='1.0' encoding=\"koi8-r\"?>а");
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        let bytes = |big: bool| -> Vec<u8> {
            "L’été à Paris".encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        for (mark, big) in [(&[][..], false), (&[], true), (&[0xFF, 0xFE], false), (&[0xFE, 0xFF], true)] {
            check(&[mark, &bytes(big)].concat(), None, "L’été à Paris");
        }
    }

    #[test]
    fn one_damaged_byte_does_not_change_the_encoding() {
        let mut bytes = "Élysée, été, forêt, déjà".as_bytes().to_vec();
        bytes.push(0xC3);
        check(&bytes, None, "Élysée, été, forêt, déjà�");
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in prop::collection::vec(any::<u8>(), 0..200), label in "[a-z0-9-]{0,12}") {
            decode(&bytes, Some(&label));
        }
    }
}
