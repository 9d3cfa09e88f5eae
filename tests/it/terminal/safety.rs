//! Rule 2: nothing foreign controls the terminal. Every form of escape goes in by every way that text comes in, and
//! every byte that comes out at the terminal is accounted for ([`stream::check`]).

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use super::{kiosque, open, three_articles, wait_read};
use crate::pty::{Life, Session};
use crate::terminal::stream;

/// What is hidden in texts and names, each followed by a mark that must arrive as harmless text. The colour 95 is
/// none of the program's.
const FORMS: &[&str] = &[
    "\x1b[95mZQA",
    "\x1b[2J\x1b[13;37HZQB",
    "\x1b[6n\x1b[5i\x1b[>cZQC",
    "\x1b]0;titre\x07ZQD",
    "\x1b]8;;https://example.org/\x1b\\lien\x1b]8;;\x1b\\ZQE",
    "\x1b]52;c;bWFsaW4=\x07ZQF",
    "\x1bP$q\"p\x1b\\ZQG",
    "\x1b_application\x1b\\\x1b^privé\x1b\\\x1bXchaîne\x1b\\ZQH",
    "\x1bc\x1b#8\x1b(0\x0e\x0fZQI",
    "\u{9b}95m\u{9d}52;c;bWFsaW4=\u{9c}\u{90}q\u{9c}\u{85}ZQJ",
    "\u{202e}\u{202d}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}ZQK",
    "\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{e0041}ZQL",
    "\x07\x08\x7f\t\x0b\x0cZQM",
    // Last, because it swallows what follows in a terminal that it reaches.
    "\x1b]0;sans fin ZQN",
];

/// What no name can hold, but a text can.
const IN_TEXTS_ONLY: &[&str] = &["\0\0ZQO", "\u{85}\u{2028}\u{2029}ZQP"];

/// The mark that a form carries.
fn mark(form: &str) -> &str {
    &form[form.find("ZQ").expect("every form has a mark")..][..3]
}

/// Leaves, and takes everything apart that was sent.
fn inspect(mut session: Session) {
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
    assert!(session.is_cooked());
    let stream = stream::check(session.raw());
    assert!(!stream.styles.iter().any(|style| style.split(';').any(|part| part == "95")), "a foreign colour arrived");
}

/// Enough ordinary words around a form that nobody takes the file for a binary one.
fn prose(form: &str) -> String {
    let words = "Les ministres se sont réunis hier soir, sans que rien ne filtre de leurs échanges. ".repeat(4);
    format!("{words}\n\nUn mot {form} caché au milieu d’une phrase.\n\n{words}\n")
}

#[test]
fn in_the_body_of_a_text() {
    let folder = tempfile::tempdir().unwrap();
    let forms = [FORMS, IN_TEXTS_ONLY].concat();
    for (at, form) in forms.iter().enumerate() {
        fs::write(folder.path().join(format!("{at:02}.txt")), prose(form)).unwrap();
    }
    let mut session = open(folder.path(), 120, 30, forms.len());
    // Their texts tell the same: each with a row of its own.
    session.press(&["Z", "v", "Enter"]);
    for form in &forms {
        session.wait_text(mark(form)).press(&["J"]);
    }
    inspect(session);
}

/// C1 as single bytes is not UTF-8; the file is read in another encoding, where these bytes are controls too.
#[test]
fn as_raw_bytes_of_the_second_control_set() {
    let folder = tempfile::tempdir().unwrap();
    let words = "Les ministres se sont reunis hier soir, sans que rien ne filtre. ".repeat(6);
    let mut bytes = format!("{words}\n\nUn mot ").into_bytes();
    bytes.extend(b"\x9b95m\x9d52;c;bWFsaW4=\x9c\x90q\x9c ZQR dans une phrase.\n\n");
    bytes.extend(words.as_bytes());
    fs::write(folder.path().join("1.txt"), bytes).unwrap();
    let mut session = open(folder.path(), 120, 30, 1);
    session.wait_text("ZQR");
    inspect(session);
}

#[test]
fn in_a_title_and_in_all_else_that_a_page_says_of_itself() {
    let references = [
        "&#27;[95mZQ0",
        "&#x1b;]52;c;bWFsaW4=&#7;ZQ1",
        "&#155;95mZQ2",
        "&#x9b;95mZQ3",
        "&#8238;&#x202e;ZQ4",
        "&#0;ZQ5",
        "&#x200b;&shy;&zwj;ZQ6",
        "\x1b]0;a\x07ZQ7",
        "\u{9b}95mZQ8",
        "&#127;&#9;ZQ9",
    ];
    let folder = tempfile::tempdir().unwrap();
    for (at, form) in references.iter().enumerate() {
        let words = "Les ministres se sont réunis hier soir, sans que rien ne filtre. ".repeat(5);
        let page = format!(
            "<!doctype html><html lang=fr><head><title>Titre {form}</title><meta name=author content=\"Auteur {form}\">\
             <meta property=\"og:site_name\" content=\"Site {form}\"></head><body><article><h1>Titre {form}</h1>\
             <p>{words}</p><p>Ici <a href=\"https://example.org/{form}\">le lien {form}</a>, puis {words}</p>\
             <pre>\tun {form}</pre><p>{words}</p></article></body></html>"
        );
        fs::write(folder.path().join(format!("{at}.html")), page).unwrap();
    }
    let mut session = open(folder.path(), 140, 40, references.len());
    // Their texts tell the same: each with a row of its own.
    session.press(&["Z", "v", "Enter"]);
    for form in references {
        session.wait_text("Titre ").wait_text(mark(form)).press(&["J"]);
    }
    // In the list, while it is filtered by what the titles hold.
    session.press(&["q", "/"]).wait_gone("? help").press(&["zq"]).wait_text("Articles 10 ");
    session.press(&["Esc"]).wait_text("? help");
    inspect(session);
}

#[test]
fn in_a_file_name() {
    let folder = tempfile::tempdir().unwrap();
    for (at, form) in FORMS.iter().enumerate() {
        // Nothing in the text serves as a title: the name is what the list shows. A name cannot hold a slash.
        let name = format!("{at:02} {}.txt", form.replace('/', "|"));
        fs::write(folder.path().join(name), "\n").unwrap();
    }
    // A name that is not UTF-8, and a folder's name that is hostile.
    fs::write(folder.path().join(OsStr::from_bytes(b"98 \x9b95mZQS\xff.txt")), "\n").unwrap();
    let inner = folder.path().join("99 \x1b[95mZQT");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("a.txt"), "\n").unwrap();
    let mut session = open(folder.path(), 140, 60, FORMS.len() + 2);
    for form in FORMS.iter().copied().chain(["ZQS", "ZQT"]) {
        session.wait_text(mark(form)).press(&["j"]);
    }
    inspect(session);
}

#[test]
fn in_a_notice_and_in_an_error_message() {
    let folder = three_articles();
    let mut run = kiosque().size(140, 50).arg(folder.path());
    for form in FORMS {
        run = run.arg(format!("/nowhere/{form}"));
    }
    let mut session = run.start();
    wait_read(&mut session, 3);
    session.press(&["!"]).wait_text("What could not be read");
    for form in FORMS {
        session.wait_text(mark(form));
    }
    inspect(session);

    // Alone, it is an error, printed where the shell's prompt will be.
    for form in FORMS {
        let mut session = kiosque().size(140, 30).arg(format!("/nowhere/{form}")).start();
        assert_eq!(session.wait_end(), Life::Exited(2));
        assert!(session.text().contains(mark(form)), "{}", session.dump());
        assert!(!session.raw().contains(&b'\x1b'), "{}", session.dump());
        stream::check(session.raw());
    }
}

#[test]
fn in_what_is_pasted_into_a_line() {
    let folder = three_articles();
    let mut session = open(folder.path(), 140, 30, 3);
    for open in ["/", "=", ":"] {
        for form in FORMS {
            session.press(&[open]).wait_gone("? help");
            session.paste(form).wait_text(mark(form)).press(&["Esc"]).wait_text("? help");
        }
    }
    // Pasted where no line is open, it does nothing, least of all what its letters would do as keys.
    session.paste("qQ\x1b[95mQ").press(&["j"]).wait_text("nappes");
    inspect(session);
}
