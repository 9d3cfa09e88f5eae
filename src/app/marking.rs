//! Marking articles: read, starred, tagged, noted; taking it back; and coming back to what was open.

use super::App;
use super::action::Effect;
use super::geometry::Pane;
use super::marks::{Change, Mark};
use super::previewing::NO_MARKS;
use super::prompt::{Prompt, Purpose};
use super::reading::Reading;
use crate::document::{ArticleId, Span};
use crate::library::scan::Notice;
use crate::library::sources::Change::Over;
use crate::names::{ArticleNames, EntityId, Kind, Local};
use crate::worker::{Deed, Job, Keep, Kept, Note, Open, Recalled};

impl App {
    /// What the user did with an article.
    #[must_use]
    pub fn marked(&self, id: ArticleId) -> Option<&Mark> {
        self.marks.of(id)
    }

    /// How many articles of the pile are not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.pile.order().len().saturating_sub(self.marks.read().saturating_sub(self.absent))
    }

    /// The article that a mark would be put on: the one on the screen, which is the selected one.
    fn at_hand(&mut self) -> Option<ArticleId> {
        // A text that is on its way is known already: whoever goes through the list quickly marks it all the same.
        let known = |&id: &ArticleId| self.pile.entry(id).head().is_some() && !self.is_beginning();
        let id = self.reading.as_ref().map(|r| r.id).filter(known);
        if id.is_none() {
            self.say(if self.is_beginning() { NO_MARKS } else { "there is no article here yet" });
        }
        id
    }

    fn change(&mut self, id: ArticleId, change: Change, out: &mut Vec<Effect>) {
        self.say(change.told());
        let deeds = self.marks.apply(id, change);
        self.keep(id, deeds, out);
        self.narrow_again(out);
    }

    pub(super) fn toggle_star(&mut self, out: &mut Vec<Effect>) {
        if let Some(id) = self.at_hand() {
            let starred = self.marks.of(id).is_some_and(|mark| mark.starred);
            self.change(id, Change::Star(!starred), out);
        }
    }

    pub(super) fn toggle_read(&mut self, out: &mut Vec<Effect>) {
        if let Some(id) = self.at_hand() {
            let read = self.marks.is_read(id);
            self.reading.iter_mut().for_each(|reading| reading.seen = true);
            self.change(id, Change::Read(!read), out);
        }
    }

    pub(super) fn undo(&mut self, out: &mut Vec<Effect>) {
        if self.last_ruling() > self.marks.last_step() {
            return self.undo_ruling(out);
        }
        let Some((id, change, keeps)) = self.marks.undo() else { return self.say("there is nothing to undo") };
        self.keep(id, keeps, out);
        self.narrow_again(out);
        self.say(format!("undone: {} · {}", change.told(), self.pile.title(id)));
    }

    /// Asks for the tags of the article at hand, those that it has to start with.
    pub(super) fn ask_tags(&mut self) {
        let Some(id) = self.at_hand() else { return };
        let tags = self.marks.of(id).map_or(String::new(), |mark| mark.tags.join(", "));
        self.prompt = Some(Prompt::new(Purpose::Tags, &tags, &tags, self.here()));
    }

    /// Asks for a note on what the cursor is on, else on the whole article; what stands there already to start with.
    pub(super) fn ask_note(&mut self) {
        let Some(id) = self.at_hand() else { return };
        let passage = self.passage();
        let text = self.note_on(id, passage).map_or(String::new(), |note| note.text.clone());
        self.prompt = Some(Prompt::new(Purpose::Note, &text, &text, self.here()));
    }

    fn passage(&self) -> Option<Span> {
        self.reading.as_ref().filter(|_| self.focus == Pane::Text).and_then(|reading| reading.mark)
    }

    fn note_on(&self, id: ArticleId, passage: Option<Span>) -> Option<&Note> {
        self.marks.of(id)?.notes.iter().find(|note| note.passage == passage)
    }

    pub(super) fn accept_tags(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let Some(id) = self.at_hand() else { return };
        let mut tags: Vec<String> = typed
            .split(',')
            .map(|tag| tag.trim().trim_start_matches('#').to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        tags.sort();
        tags.dedup();
        if self.marks.of(id).map_or(&[] as &[_], |mark| &mark.tags) != tags {
            self.change(id, Change::Tags(tags), out);
        }
    }

    pub(super) fn accept_note(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let Some(id) = self.at_hand() else { return };
        let passage = self.passage();
        let text = typed.trim().to_owned();
        let held = self.note_on(id, passage).map(|note| (note.key, note.text == text));
        let change = match held {
            Some((_, true)) => return,
            Some((key, _)) if text.is_empty() => Change::Unnote(key),
            None if text.is_empty() => return,
            held => {
                Change::Note(Note { key: held.map_or_else(|| self.marks.next_key(), |(key, _)| key), passage, text })
            }
        };
        self.change(id, change, out);
    }

    /// An article is read when somebody in the text has its end before the eyes; passing over it in the list does not count.
    pub(super) fn notice_reading(&mut self, out: &mut Vec<Effect>) {
        let Some(reading) = self.reading.as_ref().filter(|r| self.focus == Pane::Text && !r.seen) else { return };
        let id = reading.id;
        if !self.ends_in_view() || self.pile.entry(id).is_unreadable() {
            return;
        }
        self.reading.iter_mut().for_each(|reading| reading.seen = true);
        if !self.marks.is_read(id) {
            // Not a step to undo: r calls it unread.
            let deeds = self.marks.see(id);
            self.keep(id, deeds, out);
        }
    }

    /// Every search goes with the marks as they are when it starts.
    pub(super) fn lend_marks(&self, effects: &mut [Effect]) {
        for effect in effects {
            match effect {
                Effect::Run(Job::Narrow(narrow)) => narrow.marked = self.marks.for_queries().clone(),
                Effect::Run(Job::Find(find)) => find.marked = self.marks.for_queries().clone(),
                _ => {}
            }
        }
    }

    /// What the user did has changed: a query that asks for it may find something else.
    pub(super) fn narrow_again(&mut self, out: &mut Vec<Effect>) {
        if self.narrowing.query().asks_of_reader() {
            self.narrowing.changed();
            out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        }
    }

    /// Articles left the pile, or came back to it: those that were read count for the unread ones only while they are there.
    pub(super) fn count_absent(&mut self) {
        self.absent = self.marks.read_ones().filter(|&id| !self.pile.is_listed(id)).count();
    }

    /// Asks what was kept of articles that were just read from their source.
    pub(super) fn recall(&mut self, ids: &[ArticleId], out: &mut Vec<Effect>) {
        for &id in ids {
            self.marks.ask(id);
            let entry = self.pile.entry(id);
            if let Some(identity) = entry.identity(self.pile.title(id)) {
                keep(Keep::Recall { id, identity, article: entry.article().cloned() }, out);
            }
        }
    }

    pub(super) fn take_kept(&mut self, kept: Kept, out: &mut Vec<Effect>) {
        match kept {
            Kept::Failed(message) => {
                // The status line has it until the next key, the notices keep it.
                self.pile.tell(Notice::error(&message));
                self.keep_names_here(out);
                self.message = Some(message);
            }
            Kept::Settled(over) => {
                let over = over.iter().map(|message| Over(Notice::error(message))).collect();
                self.pile.apply(over);
                self.message = Some("what waited is kept now".to_owned());
            }
            Kept::Derived(articles) => {
                for arrival in articles {
                    self.pile.keep(arrival.id, arrival.text, arrival.kept);
                    self.take_arrival(arrival);
                    self.leave_names(arrival.kept, arrival.id);
                }
                self.narrow_again(out);
            }
            Kept::Recalled(id, recalled) => {
                let on_screen = self.reading.as_ref().is_some_and(|reading| reading.id == id);
                if let Some(top) = recalled.top.filter(|_| !on_screen || !self.touched) {
                    self.tops.entry(id).or_insert(top);
                }
                let open = recalled.open.clone();
                self.marks.recall(id, Recalled { open: None, ..recalled });
                self.narrow_again(out);
                if let Some(open) = open.filter(|_| !self.touched) {
                    self.reopen(id, open, out);
                }
            }
            Kept::Trail(trail) => {
                self.trail.recall(trail);
                // What changes meanwhile has another text than the one that it is kept with.
                self.trail.find(&self.pile);
                if std::mem::take(&mut self.back_wanted) {
                    self.message = None;
                    self.retrace(false, out);
                }
            }
        }
    }

    /// Comes back to what was open when the program was left.
    pub(super) fn reopen(&mut self, id: ArticleId, open: Open, out: &mut Vec<Effect>) {
        if !open.query.is_empty() {
            self.set_query(&open.query, false, out);
        }
        if !open.filter.is_empty() {
            self.set_filter(&open.filter, out);
        }
        self.awaited = open.followed;
        self.tops.insert(id, open.top);
        self.reading = None;
        self.go_to_article(id, out);
        self.follow_awaited();
    }

    /// True when the article that these are the names of may name whom the last run followed: looking that up in the whole
    /// pile is too much for every article.
    pub(super) fn awaits(&self, names: &ArticleNames) -> bool {
        let forms = || names.locals().iter().flat_map(Local::forms);
        self.awaited.as_ref().is_some_and(|(name, _)| forms().any(|form| form.surface == *name))
    }

    /// Follows whom the last run followed, as soon as the pile names them.
    pub(super) fn follow_awaited(&mut self) {
        let Some((name, kind)) = &self.awaited else { return };
        if self.followed.is_some() {
            self.awaited = None;
            return;
        }
        let registry = self.pile.registry();
        // By its own name: what the user calls it may come from the file later, or be another one by then.
        let same = |&id: &EntityId| registry.subject(id).is_some_and(|own| own.kind == *kind && own.name == *name);
        if let Some(entity) = registry.find(name).into_iter().find(same) {
            self.followed = Some(entity);
            self.awaited = None;
        }
    }

    /// What to keep as the program is left, or another article comes on the screen.
    pub(super) fn keep_open(&self, out: &mut Vec<Effect>) {
        if let Some(trail) = self.trail.kept(&self.pile) {
            keep(Keep::Trail(trail), out);
        }
        let registry = self.pile.registry();
        let named = |id| registry.subject(id).map(|own| (own.name, own.kind));
        let followed: Option<(String, Kind)> = self.followed().and_then(named);
        let open = Open {
            query: self.narrowing.typed().to_owned(),
            filter: self.narrowing.filter().to_owned(),
            followed: followed.or_else(|| self.awaited.clone()),
            top: self.place().map_or(0, |place| place.top),
        };
        let Some(id) = self.reading.as_ref().map(|reading| reading.id) else { return };
        if let Some(identity) = self.pile.entry(id).identity(self.pile.title(id)) {
            self.keep_place(out);
            keep(Keep::Open(open, Some(identity)), out);
        }
    }

    /// Keeps where the article on the screen is left.
    pub(super) fn keep_place(&self, out: &mut Vec<Effect>) {
        // Before its text is there, nobody was anywhere in it.
        let whole = |reading: &&Reading| reading.is_laid_out() && reading.preview.is_none();
        if let Some(reading) = self.reading.as_ref().filter(whole) {
            self.keep(reading.id, vec![Deed::Place(reading.top)], out);
        }
    }

    fn keep(&self, id: ArticleId, deeds: Vec<Deed>, out: &mut Vec<Effect>) {
        let entry = self.pile.entry(id);
        let Some(identity) = entry.identity(self.pile.title(id)) else { return };
        for deed in deeds {
            let deed = match deed {
                Deed::Note(note, _) => Deed::Note(note, entry.article().cloned()),
                other => other,
            };
            keep(Keep::Did(identity.clone(), deed), out);
        }
    }
}

pub(super) fn keep(keep: Keep, out: &mut Vec<Effect>) {
    out.push(Effect::Run(Job::Keep(Box::new(keep))));
}
