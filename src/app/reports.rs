//! Taking in what the worker says.

use super::App;
use super::action::Effect;
use super::prompt::Purpose;
use crate::document::ArticleId;
use crate::library::read::Outcome;
use crate::library::scan::Found;
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
            Report::Named(id, names) => self.pile.name(id, names),
            Report::Narrowed { generation, matches } => {
                let typed = self.narrowing.typed().to_owned();
                let job = self.narrowing.take(generation, matches, &self.pile, &mut self.list);
                out.extend(job.map(Effect::Run));
                let typing = self.prompt.as_ref().is_some_and(|p| p.purpose == Purpose::Filter);
                if typing && self.narrowing.is_fresh() && !self.list.is_empty(&self.pile) {
                    // Whoever types a filter wants what fits best, as in fzf.
                    self.select(0, out);
                } else {
                    self.relist(out);
                }
                if self.narrowing.typed() != typed {
                    self.refresh_hits(out);
                }
            }
            Report::Hits { generation, hits } => self.take_hits(generation, hits),
        }
    }

    fn take_found(&mut self, found: Vec<Found>, out: &mut Vec<Effect>) {
        for find in found {
            if let Some(id) = self.pile.found(find) {
                out.push(Effect::Run(Job::Read(id, self.pile.entry(id).source().clone())));
                self.narrowing.changed(&[id]);
            }
        }
        self.settle_list(out);
    }

    fn take_read(&mut self, id: ArticleId, outcome: Outcome, out: &mut Vec<Effect>) {
        let ids = self.pile.settle(id, outcome);
        self.narrowing.changed(&ids);
        for &id in &ids {
            out.extend(self.pile.article(id).map(|article| Effect::Run(Job::Name(id, article.clone()))));
        }
        if self.reading.as_ref().is_some_and(|r| ids.contains(&r.id)) {
            self.lay_out();
            self.refresh_hits(out);
        }
        self.settle_list(out);
    }

    fn settle_list(&mut self, out: &mut Vec<Effect>) {
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.relist(out);
    }
}
