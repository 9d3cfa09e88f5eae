//! The shingles of a text: every few words in a row, as numbers.
//!
//! Two texts are as alike as the sets of their shingles are: Broder, "On the resemblance and containment of documents"
//! (1997). Only letters and digits count, folded, so that another hand's quotation marks, accents and line ends change
//! nothing.

use super::fold::fold;

/// Words in a shingle: a changed word costs as many shingles, and fewer words stand side by side by chance too often.
pub const WORDS: usize = 3;

/// Gathers shingles from the pieces of a text. They run on from one piece into the next: where paragraphs are parted says
/// nothing.
#[derive(Debug, Default)]
pub struct Shingler {
    /// The last words.
    last: [u64; WORDS],
    /// Words seen.
    words: usize,
    found: Vec<u64>,
}

impl Shingler {
    /// Takes in a piece.
    pub fn take(&mut self, piece: &str) {
        let folded = fold(piece);
        let (mut word, mut rest) = (START, folded.as_str());
        // Nearly all of it is ASCII once it is folded.
        while let Some((&byte, behind)) = rest.as_bytes().split_first() {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    word = step(word, byte);
                } else {
                    self.close(&mut word);
                }
                rest = &rest[1..];
                continue;
            }
            let c = rest.chars().next().unwrap_or_default();
            if is_sign(c) {
                self.close(&mut word);
            }
            if c.is_alphanumeric() {
                let more = &behind[..c.len_utf8() - 1];
                word = more.iter().fold(step(word, byte), |word, &byte| step(word, byte));
            }
            if is_sign(c) || !c.is_alphanumeric() {
                self.close(&mut word);
            }
            rest = &rest[c.len_utf8()..];
        }
        self.close(&mut word);
    }

    /// A word is at its end, if there is one.
    fn close(&mut self, word: &mut u64) {
        let word = std::mem::replace(word, START);
        if word == START {
            return;
        }
        self.last.rotate_left(1);
        self.last[WORDS - 1] = word;
        self.words += 1;
        if self.words >= WORDS {
            // By place: the same words in another order are another shingle.
            let mixed = self.last.iter().fold(0, |sum: u64, &word| mixed(sum.wrapping_mul(PRIME) ^ word));
            self.found.push(mixed);
        }
    }

    /// The different shingles, in ascending order.
    #[must_use]
    pub fn finish(mut self) -> Vec<u64> {
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }
}

/// FNV-1a: nothing has to be remembered but the number, and the same word is the same number on every machine.
const START: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01B3;

fn step(word: u64, byte: u8) -> u64 {
    (word ^ u64::from(byte)).wrapping_mul(PRIME)
}

/// Spreads what differs over all bits, as the end of `MurmurHash3` does.
fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    bits ^ (bits >> 33)
}

/// True for a character that is a word by itself, in the scripts that set no spaces.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shingles(pieces: &[&str]) -> Vec<u64> {
        let mut shingler = Shingler::default();
        for piece in pieces {
            shingler.take(piece);
        }
        shingler.finish()
    }

    #[test]
    fn spelling_marks_and_paragraphs_do_not_count_and_order_does() {
        let one = shingles(&["L’été s’achève « sans pluie »", "dans le nord."]);
        assert_eq!(one, shingles(&["l'ete s'acheve sans", "PLUIE, dans le Nord"]));
        assert_eq!(one.len(), 7);
        assert_ne!(shingles(&["un deux trois"]), shingles(&["deux un trois"]));
    }

    #[test]
    fn what_is_shorter_than_a_shingle_has_none_and_what_comes_again_counts_once() {
        assert!(shingles(&["", "deux mots", " — !"]).is_empty());
        assert_eq!(shingles(&["la la la la la la"]).len(), 1);
        assert_eq!(shingles(&["東京は晴れ"]).len(), 3);
    }
}
