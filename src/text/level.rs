//! White space levelled: what is written over two lines, or with two spaces, is the same as on one line with one.

/// `text` with one space between its words, and none around them.
#[must_use]
pub fn level(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_spaces_are_one_space() {
        assert_eq!(level(" Kim\n  Jong\u{a0}Un "), "Kim Jong Un");
        assert_eq!((level(" \t"), level("é")), (String::new(), "é".to_owned()));
    }
}
