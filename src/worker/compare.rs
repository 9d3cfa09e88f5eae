//! Two articles beside each other: their sentences compared and set for the width of the screen, so that the screen only has to
//! draw the lines in view.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Article, Span};
use crate::library::comparison::{self, Comparison, Piece, Side};
use crate::library::{Entry, Head, read};
use crate::text::count::counted;
use crate::text::wrap::wrap;

/// Columns from which the articles stand beside each other; on fewer one above the other, sentence by sentence.
const BESIDE: usize = 96;

/// Columns in front of a sentence: its sign, and a space.
pub const MARGIN: usize = 2;

/// Columns between the articles.
pub const GAP: usize = 3;

/// A request to compare two articles.
#[derive(Debug, Clone)]
pub struct Compare {
    /// Newer requests have higher numbers.
    pub generation: u64,
    /// The one that somebody reads.
    pub left: Box<Entry>,
    /// The other one.
    pub right: Box<Entry>,
    /// Columns for both.
    pub width: usize,
}

/// How a part of a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// What is told about the articles.
    Head,
    /// Both say this.
    Same,
    /// Both say this, the other one elsewhere.
    Elsewhere,
    /// Only this one says this.
    Only,
    /// Both say nearly this.
    Changed,
    /// Words that are other ones in the other article.
    Word,
}

/// A line of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// What stands in the margin, so that it is not told by colours only.
    pub sign: char,
    /// Its parts.
    pub runs: Vec<(String, Tone)>,
}

/// A line of both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The first article, or both where they stand one above the other.
    pub left: Option<Half>,
    /// The second one.
    pub right: Option<Half>,
}

/// Two articles beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The width that it is set for.
    pub width: usize,
    /// True when they stand beside each other.
    pub beside: bool,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Compare {
    /// Reads what is not at hand, compares and sets. `None` when one of them says something else by now.
    #[must_use]
    pub fn run(&self) -> Option<Compared> {
        let text = |entry: &Entry| entry.article().cloned().or_else(|| read::again(entry));
        let (left, right) = (text(&self.left)?, text(&self.right)?);
        let found = comparison::compare(&left, &right);
        let mut sheet = Sheet::new(self.width, [&left, &right]);
        sheet.heads([&self.left, &self.right], &found);
        found.pieces.iter().for_each(|piece| sheet.piece(piece));
        sheet.flush();
        Some(Compared { width: self.width, beside: sheet.beside, lines: sheet.lines })
    }
}

/// How many sentences are what.
fn summary(found: &Comparison) -> String {
    let count = |of: fn(&Piece) -> bool| found.pieces.iter().filter(|piece| of(piece)).count();
    let mut parts = vec![
        format!("{} in both", counted(count(|piece| matches!(piece, Piece::Both(..))), "sentence")),
        format!("{} changed (~)", count(|piece| matches!(piece, Piece::Changed(_)))),
        format!("{} in the first only (-)", count(|piece| matches!(piece, Piece::Only(Side::Left, _)))),
        format!("{} in the second only (+)", count(|piece| matches!(piece, Piece::Only(Side::Right, _)))),
    ];
    let elsewhere = count(|piece| matches!(piece, Piece::Elsewhere(Side::Left, _)));
    if elsewhere > 0 {
        parts.push(format!("{elsewhere} elsewhere (↕)"));
    }
    if found.cut {
        parts.push(format!("compared are the first {} MB", comparison::MOST_BYTES >> 20));
    }
    parts.join(" · ")
}

/// The lines as they are set.
struct Sheet<'a> {
    texts: [&'a Arc<Article>; 2],
    beside: bool,
    /// Columns for all, and for the text of one.
    width: usize,
    column: usize,
    lines: Vec<Line>,
    /// The block that each article is in.
    blocks: [usize; 2],
    /// Lines of what only one of them has, to stand beside those that only the other has.
    own: [Vec<Half>; 2],
}

impl<'a> Sheet<'a> {
    fn new(width: usize, texts: [&'a Arc<Article>; 2]) -> Self {
        let beside = width >= BESIDE;
        let column = if beside { (width - GAP) / 2 } else { width };
        let column = column.saturating_sub(MARGIN).max(1);
        Self { texts, beside, width, column, lines: Vec::new(), blocks: [0; 2], own: Default::default() }
    }

    /// Who says it and when, and how much of it is the same.
    fn heads(&mut self, entries: [&Entry; 2], found: &Comparison) {
        let head = |entry: &Entry| {
            let mut facts = entry.head().map(Head::facts).unwrap_or_default();
            facts.insert(0, entry.source().shown());
            facts.join(" · ")
        };
        let [left, right] = entries.map(head);
        let set = |text: &str, sign| half(text, 0..text.len(), &[], self.column, sign, [Tone::Head; 2]);
        let (left, right) = (set(&left, '-'), set(&right, '+'));
        self.put(left, right);
        let told = summary(found);
        for range in wrap(&told, 0..told.len(), self.width) {
            let runs = vec![(told[range].to_owned(), Tone::Head)];
            self.lines.push(Line { left: Some(Half { sign: ' ', runs }), right: None });
        }
        self.lines.push(Line::default());
    }

    fn piece(&mut self, piece: &Piece) {
        let spans = match piece {
            Piece::Both(left, right) | Piece::Changed([(left, _), (right, _)]) => [Some(*left), Some(*right)],
            Piece::Only(Side::Left, span) | Piece::Elsewhere(Side::Left, span) => [Some(*span), None],
            Piece::Only(Side::Right, span) | Piece::Elsewhere(Side::Right, span) => [None, Some(*span)],
        };
        let single = spans.iter().position(Option::is_some).filter(|_| spans.contains(&None));
        if single != Some(1) && (single.is_none() || !self.own[1].is_empty()) {
            self.flush();
        }
        self.part(spans, single);
        let set = |side: usize, sign, tone| {
            let span = spans[side];
            span.map_or_else(Vec::new, |span| self.set(side, span, &[], sign, [tone; 2]))
        };
        let (left, right) = match piece {
            Piece::Both(..) if self.beside => (set(0, ' ', Tone::Same), set(1, ' ', Tone::Same)),
            Piece::Both(..) => (set(0, ' ', Tone::Same), Vec::new()),
            Piece::Changed([(left, words), (right, others)]) => {
                let signs = if self.beside { ['~', '~'] } else { ['-', '+'] };
                let tones = [Tone::Changed, Tone::Word];
                (self.set(0, *left, words, signs[0], tones), self.set(1, *right, others, signs[1], tones))
            }
            Piece::Only(..) => (set(0, '-', Tone::Only), set(1, '+', Tone::Only)),
            Piece::Elsewhere(..) => (set(0, '↕', Tone::Elsewhere), set(1, '↕', Tone::Elsewhere)),
        };
        if single.is_some() {
            self.own[0].extend(left);
            self.own[1].extend(right);
        } else {
            self.put(left, right);
        }
    }

    /// Puts what only one of them has.
    fn flush(&mut self) {
        let [left, right] = std::mem::take(&mut self.own);
        self.put(left, right);
    }

    /// A line between paragraphs, where either article begins one.
    fn part(&mut self, spans: [Option<Span>; 2], single: Option<usize>) {
        let mut new = false;
        for (side, span) in spans.into_iter().enumerate() {
            let block = span.map(|span| self.texts[side].block_at(span.start()));
            if let Some(block) = block.filter(|&block| block != self.blocks[side]) {
                self.blocks[side] = block;
                // Both begin one at the same sentence as a rule.
                new |= side == 0 || spans[0].is_none();
            }
        }
        match single {
            _ if !new => {}
            Some(side) if self.own.iter().any(|own| !own.is_empty()) => {
                if !self.own[side].is_empty() || !self.beside {
                    self.own[side].push(Half { sign: ' ', runs: Vec::new() });
                }
            }
            _ => self.lines.push(Line::default()),
        }
    }

    fn set(&self, side: usize, span: Span, words: &[Span], sign: char, tones: [Tone; 2]) -> Vec<Half> {
        half(self.texts[side].text(), span.range(), words, self.column, sign, tones)
    }

    /// Puts the lines of both beside each other, or one above the other.
    fn put(&mut self, left: Vec<Half>, right: Vec<Half>) {
        if !self.beside {
            let lines = left.into_iter().chain(right).map(|half| Line { left: Some(half), right: None });
            return self.lines.extend(lines);
        }
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        loop {
            let line = Line { left: left.next(), right: right.next() };
            if line.left.is_none() && line.right.is_none() {
                return;
            }
            self.lines.push(line);
        }
    }
}

/// A stretch of text in lines of `column` columns, the sign in front of the first; `words` have the second tone.
fn half(
    text: &str,
    range: Range<usize>,
    words: &[Span],
    column: usize,
    sign: char,
    [plain, word]: [Tone; 2],
) -> Vec<Half> {
    let lines = wrap(text, range, column).into_iter().enumerate();
    let line = |(at, line): (usize, Range<usize>)| {
        let mut runs = Vec::new();
        let mut from = line.start;
        let mut push = |from: usize, to: usize, tone| {
            if from < to {
                runs.push((text[from..to].to_owned(), tone));
            }
        };
        for span in words {
            let (start, end) = (span.start().clamp(from, line.end), span.end().clamp(from, line.end));
            push(from, start, plain);
            push(start, end, word);
            from = end;
        }
        push(from, line.end, plain);
        // A sign that says something stands in front of every line.
        Half { sign: if at == 0 || sign != '↕' { sign } else { ' ' }, runs }
    };
    lines.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};

    fn entry(text: &str) -> Entry {
        let mut builder = ArticleBuilder::new();
        text.split('|').for_each(|block| _ = builder.block(BlockKind::Paragraph, block));
        Entry::read(builder.finish("x"))
    }

    fn lines(left: &str, right: &str, width: usize) -> Vec<String> {
        let compare = Compare { generation: 1, left: Box::new(entry(left)), right: Box::new(entry(right)), width };
        let half = |half: &Half| {
            let words = half.runs.iter().map(|(text, tone)| match tone {
                Tone::Word => format!("[{text}]"),
                _ => text.clone(),
            });
            format!("{} {}", half.sign, words.collect::<String>())
        };
        let side = |side: &Option<Half>| side.as_ref().map_or(String::new(), half);
        let found = compare.run().unwrap();
        let line = |line: &Line| {
            let both = format!("{} │ {}", side(&line.left), side(&line.right));
            if found.beside { both } else { side(&line.left) }.trim_end().to_owned()
        };
        found.lines.iter().map(line).collect()
    }

    const LEFT: &str = "Il pleut. Le maire a dit mardi que l’eau monte.|Fin.";
    const RIGHT: &str = "Il pleut. Le maire a dit lundi que l’eau monte. Un pont est fermé.|Fin.";

    #[test]
    fn beside_each_other_where_there_is_room() {
        let found = lines(LEFT, RIGHT, 96);
        assert_eq!(
            found[3..],
            [
                "  Il pleut. │   Il pleut.",
                "~ Le maire a dit [mardi] que l’eau monte. │ ~ Le maire a dit [lundi] que l’eau monte.",
                " │ + Un pont est fermé.",
                " │",
                "  Fin. │   Fin.",
            ]
        );
        assert!(found[1].contains("2 sentences in both · 1 changed (~) · 0 in the first only (-)"), "{}", found[1]);
    }

    #[test]
    fn one_above_the_other_where_there_is_not() {
        let found = lines(LEFT, RIGHT, 60);
        let from = found.iter().position(|line| line.contains("Il pleut")).unwrap();
        assert_eq!(
            found[from..],
            [
                "  Il pleut.",
                "- Le maire a dit [mardi] que l’eau monte.",
                "+ Le maire a dit [lundi] que l’eau monte.",
                "+ Un pont est fermé.",
                "",
                "  Fin.",
            ]
        );
        // No width is too small.
        (0..4).for_each(|width| assert!(!lines(LEFT, RIGHT, width).is_empty()));
    }
}
