//! Where one sentence ends and the next begins.
//!
//! A sentence ends where [`tokens`](super::tokens) sees a stop and the next word does not go on in lower case; no block of an
//! article shares a sentence with the next one. What stands between two sentences belongs to the first up to its closing
//! marks, to the second from its opening marks on; white space belongs to neither.

use super::Tokenised;
use super::tokens::{Gap, Shape, Token, tokens};
use crate::document::{Article, Span};

/// Marks that open what follows them, when they stand behind a space.
const OPENING: [char; 9] = ['«', '“', '„', '‹', '(', '[', '"', '\'', '‘'];

/// The sentences of `article` in order, furniture included, none reaching over the end of a block.
#[must_use]
pub fn sentences(article: &Article) -> Vec<Span> {
    let text = article.text();
    article.blocks().iter().flat_map(|block| sentences_in(text, block.span)).collect()
}

/// The same, of an article whose words are known, and no further than they are asked for.
pub(super) fn sentences_of(words: &Tokenised) -> impl Iterator<Item = Span> {
    let article = words.article();
    article.blocks().iter().flat_map(|block| cut_up(article.text(), block.span, words.within(block.span)))
}

/// The sentences of one block, or of any other stretch of `text`.
#[must_use]
pub fn sentences_in(text: &str, within: Span) -> Vec<Span> {
    cut_up(text, within, tokens(within.of(text), within.start()).into_iter())
}

/// The sentences of the stretch of `text` that has these words.
fn cut_up(text: &str, within: Span, mut words: impl Iterator<Item = Token>) -> Vec<Span> {
    let mut end = words.next().map_or(within.end(), |first| first.span.end());
    let starts = words.filter_map(|word| {
        let before = std::mem::replace(&mut end, word.span.end());
        let parted = match word.before {
            Gap::Blank => true,
            Gap::Stop => word.shape != Shape::Lower,
            _ => false,
        };
        parted.then(|| before + cut(&text[before..word.span.start()]))
    });
    let mut out = Vec::new();
    let mut from = within.start();
    for to in starts.chain([within.end()]) {
        let piece = &text[from..to];
        let start = from + (piece.len() - piece.trim_start().len());
        let end = from + piece.trim_end().len();
        if start < end {
            out.push(Span::new(start, end));
        }
        from = to;
    }
    out
}

/// The sentence of the block `within` in which `span` stands, or all of those that it touches: looked for no further than
/// `reach` bytes to either side, so that it costs the same in a block of any length.
#[must_use]
pub fn sentence_around(text: &str, within: Span, span: Span, reach: usize) -> Span {
    let from = text.floor_char_boundary(span.start().saturating_sub(reach)).max(within.start());
    let to = text.ceil_char_boundary(span.end().saturating_add(reach).min(text.len())).min(within.end());
    let touched = sentences_in(text, Span::new(from, to.max(from)));
    let mut touched = touched.iter().filter(|s| s.start() < span.end() && span.start() < s.end());
    let Some(first) = touched.next() else { return span };
    Span::new(first.start().min(span.start()), touched.next_back().unwrap_or(first).end().max(span.end()))
}

/// Where in what parts two words the second sentence starts: at the first opening mark behind a space, else at the end.
fn cut(between: &str) -> usize {
    let mut spaced = false;
    let mut open = None;
    for (at, c) in between.char_indices() {
        if c.is_whitespace() {
            spaced = true;
        } else if open.is_none() && spaced && (OPENING.contains(&c) || matches!(c, '–' | '—')) {
            open = Some(at);
        } else if matches!(c, '.' | '!' | '?' | '…') {
            open = None;
        }
    }
    open.unwrap_or(between.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(expected: &str) {
        let text = expected.replace('|', "");
        let found: Vec<&str> = sentences_in(&text, Span::new(0, text.len())).iter().map(|s| s.of(&text)).collect();
        let expected: Vec<&str> = expected.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_ends_at_a_stop_that_a_capital_follows() {
        check("M. Roy a parlé à J. Sullivan.| Le Dr Blanc aussi !| Et après ?");
        check("Il a vu exemple.org hier.| 300 personnes étaient là.");
        check("« Oui », dit-il.| « Non ! » répond-elle.| (Rires.)| Fin");
        check("“It is over.”| She left.| — Vraiment ?| — Oui.");
        check("« Vraiment ? » demande-t-il. ");
    }

    #[test]
    fn the_sentence_around_a_name_is_found_without_the_others() {
        let text = "M. Roy est là. Il a vu J. Sullivan hier ! Puis il est parti.";
        let at = text.find("Sullivan").unwrap();
        let around = |reach| sentence_around(text, Span::new(0, text.len()), Span::new(at, at + 8), reach).of(text);
        assert_eq!([around(500), around(0)], ["Il a vu J. Sullivan hier !", "Sullivan"]);
    }

    proptest! {
        #[test]
        fn the_sentence_around_a_place_is_the_one_that_the_block_has(
            text in "[a-zA-Zé«» .!?\n\"]{1,120}", at in any::<prop::sample::Index>(), reach in 0usize..200,
        ) {
            let within = Span::new(0, text.len());
            for sentence in sentences_in(&text, within) {
                let start = text.floor_char_boundary(sentence.start() + at.index(sentence.len()));
                let end = text.ceil_char_boundary(start + 1);
                let found = sentence_around(&text, within, Span::new(start, end), reach);
                prop_assert!(found.start() <= start && end <= found.end() && text.get(found.range()).is_some());
                if reach >= text.len() {
                    prop_assert_eq!(found, sentence);
                }
            }
        }

        #[test]
        fn nothing_but_white_space_is_lost(text in "[a-zA-Zé«» .!?\n\"]{0,120}") {
            let mut at = 0;
            for sentence in sentences_in(&text, Span::new(0, text.len())) {
                prop_assert!(text[at..sentence.start()].trim().is_empty() && !sentence.is_empty());
                at = sentence.end();
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
