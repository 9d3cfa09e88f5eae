//! The thread that keeps what the user does: it alone has the library open, and nobody waits for it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::document::{Article, ArticleId, Span};
use crate::library::Source;
use crate::library::store::{
    ContentHash, Error, Followed, Identity, Moment, NoteId, Origin, Passage, Place, Session, Store,
};
use crate::names::Kind;

/// A note's number in this run; the library has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteKey(pub u64);

/// A note: on a passage of the article, or on all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number in this run.
    pub key: NoteKey,
    /// What it is on.
    pub passage: Option<Span>,
    /// What it says.
    pub text: String,
}

/// What is open: what is narrowed by, who is followed, which article is on the screen and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// The keyword query, as typed.
    pub query: String,
    /// The fuzzy filter, as typed.
    pub filter: String,
    /// The one followed.
    pub followed: Option<(String, Kind)>,
    /// The byte on top of the text.
    pub top: usize,
}

/// Something to keep, or to look up.
#[derive(Debug, Clone)]
pub enum Keep {
    /// An article was read: look up what the user did with it. It is the `ordinal`th of its source.
    Recall {
        /// Its entry in the pile.
        id: ArticleId,
        /// Where it comes from.
        source: Arc<Source>,
        /// Its place in the source, from 0.
        ordinal: usize,
        /// True when its source holds no other.
        alone: bool,
        /// The article.
        article: Arc<Article>,
    },
    /// It was read, or it is to be read again.
    Read(ArticleId, bool),
    /// It was starred, or no more.
    Star(ArticleId, bool),
    /// A tag was put on it or taken off.
    Tag(ArticleId, String, bool),
    /// A note was written, or written anew.
    Note(ArticleId, Note),
    /// A note was removed.
    Unnote(ArticleId, NoteKey),
    /// It was left with this byte on top.
    Place(ArticleId, usize),
    /// What is open, with the article on the screen.
    Open(Open, Option<ArticleId>),
}

/// What the user did with an article, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recalled {
    /// It was read.
    pub read: bool,
    /// It was starred.
    pub starred: bool,
    /// Its tags, in the order of their letters.
    pub tags: Vec<String>,
    /// Its notes.
    pub notes: Vec<Note>,
    /// The byte that was on top when it was left.
    pub top: Option<usize>,
    /// What was open, when this was the article on the screen as the program was left.
    pub open: Option<Open>,
}

/// What the keeper answers.
#[derive(Debug)]
pub enum Kept {
    /// What was kept of an article.
    Recalled(ArticleId, Recalled),
    /// The library cannot be used, or not for this; the message says why and what to do.
    Failed(String),
}

/// The library and what this run knows of it.
pub(super) struct Keeper {
    store: Option<Store>,
    identities: HashMap<ArticleId, Identity>,
    notes: HashMap<NoteKey, NoteId>,
    texts: HashMap<ArticleId, Arc<Article>>,
    last: Option<Session>,
}

/// The library's numbers stand above this one; notes written in this run are numbered from 0.
const RECALLED: u64 = 1 << 32;

impl Keeper {
    /// Opens the library; when that fails, nothing is kept and the error says why.
    pub(super) fn open(path: &Path) -> (Self, Option<String>) {
        let opened = Store::open(path).and_then(|store| Ok((store.session()?, store)));
        let (opened, failed) = match opened {
            Ok(opened) => (Some(opened), None),
            Err(error) => (None, Some(format!("nothing is kept: {error}"))),
        };
        let (last, store) = opened.map_or((None, None), |(last, store)| (last, Some(store)));
        let keeper = Self { store, identities: HashMap::new(), notes: HashMap::new(), texts: HashMap::new(), last };
        (keeper, failed)
    }

    /// Does one thing. `None` when there is nothing to say of it.
    pub(super) fn keep(&mut self, keep: Keep) -> Option<Kept> {
        let done = match keep {
            Keep::Recall { .. } if self.store.is_none() => return None,
            Keep::Recall { id, source, ordinal, alone, article } => {
                let identity = Identity {
                    text: ContentHash::of_text(article.text()),
                    origin: Origin::of(&source),
                    ordinal: ordinal as u32,
                    alone,
                    title: article.title().to_owned(),
                };
                self.texts.insert(id, article);
                self.recall(id, identity).map(|recalled| recalled.map(|recalled| Kept::Recalled(id, recalled)))
            }
            change => self.change(change).map(|()| None),
        };
        done.unwrap_or_else(|error| Some(Kept::Failed(error.to_string())))
    }

    fn recall(&mut self, id: ArticleId, identity: Identity) -> Result<Option<Recalled>, Error> {
        let Some(store) = &self.store else { return Ok(None) };
        let reading = store.reading(&identity)?;
        let here = |place: &Place| place.text == identity.text;
        let mut out = Recalled {
            read: reading.read_at.is_some(),
            starred: reading.starred_at.is_some(),
            tags: store.tags_of(&identity)?,
            notes: Vec::new(),
            top: reading.place.filter(here).map(|place| place.at as usize),
            open: None,
        };
        let text = self.texts.get(&id).map_or("", |article| article.text());
        for note in store.notes_on(&identity)? {
            let key = NoteKey(RECALLED + note.id.0.cast_unsigned());
            self.notes.insert(key, note.id);
            let passage = note.passage.and_then(|passage| passage.find_in(text));
            out.notes.push(Note { key, passage, text: note.text });
        }
        let last = self.last.as_ref().and_then(|last| last.article.as_ref());
        if last.is_some_and(|last| last.text == identity.text && last.origin == identity.origin) {
            out.open = self.last.take().map(|last| Open {
                query: last.query,
                filter: last.filter,
                followed: last.followed.map(|followed| (followed.name, followed.kind)),
                top: last.place as usize,
            });
        }
        self.identities.insert(id, identity);
        Ok((out != Recalled::default()).then_some(out))
    }

    fn change(&mut self, change: Keep) -> Result<(), Error> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let at = |on: bool| on.then(Moment::now);
        let identity = |id: ArticleId| self.identities.get(&id).cloned();
        match change {
            Keep::Recall { .. } => {}
            Keep::Read(id, on) => {
                store.set_read(&identity(id).map(|known| (known, at(on))).into_iter().collect::<Vec<_>>())?;
            }
            Keep::Star(id, on) => {
                store.set_starred(&identity(id).map(|known| (known, at(on))).into_iter().collect::<Vec<_>>())?;
            }
            Keep::Tag(id, tag, on) => {
                if let Some(known) = identity(id) {
                    store.set_tag(&known, &tag, on)?;
                }
            }
            Keep::Note(id, note) => {
                if let Some(&kept) = self.notes.get(&note.key) {
                    store.change_note(kept, &note.text)?;
                } else if let (Some(known), Some(article)) = (identity(id), self.texts.get(&id)) {
                    let passage = note.passage.and_then(|span| Passage::of(article.text(), span));
                    let kept = store.add_note(&known, passage.as_ref(), &note.text, Moment::now())?;
                    self.notes.insert(note.key, kept);
                }
            }
            Keep::Unnote(_, key) => {
                if let Some(kept) = self.notes.remove(&key) {
                    store.remove_note(kept)?;
                }
            }
            Keep::Place(id, top) => {
                if let Some(known) = identity(id) {
                    let place = Place { at: top as u32, text: known.text };
                    store.set_place(&known, Some(place).filter(|place| place.at > 0))?;
                }
            }
            Keep::Open(open, article) => {
                let followed = open.followed.map(|(name, kind)| Followed { name, kind });
                let article = article.and_then(identity);
                let (query, filter, place) = (open.query, open.filter, open.top as u32);
                store.set_session(Some(&Session { query, filter, followed, article, place }))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};

    fn recall(keeper: &mut Keeper, text: &str) -> Option<Recalled> {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, text);
        let (id, source) = (ArticleId(0), Arc::new(Source::Sample("a.txt")));
        let article = Arc::new(builder.finish("x"));
        match keeper.keep(Keep::Recall { id, source, ordinal: 0, alone: true, article }) {
            Some(Kept::Recalled(_, recalled)) => Some(recalled),
            None => None,
            Some(Kept::Failed(message)) => panic!("{message}"),
        }
    }

    #[test]
    fn what_was_done_comes_back_with_the_article() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/library.db");
        let (id, text) = (ArticleId(0), "Le général se tait.");
        let (mut keeper, failed) = Keeper::open(&path);
        assert_eq!((failed, recall(&mut keeper, text)), (None, None));
        let note = Note { key: NoteKey(0), passage: Some(Span::new(3, 13)), text: "lequel ?".to_owned() };
        let followed = Some(("Kim".to_owned(), Kind::Person));
        let open = Open { query: "pluie".to_owned(), filter: String::new(), followed, top: 3 };
        let changes = [
            Keep::Read(id, true),
            Keep::Star(id, true),
            Keep::Tag(id, "guerre".to_owned(), true),
            Keep::Note(id, note.clone()),
            Keep::Place(id, 3),
            Keep::Open(open.clone(), Some(id)),
        ];
        assert!(changes.into_iter().all(|change| keeper.keep(change).is_none()));
        drop(keeper);
        let (mut keeper, _) = Keeper::open(&path);
        let recalled = recall(&mut keeper, text).unwrap();
        assert!(recalled.read && recalled.starred && recalled.tags == ["guerre"]);
        assert_eq!((recalled.top, recalled.open), (Some(3), Some(open)));
        assert_eq!((recalled.notes[0].passage, recalled.notes[0].text.as_str()), (note.passage, "lequel ?"));
        keeper.keep(Keep::Unnote(id, recalled.notes[0].key));
        let recalled = recall(&mut keeper, "Le général se tait encore.").unwrap();
        assert!(recalled.starred && recalled.notes.is_empty() && recalled.top.is_none());
    }

    #[test]
    fn each_note_keeps_a_key_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let (mut keeper, _) = Keeper::open(&path);
        recall(&mut keeper, "Un texte.");
        for key in 0..3 {
            let note = Note { key: NoteKey(key), passage: None, text: key.to_string() };
            assert!(keeper.keep(Keep::Note(ArticleId(0), note)).is_none());
        }
        drop(keeper);
        let (mut keeper, _) = Keeper::open(&path);
        let first = recall(&mut keeper, "Un texte.").unwrap().notes;
        keeper.keep(Keep::Unnote(ArticleId(0), first[0].key));
        // A copy of the text has the same notes.
        let again = recall(&mut keeper, "Un texte.").unwrap().notes;
        let changed = Note { text: "changée".to_owned(), ..again[0].clone() };
        keeper.keep(Keep::Note(ArticleId(0), changed));
        let texts: Vec<String> = recall(&mut keeper, "Un texte.").unwrap().notes.into_iter().map(|n| n.text).collect();
        assert_eq!(texts, ["changée", "2"]);
    }

    #[test]
    fn a_library_that_cannot_be_used_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        std::fs::write(&path, "notes de cuisine, à ne pas perdre").unwrap();
        let (mut keeper, failed) = Keeper::open(&path);
        assert!(failed.unwrap().starts_with("nothing is kept: "));
        assert!(keeper.keep(Keep::Star(ArticleId(0), true)).is_none());
        assert_eq!(std::fs::read(&path).unwrap(), "notes de cuisine, à ne pas perdre".as_bytes());
    }
}
