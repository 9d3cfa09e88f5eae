//! One text with its structure and metadata, and the only way to build one.

use super::{Published, Span};
use crate::text::safe;

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The article's own headline; at most one, and the first visible block.
    Title,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A passage quoted as a block.
    Quotation,
    /// Text whose line breaks and spaces matter: verse, code, tables.
    Preformatted,
    /// What stands under a picture.
    Caption,
    /// Navigation, adverts, share and subscription lines, repeated headlines: kept, hidden by default.
    Furniture,
}

impl BlockKind {
    /// The word for it in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quotation => "quotation",
            Self::Preformatted => "preformatted",
            Self::Caption => "caption",
            Self::Furniture => "furniture",
        }
    }
}

/// A stretch of the text with one role. Blocks are disjoint, in order, never empty, and together hold every
/// character of the text that is not white space between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Its role.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// A stretch of the text that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The linked words.
    pub span: Span,
    /// The address as the source gives it; never opened by itself, and to be filtered before it is shown.
    pub url: String,
}

/// Something that went wrong while reading, told to the user beside the article it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(String);

impl Problem {
    /// A problem in one sentence. Foreign text in it is made safe to show.
    #[must_use]
    pub fn new(message: impl AsRef<str>) -> Self {
        Self(safe::line(message.as_ref()).into_owned())
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0
    }
}

/// One article, immutable once read. Made by an [`ArticleBuilder`].
#[derive(Debug, Clone, Default)]
pub struct Article {
    title: String,
    text: String,
    blocks: Vec<Block>,
    links: Vec<Link>,
    source: Option<String>,
    author: Option<String>,
    published: Option<Published>,
    language: Option<String>,
    address: Option<String>,
    part: Option<String>,
    problems: Vec<Problem>,
    words: u32,
}

/// Words a minute of a reader of news, rounded down from the 238 of Brysbaert's meta-analysis (2019).
const READING_SPEED: u32 = 230;

impl Article {
    /// What the list shows, one line: the title block's text, or what the reader of the format inferred.
    /// Never empty.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The whole text, furniture included: safe to show (see [`safe::body`]), lines ended by `\n`, blocks
    /// parted by a blank line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks that are read: all but furniture.
    pub fn visible_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|b| b.kind != BlockKind::Furniture)
    }

    /// The links in order of their spans.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Who published it: the site or the paper. One line, safe to show.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Who wrote it. One line, safe to show.
    #[must_use]
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    /// When it was published.
    #[must_use]
    pub fn published(&self) -> Option<Published> {
        self.published
    }

    /// ISO 639-1 code of its language, `fr`, where known.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Where it stands on the web, as its source says. One line, safe to show; never opened by itself.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Which part of its file it is, where that has several: a path inside of an archive. One line, safe to show.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// What went wrong while reading it.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Words in the visible text.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.words
    }

    /// Time to read it, in whole minutes, at least one.
    #[must_use]
    pub fn reading_minutes(&self) -> u32 {
        reading_minutes(self.words)
    }

    /// The same article with one more problem, found after it was put together.
    #[must_use]
    pub fn with_problem(mut self, problem: Problem) -> Self {
        self.problems.push(problem);
        self
    }

    /// The same article, which was found at this address, unless it says another of itself.
    #[must_use]
    pub fn found_at(mut self, address: &str) -> Self {
        self.address = self.address.or_else(|| one_line(address));
        self
    }

    /// The same article, published at `published` unless it says itself when.
    #[must_use]
    pub fn or_published(mut self, published: Published) -> Self {
        self.published = self.published.or(Some(published));
        self
    }

    /// The same article, which was found in the part `outer` of a larger file.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.part = one_line(&match self.part {
            Some(inner) => format!("{outer}/{inner}"),
            None => outer.to_owned(),
        });
        self
    }

    /// Source, date and reading time, as far as they are known, each in a few words.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        facts(self.source(), self.published, self.words)
    }

    /// The index of the block that holds `position`, or of the next one when it lies between two.
    #[must_use]
    pub fn block_at(&self, position: usize) -> usize {
        self.blocks.partition_point(|b| b.span.end() <= position)
    }
}

/// Source, date and reading time of an article of so many words, as far as they are known, each in a few words.
#[must_use]
pub fn facts(source: Option<&str>, published: Option<Published>, words: u32) -> Vec<String> {
    let mut facts: Vec<String> = source.map(str::to_owned).into_iter().collect();
    facts.extend(published.map(|at| at.day().format("%-d %b %Y").to_string()));
    if words > 0 {
        facts.push(format!("{} min", reading_minutes(words)));
    }
    facts
}

fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(READING_SPEED).max(1)
}

/// Puts an article together block by block and keeps its invariants: safe text, disjoint ordered blocks, spans on
/// boundaries, one title.
#[derive(Debug, Default)]
pub struct ArticleBuilder {
    article: Article,
    inferred_title: Option<String>,
}

impl ArticleBuilder {
    /// An empty article.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a block and returns where it stands; `None` when nothing visible is left of `text` once it is
    /// filtered and trimmed. A second [`BlockKind::Title`] becomes a heading. Line breaks inside `text` stay.
    pub fn block(&mut self, kind: BlockKind, text: &str) -> Option<Span> {
        let safe = safe::body(text);
        // Preformatted text keeps the indent of its first line.
        let kept = match kind {
            BlockKind::Preformatted => safe.trim_end().trim_start_matches('\n'),
            _ => safe.trim(),
        };
        if kept.trim().is_empty() {
            return None;
        }
        let kind = match kind {
            BlockKind::Title if self.article.blocks.iter().any(|b| b.kind == BlockKind::Title) => BlockKind::Heading,
            kind => kind,
        };
        let out = &mut self.article.text;
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        let start = out.len();
        out.push_str(kept);
        let span = Span::new(start, out.len());
        self.article.blocks.push(Block { kind, span });
        if kind != BlockKind::Furniture {
            self.article.words += u32::try_from(count_words(kept)).unwrap_or(u32::MAX);
        }
        Some(span)
    }

    /// Marks `span` as leading to `url`. Spans that do not lie inside the text or overlap an earlier link are
    /// left out: a link is a convenience, never a reason to fail.
    pub fn link(&mut self, span: Span, url: &str) -> &mut Self {
        let text = &self.article.text;
        let fits = span.end() <= text.len() && text.is_char_boundary(span.start()) && text.is_char_boundary(span.end());
        let free = self.article.links.last().is_none_or(|last| last.span.end() <= span.start());
        if fits && free && !span.is_empty() && !url.trim().is_empty() {
            self.article.links.push(Link { span, url: url.trim().to_owned() });
        }
        self
    }

    /// The title to use when no block is one.
    pub fn inferred_title(&mut self, title: &str) -> &mut Self {
        self.inferred_title = one_line(title);
        self
    }

    /// Who published it.
    pub fn source(&mut self, source: &str) -> &mut Self {
        self.article.source = one_line(source);
        self
    }

    /// Who wrote it.
    pub fn author(&mut self, author: &str) -> &mut Self {
        self.article.author = one_line(author);
        self
    }

    /// When it was published.
    pub fn published(&mut self, published: Published) -> &mut Self {
        self.article.published = Some(published);
        self
    }

    /// Its language, as an ISO 639-1 code in lower case.
    pub fn language(&mut self, code: &str) -> &mut Self {
        self.article.language = one_line(code);
        self
    }

    /// Where it stands on the web.
    pub fn address(&mut self, url: &str) -> &mut Self {
        self.article.address = one_line(url);
        self
    }

    /// Adds a problem.
    pub fn problem(&mut self, problem: Problem) -> &mut Self {
        self.article.problems.push(problem);
        self
    }

    /// When it was published, as far as is known yet.
    #[must_use]
    pub fn date(&self) -> Option<Published> {
        self.article.published
    }

    /// The text so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// The article. Without a title block and an inferred title, `fallback` (a file name, say) is its title.
    #[must_use]
    pub fn finish(mut self, fallback: &str) -> Article {
        let article = &mut self.article;
        article.title = article
            .blocks
            .iter()
            .find(|b| b.kind == BlockKind::Title)
            .and_then(|b| one_line(b.span.of(&article.text)))
            .or(self.inferred_title)
            .or_else(|| one_line(fallback))
            .unwrap_or_else(|| "(untitled)".to_owned());
        article.text.shrink_to_fit();
        article.blocks.shrink_to_fit();
        self.article
    }
}

/// Safe, on one line, white space levelled; `None` when nothing is left.
fn one_line(text: &str) -> Option<String> {
    let line = safe::line(text);
    let words: Vec<&str> = line.split([' ', '\n']).filter(|w| !w.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Words of `text`, parted by white space. Nothing is decoded but what may be a space, and nothing is guessed by the
/// processor: this looks at every byte that is read.
fn count_words(text: &str) -> usize {
    let (mut words, mut white) = (0, 1);
    for (at, byte) in text.bytes().enumerate() {
        let before = white;
        white = match PARTING[usize::from(byte)] {
            MAYBE => u8::from(text[at..].starts_with(char::is_whitespace)),
            class => (class & WHITE) | ((class >> 1) & before),
        };
        words += usize::from(before & !white);
    }
    words
}

/// White space.
const WHITE: u8 = 1;
/// The inside of a character, which is what its first byte is.
const INSIDE: u8 = 2;
/// The first byte of a character that may be white space.
const MAYBE: u8 = 3;

/// What a byte of UTF-8 says of where words part.
const PARTING: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => WHITE,
            0x80..=0xBF => INSIDE,
            0xC2 | 0xE1..=0xE3 => MAYBE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_block_names_the_article() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Furniture, "Publicité");
        builder.block(BlockKind::Title, " Le  titre\n");
        builder.block(BlockKind::Title, "Un autre");
        let article = builder.finish("fichier.txt");
        assert_eq!(article.title(), "Le titre");
        assert_eq!(article.blocks()[2].kind, BlockKind::Heading);
        assert_eq!(article.words(), 4);
    }

    #[test]
    fn without_a_title_the_fallback_serves_and_is_made_safe() {
        assert_eq!(ArticleBuilder::new().finish("a\x1b]0;b").title(), "a�]0;b");
        assert_eq!(ArticleBuilder::new().finish(" ").title(), "(untitled)");
    }

    #[test]
    fn every_space_parts_words() {
        for space in '\0'..=char::MAX {
            let text = format!("un{space}{space}«deux");
            assert_eq!(count_words(&text), text.split_whitespace().count(), "{space:?}");
        }
        assert_eq!(count_words(" \u{a0}"), 0);
    }

    proptest! {
        #[test]
        fn blocks_hold_all_text_and_lie_on_boundaries(pieces in prop::collection::vec(any::<String>(), 0..6)) {
            let mut builder = ArticleBuilder::new();
            for piece in &pieces {
                builder.block(BlockKind::Paragraph, piece);
            }
            let article = builder.finish("x");
            let mut at = 0;
            for block in article.blocks() {
                prop_assert!(article.text()[at..block.span.start()].trim().is_empty());
                prop_assert!(!block.span.of(article.text()).is_empty());
                at = block.span.end();
            }
            prop_assert_eq!(at, article.text().len());
        }
    }
}
