//! The text pane's state: which article, how far down, where the cursor stands, what was found in it.

use std::sync::Arc;

use crate::document::{Article, ArticleId, BlockKind, Span};
use crate::names::EntityId;
use crate::text::hyphens::Hyphens;
use crate::text::parts::parts;
use crate::text::wrap::{Flow, Piece};

/// A block longer than this many bytes is laid out in parts, so that no step costs more than a part.
const PART_BYTES: usize = 8 * 1024;

/// An article on the screen.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Which.
    pub id: ArticleId,
    /// The byte that addresses the row on top of the pane (see [`Flow`]).
    pub top: usize,
    /// The cursor: the name or the place found where the reader's attention is.
    pub mark: Option<Span>,
    /// Places found by the search or the query, ascending and disjoint.
    pub hits: Vec<Span>,
    /// What to go to once the text is there.
    pub goal: Option<Goal>,
    /// The beginning of its text, shown while the whole is read. It is nobody else's.
    pub preview: Option<Arc<Article>>,
    /// True while its text, or the names in that, were asked for and did not come.
    pub loading: bool,
    /// True once its end was before the eyes, or somebody said whether it is read: that is not asked again meanwhile.
    pub seen: bool,
    pieces: Vec<Piece>,
    /// For each piece its block.
    blocks: Vec<u32>,
    hyphens: Option<Hyphens>,
}

/// How a text is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Also what was taken out of it: adverts, navigation, share links.
    pub furniture: bool,
    /// Long words parted at the ends of lines.
    pub hyphens: bool,
}

/// Where somebody wants to be in an article whose text is not there, or only the beginning of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// At a mention of somebody.
    Mention(EntityId, Which),
    /// At a name.
    Name(Which),
    /// At a place in it.
    Place(Span),
    /// Where those followed together meet.
    Together(Which),
    /// At the end.
    End,
    /// So many thousandths down.
    Share(usize),
}

/// Which one of several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The first.
    First,
    /// The last.
    Last,
    /// The next one from the cursor on.
    Next,
    /// The last one before the cursor.
    Previous,
    /// The next one, or else the previous.
    Nearest,
}

impl Which {
    /// The one that a step in this direction goes to.
    #[must_use]
    pub fn step(forward: bool) -> Self {
        if forward { Self::Next } else { Self::Previous }
    }

    /// That one of ascending `spans`.
    #[must_use]
    pub fn of(self, spans: &[Span], cursor: Cursor) -> Option<Span> {
        let at = match self {
            Self::First => Some(0),
            Self::Last => spans.len().checked_sub(1),
            Self::Next => cursor.next_in(spans),
            Self::Previous => cursor.previous_in(spans),
            Self::Nearest => cursor.next_in(spans).or_else(|| cursor.previous_in(spans)),
        };
        spans.get(at?).copied()
    }
}

impl Reading {
    /// An article, at a place in it. It may still be waiting to be read: then there are no rows.
    #[must_use]
    pub fn new(id: ArticleId, top: usize) -> Self {
        Self {
            id,
            top,
            mark: None,
            hits: Vec::new(),
            goal: None,
            preview: None,
            loading: false,
            seen: false,
            pieces: Vec::new(),
            blocks: Vec::new(),
            hyphens: None,
        }
    }

    /// Prepares the rows of `article`.
    pub fn lay_out(&mut self, article: &Article, setting: Setting) {
        self.hyphens = article.language().filter(|_| setting.hyphens).and_then(Hyphens::of);
        self.pieces.clear();
        self.blocks.clear();
        let shown =
            article.blocks().iter().enumerate().filter(|(_, b)| setting.furniture || b.kind != BlockKind::Furniture);
        let mut before = None;
        for (index, block) in shown {
            // Items of one list stand close, everything else is parted by an empty row.
            let close = before == Some(BlockKind::ListItem) && block.kind == BlockKind::ListItem;
            let mut gap = usize::from(before.is_some() && !close);
            before = Some(block.kind);
            for range in parts(article.text(), block.span.range(), PART_BYTES) {
                let reflow = block.kind != BlockKind::Preformatted;
                self.pieces.push(Piece { range, gap, indent: indent(block.kind), reflow });
                self.blocks.push(index as u32);
                gap = 0;
            }
        }
        let start = self.pieces.first().map_or(0, |p| p.range.start);
        self.top = self.top.max(start);
    }

    /// The article says something else by now: the same words on top and at the cursor, as far as they are still there.
    pub fn revise(&mut self, old: &str, new: &str) {
        self.mark = self.mark.and_then(|mark| {
            let start = same_place(old, new, mark.start());
            let moved = Span::new(start, start + (mark.end() - mark.start()));
            (new.get(moved.range())? == old.get(mark.range())?).then_some(moved)
        });
        self.top = same_place(old, new, self.top);
    }

    /// Shows nothing instead of the beginning, until the whole is there.
    pub fn forget_preview(&mut self) {
        if self.preview.take().is_some() {
            self.pieces.clear();
            self.blocks.clear();
        }
    }

    /// True when there is something to show.
    #[must_use]
    pub fn is_laid_out(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// The rows of `article` at `width` columns.
    #[must_use]
    pub fn flow<'a>(&'a self, article: &'a Article, width: usize) -> Flow<'a> {
        Flow::new(article.text(), &self.pieces, width, self.hyphens)
    }

    /// The kind of block that a row's piece belongs to.
    #[must_use]
    pub fn block_of(&self, article: &Article, piece: usize) -> BlockKind {
        article.blocks()[self.blocks[piece] as usize].kind
    }

    /// Columns left free at the start of the rows of a piece.
    #[must_use]
    pub fn indent_of(&self, piece: usize) -> usize {
        self.pieces[piece].indent
    }

    /// The byte from which "next" and "previous" count: the mark where there is one in view, else the top.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        match self.mark {
            Some(mark) => Cursor::At(mark),
            None => Cursor::Before(self.top),
        }
    }
}

/// Bytes by which a place is known again.
const QUOTE: usize = 80;

/// The byte of `new` at which the words stand that stand in `old` from byte `at` on, up to the end of their line: at the same
/// byte, else nearest to it. The same byte, when they are gone.
fn same_place(old: &str, new: &str, at: usize) -> usize {
    let Some(rest) = old.get(at..) else { return at };
    // Between two blocks it is the next one's words.
    let gap = rest.len() - rest.trim_start().len();
    let line = rest[gap..].lines().next().unwrap_or_default();
    let quote = &line[..line.floor_char_boundary(QUOTE)];
    let start = at + gap;
    if quote.is_empty() || new.get(start..).is_some_and(|there| there.starts_with(quote)) {
        return at;
    }
    let places = new.match_indices(quote).map(|(place, _)| place);
    places.min_by_key(|place| place.abs_diff(start)).map_or(at, |place| place.saturating_sub(gap))
}

/// Where the next step starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// On something: the next is behind it.
    At(Span),
    /// Between things, just before this byte.
    Before(usize),
}

impl Cursor {
    /// The index in ascending `spans` of the first one after the cursor.
    #[must_use]
    pub fn next_in(self, spans: &[Span]) -> Option<usize> {
        let at = match self {
            Self::At(mark) => spans.partition_point(|s| s.start() <= mark.start()),
            Self::Before(byte) => spans.partition_point(|s| s.start() < byte),
        };
        (at < spans.len()).then_some(at)
    }

    /// The index in ascending `spans` of the last one before the cursor.
    #[must_use]
    pub fn previous_in(self, spans: &[Span]) -> Option<usize> {
        let byte = match self {
            Self::At(mark) => mark.start(),
            Self::Before(byte) => byte,
        };
        spans.partition_point(|s| s.start() < byte).checked_sub(1)
    }
}

fn indent(kind: BlockKind) -> usize {
    match kind {
        BlockKind::ListItem | BlockKind::Quotation | BlockKind::Caption | BlockKind::Furniture => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;
    use crate::text::wrap::RowKind;

    #[test]
    fn furniture_is_hidden_until_it_is_asked_for() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Furniture, "Publicité");
        builder.block(BlockKind::Paragraph, "Un.");
        let article = builder.finish("x");
        let mut reading = Reading::new(ArticleId(0), 0);
        let rows = |reading: &Reading| reading.flow(&article, 20).rows(0, 9).len();
        reading.lay_out(&article, Setting { furniture: false, hyphens: false });
        assert_eq!(rows(&reading), 1);
        reading.lay_out(&article, Setting { furniture: true, hyphens: false });
        assert_eq!(rows(&reading), 3);
    }

    #[test]
    fn a_long_block_is_laid_out_in_parts_without_a_gap() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, &"Une phrase parmi d’autres. ".repeat(4000));
        let article = builder.finish("x");
        let mut reading = Reading::new(ArticleId(0), 0);
        reading.lay_out(&article, Setting { furniture: false, hyphens: false });
        assert!(reading.pieces.len() > 5);
        let flow = reading.flow(&article, 60);
        let mut at = 0;
        for row in flow.rows(0, usize::MAX) {
            let RowKind::Line { range, .. } = row.kind else { panic!("a gap inside a paragraph") };
            assert!(article.text()[at..range.start].trim().is_empty());
            at = range.end;
        }
        assert_eq!(at, article.text().len());
        assert!(reading.pieces.iter().all(|p| p.range.len() <= 2 * PART_BYTES));
    }

    #[test]
    fn a_place_is_found_again_by_its_words() {
        let (old, new) = ("Un.\n\nDeux été.\n\nTrois.", "Zéro.\n\nUn.\n\nDeux été, quatre.\n\nTrois.");
        let place = |words: &str| same_place(old, new, old.find(words).unwrap());
        assert_eq!(
            [place("Un."), place("Trois."), place("\n\nTrois")].map(|at| &new[at..at + 2]),
            ["Un", "Tr", "\n\n"]
        );
        assert_eq!(place("Deux"), old.find("Deux").unwrap(), "its words are gone");
        assert_eq!([same_place(old, "", 3), same_place(old, new, 99)], [3, 99]);
        let mut reading = Reading::new(ArticleId(0), old.find("Trois").unwrap());
        reading.mark = Some(Span::new(5, 9));
        reading.revise(old, &old.replace("Un.", "Une."));
        assert_eq!((reading.top, reading.mark), (old.find("Trois").unwrap() + 1, Some(Span::new(6, 10))));
    }

    #[test]
    fn steps_start_at_the_mark_or_at_the_top() {
        let spans = [Span::new(2, 4), Span::new(6, 8), Span::new(10, 12)];
        assert_eq!(Cursor::Before(3).next_in(&spans), Some(1));
        assert_eq!(Cursor::At(spans[1]).next_in(&spans), Some(2));
        assert_eq!(Cursor::At(spans[2]).next_in(&spans), None);
        assert_eq!(Cursor::At(spans[1]).previous_in(&spans), Some(0));
        assert_eq!(Cursor::Before(2).previous_in(&spans), None);
    }
}
