//! Colour roles: the only place where a role becomes a colour.
//!
//! Each role is declared once with its looks on a dark and a light background and without colours. Kinds of names
//! differ by more than colour: people are underlined, organisations bold, places italic.

use ratatui::style::{Color, Modifier, Style};

use crate::names::Kind;

/// What something on the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table below says what each is, once")]
pub enum Role {
    Text,
    Faint,
    Title,
    Heading,
    Quotation,
    Furniture,
    Link,
    Person,
    Organisation,
    Place,
    Followed,
    Meeting,
    Strip,
    StripInView,
    Mark,
    Hit,
    Letters,
    Border,
    FocusedBorder,
    Selected,
    SelectedElsewhere,
    Status,
    Message,
    Problem,
    Odd,
    Tick,
    Unread,
    Star,
    Only,
    Differing,
    Watched,
}

/// One role and how it looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The role.
    pub role: Role,
    /// Its name.
    pub name: &'static str,
    dark: (Option<u8>, Option<u8>),
    light: (Option<u8>, Option<u8>),
    /// With and without colours.
    modifier: Modifier,
    /// Without colours only, where colours alone would tell.
    plain: Modifier,
}

type Pair = (Option<u8>, Option<u8>);

const fn look(role: Role, name: &'static str, dark: Pair, light: Pair, modifier: Modifier, plain: Modifier) -> Look {
    Look { role, name, dark, light, modifier, plain }
}

const NONE: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;

const fn fg(color: u8) -> Pair {
    (Some(color), None)
}

const fn on(background: u8, color: u8) -> Pair {
    (Some(color), Some(background))
}

/// Every role, colours as indices of the 256-colour palette: foreground, background.
pub const LOOKS: &[Look] = &[
    look(Role::Text, "text", (None, None), (None, None), NONE, NONE),
    look(Role::Faint, "faint", fg(245), fg(243), NONE, Modifier::DIM),
    look(Role::Title, "title", fg(231), fg(16), BOLD, NONE),
    look(Role::Heading, "heading", fg(223), fg(94), BOLD, NONE),
    look(Role::Quotation, "quotation", fg(250), fg(239), Modifier::ITALIC, NONE),
    look(Role::Furniture, "furniture", fg(242), fg(246), NONE, Modifier::DIM),
    look(Role::Link, "link", fg(110), fg(25), NONE, Modifier::UNDERLINED),
    look(Role::Person, "person", fg(117), fg(25), Modifier::UNDERLINED, NONE),
    look(Role::Organisation, "organisation", fg(180), fg(130), BOLD, NONE),
    look(Role::Place, "place", fg(114), fg(28), Modifier::ITALIC, NONE),
    look(Role::Followed, "followed", on(24, 231), on(153, 16), BOLD, Modifier::UNDERLINED),
    look(Role::Meeting, "meeting", (None, Some(53)), (None, Some(225)), NONE, Modifier::UNDERLINED),
    look(Role::Strip, "strip", fg(110), fg(25), NONE, NONE),
    look(Role::StripInView, "strip-in-view", on(237, 221), on(254, 166), BOLD, Modifier::UNDERLINED),
    look(Role::Mark, "mark", on(221, 16), on(208, 16), BOLD, Modifier::REVERSED),
    look(Role::Hit, "hit", on(58, 230), on(229, 16), NONE, Modifier::REVERSED),
    look(Role::Letters, "letters", fg(215), fg(161), BOLD, Modifier::UNDERLINED),
    look(Role::Border, "border", fg(240), fg(250), NONE, NONE),
    look(Role::FocusedBorder, "focused-border", fg(75), fg(26), NONE, BOLD),
    look(Role::Selected, "selected", on(237, 231), on(254, 16), BOLD, NONE),
    look(Role::SelectedElsewhere, "selected-elsewhere", fg(252), fg(236), BOLD, NONE),
    look(Role::Status, "status", fg(250), fg(238), NONE, NONE),
    look(Role::Message, "message", fg(222), fg(94), NONE, BOLD),
    look(Role::Problem, "problem", fg(209), fg(160), NONE, BOLD),
    look(Role::Odd, "odd", fg(209), fg(160), Modifier::UNDERLINED, NONE),
    look(Role::Tick, "tick", fg(221), fg(166), BOLD, NONE),
    look(Role::Unread, "unread", (None, None), (None, None), BOLD, NONE),
    look(Role::Star, "star", fg(221), fg(130), NONE, NONE),
    look(Role::Only, "only", fg(215), fg(130), NONE, BOLD),
    look(Role::Differing, "differing", fg(215), fg(130), Modifier::BOLD.union(Modifier::UNDERLINED), NONE),
    look(Role::Watched, "watched", fg(213), fg(127), BOLD, NONE),
];

/// A choice among the looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// For a light background.
    pub light: bool,
    /// False where the user wants no colours (`NO_COLOR`).
    pub color: bool,
}

impl Theme {
    /// The style of a role.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let Some(look) = LOOKS.iter().find(|look| look.role == role) else { return Style::new() };
        if !self.color {
            return Style::new().add_modifier(look.modifier | look.plain);
        }
        let (front, back) = if self.light { look.light } else { look.dark };
        let mut style = Style::new().add_modifier(look.modifier);
        style.fg = front.map(Color::Indexed);
        style.bg = back.map(Color::Indexed);
        style
    }
}

impl From<Kind> for Role {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Organisation,
            Kind::Place => Self::Place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_role_has_one_look_and_one_name() {
        let roles: HashSet<Role> = LOOKS.iter().map(|l| l.role).collect();
        let names: HashSet<&str> = LOOKS.iter().map(|l| l.name).collect();
        assert_eq!((roles.len(), names.len()), (LOOKS.len(), LOOKS.len()));
    }

    #[test]
    fn kinds_of_names_differ_without_colours_too() {
        let plain = Theme { light: false, color: false };
        let roles = [Role::Person, Role::Organisation, Role::Place, Role::Followed, Role::Mark, Role::Text];
        let styles: HashSet<Style> = roles.iter().map(|&role| plain.style(role)).collect();
        assert_eq!(styles.len(), roles.len());
        assert!(LOOKS.iter().all(|l| plain.style(l.role).fg.is_none() && plain.style(l.role).bg.is_none()));
    }
}
