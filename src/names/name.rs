//! A name taken apart for comparison: folded words, particles, initials, and where the family name stands.

use super::lexicon::{Cue, Gender, Lexicon, key};
use super::tokens::is_apostrophe;
use crate::text::fold::fold;

/// A person's name in comparable form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// Folded words without hyphens (`jongun`); particles included.
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Letters and digits only.
    letters: String,
    /// Length in letters of the word's parts between hyphens.
    parts: u8,
    particle: bool,
    initial: bool,
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

    fn solid(&self) -> impl DoubleEndedIterator<Item = &Word> {
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
        let facts = Lexicon::get().facts(&first.letters);
        let split = rest.len() == 2 && rest.iter().all(|w| w.letters.len() <= 6) || rest[0].parts == 2;
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
            if Lexicon::get().facts(&word.letters).given() < 3 && !out.contains(&word.letters) {
                out.push(word.letters.clone());
            }
        }
        out
    }

    /// The first word, when it is an initial: its letter.
    #[must_use]
    pub fn initial(&self) -> Option<char> {
        self.words.first().filter(|w| w.initial).and_then(|w| w.letters.chars().next())
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
        Lexicon::get().facts(&first.letters).gender()
    }

    /// True when `self` is a contiguous part of `whole`, particles optional: `Poutine`, `Jong Un`, `Lula da Silva`.
    #[must_use]
    pub fn is_part_of(&self, whole: &Self) -> bool {
        let part = self.bare();
        if part.is_empty() || self.words.iter().any(|w| w.initial) {
            return false;
        }
        let words: Vec<&str> = whole.words().collect();
        (0..words.len()).any(|from| {
            let mut rest = part.as_str();
            for word in &words[from..] {
                match rest.strip_prefix(word) {
                    Some("") => return true,
                    Some(tail) => rest = tail,
                    None => return false,
                }
            }
            false
        })
    }

    /// True when one of the two has an initial, or nothing, where the other has a given or middle name, and the rest is
    /// equal: `J. Sullivan` and `Jake Sullivan`, `George Bush` and `George W. Bush`.
    #[must_use]
    pub fn fits_initials(&self, other: &Self) -> bool {
        let (a, b): (Vec<&Word>, Vec<&Word>) = (self.solid().collect(), other.solid().collect());
        if a.len() < 2 || b.len() < 2 || self.last() != other.last() || self.last().len() < 2 {
            return false;
        }
        let first = |x: &Word, y: &Word| {
            x.letters == y.letters || (x.initial || y.initial) && x.letters.chars().next() == y.letters.chars().next()
        };
        if !first(a[0], b[0]) || a == b {
            return false;
        }
        let (inner_a, inner_b) = (&a[1..a.len() - 1], &b[1..b.len() - 1]);
        match (inner_a.len(), inner_b.len()) {
            (0, _) => inner_b.iter().all(|w| w.initial),
            (_, 0) => inner_a.iter().all(|w| w.initial),
            (n, m) => n == m && inner_a.iter().zip(inner_b).all(|(x, y)| first(x, y)),
        }
    }

    /// True when the two differ by one letter in one long word and that word is no other known name in both:
    /// `Adriene` and `Adrienne Watson`, never `Daniel` and `Danielle`.
    #[must_use]
    pub fn is_misspelling_of(&self, other: &Self) -> bool {
        let (a, b): (Vec<&Word>, Vec<&Word>) = (self.solid().collect(), other.solid().collect());
        if a.len() != b.len() || a.len() < 2 {
            return false;
        }
        let mut different = a.iter().zip(&b).enumerate().filter(|(_, (x, y))| x.letters != y.letters);
        let (Some((at, (x, y))), None) = (different.next(), different.next()) else { return false };
        if x.letters.len().min(y.letters.len()) < LONG_WORD || strsim::osa_distance(&x.letters, &y.letters) != 1 {
            return false;
        }
        let facts = [Lexicon::get().facts(&x.letters), Lexicon::get().facts(&y.letters)];
        let feminine = is_feminine_of(&x.letters, &y.letters) || is_feminine_of(&y.letters, &x.letters);
        if at == 0 {
            // Two given names that both exist are two people.
            !feminine && facts.iter().any(|f| f.male().max(f.female()) < 2)
        } else {
            facts.iter().any(|f| !f.has(Cue::Surname)) && !y.letters.ends_with('a') && !x.letters.ends_with('a')
        }
    }

    /// Keys under which names that may be misspellings of one another meet.
    #[must_use]
    pub fn spelling_keys(&self) -> Vec<String> {
        let words: Vec<&str> = self.words().collect();
        if words.len() < 2 {
            return Vec::new();
        }
        let mut out = Vec::new();
        for (at, word) in words.iter().enumerate().filter(|(_, w)| w.len() >= LONG_WORD) {
            let prefix: String = word.chars().take(3).collect();
            let rest: Vec<&str> = words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| *w).collect();
            out.push(format!("{} {at}{prefix}", rest.join(" ")));
        }
        out
    }
}

/// Words shorter than this many letters are other words, not misspellings.
const LONG_WORD: usize = 6;

/// `frederique` of `frederic`, `danielle` of `daniel`, `michele` of `michel`.
fn is_feminine_of(longer: &str, shorter: &str) -> bool {
    longer.strip_prefix(shorter).is_some_and(|rest| matches!(rest, "e" | "a"))
        || longer
            .strip_suffix('a')
            .is_some_and(|stem| shorter == stem || shorter.strip_suffix(['e', 'o']) == Some(stem))
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
    let parts = folded.split('-').filter(|p| !p.is_empty()).count().min(9) as u8;
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
    words.push(Word { letters, parts, particle, initial });
}

/// The comparable form of an organisation's or a place's name: folded letters, leading article and possessive off.
#[must_use]
pub fn plain_key(surface: &str) -> String {
    let folded = key(surface);
    let mut rest = folded.as_str();
    rest = rest.strip_suffix("'s").unwrap_or(rest);
    for article in ["l'", "d'", "la ", "le ", "les ", "the "] {
        // "Le Monde" and "La Haye" keep the article with the name; folding it off joins "the Guardian" and "Guardian".
        if let Some(tail) = rest.strip_prefix(article).filter(|t| t.len() > 2) {
            rest = tail;
            break;
        }
    }
    let letters: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { folded } else { letters }
}

/// True when `acronym` is made of initials of `long`, in order.
#[must_use]
pub fn is_acronym_of(acronym: &str, long: &str) -> bool {
    let letters: Vec<char> = fold(acronym).chars().filter(|c| c.is_alphanumeric()).collect();
    let folded = fold(long);
    let mut initials = folded.split(|c: char| !c.is_alphanumeric()).filter_map(|w| w.chars().next());
    letters.len() > 1 && folded.contains(' ') && letters.iter().all(|&l| initials.any(|i| i == l))
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
        assert!(!name("Kim Un").is_part_of(&name("Kim Jong Un")));
        assert!(!name("Pout").is_part_of(&name("Vladimir Poutine")));
    }

    #[test]
    fn initials_fit_but_given_names_do_not() {
        assert!(name("J. Sullivan").fits_initials(&name("Jake Sullivan")));
        assert!(name("J-M Ayrault").fits_initials(&name("Jean-Marc Ayrault")));
        assert!(name("George W. Bush").fits_initials(&name("George Bush")));
        assert!(!name("George Bush").fits_initials(&name("Jeb Bush")));
        assert!(!name("A. Sullivan").fits_initials(&name("Jake Sullivan")));
    }

    #[test]
    fn misspellings_differ_by_one_letter_and_are_no_other_name() {
        assert!(name("Adriene Watson").is_misspelling_of(&name("Adrienne Watson")));
        for (a, b) in [
            ("Daniel Roche", "Danielle Roche"),
            ("Frédéric Blanc", "Frédérique Blanc"),
            ("Jean Roche", "Jeanne Roche"),
            ("Michel Roche", "Michèle Roche"),
            ("Martin Roche", "Martine Roche"),
        ] {
            assert!(!name(a).is_misspelling_of(&name(b)), "{a} and {b}");
        }
    }

    #[test]
    fn acronyms_are_initials_in_order() {
        assert!(is_acronym_of("CSNU", "Conseil de sécurité des Nations unies"));
        assert!(!is_acronym_of("ONU", "Conseil de sécurité"));
        assert_eq!(plain_key("l’ONU"), plain_key("ONU"));
        assert_eq!(plain_key("Nations Unies"), plain_key("Nations unies"));
    }
}
