//! The view from the screen to a file.

use std::fs;

use super::{kiosque, three_articles, wait_read};
use crate::pty::{Life, Session};

fn start(out: &std::path::Path) -> (tempfile::TempDir, Session) {
    let folder = three_articles();
    let mut session = kiosque().env("HOME", out.to_str().unwrap()).arg(folder.path()).size(120, 24).start();
    wait_read(&mut session, 3);
    session.resize(80, 24).wait_gone("? help");
    (folder, session)
}

fn letters(text: &str) -> Vec<String> {
    text.chars().map(|c| c.to_string()).collect()
}

fn type_in(session: &mut Session, text: &str) {
    let keys = letters(text);
    session.press(&keys.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_list_is_written_and_never_over_anything_unasked() {
    let out = tempfile::tempdir().unwrap();
    let (_folder, mut session) = start(out.path());
    session.press(&["1"]).wait_text("following Vladimir Poutine");
    session.press(&["s"]).wait_text("export to:").wait_text("vladimir-poutine.md");
    type_in(&mut session, "~/kim.md");
    session.wait_text("markdown of 3 articles").press(&["Enter"]).wait_text("3 articles, 5 passages");
    let notes = fs::read_to_string(out.path().join("kim.md")).unwrap();
    assert!(notes.starts_with("# Reading notes\n\n3 articles · following **Vladimir Poutine**\n"), "{notes}");
    assert!(notes.contains("Sur le quai, **Vladimir Poutine** attendait depuis une heure."), "{notes}");
    assert!(notes.find("## Une rencontre") < notes.find("## Retour dans la capitale"), "{notes}");
    // The same name again: a question, and no is no.
    session.press(&["0", "s"]).wait_text("export to: ~/kim.md").press(&["Enter"]);
    session.wait_text("overwrite? y/n").press(&["n", "Enter"]).wait_text("not written: ~/kim.md");
    assert_eq!(fs::read_to_string(out.path().join("kim.md")).unwrap(), notes);
    session
        .press(&["s", "Enter"])
        .wait_text("overwrite? y/n")
        .press(&["y", "Enter"])
        .wait_text("3 articles, 0 passages");
    assert!(!fs::read_to_string(out.path().join("kim.md")).unwrap().contains("**Vladimir"));
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    assert_eq!(
        fs::read_dir(out.path()).unwrap().filter(|e| e.as_ref().unwrap().path().extension().is_some()).count(),
        1
    );
}

#[test]
fn what_narrows_the_list_narrows_the_file_and_a_failure_is_told() {
    let out = tempfile::tempdir().unwrap();
    let (_folder, mut session) = start(out.path());
    session.press(&["="]).wait_text("query:");
    type_in(&mut session, "poutine");
    session.press(&["Enter"]).wait_text("Articles 2 of 3");
    session.press(&["s"]).wait_text("export to:");
    type_in(&mut session, "~/pile.csv");
    session.press(&["Enter"]).wait_text("written: 2 articles: ");
    let rows = fs::read_to_string(out.path().join("pile.csv")).unwrap();
    assert_eq!(rows.lines().count(), 3, "{rows}");
    session.press(&["s", "^U"]);
    type_in(&mut session, "~/nowhere/corpus/");
    session.press(&["Enter"]).wait_text("not written: there is no such folder");
    std::os::unix::fs::symlink(out.path().join("pile.csv"), out.path().join("link.csv")).unwrap();
    session.press(&["s", "^U"]);
    type_in(&mut session, "~/link.csv");
    session.press(&["Enter"]).wait_text("links are not followed");
    session.press(&["s", "^U"]);
    type_in(&mut session, "~/corpus/");
    session.press(&["Enter"]).wait_text("written: 2 articles, ");
    assert_eq!(fs::read_dir(out.path().join("corpus")).unwrap().count(), 5);
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}

#[test]
fn a_view_of_many_articles_is_written_bit_by_bit() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for number in 0..100 {
        let text = format!("Le titre {number}\n\nLe président russe Vladimir Poutine a parlé de {number} usines.\n");
        fs::write(folder.path().join(format!("{number:03}.txt")), text).unwrap();
    }
    let mut session = kiosque().env("HOME", out.path().to_str().unwrap()).arg(folder.path()).size(120, 24).start();
    wait_read(&mut session, 100);
    session.press(&["s"]).wait_text("export to:");
    type_in(&mut session, "~/all.jsonl");
    session.press(&["Enter"]).wait_text("written: 100 articles: ");
    let text = fs::read_to_string(out.path().join("all.jsonl")).unwrap();
    let order: Vec<bool> =
        text.lines().enumerate().map(|(at, line)| line.contains(&format!("\"title\":\"Le titre {at}\""))).collect();
    assert_eq!(order, [true; 100]);
    assert!(text.lines().all(|line| line.contains("\"entity\":\"Vladimir Poutine\"")));
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}
