//! Screens of the card and of the mentions of somebody: looked at line by line, for they hold names.

use kiosque::app::action::{Action, Target};
use kiosque::app::views::View;

use super::screens::{Desk, named};

/// True when some row holds all of `parts` in this order.
fn holds(rows: &[String], parts: &[&str]) -> bool {
    rows.iter().any(|row| {
        let mut rest = row.as_str();
        parts.iter().all(|part| match rest.split_once(part) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    })
}

#[test]
fn a_card_has_a_line_for_everything() {
    let mut desk = Desk::new(80, 24, named());
    let rows = desk.press("1 i").rows();
    for parts in [
        &["Vladimir Poutine · person · 2 in 1 article · 2023-09-13"][..],
        &["WRITTEN"],
        &["▌", "Vladimir Poutine", "×2"],
        &["WHEN"],
        &["█"],
        &["2023-09-13: 2 mentions", "by day"],
        &["NAMED MOST IN"],
        &["2", "2023-09-13", "Le train blindé est entré en gare"],
    ] {
        assert!(holds(&rows, parts), "{parts:?} is not in\n{}", rows.join("\n"));
    }
    // The bottom row says what to do.
    assert!(rows[23].contains("q goes back"));
}

#[test]
fn mentions_stand_below_each_other() {
    let mut desk = Desk::new(100, 24, named());
    let rows = desk.press("1 c").rows();
    let name = |row: &str| row.find("Vladimir Poutine").map(|at| row[..at].chars().count());
    assert!(holds(&rows, &["Vladimir Poutine · 1 of 2 mentions · as the articles lie"]));
    assert!(holds(&rows, &["2023-09-13", "Ce matin, ", "Vladimir Poutine", " attendait sur le quai."]));
    assert_eq!(name(&rows[1]), name(&rows[2]), "{}\n{}", rows[1], rows[2]);
    assert!(rows[23].contains("Le train blindé est entré en gare · La Dépêche"));
}

#[test]
fn a_click_chooses_and_a_second_one_goes_there() {
    let mut desk = Desk::new(100, 24, named());
    desk.press("1 c");
    let line = |desk: &Desk| match desk.app.view() {
        Some(View::Mentions(mentions)) => Some(mentions.selected()),
        _ => None,
    };
    desk.update(Action::Click(Target::Line(1)));
    assert_eq!(line(&desk), Some(1));
    desk.update(Action::Click(Target::Line(1)));
    assert_eq!(line(&desk), None);
    let mark = desk.app.reading().and_then(|reading| reading.mark).expect("at the mention");
    assert!(desk.app.article().unwrap().text()[mark.end()..].starts_with(" à son hôte"));
}
