//! Screens of what helps with queries: completion while one is typed, complaints, saved queries.

use kiosque::app::action::{Action, Effect, Target};
use kiosque::app::saved::SavedRow;
use kiosque::app::shelf::Row;
use kiosque::app::{App, keymap};
use kiosque::library::saved::{SavedFile, SavedQuery};
use kiosque::library::scan::Notice;
use kiosque::tui::place;
use kiosque::worker::{Job, Report, Saved, Saving};
use ratatui::layout::Rect;

use super::screens::{Desk, named, nameless};

/// The file of saved queries holds these.
pub fn saved(queries: &[(&str, &str)]) -> Action {
    let query = |(name, query): &(&str, &str)| SavedQuery { name: (*name).to_owned(), query: (*query).to_owned() };
    Action::Report(Report::Saved(Saved { queries: queries.iter().map(query).collect(), ..Saved::default() }))
}

const QUERIES: [(&str, &str); 3] =
    [("Pluie", "plu OR pluie"), ("Poutine", "person:Poutine"), ("À lire", "is:unread after:2023")];

fn with_queries(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::new(columns, rows, named());
    desk.update(saved(&QUERIES));
    desk
}

#[test]
fn completion_of_fields() {
    insta::assert_snapshot!(Desk::new(90, 18, nameless()).press("= pluie Space -p").screen());
}

#[test]
fn completion_of_names() {
    insta::assert_snapshot!(Desk::new(90, 14, named()).press("= person : vla ↓").screen());
}

#[test]
fn saved_queries_above_the_list() {
    insta::assert_snapshot!(with_queries(90, 18).press("L pou Enter").screen());
}

#[test]
fn the_list_of_saved_queries() {
    insta::assert_snapshot!(with_queries(90, 18).press("L").screen());
}

/// What stands in the line after some keys.
fn check(desk: &mut Desk, keys: &str, expected: &str) {
    desk.press(keys);
    assert_eq!(desk.app.prompt().map(|prompt| prompt.input.value()), Some(expected), "{keys}");
}

fn offered(desk: &Desk) -> Vec<&str> {
    desk.app.candidates().map_or(Vec::new(), |c| c.list().iter().map(|c| c.name.as_str()).collect())
}

#[test]
fn tab_and_enter_take_what_is_offered() {
    let mut desk = Desk::new(100, 24, named());
    check(&mut desk, "=", "");
    assert_eq!(offered(&desk).len(), kiosque::search::query::FIELDS.len());
    check(&mut desk, "quai Space", "quai ");
    assert!(offered(&desk).is_empty(), "nobody asked");
    check(&mut desk, "pe Tab", "quai person:");
    // Nothing is typed of the name: those of the article at hand.
    assert_eq!(offered(&desk), ["Vladimir Poutine"]);
    check(&mut desk, "POU Tab", "quai person:\"Vladimir Poutine\" ");
    assert!(offered(&desk).is_empty());
    check(&mut desk, "- s ↓ Enter", "quai person:\"Vladimir Poutine\" -source:");
    assert_eq!(offered(&desk), ["La Dépêche", "Le Canton"]);
    check(&mut desk, "dep Tab", "quai person:\"Vladimir Poutine\" -source:\"La Dépêche\" ");
    check(&mut desk, "is : ↓ ↓ Tab", "quai person:\"Vladimir Poutine\" -source:\"La Dépêche\" is:read ");
    desk.press("Enter");
    assert!(desk.app.prompt().is_none());
}

/// A click on a row of a menu is as good as choosing it and Enter.
#[test]
fn a_click_on_what_is_offered_takes_it() {
    let mut desk = with_queries(80, 24);
    let at = |desk: &mut Desk, text: &str| {
        let rows = desk.rows();
        let (y, row) = rows.iter().enumerate().rfind(|(_, row)| row.contains(text)).expect("it is offered");
        (row[..row.find(text).unwrap()].chars().count() as u16, y as u16)
    };
    desk.press("= pers");
    let (x, y) = at(&mut desk, "person:");
    desk.click(x, y);
    assert_eq!(desk.app.prompt().unwrap().input.value(), "person:");
    desk.press("Esc :");
    let (x, y) = at(&mut desk, "next-pane");
    desk.click(x, y);
    assert!(desk.app.prompt().is_none());
    // Where nothing stands, nothing happens.
    desk.press(":").click(0, 0);
    assert!(desk.app.prompt().is_some());
}

#[test]
fn enter_without_a_choice_takes_the_line_as_typed() {
    let mut desk = Desk::new(100, 24, named());
    desk.press("= s ↓ ↑ Enter");
    assert!(desk.app.prompt().is_none());
    assert_eq!(desk.app.narrowing().typed(), "s");
    // What stands behind the word stays.
    check(&mut desk, "= Space kim ^A ti Tab", "title: kim");
    // Where nothing is typed of a word Tab asks for fields; up goes to the last one.
    check(&mut desk, "^U kim Space Tab ↑ Enter", "kim on:");
    desk.press("Esc");
    assert_eq!(desk.app.narrowing().typed(), "s");
}

#[test]
fn tags_are_offered_as_they_are_put_on() {
    let mut desk = Desk::new(100, 24, nameless());
    desk.press("t eau,guerre Enter j t eau Enter");
    check(&mut desk, "= tag :", "tag:");
    assert_eq!(offered(&desk), ["eau", "guerre"]);
    check(&mut desk, "g Tab", "tag:guerre ");
}

#[test]
fn a_caret_stands_under_what_a_query_cannot_mean() {
    let under = |keys: &str| {
        let mut desk = Desk::new(90, 12, nameless());
        let rows = desk.press(keys).rows();
        [rows[10].clone(), rows[11].clone()]
    };
    let [line, said] = under("= blé Space is : bleu");
    assert_eq!(line, " query: blé is:bleu");
    assert_eq!(said, "               ^^^^ is: goes with unread, read, starred, noted or new; it is left out");
    let [line, said] = under("= un Space deux Space trois Space quatre Space cinq Space six Space sept Space \"neuf");
    let column = |row: &str, sign| row.chars().position(|c| c == sign);
    assert_eq!(column(&line, '"'), column(&said, '^'));
    assert!(said.contains("^ this quotation mark is not closed; "), "{said}");
    assert_eq!(under("= blé")[1], " 1 of 3 articles");
    // What is being completed is not wrong yet.
    assert!(under("= is : un")[1].starts_with(" words"));
    assert!(under("= is : un Space")[1].contains("^^ is: goes with"));
    let long = under("= \" le quai et la gare et la presse et la pluie et le canton et le train blindé ce matin");
    assert!(long[1].starts_with("        ^ this quotation mark is not closed"), "{}", long[1]);
}

#[test]
fn saved_queries_are_counted_chosen_and_taken_back() {
    let mut desk = with_queries(100, 24);
    let counts = |desk: &Desk| desk.app.saved().rows().iter().map(SavedRow::count).collect::<Vec<_>>();
    assert_eq!(counts(&desk), [Some(1), Some(1), Some(2)]);
    desk.press("L poutine Enter");
    assert_eq!((desk.app.active_saved(), desk.app.narrowing().typed()), (Some(1), "person:Poutine"));
    assert_eq!(desk.app.list().len(desk.app.pile()), 1);
    // The active one is chosen as the list opens: Enter takes it back.
    desk.press("L Enter");
    assert_eq!((desk.app.active_saved(), desk.app.narrowing().typed()), (None, ""));
    desk.update(Action::Click(Target::Above(Row::Saved(0))));
    assert_eq!(desk.app.active_saved(), Some(0));
    desk.press("Esc");
    assert_eq!(desk.app.active_saved(), None);
    // What is read is counted at once.
    desk.press("r");
    assert_eq!(counts(&desk), [Some(1), Some(1), Some(1)]);
}

#[test]
fn a_click_on_a_row_chooses_its_query() {
    let mut desk = with_queries(100, 24);
    let layout = place(&mut desk.app, Rect::new(0, 0, 100, 24));
    assert_eq!((layout.saved.height, layout.items.y), (3, layout.saved.y + 3));
    let rows = desk.rows();
    assert!(rows[1].contains("= Pluie") && rows[3].contains("= À lire") && rows[4].contains("Le train"));
    // A third of the list at most, with the active one in view.
    let many: Vec<(String, String)> = (0..20).map(|n| (format!("query {n}"), format!("mot{n}"))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, query)| (name.as_str(), query.as_str())).collect();
    desk.update(saved(&many));
    desk.update(Action::Click(Target::Above(Row::Saved(17))));
    let layout = place(&mut desk.app, Rect::new(0, 0, 100, 24));
    assert_eq!(layout.saved.height, 7);
    assert!(desk.screen().contains("► query 17"));
}

#[test]
fn what_is_wrong_with_the_file_is_a_notice_until_it_is_right() {
    let mut desk = Desk::new(90, 12, nameless());
    let notices = vec![Notice::error("queries.txt:3: there is no \u{202e}name")];
    desk.update(Action::Report(Report::Saved(Saved { notices, ..Saved::default() })));
    assert!(desk.rows()[11].contains("queries.txt:3") && desk.rows()[11].contains("1 notice (!)"));
    desk.press("!");
    assert!(desk.screen().contains("queries.txt:3: there is no �name"));
    desk.update(saved(&[]));
    assert!(desk.screen().contains("Everything could be read."));
}

/// What `W`, with this typed behind it, asks for in a run whose file is this, and what the status line says then.
fn check_saving(file: Option<&SavedFile>, typed: &str, expected: Option<(&str, &str)>, said: &str) {
    let (mut app, effects) = App::new(Vec::new()).0.with_saved(file.cloned());
    assert_eq!(effects.len(), usize::from(file.is_some()), "the file is read at the start");
    let mut asked = None;
    for key in format!("= c Enter W {typed}").split_whitespace() {
        let Some(action) = keymap::resolve(app.mode(), key.parse().unwrap()) else { continue };
        for effect in app.update(action) {
            if let Effect::Run(Job::Saved(Saving::Save(_, saved))) = effect {
                asked = Some((saved.name, saved.query));
            }
        }
    }
    assert_eq!(asked.as_ref().map(|(name, query)| (name.as_str(), query.as_str())), expected, "{typed}");
    assert!(app.status().contains(said), "{}", app.status());
}

#[test]
fn a_query_is_saved_unless_nothing_is_kept() {
    let file = |writable| SavedFile { path: "queries.txt".into(), writable };
    check_saving(Some(&file(true)), "A B Enter", Some(("AB", "c")), "");
    check_saving(Some(&file(true)), "Enter", None, "");
    check_saving(Some(&file(true)), "A Esc", None, "");
    check_saving(Some(&file(false)), "", None, "nothing is saved in a run with --no-library");
    check_saving(None, "", None, "no folder for settings is known");
}

#[test]
fn the_line_for_an_export() {
    insta::assert_snapshot!(Desk::new(80, 20, named()).press("1 s").screen());
}
