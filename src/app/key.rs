//! Keys as the application knows them, and their written form (`C-d`, `S-Tab`, `Space`, `]`).

use std::fmt;
use std::str::FromStr;

/// The key itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character as typed: `G` rather than shift and `g`.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Rubout to the left.
    Backspace,
    /// Rubout to the right.
    Delete,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

/// Names of the keys that are not written as their character.
const NAMES: [(&str, Code); 14] = [
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("↑", Code::Up),
    ("↓", Code::Down),
    ("←", Code::Left),
    ("→", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
];

/// A key with its modifiers. Shift counts only where the character does not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// With control.
    pub ctrl: bool,
    /// With shift, for keys that are not characters.
    pub shift: bool,
    /// With alt.
    pub alt: bool,
}

impl Key {
    /// The key without modifiers.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, shift: false, alt: false }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            // The way control keys have been written for longest.
            Code::Char(c) if self.ctrl => return write!(f, "^{}", c.to_ascii_uppercase()),
            _ if self.ctrl => f.write_str("C-")?,
            _ => {}
        }
        if self.alt {
            f.write_str("A-")?;
        }
        if self.shift {
            f.write_str("S-")?;
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, _) => Ok(()),
        }
    }
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a key")]
pub struct UnknownKey(String);

impl FromStr for Key {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let unknown = || UnknownKey(text.to_owned());
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        if let Some(after) = rest.strip_prefix('^').filter(|after| !after.is_empty()) {
            let mut chars = after.chars();
            let (c, end) = (chars.next().ok_or_else(unknown)?, chars.next());
            key.code = Code::Char(c.to_ascii_lowercase());
            key.ctrl = true;
            return if end.is_none() { Ok(key) } else { Err(unknown()) };
        }
        while let Some((modifier, after)) = rest.split_once('-').filter(|(m, after)| m.len() == 1 && !after.is_empty())
        {
            match modifier {
                "C" => key.ctrl = true,
                "A" => key.alt = true,
                "S" => key.shift = true,
                _ => return Err(unknown()),
            }
            rest = after;
        }
        let mut chars = rest.chars();
        key.code = match (NAMES.iter().find(|(name, _)| *name == rest), chars.next(), chars.next()) {
            (Some((_, code)), ..) => *code,
            (None, Some(c), None) => Code::Char(c),
            _ => return Err(unknown()),
        };
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for name in ["j", "G", "]", "^D", "S-Tab", "Space", "PgDn", "-", "A-x", "↓", "^"] {
            assert_eq!(name.parse::<Key>().unwrap().to_string(), name);
        }
        assert!("Hyper".parse::<Key>().is_err());
        assert!("".parse::<Key>().is_err());
    }
}
