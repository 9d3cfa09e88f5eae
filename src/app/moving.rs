//! Moving: through the list, the text, the sidebar and the panes, and from article to article.

use super::App;
use super::action::Effect;
use super::geometry::{Columns, Pane};
use super::previewing::REST;
use super::reading::{Goal, Reading};
use super::trail::{Place, Whom};
use crate::document::{ArticleId, Span};
use crate::text::wrap::Flow;
use crate::worker::Job;

impl App {
    /// A page in the pane with the focus, in its own steps, one row kept for the eye.
    pub(super) fn page(&self) -> isize {
        let rows = match (self.overlay, self.focus) {
            (Some(_), _) => self.geometry.overlay_rows,
            (None, Pane::List) => self.geometry.list_items,
            (None, Pane::Text) => self.geometry.text_rows,
            (None, Pane::Sidebar) => self.geometry.sidebar_rows,
        };
        rows.saturating_sub(1).max(1).cast_signed()
    }

    /// Moves by `delta` rows in whatever has the focus.
    pub(super) fn step(&mut self, delta: isize, out: &mut Vec<Effect>) {
        if self.overlay.is_some() {
            return self.scroll_overlay(delta);
        }
        match self.focus {
            Pane::List => self.select(self.list.selected().saturating_add_signed(delta), out),
            Pane::Text => self.scroll_text(delta),
            Pane::Sidebar => {
                let index = self.sidebar.selected().saturating_add_signed(delta);
                self.sidebar.select(index, self.geometry.sidebar_rows);
            }
        }
    }

    /// To the first or the last row.
    pub(super) fn jump_to_edge(&mut self, last: bool, out: &mut Vec<Effect>) {
        if self.overlay.is_some() {
            return self.scroll_overlay(if last { isize::MAX } else { isize::MIN });
        }
        match self.focus {
            Pane::List => self.select(if last { usize::MAX } else { 0 }, out),
            Pane::Sidebar => self.sidebar.select(if last { usize::MAX } else { 0 }, self.geometry.sidebar_rows),
            Pane::Text if last && self.is_waiting() => self.remember(Goal::End),
            Pane::Text => self.go_to_edge(last),
        }
    }

    /// To the first or the last row of the text.
    pub(super) fn go_to_edge(&mut self, last: bool) {
        self.leave();
        self.reading.iter_mut().for_each(|reading| reading.goal = None);
        self.set_top(|flow, rows| if last { flow.last_top(rows) } else { flow.step(0, 0) });
    }

    pub(super) fn wheel(&mut self, pane: Pane, delta: isize) {
        if self.overlay.is_some() {
            return self.scroll_overlay(delta);
        }
        if self.view().is_some() {
            return self.scroll_view(delta);
        }
        match pane {
            Pane::List => self.list.scroll(&self.pile, delta, self.geometry.list_items),
            Pane::Text => self.scroll_text(delta),
            Pane::Sidebar => self.sidebar.scroll(delta, self.geometry.sidebar_rows),
        }
    }

    /// Scrolls the sheet over the panes, as far as it goes.
    pub(super) fn scroll_overlay(&mut self, delta: isize) {
        let last = self.geometry.overlay_lines.saturating_sub(self.geometry.overlay_rows);
        if let Some(overlay) = &mut self.overlay {
            overlay.top = overlay.top.saturating_add_signed(delta).min(last);
        }
    }

    pub(super) fn cycle_pane(&mut self, delta: isize) {
        let panes = self.reachable();
        let at = panes.iter().position(|&p| p == self.focus).unwrap_or(0).cast_signed();
        self.focus = panes[(at + delta).rem_euclid(panes.len().cast_signed()) as usize];
    }

    pub(super) fn shift_pane(&mut self, delta: isize) {
        let panes = self.reachable();
        let at = panes.iter().position(|&p| p == self.focus).unwrap_or(0);
        self.focus = panes[at.saturating_add_signed(delta).min(panes.len() - 1)];
    }

    fn reachable(&self) -> &'static [Pane] {
        if self.geometry.columns == Columns::Three && !self.sidebar_shown {
            &[Pane::List, Pane::Text]
        } else {
            &[Pane::List, Pane::Text, Pane::Sidebar]
        }
    }

    /// Enter: whatever the pane with the focus offers.
    pub(super) fn open(&mut self, out: &mut Vec<Effect>) {
        match self.focus {
            Pane::List if self.list.is_empty(&self.pile) => {}
            Pane::List => {
                self.select(self.list.selected(), out);
                self.focus = Pane::Text;
            }
            Pane::Sidebar => self.follow_selected(out),
            Pane::Text => match self.reading.as_ref().and_then(|r| r.mark) {
                Some(mark) => self.follow_at(mark.start()),
                None => self.say("e goes to a name, Enter follows it"),
            },
        }
    }

    /// Selects a row of the list and shows its article.
    pub(super) fn select(&mut self, index: usize, out: &mut Vec<Effect>) {
        self.list.select(&self.pile, index, self.geometry.list_items);
        self.show_selected(out);
    }

    /// Shows the selected article, where it was left.
    pub(super) fn show_selected(&mut self, out: &mut Vec<Effect>) {
        match self.list.selected_id().filter(|&id| self.pile.is_listed(id)) {
            Some(id) => self.show(id, out),
            None => self.reading = None,
        }
    }

    /// Takes the article on the screen from it, because it is gone.
    pub(super) fn close(&mut self) {
        // Should it come back, somebody may want to read on.
        self.note_top();
        self.reading = None;
    }

    /// Puts an article into the text pane, where it was left.
    pub(super) fn show(&mut self, id: ArticleId, out: &mut Vec<Effect>) {
        if let Some(reading) = &self.reading {
            if reading.id == id {
                return;
            }
            self.note_top();
            self.keep_place(out);
        }
        let top = self.tops.get(&id).copied().unwrap_or(0);
        self.reading = Some(Reading::new(id, top));
        out.push(Effect::Run(Job::Focus(id)));
        self.fetch(out);
        self.lay_out();
        self.refresh_hits(out);
    }

    /// Notes where the article on the screen is left. A byte of a preview is none of the whole.
    fn note_top(&mut self) {
        if let Some(reading) = self.reading.as_ref().filter(|reading| reading.preview.is_none()) {
            self.tops.insert(reading.id, reading.top);
        }
    }

    /// Asks for the text of the article on the screen, when it was read and is not held.
    pub(super) fn fetch(&mut self, out: &mut Vec<Effect>) {
        let Some(reading) = self.reading.as_mut().filter(|reading| !reading.loading) else { return };
        if self.pile.is_away(reading.id) || self.pile.is_left(reading.id) {
            reading.loading = true;
            out.push(Effect::Run(Job::Load(reading.id, Box::new(self.pile.entry(reading.id).clone()))));
        }
    }

    /// Selects an article in the list, when it is there, and shows it.
    pub(super) fn go_to_article(&mut self, id: ArticleId, out: &mut Vec<Effect>) {
        self.regroup();
        self.reveal(id);
        if let Some(index) = self.list.index_of(&self.pile, id) {
            self.list.select(&self.pile, index, self.geometry.list_items);
        }
        self.show(id, out);
    }

    /// The article this many rows on in the list.
    pub(super) fn step_article(&mut self, delta: isize, out: &mut Vec<Effect>) {
        let at = self.list.selected();
        let next = at.saturating_add_signed(delta).min(self.list.len(&self.pile).saturating_sub(1));
        if self.list.is_empty(&self.pile) {
            self.say("no article fits; Esc in the list takes the filter back, then the query");
        } else if next == at {
            self.say(if delta > 0 {
                "this is the last article of the list"
            } else {
                "this is the first article of the list"
            });
        } else {
            self.leave();
            self.select(next, out);
        }
    }

    /// Remembers this place as one to come back to.
    pub(super) fn leave(&mut self) {
        if let Some(place) = self.place() {
            self.trail.leave(place);
        }
    }

    /// Back to the place jumped from last, or forward again.
    pub(super) fn retrace(&mut self, forward: bool, out: &mut Vec<Effect>) {
        // Places that an earlier run kept are looked for when they are needed: by then, more of the pile is read.
        self.trail.find(&self.pile);
        let there = |id| self.pile.is_listed(id);
        let depth = self.trail.depth();
        let place = match self.place() {
            Some(here) if forward => self.trail.forward(here, there),
            Some(here) => self.trail.back(here, there),
            None => None,
        };
        match place {
            Some(place) => {
                self.return_to(place, out);
                if !forward {
                    self.restore_views(depth);
                }
            }
            None if forward => self.say("no jump to go forward to"),
            None => {
                // Unless an earlier run knows of more: that is told in a moment.
                self.back_wanted = !self.trail.is_recalled();
                self.say("this is where the jumps began");
            }
        }
    }

    pub(super) fn return_to(&mut self, place: Place, out: &mut Vec<Effect>) {
        self.go_to_article(place.article, out);
        self.beside = place.beside;
        (self.followed, self.awaited) = match place.followed {
            Whom::Nobody => (None, None),
            Whom::Known(entity) => (Some(entity), None),
            Whom::Named(name, kind) => (None, Some((name, kind))),
        };
        self.follow_awaited();
        self.put(place.top, place.mark);
    }

    /// Prepares the rows of the article on the screen.
    pub(super) fn lay_out(&mut self) {
        if let Some(article) = self.article().cloned()
            && let Some(reading) = &mut self.reading
        {
            reading.lay_out(&article, self.setting);
        }
        self.settle_top();
    }

    /// Shows or hides what was taken out of the text.
    pub(super) fn toggle_furniture(&mut self, out: &mut Vec<Effect>) {
        self.setting.furniture = !self.setting.furniture;
        self.say(if self.setting.furniture {
            "adverts, share links and repeats are shown"
        } else {
            "only the article is shown"
        });
        self.lay_out();
        self.refresh_hits(out);
    }

    /// Parts long words at the ends of lines, or leaves them whole.
    pub(super) fn toggle_hyphens(&mut self) {
        self.setting.hyphens = !self.setting.hyphens;
        self.say(if self.setting.hyphens { "long words are parted at the ends of lines" } else { "words stay whole" });
        self.lay_out();
    }

    pub(super) fn scroll_text(&mut self, delta: isize) {
        let top = self.reading.as_ref().map_or(0, |r| r.top);
        self.set_top(|flow, rows| flow.step(top, delta).min(flow.last_top(rows)));
        if let Some(reading) = self.reading.as_mut().filter(|reading| reading.preview.is_some()) {
            // Whoever reads on here does not want to be elsewhere any more.
            reading.goal = None;
            if delta > 0 && reading.top == top {
                self.say(REST);
            }
        }
    }

    pub(super) fn scroll_to_share(&mut self, thousandths: usize) {
        if self.is_waiting() {
            return self.remember(Goal::Share(thousandths));
        }
        let bytes = self.article().map_or(0, |a| a.text().len());
        self.scroll_to_byte((bytes as u128 * thousandths.min(1000) as u128 / 1000) as usize);
    }

    /// Puts a place of the text on top.
    pub(super) fn scroll_to_byte(&mut self, byte: usize) {
        self.set_top(|flow, rows| flow.step(byte, 0).min(flow.last_top(rows)));
    }

    /// True when the last row of the text is in view; its beginning has no last row.
    pub(super) fn ends_in_view(&self) -> bool {
        let whole = |reading: &&Reading| reading.is_laid_out() && reading.preview.is_none();
        let Some((reading, article)) = self.reading.as_ref().filter(whole).zip(self.article()) else {
            return false;
        };
        reading.top >= reading.flow(article, self.geometry.text_width).last_top(self.geometry.text_rows)
    }

    /// After widths or rows changed: the top is the start of a row again, and as much text in view as fits.
    pub(super) fn settle_top(&mut self) {
        let mark = self.reading.as_ref().and_then(|r| r.mark);
        let top = self.reading.as_ref().map_or(0, |r| r.top);
        self.set_top(|flow, rows| flow.step(top, 0).min(flow.last_top(rows)));
        if let Some(mark) = mark {
            self.mark(mark);
        }
    }

    /// Moves the top of the text; a cursor that leaves the view is gone.
    fn set_top(&mut self, find: impl FnOnce(&Flow, usize) -> usize) {
        let (width, rows) = (self.geometry.text_width, self.geometry.text_rows);
        let Some(reading) = &self.reading else { return };
        let Some(article) = self.article().filter(|_| reading.is_laid_out()) else { return };
        let flow = reading.flow(article, width);
        let top = find(&flow, rows);
        let mark = reading.mark.filter(|&mark| in_view(&flow, top, rows, mark));
        if let Some(reading) = &mut self.reading {
            (reading.top, reading.mark) = (top, mark);
        }
    }

    /// Puts the cursor on a span and scrolls it into view, if it is not, with some lines above for the context.
    pub(super) fn mark(&mut self, span: Span) {
        if let Some(reading) = &mut self.reading {
            reading.mark = Some(span);
        }
        let top = self.reading.as_ref().map_or(0, |r| r.top);
        self.set_top(|flow, rows| {
            if in_view(flow, top, rows, span) {
                return top;
            }
            flow.step(span.start(), -(rows / 3).cast_signed()).min(flow.last_top(rows))
        });
    }
}

/// True when the start of `span` is on one of the `rows` rows from `top` on.
fn in_view(flow: &Flow, top: usize, rows: usize, span: Span) -> bool {
    let below = flow.rows(top, rows + 1);
    span.start() >= top && below.get(rows).is_none_or(|row| span.start() < row.start)
}
