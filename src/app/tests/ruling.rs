//! The user's word on who is who, from a key to the whole pile and back.

use super::*;
use crate::library::rulings::NamesFile;
use crate::names::rulings::{Ruling, lines};
use crate::worker::{Judged, Judging};

/// Everybody in the sidebar, with how often.
fn cast(desk: &Desk) -> Vec<String> {
    let rows = desk.app.sidebar().rows().iter();
    rows.map(|row| format!("{} {}", desk.app.name(row.entity), row.count)).collect()
}

fn follow(desk: Desk, name: &str) -> Desk {
    let index = desk.app.sidebar().rows().iter().position(|row| desk.app.name(row.entity) == name);
    let digit = (index.unwrap_or_else(|| panic!("no {name} in {:?}", cast(&desk))) + 1).to_string();
    desk.press(&digit)
}

#[test]
fn one_is_merged_into_another_over_the_whole_pile_and_parted_again() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]);
    let before = cast(&desk);
    let desk = follow(desk, "Kim Jong Un").press("M");
    let offered = |desk: &Desk| desk.app.candidates().unwrap().list()[0].name.clone();
    assert_eq!(offered(&desk), "Vladimir Poutine", "the others of the article while nothing is typed");
    let desk = desk.press("'vlad");
    assert_eq!(offered(&desk), "Vladimir Poutine");
    let desk = desk.press("↓ Enter");
    assert_eq!(
        desk.app.status(),
        "Kim Jong Un is Vladimir Poutine: 1 mention in 1 article, in this run only · u takes it back"
    );
    assert!(cast(&desk).contains(&"Vladimir Poutine 4".to_owned()), "{:?}", cast(&desk));
    assert_eq!(desk.app.name(desk.app.followed().unwrap()), "Vladimir Poutine");
    // What was done in between is taken back in its turn.
    let desk = desk.press("m u");
    assert!(desk.app.status().starts_with("undone: no longer starred"), "{}", desk.app.status());
    let desk = desk.press("u");
    assert_eq!(desk.app.status(), "undone: Kim Jong Un is Vladimir Poutine: 1 mention in 1 article");
    assert_eq!(cast(&desk), before);
    assert_eq!(desk.press("u").app.status(), "there is nothing to undo");
}

#[test]
fn a_name_in_the_text_is_split_off_in_every_article() {
    let desk = follow_putin(Desk::with(&[SUMMIT, HARVEST, VISIT])).press("f");
    assert_eq!(desk.at(), "Le sommet de Vladivostok: in, [Poutine]");
    let desk = desk.press("S");
    assert!(desk.app.status().starts_with("Poutine is not Vladimir Poutine"), "{}", desk.app.status());
    assert!(cast(&desk).contains(&"Vladimir Poutine 2".to_owned()) && cast(&desk).contains(&"Poutine 1".to_owned()));
    assert_eq!(desk.app.status().matches("u takes it back").count(), 1);
    let desk = desk.press("f f");
    assert_eq!(desk.at(), "Une visite: ent [Vladimir Poutine]");
    let desk = desk.press("f");
    assert_eq!(desk.at(), "Le sommet de Vladivostok: sse [Vladimir Poutine]", "he has one mention left in the other");
    // Said to be him again, the older word gives way.
    let desk = follow(desk, "Poutine").press("M 'vladimir ↓ Enter");
    assert!(cast(&desk).contains(&"Vladimir Poutine 3".to_owned()), "{:?}", cast(&desk));
    assert_eq!(desk.app.rulings().list().len(), 1);
    let desk = desk.press("u u");
    assert_eq!(desk.app.rulings().list(), []);
    assert!(cast(&desk).contains(&"Vladimir Poutine 3".to_owned()));
    // Elsewhere it is chosen among the ways in which somebody is written.
    let desk = follow_putin(desk).press("q S 'pouti ↓");
    assert!(desk.app.candidates().is_some(), "{} {} {:?}", desk.app.status(), desk.at(), desk.app.prompt());
    let names: Vec<String> = desk.app.candidates().unwrap().list().iter().map(|c| c.name.clone()).collect();
    assert_eq!(names, ["Vladimir Poutine", "Poutine"]);
    let desk = desk.press("↓ Enter");
    assert!(cast(&desk).contains(&"Poutine 1".to_owned()), "{}", desk.app.status());
}

#[test]
fn somebody_goes_by_another_name_is_of_another_kind_or_hidden() {
    let desk = follow_putin(Desk::with(&[SUMMIT, HARVEST, VISIT])).press("R");
    assert_eq!(desk.app.prompt().unwrap().input.value(), "Vladimir Poutine");
    let desk = desk.press("^U 'VVP Enter");
    assert!(desk.app.status().starts_with("Vladimir Poutine is called VVP"), "{}", desk.app.status());
    let desk = desk.press("T");
    assert!(desk.app.status().starts_with("VVP is an organisation"), "{}", desk.app.status());
    let desk = desk.press("T T");
    assert_eq!(desk.app.rulings().list().len(), 1, "its own kind needs no ruling");
    let desk = desk.press("H");
    assert!(desk.app.status().starts_with("VVP is hidden: 5 mentions in 2 articles"), "{}", desk.app.status());
    assert!(desk.app.followed().is_none() && !cast(&desk).iter().any(|row| row.starts_with("VVP")));
    let desk = desk.press("g Enter e");
    assert!(!desk.at().contains("Poutine]"), "{}", desk.at());
    let desk = desk.press("= 'person:vvp Enter");
    assert_eq!(desk.shown().len(), 2, "who is hidden is still found");
    let mut desk = desk;
    desk.act(Action::Run(crate::app::command::Command::ShowHidden));
    let desk = follow(desk, "VVP").press("H");
    assert!(desk.app.status().starts_with("VVP is shown again"), "{}", desk.app.status());
    let desk = desk.press("u u u");
    assert!(!cast(&desk).is_empty());
}

#[test]
fn a_missed_name_is_added_wherever_a_text_says_it() {
    let desk =
        Desk::with(&[HARVEST, "Le blé|On parle de champs et de blé, de blés aussi."]).press("Enter / 'champs Enter A");
    assert_eq!(desk.app.prompt().unwrap().input.value(), "champs");
    let desk = desk.press("Tab Tab Enter");
    assert!(desk.app.status().starts_with("champs is the name of a place"), "{}", desk.app.status());
    let desk = follow(desk, "champs").press("f");
    assert!(desk.at().ends_with("[champs]"), "{}", desk.at());
    assert_eq!(desk.app.pile().registry().mentions(desk.app.followed().unwrap()), 2);
    assert!(!cast(&desk.press("u")).contains(&"champs 1".to_owned()));
}

#[test]
fn who_may_be_whom_is_asked_and_answered_by_a_letter() {
    let articles = [
        "Une visite|Hier, le maire Alexandre Morvelin a parlé aux habitants du quartier.",
        "Une autre|Selon le président Alex Morvelin, rien ne sera fait cette année.",
    ];
    let desk = Desk::with(&articles).press("I");
    let shown = |desk: &Desk| desk.app.doubts().shown().to_vec();
    assert!(desk.app.prompt().is_some(), "{} {:?}", desk.app.status(), cast(&desk));
    let [(one, first), (other, second)] = &shown(&desk)[..] else { panic!("two sides") };
    assert_eq!([one.as_str(), other.as_str()], ["Alex Morvelin · 1 mention", "Alexandre Morvelin · 1 mention"]);
    assert!(first.starts_with("Selon le président") && second.starts_with("Hier, le maire"));
    let answered = desk.press("n");
    assert!(answered.app.prompt().is_none() && answered.app.rulings().list().len() == 1);
    assert!(answered.app.status().contains("nothing is left to ask"), "{}", answered.app.status());
    let desk = answered.press("u I y");
    let list = desk.app.rulings().list();
    assert!(
        matches!(list, [Ruling::Same(a, b)] if a.name == "Alex Morvelin" && b.name == "Alexandre Morvelin"),
        "{list:?}"
    );
    assert!(desk.press("I").app.prompt().is_none());
}

#[test]
fn the_file_says_what_holds_from_now_on() {
    let file = NamesFile { path: "names.tsv".into(), writable: true };
    let (app, effects) = App::new(Vec::new()).0.with_rulings(Some(file.clone()));
    assert!(matches!(&effects[..], [Effect::Run(Job::Judge(Judging::Read(_)))]));
    let mut desk = Desk::over(app, 1);
    desk.read(0, SUMMIT);
    let judged = |text: &str, generation| {
        let parsed = lines::parse(text.as_bytes());
        let (rulings, rules) = (parsed.rulings, parsed.rules.into());
        Action::Report(Report::Judged(Judged { rulings, rules, generation, ..Judged::default() }))
    };
    desk.act(judged("called\tperson\tVladimir Poutine\tVVP\n", 0));
    let mut desk = follow(desk, "VVP");
    let effects = desk.app.update(Action::Run(crate::app::command::Command::Hide));
    let sent = effects.iter().find_map(|effect| match effect {
        Effect::Run(Job::Judge(Judging::Change { add, generation, .. })) => Some((add.clone(), *generation)),
        _ => None,
    });
    let (add, generation) = sent.expect("the file is changed");
    assert!(matches!(&add[..], [Ruling::Hidden(subject)] if subject.name == "Vladimir Poutine"));
    // An answer to something older does not take it back; its own answer, with what others wrote, holds.
    desk.act(judged("", 0));
    assert_eq!(desk.app.rulings().list().len(), 2);
    desk.act(judged("hidden\tperson\tVladimir Poutine\n", generation));
    assert_eq!(desk.app.rulings().list().len(), 1);
    let failed = Judged { failed: Some("the disk is full".to_owned()), generation, ..Judged::default() };
    desk.act(Action::Report(Report::Judged(failed)));
    assert!(desk.app.status().starts_with("not kept, it holds in this run only: the disk is full"));
    assert_eq!(desk.app.rulings().list().len(), 1);
}
