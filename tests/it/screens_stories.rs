//! Screens of stories: folded, unfolded, compared.

use kiosque::app::geometry::Pane;
use kiosque::document::Article;
use kiosque::ingest::{self, Hints};
use kiosque::names::{self, ArticleNames};
use kiosque::tui::theme::Theme;
use ratatui::style::Modifier;

use super::screens::Desk;

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../fixtures/stories/", $name)).as_slice())
    };
}

const FILES: [(&str, &[u8]); 6] = [
    fixture!("depeche.txt"),
    fixture!("autre.txt"),
    fixture!("reprise.txt"),
    fixture!("breve.txt"),
    fixture!("bref-a.txt"),
    fixture!("bref-b.txt"),
];

fn article((name, bytes): (&str, &[u8])) -> Article {
    ingest::article(bytes, &Hints::named(name))
}

fn desk(columns: u16, rows: u16) -> Desk {
    let nameless = |file| (article(file), ArticleNames::default());
    Desk::new(columns, rows, FILES.into_iter().map(nameless).collect())
}

#[test]
fn stories_folded() {
    insta::assert_snapshot!(desk(100, 16).screen());
}

#[test]
fn a_story_unfolded_on_eighty_columns() {
    insta::assert_snapshot!(desk(80, 18).press("z J").screen());
}

#[test]
fn stories_off() {
    insta::assert_snapshot!(desk(80, 18).press("Z").screen());
}

#[test]
fn two_articles_beside_each_other() {
    insta::assert_snapshot!(desk(120, 40).press("D").screen());
}

#[test]
fn two_articles_one_above_the_other() {
    insta::assert_snapshot!(desk(80, 40).press("D D").screen());
}

#[test]
fn a_comparison_is_scrolled_resized_and_left() {
    let mut desk = desk(120, 12);
    desk.press("D");
    let top = desk.screen();
    assert!(top.contains("Compared with 1 of 2 · D the next one · Esc closes"), "{top}");
    desk.press("G");
    assert!(desk.screen().contains("Aucune pluie n'est annoncée"), "{}", desk.screen());
    // Another width sets the lines anew.
    desk.size(70, 12).press("g");
    assert!(!desk.screen().contains(" │ "), "{}", desk.screen());
    for (columns, rows) in [(0, 0), (1, 1), (2, 2), (9, 4)] {
        desk.size(columns, rows).press("j").draw(Theme { light: false, color: false });
    }
    desk.size(120, 12).press("q");
    assert!(!desk.app.is_comparing() && desk.app.focus() == Pane::List);
}

/// Signs stand in the margin, and words that differ are underlined: not told by colours only.
#[test]
fn differences_are_seen_without_colours() {
    let mut desk = desk(120, 40);
    desk.press("D");
    let (buffer, ..) = desk.draw(Theme { light: false, color: false });
    let underlined = buffer.content.iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    let text: String = underlined.map(ratatui::buffer::Cell::symbol).collect();
    assert!(text.contains("ont accueilli la nouvelle avec") && text.contains("restent prudents"), "{text}");
}

/// A folded row counts for all that stand behind it.
#[test]
fn a_folded_row_tells_of_its_articles() {
    let named = FILES.into_iter().map(|file| {
        let article = article(file);
        let names = names::analyse(&article);
        (article, names)
    });
    let mut desk = Desk::new(140, 30, named.collect());
    let delbreil = desk.app.pile().registry().find("Arnaud Delbreil")[0];
    let digit = desk.app.sidebar().rows().iter().position(|row| row.entity == delbreil).expect("in the sidebar") + 1;
    desk.press(&digit.to_string()).press("Esc");
    let row = |desk: &mut Desk| desk.rows()[2].split('│').nth(1).unwrap_or_default().trim().to_owned();
    assert!(row(&mut desk).ends_with("●2"), "{}", row(&mut desk));
    desk.press("z");
    assert!(row(&mut desk).ends_with("●1"), "{}", row(&mut desk));
    // The mark is bold while one of the others is unread, and says so for none that is read.
    desk.press("z r");
    let bold = |desk: &mut Desk| {
        let (buffer, layout, _) = desk.draw(Theme { light: false, color: true });
        let cell = &buffer[(layout.items.right() - 2, layout.items.y)];
        assert_eq!(cell.symbol(), "2");
        let title = &buffer[(layout.items.x + 1, layout.items.y)];
        (title.modifier.contains(Modifier::BOLD), cell.modifier.contains(Modifier::BOLD))
    };
    desk.press("j");
    assert_eq!(bold(&mut desk), (false, true));
    desk.press("k z j r j r k k z j");
    assert_eq!(bold(&mut desk), (false, false));
}
