//! `kiosque fetch`: what is new in the feeds. `kiosque add`: single pages.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Refusal;
use super::feeds::{self, client};
use super::messages::Messages;
use crate::fetch::{Address, Polite};
use crate::library::feeds::{Errand, Feeds, Step, Subscription, Tally, Told, add, fetch};
use crate::text::safe;

/// Fetch what is new in the feeds you have subscribed to
///
/// Nothing is fetched twice that has not changed, no server is asked by more than two connections at once, and a feed that
/// fails does not stop the others. Prints a line for each feed with something new: its name and how many articles, parted by
/// a tab. Exit status: 0 when something is new, 1 when nothing is, 2 when a feed failed.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Names or addresses of feeds; without any, all of them
    #[arg(value_name = "FEED")]
    what: Vec<String>,
    /// Fetch the whole page of every entry that is only a teaser
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    feeds: feeds::Flags,
}

/// Fetch single pages and keep them beside what feeds brought
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
        let mut feeds: Vec<Subscription> = Vec::new();
        for word in &self.what {
            match list.find(word) {
                Some(feed) => feeds.push(feed.clone()),
                None => messages.fail(&format!("{word}: no feed is called like that; kiosque subscribe lists them")),
            }
        }
        let feeds = if self.what.is_empty() { list.feeds } else { feeds };
        if feeds.is_empty() {
            if self.what.is_empty() {
                messages.note("there are no feeds yet; kiosque subscribe URL adds one");
            }
            return Ok(false);
        }
        let Some(client) = client(messages) else { return Ok(false) };
        let bar = bar(feeds.len());
        let stop = AtomicBool::new(false);
        let errand = Errand { feeds: &feeds, root: &self.feeds.folder, full: self.full, stop: &stop };
        let mut lines: Vec<String> = Vec::new();
        let done = fetch(&client, &Polite::default(), &errand, &mut |step: Step| {
            bar.set_length(step.total as u64);
            bar.set_position(step.done as u64);
            bar.suspend(|| self.tell(&step.told, &mut lines, messages));
        });
        bar.finish_and_clear();
        lines.sort();
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        match done {
            Ok(Tally { new, changed, pages, .. }) => Ok(new + changed + pages > 0),
            Err(trouble) => {
                messages.fail(&trouble.to_string());
                Ok(false)
            }
        }
    }

    fn tell(&self, told: &Told, lines: &mut Vec<String>, messages: &mut Messages) {
        match told {
            Told::Feed { feed, title, new, changed } if new + changed > 0 => {
                let name = feed.name.as_deref().unwrap_or(title);
                let changed = if *changed > 0 { format!(", {changed} changed") } else { String::new() };
                lines.push(format!("{}\t{new} new{changed}", safe::line(name)));
            }
            Told::Moved(feed, to) => match self.feeds.file.follow(&feed.address, to) {
                Ok(()) => messages.note(&format!("{} has moved to {to}; the list of feeds says so now", feed.address)),
                Err(refused) => messages.fail(&refused.to_string()),
            },
            Told::Failed(why) => messages.fail(why),
            Told::Feed { .. } | Told::Unchanged(_) | Told::Page(_) => {}
        }
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
                    any = true;
                    let word = if added.new { "added" } else { "was there already" };
                    writeln!(out, "{}\t{word} in {}", safe::line(&added.title), added.path.display())?;
                }
                Err(why) => messages.fail(&why),
            }
        }
        Ok(any)
    }
}
