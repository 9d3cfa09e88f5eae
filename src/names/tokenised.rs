//! The words of an article, found once for all who ask for them: the tagger, the sentences, the quotations.

use std::borrow::Cow;

use super::tokens::{Gap, SHORT_LINE, Token, is_word, tokens, tokens_into};
use crate::document::{Article, Span};

/// Of a longer text, in bytes, the words are found anew whenever they are asked for: all of them would take more room than the
/// text.
const MOST_HELD: usize = 1 << 20;

/// An article with its words.
#[derive(Debug, Clone)]
pub struct Tokenised<'a> {
    article: &'a Article,
    /// Those of all blocks, each block for itself; `None` of a text that is too long.
    all: Option<Vec<Token>>,
}

impl<'a> Tokenised<'a> {
    /// Finds the words of `article`, furniture included.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self::holding(article, MOST_HELD)
    }

    fn holding(article: &'a Article, most: usize) -> Self {
        let text = article.text();
        let all = (text.len() <= most).then(|| {
            let mut all = Vec::with_capacity(text.len() / 5);
            article.blocks().iter().for_each(|block| tokens_into(block.span.of(text), block.span.start(), &mut all));
            all
        });
        Self { article, all }
    }

    /// Whose words these are.
    #[must_use]
    pub fn article(&self) -> &'a Article {
        self.article
    }

    /// What [`tokens`] finds in the stretch `within` of the text.
    pub fn within(&self, within: Span) -> impl Iterator<Item = Token> + '_ {
        let anew = || Cow::Owned(tokens(within.of(self.article.text()), within.start()));
        let found = self.known(within).map_or_else(anew, Cow::Borrowed);
        (0..found.len()).map(move |i| match found[i] {
            // The text begins there.
            first if i == 0 => Token { before: Gap::Blank, starts: true, ..first },
            token => token,
        })
    }

    /// The words in `within` that are known, but for what stands before the first; `None` where cutting the text there changes
    /// them.
    fn known(&self, within: Span) -> Option<&[Token]> {
        let all = self.all.as_deref()?;
        let (start, end) = (within.start(), within.end());
        let from = all.partition_point(|token| token.span.start() < start);
        let to = from + all[from..].partition_point(|token| token.span.start() < end);
        let found = &all[from..to];
        let cut_before = from.checked_sub(1).is_some_and(|before| all[before].span.end() > start);
        let cut_behind = found.last().is_some_and(|last| last.span.end() > end);
        let glued = found.first().is_some_and(|first| first.before == Gap::None);
        let text = self.article.text();
        // Where a word goes on behind the end, what stands before the end may be read otherwise: `M.` before a letter.
        let goes_on = text[end..].starts_with(is_word) && !text[..end].ends_with(char::is_whitespace);
        let whole = !cut_before && !cut_behind && !glued && !goes_on;
        (whole && same_lines(text, within)).then_some(found)
    }
}

/// True when the first line that ends in `within` is a short one there if it is in all of `text`: only its beginning may be
/// missing.
fn same_lines(text: &str, within: Span) -> bool {
    let (start, bytes) = (within.start(), text.as_bytes());
    let Some(length) = memchr::memchr(b'\n', &bytes[within.range()]) else { return true };
    let end = start + length;
    length >= SHORT_LINE
        || end < SHORT_LINE
        || bytes.get(end + 1) == Some(&b'\n')
        || memchr::memrchr(b'\n', &bytes[end - SHORT_LINE..start]).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_the_same_as_if_they_were_found_there(
            blocks in prop::collection::vec(
                "(?s)([a-zé]{1,7}|[A-Z]{1,2}|\\p{Lu}\\.|dr|M|St|d'|[0-9]{1,3}|AT&T|['’‘.,:!&\n«»\"(-]| | |\n|— |\\. |日){0,40}", 1..4),
            ends in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 12),
        ) {
            let mut builder = ArticleBuilder::new();
            for block in &blocks {
                builder.block(BlockKind::Preformatted, block);
            }
            let article = builder.finish("x");
            let text = article.text();
            let (held, anew) = (Tokenised::new(&article), Tokenised::holding(&article, 0));
            prop_assert!(anew.all.is_none() || text.is_empty());
            let place = |index: prop::sample::Index| text.floor_char_boundary(index.index(text.len() + 1));
            let cut = ends.into_iter().map(|(a, b)| (place(a), place(b)));
            for (a, b) in cut.chain(article.blocks().iter().map(|block| (block.span.start(), block.span.end()))) {
                let within = Span::new(a.min(b), a.max(b));
                let expected = tokens(within.of(text), within.start());
                prop_assert_eq!(held.within(within).collect::<Vec<_>>(), expected.clone(), "{:?}", within.of(text));
                prop_assert_eq!(anew.within(within).collect::<Vec<_>>(), expected);
            }
        }
    }
}
