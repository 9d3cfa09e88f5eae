//! Filter, query and search: the lines typed for them, and stepping through what they found.

use std::sync::Arc;

use super::action::Effect;
use super::previewing::REST;
use super::prompt::{self, Prompt, Purpose};
use super::reading::{Cursor, Which};
use super::{App, Pane};
use crate::document::Span;
use crate::search::query::Query;
use crate::text::safe;
use crate::worker::{Find, Job, Order};

/// Said where a search finds nothing.
pub(super) const NOT_FOUND: &str = "not found in this article";

/// The search in the text, and what waits for its results.
#[derive(Debug, Default)]
pub struct Finding {
    typed: String,
    generation: u64,
    /// Where to go once the results are there.
    then: Option<Then>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The first hit from the cursor on.
    Nearest,
    /// The first hit of the article.
    First,
    /// The last one.
    Last,
    /// The last one before the cursor, or else of the article.
    Previous,
}

impl Finding {
    /// True while results are awaited.
    pub fn is_waiting(&self) -> bool {
        self.then.is_some()
    }

    /// True when something is searched for in the text.
    pub fn is_active(&self) -> bool {
        !self.typed.is_empty()
    }
}

impl App {
    /// Opens the line for something, with what holds now as its start.
    pub(super) fn ask(&mut self, purpose: Purpose) {
        let before = match purpose {
            Purpose::Filter => self.narrowing.filter(),
            Purpose::Query => self.narrowing.typed(),
            Purpose::Find => &self.finding.typed,
            Purpose::Mentions => self.mentions_filter(),
            _ => "",
        };
        let text = if purpose == Purpose::Find { "" } else { before };
        self.prompt = Some(Prompt::new(purpose, text, before, self.here()));
        if matches!(purpose, Purpose::Filter | Purpose::Query) {
            self.focus = Pane::List;
        }
        self.offer(false);
    }

    /// Opens the line for a search, and has the text prepared for it: a long one is ready when the first letter comes.
    pub(super) fn ask_to_find(&mut self, out: &mut Vec<Effect>) {
        self.ask(Purpose::Find);
        self.prepare_to_find(out);
    }

    /// Opens the line for a filter, and has the titles prepared for it.
    pub(super) fn ask_to_filter(&mut self, out: &mut Vec<Effect>) {
        self.ask(Purpose::Filter);
        out.push(Effect::Run(Job::Prepare(self.pile.snapshot().clone())));
    }

    fn prepare_to_find(&self, out: &mut Vec<Effect>) {
        if let Some(article) = self.reading.as_ref().and_then(|reading| self.pile.article(reading.id)) {
            // A search for nothing, whose answer nobody waits for.
            out.push(Effect::Run(Job::Find(Box::new(Find::preparing(article.clone())))));
        }
    }

    /// The line changed: show at once what it would do.
    pub(super) fn typed(&mut self, out: &mut Vec<Effect>) {
        let Some(prompt) = &mut self.prompt else { return };
        prompt.choice = 0;
        let text = prompt.input.value().to_owned();
        match prompt.purpose {
            Purpose::Filter => self.set_filter(&text, out),
            Purpose::Query => {
                self.set_query(&text, true, out);
                self.offer(false);
            }
            Purpose::Find => {
                let origin = &prompt.origin;
                // Each letter searches from where the search began, unless another article took its place meanwhile.
                if let (Some(origin), Some(reading)) = (origin, &mut self.reading)
                    && origin.article == reading.id
                {
                    (reading.top, reading.mark) = (origin.top, origin.mark);
                }
                self.find(&text, out);
                self.finding.then = Some(Then::Nearest);
            }
            Purpose::Mentions => self.set_mentions_filter(&text),
            Purpose::Export | Purpose::Watch => self.offer(false),
            Purpose::Merge | Purpose::Split => self.offer(true),
            Purpose::Doubt => self.answer_doubt(&text, out),
            _ => {}
        }
    }

    pub(super) fn paste(&mut self, text: &str, out: &mut Vec<Effect>) {
        if let Some(prompt) = &mut self.prompt {
            for c in safe::line(text).chars() {
                prompt.input.handle(tui_input::InputRequest::InsertChar(c));
            }
            self.typed(out);
        }
    }

    pub(super) fn accept(&mut self, out: &mut Vec<Effect>) {
        let query = self.prompt.as_ref().is_none_or(|prompt| prompt.purpose == Purpose::Query);
        if self.accept_candidate(out) && query {
            return;
        }
        if self.is_doubting() {
            return self.step_doubt(1, out);
        }
        let Some(prompt) = self.prompt.take() else { return };
        let text = prompt.input.value();
        match prompt.purpose {
            Purpose::Filter | Purpose::Mentions | Purpose::Doubt => {}
            Purpose::Query => {
                // Completion leaves a space behind a value.
                self.set_query(text.trim_end(), false, out);
                if let Some(complaint) = self.narrowing.query().complaints().first() {
                    self.say(complaint.message.clone());
                }
            }
            Purpose::Find => {
                if let Some(origin) = prompt.origin.filter(|_| !self.is_beginning()) {
                    self.trail.leave(origin);
                }
                if text.is_empty() {
                    self.find("", out);
                } else if self.is_waiting() {
                    self.say(REST);
                } else if self.finding.then.is_none() && self.reading.as_ref().is_some_and(|r| r.hits.is_empty()) {
                    self.say(NOT_FOUND);
                }
            }
            Purpose::Tags => self.accept_tags(text, out),
            Purpose::Note => self.accept_note(text, out),
            Purpose::Saved => self.accept_saved(text, prompt.choice, out),
            Purpose::SaveAs => self.accept_name(text, out),
            Purpose::Export => self.accept_export(text, out),
            Purpose::Overwrite => self.accept_overwrite(text, out),
            Purpose::StopExport => self.accept_stop(text, out),
            Purpose::Merge => self.accept_merge(text, out),
            Purpose::Split => self.accept_split(text, out),
            Purpose::Rename => self.accept_rename(text, out),
            Purpose::Missed(kind) => self.accept_missed(text, kind, out),
            Purpose::Watch => self.accept_watch(text, out),
            Purpose::Palette if text.is_empty() && prompt.choice == 0 => {}
            Purpose::Palette => {
                if let Some(spec) = prompt::palette(text).get(prompt.choice) {
                    self.run(spec.command, out);
                } else {
                    self.say("no such command");
                }
            }
        }
    }

    pub(super) fn dismiss(&mut self, out: &mut Vec<Effect>) {
        let Some(prompt) = self.prompt.take() else { return };
        match prompt.purpose {
            Purpose::Filter => self.set_filter(&prompt.before, out),
            Purpose::Query => self.set_query(&prompt.before, false, out),
            Purpose::Find => self.find(&prompt.before, out),
            Purpose::Mentions => return self.set_mentions_filter(&prompt.before),
            Purpose::Overwrite => return self.leave_export(),
            _ => return,
        }
        if let Some(origin) = prompt.origin {
            self.return_to(origin, out);
        }
    }

    /// Moves the choice while a line is typed.
    pub(super) fn choose(&mut self, delta: isize, out: &mut Vec<Effect>) {
        if self.choose_candidate(delta) {
            return;
        }
        let Some(prompt) = &self.prompt else { return };
        match prompt.purpose {
            Purpose::Palette => self.choose_row(delta, prompt::palette(prompt.input.value()).len()),
            Purpose::Saved => self.choose_row(delta, self.rows_like(prompt.input.value()).len()),
            Purpose::Filter | Purpose::Query => {
                self.select(self.list.selected().saturating_add_signed(delta), out);
            }
            Purpose::Find => self.step_hit(delta > 0, out),
            Purpose::Mentions => self.move_in_view(delta),
            Purpose::Doubt => self.step_doubt(delta, out),
            _ => {}
        }
    }

    /// Chooses another of the `rows` above the line.
    fn choose_row(&mut self, delta: isize, rows: usize) {
        if let Some(prompt) = &mut self.prompt {
            prompt.choice = prompt.choice.saturating_add_signed(delta).min(rows.saturating_sub(1));
        }
    }

    pub(super) fn set_filter(&mut self, text: &str, out: &mut Vec<Effect>) {
        let job = self.narrowing.set_filter(text, &self.pile, &mut self.list);
        out.extend(job.map(Effect::Run));
        self.relist(out);
    }

    pub(super) fn set_query(&mut self, text: &str, open: bool, out: &mut Vec<Effect>) {
        let job = self.narrowing.set_query(text, open, &self.pile, &mut self.list);
        out.extend(job.map(Effect::Run));
        self.relist(out);
        self.refresh_hits(out);
    }

    /// The list changed: keep the selection, and show what is selected when it is another.
    pub(super) fn relist(&mut self, out: &mut Vec<Effect>) {
        let before = self.list.selected_id();
        self.regroup();
        self.list.refresh(&self.pile, self.geometry.list_items);
        // An article that was reached otherwise than through the list stays on the screen.
        if self.reading.is_none() || self.list.selected_id() != before {
            self.show_selected(out);
        }
    }

    /// The list in the next order that says anything: nothing is more relevant than another without words to look for.
    pub(super) fn next_order(&mut self, out: &mut Vec<Effect>) {
        let (words, followed) = (!self.narrowing.query().wanted().is_empty(), self.followed().is_some());
        let mut order = self.narrowing.order().next();
        while order == Order::Relevance && !words || order == Order::Mentions && !followed {
            order = order.next();
        }
        out.extend(self.narrowing.set_order(order, &self.pile, &mut self.list).map(Effect::Run));
        self.relist(out);
        self.say(format!("order: {}", order.name()));
    }

    /// Searches the article on the screen.
    pub(super) fn find(&mut self, text: &str, out: &mut Vec<Effect>) {
        // Whoever waited for another search does not any more.
        self.finding.then = None;
        text.clone_into(&mut self.finding.typed);
        self.refresh_hits(out);
    }

    /// Asks anew for the places found in the article on the screen: those of the search, else those of the query.
    pub(super) fn refresh_hits(&mut self, out: &mut Vec<Effect>) {
        self.finding.generation += 1;
        let Some(reading) = &mut self.reading else { return };
        reading.hits.clear();
        let id = reading.id;
        let (query, bearers) = if self.finding.is_active() {
            (Query::literal(&self.finding.typed), Arc::default())
        } else {
            (self.narrowing.query().clone(), self.narrowing.bearers().clone())
        };
        if self.pile.article(id).is_some() && !query.is_empty() {
            let (generation, furniture) = (self.finding.generation, self.setting.furniture);
            let mentions = bearers.mentions(self.pile.registry(), id, self.pile.mentions(id));
            let (entry, marked) = (Box::new(self.pile.entry(id).clone()), Arc::default());
            let find = Find { generation, query, bearers, marked, entry, id, mentions, furniture };
            out.push(Effect::Run(Job::Find(Box::new(find))));
        }
    }

    /// The whole of a text is there, the beginning of which was searched: no place in that was one to come back to.
    pub(super) fn find_in_whole(&mut self, out: &mut Vec<Effect>) {
        match &self.prompt {
            Some(prompt) if prompt.purpose == Purpose::Find => self.prepare_to_find(out),
            None if self.finding.is_active() && self.finding.is_waiting() => self.leave(),
            _ => {}
        }
    }

    pub(super) fn take_hits(&mut self, generation: u64, hits: Vec<Span>) {
        let Some(reading) = self.reading.as_mut().filter(|_| generation == self.finding.generation) else { return };
        reading.hits = hits;
        let cursor = Cursor::Before(reading.mark.map_or(reading.top, Span::start));
        let (first, last) = (reading.hits.first().copied(), reading.hits.last().copied());
        let goal = match self.finding.then.take() {
            Some(Then::Nearest) => Which::Next.of(&reading.hits, cursor).or(first),
            Some(Then::First) => first,
            Some(Then::Last) => last,
            Some(Then::Previous) => Which::Previous.of(&reading.hits, cursor).or(last),
            None => return,
        };
        match goal {
            Some(span) => self.mark(span),
            None => self.say(NOT_FOUND),
        }
    }

    /// To the next or previous place found. A search goes round in its article; a query goes on into the next one.
    pub(super) fn step_hit(&mut self, forward: bool, out: &mut Vec<Effect>) {
        let Some(reading) = &self.reading else { return };
        let (cursor, hits) = (reading.cursor(), &reading.hits);
        let next = if forward { cursor.next_in(hits) } else { cursor.previous_in(hits) };
        let edge = if forward { hits.first() } else { hits.last() }.copied();
        let searching = self.finding.is_active();
        if self.is_beginning() && (searching || !self.narrowing.query().is_empty()) {
            self.finding.then.get_or_insert(if forward { Then::Nearest } else { Then::Previous });
            return self.say(REST);
        }
        match (next.map(|at| hits[at]), edge) {
            (Some(span), _) => {
                self.focus_text();
                self.mark(span);
            }
            (None, Some(span)) if searching => {
                self.mark(span);
                self.say(if forward { "from the end on to the start" } else { "from the start on to the end" });
            }
            (None, None) if searching => self.say(NOT_FOUND),
            _ if self.narrowing.query().is_empty() => self.say("nothing is searched for: / in the text, or ="),
            _ => {
                self.step_article(if forward { 1 } else { -1 }, out);
                self.finding.then = Some(if forward { Then::First } else { Then::Last });
            }
        }
    }
}
