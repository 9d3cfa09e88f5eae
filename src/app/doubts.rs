//! Who may be whom: the suggestions over the whole pile, the best first, each answered by yes, no or later.
//!
//! They are looked for in slices among those that the pile names most, and looked at again before each is asked: an answer
//! may settle others.

use std::cmp::Reverse;

use super::App;
use super::action::Effect;
use super::prompt::{Prompt, Purpose};
use crate::document::ArticleId;
use crate::names::rulings::Ruling;
use crate::names::sentences::sentences_in;
use crate::names::{EntityId, Hint};
use crate::text::count::counted;
use crate::text::safe;
use crate::worker::Job;

/// Of each kind so many are looked at, those that the pile names most.
const MOST_LOOKED_AT: usize = 5_000;

/// Looked at at once.
const SLICE: usize = 32;

/// Articles looked at for one whose text is held.
const MOST_ARTICLES: usize = 64;

/// That one may be the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Doubt {
    one: EntityId,
    other: EntityId,
    hint: Hint,
    /// It stays in the list, so that taking the answer back asks it again.
    answered: bool,
}

/// The questions.
#[derive(Debug, Default)]
pub struct Doubts {
    /// Still to be looked at, the most named last.
    left: Vec<EntityId>,
    list: Vec<Doubt>,
    at: usize,
    /// The texts that the sentences of the question are in, once they were asked for.
    asked: Vec<ArticleId>,
    /// The question: a name and a sentence each.
    shown: Vec<(String, String)>,
}

impl Doubts {
    /// Everybody goes by another id; what is about somebody who has none any more is not asked.
    pub(super) fn rename(&mut self, to: impl Fn(EntityId) -> Option<EntityId>) {
        self.left = self.left.iter().copied().filter_map(&to).collect();
        for doubt in &mut self.list {
            match (to(doubt.one), to(doubt.other)) {
                (Some(one), Some(other)) => (doubt.one, doubt.other) = (one, other),
                // The places of the others stay.
                _ => doubt.answered = true,
            }
        }
    }

    /// What is asked: both names with what the pile says of each.
    #[must_use]
    pub fn shown(&self) -> &[(String, String)] {
        &self.shown
    }
}

impl App {
    /// The questions.
    #[must_use]
    pub fn doubts(&self) -> &Doubts {
        &self.doubts
    }

    /// True while the line asks one of them.
    pub(super) fn is_doubting(&self) -> bool {
        self.prompt.as_ref().is_some_and(|prompt| prompt.purpose == Purpose::Doubt)
    }

    /// What stands above the question.
    #[must_use]
    pub fn doubt_title(&self) -> String {
        let hint = self.doubts.list.get(self.doubts.at).map_or("", |doubt| doubt.hint.name());
        format!("Is it the same? {} of {} · {hint}", self.doubts.at + 1, self.doubts.list.len())
    }

    /// Looks for what may be asked, and asks it once all are looked at.
    pub(super) fn ask_doubts(&mut self, out: &mut Vec<Effect>) {
        let mut most = self.pile.registry().most_mentioned(MOST_LOOKED_AT);
        most.sort_by_key(|&(id, _, mentions)| (mentions, id));
        self.doubts = Doubts { left: most.into_iter().map(|(id, ..)| id).collect(), ..Doubts::default() };
        self.say("looking who may be whom…");
        self.look_for_doubts(out);
    }

    pub(super) fn look_for_doubts(&mut self, out: &mut Vec<Effect>) {
        if self.doubts.left.is_empty() {
            return;
        }
        let registry = self.pile.registry();
        let from = self.doubts.left.len().saturating_sub(SLICE);
        for one in self.doubts.left.split_off(from).into_iter().map(|id| registry.canonical(id)) {
            let found = registry.suggestions(one).into_iter();
            self.doubts.list.extend(found.map(|(other, hint)| Doubt { one, other, hint, answered: false }));
        }
        if !self.doubts.left.is_empty() {
            return self.call_again(out);
        }
        let weight = |doubt: &Doubt| {
            let both = [doubt.one, doubt.other].map(|id| registry.mentions(id));
            (doubt.hint, Reverse(both[0].min(both[1])), Reverse(both[0].max(both[1])))
        };
        self.doubts.list.sort_by_cached_key(weight);
        self.doubts.list.dedup();
        if self.prompt.is_none() {
            self.message = None;
            self.prompt = Some(Prompt::new(Purpose::Doubt, "", "", None));
            self.go_to_doubt(0, true, out);
        }
    }

    /// Asks the question at a place, or the next one in a direction that is still open.
    fn go_to_doubt(&mut self, from: usize, forward: bool, out: &mut Vec<Effect>) {
        let mut places: Vec<usize> =
            if forward { (from..self.doubts.list.len()).collect() } else { (0..=from).rev().collect() };
        places.retain(|&at| self.doubts.list.get(at).is_some_and(|doubt| !doubt.answered));
        for at in places {
            if self.is_open(&self.doubts.list[at]) {
                self.doubts.at = at;
                return self.show_doubt(out);
            }
            // An answer has settled this one, too.
            self.doubts.list[at].answered = true;
        }
        if !forward {
            return;
        }
        self.prompt = None;
        let left = self.doubts.list.iter().filter(|doubt| !doubt.answered).count();
        self.say(match left {
            0 => "nothing is left to ask of who may be whom".to_owned(),
            left => format!("these were all, {} left for later: I asks again", counted(left, "question")),
        });
    }

    fn is_open(&self, doubt: &Doubt) -> bool {
        let registry = self.pile.registry();
        registry.canonical(doubt.one) == doubt.one
            && registry.suggestions(doubt.one).iter().any(|&(other, _)| other == doubt.other)
    }

    /// Puts both sides of the question together.
    fn show_doubt(&mut self, out: &mut Vec<Effect>) {
        let Some(&Doubt { one, other, .. }) = self.doubts.list.get(self.doubts.at) else { return };
        self.doubts.asked.clear();
        let shown = [one, other].map(|id| {
            let registry = self.pile.registry();
            let (name, mentions) = (registry.unique_name(id), counted(registry.mentions(id) as usize, "mention"));
            (safe::line(&format!("{name} · {mentions}")).into_owned(), self.sentence_on(id, out))
        });
        self.doubts.shown = shown.into();
    }

    /// A sentence that names somebody; the title of an article, while its text is on its way.
    fn sentence_on(&mut self, entity: EntityId, out: &mut Vec<Effect>) -> String {
        let articles = self.pile.registry().articles(entity);
        let mut near = articles.iter().take(MOST_ARTICLES);
        if let Some(sentence) = near.find_map(|&id| self.sentence_in(id, entity)) {
            return sentence;
        }
        let Some(&first) = articles.iter().find(|id| self.pile.is_listed(**id)) else { return String::new() };
        if self.pile.is_away(first) && !self.doubts.asked.contains(&first) {
            self.doubts.asked.push(first);
            out.push(Effect::Run(Job::Load(first, Box::new(self.pile.entry(first).clone()))));
        }
        format!("in: {}", self.pile.title(first))
    }

    fn sentence_in(&self, id: ArticleId, entity: EntityId) -> Option<String> {
        let article = self.pile.article(id)?;
        let span = self.mentions(id, entity).into_iter().next()?;
        let block = article.blocks().iter().find(|block| block.span.contains(span.start()))?;
        let sentence = sentences_in(article.text(), block.span).into_iter().find(|s| s.contains(span.start()))?;
        Some(safe::line(sentence.of(article.text())).into_owned())
    }

    /// A text came that one side of the question may wait for.
    pub(super) fn doubt_arrived(&mut self, id: ArticleId, out: &mut Vec<Effect>) {
        if self.is_doubting() && self.doubts.asked.contains(&id) {
            self.show_doubt(out);
        }
    }

    /// A letter typed while it is asked.
    pub(super) fn answer_doubt(&mut self, typed: &str, out: &mut Vec<Effect>) {
        if let Some(prompt) = &mut self.prompt {
            prompt.input.reset();
        }
        match typed.chars().last().map(|c| c.to_ascii_lowercase()) {
            Some('y' | 'o') => self.settle_doubt(true, out),
            Some('n') => self.settle_doubt(false, out),
            Some('l' | ' ') => self.step_doubt(1, out),
            Some('u') => {
                self.undo(out);
                // What an answer settled may be open again.
                self.doubts.list.iter_mut().for_each(|doubt| doubt.answered = false);
                self.go_to_doubt(self.doubts.at.saturating_sub(1), true, out);
            }
            _ => {}
        }
    }

    fn settle_doubt(&mut self, same: bool, out: &mut Vec<Effect>) {
        let Some(&Doubt { one, other, .. }) = self.doubts.list.get(self.doubts.at) else { return };
        let subject = |id| self.pile.registry().subject(id);
        let Some((a, b)) = subject(one).zip(subject(other)) else { return };
        let (names, ruling) =
            ([self.name(one), self.name(other)], if same { Ruling::Same(a, b) } else { Ruling::Different(a, b) });
        let told = format!("{} {} {}", names[0], if same { "is" } else { "is not" }, names[1]);
        self.rule(&[], vec![ruling], &told, out);
        self.doubts.list[self.doubts.at].answered = true;
        let message = self.message.take();
        self.go_to_doubt(self.doubts.at, true, out);
        if self.prompt.is_some() {
            self.message = message;
        }
    }

    /// To the next question, or the one before; this one is left for later.
    pub(super) fn step_doubt(&mut self, delta: isize, out: &mut Vec<Effect>) {
        if delta > 0 || self.doubts.at > 0 {
            self.go_to_doubt(self.doubts.at.saturating_add_signed(delta), delta > 0, out);
        }
    }
}
