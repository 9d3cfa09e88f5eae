//! Drawing: from `&App` to cells. One file per part of the screen; none of them changes any state.

mod compare;
mod list;
mod menu;
mod overlay;
mod saved;
mod sidebar;
mod status;
mod text;

pub use overlay::sheet_lines;
pub use text::byte_at;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::layout::Layout;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::geometry::Pane;

/// Draws the whole screen and says where the terminal's cursor belongs, if anywhere.
pub fn draw(app: &App, theme: Theme, layout: &Layout, buffer: &mut Buffer) -> Option<Position> {
    let scene = Scene { app, theme, layout };
    if !layout.list.is_empty() {
        scene.list(buffer);
        scene.saved(buffer);
    }
    if !layout.text.is_empty() {
        scene.text(buffer);
    }
    if !layout.sidebar.is_empty() {
        scene.sidebar(buffer);
    }
    let cursor = scene.status(buffer);
    scene.overlay(buffer);
    scene.menus(buffer);
    cursor
}

/// What every drawing needs.
struct Scene<'a> {
    app: &'a App,
    theme: Theme,
    layout: &'a Layout,
}

impl Scene<'_> {
    fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    fn border(&self, pane: Pane) -> Style {
        self.style(if self.app.focus() == pane { Role::FocusedBorder } else { Role::Border })
    }
}
