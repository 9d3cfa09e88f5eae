//! When two full names may be one person: contiguous parts, initials, transliterations, misspellings.

use super::lexicon::Cue;
use super::name::{PersonName, Word};
use super::spelling::facts;
use super::translit::{alike, skeleton};
use super::{Because, Hint};

/// How the weaker full name `own` relates to the stronger `theirs`, if they may be one person.
#[must_use]
pub fn relation(own: &PersonName, theirs: &PersonName) -> Option<Because> {
    if own.is_part_of(theirs) {
        Some(Because::Part)
    } else if fits_initials(own, theirs) {
        Some(Because::Initial)
    } else if is_transliteration_of(own, theirs) {
        Some(Because::Transliteration)
    } else if is_misspelling_of(own, theirs) {
        Some(Because::Misspelling)
    } else {
        None
    }
}

/// Evidence too weak for a merge that the weaker full name `own` is `theirs`, which no [`relation`] joins to it: a part of
/// it, one letter in a known name, a given name that may be short for the other.
#[must_use]
pub fn weak_relation(own: &PersonName, theirs: &PersonName) -> Option<Hint> {
    if own.is_part_of(theirs) {
        return Some(Hint::Part);
    }
    let (a, b) = solid(own, theirs);
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let mut different = a.iter().zip(&b).enumerate().filter(|(_, (x, y))| x.letters != y.letters);
    let (Some((at, (x, y))), None) = (different.next(), different.next()) else { return None };
    if let (0, Some(one), Some(other)) = (at, own.gender(), theirs.gender())
        && one != other
    {
        return None;
    }
    let short = |x: &str, y: &str| at == 0 && x.len() >= 3 && y.starts_with(x);
    let near = x.letters.len().min(y.letters.len()) >= 5 && strsim::osa_distance(&x.letters, &y.letters) == 1;
    let sound = skeleton(&x.letters) == skeleton(&y.letters);
    (near || sound || short(&x.letters, &y.letters) || short(&y.letters, &x.letters)).then_some(Hint::Likeness)
}

fn solid<'a>(a: &'a PersonName, b: &'a PersonName) -> (Vec<&'a Word>, Vec<&'a Word>) {
    (a.solid().collect(), b.solid().collect())
}

/// True when one of the two has an initial, or nothing, where the other has a given or middle name, and the rest is
/// equal: `J. Sullivan` and `Jake Sullivan`, `George Bush` and `George W. Bush`.
fn fits_initials(own: &PersonName, other: &PersonName) -> bool {
    let (a, b) = solid(own, other);
    if a.len() < 2 || b.len() < 2 || own.last() != other.last() || own.last().len() < 2 {
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

/// True when the names are the same word by word, or in another language's spelling.
fn is_transliteration_of(own: &PersonName, other: &PersonName) -> bool {
    let (a, b) = solid(own, other);
    a.len() == b.len()
        && a.len() > 1
        && a.iter().zip(&b).all(|(x, y)| x.letters == y.letters || alike(&x.letters, &y.letters))
}

/// True when the two differ by one letter in one long word and that word is no other known name in both:
/// `Adriene` and `Adrienne Watson`, never `Daniel` and `Danielle`.
fn is_misspelling_of(own: &PersonName, other: &PersonName) -> bool {
    let (a, b) = solid(own, other);
    if a.len() != b.len() || a.len() < 2 {
        return false;
    }
    let mut different = a.iter().zip(&b).enumerate().filter(|(_, (x, y))| x.letters != y.letters);
    let (Some((at, (x, y))), None) = (different.next(), different.next()) else { return false };
    if x.letters.len().min(y.letters.len()) < LONG_WORD || strsim::osa_distance(&x.letters, &y.letters) != 1 {
        return false;
    }
    let facts = [facts(&x.letters), facts(&y.letters)];
    let feminine = is_feminine_of(&x.letters, &y.letters) || is_feminine_of(&y.letters, &x.letters);
    if at == 0 {
        // Two given names that both exist are two people.
        !feminine && facts.iter().any(|f| f.male().max(f.female()) < 2)
    } else {
        let christened = feminine && facts.iter().all(|f| f.given() > 1);
        !christened
            && facts.iter().any(|f| !f.has(Cue::Surname))
            && !y.letters.ends_with('a')
            && !x.letters.ends_with('a')
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

/// Keys under which full names meet that may be one person: family name and first letter, all words but one, the
/// sound of the whole.
#[must_use]
pub fn likenesses(person: &PersonName) -> Vec<String> {
    let words: Vec<&str> = person.words().collect();
    let mut out = Vec::new();
    if let Some(letter) = person.first_letter() {
        out.push(format!("{} {letter}", person.last()));
    }
    if words.len() < 2 {
        return out;
    }
    for (at, word) in words.iter().enumerate().filter(|(_, w)| w.len() >= LONG_WORD) {
        let prefix: String = word.chars().take(3).collect();
        let rest: Vec<&str> = words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| *w).collect();
        out.push(format!("{} {at}{prefix}", rest.join(" ")));
    }
    // A family name of several words meets the longer names that end in it.
    out.push(format!("… {}", person.last()));
    let sound: Vec<String> = words.iter().map(|word| skeleton(word)).collect();
    out.push(format!("~ {}", sound.join(" ")));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(a: &str, b: &str) -> Option<Because> {
        relation(&PersonName::new(a), &PersonName::new(b))
    }

    #[test]
    fn initials_fit_but_given_names_do_not() {
        assert_eq!(related("J. Sullivan", "Jake Sullivan"), Some(Because::Initial));
        assert_eq!(related("J-M Ayrault", "Jean-Marc Ayrault"), Some(Because::Initial));
        assert_eq!(related("George W. Bush", "George Bush"), Some(Because::Initial));
        assert_eq!(related("George Bush", "Jeb Bush"), None);
        assert_eq!(related("A. Sullivan", "Jake Sullivan"), None);
    }

    #[test]
    fn a_foreign_name_may_be_spelt_by_ear() {
        for (a, b) in [
            ("Ehoud Barak", "Ehud Barak"),
            ("Vladimir Poutine", "Vladimir Putin"),
            ("Sergueï Choïgou", "Sergei Shoigu"),
            ("Mikhaïl Gorbatchev", "Mikhail Gorbachev"),
        ] {
            assert_eq!(related(a, b), Some(Because::Transliteration), "{a} and {b}");
        }
        for (a, b) in [("Jean Martin", "Jean Martine"), ("Lou Roche", "Luc Roche"), ("Valentin Roy", "Valentine Roy")] {
            assert_eq!(related(a, b), None, "{a} and {b}");
        }
    }

    #[test]
    fn what_is_too_weak_to_merge_is_a_hint() {
        let hint = |a: &str, b: &str| weak_relation(&PersonName::new(a), &PersonName::new(b));
        assert_eq!(hint("Alex Roche", "Alexandre Roche"), Some(Hint::Likeness));
        assert_eq!(hint("Pierre Leroy", "Pierre Leroi"), Some(Hint::Likeness));
        assert_eq!(hint("Paul Martin", "Pierre Paul Martin"), Some(Hint::Part));
        assert_eq!(hint("George Bush", "Jeb Bush"), None);
    }

    #[test]
    fn misspellings_differ_by_one_letter_and_are_no_other_name() {
        assert_eq!(related("Adriene Watson", "Adrienne Watson"), Some(Because::Misspelling));
        for (a, b) in [
            ("Daniel Roche", "Danielle Roche"),
            ("Frédéric Blanc", "Frédérique Blanc"),
            ("Jean Roche", "Jeanne Roche"),
            ("Michel Roche", "Michèle Roche"),
            ("Martin Roche", "Martine Roche"),
        ] {
            assert_eq!(related(a, b), None, "{a} and {b}");
        }
    }
}
