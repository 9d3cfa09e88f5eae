//! Stories in the real program: found while it reads, kept for the next start, unfolded and compared.

use std::fs;

use super::{kiosque, wait_read};
use crate::pty::{Life, Session, contents};

const FILES: [(&str, &[u8]); 3] = [
    ("1.txt", include_bytes!("../../fixtures/stories/depeche.txt")),
    ("2.txt", include_bytes!("../../fixtures/stories/autre.txt")),
    ("3.txt", include_bytes!("../../fixtures/stories/reprise.txt")),
];

/// Waits until the first row has this mark.
fn wait_mark(session: &mut Session, mark: &str) {
    let has = |screen: &vt100::Screen| {
        let text = contents(screen);
        text.lines().nth(1).is_some_and(|row| row.split('│').nth(1).is_some_and(|row| row.trim_end().ends_with(mark)))
    };
    session.wait_for(&format!("the mark {mark}"), has);
}

#[test]
fn a_story_is_found_unfolded_compared_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let pile = folder.path().join("pile");
    fs::create_dir(&pile).expect("a folder");
    for (name, text) in FILES {
        fs::write(pile.join(name), text).expect("a file");
    }
    let library = folder.path().join("library.db");
    let start = || kiosque().arg("--library").arg(&library).arg(&pile).size(120, 40).start();
    for _ in 0..2 {
        let mut session = start();
        wait_read(&mut session, 3);
        wait_mark(&mut session, "+1");
        session.press(&["z"]);
        wait_mark(&mut session, "▾1");
        session.press(&["D"]).wait_text("Compared with 1 of 1").wait_text("Les riverains n'y croyaient plus.");
        session.wait_text("+ Sécheresse").press(&["q"]).wait_gone("Compared");
        session.press(&["Z"]).wait_text("every article has a row of its own").press(&["Z"]);
        wait_mark(&mut session, "+1");
        session.press(&["j", "D"]).wait_text("no other article tells this story");
        session.press(&["k", "Q"]);
        assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
    }
    // A copy that comes while somebody reads joins its story.
    let mut session = start();
    wait_mark(&mut session, "+1");
    fs::write(pile.join("4.txt"), FILES[0].1).expect("a file");
    wait_mark(&mut session, "+2");
    fs::remove_file(pile.join("3.txt")).expect("the file is there");
    wait_mark(&mut session, "+1");
}
