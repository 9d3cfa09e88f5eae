//! `kiosque mentions`: who is named where.

use std::io::{self, Write};

use clap::Args;

use super::Refusal;
use super::inputs::{Inputs, Telling, place, tell_problems};
use super::messages::Messages;
use super::read::library_of_environment;
use super::rulings;
use super::wanted::{self, Wanted};
use crate::document::ArticleId;
use crate::export::{Names, Occurrence, OccurrenceRecord, json, occurrences};
use crate::library::Pile;
use crate::library::rulings::NamesFile;
use crate::names::EntityId;

/// Print every mention of a person, an organisation or a place: path:line:column: the words around it
///
/// Lines and columns are those of the article's text as `export` writes it; columns count characters.
#[derive(Debug, Args)]
#[command(override_usage = "kiosque mentions [OPTIONS] [NAME] <PATH>...")]
pub(super) struct Flags {
    /// One JSON object a mention, with its bytes in the text and the entity it names
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    rulings: rulings::Flags,
    #[command(flatten)]
    wanted: wanted::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Result<Mentions, Refusal> {
        let (name, inputs) = self.wanted.check()?;
        let rulings = self.rulings.check(library_of_environment().as_deref(), false);
        Ok(Mentions { inputs, rulings, name, json: self.json })
    }
}

/// The mentions to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Mentions {
    inputs: Inputs,
    rulings: Option<NamesFile>,
    name: Option<Wanted>,
    json: bool,
}

impl Mentions {
    /// Prints them; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = rulings::load(self.rulings.as_ref(), &self.inputs, messages);
        let wanted = self.name.as_ref().map(|wanted| wanted.find(pile.registry(), messages));
        let mut names = Names::new(pile.registry());
        let mut found = false;
        for &id in pile.order() {
            let is_wanted = |entity: EntityId| wanted.as_ref().is_none_or(|wanted| wanted.contains(&entity));
            for occurrence in occurrences(&pile, id, is_wanted) {
                self.write(&pile, id, &occurrence, &mut names, out)?;
                found = true;
            }
            let telling = Telling::beside(self.json);
            tell_problems(pile.entry(id), telling, messages);
        }
        Ok(found)
    }

    fn write(
        &self,
        pile: &Pile,
        id: ArticleId,
        occurrence: &Occurrence,
        names: &mut Names,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let source = pile.entry(id).source();
        match pile.article(id) {
            Some(article) if self.json => {
                let path = source.raw();
                json::write_line(out, &OccurrenceRecord::new(&path, article, occurrence, names))
            }
            article => {
                let place = place(source, article.and_then(|article| article.part()));
                let Occurrence { line, column, context, .. } = occurrence;
                writeln!(out, "{place}:{line}:{column}: {context}")
            }
        }
    }
}
