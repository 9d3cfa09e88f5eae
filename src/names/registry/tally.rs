//! Counts by key, in little room: most names have one form and stand in one article.

/// How often each key was counted; none is there with zero. A sorted list, for most are short, and the long ones, the
/// articles of a name, grow at the end.
#[derive(Debug)]
pub(super) struct Tally<K>(Entries<K>);

/// The only entry needs no memory of its own; several are a step away, to keep every name small.
#[derive(Debug)]
#[expect(clippy::box_collection, reason = "eight bytes less for each of half a million names that have one entry")]
enum Entries<K> {
    None,
    One((K, u32)),
    Many(Box<Vec<(K, u32)>>),
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self(Entries::None)
    }
}

impl<K: Copy + Ord> Tally<K> {
    /// That of entries in ascending order.
    pub(super) fn kept(mut entries: Vec<(K, u32)>) -> Self {
        Self(match (entries.len(), entries.pop()) {
            (_, None) => Entries::None,
            (1, Some(only)) => Entries::One(only),
            (_, Some(last)) => {
                entries.push(last);
                entries.shrink_to_fit();
                Entries::Many(Box::new(entries))
            }
        })
    }

    /// Calls every key by another name, no two by the same.
    pub(super) fn rename(&mut self, to: impl Fn(K) -> K) {
        let entries = self.entries_mut();
        for (key, _) in entries.iter_mut() {
            *key = to(*key);
        }
        if !entries.is_sorted() {
            entries.sort_unstable();
        }
    }

    /// Keys and counts, by key.
    pub(super) fn entries(&self) -> &[(K, u32)] {
        match &self.0 {
            Entries::None => &[],
            Entries::One(entry) => std::slice::from_ref(entry),
            Entries::Many(entries) => entries,
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = K> {
        self.entries().iter().map(|&(key, _)| key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// The count of `key`.
    pub(super) fn get(&self, key: K) -> u32 {
        self.place(key).map_or(0, |at| self.entries()[at].1)
    }

    /// Adds to, or takes from, a count. True when the key came or went.
    pub(super) fn change(&mut self, key: K, by: u32, add: bool) -> bool {
        match self.place(key) {
            Ok(at) => {
                let count = &mut self.entries_mut()[at].1;
                *count = if add { count.saturating_add(by) } else { count.saturating_sub(by) };
                let gone = *count == 0;
                if gone {
                    self.remove(at);
                }
                gone
            }
            Err(at) if add && by > 0 => {
                self.insert(at, (key, by));
                true
            }
            Err(_) => false,
        }
    }

    fn entries_mut(&mut self) -> &mut [(K, u32)] {
        match &mut self.0 {
            Entries::None => &mut [],
            Entries::One(entry) => std::slice::from_mut(entry),
            Entries::Many(entries) => entries,
        }
    }

    fn place(&self, key: K) -> Result<usize, usize> {
        let entries = self.entries();
        match entries.last() {
            Some(&(last, _)) if last < key => Err(entries.len()),
            _ => entries.binary_search_by_key(&key, |&(key, _)| key),
        }
    }

    fn insert(&mut self, at: usize, entry: (K, u32)) {
        match &mut self.0 {
            Entries::None => self.0 = Entries::One(entry),
            Entries::One(only) => {
                let both = if at == 0 { vec![entry, *only] } else { vec![*only, entry] };
                self.0 = Entries::Many(Box::new(both));
            }
            Entries::Many(entries) => entries.insert(at, entry),
        }
    }

    fn remove(&mut self, at: usize) {
        match &mut self.0 {
            Entries::Many(entries) if entries.len() > 1 => drop(entries.remove(at)),
            _ => *self = Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_in_order_and_go_at_zero() {
        let mut tally = Tally::default();
        assert!(tally.change('b', 2, true) && tally.change('a', 1, true) && tally.change('c', 1, true));
        assert!(!tally.change('b', 1, false) && !tally.change('x', 1, false) && !tally.change('x', 0, true));
        assert_eq!(tally.entries(), [('a', 1), ('b', 1), ('c', 1)]);
        assert!(tally.change('b', 1, false) && tally.change('a', 1, false) && tally.change('c', 1, false));
        assert!(tally.is_empty() && tally.get('a') == 0);
        assert!(tally.change('d', 3, true) && tally.change('d', 3, false) && tally.is_empty());
    }
}
