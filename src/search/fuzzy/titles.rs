//! The titles of a pile, folded and side by side, for a filter that looks at all of them with every key.
//!
//! They lie in chunks that copies share until one of them changes: a copy for another thread costs next to nothing,
//! and shows which chunks are still the same. A chunk is prepared when the first filter looks at it: a list of a hundred
//! thousand is on the screen before that.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::lanes::{Group, LANES};
use super::score::{self, Place, Scratch};
use super::{Filter, Word};
use crate::text::fold::fold;

/// Titles in a chunk: few enough that one is scored in well under a millisecond.
pub const CHUNK: usize = 4096;

/// In place of a score: the title does not match.
pub const UNMATCHED: i32 = i32::MIN;

/// The titles, by number. A clone shares all chunks.
#[derive(Debug, Clone, Default)]
pub struct Titles {
    chunks: Vec<Arc<Chunk>>,
    len: usize,
}

/// The titles as they are shown, one behind the other, and what a filter needs of them.
#[derive(Debug, Clone, Default)]
struct Chunk {
    shown: String,
    places: Vec<(u32, u32)>,
    columns: OnceLock<Columns>,
}

/// Columns, because a single letter needs the first ones only.
#[derive(Debug, Clone, Default)]
struct Columns {
    /// The letters that stand anywhere in the title.
    letters: Vec<u64>,
    /// Those that stand behind a space, a slash or a bracket.
    heads: Vec<u64>,
    /// Those that stand behind other punctuation.
    breaks: Vec<u64>,
    /// The letter that the title starts with.
    firsts: Vec<u64>,
    spans: Vec<Span>,
    packed: Vec<u64>,
    wide: Vec<char>,
}

/// Where the text of a title lies.
#[derive(Debug, Clone, Copy)]
enum Span {
    /// Short and plain: in `packed`.
    Short(u32, u32),
    /// Long, or with letters beyond ASCII: in `wide`.
    Wide(u32, u32),
}

/// The letters of a title as sets.
#[derive(Default)]
struct Sets {
    letters: u64,
    heads: u64,
    breaks: u64,
    first: u64,
}

impl Sets {
    fn of(folded: &str) -> Self {
        let mut sets = Self::default();
        let mut before = None;
        for c in folded.chars() {
            let bit = bit(c);
            sets.letters |= bit;
            match before.map(score::place) {
                None => sets.first = bit,
                Some(Place::Head) => sets.heads |= bit,
                Some(Place::Break) => sets.breaks |= bit,
                Some(Place::Inside) => {}
            }
            before = Some(c);
        }
        sets
    }
}

/// The bit of a letter. Those of the Latin and of the Cyrillic alphabet have one of their own, others share the rest.
pub(super) fn bit(c: char) -> u64 {
    1 << match c {
        'a'..='z' => c as u32 - 'a' as u32,
        'а'..='я' => 26 + c as u32 - 'а' as u32,
        _ => 58 + c as u32 % 6,
    }
}

/// True when no other letter has the bit of this one.
pub(super) fn is_distinct(c: char) -> bool {
    matches!(c, 'a'..='z' | 'а'..='я')
}

impl Chunk {
    /// The old text stays where it lies: a title changes once, when its file is read.
    fn show(&mut self, title: &str) -> (u32, u32) {
        let start = self.shown.len() as u32;
        self.shown.push_str(title);
        (start, self.shown.len() as u32)
    }

    fn push(&mut self, title: &str) {
        let place = self.show(title);
        self.places.push(place);
        if let Some(columns) = self.columns.get_mut() {
            columns.push(title);
        }
    }

    fn set(&mut self, row: usize, title: &str) {
        self.places[row] = self.show(title);
        if let Some(columns) = self.columns.get_mut() {
            columns.set(row, title);
        }
    }

    fn title(&self, row: usize) -> &str {
        let (start, end) = self.places[row];
        &self.shown[start as usize..end as usize]
    }

    fn columns(&self) -> &Columns {
        self.columns.get_or_init(|| {
            let mut columns = Columns::default();
            (0..self.places.len()).for_each(|row| columns.push(self.title(row)));
            columns
        })
    }
}

impl Columns {
    fn push(&mut self, title: &str) {
        let folded = fold(title);
        let (sets, span) = (Sets::of(&folded), self.store(&folded));
        self.letters.push(sets.letters);
        self.heads.push(sets.heads);
        self.breaks.push(sets.breaks);
        self.firsts.push(sets.first);
        self.spans.push(span);
    }

    fn set(&mut self, row: usize, title: &str) {
        let folded = fold(title);
        let (sets, span) = (Sets::of(&folded), self.store(&folded));
        self.letters[row] = sets.letters;
        self.heads[row] = sets.heads;
        self.breaks[row] = sets.breaks;
        self.firsts[row] = sets.first;
        self.spans[row] = span;
    }

    fn store(&mut self, folded: &str) -> Span {
        if folded.is_ascii() && folded.len() <= score::SHORT {
            let start = self.packed.len() as u32;
            self.packed.extend(score::pack(folded.as_bytes()));
            Span::Short(start, self.packed.len() as u32)
        } else {
            let start = self.wide.len() as u32;
            self.wide.extend(folded.chars());
            Span::Wide(start, self.wide.len() as u32)
        }
    }

    fn short(&self, start: u32, end: u32) -> &[u64] {
        &self.packed[start as usize..end as usize]
    }

    fn wide(&self, start: u32, end: u32) -> &[char] {
        &self.wide[start as usize..end as usize]
    }

    /// What a letter with a bit of its own scores alone.
    fn score_letter(&self, row: usize, bit: u64) -> i32 {
        if self.firsts[row] & bit != 0 {
            score::ALONE_FIRST
        } else if self.heads[row] & bit != 0 {
            score::ALONE_HEAD
        } else if self.breaks[row] & bit != 0 {
            score::ALONE_BREAK
        } else {
            score::ALONE
        }
    }

    /// The score of a word that no sixteen titles are scored for at once.
    fn score_word(&self, row: usize, word: &Word, scratch: &mut Scratch) -> Option<i32> {
        match self.spans[row] {
            _ if word.distinct => Some(self.score_letter(row, word.letters)),
            Span::Short(start, end) => score::wide(&score::unpack(self.short(start, end)), &word.chars, scratch),
            Span::Wide(start, end) => score::wide(self.wide(start, end), &word.chars, scratch),
        }
    }

    /// The packed title of a row, when the words of `filter` can be looked for in sixteen such at once.
    fn packed(&self, row: usize, filter: &Filter) -> Option<&[u64]> {
        match self.spans[row] {
            Span::Short(start, end) if filter.plain => Some(self.short(start, end)),
            _ => None,
        }
    }

    fn scores(&self, filter: &Filter, wanted: impl Fn(usize) -> bool) -> Vec<i32> {
        let mut scores = vec![UNMATCHED; self.spans.len()];
        let (mut scratch, mut group, mut rows) = (Scratch::default(), Group::default(), Vec::with_capacity(LANES));
        for (row, letters) in self.letters.iter().enumerate() {
            if filter.letters & !letters != 0 || !wanted(row) {
                continue;
            }
            if let Some(packed) = self.packed(row, filter) {
                // Two letters are nearly always there in order; of more, it is worth it to ask first.
                let in_order = |w: &Word| w.chars.len() < 3 || score::is_in_order(packed, w.text.as_bytes());
                if filter.words.iter().all(in_order) {
                    rows.push(row);
                    if group.push(packed) {
                        self.score_group(&mut group, &mut rows, filter, &mut scores);
                    }
                }
            } else {
                let score = |word| self.score_word(row, word, &mut scratch);
                scores[row] = filter.words.iter().map(score).sum::<Option<i32>>().unwrap_or(UNMATCHED);
            }
        }
        self.score_group(&mut group, &mut rows, filter, &mut scores);
        scores
    }

    /// Scores the titles of a group, which stand in `rows`, and empties both.
    fn score_group(&self, group: &mut Group, rows: &mut Vec<usize>, filter: &Filter, scores: &mut [i32]) {
        group.prepare();
        let mut sums = [Some(0); LANES];
        for word in &filter.words {
            let found = if word.distinct { None } else { Some(group.score(word.text.as_bytes())) };
            for (lane, &row) in rows.iter().enumerate() {
                let score = found.map_or_else(|| Some(self.score_letter(row, word.letters)), |found| found[lane]);
                sums[lane] = sums[lane].zip(score).map(|(sum, score)| sum + score);
            }
        }
        for (row, sum) in rows.drain(..).zip(sums) {
            scores[row] = sum.unwrap_or(UNMATCHED);
        }
        group.clear();
    }
}

impl Titles {
    /// Adds a title; its number is how many there were.
    pub fn push(&mut self, title: &str) {
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Arc::default());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            Arc::make_mut(chunk).push(title);
        }
        self.len += 1;
    }

    /// The title of a number, as it is shown.
    #[must_use]
    pub fn title(&self, number: usize) -> &str {
        self.chunks.get(number / CHUNK).map_or("", |chunk| chunk.title(number % CHUNK))
    }

    /// Prepares a chunk for the first filter.
    pub fn prepare(&self, chunk: usize) {
        if let Some(chunk) = self.chunks.get(chunk) {
            chunk.columns();
        }
    }

    /// Replaces the title of a number that was given out.
    pub fn set(&mut self, number: usize, title: &str) {
        Arc::make_mut(&mut self.chunks[number / CHUNK]).set(number % CHUNK, title);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The numbers of the titles in a chunk.
    #[must_use]
    pub fn range(&self, chunk: usize) -> Range<usize> {
        (chunk * CHUNK).min(self.len)..((chunk + 1) * CHUNK).min(self.len)
    }

    /// How many chunks there are.
    #[must_use]
    pub fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// True when nothing in a chunk has changed between the two.
    #[must_use]
    pub fn same_chunk(&self, other: &Self, chunk: usize) -> bool {
        matches!((self.chunks.get(chunk), other.chunks.get(chunk)), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
    }

    /// True when a title reads the same in both.
    #[must_use]
    pub fn same_title(&self, other: &Self, number: usize) -> bool {
        match (self.chunks.get(number / CHUNK), other.chunks.get(number / CHUNK)) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a.title(number % CHUNK) == b.title(number % CHUNK),
            _ => false,
        }
    }

    /// How well each title of a chunk matches, or [`UNMATCHED`]: the score that [`Filter::matches`] gives. Only those
    /// that `wanted` holds for, by their place in the chunk, are looked at.
    #[must_use]
    pub fn scores(&self, chunk: usize, filter: &Filter, wanted: impl Fn(usize) -> bool) -> Vec<i32> {
        self.chunks.get(chunk).map_or_else(Vec::new, |titles| titles.columns().scores(filter, wanted))
    }
}
