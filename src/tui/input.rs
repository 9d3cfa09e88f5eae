//! From terminal events to actions.

use std::ops::Range;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::draw::{byte_at, choice_at, step_at, strip_at};
use super::layout::{ITEM_ROWS, Layout, inside};
use crate::app::App;
use crate::app::action::{Action, Target};
use crate::app::geometry::Pane;
use crate::app::key::{Code, Key};
use crate::app::keymap;
use crate::app::sidebar::Line;
use crate::app::views::View;
use crate::text::cells;

/// Rows that one notch of the wheel scrolls.
const WHEEL_ROWS: isize = 3;

/// What an event means now; `None` when it means nothing.
#[must_use]
pub fn action(app: &App, layout: &Layout, event: Event) -> Option<Action> {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => keymap::resolve(app.mode(), key(event)?),
        Event::Mouse(event) => mouse(app, layout, event),
        Event::Paste(text) => Some(Action::Paste(text)),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let shift = event.modifiers.contains(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab;
    Some(Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        // The character shows the shift already.
        shift: shift && !matches!(code, Code::Char(_)),
        alt: event.modifiers.contains(KeyModifiers::ALT),
    })
}

fn mouse(app: &App, layout: &Layout, event: MouseEvent) -> Option<Action> {
    let (x, y) = (event.column, event.row);
    let pane = layout.at(x, y);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) if app.prompt().is_some() => {
            Some(Action::Click(Target::Choice(choice_at(app, layout, x, y)?)))
        }
        MouseEventKind::Down(MouseButton::Left)
            if app.prompt().is_none() && app.overlay().is_none() && app.view().is_some() =>
        {
            in_view(app, layout, x, y).map(Action::Click)
        }
        MouseEventKind::ScrollDown => Some(Action::Wheel(pane?, WHEEL_ROWS)),
        MouseEventKind::ScrollUp => Some(Action::Wheel(pane?, -WHEEL_ROWS)),
        MouseEventKind::Down(MouseButton::Left) if app.prompt().is_none() && app.overlay().is_none() => {
            Some(Action::Click(target(app, layout, pane?, x, y)))
        }
        _ => None,
    }
}

/// What of a view stands at a place of the screen.
fn in_view(app: &App, layout: &Layout, x: u16, y: u16) -> Option<Target> {
    let lines = layout.view_lines();
    let row = y.checked_sub(lines.y).filter(|row| *row < lines.height).map(usize::from)?;
    match app.view()? {
        View::Card(card) => {
            let line = card.top() + row;
            step_at(card, layout, line, x)
                .map(Target::Step)
                .or_else(|| (line < card.lines().len()).then_some(Target::Line(line)))
        }
        View::Mentions(mentions) => {
            let line = mentions.top() + row;
            (line < mentions.rows().len()).then_some(Target::Line(line))
        }
    }
}

fn target(app: &App, layout: &Layout, pane: Pane, x: u16, y: u16) -> Target {
    let rect = match pane {
        Pane::List => layout.list,
        Pane::Text => layout.text,
        Pane::Sidebar => layout.sidebar,
    };
    let inner = inside(rect);
    let nowhere = Target::Pane(pane);
    let Some(row) = y.checked_sub(inner.y).filter(|row| *row < inner.height).map(usize::from) else { return nowhere };
    match pane {
        Pane::List => {
            let saved = usize::from(layout.saved.height);
            let Some(row) = row.checked_sub(saved) else {
                return app.shelf().get(app.shelf_top() + row).map_or(nowhere, |row| Target::Above(*row));
            };
            let index = app.list().top() + row / usize::from(ITEM_ROWS);
            let Some(item) = app.list().row_at(app.pile(), index) else { return nowhere };
            // The mark stands at the end of the first line, a blank before it.
            let mark = cells::width(&item.mark()) as u16;
            let first = row.is_multiple_of(usize::from(ITEM_ROWS));
            let on_mark = mark > 0 && first && x + mark + 1 >= inner.right();
            if on_mark { Target::Fold(index) } else { Target::Row(index) }
        }
        Pane::Text if x + 1 == rect.right() && inner != rect => {
            Target::Share(row * 1000 / usize::from(inner.height).max(1))
        }
        Pane::Text => byte_at(app, layout, x, y).map_or(nowhere, Target::Text),
        Pane::Sidebar => match app.sidebar().lines().get(app.sidebar().top() + row) {
            Some(Line::Name(index)) => {
                let place = |(name, bytes): (usize, Range<usize>)| Target::Strip(name, bytes.start, bytes.end);
                strip_at(app, layout, x, y).map_or(Target::Name(*index), place)
            }
            _ => nowhere,
        },
    }
}
