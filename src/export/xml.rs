//! Text inside XML 1.0.

use std::fmt::Write;

use crate::text::safe;

/// `text` as the value of an attribute or the content of an element. What XML cannot hold at all is left out; what a
/// terminal would obey is written as a reference, like what XML means something by.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c if !is_legal(c) => {}
            c if safe::is_forbidden(c) => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// The production `Char` of XML 1.0.
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;
    use quick_xml::{Reader, XmlVersion};

    #[test]
    fn what_means_something_is_escaped_and_what_cannot_be_is_left_out() {
        assert_eq!(escape("a & <b> \"c\" 'd'"), "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39;");
        assert_eq!(escape("a\u{0}\u{8}\u{1b}b\u{ffff}\n\u{9b}"), "ab&#10;&#155;");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_an_attribute(text in any::<String>()) {
            let xml = format!("<a b=\"{}\"/>", escape(&text));
            prop_assert!(!xml.chars().any(safe::is_forbidden));
            let mut reader = Reader::from_str(&xml);
            let Event::Empty(element) = reader.read_event().unwrap() else { panic!("{xml}") };
            let attribute = element.attributes().next().unwrap().unwrap();
            let wanted: String = text.chars().filter(|&c| is_legal(c)).collect();
            let read = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
            prop_assert_eq!(read, wanted);
            prop_assert!(matches!(reader.read_event(), Ok(Event::Eof)));
        }
    }
}
