//! The words of a header that are written in other characters than ASCII: `=?utf-8?B?…?=`, and bytes that nobody declared.
//!
//! RFC 2047 lets a program cut such words anywhere but inside a character, and half of them cut there too. Words that follow
//! each other are therefore joined as bytes before they are decoded, and written again as one word of UTF-8, which the
//! parser of the header then reads: where a comma parts addresses it must still be packed.

use std::borrow::Cow;
use std::fmt::Write;

use super::super::encoding;
use super::transfer;

/// One encoded word.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    /// Bytes of the header that it takes.
    len: usize,
}

/// The header with every run of encoded words as one word of UTF-8.
pub fn join(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    let mut rest = header;
    while let Some(at) = rest.find("=?") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(mut word) = Word::first(rest) else {
            out.push_str("=?");
            rest = &rest[2..];
            continue;
        };
        rest = &rest[word.len..];
        let mut text = String::new();
        while let Some(next) = Word::first(rest.trim_start()) {
            rest = &rest.trim_start()[next.len..];
            if next.charset.eq_ignore_ascii_case(word.charset) {
                word.bytes.extend(next.bytes);
            } else {
                text.push_str(&word.text());
                word = next;
            }
        }
        text.push_str(&word.text());
        write(&text, &mut out);
    }
    out.push_str(rest);
    out
}

/// The header as it is read, all words decoded.
pub fn decode(header: &str) -> String {
    let joined = join(header);
    let mut out = String::with_capacity(joined.len());
    let mut rest = joined.as_str();
    while let Some(at) = rest.find("=?") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(word) = Word::first(rest) {
            out.push_str(&String::from_utf8_lossy(&word.bytes));
            rest = &rest[word.len..];
        } else {
            out.push_str("=?");
            rest = &rest[2..];
        }
    }
    out.push_str(rest);
    out
}

impl<'a> Word<'a> {
    /// The word that `text` begins with.
    fn first(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix("=?")?;
        let (charset, rest) = inner.split_once('?')?;
        let (coding, rest) = rest.split_once('?')?;
        // The data may not hold the sign that ends it, but `?=` follows `=` in careless ones: `=C3=A9?=`.
        let end = rest.find("?=")?;
        let data = &rest[..end];
        if charset.is_empty() || charset.len() > 40 || charset.contains(char::is_whitespace) || data.contains('\n') {
            return None;
        }
        let bytes = match coding {
            "B" | "b" => transfer::base64(data.as_bytes()),
            "Q" | "q" => transfer::quoted_printable(data.replace('_', " ").as_bytes()),
            _ => return None,
        };
        // RFC 2231 lets a language follow: `utf-8*fr`.
        let charset = charset.split('*').next().unwrap_or(charset);
        let len = text.len() - rest.len() + end + 2;
        Some(Self { charset, bytes, len })
    }

    fn text(&self) -> Cow<'_, str> {
        transfer::text(&self.bytes, Some(self.charset)).text
    }
}

/// One word of UTF-8.
fn write(text: &str, out: &mut String) {
    out.push_str("=?utf-8?Q?");
    for byte in text.bytes() {
        // Writing to a string cannot fail.
        let _ = write!(out, "={byte:02X}");
    }
    out.push_str("?=");
}

/// The bytes of a header as text: UTF-8, or what they look like to a French reader.
pub fn raw(bytes: &[u8]) -> String {
    encoding::decode(bytes, None).text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: &str) {
        assert_eq!(decode(header), expected);
    }

    #[test]
    fn encoded_words_are_decoded() {
        check("=?UTF-8?Q?Budget_:_l=E2=80=99hiver?=", "Budget : l’hiver");
        check("Re: =?iso-8859-1?Q?=C9lections?= partielles", "Re: Élections partielles");
        check("=?windows-1252?Q?l=92=E9t=E9?=", "l’été");
        check("=?utf-8*fr?B?w4l0w6k=?=", "Été");
        check("2 =? 3 et =?rien?=", "2 =? 3 et =?rien?=");
    }

    #[test]
    fn a_character_cut_in_two_words_is_whole_again() {
        check("=?utf-8?B?w4l0ww==?=\n =?utf-8?B?qSDDoA==?=", "Été à");
        check("=?utf-8?Q?=C3?= =?utf-8?Q?=A9cole?=", "école");
        check("=?utf-8?Q?un_?= =?iso-8859-1?Q?=E9t=E9?=", "un été");
    }

    #[test]
    fn a_wrong_set_is_seen_through() {
        check("=?iso-8859-1?Q?=C3=A9cole?=", "école");
        check("=?utf-8?Q?=E9t=E9 perdu?=", "été perdu");
    }

    #[test]
    fn bytes_that_nobody_declared_are_guessed() {
        assert_eq!(raw(b"L\x92\xE9t\xE9 revient"), "L’été revient");
    }
}
