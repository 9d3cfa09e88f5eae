//! Two articles of a story beside each other.

use super::action::Effect;
use super::geometry::Pane;
use super::{App, Overlay, Sheet};
use crate::document::ArticleId;
use crate::worker::{Compare, Compared, Job};

/// What is compared.
#[derive(Debug, Default)]
pub struct Comparing {
    pair: Option<(ArticleId, ArticleId)>,
    generation: u64,
    sheet: Option<Box<Compared>>,
    /// The width that was asked for last.
    width: usize,
}

impl App {
    /// The two articles that are compared.
    #[must_use]
    pub fn compared_pair(&self) -> Option<(ArticleId, ArticleId)> {
        self.comparing.pair.filter(|_| self.is_comparing())
    }

    /// The articles beside each other, once they are set.
    #[must_use]
    pub fn compared(&self) -> Option<&Compared> {
        self.comparing.sheet.as_deref()
    }

    /// True while two articles are compared on the screen.
    #[must_use]
    pub fn is_comparing(&self) -> bool {
        self.overlay.is_some_and(|overlay| overlay.sheet == Sheet::Compare)
    }

    /// Compares the article at hand with the next one of its story; where it is compared, with the one behind that.
    pub(super) fn compare(&mut self, out: &mut Vec<Effect>) {
        if self.overlay.is_some() && !self.is_comparing() {
            return;
        }
        let on_screen = self.reading.as_ref().map(|reading| reading.id);
        let left = if self.focus == Pane::List { self.list.selected_id().or(on_screen) } else { on_screen };
        let Some(left) = self.compared_pair().map(|(left, _)| left).or(left) else { return };
        let Some(story) = self.stories.of(left) else {
            return self.say("no other article tells this story");
        };
        // Round from the article itself, or from the one it was compared with.
        let last = self.compared_pair().map_or(left, |(_, right)| right);
        let from = story.partition_point(|&id| id <= last);
        let round = story[from..].iter().chain(&story[..from]).copied();
        let there = |&id: &ArticleId| id != left && self.pile.is_listed(id);
        let Some(right) = round.into_iter().find(there) else {
            return self.say("no other article tells this story");
        };
        if self.compared_pair() == Some((left, right)) {
            return;
        }
        self.comparing.pair = Some((left, right));
        self.comparing.sheet = None;
        self.overlay = Some(Overlay { sheet: Sheet::Compare, top: 0 });
        self.ask_to_compare(out);
    }

    fn ask_to_compare(&mut self, out: &mut Vec<Effect>) {
        let Some((left, right)) = self.compared_pair() else { return };
        self.comparing.generation += 1;
        self.comparing.width = self.geometry.wide;
        let entry = |id| Box::new(self.pile.entry(id).clone());
        let (generation, width) = (self.comparing.generation, self.geometry.wide);
        let job = Compare { generation, left: entry(left), right: entry(right), width };
        out.push(Effect::Run(Job::Compare(Box::new(job))));
    }

    /// The screen has another width: the lines are set anew.
    pub(super) fn resize_comparison(&mut self, out: &mut Vec<Effect>) {
        if self.is_comparing() && self.comparing.width != self.geometry.wide {
            self.ask_to_compare(out);
        }
    }

    pub(super) fn take_compared(&mut self, generation: u64, sheet: Option<Box<Compared>>) {
        if generation != self.comparing.generation || !self.is_comparing() {
            return;
        }
        if sheet.is_none() {
            self.overlay = None;
            self.say("one of the two says something else by now");
        }
        self.comparing.sheet = sheet;
    }

    /// What the sheet is called.
    #[must_use]
    pub fn comparing_title(&self) -> String {
        let Some(((left, right), story)) = self.compared_pair().and_then(|pair| Some((pair, self.stories.of(pair.0)?)))
        else {
            return "Compared · Esc closes".to_owned();
        };
        let others: Vec<ArticleId> = story.iter().copied().filter(|&id| id != left).collect();
        let at = others.iter().position(|&id| id == right).map_or(1, |at| at + 1);
        let next = if others.len() > 1 { " · D the next one" } else { "" };
        format!("Compared with {at} of {}{next} · Esc closes", others.len())
    }
}
