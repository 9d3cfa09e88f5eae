//! Words that many articles have in common, each held once, with how many have it.

use std::sync::Arc;

use foldhash::HashMap;

/// Who published, or the languages.
#[derive(Debug, Default)]
pub(super) struct Tally(HashMap<Arc<str>, u32>);

impl Tally {
    /// One more article has this; the one copy of it.
    pub(super) fn add(&mut self, word: Option<Arc<str>>) -> Option<Arc<str>> {
        let word = word?;
        if let Some(count) = self.0.get_mut(&word) {
            *count += 1;
            return self.0.get_key_value(&word).map(|(held, _)| held.clone());
        }
        self.0.insert(word.clone(), 1);
        Some(word)
    }

    /// One article less has this.
    pub(super) fn remove(&mut self, word: Option<&Arc<str>>) {
        let Some(word) = word else { return };
        if let Some(count) = self.0.get_mut(word) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(word);
            }
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(word, &count)| (&**word, count))
    }
}
