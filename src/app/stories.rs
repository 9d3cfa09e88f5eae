//! Stories in the list: which article is part of which, what is unfolded, and the keys for it.
//!
//! A thread of the worker finds them; it is told what articles say a batch at a time, one batch under way. A story stands in one
//! row of the list, at the place of the first of its articles that the list shows, with a mark that counts the others. `J` and
//! `K` go from row to row, as mail readers go over folded threads; whatever leads to an article that is folded away unfolds
//! its story, and so does a story that forms around the article that is selected.

use std::collections::{HashMap, HashSet};

use super::App;
use super::action::Effect;
use super::geometry::Pane;
use crate::document::ArticleId;
use crate::library::Story;
use crate::library::kept::Fingerprint;
use crate::library::stories::Changed;
use crate::text::count::counted;
use crate::text::minhash::Signature;
use crate::worker::{Job, Said};

/// Articles told of at once: what is made of them on the way to their stories takes a multiple of their room.
const BATCH: usize = 8192;

/// What the screen knows of stories.
#[derive(Debug, Default)]
pub struct Stories {
    /// True when every article has a row of its own.
    off: bool,
    /// By article: the one that names its story. Looked up for all articles whenever the list is put together.
    names: Vec<Option<ArticleId>>,
    by_name: HashMap<ArticleId, Story>,
    /// An unfolded story has one of its articles in here.
    unfolded: HashSet<ArticleId>,
    revision: u64,
    /// What is to be told of articles.
    pending: Vec<Said>,
    under_way: bool,
    /// How much was told.
    told: usize,
}

impl Stories {
    /// The articles that tell the same as this one, and it; `None` when there are no others.
    #[must_use]
    pub fn of(&self, id: ArticleId) -> Option<&Story> {
        self.by_name.get(&self.name_of(id)?)
    }

    /// True when there is something to fold.
    pub(super) fn folds(&self) -> bool {
        !self.off && !self.by_name.is_empty()
    }

    /// The article that names the story of this one.
    pub(super) fn name_of(&self, id: ArticleId) -> Option<ArticleId> {
        self.names.get(id.index()).copied().flatten()
    }

    /// The names of the stories that are unfolded.
    pub(super) fn unfolded(&self) -> HashSet<ArticleId> {
        self.unfolded.iter().filter_map(|&id| self.name_of(id)).collect()
    }

    /// Goes up with everything that changes the rows of the list.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Unfolds the story of an article.
    pub(super) fn unfold(&mut self, id: ArticleId) {
        self.unfolded.insert(id);
        self.revision += 1;
    }

    fn fold(&mut self, id: ArticleId) {
        let story = self.of(id).cloned();
        story.iter().flat_map(|story| story.iter()).for_each(|id| _ = self.unfolded.remove(id));
        self.revision += 1;
    }

    fn take(&mut self, changed: Changed) {
        self.under_way = false;
        if changed.is_empty() {
            return;
        }
        for story in changed.gone.iter().filter_map(|name| self.by_name.remove(name)) {
            story.iter().for_each(|id| self.names[id.index()] = None);
        }
        for story in changed.new {
            let last = story.last().map_or(0, |id| id.index());
            self.names.resize(self.names.len().max(last + 1), None);
            story.iter().for_each(|id| self.names[id.index()] = Some(story[0]));
            self.by_name.insert(story[0], story);
        }
        self.revision += 1;
    }

    /// The next batch. While many articles are read, that is each time that there are a sixteenth more of them: the list is put
    /// together anew for each.
    fn next(&mut self, busy: bool) -> Option<Job> {
        if self.under_way || self.pending.is_empty() || busy && self.pending.len() <= self.told / 16 {
            return None;
        }
        self.under_way = true;
        let rest = self.pending.split_off(self.pending.len().min(BATCH));
        let batch = std::mem::replace(&mut self.pending, rest);
        self.told += batch.len();
        Some(Job::Group(batch))
    }
}

impl App {
    /// What is known of stories.
    #[must_use]
    pub fn stories(&self) -> &Stories {
        &self.stories
    }

    /// Articles were read: what they say is to be compared.
    pub(super) fn note_said(&mut self, said: impl IntoIterator<Item = (ArticleId, Option<Box<Signature>>)>) {
        // What is gone comes first: the same article may say something else by now.
        self.note_lost();
        self.stories.pending.extend(said.into_iter().filter(|(_, signature)| signature.is_some()));
    }

    fn note_lost(&mut self) {
        let lost = self.pile.take_lost().into_iter();
        self.stories.pending.extend(lost.map(|id| (id, None)));
    }

    /// The same of articles that an earlier run read, as far as they say it still.
    pub(super) fn take_fingerprints(&mut self, known: Vec<Fingerprint>) {
        let holds = |(id, text, _): &Fingerprint| {
            self.pile.is_listed(*id) && self.pile.entry(*id).head().is_some_and(|head| head.text == *text)
        };
        let known: Vec<Fingerprint> = known.into_iter().filter(holds).collect();
        self.note_said(known.into_iter().map(|(id, _, signature)| (id, Some(Box::new(signature)))));
    }

    /// Has stories looked for, when there is something new to look at.
    pub(super) fn group(&mut self, out: &mut Vec<Effect>) {
        self.note_lost();
        let busy = self.scanning || self.pile.is_reading();
        out.extend(self.stories.next(busy).map(Effect::Run));
    }

    pub(super) fn take_stories(&mut self, changed: Changed, out: &mut Vec<Effect>) {
        self.stories.take(changed);
        self.relist(out);
    }

    /// Puts the rows of the list together, when something about them has changed. The article that is selected keeps its row.
    pub(super) fn regroup(&mut self) {
        let put = self.list.regroup(&self.pile, &self.stories);
        if let Some(id) = self.list.selected_id().filter(|_| put) {
            self.reveal(id);
        }
    }

    /// Unfolds the story in which an article is folded away.
    pub(super) fn reveal(&mut self, id: ArticleId) {
        if self.list.is_folded_away(id, &self.stories) {
            self.stories.unfold(id);
            self.list.regroup(&self.pile, &self.stories);
        }
    }

    /// Folds or unfolds the story of the selected article.
    pub(super) fn toggle_fold(&mut self, out: &mut Vec<Effect>) {
        let row = self.list.row_at(&self.pile, self.list.selected());
        let Some(row) = row.filter(|_| !self.list.is_empty(&self.pile)) else { return };
        if !row.is_story() {
            let told = self.stories.of(row.id).map_or(0, |story| story.len() - 1);
            return self.say(match told {
                0 => "no other article tells this story".to_owned(),
                _ if self.stories.off => "stories are off: Z brings them together".to_owned(),
                _ => format!("{} tell this story, which the list does not show now", counted(told, "other article")),
            });
        }
        if row.is_folded() {
            self.stories.unfold(row.id);
            self.list.regroup(&self.pile, &self.stories);
            return self.select(self.list.selected(), out);
        }
        self.stories.fold(row.id);
        let head = self.list.head_of(&self.pile, self.list.selected());
        let id = self.list.id_at(&self.pile, head);
        self.list.regroup(&self.pile, &self.stories);
        if let Some(index) = id.and_then(|id| self.list.index_of(&self.pile, id)) {
            self.select(index, out);
        }
    }

    /// One row for each story, or one for each article.
    pub(super) fn toggle_stories(&mut self, out: &mut Vec<Effect>) {
        self.stories.off = !self.stories.off;
        self.stories.unfolded.clear();
        self.stories.revision += 1;
        self.relist(out);
        let found = self.stories.by_name.len();
        self.say(match (self.stories.off, found) {
            (true, _) => "every article has a row of its own".to_owned(),
            (false, 0) => "articles that tell the same story stand in one row; there are none".to_owned(),
            (false, _) => format!("{} of several articles, each in one row; z unfolds one", counted(found, "story")),
        });
    }

    /// A click on the mark of a row.
    pub(super) fn click_fold(&mut self, index: usize, out: &mut Vec<Effect>) {
        self.focus = Pane::List;
        self.select(index, out);
        self.toggle_fold(out);
    }
}
