//! What stands in place of the panes: somebody's card, or all mentions of somebody.
//!
//! Views lie one on the other: a companion's card over a card, the mentions over both; `q` takes the uppermost away. A jump
//! into a text leaves all of them, and going back from it brings them back.

mod card;
mod mentions;
mod timeline;

pub use card::{Card, CardLine, Lead, Section};
pub use mentions::Mentions;
pub use timeline::{Timeline, Unit};

use super::App;
use super::action::Effect;
use super::command::Command;
use super::geometry::Pane;
use super::prompt::Purpose;
use super::reading::{Goal, Which};
use crate::document::{ArticleId, Span};
use crate::library::Head;
use crate::library::following::{Inquiry, Sorting, Wanted};
use crate::names::EntityId;
use crate::worker::{Inquire, Job, Learnt};

/// Views that lie on each other at most: nobody goes back through more.
const MOST_VIEWS: usize = 50;

/// Columns of a timeline at most: more steps than that are hard to choose from.
const MOST_STEPS: usize = 72;

/// What stands in place of the panes.
#[derive(Debug)]
pub enum View {
    /// A card.
    Card(Box<Card>),
    /// Mentions.
    Mentions(Box<Mentions>),
}

impl View {
    /// Whom it is about.
    #[must_use]
    pub fn who(&self) -> EntityId {
        match self {
            Self::Card(card) => card.who(),
            Self::Mentions(mentions) => mentions.who(),
        }
    }

    /// True while the answer to what was asked has not come.
    fn is_waiting(&self) -> bool {
        match self {
            Self::Card(card) => card.is_waiting(),
            Self::Mentions(mentions) => mentions.is_waiting(),
        }
    }

    fn inquiry(&self) -> Option<&Inquiry> {
        match self {
            Self::Card(card) => card.inquiry(),
            Self::Mentions(mentions) => mentions.inquiry(),
        }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct Views {
    /// The uppermost last.
    open: Vec<View>,
    /// Those that a jump left, with the number of places to go back to that there were.
    aside: Option<(Vec<View>, usize)>,
    generation: u64,
    /// True when what the uppermost one shows is to be looked for anew.
    stale: bool,
    /// True while a thread may be looking.
    looking: bool,
}

impl Views {
    /// Everybody goes by another id; what is about somebody who has none any more is closed.
    pub(super) fn rename(&mut self, to: impl Fn(EntityId) -> Option<EntityId>) {
        let rename = |view: &mut View| {
            let who = to(view.who());
            match (view, who) {
                (View::Card(card), Some(who)) => card.rename(who),
                (View::Mentions(mentions), Some(who)) => mentions.rename(who),
                (_, None) => {}
            }
            who.is_some()
        };
        self.open.retain_mut(rename);
        if let Some((aside, _)) = &mut self.aside {
            aside.retain_mut(rename);
        }
    }

    /// The one on the screen.
    #[must_use]
    pub fn top(&self) -> Option<&View> {
        self.open.last()
    }
}

impl App {
    /// What stands in place of the panes.
    #[must_use]
    pub fn view(&self) -> Option<&View> {
        self.views.top()
    }

    /// The way of writing somebody that the cursor is on in a card.
    pub(super) fn form_on_card(&self) -> Option<String> {
        let Some(View::Card(card)) = self.view() else { return None };
        match card.lines().get(card.selected())? {
            CardLine::Form(at) => Some(card.entity()?.variants().get(*at)?.form.clone()),
            _ => None,
        }
    }

    pub(super) fn open_card(&mut self) {
        if let Some(who) = self.whom_or_say() {
            self.open_view(View::Card(Box::new(Card::new(who))));
        }
    }

    pub(super) fn open_mentions(&mut self) {
        if let Some(who) = self.whom_or_say() {
            self.open_view(View::Mentions(Box::new(Mentions::new(who, Wanted::default()))));
        }
    }

    fn open_view(&mut self, view: View) {
        let open = &mut self.views.open;
        // The same again is no step further.
        if open
            .last()
            .is_some_and(|top| std::mem::discriminant(top) == std::mem::discriminant(&view) && top.who() == view.who())
        {
            open.pop();
        }
        open.push(view);
        let over = open.len().saturating_sub(MOST_VIEWS);
        open.drain(..over);
    }

    /// What a command does while a view is open; false when it does what it always does.
    pub(super) fn run_in_view(&mut self, command: Command, out: &mut Vec<Effect>) -> bool {
        let rows = self.geometry.view_rows;
        let page = rows.saturating_sub(1).max(1).cast_signed();
        match command {
            Command::Down => self.move_in_view(1),
            Command::Up => self.move_in_view(-1),
            Command::HalfPageDown => self.move_in_view(page / 2),
            Command::HalfPageUp => self.move_in_view(-page / 2),
            Command::PageDown => self.move_in_view(page),
            Command::PageUp => self.move_in_view(-page),
            Command::Top => self.move_in_view(isize::MIN),
            Command::Bottom => self.move_in_view(isize::MAX),
            Command::PaneLeft => self.step_in_time(-1),
            Command::PaneRight => self.step_in_time(1),
            Command::Open => self.lead(out),
            Command::Card => self.open_card(),
            Command::Concordance => self.open_mentions(),
            Command::Watch => self.toggle_watch(out),
            Command::Filter | Command::Find => self.filter_mentions(),
            Command::Order => self.sort_mentions(),
            Command::Cancel | Command::Leave => self.close_view(),
            // What is said of somebody is said of the one whom the view is about.
            Command::Merge | Command::Split | Command::Rename | Command::Kind | Command::Hide | Command::Undo => {
                return false;
            }
            Command::Help
            | Command::Palette
            | Command::Redraw
            | Command::Suspend
            | Command::Quit
            | Command::Mouse
            | Command::Theme
            | Command::Notices => return false,
            _ => {
                // Whatever else is asked for is asked of the panes.
                self.views.open.clear();
                return false;
            }
        }
        true
    }

    fn close_view(&mut self) {
        if let Some(View::Mentions(mentions)) = self.views.open.last_mut()
            && !mentions.typed().is_empty()
        {
            mentions.filter("");
            return self.ask_for_mentions();
        }
        self.views.open.pop();
        // While it was covered, nothing more was found out for the one below.
        self.views.stale = self.views.open.last().is_some_and(View::is_waiting);
    }

    pub(super) fn move_in_view(&mut self, delta: isize) {
        let rows = self.geometry.view_rows;
        match self.views.open.last_mut() {
            Some(View::Card(card)) => card.move_by(delta, rows),
            Some(View::Mentions(mentions)) => {
                mentions.select(mentions.selected().saturating_add_signed(delta), rows);
            }
            None => {}
        }
    }

    pub(super) fn scroll_view(&mut self, delta: isize) {
        let rows = self.geometry.view_rows;
        match self.views.open.last_mut() {
            Some(View::Card(card)) => card.scroll(delta, rows),
            Some(View::Mentions(mentions)) => mentions.scroll(delta, rows),
            None => {}
        }
    }

    /// A click on a line of the view: the cursor goes there; on the one with the cursor, it is Enter.
    pub(super) fn click_in_view(&mut self, line: usize, out: &mut Vec<Effect>) {
        let rows = self.geometry.view_rows;
        let again = match self.views.open.last_mut() {
            Some(View::Card(card)) => {
                let again = card.selected() == line;
                card.select(line, rows);
                again
            }
            Some(View::Mentions(mentions)) => {
                let again = mentions.selected() == line;
                mentions.select(line, rows);
                again
            }
            None => return,
        };
        if again {
            self.lead(out);
        }
    }

    /// A click on a step of the timeline.
    pub(super) fn click_on_step(&mut self, step: usize, out: &mut Vec<Effect>) {
        let rows = self.geometry.view_rows;
        if let Some(View::Card(card)) = self.views.open.last_mut() {
            let again = card.step() == step;
            card.choose_step(step, rows);
            if again {
                self.lead(out);
            }
        }
    }

    fn step_in_time(&mut self, delta: isize) {
        let rows = self.geometry.view_rows;
        if let Some(View::Card(card)) = self.views.open.last_mut() {
            card.choose_step(card.step().saturating_add_signed(delta), rows);
        }
    }

    /// Enter.
    fn lead(&mut self, out: &mut Vec<Effect>) {
        let rows = self.geometry.view_rows;
        match self.views.open.last_mut() {
            Some(View::Card(card)) => {
                let who = card.who();
                let Some(lead) = card.lead(rows) else { return };
                self.go_to(who, lead, out);
            }
            Some(View::Mentions(mentions)) => {
                let who = mentions.who();
                let Some(&row) = mentions.rows().get(mentions.selected()) else { return };
                let place = mentions.passage(row).flatten().map(|passage| passage.span);
                self.jump(who, row.article, place, out);
            }
            None => {}
        }
    }

    fn go_to(&mut self, who: EntityId, lead: Lead, out: &mut Vec<Effect>) {
        let mentions = |wanted| Mentions::new(who, wanted);
        let view = match lead {
            Lead::Here => return,
            Lead::Card(other) => View::Card(Box::new(Card::new(other))),
            Lead::Form(form) => View::Mentions(Box::new(mentions(Wanted { form: Some(form), ..Wanted::default() }))),
            Lead::Role(role) => View::Mentions(Box::new(mentions(Wanted::default()).filtered(&role))),
            Lead::Day(day) => {
                let wanted = Wanted { sorting: Sorting::Oldest, ..Wanted::default() };
                View::Mentions(Box::new(mentions(wanted).from(day)))
            }
            Lead::Article(article) => return self.jump(who, article, None, out),
            Lead::Said(article, span) => return self.jump(who, article, Some(span), out),
        };
        self.open_view(view);
    }

    /// Into a text, at a place in it or else at the first mention of `who`, who is followed from then on.
    fn jump(&mut self, who: EntityId, article: ArticleId, place: Option<Span>, out: &mut Vec<Effect>) {
        if !self.pile.is_listed(article) {
            return self.say("this article is gone");
        }
        self.leave();
        self.views.aside = Some((std::mem::take(&mut self.views.open), self.trail.depth()));
        self.followed = Some(who);
        self.follow_one();
        self.go_to_article(article, out);
        self.focus = Pane::Text;
        let goal = place.map_or(Goal::Mention(who, Which::First), Goal::Place);
        self.reading.iter_mut().for_each(|reading| reading.goal = Some(goal));
        self.reach_goal(out);
    }

    /// Going back from a jump that left views brings them back.
    pub(super) fn restore_views(&mut self, depth: usize) {
        match self.views.aside.take() {
            Some((views, at)) if at == depth => self.views.open = views,
            Some((_, at)) if at > depth => {}
            aside => self.views.aside = aside,
        }
    }

    fn filter_mentions(&mut self) {
        if !matches!(self.view(), Some(View::Mentions(_))) {
            self.open_mentions();
        }
        self.ask(Purpose::Mentions);
    }

    /// What the mentions on the screen are filtered by.
    pub(super) fn mentions_filter(&self) -> &str {
        match self.view() {
            Some(View::Mentions(mentions)) => mentions.typed(),
            _ => "",
        }
    }

    pub(super) fn set_mentions_filter(&mut self, typed: &str) {
        if let Some(View::Mentions(mentions)) = self.views.open.last_mut() {
            mentions.filter(typed);
            self.ask_for_mentions();
        }
    }

    fn sort_mentions(&mut self) {
        if let Some(View::Mentions(mentions)) = self.views.open.last_mut() {
            let sorting = mentions.wanted().sorting.next();
            mentions.sort(sorting);
            self.say(sorting.name());
            self.ask_for_mentions();
        }
    }

    /// The mentions on the screen are to be looked for anew.
    fn ask_for_mentions(&mut self) {
        self.views.stale = true;
    }

    /// Asks for what the view on the screen is to show and does not know.
    pub(super) fn refresh_view(&mut self, out: &mut Vec<Effect>) {
        let stale = std::mem::take(&mut self.views.stale);
        let registry = self.pile.registry();
        let Some(view) = self.views.open.last() else { return self.stop_looking(out) };
        let (who, waiting) = (registry.canonical(view.who()), view.is_waiting());
        let outdated = view.inquiry().is_none_or(|inquiry| {
            // While the names of a large pile are brought, each look at somebody would be outdated before it is over.
            let much = registry.mentions(who) >= inquiry.mentions().saturating_mul(2);
            !inquiry.is_of_now(registry, who) && (much || self.recalling.progress().is_none())
        });
        let ask = |inquire| Effect::Run(Job::Inquire(Box::new(inquire)));
        if stale || outdated && !waiting {
            let inquiry = self.inquiry(who);
            let registry = self.pile.registry();
            self.views.generation += 1;
            self.views.looking = true;
            let generation = self.views.generation;
            match self.views.open.last_mut() {
                Some(View::Card(card)) => {
                    card.ask(generation, inquiry.clone(), registry);
                    card.lay_out(self.geometry.view_rows);
                    out.push(ask(Inquire::Card(generation, inquiry)));
                }
                Some(View::Mentions(mentions)) => {
                    mentions.ask(generation, inquiry.clone());
                    out.push(ask(Inquire::List(generation, inquiry, mentions.wanted().clone())));
                }
                None => {}
            }
        }
        if let Some(View::Mentions(mentions)) = self.views.open.last_mut() {
            let missing = mentions.missing(self.geometry.view_rows);
            if let Some(inquiry) = mentions.inquiry().filter(|_| !missing.is_empty()) {
                out.push(ask(Inquire::Show(inquiry.clone(), missing)));
            }
        }
    }

    /// Nobody looks any more.
    fn stop_looking(&mut self, out: &mut Vec<Effect>) {
        if std::mem::take(&mut self.views.looking) {
            out.push(Effect::Run(Job::Inquire(Box::new(Inquire::Stop))));
        }
    }

    /// A look at somebody as they are known now; the last one, when nothing has changed since.
    fn inquiry(&self, who: EntityId) -> Inquiry {
        let same = |inquiry: &&Inquiry| inquiry.is_of_now(self.pile.registry(), who);
        let known = self.views.open.iter().rev().filter_map(View::inquiry).find(same);
        known.cloned().unwrap_or_else(|| Inquiry::new(&self.pile, who))
    }

    pub(super) fn learn(&mut self, learnt: Learnt) {
        let (rows, registry) = (self.geometry.view_rows, self.pile.registry());
        match (self.views.open.last_mut(), learnt) {
            (Some(View::Card(card)), Learnt::Card(generation, dossier)) => {
                let columns = self.geometry.view_columns.saturating_sub(4).clamp(1, MOST_STEPS);
                card.learn(generation, *dossier, registry, columns);
                card.lay_out(rows);
            }
            (Some(View::Mentions(mentions)), Learnt::List(generation, found, looked)) => {
                mentions.learn((generation, found, looked), &self.pile, rows);
            }
            (Some(View::Mentions(mentions)), Learnt::Shown(inquiry, shown))
                if mentions.inquiry().is_some_and(|asked| asked.is(&inquiry)) =>
            {
                mentions.show(&shown);
            }
            _ => {}
        }
    }

    /// What the status line says of the view on the screen.
    pub(super) fn view_status(&self) -> Option<String> {
        Some(match self.view()? {
            View::Card(_) => "Enter goes where a line leads · c every mention · q goes back".to_owned(),
            View::Mentions(mentions) => match mentions.rows().get(mentions.selected()) {
                Some(row) => {
                    let facts = self.pile.entry(row.article).head().map(Head::facts).unwrap_or_default();
                    let title = std::iter::once(self.pile.title(row.article).to_owned());
                    title.chain(facts).collect::<Vec<_>>().join(" · ")
                }
                None => "/ filters · O sorts · i the card · q goes back".to_owned(),
            },
        })
    }

    /// After the screen has changed its size.
    pub(super) fn resize_view(&mut self) {
        let rows = self.geometry.view_rows;
        match self.views.open.last_mut() {
            Some(View::Card(card)) => card.select(card.selected(), rows),
            Some(View::Mentions(mentions)) => mentions.select(mentions.selected(), rows),
            None => {}
        }
    }
}
