//! The thread that keeps what the user does: it alone has the library open, and nobody waits for it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::drafts::Draft;
use crate::document::{Article, ArticleId, Span};
use crate::library::Source;
use crate::library::sources::Stamp;
use crate::library::store::{
    ContentHash, Error, Followed, Identity, KeptId, KeptMarks, Moment, NoteId, Origin, Passage, Place, Reading,
    Session, Store, Trail,
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
    /// Look up what the user did with an article.
    Recall {
        /// Its entry in the pile.
        id: ArticleId,
        /// By what the library knows it.
        identity: Identity,
        /// Its text, where it is at hand: without it, notes come without their passages.
        article: Option<Arc<Article>>,
    },
    /// The user did something with an article.
    Did(Identity, Deed),
    /// What is open, with the article on the screen.
    Open(Open, Option<Identity>),
    /// The places jumped from, of this pile and of others.
    Trail(Trail),
    /// A file was touched: it says the same, and is described like this by now.
    Touched(Arc<Source>, Stamp),
    /// These files are gone.
    Gone(Vec<Arc<Source>>),
}

/// What the user did with an article.
#[derive(Debug, Clone)]
pub enum Deed {
    /// It was read, or it is to be read again.
    Read(bool),
    /// It was starred, or no more.
    Star(bool),
    /// A tag was put on it or taken off.
    Tag(String, bool),
    /// A note was written, or written anew, on an article with this text.
    Note(Note, Option<Arc<Article>>),
    /// A note was removed.
    Unnote(NoteKey),
    /// It was left with this byte on top.
    Place(usize),
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
    /// Articles are kept now, with the hashes of their texts and their numbers in the library.
    Derived(Vec<(ArticleId, ContentHash, KeptId)>),
    /// The places jumped from in earlier runs.
    Trail(Trail),
    /// The library cannot be used, or not for this; the message says why and what to do.
    Failed(String),
}

/// The library and what this run knows of it.
pub(super) struct Keeper {
    store: Option<Store>,
    notes: HashMap<NoteKey, NoteId>,
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
        (Self { store, notes: HashMap::new(), last }, failed)
    }

    /// True when there is a library to keep anything in.
    pub(super) fn is_open(&self) -> bool {
        self.store.is_some()
    }

    /// The places jumped from, as they are kept.
    pub(super) fn trail(&self) -> Option<Kept> {
        let trail = self.store.as_ref()?.trail();
        Some(trail.map_or_else(|error| Kept::Failed(error.to_string()), Kept::Trail))
    }

    /// Does one thing. `None` when there is nothing to say of it.
    pub(super) fn keep(&mut self, keep: Keep) -> Option<Kept> {
        let Some(store) = &mut self.store else { return None };
        let done = match keep {
            Keep::Recall { identity, article, id } => {
                let found = self.recall(&identity, article.as_deref());
                found.map(|found| found.map(|found| Kept::Recalled(id, found)))
            }
            Keep::Did(identity, deed) => self.does(&identity, deed).map(|()| None),
            Keep::Open(open, article) => {
                let followed = open.followed.map(|(name, kind)| Followed { name, kind });
                let (query, filter, place) = (open.query, open.filter, open.top as u32);
                let session = Session { query, filter, followed, article, place };
                store.set_session(Some(&session)).map(|_| None)
            }
            Keep::Trail(trail) => store.set_trail(&trail).map(|_| None),
            Keep::Touched(source, stamp) => touch(store, &source, stamp).map(|()| None),
            Keep::Gone(sources) => {
                let origins: Vec<Origin> = sources.iter().map(|source| Origin::of(source)).collect();
                store.forget_all(&origins).map(|_| None)
            }
        };
        done.unwrap_or_else(|error| Some(Kept::Failed(error.to_string())))
    }

    /// Keeps what was derived from some sources, all or nothing.
    pub(super) fn write(&mut self, drafts: &[Draft]) -> Option<Kept> {
        let store = self.store.as_mut()?;
        let mut write = || {
            let mut batch = store.batch()?;
            let mut kept = Vec::new();
            for draft in drafts {
                let numbers = batch.put(&draft.record, &draft.articles)?;
                kept.extend(draft.ids.iter().zip(numbers).map(|(&(id, text), number)| (id, text, number)));
            }
            batch.commit()?;
            Ok(Kept::Derived(kept))
        };
        Some(write().unwrap_or_else(|error: Error| Kept::Failed(error.to_string())))
    }

    /// Prepares the next start of these paths, when there is nothing else to do.
    pub(super) fn rest(&mut self, paths: &[PathBuf]) -> Option<Kept> {
        let roots: Vec<Origin> = paths.iter().map(|path| Origin::file(path)).collect();
        let store = self.store.as_mut().filter(|_| !roots.is_empty())?;
        store.put_listing(&roots).err().map(|error| Kept::Failed(error.to_string()))
    }

    fn recall(&mut self, identity: &Identity, article: Option<&Article>) -> Result<Option<Recalled>, Error> {
        let Some(store) = &self.store else { return Ok(None) };
        let reading = store.reading(identity)?;
        let place = reading.place.filter(|place| place.text == identity.text);
        let mut out = Recalled { tags: store.tags_of(identity)?, ..Recalled::from(Reading { place, ..reading }) };
        for note in store.notes_on(identity)? {
            let key = NoteKey(RECALLED + note.id.0.cast_unsigned());
            self.notes.insert(key, note.id);
            let passage = note.passage.zip(article).and_then(|(passage, article)| passage.find_in(article.text()));
            out.notes.push(Note { key, passage, text: note.text });
        }
        let last = self.last.as_ref().and_then(|last| last.article.as_ref());
        if last.is_some_and(|last| last.text == identity.text && last.origin == identity.origin) {
            out.open = self.last.take().map(Open::from);
        }
        Ok((out != Recalled::default()).then_some(out))
    }

    fn does(&mut self, known: &Identity, deed: Deed) -> Result<(), Error> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let at = |on: bool| on.then(Moment::now);
        match deed {
            Deed::Read(on) => store.set_read(&[(known.clone(), at(on))]).map(|_| ()),
            Deed::Star(on) => store.set_starred(&[(known.clone(), at(on))]).map(|_| ()),
            Deed::Tag(tag, on) => store.set_tag(known, &tag, on).map(|_| ()),
            Deed::Note(note, article) => {
                if let Some(&kept) = self.notes.get(&note.key) {
                    return store.change_note(kept, &note.text).map(|_| ());
                }
                let passage = note.passage.zip(article).and_then(|(span, article)| Passage::of(article.text(), span));
                let kept = store.add_note(known, passage.as_ref(), &note.text, Moment::now())?;
                self.notes.insert(note.key, kept);
                Ok(())
            }
            Deed::Unnote(key) => match self.notes.remove(&key) {
                Some(kept) => store.remove_note(kept).map(|_| ()),
                None => Ok(()),
            },
            Deed::Place(top) => {
                let place = Place { at: top as u32, text: known.text };
                store.set_place(known, Some(place).filter(|place| place.at > 0)).map(|_| ())
            }
        }
    }
}

fn touch(store: &mut Store, source: &Source, stamp: Stamp) -> Result<(), Error> {
    let mut batch = store.batch()?;
    batch.touch(&Origin::of(source), stamp.size, stamp.modified)?;
    batch.commit()
}

impl From<Reading> for Recalled {
    fn from(reading: Reading) -> Self {
        Self {
            read: reading.read_at.is_some(),
            starred: reading.starred_at.is_some(),
            top: reading.place.map(|place| place.at as usize),
            ..Self::default()
        }
    }
}

impl From<KeptMarks> for Recalled {
    fn from(mark: KeptMarks) -> Self {
        let top = mark.place.map(|place| place.at as usize);
        Self { read: mark.read, starred: mark.starred, tags: mark.tags, top, ..Self::default() }
    }
}

impl From<Session> for Open {
    fn from(last: Session) -> Self {
        Self {
            query: last.query,
            filter: last.filter,
            followed: last.followed.map(|followed| (followed.name, followed.kind)),
            top: last.place as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};

    fn article(text: &str) -> Arc<Article> {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, text);
        Arc::new(builder.finish("x"))
    }

    fn identity(text: &str) -> Identity {
        let (text, origin) = (ContentHash::of_text(text), Origin::of(&Source::Sample("a.txt")));
        Identity { text, origin, ordinal: 0, alone: true, title: "x".to_owned() }
    }

    fn recall(keeper: &mut Keeper, text: &str) -> Option<Recalled> {
        let recall = Keep::Recall { id: ArticleId(0), identity: identity(text), article: Some(article(text)) };
        match keeper.keep(recall) {
            Some(Kept::Recalled(_, recalled)) => Some(recalled),
            None => None,
            Some(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_done_comes_back_with_the_article() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/library.db");
        let text = "Le général se tait.";
        let (mut keeper, failed) = Keeper::open(&path);
        assert_eq!((failed, recall(&mut keeper, text)), (None, None));
        let note = Note { key: NoteKey(0), passage: Some(Span::new(3, 13)), text: "lequel ?".to_owned() };
        let followed = Some(("Kim".to_owned(), Kind::Person));
        let open = Open { query: "pluie".to_owned(), filter: String::new(), followed, top: 3 };
        let changes = [
            Deed::Read(true),
            Deed::Star(true),
            Deed::Tag("guerre".to_owned(), true),
            Deed::Note(note.clone(), Some(article(text))),
            Deed::Place(3),
        ];
        assert!(changes.into_iter().all(|deed| keeper.keep(Keep::Did(identity(text), deed)).is_none()));
        assert!(keeper.keep(Keep::Open(open.clone(), Some(identity(text)))).is_none());
        drop(keeper);
        let (mut keeper, _) = Keeper::open(&path);
        let recalled = recall(&mut keeper, text).unwrap();
        assert!(recalled.read && recalled.starred && recalled.tags == ["guerre"]);
        assert_eq!((recalled.top, recalled.open), (Some(3), Some(open)));
        assert_eq!((recalled.notes[0].passage, recalled.notes[0].text.as_str()), (note.passage, "lequel ?"));
        keeper.keep(Keep::Did(identity(text), Deed::Unnote(recalled.notes[0].key)));
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
            let written = Keep::Did(identity("Un texte."), Deed::Note(note, None));
            assert!(keeper.keep(written).is_none());
        }
        drop(keeper);
        let (mut keeper, _) = Keeper::open(&path);
        let first = recall(&mut keeper, "Un texte.").unwrap().notes;
        keeper.keep(Keep::Did(identity("Un texte."), Deed::Unnote(first[0].key)));
        // A copy of the text has the same notes.
        let again = recall(&mut keeper, "Un texte.").unwrap().notes;
        let changed = Note { text: "changée".to_owned(), ..again[0].clone() };
        keeper.keep(Keep::Did(identity("Un texte."), Deed::Note(changed, None)));
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
        assert!(keeper.keep(Keep::Did(identity("Un texte."), Deed::Star(true))).is_none());
        assert_eq!(std::fs::read(&path).unwrap(), "notes de cuisine, à ne pas perdre".as_bytes());
    }
}
