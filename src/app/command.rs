//! Every command, declared once: its name, its help and its keys. The keymap, the help screen, the palette and the
//! README's table are made from this table, and a test holds the README to it.

/// Something the reader can be told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table below says what each does, once")]
pub enum Command {
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    NextPane,
    PreviousPane,
    PaneLeft,
    PaneRight,
    Open,
    NextArticle,
    PreviousArticle,
    Filter,
    Find,
    NextHit,
    PreviousHit,
    Query,
    Order,
    Fold,
    Stories,
    Compare,
    Saved,
    SaveQuery,
    Watch,
    WatchFor,
    NextMention,
    PreviousMention,
    NextMentioning,
    PreviousMentioning,
    NextName,
    PreviousName,
    FollowNth,
    FollowNobody,
    Card,
    Concordance,
    Both,
    Strips,
    Back,
    Forward,
    Sidebar,
    Scope,
    Merge,
    Split,
    Rename,
    Kind,
    Hide,
    AddName,
    Suggestions,
    ShowHidden,
    Furniture,
    /// Part long words at the ends of lines, or not.
    Hyphens,
    Notices,
    Star,
    Read,
    Tag,
    Note,
    Notes,
    Undo,
    Export,
    Mouse,
    Theme,
    Help,
    Palette,
    Cancel,
    Leave,
    Redraw,
    Suspend,
    Quit,
}

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// In every pane.
    Any,
    /// In the list of articles.
    List,
    /// In the text.
    Text,
}

/// A heading of the help screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Moving,
    /// Following somebody.
    Following,
    /// Saying who is who.
    Ruling,
    /// Finding.
    Finding,
    /// Keeping.
    Keeping,
    /// The screen and the program.
    Screen,
}

impl Group {
    /// In the order of the help screen.
    pub const ALL: [Self; 6] =
        [Self::Moving, Self::Following, Self::Ruling, Self::Finding, Self::Keeping, Self::Screen];

    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving and reading",
            Self::Following => "Following people, organisations and places",
            Self::Ruling => "Saying who is who, over the whole pile",
            Self::Finding => "Filtering and searching",
            Self::Keeping => "Keeping: read, starred, tagged, noted, exported",
            Self::Screen => "Screen and program",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The command.
    pub command: Command,
    /// Its name in the palette.
    pub name: &'static str,
    /// What it does, in one line.
    pub help: &'static str,
    /// Where its keys mean it.
    pub context: Context,
    /// Its keys as [`Key`](super::key::Key) writes them, parted by spaces.
    pub keys: &'static str,
    /// Where the help screen has it.
    pub group: Group,
}

const fn spec(
    group: Group,
    context: Context,
    command: Command,
    keys: &'static str,
    name: &'static str,
    help: &'static str,
) -> Spec {
    Spec { command, name, help, context, keys, group }
}

use Context::{Any, List, Text};
use Group::{Finding, Following, Keeping, Moving, Ruling, Screen};

/// The table.
pub const COMMANDS: &[Spec] = &[
    spec(Moving, Any, Command::Down, "j ↓", "down", "one line or row down"),
    spec(Moving, Any, Command::Up, "k ↑", "up", "one line or row up"),
    spec(Moving, Any, Command::HalfPageDown, "^D", "half-page-down", "half a page down"),
    spec(Moving, Any, Command::HalfPageUp, "^U", "half-page-up", "half a page up"),
    spec(Moving, Any, Command::PageDown, "Space ^F PgDn", "page-down", "a page down"),
    spec(Moving, Any, Command::PageUp, "b ^B PgUp", "page-up", "a page up"),
    spec(Moving, Any, Command::Top, "g Home", "top", "to the start"),
    spec(Moving, Any, Command::Bottom, "G End", "bottom", "to the end"),
    spec(Moving, Any, Command::NextPane, "Tab", "next-pane", "next pane"),
    spec(Moving, Any, Command::PreviousPane, "S-Tab", "previous-pane", "previous pane"),
    spec(Moving, Any, Command::PaneLeft, "h ←", "pane-left", "the pane on the left"),
    spec(Moving, Any, Command::PaneRight, "l →", "pane-right", "the pane on the right"),
    spec(
        Moving,
        Any,
        Command::Open,
        "Enter",
        "open",
        "open the article; follow the name at the cursor or in the sidebar",
    ),
    spec(Moving, Any, Command::NextArticle, "J", "next-article", "next article"),
    spec(Moving, Any, Command::PreviousArticle, "K", "previous-article", "previous article"),
    spec(Moving, Any, Command::Back, "^O <", "back", "back to where you jumped from"),
    spec(Moving, Any, Command::Forward, ">", "forward", "forward again"),
    spec(
        Following,
        Any,
        Command::NextMention,
        "f ]",
        "next-mention",
        "next mention of the one followed, of several the next sentence that names two of them; on into the next article",
    ),
    spec(
        Following,
        Any,
        Command::PreviousMention,
        "F [",
        "previous-mention",
        "previous mention of the one followed, of several the previous sentence that names two of them",
    ),
    spec(
        Following,
        Any,
        Command::NextMentioning,
        "x }",
        "next-mentioning",
        "next article that mentions the one followed, of several all of them",
    ),
    spec(
        Following,
        Any,
        Command::PreviousMentioning,
        "X {",
        "previous-mentioning",
        "previous article that mentions the one followed, of several all of them",
    ),
    spec(Following, Any, Command::NextName, "e", "next-name", "next name of any kind in the text; Enter follows it"),
    spec(Following, Any, Command::PreviousName, "E", "previous-name", "previous name of any kind in the text"),
    spec(Following, Any, Command::FollowNth, "1 2 3 4 5 6 7 8 9", "follow-nth", "follow the nth name of the sidebar"),
    spec(Following, Any, Command::FollowNobody, "0", "follow-nobody", "follow nobody"),
    spec(
        Following,
        Any,
        Command::Card,
        "i",
        "card",
        "all that is known of the one at the cursor, else of the one followed; Enter goes where a line leads",
    ),
    spec(
        Following,
        Any,
        Command::Both,
        "B",
        "both",
        "follow the name at the cursor, else of the sidebar, too, or no longer: the list is what names them all, f finds where \
         they meet",
    ),
    spec(
        Following,
        Any,
        Command::Concordance,
        "c",
        "concordance",
        "every mention of the same one in the pile: / filters them, O sorts them, Enter goes there and ^O back",
    ),
    spec(
        Following,
        Any,
        Command::Strips,
        "d",
        "strips",
        "sidebar: where in the article each is named, or how often; a click goes there",
    ),
    spec(Following, Any, Command::Scope, "w", "scope", "sidebar: names of this article, or of the whole pile"),
    spec(
        Ruling,
        Any,
        Command::Merge,
        "M",
        "merge",
        "merge: the name at the cursor or in the sidebar, else the one followed, is somebody else of the pile",
    ),
    spec(
        Ruling,
        Any,
        Command::Split,
        "S",
        "split",
        "split off the name at the cursor: it is not who it is taken for; elsewhere, choose among the names of the one followed",
    ),
    spec(Ruling, Any, Command::Rename, "R", "rename", "rename: the name to show"),
    spec(Ruling, Any, Command::Kind, "T", "kind", "the next kind: person, organisation, place"),
    spec(Ruling, Any, Command::Hide, "H", "hide", "hide a name that is none, or show it again"),
    spec(
        Ruling,
        Any,
        Command::AddName,
        "A",
        "add-name",
        "add a name that is missed, as it stands in the text; Tab changes its kind",
    ),
    spec(Ruling, Any, Command::Suggestions, "I", "suggestions", "who may be whom: y yes, n no, l later, u takes back"),
    spec(
        Ruling,
        Any,
        Command::ShowHidden,
        "",
        "show-hidden",
        "show hidden names in the sidebar, or not; H shows one again",
    ),
    spec(Finding, List, Command::Filter, "/", "filter", "in the list: fuzzy filter on titles as you type"),
    spec(Finding, Text, Command::Find, "/", "find", "in the text: search in this article"),
    spec(Finding, Any, Command::NextHit, "n", "next-hit", "next place found in the text"),
    spec(Finding, Any, Command::PreviousHit, "N", "previous-hit", "previous place found in the text"),
    spec(
        Finding,
        Any,
        Command::Query,
        "=",
        "query",
        "query: words, \"phrases\", prefix*, -not, OR, person:, title:, after: and other fields; Tab completes",
    ),
    spec(
        Finding,
        Any,
        Command::Order,
        "O",
        "order",
        "order of the list: as the files lie, by relevance, date, title, mentions of the one followed",
    ),
    spec(Finding, Any, Command::Fold, "z", "fold", "unfold or fold the articles that tell the same story"),
    spec(
        Finding,
        Any,
        Command::Stories,
        "Z",
        "stories",
        "stories: one row for the articles that tell the same, or one for each",
    ),
    spec(
        Finding,
        Any,
        Command::Compare,
        "D",
        "compare",
        "differences: the article beside another of its story; again for the next one",
    ),
    spec(
        Finding,
        Any,
        Command::Saved,
        "L",
        "saved",
        "feeds and saved queries: choose one, or the same again to take it back; they are renamed and removed in their files",
    ),
    spec(Finding, Any, Command::SaveQuery, "W", "save-query", "write the query down under a name"),
    spec(
        Finding,
        Any,
        Command::Watch,
        "V",
        "watch",
        "watch the one at the cursor, in the sidebar or followed, or no more; where there is none, a name or query you type",
    ),
    spec(Finding, Any, Command::WatchFor, "", "watch-for", "watch a name or a query that you type"),
    spec(Keeping, Any, Command::Star, "m", "star", "star the article, or take the star off"),
    spec(Keeping, Any, Command::Read, "r", "read", "call the article read, or unread"),
    spec(Keeping, Any, Command::Tag, "t", "tag", "tags of the article, commas between them"),
    spec(
        Keeping,
        Any,
        Command::Note,
        "a",
        "note",
        "a note on what the cursor is on, else on the article; an empty one is removed",
    ),
    spec(Keeping, Any, Command::Notes, "o", "notes", "the tags and notes of the article"),
    spec(Keeping, Any, Command::Undo, "u", "undo", "take back the last mark, or what was said of a name, step by step"),
    spec(
        Keeping,
        Any,
        Command::Export,
        "s",
        "export",
        "write the list to a file, with the passages of the one followed; its ending says the format",
    ),
    spec(Screen, Any, Command::Sidebar, "p", "sidebar", "show or hide the sidebar"),
    spec(
        Screen,
        Any,
        Command::Furniture,
        "v",
        "furniture",
        "show or hide what was taken out of the text: adverts, share links, repeated titles",
    ),
    spec(Screen, Any, Command::Hyphens, "", "hyphens", "part long words at the ends of lines, or leave them whole"),
    spec(Screen, Any, Command::Notices, "!", "notices", "what could not be read, and why"),
    spec(Screen, Any, Command::Mouse, "y", "mouse", "mouse on, or off so that the terminal can select text"),
    spec(Screen, Any, Command::Theme, "", "theme", "light or dark colours"),
    spec(Screen, Any, Command::Help, "?", "help", "this help"),
    spec(Screen, Any, Command::Palette, ":", "palette", "run a command by its name"),
    spec(Screen, Any, Command::Leave, "q", "leave", "back out one level; from the list, quit"),
    spec(
        Screen,
        Any,
        Command::Cancel,
        "Esc",
        "cancel",
        "back out one level; in the list, end the filter, then the query, then following several",
    ),
    spec(Screen, Any, Command::Redraw, "^L", "redraw", "draw the screen anew"),
    spec(Screen, Any, Command::Suspend, "^Z", "suspend", "back to the shell for a while; fg returns"),
    spec(Screen, Any, Command::Quit, "Q ^C", "quit", "quit"),
];

#[cfg(test)]
mod tests {
    use super::super::key::Key;
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_everything_has_help() {
        let names: HashSet<&str> = COMMANDS.iter().map(|s| s.name).collect();
        assert_eq!(names.len(), COMMANDS.len());
        let commands: HashSet<Command> = COMMANDS.iter().map(|s| s.command).collect();
        assert_eq!(commands.len(), COMMANDS.len());
        for spec in COMMANDS {
            assert!(!spec.help.is_empty() && !spec.help.ends_with('.'), "{}", spec.name);
            assert!(spec.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", spec.name);
            assert!(Group::ALL.contains(&spec.group));
        }
    }

    #[test]
    fn no_key_is_bound_twice_in_one_place() {
        let mut bound = HashSet::new();
        for spec in COMMANDS {
            let contexts = if spec.context == Any { vec![List, Text] } else { vec![spec.context] };
            for key in spec.keys.split_whitespace() {
                let key: Key = key.parse().unwrap();
                for context in &contexts {
                    assert!(bound.insert((*context, key)), "{key} is bound twice");
                }
            }
        }
    }

    /// Brackets, braces and some signs need `AltGr` on a French keyboard: they may never be the only way.
    #[test]
    fn every_command_can_be_typed_on_any_keyboard() {
        for spec in COMMANDS.iter().filter(|s| !s.keys.is_empty()) {
            let easy = |key: &str| !["[", "]", "{", "}", "\\", "|", "~", "#", "@", "`"].contains(&key);
            assert!(spec.keys.split_whitespace().any(easy), "{}", spec.name);
        }
    }
}
