//! The keyword query: `words`, `"a phrase"`, `prefix*`, `-not`, all of which must hold.
//!
//! Words match whole words of the folded text; a phrase matches across line breaks and double spaces but not from
//! one block into the next. Reading a query never fails: what is odd about it comes back as a [`Complaint`] with its
//! place, beside the lenient reading.

use std::ops::Range;

use memchr::memmem;

use crate::text::fold::{Folded, fold};

/// One condition.
#[derive(Debug, Clone)]
struct Term {
    /// Folded, white space levelled.
    needle: String,
    finder: memmem::Finder<'static>,
    edges: Edges,
    negated: bool,
}

/// Where in the words of a text a term may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edges {
    /// Whole words only.
    Words,
    /// From the start of a word on.
    Prefix,
    /// Anywhere.
    Free,
}

/// What is odd about a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The place in what was typed, in bytes.
    pub range: Range<usize>,
    /// What is wrong, and how it was read.
    pub message: &'static str,
}

/// A parsed query.
#[derive(Debug, Clone, Default)]
pub struct Query {
    terms: Vec<Term>,
    complaints: Vec<Complaint>,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let mut rest = typed;
        while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
            let at = typed.len() - rest.len() + start;
            let len = query.term(&rest[start..], at);
            rest = &rest[start + len..];
        }
        query
    }

    /// Reads a plain phrase to search for in a text: no operators, and it may start and end inside words.
    #[must_use]
    pub fn literal(typed: &str) -> Self {
        let mut query = Self::default();
        query.push(typed, Edges::Free, false);
        query
    }

    /// The same query with its last word taken as unfinished, for results while somebody is still typing. `None`
    /// when the last word is finished already.
    #[must_use]
    pub fn unfinished(typed: &str) -> Option<Self> {
        let last = typed.chars().next_back()?;
        let mut query = Self::parse(typed);
        if !last.is_alphanumeric() || query.terms.last()?.negated {
            return None;
        }
        query.terms.last_mut()?.edges = Edges::Prefix;
        Some(query)
    }

    /// Reads one term at the start of `rest`, which stands at byte `at`, and returns its length.
    fn term(&mut self, rest: &str, at: usize) -> usize {
        let negated = rest.starts_with('-') && rest.chars().nth(1).is_some_and(|c| !c.is_whitespace());
        let body = &rest[usize::from(negated)..];
        let skipped = rest.len() - body.len();
        if let Some(opening) = body.chars().next().filter(|c| QUOTES.contains(c)) {
            let inner = &body[opening.len_utf8()..];
            let (phrase, closing) = if let Some((end, c)) = inner.char_indices().find(|(_, c)| QUOTES.contains(c)) {
                (&inner[..end], c.len_utf8())
            } else {
                let message = "this quotation mark is not closed; the phrase is read to the end";
                self.complaints.push(Complaint { range: at + skipped..at + rest.len(), message });
                (inner, 0)
            };
            let len = skipped + opening.len_utf8() + phrase.len() + closing;
            if !self.push(phrase, Edges::Words, negated) {
                self.complaints.push(Complaint { range: at..at + len, message: "an empty phrase is left out" });
            }
            return len;
        }
        let end = body.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(body.len()).max(1);
        let word = &body[..end];
        if word.split_once(':').is_some_and(|(field, _)| FIELDS.contains(&field)) {
            let message = "fields are not understood yet; this is looked for as it stands";
            self.complaints.push(Complaint { range: at + skipped..at + skipped + end, message });
        }
        let stem = word.trim_end_matches('*');
        let edges = if stem.len() < word.len() { Edges::Prefix } else { Edges::Words };
        if !self.push(stem, edges, negated) {
            let message = "there is no letter or digit to look for here; it is left out";
            self.complaints.push(Complaint { range: at..at + skipped + end, message });
        }
        skipped + end
    }

    fn push(&mut self, text: &str, edges: Edges, negated: bool) -> bool {
        let needle = fold(text).trim().to_owned();
        let says_something = needle.chars().any(char::is_alphanumeric);
        if says_something {
            let finder = memmem::Finder::new(needle.as_bytes()).into_owned();
            self.terms.push(Term { needle, finder, edges, negated });
        }
        says_something
    }

    /// True when the query holds for every text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What is odd about it, in order of place.
    #[must_use]
    pub fn complaints(&self) -> &[Complaint] {
        &self.complaints
    }

    /// True when the query holds for a text given folded (see [`fold`]).
    #[must_use]
    pub fn holds(&self, folded: &str) -> bool {
        self.terms.iter().all(|term| term.places(folded).next().is_some() != term.negated)
    }

    /// The places that the query is about: every hit of every term that is not negated, as byte ranges of the
    /// original, ascending and disjoint. At most `limit` of them.
    #[must_use]
    pub fn hits(&self, text: &Folded, limit: usize) -> Vec<Range<usize>> {
        let mut hits: Vec<Range<usize>> = self
            .terms
            .iter()
            .filter(|term| !term.negated)
            .flat_map(|term| term.places(text.text()).take(limit))
            .collect();
        hits.sort_unstable_by_key(|h| (h.start, h.end));
        let mut out: Vec<Range<usize>> = Vec::new();
        for hit in hits {
            let source = text.source_range(hit.start, hit.end);
            if out.len() < limit && out.last().is_none_or(|last| last.end <= source.start) {
                out.push(source);
            }
        }
        out
    }
}

/// Fields that people know from elsewhere.
const FIELDS: [&str; 8] = ["title", "source", "person", "org", "place", "lang", "after", "before"];

/// Marks that open or close a phrase, whichever the keyboard gives.
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

impl Term {
    /// Where the term stands in a folded text, as whole words.
    fn places<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let starts_word = self.edges != Edges::Free && letter(self.needle.chars().next());
        let ends_word = self.edges == Edges::Words && letter(self.needle.chars().next_back());
        self.finder.find_iter(folded.as_bytes()).map(|at| at..at + self.needle.len()).filter(move |range| {
            let cut_before = starts_word && letter(folded[..range.start].chars().next_back());
            let cut_behind = ends_word && letter(folded[range.end..].chars().next());
            !cut_before && !cut_behind
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, text: &str, expected: bool) {
        assert_eq!(Query::parse(typed).holds(&fold(text)), expected, "{typed} in {text}");
    }

    #[test]
    fn all_words_must_stand_in_the_text() {
        check("sanctions coree", "Des sanctions contre la Corée", true);
        check("sanctions chine", "Des sanctions contre la Corée", false);
        check("", "tout", true);
    }

    #[test]
    fn words_are_whole_unless_a_star_says_otherwise() {
        check("arme", "des armes", false);
        check("arme*", "des armes", true);
        check("coree", "nord-coréen", false);
        check("nord", "nord-coréen", true);
        check("etats-unis", "Les États‑Unis", true);
        check("aujourd'hui", "Aujourd’hui", true);
        check("c++", "en C++ surtout", true);
    }

    #[test]
    fn phrases_cross_line_breaks_but_not_blocks() {
        check("\"conseil de sécurité\"", "le Conseil de\n  Sécurité", true);
        check("«conseil de sécurité»", "le Conseil de\u{a0}Sécurité", true);
        check("\"un deux\"", "un\n\ndeux", false);
        check("\"de sécurité conseil\"", "Conseil de sécurité", false);
    }

    #[test]
    fn minus_excludes() {
        check("kim -poutine", "Kim seul", true);
        check("kim -poutine", "Kim et Poutine", false);
        check("-\"mer du japon\"", "dans la mer du Japon", false);
        check("a - b", "a b", true);
    }

    #[test]
    fn what_is_odd_is_said_and_read_leniently() {
        let query = Query::parse("kim \"mer du");
        assert_eq!(query.complaints()[0].range, 4..11);
        assert!(query.holds(&fold("Kim et la mer du Japon")));
        assert_eq!(Query::parse("?! mot").complaints()[0].range, 0..2);
        assert!(Query::parse("\"").is_empty());
        assert_eq!(Query::parse("kim person:poutine").complaints()[0].range, 4..18);
    }

    #[test]
    fn hits_lead_back_to_the_text() {
        let text = "L’été, l'ETE et les étés ; coréen";
        let show =
            |query: &Query| -> Vec<&str> { query.hits(&Folded::new(text), 9).into_iter().map(|r| &text[r]).collect() };
        assert_eq!(show(&Query::parse("ete")), ["été", "ETE"]);
        assert_eq!(show(&Query::literal("été")), ["été", "ETE", "été"]);
        assert_eq!(show(&Query::literal("oré")), ["oré"]);
        assert_eq!(show(&Query::parse("-ete")), Vec::<&str>::new());
    }

    #[test]
    fn while_typing_the_last_word_is_open() {
        assert!(Query::unfinished("sanc").unwrap().holds("des sanctions"));
        assert!(Query::unfinished("sanc ").is_none());
        assert!(Query::unfinished("kim -sanc").is_none());
    }

    proptest::proptest! {
        #[test]
        fn no_query_panics(typed in "[\"«»*a-z é\\-'œ]{0,12}", text in "[a-z éœ\n]{0,30}") {
            let query = Query::parse(&typed);
            let _ = query.holds(&fold(&text));
            for hit in query.hits(&Folded::new(&text), 5) {
                assert!(text.get(hit).is_some());
            }
            for complaint in query.complaints() {
                assert!(typed.get(complaint.range.clone()).is_some());
            }
        }
    }
}
