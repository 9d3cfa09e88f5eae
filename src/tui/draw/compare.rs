//! Two articles beside each other: lines that the worker has set, drawn with their signs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint::Pen;
use super::super::theme::Role;
use super::Scene;
use crate::worker::{GAP, Half, MARGIN, Tone};

impl Scene<'_> {
    /// Draws the lines from `top` on.
    pub(super) fn compared(&self, buffer: &mut Buffer, area: Rect, top: usize) {
        let Some(sheet) = self.app.compared() else {
            Pen::new(buffer, area, 0).skip(MARGIN).write_cut("Comparing …", self.style(Role::Faint));
            return;
        };
        let gap = GAP as u16;
        let column = if sheet.beside { area.width.saturating_sub(gap) / 2 } else { area.width };
        let right = Rect { x: area.x + column + gap, width: area.width.saturating_sub(column + gap), ..area };
        for (row, line) in sheet.lines.iter().skip(top).take(usize::from(area.height)).enumerate() {
            // The line above the sentences, which counts them, is as wide as both.
            let head = line.left.iter().any(|half| half.sign == ' ' && half.runs.iter().any(|run| run.1 == Tone::Head));
            if let Some(half) = &line.left {
                self.half(Pen::new(buffer, if head { area } else { Rect { width: column, ..area } }, row as u16), half);
            }
            if !sheet.beside || head {
                continue;
            }
            Pen::new(buffer, area, row as u16).skip(usize::from(column) + 1).write("│", self.style(Role::Border));
            if let Some(half) = &line.right {
                self.half(Pen::new(buffer, right, row as u16), half);
            }
        }
    }

    fn half(&self, mut pen: Pen, half: &Half) {
        let mut sign = [0; 4];
        // The line under words that differ is not drawn under the sign.
        let tone = half.runs.first().map_or(Tone::Same, |(_, tone)| *tone);
        let tone = if tone == Tone::Word { Tone::Changed } else { tone };
        pen.write(half.sign.encode_utf8(&mut sign), self.tone(tone)).write(" ", Style::new());
        for (text, tone) in &half.runs {
            pen.write(text, self.tone(*tone));
        }
    }

    fn tone(&self, tone: Tone) -> Style {
        self.style(match tone {
            Tone::Head | Tone::Elsewhere => Role::Faint,
            Tone::Same | Tone::Changed => Role::Text,
            Tone::Only => Role::Only,
            Tone::Word => Role::Differing,
        })
    }
}
