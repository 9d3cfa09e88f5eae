//! Following two at once, from sentence to sentence and from article to article.

use std::fs;

use super::{kiosque, open, wait_read};
use crate::pty::{Life, Session, contents};

const DINNER: &str = "Le dîner du Kremlin

Le président russe Vladimir Poutine a reçu mardi Emmanuel Macron à Moscou. La table était longue.

Emmanuel Macron est arrivé le premier. Il avait froid.

Avant de partir, Emmanuel Macron a salué Vladimir Poutine ; personne ne souriait.
";

const HARVEST: &str = "La moisson est finie

Il a plu sur les champs, et le blé attend encore.
";

const APART: &str = "Deux discours le même jour

Emmanuel Macron a parlé à midi. Vladimir Poutine lui a répondu le soir, devant ses ministres.
";

const CALL: &str = "Un appel de trente minutes

Emmanuel Macron a appelé Vladimir Poutine dimanche. L’entretien a duré trente minutes.
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("1.txt", DINNER), ("2.txt", HARVEST), ("3.txt", APART), ("4.txt", CALL)] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn wait_selected(session: &mut Session, title: &str) {
    session.wait_for(&format!("{title:?} to be selected"), |screen| contents(screen).contains(&format!("▌{title}")));
}

/// Follows the first two names of the sidebar: the two people.
fn follow_both(session: &mut Session) {
    session.wait_text("PEOPLE").press(&["1"]).wait_text("following ");
    session.press(&["Tab"]).press(&["Tab"]).wait_text("▌1●").press(&["j"]).wait_text("▌2").press(&["B"]);
}

#[test]
fn two_are_followed_to_where_they_meet() {
    let folder = folder();
    let mut session = open(folder.path(), 140, 30, 4);
    follow_both(&mut session);
    session.wait_text(" with ").wait_text("1/2 here · 3 sentences in 2 articles").wait_text("Articles 3 of 4");
    session.press(&["f"]).wait_text("2/2 here");
    session.press(&["f"]).wait_text("1/1 here");
    wait_selected(&mut session, "Un appel");
    session.press(&["X"]).wait_text("not here · 3 sentences");
    wait_selected(&mut session, "Deux discours");
    session.press(&["F"]).wait_text("2/2 here");
    wait_selected(&mut session, "Le dîner");
    session.press(&["d"]).wait_text("where in the article each is named");
    // The list is narrowed by them as by a filter: backed out of like one.
    session.press(&["0"]).wait_text("Articles 4 ");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
}

#[test]
fn escape_in_the_list_widens_it_again() {
    let folder = folder();
    let mut session = open(folder.path(), 140, 30, 4);
    follow_both(&mut session);
    session.wait_text("Articles 3 of 4").press(&["Tab"]).press(&["Esc"]).wait_text("Articles 4 ");
    session.wait_text("following ").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
}

#[test]
fn what_an_earlier_run_kept_is_enough_to_know_who_meets() {
    let (folder, library) = (folder(), tempfile::tempdir().expect("a folder"));
    let library = library.path().join("library.db");
    let start = || kiosque().arg("--library").arg(&library).arg(folder.path()).size(140, 30).start();
    let mut session = start();
    wait_read(&mut session, 4);
    session.press(&["=", "person:poutine person:macron near:"]).wait_text("near: the names").press(&["Tab"]);
    session.wait_text("near:sentence").wait_text("2 of 4 articles").press(&["Enter"]).wait_text("Articles 2 of 4");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
    // The next run asks the same of what was kept.
    let mut session = start();
    session.wait_text("Articles 2 of 4").wait_text("near:sentence").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
}
