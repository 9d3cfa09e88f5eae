//! Where the panes are: from the size of the screen to rectangles, and from a place on the screen back to a pane.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::geometry::{Columns, Geometry, Pane};
use crate::document::Article;
use crate::text::wrap::wrap;

/// The widest that running text gets: a comfortable measure.
pub const MEASURE: u16 = 80;

/// From so many columns on there are three panes.
const THREE_PANES: u16 = 120;
/// From so many columns on there are two.
const TWO_PANES: u16 = 80;
/// Lines of problems shown above an article.
const MAX_PROBLEM_LINES: usize = 6;

/// The parts of one screen. A part that is not shown is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// Everything.
    pub area: Rect,
    /// The list, with its border.
    pub list: Rect,
    /// Inside of the list, the saved queries.
    pub saved: Rect,
    /// Inside of the list, the articles.
    pub items: Rect,
    /// The text pane, with its border.
    pub text: Rect,
    /// The sidebar, with its border.
    pub sidebar: Rect,
    /// The status line.
    pub status: Rect,
    /// Inside of the text pane, the lines about the article.
    pub header: Rect,
    /// Inside of the text pane, the running text.
    pub body: Rect,
    columns: Columns,
    /// True when the sheet over the panes takes the whole screen.
    comparing: bool,
}

impl Layout {
    /// Divides `area` for what the application shows.
    #[must_use]
    pub fn new(app: &App, area: Rect) -> Self {
        let status_height = u16::from(area.height > 1);
        let panes = Rect { height: area.height - status_height, ..area };
        let status = Rect { y: panes.bottom(), height: status_height, ..area };
        let columns = match area.width {
            THREE_PANES.. => Columns::Three,
            TWO_PANES.. => Columns::Two,
            _ => Columns::One,
        };
        let mut layout = Self { area, status, columns, comparing: app.is_comparing(), ..Self::default() };
        let shown = app.panes(columns);
        let sidebar = if shown.contains(&Pane::Sidebar) { (area.width / 5).clamp(26, 36) } else { 0 };
        let mut left = panes;
        for pane in shown {
            let width = match pane {
                _ if Some(pane) == shown.last() => left.width,
                Pane::List => (area.width * 3 / 10).clamp(26, 46),
                Pane::Text | Pane::Sidebar => left.width - sidebar,
            };
            let rect = Rect { width, ..left };
            left = Rect { x: rect.right(), width: left.width - width, ..left };
            match pane {
                Pane::List => layout.list = rect,
                Pane::Text => layout.text = rect,
                Pane::Sidebar => layout.sidebar = rect,
            }
        }
        layout.divide_list(app);
        layout.divide_text(app);
        layout
    }

    /// Saved queries and watch list take a third of the list at most.
    fn divide_list(&mut self, app: &App) {
        let inner = inside(self.list);
        let rows = app.shelf_len().min(usize::from(inner.height / 3)) as u16;
        self.saved = Rect { height: rows, ..inner };
        self.items = Rect { y: inner.y + rows, height: inner.height - rows, ..inner };
    }

    fn divide_text(&mut self, app: &App) {
        let inner = inside(self.text);
        let margin = u16::from(inner.width > 20);
        let room = inner.width.saturating_sub(2 * margin);
        let width = room.min(MEASURE);
        let x = inner.x + margin + (room - width) / 2;
        let problems = app.article().map_or(0, |article| problem_lines(article, width).len()) as u16;
        // On a few rows the text itself matters more than what is known about it.
        let header = if inner.height >= 6 { (2 + problems).min(inner.height / 2) } else { 0 };
        self.header = Rect { x, width, height: header, ..inner };
        self.body = Rect { x, y: inner.y + header, width, height: inner.height - header };
    }

    /// What the application must know of it, but for the length of the sheet over the panes.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        Geometry {
            columns: self.columns,
            list_items: usize::from(self.items.height / ITEM_ROWS).max(1),
            saved_rows: usize::from(self.saved.height),
            text_width: usize::from(if self.body.width == 0 { MEASURE } else { self.body.width }),
            text_rows: usize::from(self.body.height),
            sidebar_rows: usize::from(inside(self.sidebar).height),
            view_rows: usize::from(self.view_lines().height),
            view_columns: usize::from(self.view_lines().width),
            overlay_rows: usize::from(inside(self.overlay()).height),
            wide: usize::from(inside(self.view()).width),
            overlay_lines: 0,
        }
    }

    /// All but the status line: where a view goes that stands in place of the panes.
    #[must_use]
    pub fn view(&self) -> Rect {
        Rect { height: self.area.height - self.status.height, ..self.area }
    }

    /// Inside of it, where its lines go.
    #[must_use]
    pub fn view_lines(&self) -> Rect {
        inside(self.view())
    }

    /// Where a sheet over the panes goes.
    #[must_use]
    pub fn overlay(&self) -> Rect {
        let room = self.view();
        if self.comparing {
            return room;
        }
        let width = room.width.min(96);
        let height = if room.height > 12 { room.height - 2 } else { room.height };
        Rect { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height }
    }

    /// The pane at a place of the screen.
    #[must_use]
    pub fn at(&self, x: u16, y: u16) -> Option<Pane> {
        let here = ratatui::layout::Position { x, y };
        [(self.list, Pane::List), (self.text, Pane::Text), (self.sidebar, Pane::Sidebar)]
            .into_iter()
            .find_map(|(rect, pane)| rect.contains(here).then_some(pane))
    }
}

/// The problems of an article as they stand above its text.
#[must_use]
pub fn problem_lines(article: &Article, width: u16) -> Vec<String> {
    let room = usize::from(width).saturating_sub(2);
    let lines = article.problems().iter().flat_map(|problem| {
        let message = problem.message();
        let lines = wrap(message, 0..message.len(), room).into_iter().enumerate();
        lines.map(|(at, range)| format!("{} {}", if at == 0 { '!' } else { ' ' }, &message[range])).collect::<Vec<_>>()
    });
    lines.take(MAX_PROBLEM_LINES).collect()
}

/// Rows that an article takes in the list.
pub const ITEM_ROWS: u16 = 2;

/// The inside of a pane: without its border, unless the pane is so small that it has none.
#[must_use]
pub fn inside(area: Rect) -> Rect {
    if area.width < 8 || area.height < 4 {
        return area;
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}
