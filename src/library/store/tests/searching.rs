//! The full-text index.

use proptest::prelude::*;

use super::*;
use Wanted::{All, Any, Except, InTitle, Phrase, Prefix};

const TEXTS: [(&str, &str); 4] = [
    ("La réponse de l’Élysée", "Aujourd’hui, Jean-Pierre a parlé du cœur de l’Œuvre."),
    ("Sanctions", "Un accord sur le gaz, sans sanctions."),
    ("Un été sans pluie", "La sécheresse dure. Il faut des sanctions, dit Łukasz, expert en c++."),
    ("Silence", "NEAR AND OR NOT title : rien (du tout)"),
];

fn phrase(text: &str) -> Wanted {
    Phrase(text.to_owned())
}

fn library() -> (Library, Store, Vec<KeptId>) {
    let library = Library::new();
    let mut store = library.open();
    let ids = put(&mut store, "/a", &TEXTS);
    (library, store, ids)
}

#[test]
fn words_phrases_and_prefixes_are_found_under_every_spelling() {
    let (_library, store, ids) = library();
    let check = |wanted: &Wanted, expected: &[usize]| {
        let expected: Vec<KeptId> = expected.iter().map(|&at| ids[at]).collect();
        assert_eq!(store.matching(wanted).unwrap(), expected, "{wanted:?}");
    };
    for text in ["elysee", "L'ELYSÉE", "aujourd'hui", "jean-pierre", "Jean Pierre", "oeuvre", "cœur de l'œuvre"] {
        check(&phrase(text), &[0]);
    }
    check(&phrase("lukasz"), &[2]);
    check(&phrase("c++"), &[2]);
    check(&phrase("accord gaz"), &[]);
    check(&Prefix("sanct".to_owned()), &[1, 2]);
    check(&Prefix("sur le ga".to_owned()), &[1]);
    check(&InTitle(Box::new(phrase("sanctions"))), &[1]);
    check(&All(vec![phrase("sanctions"), phrase("ete"), phrase("?!")]), &[2]);
    check(&Any(vec![phrase("gaz"), phrase("elysee")]), &[0, 1]);
    check(&Except(Box::new(phrase("sanctions")), Box::new(Any(vec![phrase("gaz"), phrase("…")]))), &[2]);
    for nothing in [phrase(""), phrase("\"*"), All(vec![]), Except(Box::new(phrase("-")), Box::new(phrase("gaz")))] {
        check(&nothing, &[]);
    }
}

#[test]
fn operators_in_what_was_typed_are_words() {
    let (_library, store, ids) = library();
    for text in ["near and or not", "title : rien", "(du tout)", "\"rien\" du"] {
        assert_eq!(store.matching(&phrase(text)).unwrap(), [ids[3]], "{text}");
    }
}

#[test]
fn the_best_come_first() {
    let (_library, store, ids) = library();
    let hits = store.search(&phrase("sanctions"), 10).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [ids[1], ids[2]]);
    assert!(hits[0].rank < hits[1].rank);
    assert_eq!(store.search(&phrase("sanctions"), 1).unwrap().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn nothing_that_can_be_typed_is_an_error(a in any::<String>(), b in "[\"*():^{}+a\u{0}é -]{0,12}") {
        thread_local!(static STORE: (Library, Store, Vec<KeptId>) = library());
        let (a, b) = (phrase(&a), Prefix(b));
        let both = Except(Box::new(Any(vec![a.clone(), InTitle(Box::new(b.clone()))])), Box::new(All(vec![a, b])));
        let found = STORE.with(|(_, store, _)| store.search(&both, 5));
        prop_assert!(found.is_ok(), "{found:?}");
    }
}
