//! `kiosque watch`: what is new for each entry of the watch list.
//!
//! Only what is new is read: who is named in the rest of the pile the library knows.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::inputs::{self, Inputs, place, told};
use super::kept::{self, Kept, News};
use super::messages::Messages;
use crate::document::ArticleId;
use crate::export::{FoundRecord, WatchedRecord, best_passage, json};
use crate::library::store::{Error, Store};
use crate::library::watched::{WatchFile, Watched};
use crate::library::{self, Bearers, Facts, MarkedArticles, Pile, places, read, saved};
use crate::search::query::Query;
use crate::text::safe;

/// The flag that names the file.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct FileFlags {
    /// The file of the watch list, one name or query a line; without this, the environment's `KIOSQUE_WATCH` says, else it is
    /// kiosque/watch.txt in your settings folder
    #[arg(long, value_name = "PATH")]
    watch: Option<PathBuf>,
}

impl FileFlags {
    /// The file; `None` where no home is known.
    pub(super) fn check(self, writable: bool) -> Option<WatchFile> {
        let named = || env::var_os("KIOSQUE_WATCH").filter(|path| !path.is_empty()).map(PathBuf::from);
        let usual = || saved::default_path("watch.txt", |name| env::var_os(name));
        Some(WatchFile { path: self.watch.or_else(named).or_else(usual)?, writable })
    }
}

/// Print what is new since the last visit for each entry of the watch list: entry, path, day, title and the words around
/// what was found, parted by tabs
///
/// New is what came in since you last left the reader on these paths, and did not read. The watch list is a file with one
/// entry a line: a name, whoever or whatever goes by it, or a query. Exit status: 0 when something is new, 1 when nothing is.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// One JSON object an entry and article, as `search --json` writes them, with the entry in `watched`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    file: FileFlags,
    #[command(flatten)]
    kept: kept::Flags,
    #[command(flatten)]
    inputs: inputs::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Watch {
        let (file, kept) = (self.file.check(false), self.kept.check());
        Watch { file, kept, inputs: self.inputs.check(), json: self.json }
    }
}

/// What to look out for, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Watch {
    file: Option<WatchFile>,
    kept: Kept,
    inputs: Inputs,
    json: bool,
}

/// An entry, what it asks, and what is to be printed of it.
struct Asked {
    entry: Watched,
    query: Query,
    bearers: Bearers,
    out: Vec<u8>,
}

const NOTHING: &str = "without it nothing is known to be new";

impl Watch {
    /// Prints what is new; false when nothing is.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let Some(file) = &self.file else {
            messages.fail("no folder for settings is known; --watch names a file for the watch list");
            return Ok(false);
        };
        let list = file.read();
        for notice in list.notices(&file.path) {
            messages.note(notice.message());
        }
        if list.entries.is_empty() {
            messages.fail(&safe::line(&format!("nothing is watched: {} holds no entry", file.path.display())));
            return Ok(false);
        }
        let Some(path) = self.kept.path() else {
            messages.note(&format!("there is no library to ask; {NOTHING}"));
            return Ok(false);
        };
        match Store::open_read_only(path).and_then(|store| self.look(&store, list.entries, messages)) {
            Ok(asked) => {
                asked.iter().try_for_each(|asked| out.write_all(&asked.out))?;
                Ok(asked.iter().any(|asked| !asked.out.is_empty()))
            }
            Err(error) => {
                self.kept.tell(&error, NOTHING, messages);
                Ok(false)
            }
        }
    }

    fn look(&self, store: &Store, entries: Vec<Watched>, messages: &mut Messages) -> Result<Vec<Asked>, Error> {
        let paths = self.inputs.begin();
        let news = News::since_last_visit(store, paths)?;
        if !news.had_visit() {
            messages.note("you have not visited these paths with the reader yet, so nothing is new");
            return Ok(Vec::new());
        }
        let mut pile = told(library::Kept::load(store, paths)?.up_to_date(store, paths), messages);
        let mut marked = MarkedArticles::new();
        for &id in pile.order() {
            marked
                .extend(news.marked(&pile, id)?.filter(|marked| marked.new && !marked.read).map(|marked| (id, marked)));
        }
        let today = library::today();
        let ask = |entry: Watched| {
            let query = entry.query(today);
            let bearers = Bearers::find(&query, pile.registry());
            Asked { entry, query, bearers, out: Vec::new() }
        };
        let mut asked: Vec<Asked> = entries.into_iter().map(ask).collect();
        let new: Vec<ArticleId> = pile.order().iter().copied().filter(|id| marked.contains_key(id)).collect();
        for id in new {
            hold(&mut pile, id);
            for asked in &mut asked {
                self.write(&pile, id, &marked, asked);
            }
        }
        Ok(asked)
    }

    /// Writes what is to be printed of an article, when the entry holds for it.
    fn write(&self, pile: &Pile, id: ArticleId, marked: &MarkedArticles, asked: &mut Asked) {
        let Asked { entry, query, bearers, out } = asked;
        let Some(article) = pile.article(id) else { return };
        let facts = Facts::new(id, pile.entry(id), pile.title(id), bearers).marked(marked);
        let mentions = bearers.mentions(pile.registry(), id, pile.mentions(id));
        let Some(places) = places(query, &facts, mentions) else { return };
        let (source, passage) = (pile.entry(id).source(), best_passage(article, &places));
        // Nothing that is written into memory fails.
        let _ = if self.json {
            let found = FoundRecord::new(source, article, passage.as_ref(), places.len());
            json::write_line(out, &WatchedRecord::new(&entry.typed, found))
        } else {
            let day = article.published().map(|at| at.day().to_string()).unwrap_or_default();
            let (entry, context) = (safe::line(&entry.typed), passage.map(|found| found.context).unwrap_or_default());
            writeln!(out, "{entry}\t{}\t{day}\t{}\t{context}", place(source, article.part()), article.title())
        };
    }
}

/// Holds the text of an article, with the names in it.
fn hold(pile: &mut Pile, id: ArticleId) {
    let entry = pile.entry(id);
    let text = entry.head().map(|head| head.text).filter(|_| entry.article().is_none());
    if let Some((text, article)) = text.and_then(|text| Some((text, read::again(entry)?))) {
        let names = read::name(&article);
        pile.visit(id, text, article, &names);
    }
}
