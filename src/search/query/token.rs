//! What was typed, cut into pieces: parentheses, operators, words, phrases and fields with their values.
//!
//! Every byte that is not white space belongs to one token. Nothing is judged here.

use std::ops::Range;

/// Words that join or exclude, in capitals only, so that the words themselves can still be looked for. The French ones
/// are as safe: nobody looks for `ou` or `et` by itself.
const OR: [&str; 2] = ["OR", "OU"];
const AND: [&str; 2] = ["AND", "ET"];
const NOT: &str = "NOT";

/// Marks that exclude what stands right behind them; some keyboards and word processors make a dash of a hyphen.
const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// Marks that open and close a phrase, whichever the keyboard gives, and their mirror images: `« »`, and `» «` as in
/// German.
const ANGLES: [char; 2] = ['«', '»'];
const QUOTES: [char; 7] = ['"', '“', '”', '„', '‟', '″', '＂'];

/// A piece of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
}

impl Token {
    /// True for a bare word.
    pub(super) fn is_plain(&self) -> bool {
        matches!(&self.kind, Kind::Term(Term { head: None, quote: Quote::None, .. }))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Or,
    /// What the others join by standing side by side.
    And,
    Not {
        /// True for the word, which may stand apart from what it excludes.
        word: bool,
    },
    Term(Term),
}

/// A word or a phrase, perhaps behind the name of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// What stands before a colon, when that is a word.
    pub(super) head: Option<Range<usize>>,
    /// What is to be looked for, without quotation marks.
    pub(super) value: Range<usize>,
    pub(super) quote: Quote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    Closed,
    Unclosed,
}

/// True when `typed` stands for itself wherever it stands, and needs no quotation marks.
pub(super) fn is_bare(typed: &str) -> bool {
    let word = |word: &str| word == typed;
    !typed.is_empty()
        && !typed.starts_with(MINUS)
        && !typed.contains(|c: char| c == ':' || ends_word(c))
        && !OR.into_iter().chain(AND).chain([NOT]).any(word)
}

/// `typed` between quotation marks that do not stand in it.
pub(super) fn quoted(typed: &str) -> String {
    if typed.contains(QUOTES) {
        // All of them are one mark to whoever compares texts.
        format!("«{}»", typed.replace('»', "\""))
    } else {
        format!("\"{typed}\"")
    }
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '|') || is_quote(c)
}

fn is_quote(c: char) -> bool {
    QUOTES.contains(&c) || ANGLES.contains(&c)
}

/// True when `closing` ends a phrase that `opening` begins.
fn closes(opening: char, closing: char) -> bool {
    match opening {
        '«' => closing == '»',
        '»' => ANGLES.contains(&closing),
        _ => QUOTES.contains(&closing),
    }
}

/// Cuts what was typed into tokens.
pub(super) fn tokens(typed: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = typed[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let glued = tokens.last().is_some_and(|last| last.range.end == at && last.kind == Kind::Not { word: false });
        let (kind, end) = match c {
            '(' => (Kind::Open, at + 1),
            ')' => (Kind::Close, at + 1),
            '|' => (Kind::Or, run(typed, at, |c| c == '|')),
            c if MINUS.contains(&c) => (Kind::Not { word: false }, run(typed, at, |c| MINUS.contains(&c))),
            c if is_quote(c) => {
                let (value, quote, end) = phrase(typed, at, c);
                (Kind::Term(Term { head: None, value, quote }), end)
            }
            _ => word(typed, at, glued),
        };
        tokens.push(Token { kind, range: at..end });
        at = end;
    }
    tokens
}

/// The end of a run of such characters from `at` on.
fn run(typed: &str, at: usize, same: impl Fn(char) -> bool) -> usize {
    typed[at..].find(|c| !same(c)).map_or(typed.len(), |len| at + len)
}

/// What stands in the quotation marks that open at `at`, whether they close, and where they end.
fn phrase(typed: &str, at: usize, opening: char) -> (Range<usize>, Quote, usize) {
    let start = at + opening.len_utf8();
    let closing = typed[start..].char_indices().find(|&(_, c)| closes(opening, c));
    closing.map_or((start..typed.len(), Quote::Unclosed, typed.len()), |(len, c)| {
        (start..start + len, Quote::Closed, start + len + c.len_utf8())
    })
}

/// The word at `at`, which is an operator only when no minus is `glued` to it.
fn word(typed: &str, at: usize, glued: bool) -> (Kind, usize) {
    let end = run(typed, at, |c| !ends_word(c));
    let word = &typed[at..end];
    if !glued {
        match word {
            word if OR.contains(&word) => return (Kind::Or, end),
            word if AND.contains(&word) => return (Kind::And, end),
            NOT => return (Kind::Not { word: true }, end),
            _ => {}
        }
    }
    let head = word.find(':').filter(|&len| len > 0 && word[..len].chars().all(char::is_alphabetic));
    let Some(head) = head.map(|len| at..at + len) else {
        return (Kind::Term(Term { head: None, value: at..end, quote: Quote::None }), end);
    };
    let start = head.end + 1;
    let (value, quote, end) = match typed[start..].chars().next() {
        Some(opening) if is_quote(opening) => phrase(typed, start, opening),
        _ => (start..end, Quote::None, end),
    };
    (Kind::Term(Term { head: Some(head), value, quote }), end)
}
