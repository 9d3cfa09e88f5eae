//! `kiosque mentions`: who is named where.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Refusal;
use super::inputs::{Inputs, Telling, tell_problems};
use super::messages::Messages;
use crate::document::ArticleId;
use crate::export::{Names, Occurrence, OccurrenceRecord, json, occurrences};
use crate::library::Pile;
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
    /// Only the mentions of whoever goes by this name, under all their names; case and accents do not matter
    #[arg(long)]
    name: Option<String>,
    /// Read the articles that come with the program
    #[arg(long)]
    sample: bool,
    /// Files and folders to read; `-` is standard input. Where several words stand here and there is no file called
    /// like the first, that one is a name, as with --name
    #[arg(value_name = "PATH", required_unless_present = "sample")]
    words: Vec<OsString>,
}

impl Flags {
    pub(super) fn check(self) -> Result<Mentions, Refusal> {
        let mut words = self.words;
        let name = match self.name {
            Some(name) => Some(Wanted { name, guessed: false }),
            None if is_name(&words, self.sample) => {
                Some(Wanted { name: words.remove(0).to_string_lossy().into_owned(), guessed: true })
            }
            None => None,
        };
        if self.sample && !words.is_empty() {
            return Err(Refusal::because("--sample stands in the place of paths; give either"));
        }
        let inputs = Inputs(words.into_iter().map(PathBuf::from).collect());
        Ok(Mentions { inputs, name, json: self.json })
    }
}

/// True when the first of `words` is meant as a name.
fn is_name(words: &[OsString], sample: bool) -> bool {
    let first = words.first().filter(|_| words.len() > 1 || sample);
    first.is_some_and(|word| word != "-" && Path::new(word).symlink_metadata().is_err())
}

/// The mentions to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Mentions {
    inputs: Inputs,
    name: Option<Wanted>,
    json: bool,
}

/// Whose mentions.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    name: String,
    /// True when it might have been meant as a path.
    guessed: bool,
}

impl Mentions {
    /// Prints them; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = self.inputs.load(messages);
        let wanted = self.name.as_ref().map(|wanted| pile.registry().find(&wanted.name));
        if wanted.as_ref().is_some_and(Vec::is_empty) {
            self.tell_nobody(messages);
        }
        let mut names = Names::new(pile.registry());
        let mut found = false;
        for &id in pile.order() {
            let is_wanted = |entity: EntityId| wanted.as_ref().is_none_or(|wanted| wanted.contains(&entity));
            for occurrence in occurrences(&pile, id, is_wanted) {
                self.write(&pile, id, &occurrence, &mut names, out)?;
                found = true;
            }
            let telling = if self.json { Telling::Errors } else { Telling::Everything };
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
            _ => {
                let Occurrence { line, column, context, .. } = occurrence;
                writeln!(out, "{}:{line}:{column}: {context}", source.shown())
            }
        }
    }

    fn tell_nobody(&self, messages: &Messages) {
        let Some(Wanted { name, guessed }) = &self.name else { return };
        let file = if *guessed { ", nor is there a file" } else { "" };
        messages.note(&format!("nobody and nothing named here goes by “{name}”{file}"));
    }
}
