//! Fetching what is new: all feeds, then the pages of entries that are only teasers.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::{Kept, Shelf, Subscription, pages};
use crate::fetch::{Address, Ask, Client, Content, Failure, Fetched, Polite, Trouble, Wanted};
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
    /// The page of an entry.
    Page(&'a str),
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

/// A teaser whose page is to be fetched.
struct Teaser {
    shelf: usize,
    feed: usize,
    entry: Entry,
}

/// Fetches feeds and keeps what is new. One that fails does not stop the others.
///
/// # Errors
/// When nothing can be fetched at all: no feature for it, no usable proxy.
pub fn fetch(client: &Client, polite: &Polite, errand: &Errand, tell: &mut dyn FnMut(Step)) -> Result<Tally, Trouble> {
    let mut shelves: Vec<Shelf> = errand.feeds.iter().map(|feed| Shelf::of(errand.root, &feed.address)).collect();
    let asks: Vec<Ask> = errand
        .feeds
        .iter()
        .zip(&shelves)
        .map(|(feed, shelf)| Ask::typed(feed.address.clone(), Wanted::Feed).known(shelf.validators()))
        .collect();
    let mut tally = Tally::default();
    let (mut feeds, mut teasers): (HashMap<usize, Feed>, Vec<Teaser>) = Default::default();
    polite.run(client, &asks, errand.stop, |progress| {
        let (at, done, total) = (progress.at, progress.done, progress.total);
        let subscription = &errand.feeds[at];
        let mut told = |told: Told| tell(Step { done, total, told });
        let moved = match &progress.result {
            Ok(Fetched::NotModified { moved_permanently, .. }) => moved_permanently.clone(),
            Ok(Fetched::Content(content)) => content.moved_permanently.clone(),
            Err(_) => None,
        };
        match progress.result {
            Err(failure) => {
                tally.failed += 1;
                told(Told::Failed(failure.to_string()));
            }
            Ok(Fetched::NotModified { .. }) => {
                tally.feeds += 1;
                told(Told::Unchanged(subscription));
            }
            Ok(Fetched::Content(content)) => match take(subscription, &mut shelves[at], &content) {
                Ok((feed, new, changed)) => {
                    (tally.feeds, tally.new, tally.changed) =
                        (tally.feeds + 1, tally.new + new, tally.changed + changed);
                    told(Told::Feed { feed: subscription, title: &feed.title, new, changed });
                    if errand.full || subscription.full {
                        teasers.extend(wanted(&feed, &shelves[at]).map(|entry| Teaser { shelf: at, feed: at, entry }));
                    }
                    feeds.insert(at, feed);
                }
                Err(why) => {
                    tally.failed += 1;
                    told(Told::Failed(format!("{}: {why}", subscription.address)));
                }
            },
        }
        if let Some(to) = moved {
            told(Told::Moved(subscription, to));
        }
    })?;
    fetch_pages(client, polite, errand, &mut shelves, &feeds, &teasers, &mut tally, tell)?;
    Ok(tally)
}

/// The entries whose pages are worth fetching.
fn wanted<'a>(feed: &'a Feed, shelf: &'a Shelf) -> impl Iterator<Item = Entry> + use<'a> {
    let teasers = feed.entries.iter().filter(|entry| entry.is_teaser() && entry.address.is_some());
    teasers.filter(|entry| !shelf.has_page(entry)).cloned()
}

/// Keeps the entries of a feed that came; returns how many are new and how many changed.
fn take(subscription: &Subscription, shelf: &mut Shelf, content: &Content) -> Result<(Feed, usize, usize), String> {
    let mut feed =
        feed::parse_bytes(&content.bytes, &content.hints()).map_err(|problem| problem.message().to_owned())?;
    if let Some(name) = &subscription.name {
        feed.title.clone_from(name);
    }
    let (mut new, mut changed) = (0, 0);
    for entry in &feed.entries {
        match shelf.keep(&feed, entry, None).map_err(|error| unkept(shelf, &error))? {
            Kept::New => new += 1,
            Kept::Changed => changed += 1,
            Kept::Same => {}
        }
    }
    // Behind the entries: what is not kept is asked for again.
    shelf
        .set_validators(&subscription.address, &feed.title, content.validators.clone())
        .map_err(|error| unkept(shelf, &error))?;
    Ok((feed, new, changed))
}

fn unkept(shelf: &Shelf, error: &io::Error) -> String {
    format!("what came cannot be kept in {}: {error}", shelf.folder().display())
}

#[allow(clippy::too_many_arguments, reason = "what the first half of one errand hands to the second")]
fn fetch_pages(
    client: &Client,
    polite: &Polite,
    errand: &Errand,
    shelves: &mut [Shelf],
    feeds: &HashMap<usize, Feed>,
    teasers: &[Teaser],
    tally: &mut Tally,
    tell: &mut dyn FnMut(Step),
) -> Result<(), Trouble> {
    let address = |teaser: &Teaser| Address::parse(teaser.entry.address.as_deref()?).ok();
    let asked: Vec<(&Teaser, Ask)> =
        teasers.iter().filter_map(|teaser| Some((teaser, Ask::found(address(teaser)?, Wanted::Page)))).collect();
    let asks: Vec<Ask> = asked.iter().map(|(_, ask)| ask.clone()).collect();
    polite.run(client, &asks, errand.stop, |progress| {
        let (teaser, ask) = &asked[progress.at];
        let kept = page_of(progress.result).and_then(|(html, address)| {
            let Some(feed) = feeds.get(&teaser.feed) else { return Ok(()) };
            let shelf = &mut shelves[teaser.shelf];
            let kept = shelf.keep(feed, &teaser.entry, Some((&html, &address)));
            kept.map(|_| ()).map_err(|error| unkept(shelf, &error))
        });
        let told = match &kept {
            Ok(()) => Told::Page(ask.address.full()),
            Err(why) => Told::Failed(why.clone()),
        };
        *(if kept.is_ok() { &mut tally.pages } else { &mut tally.failed }) += 1;
        tell(Step { done: progress.done, total: progress.total, told });
    })
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
    /// A page that names feeds: the address of each, with its title.
    Page(Vec<(String, String)>),
}

/// Looks whether there is a feed at `address`, or a page that names some.
///
/// # Errors
/// Says why there is neither.
pub fn discover(client: &Client, address: &Address) -> Result<(Address, Discovered), String> {
    let fetched = client.get(&Ask::typed(address.clone(), Wanted::Feed)).map_err(|failure| failure.to_string())?;
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
    Ok((there, Discovered::Page(named)))
}
