//! Through the marks of an article, one after the other.

use super::Quotation;
use super::antecedent::People;
use super::attribution::{Attribution, Speaker, before, behind};
use super::context::{Context, Source, has_stop};
use super::grammar::Who;
use super::marks::{Quoted, quoted};
use super::pieces::{Aside, asides};
use crate::document::{Article, BlockKind, Span};
use crate::names::{Local, LocalId, Mention, Tokenised};

/// Fewest words of a sentence that is a quotation although nothing says so.
const SENTENCE: usize = 4;

/// The quotations of the article whose words these are.
pub(super) fn find(words: &Tokenised, mentions: &[Mention], locals: &[Local]) -> Vec<Quotation> {
    let article = words.article();
    let all = quoted(article);
    let people = People { words, mentions, locals, quoted: &all };
    let mut finder =
        Finder { article, people, out: Vec::new(), last: None, dialogue: usize::MAX - 1, lines: Vec::new() };
    let source = Source { words, mentions };
    for (i, &quoted) in all.iter().enumerate() {
        let previous = i.checked_sub(1).map(|i| &all[i]);
        finder.look_at(&source.context(previous, quoted, all.get(i + 1)));
    }
    finder.out
}

/// The quotation found last.
#[derive(Debug, Clone, Copy)]
struct Last {
    quoted: Quoted,
    speaker: Option<LocalId>,
    /// Where the sentence ends that says whose it is.
    end: usize,
}

struct Finder<'a> {
    article: &'a Article,
    people: People<'a>,
    out: Vec<Quotation>,
    last: Option<Last>,
    /// The last block that is a line of a dialogue.
    dialogue: usize,
    /// Blocks behind a dash, one after the other, of which it is open what they are.
    lines: Vec<(Quotation, usize)>,
}

impl Finder<'_> {
    fn look_at(&mut self, context: &Context) {
        let asides = asides(&context.inside);
        if let Some(first) = asides.first() {
            self.push_dialogue(context);
            let speaker = self.resolve(first.who, context.quoted.outer.start(), context);
            self.push_pieces(context, &asides, speaker);
            self.remember(context, speaker);
            return;
        }
        if context.quoted.dash {
            self.push_line(context);
            return;
        }
        let found = behind(context).or_else(|| self.around(context)).or_else(|| before(context));
        let found = found.or_else(|| self.joined(context)).or_else(|| self.sentence(context));
        let Some(attribution) = found else { return };
        let speaker = match attribution.speaker {
            Speaker::Told(who) => {
                self.resolve(who, attribution.cue.map_or(context.quoted.outer.start(), Span::start), context)
            }
            Speaker::Same => self.last.filter(|last| is_near(last, context)).and_then(|last| last.speaker),
        };
        self.out.push(Quotation { said: context.quoted.inner, cue: attribution.cue, speaker });
        self.remember(context, speaker);
    }

    /// A line of a dialogue, if that is what it is: another line of it tells.
    fn push_line(&mut self, context: &Context) {
        let line = Quotation { said: context.quoted.inner, cue: None, speaker: None };
        if self.dialogue + 1 == context.quoted.blocks.0 {
            self.dialogue += 1;
            self.out.push(line);
            return;
        }
        let goes_on = self.lines.last().is_some_and(|&(_, block)| block + 1 == context.quoted.blocks.0);
        if !goes_on {
            self.lines.clear();
        }
        self.lines.push((line, context.quoted.blocks.0));
    }

    /// A line that tells who speaks makes a dialogue of those around it.
    fn push_dialogue(&mut self, context: &Context) {
        let block = context.quoted.blocks.0;
        if !context.quoted.dash {
            return;
        }
        if self.lines.last().is_some_and(|&(_, last)| last + 1 == block) {
            self.out.extend(self.lines.drain(..).map(|(line, _)| line));
        }
        self.lines.clear();
        self.dialogue = block;
    }

    fn remember(&mut self, context: &Context, speaker: Option<LocalId>) {
        let end = context.behind.last().map_or(context.quoted.outer.end(), |word| word.span.end());
        self.last = Some(Last { quoted: context.quoted, speaker, end });
    }

    fn push_pieces(&mut self, context: &Context, asides: &[Aside], speaker: Option<LocalId>) {
        let words = &context.inside;
        let mut from = context.quoted.inner.start();
        let cue = |aside: &Aside| Some(aside.cue);
        for aside in asides {
            let piece = &context.text[from..words[aside.words.0].span.start()];
            let end = from + piece.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '–' | '—')).len();
            if from < end {
                self.out.push(Quotation { said: Span::new(from, end), cue: cue(aside), speaker });
            }
            from = words.get(aside.words.1).map_or(context.quoted.inner.end(), |word| word.span.start());
        }
        if from < context.quoted.inner.end() {
            let cue = asides.last().and_then(cue);
            self.out.push(Quotation { said: Span::new(from, context.quoted.inner.end()), cue, speaker });
        }
    }

    fn resolve(&self, who: Who, at: usize, context: &Context) -> Option<LocalId> {
        match who {
            Who::Named(who) => Some(who),
            Who::Unnamed => None,
            Who::Pronoun(gender) => {
                // Right behind somebody's words, "a-t-il ajouté" is the same one.
                if let Some(last) = self.last.filter(|last| self.follows(last, context)) {
                    return last.speaker.filter(|&speaker| self.people.may_be(speaker, gender));
                }
                self.people.before(at, gender)
            }
        }
    }

    /// `« … », dit X, « … »`: the words of the teller between two pieces serve both.
    fn around(&self, context: &Context) -> Option<Attribution> {
        let last = self.last.filter(|last| is_near(last, context) && context.joined && context.entry.contains(','))?;
        let cue = self.out.last()?.cue.filter(|cue| cue.start() >= last.quoted.outer.end())?;
        let first = context.before.first()?;
        (first.span.start() == cue.start() || context.before.len() < 16)
            .then_some(Attribution { speaker: Speaker::Same, cue: Some(cue) })
    }

    /// Only a conjunction parts it from a quotation of the same sentence.
    fn joined(&self, context: &Context) -> Option<Attribution> {
        let last = self.last.filter(|last| is_near(last, context) && context.joined && context.before.len() <= 2)?;
        let small = context.before.iter().all(|word| {
            matches!(
                word.key.as_ref(),
                "et" | "mais" | "and" | "but" | "que" | "qu'" | "ou" | "puis" | "à" | "de" | "that"
            )
        });
        let cue = self.out.last().filter(|out| last.quoted.inner == out.said)?.cue;
        let near = last.quoted.outer.end() + 16 > context.quoted.outer.start();
        (small && near && context.inside.len() >= 2).then_some(Attribution { speaker: Speaker::Same, cue })
    }

    /// A sentence of its own, perhaps one with which somebody goes on.
    fn sentence(&self, context: &Context) -> Option<Attribution> {
        let kind = self.article.blocks()[context.quoted.blocks.0].kind;
        let goes_on = context.quoted.goes_on || self.last.is_some_and(|last| self.follows(&last, context));
        // "« … », mais « … »."
        let shared = context.behind.len() == 1 && context.meets_next && context.inside.len() > SENTENCE;
        let closed = context.closes_sentence() || shared;
        let alone = context.opens_sentence() && closed && context.begins_itself();
        let running = !matches!(kind, BlockKind::Title | BlockKind::Heading);
        if !alone || !running || context.inside.len() < if goes_on { 2 } else { SENTENCE } {
            return None;
        }
        let speaker = if goes_on { Speaker::Same } else { Speaker::Told(Who::Unnamed) };
        Some(Attribution { speaker, cue: None })
    }

    /// True when nothing stands between the sentence that gives the last quotation its speaker and this quotation.
    fn follows(&self, last: &Last, context: &Context) -> bool {
        let start = context.quoted.outer.start();
        if start < last.end || context.joined || !context.before.is_empty() {
            return false;
        }
        let between = &self.article.text()[last.end..start];
        between.len() < 16
            && !between.contains(char::is_alphanumeric)
            && (has_stop(between) || last.end == last.quoted.outer.end())
    }
}

/// How many blocks away somebody may go on speaking.
const NEAR: usize = 2;

/// True when the last quotation is the one whose speaker may go on: in a sentence begun before, the one that stands in it.
fn is_near(last: &Last, context: &Context) -> bool {
    let same = context.previous == Some(last.quoted.outer.end());
    if context.joined { same } else { last.quoted.blocks.1 + NEAR >= context.quoted.blocks.0 }
}
