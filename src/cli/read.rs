//! `kiosque [PATH…]`: what the reader is to open, and how it is to look.

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::inputs::trouble_with;
use super::{Refusal, feeds, flags, map, rulings, saved, watch};
use crate::ingest::FieldMap;
use crate::library::feeds::Feeds;
use crate::library::rulings::NamesFile;
use crate::library::saved::SavedFile;
use crate::library::store;
use crate::library::watched::WatchFile;

/// The flags of the reader.
#[derive(Debug, Args)]
#[group(skip)]
#[allow(clippy::struct_excessive_bools, reason = "flags as they are typed")]
pub(super) struct Flags {
    /// What to read: files, folders, `-` for standard input; without any, what your feeds brought, or the articles that come
    /// with the program
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also what your feeds brought
    #[arg(long = "feeds", conflicts_with = "sample")]
    with_feeds: bool,
    /// The articles that come with the program
    #[arg(long, conflicts_with = "paths")]
    sample: bool,
    #[command(flatten)]
    feeds: feeds::Flags,
    #[command(flatten)]
    map: map::Flags,
    /// Colours for a light or a dark background; without this, the environment's `KIOSQUE_THEME` says
    #[arg(long, value_enum)]
    theme: Option<Theme>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// The file in which is kept what you read, star, tag and note; without this, the environment's `KIOSQUE_LIBRARY` says,
    /// else it is kiosque/library.db in your data folder
    #[arg(long, value_name = "PATH")]
    library: Option<PathBuf>,
    /// Keep nothing, and look nothing up
    #[arg(long, conflicts_with = "library")]
    no_library: bool,
    #[command(flatten)]
    queries: saved::Flags,
    #[command(flatten)]
    names: rulings::Flags,
    #[command(flatten)]
    watch: watch::FileFlags,
    /// Whether to use colours; `auto` does, unless the environment's `NO_COLOR` is set and not empty
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
}

/// For which background the colours are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// What the terminal says it has.
    Auto,
    /// A light one.
    Light,
    /// A dark one.
    Dark,
}

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Never,
}

/// How the reader starts.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadPlan {
    /// What to read; nothing for the sample pile.
    pub paths: Vec<PathBuf>,
    /// Which fields of JSON and tables are what.
    pub fields: FieldMap,
    /// Colours for which background.
    pub theme: Theme,
    /// False for no colours.
    pub color: bool,
    /// True to take the mouse.
    pub mouse: bool,
    /// Where what the user does is kept; `None` to keep nothing.
    pub library: Option<PathBuf>,
    /// The feeds whose articles are among those to read.
    pub feeds: Option<Feeds>,
    /// The file of saved queries; `None` where no home is known.
    pub queries: Option<SavedFile>,
    /// The file of rulings on who is who; `None` where there is none to ask.
    pub names: Option<NamesFile>,
    /// The file of the watch list; `None` where no home is known.
    pub watch: Option<WatchFile>,
}

impl Flags {
    /// The plan, unless nothing that was named can be read. One readable path is enough: the reader tells about
    /// the others.
    pub(super) fn check(self) -> Result<ReadPlan, Refusal> {
        let mut reasons: Vec<String> = Vec::new();
        for path in &self.paths {
            match trouble_with(path) {
                Some(_) if flags::is_command(path.as_os_str()) => {
                    let word = path.display();
                    let reason = format!("{word}: no such file; to run the command put it first: kiosque {word} …");
                    return Err(Refusal::because(reason));
                }
                Some(trouble) => reasons.push(trouble),
                None if path.as_os_str() == "-" && io::stdin().is_terminal() => {
                    // The reader needs the terminal for its keys.
                    let reason = "-: standard input is the terminal; pipe something into it: COMMAND | kiosque -";
                    return Err(Refusal::because(reason));
                }
                None => {}
            }
        }
        if !reasons.is_empty() && reasons.len() == self.paths.len() {
            return Err(Refusal::Unfit(reasons));
        }
        let feeds = self.feeds.find();
        let (paths, feeds) = with_feeds(self.paths, feeds, self.with_feeds, self.sample)?;
        let theme = self.theme.map_or_else(theme_of_environment, Ok)?;
        let color = self.color == Color::Auto && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let (queries, watch) = (self.queries.check(!self.no_library), self.watch.check(!self.no_library));
        let library = if self.no_library { None } else { self.library.or_else(library_of_environment) };
        let names = self.names.check(library.as_deref(), library.is_some());
        let fields = self.map.check();
        Ok(ReadPlan { paths, fields, theme, color, mouse: !self.no_mouse, library, feeds, queries, names, watch })
    }
}

/// What to read with what feeds brought: that, where it is asked for or nothing else is named.
fn with_feeds(
    mut paths: Vec<PathBuf>,
    feeds: Option<Feeds>,
    asked: bool,
    sample: bool,
) -> Result<(Vec<PathBuf>, Option<Feeds>), Refusal> {
    let there = feeds.filter(|feeds| feeds.folder.is_dir());
    if asked && there.is_none() {
        return Err(Refusal::because("nothing was fetched yet: kiosque subscribe URL, then kiosque fetch"));
    }
    let Some(feeds) = there.filter(|_| !sample) else { return Ok((paths, None)) };
    if asked || paths.is_empty() {
        paths.push(feeds.folder.clone());
    }
    let shown = paths.iter().any(|path| feeds.folder.starts_with(path));
    Ok((paths, Some(feeds).filter(|_| shown)))
}

/// Where the library lies when no flag says so; `None` where no home is known: then nothing is kept.
pub(super) fn library_of_environment() -> Option<PathBuf> {
    let named = env::var_os("KIOSQUE_LIBRARY").filter(|path| !path.is_empty());
    named.map(PathBuf::from).or_else(|| store::default_path(|name| env::var_os(name)).ok())
}

/// Looked up here and not by clap: a wrong value must not stop the commands that draw nothing, and an empty one
/// means what an absent one does.
fn theme_of_environment() -> Result<Theme, Refusal> {
    let value = env::var_os("KIOSQUE_THEME").unwrap_or_default();
    if value.is_empty() {
        return Ok(Theme::Auto);
    }
    let value = value.to_string_lossy();
    Theme::from_str(&value, true)
        .map_err(|_| Refusal::because(format!("KIOSQUE_THEME is “{value}”; it can be auto, light or dark")))
}
