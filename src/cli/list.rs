//! `kiosque list`: what articles there are.

use std::io::{self, Write};

use clap::Args;

use super::inputs::{self, Inputs, Telling, tell_problems};
use super::messages::Messages;
use crate::export::{ListingRecord, json};

/// List the articles: path, day and title, parted by tabs
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// One JSON object an article, with source, language, length and problems
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    inputs: inputs::Flags,
}

impl Flags {
    pub(super) fn check(self) -> List {
        List { inputs: self.inputs.check(), json: self.json }
    }
}

/// The list to print.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    inputs: Inputs,
    json: bool,
}

impl List {
    /// Prints it; false when there is no article.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = self.inputs.load_texts(messages);
        let telling = Telling::beside(self.json);
        for &id in pile.order() {
            let entry = pile.entry(id);
            if self.json {
                if let Some(record) = ListingRecord::new(&pile, id) {
                    json::write_line(out, &record)?;
                }
            } else {
                let day = entry.article().and_then(|article| article.published()).map(|at| at.day().to_string());
                writeln!(out, "{}\t{}\t{}", entry.source().shown(), day.unwrap_or_default(), pile.title(id))?;
            }
            tell_problems(entry, telling, messages);
        }
        Ok(!pile.order().is_empty())
    }
}
