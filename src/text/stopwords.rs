//! Little words (the, and, of) by language: they say in which language a text is, and nothing of what it is about.
//!
//! The only user of the crate stop-words, whose lists are those of NLTK and Stopwords ISO.

use std::sync::OnceLock;

use foldhash::HashMap;

use super::fold::fold;

/// The languages whose little words are known, by their ISO 639-1 codes.
pub const LANGUAGES: [&str; 28] = [
    "fr", "en", "de", "es", "it", "pt", "nl", "ca", "sv", "da", "no", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "tr",
    "el", "ru", "uk", "bg", "ar", "he", "zh", "ja", "ko",
];

/// For each word the languages that have it, a bit each in the order of [`LANGUAGES`].
type Table = HashMap<Box<str>, u32>;

fn table(form: fn(&str) -> Box<str>) -> Table {
    let mut table = Table::default();
    for (bit, code) in LANGUAGES.iter().enumerate() {
        for word in stop_words::lookup(*code).unwrap_or_default() {
            *table.entry(form(word)).or_default() |= 1 << bit;
        }
    }
    table
}

/// Folded words that are little words in some texts and what they are about in others: summer, sound, tone, sums.
const HOMOGRAPHS: [(&str, &str); 6] =
    [("fr", "ete"), ("fr", "etes"), ("fr", "son"), ("fr", "ton"), ("fr", "sommes"), ("es", "sobre")];

/// True when a folded word is a little word of the language with this code, and nothing else.
#[must_use]
pub fn is_stop_word(folded: &str, code: &str) -> bool {
    static FOLDED: OnceLock<Table> = OnceLock::new();
    if HOMOGRAPHS.contains(&(code, folded)) {
        return false;
    }
    let table = FOLDED.get_or_init(|| table(|word| fold(word).into_boxed_str()));
    let bit = LANGUAGES.iter().position(|known| *known == code);
    bit.is_some_and(|bit| table.get(folded).is_some_and(|languages| languages & 1 << bit != 0))
}

/// How much one word says for a language at most: a word that only one of them has may be a name in another.
const MOST: f64 = 0.6;

/// What the little words of `text` say for each of [`LANGUAGES`]: the fewer languages have a word, the more it says.
#[must_use]
pub fn evidence(text: &str) -> [f64; LANGUAGES.len()] {
    static WORDS: OnceLock<Table> = OnceLock::new();
    let table = WORDS.get_or_init(|| table(|word| Box::from(word)));
    let mut out = [0.0; LANGUAGES.len()];
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        // A capital inside of a sentence is a name: Kim is a little word in Turkish.
        if at > 0 && word.starts_with(char::is_uppercase) {
            continue;
        }
        let Some(&languages) = table.get(word.to_lowercase().as_str()) else { continue };
        let weight = (1.0 / f64::from(languages.count_ones())).min(MOST);
        for (bit, sum) in out.iter_mut().enumerate() {
            *sum += if languages & 1 << bit == 0 { 0.0 } else { weight };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words() {
        for code in LANGUAGES {
            assert!(stop_words::lookup(code).is_some_and(|words| words.len() > 40), "{code}");
        }
        assert!(is_stop_word("le", "fr") && is_stop_word("meme", "fr") && is_stop_word("the", "en"));
        assert!(!is_stop_word("ete", "fr") && is_stop_word("etais", "fr"));
        assert!(!is_stop_word("le", "en") && !is_stop_word("sommet", "fr") && !is_stop_word("le", "xx"));
    }

    #[test]
    fn little_words_say_the_language() {
        let best = |text: &str| {
            let all = evidence(text);
            let best = (0..all.len()).max_by(|&a, &b| all[a].total_cmp(&all[b])).unwrap();
            LANGUAGES[best]
        };
        assert_eq!(best("Il est dans la ville avec eux."), "fr");
        assert_eq!(best("He was with them in the town."), "en");
        assert!(evidence("Vladivostok 2019").iter().all(|&sum| sum == 0.0));
    }
}
