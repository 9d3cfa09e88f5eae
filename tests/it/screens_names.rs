//! Screens of saying who is who: the names offered for a merge, and the questions with a sentence of each side.

use kiosque::document::{ArticleBuilder, BlockKind};
use kiosque::names;

use crate::screens::Desk;

/// A narrow screen over two articles that name two people who may be one.
fn desk() -> Desk {
    let texts = [
        "Hier, le maire Alexandre Morvelin a parlé aux habitants du quartier, longtemps et sans notes, avant de partir.",
        "Selon le président Alex Morvelin, rien ne sera fait cette année.",
    ];
    let article = |text: &&str| {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, "Le quartier");
        builder.block(BlockKind::Paragraph, text);
        let article = builder.finish("x");
        let names = names::analyse(&article);
        (article, names)
    };
    Desk::new(80, 24, texts.iter().map(article).collect())
}

fn has(desk: &mut Desk, expected: &[&str]) {
    let screen = desk.screen();
    for words in expected {
        assert!(screen.contains(words), "no “{words}” in\n{screen}");
    }
}

#[test]
fn a_merge_offers_the_likeliest_name_first() {
    let mut desk = desk();
    has(
        desk.press("J 1 M"),
        &["is really:", "Alex Morvelin", "Names of the pile", "▌", "Alexandre Morvelin", "likeness"],
    );
    has(desk.press("↓ Enter"), &["Alex Morvelin is Alexandre Morvelin: 1 mention"]);
    has(desk.press("A"), &["add a person:", "Tab: another kind"]);
}

#[test]
fn a_question_shows_both_names_with_a_sentence_each() {
    let mut desk = desk();
    has(
        desk.press("I"),
        &[
            "Is it the same? 1 of 1 · likeness",
            "Alex Morvelin · 1 mention",
            "Selon le président Alex Morvelin,",
            "Alexandre Morvelin · 1 mention",
            "Hier, le maire Alexandre",
            "y yes · n no · l later · u undo",
        ],
    );
    has(desk.press("y"), &["nothing is left to ask"]);
}
