//! Folding: the form of a text in which two spellings that a reader takes for the same are the same.
//!
//! Case, accents, ligatures, the many apostrophes, quotation marks and dashes, compatibility forms and runs of
//! white space are levelled (NFKD without combining marks, then a small table for the letters that Unicode does
//! not decompose: œ ł ø ß đ …). Folding is done character by character, so every byte of the folded text
//! belongs to one place in the original, and [`Folded`] leads back to it.

mod chars;
mod long;

pub use long::{Long, WayBack};

/// A folded text with the way back to the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Where the correspondence changes, ascending; between two steps it is constant.
    steps: Vec<Step>,
    source_len: u32,
}

/// The start of a stretch of folded text.
#[derive(Debug, Clone, Copy)]
struct Step {
    folded: u32,
    source: u32,
    /// True when the stretch is one piece whose folded form has other character boundaries than its original;
    /// otherwise the two run along byte by byte.
    resized: bool,
}

impl Folded {
    /// Folds `source` and keeps the way back. `source` must be shorter than 4 GiB.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut folded =
            Self { text: String::with_capacity(source.len()), steps: Vec::new(), source_len: offset(source.len()) };
        let mut expected = None;
        walk(source, |piece| {
            if !piece.aligned || expected != Some(piece.at) {
                let (at, resized) = (offset(folded.text.len()), !piece.aligned);
                folded.steps.push(Step { folded: at, source: offset(piece.at), resized });
            }
            folded.text.push_str(piece.text);
            expected = piece.aligned.then_some(piece.at + piece.replaces);
        });
        folded.text.make_ascii_lowercase();
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte range of the original that the folded byte range `start..end` was made from. The result lies on
    /// character boundaries when `start` and `end` do; a range that cuts through the expansion of one character
    /// (`oe` from `œ`) is widened to all of it.
    #[must_use]
    pub fn source_range(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let from = self.source_start(start);
        if end <= start {
            return from..from;
        }
        from..self.source_end(end)
    }

    fn source_start(&self, folded: usize) -> usize {
        match self.steps.partition_point(|s| s.folded as usize <= folded).checked_sub(1) {
            _ if folded >= self.text.len() => self.source_len as usize,
            Some(i) if self.steps[i].resized => self.steps[i].source as usize,
            Some(i) => self.steps[i].source as usize + folded - self.steps[i].folded as usize,
            None => folded,
        }
    }

    /// Where the original of the folded text before `folded` ends: what was dropped behind it (a combining mark)
    /// still belongs to it.
    fn source_end(&self, folded: usize) -> usize {
        let next = self.steps.partition_point(|s| (s.folded as usize) < folded);
        let bound = |i: usize| self.steps.get(i).map_or(self.source_len, |s| s.source) as usize;
        match next.checked_sub(1).map(|i| self.steps[i]) {
            _ if folded >= self.text.len() => self.source_len as usize,
            _ if self.steps.get(next).is_some_and(|s| s.folded as usize == folded) => bound(next),
            Some(step) if step.resized => bound(next),
            Some(step) => step.source as usize + folded - step.folded as usize,
            None => folded,
        }
    }
}

/// Folds `source` without keeping the way back.
#[must_use]
pub fn fold(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    fold_into(source, &mut out);
    out
}

/// Appends `source`, folded.
fn fold_into(source: &str, out: &mut String) {
    let start = out.len();
    walk(source, |piece| out.push_str(piece.text));
    out[start..].make_ascii_lowercase();
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A folded stretch and the stretch of the original it stands for.
struct Piece<'a> {
    at: usize,
    /// Still with its ASCII capitals: they are lower-cased all at once at the end.
    text: &'a str,
    replaces: usize,
    /// True when both have the same character boundaries.
    aligned: bool,
}

/// Calls `emit` for each folded piece, in order. Plain ASCII comes in long runs: most of a text is made of it.
fn walk(source: &str, mut emit: impl FnMut(Piece)) {
    let mut at = 0;
    loop {
        let run = plain_run(&source.as_bytes()[at..]);
        let c = source[at + run..].chars().next();
        // A space belongs to the run of white space that goes on behind it.
        let shared =
            source.as_bytes()[at..at + run].ends_with(b" ") && c.is_some_and(|c| c.is_whitespace() || is_dropped(c));
        let run = run - usize::from(shared);
        if run > 0 {
            emit(Piece { at, text: &source[at..at + run], replaces: run, aligned: true });
            at += run;
        }
        let Some(c) = c else { return };
        if shared || c.is_whitespace() {
            let rest = &source[at..];
            // A mark without a letter to stand on must not part one run of white space into two.
            let replaces = rest.find(|w: char| !w.is_whitespace() && !is_dropped(w)).unwrap_or(rest.len());
            // A blank line parts two blocks, and a phrase must not reach from one into the next.
            let blank = memchr::memchr_iter(b'\n', &rest.as_bytes()[..replaces]).nth(1).is_some();
            let text = if blank { "\n\n" } else { " " };
            emit(Piece { at, text, replaces, aligned: replaces == 1 });
            at += replaces;
        } else {
            let replaces = c.len_utf8();
            chars::fold_char(c, |text| {
                if !text.is_empty() {
                    let aligned = text.len() == replaces && text.chars().nth(1).is_none();
                    emit(Piece { at, text, replaces, aligned });
                }
            });
            at += replaces;
        }
    }
}

/// Bytes at the start of `rest` that folding at most lower-cases: visible ASCII, and single spaces.
fn plain_run(rest: &[u8]) -> usize {
    let mut len = 0;
    // Eight bytes at a time, and one more to see whether a space at their end is a single one.
    while let Some((&block, &[next, ..])) = rest[len..].split_first_chunk::<8>() {
        let odd = odd_bytes(u64::from_le_bytes(block), next);
        if odd != 0 {
            return len + odd.trailing_zeros() as usize / 8;
        }
        len += 8;
    }
    let is_odd = |at: &usize| {
        let next = rest.get(at + 1).copied().unwrap_or(b'x');
        odd_bytes(FILL | (u64::from(next) << 8) | u64::from(rest[*at]), b'x') & 0x80 != 0
    };
    (len..rest.len()).find(is_odd).unwrap_or(rest.len())
}

/// Letters behind the first two bytes of a block.
const FILL: u64 = 0x7878_7878_7878_0000;

/// The eighth bit set of every byte of `block` that is no visible ASCII, that folds to another sign, or that is a space
/// before another; `next` is the byte behind the block. Eight comparisons in one, as in "Hacker's Delight".
fn odd_bytes(block: u64, next: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7F * ONES;
    let low = block & LOW;
    let equals = |byte: u64| !((((block ^ (byte * ONES)) & LOW) + LOW) | block);
    let (control, delete) = (!(low + 0x60 * ONES), low + ONES);
    let spaces = equals(0x20) & !LOW;
    let before_space = (spaces >> 8) | (u64::from(next == b' ') << 63);
    (block | control | delete | equals(0x60) | (spaces & before_space)) & !LOW
}

/// Characters that folding leaves out.
fn is_dropped(c: char) -> bool {
    !c.is_whitespace() && (is_mark(c) || super::safe::is_forbidden(c))
}

/// The general combining marks of Latin, Greek and Cyrillic writing; marks that are letters in their own script stay.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b) in [
            ("Choïgu", "choigu"),
            ("L’Œuvre", "l'oeuvre"),
            ("Straße", "STRASSE"),
            ("Łódź", "lodz"),
            ("E\u{301}lyse\u{301}e", "élysée"),
            ("États\u{a0}Unis", "etats unis"),
            ("Jean‑Pierre", "jean-pierre"),
            ("pre\u{ad}mier", "premier"),
            ("mot\nsuivant", "mot suivant"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("un\n\ndeux"), fold("un deux"));
    }

    #[test]
    fn ranges_lead_back() {
        let source = "Le cœur d’Élisa\u{300}  bat";
        let folded = Folded::new(source);
        assert_eq!(folded.text(), "le coeur d'elisa bat");
        let find = |needle: &str| {
            let at = folded.text().find(needle).unwrap();
            &source[folded.source_range(at, at + needle.len())]
        };
        assert_eq!(find("coeur"), "cœur");
        assert_eq!(find("coe"), "cœ");
        assert_eq!(find("e"), "e");
        assert_eq!(find("d'elisa"), "d’Élisa\u{300}");
        assert_eq!(find("bat"), "bat");
        assert_eq!(find(" bat"), "  bat");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-ZàÉœŒßłŁøİıﬁﬀ’«»\u{300}\u{ad}\u{a0}\u{2028}\n \\-‑–日한Ωй]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn every_piece_maps_onto_boundaries(text in any::<String>()) {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.text(), fold(&text));
            let bounds: Vec<usize> = folded.text().char_indices().map(|(i, _)| i).chain([folded.text().len()]).collect();
            let mut last = 0;
            for pair in bounds.windows(2) {
                let range = folded.source_range(pair[0], pair[1]);
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                prop_assert!(range.start < range.end && range.start >= last.min(range.start));
                prop_assert!(range.end <= text.len());
                last = range.start;
                let piece = &folded.text()[pair[0]..pair[1]];
                prop_assert!(fold(&text[range.clone()]).contains(piece.trim()) , "{:?} from {:?}", piece, &text[range]);
            }
        }
    }
}
