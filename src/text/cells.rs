//! From text to screen cells: the one walk that drawing, measuring, cursor movement and hit-testing share.
//!
//! A cell here is what occupies one or two columns of the terminal: a grapheme cluster. Whatever [`safe`] forbids
//! comes out as a replacement, so nothing that is drawn from this iterator can control the terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::safe;

/// More code points than this in one grapheme cluster are a stack of marks that would paint over other rows.
const MAX_CLUSTER_CHARS: usize = 8;

/// One grapheme cluster as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// First byte in the text.
    pub start: usize,
    /// First byte behind.
    pub end: usize,
    /// What to print.
    pub symbol: &'a str,
    /// Columns it takes: 1 or 2.
    pub width: usize,
}

/// The cells of `text[start..end]`, with byte offsets into `text`.
///
/// # Panics
/// When the range does not lie on character boundaries of `text`.
pub fn cells(text: &str, start: usize, end: usize) -> impl Iterator<Item = Cell<'_>> {
    let part = &text[start..end];
    part.grapheme_indices(true).map(move |(at, cluster)| {
        let (symbol, width) = shown(cluster);
        Cell { start: start + at, end: start + at + cluster.len(), symbol, width }
    })
}

/// Columns that `text` takes on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(|cluster| shown(cluster).1).sum()
}

/// The longest prefix of `text` that fits into `columns`, as a byte length.
#[must_use]
pub fn prefix(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for cell in cells(text, 0, text.len()) {
        if used + cell.width > columns {
            return cell.start;
        }
        used += cell.width;
    }
    text.len()
}

fn shown(cluster: &str) -> (&str, usize) {
    if let [b' '..=b'~'] = cluster.as_bytes() {
        return (cluster, 1);
    }
    if cluster.chars().all(char::is_whitespace) {
        // Every space is drawn as one, however wide its character claims to be.
        return (" ", 1);
    }
    if cluster.chars().any(safe::is_forbidden) {
        return ("\u{FFFD}", 1);
    }
    let kept = cluster.char_indices().nth(MAX_CLUSTER_CHARS).map_or(cluster, |(at, _)| &cluster[..at]);
    // A mark that stands on nothing would sit on its left neighbour, which may be a border.
    if kept.chars().next().is_none_or(|c| c.width() == Some(0)) {
        return ("\u{FFFD}", 1);
    }
    (kept, kept.width().clamp(1, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn widths(text: &str) -> Vec<usize> {
        cells(text, 0, text.len()).map(|c| c.width).collect()
    }

    #[test]
    fn clusters_take_their_columns() {
        assert_eq!(widths("aé"), [1, 1]);
        assert_eq!(widths("e\u{301}x"), [1, 1]);
        assert_eq!(widths("日本"), [2, 2]);
        assert_eq!(widths("\u{301}"), [1]);
        assert_eq!(width("a\u{a0}: b\u{3000}"), 6);
        assert_eq!(prefix("日本語", 5), 6);
    }

    #[test]
    fn what_is_forbidden_is_replaced() {
        let shown: String = cells("a\x1b[2Jb\u{202e}", 0, 9).map(|c| c.symbol).collect();
        assert_eq!(shown, "a\u{FFFD}[2Jb\u{FFFD}");
    }

    proptest! {
        #[test]
        fn cells_cover_the_text_and_are_safe(text in any::<String>()) {
            let mut at = 0;
            let mut sum = 0;
            for cell in cells(&text, 0, text.len()) {
                prop_assert_eq!(cell.start, at);
                prop_assert!((1..=2).contains(&cell.width));
                prop_assert!(!cell.symbol.chars().any(safe::is_forbidden));
                at = cell.end;
                sum += cell.width;
            }
            prop_assert_eq!(at, text.len());
            prop_assert_eq!(sum, width(&text));
        }
    }
}
