//! An article as a person reads it, in plain characters.

use std::io::{self, Write};
use std::ops::Range;

use crate::document::{Article, Block, BlockKind};
use crate::text::safe;
use crate::text::wrap::wrap;

/// Columns of a comfortable line, and the width where there is no terminal.
const MEASURE: usize = 80;

/// Bytes wrapped at once: an article may be one line of many megabytes.
const PART_BYTES: usize = 64 << 10;

/// How articles are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    width: usize,
    furniture: bool,
}

impl Page {
    /// A page as wide as the terminal, but never wider than is comfortable.
    pub(super) fn new(furniture: bool) -> Self {
        let size = terminal_size::terminal_size_of(io::stdout());
        let width = size.map_or(MEASURE, |(terminal_size::Width(columns), _)| usize::from(columns));
        Self { width: width.clamp(1, MEASURE), furniture }
    }

    /// What stands between two articles.
    pub(super) fn write_rule(self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}\n", "─".repeat(self.width))
    }

    /// The title, the facts with the place it comes from, then the blocks, with an empty line between any two that are not
    /// items of one list.
    pub(super) fn write(self, article: &Article, place: &str, out: &mut dyn Write) -> io::Result<()> {
        let title = article.title();
        self.write_lines(title, 0..title.len(), ["", ""], out)?;
        let facts = facts(article, place);
        self.write_lines(&facts, 0..facts.len(), ["", ""], out)?;
        let mut last = BlockKind::Title;
        for block in article.blocks() {
            let hidden = block.kind == BlockKind::Furniture && !self.furniture;
            if hidden || block.kind == BlockKind::Title {
                continue;
            }
            if last != BlockKind::ListItem || block.kind != BlockKind::ListItem {
                writeln!(out)?;
            }
            self.write_block(article.text(), block, out)?;
            last = block.kind;
        }
        Ok(())
    }

    fn write_block(self, text: &str, block: &Block, out: &mut dyn Write) -> io::Result<()> {
        // The same signs as in the reader.
        let prefixes = match block.kind {
            BlockKind::Title | BlockKind::Heading | BlockKind::Paragraph => ["", ""],
            // The text of an item carries its own sign.
            BlockKind::Quotation => ["│ ", "│ "],
            BlockKind::ListItem | BlockKind::Caption => ["  ", "  "],
            BlockKind::Furniture => ["┊ ", "┊ "],
            // Its line breaks matter: a terminal breaks a longer line by itself, and a pipe gets it whole.
            BlockKind::Preformatted => {
                return block.span.of(text).lines().try_for_each(|line| writeln!(out, "{}", safe::line(line)));
            }
        };
        self.write_lines(text, block.span.range(), prefixes, out)
    }

    /// Wraps `text[range]`; the first line goes behind the first prefix, the others behind the second.
    fn write_lines(self, text: &str, range: Range<usize>, prefixes: [&str; 2], out: &mut dyn Write) -> io::Result<()> {
        let width = self.width.saturating_sub(prefixes[0].chars().count()).max(1);
        let mut start = range.start;
        let mut prefix = prefixes[0];
        loop {
            let end =
                if range.end - start > 2 * PART_BYTES { boundary_before(text, start + PART_BYTES) } else { range.end };
            let mut lines = wrap(text, start..end, width);
            // The last line of a part is not full yet: it goes on in the next.
            start = if end < range.end && lines.len() > 1 { lines.pop().map_or(end, |line| line.start) } else { end };
            for line in lines {
                writeln!(out, "{prefix}{}", safe::line(&text[line]))?;
                prefix = prefixes[1];
            }
            if start >= range.end {
                return Ok(());
            }
        }
    }
}

/// The last character boundary of `text` up to byte `at`.
fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// What is known about an article, on one line.
fn facts(article: &Article, place: &str) -> String {
    let mut facts = article.facts();
    facts.extend(article.author().map(str::to_owned));
    facts.push(place.to_owned());
    facts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;

    fn page(article: &Article, width: usize, furniture: bool) -> String {
        let mut out = Vec::new();
        Page { width, furniture }.write(article, "une.txt", &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_article_is_set_block_by_block() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Furniture, "Publicité");
        builder.block(BlockKind::Title, "Le titre");
        builder.block(BlockKind::Paragraph, "Un paragraphe assez long.");
        builder.block(BlockKind::ListItem, "• premier point de la liste");
        builder.block(BlockKind::ListItem, "• second");
        builder.block(BlockKind::Quotation, "Je l’ai vu, dit-elle.");
        builder.block(BlockKind::Preformatted, "  a   b\n  c   d et la suite");
        builder.source("Le Journal");
        let article = builder.finish("x");
        let expected = "\
Le titre
Le Journal · 1 min ·
une.txt

Un paragraphe assez
long.

  • premier point de
  la liste
  • second

│ Je l’ai vu,
│ dit-elle.

  a   b
  c   d et la suite
";
        assert_eq!(page(&article, 20, false), expected);
        assert!(page(&article, 20, true).contains("\n┊ Publicité\n"));
    }

    #[test]
    fn a_long_paragraph_is_wrapped_in_parts_without_a_seam() {
        let words = "Une phrase parmi d’autres, avec « ce qu’il faut » ; ".repeat(8000);
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, &words);
        let article = builder.finish("x");
        let whole: Vec<&str> =
            wrap(article.text(), 0..article.text().len(), 60).into_iter().map(|line| &article.text()[line]).collect();
        let page = page(&article, 60, false);
        assert_eq!(page.lines().skip(3).collect::<Vec<_>>(), whole);
    }
}
