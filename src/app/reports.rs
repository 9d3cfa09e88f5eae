//! Taking in what the worker says.

use std::sync::Arc;

use super::App;
use super::action::Effect;
use super::prompt::Purpose;
use crate::document::ArticleId;
use crate::library::Bearers;
use crate::library::read::Outcome;
use crate::library::scan::Found;
use crate::names::ArticleNames;
use crate::worker::{Job, Report};

impl App {
    pub(super) fn report(&mut self, report: Report, out: &mut Vec<Effect>) {
        match report {
            Report::Found(found) => self.take_found(found, out),
            Report::Scanned => {
                self.scanning = false;
                if self.pile.order().is_empty()
                    && let Some(first) = self.pile.notices().first()
                {
                    self.message = Some(first.message().to_owned());
                }
            }
            Report::Read(id, outcome) => self.take_read(id, outcome, out),
            Report::Named(id, names) => self.take_named(id, names, out),
            Report::Narrowed { generation, ids, complete } => {
                let typed = self.narrowing.typed().to_owned();
                let bearers = self.narrowing.bearers().clone();
                let again = self.narrowing.is_stale() || self.list.selected() == 0;
                let job = self.narrowing.take(generation, ids, complete, &self.pile, &mut self.list);
                out.extend(job.map(Effect::Run));
                let typing = self.prompt.as_ref().is_some_and(|p| p.purpose == Purpose::Filter);
                if typing && again && self.narrowing.is_fresh() && !self.list.is_empty(&self.pile) {
                    // Whoever types a filter wants what fits best, as in fzf; unless the first results were a part, and
                    // another one of them is chosen by now.
                    self.select(0, out);
                } else {
                    self.relist(out);
                }
                if self.narrowing.typed() == typed {
                    self.refresh_named_hits(&bearers, None, out);
                } else {
                    self.refresh_hits(out);
                }
            }
            Report::Hits { generation, hits } => self.take_hits(generation, hits),
            Report::Kept(kept) => self.take_kept(kept, out),
            Report::Saved(saved) => self.take_saved(saved),
            Report::Counted { generation, at, found } => self.take_count(generation, at, found, out),
        }
    }

    fn take_found(&mut self, found: Vec<Found>, out: &mut Vec<Effect>) {
        for find in found {
            if let Some(id) = self.pile.found(find) {
                out.push(Effect::Run(Job::Read(id, self.pile.entry(id).source().clone())));
                self.narrowing.changed();
            }
        }
        self.settle_list(out);
    }

    fn take_read(&mut self, id: ArticleId, outcome: Outcome, out: &mut Vec<Effect>) {
        let ids = self.pile.settle(id, outcome);
        self.narrowing.changed();
        self.learn(&ids);
        self.recall(&ids, out);
        for &id in &ids {
            out.extend(self.pile.article(id).map(|article| Effect::Run(Job::Name(id, article.clone()))));
        }
        if self.reading.as_ref().is_some_and(|r| ids.contains(&r.id)) {
            self.lay_out();
            self.refresh_hits(out);
        }
        self.settle_list(out);
    }

    fn take_named(&mut self, id: ArticleId, names: ArticleNames, out: &mut Vec<Effect>) {
        let awaited = self.awaits(&names);
        self.pile.name(id, names);
        if awaited {
            self.follow_awaited();
        }
        let before = self.narrowing.bearers().clone();
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.refresh_named_hits(&before, Some(id), out);
    }

    /// The names of the query were looked up anew: what they found in the article on the screen may have changed.
    fn refresh_named_hits(&mut self, before: &Arc<Bearers>, named: Option<ArticleId>, out: &mut Vec<Effect>) {
        let now = self.narrowing.bearers();
        let Some(id) = self.reading.as_ref().map(|r| r.id).filter(|_| !Arc::ptr_eq(before, now)) else { return };
        let registry = self.pile.registry();
        if named == Some(id) || before.mentions(registry, id) != now.mentions(registry, id) {
            self.refresh_hits(out);
        }
    }

    fn settle_list(&mut self, out: &mut Vec<Effect>) {
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.relist(out);
    }
}
