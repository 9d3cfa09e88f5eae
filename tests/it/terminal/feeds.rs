//! What feeds brought, in the reader: the feeds above the list, each with what is unread of it.

use std::fs;
use std::path::Path;

use kiosque::fetch::Address;
use kiosque::ingest::feed;
use kiosque::library::feeds::Shelf;

use super::kiosque;
use crate::pty::{Life, contents};

/// Keeps entries of a feed as fetching does.
fn bring(root: &Path, name: &str, address: &str, titles: &[&str]) {
    let item = |title: &&str| {
        format!(
            "<item><title>{title}</title><guid>{title}</guid><description>Rien de plus ce soir.</description></item>"
        )
    };
    let items: String = titles.iter().map(item).collect();
    let text = format!("<rss version=\"2.0\"><channel><title>{name}</title>{items}</channel></rss>");
    let read = feed::parse(&text, None).unwrap();
    let mut shelf = Shelf::of(root, &Address::parse(address).unwrap());
    read.entries.iter().for_each(|entry| _ = shelf.keep(&read, entry, None).unwrap());
}

#[test]
fn feeds_stand_above_the_list_with_what_is_unread() {
    let folder = tempfile::tempdir().unwrap();
    let (root, list) = (folder.path().join("feeds"), folder.path().join("feeds.txt"));
    bring(&root, "Le Courrier", "https://courrier.exemple.fr/rss", &["La gare ferme", "Le marché rouvre"]);
    bring(&root, "Le Courrier du Nord", "https://nord.exemple.fr/rss", &["La pluie revient"]);
    let lines = "Le Courrier = https://courrier.exemple.fr/rss\nLe Courrier du Nord = https://nord.exemple.fr/rss\nun flux perdu\n";
    fs::write(&list, lines).unwrap();
    let (root, list) = (root.to_str().unwrap(), list.to_str().unwrap());
    let run = kiosque().env("KIOSQUE_FEEDS", root).env("KIOSQUE_SUBSCRIPTIONS", list).size(120, 30);
    let mut session = run.start();
    let row = |sign: &'static str, count: &'static str| {
        move |screen: &vt100::Screen| {
            let row = |row: &str| row.contains(sign) && row.contains("Le Courrier ") && row.contains(count);
            contents(screen).lines().any(row)
        }
    };
    session.wait_text("Articles 3 ").wait_for("what is unread", row("•", " 2 "));
    session.press(&["L"]).wait_text("Feeds and saved queries").wait_text("2 unread");
    session.press(&["c", "o", "u", "Enter"]).wait_text("Articles 2 of 3").wait_text("► Le Courrier ");
    session.press(&["r"]).wait_for("one less", row("►", " 1 "));
    session.press(&["j", "r"]).wait_for("none", row("►", " 0 "));
    session.press(&["Esc"]).wait_text("Articles 3 ").wait_for("a sign for nothing unread", row("·", " 0 "));
    session.press(&["!"]).wait_text("feeds.txt:3: ").press(&["Esc"]).wait_gone("feeds.txt:3: ");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}
