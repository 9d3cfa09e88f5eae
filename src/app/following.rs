//! Following somebody: from mention to mention in an article, and on into the next one that names them.

use super::App;
use super::action::Effect;
use super::geometry::Pane;
use super::previewing::REST;
use super::reading::{Goal, Which};
use super::sidebar::Scope;
use crate::document::{ArticleId, Span};
use crate::names::{EntityId, Mention};
use crate::text::count::counted;

/// An article of the list that a step leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ahead {
    /// Its place in the list.
    pub index: usize,
    /// Which it is.
    pub id: ArticleId,
    /// True when it is the one on the screen.
    pub same: bool,
    /// True when the step went round the end of the list.
    pub round: bool,
}

impl App {
    /// The mentions of an entity in an article, in order.
    #[must_use]
    pub fn mentions(&self, id: ArticleId, entity: EntityId) -> Vec<Span> {
        let registry = self.pile.registry();
        self.pile
            .mentions(id)
            .iter()
            .filter(|m| registry.entity_of(id, m.local) == Some(entity))
            .map(|m| m.span)
            .collect()
    }

    /// Makes an entity the one followed and says how to go on.
    fn follow(&mut self, entity: EntityId) {
        self.followed = Some(entity);
        self.follow_one();
        if self.pile.registry().is_ambiguous(entity) {
            self.say("several people may be meant by this name");
        }
    }

    pub(super) fn follow_nth(&mut self, n: usize, out: &mut Vec<Effect>) {
        match n.checked_sub(1).and_then(|index| self.sidebar.rows().get(index)) {
            Some(row) => self.follow_and_go(row.entity, out),
            None => self.say(format!("the sidebar has no name {n}")),
        }
    }

    pub(super) fn follow_selected(&mut self, out: &mut Vec<Effect>) {
        if let Some(row) = self.sidebar.rows().get(self.sidebar.selected()) {
            self.follow_and_go(row.entity, out);
        }
    }

    /// Follows somebody and goes to the nearest mention: in view or below, else above, else in another article.
    fn follow_and_go(&mut self, entity: EntityId, out: &mut Vec<Effect>) {
        let same = self.party() == [entity];
        self.follow(entity);
        let Some(reading) = &self.reading else { return };
        if self.is_named_unseen(reading.id, entity) {
            return self.remember(Goal::Mention(entity, Which::Nearest));
        }
        let spans = self.mentions(reading.id, entity);
        if same && !spans.is_empty() {
            return self.step_mention(true, out);
        }
        let cursor = reading.cursor();
        if let Some(&span) = spans.iter().find(|&&s| reading.mark == Some(s)) {
            self.mark(span);
        } else if let Some(index) = cursor.next_in(&spans).or_else(|| cursor.previous_in(&spans)) {
            self.leave();
            self.mark(spans[index]);
        } else {
            self.step_mentioning(true, out);
        }
    }

    /// Shows where in the article each is named, or how often.
    pub(super) fn toggle_strips(&mut self) {
        self.sidebar.strips = !self.sidebar.strips;
        self.say(match (self.sidebar.strips, self.sidebar.scope) {
            (true, Scope::Article) => {
                "where in the article each is named, from its start to its end; ─ is what you see of it"
            }
            (true, Scope::Pile) => "where each is named is shown for the names of one article: w goes back to those",
            (false, _) => "how often each is named",
        });
    }

    /// Follows somebody of the sidebar and goes to where they are named in a part of the text, or else to that part.
    pub(super) fn go_in_strip(&mut self, index: usize, part: Span) {
        self.focus = Pane::Sidebar;
        self.sidebar.select(index, self.geometry.sidebar_rows);
        let Some(entity) = self.sidebar.rows().get(index).map(|row| row.entity) else { return };
        let Some(id) = self.reading.as_ref().map(|reading| reading.id) else { return };
        if !self.party().contains(&entity) {
            self.follow(entity);
        }
        self.leave();
        let spans = self.mentions(id, entity);
        // A finger's breadth beside it is meant as well.
        let away = |span: &Span| part.start().saturating_sub(span.start()) + span.start().saturating_sub(part.end());
        match spans.iter().min_by_key(|span| away(span)).filter(|span| away(span) <= part.len()) {
            Some(&span) => self.mark(span),
            None => self.scroll_to_byte(part.start()),
        }
    }

    /// Follows the one whose name stands at a byte of the text.
    pub(super) fn follow_at(&mut self, byte: usize) {
        let Some(id) = self.reading.as_ref().map(|r| r.id) else { return };
        let registry = self.pile.registry();
        let mentions = self.pile.mentions(id);
        let at = mentions.partition_point(|m| m.span.end() <= byte);
        if let Some(mention) = mentions.get(at).filter(|m| m.span.contains(byte)) {
            let Some(entity) = registry.entity_of(id, mention.local) else { return };
            let span = mention.span;
            self.follow(entity);
            self.mark(span);
        }
    }

    /// To the next or previous mention of the one followed, on into the next article when this one has no more.
    pub(super) fn step_mention(&mut self, forward: bool, out: &mut Vec<Effect>) {
        let Some(entity) = self.followed_or_say() else { return };
        if self.several().is_some() {
            return self.step_meeting(forward, out);
        }
        let Some(reading) = &self.reading else { return };
        if self.is_named_unseen(reading.id, entity) {
            self.focus_text();
            return self.remember(Goal::Mention(entity, Which::step(forward)));
        }
        let spans = self.mentions(reading.id, entity);
        match Which::step(forward).of(&spans, reading.cursor()) {
            Some(span) => {
                self.focus_text();
                self.mark(span);
            }
            None => self.step_mentioning(forward, out),
        }
    }

    /// True when an article names somebody, and where is not known before its text is there.
    fn is_named_unseen(&self, id: ArticleId, entity: EntityId) -> bool {
        self.pile.is_away(id) && self.pile.registry().articles(entity).binary_search(&id).is_ok()
    }

    /// To the next or previous article of the list that mentions the one followed; from the last on to the first.
    pub(super) fn step_mentioning(&mut self, forward: bool, out: &mut Vec<Effect>) {
        let Some(entity) = self.followed_or_say() else { return };
        if self.several().is_some() {
            return self.step_together(forward, false, out);
        }
        let naming = self.pile.registry().articles(entity);
        let Some(Ahead { index, id, same, round }) = self.listed_ahead(forward, |id| naming.binary_search(&id).is_ok())
        else {
            return self.say_nowhere(entity);
        };
        let spans = self.mentions(id, entity);
        let span = if forward { spans.first() } else { spans.last() }.copied();
        if span.is_none() && !self.pile.is_away(id) {
            return;
        }
        self.leave();
        let name = self.name(entity).to_owned();
        if same {
            self.say(format!("no other article of the list names {name}"));
        } else if forward && round {
            self.say(format!("from the last article on to the first that names {name}"));
        } else if round {
            self.say(format!("from the first article on to the last that names {name}"));
        }
        self.select_revealed(id, index, out);
        self.focus_text();
        match (span, &mut self.reading) {
            (Some(span), _) => self.mark(span),
            (None, Some(reading)) => {
                reading.goal = Some(Goal::Mention(entity, if forward { Which::First } else { Which::Last }));
            }
            (None, None) => {}
        }
    }

    /// Selects an article, unfolded where it was folded; else the row `index`.
    pub(super) fn select_revealed(&mut self, id: ArticleId, index: usize, out: &mut Vec<Effect>) {
        self.reveal(id);
        self.select(self.list.index_of(&self.pile, id).unwrap_or(index), out);
    }

    /// The next or previous article of the list that fits, from the one on the screen on; from the last on to the first.
    pub(super) fn listed_ahead(&self, forward: bool, fits: impl Fn(ArticleId) -> bool) -> Option<Ahead> {
        let on_screen = self.reading.as_ref().map(|reading| reading.id);
        let here = on_screen.and_then(|id| Some((self.list.index_of(&self.pile, id)?, id)));
        let start = here.map_or(self.list.selected(), |(at, _)| at);
        let from = here.map(|(_, id)| id).or(self.list.id_at(&self.pile, start))?;
        // Folded articles, too: whoever follows somebody wants every place.
        let mut ahead = self.list.round(&self.pile, start, from, forward);
        let (index, id) = ahead.find(|(_, id)| fits(*id))?;
        let round = if forward { index < start } else { index > start };
        Some(Ahead { index, id, same: on_screen == Some(id), round })
    }

    /// Goes where somebody wants to be here, as soon as it is known where that is.
    pub(super) fn reach_goal(&mut self, out: &mut Vec<Effect>) {
        let Some((reading, goal)) = self.reading.as_ref().and_then(|reading| Some((reading, reading.goal?))) else {
            return;
        };
        let (id, cursor) = (reading.id, reading.cursor());
        let named = matches!(goal, Goal::Mention(..) | Goal::Name(_) | Goal::Together(_));
        if self.pile.article(id).is_none() || named && self.pile.is_away(id) {
            return;
        }
        self.reading.iter_mut().for_each(|reading| reading.goal = None);
        let (which, spans) = match goal {
            Goal::Mention(entity, which) => (which, self.mentions(id, self.pile.registry().canonical(entity))),
            Goal::Name(which) => (which, self.names_in(id)),
            Goal::Place(span) => return self.mark(span),
            Goal::Together(which) => (which, self.goal_together(id)),
            Goal::Share(thousandths) => return self.scroll_to_share(thousandths),
            Goal::End => {
                self.go_to_edge(true);
                return self.notice_reading(out);
            }
        };
        if let Some(span) = which.of(&spans, cursor) {
            if which == Which::Nearest {
                self.leave();
            }
            self.mark(span);
        }
    }

    fn names_in(&self, id: ArticleId) -> Vec<Span> {
        let registry = self.pile.registry();
        let hidden = |m: &&Mention| registry.entity_of(id, m.local).is_some_and(|entity| registry.is_hidden(entity));
        self.pile.mentions(id).iter().filter(|m| !hidden(m)).map(|m| m.span).collect()
    }

    /// To the next or previous name of any kind.
    pub(super) fn step_name(&mut self, forward: bool) {
        let Some(reading) = &self.reading else { return };
        let which = Which::step(forward);
        if self.pile.is_named(reading.id) && self.pile.is_away(reading.id) {
            self.focus_text();
            return self.remember(Goal::Name(which));
        }
        let spans = self.names_in(reading.id);
        match which.of(&spans, reading.cursor()) {
            Some(span) => {
                self.focus_text();
                self.mark(span);
            }
            None if self.is_beginning() => self.say(REST),
            None if spans.is_empty() => self.say("no names in this article"),
            None => self.say(if forward { "no name further down" } else { "no name further up" }),
        }
    }

    /// A name as the pile knows it.
    #[must_use]
    pub fn name(&self, entity: EntityId) -> &str {
        self.pile.registry().name(entity)
    }

    fn followed_or_say(&mut self) -> Option<EntityId> {
        let followed = self.followed();
        if followed.is_none() {
            self.say("nobody is followed: press a digit of the sidebar, or e to a name and Enter");
        }
        followed
    }

    fn say_nowhere(&mut self, entity: EntityId) {
        let all = self.pile.registry().article_count(entity);
        let name = self.name(entity).to_owned();
        if all > 0 && self.list.is_narrowed() {
            let all = counted(all, "article");
            self.say(format!("{name} is in {all}, but in none of this list; Esc in the list widens it"));
        } else {
            self.say(format!("no article names {name}"));
        }
    }

    /// A jump in the text is for reading on: the text gets the focus, unless names are being gone through.
    pub(super) fn focus_text(&mut self) {
        if self.focus == Pane::List {
            self.focus = Pane::Text;
        }
    }
}
