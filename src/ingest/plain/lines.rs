//! A text as its lines, with what the white space around each of them said.
//!
//! Takes filtered text (`text::safe::body`), in which every line break is a line feed.

/// One line that is not blank.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Without white space at the ends.
    pub text: &'a str,
    /// With its indent.
    pub raw: &'a str,
    /// Characters before the text.
    pub indent: usize,
    /// Characters of the text.
    pub width: usize,
    /// True when a blank line or the beginning stands before.
    pub gap: bool,
}

/// The lines of `text` that are not blank.
pub fn split(text: &str) -> Vec<Line<'_>> {
    let mut gap = true;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let raw = line.trim_end();
        let text = raw.trim_start();
        if text.is_empty() {
            gap = true;
            continue;
        }
        let indent = raw[..raw.len() - text.len()].chars().count();
        lines.push(Line { text, raw, indent, width: text.chars().count(), gap });
        gap = false;
    }
    lines
}

/// What a line begins with that gives it a role of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// `- `, `• `, `* `: an item of a list.
    Bullet,
    /// `3. `, `3) `: an item when its neighbours are numbered too.
    Number(u32),
    /// `> `: quoted.
    Quote,
    /// `— `, `– `: somebody speaks; a paragraph of its own.
    Dash,
}

impl Line<'_> {
    /// The marker that the line begins with.
    pub fn marker(&self) -> Option<Marker> {
        let text = self.text;
        let first = text.chars().next()?;
        let spaced = text[first.len_utf8()..].starts_with([' ', '\u{a0}', '\u{202f}']);
        match first {
            '>' => Some(Marker::Quote),
            '-' | '•' | '*' | '·' | '▪' | '‣' | '■' | '►' | '●' | '◦' if spaced => Some(Marker::Bullet),
            '—' | '–' if spaced => Some(Marker::Dash),
            '0'..='9' => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let rest = &text[digits..];
                let fits = digits <= 2 && (rest.starts_with(". ") || rest.starts_with(") "));
                fits.then(|| text[..digits].parse().map(Marker::Number).ok()).flatten()
            }
            _ => None,
        }
    }

    /// True when the line ends as a sentence does.
    pub fn is_closed(&self) -> bool {
        let bare = self.text.trim_end_matches(['»', '”', '"', ')', '’', ' ', '\u{a0}', '\u{202f}']);
        bare.ends_with(['.', '!', '?', '…', ':', ';'])
    }

    /// True when the line cannot be the end of anything: it ends with a word that leans on the next, or a comma.
    pub fn is_open(&self) -> bool {
        let last = self.text.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
        self.text.ends_with(',') || super::super::title::leans(last)
    }

    /// True when the line begins in lower case.
    pub fn goes_on(&self) -> bool {
        let first = self.text.trim_start_matches(['«', '“', '"', '(', ' ', '\u{a0}', '\u{202f}']).chars().next();
        first.is_some_and(char::is_lowercase)
    }

    /// True when the line begins in upper case.
    pub fn opens(&self) -> bool {
        let first = self.text.trim_start_matches(['«', '“', '"', '(', ' ', '\u{a0}', '\u{202f}']).chars().next();
        first.is_some_and(char::is_uppercase)
    }

    /// Characters of its first word.
    pub fn first_word(&self) -> usize {
        self.text.split_whitespace().next().map_or(0, |word| word.chars().count())
    }

    /// True when several runs of spaces part the line into columns.
    pub fn is_columnar(&self) -> bool {
        memchr::memmem::find(self.text.as_bytes(), b"   ").is_some()
    }
}
