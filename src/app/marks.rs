//! What the user did with articles: read, starred, tagged, noted; and how to undo it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::document::ArticleId;
use crate::library::{Marked, MarkedArticles};
use crate::text::fold::fold;
use crate::worker::{Deed, Note, NoteKey, Recalled};

/// More steps than anybody takes back.
const MAX_UNDO: usize = 200;

/// What the user did with one article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// It was read to its end, or called read.
    pub read: bool,
    /// It was starred.
    pub starred: bool,
    /// Its tags, in the order of their letters.
    pub tags: Vec<String>,
    /// Its notes: those on all of it, then in the order of their passages.
    pub notes: Vec<Note>,
}

/// One thing done to an article. Applying it gives the one that takes it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is read, or not.
    Read(bool),
    /// It is starred, or not.
    Star(bool),
    /// It has these tags.
    Tags(Vec<String>),
    /// It has this note, new or in place of the one with the same key.
    Note(Note),
    /// It has this note no more.
    Unnote(NoteKey),
}

impl Change {
    /// What was done, for the status line.
    #[must_use]
    pub fn told(&self) -> &'static str {
        match self {
            Self::Read(true) => "read",
            Self::Read(false) => "unread",
            Self::Star(true) => "starred",
            Self::Star(false) => "no longer starred",
            Self::Tags(_) => "tags changed",
            Self::Note(_) => "note written",
            Self::Unnote(_) => "note removed",
        }
    }
}

/// The marks of all articles of the pile.
#[derive(Debug, Default)]
pub struct Marks {
    by_article: HashMap<ArticleId, Mark>,
    undo: Vec<(u64, ArticleId, Change)>,
    /// What can be taken back is numbered: marks and rulings are taken back in the order in which they were made.
    steps: u64,
    /// Articles to which something was done since it was asked what is kept of them.
    done: HashSet<ArticleId>,
    /// Notes written in this run.
    written: u64,
    read: usize,
    /// Every tag, and how many articles have it.
    tags: BTreeMap<String, usize>,
    /// Articles that came in since the last visit.
    new: HashSet<ArticleId>,
    revision: u64,
    for_queries: Arc<MarkedArticles>,
}

impl Marks {
    /// What the user did with an article; `None` when that is nothing.
    #[must_use]
    pub fn of(&self, id: ArticleId) -> Option<&Mark> {
        self.by_article.get(&id)
    }

    /// True when it was read.
    #[must_use]
    pub fn is_read(&self, id: ArticleId) -> bool {
        self.of(id).is_some_and(|mark| mark.read)
    }

    /// How many articles are read.
    #[must_use]
    pub fn read(&self) -> usize {
        self.read
    }

    /// The articles that are read.
    pub fn read_ones(&self) -> impl Iterator<Item = ArticleId> {
        self.by_article.iter().filter(|(_, mark)| mark.read).map(|(&id, _)| id)
    }

    /// Every tag, with how many articles have it, in the order of their letters.
    pub fn tags(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tags.iter().map(|(tag, &articles)| (tag.as_str(), articles))
    }

    /// A number that changes whenever a mark may have changed.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Counts an article's tags anew.
    fn count_tags(&mut self, before: &[String], now: &[String]) {
        for tag in now {
            *self.tags.entry(tag.clone()).or_default() += 1;
        }
        for tag in before {
            if let Some(articles) = self.tags.get_mut(tag) {
                *articles = articles.saturating_sub(1);
            }
        }
        self.tags.retain(|_, articles| *articles > 0);
    }

    /// All marks as queries ask for them. The same until something changes.
    #[must_use]
    pub fn for_queries(&self) -> &Arc<MarkedArticles> {
        &self.for_queries
    }

    /// Copies what changed; all of it only when a search still looks at what held before.
    fn tell_queries(&mut self, id: ArticleId) {
        self.revision += 1;
        let mark = self.by_article.get(&id).cloned().unwrap_or_default();
        let marked = Marked {
            read: mark.read,
            starred: mark.starred,
            noted: !mark.notes.is_empty(),
            new: self.new.contains(&id),
            tags: mark.tags.iter().map(|tag| fold(tag)).collect(),
        };
        Arc::make_mut(&mut self.for_queries).insert(id, marked);
    }

    /// Says whether an article came in since the last visit.
    pub fn arrive(&mut self, id: ArticleId, new: bool) {
        let changed = if new { self.new.insert(id) } else { self.new.remove(&id) };
        if changed {
            self.tell_queries(id);
        }
    }

    /// True when it came in since the last visit.
    #[must_use]
    pub fn is_new(&self, id: ArticleId) -> bool {
        self.new.contains(&id)
    }

    /// The articles that came in since the last visit, in no order.
    pub fn new_ones(&self) -> impl Iterator<Item = ArticleId> {
        self.new.iter().copied()
    }

    /// A key for a new note.
    pub fn next_key(&mut self) -> NoteKey {
        self.written += 1;
        NoteKey(self.written)
    }

    /// It is asked what is kept of an article: the answer knows all that was done to it so far.
    pub fn ask(&mut self, id: ArticleId) {
        self.done.remove(&id);
    }

    /// Takes in what was kept of an article. What was done to it since that was asked holds.
    pub fn recall(&mut self, id: ArticleId, recalled: Recalled) {
        if self.done.contains(&id) {
            return;
        }
        self.read = self.read + usize::from(recalled.read) - usize::from(self.is_read(id));
        let Recalled { read, starred, tags, notes, .. } = recalled;
        let before = self.by_article.insert(id, Mark { read, starred, tags: tags.clone(), notes });
        let before = before.map(|mark| mark.tags).unwrap_or_default();
        if before != tags {
            self.count_tags(&before, &tags);
        }
        self.tell_queries(id);
    }

    /// An article has another text by now: where its notes stand in it is not known.
    pub fn revise(&mut self, id: ArticleId) {
        if let Some(mark) = self.by_article.get_mut(&id) {
            mark.notes.iter_mut().for_each(|note| note.passage = None);
        }
        self.undo.retain(|(_, other, change)| *other != id || !matches!(change, Change::Note(_) | Change::Unnote(_)));
    }

    /// Another article stands in this one's place.
    pub fn forget(&mut self, id: ArticleId) {
        if let Some(mark) = self.by_article.remove(&id) {
            self.read -= usize::from(mark.read);
            self.tell_queries(id);
        }
        self.undo.retain(|(_, other, _)| *other != id);
    }

    /// Does something to an article, remembers how to take it back, and says what to keep.
    pub fn apply(&mut self, id: ArticleId, change: Change) -> Vec<Deed> {
        let (inverse, keeps) = self.change(id, change);
        self.tell_queries(id);
        let step = self.next_step();
        self.undo.push((step, id, inverse));
        if self.undo.len() > MAX_UNDO {
            self.undo.remove(0);
        }
        keeps
    }

    /// The number of the next thing that can be taken back.
    pub fn next_step(&mut self) -> u64 {
        self.steps += 1;
        self.steps
    }

    /// The number of what would be taken back first.
    #[must_use]
    pub fn last_step(&self) -> Option<u64> {
        self.undo.last().map(|step| step.0)
    }

    /// The article was read to its end. Nothing that anybody would take back.
    pub fn see(&mut self, id: ArticleId) -> Vec<Deed> {
        let keeps = self.change(id, Change::Read(true)).1;
        self.tell_queries(id);
        keeps
    }

    /// Takes back what was done last: to which article, what that means, and what to keep.
    pub fn undo(&mut self) -> Option<(ArticleId, Change, Vec<Deed>)> {
        let (_, id, change) = self.undo.pop()?;
        let (_, keeps) = self.change(id, change.clone());
        self.tell_queries(id);
        Some((id, change, keeps))
    }

    fn change(&mut self, id: ArticleId, change: Change) -> (Change, Vec<Deed>) {
        self.done.insert(id);
        let mark = self.by_article.entry(id).or_default();
        match change {
            Change::Read(on) => {
                let before = std::mem::replace(&mut mark.read, on);
                self.read = self.read + usize::from(on) - usize::from(before);
                (Change::Read(before), vec![Deed::Read(on)])
            }
            Change::Star(on) => (Change::Star(std::mem::replace(&mut mark.starred, on)), vec![Deed::Star(on)]),
            Change::Tags(tags) => {
                let before = std::mem::replace(&mut mark.tags, tags.clone());
                let gone = before.iter().filter(|tag| !mark.tags.contains(tag)).map(|tag| (tag, false));
                let new = mark.tags.iter().filter(|tag| !before.contains(tag)).map(|tag| (tag, true));
                let keeps = gone.chain(new).map(|(tag, on)| Deed::Tag(tag.clone(), on)).collect();
                self.count_tags(&before, &tags);
                (Change::Tags(before), keeps)
            }
            Change::Note(note) => {
                let keep = Deed::Note(note.clone(), None);
                let before = mark.notes.iter().position(|other| other.key == note.key).map(|at| mark.notes.remove(at));
                let inverse = before.map_or(Change::Unnote(note.key), Change::Note);
                let at = mark.notes.partition_point(|other| other.passage <= note.passage);
                mark.notes.insert(at, note);
                (inverse, vec![keep])
            }
            Change::Unnote(key) => {
                let before = mark.notes.iter().position(|other| other.key == key).map(|at| mark.notes.remove(at));
                (before.map_or(Change::Unnote(key), Change::Note), vec![Deed::Unnote(key)])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    const ID: ArticleId = ArticleId(3);

    #[test]
    fn everything_done_can_be_taken_back() {
        let mut marks = Marks::default();
        let note = |key, text: &str| Note { key, passage: Some(Span::new(2, 4)), text: text.to_owned() };
        let key = marks.next_key();
        let changes = [
            Change::Read(true),
            Change::Star(true),
            Change::Tags(vec!["a".to_owned(), "b".to_owned()]),
            Change::Tags(vec!["b".to_owned(), "c".to_owned()]),
            Change::Note(note(key, "un")),
            Change::Note(note(key, "deux")),
            Change::Unnote(key),
        ];
        let mut states = Vec::new();
        for change in changes.clone() {
            states.push((marks.of(ID).cloned().unwrap_or_default(), marks.read()));
            marks.apply(ID, change);
        }
        assert_eq!(marks.tags().collect::<Vec<_>>(), [("b", 1), ("c", 1)]);
        while let Some(before) = states.pop() {
            assert!(marks.undo().is_some());
            assert_eq!((marks.of(ID).cloned().unwrap_or_default(), marks.read()), before);
        }
        assert!(marks.undo().is_none());
        assert_eq!(marks.tags().count(), 0);
    }

    #[test]
    fn what_is_recalled_late_does_not_undo_what_was_done_meanwhile() {
        let mut marks = Marks::default();
        marks.apply(ID, Change::Star(true));
        marks.recall(ID, Recalled { read: true, ..Recalled::default() });
        assert!(marks.of(ID).unwrap().starred && !marks.is_read(ID));
        marks.recall(ArticleId(4), Recalled { read: true, ..Recalled::default() });
        assert_eq!(marks.read(), 1);
        // Asked again, the answer knows of the star.
        marks.ask(ID);
        marks.recall(ID, Recalled { read: true, starred: true, ..Recalled::default() });
        assert!(marks.is_read(ID));
    }

    #[test]
    fn another_text_or_another_article_has_not_the_old_ones_places() {
        let mut marks = Marks::default();
        let key = marks.next_key();
        marks.apply(ID, Change::Star(true));
        marks.apply(ID, Change::Note(Note { key, passage: Some(Span::new(90, 95)), text: "ici".to_owned() }));
        marks.revise(ID);
        assert!(marks.of(ID).is_some_and(|mark| mark.starred && mark.notes[0].passage.is_none()));
        assert!(matches!(marks.undo(), Some((ID, Change::Star(false), _))));
        marks.see(ID);
        marks.forget(ID);
        assert!(marks.of(ID).is_none() && marks.read() == 0 && marks.undo().is_none());
    }
}
