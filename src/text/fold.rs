//! Folding: the form of a text in which two spellings that a reader takes for the same are the same.
//!
//! Case, accents, ligatures, the many apostrophes, quotation marks and dashes, compatibility forms and runs of
//! white space are levelled (NFKD without combining marks, then a small table for the letters that Unicode does
//! not decompose: œ ł ø ß đ …). Folding is done character by character, so every byte of the folded text
//! belongs to one place in the original, and [`Folded`] leads back to it.

use unicode_normalization::UnicodeNormalization;

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
    walk(source, |piece| out.push_str(piece.text));
    out
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A folded stretch and the stretch of the original it stands for.
struct Piece<'a> {
    at: usize,
    text: &'a str,
    replaces: usize,
    /// True when both have the same character boundaries.
    aligned: bool,
}

/// Calls `emit` for each folded piece, in order. Plain ASCII comes in long runs: most of a text is made of it.
fn walk(source: &str, mut emit: impl FnMut(Piece)) {
    let mut buffer = String::new();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        buffer.clear();
        let run = plain_run(&source.as_bytes()[at..]);
        let replaces = if run > 0 {
            buffer.push_str(&source[at..at + run]);
            buffer.make_ascii_lowercase();
            run
        } else if c.is_whitespace() {
            let rest = &source[at..];
            // A mark without a letter to stand on must not part one run of white space into two.
            let end = rest.find(|w: char| !w.is_whitespace() && !is_dropped(w)).unwrap_or(rest.len());
            // A blank line parts two blocks, and a phrase must not reach from one into the next.
            let blank = rest[..end].bytes().filter(|&b| b == b'\n').nth(1).is_some();
            buffer.push_str(if blank { "\n\n" } else { " " });
            end
        } else {
            fold_char(c, &mut buffer);
            c.len_utf8()
        };
        if !buffer.is_empty() {
            let aligned = run > 0 || (buffer.len() == replaces && buffer.chars().nth(1).is_none());
            emit(Piece { at, text: &buffer, replaces, aligned });
        }
        at += replaces;
    }
}

/// Bytes at the start of `rest` that folding at most lower-cases: visible ASCII, and single spaces inside it.
fn plain_run(rest: &[u8]) -> usize {
    let plain = |b: &u8| b.is_ascii_graphic() && *b != b'`';
    let mut len = 0;
    loop {
        len += rest[len..].iter().take_while(|b| plain(b)).count();
        match rest.get(len..len + 2) {
            Some([b' ', next]) if plain(next) => len += 1,
            _ => return len,
        }
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        '`' | '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '′' | '＇' | '´' => out.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '−' => out.push('-'),
        // Hangul would fall apart into jamo, which no reader types.
        '\u{AC00}'..='\u{D7A3}' => out.push(c),
        _ => {
            for part in std::iter::once(c).nfkd() {
                if is_dropped(part) {
                    continue;
                }
                for lower in part.to_lowercase() {
                    match lower {
                        'œ' => out.push_str("oe"),
                        'æ' => out.push_str("ae"),
                        'ß' => out.push_str("ss"),
                        'þ' => out.push_str("th"),
                        'ø' => out.push('o'),
                        'ł' => out.push('l'),
                        'đ' | 'ð' => out.push('d'),
                        'ı' => out.push('i'),
                        'ħ' => out.push('h'),
                        '\u{2019}' | 'ʼ' => out.push('\''),
                        '\u{2010}'..='\u{2015}' => out.push('-'),
                        c if c.is_whitespace() => out.push(' '),
                        // Lower-casing may itself bring a mark (İ).
                        c if is_mark(c) => {}
                        c => out.push(c),
                    }
                }
            }
        }
    }
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
