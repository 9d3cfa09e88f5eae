//! From a key and what is on the screen to an action: a pure function over the command table.

use std::collections::HashMap;
use std::sync::LazyLock;

use tui_input::InputRequest;

use super::action::Action;
use super::command::{COMMANDS, Command, Context};
use super::key::{Code, Key};

/// What takes the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A pane; the sidebar has the keys of the list.
    Pane(Context),
    /// A line being typed.
    Prompt,
    /// A view in place of the panes.
    View,
    /// A list over the panes: help, notices.
    Overlay,
}

static BINDINGS: LazyLock<HashMap<(Context, Key), Command>> = LazyLock::new(|| {
    COMMANDS
        .iter()
        .flat_map(|spec| spec.keys.split_whitespace().map(move |key| (spec, key)))
        .filter_map(|(spec, key)| Some(((spec.context, key.parse().ok()?), spec.command)))
        .collect()
});

/// What `key` means in `mode`; `None` when it means nothing there.
#[must_use]
pub fn resolve(mode: Mode, key: Key) -> Option<Action> {
    match mode {
        Mode::Prompt => prompt(key),
        Mode::Pane(context) => pane(context, key),
        Mode::View => view(key),
        Mode::Overlay => match pane(Context::Any, key)? {
            // What moves, moves the overlay; the rest closes it or waits until it is closed.
            Action::Run(
                command @ (Command::Down
                | Command::Up
                | Command::HalfPageDown
                | Command::HalfPageUp
                | Command::PageDown
                | Command::PageUp
                | Command::Top
                | Command::Bottom
                | Command::Cancel
                | Command::Leave
                | Command::Compare
                | Command::Redraw
                | Command::Suspend
                | Command::Quit),
            ) => Some(Action::Run(command)),
            Action::Run(Command::Help | Command::Notices | Command::Open) => Some(Action::Run(Command::Cancel)),
            _ => None,
        },
    }
}

/// A view has the keys that it knows what to do with: what others do to the panes is not to be seen.
fn view(key: Key) -> Option<Action> {
    pane(Context::List, key).filter(|action| matches!(action, Action::Run(command) if VIEWED.contains(command)))
}

/// The commands of a view.
const VIEWED: [Command; 32] = [
    Command::Merge,
    Command::Split,
    Command::Rename,
    Command::Kind,
    Command::Hide,
    Command::Undo,
    Command::Down,
    Command::Up,
    Command::HalfPageDown,
    Command::HalfPageUp,
    Command::PageDown,
    Command::PageUp,
    Command::Top,
    Command::Bottom,
    Command::PaneLeft,
    Command::PaneRight,
    Command::Open,
    Command::Card,
    Command::Concordance,
    Command::Watch,
    Command::Filter,
    Command::Order,
    Command::Cancel,
    Command::Leave,
    Command::Back,
    Command::Help,
    Command::Palette,
    Command::Notices,
    Command::Mouse,
    Command::Redraw,
    Command::Suspend,
    Command::Quit,
];

fn pane(context: Context, key: Key) -> Option<Action> {
    let command = *BINDINGS.get(&(context, key)).or_else(|| BINDINGS.get(&(Context::Any, key)))?;
    match (command, key.code) {
        (Command::FollowNth, Code::Char(digit)) => Some(Action::FollowNth(digit.to_digit(10)? as usize)),
        _ => Some(Action::Run(command)),
    }
}

/// The line editing of readline, as far as a line of keywords needs it.
fn prompt(key: Key) -> Option<Action> {
    let edit = |request| Some(Action::Edit(request));
    if key.ctrl {
        return match key.code {
            Code::Char('c' | 'g') => Some(Action::Dismiss),
            Code::Char('a') => edit(InputRequest::GoToStart),
            Code::Char('e') => edit(InputRequest::GoToEnd),
            Code::Char('b') => edit(InputRequest::GoToPrevChar),
            Code::Char('f') => edit(InputRequest::GoToNextChar),
            Code::Char('w') => edit(InputRequest::DeletePrevWord),
            Code::Char('u') => edit(InputRequest::DeleteLine),
            Code::Char('k') => edit(InputRequest::DeleteTillEnd),
            Code::Char('h') => edit(InputRequest::DeletePrevChar),
            Code::Char('d') => edit(InputRequest::DeleteNextChar),
            Code::Char('n') => Some(Action::Choose(1)),
            Code::Char('p') => Some(Action::Choose(-1)),
            Code::Char('l') => Some(Action::Run(Command::Redraw)),
            Code::Char('z') => Some(Action::Run(Command::Suspend)),
            Code::Left => edit(InputRequest::GoToPrevWord),
            Code::Right => edit(InputRequest::GoToNextWord),
            _ => None,
        };
    }
    match key.code {
        Code::Char(c) if !key.alt => edit(InputRequest::InsertChar(c)),
        Code::Backspace => edit(InputRequest::DeletePrevChar),
        Code::Delete => edit(InputRequest::DeleteNextChar),
        Code::Left => edit(InputRequest::GoToPrevChar),
        Code::Right => edit(InputRequest::GoToNextChar),
        Code::Home => edit(InputRequest::GoToStart),
        Code::End => edit(InputRequest::GoToEnd),
        Code::Tab if !key.shift => Some(Action::Complete),
        Code::Up | Code::Tab => Some(Action::Choose(-1)),
        Code::Down => Some(Action::Choose(1)),
        Code::Enter => Some(Action::Accept),
        Code::Esc => Some(Action::Dismiss),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mode: Mode, key: &str, expected: Option<&Action>) {
        let found = resolve(mode, key.parse().unwrap());
        assert!(found.as_ref() == expected, "{key}");
    }

    #[test]
    fn one_key_may_mean_different_things_in_different_panes() {
        check(Mode::Pane(Context::List), "/", Some(&Action::Run(Command::Filter)));
        check(Mode::Pane(Context::Text), "/", Some(&Action::Run(Command::Find)));
        check(Mode::Pane(Context::Text), "]", Some(&Action::Run(Command::NextMention)));
        check(Mode::Pane(Context::Text), "3", Some(&Action::FollowNth(3)));
    }

    #[test]
    fn while_typing_letters_are_letters() {
        check(Mode::Prompt, "q", Some(&Action::Edit(InputRequest::InsertChar('q'))));
        check(Mode::Prompt, "Esc", Some(&Action::Dismiss));
        check(Mode::Prompt, "^W", Some(&Action::Edit(InputRequest::DeletePrevWord)));
        check(Mode::Prompt, "Tab", Some(&Action::Complete));
        check(Mode::Prompt, "S-Tab", Some(&Action::Choose(-1)));
    }

    #[test]
    fn an_overlay_scrolls_and_closes() {
        check(Mode::Overlay, "j", Some(&Action::Run(Command::Down)));
        check(Mode::Overlay, "?", Some(&Action::Run(Command::Cancel)));
        check(Mode::Overlay, "f", None);
    }
}
