//! From glyphs to words: what stands next to each other on one baseline without a space between.
//!
//! Many documents set their spaces as glyphs, some only leave room. Ligatures are taken apart, accents that old typesetting
//! programs print over a letter are put on it, and letters printed twice to look bold are taken once.

use std::collections::HashMap;

use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use unicode_normalization::UnicodeNormalization;

use super::glyphs::{Glyph, UNKNOWN};
use crate::ingest::pdf::pages::{Page, Word};

/// Room that parts words, as a part of the size: a space is a quarter of it in most fonts, kerning less than a tenth.
const SPACE: f64 = 0.17;

/// How far a glyph may stand from the baseline of its word, as a part of the size.
const LEVEL: f64 = 0.12;

/// Two equal glyphs so close are one that was printed twice, as a part of the size.
const TWICE: f64 = 0.1;

/// Raised figures are smaller than this part of the letters before them.
const RAISED: f64 = 0.85;

/// The four directions that text runs in, by quarters of a turn.
const TURNS: usize = 4;

/// A word with its direction.
struct Turned {
    turn: usize,
    word: Word,
}

/// Makes words of the glyphs of one page.
pub struct Gatherer {
    width: f64,
    height: f64,
    done: Vec<Turned>,
    open: Option<Turned>,
    /// Where each text was printed last.
    printed: HashMap<String, (usize, Point)>,
    /// Glyphs in each direction.
    turns: [usize; TURNS],
    pictures: f64,
}

impl Gatherer {
    /// For a page of this size, in points.
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            width: f64::from(width),
            height: f64::from(height),
            done: Vec::new(),
            open: None,
            printed: HashMap::new(),
            turns: [0; TURNS],
            pictures: 0.0,
        }
    }

    /// Takes the next glyph.
    pub fn push(&mut self, glyph: &Glyph, artifact: bool) {
        let text = level(glyph.text);
        if text.trim().is_empty() {
            // Some fonts have letters without a text; a space has none either.
            self.part();
            return;
        }
        if glyph.size < 0.5 {
            return;
        }
        let turn = turn(glyph.end - glyph.start);
        let (start, end) = (turned(glyph.start, turn), turned(glyph.end, turn));
        if self.is_printed_twice(&text, turn, start, glyph.size) {
            return;
        }
        self.turns[turn] += 1;
        let next = Word {
            x0: start.x as f32,
            x1: end.x.max(start.x) as f32,
            y: start.y as f32,
            size: glyph.size as f32,
            bold: glyph.bold,
            artifact,
            text,
        };
        if let Some(open) = self.open.as_mut().filter(|open| open.turn == turn && open.word.artifact == artifact)
            && join(&mut open.word, &next)
        {
            return;
        }
        self.part();
        self.open = Some(Turned { turn, word: next });
    }

    /// Ends the word.
    pub fn part(&mut self) {
        self.done.extend(self.open.take());
    }

    /// Notes a picture: the unit square under `ctm`.
    pub fn picture(&mut self, ctm: Affine) {
        let page = Rect::new(0.0, 0.0, self.width, self.height);
        let shown = ctm.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)).intersect(page);
        let part = shown.area() / page.area();
        if part.is_finite() {
            self.pictures = (self.pictures + part).min(1.0);
        }
    }

    /// The page. The direction that most glyphs have is the reading direction; what runs otherwise stands aside.
    pub fn finish(mut self) -> Page {
        self.part();
        let main = (0..TURNS).rev().max_by_key(|&turn| self.turns[turn]).unwrap_or(0);
        let corner = [Point::ZERO, Point::new(self.width, self.height)].map(|corner| turned(corner, main));
        let page = Rect::from_points(corner[0], corner[1]);
        let mut out = Page {
            width: page.width() as f32,
            height: page.height() as f32,
            pictures: self.pictures as f32,
            ..Page::default()
        };
        let mut last = None;
        for Turned { turn, mut word } in self.done {
            if turn == main {
                let (x, y) = (page.x0 as f32, page.y0 as f32);
                (word.x0, word.x1, word.y) = (word.x0 - x, word.x1 - x, word.y - y);
                out.words.push(word);
            } else {
                match out.aside.last_mut().filter(|_| last == Some(turn)) {
                    Some(line) => *line = format!("{line} {}", word.text),
                    None => out.aside.push(word.text),
                }
                last = Some(turn);
            }
        }
        out
    }

    fn is_printed_twice(&mut self, text: &str, turn: usize, at: Point, size: f64) -> bool {
        let near = |(other, point): &(usize, Point)| *other == turn && (at - *point).hypot() < TWICE * size;
        match self.printed.get_mut(text) {
            Some(before) if near(before) => true,
            Some(before) => {
                *before = (turn, at);
                false
            }
            None => {
                self.printed.insert(text.to_owned(), (turn, at));
                false
            }
        }
    }
}

/// Ligatures as the letters they are; nothing else is changed.
fn level(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' => out.extend(std::iter::once(c).nfkc()),
            c if c.is_control() => {}
            // Without quotation marks in its fonts, TeX sets the signs for “much less” and “much greater” (`lasy`).
            '≪' => out.push('«'),
            '≫' => out.push('»'),
            c => out.push(c),
        }
    }
    out
}

/// The quarter of a turn closest to a direction; `y` grows downwards.
fn turn(direction: Vec2) -> usize {
    match (direction.x.abs() >= direction.y.abs(), direction.x >= 0.0, direction.y >= 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 2,
        (false, _, true) => 1,
        (false, _, false) => 3,
    }
}

/// A point of the page, looked at so that text of this direction runs to the right.
fn turned(point: Point, turn: usize) -> Point {
    match turn {
        0 => point,
        1 => Point::new(point.y, -point.x),
        2 => Point::new(-point.x, -point.y),
        _ => Point::new(-point.y, point.x),
    }
}

/// Appends a glyph to a word, if it goes on there.
fn join(word: &mut Word, next: &Word) -> bool {
    let size = f64::from(word.size.max(next.size));
    let gap = f64::from(next.x0 - word.x1);
    let off = f64::from((next.y - word.y).abs());
    if let Some(accented) = accented(word, next, size) {
        word.text = accented;
        word.x1 = word.x1.max(next.x1);
        return true;
    }
    if !(-0.4 * size..SPACE * size).contains(&gap) {
        return false;
    }
    let small = f64::from(next.size) < RAISED * f64::from(word.size);
    if let Some(raised) = raised(&next.text).filter(|_| small && next.y < word.y - 0.15 * word.size && off < 0.7 * size)
    {
        word.text.push_str(raised);
    } else if off < LEVEL * size {
        word.text.push_str(&next.text);
        word.size = word.size.max(next.size);
    } else if small && off < 0.5 * size {
        // `1er`, `CO2`: above or below, and still one word.
        word.text.push_str(&next.text);
    } else {
        return false;
    }
    word.x1 = word.x1.max(next.x1);
    true
}

/// The mark of a note as what it is, so that it does not become part of a word or a number.
fn raised(text: &str) -> Option<&'static str> {
    const FIGURES: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    let figure = text.parse::<usize>().ok()?;
    FIGURES.get(figure).copied()
}

/// A word whose last letter and an accent are printed over each other, with the accent on the letter.
fn accented(word: &Word, next: &Word, size: f64) -> Option<String> {
    let over = f64::from(word.x1 - next.x0) > 0.15 * size && f64::from((next.y - word.y).abs()) < 0.4 * size;
    let last = word.text.chars().next_back()?;
    let mut letters = next.text.chars();
    let (first, None) = (letters.next()?, letters.next()) else { return None };
    let (letter, mark) = match (combining(last), combining(first)) {
        (Some(mark), None) => (first, mark),
        (None, Some(mark)) => (last, mark),
        _ => return None,
    };
    let letter = if letter == 'ı' { 'i' } else { letter };
    if !over || !letter.is_alphabetic() || next.text == UNKNOWN {
        return None;
    }
    let before = &word.text[..word.text.len() - last.len_utf8()];
    Some(before.chars().chain([letter, mark].into_iter().nfc()).collect())
}

/// The accent that is put on a letter, for one that stands alone.
fn combining(c: char) -> Option<char> {
    Some(match c {
        '´' | '\u{2ca}' => '\u{301}',
        '`' | '\u{2cb}' => '\u{300}',
        '^' | 'ˆ' => '\u{302}',
        '¨' => '\u{308}',
        '˜' => '\u{303}',
        '¸' => '\u{327}',
        'ˇ' => '\u{30c}',
        '˚' => '\u{30a}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f64, y: f64, width: f64, size: f64) -> Glyph<'_> {
        Glyph { text, start: Point::new(x, y), end: Point::new(x + width, y), size, bold: false }
    }

    fn check(glyphs: &[Glyph], expected: &[&str]) {
        let mut gatherer = Gatherer::new(600.0, 800.0);
        for glyph in glyphs {
            gatherer.push(glyph, false);
        }
        let page = gatherer.finish();
        assert_eq!(page.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn room_parts_words_and_kerning_does_not() {
        let near =
            [glyph("o", 0.0, 9.0, 5.0, 10.0), glyph("ﬃ", 5.5, 9.0, 9.0, 10.0), glyph("ce", 14.0, 9.0, 9.0, 10.0)];
        check(&near, &["office"]);
        check(&[glyph("a", 0.0, 9.0, 5.0, 10.0), glyph("b", 7.5, 9.0, 5.0, 10.0)], &["a", "b"]);
        check(&[glyph("a", 0.0, 9.0, 5.0, 10.0), glyph("b", 5.0, 21.0, 5.0, 10.0)], &["a", "b"]);
    }

    #[test]
    fn accents_printed_over_a_letter_are_put_on_it() {
        check(
            &[glyph("´", 0.5, 9.0, 3.0, 10.0), glyph("e", 0.0, 9.0, 5.0, 10.0), glyph("t", 5.0, 9.0, 3.0, 10.0)],
            &["ét"],
        );
        check(
            &[glyph("c", 0.0, 9.0, 5.0, 10.0), glyph("¸", 1.0, 9.0, 3.0, 10.0), glyph("a", 5.0, 9.0, 5.0, 10.0)],
            &["ça"],
        );
    }

    #[test]
    fn what_is_printed_twice_to_look_bold_is_taken_once() {
        check(&[glyph("L", 0.0, 9.0, 5.0, 10.0), glyph("L", 0.3, 9.0, 5.0, 10.0)], &["L"]);
        check(&[glyph("l", 0.0, 9.0, 2.2, 10.0), glyph("l", 2.2, 9.0, 2.2, 10.0)], &["ll"]);
    }

    #[test]
    fn the_mark_of_a_note_is_raised() {
        check(&[glyph("mot", 0.0, 9.0, 12.0, 10.0), glyph("1", 12.0, 5.5, 3.0, 6.5)], &["mot¹"]);
        check(&[glyph("1", 0.0, 9.0, 5.0, 10.0), glyph("er", 5.0, 5.5, 6.0, 6.5)], &["1er"]);
    }

    #[test]
    fn a_page_is_read_in_the_direction_of_most_of_its_text() {
        let down = |text, y: f64| Glyph {
            text,
            start: Point::new(100.0, y),
            end: Point::new(100.0, y + 20.0),
            size: 10.0,
            bold: false,
        };
        let mut gatherer = Gatherer::new(600.0, 800.0);
        for glyph in [down("haut", 10.0), down("bas", 40.0), glyph("en travers", 0.0, 9.0, 40.0, 10.0)] {
            gatherer.push(&glyph, false);
        }
        let page = gatherer.finish();
        assert_eq!((page.width, page.height), (800.0, 600.0));
        assert_eq!(page.words.iter().map(|w| (w.x0, w.y)).collect::<Vec<_>>(), [(10.0, 500.0), (40.0, 500.0)]);
        assert_eq!(page.aside, ["en travers"]);
    }
}
