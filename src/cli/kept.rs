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
use crate::library::store::{Error, Store};
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
    /// Where it is.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Nothing => None,
            Self::Named(path) | Self::Usual(path) => Some(path),
        }
    }

    /// What the user did with the articles of a pile; nothing, and a message that says so, when no library can be read.
    pub(super) fn marks(&self, pile: &Pile, messages: &mut Messages) -> MarkedArticles {
        let path = match self {
            Self::Nothing => {
                messages.note(&format!("is: and tag: ask the library, and there is none to ask; {UNMARKED}"));
                return MarkedArticles::new();
            }
            Self::Named(path) | Self::Usual(path) => path,
        };
        let marks = Store::open_read_only(path).and_then(|store| marks_of(&store, pile));
        marks.unwrap_or_else(|error| {
            let message = format!("{error}; {UNMARKED}");
            // Nobody has opened the reader yet, which is no mistake.
            if matches!((self, &error), (Self::Usual(_), Error::Missing { .. })) {
                messages.note(&message);
            } else {
                messages.fail(&message);
            }
            MarkedArticles::new()
        })
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

fn marks_of(store: &Store, pile: &Pile) -> Result<MarkedArticles, Error> {
    let mut marks = MarkedArticles::new();
    for &id in pile.order() {
        let Some(identity) = pile.entry(id).identity(pile.title(id)) else { continue };
        let reading = store.reading(&identity)?;
        let marked = Marked {
            read: reading.read_at.is_some(),
            starred: reading.starred_at.is_some(),
            noted: !store.notes_on(&identity)?.is_empty(),
            tags: store.tags_of(&identity)?.iter().map(|tag| fold(tag)).collect(),
        };
        marks.insert(id, marked);
    }
    Ok(marks)
}
