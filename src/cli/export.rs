//! `kiosque export`: the pile for other programs.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Refusal;
use super::inputs::{self, Inputs};
use super::messages::Messages;
use super::output::{self, Output};
use super::read::library_of_environment;
use super::rulings;
use super::show::write_records;
use crate::library::rulings::NamesFile;

/// Write the articles with their text, blocks and mentions for other programs
///
/// One object an article: {"path","title","source","published","language","text","blocks":[{"kind","start","end"}],
/// "mentions":[{"start","end","text","kind","entity"}],"problems":[]}. Positions are bytes of `text`; `entity` is the
/// same for every mention of one person, organisation or place, and no other's.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The format
    #[arg(long, value_enum)]
    format: Format,
    #[command(flatten)]
    output: output::Flags,
    #[command(flatten)]
    rulings: rulings::Flags,
    #[command(flatten)]
    inputs: inputs::Flags,
}

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON Lines: one object an article
    Jsonl,
}

impl Flags {
    pub(super) fn check(self) -> Result<Export, Refusal> {
        let rulings = self.rulings.check(library_of_environment().as_deref(), false);
        Ok(Export { rulings, output: self.output.check()?, inputs: self.inputs.check(), format: self.format })
    }
}

/// What to write, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Export {
    inputs: Inputs,
    rulings: Option<NamesFile>,
    format: Format,
    output: Output,
}

impl Export {
    /// Writes it; false when there is no article.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let mut pile = self.inputs.load(messages);
        rulings::obey(self.rulings.as_ref(), &mut pile, messages);
        if pile.order().is_empty() {
            return Ok(false);
        }
        self.output.write(out, messages, |out, messages| match self.format {
            Format::Jsonl => write_records(&pile, out, messages),
        })?;
        Ok(true)
    }
}
