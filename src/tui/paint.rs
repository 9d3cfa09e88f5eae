//! Putting text into cells of the screen: the only way that text gets there, so that all of it passes the filter in
//! [`crate::text::cells`].

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::cells;

/// A pen on one row of the screen. What does not fit on the row is left out; a character of two columns is never cut.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    x: u16,
    end: u16,
    y: u16,
}

impl<'a> Pen<'a> {
    /// A pen at the start of row `row` of `area`; it draws nothing when there is no such row.
    pub fn new(buffer: &'a mut Buffer, area: Rect, row: u16) -> Self {
        let area = area.intersection(buffer.area);
        let end = if row < area.height { area.right() } else { area.left() };
        Self { x: area.left(), end, y: area.top().saturating_add(row), buffer }
    }

    /// Columns left.
    #[must_use]
    pub fn room(&self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    /// Moves right without drawing.
    pub fn skip(&mut self, columns: usize) -> &mut Self {
        self.x = self.x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX)).min(self.end);
        self
    }

    /// Writes `text`, as much as fits.
    pub fn write(&mut self, text: &str, style: Style) -> &mut Self {
        for cell in cells::cells(text, 0, text.len()) {
            if !self.put(cell.symbol, cell.width, style) {
                break;
            }
        }
        self
    }

    /// Writes `text`; when it does not fit, an ellipsis stands for the rest.
    pub fn write_cut(&mut self, text: &str, style: Style) -> &mut Self {
        if cells::width(text) <= self.room() {
            return self.write(text, style);
        }
        let kept = cells::prefix(text, self.room().saturating_sub(1));
        self.write(&text[..kept], style).write("…", style)
    }

    /// Writes one cell; false when it does not fit.
    pub fn put(&mut self, symbol: &str, width: usize, style: Style) -> bool {
        if width > self.room() {
            return false;
        }
        let Some(cell) = self.buffer.cell_mut((self.x, self.y)) else { return false };
        cell.set_symbol(symbol);
        cell.set_style(style);
        self.x += 1;
        for _ in 1..width {
            if let Some(cell) = self.buffer.cell_mut((self.x, self.y)) {
                cell.reset();
                cell.set_style(style);
            }
            self.x += 1;
        }
        true
    }

    /// Fills the rest of the row.
    pub fn fill(&mut self, style: Style) {
        while self.put(" ", 1, style) {}
    }

    /// The column the pen stands in.
    #[must_use]
    pub fn column(&self) -> u16 {
        self.x
    }
}

/// Draws the border of a pane with its title and returns what is inside.
pub fn frame(buffer: &mut Buffer, area: Rect, title: &str, border: Style, style: Style) -> Rect {
    let inside = super::layout::inside(area);
    if inside == area {
        return area;
    }
    let (last_row, middle) = (area.height - 1, usize::from(area.width).saturating_sub(2));
    let mut top = Pen::new(buffer, area, 0);
    top.write("┌", border);
    if !title.is_empty() && middle > 4 {
        let mut pen = Pen::new(buffer, Rect { width: area.width - 2, ..area }, 0);
        pen.skip(1).write(" ", border).write_cut(title, style);
        pen.end = area.right() - 1;
        pen.write(" ", border).write(&"─".repeat(middle), border);
    } else {
        top.write(&"─".repeat(middle), border);
    }
    Pen::new(buffer, area, 0).skip(middle + 1).write("┐", border);
    for row in 1..last_row {
        Pen::new(buffer, area, row).write("│", border).skip(middle).write("│", border);
    }
    Pen::new(buffer, area, last_row).write("└", border).write(&"─".repeat(middle), border).write("┘", border);
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(draw: impl Fn(&mut Buffer), expected: &[&str]) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, expected.len() as u16));
        draw(&mut buffer);
        let lines: Vec<String> = buffer
            .content
            .chunks(12)
            .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned())
            .collect();
        assert_eq!(lines, expected);
    }

    /// What `text` looks like on row `row` of an area of `width` columns and one row.
    fn write(width: u16, row: u16, text: &str, expected: &str) {
        let draw = |buffer: &mut Buffer| {
            Pen::new(buffer, Rect::new(0, 0, width, 1), row).write_cut(text, Style::new());
        };
        check(draw, &[expected]);
    }

    #[test]
    fn text_is_cut_at_the_edge_and_filtered() {
        write(5, 0, "abcdefgh", "abcd…");
        write(9, 0, "a\x1b[2J\u{9b}", "a�[2J�");
        // The second column of a wide character is an empty cell.
        write(4, 0, "日本語", "日 …");
        write(9, 7, "far below", "");
    }

    #[test]
    fn a_frame_carries_its_title() {
        let draw = |b: &mut Buffer| {
            frame(b, Rect::new(0, 0, 12, 4), "Un titre trop long", Style::new(), Style::new());
        };
        check(draw, &["┌ Un titr… ┐", "│          │", "│          │", "└──────────┘"]);
    }
}
