//! The flags as they are typed, and the help that tells them.

use clap::{Parser, Subcommand};

use super::{
    Headless, Plan, Refusal, entities, export, fetch, formats, library, list, mentions, names, quotes, read, search,
    show, subscribe, watch,
};

/// What the short help ends with.
const EXAMPLES: &str = "\
Examples:
  kiosque                                       the articles that come with the program
  kiosque ~/articles une.html                   a folder, with the folders in it, and a file
  curl -s https://example.org/une.html | kiosque -
  kiosque search 'sanctions person:Poutine -sport after:2023-09' ~/articles
  kiosque watch ~/articles                      what is new of what you watch
  kiosque mentions 'Vladimir Poutine' ~/articles
  kiosque quotes 'Jake Sullivan' ~/articles     what somebody said
  kiosque entities --kind person ~/articles
  kiosque export ~/articles -o pile.jsonl
  kiosque library export -o mine.jsonl          stars, notes, tags and places, for another computer
  kiosque names check ~/articles                what you said of who is who, and what is wrong with it
  kiosque subscribe https://example.org         a feed, or a page that names one
  kiosque fetch                                 what is new in all feeds; then kiosque shows it

Inside the reader ? shows the keys. A file that is called like a command is opened with ./ before its name.
Exit status: 0 when all is well, 1 when nothing was found, 2 after an error.";

/// Read a pile of articles in the terminal and follow the people in them.
///
/// Without a command it opens the reader on the files and folders named; a folder is read with all folders in it.
/// Texts and web pages, mails, books, feeds and archives of them are read as people know them; `kiosque formats` lists them all.
/// Nothing is sent anywhere, and nothing fetched but by subscribe, fetch and add.
#[derive(Debug, Parser)]
#[command(name = "kiosque", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Flags {
    #[command(flatten)]
    reader: read::Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Flags),
    Show(show::Flags),
    Search(search::Flags),
    Watch(watch::Flags),
    Mentions(mentions::Flags),
    Quotes(quotes::Flags),
    Entities(entities::Flags),
    Export(export::Flags),
    Library(library::Flags),
    Names(names::Flags),
    Formats(formats::Flags),
    Subscribe(subscribe::Flags),
    Unsubscribe(subscribe::Leaving),
    Fetch(fetch::Flags),
    Add(fetch::Adding),
}

impl Flags {
    /// The plan behind the flags.
    pub(super) fn check(self) -> Result<Plan, Refusal> {
        Ok(Plan::Headless(match self.command {
            None => return Ok(Plan::Read(self.reader.check()?)),
            Some(Command::List(flags)) => Headless::List(flags.check()),
            Some(Command::Show(flags)) => Headless::Show(flags.check()),
            Some(Command::Search(flags)) => Headless::Search(flags.check()),
            Some(Command::Watch(flags)) => Headless::Watch(flags.check()),
            Some(Command::Mentions(flags)) => Headless::Mentions(flags.check()?),
            Some(Command::Quotes(flags)) => Headless::Quotes(flags.check()?),
            Some(Command::Entities(flags)) => Headless::Entities(flags.check()?),
            Some(Command::Export(flags)) => Headless::Export(flags.check()?),
            Some(Command::Library(flags)) => Headless::Library(flags.check()?),
            Some(Command::Subscribe(flags)) => Headless::Subscribe(flags.check()?),
            Some(Command::Unsubscribe(flags)) => Headless::Subscribe(flags.check()?),
            Some(Command::Fetch(flags)) => Headless::Fetch(flags.check()?),
            Some(Command::Add(flags)) => Headless::Add(flags.check()?),
            Some(Command::Formats(flags)) => Headless::Formats(flags.check()),
            Some(Command::Names(flags)) => Headless::Names(flags.check()?),
        }))
    }
}

/// True when `word` is the name of a command.
pub(super) fn is_command(word: &std::ffi::OsStr) -> bool {
    let mut command = <Flags as clap::CommandFactory>::command();
    command.build();
    command.get_subcommands().any(|sub| sub.get_name() == word)
}
