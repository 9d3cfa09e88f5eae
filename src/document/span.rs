//! Byte ranges in an article's text.

use std::ops::Range;

/// A half-open range of bytes in [`Article::text`](super::Article::text), always on character boundaries of the
/// text it was made for. Four bytes an end: a text is shorter than 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from byte `start` up to byte `end`.
    ///
    /// # Panics
    /// When `end < start` or `end` does not fit in 32 bits; both are mistakes of the caller.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        let narrow = |n: usize| u32::try_from(n).expect("a text is shorter than 4 GiB");
        Self { start: narrow(start), end: narrow(end) }
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// First byte behind the span.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when the span covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The text under the span.
    ///
    /// # Panics
    /// When `text` is not the text the span was made for and the span does not fit it.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// True when `position` lies inside.
    #[must_use]
    pub fn contains(self, position: usize) -> bool {
        self.range().contains(&position)
    }

    /// The span `from..to` of this span's own text, as a span of the whole.
    #[must_use]
    pub fn sub(self, from: usize, to: usize) -> Self {
        Self::new(self.start() + from, self.start() + to)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
