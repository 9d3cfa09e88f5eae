//! Putting broken lines together: the hyphen that a line ends with goes where it only broke a word, and stays in a compound.
//!
//! The document's own words decide first, as in plain text ([`super::super::plain`]). Where they say nothing, a page of set type
//! differs from a text file: it breaks words as a matter of course, so that the hyphen goes unless the language shows a compound.

use std::collections::HashSet;

use crate::ingest::plain::{broken_word, is_word};

/// First parts of compounds that are no word's beginning, folded to lower case.
const FIRST: &[&str] = &[
    "sous",
    "vice",
    "demi",
    "quasi",
    "avant",
    "après",
    "arrière",
    "nord",
    "sud",
    "peut",
    "celui",
    "celle",
    "ceux",
    "celles",
    "rendez",
    "quatre",
    "dix",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "grand",
    "grands",
    "petit",
    "saint",
    "sainte",
    "tout",
    "franco",
    "self",
    "well",
];

/// Last parts of compounds: pronouns behind a verb, and what French puts behind a word.
const LAST: &[&str] = &[
    "ci", "là", "il", "ils", "elle", "elles", "on", "je", "nous", "vous", "moi", "toi", "même", "mêmes", "être",
    "delà", "midi",
];

/// The words of a document.
#[derive(Default)]
pub struct Words(HashSet<String>);

impl Words {
    /// Takes in the words of a line; the last one of a line that breaks it is none.
    pub fn learn(&mut self, line: &str) {
        let line = line.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
        self.0.extend(line.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned));
    }

    fn knows(&self, word: &str) -> bool {
        self.0.contains(word) || self.0.contains(&word.to_lowercase())
    }
}

/// Appends a line to those before it.
pub fn append(text: &mut String, line: &str, words: &Words) {
    if text.ends_with('\u{2010}') {
        text.pop();
        text.push('-');
    }
    if text.ends_with('\u{ad}') {
        text.pop();
    } else if let Some((head, tail)) = broken_word(text, line) {
        if !is_compound(head, tail, words) {
            text.pop();
        }
    } else if !text.is_empty() {
        text.push(' ');
    }
    // A soft hyphen inside of a line breaks nothing.
    let (inside, end) = line.strip_suffix('\u{ad}').map_or((line, ""), |inside| (inside, "\u{ad}"));
    text.extend(inside.chars().filter(|c| *c != '\u{ad}'));
    text.push_str(end);
}

/// True when the hyphen between the two is the word's own.
fn is_compound(head: &str, tail: &str, words: &Words) -> bool {
    let bare = head.trim_end_matches('-');
    if words.knows(&[bare, tail].concat()) {
        return words.knows(&[head, tail].concat()) && bare.contains('-');
    }
    let last = tail.split('-').next().unwrap_or_default();
    words.knows(&[head, tail].concat())
        || tail.starts_with(char::is_uppercase)
        || bare.contains('-') && LAST.contains(&last)
        || FIRST.contains(&bare.to_lowercase().as_str()) && !tail.starts_with("cri") // `sous-crire`
        || LAST.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &str, second: &str, elsewhere: &str, expected: &str) {
        let mut words = Words::default();
        words.learn(elsewhere);
        let mut text = first.to_owned();
        append(&mut text, second, &words);
        assert_eq!(text, expected);
    }

    #[test]
    fn a_word_that_was_only_broken_is_whole_again() {
        check("une grande prome-", "nade au bord", "", "une grande promenade au bord");
        check("une prome\u{ad}", "nade", "", "une promenade");
        check("une prome\u{2010}", "nade", "", "une promenade");
        check("les sous-pré-", "fectures", "", "les sous-préfectures");
        check("le grand port-", "folio", "", "le grand portfolio");
    }

    #[test]
    fn a_compound_keeps_its_hyphen() {
        check("avec Jean-", "Pierre", "", "avec Jean-Pierre");
        check("à la sous-", "préfecture", "", "à la sous-préfecture");
        check("viendra-t-", "il", "", "viendra-t-il");
        check("un porte-", "parole", "Le porte-parole a dit", "un porte-parole");
        check("un porte-", "feuille", "Son portefeuille", "un portefeuille");
    }

    #[test]
    fn lines_without_a_hyphen_are_parted_by_a_space() {
        check("la ville", "attend", "", "la ville attend");
        check("de 1914 -", "1918", "", "de 1914 - 1918");
    }
}
