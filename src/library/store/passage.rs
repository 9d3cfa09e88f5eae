//! A passage of a text, quoted so that it can be found again when the text has changed around it.

use crate::document::Span;
use crate::text::fold::{Folded, fold};

/// A stretch of a text with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stood.
    pub span: Span,
    /// What stood there.
    pub quoted: String,
}

impl Passage {
    /// The passage at `span`; `None` when that is not a stretch of `text`, or empty.
    #[must_use]
    pub fn of(text: &str, span: Span) -> Option<Self> {
        let quoted = text.get(span.range()).filter(|quoted| !quoted.trim().is_empty())?;
        Some(Self { span, quoted: quoted.to_owned() })
    }

    /// Where the passage stands in `text`: at its old place, else the occurrence nearest to it, else the nearest with
    /// the same folded letters (a corrected accent, another apostrophe). `None` when it was rewritten.
    #[must_use]
    pub fn find_in(&self, text: &str) -> Option<Span> {
        if self.quoted.is_empty() {
            return None;
        }
        if text.get(self.span.range()) == Some(&self.quoted) {
            return Some(self.span);
        }
        let exact = text.match_indices(&self.quoted).map(|(at, quoted)| at..at + quoted.len());
        if let Some(range) = exact.min_by_key(|range| range.start.abs_diff(self.span.start())) {
            return Some(range.into());
        }
        let (folded, needle) = (Folded::new(text), fold(&self.quoted));
        if needle.trim().is_empty() {
            return None;
        }
        let alike = folded.text().match_indices(&needle).map(|(at, _)| folded.source_range(at, at + needle.len()));
        alike.min_by_key(|range| range.start.abs_diff(self.span.start())).map(Span::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the passage between brackets in `old` is found in `new`, shown the same way.
    fn check(old: &str, new: &str, expected: Option<&str>) {
        let text = old.replace(['[', ']'], "");
        let (start, end) = (old.find('[').unwrap(), old.find(']').unwrap() - 1);
        let passage = Passage::of(&text, Span::new(start, end)).unwrap();
        let found = passage.find_in(new);
        let shown = found.map(|s| format!("{}[{}]{}", &new[..s.start()], s.of(new), &new[s.end()..]));
        assert_eq!(shown.as_deref(), expected);
    }

    #[test]
    fn a_passage_is_found_again() {
        check("il a [dit] oui", "il a dit oui", Some("il a [dit] oui"));
        check("hier, il a [dit] oui", "dit-on, il avait dit oui", Some("dit-on, il avait [dit] oui"));
        check("[l'Elysee] dit", "Hier, l’Élysée dit", Some("Hier, [l’Élysée] dit"));
        check("il a [dit] oui", "il se tait", None);
        check("il a [dit] oui", "", None);
    }

    #[test]
    fn nothing_is_no_passage() {
        for span in [Span::new(1, 1), Span::new(1, 2), Span::new(0, 9)] {
            assert_eq!(Passage::of("é b", span), None);
        }
    }
}
