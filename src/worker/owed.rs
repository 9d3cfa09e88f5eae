//! What could not be kept at once: what is tried again and how often, what is given up, and what the user is told of it.
//!
//! What the user did is dear: it waits until it can be kept, in the order in which it was done, and is tried a last time at
//! the end. What was derived is cheap: the next start can derive it again, so that it is given up for this run as soon as
//! that will not help.

use std::collections::{HashSet, VecDeque};

use super::drafts::Draft;
use super::keeper::{Deed, Keep, Kept};
use crate::library::store::{Error, Identity};

/// How often what was derived is tried again while another program writes: about a minute.
const TRIES: u32 = 60;

/// Sources that wait for that. More of them are derived again by the next start.
const MOST: usize = 2048;

/// What is not kept yet, and what was told of it.
#[derive(Default)]
pub(super) struct Owed {
    deeds: VecDeque<Keep>,
    drafts: Vec<Draft>,
    /// Another program holds the library: what is owed is tried from time to time.
    held: bool,
    tries: u32,
    given_up: bool,
    told: HashSet<String>,
    /// Of what was told: what holds no more once all is kept.
    passing: Vec<String>,
    /// Something that the user did is lost, for this reason.
    lost: Option<String>,
}

impl Owed {
    /// True while another program holds the library.
    pub(super) fn is_held(&self) -> bool {
        self.held
    }

    /// True once nothing that is derived is written any more in this run.
    pub(super) fn has_given_up(&self) -> bool {
        self.given_up
    }

    /// True while something waits that the user did.
    pub(super) fn has_deeds(&self) -> bool {
        !self.deeds.is_empty()
    }

    /// True while something waits that was done with this very article: the library does not know of it.
    pub(super) fn has_deed_on(&self, article: &Identity) -> bool {
        let on = |keep: &Keep| matches!(keep, Keep::Did(known, _) if known.origin == article.origin || known.text == article.text);
        self.deeds.iter().any(on)
    }

    /// The oldest thing that waits.
    pub(super) fn first_deed(&mut self) -> Option<Keep> {
        self.deeds.pop_front()
    }

    /// The sources that wait.
    pub(super) fn take_drafts(&mut self) -> Vec<Draft> {
        std::mem::take(&mut self.drafts)
    }

    /// Lets something wait that the user did.
    pub(super) fn owe(&mut self, keep: Keep) {
        // Of these only the last counts.
        let replaced = |other: &Keep| match (&keep, other) {
            (Keep::Open(..), Keep::Open(..)) | (Keep::Trail(_), Keep::Trail(_)) => true,
            (Keep::Did(one, Deed::Place(_)), Keep::Did(other, Deed::Place(_))) => one == other,
            _ => false,
        };
        self.deeds.retain(|other| !replaced(other));
        self.deeds.push_back(keep);
    }

    /// Lets sources wait.
    pub(super) fn owe_drafts(&mut self, drafts: Vec<Draft>) {
        let room = MOST.saturating_sub(self.drafts.len());
        self.drafts.extend(drafts.into_iter().take(room));
    }

    /// Something that the user did could not be kept. It waits where there is hope, before all that waits already.
    pub(super) fn fail_deed(&mut self, keep: Keep, error: &Error) -> Option<Kept> {
        if let Error::Locked { .. } = error {
            self.deeds.push_front(keep);
            return self.hold(error);
        }
        let message = format!("what you did is not kept: {error}");
        if let Error::Full { .. } | Error::ReadOnly { .. } | Error::Closed { .. } | Error::Disk { .. } = error {
            self.deeds.push_front(keep);
            return self.tell_for_now(message);
        }
        self.lost = Some(error.to_string());
        self.tell(message)
    }

    /// What was derived could not be written.
    pub(super) fn fail_drafts(&mut self, drafts: Vec<Draft>, error: &Error) -> Option<Kept> {
        if let Error::Locked { .. } = error {
            let again = self.held;
            self.tries += u32::from(again);
            if self.tries < TRIES {
                // Before those that came meanwhile.
                let later = std::mem::replace(&mut self.drafts, drafts);
                self.owe_drafts(later);
                return self.hold(error);
            }
        }
        self.give_up(error)
    }

    /// Nothing derived is written any more.
    pub(super) fn give_up(&mut self, error: &Error) -> Option<Kept> {
        self.given_up = true;
        self.drafts = Vec::new();
        if self.deeds.is_empty() {
            self.held = false;
            self.passing.clear();
        }
        self.tell(format!("what is read is not kept for the next start: {error}"))
    }

    /// Another program holds the library, and nothing is lost by that.
    pub(super) fn pause(&mut self) {
        self.held = true;
    }

    fn hold(&mut self, error: &Error) -> Option<Kept> {
        self.held = true;
        self.tell_for_now(format!("not kept yet, tried again: {error}"))
    }

    /// Everything is kept that can be: what was told of it holds no more.
    pub(super) fn settle(&mut self) -> Option<Kept> {
        if !self.deeds.is_empty() || !self.drafts.is_empty() {
            return None;
        }
        (self.held, self.tries) = (false, 0);
        let over = std::mem::take(&mut self.passing);
        for message in &over {
            self.told.remove(message);
        }
        (!over.is_empty() && self.lost.is_none()).then_some(Kept::Settled(over))
    }

    /// The message, unless it was told.
    pub(super) fn tell(&mut self, message: String) -> Option<Kept> {
        self.told.insert(message.clone()).then_some(Kept::Failed(message))
    }

    fn tell_for_now(&mut self, message: String) -> Option<Kept> {
        let told = self.tell(message.clone());
        self.passing.extend(told.is_some().then_some(message));
        told
    }

    /// What to tell when nothing can be tried again any more; `None` when all that the user did is kept.
    pub(super) fn loss(&mut self, last: Option<&Error>) -> Option<String> {
        let why = last.filter(|_| self.has_deeds()).map(ToString::to_string).or(self.lost.take())?;
        Some(format!("not all that you did is kept: {why}"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::document::{Article, ArticleBuilder, ArticleId, BlockKind};
    use crate::library::sources::Stamp;
    use crate::library::store::{ContentHash, Moment, Origin, Store};
    use crate::library::{READER, Source};
    use crate::names::ArticleNames;
    use crate::worker::drafts::Row;
    use crate::worker::keeper::{Keeper, Note, NoteKey};

    struct Library(tempfile::TempDir);

    impl Library {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self) -> PathBuf {
            self.0.path().join("library.db")
        }

        /// A keeper that waits for nobody.
        fn keeper(&self) -> Keeper {
            let (keeper, failed) = Keeper::open(&self.path());
            assert_eq!(failed, None);
            keeper.store().unwrap().wait_for_writers(Duration::ZERO).unwrap();
            keeper
        }

        fn is_starred(&self, name: &str) -> bool {
            let store = Store::open_read_only(&self.path()).unwrap();
            store.reading(&identity(name)).unwrap().starred_at.is_some()
        }
    }

    fn article(name: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, name);
        builder.finish(name)
    }

    fn source(name: &str) -> Source {
        Source::File { path: Path::new("/pile").join(name), named: false }
    }

    fn identity(name: &str) -> Identity {
        let text = ContentHash::of_text(article(name).text());
        Identity { text, origin: Origin::of(&source(name)), ordinal: 0, alone: true, title: name.to_owned() }
    }

    fn star(name: &str) -> Keep {
        Keep::Did(identity(name), Deed::Star(true))
    }

    fn drafts(name: &str) -> Vec<Draft> {
        let (article, names) = (article(name), ArticleNames::default());
        let text = ContentHash::of_text(article.text());
        let rows = [Row { id: ArticleId(0), text, article: &article, names: &names, said: None }];
        Draft::new(&source(name), Some(Stamp { size: 1, modified: 1 }), READER, &rows, None).into_iter().collect()
    }

    /// What was told of a failure.
    #[track_caller]
    fn failure(kept: Option<Kept>) -> String {
        match kept {
            Some(Kept::Failed(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_waits_for_another_program_is_kept_in_order_once_that_is_done() {
        let library = Library::new();
        let (mut keeper, mut other) = (library.keeper(), Store::open(&library.path()).unwrap());
        for _ in 0..2 {
            let batch = other.batch().unwrap();
            assert!(failure(keeper.keep(star("a"))).starts_with("not kept yet, tried again: "));
            assert!(keeper.keep(star("b")).is_none() && keeper.write(drafts("c")).is_none(), "it is told once");
            assert!(keeper.keep(Keep::Did(identity("a"), Deed::Star(false))).is_none());
            let recall = Keep::Recall { id: ArticleId(0), identity: identity("a"), article: None };
            assert!(keeper.keep(recall).is_none(), "the screen knows better");
            assert!(keeper.waits() && keeper.again().is_empty() && keeper.waits());
            drop(batch);
            let kept = keeper.again();
            assert!(matches!(&kept[..], [Kept::Derived(_), Kept::Settled(over)] if over.len() == 1), "{kept:?}");
            assert!(!keeper.waits() && library.is_starred("b") && !library.is_starred("a"));
        }
        assert_eq!(other.counts().unwrap().articles, 1);
        assert_eq!(keeper.end(), None);
    }

    #[test]
    fn what_was_derived_is_given_up_and_what_the_user_did_is_not() {
        let library = Library::new();
        let (mut keeper, mut other) = (library.keeper(), Store::open(&library.path()).unwrap());
        let batch = other.batch().unwrap();
        assert!(failure(keeper.write(drafts("a"))).starts_with("not kept yet"));
        let tries = (0..1000).take_while(|_| keeper.derives() && keeper.again().is_empty()).count();
        assert!(tries < 100 && !keeper.derives() && !keeper.waits());
        assert!(keeper.write(drafts("b")).is_none() && keeper.again().is_empty());
        assert!(keeper.keep(star("a")).is_none(), "it was told");
        drop(batch);
        assert!(keeper.again().is_empty() && library.is_starred("a"));
        assert_eq!(other.counts().unwrap().articles, 0);
    }

    #[test]
    fn on_a_full_disk_what_the_user_did_waits_for_room() {
        let library = Library::new();
        let mut keeper = library.keeper();
        keeper.store().unwrap().limit_pages(1);
        let note = |key| {
            let note = Note { key: NoteKey(key), passage: None, text: "vu ".repeat(50_000) };
            Keep::Did(identity("a"), Deed::Note(note, Some(Arc::new(article("a")))))
        };
        assert!(failure(keeper.keep(note(1))).starts_with("what you did is not kept: "));
        let long: Vec<Draft> = (0..100).flat_map(|n| drafts(&format!("{n} {}", "mot ".repeat(1000)))).collect();
        assert!(failure(keeper.write(long)).starts_with("what is read is not kept for the next start: "));
        assert!(keeper.keep(note(2)).is_none() && keeper.keep(star("a")).is_none(), "it is told once");
        assert!(!library.is_starred("a") && !keeper.waits() && !keeper.derives());
        keeper.store().unwrap().limit_pages(1 << 20);
        let settled = keeper.keep(Keep::Did(identity("a"), Deed::Unnote(NoteKey(1))));
        assert!(matches!(settled, Some(Kept::Settled(_))), "{settled:?}");
        assert!(library.is_starred("a"));
        assert_eq!(keeper.store().unwrap().notes_on(&identity("a")).unwrap().len(), 1);
        assert_eq!(keeper.end(), None);
    }

    #[test]
    fn what_is_lost_at_the_end_is_told() {
        let library = Library::new();
        let (mut keeper, mut other) = (library.keeper(), Store::open(&library.path()).unwrap());
        other.set_starred(&[(identity("b"), Some(Moment(1)))]).unwrap();
        let batch = other.batch().unwrap();
        keeper.keep(star("a"));
        let told = keeper.end().unwrap();
        assert!(told.starts_with("not all that you did is kept: ") && told.contains("library.db"), "{told}");
        drop(batch);
        assert!(library.is_starred("b"));
    }

    #[test]
    fn of_what_is_replaced_only_the_last_waits() {
        let mut owed = Owed::default();
        let place = |name: &str, top| Keep::Did(identity(name), Deed::Place(top));
        let open = |top| Keep::Open(crate::worker::Open { top, ..crate::worker::Open::default() }, None);
        for keep in [place("a", 1), open(1), place("b", 2), star("a"), place("a", 3), open(2)] {
            owed.owe(keep);
        }
        let left: Vec<Keep> = std::iter::from_fn(|| owed.first_deed()).collect();
        assert!(
            matches!(
                &left[..],
                [
                    Keep::Did(_, Deed::Place(2)),
                    Keep::Did(_, Deed::Star(true)),
                    Keep::Did(_, Deed::Place(3)),
                    Keep::Open(crate::worker::Open { top: 2, .. }, None)
                ]
            ),
            "{left:?}"
        );
    }
}
