//! What a reader does in an ordinary session: open, move, filter, query, follow across articles, leave.

use std::fmt::Write;

use super::{kiosque, open, three_articles, wait_read};
use crate::pty::{Life, Run, Session, contents};
use crate::terminal::stream;

/// True when the list's selection stands on the article with `title`.
fn selected(screen: &vt100::Screen, title: &str) -> bool {
    contents(screen).lines().any(|line| line.contains(&format!("▌{title}")))
}

fn wait_selected(session: &mut Session, title: &str) {
    session.wait_for(&format!("{title:?} to be selected"), |screen| selected(screen, title));
}

/// Leaves and looks at what is left behind.
fn quit(mut session: Session) {
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
    assert!(session.is_cooked() && stream::is_restored(session.raw()), "{}", session.dump());
}

/// The digit in front of `name` in the sidebar on the right.
fn digit_of(session: &Session, name: &str) -> String {
    let text = session.text();
    let after_border = |line: &str| line.rsplit("││").next().unwrap_or_default().to_owned();
    let row = text.lines().map(after_border).find(|row| row.contains(name)).unwrap_or_else(|| panic!("{text}"));
    row.chars().find(char::is_ascii_digit).unwrap_or_else(|| panic!("no digit in {row:?}")).to_string()
}

#[test]
fn a_pile_is_opened_read_and_left() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.wait_text("Une rencontre au bord du Pacifique").wait_text("Vladimir Poutine");
    session.press(&["j"]);
    wait_selected(&mut session, "L’été s’achève sans pluie");
    session.wait_text("nappes");
    session.press(&["↓"]);
    wait_selected(&mut session, "Retour dans la capitale");
    session.press(&["k", "Enter"]).wait_text("éleveur").wait_text("100 %");
    session.press(&["J"]).wait_text("ministres");
    // q leaves the text, then the program.
    session.press(&["q", "q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    assert!(session.is_cooked() && stream::is_restored(session.raw()), "{}", session.dump());
}

/// Whether a key comes before the whole of it is read or after: it does the same.
#[test]
fn a_huge_text_can_be_read_from_the_first_screen_on() {
    let mut text = "Une longue histoire\n\n".to_owned();
    for n in 1..15_000 {
        let _ = write!(text, "Phrase {n} : il a plu sur les champs, et le blé attend encore au bord du fleuve.\n\n");
    }
    text += "Ainsi finit l’histoire du xylographe.\n";
    assert!(text.len() > 1 << 20);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("longue.txt");
    std::fs::write(&file, text).expect("a file");
    let start = || kiosque().arg(&file).size(100, 30).start();
    let mut session = start();
    session.wait_text("Phrase 1 :").press(&["Enter", "Space", "G"]).wait_text("Ainsi finit").wait_text("100 %");
    session.press(&["^O"]).wait_gone("Ainsi finit").wait_gone("Phrase 1 :").wait_text("Phrase 12 :");
    quit(session);
    let mut session = start();
    session.wait_text("Phrase 1 :").press(&["Enter", "/", "xylographe"]).wait_text("Ainsi finit");
    session.press(&["Esc"]).wait_text("Phrase 1 :").wait_gone("the rest is being read").press(&["m"]).wait_text("★");
    quit(session);
}

#[test]
fn the_filter_is_blind_to_accents_and_escape_takes_it_back() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.press(&["/"]).wait_text("filter:");
    session.press(&["ete acheve"]).wait_text("Articles 1 of 3").wait_text("L’été s’achève");
    session.wait_gone("Retour dans la capitale");
    session.press(&["Esc"]).wait_text("Articles 3 ").wait_text("Retour dans la capitale");
    session.press(&["/"]).wait_text("filter:").press(&["zzz"]).wait_text("None of 3 articles fits");
    session.press(&["Enter"]).wait_text("filter: zzz").press(&["Esc"]).wait_text("Articles 3 ");
    quit(session);
}

#[test]
fn a_query_looks_into_the_texts_and_n_steps_through_what_it_found() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.press(&["="]).wait_text("query:").press(&["ELEVEUR"]).wait_text("Articles 1 of 3");
    session.press(&["Enter"]).wait_text("query: ELEVEUR").wait_text("found 1");
    session.press(&["n"]).wait_text("found 1/1");
    session.press(&["q", "="]).wait_text("query: ELEVEUR").press(&["^U", "discours -blé", "Enter"]);
    wait_selected(&mut session, "Retour dans la capitale");
    session.wait_text("Articles 1 of 3");
    quit(session);
}

#[test]
fn the_search_in_a_text_goes_round() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.press(&["Enter", "/"]).wait_gone("? help");
    session.press(&["chemins de FER"]).wait_text("found 1/1");
    session.press(&["Enter"]).wait_text("? help");
    session.press(&["n"]).wait_text("from the end on to the start");
    session.press(&["Esc"]).wait_gone("found 1/1");
    quit(session);
}

#[test]
fn somebody_is_followed_into_the_next_article_and_back() {
    let folder = three_articles();
    let mut session = open(folder.path(), 140, 30, 3);
    session.wait_text("PEOPLE");
    let digit = digit_of(&session, "Vladimir Poutine");
    session.press(&[&digit]).wait_text("following Vladimir Poutine").wait_text("1/3 here").wait_text("in 2 articles");
    session.press(&["f"]).wait_text("2/3 here").press(&["]"]).wait_text("3/3 here");
    session.press(&["f"]).wait_text("1/2 here");
    wait_selected(&mut session, "Retour dans la capitale");
    session.press(&["["]).wait_text("3/3 here");
    wait_selected(&mut session, "Une rencontre");
    session.press(&["^O"]).wait_text("1/2 here");
    wait_selected(&mut session, "Retour dans la capitale");
    session.press(&["<"]).wait_text("3/3 here");
    wait_selected(&mut session, "Une rencontre");
    session.press(&[">"]).wait_text("1/2 here");
    // From the last one on to the first, which the status line says.
    session.press(&["x"]).wait_text("from the last article on to the first");
    session.press(&["0"]).wait_gone("following");
    quit(session);
}

#[test]
fn a_name_in_the_text_is_gone_to_and_followed() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.press(&["G", "Enter"]).wait_text("ministres");
    session.press(&["e", "Enter"]).wait_text("following ").wait_text("here · ");
    quit(session);
}

#[test]
fn help_and_palette_come_from_the_command_table() {
    let folder = three_articles();
    let mut session = open(folder.path(), 140, 30, 3);
    session.press(&["?"]).wait_text("Keys · Esc closes").wait_text("next article");
    session.press(&["G"]).wait_text("back to the shell for a while");
    session.press(&["?"]).wait_gone("Keys · Esc closes");
    session.wait_text("In this article").press(&[":"]).wait_text("Commands").press(&["show or hide the sidebar"]);
    session.press(&["Enter"]).wait_gone("In this article");
    session.press(&[":"]).wait_text("Commands").press(&["qqq"]).wait_text("No such command.").wait_text("Commands");
    session.press(&["Esc"]).wait_gone("Commands");
    session.press(&[":", "quit", "Enter"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
}

#[test]
fn any_size_will_do_and_the_text_comes_back() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.press(&["Enter"]).wait_text("Kim Jong Un");
    for (columns, rows) in [(20, 5), (1, 1), (2, 1), (1, 9), (200, 60), (60, 3), (100, 30)] {
        session.resize(columns, rows);
        if columns > 40 {
            session.wait_text("Une rencontre au bord du Pacifique");
        }
        // A key that every size must survive.
        session.press(&["j", "k"]);
    }
    session.wait_text("Kim Jong Un").wait_text("Articles 3 ").wait_text("? help");
    session.resize(20, 5).wait_text("Une rencontre");
    session.resize(1, 1).wait_for("something on the only cell", |screen| !contents(screen).trim().is_empty());
    stream::so_far(session.raw());
    quit(session);
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 12, 3);
    let row = session.row_of("Retour dans la capitale");
    session.click(4, row);
    wait_selected(&mut session, "Retour dans la capitale");
    let row = session.wait_text("ministres").row_of("Une rencontre");
    session.click(4, row);
    wait_selected(&mut session, "Une rencontre");
    session.wait_text("1 of 3").wheel_down(60, 6).wait_gone("1 of 3").wait_text("usine");
    // The mouse is given to the terminal and taken again.
    session.press(&["y"]).wait_text("mouse off");
    assert!(!stream::so_far(session.raw()).modes.contains(&1000));
    session.press(&["y"]).wait_text("mouse on");
    assert!(stream::so_far(session.raw()).modes.contains(&1000));
    quit(session);
}

#[test]
fn nothing_named_opens_the_sample_pile() {
    let mut session = kiosque().size(140, 36).start();
    wait_read(&mut session, 14);
    session.wait_text("PEOPLE");
    quit(session);
}

#[test]
fn text_comes_in_by_the_pipe_and_keys_by_the_terminal() {
    let folder = three_articles();
    let script = "cat \"$1\" | exec \"$0\" -";
    let program = env!("CARGO_BIN_EXE_kiosque");
    let mut session = Run::new("sh").arg("-c").arg(script).arg(program).arg(folder.path().join("2.txt")).start();
    wait_read(&mut session, 1);
    session.wait_text("L’été s’achève sans pluie");
    session.press(&["Enter", "/"]).wait_gone("? help").press(&["eleveur"]).wait_text("found 1/1");
    session.press(&["Enter", "Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    assert!(session.is_cooked() && stream::is_restored(session.raw()), "{}", session.dump());
}

/// The answer to the question for the background chooses the theme: colour 237 is behind the selection on a dark one,
/// 254 on a light one.
#[test]
fn the_theme_follows_the_background() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    let behind = |screen: &vt100::Screen| screen.cell(1, 2).map(vt100::Cell::bgcolor);
    session.wait_for("the dark selection", |s| behind(s) == Some(vt100::Color::Idx(237)));
    session.send(b"\x1b]11;rgb:ffff/ffff/eeee\x07");
    session.wait_for("the light selection", |s| behind(s) == Some(vt100::Color::Idx(254)));
    session.wait_text("Une rencontre");
    quit(session);
}

#[test]
fn no_color_means_no_colour() {
    let folder = three_articles();
    let mut session = kiosque().arg(folder.path()).size(140, 30).env("NO_COLOR", "1").start();
    wait_read(&mut session, 3);
    session.wait_text("PEOPLE").press(&["1"]).wait_text("following ");
    session.press(&["Q"]).wait_end();
    let styles = stream::check(session.raw()).styles;
    let colours = ["38", "48"];
    assert!(!styles.iter().any(|style| style.split([';', ':']).any(|part| colours.contains(&part))), "{styles:?}");
    assert!(styles.iter().any(|style| style == "7"), "what is marked must show without colours: {styles:?}");
}
