//! Screens of the watch list: what stands above the list, what has a badge, and when it goes.

use kiosque::app::action::{Action, Effect, Target};
use kiosque::app::keymap;
use kiosque::app::shelf::Row;
use kiosque::document::{ArticleBuilder, ArticleId, BlockKind};
use kiosque::library::read::Outcome;
use kiosque::library::scan::Notice;
use kiosque::library::sources::{Change, SourceNo};
use kiosque::library::watched::Watched;
use kiosque::library::{Fresh, Source};
use kiosque::names;
use kiosque::worker::{Job, Report, Saving, WatchedNow};

use super::screens::{Desk, named, nameless};
use super::screens_saved::saved;

/// The file of the watch list holds these.
fn watched(entries: &[&str]) -> Action {
    let entry = |typed: &&str| Watched { typed: (*typed).to_owned() };
    let entries = entries.iter().map(entry).collect();
    Action::Report(Report::Watched(WatchedNow { entries, ..WatchedNow::default() }))
}

/// An article appears while the reader is open.
fn appear(desk: &mut Desk, number: u32, text: &str) {
    let source = Source::File { path: format!("dépêches/{}.txt", number + 1).into(), named: false };
    let (no, behind) = (SourceNo(number), number.checked_sub(1).map(SourceNo));
    desk.update(Action::Report(Report::Changes(vec![Change::New { no, source: source.into(), behind }])));
    let mut builder = ArticleBuilder::new();
    let (title, body) = text.split_once('|').unwrap();
    builder.block(BlockKind::Title, title);
    builder.block(BlockKind::Paragraph, body);
    let article = builder.finish("x");
    let (id, names) = (ArticleId(number), names::analyse(&article));
    let fresh = Fresh::new(article);
    let text = fresh.head.text;
    desk.update(Action::Report(Report::Read(id, Outcome::Articles(vec![fresh]), None)));
    desk.update(Action::Report(Report::Named(id, text, names, false)));
}

const VISIT: &str =
    "Nouvelle visite|Le président russe Vladimir Poutine est revenu hier. Vladimir Poutine a vu la pluie.";
const ENTRIES: [&str; 3] = ["Vladimir Poutine", "plu OR pluie", "Conseil des Sages"];

fn desk(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::new(columns, rows, named());
    desk.update(watched(&ENTRIES));
    desk
}

fn counts(desk: &Desk) -> Vec<String> {
    desk.app.watching().rows().iter().map(kiosque::app::watching::WatchRow::counts).collect()
}

#[test]
fn what_is_new_of_the_watched_has_badges() {
    let mut desk = desk(140, 24);
    desk.update(saved(&[("À lire", "is:unread")]));
    appear(&mut desk, 3, VISIT);
    insta::assert_snapshot!(desk.press("G").screen());
}

#[test]
fn nothing_is_new_of_what_was_there() {
    let mut desk = desk(100, 20);
    assert_eq!(counts(&desk), ["1", "1", "0"]);
    assert_eq!(desk.app.watching().news(), 0);
    assert!(!desk.screen().contains('◆') && desk.screen().contains("◇ Vladimir Poutine"));
}

#[test]
fn a_badge_goes_when_the_article_is_opened_or_read() {
    let mut desk = desk(140, 24);
    appear(&mut desk, 3, VISIT);
    appear(&mut desk, 4, "Le conseil|Il sera dit ce que le conseil des sages en pense.");
    assert_eq!(counts(&desk), ["1/2", "1/2", "1/1"]);
    assert!(desk.screen().contains("2 new watched") && desk.screen().contains("◆ +2"));
    // To pass over it in the list is not to open it.
    desk.press("G k");
    assert_eq!(desk.app.watching().news(), 2);
    desk.press("Enter");
    assert_eq!((counts(&desk), desk.app.watching().news()), (vec!["2".into(), "2".into(), "1/1".into()], 1));
    assert!(!desk.screen().contains("◆ +2") && desk.screen().contains("1 new watched"));
    desk.press("q j r");
    assert_eq!((counts(&desk)[2].as_str(), desk.app.watching().news()), ("1", 0));
    assert!(!desk.screen().contains("new watched"));
}

#[test]
fn a_watched_row_narrows_the_list_and_takes_that_back() {
    let mut desk = desk(100, 24);
    appear(&mut desk, 3, VISIT);
    desk.press("L vladi Enter");
    assert_eq!(desk.app.narrowing().typed(), "name:\"Vladimir Poutine\"");
    assert_eq!((desk.app.active_row(), desk.app.list().len(desk.app.pile())), (Some(Row::Watched(0)), 2));
    assert!(desk.screen().contains("► Vladimir Poutine"));
    desk.press("L Enter");
    assert_eq!((desk.app.active_row(), desk.app.narrowing().typed()), (None, ""));
    desk.update(Action::Click(Target::Above(Row::Watched(1))));
    assert_eq!(desk.app.narrowing().typed(), "plu OR pluie");
    desk.press("Esc = is : new Enter");
    assert_eq!(desk.app.list().len(desk.app.pile()), 1);
}

/// What the keys ask of the file.
fn asked(desk: &mut Desk, keys: &str) -> Vec<(String, bool)> {
    let mut asked = Vec::new();
    for key in keys.split(' ') {
        let Some(action) = keymap::resolve(desk.app.mode(), key.parse().unwrap()) else { continue };
        for effect in desk.app.update(action) {
            if let Effect::Run(Job::Saved(Saving::Watch(_, entry, on))) = effect {
                asked.push((entry.typed, on));
            }
        }
    }
    asked
}

#[test]
fn the_one_meant_is_watched_or_no_more() {
    let mut desk = Desk::new(140, 24, named());
    assert_eq!(asked(&mut desk, "1 V"), [("Vladimir Poutine".to_owned(), true)]);
    // By whatever name it stands in the file.
    desk.update(watched(&["poutine", "person:Poutine -sport"]));
    assert_eq!(asked(&mut desk, "V"), [("poutine".to_owned(), false)]);
    assert_eq!(asked(&mut desk, "i V"), [("poutine".to_owned(), false)]);
}

#[test]
fn what_no_article_names_is_typed() {
    let mut desk = Desk::new(100, 24, nameless());
    assert_eq!(asked(&mut desk, "V K i m Enter"), [("Kim".to_owned(), true)]);
    assert_eq!(asked(&mut desk, "V Enter"), []);
    desk.update(watched(&["Kim"]));
    assert_eq!(asked(&mut desk, "V k i m Enter"), []);
    assert!(desk.app.status().contains("“kim” is watched already"), "{}", desk.app.status());
    desk.press("V");
    assert!(desk.rows()[23].starts_with(" watch: "), "{}", desk.rows()[23]);
    desk.press("blé Space is : x");
    assert!(desk.rows()[23].contains("is: goes with unread"), "{}", desk.rows()[23]);
}

#[test]
fn names_are_completed_while_somebody_is_to_be_watched() {
    insta::assert_snapshot!(Desk::new(90, 14, named()).press(": watch-for Enter vla").screen());
    let mut desk = Desk::new(90, 14, named());
    desk.press(": watch-for Enter vla Tab");
    assert_eq!(desk.app.prompt().map(|prompt| prompt.input.value().trim()), Some("Vladimir Poutine"));
    desk.press("^U per Tab vla Tab");
    assert_eq!(desk.app.prompt().map(|prompt| prompt.input.value().trim()), Some("person:\"Vladimir Poutine\""));
}

#[test]
fn what_is_wrong_with_the_list_is_a_notice() {
    let mut desk = desk(100, 12);
    let notices = vec![Notice::error("watch.txt:3: this asks for nothing; the line is left out")];
    desk.update(Action::Report(Report::Watched(WatchedNow { notices, ..WatchedNow::default() })));
    assert!(desk.rows()[11].contains("watch.txt:3") && desk.rows()[11].contains("1 notice (!)"));
}
