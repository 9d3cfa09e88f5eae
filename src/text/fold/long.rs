//! Folding for long texts: the way back is worked out anew for the few places that somebody asks for.

use std::ops::Range;

use super::{Folded, fold_into, is_dropped, offset};

/// A part is about this long, in bytes: short enough to be folded again for a place in it, long enough that the parts of
/// fifty megabytes weigh nothing.
const PART: usize = 4096;

/// A folded text of any length. It holds the folded text and little more; [`Long::way_back`] leads to the original.
#[derive(Debug, Clone, Default)]
pub struct Long {
    text: String,
    /// Where each part begins, in the folded text and in the original. Ascending; folding the parts one by one or all at
    /// once comes to the same.
    parts: Vec<(u32, u32)>,
}

impl Long {
    /// Folds `source`, which must be shorter than 4 GiB.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut long = Self { text: String::with_capacity(source.len()), parts: Vec::new() };
        let mut start = 0;
        while start < source.len() {
            let end = part_end(source, start);
            long.parts.push((offset(long.text.len()), offset(start)));
            fold_into(&source[start..end], &mut long.text);
            start = end;
        }
        long
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way back to the text that this one was made of.
    #[must_use]
    pub fn way_back<'a>(&'a self, source: &'a str) -> WayBack<'a> {
        WayBack { long: self, source, last: None }
    }
}

/// The end of the part that begins at `start`: in front of something that is neither white space nor left out, because
/// runs of white space fold as one and what is left out belongs to what stands before it.
fn part_end(source: &str, start: usize) -> usize {
    let least = source.floor_char_boundary(start.saturating_add(PART).min(source.len()));
    let rest = &source[least..];
    rest.find(|c: char| !c.is_whitespace() && !is_dropped(c)).map_or(source.len(), |more| least + more)
}

/// Leads from places in a folded text to those of the original; fastest in the order of the text.
#[derive(Debug)]
pub struct WayBack<'a> {
    long: &'a Long,
    source: &'a str,
    /// The part that was folded anew last.
    last: Option<(usize, Folded)>,
}

impl WayBack<'_> {
    /// The byte range of the original that the folded byte range `start..end` was made from, as
    /// [`Folded::source_range`] has it.
    pub fn source_range(&mut self, start: usize, end: usize) -> Range<usize> {
        let from = self.in_part_of(start, |part, at| part.source_range(at, at).start);
        if end <= start {
            return from..from;
        }
        // The end belongs to what stands before it.
        from..self.in_part_of(end - 1, |part, at| part.source_end(at + 1))
    }

    /// Asks the part that holds the folded byte `folded`, with the place in the part, for a place in the original.
    fn in_part_of(&mut self, folded: usize, ask: impl Fn(&Folded, usize) -> usize) -> usize {
        let parts = &self.long.parts;
        let Some(at) = parts.partition_point(|part| part.0 as usize <= folded).checked_sub(1) else { return 0 };
        let (folded_start, start) = parts[at];
        if self.last.as_ref().is_none_or(|(last, _)| *last != at) {
            let end = parts.get(at + 1).map_or(self.source.len(), |next| next.1 as usize);
            self.last = Some((at, Folded::new(&self.source[start as usize..end])));
        }
        let (_, part) = self.last.as_ref().expect("folded just above");
        start as usize + ask(part, folded - folded_start as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Compares every place with what the short way says.
    fn check(source: &str) {
        let (long, folded) = (Long::new(source), Folded::new(source));
        assert_eq!(long.text(), folded.text());
        let mut back = long.way_back(source);
        let bounds: Vec<usize> = folded.text().char_indices().map(|(at, _)| at).chain([folded.text().len()]).collect();
        for (i, &start) in bounds.iter().enumerate() {
            for &end in bounds[i..].iter().take(4) {
                assert_eq!(back.source_range(start, end), folded.source_range(start, end), "{start}..{end}");
            }
        }
    }

    #[test]
    fn many_parts_are_as_one() {
        check(&"Le cœur d’Élisa\u{300}  bat \n\n fort.\u{a0}«\u{301} Oui »".repeat(400));
        check(&format!("{}\u{301}é{}x", "a".repeat(PART), " ".repeat(2 * PART)));
        check("");
        check("  ");
    }

    proptest! {
        #[test]
        fn a_border_of_parts_is_nowhere_seen(text in "[a zé\u{301}œ\n\u{ad}İ’]{0,30}", before in 0usize..20) {
            check(&format!("{}{text}{}", "b".repeat(PART - before), "c".repeat(9)));
        }
    }
}
