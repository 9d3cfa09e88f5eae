//! How a table is laid out: the sign between its cells, which of its columns is what, where its rows begin.
//!
//! Every sign is tried on the first rows; the one by which most columns have a name that is known wins.

use csv::StringRecord;

use super::reader;
use crate::ingest::fields::{self, FieldMap, Role};
use crate::ingest::source::Source;

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The endings of files of tables.
const ENDINGS: &[&str] = &[".csv", ".tsv", ".tab"];

/// Rows that are looked at.
const ROWS: usize = 20;

/// Bytes that are looked at.
const HEAD: usize = 256 * 1024;

/// The longest name of a column, in bytes. A longer cell is text.
const NAME: usize = 60;

/// Columns beyond these are not looked at.
const COLUMNS: usize = 500;

/// The layout of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What stands between cells.
    pub delimiter: u8,
    /// Cells of the first row.
    pub width: usize,
    /// What is in which column, the most telling column of each role first.
    pub columns: Vec<(Role, usize)>,
    /// True when a column is there that the user named.
    pub told: bool,
    /// Where the first row with an article begins, in bytes.
    pub rows: usize,
    /// The number of its line, from 1.
    pub line: u64,
}

impl Layout {
    /// How many different things its columns are.
    fn roles(&self) -> usize {
        self.columns
            .iter()
            .enumerate()
            .filter(|(at, (role, _))| self.columns[..*at].iter().all(|(r, _)| r != role))
            .count()
    }
}

/// The layout of a table of articles; `None` when the content is none.
pub fn of(source: &Source) -> Option<Layout> {
    let text = source.text()?;
    let start = begin(text);
    let head = &text[start..text.floor_char_boundary(start + HEAD)];
    // Markup, JSON and tables of Markdown name titles and texts too.
    if head.starts_with(['<', '{', '[', '|']) {
        return None;
    }
    let (named, map) = (source.is_named(ENDINGS), source.hints().fields);
    let fitting = DELIMITERS.into_iter().filter_map(|delimiter| layout(head, delimiter, named, map));
    // Of two that fit alike the first is the more usual.
    let (_, best) = fitting.enumerate().max_by_key(|(at, layout)| (layout.roles(), std::cmp::Reverse(*at)))?;
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count() as u64;
    Some(Layout { rows: best.rows + start, line: best.line + line, ..best })
}

/// Where the header begins: behind the mark of byte order, blank lines and the line in which Excel names the sign.
fn begin(text: &str) -> usize {
    let at = |rest: &str| text.len() - rest.len();
    let rest = text.trim_start_matches(['\u{FEFF}', '\r', '\n']);
    let sep = rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    let line = memchr::memchr(b'\n', rest.as_bytes()).filter(|end| sep && *end < 10);
    line.map_or(at(rest), |end| at(&rest[end + 1..]))
}

/// The layout of a text that begins with `head`, if its cells are parted by `delimiter`.
fn layout(head: &str, delimiter: u8, named: bool, map: Option<&FieldMap>) -> Option<Layout> {
    let mut reader = reader(head, delimiter, true);
    let mut header = StringRecord::new();
    if !matches!(reader.read_record(&mut header), Ok(true)) {
        return None;
    }
    let width = header.len();
    let by_name = columns(&header);
    let mut columns = mapped(&header, map);
    let told = !columns.is_empty();
    // A map by numbers alone does not say that there is a header.
    let has_header =
        !by_name.is_empty() || map.is_some_and(|map| map.pairs().any(|(_, path)| at(&header, path).is_some()));
    columns.extend(
        by_name.into_iter().filter(|(_, column)| !columns.iter().any(|(_, known)| known == column)).collect::<Vec<_>>(),
    );
    let place = reader.position();
    let (rows, line) = if has_header { (place.byte() as usize, place.line()) } else { (0, 1) };
    let layout = Layout { delimiter, width, columns, told, rows, line };
    let readable = layout.columns.iter().any(|(role, _)| matches!(role, Role::Title | Role::Text));
    let known = told || layout.roles() > 1 && width > 1 || named;
    if !readable || !known {
        return None;
    }
    let mut even = 0;
    let mut row = StringRecord::new();
    for _ in 0..ROWS {
        if !matches!(reader.read_record(&mut row), Ok(true)) {
            break;
        }
        even += usize::from(row.len() == width);
    }
    (even > 0 || named || told).then_some(layout)
}

/// The columns whose names are known, the most telling first.
fn columns(header: &StringRecord) -> Vec<(Role, usize)> {
    let known = |(column, name): (usize, &str)| {
        let (role, rank) = fields::meaning(name.trim_start_matches('\u{FEFF}')).filter(|_| name.len() <= NAME)?;
        Some((rank, role, column))
    };
    let mut columns: Vec<_> = header.iter().take(COLUMNS).enumerate().filter_map(known).collect();
    columns.sort_by_key(|(rank, _, column)| (*rank, *column));
    columns.into_iter().map(|(_, role, column)| (role, column)).collect()
}

/// The columns that the user names, or gives the numbers of.
fn mapped(header: &StringRecord, map: Option<&FieldMap>) -> Vec<(Role, usize)> {
    let number = |path: &str| {
        path.parse().ok().filter(|number| (1..=header.len()).contains(number)).map(|number: usize| number - 1)
    };
    let column = |(role, path)| Some((role, at(header, path).or_else(|| number(path))?));
    map.into_iter().flat_map(FieldMap::pairs).filter_map(column).collect()
}

/// The column of this name.
fn at(header: &StringRecord, name: &str) -> Option<usize> {
    let exact = header.iter().position(|cell| cell.trim() == name);
    exact.or_else(|| header.iter().position(|cell| fields::is_same(cell.trim(), name)))
}
