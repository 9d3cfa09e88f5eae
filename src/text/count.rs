//! Numbers of things in words.

use std::fmt::Display;

/// A number of things, whose plural ends in an s: `1 article`, `2 articles`.
#[must_use]
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(number: N, thing: &str) -> String {
    let ending = if number == N::from(1) { "" } else { "s" };
    format!("{number} {thing}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_one() {
        let counts: Vec<String> = (0..3u64).map(|number| counted(number, "new note")).collect();
        assert_eq!(counts, ["0 new notes", "1 new note", "2 new notes"]);
    }
}
