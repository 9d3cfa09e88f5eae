//! What can happen to the application, and what it asks for in return.

use chrono::NaiveDate;
use tui_input::InputRequest;

use super::command::Command;
use super::geometry::{Geometry, Pane};
use super::shelf::Row;
use crate::worker::{Job, Report};

/// Everything that changes the state, in one closed list.
#[derive(Debug)]
pub enum Action {
    /// Run a command.
    Run(Command),
    /// Follow the nth name of the sidebar, counted from 1.
    FollowNth(usize),
    /// Edit the line being typed.
    Edit(InputRequest),
    /// Insert text that was pasted.
    Paste(String),
    /// Choose the entry this many below, in the list that the line being typed narrows.
    Choose(isize),
    /// Take what completes the word at the cursor.
    Complete,
    /// Take the line as typed, or what is chosen for it.
    Accept,
    /// Drop the line.
    Dismiss,
    /// A click.
    Click(Target),
    /// The wheel turned over a pane: rows down, or up when negative.
    Wheel(Pane, isize),
    /// The panes have these sizes now.
    Resize(Geometry),
    /// The terminal told its background.
    Background {
        /// True when it is a light one.
        light: bool,
    },
    /// It is this day.
    Today(NaiveDate),
    /// The program is about to end.
    Closing,
    /// The worker says something.
    Report(Report),
}

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A row of the list, by its index.
    Row(usize),
    /// The mark at the end of a row of the list, by its index: the others of its story fold and unfold.
    Fold(usize),
    /// A row above the list.
    Above(Row),
    /// A place in the text, by its byte.
    Text(usize),
    /// A row of the sidebar, by its index.
    Name(usize),
    /// A place in the strip of a row of the sidebar: the row's index, and the bytes of the text that it stands for.
    Strip(usize, usize, usize),
    /// A place in the text as a share of it, in thousandths: a click on the scroll bar.
    Share(usize),
    /// A line of the view in place of the panes, by its index.
    Line(usize),
    /// A row of the menu above the line being typed, by its index.
    Choice(usize),
    /// A step of the timeline on a card.
    Step(usize),
    /// A pane, nowhere in particular.
    Pane(Pane),
}

/// What the application wants done outside of itself.
#[derive(Debug)]
pub enum Effect {
    /// Off the UI thread.
    Run(Job),
    /// End the program.
    Quit,
    /// Stop as a shell's job stops.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Let the program (true) or the terminal (false) have the mouse.
    Mouse(bool),
}

impl PartialEq for Action {
    /// Actions that carry results of work are never equal: nothing compares them.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Run(a), Self::Run(b)) => a == b,
            (Self::FollowNth(a), Self::FollowNth(b)) => a == b,
            (Self::Edit(a), Self::Edit(b)) => a == b,
            (Self::Paste(a), Self::Paste(b)) => a == b,
            (Self::Choose(a), Self::Choose(b)) => a == b,
            (Self::Accept, Self::Accept) | (Self::Dismiss, Self::Dismiss) | (Self::Complete, Self::Complete) => true,
            (Self::Click(a), Self::Click(b)) => a == b,
            (Self::Wheel(a, b), Self::Wheel(c, d)) => a == c && b == d,
            (Self::Resize(a), Self::Resize(b)) => a == b,
            _ => false,
        }
    }
}
