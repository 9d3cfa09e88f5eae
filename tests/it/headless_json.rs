//! The JSON that other programs get: valid, complete, its positions right.

use std::path::Path;

use serde_json::Value;

use super::headless_run::{Folder, MEETING, REPLY, Run};

/// The objects of a run's output, one a line.
fn objects(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

fn slice<'a>(text: &'a str, spanned: &Value) -> &'a str {
    let at = |key| usize::try_from(spanned[key].as_u64().unwrap()).unwrap();
    &text[at("start")..at("end")]
}

/// Checks everything that must hold in any exported article.
fn check_article(article: &Value) {
    let text = article["text"].as_str().unwrap();
    let mut end = 0;
    for block in article["blocks"].as_array().unwrap() {
        assert!(block["start"].as_u64().unwrap() >= end, "blocks overlap: {block}");
        assert!(!slice(text, block).trim().is_empty());
        end = block["end"].as_u64().unwrap();
    }
    for mention in article["mentions"].as_array().unwrap() {
        assert_eq!(mention["text"].as_str().unwrap(), slice(text, mention));
        assert!(matches!(mention["kind"].as_str().unwrap(), "person" | "organisation" | "place"));
        assert!(!mention["entity"].as_str().unwrap().is_empty());
    }
    assert!(article["title"].is_string() && article["path"].is_string() && article["problems"].is_array());
}

#[test]
fn an_exported_article_holds_everything() {
    let folder = Folder::new(&[("une.txt", MEETING), ("deux.txt", REPLY)]);
    let out = folder.run("export --format jsonl deux.txt une.txt").silently(0).out;
    assert!(
        out.starts_with(
            r#"{"path":"deux.txt","part":null,"title":"La réponse de Washington","source":null,"author":null,"address":null,"#
        )
    );
    let articles = objects(&out);
    articles.iter().for_each(check_article);
    assert_eq!(articles[1]["text"], MEETING.trim_end());
    assert_eq!(articles[1]["blocks"][0]["kind"], "title");
    let entities: Vec<&Value> = articles
        .iter()
        .flat_map(|article| article["mentions"].as_array().unwrap())
        .filter(|mention| mention["text"] == "Vladimir Poutine")
        .map(|mention| &mention["entity"])
        .collect();
    assert_eq!(entities.len(), 3);
    assert!(entities.iter().all(|&entity| entity == entities[0]), "one person under one name");
}

#[test]
fn a_list_says_how_long_an_article_is_and_what_is_wrong_with_it() {
    let folder = Folder::new(&[("une.txt", MEETING), ("vide.txt", "")]);
    let out = folder.run("list --json une.txt vide.txt").silently(0).out;
    let keys = "path part title source address published language words minutes problems story";
    let places: Vec<usize> = keys.split(' ').map(|key| out.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{out}");
    let rows = objects(&out);
    assert_eq!(rows[0]["minutes"], 1);
    assert_eq!(rows[0]["words"], MEETING.split_whitespace().count());
    assert_eq!(rows[1]["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn a_mention_is_found_again_by_bytes_and_by_line_and_column() {
    let folder = Folder::new(&[("une.txt", MEETING)]);
    let text = objects(&folder.run("show --json une.txt").silently(0).out)[0]["text"].as_str().unwrap().to_owned();
    let mentions = objects(&folder.run("mentions --json Poutine une.txt").silently(0).out);
    assert!(mentions.len() >= 2);
    for mention in &mentions {
        let named = mention["text"].as_str().unwrap();
        assert_eq!(slice(&text, mention), named);
        let number = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
        let line = text.lines().nth(number("line") - 1).unwrap();
        assert!(line.chars().skip(number("column") - 1).collect::<String>().starts_with(named));
        assert!(mention["context"].as_str().unwrap().contains(named));
        assert_eq!(mention["path"], "une.txt");
        assert_eq!(mention["title"], "Une rencontre à Vladivostok");
    }
}

#[test]
fn the_sample_pile_is_exported_whole() {
    let out = Folder::new(&[]).run("export --format jsonl --sample").silently(0).out;
    let articles = objects(&out);
    assert!(articles.len() >= 10);
    articles.iter().for_each(check_article);
    assert!(articles.iter().all(|article| article["path"].as_str().unwrap().starts_with("sample/")));
}

/// Real articles, where they lie beside the repository.
#[test]
fn real_articles_are_exported_whole() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/sommet");
    if !corpus.is_dir() {
        return;
    }
    let folder = Folder::new(&[]);
    let mut command = folder.command(&["export", "--format", "jsonl"]);
    let articles = objects(&Run::of(command.arg(&corpus)).silently(0).out);
    assert_eq!(articles.len(), 5);
    articles.iter().for_each(check_article);
    let found = Run::of(folder.command(&["mentions", "--name", "Vladimir Poutine"]).arg(&corpus)).silently(0);
    assert!(found.out.lines().count() >= 5, "{}", found.out);
}

#[test]
fn an_exported_entity_says_why_each_name_is_its_own() {
    let third = "Le retour de Vladimir Poutine\n\nÀ Moscou, Poutine se tait.\n";
    let folder = Folder::new(&[("une.txt", MEETING), ("deux.txt", REPLY), ("trois.txt", third)]);
    let entities = objects(&folder.run("entities --json poutine une.txt deux.txt trois.txt").silently(0).out);
    let [poutine] = &entities[..] else { panic!("{entities:?}") };
    assert_eq!((&poutine["name"], &poutine["kind"]), (&"Vladimir Poutine".into(), &"person".into()));
    assert_eq!((&poutine["mentions"], &poutine["ambiguous"]), (&5.into(), &false.into()));
    let short = poutine["variants"].as_array().unwrap().iter().find(|v| v["text"] == "Poutine").unwrap();
    assert_eq!((&short["rule"], &short["joined_to"]), (&"surname".into(), &"Vladimir Poutine".into()));
    assert_eq!(short["because"], "surname of Vladimir Poutine in its article");
    let counts: u64 = poutine["articles"].as_array().unwrap().iter().map(|a| a["count"].as_u64().unwrap()).sum();
    assert_eq!(counts, 5);
    assert!(poutine["descriptions"][0]["text"].is_string() && poutine["suggestions"].is_array());
}
