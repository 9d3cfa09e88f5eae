//! From the bytes that travelled to text: base64, quoted-printable, character sets.
//!
//! What is damaged is read as far as it goes, for a mail that lost a sign on its way is still read by people. Neither coding
//! yields more bytes than it takes, so nothing here can unpack to much.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;

use super::super::encoding::{self, Decoded};

/// The bytes of a body behind its transfer encoding; what is no known encoding came as it is.
pub fn decode<'a>(body: &'a [u8], coding: &str) -> Cow<'a, [u8]> {
    match coding.trim().trim_end_matches(';').to_ascii_lowercase().as_str() {
        "base64" => Cow::Owned(base64(body)),
        "quoted-printable" => Cow::Owned(quoted_printable(body)),
        _ => Cow::Borrowed(body),
    }
}

/// Base64, without whatever is none of its signs, and without a sign at the end that was cut off from its fellows.
pub fn base64(body: &[u8]) -> Vec<u8> {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mut signs: Vec<u8> = body.iter().copied().filter(is_sign).collect();
    if signs.len() % 4 == 1 {
        signs.pop();
    }
    signs.resize(signs.len().next_multiple_of(4), b'=');
    base64_decode(&signs).unwrap_or_default()
}

/// Quoted-printable. A `=` that begins nothing stays what it is, as do spaces that a line ends in: `format=flowed` needs them.
pub fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'=', &body[at..]).map(|i| at + i) {
        out.extend_from_slice(&body[at..found]);
        let rest = &body[found + 1..];
        let white = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        at = found + 1;
        if rest.get(white) == Some(&b'\n') {
            at += white + 1;
        } else if rest.len() == white {
            at = body.len();
        } else if let [Some(high), Some(low)] = [rest.first(), rest.get(1)].map(|byte| byte.copied().and_then(hex)) {
            out.push(high << 4 | low);
            at += 2;
        } else {
            out.push(b'=');
        }
    }
    out.extend_from_slice(&body[at..]);
    out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The text of bytes in a character set that is declared, perhaps wrongly.
pub fn text<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    let label = declared.map(str::trim).unwrap_or_default();
    // Sets of seven bits look like ASCII and are believed.
    if Encoding::for_label(label.as_bytes()) == Some(ISO_2022_JP) && memchr::memchr(0x1B, bytes).is_some() {
        return Decoded { text: ISO_2022_JP.decode_without_bom_handling(bytes).0, problem: None };
    }
    match old(label) {
        Some(decoder) => Decoded { text: Cow::Owned(decoder(bytes)), problem: None },
        None => encoding::decode(bytes, declared),
    }
}

/// Sets that the web no longer knows.
fn old(label: &str) -> Option<fn(&[u8]) -> String> {
    let label = label.to_ascii_lowercase();
    match label.as_str() {
        "utf-7" | "unicode-1-1-utf-7" => charset_decoder(b"utf-7"),
        "850" | "cp850" | "ibm850" => charset_decoder(b"850"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        assert_eq!(String::from_utf8_lossy(&quoted_printable(body.as_bytes())), expected);
    }

    #[test]
    fn quoted_printable_is_read_with_its_damage() {
        check("l=E2=80=99=C3=A9t=C3=A9 =\r\nrevient", "l’été revient");
        check("coup=C3=A9 au milieu= \n de la ligne", "coupé au milieu de la ligne");
        check("a=3Db, x=y, 100 =", "a=b, x=y, 100 ");
        check("fin=e9gale=", "fin\u{fffd}gale");
        check("https://exemple.test/?a=ZZ&b=2", "https://exemple.test/?a=ZZ&b=2");
    }

    #[test]
    fn base64_is_read_with_its_damage() {
        assert_eq!(base64(b"TGUgbWF\r\nyY2jp*"), b"Le march\xe9");
        assert_eq!(base64(b"TGUg=bWFyY2g"), b"Le march");
        assert!(base64(b"").is_empty());
    }

    #[test]
    fn sets_of_mails() {
        assert_eq!(text(b"+AOk-t+AOk-", Some("UTF-7")).text, "été");
        assert_eq!(text(b"\x1b$B%^%k%7%'\x1b(B", Some("iso-2022-jp")).text, "マルシェ");
        assert_eq!(text(b"\xC4\xE3\xBA\xC3", Some("gb2312")).text, "你好");
        assert_eq!(text(b"\x93Bonjour\x94", Some("iso-8859-1")).text, "“Bonjour”");
        assert_eq!(text("été".as_bytes(), Some("us-ascii")).text, "été");
        assert_eq!(text(b"\xE9t\xE9 en ville, for\xEAt", Some("unknown-8bit")).text, "été en ville, forêt");
    }
}
