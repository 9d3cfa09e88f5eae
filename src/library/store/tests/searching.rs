//! The full-text index.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::document::ArticleId;
use crate::library::{Bearers, Entry, Facts};

const TEXTS: [(&str, &str); 4] = [
    ("La réponse de l’Élysée", "Aujourd’hui, Jean-Pierre a parlé du cœur de l’Œuvre."),
    ("Sanctions", "Un accord sur le gaz, sans sanctions."),
    ("Un été sans pluie", "La sécheresse dure. Il faut des sanctions, dit Łukasz, expert en c++."),
    ("Silence", "NEAR AND OR NOT title : rien (du tout) \"rien\" du"),
];

fn library() -> (Library, Store, Vec<KeptId>) {
    let library = Library::new();
    let mut store = library.open();
    let ids = put(&mut store, "/a", &TEXTS);
    (library, store, ids)
}

#[test]
fn words_phrases_and_prefixes_are_found_under_every_spelling() {
    let (_library, store, ids) = library();
    let check = |typed: &str, expected: &[usize]| {
        let expected: Vec<KeptId> = expected.iter().map(|&at| ids[at]).collect();
        assert_eq!(found(&store, typed), expected, "{typed}");
    };
    for typed in ["elysee", "L'ELYSÉE", "aujourd'hui", "jean-pierre", "oeuvre", "\"cœur de l'œuvre\""] {
        check(typed, &[0]);
    }
    check("lukasz", &[2]);
    check("c++", &[2]);
    check("\"jean pierre\"", &[]);
    check("\"accord gaz\"", &[]);
    check("sanct*", &[1, 2]);
    check("\"sur le ga*\"", &[1]);
    check("title:sanctions", &[1]);
    check("sanctions", &[1, 2]);
}

#[test]
fn operators_in_what_was_typed_are_words() {
    let (_library, store, ids) = library();
    for typed in ["\"near and or not\"", "\"title : rien\"", "\"(du tout)\""] {
        assert_eq!(found(&store, typed), [ids[3]], "{typed}");
    }
}

#[test]
fn a_word_in_the_title_counts_more() {
    let (_library, store, ids) = library();
    let query = term("sanctions");
    let hits = store.ranks(&query.wanted()).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), ids[1..3]);
    assert!(hits[0].rank < hits[1].rank);
    assert_eq!(store.ranks(&[]).unwrap(), []);
}

/// A query of one term.
fn term(typed: &str) -> Query {
    Query::parse(typed, NaiveDate::default())
}

#[track_caller]
fn assert_as_by_eye(store: &Store, articles: &[(KeptId, Article)], query: &Query) {
    let (text, within) = match query.root() {
        Node::Term(Term::Text(text)) => (text, Within::Text),
        Node::Term(Term::Title(text)) => (text, Within::Title),
        _ => return,
    };
    let holding = store.holding(text, within).unwrap().unwrap();
    let bearers = Bearers::default();
    let by_eye = |(_, article): &&(KeptId, Article)| {
        let entry = Entry::read(article.clone());
        query.matches(&Facts::new(ArticleId(0), &entry, article.title(), &bearers))
    };
    let expected: Vec<KeptId> = articles.iter().filter(by_eye).map(|(id, _)| *id).collect();
    if holding.exact {
        assert_eq!(holding.ids, expected, "{query}");
    } else {
        assert!(holding.ids.is_sorted() && expected.iter().all(|id| holding.ids.contains(id)), "{query}");
    }
}

/// Articles, each a list of blocks of which the first may be a title, as those of one source.
fn put_blocks(store: &mut Store, articles: &[(bool, Vec<String>)]) -> Vec<(KeptId, Article)> {
    let made = articles.iter().map(|(titled, blocks)| {
        let mut builder = ArticleBuilder::new();
        for (at, block) in blocks.iter().enumerate() {
            builder.block(if at == 0 && *titled { BlockKind::Title } else { BlockKind::Paragraph }, block);
        }
        builder.finish("nom de fichier")
    });
    let made: Vec<Article> = made.collect();
    let drafts: Vec<ArticleDraft> = made.iter().map(ArticleDraft::new).collect();
    let mut batch = store.batch().unwrap();
    let ids = batch.put(&record("/a"), &drafts).unwrap();
    batch.commit().unwrap();
    ids.into_iter().zip(made).collect()
}

#[test]
fn the_index_finds_what_the_query_finds() {
    let library = Library::new();
    let mut store = library.open();
    let texts = [
        "Aujourd’hui, Jean-Pierre boit de l’eau.",
        "Aujourd hui Jean Pierre",
        "Il parle c++ et c+, pas .net ni 3.14",
        "un\u{a0}deux",
        "un.  deux un_deux 1,2",
        "日本語 नमस्ते e\u{301}te\u{301}",
        "λόγος ΛΟΓΟΣ ﬁn Łódź ½ ²",
    ];
    let mut articles: Vec<_> = texts.iter().map(|text| (false, vec![(*text).to_owned()])).collect();
    articles.push((true, vec!["Un titre".to_owned(), "fin un".to_owned(), "deux début".to_owned()]));
    let articles = put_blocks(&mut store, &articles);
    for typed in [
        "aujourd'hui",
        "aujourd",
        "hui",
        "\"jean-pierre\"",
        "\"jean pierre\"",
        "pierre*",
        "l'eau",
        "l'ea*",
        "c++",
        "c+",
        "c",
        ".net",
        "'hui",
        "3.14",
        "3",
        "1,2",
        "\"un deux\"",
        "un_deux",
        "\"fin un deux\"",
        "日本",
        "日本語",
        "नमस्ते",
        "été",
        "λόγοσ",
        "λόγος",
        "fin",
        "lodz",
        "1⁄2",
        "2",
        "title:titre",
        "title:nom",
        "nom",
        "title:\"nom de fich\"*",
        "\"eau.\"",
        "\"un deux*\"",
    ] {
        assert_as_by_eye(&store, &articles, &term(typed));
    }
    let exact = |typed| match term(typed).root() {
        Node::Term(Term::Text(text)) => store.holding(text, Within::Text).unwrap().map(|holding| holding.exact),
        other => panic!("{other:?}"),
    };
    assert_eq!((exact("c++"), exact(".net")), (Some(true), Some(false)));
    assert_eq!(store.holding(Query::literal("eau").wanted()[0], Within::Text).unwrap(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn the_index_agrees_with_a_look_at_the_texts(
        articles in proptest::collection::vec((any::<bool>(), proptest::collection::vec(SMALL, 1..4)), 1..5),
        terms in proptest::collection::vec((SMALL, any::<bool>(), any::<bool>()), 1..8),
    ) {
        thread_local!(static LIBRARY: Library = Library::new());
        LIBRARY.with(|library| {
            let mut store = library.open();
            let articles = put_blocks(&mut store, &articles);
            for (words, title, open) in terms {
                let typed = format!("{}\"{words}{}\"", if title { "title:" } else { "" }, if open { "*" } else { "" });
                assert_as_by_eye(&store, &articles, &term(&typed));
                // What stands in a text is found more often than chance has it.
                let part = words.split(' ').next().unwrap_or_default();
                assert_as_by_eye(&store, &articles, &term(&format!("{part}{}", if open { "*" } else { "" })));
            }
        });
    }

    #[test]
    fn any_text_is_found_by_its_own_words(text in any::<String>(), from in any::<prop::sample::Index>(), len in 1..12usize) {
        thread_local!(static LIBRARY: Library = Library::new());
        LIBRARY.with(|library| {
            let mut store = library.open();
            let articles = put_blocks(&mut store, &[(false, vec![text])]);
            let text: Vec<char> = articles[0].1.text().chars().filter(|c| !"\"“”„‟″＂«»".contains(*c)).collect();
            if !text.is_empty() {
                let part: String = text[from.index(text.len())..].iter().take(len).collect();
                assert_as_by_eye(&store, &articles, &term(&format!("\"{part}\"")));
            }
        });
    }
}

/// Few letters and marks, so that they meet.
const SMALL: &str = "[aébc1 '’.\\-_\n日ςΣ\u{301}\u{a0}\u{ff0e}+\u{94d}½]{0,8}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn nothing_that_can_be_typed_is_an_error(a in any::<String>(), b in "[\"*():^{}+a\u{0}é -]{0,12}") {
        thread_local!(static STORE: (Library, Store, Vec<KeptId>) = library());
        let query = term(&format!("{a} title:\"{b}\" {b}*"));
        STORE.with(|(_, store, _)| {
            for text in query.texts() {
                for within in [Within::Text, Within::Title] {
                    let found = store.holding(text, within);
                    prop_assert!(found.is_ok(), "{found:?}");
                }
            }
            let ranked = store.ranks(&query.wanted());
            prop_assert!(ranked.is_ok(), "{ranked:?}");
            Ok(())
        })?;
    }
}
