//! `kiosque fetch`: what is new in the feeds. `kiosque add`: single pages.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Refusal;
use super::feeds::{self, client};
use super::messages::Messages;
use super::stopping::Stopping;
use crate::fetch::{Address, Polite};
use crate::library::feeds::{Errand, Feeds, Kept, Step, Subscription, Subscriptions, Tally, Told, add, fetch, follow};
use crate::text::safe;

/// Fetch what is new in the feeds you have subscribed to
///
/// What has not changed is not fetched again, no server is asked over more than two connections at once, and a feed that
/// fails does not stop the others. Prints a line for each feed with something new: its name and what is new, parted by a
/// tab. Interrupted, it keeps what has come. Exit status: 0 when something is new, 1 when nothing is, 2 when anything failed.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Names or addresses of feeds; without any, all of them
    #[arg(value_name = "FEED")]
    what: Vec<String>,
    /// Fetch the whole page of every entry that is only a teaser, also where the list does not say `+full`
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    feeds: feeds::Flags,
}

/// Fetch single pages and keep them beside what feeds brought
///
/// Web pages, and documents such as PDF and text. Prints a line for each: its title and where it is kept, parted by a tab.
/// Exit status: 0 when one is new or has changed, 1 when all were there already, 2 when anything failed.
#[derive(Debug, Args)]
pub(super) struct Adding {
    /// The addresses of pages
    #[arg(value_name = "URL", required = true)]
    what: Vec<String>,
    #[command(flatten)]
    feeds: feeds::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Result<Fetch, Refusal> {
        Ok(Fetch { feeds: self.feeds.check()?, what: self.what, full: self.full })
    }
}

impl Adding {
    pub(super) fn check(self) -> Result<Add, Refusal> {
        let addresses = self.what.iter().map(|word| Address::parse(word)).collect::<Result<_, _>>();
        let addresses = addresses.map_err(|failure| Refusal::because(failure.to_string()))?;
        Ok(Add { feeds: self.feeds.check()?, addresses })
    }
}

/// The feeds to fetch.
#[derive(Debug, PartialEq, Eq)]
pub struct Fetch {
    feeds: Feeds,
    what: Vec<String>,
    full: bool,
}

impl Fetch {
    /// Fetches them; false when nothing is new.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let list = self.feeds.file.read();
        for notice in list.notices(&self.feeds.file.path) {
            messages.fail(notice.message());
        }
        let feeds = self.wanted(list, messages);
        if feeds.is_empty() {
            if self.what.is_empty() {
                messages.note("there are no feeds yet; kiosque subscribe URL adds one");
            }
            return Ok(false);
        }
        let Some(client) = client(messages) else { return Ok(false) };
        let (bar, stopping) = (bar(feeds.len()), Stopping::new());
        let errand = Errand { feeds: &feeds, root: &self.feeds.folder, full: self.full, stop: stopping.flag() };
        let mut brought = Brought::default();
        let done = fetch(&client, &Polite::default(), &errand, &mut |step: Step| {
            bar.set_length(step.total as u64);
            bar.set_position(step.done as u64);
            bar.suspend(|| brought.note(&step.told, messages));
        });
        bar.finish_and_clear();
        for (from, to) in &brought.moved {
            match follow(&self.feeds.file, &self.feeds.folder, from, to) {
                Ok(()) => messages.note(&format!("{from} has moved to {to}; the list of feeds says so now")),
                Err(why) => messages.fail(&why),
            }
        }
        brought.lines().iter().try_for_each(|line| writeln!(out, "{line}"))?;
        if stopping.flag().load(Ordering::Relaxed) {
            messages.fail("stopped; what came before is kept");
            out.flush()?;
            stopping.end();
        }
        match done {
            Ok(Tally { new, changed, pages, .. }) => Ok(new + changed + pages > 0),
            Err(trouble) => {
                messages.fail(&trouble.to_string());
                Ok(false)
            }
        }
    }

    /// The feeds that are named, each once; all where none is.
    fn wanted(&self, list: Subscriptions, messages: &mut Messages) -> Vec<Subscription> {
        if self.what.is_empty() {
            return list.feeds;
        }
        let mut wanted: Vec<Subscription> = Vec::new();
        for word in &self.what {
            let found = list.find(word);
            if found.is_empty() {
                messages.fail(&feeds::unknown(word));
            }
            for feed in found {
                if !wanted.contains(feed) {
                    wanted.push(feed.clone());
                }
            }
        }
        wanted
    }
}

/// What came, feed by feed.
#[derive(Default)]
struct Brought {
    /// By the address of the feed: what it is called, and how much is new, changed, and fetched as whole pages.
    feeds: HashMap<Address, (String, [usize; 3])>,
    /// Feeds that moved for good, from where to where.
    moved: Vec<(Address, Address)>,
}

impl Brought {
    fn note(&mut self, told: &Told, messages: &mut Messages) {
        match told {
            Told::Feed { feed, title, new, changed } => {
                let own = Some((*title).to_owned()).filter(|title| !title.is_empty());
                let name = feed.name.clone().or(own).unwrap_or_else(|| feed.shown());
                self.feeds.insert(feed.address.clone(), (name, [*new, *changed, 0]));
            }
            Told::Page(feed) => {
                let (_, [.., pages]) = self.feeds.entry(feed.address.clone()).or_default();
                *pages += 1;
            }
            Told::Moved(feed, to) => self.moved.push((feed.address.clone(), to.clone())),
            Told::Failed(why) => messages.fail(why),
            Told::Unchanged(_) => {}
        }
    }

    /// A line for each feed with something new.
    fn lines(&self) -> Vec<String> {
        let line = |(name, [new, changed, pages]): &(String, [usize; 3])| {
            let page = if *pages == 1 { "whole page" } else { "whole pages" };
            let counts = [(new, "new"), (changed, "changed"), (pages, page)];
            let said: Vec<String> =
                counts.iter().filter(|(count, _)| **count > 0).map(|(count, word)| format!("{count} {word}")).collect();
            (!said.is_empty()).then(|| format!("{}\t{}", safe::line(name), said.join(", ")))
        };
        let mut lines: Vec<String> = self.feeds.values().filter_map(line).collect();
        lines.sort();
        lines
    }
}

/// How far it is, where somebody watches.
fn bar(total: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len}, {elapsed}");
    let bar = ProgressBar::new(total as u64);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The pages to add.
#[derive(Debug, PartialEq, Eq)]
pub struct Add {
    feeds: Feeds,
    addresses: Vec<Address>,
}

impl Add {
    /// Fetches and keeps them; false when none is new.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let Some(client) = client(messages) else { return Ok(false) };
        let mut any = false;
        for address in &self.addresses {
            match add(&client, &self.feeds.folder, address) {
                Ok(added) => {
                    any |= added.kept != Kept::Same;
                    let word = match added.kept {
                        Kept::New => "added",
                        Kept::Changed => "has changed",
                        Kept::Same => "was there already",
                    };
                    let (title, path) = (safe::line(&added.title), added.path.display().to_string());
                    writeln!(out, "{title}\t{word} in {}", safe::line(&path))?;
                }
                Err(why) => messages.fail(&why),
            }
        }
        Ok(any)
    }
}
