//! `kiosque names`: the user's rulings on who is who, for other people and from them.

use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::inputs::Inputs;
use super::messages::Messages;
use super::output::{self, Output};
use super::read::library_of_environment;
use super::{Refusal, map, rulings};
use crate::library::rulings::{NamesFile, NamesRead};
use crate::names::rulings::lines::{self, HEAD};
use crate::names::rulings::{Rules, Ruling};
use crate::text::safe;

/// Look after your rulings on who is who: the file in which the reader's M, S, R, T, H and A are kept, one a line
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The file; without this, the environment's `KIOSQUE_NAMES` says, else it is names.tsv beside the library
    #[arg(long, value_name = "FILE", global = true)]
    names: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the rulings that hold, one a line, its words parted by tabs
    Export {
        #[command(flatten)]
        output: output::Flags,
    },
    /// Take in what `export` wrote; a ruling that contradicts one of yours is told and left out
    Import {
        /// The file; `-` is standard input
        file: PathBuf,
    },
    /// Say what is wrong with the file: lines that make no sense or contradict others and, where paths are given, names that
    /// no article there has
    Check {
        /// Files and folders to read
        paths: Vec<PathBuf>,
        #[command(flatten)]
        map: map::Flags,
    },
}

impl Flags {
    pub(super) fn check(self) -> Result<Names, Refusal> {
        let library = library_of_environment();
        let file = rulings::Flags::naming(self.names).check(library.as_deref(), true);
        let file = file.ok_or_else(|| Refusal::because("no home folder is known; --names says where the file is"))?;
        let task = match self.command {
            Command::Export { output } => {
                let output = output.check()?;
                if output.path().is_some_and(|path| fs::canonicalize(path).ok() == fs::canonicalize(&file.path).ok()) {
                    return Err(Refusal::because(format!("{}: this is the file itself", file.path.display())));
                }
                Task::Export(output)
            }
            Command::Import { file } => Task::Import(file),
            Command::Check { paths, map } => Task::Check(Inputs::new(paths, map.check())),
        };
        Ok(Names { file, task })
    }
}

/// What to do with which file.
#[derive(Debug, PartialEq, Eq)]
pub struct Names {
    file: NamesFile,
    task: Task,
}

#[derive(Debug, PartialEq, Eq)]
enum Task {
    Export(Output),
    Import(PathBuf),
    Check(Inputs),
}

impl Names {
    /// Does it; false when there was nothing to export or to import, or when a check found names that no article has.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        match &self.task {
            Task::Export(output) => self.export(output, out, messages),
            Task::Import(from) => Ok(self.import(from, messages)),
            Task::Check(inputs) => self.check(inputs, out, messages),
        }
    }

    fn read(&self, messages: &mut Messages) -> NamesRead {
        let read = self.file.read();
        self.file.notices(&read.faults).iter().for_each(|notice| messages.fail(notice.message()));
        read
    }

    fn export(&self, output: &Output, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let read = self.read(messages);
        output.write(out, messages, |out, _| out.write_all(&lines::edited(HEAD.as_bytes(), &[], read.rules.list())))?;
        Ok(!read.rules.is_empty())
    }

    fn import(&self, from: &PathBuf, messages: &mut Messages) -> bool {
        let shown = from.display();
        let bytes = if from.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(from)
        };
        let parsed = match bytes {
            Ok(bytes) => lines::parse(&bytes),
            Err(error) => {
                messages.fail(&format!("{shown}: {error}"));
                return true;
            }
        };
        for fault in &parsed.faults {
            messages.fail(&format!("{shown}:{}: {}", fault.line, fault.message));
        }
        let held = self.read(messages);
        let mut list: Vec<Ruling> = held.rules.list().to_vec();
        let mut new = Vec::new();
        for ruling in parsed.rules.list() {
            if list.iter().any(|held| held.says(ruling)) {
                continue;
            }
            list.push(ruling.clone());
            let conflict = Rules::new(&list).1.into_iter().next();
            match conflict {
                None => new.push(ruling.clone()),
                Some(conflict) => {
                    list.pop();
                    let line = parsed.rulings.iter().position(|other| other == ruling).map_or(0, |at| parsed.lines[at]);
                    let reason = conflict.reason;
                    messages.fail(&format!("{shown}:{line}: {reason} in {}; it is left out", self.file.path.display()));
                }
            }
        }
        if let Err(refused) = self.file.change(&[], &new) {
            messages.fail(&refused.to_string());
            return true;
        }
        let (taken, path) = (new.len(), self.file.path.display());
        messages.note(&format!("{taken} of {} rulings are new in {path}", parsed.rules.list().len()));
        taken > 0
    }

    fn check(&self, inputs: &Inputs, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let read = self.read(messages);
        if inputs.paths.is_empty() {
            return Ok(true);
        }
        let mut pile = inputs.load(messages);
        rulings::obey_read(&read, &mut pile);
        let mut all = true;
        for (ruling, line) in read.rulings.iter().zip(&read.lines) {
            for subject in ruling.subjects().filter(|subject| pile.registry().meant(subject).is_empty()) {
                let (kind, path) = (subject.kind.name(), self.file.path.display());
                let line = format!("{path}:{line}: no article has {} ({kind})", subject.name);
                writeln!(out, "{}", safe::line(&line))?;
                all = false;
            }
        }
        Ok(all)
    }
}
