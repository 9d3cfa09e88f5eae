//! Words with their places, and where sentences start.
//!
//! French elisions (`l'`, `d’`, `qu'`) and the English `'s` are words of their own; `O’Brien`, `N'Golo`,
//! `aujourd'hui`, hyphenated names and initials (`J.-C.`, `U.S.`) stay whole; `M.` and `Dr.` keep their dot and
//! end no sentence. Punctuation is no token: what stands between two words is told by [`Token::before`].
//! One pass over the characters, linear on any input.

use std::ops::Range;

use crate::document::Span;

/// What stands between a word and the one before it; the weightiest where several meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Gap {
    /// Nothing: the word was split from its neighbour (elision, possessive).
    #[default]
    None,
    /// White space, perhaps with one line break.
    Space,
    /// `/`, `&`, `*` and other signs.
    Sign,
    /// A comma.
    Comma,
    /// A dash set off by spaces.
    Dash,
    /// A quotation mark opens or closes.
    Quote,
    /// An opening parenthesis or bracket.
    Open,
    /// A closing parenthesis or bracket.
    Close,
    /// A semicolon or colon.
    Colon,
    /// The end of a sentence.
    Stop,
    /// A blank line, or the start of the text.
    Blank,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Starts with a lower-case letter and has no capital.
    Lower,
    /// Starts with a capital and has a lower-case letter.
    Capitalised,
    /// Two letters or more, all capitals.
    Upper,
    /// One capital, or capitals each with a dot: `J.`, `J.-C.`, `U.S.`
    Initial,
    /// Starts with a digit.
    Number,
    /// A lower-case start with capitals inside: `iPhone`.
    Inner,
    /// A script without case.
    Caseless,
}

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What parts it from the word before.
    pub before: Gap,
    /// How it is written.
    pub shape: Shape,
    /// True when a capital here says nothing: the word opens a sentence, a line, or a quotation.
    pub starts: bool,
}

impl Token {
    /// True when the word is written as a name may be.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capitalised | Shape::Upper | Shape::Initial)
    }
}

/// Words before an apostrophe that are elided articles, pronouns and conjunctions.
const ELIDED: [&str; 14] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell"];

/// Abbreviations whose dot ends no sentence and belongs to the word.
const ABBREVIATIONS: [&str; 34] = [
    "mm", "mr", "mrs", "ms", "dr", "drs", "pr", "prof", "me", "mgr", "st", "ste", "jr", "sr", "gen", "gén", "col",
    "lt", "sgt", "capt", "cpt", "sen", "rep", "gov", "rev", "hon", "cllr", "maj", "adm", "insp", "supt", "av", "bd",
    "messrs",
];

/// The words of `text` in order. Spans are offset by `base`, so that a block can be cut out of an article.
#[must_use]
pub fn tokens(text: &str, base: usize) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 6);
    tokens_into(text, base, &mut out);
    out
}

/// Lines shorter than this many bytes were ended on purpose; longer ones may be wrapped in mid-sentence.
pub(super) const SHORT_LINE: usize = 40;

/// Appends the words of `text` to `out`; see [`tokens`].
pub fn tokens_into(text: &str, base: usize, out: &mut Vec<Token>) {
    let mut at = 0;
    let mut line = 0;
    let mut between = Between { gap: Gap::Blank, starts: true, ..Between::default() };
    while let Some(c) = text[at..].chars().next() {
        if is_word(c) {
            let end = word_end(text, at);
            push_word(text, base, at..end, between.close(c), out);
            at = end;
            between = Between::default();
            continue;
        }
        if c == '\n' {
            between.line_break(at - line < SHORT_LINE);
            line = at + 1;
        } else {
            between.see(c);
        }
        at += c.len_utf8();
    }
}

/// What has been seen since the last word.
#[derive(Default)]
struct Between {
    gap: Gap,
    breaks: u8,
    starts: bool,
    spaced: bool,
}

impl Between {
    fn line_break(&mut self, short: bool) {
        self.breaks = self.breaks.saturating_add(1);
        self.spaced = true;
        self.starts |= short || self.breaks > 1;
        self.gap = self.gap.max(match self.breaks {
            1 if short => Gap::Stop,
            1 => Gap::Space,
            _ => Gap::Blank,
        });
    }

    fn see(&mut self, c: char) {
        let kind = match c {
            c if c.is_whitespace() => {
                self.spaced = true;
                Gap::Space
            }
            ',' | '、' | '،' => Gap::Comma,
            '-' | '–' | '—' | '―' => Gap::Dash,
            '"' | '«' | '»' | '“' | '”' | '„' | '‘' | '’' | '\'' | '‹' | '›' => Gap::Quote,
            '(' | '[' | '{' => Gap::Open,
            ')' | ']' | '}' => Gap::Close,
            ':' | ';' => Gap::Colon,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '|' | '•' | '●' => Gap::Stop,
            _ => Gap::Sign,
        };
        self.starts |= match kind {
            Gap::Stop => true,
            // A quotation, an answer after a colon, an item after a dash: a capital there is no evidence.
            Gap::Quote => matches!(c, '"' | '«' | '“' | '„'),
            Gap::Colon => c == ':',
            Gap::Dash => self.starts || self.breaks > 0,
            _ => false,
        };
        self.gap = self.gap.max(kind);
    }

    /// The gap before a word that begins with `next`, and whether a capital there is mere spelling.
    fn close(&self, next: char) -> (Gap, bool) {
        // A dash or a dot between two words without spaces parts nothing of the sentence (`exemple.org`).
        let tight = !self.spaced && (self.gap == Gap::Dash || self.gap == Gap::Stop && !next.is_uppercase());
        if tight { (Gap::Sign, false) } else { (self.gap, self.starts) }
    }
}

pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // Nearly every other letter of French is one of these; the tables of Unicode take longer.
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ') || c.is_alphanumeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{ad}')
}

/// True for what stands for an apostrophe inside a word.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Where the word that starts at `start` ends, elisions and possessives still inside.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut letters = 0_usize;
    let mut single = None;
    let mut rest = text[start..].char_indices().peekable();
    while let Some((i, c)) = rest.next() {
        let next = rest.peek().map(|&(_, n)| n);
        let joins = |n: Option<char>| n.is_some_and(is_word);
        if is_word(c) {
            letters += usize::from(!is_mark(c));
            single = (letters == 1 && c.is_uppercase()).then_some(c);
        } else if is_hyphen(c) || is_apostrophe(c) {
            if !joins(next) {
                break;
            }
            letters = 0;
        } else if matches!(c, '.' | ',') && text[..start + i].ends_with(|p: char| p.is_ascii_digit()) {
            if !next.is_some_and(|n| n.is_ascii_digit()) {
                break;
            }
            letters = 0;
        } else if c == '&' {
            // AT&T, R&D, but not "Marks & Spencer", which is two words and a sign.
            if !joins(next) || letters == 0 {
                break;
            }
            letters = 0;
        } else if c == '.' && single.is_some() && letters == 1 {
            // An initial keeps its dot; another initial or a hyphen may follow at once.
            end = start + i + 1;
            let more = next.is_some_and(|n| n.is_uppercase() || is_hyphen(n));
            if !more || next.is_some_and(char::is_uppercase) && !initial_follows(&text[start + i + 1..]) {
                break;
            }
            letters = 0;
            single = None;
            continue;
        } else {
            if c == '.' && next.is_none_or(|n| !is_word(n)) && is_abbreviation(&text[start..start + i]) {
                end = start + i + 1;
            }
            break;
        }
        if is_word(c) {
            end = start + i + c.len_utf8();
        }
    }
    end
}

/// True when `rest` begins with a capital and a dot.
fn initial_follows(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

fn is_abbreviation(word: &str) -> bool {
    word.len() <= 6 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Pushes the word `start..end`, split at elisions and before a possessive.
fn push_word(text: &str, base: usize, word: Range<usize>, edge: (Gap, bool), out: &mut Vec<Token>) {
    let (mut before, mut starts) = edge;
    let (mut from, end) = (word.start, word.end);
    let mut push = |from: usize, to: usize, before: Gap, starts: bool| {
        let shape = shape(&text[from..to]);
        out.push(Token { span: Span::new(base + from, base + to), before, shape, starts });
    };
    while let Some(cut) = elision(&text[from..end]) {
        push(from, from + cut, before, starts);
        from += cut;
        before = Gap::None;
        // "L'Allemagne" at the start: the capital of what follows the article does speak.
        starts = false;
    }
    let cut = possessive(&text[from..end]);
    if cut < end - from {
        push(from, from + cut, before, starts);
        push(from + cut, end, Gap::None, false);
    } else if from < end {
        push(from, end, before, starts);
    }
}

/// How many bytes of `word` are an elided article or conjunction, apostrophe included.
fn elision(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().take(8).find(|&(_, c)| is_apostrophe(c))?;
    let head = &word[..at];
    let tail = &word[at + mark.len_utf8()..];
    let folded = head.to_lowercase();
    if !ELIDED.contains(&folded.as_str()) || tail.is_empty() {
        return None;
    }
    // N'Golo, N'Djamena, M'Bappé: both sides are capitals, and neither "n'" nor "m'" stands before a name.
    let capital = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
    let shouted = tail.chars().nth(1).is_some_and(char::is_uppercase);
    if matches!(head, "N" | "M") && capital(tail) && !shouted {
        return None;
    }
    Some(at + mark.len_utf8())
}

/// The length of `word` without a possessive `'s`.
fn possessive(word: &str) -> usize {
    let stem = word.strip_suffix(['s', 'S']);
    let bare = stem.and_then(|s| s.strip_suffix(is_apostrophe));
    bare.filter(|b| !b.is_empty()).map_or(word.len(), str::len)
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut caseless, mut digits, mut others) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    let first = word.chars().next();
    let mut dotted = false;
    for c in word.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else if c.is_alphabetic() {
            caseless += 1;
        } else {
            dotted |= c == '.';
            others += 1;
        }
    }
    match first {
        Some(c) if c.is_numeric() => Shape::Number,
        _ if upper + lower == 0 => Shape::Caseless,
        Some(c) if c.is_lowercase() => {
            if upper == 0 {
                Shape::Lower
            } else {
                Shape::Inner
            }
        }
        _ if lower == 0 && caseless == 0 && (upper == 1 && digits == 0 || dotted && upper <= 4) => Shape::Initial,
        _ if lower == 0 && caseless == 0 && upper + digits + others > 1 => Shape::Upper,
        _ if upper == 0 => Shape::Lower,
        _ => Shape::Capitalised,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of `text` parted by `|`, sentence starts marked with `^`.
    fn check(text: &str, expected: &str) {
        let shown: Vec<String> =
            tokens(text, 0).iter().map(|t| format!("{}{}", if t.starts { "^" } else { "" }, t.span.of(text))).collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn elisions_part_and_names_stay_whole() {
        check("L’Allemagne d'Olaf", "^L’|Allemagne|d'|Olaf");
        check("aujourd'hui qu’il", "^aujourd'hui|qu’|il");
        check("James O’Brien et N'Golo Diallo", "^James|O’Brien|et|N'Golo|Diallo");
        check("Biden's plan", "^Biden|'s|plan");
        check("Jean-Pierre, porte-parole", "^Jean-Pierre|porte-parole");
        check("un accord Kim-Poutine", "^un|accord|Kim-Poutine");
    }

    #[test]
    fn initials_and_abbreviations_end_no_sentence() {
        check("M. Roy voit J.-C. Blanc. Il rit", "^M.|Roy|voit|J.-C.|Blanc|^Il|rit");
        check("Dr. Kane left the U.S. Army", "^Dr.|Kane|left|the|U.S.|Army");
        check("3.500 euros. Puis 14h30", "^3.500|euros|^Puis|14h30");
    }

    #[test]
    fn quotations_lines_and_colons_weaken_a_capital() {
        check("Il dit : « Partons »", "^Il|dit|^Partons");
        check("Titre court\nPuis", "^Titre|court|^Puis");
        let wrapped = "une ligne assez longue pour avoir été coupée par la\nChine";
        assert!(!tokens(wrapped, 0).last().unwrap().starts);
    }

    #[test]
    fn spans_are_offset_and_gaps_told() {
        let words = tokens("Paul (Lyon), Zoé", 10);
        assert_eq!(words[0].span, Span::new(10, 14));
        assert_eq!(words.iter().map(|w| w.before).collect::<Vec<_>>(), [Gap::Blank, Gap::Open, Gap::Close]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_disjoint_and_on_boundaries(text in "(?s)[a-zA-ZéÉ'’.\\-&«\" \n,!0-9日🎉\u{301}]{0,80}|.{0,60}") {
            let mut at = 0;
            for word in tokens(&text, 0) {
                prop_assert!(word.span.start() >= at && !word.span.is_empty());
                prop_assert!(text.get(word.span.range()).is_some());
                at = word.span.end();
            }
            prop_assert!(at <= text.len());
        }
    }
}
