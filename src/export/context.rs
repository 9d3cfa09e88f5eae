//! The words around a passage, on one line.

use std::ops::Range;

use crate::document::Span;
use crate::text::safe;

/// Characters kept on each side.
const SIDE: usize = 40;

/// The line around `span` of `text`, at most [`SIDE`] characters on each side and cut between words, with `…` where
/// there is more of it. Safe to show.
pub(super) fn context(text: &str, span: Span) -> String {
    let (around, cut_before, cut_behind) = around(text, span);
    let around = safe::line(&text[around]);
    let mark = |cut| if cut { "…" } else { "" };
    format!("{}{}{}", mark(cut_before), around.trim(), mark(cut_behind))
}

/// The bytes of `text` that [`context`] shows.
pub(super) fn reach(text: &str, span: Span) -> Range<usize> {
    around(text, span).0
}

/// The bytes around `span`, and whether there is more of the line before and behind them.
fn around(text: &str, span: Span) -> (Range<usize>, bool, bool) {
    let (from, cut_before) = start(&text[..span.start()]);
    let (length, cut_behind) = end(&text[span.end()..]);
    (from..span.end() + length, cut_before, cut_behind)
}

/// Where the context begins in what stands `before`, and whether there is more of the line before it.
fn start(before: &str) -> (usize, bool) {
    let mut kept = before.len();
    let mut chars = before.char_indices().rev();
    for (at, c) in chars.by_ref().take(SIDE) {
        if c == '\n' {
            return (kept, false);
        }
        kept = at;
    }
    let Some((_, next)) = chars.next().filter(|&(_, c)| c != '\n') else { return (kept, false) };
    // A word cut through is left out, unless it is all there is.
    let whole = before[kept..].find(char::is_whitespace).filter(|_| !next.is_whitespace());
    (kept + whole.unwrap_or(0), true)
}

/// The length of the context in what stands `behind`, and whether there is more of the line after it.
fn end(behind: &str) -> (usize, bool) {
    let mut kept = 0;
    let mut chars = behind.char_indices();
    for (at, c) in chars.by_ref().take(SIDE) {
        if c == '\n' {
            return (at, false);
        }
        kept = at + c.len_utf8();
    }
    let Some((_, next)) = chars.next().filter(|&(_, c)| c != '\n') else { return (kept, false) };
    let whole = behind[..kept].rfind(char::is_whitespace).filter(|_| !next.is_whitespace());
    (whole.unwrap_or(kept), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, passage: &str, expected: &str) {
        let at = text.find(passage).unwrap();
        assert_eq!(context(text, Span::new(at, at + passage.len())), expected);
    }

    #[test]
    fn a_short_line_is_given_whole() {
        check("Avant.\n\nIci parle Zoé Hémon.\nAprès.", "Zoé Hémon", "Ici parle Zoé Hémon.");
        check("Zoé", "Zoé", "Zoé");
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        check(
            "Un long début de phrase qui ne tient pas dans la place, où paraît Zoé Hémon avant que la phrase ne continue encore longtemps.",
            "Zoé Hémon",
            "…ne tient pas dans la place, où paraît Zoé Hémon avant que la phrase ne continue encore…",
        );
    }

    #[test]
    fn a_line_without_spaces_is_cut_anywhere() {
        let text = format!("{}né{}", "é".repeat(100), "à".repeat(100));
        check(&text, "né", &format!("…{}né{}…", "é".repeat(40), "à".repeat(40)));
    }

    #[test]
    fn a_name_over_two_lines_stands_on_one() {
        check("Sommet : Kim\nJong Un arrive", "Kim\nJong Un", "Sommet : Kim Jong Un arrive");
    }
}
