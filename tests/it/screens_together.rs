//! Screens of several who are followed together, and of the strips that show where each is named.

use kiosque::document::{Article, BlockKind};
use kiosque::names::{self, ArticleNames};
use kiosque::tui::draw::strip_at;
use kiosque::tui::theme::{Role, Theme};

use super::screens::{DARK, Desk, article, rows, style_at, wears};

const THEMES: [Theme; 3] = [DARK, Theme { light: true, color: true }, Theme { light: false, color: false }];

/// Two who meet, part and meet again, and an article of one of them alone.
fn summit() -> Vec<(Article, ArticleNames)> {
    use BlockKind::{Paragraph, Title};
    let first = article(
        &[
            (Title, "Le dîner du Kremlin"),
            (
                Paragraph,
                "Il neige. Vladimir Poutine a reçu Emmanuel Macron à Moscou, avant un long dîner. La table était longue.",
            ),
            (Paragraph, "Emmanuel Macron est arrivé le premier. Il avait froid."),
            (Paragraph, "Vladimir Poutine est arrivé en retard, comme toujours."),
            (Paragraph, "Puis Emmanuel Macron a salué Vladimir Poutine ; personne ne souriait."),
        ],
        "La Dépêche",
        "2023-09-13",
    );
    let second = article(&[(Title, "La pluie"), (Paragraph, "Il a plu sur les champs.")], "Le Canton", "2023-09-05");
    let third = article(
        &[(Title, "Un discours"), (Paragraph, "Emmanuel Macron a parlé. Vladimir Poutine a répondu.")],
        "Le Canton",
        "2023-09-06",
    );
    let named = |article: Article| {
        let names = names::analyse(&article);
        (article, names)
    };
    [first, second, third].into_iter().map(named).collect()
}

/// Both are followed: the two people are the first names of the sidebar.
fn both(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::new(columns, rows, summit());
    desk.press("Enter 1 Tab j B");
    assert_eq!(desk.app.party().len(), 2, "{}", desk.screen());
    desk
}

#[test]
fn two_followed_together() {
    insta::assert_snapshot!(both(140, 24).screen());
}

#[test]
fn an_article_that_names_both_in_different_sentences() {
    insta::assert_snapshot!(both(100, 14).press("x").screen());
}

#[test]
fn strips_of_the_names() {
    insta::assert_snapshot!(both(140, 12).press("d j").screen());
}

#[test]
fn sentences_in_which_they_meet_are_painted_whole() {
    for theme in THEMES {
        let mut desk = both(140, 30);
        let (buffer, layout, _) = desk.draw(theme);
        assert!(wears(style_at(&buffer, layout.body, "long dîner."), theme, Role::Meeting));
        assert!(!wears(style_at(&buffer, layout.body, "La table"), theme, Role::Meeting));
        assert!(!wears(style_at(&buffer, layout.body, "est arrivé"), theme, Role::Meeting));
        assert!(wears(style_at(&buffer, layout.body, "Puis"), theme, Role::Meeting));
        assert!(wears(style_at(&buffer, layout.body, "Vladimir Poutine ;"), theme, Role::Followed));
        // Beside the text as well, and on the scroll bar.
        let marked =
            rows(&buffer).iter().filter(|row| row.contains("┃ ") || row.contains("┃Il") || row.contains("┃P")).count();
        assert!(marked >= 2, "{}", rows(&buffer).join("\n"));
        let bar = rows(&buffer).iter().filter(|row| row.contains('◆')).count();
        assert_eq!(bar, 1);
    }
}

#[test]
fn a_click_into_a_strip_is_one_into_the_text() {
    let mut desk = both(140, 12);
    desk.press("d");
    let (_, layout, _) = desk.draw(DARK);
    let row = layout.sidebar.y + 2;
    let bytes = desk.app.article().unwrap().text().len();
    let places: Vec<_> = (0..200).filter_map(|x| strip_at(&desk.app, &layout, x, row)).collect();
    assert!(places.len() > 8 && places.iter().all(|(name, _)| *name == 0));
    assert_eq!((places[0].1.start, places[places.len() - 1].1.end), (0, bytes));
    assert!(places.windows(2).all(|pair| pair[0].1.end == pair[1].1.start));
    assert!(strip_at(&desk.app, &layout, layout.sidebar.x + 3, row).is_none(), "there is the name");
    assert!(strip_at(&desk.app, &layout, layout.sidebar.right() - 3, layout.sidebar.y + 1).is_none(), "a heading");
}
