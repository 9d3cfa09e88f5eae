//! Numbers and strings in few bytes, and back again.
//!
//! Numbers are LEB128, strings are their length and UTF-8. The bytes may come back from a damaged disk, so nothing in them is
//! believed: reading never panics and never asks for more memory than the bytes can fill.

/// Appends a number.
pub fn number(out: &mut Vec<u8>, value: impl Into<u64>) {
    let mut value = value.into();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a count of things, or a place among them.
pub fn count(out: &mut Vec<u8>, value: usize) {
    number(out, value as u64);
}

/// Appends a number that may be negative, small ones of either sign in few bytes.
pub fn signed(out: &mut Vec<u8>, value: i64) {
    number(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

/// Appends bytes with their count.
pub fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    count(out, bytes.len());
    out.extend(bytes);
}

/// Appends a string.
pub fn string(out: &mut Vec<u8>, text: &str) {
    bytes(out, text.as_bytes());
}

/// What is left to read. Everything is `None` where the bytes are not what they should be.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// All of these.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// True when nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// What [`number`] appended.
    pub fn wide(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return None;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// The same of at most 32 bits.
    pub fn number(&mut self) -> Option<u32> {
        self.wide().and_then(|value| value.try_into().ok())
    }

    /// What [`signed`] appended.
    pub fn signed(&mut self) -> Option<i64> {
        let value = self.wide()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// So many bytes.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// What [`bytes`] appended.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = usize::try_from(self.wide()?).ok()?;
        self.take(count)
    }

    /// What [`string`] appended.
    pub fn string(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// A count and as many items. Memory grows with the items that are really there, never with what the count says.
    pub fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        (0..count).map(|_| item(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers: Vec<u64>, signs: Vec<i64>, text: String) {
            let mut out = Vec::new();
            for &value in &numbers {
                number(&mut out, value);
            }
            for &value in &signs {
                signed(&mut out, value);
            }
            string(&mut out, &text);
            let mut input = Input::new(&out);
            prop_assert!(numbers.iter().all(|&value| input.wide() == Some(value)));
            prop_assert!(signs.iter().all(|&value| input.signed() == Some(value)));
            prop_assert_eq!(input.string(), Some(text.as_str()));
            prop_assert!(input.is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let mut input = Input::new(&bytes);
            while input.list(Input::string).is_some() && !input.is_empty() {}
            let mut input = Input::new(&bytes);
            while input.signed().is_some() {}
        }
    }
}
