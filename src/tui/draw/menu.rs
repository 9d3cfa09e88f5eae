//! A list to choose from, above the line being typed: commands, saved queries, what may be meant at the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::super::layout::inside;
use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use super::overlay::clear;
use super::saved::sign;
use crate::app::prompt::{Purpose, palette};
use crate::app::shelf;
use crate::text::cells;
use crate::text::count::counted;
use crate::text::wrap::wrap;

/// Rows of the highest menu, its border with it.
const HEIGHT: u16 = 12;
/// Rows for a sentence.
const SENTENCE_ROWS: usize = 4;
/// Columns for the names of commands; other names get as many as they need, up to a half.
const NAME_WIDTH: usize = 22;

/// A row of a menu.
struct Row<'a> {
    name: &'a str,
    note: &'a str,
    /// What stands at the end of the note.
    end: String,
}

/// A menu.
struct Menu<'a> {
    title: &'a str,
    rows: Vec<Row<'a>>,
    chosen: Option<usize>,
    /// What to say when there is nothing to choose from.
    empty: &'static str,
}

impl Scene<'_> {
    /// Draws the menu of the line being typed, if it has one.
    pub(super) fn menus(&self, buffer: &mut Buffer) {
        let Some(prompt) = self.app.prompt() else { return };
        let (typed, chosen) = (prompt.input.value(), Some(prompt.choice));
        match prompt.purpose {
            Purpose::Palette => {
                let row = |spec: &&'static crate::app::command::Spec| Row {
                    name: spec.name,
                    note: spec.help,
                    end: spec.keys.to_owned(),
                };
                let rows = palette(typed).iter().map(row).collect();
                self.menu(buffer, &Menu { title: "Commands", rows, chosen, empty: "No such command." });
            }
            Purpose::Saved => {
                let (saved, watched) = (self.app.saved().rows(), self.app.watching().rows());
                let feeds = self.app.feeds().rows();
                let row = |row: &shelf::Row| match *row {
                    shelf::Row::Feed(at) => {
                        let end = feeds[at].unread().map_or("…".to_owned(), |n| format!("{n} unread"));
                        Row { name: feeds[at].name(), note: "feed", end }
                    }
                    shelf::Row::Saved(at) => {
                        let end = saved[at].count().map_or("…".to_owned(), |n| counted(n, "article"));
                        Row { name: saved[at].name(), note: saved[at].typed(), end }
                    }
                    shelf::Row::Watched(at) => {
                        let end = format!("{} {}", sign(&watched[at]), watched[at].counts());
                        Row { name: watched[at].name(), note: "on the watch list", end }
                    }
                };
                let found = self.app.rows_like(typed);
                let rows = found.iter().map(row).collect();
                let path = self.app.saved().path().map(|path| format!(" · {}", path.display())).unwrap_or_default();
                let what = if feeds.is_empty() { "Saved queries" } else { "Feeds and saved queries" };
                let title = format!("{what}{path}");
                self.menu(buffer, &Menu { title: &title, rows, chosen, empty: "Nothing is called like that." });
            }
            Purpose::Doubt => self.doubt(buffer),
            _ => {
                let Some(candidates) = self.app.candidates() else { return };
                let row = |c: &'_ crate::app::completing::Candidate| (c.name.clone(), c.note.clone());
                let rows: Vec<(String, String)> = candidates.list().iter().map(row).collect();
                let rows = rows.iter().map(|(name, note)| Row { name, note, end: String::new() }).collect();
                let title = format!("{} · Tab takes, ↓ chooses", candidates.title());
                self.menu(buffer, &Menu { title: &title, rows, chosen: candidates.chosen(), empty: "" });
            }
        }
    }

    /// Both sides of a question, each with a sentence in as many rows as it needs, up to a few.
    fn doubt(&self, buffer: &mut Buffer) {
        let width = usize::from(self.layout.area.width)
            .saturating_sub(NAME_WIDTH.max(usize::from(self.layout.area.width) / 2) + 4);
        let mut rows = Vec::new();
        for (name, sentence) in self.app.doubts().shown() {
            let mut lines = wrap(sentence, 0..sentence.len(), width.max(20)).into_iter().take(SENTENCE_ROWS);
            let first = lines.next().unwrap_or_default();
            rows.push(Row { name, note: &sentence[first], end: String::new() });
            rows.extend(lines.map(|line| Row { name: "", note: &sentence[line], end: String::new() }));
        }
        let title = self.app.doubt_title();
        self.menu(buffer, &Menu { title: &title, rows, chosen: None, empty: "" });
    }

    /// Where a menu of so many rows goes, its border with it, and its first row in view.
    fn menu_place(&self, rows: usize, chosen: Option<usize>) -> (Rect, usize) {
        let room = self.layout.area.height - self.prompt_rows();
        // Two rows at least: a lower sheet would have no border.
        let height = (rows.max(2) as u16 + 2).min(HEIGHT).min(room);
        let area = Rect { y: self.layout.area.y + room - height, height, ..self.layout.area };
        let shown = usize::from(inside(area).height).max(1);
        (area, chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(shown)))
    }

    /// The row of the menu at a place of the screen.
    pub(super) fn menu_row(&self, x: u16, y: u16) -> Option<usize> {
        let (rows, chosen) = self.app.choices()?;
        let (area, top) = self.menu_place(rows, chosen);
        let lines = inside(area);
        let here = lines.contains(Position { x, y }).then(|| top + usize::from(y - lines.y));
        here.filter(|&row| row < rows)
    }

    fn menu(&self, buffer: &mut Buffer, menu: &Menu) {
        let (area, top) = self.menu_place(menu.rows.len(), menu.chosen);
        clear(buffer, area);
        let area = frame(buffer, area, menu.title, self.style(Role::FocusedBorder), self.style(Role::Title));
        if menu.rows.is_empty() {
            Pen::new(buffer, area, 0).write(" ", Style::new()).write(menu.empty, self.style(Role::Faint));
        }
        let rows = usize::from(area.height).max(1);
        let widest = menu.rows.iter().skip(top).take(rows).map(|row| cells::width(row.name) + 2).max().unwrap_or(0);
        let names = widest.clamp(NAME_WIDTH, NAME_WIDTH.max(usize::from(area.width) / 2));
        for (at, row) in menu.rows.iter().skip(top).take(rows).enumerate() {
            let chosen = menu.chosen == Some(top + at);
            let base = if chosen { self.style(Role::Selected) } else { Style::new() };
            // A name that is cut leaves a column before what is said of it.
            let left = Rect { width: area.width.min(names as u16), ..area };
            let mut pen = Pen::new(buffer, left, at as u16);
            pen.write(if chosen { "▌" } else { " " }, base.patch(self.style(Role::FocusedBorder)));
            pen.write_cut(row.name, base.patch(self.style(Role::Letters))).fill(base);
            let right = Rect { x: left.right(), width: area.width - left.width, ..area };
            let mut pen = Pen::new(buffer, right, at as u16);
            pen.write(" ", base).write_cut(row.note, base.patch(self.style(Role::Text)));
            pen.write("  ", base).write(&row.end, base.patch(self.style(Role::Faint)));
            pen.fill(base);
        }
    }
}
