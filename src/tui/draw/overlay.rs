//! Sheets over the panes: the help, made from the tables of commands and of fields, and what could not be read.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::layout::inside;
use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use crate::app::command::{COMMANDS, Group};
use crate::app::{App, Sheet};
use crate::search::query::FIELDS;
use crate::text::{cells, safe, wrap};

/// Columns for the keys, and for the longest example of a field.
const KEYS_WIDTH: usize = 21;

/// A line of a sheet: what stands on the left, and on the right of it.
struct SheetLine {
    left: String,
    right: String,
    heading: bool,
}

impl Scene<'_> {
    pub(super) fn overlay(&self, buffer: &mut Buffer) {
        let Some(overlay) = self.app.overlay() else { return };
        let area = self.layout.overlay();
        clear(buffer, area);
        let lines = sheet(self.app, area);
        let count = if overlay.sheet == Sheet::Compare { sheet_lines(self.app, area) } else { lines.len() };
        let height = usize::from(inside(area).height);
        let mut title = match overlay.sheet {
            Sheet::Help => "Keys · Esc closes".to_owned(),
            Sheet::Notes => "Tags and notes · Esc closes".to_owned(),
            Sheet::Notices => "What could not be read · Esc closes".to_owned(),
            Sheet::Compare => self.app.comparing_title(),
        };
        if count > height {
            let _ = write!(title, " · {} of {count} lines", (overlay.top + height).min(count));
        }
        let area = frame(buffer, area, &title, self.style(Role::FocusedBorder), self.style(Role::Title));
        if overlay.sheet == Sheet::Compare {
            return self.compared(buffer, area, overlay.top);
        }
        for (row, line) in lines.iter().skip(overlay.top).take(height).enumerate() {
            let mut pen = Pen::new(buffer, area, row as u16);
            let left = self.style(if line.heading { Role::Heading } else { Role::Letters });
            pen.write(" ", Style::new()).write(&line.left, left);
            pen.write(&line.right, self.style(Role::Text));
        }
    }
}

/// How many lines the sheet on the screen has; none without one.
#[must_use]
pub fn sheet_lines(app: &App, area: Rect) -> usize {
    if app.is_comparing() {
        return app.compared().map_or(0, |sheet| sheet.lines.len());
    }
    sheet(app, area).len()
}

fn sheet(app: &App, area: Rect) -> Vec<SheetLine> {
    let width = usize::from(inside(area).width);
    match app.overlay().map(|overlay| overlay.sheet) {
        Some(Sheet::Help) => help(width),
        Some(Sheet::Notices) => notices(app, width),
        Some(Sheet::Notes) => notes(app, width),
        Some(Sheet::Compare) | None => Vec::new(),
    }
}

/// Empties an area before something is drawn over what was there.
pub(super) fn clear(buffer: &mut Buffer, area: Rect) {
    for row in 0..area.height {
        Pen::new(buffer, area, row).fill(Style::reset());
    }
}

fn help(width: usize) -> Vec<SheetLine> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        heading(&mut lines, group.title());
        for spec in COMMANDS.iter().filter(|s| s.group == group) {
            let keys = if spec.keys.is_empty() { format!(":{}", spec.name) } else { spec.keys.to_owned() };
            explain(&mut lines, &keys, spec.help, width);
        }
    }
    heading(&mut lines, "Fields of the query");
    for spec in FIELDS {
        explain(&mut lines, spec.example, spec.help, width);
    }
    lines
}

/// A heading, parted from what stands above it.
fn heading(lines: &mut Vec<SheetLine>, title: &str) {
    let line = |left: &str| SheetLine { left: left.to_owned(), right: String::new(), heading: true };
    if !lines.is_empty() {
        lines.push(line(""));
    }
    lines.push(line(title));
}

/// What is typed, and what it does beside it.
fn explain(lines: &mut Vec<SheetLine>, typed: &str, help: &str, width: usize) {
    let pad = KEYS_WIDTH.saturating_sub(cells::width(typed)).max(1);
    let room = width.saturating_sub(KEYS_WIDTH + 2).max(12);
    for (at, range) in wrap::wrap(help, 0..help.len(), room).into_iter().enumerate() {
        let left = if at == 0 { format!("{typed}{}", " ".repeat(pad)) } else { " ".repeat(KEYS_WIDTH) };
        lines.push(SheetLine { left, right: help[range].to_owned(), heading: false });
    }
}

/// The tags of the article on the screen, and its notes with what each is on.
fn notes(app: &App, width: usize) -> Vec<SheetLine> {
    let mark = app.reading().and_then(|reading| app.marked(reading.id)).zip(app.article());
    let Some((mark, article)) = mark.filter(|(mark, _)| !mark.tags.is_empty() || !mark.notes.is_empty()) else {
        return wrapped("Nothing is noted on this article: t tags it, a writes a note.", width);
    };
    let mut lines = Vec::new();
    if !mark.tags.is_empty() {
        heading(&mut lines, "Tags");
        lines.extend(wrapped(&mark.tags.join(", "), width));
    }
    for note in &mark.notes {
        let passage = note.passage.and_then(|span| article.text().get(span.range()));
        let on = passage.map_or("On the article".to_owned(), |passage| format!("On “{passage}”"));
        heading(&mut lines, &safe::line(&on));
        lines.extend(wrapped(&safe::line(&note.text), width));
    }
    lines
}

/// Running text.
fn wrapped(text: &str, width: usize) -> Vec<SheetLine> {
    let plain = |right: &str| SheetLine { left: String::new(), right: right.to_owned(), heading: false };
    wrap::wrap(text, 0..text.len(), width.saturating_sub(2)).into_iter().map(|range| plain(&text[range])).collect()
}

fn notices(app: &App, width: usize) -> Vec<SheetLine> {
    let notices = || app.pile().notices().iter().chain(app.notices_of_files());
    if notices().next().is_none() {
        return wrapped("Everything could be read.", width);
    }
    notices().flat_map(|notice| wrapped(notice.message(), width)).collect()
}
