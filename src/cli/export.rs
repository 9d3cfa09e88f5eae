//! `kiosque export`: the pile, or a view of it, for other programs.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::Refusal;
use super::asked;
use super::inputs::{self, Inputs, Telling, tell_problems};
use super::kept::{self, Kept};
use super::messages::Messages;
use super::{rulings, saved};
use crate::document::ArticleId;
use crate::export::{
    About, FORMATS, Fields, Followed, Format, Marks, Piece, Plan, RECORDS, Sink, TABLES, TOP, What, Whos, Writer,
    Written,
};
use crate::library::rulings::NamesFile;
use crate::library::saved::SavedFile;
use crate::library::target::{Leave, Target, Trouble};
use crate::library::{Bearers, Facts, MarkedArticles, Pile};
use crate::search::query::Query;

/// Write the articles with their text, blocks and mentions for other programs, or a view of them in another format
///
/// The view is all of it, or the articles that --query holds for; with --follow, of all mentions only those of that person,
/// organisation or place. What each field holds is told below.
#[derive(Debug, Args)]
#[command(after_long_help = fields(), after_help = "--help tells every field of every format.")]
pub(super) struct Flags {
    /// The format; without this, the name of the output says, else it is jsonl
    #[arg(long, value_parser = formats())]
    format: Option<Format>,
    /// What a csv is of; without this, mentions when somebody is followed, else articles
    #[arg(long, value_parser = tables())]
    what: Option<What>,
    /// How many people, organisations and places a graph or a table of companions holds: those that most articles name
    #[arg(long, value_name = "N", default_value_t = TOP as u16, value_parser = clap::value_parser!(u16).range(2..=2000))]
    top: u16,
    /// Write to this file instead of standard output, or to this folder for brat; it must not exist yet
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Overwrite what an earlier export wrote; links are never followed
    #[arg(long, requires = "output")]
    force: bool,
    /// Only the articles that this query holds for, as in `search`; @NAME for a saved one
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Only the mentions of whoever goes by this name, under all their names; case and accents do not matter
    #[arg(long, value_name = "NAME")]
    follow: Option<String>,
    #[command(flatten)]
    queries: saved::Flags,
    #[command(flatten)]
    kept: kept::Flags,
    #[command(flatten)]
    rulings: rulings::Flags,
    #[command(flatten)]
    inputs: inputs::Flags,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let value = |at: usize| PossibleValue::new(FORMATS[at].name).help(FORMATS[at].help);
    let values = PossibleValuesParser::new((0..FORMATS.len()).map(value));
    values.map(|name| FORMATS.iter().find(|spec| spec.name == name).map_or(Format::Jsonl, |spec| spec.format))
}

fn tables() -> impl TypedValueParser<Value = What> {
    let value = |at: usize| PossibleValue::new(TABLES[at].1).help(TABLES[at].2);
    let values = PossibleValuesParser::new((0..TABLES.len()).map(value));
    values.map(|name| TABLES.iter().find(|(_, table, _)| *table == name).map_or(What::Articles, |(what, ..)| *what))
}

/// Every field of every format, from their table.
fn fields() -> String {
    let row = |(name, help): &(&str, &str)| format!("    {name:<28} {help}\n");
    let record = |record: &Fields| {
        let rows: String = record.fields.iter().map(row).collect();
        format!("  {}\n{rows}\n", record.of)
    };
    let records: String = RECORDS.iter().map(record).collect();
    format!("Fields:\n\n{records}")
        + "A cell of a csv that would be a formula starts with an apostrophe, and so does one that starts with one itself."
}

impl Flags {
    pub(super) fn check(self) -> Result<Export, Refusal> {
        let path = self.output.filter(|path| path.as_os_str() != "-");
        let shown = path.as_deref().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
        let named = Plan::of_name(&shown);
        let format = match (self.format, named) {
            (Some(format), _) => format,
            (None, Some(plan)) => plan.format,
            (None, None) if path.is_none() => Format::Jsonl,
            (None, None) => {
                let endings: Vec<&str> = FORMATS.iter().map(|spec| spec.ending).collect();
                let endings = endings.join(" ");
                return Err(Refusal::because(format!(
                    "{shown}: its name ends in none of {endings}; --format says what it is"
                )));
            }
        };
        if self.what.is_some() && format != Format::Csv {
            return Err(Refusal::because("--what says what a csv is of; the other formats are of one thing"));
        }
        if format == Format::Brat && path.is_none() {
            return Err(Refusal::because("brat standoff is a folder of files: -o names it"));
        }
        let what = self.what.or(named.filter(|plan| plan.format == format).and_then(|plan| plan.what));
        let plan = Plan { format, what, top: usize::from(self.top) };
        let leave = Leave { overwrite: self.force, devices: true };
        // Better told now than when everything is read.
        if let Some(trouble) = path.as_deref().and_then(|path| Target::check(path, plan.shape(), leave).err()) {
            return Err(Refusal::because(told(&shown, &trouble)));
        }
        let (kept, queries) = (self.kept.check(), self.queries.check(false));
        let rulings = self.rulings.check(kept.path(), false);
        let (query, follow, inputs) = (self.query, self.follow, self.inputs.check());
        Ok(Export { inputs, plan, path, leave, query, follow, queries, rulings, kept })
    }
}

/// What went wrong with an output.
fn told(path: &str, trouble: &Trouble) -> String {
    let hint = if matches!(trouble, Trouble::Exists(_)) { "; --force overwrites it" } else { "" };
    format!("{path}: {trouble}{hint}")
}

/// What to write, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Export {
    inputs: Inputs,
    plan: Plan,
    path: Option<PathBuf>,
    leave: Leave,
    query: Option<String>,
    follow: Option<String>,
    /// The file in which `@name` is looked up.
    queries: Option<SavedFile>,
    rulings: Option<NamesFile>,
    kept: Kept,
}

/// What is to be written.
struct View {
    pile: Pile,
    ids: Vec<ArticleId>,
    followed: Followed,
    about: About,
    marks: HashMap<ArticleId, Marks>,
}

/// Standard output.
struct Stream<'a>(&'a mut dyn Write);

impl Sink for Stream<'_> {
    fn out(&mut self) -> io::Result<&mut dyn Write> {
        Ok(self.0)
    }

    fn put(&mut self, _: &str, _: &[u8]) -> io::Result<()> {
        Err(io::Error::other("a stream, not a folder"))
    }
}

impl Export {
    /// Writes it; false when there is no article.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let Some(view) = self.view(messages) else { return Ok(false) };
        match &self.path {
            None => _ = self.write(&view, &mut Stream(out), messages)?,
            Some(path) => {
                let shown = path.to_string_lossy();
                match self.write_to(path, &view, messages) {
                    Ok(written) => messages.note(&format!("{shown}: {}", written.told())),
                    Err(trouble) => messages.fail(&told(&shown, &trouble)),
                }
            }
        }
        Ok(true)
    }

    /// `None` when there is nothing in it.
    fn view(&self, messages: &mut Messages) -> Option<View> {
        let query = match &self.query {
            Some(typed) => Some(asked::query(typed, self.queries.as_ref(), messages)?),
            None => None,
        };
        let pile = rulings::load(self.rulings.as_ref(), &self.inputs, messages);
        let ids = match &query {
            Some(query) => self.held(query, &pile, messages),
            None => pile.order().to_vec(),
        };
        let mut about =
            About { articles: ids.len(), query: self.query.clone().unwrap_or_default(), ..About::default() };
        let followed = match &self.follow {
            None => None,
            Some(name) => {
                let found = pile.registry().find(name);
                let Some(&first) = found.first() else {
                    messages.note(&format!("nobody and nothing named here goes by “{name}”"));
                    return None;
                };
                about.followed = Some(pile.registry().name(first).to_owned());
                Some(found.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
            }
        };
        let asks = self.plan.asks_for_marks() && !ids.is_empty();
        let marks = if asks { self.kept.in_full(&pile, &ids, messages) } else { HashMap::new() };
        (!ids.is_empty()).then_some(View { pile, ids, followed, about, marks })
    }

    /// The articles that a query holds for.
    fn held(&self, query: &Query, pile: &Pile, messages: &mut Messages) -> Vec<ArticleId> {
        let bearers = Bearers::find(query, pile.registry());
        let marked = if query.asks_of_reader() {
            self.kept.marks(pile, &self.inputs.paths, messages)
        } else {
            MarkedArticles::new()
        };
        let holds = |&id: &ArticleId| {
            let entry = pile.entry(id);
            let facts = Facts::new(id, entry, pile.title(id), &bearers).marked(&marked);
            !entry.is_unreadable() && query.matches(&facts)
        };
        pile.order().iter().copied().filter(holds).collect()
    }

    fn write_to(&self, path: &Path, view: &View, messages: &mut Messages) -> Result<Written, Trouble> {
        // Made only now, so that a file in a folder that is being exported is not read as an article of it.
        let mut target = Target::create(path, self.plan.shape(), self.leave)?;
        let written = self.write(view, &mut target, messages)?;
        target.finish()?;
        Ok(written)
    }

    fn write(&self, view: &View, sink: &mut dyn Sink, messages: &mut Messages) -> io::Result<Written> {
        let mut writer = Writer::new(&self.plan, &view.about, sink)?;
        let mut whos = Whos::default();
        for &id in &view.ids {
            let marks = view.marks.get(&id).cloned().unwrap_or_default();
            let item = Piece::of(&view.pile, id, &mut whos, view.followed.clone(), marks).item();
            writer.item(item.as_ref(), sink)?;
            tell_problems(view.pile.entry(id), Telling::Errors, messages);
        }
        writer.finish(sink)
    }
}
