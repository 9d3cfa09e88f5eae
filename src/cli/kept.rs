//! What the library says of the articles that a command has read: for a query that asks what the user did.
//!
//! A library is only read here, and none is ever made.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::messages::Messages;
use super::read::library_of_environment;
use crate::document::ArticleId;
use crate::export::{Marks, Remark};
use crate::library::store::{Error, KeptId, Origin, Store};
use crate::library::{Marked, MarkedArticles, Pile};
use crate::text::fold::fold;

/// The flags that say which library to ask.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The library in which is kept what you read, star, tag and note; without this, the environment's `KIOSQUE_LIBRARY`
    /// says, then the user's data folder
    #[arg(long, value_name = "FILE")]
    library: Option<PathBuf>,
    /// Ask no library: everything is unread and without tags
    #[arg(long, conflicts_with = "library")]
    no_library: bool,
}

impl Flags {
    pub(super) fn check(self) -> Kept {
        match self.library {
            _ if self.no_library => Kept::Nothing,
            Some(path) => Kept::Named(path),
            None => library_of_environment().map_or(Kept::Nothing, Kept::Usual),
        }
    }
}

/// Which library to ask.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// None.
    Nothing,
    /// The one that the command line names.
    Named(PathBuf),
    /// The one that the reader would use.
    Usual(PathBuf),
}

/// What it means that there is no library to ask.
const UNMARKED: &str = "here everything is unread, and without stars, notes and tags";

impl Kept {
    /// What the user did with the articles of a pile; nothing, and a message that says so, when no library can be read.
    pub(super) fn marks(&self, pile: &Pile, paths: &[PathBuf], messages: &mut Messages) -> MarkedArticles {
        let Some(path) = self.path() else {
            messages.note(&format!("is: and tag: ask the library, and there is none to ask; {UNMARKED}"));
            return MarkedArticles::new();
        };
        let marks = Store::open_read_only(path).and_then(|store| marks_of(&store, pile, paths));
        marks.unwrap_or_else(|error| {
            self.tell(&error, UNMARKED, messages);
            MarkedArticles::new()
        })
    }

    /// Where the library lies; `None` when none is to be asked.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Nothing => None,
            Self::Named(path) | Self::Usual(path) => Some(path),
        }
    }

    /// Says why the library cannot be asked, and what that means.
    pub(super) fn tell(&self, error: &Error, meaning: &str, messages: &mut Messages) {
        let message = format!("{error}; {meaning}");
        // Nobody has opened the reader yet, which is no mistake.
        if matches!((self, error), (Self::Usual(_), Error::Missing { .. })) {
            messages.note(&message);
        } else {
            messages.fail(&message);
        }
    }
}

impl Kept {
    /// What the user did with some articles, in full, to be written down; nothing when there is no library, and a message
    /// when there is one that cannot be read.
    pub(super) fn in_full(&self, pile: &Pile, ids: &[ArticleId], messages: &mut Messages) -> HashMap<ArticleId, Marks> {
        let path = match self {
            Self::Nothing => return HashMap::new(),
            Self::Named(path) | Self::Usual(path) => path,
        };
        let marks = Store::open_read_only(path).and_then(|store| {
            let marks = ids.iter().map(|&id| Ok((id, in_full(&store, pile, id)?)));
            marks.collect::<Result<HashMap<_, _>, Error>>()
        });
        marks.unwrap_or_else(|error| {
            // Nobody has opened the reader yet, which is no mistake.
            if !matches!((self, &error), (Self::Usual(_), Error::Missing { .. })) {
                messages.fail(&format!("{error}; your tags and notes are left out"));
            }
            HashMap::new()
        })
    }
}

fn in_full(store: &Store, pile: &Pile, id: ArticleId) -> Result<Marks, Error> {
    let Some(identity) = pile.entry(id).identity(pile.title(id)) else { return Ok(Marks::default()) };
    let reading = store.reading(&identity)?;
    let text = pile.article(id).map_or("", |article| article.text());
    let notes = store.notes_on(&identity)?.into_iter();
    let remark = |passage: Option<_>, text| Remark { passage, text };
    Ok(Marks {
        read: reading.read_at.is_some(),
        starred: reading.starred_at.is_some(),
        tags: store.tags_of(&identity)?,
        remarks: notes.map(|note| remark(note.passage.and_then(|p| p.find_in(text)), note.text)).collect(),
    })
}

/// What came in since the last visit of some paths.
pub(super) struct News<'a> {
    store: &'a Store,
    seen: Option<KeptId>,
}

impl<'a> News<'a> {
    /// Nothing is new where there was no visit.
    pub(super) fn since_last_visit(store: &'a Store, paths: &[PathBuf]) -> Result<Self, Error> {
        let roots: Vec<Origin> = paths.iter().map(|path| Origin::file(path)).collect();
        Ok(Self { store, seen: store.seen(&roots)? })
    }

    /// True when there was a visit.
    pub(super) fn had_visit(&self) -> bool {
        self.seen.is_some()
    }

    /// What the user did with an article of the pile, and whether it is new; `None` for one that says only why a source could
    /// not be read.
    pub(super) fn marked(&self, pile: &Pile, id: ArticleId) -> Result<Option<Marked>, Error> {
        let Some(identity) = pile.entry(id).identity(pile.title(id)) else { return Ok(None) };
        let new = match self.seen {
            Some(seen) => self.store.arrived(identity.text)?.is_none_or(|arrived| arrived > seen),
            None => false,
        };
        let reading = self.store.reading(&identity)?;
        Ok(Some(Marked {
            read: reading.read_at.is_some(),
            starred: reading.starred_at.is_some(),
            noted: !self.store.notes_on(&identity)?.is_empty(),
            new,
            tags: self.store.tags_of(&identity)?.iter().map(|tag| fold(tag)).collect(),
        }))
    }
}

fn marks_of(store: &Store, pile: &Pile, paths: &[PathBuf]) -> Result<MarkedArticles, Error> {
    let news = News::since_last_visit(store, paths)?;
    let mut marks = MarkedArticles::new();
    for &id in pile.order() {
        if let Some(marked) = news.marked(pile, id)? {
            marks.insert(id, marked);
        }
    }
    Ok(marks)
}
