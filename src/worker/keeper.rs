//! The thread that keeps what the user does: it alone has the library open, and nobody waits for it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::drafts::Draft;
use super::owed::Owed;
use crate::document::{Article, ArticleId, Span};
use crate::library::Source;
use crate::library::sources::Stamp;
use crate::library::store::{
    ContentHash, Error, Followed, Identity, KeptId, KeptMarks, Moment, NoteId, Origin, PATIENCE, Passage, Place,
    Reading, Session, Store, Trail,
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
    /// The visit is over, and all that was there was seen. These texts, which were just read, are about to be kept.
    Visited(Vec<ContentHash>),
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

/// An article that is kept now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Which it is.
    pub id: ArticleId,
    /// The hash of its text.
    pub text: ContentHash,
    /// Its number in the library.
    pub kept: KeptId,
    /// The number under which its text came into the library.
    pub arrived: KeptId,
}

/// What the keeper answers.
#[derive(Debug)]
pub enum Kept {
    /// What was kept of an article.
    Recalled(ArticleId, Recalled),
    /// Articles are kept now.
    Derived(Vec<Arrival>),
    /// The places jumped from in earlier runs.
    Trail(Trail),
    /// The library cannot be used, or not for this; the message says why and what to do.
    Failed(String),
    /// What could not be kept is kept now; these messages hold no more.
    Settled(Vec<String>),
}

/// The library and what this run knows of it.
pub(super) struct Keeper {
    store: Option<Store>,
    notes: HashMap<NoteKey, NoteId>,
    last: Option<Session>,
    owed: Owed,
}

/// So long another writer is waited for at the very end, after it was waited for in vain: the user wants to be gone.
const LAST_PATIENCE: Duration = Duration::from_secs(1);

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
        (Self { store, notes: HashMap::new(), last, owed: Owed::default() }, failed)
    }

    /// The library, to bring it into trouble.
    #[cfg(test)]
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// True while what is derived is kept, too.
    pub(super) fn derives(&self) -> bool {
        self.store.is_some() && !self.owed.has_given_up()
    }

    /// True while something is to be tried again after a while.
    pub(super) fn waits(&self) -> bool {
        self.owed.is_held()
    }

    /// The places jumped from, as they are kept.
    pub(super) fn trail(&self) -> Option<Kept> {
        let trail = self.store.as_ref()?.trail();
        Some(trail.map_or_else(|error| Kept::Failed(error.to_string()), Kept::Trail))
    }

    /// Does one thing. `None` when there is nothing to say of it.
    pub(super) fn keep(&mut self, keep: Keep) -> Option<Kept> {
        self.store.as_ref()?;
        match keep {
            Keep::Recall { identity, article, id } => {
                if self.owed.has_deed_on(&identity) {
                    // The screen knows better than the library.
                    return None;
                }
                match self.recall(&identity, article.as_deref()) {
                    Ok(found) => found.map(|found| Kept::Recalled(id, found)),
                    Err(error) => self.owed.tell(format!("what was kept cannot all be read: {error}")),
                }
            }
            Keep::Touched(source, stamp) => self.derive(|store| touch(store, &source, stamp)),
            Keep::Gone(sources) => {
                let origins: Vec<Origin> = sources.iter().map(|source| Origin::of(source)).collect();
                self.derive(|store| store.forget_all(&origins).map(|_| ()))
            }
            Keep::Visited(_) => None,
            keep if self.owed.has_deeds() => {
                // Nothing overtakes what was done before it.
                self.owed.owe(keep);
                if self.owed.is_held() { None } else { self.repay().or_else(|| self.settle()) }
            }
            keep => match self.does(&keep) {
                Ok(()) => None,
                Err(error) => self.fail_deed(keep, &error),
            },
        }
    }

    /// Changes something about what was derived. The next look at the disk finds the same again: nothing is owed.
    fn derive(&mut self, change: impl FnOnce(&mut Store) -> Result<(), Error>) -> Option<Kept> {
        let store = self.store.as_mut().filter(|_| !self.owed.has_given_up() && !self.owed.is_held())?;
        match change(store) {
            Ok(()) => None,
            Err(Error::Locked { .. }) => {
                self.owed.pause();
                self.wait_no_more();
                None
            }
            Err(error) => self.owed.give_up(&error),
        }
    }

    /// Keeps what was derived from some sources, all or nothing.
    pub(super) fn write(&mut self, drafts: Vec<Draft>) -> Option<Kept> {
        let store = self.store.as_mut().filter(|_| !self.owed.has_given_up())?;
        if self.owed.is_held() {
            self.owed.owe_drafts(drafts);
            return None;
        }
        match put(store, &drafts) {
            Ok(kept) => Some(kept),
            Err(error) => {
                let told = self.owed.fail_drafts(drafts, &error);
                self.wait_no_more();
                told
            }
        }
    }

    /// Tries again what could not be kept, and tells what came of it.
    pub(super) fn again(&mut self) -> Vec<Kept> {
        let mut out: Vec<Kept> = self.repay().into_iter().collect();
        let drafts = self.owed.take_drafts();
        if let Some(store) = self.store.as_mut().filter(|_| !drafts.is_empty()) {
            match put(store, &drafts) {
                Ok(kept) => out.push(kept),
                Err(error) => out.extend(self.owed.fail_drafts(drafts, &error)),
            }
        }
        out.extend(self.settle());
        out
    }

    /// Does what is owed, up to the first that fails again; returns what there is to tell of that.
    fn repay(&mut self) -> Option<Kept> {
        while let Some(keep) = self.owed.first_deed() {
            if let Err(error) = self.does(&keep) {
                return self.fail_deed(keep, &error);
            }
        }
        None
    }

    fn fail_deed(&mut self, keep: Keep, error: &Error) -> Option<Kept> {
        let told = self.owed.fail_deed(keep, error);
        self.wait_no_more();
        told
    }

    /// Somebody else was waited for in vain: from now on one look is enough, so that nobody waits for this thread.
    fn wait_no_more(&self) {
        if let Some(store) = self.store.as_ref().filter(|_| self.owed.is_held()) {
            let _ = store.wait_for_writers(Duration::ZERO);
        }
    }

    fn settle(&mut self) -> Option<Kept> {
        let held = self.owed.is_held();
        let settled = self.owed.settle();
        if let Some(store) = self.store.as_ref().filter(|_| held && !self.owed.is_held()) {
            let _ = store.wait_for_writers(PATIENCE);
        }
        settled
    }

    /// The last try. Returns what to tell when something that the user did is lost.
    pub(super) fn end(mut self) -> Option<String> {
        let mut last = None;
        if let Some(store) = self.store.as_ref().filter(|_| self.owed.is_held()) {
            let _ = store.wait_for_writers(LAST_PATIENCE);
        }
        while let Some(keep) = self.owed.first_deed() {
            if let Err(error) = self.does(&keep) {
                self.owed.owe(keep);
                last = Some(error);
                break;
            }
        }
        self.owed.loss(last.as_ref())
    }

    /// The visit of these paths is over. All that was derived until now was written before.
    pub(super) fn end_visit(&mut self, paths: &[PathBuf], texts: &[ContentHash]) -> Option<Kept> {
        let roots: Vec<Origin> = paths.iter().map(|path| Origin::file(path)).collect();
        if roots.is_empty() { None } else { self.derive(|store| store.end_visit(&roots, texts).map(|_| ())) }
    }

    /// Prepares the next start of these paths, when there is nothing else to do.
    pub(super) fn rest(&mut self, paths: &[PathBuf]) -> Option<Kept> {
        let roots: Vec<Origin> = paths.iter().map(|path| Origin::file(path)).collect();
        if roots.is_empty() { None } else { self.derive(|store| store.put_listing(&roots)) }
    }

    fn recall(&mut self, identity: &Identity, article: Option<&Article>) -> Result<Option<Recalled>, Error> {
        let Some(store) = &self.store else { return Ok(None) };
        // The first time that a large pile is read, there is nothing to look up, a hundred thousand times.
        if store.is_untouched()? {
            return Ok(None);
        }
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

    /// Keeps something that the user did.
    fn does(&mut self, keep: &Keep) -> Result<(), Error> {
        let Some(store) = &mut self.store else { return Ok(()) };
        match keep {
            Keep::Did(known, deed) => did(store, &mut self.notes, known, deed),
            Keep::Open(open, article) => store.set_session(Some(&session(open, article.as_ref()))).map(|_| ()),
            Keep::Trail(trail) => store.set_trail(trail).map(|_| ()),
            Keep::Recall { .. } | Keep::Touched(..) | Keep::Gone(_) | Keep::Visited(_) => Ok(()),
        }
    }
}

fn did(store: &mut Store, notes: &mut HashMap<NoteKey, NoteId>, known: &Identity, deed: &Deed) -> Result<(), Error> {
    let at = |on: bool| on.then(Moment::now);
    match deed {
        Deed::Read(on) => store.set_read(&[(known.clone(), at(*on))]).map(|_| ()),
        Deed::Star(on) => store.set_starred(&[(known.clone(), at(*on))]).map(|_| ()),
        Deed::Tag(tag, on) => store.set_tag(known, tag, *on).map(|_| ()),
        Deed::Note(note, article) => {
            if let Some(&kept) = notes.get(&note.key) {
                return store.change_note(kept, &note.text).map(|_| ());
            }
            let article = article.as_ref();
            let passage = note.passage.zip(article).and_then(|(span, article)| Passage::of(article.text(), span));
            let kept = store.add_note(known, passage.as_ref(), &note.text, Moment::now())?;
            notes.insert(note.key, kept);
            Ok(())
        }
        Deed::Unnote(key) => {
            if let Some(&kept) = notes.get(key) {
                store.remove_note(kept)?;
                notes.remove(key);
            }
            Ok(())
        }
        Deed::Place(top) => {
            let place = Place { at: *top as u32, text: known.text };
            store.set_place(known, Some(place).filter(|place| place.at > 0)).map(|_| ())
        }
    }
}

fn session(open: &Open, article: Option<&Identity>) -> Session {
    Session {
        query: open.query.clone(),
        filter: open.filter.clone(),
        followed: open.followed.clone().map(|(name, kind)| Followed { name, kind }),
        article: article.cloned(),
        place: open.top as u32,
    }
}

fn put(store: &mut Store, drafts: &[Draft]) -> Result<Kept, Error> {
    let mut batch = store.batch()?;
    let mut kept = Vec::new();
    for draft in drafts {
        let numbers = batch.put(&draft.record, &draft.articles)?;
        kept.extend(draft.ids.iter().zip(numbers).map(|(&(id, text), kept)| Arrival { id, text, kept, arrived: kept }));
    }
    batch.commit()?;
    for arrival in &mut kept {
        arrival.arrived = store.arrived(arrival.text)?.unwrap_or(arrival.kept);
    }
    Ok(Kept::Derived(kept))
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
