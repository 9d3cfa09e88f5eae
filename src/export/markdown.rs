//! Text inside Markdown: it stays text, whatever it says.

use crate::text::safe;

/// `text` as running text of one line: safe to show, and every sign that `CommonMark` or GitHub's dialect means something by
/// behind a backslash.
pub(super) fn escape(text: &str) -> String {
    let line = safe::line(text);
    let line = line.trim();
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        if means_something(line, at, c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// True where a character could be more than itself. Punctuation in the middle of a sentence can be read as it stands.
fn means_something(line: &str, at: usize, c: char) -> bool {
    let (before, after) = (&line[..at], &line[at + c.len_utf8()..]);
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '{' | '}' | '^' | '@' | '#' => true,
        // A list, a rule, a heading under a line, a definition; and front matter.
        '+' | '-' | '=' | ':' if before.is_empty() || before.chars().all(|b| b == c) => true,
        // A numbered list.
        '.' | ')' if !before.is_empty() && before.bytes().all(|b| b.is_ascii_digit()) => true,
        // Addresses become links by themselves.
        ':' => after.starts_with("//"),
        '.' => before.len() >= 3 && before.is_char_boundary(at - 3) && before[at - 3..].eq_ignore_ascii_case("www"),
        '!' => after.starts_with('['),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// What a reader of Markdown makes of a paragraph; `None` when it is anything but one paragraph of text.
    fn read(markdown: &str) -> Option<String> {
        let mut out = String::new();
        // Other quotation marks and dashes would be a matter of taste.
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(text) => out += &text,
                _ => return None,
            }
        }
        Some(out)
    }

    #[test]
    fn what_means_something_is_text() {
        for text in [
            "# Titre",
            "- un",
            "1. un",
            "1986. Un souvenir",
            "![x](http://example.org/a.png)",
            "<script>alert(1)</script>",
            "a *b* _c_ `d` ~~e~~ $f$ [^1] [x]: http://example.org",
            "---",
            "===",
            "> cité",
            "&amp; &#42;",
            "a | b",
            "www.example.org et http://example.org et a@example.org",
            "« Non ! », dit-il (hier) : 50 %",
        ] {
            assert_eq!(read(&escape(text)).as_deref(), Some(text), "{}", escape(text));
        }
        assert_eq!(escape("Il a dit : « non. » (Hier, 50 %)"), "Il a dit : « non. » (Hier, 50 %)");
    }

    proptest! {
        #[test]
        fn any_text_is_one_paragraph_and_comes_back(text in "[#*_`\\[\\]()<>!&;|~$^=+\\-:.{}\\\\\"'@0-9a-z/é ]{0,30}|\\PC{0,30}") {
            let line = safe::line(&text).trim().to_owned();
            prop_assert_eq!(read(&escape(&text)), Some(line));
        }
    }
}
