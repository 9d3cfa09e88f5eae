//! The long tails: words and family names put together from syllables. No real ones, but they look like it.

use std::collections::HashSet;

use super::Dice;

const ONSETS: &str = "b bl br c ch cl cr d dr f fl fr g gl gr gu h j l m n p ph pl pr qu r s st t tr v";
const VOWELS: &str = "a a e é i o u ou an on in eu oi ai au ê";
const ENDS: &str = "e er é ée tion ment eur euse ique ette age s t ir al elle ure aire able iste isme";
const FAMILY_ENDS: &str = "ard eau el et ier in on ot y ac aud ault er ez i ois oux our ert as ain aire";

/// Given names of those who are named rarely.
pub const GIVEN: &str = "Marie Jean Pierre Michel Philippe Nathalie Isabelle Alain Patrick Catherine Christophe Sylvie \
Nicolas Laurent Valérie Sandrine Stéphane Olivier Éric David Céline Sophie Frédéric Julien Véronique Christine Martine \
Thomas Daniel Bruno Anne Camille Léa Chloé Manon Emma Lucas Hugo Louis Jules Gabriel Arthur Paul Antoine Maxime \
Alexandre Benjamin Romain Guillaume François Jacques Bernard André Claude Robert Henri Georges Marcel René Hélène \
Florence Agnès Élodie Audrey Mélanie Émilie Caroline Laetitia Virginie Corinne Brigitte Monique Jacqueline Simone \
Ahmed Mohamed Fatima Samira Karim Rachid Nadia Leïla Youssef Ivan Sergueï Olga Anna Maria José Carlos Luis Marco \
Giulia Hans Klaus Ingrid Peter John Mary James William Sarah";

/// So many words, `first` before all others. The rarer, the longer.
pub fn vocabulary(first: &[&str], count: usize, dice: &mut Dice) -> Vec<String> {
    let (parts, mut words) = (Parts::new(ENDS), Vec::new());
    words.extend(first.iter().map(|&word| word.to_owned()));
    fill(&mut words, count, |at| parts.word(1 + at / 20_000, dice));
    words
}

/// So many family names.
pub fn families(count: usize, dice: &mut Dice) -> Vec<String> {
    let (parts, mut names) = (Parts::new(FAMILY_ENDS), Vec::new());
    fill(&mut names, count, |at| {
        let name = parts.word(1 + at / 30_000, dice);
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    });
    names
}

/// Makes words until there are `count` different ones.
fn fill(words: &mut Vec<String>, count: usize, mut make: impl FnMut(usize) -> String) {
    let mut seen: HashSet<String> = words.iter().cloned().collect();
    while words.len() < count {
        let word = make(words.len());
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
}

/// What words are made of.
struct Parts {
    onsets: Vec<&'static str>,
    vowels: Vec<&'static str>,
    ends: Vec<&'static str>,
}

impl Parts {
    fn new(ends: &'static str) -> Self {
        let split = |list: &'static str| list.split(' ').collect();
        Self { onsets: split(ONSETS), vowels: split(VOWELS), ends: split(ends) }
    }

    fn word(&self, syllables: usize, dice: &mut Dice) -> String {
        let mut word = String::new();
        for _ in 0..syllables {
            word += self.onsets[dice.below(self.onsets.len())];
            word += self.vowels[dice.below(self.vowels.len())];
        }
        word += self.onsets[dice.zipf(self.onsets.len())];
        word + self.ends[dice.zipf(self.ends.len())]
    }
}
