//! Where a word may be parted at the end of a line: by the rules of its language, and only where that helps.
//!
//! The only user of hypher, which has the patterns of Liang's algorithm (1983) as TeX has them. Names, addresses and
//! whatever else is no plain word of the language stay whole.

use std::ops::Range;

use hypher::Lang;

use super::cells;

/// The rules of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hyphens {
    language: Lang,
    /// Every noun begins with a capital, so that a capital tells no name.
    capitals: bool,
}

/// Letters of the shortest word that is parted.
const LETTERS: usize = 9;

/// Letters that stay together at either end: what is torn off should still be seen as a syllable.
const EDGES: (usize, usize) = (3, 3);

/// A line is worth a hyphen when so many columns would stay empty at its end: an eighth of it, but no less than this.
const HOLE: usize = 5;

impl Hyphens {
    /// The rules for a language by its ISO 639-1 code; `None` for one that is not parted, or not known.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        let language = Lang::from_iso(code.as_bytes().try_into().ok()?)?;
        Some(Self { language, capitals: code == "de" })
    }

    /// Where to part `text`, which stands at the end of a line of `width` columns with `room` columns left: the byte before
    /// which a hyphen goes. `None` where it does not fit or is not worth it.
    #[must_use]
    pub fn part(self, text: &str, room: usize, width: usize) -> Option<usize> {
        if room < HOLE.max(width / 8) || text.contains(['/', '@', '_', '#', '\\']) {
            return None;
        }
        let words = words(text).filter(|word| self.is_plain(text, word.clone()));
        words.flat_map(|word| self.breaks(text, word)).take_while(|&at| cells::width(&text[..at]) < room).last()
    }

    fn is_plain(self, text: &str, word: Range<usize>) -> bool {
        let letters = &text[word.clone()];
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_numeric() || c == '.');
        let capital = letters.chars().next().is_some_and(char::is_uppercase);
        let shouted = letters.chars().skip(1).any(char::is_uppercase);
        letters.chars().count() >= LETTERS
            && !shouted
            && (!capital || self.capitals)
            && !joined(text[..word.start].chars().next_back())
            && !goes_on(&text[word.end..])
    }

    fn breaks(self, text: &str, word: Range<usize>) -> Vec<usize> {
        let syllables = hypher::hyphenate_bounded(&text[word.clone()], self.language, EDGES.0, EDGES.1);
        let mut at = word.start;
        let mut places: Vec<usize> = syllables
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        places.pop();
        places
    }
}

/// True behind the first part of an address such as `exemple.fr`.
fn goes_on(behind: &str) -> bool {
    behind.strip_prefix('.').and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

/// The runs of letters in `text`; an apostrophe and a hyphen part them. Combining marks belong to their letters.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let letter = |c: char| c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(letter)?;
        at = text[start..].find(|c| !letter(c)).map_or(text.len(), |end| start + end);
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(code: &str, text: &str, room: usize, expected: &str) {
        let at = Hyphens::of(code).and_then(|hyphens| hyphens.part(text, room, 40));
        assert_eq!(at.map_or(text.to_owned(), |at| format!("{}-{}", &text[..at], &text[at..])), expected);
    }

    #[test]
    fn words_are_parted_as_their_language_has_it() {
        check("fr", "gouvernement,", 9, "gouverne-ment,");
        check("fr", "gouvernement,", 7, "gouver-nement,");
        check("fr", "gouvernement,", 5, "gou-vernement,");
        check("en", "government", 9, "govern-ment");
        check("de", "Bundesregierung", 8, "Bundes-regierung");
    }

    #[test]
    fn what_is_no_plain_word_stays_whole() {
        for text in ["Vladivostok", "exemple.fr/actualites", "annoncer@exemple.fr", "OTANISATION", "petite", "l’usine"]
        {
            check("fr", text, 12, text);
        }
        check("fr", "aujourd’hui", 9, "aujourd’hui");
        check("fr", "gouvernement", 4, "gouvernement");
        check("ja", "gouvernement", 9, "gouvernement");
    }

    proptest! {
        #[test]
        fn any_text_is_parted_between_letters_or_not_at_all(text in "\\PC{0,30}", code in "fr|en|de|ru|el|fi", room in 0usize..40) {
            if let Some(at) = Hyphens::of(&code).and_then(|hyphens| hyphens.part(&text, room, 20)) {
                prop_assert!(text.is_char_boundary(at) && at > 0 && at < text.len());
                prop_assert!(cells::width(&text[..at]) < room);
            }
        }
    }
}
