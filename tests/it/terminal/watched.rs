//! The folder is watched while it is read: what is new, changed or gone appears, and the reader stays where they are.

use std::fs;
use std::path::Path;

use super::{MEETING, SUMMER, kiosque, open, three_articles, wait_read};
use crate::pty::{Life, Session, contents};

/// Writes a file as editors do: beside it, then in its place.
fn put(folder: &Path, name: &str, text: &str) {
    let beside = folder.join(format!(".{name}.swp"));
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, folder.join(name))).expect("a file");
}

fn wait_selected(session: &mut Session, title: &str) {
    session.wait_text(&format!("▌{title}"));
}

fn quit(mut session: Session) {
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
}

#[test]
fn a_new_file_takes_its_place_and_the_selected_article_stays_on_its_row() {
    let folder = tempfile::tempdir().unwrap();
    for n in 10..50 {
        put(folder.path(), &format!("{n}.txt"), &format!("Article {n}\n\nUn texte qui porte le numéro {n}.\n"));
    }
    let mut session = open(folder.path(), 120, 30, 40);
    session.press(&["PgDn", "PgDn", "k"]).wait_for("a row in the middle", |screen| {
        let text = contents(screen);
        text.contains("▌") && !text.contains("▌Article 10") && !text.contains(" Article 10 ")
    });
    // By the hint of the text all keys before it have been seen.
    session.press(&["Enter"]).wait_text("e goes to a name").press(&["q"]).wait_text("Enter opens");
    let title = session.text().lines().find_map(|line| Some(line.split_once('▌')?.1[..10].to_owned())).unwrap();
    let row = session.row_of(&format!("▌{title}"));
    put(folder.path(), "10b.txt", "Nouvel article\n\nIl est là.\n");
    wait_read(&mut session, 41);
    assert_eq!(session.row_of(&format!("▌{title}")), row, "{}", session.dump());
    session.press(&["g", "g", "j"]);
    wait_selected(&mut session, "Nouvel article");
    session.wait_text("Il est là.");
    quit(session);
}

#[test]
fn a_changed_file_shows_its_new_text_at_the_same_place_with_the_old_marks() {
    let paragraphs = |from: usize, changed: &str| {
        let all: Vec<String> = (from..60).map(|n| format!("Le paragraphe {n} ne dit rien.")).collect();
        format!("Une longue histoire\n\n{}\n", all.join("\n\n")).replace("paragraphe 22 ", changed)
    };
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    put(folder.path(), "0.txt", &paragraphs(5, "paragraphe 22 "));
    let library = data.path().join("library.db");
    let mut session = kiosque().arg("--library").arg(&library).arg(folder.path()).size(120, 30).start();
    wait_read(&mut session, 4);
    session.press(&["m"]).wait_text("★").press(&["Enter", "a"]).wait_text("note");
    session.press(&["À relire", "Enter"]).wait_text("✎ 1").press(&["PgDn"]).wait_text("paragraphe 22 ");
    let top =
        |session: &Session| session.text().lines().find(|line| line.contains("Le paragraphe")).unwrap().to_owned();
    let before = top(&session);
    // More of it above, another word in view.
    put(folder.path(), "0.txt", &paragraphs(1, "chapitre 22 "));
    session.wait_text("Le chapitre 22 ne dit rien").wait_gone("analysing");
    assert_eq!(top(&session), before, "{}", session.dump());
    session.wait_text("★").wait_text("✎ 1").press(&["o"]).wait_text("À relire").press(&["Esc"]).wait_gone("À relire");
    quit(session);
}

#[test]
fn what_stands_in_the_place_of_a_deleted_article_is_selected_and_its_marks_come_back_with_it() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let library = data.path().join("library.db");
    let mut session = kiosque().arg("--library").arg(&library).arg(folder.path()).size(120, 30).start();
    wait_read(&mut session, 3);
    session.press(&["j", "m"]).wait_text("★").press(&["r"]).wait_text("2 unread");
    fs::remove_file(folder.path().join("2.txt")).unwrap();
    session.wait_text("Articles 2 ").wait_gone("★").wait_gone("unread");
    wait_selected(&mut session, "Retour dans la capitale");
    session.wait_text("ministres");
    // It was moved.
    put(folder.path(), "4.txt", SUMMER);
    wait_read(&mut session, 3);
    session.wait_text("★").wait_text("2 unread");
    wait_selected(&mut session, "Retour dans la capitale");
    session.press(&["j"]);
    wait_selected(&mut session, "L’été s’achève");
    // All of it goes.
    for name in ["1.txt", "3.txt", "4.txt"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    session.wait_text("Articles 0").wait_gone("éleveur");
    put(folder.path(), "1.txt", MEETING);
    session.wait_text("Sur le quai");
    quit(session);
}

#[test]
fn a_folder_that_is_taken_away_keeps_its_articles_and_is_watched_again_when_it_is_back() {
    let root = tempfile::tempdir().unwrap();
    let (disk, away) = (root.path().join("disk"), root.path().join("away"));
    fs::rename(three_articles().path(), &disk).unwrap();
    let mut session = open(&disk, 120, 30, 3);
    session.press(&["j"]).wait_text("éleveur");
    fs::rename(&disk, &away).unwrap();
    session.wait_text("no such file or folder").wait_text("Articles 3 ").wait_text("éleveur");
    put(&away, "4.txt", "Pendant ce temps\n\nRien.\n");
    fs::rename(&away, &disk).unwrap();
    wait_read(&mut session, 4);
    session.wait_gone("! 1");
    put(&disk, "5.txt", "Plus tard\n\nRien non plus.\n");
    wait_read(&mut session, 5);
    wait_selected(&mut session, "L’été s’achève");
    quit(session);
}

#[test]
fn filter_and_query_hold_for_what_comes_in() {
    let folder = three_articles();
    let mut session = open(folder.path(), 120, 30, 3);
    session.press(&["/"]).wait_text("filter:").press(&["retour", "Enter"]).wait_text("Articles 1 of 3");
    put(folder.path(), "0.txt", "Le retour des pluies\n\nIl pleut.\n");
    session.wait_text("Articles 2 of 4").wait_text("filter: retour").wait_text("Le retour des pluies");
    session.press(&["Esc"]).wait_text("Articles 4 ").press(&["="]).wait_text("query:");
    session.press(&["pleut", "Enter"]).wait_text("Articles 1 of 4");
    put(folder.path(), "0.txt", "Le retour du soleil\n\nIl fait beau.\n");
    session.wait_text("None of 4 articles fits").wait_text("query: pleut");
    put(folder.path(), "2.txt", "Le déluge\n\nIl pleut ici.\n");
    session.wait_text("Articles 1 of 4").wait_text("Le déluge");
    quit(session);
}

/// The keys are answered while the list is full of what came in at once; nothing waits for the reading of it.
#[test]
fn ten_thousand_new_files_do_not_stop_the_reader() {
    let (folder, outside) = (three_articles(), tempfile::tempdir().unwrap());
    let many = outside.path().join("2");
    fs::create_dir(&many).unwrap();
    (0..10_000).for_each(|n| fs::write(many.join(format!("{n}.txt")), "Un texte.").unwrap());
    let mut session = open(folder.path(), 120, 30, 3);
    fs::rename(&many, folder.path().join("2")).unwrap();
    session.wait_text("Articles 10003 ").press(&["G"]);
    wait_selected(&mut session, "Retour dans la capitale");
    session.press(&["g", "g"]);
    wait_selected(&mut session, "Une rencontre");
    fs::rename(folder.path().join("2"), &many).unwrap();
    session.wait_text("Articles 3 ");
    wait_selected(&mut session, "Une rencontre");
    quit(session);
}

#[test]
fn who_is_followed_is_followed_on_through_a_change_and_a_file_that_grows_is_read_to_its_end() {
    let folder = three_articles();
    let mut session = open(folder.path(), 140, 30, 3);
    session.press(&["2"]).wait_text("following Kim Jong Un").wait_text("1/2 here");
    let mut text = MEETING.to_owned();
    for n in 3..6 {
        text.extend(["\nAlors Kim Jong Un est revenu pour la visite numéro ", &n.to_string(), ".\n"]);
        fs::write(folder.path().join("1.txt"), &text).unwrap();
        session.wait_text(&format!("numéro {n}")).wait_text(&format!("1/{n} here")).wait_text("following Kim Jong Un");
    }
    quit(session);
}
