//! What the user did is there again at the next start, however the last one ended.

use std::path::Path;

use super::{kiosque, three_articles, wait_read};
use crate::pty::{Life, Session, Signal};

/// A run over a folder with a library of its own.
fn with_library(folder: &Path, library: &Path) -> Session {
    let mut session = kiosque().arg("--library").arg(library).arg(folder).size(120, 30).start();
    wait_read(&mut session, 3);
    session
}

#[test]
fn marks_the_place_and_the_one_followed_come_back() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let library = data.path().join("kept/library.db");
    let mut session = with_library(folder.path(), &library);
    session.press(&["j", "m"]).wait_text("★");
    session.press(&["t"]).wait_text("tags:");
    session.press(&["e", "a", "u", "Enter"]).wait_text("#eau");
    session.press(&["Enter"]).wait_text("2 unread");
    session.press(&["J", "1"]).wait_text("following Vladimir Poutine");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));

    let mut session = with_library(folder.path(), &library);
    session.wait_text("following Vladimir Poutine").wait_text("▌Retour dans la capitale").wait_text("unread");
    session.press(&["k"]).wait_text("#eau").wait_text("★");
    // The star goes, and comes back.
    session.press(&["m"]).wait_text("no longer starred");
    session.press(&["u"]).wait_text("undone: starred");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}

#[test]
fn the_places_jumped_from_come_back() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let library = data.path().join("library.db");
    let mut session = with_library(folder.path(), &library);
    session.press(&["1"]).wait_text("following Vladimir Poutine").wait_text("1/3 here");
    session.press(&["x"]).wait_text("1/2 here").wait_text("▌Retour dans la capitale");
    session.press(&["0", "Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));

    let mut session = with_library(folder.path(), &library);
    session.wait_text("▌Retour dans la capitale").press(&["^O"]);
    session.wait_text("▌Une rencontre au bord").wait_text("following Vladimir Poutine");
    session.press(&[">"]).wait_text("▌Retour dans la capitale").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));

    // Another pile has jumps of its own, and leaves these alone.
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("1.txt"), "Ailleurs\n\nRien ici.\n").unwrap();
    let mut session = kiosque().arg("--library").arg(&library).arg(other.path()).size(120, 30).start();
    wait_read(&mut session, 1);
    session.press(&["^O"]).wait_text("this is where the jumps began").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));

    let mut session = with_library(folder.path(), &library);
    session.press(&["j", "^O"]).wait_text("▌Une rencontre au bord").wait_text("following Vladimir Poutine");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}

#[test]
fn what_was_kept_survives_a_kill() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let library = data.path().join("library.db");
    let mut session = with_library(folder.path(), &library);
    session.press(&["m"]).wait_text("★");
    // The next start finds what was written by then, and a sound file in any case.
    session.signal(Signal::KILL);
    assert_eq!(session.wait_end(), Life::Killed(9));
    let mut session = with_library(folder.path(), &library);
    session.press(&["j", "m"]).wait_text("★");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    let mut session = with_library(folder.path(), &library);
    session.wait_text("★");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}

#[test]
fn a_library_that_is_none_is_left_alone_and_reading_goes_on() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let library = data.path().join("library.db");
    std::fs::write(&library, "notes de cuisine").unwrap();
    let mut session = kiosque().arg("--library").arg(&library).arg(folder.path()).size(120, 30).start();
    session.wait_text("nothing is kept").wait_text("Sur le quai");
    session.press(&["m"]).wait_text("★");
    session.press(&["!"]).wait_text("this is not a library of Kiosque");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    assert_eq!(std::fs::read(&library).unwrap(), b"notes de cuisine");
}

/// What the library keeps of a table hangs on the map with which it was read.
#[test]
fn a_table_that_was_read_with_another_map_is_read_again() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let table = "titre;objet;texte\nPremier;Le marché rouvre;La maire a parlé lundi.\n";
    std::fs::write(folder.path().join("lettres.csv"), table).unwrap();
    std::fs::write(folder.path().join("2.txt"), "La gare ferme\n\nPlus de trains.\n").unwrap();
    let library = data.path().join("library.db");
    for (map, title) in [
        (None, "▌Premier"),
        (Some("title=objet"), "▌Le marché rouvre"),
        (Some("title=objet,summary=rien"), "▌Le marché rouvre"),
        (None, "▌Premier"),
    ] {
        let mut run = kiosque().arg("--library").arg(&library);
        if let Some(map) = map {
            run = run.arg("--map").arg(map);
        }
        let mut session = run.arg(folder.path()).size(120, 30).start();
        wait_read(&mut session, 2);
        session.press(&["G"]).wait_text(title);
        session.press(&["Q"]);
        assert_eq!(session.wait_end(), Life::Exited(0));
    }
}
