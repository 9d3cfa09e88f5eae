//! Fuzzy matching of titles: the only user of a fuzzy matcher.
//!
//! A filter is a few words, each of which must match somewhere, in any order; within a word the letters must come
//! in order, as in fzf. Both sides are folded first, because the matcher itself knows only ASCII case.
//!
//! The matcher says which letters of one line match. It is too slow to ask it about a pile with every key; there
//! [`Titles`] gives each title the matcher's score by a shorter way.

mod lanes;
mod score;
mod titles;

pub use titles::{CHUNK, Titles, UNMATCHED};

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::text::fold::{Folded, fold};

/// A line prepared for matching, with the way back to what is shown.
#[derive(Debug, Clone, Default)]
pub struct Line {
    folded: Folded,
}

impl Line {
    /// Prepares `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { folded: Folded::new(text) }
    }
}

/// What a filter found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Higher is better; comparable between lines under one filter only.
    pub score: i64,
    /// The matched letters, as byte ranges of the original line: ascending, disjoint, neighbours joined.
    pub ranges: Vec<Range<usize>>,
}

/// The words somebody typed to narrow a list.
#[derive(Debug, Clone)]
pub struct Filter {
    words: Vec<Word>,
    /// All letters of all words, as bits.
    letters: u64,
    /// True when at least one word has more than a letter, and all are short and plain: many titles are scored at once.
    plain: bool,
}

/// A word of a filter, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    chars: Vec<char>,
    /// Its letters, as bits.
    letters: u64,
    /// True for a single letter that is alone with its bit: then the bit tells all.
    distinct: bool,
}

impl Word {
    fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let letters = chars.iter().fold(0, |bits, &c| bits | titles::bit(c));
        let distinct = chars.len() == 1 && titles::is_distinct(chars[0]);
        Self { text: text.to_owned(), chars, letters, distinct }
    }
}

impl Filter {
    /// A filter of the words in `typed`. Without words it matches every line with score 0.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let words: Vec<Word> = fold(typed).split_whitespace().map(Word::new).collect();
        let letters = words.iter().fold(0, |bits, word| bits | word.letters);
        let plain = words.iter().all(|word| word.text.is_ascii() && word.chars.len() <= lanes::LONGEST);
        let plain = plain && words.iter().any(|word| !word.distinct);
        Self { words, letters, plain }
    }

    /// True when there is nothing to filter by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// True when both match the same lines with the same scores.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.words == other.words
    }

    /// True when this matches only lines that `wider` matches too.
    #[must_use]
    pub fn narrows(&self, wider: &Self) -> bool {
        wider.words.iter().all(|short| self.words.iter().any(|long| is_subsequence(&short.text, &long.text)))
    }

    /// Matches `line`; `None` when a word finds no place.
    #[must_use]
    pub fn matches(&self, line: &Line) -> Option<Match> {
        let text = line.folded.text();
        let mut score = 0;
        let mut chars = Vec::new();
        for word in &self.words {
            if !is_subsequence(&word.text, text) {
                return None;
            }
            // A new matcher for every word of every line: the cells left over from another one change the score, and the
            // switch that clears them panics (0.3.7).
            let matcher = SkimMatcherV2::default().ignore_case();
            let (found, at) = matcher.fuzzy_indices(text, &word.text)?;
            score += found;
            chars.extend(at);
        }
        chars.sort_unstable();
        chars.dedup();
        Some(Match { score, ranges: ranges_of(&line.folded, &chars) })
    }
}

/// Rejects most lines at the price of one look at them.
fn is_subsequence(word: &str, text: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|c| rest.any(|t| t == c))
}

/// Turns ascending `char` positions of the folded text into ranges of the original.
fn ranges_of(folded: &Folded, chars: &[usize]) -> Vec<Range<usize>> {
    let mut wanted = chars.iter().copied().peekable();
    let mut out: Vec<Range<usize>> = Vec::new();
    for (position, (at, c)) in folded.text().char_indices().enumerate() {
        if wanted.next_if_eq(&position).is_none() {
            continue;
        }
        let range = folded.source_range(at, at + c.len_utf8());
        match out.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The title with the matched letters in brackets.
    fn check(typed: &str, title: &str, expected: Option<&str>) {
        let shown = Filter::new(typed).matches(&Line::new(title)).map(|found| {
            let mut out = String::new();
            let mut at = 0;
            for range in found.ranges {
                out += &title[at..range.start];
                out += "[";
                out += &title[range.clone()];
                out += "]";
                at = range.end;
            }
            out + &title[at..]
        });
        assert_eq!(shown.as_deref(), expected);
    }

    #[test]
    fn case_accents_and_apostrophes_do_not_matter() {
        check("choigu", "Visite de Choïgu", Some("Visite de [Choïgu]"));
        check("l'extreme", "Dans L’Extrême-Orient", Some("Dans [L’Extrême]-Orient"));
        check("coeur", "Un cœur simple", Some("Un [cœur] simple"));
        check("ŒUVRE", "l'oeuvre", Some("l'[oeuvre]"));
    }

    #[test]
    fn words_match_in_any_order_and_all_must() {
        check("poutine kim", "Kim et Poutine", Some("[Kim] et [Poutine]"));
        check("poutine xi", "Kim et Poutine", None);
        check("", "Kim", Some("Kim"));
    }

    #[test]
    fn better_matches_score_higher() {
        let filter = Filter::new("kim");
        let score = |title: &str| filter.matches(&Line::new(title)).unwrap().score;
        assert!(score("Kim arrive") > score("Kilomètres inutiles à Madrid"));
    }

    #[test]
    fn the_same_line_scores_the_same_whatever_came_before() {
        let filter = Filter::new("ar no");
        let line = Line::new("Corée du Nord : armes");
        let first = filter.matches(&line);
        for other in ["armes du nord", "un très long titre sur l'armement nord-coréen", "a"] {
            let _ = filter.matches(&Line::new(other));
            assert_eq!(filter.matches(&line), first);
        }
    }

    #[test]
    fn leftovers_of_another_line_do_not_raise_a_score() {
        // A matcher that keeps its cells gives the second line more after the first one.
        let (filter, line) = (Filter::new("ab"), Line::new("xab"));
        let first = filter.matches(&line).unwrap().score;
        for other in ["aab", "ab ab", " ab", "a bab"] {
            let _ = filter.matches(&Line::new(other));
            assert_eq!(filter.matches(&line).unwrap().score, first);
        }
    }

    #[test]
    fn a_longer_filter_narrows_a_shorter_one() {
        for (longer, shorter, expected) in [
            ("kim", "ki", true),
            ("kim p", "kim", true),
            ("poutine kim", "ki po", true),
            ("kim", "", true),
            ("ki", "kim", false),
            ("", "k", false),
            ("mik", "kim", false),
        ] {
            assert_eq!(Filter::new(longer).narrows(&Filter::new(shorter)), expected, "{longer} {shorter}");
        }
    }

    /// The scores that the column gives, and those of the matcher itself.
    fn both(titles: &[String], typed: &str) -> (Vec<i64>, Vec<i64>) {
        let filter = Filter::new(typed);
        let mut column = Titles::default();
        for title in titles {
            column.push(title);
        }
        let quick = column.scores(0, &filter, |_| true).into_iter().map(i64::from).collect();
        let full = titles.iter().map(|t| filter.matches(&Line::new(t)).map_or(i64::from(UNMATCHED), |m| m.score));
        (quick, full.collect())
    }

    #[test]
    fn the_column_agrees_with_the_matcher_on_long_and_foreign_titles() {
        let long = "Une très longue phrase (trop longue) : l'armée s'en va-t-en guerre / ".repeat(9);
        let titles = ["", "Ким приехал в Москву", "Один – два", "日本 et l'été", &long, &long[..140], "a.txt", "9/11"];
        let titles = titles.map(str::to_owned);
        for typed in ["", "e", "о", "к м", "été", "guerre", "lalala", "'", "1", "日", "t t", "москва", "()", "a e i"]
        {
            let (quick, full) = both(&titles, typed);
            assert_eq!(quick, full, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn the_column_agrees_with_the_matcher(
            titles in prop::collection::vec("[a-dA-D àé'/.:(-]{0,150}|[abа-в é œ\u{ac}日]{0,12}|\\PC{0,20}", 1..12),
            typed in "[a-d]{1,4}|[a-d é'/.-]{0,7}|[аб日 a]{0,4}",
        ) {
            let (quick, full) = both(&titles, &typed);
            prop_assert_eq!(quick, full);
        }

        #[test]
        fn ranges_lie_on_boundaries(typed in "[a-zé œ']{0,6}", title in any::<String>()) {
            if let Some(found) = Filter::new(&typed).matches(&Line::new(&title)) {
                for range in found.ranges {
                    prop_assert!(title.get(range).is_some());
                }
            }
        }
    }
}
