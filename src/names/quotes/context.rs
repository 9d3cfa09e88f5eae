//! What stands before and behind a quotation in its sentence.

use super::marks::Quoted;
use super::words::{Word, words, words_of};
use crate::document::Span;
use crate::names::tokens::{Gap, Shape, Token};
use crate::names::{Mention, Tokenised};

/// How many bytes before and behind a quotation, and inside of it, are looked at.
const BEFORE: usize = 480;
const BEHIND: usize = 320;
const INSIDE: usize = 3000;

/// The words of the sentence around one quotation.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) quoted: Quoted,
    /// From the start of the sentence, or from the quotation before it in the same sentence.
    pub(super) before: Vec<Word<'a>>,
    /// What stands between the last word before it and its mark.
    pub(super) entry: &'a str,
    /// Up to the end of the sentence, or to the next quotation in it.
    pub(super) behind: Vec<Word<'a>>,
    /// What stands between its mark and the next word.
    pub(super) exit: &'a str,
    /// The words of the quotation, of a long one the first.
    pub(super) inside: Vec<Word<'a>>,
    /// True when its sentence began with the quotation before it.
    pub(super) joined: bool,
    /// Where the quotation before it ends, in the same block.
    pub(super) previous: Option<usize>,
    /// True when the next quotation stands in its sentence.
    pub(super) meets_next: bool,
}

/// The texts and names that contexts are made of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) words: &'a Tokenised<'a>,
    pub(super) mentions: &'a [Mention],
}

impl<'a> Source<'a> {
    /// The context of `quoted`, of those before and behind it as far as they are near.
    pub(super) fn context(self, previous: Option<&Quoted>, quoted: Quoted, next: Option<&Quoted>) -> Context<'a> {
        let (text, blocks) = (self.words.article().text(), self.words.article().blocks());
        let opening = blocks[quoted.blocks.0].span;
        let same_block = previous.filter(|previous| previous.outer.end() > opening.start());
        let left = same_block.map_or(opening.start(), |previous| previous.outer.end());
        let left = boundary(text, left.max(quoted.outer.start().saturating_sub(BEFORE)));
        let (before, fresh) = self.sentence_before(left, quoted.outer.start());
        let entry_start = before.last().map_or(left, |word| word.span.end());
        let ended = same_block.is_none_or(|previous| ends_sentence(previous.inner.of(text)));
        let stopped = has_stop(&text[left..quoted.outer.start()]);
        let parted = fresh || stopped && before.is_empty() || ended && starts(&before);
        let joined = same_block.is_some() && !parted;
        let closing = blocks.get(quoted.blocks.1).map_or(quoted.outer.end(), |block| block.span.end());
        let right = next.map_or(closing, |next| next.outer.start().min(closing)).max(quoted.outer.end());
        let right = boundary(text, right.min(quoted.outer.end() + BEHIND)).max(quoted.outer.end());
        let behind = self.sentence_behind(quoted, right);
        let exit_end = behind.first().map_or(right, |word| word.span.start());
        let inside =
            Span::new(quoted.inner.start(), boundary(text, quoted.inner.end().min(quoted.inner.start() + INSIDE)));
        Context {
            text,
            quoted,
            entry: &text[entry_start..quoted.outer.start()],
            before,
            behind,
            exit: &text[quoted.outer.end()..exit_end],
            meets_next: next.is_some_and(|next| next.outer.start() == right)
                && !has_stop(&text[quoted.outer.end()..right]),
            inside: words(self.words, inside, self.mentions),
            joined,
            previous: same_block.map(|previous| previous.outer.end()),
        }
    }

    /// The words of the sentence that goes on into the quotation at `end`, and whether it began behind `start`.
    fn sentence_before(self, start: usize, end: usize) -> (Vec<Word<'a>>, bool) {
        let tokens: Vec<Token> = self.words.within(Span::new(start, end)).collect();
        let last = tokens.last().map_or(start, |word| word.span.end());
        if has_stop(&self.words.article().text()[last..end]) {
            return (Vec::new(), !tokens.is_empty());
        }
        let first = (1..tokens.len()).rev().find(|&at| opens_sentence(&tokens, at, self.mentions)).unwrap_or(0);
        (words_of(self.words, &tokens[first..], self.mentions), first > 0)
    }

    fn sentence_behind(self, quoted: Quoted, right: usize) -> Vec<Word<'a>> {
        let text = self.words.article().text();
        let tokens: Vec<Token> = self.words.within(Span::new(quoted.outer.end(), right)).collect();
        // One word more, for the one before it may be read by it.
        let next = (1..tokens.len()).find(|&at| opens_sentence(&tokens, at, self.mentions));
        let near = &tokens[..next.map_or(tokens.len(), |at| at + 1)];
        let mut all = words_of(self.words, near, self.mentions);
        let ended = all.first().is_some_and(|first| {
            let stop = has_stop(&text[quoted.outer.end()..first.span.start()]);
            let spoken = first.name.is_some() || first.shape != Shape::Lower;
            stop && spoken
        });
        let end = all.len() - usize::from(next.is_some());
        all.truncate(if ended { 0 } else { end });
        all
    }
}

impl Context<'_> {
    /// True when nothing of its sentence stands before the quotation.
    pub(super) fn opens_sentence(&self) -> bool {
        self.before.is_empty() && !self.joined
    }

    /// True when nothing of its sentence stands behind it.
    pub(super) fn closes_sentence(&self) -> bool {
        let capital = self.behind.first().is_none_or(|word| word.shape != Shape::Lower);
        self.behind.is_empty() || self.ends_itself() && capital && !self.exit.contains(',')
    }

    /// True when what is quoted ends like a sentence.
    pub(super) fn ends_itself(&self) -> bool {
        ends_sentence(self.quoted.inner.of(self.text))
    }

    /// True when what is quoted begins like a sentence.
    pub(super) fn begins_itself(&self) -> bool {
        let inner = self.quoted.inner.of(self.text);
        inner.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
    }
}

pub(super) fn begins_sentence(word: &Word) -> bool {
    begins(word.before, word.shape)
}

fn begins(before: Gap, shape: Shape) -> bool {
    before == Gap::Blank || before == Gap::Stop && shape != Shape::Lower
}

/// True when a word begins with `tokens[at]`, not the first, that begins a sentence: none begins inside of a name.
fn opens_sentence(tokens: &[Token], at: usize, mentions: &[Mention]) -> bool {
    begins(tokens[at].before, tokens[at].shape) && {
        let mention = mentions.get(mentions.partition_point(|mention| mention.span.end() <= tokens[at].span.start()));
        mention.is_none_or(|mention| tokens[at - 1].span.start() < mention.span.start())
    }
}

fn starts(before: &[Word]) -> bool {
    before.first().is_none_or(|word| word.shape != Shape::Lower)
}

fn ends_sentence(inner: &str) -> bool {
    inner.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '”' | '"' | '’' | ')')).ends_with(STOPS)
}

const STOPS: [char; 4] = ['.', '!', '?', '…'];

pub(super) fn has_stop(between: &str) -> bool {
    between.contains(STOPS) || between.contains("\n\n")
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
