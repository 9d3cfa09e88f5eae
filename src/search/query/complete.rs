//! Completion while a query is typed: what the cursor stands in. The words to offer the caller has.

use std::borrow::Cow;
use std::ops::Range;

use super::field::FieldSpec;
use super::token::{Kind, Quote, is_bare, quoted, tokens};

/// What could be completed at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the cursor stands in.
    pub place: Place,
    /// What is typed of it before the cursor, without quotation marks.
    pub prefix: String,
    /// The bytes to put the completed name or value in the place of: with its colon, or with its quotation marks.
    pub range: Range<usize>,
}

/// What the cursor stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A word that could become the name of a field, or where one could begin.
    Field,
    /// The value of a field.
    Value(&'static FieldSpec),
}

impl Completion {
    /// The fields that fit; none inside of a value.
    pub fn fields(&self) -> impl Iterator<Item = &'static FieldSpec> {
        FieldSpec::starting_with(&self.prefix).filter(|_| self.place == Place::Field)
    }

    /// `value` as it must be typed: in quotation marks where it is not one plain word.
    #[must_use]
    pub fn as_value(value: &str) -> Cow<'_, str> {
        if is_bare(value) { value.into() } else { quoted(value).into() }
    }
}

/// What could be completed at byte `cursor` of what was typed; `None` in a phrase, behind one, and in words with other
/// signs than letters.
#[must_use]
pub fn complete(typed: &str, cursor: usize) -> Option<Completion> {
    let cursor = typed.floor_char_boundary(cursor);
    let tokens = tokens(typed);
    let Some(token) = tokens.iter().find(|token| token.range.start < cursor && cursor <= token.range.end) else {
        return Some(Completion { place: Place::Field, prefix: String::new(), range: cursor..cursor });
    };
    let term = match &token.kind {
        Kind::Term(term) => term,
        // A word can begin behind a sign, and not behind another word.
        Kind::Open | Kind::Not { word: false } if cursor == token.range.end => {
            // Unless one stands there already: the cursor is at its start.
            let free = tokens.iter().all(|other| other.range.start != cursor);
            let completion = Completion { place: Place::Field, prefix: String::new(), range: cursor..cursor };
            return free.then_some(completion);
        }
        _ => return None,
    };
    let name = term.head.clone().unwrap_or_else(|| token.range.clone());
    if cursor <= name.end && (term.head.is_some() || term.quote == Quote::None) {
        let prefix = &typed[name.start..cursor];
        let range = name.start..(name.end + usize::from(term.head.is_some()));
        let fits = prefix.chars().all(char::is_alphabetic);
        return fits.then(|| Completion { place: Place::Field, prefix: prefix.to_owned(), range });
    }
    let spec = FieldSpec::find(&typed[term.head.clone()?])?;
    let behind = term.quote == Quote::Closed && cursor > term.value.end;
    (!behind).then(|| Completion {
        place: Place::Value(spec),
        prefix: typed[term.value.start.min(cursor)..cursor].to_owned(),
        range: name.end + 1..token.range.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `typed` has the cursor at `^`; expected are what it stands in, what is typed of it and what would be replaced.
    fn check(typed: &str, expected: Option<(&str, &str, &str)>) {
        let cursor = typed.find('^').unwrap();
        let typed = typed.replace('^', "");
        let found = complete(&typed, cursor);
        let found = found.as_ref().map(|completion| {
            let place = match completion.place {
                Place::Field => "field",
                Place::Value(spec) => spec.name,
            };
            (place, completion.prefix.as_str(), &typed[completion.range.clone()])
        });
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn a_word_may_become_a_field() {
        check("^", Some(("field", "", "")));
        check("kim ^", Some(("field", "", "")));
        check("kim pe^", Some(("field", "pe", "pe")));
        check("kim -(pe^rs a)", Some(("field", "pe", "pers")));
        check("-^", Some(("field", "", "")));
        check("per^son:kim", Some(("field", "per", "person:")));
        let fields = |typed: &str| complete(typed, typed.len()).unwrap().fields().map(|f| f.name).collect::<Vec<_>>();
        assert_eq!(fields("kim t"), ["title", "tag"]);
        assert_eq!(fields("Bef"), ["before"]);
        assert_eq!(fields("").len(), super::super::FIELDS.len());
    }

    #[test]
    fn a_value_is_replaced_with_its_quotation_marks() {
        check("person:^", Some(("person", "", "")));
        check("person:pou^", Some(("person", "pou", "pou")));
        check("person:\"kim jo^", Some(("person", "kim jo", "\"kim jo")));
        check("a person:\"kim^ jong\" b", Some(("person", "kim", "\"kim jong\"")));
        check("is:^ b", Some(("is", "", "")));
        assert_eq!(Completion::as_value("Poutine"), "Poutine");
        assert_eq!(Completion::as_value("Kim Jong Un"), "\"Kim Jong Un\"");
    }

    #[test]
    fn a_phrase_is_nothing_to_complete() {
        check("\"kim^", None);
        check("\"kim\"^", None);
        check("person:\"kim\"^", None);
        check("foo:ba^", None);
        check("10^", None);
        check("a OR^", None);
    }

    proptest! {
        #[test]
        fn any_cursor_gives_ranges_on_boundaries(typed in "[\"«»:*()|a-z é\\-]{0,12}|(person:|is:|-|\"|kim |é){0,6}", at in 0usize..30) {
            if let Some(completion) = complete(&typed, at) {
                prop_assert!(typed.get(completion.range.clone()).is_some());
                prop_assert!(completion.range.start <= at.min(typed.len()));
            }
        }
    }
}
