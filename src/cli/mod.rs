//! The command line: raw flags, one checked plan, and the commands that need no screen.
//!
//! [`plan`] turns arguments into a [`Plan`], and nothing later asks again what the user meant. Each subcommand has
//! one file with its flags, its check and what it does; the reader has only flags and a check here, because this room
//! never imports `app` or `tui`: `main.rs` hands the plan on. Whatever it prints has passed `text::safe`, on standard
//! output as on standard error, file names and arguments included.

mod asked;
mod entities;
mod export;
mod feeds;
mod fetch;
mod flags;
mod formats;
mod headless;
mod inputs;
mod kept;
mod library;
mod list;
mod map;
mod mentions;
mod messages;
mod names;
mod output;
mod page;
mod quotes;
mod read;
mod refusal;
mod rulings;
mod saved;
mod search;
mod show;
mod status;
mod stopping;
mod subscribe;
mod wanted;
mod watch;

use std::ffi::OsString;

use clap::Parser;

pub use headless::{Headless, run};
pub use messages::tell;
pub use read::{ReadPlan, Theme};
pub use refusal::Refusal;
pub use status::Status;

/// What the user asked for, checked.
#[derive(Debug)]
pub enum Plan {
    /// Open the reader.
    Read(ReadPlan),
    /// Print something and end.
    Headless(Headless),
}

/// Understands the arguments of the program, its own name first.
///
/// # Errors
/// When there is nothing to run: the arguments make no sense, nothing named can be read, or help was asked for.
pub fn plan(arguments: impl IntoIterator<Item = OsString>) -> Result<Plan, Refusal> {
    flags::Flags::try_parse_from(arguments)?.check()
}

#[cfg(test)]
mod tests;
