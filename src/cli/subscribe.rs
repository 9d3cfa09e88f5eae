//! `kiosque subscribe` and `kiosque unsubscribe`: the list of feeds.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::Args;

use super::feeds::{self, client};
use super::messages::Messages;
use super::{Refusal, output};
use crate::fetch::{Address, Client};
use crate::ingest::{Format, Hints, detect, opml};
use crate::library::feeds::{Discovered, Feeds, Subscription, Subscriptions, discover};
use crate::text::safe;

/// Subscribe to feeds, or list them
///
/// An address of a feed, of a page that names one, or a list of feeds (OPML, a file). Without any, the feeds that you have
/// subscribed to are listed: name and address, parted by tabs. `kiosque fetch` brings their articles, `kiosque` shows them.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// An address, or an OPML file
    #[arg(value_name = "URL|OPML")]
    what: Vec<String>,
    /// Fetch the whole page of an entry that is only a teaser
    #[arg(long)]
    full: bool,
    /// Write the feeds as OPML, for another reader
    #[arg(long, conflicts_with_all = ["what", "full"])]
    opml: bool,
    #[command(flatten)]
    output: output::Flags,
    #[command(flatten)]
    feeds: feeds::Flags,
}

/// Take feeds off the list; what they brought stays
#[derive(Debug, Args)]
pub(super) struct Leaving {
    /// The names or addresses of feeds
    #[arg(value_name = "FEED", required = true)]
    what: Vec<String>,
    #[command(flatten)]
    feeds: feeds::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Result<Subscribe, Refusal> {
        let (feeds, output) = (self.feeds.check()?, self.output.check()?);
        if output.path().is_some() && !self.opml {
            return Err(Refusal::because("--output goes with --opml"));
        }
        let deed = if self.opml { Deed::Opml(output) } else { Deed::Add { what: self.what, full: self.full } };
        Ok(Subscribe { feeds, deed })
    }
}

impl Leaving {
    pub(super) fn check(self) -> Result<Subscribe, Refusal> {
        Ok(Subscribe { feeds: self.feeds.check()?, deed: Deed::Remove(self.what) })
    }
}

/// What to do with the list of feeds.
#[derive(Debug, PartialEq, Eq)]
pub struct Subscribe {
    feeds: Feeds,
    deed: Deed,
}

#[derive(Debug, PartialEq, Eq)]
enum Deed {
    /// Add these; none to list what is there.
    Add {
        what: Vec<String>,
        full: bool,
    },
    Remove(Vec<String>),
    Opml(output::Output),
}

impl Subscribe {
    /// Does it; false when there are no feeds.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let list = self.feeds.file.read();
        for notice in list.notices(&self.feeds.file.path) {
            messages.fail(notice.message());
        }
        match &self.deed {
            Deed::Add { what, .. } if what.is_empty() => {
                for feed in &list.feeds {
                    let name = feed.name.as_deref().unwrap_or_default();
                    writeln!(out, "{}\t{}", safe::line(name), safe::line(feed.address.full()))?;
                }
                return Ok(!list.feeds.is_empty());
            }
            Deed::Add { what, full } => what.iter().try_for_each(|word| self.add(word, *full, out, messages))?,
            Deed::Remove(what) => what.iter().try_for_each(|word| self.remove(word, &list, out, messages))?,
            Deed::Opml(output) => {
                let written = opml::write(&list.feeds.iter().map(listed).collect::<Vec<_>>());
                output.write(out, messages, |out, _| out.write_all(written.as_bytes()))?;
                return Ok(!list.feeds.is_empty());
            }
        }
        Ok(true)
    }

    fn add(&self, word: &str, full: bool, out: &mut dyn Write, messages: &mut Messages) -> io::Result<()> {
        let path = Path::new(word);
        let found = if path.is_file() { from_file(path, full) } else { asked(word, full, messages) };
        match found {
            Ok(feeds) => match self.feeds.file.add(&feeds) {
                Ok(()) => feeds.iter().try_for_each(|feed| {
                    let name = feed.name.as_deref().unwrap_or_default();
                    writeln!(out, "subscribed to {} ({})", safe::line(name), safe::line(feed.address.full()))
                }),
                Err(refused) => {
                    messages.fail(&refused.to_string());
                    Ok(())
                }
            },
            Err(why) => {
                messages.fail(&why);
                Ok(())
            }
        }
    }

    fn remove(&self, word: &str, list: &Subscriptions, out: &mut dyn Write, messages: &mut Messages) -> io::Result<()> {
        let Some(feed) = list.find(word) else {
            messages.fail(&format!("{word}: no feed is called like that; kiosque subscribe lists them"));
            return Ok(());
        };
        match self.feeds.file.remove(&feed.address) {
            Ok(()) => writeln!(out, "no longer subscribed to {}", safe::line(feed.address.full())),
            Err(refused) => {
                messages.fail(&refused.to_string());
                Ok(())
            }
        }
    }
}

/// The feeds of an OPML file.
fn from_file(path: &Path, full: bool) -> Result<Vec<Subscription>, String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown}: {error}"))?;
    if detect(&bytes, &Hints::default()).is_none_or(|found| found.spec.format != Format::Opml) {
        return Err(format!("{shown}: this is no list of feeds (OPML)"));
    }
    let feed = |feed: opml::Subscription| {
        let address = Address::parse(&feed.address).ok()?;
        Some(Subscription { name: Some(sound(&feed.title)), address, folder: feed.folder.as_deref().map(sound), full })
    };
    let feeds: Vec<Subscription> = opml::parse(&bytes).into_iter().filter_map(feed).collect();
    if feeds.is_empty() { Err(format!("{shown}: there is no feed in it")) } else { Ok(feeds) }
}

/// A title as it can stand in a line of the list.
fn sound(title: &str) -> String {
    safe::line(title).replace(['"', '='], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed(feed: &Subscription) -> opml::Subscription {
    let address = feed.address.full().to_owned();
    let title = feed.name.clone().unwrap_or_else(|| address.clone());
    opml::Subscription { address, title, folder: feed.folder.clone() }
}

/// The feed at an address, or that which the page there names first.
fn asked(word: &str, full: bool, messages: &mut Messages) -> Result<Vec<Subscription>, String> {
    let address = Address::parse(word).map_err(|failure| failure.to_string())?;
    let Some(client) = client(messages) else { return Ok(Vec::new()) };
    let feed = |address, title: &str| Subscription {
        name: Some(sound(title)).filter(|name| !name.is_empty()),
        address,
        folder: None,
        full,
    };
    match discover(&client, &address)? {
        (there, Discovered::Feed(title)) => Ok(vec![feed(there, &title)]),
        (_, Discovered::Page(named)) => first_of(&client, &named, messages).map(|(at, title)| vec![feed(at, &title)]),
    }
}

/// The first of the feeds that a page names, as a rule that of all its articles; the others are told.
fn first_of(client: &Client, named: &[(String, String)], messages: &Messages) -> Result<(Address, String), String> {
    let (first, rest) = named.split_first().ok_or("the page names no feed")?;
    let address = Address::parse(&first.0).map_err(|failure| failure.to_string())?;
    for (other, title) in rest {
        messages.note(&format!("the page names another feed: {other} {title}"));
    }
    match discover(client, &address)? {
        (there, Discovered::Feed(title)) => Ok((there, title)),
        (there, Discovered::Page(_)) => Err(format!("{there}: the page names this as a feed, and it is none")),
    }
}
