//! What can be written, and how the name of a file says which.

use crate::library::target::Shape;

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines, an object an article.
    Jsonl,
    /// A table.
    Csv,
    /// Reading notes in Markdown.
    Notes,
    /// A folder of texts with annotations, as brat reads it.
    Brat,
    /// A graph of companions, as Gephi reads it.
    Gexf,
    /// Entities as `FollowTheMoney` has them.
    Ftm,
}

/// What a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A row an article.
    Articles,
    /// A row a mention.
    Mentions,
    /// A row a person, an organisation or a place.
    Entities,
    /// A row a pair that is named in one article.
    Companions,
}

/// A format in the words of the user.
#[derive(Debug, Clone, Copy)]
pub struct FormatSpec {
    /// Which.
    pub format: Format,
    /// Its name on the command line.
    pub name: &'static str,
    /// What the name of a file ends with.
    pub ending: &'static str,
    /// What it is.
    pub help: &'static str,
}

const fn spec(format: Format, name: &'static str, ending: &'static str, help: &'static str) -> FormatSpec {
    FormatSpec { format, name, ending, help }
}

/// Every format, in the order of the help.
pub const FORMATS: &[FormatSpec] = &[
    spec(Format::Jsonl, "jsonl", ".jsonl", "JSON Lines: an object an article, with text, blocks and mentions"),
    spec(Format::Csv, "csv", ".csv", "a table of articles, or of the mentions of the one followed"),
    spec(
        Format::Notes,
        "markdown",
        ".md",
        "reading notes: articles, the passages that name the one followed, your notes",
    ),
    spec(Format::Brat, "brat", "/", "brat standoff: a folder with each text and its annotations"),
    spec(Format::Gexf, "gexf", ".gexf", "who is named together with whom, as a graph for Gephi or networkx"),
    spec(
        Format::Ftm,
        "ftm",
        ".ftm.json",
        "FollowTheMoney: entities, articles and mentions, for Aleph and the likes of it",
    ),
];

/// What a table can be of, with its name on the command line and in the name of a file (`x.mentions.csv`), and its help.
pub const TABLES: [(What, &str, &str); 4] = [
    (What::Articles, "articles", "a row an article"),
    (What::Mentions, "mentions", "a row a mention"),
    (What::Entities, "entities", "a row a person, organisation or place"),
    (What::Companions, "companions", "a row a pair named in one article"),
];

/// Entities in a graph or a table of companions where nobody says how many: more are a tangle on any screen.
pub const TOP: usize = 100;

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// In which format.
    pub format: Format,
    /// Of what a table is; `None` for what is of most use: mentions when somebody is followed, else articles.
    pub what: Option<What>,
    /// How many entities a graph or a table of companions holds: those that most articles name.
    pub top: usize,
}

impl Plan {
    /// What the name of a file asks for by its ending; `None` when it ends otherwise.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let plan = |format| Self { format, what: None, top: TOP };
        let spec = FORMATS.iter().find(|spec| lower.ends_with(spec.ending))?;
        // What ends with nothing in front of it is a hidden file, which nobody means.
        let stem = lower.strip_suffix(spec.ending).filter(|stem| !stem.is_empty())?;
        let named = |(_, table, _): &&(What, &str, &str)| stem.ends_with(&format!(".{table}"));
        let what = TABLES.iter().find(named).filter(|_| spec.format == Format::Csv);
        Some(Self { what: what.map(|(what, ..)| *what), ..plan(spec.format) })
    }

    /// True for what becomes a folder.
    #[must_use]
    pub fn shape(&self) -> Shape {
        if self.format == Format::Brat { Shape::Folder } else { Shape::File }
    }

    /// True when it holds what the user did with the articles.
    #[must_use]
    pub fn asks_for_marks(&self) -> bool {
        matches!(self.format, Format::Notes | Format::Csv)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_it_holds() {
        let check = |name: &str, expected: Option<(Format, Option<What>)>| {
            assert_eq!(Plan::of_name(name).map(|plan| (plan.format, plan.what)), expected, "{name}");
        };
        check("pile.jsonl", Some((Format::Jsonl, None)));
        check("PILE.CSV", Some((Format::Csv, None)));
        check("kim.mentions.csv", Some((Format::Csv, Some(What::Mentions))));
        check("d/kim.companions.csv", Some((Format::Csv, Some(What::Companions))));
        check("kim.md", Some((Format::Notes, None)));
        check("corpus/", Some((Format::Brat, None)));
        check("a.b/graph.gexf", Some((Format::Gexf, None)));
        check("all.ftm.json", Some((Format::Ftm, None)));
        for none in ["", "pile", "pile.json", "pile.xlsx", "/", ".csv"] {
            check(none, None);
        }
    }
}
