//! Input that cannot be read, or hardly: each piece is told of, and the rest of the pile is unharmed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use super::{kiosque, open, three_articles, wait_read};
use crate::pty::{Life, Session};
use crate::terminal::stream;

fn quit(mut session: Session) {
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
    assert!(stream::is_restored(session.raw()), "{}", session.dump());
}

/// Opens the three articles and `other`, and reads the whole sheet of what could not be read.
fn beside_others(other: &std::path::Path, notice: &str) {
    let folder = three_articles();
    let mut session = kiosque().arg(folder.path()).arg(other).size(140, 30).start();
    wait_read(&mut session, 3);
    session.wait_text("1 notice (!)").press(&["!"]).wait_text("What could not be read").wait_text(notice);
    session.press(&["Esc"]).wait_gone("What could not be read");
    session.press(&["j"]).wait_text("nappes");
    quit(session);
}

#[test]
fn a_missing_path_is_told() {
    // Alone, it leaves nothing to open a screen for.
    let mut session = kiosque().arg("/nowhere/at/all").start();
    assert_eq!(session.wait_end(), Life::Exited(2));
    assert!(session.text().contains("/nowhere/at/all: no such file or folder"), "{}", session.dump());
    assert!(session.is_cooked() && !session.raw().contains(&b'\x1b'), "{}", session.dump());
    beside_others("/nowhere/at/all".as_ref(), "/nowhere/at/all: no such file or folder");
}

#[test]
fn an_empty_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = kiosque().arg(folder.path()).start();
    session.wait_text("no files in this folder").wait_text("Articles 0");
    quit(session);
}

#[test]
fn a_pipe_named_by_its_path_is_told_and_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    beside_others(&pipe, "a named pipe, not a file");
}

#[test]
fn a_link_in_a_circle_is_told_and_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    symlink(folder.path(), folder.path().join("up")).unwrap();
    beside_others(folder.path(), "a link back to a folder above it; not followed");
    let knot = folder.path().join("knot");
    symlink(&knot, &knot).unwrap();
    beside_others(&knot, "knot: ");
}

#[test]
fn a_binary_and_an_empty_file_say_what_they_are() {
    let folder = three_articles();
    let (binary, empty) = (folder.path().join("a.png"), folder.path().join("b.txt"));
    fs::write(&binary, b"\x89PNG\r\n\x1a\n\0\0\0\x1b[31m").unwrap();
    fs::write(&empty, "").unwrap();
    // In a folder, what is not text is left out with a notice; the file named itself is shown whatever it holds.
    let mut session = open(folder.path(), 140, 30, 4);
    session.wait_text("1 notice (!)").press(&["!"]).wait_text("a.png: not a text");
    quit(session);
    let mut session = kiosque().arg(&binary).arg(&empty).arg(folder.path().join("2.txt")).size(140, 30).start();
    wait_read(&mut session, 3);
    session.wait_text("This is not text but a PNG picture.").wait_text("There is no text in it.");
    session.press(&["j"]).wait_text("The file is empty.");
    session.press(&["j"]).wait_text("nappes");
    quit(session);
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let folder = three_articles();
    let locked = folder.path().join("0.txt");
    fs::write(&locked, "Nul ne le lira.").unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything, but not the memory of a process at address 0.
    let (path, words) = match fs::read(&locked) {
        Err(_) => (locked.as_path(), "no permission to read it"),
        Ok(_) => ("/proc/self/mem".as_ref(), "/proc/self/mem: "),
    };
    let mut session = kiosque().arg(path).arg(folder.path().join("2.txt")).size(140, 30).start();
    wait_read(&mut session, 2);
    session.wait_text(words).wait_text("There is no text in it.");
    session.press(&["j"]).wait_text("nappes");
    quit(session);
}

#[test]
fn a_file_deleted_while_it_is_open_stays_readable() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 12, 3);
    session.press(&["Enter"]).wait_text("1 of 3");
    for name in ["1.txt", "2.txt", "3.txt"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    session.press(&["G"]).wait_text("repartira");
    session.press(&["J"]).wait_text("nappes").press(&["J"]).wait_text("ministres");
    quit(session);
}

#[test]
fn a_line_of_five_megabytes_is_a_text_like_any_other() {
    let folder = three_articles();
    let line = "Une phrase parmi beaucoup d’autres, sans fin ni raison. ".repeat(5_000_000 / 57);
    fs::write(folder.path().join("4.txt"), line + "Voici pourtant la fin.").unwrap();
    let mut session = open(folder.path(), 100, 30, 4);
    session.press(&["G", "Enter"]).wait_text("Une phrase parmi beaucoup d’autres");
    session.press(&["G"]).wait_text("Voici pourtant la fin.").wait_text("100 %");
    session.press(&["^U", "^U", "g"]).wait_text("0 %");
    session.press(&["/"]).wait_gone("? help").press(&["pourtant la"]).wait_text("found 1/1");
    session.press(&["Enter", "q", "q", "k"]).wait_text("ministres");
    quit(session);
}
