//! JSON that is safe to look at.
//!
//! JSON itself demands an escape for C0 only. A C1 control, DEL or a bidirectional override inside a string is valid
//! JSON and would still reach the terminal of whoever looks at the output; here they come out as `\uXXXX`, which any
//! parser turns back into the same characters.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::safe;

/// Writes `value` on one line, the line feed included.
///
/// # Errors
/// Those of `out`.
pub fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, SafeFormatter))?;
    out.write_all(b"\n")
}

/// Compact JSON in which everything that [`safe`] forbids is escaped.
struct SafeFormatter;

impl Formatter for SafeFormatter {
    /// Gets what `serde_json` would write as it stands: all but quotes, backslashes and C0.
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, forbidden) in fragment.char_indices().filter(|&(_, c)| safe::is_forbidden(c)) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in forbidden.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + forbidden.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(value: &str) -> String {
        let mut out = Vec::new();
        write_line(&mut out, &value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let cases = [
            ("\u{1b}[2J", r#""\u001b[2J""#),
            ("a\u{7f}\u{9b}31m", r#""a\u007f\u009b31m""#),
            ("\u{202e}exe.txt", r#""\u202eexe.txt""#),
            ("\u{e0041}", r#""\udb40\udc41""#),
            ("« déjà »\n", "\"« déjà »\\n\""),
        ];
        for (value, expected) in cases {
            assert_eq!(line(value), format!("{expected}\n"));
        }
    }

    proptest! {
        #[test]
        fn any_string_is_one_safe_line_and_comes_back(value in any::<String>()) {
            let line = line(&value);
            let line = line.strip_suffix('\n').unwrap();
            prop_assert!(!line.chars().any(safe::is_forbidden));
            prop_assert_eq!(serde_json::from_str::<String>(line).unwrap(), value);
        }
    }
}
