//! Taking in what the worker says.

use std::sync::Arc;

use super::App;
use super::action::Effect;
use super::marking::keep;
use super::prompt::Purpose;
use crate::document::{Article, ArticleId};
use crate::library::read::Outcome;
use crate::library::sources::{Change, Stamp};
use crate::library::store::{ContentHash, KeptMarks};
use crate::library::{Bearers, Settled};
use crate::names::ArticleNames;
use crate::text::fold::fold;
use crate::worker::{Analysis, Before, Held, Job, Keep, Recalled, Report};

/// A text with its hash and the names in it, unless those are to follow.
type Loaded = (ContentHash, Arc<Article>, Option<ArticleNames>);

/// What an article said, and its title.
type Known = (Option<ContentHash>, String);

impl App {
    pub(super) fn report(&mut self, report: Report, out: &mut Vec<Effect>) {
        match report {
            Report::Before(before) => self.take_before(*before, out),
            Report::Fingerprints(known) => self.take_fingerprints(known),
            Report::Grouped(changed) => self.take_stories(changed, out),
            Report::Compared { generation, sheet } => self.take_compared(generation, sheet),
            Report::Marks(marks) => self.take_marks(marks, out),
            Report::Changes(changes) => self.take_changes(changes, out),
            Report::Scanned => {
                self.scanning = false;
                if self.pile.order().is_empty()
                    && let Some(first) = self.pile.notices().first()
                {
                    self.message = Some(first.message().to_owned());
                }
            }
            Report::Preview(id, article) => self.take_preview(id, article),
            Report::Read(id, outcome, stamp) => self.take_read(id, outcome, stamp, out),
            Report::Named(id, text, names, kept) => self.take_named((id, text), &names, kept, out),
            Report::Names(batch) => self.take_names(batch, out),
            Report::Rolled(rolled) => self.take_roll(rolled, out),
            Report::Loaded(id, found) => self.take_loaded(id, found, out),
            Report::Narrowed { generation, ids, complete } => {
                let typed = self.narrowing.typed().to_owned();
                let bearers = self.narrowing.bearers().clone();
                let again = self.narrowing.is_stale() || self.list.selected() == 0;
                let job = self.narrowing.take(generation, ids, complete, &self.pile, &mut self.list);
                out.extend(job.map(Effect::Run));
                let typing = self.prompt.as_ref().is_some_and(|p| p.purpose == Purpose::Filter);
                if typing && again && self.narrowing.is_fresh() && !self.list.is_empty(&self.pile) {
                    self.list.regroup(&self.pile, &self.stories);
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
            Report::Learnt(learnt) => self.learn(learnt),
            Report::Saved(saved) => self.take_saved(saved),
            Report::Exported(exported) => self.take_exported(exported, out),
            Report::Judged(judged) => self.take_judged(judged, out),
            Report::Spotted { generation, found } => self.take_spotted(generation, found, out),
            Report::Again => self.take_again(out),
            Report::Watched(now) => self.take_watched(now),
            Report::Feeds(now) => self.take_feeds(now),
            Report::Counted { generation, at, found } => self.take_count(generation, at, found, out),
        }
    }

    /// The pile as an earlier run kept it. Whatever is there already came from elsewhere and stays.
    fn take_before(&mut self, before: Before, out: &mut Vec<Effect>) {
        if !self.pile.order().is_empty() {
            return;
        }
        let rules = self.pile.registry().rules().clone();
        self.pile = before.pile;
        self.rule_anew(rules, out);
        self.remember_visit(before.seen, &before.new);
        self.expect_names(before.named);
        self.trail.find(&self.pile);
        self.narrowing.changed();
        match before.open.filter(|_| !self.touched) {
            Some((id, open)) => self.reopen(id, open, out),
            None => self.settle_list(out),
        }
        // By now it is known which of them is on the screen.
        for id in before.stale {
            self.outdated.insert(id);
            self.read_again(id, out);
        }
        for id in before.unnamed {
            self.pile.articles_of(id).into_iter().for_each(|id| self.pile.expect_names(id));
            self.analyse(&self.pile.articles_of(id), None, out);
        }
    }

    /// Reads the source of an article again, for another reason than a change.
    fn read_again(&mut self, id: ArticleId, out: &mut Vec<Effect>) {
        if let Some(first) = self.pile.first_of(id) {
            self.pile.expect(first);
            out.push(Effect::Run(Job::Read(first, self.pile.entry(first).source().clone())));
        }
    }

    fn take_marks(&mut self, marks: Vec<(ArticleId, KeptMarks)>, out: &mut Vec<Effect>) {
        let noted: Vec<ArticleId> = marks.iter().filter(|(_, mark)| mark.noted).map(|&(id, _)| id).collect();
        for (id, mark) in marks {
            let recalled = Recalled::from(mark);
            let on_screen = self.reading.as_ref().is_some_and(|reading| reading.id == id);
            if let Some(top) = recalled.top.filter(|_| !on_screen || !self.touched) {
                self.tops.entry(id).or_insert(top);
                if on_screen {
                    self.put(top, self.reading.as_ref().and_then(|reading| reading.mark));
                }
            }
            self.marks.recall(id, recalled);
        }
        self.recall(&noted, out);
        self.narrow_again(out);
    }

    fn take_changes(&mut self, changes: Vec<Change>, out: &mut Vec<Effect>) {
        let error = |change: &Change| match change {
            Change::Notice(notice) if notice.is_error() => Some(notice.message().to_owned()),
            _ => None,
        };
        if !self.scanning {
            // What happens while somebody reads is said at once; the notices keep it.
            self.message = changes.iter().find_map(error).or(self.message.take());
        }
        let applied = self.pile.apply(changes);
        self.notice_late(&applied.to_read);
        if !applied.gone.is_empty() || self.absent > 0 {
            self.count_absent();
        }
        if !applied.gone.is_empty() {
            keep(Keep::Gone(applied.gone), out);
        }
        self.narrowing.changed();
        self.settle_list(out);
        // Whoever reads the first of them must know that it is on the screen.
        for &id in &applied.to_read {
            out.push(Effect::Run(Job::Read(id, self.pile.entry(id).source().clone())));
        }
    }

    fn take_read(&mut self, id: ArticleId, mut outcome: Outcome, stamp: Option<Stamp>, out: &mut Vec<Effect>) {
        let reread = self.pile.entry(id).head().is_some();
        let texts: Vec<_> = outcome.articles().iter().map(|fresh| fresh.article.clone()).collect();
        let outdated = self.outdated.remove(&id) && !texts.is_empty();
        let before = if reread { self.known_of(id) } else { Vec::new() };
        let on_screen = self.reading.as_ref().and_then(|reading| self.pile.article(reading.id)).cloned();
        let (said, edition) = (outcome.take_fingerprints(), outcome.edition());
        let Settled { ids, news } = self.pile.settle(id, outcome);
        self.note_said(ids.iter().copied().zip(said.iter().cloned()));
        self.narrowing.changed();
        self.hold_on_screen(&ids, &texts);
        if news {
            self.revise_marks(&ids, &before);
            self.recall(&ids, out);
        } else if outdated {
            for &id in &ids {
                self.pile.expect_names(id);
            }
        }
        if news || outdated {
            let held = ids.iter().all(|&id| self.pile.article(id).is_some());
            self.analyse(&ids, held.then(|| Held { articles: texts.clone(), said, stamp, edition }), out);
        } else if let Some(stamp) = stamp.filter(|_| reread && !texts.is_empty()) {
            keep(Keep::Touched(self.pile.entry(id).source().clone(), stamp), out);
        }
        if reread && before.len() != ids.len() {
            self.count_absent();
        }
        if let Some(reading) = &mut self.reading
            && let Some(at) = ids.iter().position(|id| *id == reading.id)
        {
            if let (Some(old), Some(new)) = (on_screen, texts.get(at)) {
                reading.revise(old.text(), new.text());
            }
            self.arrive(out);
        }
        self.settle_list(out);
    }

    /// What is on the screen is held, whether there is room or not: else it would be read once more.
    fn hold_on_screen(&mut self, ids: &[ArticleId], texts: &[Arc<Article>]) {
        let on_screen = self.reading.as_ref().map(|reading| reading.id);
        let found = ids.iter().zip(texts).find(|(id, _)| Some(**id) == on_screen);
        if let Some((&id, article)) = found.filter(|(id, _)| self.pile.article(**id).is_none())
            && let Some(text) = self.pile.entry(id).head().map(|head| head.text)
        {
            self.pile.hold(id, text, article.clone());
        }
    }

    /// The articles of a source that was read before, in order, with their texts and titles.
    fn known_of(&self, first: ArticleId) -> Vec<Known> {
        let text = |id| self.pile.entry(id).head().map(|head| head.text);
        let ids = self.pile.articles_of(first).into_iter();
        ids.map(|id| (text(id), self.pile.title(id).to_owned())).collect()
    }

    /// A source says something else. An article that is alone in it stays the same one, as it does in the library; of several,
    /// one with another title is another one.
    fn revise_marks(&mut self, ids: &[ArticleId], before: &[Known]) {
        let alone = ids.len() == 1 && before.len() == 1;
        for (id, (text, title)) in ids.iter().zip(before) {
            if self.pile.entry(*id).head().map(|head| head.text) == *text {
                continue;
            }
            self.forget_opening(*id);
            if alone || fold(title) == fold(self.pile.title(*id)) {
                self.marks.revise(*id);
            } else {
                self.marks.forget(*id);
            }
        }
    }

    /// Asks who is named in the articles of a source, whose texts may be at hand.
    pub(super) fn analyse(&self, ids: &[ArticleId], held: Option<Held>, out: &mut Vec<Effect>) {
        let text = |&id: &ArticleId| Some((id, self.pile.entry(id).head()?.text));
        let articles: Vec<_> = ids.iter().filter_map(text).collect();
        if let Some(&(first, _)) = articles.first() {
            let source = self.pile.entry(first).source().clone();
            out.push(Effect::Run(Job::Name(Box::new(Analysis { articles, source, held }))));
        }
    }

    /// The text that was asked for is there, or the source says something else by now.
    fn take_loaded(&mut self, id: ArticleId, found: Option<Loaded>, out: &mut Vec<Effect>) {
        let here = self.reading.as_mut().filter(|reading| reading.id == id);
        if let Some(reading) = here.filter(|_| found.as_ref().is_none_or(|(_, _, names)| names.is_some())) {
            reading.loading = false;
        }
        match found {
            None => return self.read_again(id, out),
            Some((text, article, Some(names))) => {
                let awaited = self.awaits(&names);
                self.pile.visit(id, text, article, &names);
                // The text may be there before the names that the library has.
                if awaited {
                    self.follow_awaited();
                }
            }
            Some((text, article, None)) => _ = self.pile.hold(id, text, article),
        }
        if self.marks.of(id).is_some_and(|mark| !mark.notes.is_empty()) {
            // What they are on is found in the text only.
            self.recall(&[id], out);
        }
        self.doubt_arrived(id, out);
        if self.reading.as_ref().is_some_and(|reading| reading.id == id) {
            self.arrive(out);
        }
    }

    /// The text of the article on the screen has come, or its names have.
    fn arrive(&mut self, out: &mut Vec<Effect>) {
        let seen = self.end_preview();
        self.fetch(out);
        self.lay_out();
        if seen {
            self.find_in_whole(out);
        }
        self.refresh_hits(out);
        self.reach_goal(out);
    }

    fn take_named(
        &mut self,
        (id, text): (ArticleId, ContentHash),
        names: &ArticleNames,
        kept: bool,
        out: &mut Vec<Effect>,
    ) {
        let here = self.reading.as_ref().is_some_and(|reading| reading.id == id);
        if !kept {
            self.arrive_unkept(id);
        }
        if kept && !here && !self.wants_names() {
            // The library tells when it has them.
            return self.pile.leave(id, text);
        }
        let before = self.narrowing.bearers().clone();
        self.add_names(id, text, names);
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.refresh_named_hits(&before, Some(id), out);
        if here {
            self.fetch(out);
            self.reach_goal(out);
        }
    }

    pub(super) fn add_names(&mut self, id: ArticleId, text: ContentHash, names: &ArticleNames) {
        let awaited = self.awaits(names);
        self.pile.name(id, text, names);
        if awaited {
            self.follow_awaited();
        }
    }

    /// The names of the query were looked up anew: what they found in the article on the screen may have changed.
    pub(super) fn refresh_named_hits(
        &mut self,
        before: &Arc<Bearers>,
        named: Option<ArticleId>,
        out: &mut Vec<Effect>,
    ) {
        let now = self.narrowing.bearers();
        let Some(id) = self.reading.as_ref().map(|r| r.id).filter(|_| !Arc::ptr_eq(before, now)) else { return };
        let (registry, mentions) = (self.pile.registry(), self.pile.mentions(id));
        if named == Some(id) || before.mentions(registry, id, mentions) != now.mentions(registry, id, mentions) {
            self.refresh_hits(out);
        }
    }

    fn settle_list(&mut self, out: &mut Vec<Effect>) {
        if self.reading.as_ref().is_some_and(|reading| !self.pile.is_listed(reading.id)) {
            // It is gone. What stands in its place is shown, if anything does.
            self.close();
        }
        out.extend(self.narrowing.next_job(&self.pile).map(Effect::Run));
        self.relist(out);
    }
}
