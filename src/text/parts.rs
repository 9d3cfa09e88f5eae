//! Long stretches of text in parts, for work whose cost must not grow with the longest line somebody can write.

use std::ops::Range;

/// `range` of `text` in parts of about `size` bytes, none longer than twice that. A part ends behind a sentence where one
/// ends nearby, else behind a space, else between two characters.
///
/// # Panics
/// When `range` does not lie on character boundaries of `text`.
pub fn parts(text: &str, range: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = range.start;
    std::iter::from_fn(move || {
        if start >= range.end {
            return None;
        }
        let mut end = range.end;
        if end - start > 2 * size {
            end = text.floor_char_boundary(start + size);
            let nearby = text.floor_char_boundary(start + size / 2);
            let cut = text[nearby..end].rfind(". ").map(|at| at + 2);
            end = cut.or_else(|| text[nearby..end].rfind(' ').map(|at| at + 1)).map_or(end, |at| nearby + at);
        }
        let part = start..end;
        start = end;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_end_behind_sentences() {
        let text = "Un mot. Deux mots. Trois mots encore. Et la suite de tout cela.";
        let cut: Vec<&str> = parts(text, 0..text.len(), 20).map(|part| &text[part]).collect();
        assert_eq!(cut, ["Un mot. Deux mots. ", "Trois mots encore. ", "Et la suite de tout cela."]);
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(text in "[a-zé日. ]{0,200}", size in 4usize..40) {
            let mut at = 0;
            for part in parts(&text, 0..text.len(), size) {
                prop_assert_eq!(part.start, at);
                prop_assert!(part.end > at && part.len() <= 2 * size && text.is_char_boundary(part.end));
                at = part.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
