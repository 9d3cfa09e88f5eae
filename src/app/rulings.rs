//! The user's rulings on who is who: making one, taking it back, and keeping them in their file.
//!
//! A ruling holds at once; the file is changed behind it, and what the file says after that holds from then on. What it
//! changes inside of many articles is done in slices, each behind the keys that wait ([`Job::Again`]).

use std::sync::Arc;

use super::App;
use super::action::Effect;
use crate::library::rulings::NamesFile;
use crate::library::scan::Notice;
use crate::names::rulings::{Rules, Ruling};
use crate::text::safe;
use crate::worker::{Job, Judged, Judging, Spot, Spotted};

/// Articles divided at once: a millisecond or two for the thread of the screen.
const SLICE: usize = 128;

/// Articles whose texts are looked through for missed names at once.
const SPOT_BATCH: usize = 64;
/// Such requests that may be under way.
const SPOTS: usize = 4;

/// What was said, to be taken back.
#[derive(Debug)]
struct Step {
    /// Its number among all that can be taken back.
    number: u64,
    added: Vec<Ruling>,
    removed: Vec<Ruling>,
    told: String,
}

/// The rulings, and what is under way for them.
#[derive(Debug, Default)]
pub struct Rulings {
    file: Option<NamesFile>,
    /// In the order of the file.
    list: Vec<Ruling>,
    notices: Vec<Notice>,
    /// Of the last change that was sent to the file.
    generation: u64,
    undo: Vec<Step>,
    /// True while an answer is under way that goes on with the work.
    again: bool,
    /// Requests for missed names under way.
    spotting: usize,
    /// Goes up whenever other names are looked for.
    epoch: u64,
}

impl Rulings {
    /// What is wrong with the file.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// All rulings, in the order of the file.
    #[must_use]
    pub fn list(&self) -> &[Ruling] {
        &self.list
    }
}

impl App {
    /// The same reader with rulings.
    #[must_use]
    pub fn with_rulings(mut self, file: Option<NamesFile>) -> (Self, Vec<Effect>) {
        self.rulings.file = file;
        let read = self.rulings.file.iter().map(|file| Effect::Run(Job::Judge(Judging::Read(file.clone()))));
        let effects = read.collect();
        (self, effects)
    }

    /// The rulings.
    #[must_use]
    pub fn rulings(&self) -> &Rulings {
        &self.rulings
    }

    /// Says something: `remove` holds no more, `add` does. An older ruling that contradicts it gives way.
    pub(super) fn rule(&mut self, remove: &[Ruling], add: Vec<Ruling>, told: &str, out: &mut Vec<Effect>) {
        let mut list = self.rulings.list.clone();
        let mut removed = Vec::new();
        for ruling in remove {
            if let Some(at) = list.iter().rposition(|other| other.says(ruling)) {
                removed.push(list.remove(at));
            }
        }
        let mut added = Vec::new();
        for ruling in add {
            if list.iter().any(|other| other.says(&ruling)) {
                continue;
            }
            list.push(ruling.clone());
            let refused = |list: &[Ruling]| {
                let conflicts = Rules::new(list).1;
                conflicts.into_iter().find(|conflict| conflict.at + 1 == list.len())
            };
            while let Some(conflict) = refused(&list) {
                match conflict.against {
                    Some(at) => removed.push(list.remove(at)),
                    None => return self.say(safe::line(&conflict.reason).into_owned()),
                }
            }
            added.push(ruling);
        }
        if added.is_empty() && removed.is_empty() {
            return self.say("that is said already");
        }
        self.rulings.list = list;
        self.send(&removed, &added, out);
        let kept = self.rulings.file.as_ref().is_some_and(|file| file.writable);
        let run = if kept { "" } else { ", in this run only" };
        self.say(safe::line(&format!("{told}{run} · u takes it back")).into_owned());
        let step = Step { number: self.marks.next_step(), added, removed, told: told.to_owned() };
        self.rulings.undo.push(step);
        self.obey_list(out);
    }

    /// The number of what would be taken back first.
    pub(super) fn last_ruling(&self) -> Option<u64> {
        self.rulings.undo.last().map(|step| step.number)
    }

    /// Takes back what was said last.
    pub(super) fn undo_ruling(&mut self, out: &mut Vec<Effect>) {
        let Some(step) = self.rulings.undo.pop() else { return };
        for ruling in &step.added {
            if let Some(at) = self.rulings.list.iter().rposition(|other| other.says(ruling)) {
                self.rulings.list.remove(at);
            }
        }
        self.rulings.list.extend(step.removed.iter().cloned());
        self.send(&step.added, &step.removed, out);
        self.obey_list(out);
        self.say(safe::line(&format!("undone: {}", step.told)).into_owned());
    }

    fn send(&mut self, remove: &[Ruling], add: &[Ruling], out: &mut Vec<Effect>) {
        let Some(file) = self.rulings.file.clone().filter(|file| file.writable) else { return };
        self.rulings.generation += 1;
        let (remove, add, generation) = (remove.to_vec(), add.to_vec(), self.rulings.generation);
        out.push(Effect::Run(Job::Judge(Judging::Change { file, remove, add, generation })));
    }

    fn obey_list(&mut self, out: &mut Vec<Effect>) {
        let rules = Rules::new(&self.rulings.list).0;
        self.obey(Arc::new(rules), out);
    }

    pub(super) fn obey(&mut self, rules: Arc<Rules>, out: &mut Vec<Effect>) {
        if self.pile.registry().rules().list() == rules.list() {
            return;
        }
        self.rulings.epoch += u64::from(self.pile.registry().rules().missed() != rules.missed());
        self.pile.rule(rules);
        self.catch_up(out);
        self.follow_awaited();
        self.follow_names(out);
    }

    /// The pile that was just put in the place of another obeys the same rulings.
    pub(super) fn rule_anew(&mut self, rules: Arc<Rules>, out: &mut Vec<Effect>) {
        self.pile.rule(rules);
        self.catch_up(out);
    }

    /// Who is who has changed: a query that asks for it may find something else.
    fn follow_names(&mut self, out: &mut Vec<Effect>) {
        let before = self.narrowing.bearers().clone();
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.refresh_named_hits(&before, None, out);
    }

    /// Goes on with what the rulings change inside of articles: the one on the screen first.
    pub(super) fn catch_up(&mut self, out: &mut Vec<Effect>) {
        if self.pile.is_behind() {
            let here = self.reading.as_ref().map(|reading| reading.id);
            let more = self.pile.catch_up(here, SLICE);
            self.ask_for_spots(out);
            if more {
                self.call_again(out);
            } else {
                self.follow_names(out);
            }
        }
    }

    /// Work that waits goes on as soon as the keys have been looked at.
    pub(super) fn call_again(&mut self, out: &mut Vec<Effect>) {
        if !std::mem::replace(&mut self.rulings.again, true) {
            out.push(Effect::Run(Job::Again));
        }
    }

    pub(super) fn take_again(&mut self, out: &mut Vec<Effect>) {
        self.rulings.again = false;
        self.catch_up(out);
        self.look_for_doubts(out);
    }

    /// True while nothing is under way that goes on with the work by itself.
    pub(super) fn may_catch_up(&self) -> bool {
        self.pile.is_behind() && !self.rulings.again
    }

    /// Has missed names looked for in texts that are not held.
    fn ask_for_spots(&mut self, out: &mut Vec<Effect>) {
        while self.rulings.spotting < SPOTS {
            let articles = self.pile.to_spot(SPOT_BATCH);
            if articles.is_empty() {
                return;
            }
            self.rulings.spotting += 1;
            let articles = articles.into_iter().map(|id| (id, self.pile.entry(id).clone())).collect();
            let (rules, generation) = (self.pile.registry().rules().clone(), self.rulings.epoch);
            out.push(Effect::Run(Job::Spot(Box::new(Spot { articles, rules, generation }))));
        }
    }

    pub(super) fn take_spotted(&mut self, generation: u64, found: Vec<Spotted>, out: &mut Vec<Effect>) {
        self.rulings.spotting = self.rulings.spotting.saturating_sub(1);
        if generation == self.rulings.epoch {
            for (id, text, names) in found {
                self.pile.spot(id, text, &names);
            }
        }
        self.catch_up(out);
        if !self.pile.is_behind() {
            self.follow_names(out);
        }
    }

    /// What the file says. While a later change is under way, that one's answer counts.
    pub(super) fn take_judged(&mut self, judged: Judged, out: &mut Vec<Effect>) {
        if self.rulings.notices != judged.notices
            && let Some(notice) = judged.notices.first()
        {
            self.say(notice.message().to_owned());
        }
        self.rulings.notices = judged.notices;
        if let Some(failed) = judged.failed {
            let message = safe::line(&format!("not kept, it holds in this run only: {failed}")).into_owned();
            self.pile.tell(Notice::error(&message));
            return self.say(message);
        }
        if judged.generation == self.rulings.generation {
            self.rulings.list = judged.rulings;
            self.obey(judged.rules, out);
        }
    }
}
