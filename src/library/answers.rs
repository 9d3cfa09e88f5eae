//! What the library's full-text index says of the words of a query, for all articles at once.

use super::store::{Error, KeptId, Store, Within};
use crate::search::query::{Query, Text};

/// The answers to one query. Articles that came into the library later are not told about: their texts are looked at.
#[derive(Debug, Default)]
pub struct Answers {
    terms: Vec<Answer>,
    /// The newest article when the index was asked.
    newest: Option<KeptId>,
}

#[derive(Debug)]
struct Answer {
    text: Text,
    found: Numbers,
    exact: bool,
}

/// A set of numbers that lie close together, a bit each.
#[derive(Debug, Default)]
struct Numbers {
    first: i64,
    bits: Vec<u64>,
}

impl Numbers {
    /// Of ascending numbers.
    fn new(ids: &[KeptId]) -> Self {
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return Self::default() };
        let mut bits = vec![0u64; ((last.0 - first.0) / 64 + 1) as usize];
        for id in ids {
            let at = (id.0 - first.0) as usize;
            bits[at / 64] |= 1 << (at % 64);
        }
        Self { first: first.0, bits }
    }

    fn has(&self, id: KeptId) -> bool {
        let at = id.0.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| Some((self.bits.get(at / 64)? >> (at % 64)) & 1)) == Some(1)
    }
}

impl Answers {
    /// Asks the index for each word and phrase of `query` that it can tell about.
    ///
    /// # Errors
    /// As the library has it.
    pub fn ask(store: &Store, query: &Query) -> Result<Self, Error> {
        // First: whatever is as old as this is in the index by the time that it is asked.
        let newest = store.newest()?;
        let mut terms = Vec::new();
        for text in query.texts() {
            if let Some(holding) = store.holding(text, Within::Text)? {
                let found = Numbers::new(&holding.ids);
                terms.push(Answer { text: text.clone(), found, exact: holding.exact });
            }
        }
        Ok(Self { terms, newest })
    }

    /// Whether `text`, which must be one of the query's, stands in an article; `None` when its text has to be looked at.
    #[must_use]
    pub fn says(&self, text: &Text, id: KeptId) -> Option<bool> {
        let answer = self.terms.iter().find(|answer| answer.text == *text).filter(|_| self.newest >= Some(id))?;
        match answer.found.has(id) {
            true if !answer.exact => None,
            found => Some(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_far_apart_are_told_apart() {
        let ids = [7, 8, 70, 135, 5000].map(KeptId);
        let numbers = Numbers::new(&ids);
        assert!(ids.iter().all(|&id| numbers.has(id)));
        assert!([-1, 0, 6, 9, 71, 4999, 5001, i64::MAX, i64::MIN].iter().all(|&id| !numbers.has(KeptId(id))));
        assert!(!Numbers::default().has(KeptId(0)));
    }
}
