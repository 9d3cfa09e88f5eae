//! `kiosque formats`: what can be read, and what some files are taken for.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::inputs::Inputs;
use super::map;
use super::messages::Messages;
use crate::document::Article;
use crate::ingest::{Format, Reading, formats};
use crate::library::Source;
use crate::library::read::{self, Examined};
use crate::text::safe;

/// List the formats that are read, or what each file named is taken for, and why
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Files and folders to look at; `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    map: map::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Formats {
        let fields = self.map.check();
        Formats { inputs: (!self.paths.is_empty()).then(|| Inputs::new(self.paths, fields)) }
    }
}

/// What to list.
#[derive(Debug, PartialEq, Eq)]
pub struct Formats {
    /// The files to look at; none for the table of formats.
    inputs: Option<Inputs>,
}

impl Formats {
    /// Prints it; false when there is no file.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let Some(inputs) = &self.inputs else {
            for spec in formats() {
                writeln!(out, "{}\t{}\t{}", spec.name, spec.endings.join(" "), spec.help)?;
            }
            return Ok(true);
        };
        let sources = inputs.find(messages);
        read::in_order(
            &sources,
            |source: &Arc<Source>| (source.clone(), read::examine(source)),
            |_, (source, examined)| tell(&source.shown(), examined, out, messages),
        )?;
        Ok(!sources.is_empty())
    }
}

/// One line: path, format, the sign, what came of it.
fn tell(path: &str, examined: io::Result<Examined>, out: &mut dyn Write, messages: &mut Messages) -> io::Result<()> {
    let examined = match examined {
        Ok(examined) => examined,
        Err(error) => {
            messages.fail(&format!("{path}: {error}"));
            return Ok(());
        }
    };
    let Examined { detected, reading } = examined;
    let (name, sign) = detected.map_or(("-", "nothing in it is known"), |found| (found.spec.name, found.sign));
    let mut came = vec![counted(&reading)];
    let told = reading.articles.iter().flat_map(Article::problems).chain(&reading.problems);
    came.extend(told.take(PROBLEMS).map(|problem| problem.message().to_owned()));
    writeln!(out, "{path}\t{name}\t{sign}\t{}", safe::line(&came.join("; ")))
}

/// Problems that are told of one file.
const PROBLEMS: usize = 3;

/// How many articles came of a file, and of what in it.
fn counted(reading: &Reading) -> String {
    let name = |format: Format| formats().find(|spec| spec.format == format).map_or("unknown", |spec| spec.name);
    let inside: Vec<String> =
        reading.inside.iter().map(|&(format, count)| format!("{count} {}", name(format))).collect();
    let count = reading.articles.len();
    let articles = format!("{count} article{}", if count == 1 { "" } else { "s" });
    if inside.is_empty() { articles } else { format!("{articles} ({})", inside.join(", ")) }
}
