//! Rule 8: the terminal is restored on every way out. Each way is taken for real, and what is left behind is looked at
//! twice: the escape sequences sent, and the attributes of the terminal.

use super::{open, three_articles};
use crate::pty::{Life, Session, Signal, contents};
use crate::terminal::stream;

/// A session with everything on that must be taken back: a line being typed shows the cursor.
fn session() -> (tempfile::TempDir, Session) {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.press(&["/"]).wait_for("a line to type", |screen| !screen.hide_cursor());
    assert!(!session.is_cooked());
    let modes = stream::so_far(session.raw()).modes;
    assert!([1000, 1002, 1003, 1006, 1049, 2004].iter().all(|mode| modes.contains(mode)), "{modes:?}");
    (folder, session)
}

fn is_restored(session: &mut Session) {
    let find = |raw: &[u8], bytes: &[u8]| raw.windows(bytes.len()).rposition(|window| window == bytes);
    session.wait_raw("the end of the restoring", |raw| {
        find(raw, b"\x1b[?1049l").is_some_and(|at| find(&raw[at..], b"\x1b[?25h").is_some())
    });
    let screen = session.screen();
    assert!(session.is_cooked(), "the terminal's attributes are not restored\n{}", session.dump());
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{}", session.dump());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert!(stream::is_restored(session.raw()), "{}", session.dump());
}

/// Continues a stopped program and waits until it has taken the terminal anew and drawn everything.
fn go_on(session: &mut Session) {
    let before = session.raw().len();
    session.signal(Signal::CONT);
    session.wait_raw("the alternate screen", |raw| raw[before..].windows(8).any(|bytes| bytes == b"\x1b[?1049h"));
    session.wait_for("the screen to come back", |screen| {
        let text = contents(screen);
        ["Articles 3 ", "Retour dans la capitale", "filter:"].iter().all(|words| text.contains(words))
    });
    assert!(!session.is_cooked());
    let modes = stream::so_far(session.raw()).modes;
    assert!([1000, 1002, 1003, 1006, 1049, 2004].iter().all(|mode| modes.contains(mode)), "{modes:?}");
}

#[test]
fn after_a_signal_that_ends_it() {
    for (signal, number) in [(Signal::TERM, 15), (Signal::HUP, 1), (Signal::INT, 2)] {
        let (_folder, mut session) = session();
        // Whoever waits for the program sees that a signal ended it.
        assert_eq!(session.signal(signal).wait_end(), Life::Killed(number));
        is_restored(&mut session);
    }
}

#[test]
fn after_quitting() {
    let (_folder, mut session) = session();
    session.press(&["Esc"]).wait_text("? help").press(&["^C"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    is_restored(&mut session);
}

#[test]
fn while_suspended_and_then_it_is_drawn_anew() {
    for by_key in [true, false] {
        let (_folder, mut session) = session();
        if by_key {
            session.press(&["^Z"]);
        } else {
            session.signal(Signal::TSTP);
        }
        session.wait_stopped();
        is_restored(&mut session);
        go_on(&mut session);
        // Keys work as before, and leaving restores as before.
        session.press(&["ete acheve"]).wait_text("Articles 1 of 3").press(&["Esc"]).wait_text("? help").press(&["Q"]);
        assert_eq!(session.wait_end(), Life::Exited(0));
        is_restored(&mut session);
    }
}

/// A stop that no program can see coming, and a shell that sets the terminal to its own taste meanwhile.
#[test]
fn after_a_stop_without_warning_it_takes_the_terminal_anew() {
    let (_folder, mut session) = session();
    session.signal(Signal::STOP).wait_stopped().cook();
    session.resize(90, 20);
    go_on(&mut session);
    session.wait_for("the line being typed in its new place", |screen| {
        contents(screen).lines().nth(19).is_some_and(|line| line.contains("filter:"))
    });
    session.press(&["Esc"]).wait_text("? help").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    is_restored(&mut session);
}

/// A signal that comes while the program is stopped ends it as soon as it goes on.
#[test]
fn after_a_signal_to_a_suspended_program() {
    let (_folder, mut session) = session();
    session.press(&["^Z"]).wait_stopped().signal(Signal::TERM).signal(Signal::CONT);
    assert_eq!(session.wait_end(), Life::Killed(15));
    is_restored(&mut session);
}

/// The hook is in debug builds only.
#[cfg(debug_assertions)]
#[test]
fn after_a_panic_whose_message_stays_readable() {
    let folder = three_articles();
    let mut session = super::kiosque().arg(folder.path()).env("KIOSQUE_TEST_PANIC", "now, please").start();
    super::wait_read(&mut session, 3);
    session.paste("now, please");
    assert_eq!(session.wait_end(), Life::Exited(101));
    is_restored(&mut session);
    let message = session.row_of("a panic asked for by a test");
    let (row, _) = session.screen().cursor_position();
    assert!(row > message, "a shell would write over the message: the cursor is in row {row}\n{}", session.dump());
    assert!(!session.text().contains("Articles 3"), "{}", session.dump());
}

/// The terminal itself goes away, as when its window is closed.
#[test]
fn without_a_terminal_it_says_so_and_goes() {
    let folder = three_articles();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_kiosque"))
        .arg(folder.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("needs a terminal"));
}
