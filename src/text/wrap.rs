//! Breaking text into lines for a given number of columns, and walking up and down those lines.
//!
//! The only user of textwrap. Lines are byte ranges of the text they were made from: nothing is copied, and what is added,
//! a hyphen at the end of a line, is only said to belong there. Break opportunities are Unicode's (UAX #14, through textwrap); French spacing is kept on top of that:
//! no line starts with `: ; ? ! »` nor ends with `«`, whichever space the typist used.
//!
//! [`Flow`] never wraps a whole article. It wraps the pieces around a position, so that the first screen, a step
//! and a jump to the end cost the same in a note of five lines and in a line of fifty megabytes.

mod flow;

pub use flow::{Flow, Piece, Row, RowKind};

use std::ops::Range;

use super::cells;
use super::hyphens::Hyphens;

/// Something that stays on one line: a word, or words that French spacing ties together.
#[derive(Debug, Clone)]
struct Unit {
    range: Range<usize>,
    /// Columns of the unit itself.
    columns: usize,
    /// Columns of the white space behind it.
    space: usize,
}

/// A line of a text that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its bytes.
    pub range: Range<usize>,
    /// True when a word was parted at its end: a hyphen is to be shown there, for which there is room.
    pub hyphen: bool,
}

impl From<Range<usize>> for Line {
    fn from(range: Range<usize>) -> Self {
        Self { range, hyphen: false }
    }
}

/// Breaks `text[range]` into lines of at most `width` columns. Line feeds end lines. White space at a break belongs
/// to no line; a unit wider than a whole line is cut. A character of two columns in a width of one is the only
/// thing that does not fit. There is always at least one line.
#[must_use]
pub fn wrap(text: &str, range: Range<usize>, width: usize) -> Vec<Range<usize>> {
    wrap_parted(text, range, width, None).into_iter().map(|line| line.range).collect()
}

/// The same with words parted at the ends of lines by the rules of a language, where that fills them better.
#[must_use]
pub fn wrap_parted(text: &str, range: Range<usize>, width: usize, hyphens: Option<Hyphens>) -> Vec<Line> {
    let width = width.max(1);
    each_line(text, range, |line, out| {
        let mut units = Vec::new();
        for unit in units_of(text, line) {
            cut(text, unit, width, &mut units);
        }
        fill(text, units, width, hyphens, out);
    })
}

/// Puts as many units on each line as fit.
fn fill(text: &str, units: Vec<Unit>, width: usize, hyphens: Option<Hyphens>, out: &mut Vec<Line>) {
    let mut open: Option<Unit> = None;
    for mut unit in units {
        if let Some(line) = &mut open {
            let used = line.columns + line.space;
            if used + unit.columns <= width {
                (line.columns, line.space, line.range.end) = (used + unit.columns, unit.space, unit.range.end);
                continue;
            }
            let parted =
                hyphens.and_then(|hyphens| hyphens.part(&text[unit.range.clone()], width.saturating_sub(used), width));
            let (start, end) = (line.range.start, line.range.end);
            if let Some(at) = parted {
                unit.columns -= cells::width(&text[unit.range.start..unit.range.start + at]);
                unit.range.start += at;
                out.push(Line { range: start..unit.range.start, hyphen: true });
            } else {
                out.push(Line { range: start..end, hyphen: false });
            }
        }
        open = Some(unit);
    }
    out.extend(open.map(|line| Line::from(line.range)));
}

/// Breaks `text[range]` at its line feeds and, where a line is longer than `width` columns, at that column; white
/// space is kept as it is.
#[must_use]
pub fn wrap_verbatim(text: &str, range: Range<usize>, width: usize) -> Vec<Line> {
    let width = width.max(1);
    each_line(text, range, |line, out| {
        let mut pieces = Vec::new();
        cut(text, Unit { columns: usize::MAX, range: line, space: 0 }, width, &mut pieces);
        out.extend(pieces.into_iter().map(|piece| Line::from(piece.range)));
    })
}

/// Runs `lay` over each line of the source in turn; a line that yields nothing becomes one empty line.
fn each_line(text: &str, range: Range<usize>, lay: impl Fn(Range<usize>, &mut Vec<Line>)) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = range.start;
    loop {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..range.end]).map_or(range.end, |n| start + n);
        let before = out.len();
        lay(start..end, &mut out);
        if out.len() == before {
            out.push(Line::from(start..start));
        }
        if end == range.end {
            return out;
        }
        start = end + 1;
    }
}

/// The units of one source line, French spacing tied.
fn units_of(text: &str, line: Range<usize>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut at = line.start;
    for word in textwrap::WordSeparator::UnicodeBreakProperties.find_words(&text[line]) {
        let end = at + word.word.len();
        let unit = Unit { range: at..end, columns: cells::width(word.word), space: cells::width(word.whitespace) };
        at = end + word.whitespace.len();
        match units.last_mut() {
            Some(last) if tied(&text[last.range.clone()], word.word) => {
                last.columns += last.space + unit.columns;
                last.space = unit.space;
                last.range.end = unit.range.end;
            }
            _ => units.push(unit),
        }
    }
    // Leading white space makes an empty first unit; a line must not start with it.
    units.retain(|u| !u.range.is_empty());
    units
}

/// True when no line may end between these two, whatever space stands there.
fn tied(before: &str, after: &str) -> bool {
    let mut rest = after.chars();
    let mark =
        matches!(rest.next(), Some(':' | ';' | '?' | '!' | '»' | '›' | '%')) && rest.all(|c| !c.is_alphanumeric());
    mark || matches!(before.chars().next_back(), Some('«' | '‹'))
}

/// Cuts a unit that is wider than a line into ones that are not.
fn cut(text: &str, unit: Unit, width: usize, out: &mut Vec<Unit>) {
    if unit.columns <= width {
        return out.push(unit);
    }
    let (mut start, mut columns) = (unit.range.start, 0);
    for cell in cells::cells(text, unit.range.start, unit.range.end) {
        if columns + cell.width > width && cell.start > start {
            out.push(Unit { range: start..cell.start, columns, space: 0 });
            (start, columns) = (cell.start, 0);
        }
        columns += cell.width;
    }
    if start < unit.range.end {
        out.push(Unit { range: start..unit.range.end, columns, space: unit.space });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, width: usize, expected: &[&str]) {
        let lines: Vec<&str> = wrap(text, 0..text.len(), width).into_iter().map(|r| &text[r]).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn words_fill_lines() {
        check("un deux trois quatre", 9, &["un deux", "trois", "quatre"]);
        check("", 9, &[""]);
        check("un\n\ndeux", 9, &["un", "", "deux"]);
        check("anticonstitutionnellement", 10, &["anticonsti", "tutionnell", "ement"]);
    }

    #[test]
    fn french_marks_stay_with_their_word() {
        check("Vraiment ? Oui !", 10, &["Vraiment ?", "Oui !"]);
        check("Il dit : non", 6, &["Il", "dit :", "non"]);
        check("un « mot » ici", 8, &["un", "« mot »", "ici"]);
        check("un «\u{a0}mot\u{a0}» ici", 8, &["un", "«\u{a0}mot\u{a0}»", "ici"]);
        check("dix\u{202f}%", 4, &["dix\u{202f}", "%"]);
    }

    #[test]
    fn words_are_parted_where_a_line_would_stay_empty() {
        let text = "Le gouvernement annonce aujourd’hui des investissements considérables.";
        let lines = wrap_parted(text, 0..text.len(), 25, Hyphens::of("fr"));
        let shown = |line: &Line| format!("{}{}", &text[line.range.clone()], if line.hyphen { "-" } else { "" });
        let shown: Vec<String> = lines.iter().map(shown).collect();
        assert_eq!(shown, ["Le gouvernement annonce", "aujourd’hui des investis-", "sements considérables."]);
    }

    #[test]
    fn wide_and_combining_characters_count_as_shown() {
        check("日本語日本語", 6, &["日本語", "日本語"]);
        check("e\u{301}te\u{301} e\u{301}te\u{301}", 3, &["e\u{301}te\u{301}", "e\u{301}te\u{301}"]);
    }

    #[test]
    fn verbatim_lines_keep_their_spaces() {
        let text = "  a   b\nlongue ligne";
        let lines: Vec<&str> =
            wrap_verbatim(text, 0..text.len(), 8).into_iter().map(|line| &text[line.range]).collect();
        assert_eq!(lines, ["  a   b", "longue l", "igne"]);
    }

    proptest! {
        #[test]
        fn no_text_is_lost_and_every_line_fits(
            text in "[a-zéœ日\u{301} \n«»:?!\u{a0}\u{202f}’\\-]{0,80}", width in 2usize..30, parted in any::<bool>(),
        ) {
            let hyphens = Hyphens::of("fr").filter(|_| parted);
            for lines in [wrap_parted(&text, 0..text.len(), width, hyphens), wrap_verbatim(&text, 0..text.len(), width)] {
                let mut at = 0;
                for line in &lines {
                    let range = line.range.clone();
                    prop_assert!(text[at..range.start].trim().is_empty(), "lost {:?}", &text[at..range.start]);
                    prop_assert!(cells::width(&text[range.clone()]) + usize::from(line.hyphen) <= width);
                    at = range.end;
                }
                prop_assert!(text[at..].trim().is_empty());
            }
        }

        #[test]
        fn any_text_at_any_width(text in any::<String>(), width in 0usize..5) {
            prop_assert!(!wrap(&text, 0..text.len(), width).is_empty());
        }
    }
}
