//! `kiosque export`: the pile for other programs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Refusal;
use super::inputs::{self, Inputs};
use super::messages::Messages;
use super::show::write_records;
use crate::library::Pile;

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
    /// Write to this file, which must not exist yet, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    force: bool,
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
        let output = self.output.filter(|path| path.as_os_str() != "-");
        // Better told now than when the pile is read.
        if let Some(reason) = output.as_deref().and_then(|path| obstacle(path, self.force)) {
            return Err(Refusal::because(reason));
        }
        Ok(Export { inputs: self.inputs.check(), format: self.format, output, force: self.force })
    }
}

const EXISTS: &str = "there is such a file already; --force overwrites it";

/// Why nothing can be written to `path`.
fn obstacle(path: &Path, force: bool) -> Option<String> {
    let shown = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Some(format!("{shown}: a folder, not a file")),
        // Only a file can be destroyed; a device or a pipe is just written to.
        Ok(meta) if meta.is_file() && !force => Some(format!("{shown}: {EXISTS}")),
        Err(_) if folder.is_some_and(|folder| !folder.is_dir()) => Some(format!("{shown}: there is no such folder")),
        _ => None,
    }
}

/// What to write, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Export {
    inputs: Inputs,
    format: Format,
    output: Option<PathBuf>,
    force: bool,
}

impl Export {
    /// Writes it; false when there is no article.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = self.inputs.load(messages);
        if pile.order().is_empty() {
            return Ok(false);
        }
        match &self.output {
            None => self.write(&pile, out, messages)?,
            Some(path) => {
                if let Err(error) = self.write_file(&pile, path, messages) {
                    let reason = match error.kind() {
                        ErrorKind::AlreadyExists => EXISTS.to_owned(),
                        _ => error.to_string(),
                    };
                    messages.fail(&format!("{}: {reason}", path.display()));
                }
            }
        }
        Ok(true)
    }

    fn write_file(&self, pile: &Pile, path: &Path, messages: &mut Messages) -> io::Result<()> {
        let file = if self.force {
            File::create(path)?
        } else {
            // Made only now, so that a file in a folder that is being exported is not read as an article of it.
            let is_new = fs::metadata(path).is_err();
            OpenOptions::new().write(true).create_new(is_new).open(path)?
        };
        let mut out = BufWriter::new(file);
        self.write(pile, &mut out, messages)?;
        out.flush()
    }

    fn write(&self, pile: &Pile, out: &mut dyn Write, messages: &mut Messages) -> io::Result<()> {
        match self.format {
            Format::Jsonl => write_records(pile, out, messages),
        }
    }
}
