//! The filter between foreign text and the terminal.
//!
//! Nothing that people did not write themselves (a body, a title, a file name, an address, an error message)
//! reaches the terminal or a pipe without passing here, *after* all decoding: a control character may hide in
//! a character reference as well as in a byte. Control characters (C0, C1, DEL), the bidirectional controls and
//! the other invisible format characters are what it keeps away.

use std::borrow::Cow;

/// What stands for a character that may not be shown.
pub const REPLACEMENT: char = '\u{FFFD}';

/// True for characters that must never reach a terminal: controls, bidirectional controls, invisible format
/// characters and variation selectors. Line feed and tab count as forbidden here; callers that allow them say so.
#[must_use]
#[inline]
pub fn is_forbidden(c: char) -> bool {
    // Nearly all there is to read, told by two comparisons.
    !matches!(c, ' '..='~' | '\u{C0}'..='\u{34E}') && is_listed(c)
}

fn is_listed(c: char) -> bool {
    matches!(c,
        // Controls.
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        // Invisible in Latin, Arabic, Hangul, Khmer and Mongolian writing.
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        // Zero-width spaces and joiners, directions, line separators, embeddings, isolates.
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        // Variation selectors, byte order mark, annotations.
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        // Format characters of hieroglyphs, shorthand and music, tags, further variation selectors.
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// True for the bytes of UTF-8 that a forbidden character starts with; most characters of any script start with others.
const fn starts_forbidden(byte: u8) -> bool {
    matches!(byte, 0..0x20 | 0x7F | 0xC2 | 0xCD | 0xD8 | 0xE1..=0xE3 | 0xEF | 0xF0 | 0xF3)
}

/// The same as a table, because every byte that is read goes through it.
const STARTS_FORBIDDEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = starts_forbidden(byte as u8);
        byte += 1;
    }
    table
};

/// Bytes at the start of `text`, in whole steps, that can only be of visible ASCII, of the accented letters of Latin
/// writing, or behind the start of a character. Told without a branch for each byte.
fn clean_steps(text: &[u8]) -> usize {
    const STEP: usize = 16;
    let clean = |byte: u8| byte.wrapping_sub(0x20) < 0x5F || byte.wrapping_sub(0x80) < 0x42 || byte == 0xC3;
    let steps = text.chunks_exact(STEP);
    STEP * steps.take_while(|step| step.iter().fold(true, |all, &byte| all & clean(byte))).count()
}

/// True when something forbidden is in `text` that `allowed` does not let pass. Decodes only what could be forbidden: this
/// looks at every title of the library each time the list is loaded.
fn holds_forbidden(text: &str, allowed: impl Fn(char) -> bool) -> bool {
    // What follows a character's start up to a border of steps belongs to one that is clean.
    let mut rest = &text[text.floor_char_boundary(clean_steps(text.as_bytes()))..];
    while let Some(at) = rest.bytes().position(|byte| STARTS_FORBIDDEN[usize::from(byte)]) {
        let mut chars = rest[at..].chars();
        if chars.next().is_some_and(|c| is_forbidden(c) && !allowed(c)) {
            return true;
        }
        rest = chars.as_str();
    }
    false
}

/// One line for a list row, a title bar or a message: line breaks and tabs become spaces, everything else that
/// is forbidden becomes a visible [`REPLACEMENT`], so that two different names do not look alike.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if !holds_forbidden(text, |_| false) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
                c if is_forbidden(c) => REPLACEMENT,
                c => c,
            })
            .collect(),
    )
}

/// The body of an article: line feeds stay, other line separators become line feeds, tabs become a space, and
/// what is forbidden is dropped, because in running text it is noise (soft hyphens, zero-width spaces) or an attack.
#[must_use]
pub fn body(text: &str) -> Cow<'_, str> {
    if !holds_forbidden(text, |c| c == '\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{0C}' | '\u{0B}' => out.push('\n'),
            '\t' => out.push(' '),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_never_pass() {
        assert_eq!(line("a\x1b[31mb\u{9b}2Jc\u{202e}d"), "a�[31mb�2Jc�d");
        assert_eq!(body("a\x1b]52;c;aGk=\x07b"), "a]52;c;aGk=b");
        assert_eq!(body("pre\u{ad}mier\r\nsecond\rthird\u{2028}fourth"), "premier\nsecond\nthird\nfourth");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        assert!(matches!(line("L’été à Oulan-Bator « déjà »"), Cow::Borrowed(_)));
        assert!(matches!(body("deux\nlignes 日本語"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_forbidden_character_is_found_by_the_short_cuts_too() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_forbidden(c), is_listed(c), "{c:?}");
            assert_eq!(holds_forbidden(&format!("é{c}a"), |_| false), is_listed(c), "{c:?}");
            assert_eq!(holds_forbidden(&format!("Un titre clair {c} et long"), |_| false), is_listed(c), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_forbidden_is_left(text in any::<String>()) {
            prop_assert!(!line(&text).chars().any(is_forbidden));
            prop_assert!(!body(&text).chars().any(|c| c != '\n' && is_forbidden(c)));
        }

        #[test]
        fn filtering_twice_changes_nothing(text in any::<String>()) {
            let once = body(&text).into_owned();
            let twice = body(&once).into_owned();
            prop_assert_eq!(twice, once);
        }
    }
}
