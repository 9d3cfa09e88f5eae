//! The status line: whom the reader follows, what narrows the list, what is being worked on, or the line being typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::super::paint::Pen;
use super::super::theme::Role;
use super::Scene;
use crate::app::prompt::{Prompt, Purpose};
use crate::search::query::Complaint;
use crate::text::cells;
use crate::text::count::counted;

impl Scene<'_> {
    /// Draws it; where the cursor belongs while a line is typed.
    pub(super) fn status(&self, buffer: &mut Buffer) -> Option<Position> {
        // Without a row of its own the line being typed covers the last one.
        let area = match (self.layout.status.height, self.app.prompt()) {
            (0, Some(_)) => self.layout.area,
            _ => self.layout.status,
        };
        if let Some(prompt) = self.app.prompt() {
            return self.prompt(buffer, area, prompt);
        }
        let notices = self.app.pile().notices().len();
        let mut right = vec![self.app.progress()];
        if notices > 0 {
            right.push(format!("{} (!)", counted(notices, "notice")));
        }
        right.push("? help ".to_owned());
        right.retain(|part| !part.is_empty());
        let right = right.join("  ");
        let status = self.app.status();
        let narrowed = self.app.narrowed_by();
        let width = usize::from(area.width);
        // What is followed comes first; the help gives way before it does.
        let right_width =
            if cells::width(&status) + cells::width(&right) + 4 > width { 0 } else { cells::width(&right) };
        let left = Rect { width: area.width - right_width as u16, ..area };
        let role = if self.app.has_message() { Role::Message } else { Role::Status };
        let mut pen = Pen::new(buffer, left, 0);
        pen.write(" ", self.style(Role::Status)).write_cut(&status, self.style(role));
        if !narrowed.is_empty() && pen.room() > 8 {
            let gap = pen.room().saturating_sub(cells::width(&narrowed) + 2).clamp(2, 4);
            pen.skip(if status.is_empty() { 0 } else { gap }).write_cut(&narrowed, self.style(Role::Letters));
        }
        let right_area = Rect { x: left.right(), width: area.width - left.width, ..area };
        Pen::new(buffer, right_area, 0).write(&right, self.style(Role::Faint));
        None
    }

    fn prompt(&self, buffer: &mut Buffer, area: Rect, prompt: &Prompt) -> Option<Position> {
        let label = prompt.purpose.label();
        let value = prompt.input.value();
        let before: String = value.chars().take(prompt.input.cursor()).collect();
        let mut pen = Pen::new(buffer, area, 0);
        pen.write(" ", self.style(Role::Status)).write(label, self.style(Role::Message));
        let start = pen.column();
        // The part around the cursor is what must be seen of a long line.
        let room = pen.room().saturating_sub(1);
        let hidden = cells::width(&before).saturating_sub(room);
        let skipped = if hidden == 0 { 0 } else { cells::prefix(value, hidden + 1) };
        self.typed(&mut pen, prompt, skipped);
        let end = pen.column();
        pen.fill(self.style(Role::Text));
        let shown = self.prompt_hint();
        let hint_width = cells::width(&shown) as u16 + 1;
        if !shown.is_empty() && end + hint_width + 2 < area.right() {
            let hint = Rect { x: area.right() - hint_width, width: hint_width, ..area };
            Pen::new(buffer, hint, 0).write(&shown, self.style(Role::Faint));
        }
        let column = cells::width(&before).saturating_sub(cells::width(&value[..skipped])) as u16;
        (area.height > 0).then(|| Position { x: (start + column).min(area.right().saturating_sub(1)), y: area.y })
    }

    /// Writes what is typed from byte `skipped` on, with a line under what the hint complains of.
    fn typed(&self, pen: &mut Pen, prompt: &Prompt, skipped: usize) {
        let value = prompt.input.value();
        let odd = self.complaint().filter(|_| prompt.purpose == Purpose::Query).map(|c| c.range.clone());
        let odd = odd.filter(|odd| value.get(odd.clone()).is_some()).unwrap_or_default();
        let (start, end) = (odd.start.max(skipped), odd.end.max(skipped));
        for (part, role) in [(skipped..start, Role::Text), (start..end, Role::Odd), (end..value.len(), Role::Text)] {
            pen.write(&value[part], self.style(role));
        }
    }

    /// What is odd about the query, first of all.
    fn complaint(&self) -> Option<&Complaint> {
        self.app.narrowing().query().complaints().first()
    }

    fn prompt_hint(&self) -> String {
        let (pile, list) = (self.app.pile(), self.app.list());
        match self.app.prompt().map(|p| p.purpose) {
            Some(Purpose::Query) if self.complaint().is_some() => {
                self.complaint().map(|complaint| complaint.message.to_string()).unwrap_or_default()
            }
            Some(Purpose::Filter | Purpose::Query) if self.app.narrowing().is_active() => {
                format!("{} of {}", list.len(pile), counted(pile.order().len(), "article"))
            }
            Some(Purpose::Query) => "words \"a phrase\" prefix* -not a OR b person:Kim after:2023-09".to_owned(),
            Some(Purpose::Find) if !self.app.search_failed().is_empty() => self.app.search_failed().to_owned(),
            Some(Purpose::Find) => self.app.narrowed_by(),
            _ => String::new(),
        }
    }
}
