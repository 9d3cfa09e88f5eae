//! Tables: a row an article, comma-separated or parted by semicolons, tabs or bars, with a header that says which column is
//! what.
//!
//! `layout` finds the sign that parts the cells and what the columns are. A table of which no column is a title or a text is
//! not recognised and stays plain text.

mod layout;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::record::Record;
use super::source::Source;
use super::{FieldMap, Reading};
use crate::document::{Article, Problem};
use crate::text::count::counted;
use layout::Layout;

/// Quotes that are never closed are borne so many times: each costs a look at all that follows.
const MENDED: usize = 20;

/// Rows that are told one by one; the others are counted.
const TOLD: usize = 5;

/// True when the first row names a title or a text and one thing more; of a file that is called a table, a title or a text.
pub fn recognises(source: &Source) -> Option<&'static str> {
    layout::of(source).map(|_| "its first row names the columns, a title or a text among them")
}

/// One article for each row that holds a title or a text.
pub fn read(source: &Source) -> Reading {
    let Some(layout) = layout::of(source) else { return Reading::default() };
    let text = source.text().unwrap_or_default();
    let mut rows = Rows { source, layout, articles: Vec::new(), empty: 0, uneven: Vec::new(), problems: Vec::new() };
    rows.read(text);
    let Rows { articles, empty, uneven, mut problems, layout, .. } = rows;
    problems.extend(source.hints().fields.filter(|_| !layout.told).and_then(FieldMap::unmatched));
    if let Some(first) = uneven.first() {
        let (rows, width) = (counted(uneven.len(), "row"), layout.width);
        problems.push(Problem::new(format!(
            "More or fewer cells than the {width} of the first row: {rows}, from line {first} on; they are read as far as they fit."
        )));
    }
    if empty > 0 {
        let rows = counted(articles.len() + empty, "row");
        problems.push(Problem::new(format!("Left out for want of a title and a text: {empty} of {rows}.")));
    }
    problems.extend(source.problem());
    Reading { problems, ..Reading::of(articles) }
}

/// A reader of the rows of `text`, which need not be even.
fn reader(text: &str, delimiter: u8, quoting: bool) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

struct Rows<'s, 'a> {
    source: &'s Source<'a>,
    layout: Layout,
    articles: Vec<Article>,
    empty: usize,
    /// The lines of rows of another length than the first.
    uneven: Vec<u64>,
    problems: Vec<Problem>,
}

impl Rows<'_, '_> {
    /// Reads all rows behind the header. Where a quote opens that is never closed, that line is read as if quotes were letters,
    /// and the next as if nothing had been.
    fn read(&mut self, text: &str) {
        let (mut from, mut line, mut mended) = (self.layout.rows, self.layout.line, 0);
        while let Some((at, offset)) = self.read_quoted(text, from, line, mended < MENDED) {
            mended += 1;
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1);
            line += offset;
            if mended <= TOLD {
                self.problems.push(Problem::new(format!(
                    "Line {line}: a quotation mark opens there that is never closed; the line is read as it stands."
                )));
            }
            let mut record = StringRecord::new();
            let mut plain = reader(&text[at..end], self.layout.delimiter, false);
            if matches!(plain.read_record(&mut record), Ok(true)) && !self.row(&record, line) {
                return;
            }
            (from, line) = (end, line + 1);
        }
        if mended > TOLD {
            let lines = counted(mended - TOLD, "more line");
            self.problems.push(Problem::new(format!("Read in the same way, for the same reason: {lines}.")));
        }
    }

    /// Reads rows up to the end, or up to one that a quote opens which is never closed: then tells where that begins, and how many
    /// lines behind `from`.
    fn read_quoted(&mut self, text: &str, from: usize, line: u64, mend: bool) -> Option<(usize, u64)> {
        let mut reader = reader(&text[from..], self.layout.delimiter, true);
        let mut record = StringRecord::new();
        loop {
            // The rows are text: nothing can be wrong with their encoding.
            match reader.read_record(&mut record) {
                Ok(true) => {}
                _ => return None,
            }
            let (at, offset) = record.position().map_or((0, 0), |place| (place.byte() as usize, place.line() - 1));
            let raw = text.get(from + at..).unwrap_or_default();
            let several = memchr::memchr(b'\n', raw.trim_end().as_bytes()).is_some();
            let last = from + reader.position().byte() as usize >= text.len();
            if mend && several && last && is_open(raw, self.layout.delimiter) {
                let lead = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
                return Some((
                    from + at + lead,
                    offset + memchr::memchr_iter(b'\n', &raw.as_bytes()[..lead]).count() as u64,
                ));
            }
            if !self.row(&record, line + offset) {
                return None;
            }
        }
    }

    /// Takes a row; `false` when there are enough.
    fn row(&mut self, cells: &StringRecord, line: u64) -> bool {
        if let Err(problem) = self.source.budget().part() {
            self.problems.push(problem);
            return false;
        }
        if cells.len() != self.layout.width {
            self.uneven.push(line);
        }
        let mut record = Record::default();
        for &(role, column) in &self.layout.columns {
            if !record.has(role) {
                record.set(role, cells.get(column).unwrap_or_default());
            }
        }
        if record.can_be_read() {
            self.articles.push(record.article(self.source.name()));
        } else {
            self.empty += 1;
        }
        true
    }
}

/// True when a quotation mark opens a cell of this row and none closes it before the end.
fn is_open(row: &str, delimiter: u8) -> bool {
    let (mut inside, mut begins, mut quote) = (false, true, false);
    for byte in row.bytes() {
        if inside {
            // A doubled mark is one of the text.
            match (byte, quote) {
                (b'"', false) => quote = true,
                (b'"', true) => quote = false,
                (_, true) => {
                    (inside, quote) = (false, false);
                    begins = byte == delimiter || byte == b'\n' || byte == b'\r';
                }
                _ => {}
            }
        } else {
            inside = begins && byte == b'"';
            begins = byte == delimiter || byte == b'\n' || byte == b'\r';
        }
    }
    inside && !quote
}

#[cfg(test)]
mod tests;
