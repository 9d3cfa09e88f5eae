//! The matcher's score without its matrix.
//!
//! For a folded line, which has no capitals, the score of `fuzzy-matcher` comes down to this: every matched letter
//! counts, more so at the start of the line or of a word, or right behind the letter matched before; what lies between
//! two matched letters costs. Only the places where a letter of the word stands matter, and those are few. This finds
//! the same best score from them alone, much faster and whatever was scored before; tests compare the two.

#![allow(clippy::cast_possible_wrap, reason = "no title has two thousand million letters")]

/// What a matched letter counts.
pub(super) const MATCHED: i32 = 16;
/// What the line before the first matched letter costs.
pub(super) const LEADING: i32 = -1;
/// What a gap costs beyond a point for each letter in it.
pub(super) const GAP: i32 = -3;
/// A letter right behind the one matched before.
pub(super) const ADJACENT: i32 = 4;
/// The first letter of the line.
pub(super) const FIRST: i32 = 16;
/// A letter behind a space, a slash or a bracket.
pub(super) const HEAD: i32 = 8;
/// A letter behind other punctuation.
pub(super) const BREAK: i32 = 7;

/// What a single letter scores at best, by where it stands.
pub(super) const ALONE_FIRST: i32 = MATCHED + LEADING + FIRST;
/// See [`ALONE_FIRST`].
pub(super) const ALONE_HEAD: i32 = MATCHED + LEADING + HEAD;
/// See [`ALONE_FIRST`].
pub(super) const ALONE_BREAK: i32 = MATCHED + LEADING + BREAK;
/// See [`ALONE_FIRST`].
pub(super) const ALONE: i32 = MATCHED + LEADING;

/// The longest line that is kept in packed ASCII, in bytes.
pub(super) const SHORT: usize = 128;

/// What a letter gains by the one before it.
pub(super) enum Place {
    /// Behind a space, a slash or a bracket.
    Head,
    /// Behind other punctuation.
    Break,
    /// Inside a word.
    Inside,
}

/// What comes after `before`.
pub(super) const fn place(before: char) -> Place {
    match before {
        '\0' | ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => Place::Head,
        '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~' => Place::Break,
        _ => Place::Inside,
    }
}

const fn bonus(before: char) -> i32 {
    match place(before) {
        Place::Head => HEAD,
        Place::Break => BREAK,
        Place::Inside => 0,
    }
}

/// Scores of a letter of a word by its places, and of the next.
#[derive(Default)]
pub(super) struct Scratch {
    last: Vec<(i32, i32)>,
    this: Vec<(i32, i32)>,
}

/// ASCII text as eight bytes a number, the first lowest, with zeros at the end.
pub(super) fn pack(text: &[u8]) -> impl Iterator<Item = u64> {
    text.chunks(8).map(|bytes| bytes.iter().rev().fold(0, |packed, &byte| packed << 8 | u64::from(byte)))
}

/// Where `byte` stands in packed ASCII: a bit for each place.
fn places(text: &[u64], byte: u8) -> u128 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let wanted = ONES * u64::from(byte);
    let mut found = [0u64; 2];
    for (at, packed) in text.iter().take(SHORT / 8).enumerate() {
        // A byte below 128 and 127 make 128 or more unless it is zero, and nothing is carried into the next.
        let other = ((packed ^ wanted) + ONES * 0x7f) >> 7 & ONES;
        // The product gathers the eight lowest bits of the bytes in its highest byte.
        let bits = ((other ^ ONES).wrapping_mul(0x0102_0408_1020_4080)) >> 56;
        found[at / 8] |= bits << (at % 8 * 8);
    }
    u128::from(found[1]) << 64 | u128::from(found[0])
}

/// True when the letters of `word` come in order in packed ASCII of at most [`SHORT`] bytes.
pub(super) fn is_in_order(text: &[u64], word: &[u8]) -> bool {
    let mut behind = !0u128;
    word.iter().all(|&byte| {
        let here = places(text, byte) & behind;
        behind = (!1u128).checked_shl(here.trailing_zeros()).unwrap_or(0);
        here != 0
    })
}

/// The text behind packed ASCII.
pub(super) fn unpack(text: &[u64]) -> Vec<char> {
    let bytes = text.iter().flat_map(|packed| packed.to_le_bytes());
    bytes.take_while(|&byte| byte != 0).map(char::from).collect()
}

/// The best score of `word`, which is not empty, in a text; `None` when its letters do not come in order.
pub(super) fn wide(text: &[char], word: &[char], scratch: &mut Scratch) -> Option<i32> {
    let Scratch { last, this } = scratch;
    let bonus_at = |at: usize| at.checked_sub(1).map_or(FIRST, |before| bonus(text[before]));
    let (first, rest) = word.split_first()?;
    let places = |c: char, from: usize| (from..text.len()).filter(move |&at| text[at] == c);
    last.clear();
    last.extend(places(*first, 0).map(|at| (at as i32, MATCHED + LEADING + bonus_at(at))));
    for &c in rest {
        let from = last.first()?.0 as usize + 1;
        this.clear();
        let (mut best, mut behind) = (i32::MIN / 2, last.iter().peekable());
        for at in places(c, from) {
            let (bonus, here) = (bonus_at(at), at as i32);
            while let Some((from, score)) = behind.next_if(|(from, _)| from + 2 <= here) {
                best = best.max(score + from);
            }
            let mut way = best + GAP + 1 - here + bonus;
            if let Some((_, score)) = behind.peek().filter(|(from, _)| from + 1 == here) {
                way = way.max(score + bonus.max(ADJACENT));
            }
            this.push((here, MATCHED + way));
        }
        std::mem::swap(last, this);
    }
    last.iter().map(|&(_, score)| score).max()
}
