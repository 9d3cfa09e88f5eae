//! The feeds, the saved queries and the watch list above the list of articles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint::Pen;
use super::super::theme::Role;
use super::Scene;
use crate::app::shelf::Row;
use crate::app::watching::WatchRow;
use crate::text::cells;

/// What stands before what is watched: a full sign where something is new.
pub(super) fn sign(row: &WatchRow) -> &'static str {
    if row.unseen() > 0 { NEWS } else { WATCHED }
}

/// The sign of a feed with something unread.
const UNREAD: &str = "•";

/// The sign of what is new and watched.
pub(super) const NEWS: &str = "◆";

/// The sign of what is watched.
pub(super) const WATCHED: &str = "◇";

impl Scene<'_> {
    pub(super) fn saved(&self, buffer: &mut Buffer) {
        let (area, top) = (self.layout.saved, self.app.shelf_top());
        if area.height == 0 {
            return;
        }
        let active = self.app.active_row();
        let rows = self.app.shelf().into_iter().skip(top);
        for (row, at) in rows.take(usize::from(area.height)).enumerate() {
            let base = if active == Some(at) { self.style(Role::SelectedElsewhere) } else { Style::new() };
            let (name, count, sign, role) = match at {
                Row::Feed(at) => {
                    let feed = &self.app.feeds().rows()[at];
                    let count = feed.unread().map_or("…".to_owned(), |count| count.to_string());
                    (feed.name(), count, if feed.unread() == Some(0) { "·" } else { UNREAD }, Role::Letters)
                }
                Row::Saved(at) => {
                    let saved = &self.app.saved().rows()[at];
                    let count = saved.count().map_or("…".to_owned(), |count| count.to_string());
                    (saved.name(), count, "=", Role::Letters)
                }
                Row::Watched(at) => {
                    let watched = &self.app.watching().rows()[at];
                    (watched.name(), watched.counts(), sign(watched), Role::Watched)
                }
            };
            let width = area.width.saturating_sub(cells::width(&count) as u16 + 2);
            let left = Rect { width, ..area };
            let mut pen = Pen::new(buffer, left, row as u16);
            let marker = if active == Some(at) { "►" } else { sign };
            pen.write(marker, base.patch(self.style(role))).write(" ", base);
            pen.write_cut(name, base.patch(self.style(Role::Letters))).fill(base);
            let rest = Rect { x: left.right(), width: area.width - width, ..area };
            let mut pen = Pen::new(buffer, rest, row as u16);
            let news = if sign == NEWS { Role::Watched } else { Role::Faint };
            pen.write(" ", base).write(&count, base.patch(self.style(news))).fill(base);
        }
    }
}
