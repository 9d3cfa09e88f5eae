//! The commands as a shell sees them: output for people, messages, exit status.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::headless_run::{Folder, MEETING, REPLY, Run};

fn pile() -> Folder {
    Folder::new(&[("a/une.txt", MEETING), ("b/deux.txt", REPLY)])
}

#[test]
fn help_tells_of_every_command_and_the_version_is_known() {
    let folder = pile();
    let help = folder.run("--help").silently(0).out;
    for word in [
        "list",
        "show",
        "search",
        "mentions",
        "export",
        "library",
        "--theme",
        "KIOSQUE_THEME",
        "NO_COLOR",
        "--no-mouse",
        "Examples",
    ] {
        assert!(help.contains(word), "no {word} in\n{help}");
    }
    for command in ["list", "show", "search", "mentions", "export", "library"] {
        assert!(folder.run(&format!("{command} --help")).silently(0).out.contains(&format!("kiosque {command}")));
    }
    assert_eq!(folder.run("--version").silently(0).out, format!("kiosque {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn list_gives_path_day_and_title() {
    let html = r#"<html lang="fr"><head><title>La page</title>
        <meta property="article:published_time" content="2023-09-13T08:30:00+02:00"></head>
        <body><article><h1>La page</h1><p>Un paragraphe tout à fait ordinaire, assez long pour être du texte.</p>
        <p>Et un autre, qui ne dit rien de plus que le premier mais le dit aussi.</p></article></body></html>"#;
    let folder = pile();
    folder.write("c/page.html", html.as_bytes());
    let expected = "a/une.txt\t\tUne rencontre à Vladivostok\n\
        b/deux.txt\t\tLa réponse de Washington\n\
        c/page.html\t2023-09-13\tLa page\n";
    assert_eq!(folder.run("list a b/deux.txt c").silently(0).out, expected);
}

#[test]
fn list_brings_stories_together_and_numbers_them() {
    let folder = pile();
    for (name, text) in [
        ("c/1.txt", &include_bytes!("../fixtures/stories/depeche.txt")[..]),
        ("c/2.txt", include_bytes!("../fixtures/stories/autre.txt")),
        ("c/3.txt", include_bytes!("../fixtures/stories/reprise.txt")),
    ] {
        folder.write(name, text);
    }
    let out = folder.run("list --stories a c").silently(0).out;
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').take(2).collect()).collect();
    assert_eq!(lines, [["", "a/une.txt"], ["1", "c/1.txt"], ["1", "c/3.txt"], ["", "c/2.txt"]]);
    let out = folder.run("list --json c").silently(0).out;
    let stories: Vec<_> = out.lines().map(|line| line.rsplit_once("\"story\":").map_or("", |(_, rest)| rest)).collect();
    assert_eq!(stories, ["1}", "null}", "1}"]);
}

#[test]
fn show_prints_what_a_person_reads() {
    let folder = pile();
    let out = folder.run("show a b").silently(0).out;
    assert!(out.starts_with("Une rencontre à Vladivostok\n1 min · a/une.txt\n\nLe dirigeant coréen"), "{out}");
    assert!(out.contains(&format!("\n\n{}\n\nLa réponse de Washington\n", "─".repeat(80))), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
}

#[test]
fn show_leaves_furniture_out_unless_it_is_asked_for() {
    let folder = Folder::new(&[("une.txt", &MEETING.replace("« Nous", "Publicité\n\n« Nous"))]);
    assert!(!folder.run("show une.txt").silently(0).out.contains("Publicité"));
    assert!(folder.run("show --all une.txt").silently(0).out.contains("┊ Publicité"));
}

#[test]
fn mentions_are_told_by_path_line_and_column() {
    let folder = pile();
    let expected = "\
a/une.txt:3:61: …a été reçu jeudi par le président russe Vladimir Poutine, à la frontière.
a/une.txt:5:67: …», a dit devant la presse le président Vladimir Poutine, avant de repartir.
b/deux.txt:3:38: À Washington, on suit de près ce que Vladimir Poutine a promis, sans commentaire officiel…
";
    let by_flag = Run::of(&mut folder.command(&["mentions", "--name", "vladimir poutine", "a", "b"])).silently(0);
    let by_word = Run::of(&mut folder.command(&["mentions", "VLADIMIR POUTINE", "a", "b"])).silently(0);
    assert_eq!(by_flag.out, by_word.out);
    let columns = |text: &str, line: usize| {
        let line = text.lines().nth(line - 1).unwrap();
        line[..line.find("Vladimir").unwrap()].chars().count() + 1
    };
    assert_eq!(columns(MEETING, 3), 61);
    assert_eq!(by_flag.out, expected);
    let everything = folder.run("mentions a b").silently(0).out;
    assert!(by_flag.out.lines().all(|line| everything.contains(line)));
}

#[test]
fn a_first_word_is_a_path_when_there_is_such_a_file() {
    let folder = pile();
    assert!(folder.run("mentions a b").silently(0).out.contains("a/une.txt:3:61:"));
    assert!(folder.run("mentions Poutine b").silently(0).out.starts_with("b/deux.txt:3:38:"));
    let unknown = "nobody and nothing named here goes by “Zoroastre”";
    folder.run("mentions Zoroastre a").telling(1, &[&format!("{unknown}, nor is there a file")]);
    folder.run("mentions --name Zoroastre a b").telling(1, &[unknown]);
    folder.run("mentions Poutine").telling(2, &["Poutine: no such file or folder"]);
    assert!(folder.run("mentions Poutine --sample").silently(0).out.contains("sample/"));
}

#[test]
fn entities_are_listed_with_their_names_and_why_each_is_theirs() {
    let folder = pile();
    folder.write("a/trois.txt", "Le retour de Vladimir Poutine\n\nÀ Moscou, Poutine se tait.\n".as_bytes());
    let out = folder.run("entities --kind person a b").silently(0).out;
    assert!(out.starts_with("Vladimir Poutine (person): 5 in 3\n"), "{out}");
    assert!(out.contains("    Poutine ×1: surname of Vladimir Poutine in its article\n"), "{out}");
    assert!(out.contains("    as président russe ×1\n"), "{out}");
    assert!(!out.contains("Moscou"));
    let by_name = folder.run("entities poutine a b").silently(0).out;
    assert!(by_name.starts_with("Vladimir Poutine (person)") && !by_name.contains("Moscou"), "{by_name}");
    folder.run("entities --name Zoroastre a").telling(1, &["nobody and nothing named here goes by “Zoroastre”"]);
}

#[test]
fn an_article_that_names_nobody_has_no_mentions() {
    let folder = Folder::new(&[("rien.txt", "il pleut encore ce matin, et personne ne sait pourquoi.\n")]);
    assert_eq!(folder.run("mentions rien.txt").silently(1).out, "");
}

#[test]
fn standard_input_is_an_article() {
    let folder = pile();
    let run = Run::of(folder.command(&["list", "-", "b"]).write_stdin(MEETING)).silently(0);
    assert_eq!(run.out, "-\t\tUne rencontre à Vladivostok\nb/deux.txt\t\tLa réponse de Washington\n");
    let run = Run::of(folder.command(&["mentions", "Poutine", "-"]).write_stdin(MEETING)).silently(0);
    assert!(run.out.starts_with("-:3:61: "), "{}", run.out);
}

#[test]
fn a_missing_path_does_not_stop_the_others() {
    let folder = pile();
    for command in
        ["list", "show", "mentions", "entities --json", "list --json", "show --json", "export --format jsonl"]
    {
        let run = folder.run(&format!("{command} a nowhere b")).telling(2, &["nowhere: no such file or folder"]);
        assert!(run.out.contains("a/une.txt") && run.out.contains("b/deux.txt"), "{command}: {}", run.out);
    }
    assert_eq!(folder.run("list nowhere").telling(2, &["nowhere: no such file or folder"]).out, "");
}

#[test]
fn an_empty_folder_holds_nothing() {
    let folder = pile();
    std::fs::create_dir(folder.path().join("vide")).unwrap();
    for command in ["list", "show", "mentions", "entities", "export --format jsonl"] {
        assert_eq!(folder.run(&format!("{command} vide")).telling(1, &["vide: no files in this folder"]).out, "");
    }
    folder.run("list a vide").telling(0, &["vide: no files in this folder"]);
}

#[test]
fn a_binary_file_is_left_out_of_a_folder_and_explained_when_it_is_named() {
    let folder = pile();
    folder.write("a/image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0");
    folder.write("vide.txt", b"");
    let run = folder.run("list a").telling(0, &["a/image.png: not a text"]);
    assert_eq!(run.out.lines().count(), 1);
    let run = folder.run("show a/image.png vide.txt");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let lines: Vec<&str> = run.err.lines().collect();
    assert!(lines[0].starts_with("kiosque: a/image.png: ") && lines[1].starts_with("kiosque: vide.txt: "), "{lines:?}");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_an_error_and_does_not_stop_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = pile();
    folder.write("clos.txt", b"x");
    let closed = folder.path().join("clos.txt");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read(&closed).is_ok() {
        return; // The superuser reads everything.
    }
    for command in ["list", "show", "mentions", "entities --json", "list --json", "export --format jsonl"] {
        let run = folder.run(&format!("{command} clos.txt a")).telling(2, &["clos.txt: no permission to read it"]);
        assert!(run.out.contains("a/une.txt"));
    }
}

/// A file that exists, may be opened and cannot be read, by nobody.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read_is_an_error() {
    let folder = pile();
    for command in ["list", "show", "mentions", "entities --json", "list --json", "export --format jsonl"] {
        let run = folder.run(&format!("{command} /proc/self/mem a"));
        assert_eq!(run.code, 2, "{command}");
        assert_eq!(run.err.matches("/proc/self/mem").count(), 1, "{}", run.err);
        assert!(run.out.contains("a/une.txt"), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_an_error_and_a_circle_of_links_is_not() {
    let folder = pile();
    assert!(Command::new("mkfifo").arg(folder.path().join("tube")).status().unwrap().success());
    let run = folder.run("list tube a");
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("kiosque: tube: a named pipe"), "{}", run.err);
    assert!(run.out.contains("a/une.txt"));
    std::os::unix::fs::symlink("..", folder.path().join("a/haut")).unwrap();
    let run = folder.run("list a");
    assert!(run.err.contains("a/haut: a link back"), "{}", run.err);
    assert_eq!(run.code, 0);
}

#[test]
fn a_closed_pipe_is_a_success() {
    let long = format!("{MEETING}\n{}", "Encore une phrase sur le même sujet, sans rien de neuf. ".repeat(3000));
    let folder = Folder::new(&[("1.txt", &long), ("2.txt", &long), ("3.txt", &long)]);
    let formats =
        ["jsonl", "csv", "csv --what mentions", "markdown", "ftm", "gexf"].map(|f| format!("export --format {f}"));
    let others = ["list", "show", "show --json", "mentions"].map(str::to_owned);
    for command in others.into_iter().chain(formats) {
        for lines in [0, 1] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_kiosque"))
                .args(command.split(' '))
                .arg(folder.path())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut out = BufReader::with_capacity(16, child.stdout.take().unwrap());
            for _ in 0..lines {
                out.read_line(&mut String::new()).unwrap();
            }
            drop(out);
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            assert_eq!(err, "", "{command}");
            assert_eq!(child.wait().unwrap().code(), Some(0), "{command}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = pile();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    let output = command.args(["list", "a"]).current_dir(folder.path()).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("kiosque: standard output: "));
}

#[test]
fn export_writes_a_file_and_never_over_one() {
    let folder = pile();
    assert_eq!(folder.run("export --format jsonl a b -o pile.jsonl").telling(0, &["pile.jsonl: 2 articles"]).out, "");
    let written = std::fs::read_to_string(folder.path().join("pile.jsonl")).unwrap();
    assert_eq!(written, folder.run("export --format jsonl a b").silently(0).out);
    assert_eq!(written, folder.run("show --json a b").silently(0).out);

    let exists = "pile.jsonl: there is such a file already; --force overwrites it";
    folder.run("export --format jsonl a -o pile.jsonl").telling(2, &[exists]);
    assert_eq!(written, std::fs::read_to_string(folder.path().join("pile.jsonl")).unwrap());
    folder.run("export --format jsonl a -o pile.jsonl --force").telling(0, &["pile.jsonl: 1 article"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("pile.jsonl")).unwrap().lines().count(), 1);

    folder.run("export --format jsonl a -o sans/pile.jsonl").telling(2, &["sans/pile.jsonl: there is no such folder"]);
    folder.run("export --format jsonl a -o b").telling(2, &["b: a folder, not a file"]);
    assert_eq!(folder.run("export --format jsonl a -o -").silently(0).out.lines().count(), 1);
}

#[test]
fn arguments_that_make_no_sense_are_errors() {
    let folder = pile();
    for line in [
        "list",
        "list --nothing a",
        "export --format csv --what things a",
        "export --format xml a",
        "show --json --all a",
        "--theme pink",
        "export --format jsonl a --force",
    ] {
        let run = folder.run(line);
        assert_eq!(run.code, 2, "{line}");
        assert_eq!(run.out, "", "{line}");
        assert!(run.err.starts_with("kiosque: ") && !run.err.contains("panicked"), "{line}: {}", run.err);
    }
}

#[test]
fn the_reader_says_before_it_takes_the_terminal_what_it_cannot_do() {
    let folder = pile();
    folder.run("nowhere").telling(2, &["nowhere: no such file or folder"]);
    let run = folder.run("nowhere a");
    assert!(run.code == 2 && run.err.contains("needs a terminal"), "{}", run.err);
    let run = Run::of(folder.command(&["a"]).env("KIOSQUE_THEME", "rose"));
    run.telling(2, &["KIOSQUE_THEME is “rose”; it can be auto, light or dark"]);
    Run::of(folder.command(&["list", "a"]).env("KIOSQUE_THEME", "rose")).silently(0);
}

#[test]
fn a_file_called_like_a_command_is_opened_by_its_path() {
    let folder = Folder::new(&[("list", MEETING)]);
    assert_eq!(folder.run("list ./list").silently(0).out, "./list\t\tUne rencontre à Vladivostok\n");
}
