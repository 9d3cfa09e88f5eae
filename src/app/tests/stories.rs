//! Stories in the list: folding, walking through them, and comparing.

use super::*;

/// Long enough to be compared.
const RAIN: &str = "Une pluie fine tombe depuis lundi sur les champs de la plaine et les paysans de la vallée s’en réjouissent après \
des semaines de sécheresse. Le maire a fait rouvrir les bassins.";
const RAIN_AGAIN: &str = "Une pluie fine tombe depuis lundi sur les champs de la plaine et les paysans de la vallée s’en réjouissent \
après des semaines de sécheresse. Le maire a fait rouvrir la piscine.";
const BRIDGE: &str = "Le vieux pont de pierre reste fermé aux voitures jusqu’à la fin des travaux de la pile centrale que les \
ingénieurs ont trouvée fissurée au printemps.";

fn five() -> Desk {
    let rain = |title: &str, text: &str| format!("{title}|{text}");
    let articles = [
        rain("Un", RAIN),
        rain("Deux", BRIDGE),
        rain("Trois", RAIN_AGAIN),
        rain("Quatre", "Court."),
        rain("Cinq", RAIN),
    ];
    Desk::with(&articles.iter().map(String::as_str).collect::<Vec<_>>())
}

impl Desk {
    /// The rows: titles, the mark behind, members indented.
    fn rows(&self) -> Vec<String> {
        let (list, pile) = (self.app.list(), self.app.pile());
        let row = |at| {
            let row = list.row_at(pile, at).unwrap();
            let (indent, mark) = (if row.is_member() { "· " } else { "" }, row.mark());
            format!("{indent}{} {mark}", pile.title(row.id)).trim_end().to_owned()
        };
        (0..list.len(pile)).map(row).collect()
    }
}

#[test]
fn a_story_is_one_row_that_unfolds() {
    let desk = five();
    assert_eq!(desk.rows(), ["Un +2", "Deux", "Quatre"]);
    assert_eq!(desk.app.list().articles(desk.app.pile()).len(), 5);
    let desk = desk.press("z");
    assert_eq!(desk.rows(), ["Un ▾2", "· Trois", "· Cinq", "Deux", "Quatre"]);
    // Folded from one of the others, the story's row is selected.
    let desk = desk.press("J J");
    assert_eq!(desk.at(), "Cinq");
    let desk = desk.press("z");
    assert_eq!((desk.rows(), desk.at()), (vec!["Un +2".to_owned(), "Deux".into(), "Quatre".into()], "Un".to_owned()));
    let desk = desk.press("J z");
    assert_eq!((desk.at().as_str(), desk.app.status().as_str()), ("Deux", "no other article tells this story"));
}

#[test]
fn stories_can_be_turned_off() {
    let desk = five().press("Z");
    assert_eq!(desk.rows(), ["Un", "Deux", "Trois", "Quatre", "Cinq"]);
    assert_eq!(desk.app.status(), "every article has a row of its own");
    // Turned on again, the selected article keeps its row.
    let desk = desk.press("J J Z");
    assert_eq!(desk.at(), "Trois");
    assert_eq!(desk.rows(), ["Un ▾2", "· Trois", "· Cinq", "Deux", "Quatre"]);
    assert_eq!(desk.app.list().selected(), 1);
    assert_eq!(desk.app.status(), "1 story of several articles, each in one row; z unfolds one");
}

#[test]
fn rows_are_stepped_over_and_folded_articles_are_met_when_somebody_is_followed() {
    let text = |text: &str| format!("{text} Vladimir Poutine a parlé.");
    let articles = ["Un", "Deux", "Trois"].map(|title| match title {
        "Deux" => format!("{title}|{BRIDGE}"),
        "Trois" => format!("{title}|{}", text(RAIN)),
        _ => format!("{title}|{RAIN}"),
    });
    let desk = Desk::with(&articles.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(desk.rows(), ["Un +1", "Deux"]);
    let desk = desk.press("J");
    assert_eq!(desk.at(), "Deux");
    let desk = desk.press("w 1");
    assert_eq!(desk.at(), "Trois: ns. [Vladimir Poutine]");
    assert_eq!(desk.rows(), ["Un ▾1", "· Trois", "Deux"]);
    assert_eq!(desk.app.list().selected(), 1);
}

#[test]
fn a_filter_leaves_of_a_story_what_fits() {
    let desk = five().press("/ 'i Enter");
    // Trois and Cinq, each with what is left of its story; the first of the two stands for it.
    assert_eq!(desk.rows(), ["Trois +1"]);
    let desk = desk.press("Esc O O");
    assert_eq!(desk.app.narrowing().order().short(), "by title");
    // In another order, another one stands for the story, at its place; the selected one keeps its row.
    assert_eq!(desk.rows(), ["Cinq ▾2", "· Trois", "· Un", "Deux", "Quatre"]);
    assert_eq!(desk.at(), "Trois");
}

#[test]
fn what_changes_leaves_its_story() {
    let mut desk = five();
    desk.read(2, &format!("Trois|{BRIDGE}"));
    assert_eq!(desk.rows(), ["Un +1", "Deux +1", "Quatre"]);
    desk.read(2, "Trois|Court.");
    assert_eq!(desk.rows(), ["Un +1", "Deux", "Trois", "Quatre"]);
    let gone = Change::Gone(crate::library::sources::SourceNo(0));
    desk.act(Action::Report(Report::Changes(vec![gone])));
    assert_eq!(desk.rows(), ["Deux", "Trois", "Quatre", "Cinq"]);
    assert_eq!(desk.at(), "Deux");
}

#[test]
fn an_article_is_compared_with_each_of_its_story() {
    let desk = five().press("D");
    assert!(desk.app.is_comparing());
    let told = |desk: &Desk| {
        let lines = &desk.app.compared().unwrap().lines;
        let text = |half: &crate::worker::Half| half.runs.iter().map(|(text, _)| text.as_str()).collect::<String>();
        lines.iter().filter_map(|line| line.right.as_ref()).map(text).collect::<Vec<_>>().join(" ")
    };
    assert!(told(&desk).contains("Trois") && told(&desk).contains("piscine"), "{}", told(&desk));
    assert_eq!(desk.app.comparing_title(), "Compared with 1 of 2 · D the next one · Esc closes");
    let mut desk = desk.press("D");
    assert!(told(&desk).contains("Cinq"), "{}", told(&desk));
    desk.act(Action::Resize(Geometry { wide: 60, ..GEOMETRY }));
    assert!(!desk.app.compared().unwrap().beside);
    let desk = desk.press("q J D");
    assert!(!desk.app.is_comparing());
    assert_eq!((desk.at().as_str(), desk.app.status().as_str()), ("Deux", "no other article tells this story"));
}

#[test]
fn a_click_on_the_mark_folds() {
    let mut desk = five();
    desk.act(Action::Click(super::super::action::Target::Fold(0)));
    assert_eq!(desk.rows(), ["Un ▾2", "· Trois", "· Cinq", "Deux", "Quatre"]);
    desk.act(Action::Click(super::super::action::Target::Fold(0)));
    assert_eq!(desk.rows(), ["Un +2", "Deux", "Quatre"]);
}
