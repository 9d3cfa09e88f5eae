//! The order in which the lines of a page are read: columns one after the other, what spans them in its place.
//!
//! A gutter is a strip that no word crosses over a run of rows with text on both sides. The page is parted at the longest such
//! run: what is above, the left side, the right side, what is below; each again, as long as there is a gutter. This is the
//! recursive X-Y cut of Nagy and Seth (1984), with runs of rows in place of whole cuts so that headlines may span columns.

use super::lines::{self, Line};
use super::pages::Word;

/// The narrowest gutter, as a part of the usual size: more than a justified line parts its words by.
const GUTTER: f32 = 0.9;

/// So many rows have text on either side of a gutter.
const ROWS: usize = 4;

/// Lines of a column have so many characters, on the average; what is shorter is a table or a list.
const COLUMN: usize = 14;

/// Cuts within cuts.
const DEPTH: usize = 12;

/// Strips that are followed at once.
const STRIPS: usize = 40;

/// Rows beyond this are not looked at for gutters: no page of an article has so many.
const MAX_ROWS: usize = 600;

/// A gap below a column so many times its leading parts it from what follows.
const APART: f32 = 1.9;

/// Beyond every page, in points.
const FAR: f32 = 1e6;

type Row = Vec<Word>;

/// The lines of a page in reading order, each with the bounds of its column.
pub fn lines(words: Vec<Word>) -> Vec<Line> {
    let mut out = Vec::new();
    read(lines::rows(words), DEPTH, &mut out);
    out
}

fn read(rows: Vec<Row>, depth: usize, out: &mut Vec<Line>) {
    let Some(cut) = gutter(&rows).filter(|_| depth > 0) else {
        let start = out.len();
        out.extend(rows.iter().filter_map(|row| lines::line(row)));
        let column = &mut out[start..];
        let left = column.iter().map(|line| line.x0).fold(f32::MAX, f32::min);
        let right = column.iter().map(|line| line.x1).fold(f32::MIN, f32::max);
        for line in column {
            (line.left, line.right) = (left, right);
        }
        return;
    };
    let mut rows = rows.into_iter();
    let above: Vec<Row> = rows.by_ref().take(cut.from).collect();
    let beside: Vec<Row> = rows.by_ref().take(cut.to - cut.from).collect();
    let below: Vec<Row> = rows.collect();
    let mut sides = (Vec::new(), Vec::new());
    for row in beside {
        let (left, right): (Row, Row) = row.into_iter().partition(|word| word.x1 <= cut.x);
        sides.0.push(left);
        sides.1.push(right);
    }
    let kept = |mut side: Vec<Row>| {
        side.retain(|row| !row.is_empty());
        side
    };
    for part in [above, kept(sides.0), kept(sides.1), below] {
        if !part.is_empty() {
            read(part, depth - 1, out);
        }
    }
}

/// A strip that parts the rows from one to another.
#[derive(Debug, PartialEq)]
struct Cut {
    from: usize,
    to: usize,
    /// No word of these rows lies across this place.
    x: f32,
}

/// The gutter along which most rows have text.
fn gutter(rows: &[Row]) -> Option<Cut> {
    if rows.len() > MAX_ROWS {
        return None;
    }
    let narrowest = GUTTER * usual_size(rows);
    let free: Vec<Vec<(f32, f32)>> = rows.iter().map(|row| gaps(row, narrowest)).collect();
    let mut best: Option<(usize, Cut)> = None;
    for from in 0..rows.len() {
        for (to, x) in runs(&free, narrowest, from) {
            // Both sides of all these rows would not be more than what is found already.
            if best.as_ref().is_some_and(|(count, _)| 2 * (to - from) <= *count) {
                continue;
            }
            if let Some((count, cut)) = fitting(rows, from, to, x)
                && best.as_ref().is_none_or(|(most, _)| count > *most)
            {
                best = Some((count, cut));
            }
        }
    }
    best.map(|(_, cut)| cut)
}

/// The size that half of the words do not exceed: headlines within columns must not ask for a wider gutter.
fn usual_size(rows: &[Row]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().flatten().map(|word| word.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}

/// The strips that a row leaves free: between its words, and beside it.
fn gaps(row: &Row, narrowest: f32) -> Vec<(f32, f32)> {
    let mut out = Vec::new();
    let mut end = -FAR;
    for word in row {
        if word.x0 - end >= narrowest {
            out.push((end, word.x0));
        }
        end = end.max(word.x1);
    }
    out.push((end, FAR));
    out
}

/// The strips that are free from a row on: how far down, and where their middle lies there.
fn runs(free: &[Vec<(f32, f32)>], narrowest: f32, from: usize) -> Vec<(usize, f32)> {
    let mut out = Vec::new();
    let mut strips = free[from].clone();
    for at in from + 1..=free.len() {
        let mut next = Vec::new();
        for strip in strips {
            let before = next.len();
            let left = free.get(at).into_iter().flatten().map(|gap| (gap.0.max(strip.0), gap.1.min(strip.1)));
            next.extend(left.filter(|gap| gap.1 - gap.0 >= narrowest));
            if next.len() == before {
                out.push((at, f32::midpoint(strip.0, strip.1)));
            }
        }
        // One strip that many short gaps cut up would be counted again and again.
        next.truncate(STRIPS);
        strips = next;
    }
    out
}

/// The cut at `x`, if columns stand on both sides, and how many rows they have.
fn fitting(rows: &[Row], from: usize, to: usize, x: f32) -> Option<(usize, Cut)> {
    let left = |row: &Row| row.iter().any(|word| word.x1 <= x);
    let right = |row: &Row| row.iter().any(|word| word.x1 > x);
    let last_right = from + rows[from..to].iter().rposition(right)?;
    let last_left = from + rows[from..to].iter().rposition(left)?;
    let to = end_of_columns(rows, to, last_left, last_right);
    let part = &rows[from..to];
    let side = |of: &dyn Fn(&Word) -> bool| {
        let texts =
            part.iter().map(|row| row.iter().filter(|word| of(word)).map(|word| word.text.chars().count() + 1).sum());
        let texts: Vec<usize> = texts.filter(|length: &usize| *length > 0).collect();
        (texts.len() >= ROWS && texts.iter().sum::<usize>() >= COLUMN * texts.len()).then_some(texts.len())
    };
    let count = side(&|word| word.x1 <= x)? + side(&|word| word.x1 > x)?;
    Some((count, Cut { from, to, x }))
}

/// Where columns end: a line below the shorter one is still of the longer one, unless a gap parts it.
fn end_of_columns(rows: &[Row], to: usize, last_left: usize, last_right: usize) -> usize {
    let y = |at: usize| rows[at].iter().map(|word| word.y).fold(f32::MIN, f32::max);
    let both = last_left.min(last_right);
    let mut end = both + 1;
    while end < to {
        let leading = rows[end].iter().map(|word| word.size).fold(0.0, f32::max) * 1.25;
        if y(end) - y(end - 1) > APART * leading {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::pdf::lines::tests::set;
    use proptest::prelude::*;

    /// Sets the rows of `page`, a cell of 30 characters in each column.
    fn check(page: &[&str], expected: &[&str]) {
        let mut words = Vec::new();
        for (row, line) in page.iter().enumerate() {
            for (column, cell) in line.split('|').enumerate().filter(|(_, cell)| !cell.is_empty()) {
                words.extend(set(cell.trim(), 40.0 + column as f32 * 180.0, 100.0 + row as f32 * 12.0, 10.0));
            }
        }
        let lines: Vec<String> = lines(words).into_iter().map(|line| line.text).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        check(
            &[
                "Le conseil municipal de la ville a voté hier soir un budget",
                "Les élus ont parlé jusqu'à|tenaient la rivière et son",
                "minuit passé de la place|vieux pont à cœur, mais",
                "du marché et de ses arbres|qui n'avaient pas prévu que",
                "avec les riverains, qui|tout le monde viendrait.",
                "y tenaient autant qu'ils|",
            ],
            &[
                "Le conseil municipal de la ville a voté hier soir un budget",
                "Les élus ont parlé jusqu'à",
                "minuit passé de la place",
                "du marché et de ses arbres",
                "avec les riverains, qui",
                "y tenaient autant qu'ils",
                "tenaient la rivière et son",
                "vieux pont à cœur, mais",
                "qui n'avaient pas prévu que",
                "tout le monde viendrait.",
            ],
        );
    }

    #[test]
    fn a_column_may_begin_above_the_other() {
        check(
            &[
                "Par Claire Maréchal",
                "|plus tard que prévu, mais",
                "Les élus ont parlé jusqu'à|tenaient la rivière et son",
                "minuit passé de la place|vieux pont à cœur, mais",
                "du marché et de ses arbres|qui n'avaient pas prévu que",
                "avec les riverains, qui|tout le monde viendrait.",
            ],
            &[
                "Par Claire Maréchal",
                "Les élus ont parlé jusqu'à",
                "minuit passé de la place",
                "du marché et de ses arbres",
                "avec les riverains, qui",
                "plus tard que prévu, mais",
                "tenaient la rivière et son",
                "vieux pont à cœur, mais",
                "qui n'avaient pas prévu que",
                "tout le monde viendrait.",
            ],
        );
    }

    #[test]
    fn a_table_is_read_by_rows() {
        let page = ["Lyon|12|3", "Nantes|8|4", "Lille|7|7", "Brest|5|1", "Nice|4|2"];
        let rows: Vec<String> = page.iter().map(|row| row.replace('|', "   ")).collect();
        check(&page, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn one_column_stays_one() {
        let page = [
            "Le conseil a voté le budget de la ville,",
            "et personne ne s'y est opposé ce soir-là.",
            "On en reste là.",
        ];
        check(&page, &page);
    }

    proptest! {
        #[test]
        fn every_word_is_read_once(places in prop::collection::vec((0f32..600.0, 0f32..800.0, 4f32..40.0), 0..120)) {
            let words: Vec<Word> = places
                .iter()
                .enumerate()
                .map(|(at, (x, y, size))| Word { x0: *x, x1: x + size, y: *y, size: *size, text: format!("w{at}"), ..Word::default() })
                .collect();
            let lines = lines(words);
            // Words that touch are read as one.
            let read: String = lines.iter().flat_map(|line| line.text.split_whitespace()).collect();
            let length: usize = (0..places.len()).map(|at| format!("w{at}").len()).sum();
            prop_assert_eq!(read.len(), length);
        }
    }
}
