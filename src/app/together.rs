//! Following several at once: from sentence to sentence in which they meet, in the articles that name them all.
//!
//! A sentence in which at least two of them are named is a place where they meet, an article is in the list when it names
//! every one of them. Where there is no such sentence in any article, the articles themselves are what is stepped through.

use super::App;
use super::action::Effect;
use super::geometry::Pane;
use super::reading::{Goal, Which};
use crate::document::{ArticleId, Span};
use crate::library::{Meeting, meetings};
use crate::names::EntityId;
use crate::names::sentences::sentence_around;
use crate::text::count::counted;

/// Said when somebody is taken from those followed together, or added.
const ALONE: &str = "B follows another one with them: e goes to a name, or choose one in the sidebar";

impl App {
    /// All who are followed, under the ids that the pile knows them by now: the one followed first.
    #[must_use]
    pub fn party(&self) -> Vec<EntityId> {
        let registry = self.pile.registry();
        let mut party: Vec<EntityId> = Vec::new();
        for entity in self.followed.iter().chain(&self.beside).map(|&entity| registry.canonical(entity)) {
            if !party.contains(&entity) {
                party.push(entity);
            }
        }
        party
    }

    /// Those followed together; `None` while it is one at most.
    pub(super) fn several(&self) -> Option<Vec<EntityId>> {
        Some(self.party()).filter(|party| party.len() > 1)
    }

    /// Where those followed together meet in an article, in the order of the text.
    #[must_use]
    pub fn meetings(&self, id: ArticleId) -> Vec<Meeting> {
        let Some(party) = self.several() else { return Vec::new() };
        meetings(self.pile.registry(), id, self.pile.mentions(id), &party)
    }

    /// The sentences in which they meet, those that may touch `view`, each with whether all of them are named in it.
    #[must_use]
    pub fn meeting_sentences(&self, view: Span) -> Vec<(Span, bool)> {
        /// A sentence that begins or ends further from the names in it is cut there.
        const REACH: usize = 2048;
        let Some((reading, article)) = self.reading.as_ref().zip(self.article()) else { return Vec::new() };
        let near =
            |m: &Meeting| m.span.start() < view.end() + REACH && view.start() < m.span.end().saturating_add(REACH);
        let around = |meeting: Meeting| {
            let block = article.blocks().get(article.block_at(meeting.span.start()))?;
            Some((sentence_around(article.text(), block.span, meeting.span, REACH), meeting.all))
        };
        self.meetings(reading.id).into_iter().filter(near).filter_map(around).collect()
    }

    /// The places of those followed in an article, for its scroll bar: where they meet, or where the only one is named.
    #[must_use]
    pub fn places_followed(&self, id: ArticleId) -> Vec<Span> {
        match (self.several(), self.followed()) {
            (Some(_), _) => self.meetings(id).iter().map(|meeting| meeting.first).collect(),
            (None, Some(entity)) => self.mentions(id, entity),
            (None, None) => Vec::new(),
        }
    }

    /// How often an article names the one followed; of several, in how many sentences they meet.
    #[must_use]
    pub fn followed_in(&self, id: ArticleId) -> u32 {
        match (self.several(), self.narrowing.together()) {
            (Some(_), together) => together.map_or(0, |together| together.sentences_in(id)),
            (None, _) => self.followed().map_or(0, |entity| self.pile.mentions_of(entity, id)),
        }
    }

    /// What is stepped to in an article: the first name of each meeting, or, where they never meet, of the article.
    fn places_together(&self, id: ArticleId) -> Vec<Span> {
        let places: Vec<Span> = self.meetings(id).iter().map(|meeting| meeting.first).collect();
        match self.followed() {
            Some(first) if places.is_empty() => self.mentions(id, first).into_iter().take(1).collect(),
            _ => places,
        }
    }

    /// The name that the cursor is on: that of the sidebar where this has the focus, else the one in the text, else that of
    /// the sidebar all the same.
    fn at_cursor(&self) -> Option<EntityId> {
        let registry = self.pile.registry();
        let row = self.sidebar.rows().get(self.sidebar.selected()).map(|row| row.entity);
        let mark = self.reading.as_ref().and_then(|reading| Some((reading.id, reading.mark?)));
        let in_text = mark.filter(|_| self.focus != Pane::Sidebar).and_then(|(id, mark)| {
            let mentions = self.pile.mentions(id);
            let mention = mentions.get(mentions.partition_point(|m| m.span.end() <= mark.start()))?;
            registry.entity_of(id, mention.local).filter(|_| mention.span.contains(mark.start()))
        });
        // With one followed, the cursor is on them as a rule; what is meant then is the name chosen in the sidebar.
        let only = self.followed().filter(|_| self.beside.is_empty());
        in_text.filter(|entity| Some(*entity) != only).or(row).or(in_text)
    }

    /// Adds the name at the cursor to those followed together, or takes it from them.
    pub(super) fn toggle_beside(&mut self) {
        let Some(entity) = self.at_cursor() else {
            return self.say("there is no name to follow here: e goes to one");
        };
        let mut party = self.party();
        match party.iter().position(|&one| one == entity) {
            Some(_) if party.len() == 1 => return self.say(ALONE),
            Some(at) => {
                party.remove(at);
            }
            None => party.push(entity),
        }
        self.followed = party.first().copied();
        self.beside = party.split_off(1);
        self.awaited = None;
        if self.beside.is_empty() {
            let name = self.name(party[0]).to_owned();
            return self.say(format!("following {name} alone"));
        }
        self.go_to_meeting();
    }

    /// To the meeting in the sentence that the cursor is in, else to the nearest one of the article.
    fn go_to_meeting(&mut self) {
        let Some(reading) = &self.reading else { return };
        let (mark, cursor, meetings) = (reading.mark, reading.cursor(), self.meetings(reading.id));
        let here = mark.and_then(|mark| meetings.iter().find(|meeting| meeting.span.contains(mark.start())));
        let places: Vec<Span> = meetings.iter().map(|meeting| meeting.first).collect();
        if let Some(span) = here.map(|meeting| meeting.first).or_else(|| Which::Nearest.of(&places, cursor)) {
            self.leave();
            self.mark(span);
        }
    }

    /// Follows one of them alone, and widens the list.
    pub(super) fn follow_one(&mut self) {
        self.beside.clear();
    }

    /// Keeps the list at the articles that name all who are followed.
    pub(super) fn narrow_together(&mut self, out: &mut Vec<Effect>) {
        let party = self.several().unwrap_or_default();
        if self.narrowing.party() == party {
            return;
        }
        out.extend(self.narrowing.set_party(party, &self.pile, &mut self.list).map(Effect::Run));
        self.relist(out);
    }

    /// To the next or previous place where they meet, on into the next article when this one has no more.
    pub(super) fn step_meeting(&mut self, forward: bool, out: &mut Vec<Effect>) {
        let Some(reading) = &self.reading else { return };
        let Some(together) = self.narrowing.together() else { return };
        let (never, away) = (together.meetings().0 == 0, self.pile.is_away(reading.id));
        if away && together.sentences_in(reading.id) > 0 {
            self.focus_text();
            return self.remember(Goal::Together(Which::step(forward)));
        }
        let places: Vec<Span> = self.meetings(reading.id).iter().map(|meeting| meeting.first).collect();
        match Which::step(forward).of(&places, reading.cursor()) {
            Some(span) => {
                self.focus_text();
                self.mark(span);
            }
            None => self.step_together(forward, !never, out),
        }
    }

    /// To the next or previous article of the list that names them all, with `meeting` one in which they meet.
    pub(super) fn step_together(&mut self, forward: bool, meeting: bool, out: &mut Vec<Effect>) {
        let Some(together) = self.narrowing.together().cloned() else { return };
        let fits = |id| if meeting { together.sentences_in(id) > 0 } else { together.has(id) };
        let Some(ahead) = self.listed_ahead(forward, fits) else {
            return self.say(match (together.is_empty(), meeting) {
                (true, _) => "no article names them all",
                (false, true) => "they meet in no article of this list; Esc in the list widens it",
                (false, false) => "no article of this list names them all; Esc in the list widens it",
            });
        };
        let never = together.meetings().0 == 0;
        let which = if forward { Which::First } else { Which::Last };
        let places = self.places_together(ahead.id);
        let span = if forward { places.first() } else { places.last() }.copied();
        if span.is_none() && !self.pile.is_away(ahead.id) {
            return;
        }
        self.leave();
        if never {
            self.say("they never meet in one sentence: these are the articles that name them all");
        } else if ahead.same {
            self.say("they meet in no other article of the list");
        } else if ahead.round {
            self.say(if forward {
                "from the last article on to the first"
            } else {
                "from the first article to the last"
            });
        }
        self.select_revealed(ahead.id, ahead.index, out);
        self.focus_text();
        match (span, &mut self.reading) {
            (Some(span), _) => self.mark(span),
            (None, Some(reading)) => reading.goal = Some(Goal::Together(which)),
            (None, None) => {}
        }
    }

    /// The places of a goal, once the text is there.
    pub(super) fn goal_together(&self, id: ArticleId) -> Vec<Span> {
        self.places_together(id)
    }

    /// Their names, as one says them.
    #[must_use]
    pub fn party_names(&self) -> String {
        let party = self.party();
        let names: Vec<&str> = party.iter().map(|&entity| self.name(entity)).collect();
        match names.split_first() {
            Some((first, [middle @ .., last])) if !middle.is_empty() => {
                format!("{first} with {} and {last}", middle.join(", "))
            }
            Some((first, [second])) => format!("{first} with {second}"),
            _ => names.concat(),
        }
    }

    /// What the status line says of them.
    pub(super) fn status_together(&self) -> Option<String> {
        self.several()?;
        let together = self.narrowing.together()?;
        let names = self.party_names();
        let (sentences, articles) = together.meetings();
        if together.is_empty() {
            return Some(format!("{names} · no article names them all"));
        }
        if sentences == 0 {
            let all = counted(together.len(), "article");
            return Some(format!("{names} · never in one sentence · {all} naming them all"));
        }
        let here = self.reading.as_ref().map_or_else(String::new, |reading| {
            let places = self.meetings(reading.id);
            let at = reading.mark.and_then(|mark| places.iter().position(|meeting| meeting.first == mark));
            match (at, places.len()) {
                (_, 0) => "not here · ".to_owned(),
                (Some(at), all) => format!("{}/{all} here · ", at + 1),
                (None, all) => format!("{all} here · "),
            }
        });
        let (sentences, articles) = (counted(sentences as usize, "sentence"), counted(articles, "article"));
        Some(format!("{names} · {here}{sentences} in {articles}"))
    }
}
