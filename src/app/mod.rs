//! The state of the reader as plain data, and the one function that changes it.
//!
//! [`App::update`] takes an [`Action`] and returns [`Effect`]s; it does no I/O and knows no terminal. Drawing reads
//! `&App`. Positions in texts are bytes; how many rows and columns there are it is told ([`geometry`]), and which byte
//! starts which row it asks [`crate::text::wrap`].

pub mod action;
pub mod command;
mod comparing;
pub mod completing;
mod counting;
pub mod doubts;
pub mod exporting;
pub mod feeds;
mod finding;
mod following;
pub mod geometry;
pub mod key;
pub mod keymap;
pub mod list;
mod marking;
pub mod marks;
mod moving;
pub mod narrowing;
pub mod previewing;
pub mod prompt;
pub mod reading;
mod recalling;
mod reports;
mod ruling;
pub mod rulings;
pub mod saved;
pub mod shelf;
pub mod sidebar;
pub mod status;
pub mod stories;
mod together;
pub mod trail;
pub mod views;
pub mod watching;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use action::{Action, Effect, Target};
use command::{Command, Context};
use comparing::Comparing;
use counting::Counting;
use doubts::Doubts;
use exporting::ExportPane;
use feeds::FeedPane;
use finding::Finding;
use geometry::{Columns, Geometry, Pane};
use keymap::Mode;
use list::ListPane;
use marks::Marks;
use narrowing::Narrowing;
use prompt::{Prompt, Purpose};
use reading::{Reading, Setting};
use recalling::Recalling;
use rulings::Rulings;
use saved::SavedPane;
use sidebar::{Scope, Sidebar};
use stories::Stories;
use trail::{Place, Trail, Whom};
use views::Views;
use watching::WatchPane;

use crate::document::{Article, ArticleId, Span};
use crate::library::Pile;
use crate::names::{EntityId, Kind};
use crate::worker::Job;

/// A list over the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// The keys.
    Help,
    /// What could not be read.
    Notices,
    /// The tags and notes of the article on the screen.
    Notes,
    /// Two articles beside each other.
    Compare,
}

/// A sheet and how far it is scrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlay {
    /// Which.
    pub sheet: Sheet,
    /// First row in view, never past the last page.
    pub top: usize,
}

/// The whole state.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "switches that the user turns one by one")]
pub struct App {
    pile: Pile,
    list: ListPane,
    reading: Option<Reading>,
    sidebar: Sidebar,
    narrowing: Narrowing,
    finding: Finding,
    trail: Trail,
    views: Views,
    /// First articles of sources that another edition of the readers read: they are kept anew, though they say the same.
    outdated: HashSet<ArticleId>,
    /// True when somebody wants to go back, and the places of the last run are not here yet.
    back_wanted: bool,
    marks: Marks,
    recalling: Recalling,
    /// How many articles that were read are not there any more.
    absent: usize,
    feeds: FeedPane,
    saved: SavedPane,
    stories: Stories,
    comparing: Comparing,
    exporting: ExportPane,
    rulings: Rulings,
    doubts: Doubts,
    /// Whom the line being typed is about.
    asked_about: Option<EntityId>,
    watching: WatchPane,
    counting: Counting,
    /// Whom the last run followed, until the pile names them.
    awaited: Option<(String, Kind)>,
    /// True once the user did something: from then on nothing comes back by itself.
    touched: bool,
    /// Where each article was left.
    tops: HashMap<ArticleId, usize>,
    focus: Pane,
    followed: Option<EntityId>,
    /// Who is followed together with them.
    beside: Vec<EntityId>,
    prompt: Option<Prompt>,
    overlay: Option<Overlay>,
    message: Option<String>,
    geometry: Geometry,
    sidebar_shown: bool,
    setting: Setting,
    mouse: bool,
    light: bool,
    scanning: bool,
}

impl App {
    /// An empty reader that is about to scan `paths` (the sample pile, when there are none).
    #[must_use]
    pub fn new(paths: Vec<PathBuf>) -> (Self, Vec<Effect>) {
        let app = Self {
            pile: Pile::new(),
            list: ListPane::default(),
            reading: None,
            sidebar: Sidebar::default(),
            narrowing: Narrowing::default(),
            finding: Finding::default(),
            trail: Trail::default(),
            views: Views::default(),
            outdated: HashSet::new(),
            back_wanted: false,
            marks: Marks::default(),
            recalling: Recalling::default(),
            absent: 0,
            feeds: FeedPane::default(),
            saved: SavedPane::default(),
            stories: Stories::default(),
            comparing: Comparing::default(),
            exporting: ExportPane::default(),
            rulings: Rulings::default(),
            doubts: Doubts::default(),
            asked_about: None,
            watching: WatchPane::default(),
            counting: Counting::default(),
            awaited: None,
            touched: false,
            tops: HashMap::new(),
            focus: Pane::List,
            followed: None,
            beside: Vec::new(),
            prompt: None,
            overlay: None,
            message: None,
            geometry: Geometry::default(),
            sidebar_shown: true,
            setting: Setting { furniture: false, hyphens: true },
            mouse: true,
            light: false,
            scanning: true,
        };
        (app, vec![Effect::Run(Job::Scan(paths))])
    }

    /// Changes the state. The only way to do so.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = Vec::new();
        let out = &mut effects;
        match action {
            Action::Report(report) => {
                self.report(report, out);
                self.group(out);
                if self.may_catch_up() {
                    self.catch_up(out);
                }
                self.want_names(out);
                self.continue_export(out);
                self.notice_opening();
                self.recount(out);
                self.refresh_view(out);
                // The names are put together by the layout of the frame that shows them: once for many reports,
                // because somebody whom half of the pile names is as much work as half of the pile.
                self.lend_marks(&mut effects);
                return effects;
            }
            Action::Resize(geometry) => self.resize(geometry, out),
            Action::Background { light } => self.light = light,
            Action::Today(today) => {
                self.narrowing.set_today(today);
                self.feeds.set_today(today);
                self.saved.set_today(today);
                self.watching.set_today(today);
                self.counting.forget();
            }
            Action::Closing => {
                self.keep_open(out);
                self.end_visit(out);
            }
            action => {
                self.message = None;
                self.touched = true;
                self.back_wanted = false;
                self.act(action, out);
                self.notice_reading(out);
                self.notice_opening();
                self.recount(out);
            }
        }
        self.narrow_together(&mut effects);
        effects.extend(self.narrowing.follow(self.followed(), &self.pile).map(Effect::Run));
        self.want_names(&mut effects);
        self.refresh_view(&mut effects);
        let article = self.reading.as_ref().map(|r| r.id);
        self.sidebar.refresh(&self.pile, article, self.geometry.sidebar_rows);
        self.lend_marks(&mut effects);
        effects
    }

    fn act(&mut self, action: Action, out: &mut Vec<Effect>) {
        match action {
            Action::Run(command) => self.run(command, out),
            Action::FollowNth(n) => self.follow_nth(n, out),
            Action::Edit(request) => {
                if let Some(prompt) = &mut self.prompt {
                    let changed = prompt.input.handle(request).is_some_and(|change| change.value);
                    if changed {
                        self.typed(out);
                    } else {
                        self.offer(false);
                    }
                }
            }
            Action::Paste(text) => self.paste(&text, out),
            Action::Choose(delta) => self.choose(delta, out),
            Action::Complete => self.complete(out),
            Action::Accept => self.accept(out),
            Action::Dismiss => self.dismiss(out),
            Action::Click(target) => self.click(target, out),
            Action::Wheel(pane, delta) => self.wheel(pane, delta),
            Action::Report(_) | Action::Resize(_) | Action::Background { .. } | Action::Today(_) | Action::Closing => {}
        }
    }

    fn run(&mut self, command: Command, out: &mut Vec<Effect>) {
        if self.overlay.is_none() && self.view().is_some() && self.run_in_view(command, out) {
            return;
        }
        match command {
            Command::Down => self.step(1, out),
            Command::Up => self.step(-1, out),
            Command::HalfPageDown => self.step(self.page() / 2, out),
            Command::HalfPageUp => self.step(-self.page() / 2, out),
            Command::PageDown => self.step(self.page(), out),
            Command::PageUp => self.step(-self.page(), out),
            Command::Top => self.jump_to_edge(false, out),
            Command::Bottom => self.jump_to_edge(true, out),
            Command::NextPane => self.cycle_pane(1),
            Command::PreviousPane => self.cycle_pane(-1),
            Command::PaneLeft => self.shift_pane(-1),
            Command::PaneRight => self.shift_pane(1),
            Command::Open => self.open(out),
            Command::NextArticle => self.step_article(1, out),
            Command::PreviousArticle => self.step_article(-1, out),
            Command::Filter => self.ask_to_filter(out),
            Command::Find => self.ask_to_find(out),
            Command::Query => self.ask(Purpose::Query),
            Command::Saved => self.ask_saved(out),
            Command::SaveQuery => self.ask_name(),
            Command::Watch => self.toggle_watch(out),
            Command::WatchFor => self.ask_watch(),
            Command::Palette => self.ask(Purpose::Palette),
            Command::NextHit => self.step_hit(true, out),
            Command::PreviousHit => self.step_hit(false, out),
            Command::NextMention => self.step_mention(true, out),
            Command::PreviousMention => self.step_mention(false, out),
            Command::NextMentioning => self.step_mentioning(true, out),
            Command::PreviousMentioning => self.step_mentioning(false, out),
            Command::NextName => self.step_name(true),
            Command::PreviousName => self.step_name(false),
            Command::Card => self.open_card(),
            Command::Concordance => self.open_mentions(),
            Command::Both => self.toggle_beside(),
            Command::FollowNobody => {
                self.followed = None;
                self.follow_one();
            }
            Command::Back => self.retrace(false, out),
            Command::Forward => self.retrace(true, out),
            _ => self.run_screen(command, out),
        }
    }

    fn run_screen(&mut self, command: Command, out: &mut Vec<Effect>) {
        match command {
            Command::Sidebar => self.toggle_sidebar(),
            Command::Scope => {
                self.sidebar.scope = match self.sidebar.scope {
                    Scope::Article => Scope::Pile,
                    Scope::Pile => Scope::Article,
                };
            }
            Command::Strips => self.toggle_strips(),
            Command::Furniture => self.toggle_furniture(out),
            Command::Hyphens => self.toggle_hyphens(),
            Command::Notices => self.overlay = Some(Overlay { sheet: Sheet::Notices, top: 0 }),
            Command::Help => self.overlay = Some(Overlay { sheet: Sheet::Help, top: 0 }),
            Command::Mouse => {
                self.mouse = !self.mouse;
                let state = if self.mouse { "on" } else { "off: the terminal selects text" };
                self.say(format!("mouse {state}"));
                out.push(Effect::Mouse(self.mouse));
            }
            Command::Theme => self.light = !self.light,
            Command::Leave if self.overlay.is_none() && self.focus == Pane::List => out.push(Effect::Quit),
            Command::Cancel | Command::Leave => self.cancel(out),
            Command::Star => self.toggle_star(out),
            Command::Read => self.toggle_read(out),
            Command::Tag => self.ask_tags(),
            Command::Note => self.ask_note(),
            Command::Undo => self.undo(out),
            Command::Notes => self.overlay = Some(Overlay { sheet: Sheet::Notes, top: 0 }),
            Command::Order => self.next_order(out),
            Command::Fold => self.toggle_fold(out),
            Command::Stories => self.toggle_stories(out),
            Command::Compare => self.compare(out),
            Command::Export => self.ask_to_export(),
            Command::Merge => self.ask_merge(),
            Command::Split => self.split(out),
            Command::Rename => self.ask_rename(),
            Command::Kind => self.change_kind(out),
            Command::Hide => self.hide(out),
            Command::AddName => self.ask_missed(),
            Command::Suggestions => self.ask_doubts(out),
            Command::ShowHidden => self.sidebar.hidden_too = !self.sidebar.hidden_too,
            Command::Redraw => out.push(Effect::Redraw),
            Command::Suspend => out.push(Effect::Suspend),
            Command::Quit => out.push(Effect::Quit),
            _ => {}
        }
    }

    /// Backs out one level.
    fn cancel(&mut self, out: &mut Vec<Effect>) {
        if self.overlay.take().is_some() {
            return;
        }
        match self.focus {
            Pane::Sidebar => self.focus = Pane::Text,
            Pane::Text if self.finding.is_active() => self.find("", out),
            Pane::Text => self.focus = Pane::List,
            Pane::List if !self.narrowing.filter().is_empty() => self.set_filter("", out),
            Pane::List if !self.narrowing.typed().is_empty() => self.set_query("", false, out),
            Pane::List if !self.beside.is_empty() => self.follow_one(),
            Pane::List => self.say("q quits, ? helps"),
        }
    }

    fn toggle_sidebar(&mut self) {
        if self.geometry.columns == Columns::Three {
            self.sidebar_shown = !self.sidebar_shown;
            if self.focus == Pane::Sidebar {
                self.focus = Pane::Text;
            }
        } else {
            self.focus = if self.focus == Pane::Sidebar { Pane::Text } else { Pane::Sidebar };
        }
    }

    fn click(&mut self, target: Target, out: &mut Vec<Effect>) {
        match target {
            Target::Pane(pane) => self.focus = pane,
            Target::Row(index) => {
                let again = self.focus == Pane::List && self.list.selected() == index;
                self.focus = if again { Pane::Text } else { Pane::List };
                self.select(index, out);
            }
            Target::Fold(index) => self.click_fold(index, out),
            Target::Above(row) => self.toggle_row(row, out),
            Target::Name(index) => {
                self.focus = Pane::Sidebar;
                self.sidebar.select(index, self.geometry.sidebar_rows);
                self.follow_selected(out);
            }
            Target::Strip(index, start, end) => self.go_in_strip(index, Span::new(start, end)),
            Target::Text(byte) => {
                self.focus = Pane::Text;
                self.follow_at(byte);
            }
            Target::Choice(row) => self.pick(row, out),
            Target::Line(line) => self.click_in_view(line, out),
            Target::Step(step) => self.click_on_step(step, out),
            Target::Share(thousandths) => {
                self.focus = Pane::Text;
                self.scroll_to_share(thousandths);
            }
        }
    }

    fn resize(&mut self, geometry: Geometry, out: &mut Vec<Effect>) {
        if self.geometry == geometry {
            return;
        }
        self.geometry = geometry;
        // A pane that is no longer there cannot keep the focus.
        if !self.panes(geometry.columns).contains(&self.focus) {
            self.focus = Pane::Text;
        }
        self.scroll_overlay(0);
        self.resize_view();
        self.list.refresh(&self.pile, geometry.list_items);
        self.sidebar.select(self.sidebar.selected(), geometry.sidebar_rows);
        self.settle_top();
        self.resize_comparison(out);
    }

    /// Leaves a word in the status line until the next key.
    fn say(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    fn here(&self) -> Option<Place> {
        let reading = self.reading.as_ref()?;
        let awaited = || self.awaited.clone().map_or(Whom::Nobody, |(name, kind)| Whom::Named(name, kind));
        let followed = self.followed().map_or_else(awaited, Whom::Known);
        let beside = self.beside.clone();
        Some(Place { article: reading.id, top: reading.top, mark: reading.mark, followed, beside })
    }

    /// The article on the screen, once it is read; before that the beginning of it, if that is there.
    #[must_use]
    pub fn article(&self) -> Option<&Arc<Article>> {
        let reading = self.reading.as_ref()?;
        self.pile.article(reading.id).or(reading.preview.as_ref())
    }

    /// All articles and entities.
    #[must_use]
    pub fn pile(&self) -> &Pile {
        &self.pile
    }

    /// The list pane.
    #[must_use]
    pub fn list(&self) -> &ListPane {
        &self.list
    }

    /// The text pane.
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    /// The sidebar.
    #[must_use]
    pub fn sidebar(&self) -> &Sidebar {
        &self.sidebar
    }

    /// Filter and query.
    #[must_use]
    pub fn narrowing(&self) -> &Narrowing {
        &self.narrowing
    }

    /// The pane with the focus.
    #[must_use]
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// The one followed, under the id that the pile knows it by now.
    #[must_use]
    pub fn followed(&self) -> Option<EntityId> {
        self.followed.map(|entity| self.pile.registry().canonical(entity))
    }

    /// The line being typed.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// The sheet over the panes.
    #[must_use]
    pub fn overlay(&self) -> Option<Overlay> {
        self.overlay
    }

    /// Colours for a light background.
    #[must_use]
    pub fn light(&self) -> bool {
        self.light
    }

    /// The sizes it was told last.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// What takes the keys.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match (&self.prompt, self.overlay, self.focus) {
            (Some(_), ..) => Mode::Prompt,
            (None, Some(_), _) => Mode::Overlay,
            (None, None, _) if self.view().is_some() => Mode::View,
            (None, None, Pane::Text) => Mode::Pane(Context::Text),
            (None, None, _) => Mode::Pane(Context::List),
        }
    }

    /// The panes on the screen when `columns` fit, from left to right.
    #[must_use]
    pub fn panes(&self, columns: Columns) -> &'static [Pane] {
        match (columns, self.focus) {
            (Columns::Three, _) if self.sidebar_shown => &[Pane::List, Pane::Text, Pane::Sidebar],
            (Columns::Two, Pane::Sidebar) => &[Pane::Text, Pane::Sidebar],
            (Columns::Two | Columns::Three, _) => &[Pane::List, Pane::Text],
            (Columns::One, Pane::List) => &[Pane::List],
            (Columns::One, Pane::Text) => &[Pane::Text],
            (Columns::One, Pane::Sidebar) => &[Pane::Sidebar],
        }
    }
}

#[cfg(test)]
mod tests;
