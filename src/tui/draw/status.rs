//! The status line: whom the reader follows, what narrows the list, what is being worked on, or the line being typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::super::paint::Pen;
use super::super::theme::Role;
use super::Scene;
use crate::app::prompt::{Prompt, Purpose};
use crate::text::cells;
use crate::text::count::counted;
use crate::text::safe;

impl Scene<'_> {
    /// Draws it; where the cursor belongs while a line is typed.
    pub(super) fn status(&self, buffer: &mut Buffer) -> Option<Position> {
        // Without a row of its own the line being typed covers the last one.
        let area = match (self.layout.status.height, self.app.prompt()) {
            (0, Some(_)) => self.layout.area,
            (_, Some(_)) => {
                let rows = self.prompt_rows();
                Rect { y: self.layout.area.bottom() - rows, height: rows, ..self.layout.area }
            }
            _ => self.layout.status,
        };
        if let Some(prompt) = self.app.prompt() {
            return self.prompt(buffer, area, prompt);
        }
        let notices = self.app.pile().notices().len() + self.app.notices_of_files().count();
        let mut right = vec![self.app.progress()];
        if self.app.watching().news() > 0 {
            right.push(format!("{} new watched", self.app.watching().news()));
        }
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

    /// Rows of the line being typed. A query has one more, for what is to be said of it, where there is room: the line
    /// does not move while a complaint comes and goes.
    pub(super) fn prompt_rows(&self) -> u16 {
        let query = self.app.prompt().is_some_and(|prompt| prompt.purpose == Purpose::Query);
        self.layout.status.height + u16::from(query && self.layout.area.height > 5)
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
        let shown = self.prompt_hint(prompt);
        let column = |place| start + cells::width(value.get(skipped..place).unwrap_or_default()) as u16;
        let cursor = Position { x: column(before.len()).min(area.right().saturating_sub(1)), y: area.y };
        if area.height > 1 && self.layout.status.height > 0 {
            self.below(buffer, Rect { y: area.y + 1, height: 1, ..area }, &shown, column);
            return Some(cursor);
        }
        let hint_width = cells::width(&shown) as u16 + 1;
        if !shown.is_empty() && end + hint_width + 2 < area.right() {
            let hint = Rect { x: area.right() - hint_width, width: hint_width, ..area };
            Pen::new(buffer, hint, 0).write(&shown, self.style(Role::Faint));
        }
        (area.height > 0).then_some(cursor)
    }

    /// The row below a query: what is odd about it, behind a caret under its place, else what it finds. `column` is where
    /// a byte of the line stands.
    fn below(&self, buffer: &mut Buffer, area: Rect, said: &str, column: impl Fn(usize) -> u16) {
        Pen::new(buffer, area, 0).fill(self.style(Role::Status));
        let Some(complaint) = self.app.complaint() else {
            Pen::new(buffer, area, 0).write(" ", self.style(Role::Status)).write_cut(said, self.style(Role::Faint));
            return;
        };
        let last = area.right().saturating_sub(1);
        let (from, to) = (column(complaint.range.start).min(last), column(complaint.range.end).min(last + 1));
        let wide = cells::width(said) + 1;
        let place = Rect { x: from, width: to.saturating_sub(from).max(1), ..area };
        // Where a long place leaves no room for the sentence, its start is enough: all of it is underlined.
        let room = usize::from(area.right() - place.right()).max(usize::from(place.x - area.x));
        let caret = if wide > room { Rect { width: 1, ..place } } else { place };
        Pen::new(buffer, caret, 0).write(&"^".repeat(usize::from(caret.width)), self.style(Role::Problem));
        // The sentence stands on the right of the caret, or on the left where it has more room.
        let right = Rect { x: caret.right(), width: area.right() - caret.right(), ..area };
        let left = Rect { width: caret.x - area.x, ..area };
        if wide <= usize::from(right.width) || right.width >= left.width {
            Pen::new(buffer, right, 0).skip(1).write_cut(said, self.style(Role::Faint));
        } else {
            let skip = usize::from(left.width).saturating_sub(wide).max(1);
            Pen::new(buffer, Rect { width: left.width - 1, ..left }, 0)
                .skip(skip)
                .write_cut(said, self.style(Role::Faint));
        }
    }

    /// Writes what is typed from byte `skipped` on, with a line under what the hint complains of.
    fn typed(&self, pen: &mut Pen, prompt: &Prompt, skipped: usize) {
        let value = prompt.input.value();
        let odd = self.app.complaint().filter(|_| prompt.purpose == Purpose::Query).map(|c| c.range.clone());
        let odd = odd.filter(|odd| value.get(odd.clone()).is_some()).unwrap_or_default();
        let (start, end) = (odd.start.max(skipped), odd.end.max(skipped));
        for (part, role) in [(skipped..start, Role::Text), (start..end, Role::Odd), (end..value.len(), Role::Text)] {
            pen.write(&value[part], self.style(role));
        }
    }

    fn prompt_hint(&self, prompt: &Prompt) -> String {
        let (pile, list) = (self.app.pile(), self.app.list());
        match prompt.purpose {
            Purpose::Query if self.app.complaint().is_some() => {
                self.app.complaint().map(|complaint| complaint.message.to_string()).unwrap_or_default()
            }
            Purpose::Filter | Purpose::Query if self.app.narrowing().is_active() => {
                format!("{} of {}", list.articles(pile).len(), counted(pile.order().len(), "article"))
            }
            Purpose::Query => "words \"a phrase\" prefix* -not a OR b person:Kim after:2023-09".to_owned(),
            Purpose::Find if !self.app.search_failed().is_empty() => self.app.search_failed().to_owned(),
            Purpose::Find => self.app.narrowed_by(),
            Purpose::Merge | Purpose::Split | Purpose::Rename => {
                let name = self.app.asked_about().map_or("", |id| self.app.name(id));
                safe::line(name).into_owned()
            }
            Purpose::Missed(_) => "Tab: another kind".to_owned(),
            Purpose::Doubt => self.app.status(),
            Purpose::SaveAs => self.app.saving_hint(prompt.input.value()),
            Purpose::Export => self.app.export_hint(prompt.input.value()),
            Purpose::Overwrite | Purpose::StopExport => safe::line(&prompt.before).into_owned(),
            Purpose::Watch => self.app.watch_hint(prompt.input.value()),
            _ => String::new(),
        }
    }
}
