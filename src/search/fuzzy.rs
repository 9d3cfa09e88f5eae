//! Fuzzy matching of titles: the only user of a fuzzy matcher.
//!
//! A filter is a few words, each of which must match somewhere, in any order; within a word the letters must come
//! in order, as in fzf. Both sides are folded first, because the matcher itself knows only ASCII case.

use std::fmt;
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
pub struct Filter {
    words: Vec<String>,
    matcher: SkimMatcherV2,
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Filter {
    /// A filter of the words in `typed`. Without words it matches every line with score 0.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let words = fold(typed).split_whitespace().map(str::to_owned).collect();
        Self { words, matcher: SkimMatcherV2::default().ignore_case() }
    }

    /// True when there is nothing to filter by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Matches `line`; `None` when a word finds no place.
    #[must_use]
    pub fn matches(&self, line: &Line) -> Option<Match> {
        let text = line.folded.text();
        let mut score = 0;
        let mut chars = Vec::new();
        for word in &self.words {
            if !is_subsequence(word, text) {
                return None;
            }
            // With indices, not the bare score: that one depends on what the matcher scored before (0.3.7).
            let (found, at) = self.matcher.fuzzy_indices(text, word)?;
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

    proptest! {
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
