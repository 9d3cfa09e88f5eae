//! Light or dark? The terminal's answer to the question for its background colour (OSC 11).
//!
//! The question goes out after the first frame and nothing waits for the answer, because many terminals stay silent.
//! It comes among the keys, which the input library takes apart: Alt-`]`, then letters, then Alt-`\` or `^G`. This
//! puts it together again; what turns out to be no answer is handed on as the keys it was.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// An answer is shorter; anything longer is typing.
const MAX_LENGTH: usize = 40;

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Events to handle, in order; none while an answer may be on its way.
    Events(Vec<Event>),
    /// The background, and whether it is light.
    Background {
        /// True for a light one.
        light: bool,
    },
}

/// Listens for the answer.
#[derive(Debug, Default)]
pub struct Listener {
    held: Vec<Event>,
    text: String,
}

impl Listener {
    /// Takes one event.
    pub fn hear(&mut self, event: Event) -> Heard {
        let Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, kind: KeyEventKind::Press, .. }) = event else {
            return self.give_up(event);
        };
        let alt = modifiers.contains(KeyModifiers::ALT);
        let ctrl = modifiers.contains(KeyModifiers::CONTROL);
        if self.held.is_empty() {
            if alt && c == ']' {
                self.held.push(event);
                return Heard::Events(Vec::new());
            }
            return Heard::Events(vec![event]);
        }
        if (alt && c == '\\') || (ctrl && c == 'g') {
            let light = is_light(&self.text);
            return match light {
                Some(light) => {
                    self.held.clear();
                    self.text.clear();
                    Heard::Background { light }
                }
                None => self.give_up(event),
            };
        }
        self.text.push(c);
        let expected = "11;rgb";
        let plausible = if self.text.len() <= expected.len() {
            expected.starts_with(&self.text)
        } else {
            c.is_ascii_hexdigit() || matches!(c, 'a' | ':' | '/')
        };
        if alt || ctrl || !plausible || self.text.len() > MAX_LENGTH {
            return self.give_up(event);
        }
        self.held.push(event);
        Heard::Events(Vec::new())
    }

    fn give_up(&mut self, event: Event) -> Heard {
        self.text.clear();
        let mut events = std::mem::take(&mut self.held);
        events.push(event);
        Heard::Events(events)
    }
}

/// True for a light colour in `11;rgb:RRRR/GGGG/BBBB`, `11;rgba:…` or with fewer digits each.
fn is_light(answer: &str) -> Option<bool> {
    let colors = answer.strip_prefix("11;rgb")?.trim_start_matches('a').strip_prefix(':')?;
    let share = |digits: &str| {
        let scale = 16f64.powi(i32::try_from(digits.len()).ok()?) - 1.0;
        Some(f64::from(u32::from_str_radix(digits, 16).ok()?) / scale)
    };
    let mut parts = colors.split('/').map(share);
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // Relative luminance as television has it (ITU-R BT.709), on the values as they are: near enough for two classes.
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    /// Feeds Alt-], the letters and an end; what is heard.
    fn check(letters: &str, end: Event, expected: &Heard) {
        let mut listener = Listener::default();
        let mut heard = vec![listener.hear(key(']', KeyModifiers::ALT))];
        heard.extend(letters.chars().map(|c| listener.hear(key(c, KeyModifiers::NONE))));
        heard.push(listener.hear(end));
        assert_eq!(heard.last(), Some(expected), "{letters}");
        assert!(heard[..heard.len() - 1].iter().all(|h| *h == Heard::Events(Vec::new())));
    }

    #[test]
    fn answers_are_understood() {
        let bell = key('g', KeyModifiers::CONTROL);
        let string_end = key('\\', KeyModifiers::ALT);
        check("11;rgb:ffff/ffff/eeee", bell.clone(), &Heard::Background { light: true });
        check("11;rgb:1c1c/1c1c/1c1c", string_end.clone(), &Heard::Background { light: false });
        check("11;rgba:00/00/00/ff", bell, &Heard::Background { light: false });
    }

    #[test]
    fn what_is_no_answer_arrives_as_typed() {
        let mut listener = Listener::default();
        assert_eq!(listener.hear(key('j', KeyModifiers::NONE)), Heard::Events(vec![key('j', KeyModifiers::NONE)]));
        assert_eq!(listener.hear(key(']', KeyModifiers::ALT)), Heard::Events(Vec::new()));
        let both = vec![key(']', KeyModifiers::ALT), key('q', KeyModifiers::NONE)];
        assert_eq!(listener.hear(key('q', KeyModifiers::NONE)), Heard::Events(both));
    }
}
