//! Stretches between quotation marks, whoever speaks in them.

use crate::document::{Article, BlockKind, Span};

/// What stands between two marks, or behind one whose partner was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quoted {
    /// Without the marks and the space beside them.
    pub(super) inner: Span,
    /// With them.
    pub(super) outer: Span,
    /// The block in which it opens, and that in which it ends: indices into [`Article::blocks`].
    pub(super) blocks: (usize, usize),
    /// True when the quotation before it was left open for this one to go on.
    pub(super) goes_on: bool,
    /// True for what stands behind a dash, and not between marks.
    pub(super) dash: bool,
}

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    len: usize,
    side: Side,
    family: char,
    block: usize,
    /// Nothing stands before it in its block.
    first: bool,
}

/// How many blocks a quotation may go on through, and how many bytes.
const MOST_BLOCKS: usize = 12;
const MOST_BYTES: usize = 4000;
/// How many marks are looked at for the partner of one.
const MOST_MARKS: usize = 64;

/// True when anything in `text` could open or end a quotation. Quick: most blocks have nothing.
pub(super) fn any(text: &str) -> bool {
    let bytes = text.as_bytes();
    // « and » are C2 AB and C2 BB; “ ” „ ‘ ’ — – are E2 80 and one more byte. An apostrophe alone opens nothing.
    memchr::memchr(b'"', bytes).is_some()
        || memchr::memchr_iter(0xC2, bytes).any(|at| matches!(bytes.get(at + 1), Some(0xAB | 0xBB)))
        || memchr::memchr_iter(0xE2, bytes)
            .any(|at| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x93 | 0x94 | 0x98 | 0x9C | 0x9D | 0x9E])))
}

/// The quoted stretches of the article in order, none inside another.
pub(super) fn quoted(article: &Article) -> Vec<Quoted> {
    let text = article.text();
    let marks = marks(article);
    let mut out: Vec<Quoted> = Vec::new();
    let mut i = 0;
    let mut goes_on = false;
    while i < marks.len() {
        if marks[i].side == Side::Close {
            i += 1;
            continue;
        }
        let open = marks[i];
        let Some((end, next, unfinished)) = partner(article, &marks, i) else {
            goes_on = false;
            i += 1;
            continue;
        };
        let inner = trimmed(text, open.at + open.len, end.0);
        if !inner.is_empty() {
            let outer = Span::new(open.at, end.1);
            let blocks = (open.block, article.block_at(end.1.saturating_sub(1)));
            out.push(Quoted { inner, outer, blocks, goes_on: goes_on && open.first, dash: false });
        }
        goes_on = unfinished;
        i = next;
    }
    let spoken = dashes(article).filter(|dash| marks.binary_search_by_key(&dash.blocks.0, |mark| mark.block).is_err());
    out.extend(spoken);
    out.sort_by_key(|quoted| quoted.outer);
    let mut end = 0;
    out.retain(|quoted| {
        let free = quoted.outer.start() >= end;
        end = end.max(quoted.outer.end());
        free
    });
    out
}

/// Blocks that begin with a dash: lines of a dialogue, or of a list.
fn dashes(article: &Article) -> impl Iterator<Item = Quoted> {
    let text = article.text();
    article.blocks().iter().enumerate().filter_map(move |(at, block)| {
        let running = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation);
        let rest = block.span.of(text).strip_prefix(['—', '–', '―']).filter(|_| running)?;
        let inner = trimmed(text, block.span.end() - rest.len(), block.span.end());
        let quoted = Quoted { inner, outer: block.span, blocks: (at, at), goes_on: false, dash: true };
        (!inner.is_empty()).then_some(quoted)
    })
}

/// Where what `marks[at]` opens ends (without and with the closing mark), the first mark behind it, and whether the
/// closing mark is missing. `None` when there is no telling.
fn partner(article: &Article, marks: &[Mark], at: usize) -> Option<((usize, usize), usize, bool)> {
    let open = marks[at];
    let marks = &marks[..marks.len().min(at + MOST_MARKS)];
    let (mut depth, mut last_close) = (1usize, None);
    let mut i = at + 1;
    while let Some(mark) = marks.get(i).filter(|mark| mark.block == open.block) {
        if mark.family == open.family {
            depth = if mark.side == Side::Open { depth + 1 } else { depth - 1 };
            if mark.side == Side::Close {
                last_close = Some(i);
            }
            if depth == 0 {
                return Some(((mark.at, mark.at + mark.len), i + 1, false));
            }
        }
        i += 1;
    }
    // Not closed where it opens: in one of the next blocks, unless another quotation begins one of them.
    let mut j = i;
    while let Some(mark) = marks.get(j) {
        let near = mark.block - open.block <= MOST_BLOCKS && mark.at - open.at <= MOST_BYTES;
        if !near || mark.first && mark.side == Side::Open {
            break;
        }
        if mark.family == open.family {
            depth = if mark.side == Side::Open { depth + 1 } else { depth - 1 };
            if depth == 0 {
                return Some(((mark.at, mark.at + mark.len), j + 1, false));
            }
        }
        j += 1;
    }
    if let Some(last) = last_close {
        return Some(((marks[last].at, marks[last].at + marks[last].len), last + 1, false));
    }
    let end = article.blocks()[open.block].span.end();
    (open.family != '‘' && i == at + 1 && end - open.at <= MOST_BYTES).then_some(((end, end), i, true))
}

fn marks(article: &Article) -> Vec<Mark> {
    let mut out = Vec::new();
    for (block, kept) in article.blocks().iter().enumerate() {
        if matches!(kept.kind, BlockKind::Furniture | BlockKind::Preformatted) {
            continue;
        }
        let text = kept.span.of(article.text());
        if any(text) {
            marks_in(text, kept.span.start(), block, &mut out);
        }
    }
    out
}

fn marks_in(text: &str, base: usize, block: usize, out: &mut Vec<Mark>) {
    let mut straight = false;
    let mut single = false;
    let mut before = None;
    let mut first = true;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let side = match c {
            '«' => Some((Side::Open, '«')),
            '»' => Some((Side::Close, '«')),
            '“' | '„' => Some((Side::Open, '“')),
            '”' => Some((Side::Close, '“')),
            '"' => {
                straight = !straight;
                Some((if straight { Side::Open } else { Side::Close }, '"'))
            }
            // A single mark is an apostrophe as a rule.
            '‘' if next.is_some_and(char::is_alphabetic) && !before.is_some_and(char::is_alphanumeric) => {
                single = true;
                Some((Side::Open, '‘'))
            }
            '’' if single && closes_single(before, next) => {
                single = false;
                Some((Side::Close, '‘'))
            }
            _ => None,
        };
        if let Some((side, family)) = side {
            out.push(Mark { at: base + at, len: c.len_utf8(), side, family, block, first });
        }
        first &= c.is_whitespace();
        before = Some(c);
    }
}

/// True when a mark between these is no apostrophe.
fn closes_single(before: Option<char>, next: Option<char>) -> bool {
    before.is_some_and(|b| matches!(b, ',' | '.' | '!' | '?'))
        || next.is_none_or(|n| matches!(n, ',' | '.' | ':' | ';' | '\n'))
}

/// `from..to` without white space at its ends.
fn trimmed(text: &str, from: usize, to: usize) -> Span {
    let piece = &text[from..to];
    let start = from + piece.len() - piece.trim_start().len();
    Span::new(start, (from + piece.trim_end().len()).max(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ArticleBuilder;

    fn check(text: &str, expected: &[&str]) {
        let mut builder = ArticleBuilder::new();
        text.split('\n').for_each(|line| _ = builder.block(BlockKind::Paragraph, line));
        let article = builder.finish("x");
        let found: Vec<&str> = quoted(&article).iter().map(|quoted| quoted.inner.of(article.text())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_find_their_partners() {
        check("Il a dit « oui » et « non ».", &["oui", "non"]);
        check("“One,” he said. \"Two\" too.", &["One,", "Two"]);
        check("« Ils ont « tout » pris » hier", &["Ils ont « tout » pris"]);
        check("« La « BD » est là.\nFin » dit-il.", &["La « BD » est là.\n\nFin"]);
        check("‘We don’t know,’ she said of the boys’ game", &["We don’t know,"]);
    }

    #[test]
    fn a_forgotten_mark_swallows_nothing() {
        check("« Ouvert\n« Suite »\nRien", &["Ouvert", "Suite"]);
        check("Un « mot, « deux »\nEt « trois » fin", &["mot, « deux", "trois"]);
        check("« seul\nRien du tout", &["seul"]);
    }
}
