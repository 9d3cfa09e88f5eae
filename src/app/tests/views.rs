//! The card and the mentions of somebody.

use super::*;
use crate::app::views::{Card, CardLine, Mentions, View};
use crate::library::following::Row;

const TALKS: &str = "Des pourparlers|@2023-09-05|Le président russe Vladimir Poutine attend Kim Jong Un à Vladivostok. \
    Il pleut.|Vladimir Poutine a écrit à Kim Jong Un.";
const RETURN: &str =
    "Le retour|@2023-11-20|À Moscou, M. Poutine a parlé du blé. Vladimir Poutine n’a rien dit de plus.";
const PARIS: &str = "À Paris|@2023-11-21|Élise Caron a reçu Vladimir Poutine à Paris. Élise Caron a souri.";

fn card(desk: &Desk) -> &Card {
    match desk.app.view() {
        Some(View::Card(card)) => card,
        other => panic!("{other:?}"),
    }
}

fn mentions(desk: &Desk) -> &Mentions {
    match desk.app.view() {
        Some(View::Mentions(mentions)) => mentions,
        other => panic!("{other:?}"),
    }
}

/// The mentions as they stand on the screen, two words around each name.
fn lines(desk: &Desk) -> Vec<String> {
    let mentions = mentions(desk);
    let line = |&row: &Row| {
        let passage = mentions.passage(row).expect("it was asked for").expect("it is there");
        let before: Vec<&str> = passage.before.split_whitespace().rev().take(2).collect();
        let after: Vec<&str> = passage.after.split_whitespace().take(2).collect();
        let before: Vec<&str> = before.into_iter().rev().collect();
        format!("{} [{}] {}", before.join(" "), passage.name, after.join(" ")).trim().to_owned()
    };
    mentions.rows().iter().map(line).collect()
}

fn putin(articles: &[&str]) -> Desk {
    follow_putin(Desk::with(articles))
}

/// Puts the cursor on the first line that is like this.
fn on(mut desk: Desk, wanted: impl Fn(CardLine) -> bool) -> Desk {
    desk = desk.press("g");
    while !wanted(card(&desk).lines()[card(&desk).selected()]) {
        let before = card(&desk).selected();
        desk = desk.press("j");
        assert_ne!(card(&desk).selected(), before, "there is no such line");
    }
    desk
}

#[test]
fn a_card_says_who_when_where_and_with_whom() {
    let desk = putin(&[TALKS, HARVEST, RETURN, PARIS]).press("i");
    let card = card(&desk);
    let entity = card.entity().unwrap();
    assert_eq!((entity.name(), entity.mentions(), entity.articles().len()), ("Vladimir Poutine", 5, 3));
    let forms: Vec<(&str, u32)> = entity.variants().iter().map(|v| (v.form.as_str(), v.count)).collect();
    assert_eq!(forms, [("Vladimir Poutine", 4), ("Poutine", 1)]);
    let steps: Vec<(String, u32)> =
        card.timeline().steps.iter().map(|&(start, n)| (card.timeline().unit.label(start), n)).collect();
    let months = [("2023-09", 2), ("2023-10", 0), ("2023-11", 3)].map(|(month, n)| (month.to_owned(), n));
    assert_eq!(steps, months);
    let company: Vec<_> = card.company().iter().map(|c| (desk.app.name(c.who), c.articles, c.sentences)).collect();
    assert_eq!(company[0], ("Kim Jong Un", 1, 2), "named with him in two sentences");
    let moscow = company.iter().find(|(name, ..)| *name == "Moscou").unwrap();
    assert_eq!((moscow.1, moscow.2), (1, 1));
    assert!(card.dossier().is_complete());
    let newest: Vec<u32> = card.dossier().most.iter().map(|(id, _)| id.0).collect();
    assert_eq!(newest, [2, 0, 3], "of two with as many mentions the newest comes first");
}

#[test]
fn every_line_of_a_card_leads_somewhere_and_q_leads_back() {
    let desk = on(putin(&[TALKS, HARVEST, RETURN, PARIS]).press("i"), |line| line == CardLine::Company(0));
    let desk = desk.press("Enter");
    assert_eq!(card(&desk).entity().unwrap().name(), "Kim Jong Un");
    let desk = on(desk.press("q"), |line| line == CardLine::Form(1)).press("Enter");
    assert_eq!(lines(&desk), ["Moscou, M. [Poutine] a parlé"]);
    let desk = on(desk.press("q"), |line| line == CardLine::Time).press("← Enter");
    assert_eq!(mentions(&desk).selected(), 2, "the first one from October on");
    let desk = on(desk.press("q"), |line| matches!(line, CardLine::Role(_))).press("Enter");
    assert_eq!(lines(&desk), ["président russe [Vladimir Poutine] attend Kim"]);
    let desk = on(desk.press("Esc q"), |line| line == CardLine::Article(1)).press("Enter");
    assert_eq!(desk.at(), "Des pourparlers: sse [Vladimir Poutine]");
    assert!(desk.app.view().is_none());
    let desk = desk.press("^O");
    assert_eq!(card(&desk).selected(), card(&on(desk, |line| line == CardLine::Article(1))).selected());
}

#[test]
fn mentions_are_filtered_sorted_and_jumped_to() {
    let desk = putin(&[TALKS, HARVEST, RETURN, PARIS]).press("c");
    assert_eq!(
        lines(&desk),
        [
            "président russe [Vladimir Poutine] attend Kim",
            "[Vladimir Poutine] a écrit",
            "Moscou, M. [Poutine] a parlé",
            "du blé. [Vladimir Poutine] n’a rien",
            "a reçu [Vladimir Poutine] à Paris.",
        ]
    );
    let desk = desk.press("O O");
    assert!(lines(&desk)[0].starts_with("a reçu"), "the newest first");
    let desk = desk.press("O O");
    assert_eq!(lines(&desk)[0], "[Vladimir Poutine] a écrit", "by the words behind");
    assert_eq!(lines(&desk)[1], "a reçu [Vladimir Poutine] à Paris.");
    let desk = desk.press("O / 'BLE");
    assert_eq!(lines(&desk), ["Moscou, M. [Poutine] a parlé", "du blé. [Vladimir Poutine] n’a rien"]);
    let desk = desk.press("Enter j Enter");
    assert_eq!(desk.at(), "Le retour: é. [Vladimir Poutine]");
    assert_eq!(desk.app.status(), "following Vladimir Poutine · 2/2 here · 5 in 3 articles");
    let desk = desk.press("f ^O ^O");
    assert_eq!((mentions(&desk).selected(), lines(&desk).len()), (1, 2), "as they were left");
    let desk = desk.press("q");
    assert_eq!(lines(&desk).len(), 5, "the filter goes first");
    assert!(desk.press("q").app.view().is_none());
}

#[test]
fn a_filter_that_is_dropped_leaves_the_mentions_as_they_were() {
    let desk = putin(&[TALKS, RETURN]).press("c / 'zzz");
    assert!(mentions(&desk).rows().is_empty());
    assert_eq!(lines(&desk.press("Esc")).len(), 4);
}

#[test]
fn whose_card_it_is_is_told_by_the_cursor_then_by_the_sidebar_then_by_whom_one_follows() {
    let desk = putin(&[TALKS]).press("Enter e i");
    assert_eq!(card(&desk).entity().unwrap().name(), "Kim Jong Un");
    let desk = desk.press("q q i");
    assert_eq!(card(&desk).entity().unwrap().name(), "Vladimir Poutine");
    let desk = Desk::with(&[HARVEST]).press("i");
    assert!(desk.app.view().is_none() && desk.app.status().starts_with("whom?"));
}

#[test]
fn what_is_read_meanwhile_comes_to_the_card_and_to_the_mentions() {
    let mut desk = Desk::waiting(2);
    desk.read(0, TALKS);
    let mut desk = follow_putin(desk).press("i");
    desk.read(1, RETURN);
    assert_eq!(card(&desk).entity().unwrap().mentions(), 4);
    assert_eq!(lines(&desk.press("c")).len(), 4);
}

#[test]
fn a_card_tells_what_somebody_says_the_newest_first() {
    let said = [
        "Hier|@2023-09-05|« Nous verrons bien », a déclaré le président russe Vladimir Poutine. Élise Caron se tait.",
        "Demain|@2023-09-06|Vladimir Poutine a ajouté : « Il faudra du temps pour cela. »",
    ];
    let desk = on(putin(&said).press("i"), |line| line == CardLine::Said(0));
    let quoted: Vec<&str> = card(&desk).dossier().said.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(quoted, ["Il faudra du temps pour cela.", "Nous verrons bien"]);
    assert_eq!(desk.press("j Enter").at(), "Hier: \n« [Nous verrons bien]");
}

#[test]
fn what_the_user_says_of_somebody_shows_on_the_card_at_once() {
    let desk = on(putin(&[TALKS, RETURN]).press("i"), |line| line == CardLine::Form(1));
    assert_eq!(card(&desk).entity().unwrap().variants()[1].form, "Poutine");
    let desk = desk.press("S");
    assert_eq!(desk.app.status(), "Poutine is not Vladimir Poutine, in this run only · u takes it back");
    let entity =
        |desk: &Desk| (card(desk).entity().unwrap().mentions(), card(desk).entity().unwrap().name().to_owned());
    assert_eq!(entity(&desk), (3, "Vladimir Poutine".to_owned()));
    let desk = desk.press("u R ^U 'Le_président Enter");
    assert_eq!(entity(&desk), (4, "Le président".to_owned()));
    let desk = desk.press("c");
    assert_eq!(lines(&desk).len(), 4);
}
