//! `kiosque search`: what a shell gets of a query.

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
