//! The names of the article or of the pile.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use super::saved::{NEWS, WATCHED};
use super::strip::Strips;
use crate::app::geometry::Pane;
use crate::app::sidebar::{Line, Row, Scope};
use crate::names::Kind;
use crate::text::cells;

impl Scene<'_> {
    pub(super) fn sidebar(&self, buffer: &mut Buffer) {
        let sidebar = self.app.sidebar();
        let title = match sidebar.scope {
            Scope::Article => "In this article",
            Scope::Pile => "In the whole pile",
        };
        let area = frame(buffer, self.layout.sidebar, title, self.border(Pane::Sidebar), self.style(Role::Title));
        if sidebar.rows().is_empty() {
            let named = self.app.reading().is_some_and(|r| self.app.pile().is_named(r.id));
            let words = match (sidebar.scope, self.app.reading()) {
                (Scope::Article, Some(_)) if named => "No names in it.",
                (Scope::Article, Some(_)) => "Looking for names…",
                (Scope::Article, None) => "",
                (Scope::Pile, _) => "No names yet.",
            };
            Pen::new(buffer, area, 0).write(" ", Style::new()).write_cut(words, self.style(Role::Faint));
        }
        let lines = sidebar.lines();
        let lines = lines.iter().skip(sidebar.top()).take(usize::from(area.height));
        let names = lines.clone().filter_map(|line| match *line {
            Line::Name(index) => Some(sidebar.rows()[index].entity),
            Line::Heading(_) => None,
        });
        let strips = Strips::new(self, names);
        for (row, line) in lines.enumerate() {
            match *line {
                Line::Heading(kind) => {
                    let heading = match kind {
                        Kind::Person => "PEOPLE",
                        Kind::Organisation => "ORGANISATIONS",
                        Kind::Place => "PLACES",
                    };
                    Pen::new(buffer, area, row as u16).write(" ", Style::new()).write(heading, self.style(Role::Faint));
                }
                Line::Name(index) => self.name(buffer, area, row as u16, index, strips.as_ref()),
            }
        }
    }

    fn name(&self, buffer: &mut Buffer, area: Rect, row: u16, index: usize, strips: Option<&Strips>) {
        let name: Row = self.app.sidebar().rows()[index];
        let here = self.app.focus() == Pane::Sidebar && self.app.sidebar().selected() == index;
        let base = if here { self.style(Role::Selected) } else { Style::new() };
        let followed = self.app.party().contains(&name.entity);
        let digit = if index < 9 { format!("{}", index + 1) } else { " ".to_owned() };
        let ambiguous = self.app.pile().registry().is_ambiguous(name.entity);
        let count = format!("{}{}", if ambiguous { "? " } else { "" }, name.count);
        let watched = match self.app.watching().mentions_of(name.entity) {
            None => String::new(),
            Some(0) => format!("{WATCHED} "),
            Some(new) => format!("{NEWS} +{new} "),
        };
        let mut style = base.patch(self.style(Role::from(name.kind)));
        if self.app.pile().registry().is_hidden(name.entity) {
            style = base.patch(self.style(Role::Faint));
        }
        if followed {
            style = style.patch(self.style(Role::Followed));
        }
        let mut pen = Pen::new(buffer, area, row);
        let marker = if here { "▌" } else { " " };
        pen.write(marker, base.patch(self.style(Role::FocusedBorder)));
        pen.write(&digit, base.patch(self.style(Role::Faint)));
        pen.write(if followed { "●" } else { " " }, base.patch(self.style(Role::Tick)));
        let beside = cells::width(&count) + cells::width(&watched) + 1;
        let right = strips.map_or(beside, |strips| usize::from(strips.columns.width));
        let room = pen.room().saturating_sub(right + 1);
        let width = u16::try_from(room).unwrap_or(u16::MAX);
        let column = pen.column();
        pen.fill(base);
        let left = Rect { x: column, width, ..area };
        if let Some(strips) = strips {
            Pen::new(buffer, left, row)
                .write(if ambiguous { "?" } else { "" }, base.patch(self.style(Role::Faint)))
                .write_cut(self.app.name(name.entity), style);
            return strips.draw(self, &mut Pen::new(buffer, strips.columns, row), name.entity, base);
        }
        Pen::new(buffer, left, row).write_cut(self.app.name(name.entity), style);
        let right = Rect { x: column + width + 1, width: area.right().saturating_sub(column + width + 1), ..area };
        let mut pen = Pen::new(buffer, right, row);
        pen.write(&watched, base.patch(self.style(Role::Watched))).write(&count, base.patch(self.style(Role::Faint)));
    }
}
