//! The beginning of a huge text on the screen, while the whole of it is read.
//!
//! It is for the eyes ([`crate::library::preview`]): scrolling works in it, nothing in it is kept, marked or found. What is
//! asked of the whole meanwhile is remembered and done once that is there.

use std::sync::Arc;

use super::App;
use super::reading::Goal;
use super::trail::Place;
use crate::document::{Article, ArticleId, Span};
use crate::library::preview;

/// Said while only the beginning is there.
pub const REST: &str = "the rest is being read";

/// Said while the text is there, and not who is named where in it.
const NAMES: &str = "the names in it are being looked for";

/// Said to whoever marks a beginning.
pub(super) const NO_MARKS: &str = "the rest is being read: nothing can be marked before that";

impl App {
    /// True while only the beginning of the article is on the screen.
    pub(super) fn is_beginning(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.preview.is_some())
    }

    /// True while the whole text of the article on the screen is not there.
    pub(super) fn is_waiting(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| self.pile.article(reading.id).is_none())
    }

    /// Shows the beginning of the article on the screen, unless all of it is there.
    pub(super) fn take_preview(&mut self, id: ArticleId, article: Arc<Article>) {
        let here = self.is_waiting() && !self.is_beginning();
        if let Some(reading) = self.reading.as_mut().filter(|reading| here && reading.id == id) {
            reading.lay_out(&article, self.setting);
            reading.preview = Some(article);
            self.settle_in_preview();
        }
    }

    /// Whoever is further down than the beginning goes waits for the whole.
    fn settle_in_preview(&mut self) {
        let (width, rows) = (self.geometry.text_width, self.geometry.text_rows);
        if let Some(reading) = &mut self.reading
            && let Some(article) = &reading.preview
            && reading.top > reading.flow(article, width).last_top(rows)
            && reading.top > 0
        {
            reading.forget_preview();
        }
        self.settle_top();
    }

    /// Puts the top of the text and the cursor where they were kept.
    pub(super) fn put(&mut self, top: usize, mark: Option<Span>) {
        if let Some(reading) = &mut self.reading {
            (reading.top, reading.mark) = (top, mark);
        }
        self.settle_in_preview();
    }

    /// Remembers where somebody wants to be as soon as the text is there.
    pub(super) fn remember(&mut self, goal: Goal) {
        self.reading.iter_mut().for_each(|reading| reading.goal = Some(goal));
        self.say(if self.is_waiting() { REST } else { NAMES });
    }

    /// This place, as one to come back to: a byte of a preview is none of the whole, so that there it is the one at which the
    /// article was left before.
    pub(super) fn place(&self) -> Option<Place> {
        let here = self.here()?;
        if !self.is_beginning() {
            return Some(here);
        }
        Some(Place { top: self.tops.get(&here.article).copied().unwrap_or(0), mark: None, ..here })
    }

    /// The whole is there: its reader stays at the same words, and the beginning is dropped. True when there was one.
    pub(super) fn end_preview(&mut self) -> bool {
        let Some(reading) = &mut self.reading else { return false };
        let Some(whole) = self.pile.article(reading.id) else { return false };
        if self.message.as_deref().is_some_and(|message| message == REST || message == NO_MARKS) {
            self.message = None;
        }
        let Some(seen) = reading.preview.take() else { return false };
        (reading.top, reading.mark) = carry(&seen, whole, reading.top, reading.mark);
        let origin = self.prompt.as_mut().and_then(|prompt| prompt.origin.as_mut());
        if let Some(origin) = origin.filter(|origin| origin.article == reading.id) {
            (origin.top, origin.mark) = carry(&seen, whole, origin.top, origin.mark);
        }
        true
    }
}

/// The top and the cursor of a beginning in the whole: a cursor only on the same words.
fn carry(seen: &Article, whole: &Article, top: usize, mark: Option<Span>) -> (usize, Option<Span>) {
    let moved = |mark: Span| {
        let start = preview::carry(seen, whole, mark.start())?;
        let moved = Span::new(start, start + (mark.end() - mark.start()));
        (whole.text().get(moved.range())? == seen.text().get(mark.range())?).then_some(moved)
    };
    (preview::carry(seen, whole, top).unwrap_or(0), mark.and_then(moved))
}
