//! The commands that fit what is typed after `:`, above the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use super::overlay::clear;
use crate::app::prompt::{Purpose, palette};

/// Commands in view.
const HEIGHT: u16 = 12;
/// Columns for the names.
const NAME_WIDTH: usize = 22;

impl Scene<'_> {
    pub(super) fn palette(&self, buffer: &mut Buffer) {
        let Some(prompt) = self.app.prompt().filter(|p| p.purpose == Purpose::Palette) else { return };
        let found = palette(prompt.input.value());
        let room = self.layout.area.height - self.layout.status.height;
        // Two rows at least: a lower sheet would have no border.
        let height = (found.len().max(2) as u16 + 2).min(HEIGHT).min(room);
        let area = Rect { y: self.layout.area.y + room - height, height, ..self.layout.area };
        clear(buffer, area);
        let area = frame(buffer, area, "Commands", self.style(Role::FocusedBorder), self.style(Role::Title));
        if found.is_empty() {
            Pen::new(buffer, area, 0).write(" No such command.", self.style(Role::Faint));
        }
        let rows = usize::from(area.height).max(1);
        let top = (prompt.choice + 1).saturating_sub(rows);
        for (row, spec) in found.iter().skip(top).take(rows).enumerate() {
            let chosen = top + row == prompt.choice;
            let base = if chosen { self.style(Role::Selected) } else { Style::new() };
            let mut pen = Pen::new(buffer, area, row as u16);
            pen.write(if chosen { "▌" } else { " " }, base.patch(self.style(Role::FocusedBorder)));
            pen.write(spec.name, base.patch(self.style(Role::Letters)));
            let pad = NAME_WIDTH.saturating_sub(spec.name.len()).max(1);
            pen.write(&" ".repeat(pad), base).write_cut(spec.help, base.patch(self.style(Role::Text)));
            pen.write("  ", base).write(spec.keys, base.patch(self.style(Role::Faint)));
            pen.fill(base);
        }
    }
}
