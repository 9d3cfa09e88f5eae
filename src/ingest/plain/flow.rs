//! From lines to units: which lines belong together.
//!
//! Two habits are met, sometimes in one file. *Wrapped* text breaks every line at the same width and parts
//! paragraphs by a blank line; *running* text has one paragraph to a line, and there a break in mid-sentence is an
//! accident. Wrapping is recognised by its own rule: a line was broken because the next word did not fit.

use std::borrow::Cow;
use std::collections::HashSet;

use super::lines::{Line, Marker};
use crate::ingest::{credits, furniture};

/// What its form says about a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Running text, or a line whose role is yet to be found.
    Prose,
    /// An item of a list, its marker included.
    Item,
    /// Quoted lines, without their `>`.
    Quotation,
    /// Lines whose spaces matter.
    Columns,
}

/// Lines that belong together.
#[derive(Debug)]
pub struct Unit<'a> {
    /// Joined, on one line except for [`Shape::Columns`].
    pub text: Cow<'a, str>,
    /// What its form says.
    pub shape: Shape,
    /// True when a blank line or the beginning stands before.
    pub gap: bool,
}

/// A line broken in mid-sentence is at least this wide; shorter ones are headings and lists. In characters.
const BROKEN: usize = 40;
/// The widths at which texts are wrapped, in characters.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=110;
/// Lines indented this far stand apart from running text, in characters.
const INDENT: usize = 4;

/// A longer run of lines is looked at piece by piece.
const LINES: usize = 2000;

/// The units of a text.
pub fn units<'a>(lines: &[Line<'a>]) -> Vec<Unit<'a>> {
    let width = wrap_width(lines);
    let words = compounds(lines);
    let plain_indent = lines.iter().filter(|l| l.indent >= INDENT).count() * 3 < lines.len();
    let mut units = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let (taken, text, shape) = if let Some(taken) = columns(rest, plain_indent).filter(|_| at > 0) {
            let text = rest[..taken].iter().map(|l| l.raw).collect::<Vec<_>>().join("\n");
            (taken, Cow::Owned(text), Shape::Columns)
        } else if rest[0].marker() == Some(Marker::Quote) {
            let taken = 1 + rest[1..].iter().take_while(|l| !l.gap && l.marker() == Some(Marker::Quote)).count();
            (taken, quoted(&rest[..taken]), Shape::Quotation)
        } else {
            let before = at.checked_sub(1).map(|i| &lines[i]);
            let shape = if is_item(before, rest) { Shape::Item } else { Shape::Prose };
            let taken = prose(rest, width.or_else(|| chunk_width(rest)), shape);
            (taken, join(&rest[..taken], &words), shape)
        };
        units.push(Unit { text, shape, gap: lines[at].gap });
        at += taken;
    }
    units
}

/// The width that the whole text is wrapped at.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let pairs: Vec<&[Line]> = lines.windows(2).filter(|pair| !pair[1].gap && pair[1].marker().is_none()).collect();
    if pairs.len() < 4 {
        return None;
    }
    let mut widths: Vec<usize> = pairs.iter().map(|pair| pair[0].width).collect();
    widths.sort_unstable();
    // An address cannot be broken and stands out.
    let width = widths[(widths.len() - 1) * 98 / 100];
    let full = pairs.iter().filter(|pair| fills(&pair[0], &pair[1], width)).count();
    let open = pairs.iter().filter(|pair| !pair[0].is_closed()).count();
    // Verse has lines of one width as well, but each begins in capitals.
    let verse = pairs.iter().filter(|pair| !pair[0].is_closed() && pair[1].opens()).count() * 3 > open * 2;
    let fits = full * 10 >= pairs.len() * 6 && open * 10 >= pairs.len() * 4 && !verse;
    (WRAPPED.contains(&width) && fits).then_some(width)
}

/// The width that the lines up to the next blank line are wrapped at, when all of them are.
fn chunk_width(lines: &[Line]) -> Option<usize> {
    let first = lines.first()?;
    if first.width > *WRAPPED.end() {
        return None;
    }
    let mut width = first.width;
    let mut len = 1;
    for pair in lines.windows(2).take(200) {
        if pair[1].gap || pair[1].marker().is_some() {
            break;
        }
        width = width.max(pair[0].width).max(pair[1].width);
        // The width only grows from here: what does not fill it now never will, and most texts end the search here.
        if pair[0].width < *WRAPPED.start() || !fills(&pair[0], &pair[1], width) {
            return None;
        }
        len += 1;
    }
    let chunk = &lines[..len];
    let full = chunk.windows(2).all(|pair| fills(&pair[0], &pair[1], width));
    let open = chunk[..len - 1].iter().any(|l| !l.is_closed());
    (len >= 3 && WRAPPED.contains(&width) && full && open).then_some(width)
}

/// True when the first word of `next` did not fit behind `line`.
fn fills(line: &Line, next: &Line, width: usize) -> bool {
    line.width + 1 + next.first_word() + 3 > width
}

/// How many of `lines` make one paragraph or item.
fn prose(lines: &[Line], width: Option<usize>, shape: Shape) -> usize {
    1 + lines.windows(2).take_while(|pair| continues(&pair[0], &pair[1], width, shape)).count()
}

/// True when `next` carries on what `line` left off.
fn continues(line: &Line, next: &Line, width: Option<usize>, shape: Shape) -> bool {
    // The form is cheap to look at, the words are not.
    runs_on(line, next, width, shape) && !stands_alone(line) && !stands_alone(next)
}

/// True when the form of the two lines says so.
fn runs_on(line: &Line, next: &Line, width: Option<usize>, shape: Shape) -> bool {
    if next.marker().is_some_and(|m| !matches!(m, Marker::Number(_)) || !line.is_open()) {
        return false;
    }
    if next.gap {
        // A page break or a lost advert: only what can mean nothing else.
        return line.width >= BROKEN && line.is_open() && !line.text.ends_with(',') && next.goes_on();
    }
    let Some(width) = width else {
        let soft = line.text.ends_with(';') || !line.is_closed();
        return line.width >= BROKEN && (soft && next.goes_on() || line.is_open());
    };
    let new_paragraph = line.is_closed() && next.indent > line.indent && shape == Shape::Prose;
    !new_paragraph && (fills(line, next, width) || !line.is_closed() && next.goes_on())
}

/// True for a line that says something on its own and joins with nothing.
fn stands_alone(line: &Line) -> bool {
    line.width < 120 && (furniture::is_furniture(line.text) || credits::read(line.text).is_some())
}

/// True when the first of `lines` is an item of a list.
fn is_item(before: Option<&Line>, lines: &[Line]) -> bool {
    match lines[0].marker() {
        Some(Marker::Bullet) => true,
        Some(Marker::Number(number)) => {
            let follows = |line: &Line, by: u32| line.marker() == Some(Marker::Number(by));
            let next = lines[1..].iter().take(12).any(|l| follows(l, number + 1));
            next || before.is_some_and(|l| number > 1 && (follows(l, number - 1) || !l.gap))
        }
        _ => false,
    }
}

/// How many of `lines` keep their breaks: a table, an indented piece, verse.
fn columns(lines: &[Line], plain_indent: bool) -> Option<usize> {
    let tabular = run(lines, Line::is_columnar);
    if tabular >= 3 {
        return Some(tabular);
    }
    if !lines[0].gap {
        return None;
    }
    let indented = run(lines, |l| l.indent >= INDENT && l.marker().is_none());
    let apart = lines.get(indented).is_none_or(|l| l.gap);
    if plain_indent && indented >= 2 && apart { Some(indented) } else { verse(lines) }
}

/// How many of `lines` are a stanza, or another list of lines that are neither sentences nor broken ones: most begin
/// in capitals, most end without a full stop, and a blank line stands on either side.
fn verse(lines: &[Line]) -> Option<usize> {
    let fits = |l: &Line| (15..=70).contains(&l.width) && l.marker().is_none();
    let len = run(lines, fits);
    let stanza = &lines[..len];
    let opened = stanza.iter().filter(|l| l.opens()).count();
    let open = stanza.iter().filter(|l| !l.is_closed() || l.text.ends_with(';')).count();
    let apart = lines.get(len).is_none_or(|l| l.gap);
    let form = (3..=60).contains(&len) && opened * 10 >= len * 8 && open * 2 >= len;
    (apart && form && !stanza.iter().any(stands_alone)).then_some(len)
}

/// How many of `lines` up to the next blank one fit.
fn run<'l, 'a>(lines: &'l [Line<'a>], fits: impl Fn(&'l Line<'a>) -> bool) -> usize {
    lines.iter().take(LINES).enumerate().take_while(|(at, line)| (*at == 0 || !line.gap) && fits(line)).count()
}

/// Quoted lines without their marks, joined.
fn quoted<'a>(lines: &[Line<'a>]) -> Cow<'a, str> {
    let bare = |line: &Line<'a>| line.text.trim_start_matches(['>', ' ']);
    if let [line] = lines {
        return Cow::Borrowed(bare(line));
    }
    Cow::Owned(lines.iter().map(bare).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The lines as one. A hyphen at the end of a line binds without a space, and goes only where the text itself
/// shows the word without it.
fn join<'a>(lines: &[Line<'a>], words: &HashSet<&str>) -> Cow<'a, str> {
    if let [line] = lines {
        return Cow::Borrowed(line.text);
    }
    let mut out = String::with_capacity(lines.iter().map(|l| l.text.len() + 1).sum());
    for line in lines {
        match broken_word(&out, line.text) {
            Some((head, tail)) => {
                let whole = [head.trim_end_matches('-'), tail].concat();
                if words.contains(whole.as_str()) && !words.contains([head, tail].concat().as_str()) {
                    out.truncate(out.len() - 1);
                }
            }
            None if out.is_empty() => {}
            None => out.push(' '),
        }
        out.push_str(line.text);
    }
    Cow::Owned(out)
}

/// The two parts of a word that a hyphen ends the first line in, if one does; the first with its hyphen.
pub fn broken_word<'t>(before: &'t str, after: &'t str) -> Option<(&'t str, &'t str)> {
    let bare = before.strip_suffix('-')?;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    if !letter(bare.chars().next_back()) || !letter(after.chars().next()) {
        return None;
    }
    let head = &before
        [bare.rfind(|c: char| !is_word(c)).map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8))..];
    let tail = &after[..after.find(|c: char| !is_word(c)).unwrap_or(after.len())];
    Some((head, tail))
}

/// Every word of the text, if any line of it ends with a hyphen; else nothing.
fn compounds<'a>(lines: &[Line<'a>]) -> HashSet<&'a str> {
    if !lines.iter().any(|l| l.text.ends_with('-')) {
        return HashSet::new();
    }
    lines.iter().flat_map(|l| l.text.split(|c: char| !is_word(c))).filter(|word| !word.is_empty()).collect()
}

/// True for what words are made of.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}
