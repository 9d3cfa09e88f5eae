//! `kiosque subscribe` and `kiosque unsubscribe`: the list of feeds.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::Args;

use super::feeds::{self, client};
use super::messages::Messages;
use super::{Refusal, output};
use crate::fetch::{Address, Ask, Client, Wanted};
use crate::ingest::{Format, Hints, detect, opml};
use crate::library::feeds::{Discovered, Feeds, Subscription, Subscriptions, discover};
use crate::text::safe;

/// Subscribe to feeds, or list them
///
/// Takes the address of a feed or of a page that names one, or a file with a list of feeds (OPML). Without any, the feeds that
/// you have subscribed to are listed: name and address, parted by a tab. `kiosque fetch` brings their articles, `kiosque`
/// shows them. Exit status: 0 when all went well, 1 when there is no feed to list, 2 when anything failed.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// An address, or an OPML file
    #[arg(value_name = "URL|OPML")]
    what: Vec<String>,
    /// From now on fetch the whole page of every entry that is only a teaser: `+full` in the list
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
                    writeln!(out, "{}\t{}", safe::line(name), feed.address)?;
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
        let found = if path.is_file() { from_file(path, full, messages) } else { asked(word, full, messages) };
        let known = self.feeds.file.read();
        let added = found.and_then(|feeds| match feeds[..] {
            [] => Ok(feeds),
            _ => self.feeds.file.add(&feeds).map(|()| feeds).map_err(|refused| refused.to_string()),
        });
        let feeds = added.unwrap_or_else(|why| {
            messages.fail(&why);
            Vec::new()
        });
        for feed in &feeds {
            let Some(held) = known.feeds.iter().find(|known| known.address == feed.address) else {
                writeln!(out, "subscribed to {}", told(feed))?;
                continue;
            };
            writeln!(out, "subscribed already to {}", told(held))?;
            if full && !held.full {
                let file = self.feeds.file.path.display();
                messages.note(&format!("{}: +full behind its address in {file} fetches whole pages", held.address));
            }
        }
        Ok(())
    }

    fn remove(&self, word: &str, list: &Subscriptions, out: &mut dyn Write, messages: &mut Messages) -> io::Result<()> {
        let found = list.find(word);
        let [feed] = found[..] else {
            let all: Vec<String> = found.iter().map(|feed| feed.address.to_string()).collect();
            messages.fail(&match all.join(", ") {
                none if none.is_empty() => feeds::unknown(word),
                all => format!("{word}: more than one feed is called like that: {all}; name the address"),
            });
            return Ok(());
        };
        match self.feeds.file.remove(&feed.address) {
            Ok(()) => writeln!(out, "no longer subscribed to {}", feed.address),
            Err(refused) => {
                messages.fail(&refused.to_string());
                Ok(())
            }
        }
    }
}

/// A feed's name and address, as far as it has both.
fn told(feed: &Subscription) -> String {
    match &feed.name {
        Some(name) => format!("{} ({})", safe::line(name), feed.address),
        None => feed.address.to_string(),
    }
}

/// The feeds of an OPML file; says which of them cannot be fetched.
fn from_file(path: &Path, full: bool, messages: &mut Messages) -> Result<Vec<Subscription>, String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown}: {error}"))?;
    if detect(&bytes, &Hints::default()).is_none_or(|found| found.spec.format != Format::Opml) {
        return Err(format!("{shown}: this is no list of feeds (OPML)"));
    }
    let listed = opml::parse(&bytes);
    if listed.is_empty() {
        return Err(format!("{shown}: there is no feed in it"));
    }
    let mut feeds = Vec::new();
    for feed in listed {
        match Address::parse(&feed.address) {
            Ok(address) => {
                let name = Some(&feed.title).filter(|title| **title != feed.address).and_then(|title| sound(title));
                feeds.push(Subscription { name, address, folder: feed.folder.as_deref().and_then(sound), full });
            }
            Err(failure) => messages.fail(&failure.to_string()),
        }
    }
    Ok(feeds)
}

/// Characters of a name; nobody types more to tell feeds apart.
const NAME: usize = 120;

/// A title as it can stand in a line of the list; `None` when nothing is left of it.
fn sound(title: &str) -> Option<String> {
    let short: String = title.chars().take(NAME).collect();
    let words = safe::line(&short).replace(['"', '='], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    // A line that begins with # is a comment.
    let name = words.trim_start_matches(['#', ' ']);
    (!name.is_empty()).then(|| name.to_owned())
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
    let feed = |address, title: &str| Subscription { name: sound(title), address, folder: None, full };
    match discover(&client, &Ask::typed(address, Wanted::Feed))? {
        (there, Discovered::Feed(title)) => Ok(vec![feed(there, &title)]),
        (_, Discovered::Page { named, at_home }) => {
            first_of(&client, &named, at_home, messages).map(|(at, title)| vec![feed(at, &title)])
        }
    }
}

/// The first of the feeds that a page names, as a rule that of all its articles; the others are told.
fn first_of(
    client: &Client,
    named: &[(String, String)],
    at_home: bool,
    messages: &Messages,
) -> Result<(Address, String), String> {
    let (first, rest) = named.split_first().ok_or("the page names no feed")?;
    let address = Address::parse(&first.0).map_err(|failure| failure.to_string())?;
    for (other, title) in rest {
        messages.note(&format!("the page names another feed: {other} {title}"));
    }
    match discover(client, &Ask::found(address, Wanted::Feed).named_there(at_home))? {
        (there, Discovered::Feed(title)) => Ok((there, title)),
        (there, Discovered::Page { .. }) => Err(format!("{there}: the page names this as a feed, and it is none")),
    }
}
