//! The watch list from one visit to the next: what came in between has a badge until it is opened.

use std::fs;
use std::path::Path;

use super::{kiosque, three_articles, wait_read};
use crate::pty::{Life, Session};

const NEWS: &str = "Un retour\n\nLe président russe Vladimir Poutine est revenu hier à Vladivostok, sans un mot.\n";

/// A run over a folder with a library and a watch list of its own.
fn visit(folder: &Path, data: &Path, articles: usize) -> Session {
    let (library, list) = (data.join("library.db"), data.join("watch.txt"));
    let mut session =
        kiosque().arg("--library").arg(library).arg("--watch").arg(list).arg(folder).size(140, 30).start();
    wait_read(&mut session, articles);
    session
}

fn leave(mut session: Session) {
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}

#[test]
fn what_comes_in_between_two_visits_has_a_badge_until_it_is_opened() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let mut session = visit(folder.path(), data.path(), 3);
    session.press(&["1", "V"]).wait_text("watching “Vladimir Poutine”").wait_text("◇ Vladimir Poutine");
    session.press(&["0", ":"]).wait_text("Commands").press(&["watch-for", "Enter"]).wait_text("watch: ");
    session.press(&["Sages", "Enter"]).wait_text("◇ Sages");
    assert!(!session.text().contains('◆'));
    leave(session);
    let list = fs::read_to_string(data.path().join("watch.txt")).unwrap();
    assert!(list.starts_with("# Watch list") && list.ends_with("\nVladimir Poutine\nSages\n"), "{list}");

    // Nothing came in.
    let mut session = visit(folder.path(), data.path(), 3);
    session.wait_for("a count", |screen| {
        crate::pty::contents(screen).lines().any(|row| row.contains("◇ Vladimir Poutine") && row.contains(" 2 "))
    });
    assert!(!session.text().contains('◆'));
    leave(session);

    fs::write(folder.path().join("9.txt"), NEWS).unwrap();
    let mut session = visit(folder.path(), data.path(), 4);
    session.wait_text("◆ Vladimir Poutine").wait_text("1/3").wait_text("1 new watched");
    session.press(&["="]).wait_text("query:").press(&["is:new", "Enter"]).wait_text("Articles 1 of 4");
    session.wait_text("▌Un retour").wait_text("◆ +1");
    session.press(&["Enter"]).wait_gone("new watched").wait_text("◇ Vladimir Poutine");
    assert!(!session.text().contains('◆'));
    session.press(&["q", "Esc"]).wait_text("Articles 4 ");
    leave(session);

    // At the next visit it is as old as the others.
    let mut session = visit(folder.path(), data.path(), 4);
    session.wait_for("a count", |screen| {
        crate::pty::contents(screen).lines().any(|row| row.contains("◇ Vladimir Poutine") && row.contains(" 3 "))
    });
    assert!(!session.text().contains('◆'));
    leave(session);
}
