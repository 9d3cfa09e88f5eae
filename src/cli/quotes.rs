//! `kiosque quotes`: who said what.

use std::io::{self, Write};

use clap::Args;

use super::Refusal;
use super::inputs::{Inputs, Telling, place, tell_problems};
use super::messages::Messages;
use super::read::library_of_environment;
use super::rulings;
use super::wanted::{self, Wanted};
use crate::document::ArticleId;
use crate::export::{Names, Spoken, SpokenRecord, json, spoken};
use crate::library::Pile;
use crate::library::rulings::NamesFile;
use crate::names::EntityId;

/// Print who said what: path:line:column: speaker: the quotation
///
/// A quotation whose speaker the article does not name is by (unknown), and printed only where nobody is asked for.
#[derive(Debug, Args)]
#[command(override_usage = "kiosque quotes [OPTIONS] [NAME] <PATH>...")]
pub(super) struct Flags {
    /// One JSON object a quotation, with its bytes in the text, its speaker, and the verb that says so
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    rulings: rulings::Flags,
    #[command(flatten)]
    wanted: wanted::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Result<Quotes, Refusal> {
        let rulings = self.rulings.check(library_of_environment().as_deref(), false);
        let (name, inputs) = self.wanted.check()?;
        Ok(Quotes { inputs, rulings, name, json: self.json })
    }
}

/// The quotations to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Quotes {
    inputs: Inputs,
    rulings: Option<NamesFile>,
    name: Option<Wanted>,
    json: bool,
}

impl Quotes {
    /// Prints them, in reading order; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = rulings::load(self.rulings.as_ref(), &self.inputs, messages);
        let wanted = self.name.as_ref().map(|wanted| wanted.find(pile.registry(), messages));
        let mut names = Names::new(pile.registry());
        let mut found = false;
        for &id in pile.order() {
            let is_wanted = |speaker: Option<EntityId>| {
                wanted.as_ref().is_none_or(|wanted| speaker.is_some_and(|speaker| wanted.contains(&speaker)))
            };
            for spoken in spoken(&pile, id, is_wanted) {
                self.write(&pile, id, &spoken, &mut names, out)?;
                found = true;
            }
            tell_problems(pile.entry(id), Telling::beside(self.json), messages);
        }
        Ok(found)
    }

    fn write(
        &self,
        pile: &Pile,
        id: ArticleId,
        spoken: &Spoken,
        names: &mut Names,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let source = pile.entry(id).source();
        match pile.article(id) {
            Some(article) if self.json => {
                let path = source.raw();
                json::write_line(out, &SpokenRecord::new(&path, article, spoken, names))
            }
            article => {
                let place = place(source, article.and_then(|article| article.part()));
                let Spoken { line, column, said, .. } = spoken;
                let speaker = spoken.speaker.map_or("(unknown)", |speaker| names.of(speaker));
                writeln!(out, "{place}:{line}:{column}: {speaker}: {said}")
            }
        }
    }
}
