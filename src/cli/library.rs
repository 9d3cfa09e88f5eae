//! `kiosque library`: looking after what is kept between runs.
//!
//! Only `import` makes a library where there is none: the others would make an empty one for a path that was mistyped, and
//! then say that all is well with it.

use std::env;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::{Serialize, Serializer};

use super::Refusal;
use super::messages::Messages;
use super::output::{self, Output};
use crate::export::json;
use crate::library::Source;
use crate::library::store::{Checked, Error, Imported, Info, Origin, Store, default_path};
use crate::text::count::counted;
use crate::text::safe;

/// Look after the library: the file that keeps what was read between runs
///
/// It holds what can be read again from the articles (their titles, names and an index of their words) and what is yours: what
/// you read and starred, your places, tags and notes. `export` and `import` take what is yours to another computer, or back.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The library's file; without this, the environment's `KIOSQUE_LIBRARY` says, then the user's data folder
    #[arg(long, value_name = "PATH", global = true)]
    library: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print where the library lies, how large it is, its versions, and how many rows each table has, parted by tabs
    Info {
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
    /// Check the whole file and repair what can be made again; what is yours is never removed
    Check {
        /// One JSON object, with the problems found and what was done about them
        #[arg(long)]
        json: bool,
    },
    /// Make the file as small as it can be; needs as much room again on the disk meanwhile
    Compact,
    /// Forget what was read from a file, or from all files below a folder; what is yours stays
    Forget {
        /// The file or folder, which need not be there any more; `-` is standard input
        path: PathBuf,
    },
    /// Write what is yours as JSON Lines: an object an article, then the trail and what was open last
    Export {
        #[command(flatten)]
        output: output::Flags,
    },
    /// Take in what `export` wrote, all of it or nothing; what the library holds already stays
    Import {
        /// The file; `-` is standard input
        file: PathBuf,
    },
}

impl Flags {
    pub(super) fn check(self) -> Result<Library, Refusal> {
        let path = self.library.map_or_else(path_of_environment, Ok)?;
        let task = match self.command {
            Command::Info { json } => Task::Info { json },
            Command::Check { json } => Task::Check { json },
            Command::Compact => Task::Compact,
            Command::Forget { path } => Task::Forget(path),
            Command::Export { output } => Task::Export(spared(output.check()?, &path)?),
            Command::Import { file } => Task::Import(file),
        };
        Ok(Library { path, task })
    }
}

/// Looked up here and not by clap: an empty value means what an absent one does, and the help would print it as it is.
fn path_of_environment() -> Result<PathBuf, Refusal> {
    match env::var_os("KIOSQUE_LIBRARY").filter(|value| !value.is_empty()) {
        Some(path) => Ok(path.into()),
        None => default_path(|name| env::var_os(name)).map_err(|error| Refusal::because(error.to_string())),
    }
}

/// Refuses to write an export over the library that it comes from, or over one of the files beside it.
fn spared(output: Output, library: &Path) -> Result<Output, Refusal> {
    let library = resolved(library).into_os_string();
    let beside = |end: &str| {
        let mut name = library.clone();
        name.push(end);
        PathBuf::from(name)
    };
    match output.path().filter(|path| ["", "-wal", "-shm"].map(beside).contains(&resolved(path))) {
        Some(path) => Err(Refusal::because(format!("{}: this is the library itself", path.display()))),
        None => Ok(output),
    }
}

/// The path without links, whether there is such a file or not.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    fs::canonicalize(&path).ok().or_else(folder).unwrap_or(path)
}

/// What to do with which library.
#[derive(Debug, PartialEq, Eq)]
pub struct Library {
    path: PathBuf,
    task: Task,
}

#[derive(Debug, PartialEq, Eq)]
enum Task {
    Info { json: bool },
    Check { json: bool },
    Compact,
    Forget(PathBuf),
    Export(Output),
    Import(PathBuf),
}

/// Why a task was not done.
enum Failure {
    /// Standard output failed.
    Output(io::Error),
    /// Something else, in words.
    Told(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Told(error.to_string())
    }
}

impl Library {
    /// Does it; false when there was nothing to forget, or not all could be exported.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let done = match &self.task {
            Task::Info { json } => self.info(*json, out),
            Task::Check { json } => self.check(*json, out, messages),
            Task::Compact => self.compact(out),
            Task::Forget(path) => self.forget(path, out, messages),
            Task::Export(output) => self.export(output, out, messages),
            Task::Import(file) => self.import(file, out),
        };
        match done {
            Ok(found) => Ok(found),
            Err(Failure::Output(error)) => Err(error),
            Err(Failure::Told(reason)) => {
                messages.fail(&reason);
                Ok(true)
            }
        }
    }

    fn info(&self, json: bool, out: &mut dyn Write) -> Result<bool, Failure> {
        let info = Store::open_read_only(&self.path)?.info()?;
        if json {
            json::write_line(out, &InfoRecord::new(&info))?;
        } else {
            write_info(&info, out)?;
        }
        Ok(true)
    }

    fn check(&self, json: bool, out: &mut dyn Write, messages: &mut Messages) -> Result<bool, Failure> {
        let checked =
            Store::open_existing(&self.path).and_then(|mut store| store.check()).map_err(|error| match error {
                // Its own message advises a check.
                Error::Damaged { path, cause } => {
                    Failure::Told(format!("{}: the library is damaged ({cause}); {HOPELESS}", path.display()))
                }
                error => error.into(),
            })?;
        if json {
            json::write_line(out, &CheckRecord::new(&self.path, &checked))?;
        } else {
            write_checked(&checked, out)?;
        }
        if !checked.sound {
            messages.fail(&format!("{}: there is damage that cannot be repaired; {HOPELESS}", self.path.display()));
        }
        Ok(true)
    }

    fn compact(&self, out: &mut dyn Write) -> Result<bool, Failure> {
        let (before, after) = Store::open_existing(&self.path)?.compact()?;
        writeln!(out, "{} before, {} now", counted(before, "byte"), counted(after, "byte"))?;
        Ok(true)
    }

    fn forget(&self, path: &Path, out: &mut dyn Write, messages: &Messages) -> Result<bool, Failure> {
        let origin = if path.as_os_str() == "-" { Origin::of(&Source::Stdin) } else { Origin::file(path) };
        let forgotten = Store::open_existing(&self.path)?.forget_all(&[origin])?;
        if forgotten == 0 {
            messages.note(&format!("{}: the library knows nothing of it", path.display()));
        } else {
            writeln!(out, "forgot {}", counted(forgotten, "file"))?;
        }
        Ok(forgotten > 0)
    }

    /// Asks the library for all of it before the first byte is written: an older export is not lost to a damaged library.
    fn export(&self, output: &Output, out: &mut dyn Write, messages: &mut Messages) -> Result<bool, Failure> {
        let mut lines = Vec::new();
        let lost = Store::open_read_only(&self.path)?.export_user(&mut lines)?;
        output.write(out, messages, |out, _| out.write_all(&lines))?;
        for lost in &lost {
            messages.note(&format!("{}: {lost}; the rest is exported", self.path.display()));
        }
        // Neither all of it nor nothing.
        Ok(lost.is_empty())
    }

    fn import(&self, file: &Path, out: &mut dyn Write) -> Result<bool, Failure> {
        let named = |reason: &dyn Display| Failure::Told(format!("{}: {reason}", file.display()));
        let imported = if file.as_os_str() == "-" {
            Store::open(&self.path)?.import_user(io::stdin().lock())
        } else {
            // First, so that a name that was mistyped makes no library.
            let lines = File::open(file).map_err(|error| named(&error))?;
            Store::open(&self.path)?.import_user(BufReader::new(lines))
        };
        let Imported { articles, notes } = imported.map_err(|error| match error {
            error @ (Error::Import { .. } | Error::Stream(_)) => named(&error),
            error => error.into(),
        })?;
        writeln!(out, "imported {} and {}", counted(articles, "article"), counted(notes, "new note"))?;
        Ok(true)
    }
}

/// What is left to do about damage that cannot be repaired.
const HOPELESS: &str = "try kiosque library export to save what is yours, move the file away, and import it, or your \
    last export, into a new library";

fn write_info(info: &Info, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "file\t{}", safe::line(&info.path.to_string_lossy()))?;
    writeln!(out, "bytes\t{}\nlog_bytes\t{}\nfree_bytes\t{}", info.bytes, info.log_bytes, info.free_bytes)?;
    writeln!(out, "format\t{}\nsqlite\t{}", info.format, info.sqlite)?;
    info.rows.iter().try_for_each(|(table, rows)| writeln!(out, "{table}\t{rows}"))
}

fn write_checked(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    for problem in &checked.problems {
        writeln!(out, "found: {}", safe::line(problem))?;
    }
    for repair in &checked.repairs {
        writeln!(out, "done: {}", safe::line(repair))?;
    }
    match (checked.sound, checked.problems.is_empty()) {
        (true, true) => writeln!(out, "the library is sound"),
        (true, false) => writeln!(out, "the library is sound again"),
        (false, _) => Ok(()),
    }
}

/// [`Info`] for other programs.
#[derive(Serialize)]
struct InfoRecord<'a> {
    path: String,
    bytes: u64,
    log_bytes: u64,
    free_bytes: u64,
    format: u32,
    sqlite: &'a str,
    #[serde(serialize_with = "in_order")]
    rows: &'a [(&'static str, u64)],
}

fn in_order<S: Serializer>(rows: &[(&'static str, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rows.iter().copied())
}

impl<'a> InfoRecord<'a> {
    fn new(info: &'a Info) -> Self {
        Self {
            path: info.path.to_string_lossy().into_owned(),
            bytes: info.bytes,
            log_bytes: info.log_bytes,
            free_bytes: info.free_bytes,
            format: info.format,
            sqlite: info.sqlite,
            rows: &info.rows,
        }
    }
}

/// [`Checked`] for other programs.
#[derive(Serialize)]
struct CheckRecord<'a> {
    path: String,
    sound: bool,
    problems: &'a [String],
    repairs: &'a [String],
}

impl<'a> CheckRecord<'a> {
    fn new(path: &Path, checked: &'a Checked) -> Self {
        let Checked { problems, repairs, sound } = checked;
        Self { path: path.to_string_lossy().into_owned(), sound: *sound, problems, repairs }
    }
}
