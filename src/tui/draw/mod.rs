//! Drawing: from `&App` to cells. One file per part of the screen; none of them changes any state.

mod card;
mod compare;
mod list;
mod mentions;
mod menu;
mod overlay;
mod saved;
mod sidebar;
mod status;
mod strip;
mod text;

pub use card::step_at;
pub use overlay::sheet_lines;
pub use strip::strip_at;
pub use text::byte_at;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::layout::Layout;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::geometry::Pane;
use crate::app::views::View;

/// Draws the whole screen and says where the terminal's cursor belongs, if anywhere.
pub fn draw(app: &App, theme: Theme, layout: &Layout, buffer: &mut Buffer) -> Option<Position> {
    let scene = Scene { app, theme, layout };
    match app.view() {
        Some(View::Card(card)) => scene.card(buffer, card),
        Some(View::Mentions(mentions)) => scene.mentions(buffer, mentions),
        None => scene.panes(buffer),
    }
    let cursor = scene.status(buffer);
    scene.overlay(buffer);
    scene.menus(buffer);
    cursor
}

/// The row of the menu above the line being typed at a place of the screen.
#[must_use]
pub fn choice_at(app: &App, layout: &Layout, x: u16, y: u16) -> Option<usize> {
    Scene { app, theme: Theme { light: false, color: false }, layout }.menu_row(x, y)
}

/// What every drawing needs.
struct Scene<'a> {
    app: &'a App,
    theme: Theme,
    layout: &'a Layout,
}

impl Scene<'_> {
    fn panes(&self, buffer: &mut Buffer) {
        if !self.layout.list.is_empty() {
            self.list(buffer);
            self.saved(buffer);
        }
        if !self.layout.text.is_empty() {
            self.text(buffer);
        }
        if !self.layout.sidebar.is_empty() {
            self.sidebar(buffer);
        }
    }

    fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    fn border(&self, pane: Pane) -> Style {
        self.style(if self.app.focus() == pane { Role::FocusedBorder } else { Role::Border })
    }
}
