//! Fetching what is new: all feeds, then the pages of entries that are only teasers.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::mem;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::{Kept, Shelf, Subscription, pages};
use crate::fetch::{Address, Ask, Client, Content, Failure, Fetched, Polite, Progress, Trouble, Validators, Wanted};
use crate::ingest::feed::{self, Entry, Feed};

/// What to fetch.
#[derive(Debug)]
pub struct Errand<'a> {
    /// The feeds.
    pub feeds: &'a [Subscription],
    /// The folder below which their entries are kept.
    pub root: &'a Path,
    /// True to fetch the pages of teasers of every feed, not only of those that ask for it.
    pub full: bool,
    /// True to stop.
    pub stop: &'a AtomicBool,
}

/// How far it is, and what was the last that came.
#[derive(Debug)]
pub struct Step<'a> {
    /// How many are done of what is fetched now: first feeds, then pages.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// What came.
    pub told: Told<'a>,
}

/// What came of a feed or a page.
#[derive(Debug)]
pub enum Told<'a> {
    /// A feed: so many entries are new, so many changed.
    Feed {
        /// Which.
        feed: &'a Subscription,
        /// Its own title.
        title: &'a str,
        /// New entries.
        new: usize,
        /// Entries that say something else than before.
        changed: usize,
    },
    /// A feed has nothing new.
    Unchanged(&'a Subscription),
    /// A feed has moved for good.
    Moved(&'a Subscription, Address),
    /// The page of an entry of this feed.
    Page(&'a Subscription),
    /// Something that could not be fetched or kept, in one sentence; the rest goes on.
    Failed(String),
}

/// What came of it all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Feeds that were fetched, or had nothing new.
    pub feeds: usize,
    /// New entries.
    pub new: usize,
    /// Changed entries.
    pub changed: usize,
    /// Whole pages.
    pub pages: usize,
    /// Feeds and pages that failed.
    pub failed: usize,
}

/// A feed that came.
struct Arrival {
    feed: Feed,
    validators: Validators,
    /// The entries whose pages are worth fetching.
    teasers: Vec<Entry>,
    /// It lies in a private network, where its pages may lie, too.
    at_home: bool,
    /// True when a page may yet come another time.
    lacks: bool,
}

/// Fetches feeds and keeps what is new. One that fails does not stop the others.
///
/// # Errors
/// When nothing can be fetched at all: no feature for it, no usable proxy.
pub fn fetch(client: &Client, polite: &Polite, errand: &Errand, tell: &mut dyn FnMut(Step)) -> Result<Tally, Trouble> {
    let shelf = |feed: &Subscription| Shelf::of(errand.root, &feed.address);
    let shelves = errand.feeds.iter().map(shelf).collect();
    let mut round = Round { errand, shelves, arrived: BTreeMap::new(), tally: Tally::default() };
    let ask = |(feed, shelf): (&Subscription, &Shelf)| {
        Ask::typed(feed.address.clone(), Wanted::Feed).known(shelf.validators(errand.full || feed.full))
    };
    let asks: Vec<Ask> = errand.feeds.iter().zip(&round.shelves).map(ask).collect();
    polite.run(client, &asks, errand.stop, |progress| round.feed(progress, tell))?;
    round.pages(client, polite, tell)?;
    Ok(round.tally)
}

/// One errand under way.
struct Round<'a> {
    errand: &'a Errand<'a>,
    shelves: Vec<Shelf>,
    /// By their places among the feeds.
    arrived: BTreeMap<usize, Arrival>,
    tally: Tally,
}

impl<'a> Round<'a> {
    /// A feed came, or did not.
    fn feed(&mut self, progress: Progress, tell: &mut dyn FnMut(Step)) {
        let Progress { at, done, total, result, .. } = progress;
        let subscription = &self.errand.feeds[at];
        let mut told = |told: Told| tell(Step { done, total, told });
        let moved = match &result {
            Ok(Fetched::NotModified { moved_permanently, .. }) => moved_permanently.clone(),
            Ok(Fetched::Content(content)) => content.moved_permanently.clone(),
            Err(_) => None,
        };
        let taken = match result {
            // Whoever stops it knows.
            Err(Failure { trouble: Trouble::Stopped, .. }) => return,
            Err(failure) => Err(failure.to_string()),
            Ok(Fetched::NotModified { .. }) => {
                told(Told::Unchanged(subscription));
                Ok(())
            }
            Ok(Fetched::Content(content)) => match self.take(at, content) {
                Ok((title, new, changed)) => {
                    told(Told::Feed { feed: subscription, title: &title, new, changed });
                    Ok(())
                }
                Err(why) => Err(format!("{}: {why}", subscription.address)),
            },
        };
        *(if taken.is_ok() { &mut self.tally.feeds } else { &mut self.tally.failed }) += 1;
        match taken {
            // One that was not kept has not arrived at its new address either.
            Err(why) => told(Told::Failed(why)),
            Ok(()) => moved.into_iter().for_each(|to| told(Told::Moved(subscription, to))),
        }
    }

    /// Keeps the entries of a feed that came; returns its title, how many are new and how many changed.
    fn take(&mut self, at: usize, content: Content) -> Result<(String, usize, usize), String> {
        let (subscription, place) = (&self.errand.feeds[at], &mut self.shelves[at]);
        let mut feed =
            feed::parse_bytes(&content.bytes, &content.hints()).map_err(|problem| problem.message().to_owned())?;
        if let Some(name) = &subscription.name {
            feed.title.clone_from(name);
        }
        // One that stands in the feed twice is kept as it stands there first, which is newest.
        let mut seen = HashSet::new();
        feed.entries.retain(|entry| seen.insert(entry.id.clone()));
        let (mut new, mut changed) = (0, 0);
        for entry in &feed.entries {
            let kept = place.keep(&feed, entry, None).map_err(|error| unkept(place, &error))?;
            new += usize::from(kept == Kept::New);
            changed += usize::from(kept == Kept::Changed);
        }
        let pages = self.errand.full || subscription.full;
        let wanted = |entry: &&Entry| entry.is_teaser() && page_at(entry).is_some() && !place.has_page(entry);
        let teasers: Vec<Entry> = feed.entries.iter().filter(|_| pages).filter(wanted).cloned().collect();
        // Behind the entries: what is not kept is asked for again. So are pages, as long as they are not there.
        let validators = content.validators;
        let whole = pages && teasers.is_empty();
        let said = place.set_validators(&subscription.address, &feed.title, validators.clone(), whole);
        said.map_err(|error| unkept(place, &error))?;
        (self.tally.new, self.tally.changed) = (self.tally.new + new, self.tally.changed + changed);
        let title = feed.title.clone();
        let arrival = Arrival { feed, validators, teasers, at_home: content.at_home, lacks: false };
        self.arrived.insert(at, arrival);
        Ok((title, new, changed))
    }

    /// Fetches the pages of teasers.
    fn pages(&mut self, client: &Client, polite: &Polite, tell: &mut dyn FnMut(Step)) -> Result<(), Trouble> {
        let mut asked: Vec<(usize, Entry)> = Vec::new();
        let mut asks: Vec<Ask> = Vec::new();
        for (&at, arrival) in &mut self.arrived {
            for entry in mem::take(&mut arrival.teasers) {
                let Some(address) = page_at(&entry) else { continue };
                asks.push(Ask::found(address, Wanted::Page).named_there(arrival.at_home));
                asked.push((at, entry));
            }
        }
        polite.run(client, &asks, self.errand.stop, |progress| {
            let (at, entry) = &asked[progress.at];
            let (done, total) = (progress.done, progress.total);
            if let Some(told) = self.page(*at, entry, progress.result) {
                tell(Step { done, total, told });
            }
        })?;
        let waiting: BTreeSet<usize> = asked.iter().map(|(at, _)| *at).collect();
        for at in waiting {
            let (arrival, place, subscription) = (&self.arrived[&at], &self.shelves[at], &self.errand.feeds[at]);
            if !arrival.lacks
                && let Err(error) =
                    place.set_validators(&subscription.address, &arrival.feed.title, arrival.validators.clone(), true)
            {
                let told = Told::Failed(format!("{}: {}", subscription.address, unkept(place, &error)));
                tell(Step { done: asks.len(), total: asks.len(), told });
            }
        }
        Ok(())
    }

    /// A page came, or did not; says nothing of one that was not waited for.
    fn page(&mut self, at: usize, entry: &Entry, result: Result<Fetched, Failure>) -> Option<Told<'a>> {
        let (arrival, place) = (self.arrived.get_mut(&at)?, &mut self.shelves[at]);
        if let Err(failure) = &result {
            arrival.lacks |= failure.trouble.may_pass();
            if failure.trouble == Trouble::Stopped {
                return None;
            }
        }
        let kept = page_of(result).and_then(|(html, address)| {
            let kept = place.keep(&arrival.feed, entry, Some((&html, &address)));
            arrival.lacks |= kept.is_err();
            kept.map_err(|error| format!("{address}: {}", unkept(place, &error)))
        });
        *(if kept.is_ok() { &mut self.tally.pages } else { &mut self.tally.failed }) += 1;
        Some(match kept {
            Ok(_) => Told::Page(&self.errand.feeds[at]),
            Err(why) => Told::Failed(why),
        })
    }
}

/// Where the page of an entry is, when it can be fetched.
fn page_at(entry: &Entry) -> Option<Address> {
    Address::parse(entry.address.as_deref()?).ok()
}

fn unkept(shelf: &Shelf, error: &io::Error) -> String {
    format!("what came cannot be kept in {}: {error}", shelf.folder().display())
}

/// A page that came, as text, and its address.
fn page_of(result: Result<Fetched, Failure>) -> Result<(String, String), String> {
    match result {
        Ok(Fetched::Content(content)) => {
            let html = pages::markup(&content).ok_or_else(|| format!("{}: this is no web page", content.address))?;
            Ok((html, content.address.full().to_owned()))
        }
        Ok(Fetched::NotModified { .. }) => Err("the server sent no page".to_owned()),
        Err(failure) => Err(failure.to_string()),
    }
}

/// What is at an address to which somebody wants to subscribe.
#[derive(Debug, PartialEq, Eq)]
pub enum Discovered {
    /// A feed, with its title.
    Feed(String),
    /// A page that names feeds.
    Page {
        /// The address of each, with its title.
        named: Vec<(String, String)>,
        /// True when the page lies in a private network, where the feeds may lie, too.
        at_home: bool,
    },
}

/// Looks whether there is a feed at the address of `ask`, or a page that names some.
///
/// # Errors
/// Says why there is neither.
pub fn discover(client: &Client, ask: &Ask) -> Result<(Address, Discovered), String> {
    let address = &ask.address;
    let fetched = client.get(ask).map_err(|failure| failure.to_string())?;
    let Fetched::Content(content) = fetched else { return Err(format!("{address}: the server sent nothing")) };
    let there = content.moved_permanently.clone().unwrap_or_else(|| address.clone());
    if let Ok(feed) = feed::parse_bytes(&content.bytes, &content.hints()) {
        return Ok((there, Discovered::Feed(feed.title)));
    }
    let html = pages::markup(&content).unwrap_or_default();
    let named = feed::named_by(&html, content.address.full());
    if named.is_empty() {
        return Err(format!("{address}: this is no feed, and the page names none"));
    }
    Ok((there, Discovered::Page { named, at_home: content.at_home }))
}
