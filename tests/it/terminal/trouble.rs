//! A library that cannot be used, or only for a while: the reader says so once, goes on, and never writes over the file.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use kiosque::library::store::{Origin, Store};

use super::{is_read, kiosque, three_articles, wait_read};
use crate::pty::{Life, Run, Session, contents};

/// More sources than may wait for the keeper: whoever would wait for one that does not take would wait for ever.
const MANY: usize = 600;

fn many_articles() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..MANY {
        let text = format!("Titre {n:03}\n\nLe texte numéro {n} parle de la pluie, et Zoé Hémon le lit.\n");
        fs::write(folder.path().join(format!("{n:03}.txt")), text).expect("a file");
    }
    folder
}

/// A library of three articles, and its path.
fn with_library(pile: &Path) -> (tempfile::TempDir, PathBuf) {
    let data = tempfile::tempdir().expect("a folder");
    let path = data.path().join("library.db");
    let mut session = start(kiosque(), pile, &path);
    wait_read(&mut session, 3);
    wait_kept(&path, 3);
    session.press(&["m"]).wait_text("★");
    leave(&mut session, 0);
    (data, path)
}

/// Waits until so many articles are kept.
fn wait_kept(library: &Path, articles: u64) {
    let kept = || Store::open_read_only(library).and_then(|store| store.counts()).map_or(0, |counts| counts.named);
    while kept() < articles {
        std::thread::yield_now();
    }
}

fn start(program: Run, pile: &Path, library: &Path) -> Session {
    program.arg("--library").arg(library).arg(pile).size(200, 30).start()
}

/// Waits until so many articles are read, and takes away each message that comes meanwhile.
fn wait_read_behind_messages(session: &mut Session, articles: usize) {
    let last = |screen: &vt100::Screen| contents(screen).lines().last().unwrap_or_default().to_owned();
    loop {
        session.wait_for(&format!("{articles} articles read, or a message"), |screen| {
            is_read(screen, articles) || last(screen).contains("not kept")
        });
        let told = last(session.screen());
        if !told.contains("not kept") {
            return;
        }
        session.press(&["Esc"]).wait_for("the message to go", |screen| last(screen) != told);
    }
}

fn leave(session: &mut Session, status: i32) {
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(status), "{}", session.dump());
}

/// Reads on with a library that cannot be opened: says so, with this in the message, and stars for this run.
#[track_caller]
fn assert_nothing_is_kept(pile: &Path, articles: usize, library: &Path, why: &str) {
    let mut session = start(kiosque(), pile, library);
    session.wait_text("nothing is kept: ").wait_text("library.db");
    // A key takes the message away, which may be as long as the line.
    session.press(&["j"]);
    wait_read(&mut session, articles);
    session.press(&["m"]).wait_text("★");
    session.press(&["!"]).wait_text(why);
    leave(&mut session, 0);
}

#[test]
fn a_library_that_cannot_be_written_is_told_and_reading_goes_on() {
    let pile = three_articles();
    let (data, library) = with_library(pile.path());
    let before = fs::read(&library).unwrap();
    if rustix::process::geteuid().is_root() {
        // Modes mean nothing to root, but where a folder lies no file can be made.
        fs::create_dir(data.path().join("library.db-wal")).unwrap();
    } else {
        fs::set_permissions(&library, fs::Permissions::from_mode(0o444)).unwrap();
        fs::set_permissions(data.path(), fs::Permissions::from_mode(0o555)).unwrap();
    }
    assert_nothing_is_kept(pile.path(), 3, &library, "the library cannot be written");
    assert_nothing_is_kept(many_articles().path(), MANY, &library, "the library cannot be written");
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(fs::read(&library).unwrap() == before);
}

#[test]
fn a_folder_that_cannot_be_made_is_told_and_reading_goes_on() {
    let (pile, data) = (three_articles(), tempfile::tempdir().unwrap());
    fs::write(data.path().join("file"), "").unwrap();
    let library = data.path().join("file/below/library.db");
    assert_nothing_is_kept(pile.path(), 3, &library, "the folder of the library cannot be");
}

#[test]
fn a_newer_library_is_told_and_left_as_it_is() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    // Where the database keeps the number of the format.
    OpenOptions::new().write(true).open(&library).unwrap().write_all_at(&99u32.to_be_bytes(), 60).unwrap();
    let before = fs::read(&library).unwrap();
    assert_nothing_is_kept(pile.path(), 3, &library, "written by a newer Kiosque");
    assert!(fs::read(&library).unwrap() == before);
}

#[test]
fn a_library_cut_short_is_told_and_left_as_it_is() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    let half = fs::metadata(&library).unwrap().len() / 2;
    OpenOptions::new().write(true).open(&library).unwrap().set_len(half).unwrap();
    let before = fs::read(&library).unwrap();
    assert_nothing_is_kept(many_articles().path(), MANY, &library, "the library is damaged");
    assert!(fs::read(&library).unwrap() == before);
}

/// Overwrites all of the file but its first page, which holds what makes it a library.
fn scribble(library: &Path) {
    let file = OpenOptions::new().write(true).open(library).unwrap();
    let rest = file.metadata().unwrap().len() - 4096;
    file.write_all_at(&vec![0xA5; rest as usize], 4096).unwrap();
}

#[test]
fn damage_inside_of_the_library_is_told_and_reading_goes_on() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    scribble(&library);
    let before = fs::read(&library).unwrap();
    assert_nothing_is_kept(pile.path(), 3, &library, "the library is damaged");
    assert!(fs::read(&library).unwrap() == before);
}

#[test]
fn damage_to_the_library_that_is_open_is_told_and_reading_goes_on() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    let inode = fs::metadata(&library).unwrap().ino();
    let mut session = start(kiosque(), pile.path(), &library);
    wait_read(&mut session, 3);
    session.wait_text("★");
    // Nothing of the file is in the log any more, nor in the memory of the one that has it open.
    let mut other = Store::open(&library).unwrap();
    other.compact().unwrap();
    scribble(&library);
    session.press(&["j"]).wait_text("Les nappes n’ont pas");
    session.press(&["m"]).wait_text("what you did is not kept: ").wait_text("the library is damaged");
    fs::write(pile.path().join("4.txt"), "Un texte de plus\n\nPersonne ne l’attendait.\n").unwrap();
    wait_read_behind_messages(&mut session, 4);
    session.press(&["=", "a", "t", "t", "e", "n", "d", "a", "i", "t", "Enter"]).wait_text("Articles 2 of 4");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(2));
    assert!(session.text().contains("not all that you did is kept: "), "{}", session.dump());
    drop(other);
    assert_eq!(fs::metadata(&library).unwrap().ino(), inode, "it is not replaced");
}

#[test]
fn a_library_that_another_program_holds_is_waited_for_and_nothing_is_lost() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    let many = many_articles();
    let mut other = Store::open(&library).unwrap();
    let batch = other.batch().unwrap();
    let mut session = start(kiosque(), many.path(), &library);
    session.wait_text("not kept yet, tried again: ").wait_text("another program is writing to the library");
    session.press(&["j"]);
    wait_read(&mut session, MANY);
    session.press(&["m"]).wait_text("★");
    drop(batch);
    session.wait_text("what waited is kept now");
    session.press(&["!"]).wait_gone("not kept yet");
    leave(&mut session, 0);
    let counts = Store::open_read_only(&library).and_then(|store| store.counts()).unwrap();
    assert_eq!(counts.starred, 2);
    assert!(counts.articles > 3);
}

#[test]
fn what_another_program_never_lets_be_kept_is_told_at_the_end() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    let mut session = start(kiosque(), pile.path(), &library);
    wait_read(&mut session, 3);
    let mut other = Store::open(&library).unwrap();
    let batch = other.batch().unwrap();
    session.press(&["j"]).wait_text("Les nappes n’ont pas");
    session.press(&["m"]).wait_text("not kept yet");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(2));
    let told = "not all that you did is kept: ";
    assert!(session.text().contains(told) && session.is_cooked(), "{}", session.dump());
    drop(batch);
    assert_eq!(other.counts().unwrap().starred, 1);
}

/// The program, whose files may not grow beyond so many bytes: the nearest to a full disk that needs no rights.
fn limited(bytes: u64) -> Run {
    let limit = format!("ulimit -f {}; exec \"$0\" \"$@\"", bytes / 512);
    Run::new("sh").arg("-c").arg(limit).arg(env!("CARGO_BIN_EXE_kiosque"))
}

#[test]
fn a_library_that_cannot_grow_is_told_once_and_reading_goes_on() {
    let pile = three_articles();
    let (_data, library) = with_library(pile.path());
    let many = many_articles();
    let mut session = start(limited(48 << 10), many.path(), &library);
    session.wait_text("what is read is not kept for the next start: ").wait_text("over a limit");
    wait_read_behind_messages(&mut session, MANY);
    session.press(&["j"]);
    fs::write(many.path().join("more.txt"), "Un texte de plus\n\nPersonne ne l’attendait.\n").unwrap();
    wait_read_behind_messages(&mut session, MANY + 1);
    // Once for what was derived, and once at most for what the user did.
    session.press(&["!"]).wait_text("Esc closes");
    let told = session.text().matches("library.db").count();
    assert!((1..=2).contains(&told), "{}", session.dump());
    // An escape with a letter right behind it would be another key.
    session.press(&["Esc"]).wait_gone("Esc closes").press(&["Q"]);
    assert!(matches!(session.wait_end(), Life::Exited(0 | 2)));
    // What was kept before is there, and there is room again.
    let mut session = start(kiosque(), pile.path(), &library);
    wait_read(&mut session, 3);
    session.wait_text("★");
    leave(&mut session, 0);
    let mut store = Store::open(&library).unwrap();
    assert!(store.check().unwrap().problems.is_empty());
    assert_eq!(store.pile(&[Origin::file(pile.path())]).unwrap().articles.len(), 3);
}
