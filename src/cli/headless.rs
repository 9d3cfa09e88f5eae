//! Running a command that prints something and ends.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::panic;

use super::messages::{Messages, tell};
use super::{
    Status, entities, export, fetch, formats, library, list, mentions, names, quotes, search, show, subscribe, watch,
};

/// The commands that need no screen.
#[derive(Debug)]
pub enum Headless {
    /// What articles there are.
    List(list::List),
    /// The articles themselves.
    Show(show::Show),
    /// The articles that a query holds for.
    Search(search::Search),
    /// What is new of what is watched.
    Watch(watch::Watch),
    /// Who is named where.
    Mentions(mentions::Mentions),
    /// Who said what.
    Quotes(quotes::Quotes),
    /// Whom and what the pile names, and why each name is theirs.
    Entities(entities::Entities),
    /// All of it for other programs.
    Export(export::Export),
    /// Looking after what is kept between runs.
    Library(library::Library),
    /// Looking after the rulings on who is who.
    Names(names::Names),
    /// What can be read, and what files are taken for.
    Formats(formats::Formats),
    /// The list of feeds.
    Subscribe(subscribe::Subscribe),
    /// What is new in them.
    Fetch(fetch::Fetch),
    /// Single pages.
    Add(fetch::Add),
}

/// Runs a command, with its output on standard output and its messages on standard error.
#[must_use]
pub fn run(command: &Headless) -> Status {
    tell_panics();
    let mut messages = Messages::default();
    let mut out = BufWriter::new(io::stdout().lock());
    let ran = match command {
        Headless::List(list) => list.run(&mut out, &mut messages),
        Headless::Show(show) => show.run(&mut out, &mut messages),
        Headless::Search(search) => search.run(&mut out, &mut messages),
        Headless::Watch(watch) => watch.run(&mut out, &mut messages),
        Headless::Mentions(mentions) => mentions.run(&mut out, &mut messages),
        Headless::Quotes(quotes) => quotes.run(&mut out, &mut messages),
        Headless::Entities(entities) => entities.run(&mut out, &mut messages),
        Headless::Export(export) => export.run(&mut out, &mut messages),
        Headless::Library(library) => library.run(&mut out, &mut messages),
        Headless::Names(names) => names.run(&mut out, &mut messages),
        Headless::Formats(formats) => formats.run(&mut out, &mut messages),
        Headless::Subscribe(subscribe) => subscribe.run(&mut out, &mut messages),
        Headless::Fetch(fetch) => fetch.run(&mut out, &mut messages),
        Headless::Add(add) => add.run(&mut out, &mut messages),
    };
    let found = match ran.and_then(|found| out.flush().map(|()| found)) {
        Ok(found) => found,
        // Whoever reads has seen enough: `kiosque list … | head -1`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => true,
        Err(error) => {
            messages.fail(&format!("standard output: {error}"));
            true
        }
    };
    match found {
        _ if messages.has_failed() => Status::Failed,
        true => Status::Fine,
        false => Status::Nothing,
    }
}

/// A reader that breaks costs its article, not the run; what it says on the way may quote the article, and goes
/// through the filter like everything else.
fn tell_panics() {
    panic::set_hook(Box::new(|info| tell(&format!("a defect of this program: {info}"))));
}
