//! What a character folds to, worked out once for each.
//!
//! Decomposing, lower-casing and looking up a character takes a hundred times as long as reading one, and a text of fifty
//! megabytes has two million that need it. Tables of 256 characters are made when the first character of them is met:
//! a text needs two or three.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::{is_dropped, is_mark};

/// What stands for a character in a folded text.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// Nothing, or several characters.
    Text(Box<str>),
    /// A character.
    One(char),
}

/// Characters in a table.
const PAGE: usize = 256;

/// Tables for the characters up to U+FFFF; the few others are folded each time.
static PAGES: [OnceLock<Box<[Form]>>; 256] = [const { OnceLock::new() }; PAGE];

/// Calls `emit` with what `c` folds to: it may be nothing.
#[inline]
pub(super) fn fold_char<T>(c: char, emit: impl FnOnce(&str) -> T) -> T {
    let code = c as usize;
    let Some(page) = PAGES.get(code / PAGE) else { return emit(&work_out(c)) };
    match &page.get_or_init(|| make_page(code / PAGE))[code % PAGE] {
        Form::One(c) => emit(c.encode_utf8(&mut [0; 4])),
        Form::Text(text) => emit(text),
    }
}

#[cold]
fn make_page(at: usize) -> Box<[Form]> {
    let form = |code: usize| {
        // Surrogates are no characters, and nobody asks for them.
        let text = char::from_u32(code as u32).map(work_out).unwrap_or_default();
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Form::One(c),
            _ => Form::Text(text.into()),
        }
    };
    (at * PAGE..(at + 1) * PAGE).map(form).collect()
}

fn work_out(c: char) -> String {
    let mut out = String::new();
    match c {
        '`' | '’' | '‘' | '‛' | 'ʼ' | 'ʹ' | '′' | '＇' | '´' => out.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '−' => out.push('-'),
        // Hangul would fall apart into jamo, which no reader types.
        '\u{AC00}'..='\u{D7A3}' => out.push(c),
        _ => std::iter::once(c)
            .nfkd()
            .filter(|part| !is_dropped(*part))
            .flat_map(char::to_lowercase)
            .for_each(|lower| push_plain(lower, &mut out)),
    }
    out
}

/// Appends what stands for a lower-case letter or a sign that Unicode does not decompose.
fn push_plain(lower: char, out: &mut String) {
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
