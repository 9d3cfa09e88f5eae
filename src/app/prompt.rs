//! The line being typed at the bottom of the screen: filter, query, search in the text, or a command's name.

use tui_input::Input;

use super::command::{COMMANDS, Command, Spec};
use super::completing::Candidates;
use super::trail::Place;
use crate::names::Kind;
use crate::search::fuzzy::{Filter, Line};

/// What the line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Fuzzy filter on titles.
    Filter,
    /// Keywords over the texts.
    Query,
    /// Search in the article.
    Find,
    /// Words in and around mentions.
    Mentions,
    /// A command's name.
    Palette,
    /// The tags of the article, commas between them.
    Tags,
    /// A note.
    Note,
    /// A saved query's name.
    Saved,
    /// A name for the query.
    SaveAs,
    /// A file for the view.
    Export,
    /// Whether that file may be replaced.
    Overwrite,
    /// Whether the writing is to stop.
    StopExport,
    /// Who somebody else is.
    Merge,
    /// A name that is not somebody's.
    Split,
    /// The name to show.
    Rename,
    /// A name that is missed, and its kind.
    Missed(Kind),
    /// Whether one is the other.
    Doubt,
    /// A name or a query to watch.
    Watch,
}

impl Purpose {
    /// What stands in front of the line.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Filter => "filter: ",
            Self::Query => "query: ",
            Self::Find => "/",
            Self::Mentions => "mentions with: ",
            Self::Palette => ":",
            Self::Tags => "tags: ",
            Self::Note => "note: ",
            Self::Saved => "feed or query: ",
            Self::SaveAs => "save query as: ",
            Self::Export => "export to: ",
            Self::Overwrite => "there already: overwrite? y/n ",
            Self::StopExport => "still being written: stop? y/n ",
            Self::Merge => "is really: ",
            Self::Split => "split off: ",
            Self::Rename => "name to show: ",
            Self::Missed(Kind::Person) => "add a person: ",
            Self::Missed(Kind::Organisation) => "add an organisation: ",
            Self::Missed(Kind::Place) => "add a place: ",
            Self::Doubt => "y yes · n no · l later · u undo · Esc ends ",
            Self::Watch => "watch: ",
        }
    }
}

/// The line, and what it replaces.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// The text and its cursor.
    pub input: Input,
    /// What held before, to return to.
    pub before: String,
    /// Where the search started.
    pub origin: Option<Place>,
    /// The chosen row of the palette, or of the saved queries.
    pub choice: usize,
    /// What may be meant at the cursor.
    pub candidates: Candidates,
}

impl Prompt {
    /// A line that starts as `text`; `before` is what held until now.
    #[must_use]
    pub fn new(purpose: Purpose, text: &str, before: &str, origin: Option<Place>) -> Self {
        let (input, before) = (Input::new(text.to_owned()), before.to_owned());
        Self { purpose, input, before, origin, choice: 0, candidates: Candidates::default() }
    }
}

/// The commands that fit what was typed, best first; all of them while nothing is.
#[must_use]
pub fn palette(typed: &str) -> Vec<&'static Spec> {
    let filter = Filter::new(typed);
    let usable = COMMANDS.iter().filter(|spec| !matches!(spec.command, Command::FollowNth | Command::Palette));
    let mut found: Vec<(i64, &Spec)> = usable
        .filter_map(|spec| {
            let by_name = filter.matches(&Line::new(spec.name)).map(|m| m.score * 4);
            let by_help = filter.matches(&Line::new(spec.help)).map(|m| m.score);
            Some((by_name.max(by_help)?, spec))
        })
        .collect();
    found.sort_by_key(|(score, _)| -score);
    found.into_iter().map(|(_, spec)| spec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_finds_commands_by_name_and_by_what_they_do() {
        assert_eq!(palette("nextmen")[0].command, Command::NextMention);
        assert_eq!(palette("furniture")[0].command, Command::Furniture);
        assert!(palette("advert").iter().any(|s| s.command == Command::Furniture));
        assert!(palette("zzz").is_empty());
    }
}
