//! The saved queries above the list of articles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint::Pen;
use super::super::theme::Role;
use super::Scene;
use crate::text::cells;

impl Scene<'_> {
    pub(super) fn saved(&self, buffer: &mut Buffer) {
        let (area, top) = (self.layout.saved, self.app.saved_top());
        let active = self.app.active_saved();
        let rows = self.app.saved().rows().iter().enumerate().skip(top);
        for (row, (at, saved)) in rows.take(usize::from(area.height)).enumerate() {
            let base = if active == Some(at) { self.style(Role::SelectedElsewhere) } else { Style::new() };
            let count = saved.count().map_or("…".to_owned(), |count| count.to_string());
            let width = area.width.saturating_sub(cells::width(&count) as u16 + 2);
            let name = Rect { width, ..area };
            let mut pen = Pen::new(buffer, name, row as u16);
            let marker = if active == Some(at) { "►" } else { "=" };
            pen.write(marker, base.patch(self.style(Role::Letters))).write(" ", base);
            pen.write_cut(saved.name(), base.patch(self.style(Role::Letters))).fill(base);
            let rest = Rect { x: name.right(), width: area.width - width, ..area };
            let mut pen = Pen::new(buffer, rest, row as u16);
            pen.write(" ", base).write(&count, base.patch(self.style(Role::Faint))).fill(base);
        }
    }
}
