//! A name taken apart for comparison: folded words, particles, initials, and where the family name stands.

use super::lexicon::{Cue, Gender};
use super::spelling::facts;
use super::tokens::is_apostrophe;
use crate::text::fold::fold;

/// A person's name in comparable form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// Folded words without hyphens (`jongun`); particles included.
    words: Vec<Word>,
}

/// One word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Letters and digits only.
    pub(super) letters: String,
    /// Where, in letters, the second of its parts between hyphens starts; 0 for a word of one part.
    joint: usize,
    particle: bool,
    /// A letter that stands for a name: `J.`, `J.-M.`
    pub(super) initial: bool,
}

/// Words that link or open a family name and may be left out.
const PARTICLES: [&str; 36] = [
    "de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "di", "da", "do", "dos", "del", "della",
    "al", "el", "bin", "ben", "ibn", "bint", "ten", "ter", "zu", "af", "ap", "y", "e", "st", "abu", "ould", "san",
    "jr", "sr",
];

impl PersonName {
    /// Takes `surface` apart.
    #[must_use]
    pub fn new(surface: &str) -> Self {
        let mut words = Vec::new();
        for piece in surface.split(|c: char| c.is_whitespace()).flat_map(humps) {
            for (i, part) in elided(piece).into_iter().enumerate() {
                push_word(part, i == 0 && part.len() < piece.len(), &mut words);
            }
        }
        Self { words }
    }

    /// The whole name as one string of letters: the same for every way to join and split it.
    #[must_use]
    pub fn joined(&self) -> String {
        self.words.iter().map(|w| w.letters.as_str()).collect()
    }

    /// The words that count, each as one string of letters.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|w| !w.particle).map(|w| w.letters.as_str())
    }

    /// The words that count.
    pub(super) fn solid(&self) -> impl DoubleEndedIterator<Item = &Word> {
        self.words.iter().filter(|w| !w.particle)
    }

    /// True for a name of two words or more, an initial counting as a word: one that can stand for a person
    /// everywhere.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.solid().count() > 1 && self.solid().any(|w| !w.initial)
    }

    /// The name's strength as the fullest form: words that are no initials, all words, letters.
    #[must_use]
    pub fn fullness(&self) -> (usize, usize, usize) {
        let letters = self.words.iter().map(|w| w.letters.len()).sum();
        (self.solid().filter(|w| !w.initial).count(), self.words.len(), letters)
    }

    /// What a bare name is compared by: its words without particles, joined.
    #[must_use]
    pub fn bare(&self) -> String {
        let bare: String = self.words().collect();
        if bare.is_empty() { self.joined() } else { bare }
    }

    /// True when the family name comes first: a listed East Asian family name before short or hyphenated given names.
    #[must_use]
    pub fn family_first(&self) -> bool {
        let words: Vec<&Word> = self.solid().collect();
        let Some((first, rest)) = words.split_first() else { return false };
        if rest.is_empty() || rest.len() > 2 || rest.iter().any(|w| w.initial || w.letters.len() > 9) {
            return false;
        }
        let facts = facts(&first.letters);
        let split = rest.len() == 2 && rest.iter().all(|w| w.letters.len() <= 6) || rest[0].joint > 0;
        facts.has(Cue::SurnameFirst) && (split || facts.given() < 2)
    }

    /// The words by which the person may be called alone: the family name, and in names of three words or more
    /// what stands before it.
    #[must_use]
    pub fn surnames(&self) -> Vec<String> {
        let words: Vec<&Word> = self.solid().filter(|w| !w.initial).collect();
        if self.family_first() {
            return vec![words[0].letters.clone()];
        }
        let Some((last, before)) = words.split_last() else { return Vec::new() };
        let mut out = vec![last.letters.clone()];
        for word in before.iter().skip(1) {
            if facts(&word.letters).given() < 3 && !out.contains(&word.letters) {
                out.push(word.letters.clone());
            }
        }
        out
    }

    /// The first letter of the first word.
    #[must_use]
    pub fn first_letter(&self) -> Option<char> {
        self.words.first().and_then(|w| w.letters.chars().next())
    }

    /// The last word that counts.
    #[must_use]
    pub fn last(&self) -> &str {
        self.solid().next_back().map_or("", |w| w.letters.as_str())
    }

    /// What the given name says of the person's gender.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        let first = self.words.first().filter(|w| !w.initial && !self.family_first())?;
        facts(&first.letters).gender()
    }

    /// True when `self` is a contiguous part of `whole`, particles optional: `Poutine`, `Jong Un`, `Lula da Silva`. It may
    /// end at the hyphen of a word that is not its first: `Kim Jong` of `Kim Jong-un`, never `Jean` of `Jean-Pierre`.
    #[must_use]
    pub fn is_part_of(&self, whole: &Self) -> bool {
        let part = self.bare();
        if part.is_empty() || self.words.iter().any(|w| w.initial) {
            return false;
        }
        let words: Vec<&Word> = whole.solid().collect();
        (0..words.len()).any(|from| {
            let mut rest = part.as_str();
            for (n, word) in words[from..].iter().enumerate() {
                match rest.strip_prefix(word.letters.as_str()) {
                    Some("") => return true,
                    Some(tail) => rest = tail,
                    None => return n > 0 && word.joint > 0 && word.letters.get(..word.joint) == Some(rest),
                }
            }
            false
        })
    }
}

/// `KimJongUn` is three words; `McDonald` and `LeBron` one.
fn humps(piece: &str) -> Vec<&str> {
    let bounds: Vec<usize> = (piece.char_indices().zip(piece.chars().skip(1)))
        .filter(|((_, c), next)| c.is_lowercase() && next.is_uppercase())
        .map(|((i, c), _)| i + c.len_utf8())
        .collect();
    if bounds.len() < 2 {
        return vec![piece];
    }
    let mut out = Vec::new();
    let mut from = 0;
    for to in bounds.into_iter().chain([piece.len()]) {
        out.push(&piece[from..to]);
        from = to;
    }
    out
}

/// `d’Ornano` is a particle and a word; `O’Brien` is one word; a possessive is left off.
fn elided(piece: &str) -> Vec<&str> {
    let piece = match piece.strip_suffix(['s', 'S']).and_then(|p| p.strip_suffix(is_apostrophe)) {
        Some(stem) if !stem.is_empty() => stem,
        _ => piece,
    };
    let piece = piece.trim_end_matches(is_apostrophe);
    match piece.char_indices().find(|&(_, c)| is_apostrophe(c)) {
        Some((at, mark))
            if at == 1 && piece.starts_with(['d', 'D', 'l', 'L']) && piece.len() > at + mark.len_utf8() =>
        {
            vec![&piece[..at], &piece[at + mark.len_utf8()..]]
        }
        _ => vec![piece],
    }
}

fn push_word(piece: &str, elision: bool, words: &mut Vec<Word>) {
    let folded = fold(piece);
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() {
        return;
    }
    let joint = folded.split_once('-').map_or(0, |(before, _)| before.len());
    let mut capitals = piece.chars().filter(|c| c.is_alphabetic());
    // "J.", "J.-M.", "J-M"
    let marked = piece.contains(['.', '-', '‑']) && piece.split(['.', '-', '‑']).all(|p| p.chars().count() < 2);
    let initial = marked && piece.chars().all(|c| !c.is_lowercase())
        || capitals.next().is_some_and(char::is_uppercase) && capitals.next().is_none();
    let particle = elision || (words.is_empty() || !initial) && PARTICLES.contains(&letters.as_str());
    // A leading article inside the word: al-Kaabi.
    let bare =
        folded.strip_prefix("al-").or_else(|| folded.strip_prefix("el-")).filter(|_| piece.starts_with(['a', 'e']));
    let letters = bare.map_or(letters, |b| b.chars().filter(|c| c.is_alphanumeric()).collect());
    words.push(Word { letters, joint, particle, initial });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(s: &str) -> PersonName {
        PersonName::new(s)
    }

    #[test]
    fn joins_and_splits_are_free() {
        for form in ["Kim Jong Un", "Kim Jong-un", "KimJongUn", "KIM Jong-Un", "Kim Jong‑un"] {
            assert_eq!(name(form).joined(), "kimjongun", "{form}");
        }
        assert!(name("KimJongUn").is_full());
        assert!(!name("O’Brien").is_full() && !name("Kasa-Vubu").is_full() && !name("van Outryve").is_full());
    }

    #[test]
    fn family_names_stand_last_or_by_evidence_first() {
        assert_eq!(name("Kim Jong Un").surnames(), ["kim"]);
        assert_eq!(name("Xi Jinping").surnames(), ["xi"]);
        assert_eq!(name("Kim Kardashian").surnames(), ["kardashian"]);
        assert_eq!(name("Vladimir Poutine").surnames(), ["poutine"]);
        assert_eq!(name("Charles de Gaulle").surnames(), ["gaulle"]);
    }

    #[test]
    fn parts_are_contiguous() {
        assert!(name("Poutine").is_part_of(&name("Vladimir Poutine")));
        assert!(name("Jong-un").is_part_of(&name("Kim Jong Un")));
        assert!(name("van den Broeck").is_part_of(&name("Joseph van den Broeck")));
        assert!(name("Kim Jong").is_part_of(&name("Kim Jong-un")));
        assert!(!name("Jean").is_part_of(&name("Jean-Pierre Morel")));
        assert!(!name("Kim Un").is_part_of(&name("Kim Jong Un")));
        assert!(!name("Pout").is_part_of(&name("Vladimir Poutine")));
    }
}
