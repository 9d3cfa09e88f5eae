//! Character references of HTML and XML in a text that is neither: `L&#8217;été` in a field of a table.
//!
//! What is no reference stays as it stands; nothing is expanded but what HTML defines.

use std::borrow::Cow;

use memchr::memchr;

/// The longest reference that HTML defines has 33 bytes.
const LONGEST: usize = 33;

/// `text` with its references replaced by what they stand for, once.
pub fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        if let Some((stands_for, len)) = reference(rest) {
            out.push_str(&stands_for);
            rest = &rest[len..];
        } else {
            let next = memchr(b'&', &rest.as_bytes()[1..]).map_or(rest.len(), |at| at + 1);
            out.push_str(&rest[..next]);
            rest = &rest[next..];
        }
    }
    Cow::Owned(out)
}

/// What the reference that `text` begins with stands for, and its length.
fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let bytes = text.as_bytes();
    let end = memchr(b';', &bytes[..bytes.len().min(LONGEST)]).filter(|_| bytes[0] == b'&')?;
    Some((named(&text[1..end])?, end + 1))
}

/// What a reference stands for, without its `&` and `;`.
pub fn named(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return quick_xml::escape::resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    // The numbers of windows-1252, which no reference should use and many do.
    let c = match code.ok()? {
        code @ 0x80..=0x9F => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next(),
        code => char::from_u32(code),
    };
    c.map(|c| Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_are_replaced_and_the_rest_stays() {
        let check = |text: &str, expected: &str| assert_eq!(decoded(text), expected, "{text}");
        check("L&#8217;&eacute;t&#xE9; &amp; l&rsquo;hiver", "L’été & l’hiver");
        check("&#146;&nbsp;", "’\u{a0}");
        check("R&D ; a&b; &nichts; &;& &#x110000;", "R&D ; a&b; &nichts; &;& &#x110000;");
        check("&amp;lt;", "&lt;");
        check("rien", "rien");
    }

    proptest! {
        #[test]
        fn any_text_is_decoded(text in any::<String>(), signs in "[&#;xaé0-9]{0,40}") {
            decoded(&text);
            decoded(&signs);
        }
    }
}
