//! `kiosque search`: the articles that a query holds for.

use std::io::{self, Write};
use std::sync::Arc;

use clap::Args;

use super::asked;
use super::inputs::{self, Inputs, Telling, place, tell_notice, tell_problems};
use super::kept::{self, Kept};
use super::messages::Messages;
use super::{rulings, saved};
use crate::document::{Article, ArticleId, Span};
use crate::export::{FoundRecord, Passage, best_passage, json};
use crate::library::read::{self, Outcome};
use crate::library::rulings::NamesFile;
use crate::library::saved::SavedFile;
use crate::library::scan::Notice;
use crate::library::{Bearers, Entry, Facts, MarkedArticles, Source, places};
use crate::search::query::{FIELDS, Query};

/// Print the articles that a query holds for: path, day, title and the words around what was found, parted by tabs
///
/// The query is that of the reader's = line. Words, "phrases" and prefix* stand in the text, side by side for all of them;
/// OR wants one of two, a minus excludes, parentheses group. Fields ask for the rest. Case and accents do not matter.
#[derive(Debug, Args)]
#[command(after_help = help())]
pub(super) struct Flags {
    /// What to look for, or @NAME for the saved query of that name; -- may have to stand before a query that starts with a
    /// minus
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// One JSON object an article, with its source, date and language and the bytes of the passage in its text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    queries: saved::Flags,
    #[command(flatten)]
    kept: kept::Flags,
    #[command(flatten)]
    rulings: rulings::Flags,
    #[command(flatten)]
    inputs: inputs::Flags,
}

/// The fields, from their table.
fn help() -> String {
    let fields: Vec<String> = FIELDS.iter().map(|spec| format!("  {:<24} {}", spec.example, spec.help)).collect();
    let dates = "A date is 2023, 2023-09, 2023-09-13, 13/09/2023, today, yesterday, or 7d, 2w, 3m, 1y ago.";
    let saved =
        "@NAME is a saved query, from the file of name = query lines; \"@NAME\" in quotation marks is the word.";
    let example = "kiosque search '(sanctions OR embargo) person:Poutine -sport after:2023-09' ~/articles";
    format!("Fields:\n{}\n\n{dates}\n{saved}\n\nExample:\n  {example}", fields.join("\n"))
}

impl Flags {
    pub(super) fn check(self) -> Search {
        let (kept, queries) = (self.kept.check(), self.queries.check(false));
        let rulings = self.rulings.check(kept.path(), false);
        Search { query: self.query, kept, queries, rulings, inputs: self.inputs.check(), json: self.json }
    }
}

/// What came of looking at a source.
struct Looked {
    /// Of each article what is to be printed, and the entry itself when there is a problem to be told.
    articles: Vec<(Option<Vec<u8>>, Option<Entry>)>,
    /// Why there is none.
    skipped: Option<Notice>,
}

/// The articles to find.
#[derive(Debug, PartialEq, Eq)]
pub struct Search {
    query: String,
    /// The file in which `@name` is looked up.
    queries: Option<SavedFile>,
    rulings: Option<NamesFile>,
    kept: Kept,
    inputs: Inputs,
    json: bool,
}

impl Search {
    /// Prints them; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let Some(query) = asked::query(&self.query, self.queries.as_ref(), messages) else { return Ok(false) };
        if query.names().is_empty() && !query.asks_of_reader() {
            return self.run_by_source(&query, out, messages);
        }
        self.run_on_pile(&query, out, messages)
    }

    /// For a query that asks nothing of the pile as a whole: each source is read and looked at by itself, and no text is
    /// held for longer.
    fn run_by_source(&self, query: &Query, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let sources = self.inputs.find(messages);
        let telling = Telling::beside(self.json);
        let mut any = false;
        read::in_order(
            &sources,
            |source| self.look(query, source),
            |_, looked: Looked| -> io::Result<()> {
                if let Some(notice) = looked.skipped {
                    tell_notice(&notice, messages);
                }
                for (found, troubled) in looked.articles {
                    if let Some(found) = found {
                        out.write_all(&found)?;
                        any = true;
                    }
                    if let Some(entry) = troubled {
                        tell_problems(&entry, telling, messages);
                    }
                }
                Ok(())
            },
        )?;
        Ok(any)
    }

    fn look(&self, query: &Query, source: &Arc<Source>) -> Looked {
        let (entries, skipped): (Vec<Entry>, _) = match read::read(source) {
            Outcome::Articles(articles) => {
                (articles.into_iter().map(|fresh| Entry::fresh(source.clone(), fresh)).collect(), None)
            }
            Outcome::Unreadable(fresh) => (vec![Entry::unreadable(source.clone(), fresh)], None),
            Outcome::Skipped(notice) => (Vec::new(), Some(notice)),
        };
        let bearers = Bearers::default();
        let look = |entry: Entry| {
            let title = entry.article().map_or("", |article| article.title());
            let found = self.found(query, &entry, &Facts::new(ArticleId(0), &entry, title, &bearers), Vec::new());
            let troubled = entry.head().is_some_and(|head| head.problem);
            (found, troubled.then_some(entry))
        };
        Looked { articles: entries.into_iter().map(look).collect(), skipped }
    }

    fn run_on_pile(&self, query: &Query, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let named = !query.names().is_empty();
        let mut pile = if named { self.inputs.load(messages) } else { self.inputs.load_texts(messages) };
        if named {
            rulings::obey(self.rulings.as_ref(), &mut pile, messages);
        }
        let bearers = Bearers::find(query, pile.registry());
        let asks = query.asks_of_reader();
        let marked = if asks { self.kept.marks(&pile, &self.inputs.paths, messages) } else { MarkedArticles::new() };
        let telling = Telling::beside(self.json);
        let mut any = false;
        for &id in pile.order() {
            let entry = pile.entry(id);
            let mentions = bearers.mentions(pile.registry(), id, pile.mentions(id));
            let facts = Facts::new(id, entry, pile.title(id), &bearers).marked(&marked);
            if let Some(found) = self.found(query, entry, &facts, mentions) {
                out.write_all(&found)?;
                any = true;
            }
            tell_problems(entry, telling, messages);
        }
        Ok(any)
    }

    /// What to print of an article; `None` when the query does not hold for it.
    fn found(&self, query: &Query, entry: &Entry, facts: &Facts, mentions: Vec<Span>) -> Option<Vec<u8>> {
        let article = entry.article().filter(|_| !entry.is_unreadable())?;
        let places = places(query, facts, mentions)?;
        let passage = best_passage(article, &places);
        let mut line = Vec::new();
        // Nothing that is written into memory fails.
        let _ = self.write(entry.source(), article, passage.as_ref(), places.len(), &mut line);
        Some(line)
    }

    fn write(
        &self,
        source: &Source,
        article: &Article,
        passage: Option<&Passage>,
        places: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.json {
            return json::write_line(out, &FoundRecord::new(source, article, passage, places));
        }
        let day = article.published().map(|at| at.day().to_string()).unwrap_or_default();
        let context = passage.map_or("", |passage| &passage.context);
        writeln!(out, "{}\t{day}\t{}\t{context}", place(source, article.part()), article.title())
    }
}
