//! How a text lies in the full-text index, so that the index finds what our own search finds.
//!
//! Our search knows words, which are runs of letters and digits, and compares what stands between them to the character.
//! The database's tokenizers drop what stands between words. So a text goes into the index as *tokens* parted by single
//! spaces: its words, and between two words one token more where anything but a single space parts them. In that token,
//! ASCII becomes its wide form, which no folded text holds: the tokenizer takes ASCII marks for borders, and everything
//! beyond ASCII for letters. `l'eau, jean-pierre` becomes `l ＇ eau ，　 jean － pierre`, and no phrase reaches over the border
//! of a block, because that is a token too.

use crate::search::query::{Edges, Text};

/// The database cuts longer tokens, and knows only what is before the cut.
const LONGEST: usize = 32_768;

/// A folded text in tokens.
pub(super) fn tokens(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() + folded.len() / 2);
    let mut rest = folded;
    while !rest.is_empty() {
        let (word, behind) = split(rest, |c| !c.is_alphanumeric());
        let (between, next) = split(behind, char::is_alphanumeric);
        out.push_str(word);
        match between {
            "" => {}
            " " => out.push(' '),
            between => {
                out.push(' ');
                out.extend(between.chars().map(wide));
                out.push(' ');
            }
        }
        rest = next;
    }
    out
}

/// Parts a text before the first such character.
fn split(text: &str, at: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(at).unwrap_or(text.len()))
}

/// A character between two words.
fn wide(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '\n' => '\u{2029}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// What to ask of the index for a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The question in the index's language. Whatever was typed stands between quotation marks, as tokens of which none is
    /// an operator.
    pub(super) query: String,
    /// True when the index finds exactly what our search finds, false when it may find more.
    pub(super) exact: bool,
}

/// The question for a text; `None` when the index cannot tell, because the text may start inside of a word.
pub(super) fn phrase_of(text: &Text) -> Option<Phrase> {
    (text.edges() != Edges::Free).then(|| phrase(text.folded(), text.edges() == Edges::Prefix)).flatten()
}

/// The question for a folded text, of which the last word may go on; `None` when there is no word in it.
pub(super) fn phrase(folded: &str, open: bool) -> Option<Phrase> {
    let folded = folded.trim_end();
    let from = folded.find(char::is_alphanumeric)?;
    let tokens = tokens(&folded[from..]);
    let tokens = tokens.trim_end();
    // What stands behind the last word here is the start of what stands behind it in the text.
    let open = open || folded.ends_with(|c: char| !c.is_alphanumeric());
    Some(Phrase {
        query: format!("\"{tokens}\"{}", if open { " *" } else { "" }),
        // The index cannot look for the end of what stands before a word.
        exact: from == 0 && tokens.split(' ').all(|token| token.len() < LONGEST),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn check(typed: &str, query: &str, exact: bool) {
        let expected = Phrase { query: query.to_owned(), exact };
        assert_eq!(phrase(&fold(typed), false), Some(expected), "{typed}");
    }

    #[test]
    fn what_stands_between_words_is_a_token() {
        assert_eq!(tokens(&fold("L’eau, Jean-Pierre")), "l ＇ eau ，\u{3000} jean － pierre");
        assert_eq!(
            tokens(&fold("Un.\n\n« Deux » 3.14")),
            "un ．\u{2029}\u{2029}＂\u{3000} deux \u{3000}＂\u{3000} 3 ． 14"
        );
        assert_eq!(tokens(&fold("un_deux  trois")), "un ＿ deux trois");
    }

    #[test]
    fn only_a_mark_before_the_first_word_needs_a_second_look() {
        check("Aujourd’hui", "\"aujourd ＇ hui\"", true);
        check("un deux", "\"un deux\"", true);
        check("c++", "\"c ＋＋\" *", true);
        check("日本語", "\"日本語\"", true);
        check("un \"mot\"", "\"un \u{3000}＂ mot ＂\" *", true);
        check(".net", "\"net\"", false);
        check(&"a".repeat(LONGEST), &format!("\"{}\"", "a".repeat(LONGEST)), false);
        assert_eq!(phrase("?!", false), None);
    }
}
