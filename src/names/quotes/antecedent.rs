//! Whom `il`, `elle`, `he` and `she` mean, where nobody else can be meant.

use super::context::begins_sentence;
use super::grammar::{Who, subjects_of};
use super::marks::Quoted;
use super::words::words;
use crate::document::Span;
use crate::names::lexicon::Gender;
use crate::names::{Kind, Local, LocalId, Mention, Tokenised};

/// How many blocks and bytes in front of a pronoun are looked through.
const BLOCKS: usize = 2;
const BYTES: usize = 700;
/// How far back the beginning of a sentence is looked for, in bytes.
const SENTENCE: usize = 240;

/// What an antecedent is looked for in.
#[derive(Clone, Copy)]
pub(super) struct People<'a> {
    pub(super) words: &'a Tokenised<'a>,
    pub(super) mentions: &'a [Mention],
    pub(super) locals: &'a [Local],
    pub(super) quoted: &'a [Quoted],
}

impl People<'_> {
    /// The only person of this gender in the nearest sentence in front of `at` that names one outside of quotations, and
    /// only where they are its subject.
    pub(super) fn before(self, at: usize, gender: Gender) -> Option<LocalId> {
        let article = self.words.article();
        let block = article.block_at(at).saturating_sub(BLOCKS);
        let start = article.blocks().get(block)?.span.start().max(at.saturating_sub(BYTES));
        let end = self.mentions.partition_point(|mention| mention.span.start() < at);
        let near = self.mentions[..end].iter().rev().take_while(|mention| mention.span.start() >= start);
        let mut found: Option<&Mention> = None;
        for mention in near.filter(|mention| mention.kind == Kind::Person) {
            if self.is_quoted(mention) || !self.may_be(mention.local, gender) {
                continue;
            }
            match found {
                Some(found) if found.sentence != mention.sentence => break,
                Some(found) if found.local != mention.local => return None,
                _ => found = Some(mention),
            }
        }
        let found = found?;
        self.is_subject(found).then_some(found.local)
    }

    /// True when the sentence up to this mention, its first of this person, makes it a subject.
    fn is_subject(self, mention: &Mention) -> bool {
        let (article, text) = (self.words.article(), self.words.article().text());
        let block = article.blocks()[article.block_at(mention.span.start())].span;
        let start = self.mentions.partition_point(|other| other.sentence < mention.sentence);
        let first = self.mentions[start..].iter().find(|other| other.local == mention.local).unwrap_or(mention);
        let mut from = block.start().max(first.span.start().saturating_sub(SENTENCE));
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        let words = words(self.words, Span::new(from, first.span.end()), self.mentions);
        let begin = words.iter().rposition(begins_sentence).unwrap_or(0);
        subjects_of(&words[begin..]).contains(&Who::Named(mention.local))
    }

    /// True when `who` may be meant by a pronoun of this gender.
    pub(super) fn may_be(self, who: LocalId, gender: Gender) -> bool {
        self.locals.get(who.0 as usize).is_none_or(|local| local.gender().is_none_or(|known| known == gender))
    }

    fn is_quoted(self, mention: &Mention) -> bool {
        let at = self.quoted.partition_point(|quoted| quoted.outer.end() <= mention.span.start());
        self.quoted.get(at).is_some_and(|quoted| quoted.outer.contains(mention.span.start()))
    }
}
