//! Walking the rows of a long text without laying out more of it than the eye sees.

use std::cell::RefCell;
use std::ops::Range;

use super::{Hyphens, Line, wrap_parted, wrap_verbatim};

/// A stretch of the text that is laid out by itself: a block, or a part of one that is too long to wrap at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the text. Pieces are in order and disjoint.
    pub range: Range<usize>,
    /// Empty rows before it. They are addressed by the bytes before `range.start`, which must therefore be at least
    /// this many and belong to no piece (an article parts its blocks with two line feeds).
    pub gap: usize,
    /// Columns left free on the left.
    pub indent: usize,
    /// True to break lines between words, false to keep them as they are.
    pub reflow: bool,
}

/// One row of the laid-out text, addressed by a byte of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The address: for a line its first byte, for a gap a byte between two pieces.
    pub start: usize,
    /// Index of the piece it belongs to.
    pub piece: usize,
    /// What it shows.
    pub kind: RowKind,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// Nothing.
    Gap,
    /// A line of text.
    Line {
        /// Its bytes.
        range: Range<usize>,
        /// True for the first line of its piece.
        first: bool,
        /// True when a hyphen is to be shown at its end.
        hyphen: bool,
    },
}

/// A text, its pieces and a width: enough to know every row, of which only those asked for are computed.
#[derive(Debug)]
pub struct Flow<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    width: usize,
    hyphens: Option<Hyphens>,
    /// The piece wrapped last: neighbouring rows mostly ask for the same one.
    last: RefCell<Option<(usize, Vec<Line>)>>,
}

impl<'a> Flow<'a> {
    /// A flow of `pieces` of `text` at `width` columns, its words parted at the ends of lines as `hyphens` have it.
    #[must_use]
    pub fn new(text: &'a str, pieces: &'a [Piece], width: usize, hyphens: Option<Hyphens>) -> Self {
        Self { text, pieces, width, hyphens, last: RefCell::new(None) }
    }

    /// The row that holds `position`; the nearest one after it, or else the last, when none does. `None` for an
    /// empty flow.
    #[must_use]
    pub fn row_at(&self, position: usize) -> Option<Row> {
        let at = self.pieces.partition_point(|p| p.range.end <= position).min(self.pieces.len().checked_sub(1)?);
        let piece = &self.pieces[at];
        if position < piece.range.start {
            let gap = Self::gap_start(piece);
            return Some(self.row(at, if piece.gap > 0 { position.saturating_sub(gap).min(piece.gap) } else { 0 }));
        }
        let line = self.lines(at, |lines| lines.partition_point(|l| l.range.start <= position).saturating_sub(1));
        Some(self.row(at, piece.gap + line))
    }

    /// The row below.
    #[must_use]
    pub fn next(&self, row: &Row) -> Option<Row> {
        let index = self.index_of(row) + 1;
        if index < self.height(row.piece) {
            return Some(self.row(row.piece, index));
        }
        (row.piece + 1 < self.pieces.len()).then(|| self.row(row.piece + 1, 0))
    }

    /// The row above.
    #[must_use]
    pub fn previous(&self, row: &Row) -> Option<Row> {
        match self.index_of(row).checked_sub(1) {
            Some(index) => Some(self.row(row.piece, index)),
            None => row.piece.checked_sub(1).map(|piece| self.row(piece, self.height(piece) - 1)),
        }
    }

    /// Up to `count` rows from the one at `position` on.
    #[must_use]
    pub fn rows(&self, position: usize, count: usize) -> Vec<Row> {
        let first = if count == 0 { None } else { self.row_at(position) };
        std::iter::successors(first, |row| self.next(row)).take(count).collect()
    }

    /// The address of the row `delta` rows below (above, when negative) the one at `position`, or of the last
    /// (first) one when there are fewer.
    #[must_use]
    pub fn step(&self, position: usize, delta: isize) -> usize {
        let Some(mut row) = self.row_at(position) else { return position };
        for _ in 0..delta.unsigned_abs() {
            match if delta < 0 { self.previous(&row) } else { self.next(&row) } {
                Some(next) => row = next,
                None => break,
            }
        }
        row.start
    }

    /// The address of the row that must stand on top for the text to end on the last of `height` rows; that of the
    /// first row when all of the text fits.
    #[must_use]
    pub fn last_top(&self, height: usize) -> usize {
        let back = height.saturating_sub(1).cast_signed();
        self.step(self.pieces.last().map_or(0, |p| p.range.end), -back)
    }

    fn gap_start(piece: &Piece) -> usize {
        piece.range.start.saturating_sub(piece.gap)
    }

    fn height(&self, piece: usize) -> usize {
        self.pieces[piece].gap + self.lines(piece, <[_]>::len)
    }

    fn index_of(&self, row: &Row) -> usize {
        let piece = &self.pieces[row.piece];
        match row.kind {
            RowKind::Gap => row.start - Self::gap_start(piece),
            RowKind::Line { .. } => {
                piece.gap + self.lines(row.piece, |lines| lines.partition_point(|l| l.range.start < row.start))
            }
        }
    }

    fn row(&self, at: usize, index: usize) -> Row {
        let piece = &self.pieces[at];
        let Some(line) = index.checked_sub(piece.gap) else {
            return Row { start: Self::gap_start(piece) + index, piece: at, kind: RowKind::Gap };
        };
        let Line { range, hyphen } = self.lines(at, |lines| lines[line.min(lines.len() - 1)].clone());
        Row { start: range.start, piece: at, kind: RowKind::Line { range, first: line == 0, hyphen } }
    }

    /// Runs `read` on the lines of a piece, wrapped now or a moment ago.
    fn lines<T>(&self, at: usize, read: impl FnOnce(&[Line]) -> T) -> T {
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(piece, _)| *piece != at) {
            let piece = &self.pieces[at];
            let width = self.width.saturating_sub(piece.indent).max(1);
            let range = piece.range.clone();
            let lines = if piece.reflow {
                wrap_parted(self.text, range, width, self.hyphens)
            } else {
                wrap_verbatim(self.text, range, width)
            };
            *last = Some((at, lines));
        }
        last.as_ref().map(|(_, lines)| read(lines)).expect("wrapped just above")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of the paragraphs of `text`, one gap between them, as an article has them.
    fn pieces(text: &str) -> Vec<Piece> {
        let mut at = 0;
        let mut out: Vec<Piece> = Vec::new();
        for part in text.split("\n\n") {
            if !part.is_empty() {
                let gap = usize::from(!out.is_empty());
                out.push(Piece { range: at..at + part.len(), gap, indent: 0, reflow: true });
            }
            at += part.len() + 2;
        }
        out
    }

    fn show(text: &str, rows: &[Row]) -> Vec<String> {
        rows.iter()
            .map(|row| match &row.kind {
                RowKind::Gap => "·".to_owned(),
                RowKind::Line { range, .. } => text[range.clone()].to_owned(),
            })
            .collect()
    }

    #[test]
    fn rows_come_in_order_from_any_position() {
        let text = "un deux trois\n\nquatre cinq";
        let pieces = pieces(text);
        let flow = Flow::new(text, &pieces, 8, None);
        assert_eq!(show(text, &flow.rows(0, 9)), ["un deux", "trois", "·", "quatre", "cinq"]);
        assert_eq!(show(text, &flow.rows(10, 2)), ["trois", "·"]);
        assert_eq!(show(text, &flow.rows(14, 2)), ["·", "quatre"]);
        assert_eq!(flow.step(0, 3), text.find("quatre").unwrap());
        assert_eq!(flow.step(0, 99), text.find("cinq").unwrap());
        assert_eq!(flow.last_top(2), text.find("quatre").unwrap());
        assert_eq!(flow.last_top(99), 0);
        assert!(Flow::new("", &[], 8, None).row_at(0).is_none());
    }

    proptest! {
        #[test]
        fn down_and_up_again_is_where_we_were(words in prop::collection::vec("[a-zé]{1,9}( |\n\n)?", 1..40), width in 1usize..20) {
            let text: String = words.concat();
            let text = text.trim();
            let pieces = pieces(text);
            let flow = Flow::new(text, &pieces, width, Hyphens::of("fr"));
            let all = flow.rows(0, usize::MAX);
            for (i, row) in all.iter().enumerate() {
                prop_assert_eq!(&flow.row_at(row.start).unwrap(), row);
                prop_assert_eq!(flow.next(row), all.get(i + 1).cloned());
                prop_assert_eq!(flow.previous(row), i.checked_sub(1).map(|j| all[j].clone()));
            }
            prop_assert!(all.windows(2).all(|w| w[0].start < w[1].start));
        }
    }
}
