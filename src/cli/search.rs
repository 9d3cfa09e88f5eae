//! `kiosque search`: the articles that a query holds for.

use std::io::{self, Write};

use clap::Args;

use super::inputs::{self, Inputs, Telling, tell_problems};
use super::kept::{self, Kept};
use super::messages::Messages;
use super::saved;
use crate::document::{Article, ArticleId};
use crate::export::{FoundRecord, Passage, best_passage, json};
use crate::library::saved::SavedFile;
use crate::library::{self, Bearers, Facts, MarkedArticles, Pile, places};
use crate::search::query::{FIELDS, Query};

/// Complaints told in full: a query that is one big mistake is not worth more.
const MAX_COMPLAINTS: usize = 5;

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
        Search { query: self.query, kept, queries, inputs: self.inputs.check(), json: self.json }
    }
}

/// The articles to find.
#[derive(Debug, PartialEq, Eq)]
pub struct Search {
    query: String,
    /// The file in which `@name` is looked up.
    queries: Option<SavedFile>,
    kept: Kept,
    inputs: Inputs,
    json: bool,
}

impl Search {
    /// Prints them; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let Some(typed) = saved::named(&self.query, self.queries.as_ref(), messages) else { return Ok(false) };
        let query = Query::parse(&typed, library::today());
        for complaint in query.complaints().iter().take(MAX_COMPLAINTS) {
            messages.point(&complaint.message, &typed, complaint.range.clone());
        }
        if query.is_empty() {
            messages.fail("the query asks for nothing");
            return Ok(false);
        }
        let pile = self.inputs.load(messages);
        let bearers = Bearers::find(&query, pile.registry());
        let asks = query.asks_of_reader();
        let marked = if asks { self.kept.marks(&pile, messages) } else { MarkedArticles::new() };
        let telling = Telling::beside(self.json);
        let mut found = false;
        for &id in pile.order() {
            let article = pile.article(id).filter(|_| !pile.entry(id).is_unreadable());
            let mentions = bearers.mentions(pile.registry(), id, pile.mentions(id));
            let facts = Facts::new(id, pile.entry(id), pile.title(id), &bearers).marked(&marked);
            let places = article.and_then(|_| places(&query, &facts, mentions));
            if let (Some(article), Some(places)) = (article, places) {
                self.write(&pile, id, best_passage(article, &places).as_ref(), places.len(), out)?;
                found = true;
            }
            tell_problems(pile.entry(id), telling, messages);
        }
        Ok(found)
    }

    fn write(
        &self,
        pile: &Pile,
        id: ArticleId,
        passage: Option<&Passage>,
        places: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let entry = pile.entry(id);
        if self.json {
            return FoundRecord::new(pile, id, passage, places).map_or(Ok(()), |record| json::write_line(out, &record));
        }
        let day = entry.article().and_then(|article: &std::sync::Arc<Article>| article.published());
        let day = day.map(|at| at.day().to_string()).unwrap_or_default();
        let context = passage.map_or("", |passage| &passage.context);
        writeln!(out, "{}\t{day}\t{}\t{context}", entry.source().shown(), pile.title(id))
    }
}
