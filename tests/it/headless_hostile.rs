//! Nothing that a terminal would obey comes out, whatever it hides in.

use std::ffi::OsString;

use kiosque::text::safe::is_forbidden;
use serde_json::Value;

use super::headless_run::{Folder, Run};

/// Escape sequences in every form: colours, clipboard, title, C1, unfinished, bidirectional, invisible.
const HOSTILE: [&str; 7] = [
    "\u{1b}[31m\u{1b}[2J",
    "\u{1b}]52;c;aGk=\u{7}",
    "\u{1b}]0;titre\u{1b}\\",
    "\u{9b}31m\u{9d}0;x\u{9c}",
    "\u{1b}]8;;http://x",
    "\u{202e}txt\u{2066}\u{200f}",
    "\u{7f}\u{8}\u{200b}\u{e0041}",
];

/// Enough ordinary text around it for the file to pass as text.
const PROSE: &str = "La rencontre a duré plus de trois heures, dans une salle sans fenêtre, et personne n’en a rien \
    dit ensuite ; les deux délégations sont reparties le soir même, chacune par son train, sous une pluie fine. Un \
    porte-parole a parlé d’un échange franc, un autre d’un échange utile, et la presse a dû se contenter de cela. Le \
    lendemain, les journaux de la région avaient tous la même photographie en première page, prise de loin.";

/// Asserts that a run printed nothing but text, line feeds, and tabs where they part columns.
#[track_caller]
fn assert_harmless(run: &Run) {
    for text in [&run.out, &run.err] {
        let bad = text.chars().find(|&c| is_forbidden(c) && c != '\n' && c != '\t');
        assert_eq!(bad, None, "in {text:?}");
    }
}

/// A folder of articles that are hostile in name, title and text, and of a binary file with such a name.
#[cfg(unix)]
fn hostile_folder() -> Folder {
    let folder = Folder::new(&[]);
    for (at, bad) in HOSTILE.iter().enumerate() {
        let name = format!("{at}{}.txt", bad.replace('/', ""));
        let text = format!(
            "Un titre{bad} à lire\n\nLe président Vladimir{bad} Poutine est là.\n\nPuis Vladimir Poutine repart{bad}.\n\n{PROSE}\n"
        );
        folder.write(&name, text.as_bytes());
        let page = format!(
            "<html><head><title>T&#27;[31m{bad}</title><meta name=author content=\"A&#x9b;2J{bad}\"></head>\
             <body><article><h1>T&#27;[31m{bad}</h1><p>Un paragraphe{bad} &#27;]0;x&#7; de Vladimir Poutine, ici.</p><p>{PROSE}</p>\
             </article></body></html>"
        );
        folder.write(format!("{name}.html"), page.as_bytes());
    }
    folder.write("x\u{1b}[31m\u{9b}.bin", b"\0\x01\x02\x03\0\0\0\0\xff\xfe\xfd");
    folder.write("saut\nde ligne\t.txt", "Rien de spécial ici, sinon le nom.\n".as_bytes());
    folder
}

#[cfg(unix)]
#[test]
fn no_output_carries_what_an_article_or_its_name_hides() {
    let folder = hostile_folder();
    for line in ["list .", "show .", "show --all .", "mentions .", "mentions Poutine ."] {
        let run = folder.run(line);
        assert_harmless(&run);
        assert_eq!(run.code, 0, "{line}: {}", run.err);
        assert!(run.out.contains("31m"), "what is harmless of it is still there: {line}");
    }
    for line in ["list --json .", "show --json .", "mentions --json .", "export --format jsonl ."] {
        let run = folder.run(line);
        assert_harmless(&run);
        assert_eq!(run.code, 0, "{line}: {}", run.err);
        assert!(!run.out.contains('\t'), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_list_has_one_line_an_article_whatever_its_name() {
    let folder = hostile_folder();
    let out = folder.run("list .").out;
    assert_eq!(out.lines().count(), 2 * HOSTILE.len() + 1);
    assert!(out.lines().all(|line| line.split('\t').count() == 3), "{out}");
}

#[cfg(unix)]
#[test]
fn json_gives_a_hostile_name_back_as_it_is() {
    let folder = hostile_folder();
    let out = folder.run("export --format jsonl .").out;
    let paths: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(paths.len(), 2 * HOSTILE.len() + 1);
    assert!(paths.iter().all(|path| folder.path().join(path).is_file()), "{paths:?}");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_unicode_is_read_all_the_same() {
    use std::os::unix::ffi::OsStringExt;
    let folder = Folder::new(&[]);
    let name = OsString::from_vec(b"\xe9t\xe9\x9b.txt".to_vec());
    folder.write(&name, "Un été sans histoire, dit-on ici.\n".as_bytes());
    let run = Run::of(folder.command(&["list"]).arg(&name)).silently(0);
    assert!(run.out.contains(".txt\t"), "{}", run.out);
}

#[test]
fn no_message_carries_what_an_argument_hides() {
    let folder = Folder::new(&[("une.txt", "Un titre\n\nUn texte.\n")]);
    for bad in HOSTILE {
        let lines = [
            vec!["list".to_owned(), format!("nowhere{bad}")],
            vec![format!("nowhere{bad}")],
            vec![format!("--{bad}")],
            vec!["list".to_owned(), format!("--x{bad}"), "une.txt".to_owned()],
            vec!["export".to_owned(), "--format".to_owned(), format!("x{bad}"), "une.txt".to_owned()],
            vec!["export".to_owned(), "--format=jsonl".to_owned(), "une.txt".to_owned(), format!("-o{bad}/x")],
            vec!["--theme".to_owned(), bad.to_owned()],
        ];
        for line in lines {
            let run = Run::of(&mut folder.command(&line));
            assert_harmless(&run);
            assert_eq!(run.code, 2, "{line:?}: {}", run.err);
            assert!(run.err.starts_with("kiosque: "), "{line:?}: {}", run.err);
        }
        let run = Run::of(&mut folder.command(&["mentions", &format!("Zoroastre{bad}"), "une.txt"]));
        assert_harmless(&run);
        assert_eq!(run.code, 1);
        let run = Run::of(folder.command(&["une.txt"]).env("KIOSQUE_THEME", bad));
        assert_harmless(&run);
        assert_eq!(run.code, 2);
    }
}
