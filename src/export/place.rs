//! From byte positions to lines and columns as people and editors count them.

/// A walk down a text that counts lines and columns on its way. Asked for ascending positions it looks at every
/// byte once, also where the text is one line of many megabytes.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column of byte `position`, both from 1, the column in characters.
    pub(super) fn of(&mut self, position: usize) -> (usize, usize) {
        if position < self.at {
            *self = Self::new(self.text);
        }
        let passed = &self.text[self.at..position];
        match passed.rfind('\n') {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
                self.column = 1 + passed[last + 1..].chars().count();
            }
            None => self.column += passed.chars().count(),
        }
        self.at = position;
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let text = "été\n\nœuvre né";
        let mut places = Places::new(text);
        assert_eq!(places.of(0), (1, 1));
        assert_eq!(places.of(text.find('\n').unwrap()), (1, 4));
        assert_eq!(places.of(text.find("œuvre").unwrap()), (3, 1));
        assert_eq!(places.of(text.find("né").unwrap()), (3, 7));
        assert_eq!(places.of(text.len()), (3, 9));
        assert_eq!(places.of(2), (1, 2), "back to the start for a position behind");
    }
}
