//! `kiosque search`: what a shell gets of a query.

use kiosque::library::store::{ContentHash, Identity, Moment, Origin, Store};
use serde_json::Value;

use super::headless_run::{Folder, MEETING, REPLY, Run};

fn pile() -> Folder {
    let page = r#"<html lang="fr"><head><title>Le blé attend</title>
        <meta property="article:published_time" content="2023-09-13T08:30:00+02:00"></head>
        <body><article><h1>Le blé attend</h1><p>Un paragraphe tout à fait ordinaire sur la moisson de cet été.</p>
        <p>Et un autre, qui ne dit rien de plus que le premier mais le dit aussi.</p></article></body></html>"#;
    Folder::new(&[("a/une.txt", MEETING), ("b/deux.txt", REPLY), ("c/page.html", page)])
}

/// What is found by a query in the three articles.
fn search(query: &str) -> Run {
    Run::of(&mut pile().command(&["search", query, "a", "b", "c"]))
}

/// The paths of the articles that the query holds for.
fn paths(query: &str) -> Vec<String> {
    let run = search(query);
    assert_eq!(run.err, "", "{query}");
    assert_eq!(run.code, i32::from(run.out.is_empty()), "{query}");
    run.out.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn an_article_is_told_by_path_day_title_and_the_words_around() {
    let expected = "\
a/une.txt\t\tUne rencontre à Vladivostok\t…avons parlé de tout », a dit devant la presse le président Vladimir Poutine, avant de…
b/deux.txt\t\tLa réponse de Washington\tÀ Washington, on suit de près ce que Vladimir Poutine a promis, sans…
";
    assert_eq!(search("presse OR pres").silently(0).out, expected);
    let expected = "c/page.html\t2023-09-13\tLe blé attend\t\n";
    assert_eq!(search("on:2023-09").silently(0).out, expected);
}

#[test]
fn words_people_and_dates_narrow_what_is_found() {
    assert_eq!(paths("person:\"vladimir poutine\""), ["a/une.txt", "b/deux.txt"]);
    assert_eq!(paths("person:Poutine -title:reponse"), ["a/une.txt"]);
    assert_eq!(paths("-person:Poutine"), ["c/page.html"]);
    assert_eq!(paths("place:washington"), ["b/deux.txt"]);
    assert_eq!(paths("(moisson OR presse) lang:fr"), ["a/une.txt", "c/page.html"]);
    assert_eq!(paths("lang:en"), [""; 0]);
    assert_eq!(paths("after:2023 before:2024"), ["c/page.html"]);
}

#[test]
fn those_who_meet_in_one_sentence_are_found_with_the_words_around_them() {
    assert_eq!(paths("person:poutine place:washington near:sentence"), ["b/deux.txt"]);
    assert_eq!(paths("person:poutine place:vladivostok near:sentence"), [""; 0]);
    assert_eq!(paths("person:poutine place:vladivostok -near:sentence"), ["a/une.txt"]);
    let run = search("person:poutine near:sentence");
    let expected = "\
kiosque: near: wants two names beside it, as in person:Kim person:Poutine near:sentence; it is left out
  person:poutine near:sentence
                 ^^^^^^^^^^^^^
";
    assert_eq!(run.err, expected);
    assert_eq!(run.out.lines().count(), 2, "the rest is found");
}

#[test]
fn a_mistake_is_shown_with_its_place_and_the_rest_is_found() {
    let run = search("presse titel:une \"devant");
    let expected = "\
kiosque: there is no field titel: (perhaps title:); this is looked for as it stands
  presse titel:une \"devant
         ^^^^^^^^^
kiosque: this quotation mark is not closed; the phrase is read to the end
  presse titel:une \"devant
                   ^^^^^^^
";
    assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (1, expected, ""));
    let run = search("presse après:soon)");
    assert_eq!(run.code, 1);
    assert!(run.err.ends_with("\n  presse après:soon)\n                   ^\n"), "{}", run.err);
}

#[test]
fn a_query_that_asks_for_nothing_finds_nothing() {
    let run = search(" ");
    assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (2, "kiosque: the query asks for nothing\n", ""));
    assert_eq!(search("after:soon").code, 2);
    let hostile = "(\u{1b}[31m".repeat(20_000);
    let run = search(&hostile[..100_000]);
    assert!(run.err.len() < 2_000_000 && !run.err.contains('\u{1b}'), "{}", run.err.len());
}

#[test]
fn json_holds_the_passage_and_its_place() {
    let run = Run::of(&mut pile().command(&["search", "--json", "poutine presse", "a", "b", "c"])).silently(0);
    let record: Value = serde_json::from_str(run.out.trim_end()).unwrap();
    assert_eq!((&record["path"], &record["line"], &record["places"]), (&"a/une.txt".into(), &5.into(), &3.into()));
    assert!(record["context"].as_str().unwrap().contains("la presse le président Vladimir Poutine"), "{record}");
    let run = Run::of(&mut pile().command(&["search", "on:2023", "--json", "c"])).silently(0);
    let record: Value = serde_json::from_str(run.out.trim_end()).unwrap();
    assert_eq!((&record["published"], &record["line"]), (&"2023-09-13T08:30:00+02:00".into(), &Value::Null));
}

#[test]
fn a_saved_query_is_asked_by_its_name() {
    let folder = pile();
    folder.write(".config/kiosque/queries.txt", "# mine\nÀ lire = moisson is:bleu\nodd\n".as_bytes());
    folder.write("other.txt", b"vp = person:Poutine -title:reponse\n");
    let run = folder.run("search @a\u{300} a b c");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(
        run.err.ends_with("queries.txt has À lire\n") && run.err.contains("queries.txt:3: a line is"),
        "{}",
        run.err
    );
    let run = Run::of(&mut folder.command(&["search", "@a lire", "a", "b", "c"]));
    assert_eq!(
        run.out,
        "c/page.html\t2023-09-13\tLe blé attend\t…paragraphe tout à fait ordinaire sur la moisson de cet été.\n"
    );
    assert!(run.err.ends_with("  moisson is:bleu\n             ^^^^\n") && run.err.lines().count() == 3, "{}", run.err);
    let run = folder.run("search --queries other.txt @vp a b c").silently(0);
    assert!(run.out.starts_with("a/une.txt\t") && run.out.lines().count() == 1);
    folder.run("search --queries none.txt @vp a").telling(2, &["no saved query is called “vp”; none.txt holds none"]);
}

/// The three articles, of which the user has done something with two.
fn used() -> Folder {
    let folder = pile();
    let identity = |path: &str| Identity {
        text: ContentHash::of_text(path),
        origin: Origin::file(&folder.path().join(path)),
        ordinal: 0,
        alone: true,
        title: String::new(),
    };
    let mut store = Store::open(&folder.path().join("data/kiosque/library.db")).unwrap();
    store.set_read(&[(identity("a/une.txt"), Some(Moment(1)))]).unwrap();
    store.set_tag(&identity("a/une.txt"), "Enquête", true).unwrap();
    store.set_starred(&[(identity("b/deux.txt"), Some(Moment(1)))]).unwrap();
    store.add_note(&identity("b/deux.txt"), None, "vu", Moment(1)).unwrap();
    folder
}

/// The paths that a search finds.
fn found(folder: &Folder, arguments: &[&str]) -> (Run, Vec<String>) {
    let run = Run::of(&mut folder.command(&[&["search"], arguments, &["a", "b", "c"]].concat()));
    let paths = run.out.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect();
    (run, paths)
}

#[test]
fn what_the_user_did_is_asked_of_the_library() {
    let folder = used();
    for (query, expected) in [
        ("is:read", &["a/une.txt"][..]),
        ("is:unread", &["b/deux.txt", "c/page.html"]),
        ("is:starred poutine", &["b/deux.txt"]),
        ("is:noted", &["b/deux.txt"]),
        ("tag:enquete", &["a/une.txt"]),
        ("-tag:enquete -is:noted", &["c/page.html"]),
    ] {
        let (run, paths) = found(&folder, &[query]);
        assert_eq!((paths, run.err.as_str()), (expected.iter().map(|&path| path.to_owned()).collect(), ""), "{query}");
    }
    std::fs::rename(folder.path().join("data/kiosque/library.db"), folder.path().join("x.db")).unwrap();
    assert_eq!(found(&folder, &["is:read", "--library", "x.db"]).1, ["a/une.txt"]);
    let run = Run::of(folder.command(&["search", "is:read", "a"]).env("KIOSQUE_LIBRARY", "x.db"));
    assert!(run.silently(0).out.starts_with("a/une.txt"));
}

#[test]
fn without_a_library_everything_is_unread_and_the_query_is_told() {
    let folder = pile();
    let without = "here everything is unread, and without stars, notes and tags\n";
    let (run, paths) = found(&folder, &["is:unread"]);
    assert_eq!((run.code, paths.len()), (0, 3));
    assert!(run.err.contains("library.db: there is no library here yet") && run.err.ends_with(without), "{}", run.err);
    let (run, paths) = found(&folder, &["tag:x", "--no-library"]);
    assert_eq!((run.code, paths.len()), (1, 0));
    let expected = format!("kiosque: is: and tag: ask the library, and there is none to ask; {without}");
    assert_eq!(run.err, expected);
    // Nobody asks, nothing is said.
    let (run, _) = found(&folder, &["poutine", "--library", "nowhere.db"]);
    run.silently(0);
    let (run, paths) = found(&folder, &["-is:starred", "--library", "nowhere.db"]);
    assert_eq!((run.code, paths.len()), (2, 3));
    assert!(run.err.starts_with("kiosque: nowhere.db: there is no library here yet"), "{}", run.err);
    folder.write("text.db", b"Once upon a time");
    let (run, paths) = found(&folder, &["is:unread", "--library", "text.db"]);
    assert_eq!((run.code, paths.len()), (2, 3));
    assert!(
        run.err.starts_with("kiosque: text.db: this is not a library of Kiosque; move the file away"),
        "{}",
        run.err
    );
    assert!(!folder.path().join("data").exists() && !folder.path().join("nowhere.db").exists());
    let (run, _) = found(&folder, &["is:red"]);
    let expected = "kiosque: is: goes with unread, read, starred, noted or new; it is left out\n  is:red\n     ^^^\n";
    assert!(run.err.starts_with(expected), "{}", run.err);
}

/// Without names each source is looked at by itself; with a name, in the pile. What is said of the rest is the same.
#[test]
fn a_query_without_names_finds_and_tells_the_same_as_one_with_names() {
    let folder = pile();
    folder.write("b/image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    folder.write("b/vide.txt", b"");
    for json in [&[][..], &["--json"]] {
        let search = |query: &str| {
            let args: Vec<&str> = ["search"].iter().chain(json).copied().chain([query, "c", "a", "b", "a"]).collect();
            Run::of(&mut folder.command(&args))
        };
        let (alone, named) =
            (search("moisson OR presse OR promis"), search("(moisson OR presse OR promis) -person:zzz"));
        assert_eq!(alone.out.lines().count(), 3, "{}", alone.out);
        assert_eq!((alone.code, alone.out, alone.err), (named.code, named.out, named.err));
    }
}
