//! The score of [`super::score`] for many plain titles at once.
//!
//! Sixteen titles stand side by side, their first letters together, then their second ones, and each step of the
//! computation is the same for all of them, without a branch. A compiler makes that instructions for whole rows; one
//! title after the other costs three times as much, most of it for branches that nobody can foresee.

use super::score::{ADJACENT, BREAK, FIRST, GAP, HEAD, LEADING, MATCHED, SHORT};

/// Titles side by side.
pub(super) const LANES: usize = 16;

/// The longest word for which scores stay far from [`NOWHERE`].
pub(super) const LONGEST: usize = 64;

/// The score of a place that cannot be reached, however much is gained from there.
const NOWHERE: i16 = -10_000;

/// Anything below comes from [`NOWHERE`].
const LEAST: i16 = -5_000;

type Row<T> = [T; LANES];

/// Up to sixteen titles.
pub(super) struct Group {
    /// The titles as they come, eight letters at a time.
    packed: Box<[Row<u64>; SHORT / 8]>,
    /// The letters at each place; zero behind the end of a title.
    text: Box<[Row<u8>; SHORT]>,
    /// What a letter there gains by the one before it.
    bonus: Box<[Row<i16>; SHORT]>,
    /// The best score of the word so far that ends there.
    scores: Box<[Row<i16>; SHORT]>,
    length: usize,
    taken: usize,
}

impl Default for Group {
    fn default() -> Self {
        let (text, scores) = (Box::new([[0; LANES]; SHORT]), Box::new([[0; LANES]; SHORT]));
        Self { packed: Box::default(), text, bonus: scores.clone(), scores, length: 0, taken: 0 }
    }
}

const fn small(value: i32) -> i16 {
    value as i16
}

impl Group {
    /// Adds a title in packed ASCII of at most [`SHORT`] bytes; true when there is no room for another.
    pub(super) fn push(&mut self, packed: &[u64]) -> bool {
        for (row, &packed) in self.packed.iter_mut().zip(packed) {
            row[self.taken] = packed;
        }
        self.length = self.length.max(packed.len() * 8).min(SHORT);
        self.taken += 1;
        self.taken == LANES
    }

    /// Makes ready for [`Self::score`].
    pub(super) fn prepare(&mut self) {
        for (rows, packed) in self.text[..self.length].chunks_exact_mut(8).zip(self.packed.iter()) {
            for (nth, row) in rows.iter_mut().enumerate() {
                for lane in 0..LANES {
                    row[lane] = (packed[lane] >> (nth * 8)) as u8;
                }
            }
        }
        self.bonus[0] = [small(FIRST); LANES];
        for at in 1..self.length {
            let (before, bonus) = (&self.text[at - 1], &mut self.bonus[at]);
            for lane in 0..LANES {
                bonus[lane] = bonus_behind(before[lane]);
            }
        }
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        self.packed[..self.length / 8].fill([0; LANES]);
        (self.length, self.taken) = (0, 0);
    }

    /// The best score of `word`, which has at least one letter and at most [`LONGEST`], in each title.
    pub(super) fn score(&mut self, word: &[u8]) -> [Option<i32>; LANES] {
        let mut best = [NOWHERE; LANES];
        for (nth, &letter) in word.iter().enumerate() {
            best = if nth == 0 { self.first(letter) } else { self.next(letter) };
        }
        best.map(|score| (score > LEAST).then_some(i32::from(score)))
    }

    fn first(&mut self, letter: u8) -> Row<i16> {
        let mut best = [NOWHERE; LANES];
        let rows = self.text.iter().zip(self.bonus.iter()).zip(self.scores.iter_mut());
        for ((text, bonus), scores) in rows.take(self.length) {
            for lane in 0..LANES {
                let here = small(MATCHED + LEADING) + bonus[lane];
                scores[lane] = if text[lane] == letter { here } else { NOWHERE };
                best[lane] = best[lane].max(scores[lane]);
            }
        }
        best
    }

    /// From the scores of the letter before to those of this one.
    fn next(&mut self, letter: u8) -> Row<i16> {
        // The best way to here that leaves a gap, and the scores one place and two places back.
        let (mut gap, mut back, mut further) = ([NOWHERE; LANES], [NOWHERE; LANES], [NOWHERE; LANES]);
        let mut best = [NOWHERE; LANES];
        let rows = self.text.iter().zip(self.bonus.iter()).zip(self.scores.iter_mut());
        for ((text, bonus), scores) in rows.take(self.length) {
            for lane in 0..LANES {
                gap[lane] = (gap[lane] - 1).max(further[lane] + small(GAP) - 1);
                let apart = gap[lane] + bonus[lane];
                let adjacent = back[lane] + bonus[lane].max(small(ADJACENT));
                let here = small(MATCHED) + apart.max(adjacent);
                further[lane] = back[lane];
                back[lane] = scores[lane];
                scores[lane] = if text[lane] == letter { here } else { NOWHERE };
                best[lane] = best[lane].max(scores[lane]);
            }
        }
        best
    }
}

/// The bonus behind a byte, without a branch or a table. The same as `score::place`, which a test holds it to.
fn bonus_behind(byte: u8) -> i16 {
    let is = |other: u8| byte == other;
    let within = |low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    let head =
        is(b' ') | is(b'/') | is(b'\\') | is(b'|') | within(b'(', b')') | is(b'[') | is(b']') | is(b'{') | is(b'}');
    let soft = within(b'!', b'\'') | within(b'*', b'.') | within(b':', b'@') | within(b'^', b'`') | is(b'~');
    i16::from(head) * small(HEAD) + i16::from(soft) * small(BREAK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fuzzy::score::{Place, place};

    #[test]
    fn the_bonus_is_that_of_the_place() {
        for byte in 1..128 {
            let expected = match place(char::from(byte)) {
                Place::Head => HEAD,
                Place::Break => BREAK,
                Place::Inside => 0,
            };
            assert_eq!(i32::from(bonus_behind(byte)), expected, "{byte}");
        }
    }
}
