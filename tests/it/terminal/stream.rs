//! The bytes that arrive at the terminal, taken apart: anything that the program has no business to send fails.

use std::collections::BTreeSet;

/// Private modes that the program may set and reset: cursor, mouse, alternate screen, bracketed paste.
const MODES: [u16; 8] = [25, 1000, 1002, 1003, 1006, 1015, 1049, 2004];

/// A stream that passed the check.
#[derive(Debug, Default)]
pub struct Stream {
    /// The modes set at its end.
    pub modes: BTreeSet<u16>,
    /// How often each mode was reset.
    pub resets: Vec<u16>,
    /// The parameters of every SGR sequence.
    pub styles: Vec<String>,
}

/// Takes `raw` apart. Allowed are text without controls and invisible characters, carriage return and line feed (of
/// messages printed outside of the screen), the control sequences of the program's own repertoire, and the question
/// for the background colour.
pub fn check(raw: &[u8]) -> Stream {
    let all = str::from_utf8(raw).expect("what is sent is UTF-8");
    let mut stream = Stream::default();
    let mut rest = all;
    while let Some(c) = rest.chars().next() {
        let at = all.len() - rest.len();
        let here = || raw[at.saturating_sub(60)..(at + 60).min(raw.len())].escape_ascii().to_string();
        let length = match c {
            '\x1b' => escape(rest, &mut stream).unwrap_or_else(|| panic!("an escape not of the program's: {}", here())),
            '\r' | '\n' => 1,
            c if is_foul(c) => panic!("U+{:04X} reached the terminal: {}", u32::from(c), here()),
            c => c.len_utf8(),
        };
        rest = &rest[length..];
    }
    stream
}

/// The same for a stream that goes on: what was read last may end inside of a character or an escape sequence.
pub fn so_far(raw: &[u8]) -> Stream {
    let mut end = raw.len();
    if let Some(escape) = raw.iter().rposition(|&b| b == b'\x1b') {
        let is_whole = match &raw[escape + 1..] {
            [b'[', rest @ ..] => rest.iter().any(|b| (b'@'..=b'~').contains(b)),
            rest => rest.contains(&b'\x07'),
        };
        end = if is_whole { end } else { escape };
    }
    match str::from_utf8(&raw[..end]) {
        Err(error) if error.error_len().is_none() => check(&raw[..error.valid_up_to()]),
        _ => check(&raw[..end]),
    }
}

/// The length of the escape sequence at the start of `rest`; `None` for one that the program never sends.
fn escape(rest: &str, stream: &mut Stream) -> Option<usize> {
    const BACKGROUND: &str = "\x1b]11;?\x07";
    if rest.starts_with(BACKGROUND) {
        return Some(BACKGROUND.len());
    }
    let body = rest.strip_prefix("\x1b[")?;
    let end = body.find(|c: char| ('@'..='~').contains(&c))?;
    let parameters = &body[..end];
    let plain = parameters.bytes().all(|b| b.is_ascii_digit() || matches!(b, b';' | b':'));
    match (body.as_bytes()[end], parameters.strip_prefix('?')) {
        (b'H' | b'J' | b'K', None) if plain => {}
        (b'm', None) if plain => stream.styles.push(parameters.to_owned()),
        (b'h' | b'l', Some(mode)) => {
            let mode = mode.parse().ok().filter(|mode| MODES.contains(mode))?;
            if body.as_bytes()[end] == b'h' {
                stream.modes.insert(mode);
            } else {
                stream.modes.remove(&mode);
                stream.resets.push(mode);
            }
        }
        _ => return None,
    }
    Some(2 + end + 1)
}

/// Controls, C1, DEL, bidirectional controls and invisible characters: a list of the test's own, on purpose not the
/// one of the program.
fn is_foul(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// True when a program that sent `raw` left the terminal as it found it, as far as escape sequences go.
pub fn is_restored(raw: &[u8]) -> bool {
    let stream = check(raw);
    // The cursor is shown by default: the mode is on at the end, all others are off, and each was reset for certain.
    stream.modes == BTreeSet::from([25])
        && [1000, 1002, 1003, 1006, 1049, 2004].iter().all(|m| stream.resets.contains(m))
}

#[test]
fn a_stream_may_break_off_anywhere() {
    let whole = "\x1b[?1049h\x1b[38;5;245mété\x1b]11;?\x07 — fin".as_bytes();
    for end in 0..=whole.len() {
        so_far(&whole[..end]);
    }
}

#[test]
fn the_check_knows_its_own_from_others() {
    check("\x1b[?1049h\x1b[2J\x1b[1;1H\x1b[38;5;245mété\x1b[0m".as_bytes());
    for foul in [
        "\x1b[6n",
        "\x1b[5i",
        "\x1bc",
        "\x1b]0;a\x07",
        "\x1b]52;c;aA==\x07",
        "\x1bPq\x1b\\",
        "\u{9b}31m",
        "\x07",
        "\x7f",
        "\u{202e}",
        "\u{200b}",
        "\x1b[?47h",
        "\x1b[>1u",
        "\x1b_a\x1b\\",
    ] {
        assert!(std::panic::catch_unwind(|| check(foul.as_bytes())).is_err(), "{foul:?}");
    }
}
