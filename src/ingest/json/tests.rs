//! JSON as interfaces, crawlers and databases write it, whole and broken.

use std::fmt::Write;

use proptest::prelude::*;

use crate::ingest::samples::{TEXT, problems, shown};
use crate::ingest::{FieldMap, Format, Hints, Reading, detect, read};

/// `@` stands for a sentence of text.
fn reading(json: &str) -> Reading {
    read(json.replace('@', TEXT).as_bytes(), &Hints::named("articles.json"))
}

#[track_caller]
fn check(json: &str, expected: &[&str]) {
    let reading = reading(json);
    assert_eq!(shown(&reading.articles), expected);
    assert_eq!(problems(&reading), "");
    assert_eq!(reading.format, Some(Format::Json));
}

#[test]
fn one_object_is_one_article() {
    check(
        r#"{"title": "Le marché rouvre", "author": "Jeanne Martin", "date": "2023-09-13", "text": "@", "tags": ["a"]}"#,
        &["Le marché rouvre, Jeanne Martin, 2023-09-13 | @"],
    );
    check(
        r#"{"\u0040context": "https://schema.org", "\u0040type": "NewsArticle", "headline": "Le marché rouvre",
            "datePublished": "2023-09-13T08:30:00+02:00", "author": [{"\u0040type": "Person", "name": "Jeanne Martin"}, {"name": "Luc Petit"}],
            "publisher": {"\u0040type": "Organization", "name": "Le Courrier", "logo": {"url": "x.png"}},
            "mainEntityOfPage": {"\u0040id": "https://courrier.example/1"}, "articleBody": "@"}"#,
        &[
            "Le marché rouvre, Le Courrier, Jeanne Martin, Luc Petit, 2023-09-13T08:30:00+02:00, https://courrier.example/1 | @",
        ],
    );
}

#[test]
fn interfaces_of_papers() {
    // A list of news as aggregators answer.
    check(
        r#"{"status": "ok", "totalResults": 2, "articles": [
            {"source": {"id": null, "name": "Le Courrier"}, "author": null, "title": "Le marché rouvre", "description": "@",
             "url": "https://courrier.example/1", "urlToImage": "https://courrier.example/1.jpg", "publishedAt": "2023-09-13T08:30:00Z",
             "content": null},
            {"source": {"id": null, "name": "La Gazette"}, "author": "Luc Petit", "title": "La gare ferme", "description": "Plus de trains.",
             "url": "https://gazette.example/2", "publishedAt": "2023-09-14T08:30:00Z", "content": "@"}]}"#,
        &[
            "Le marché rouvre, Le Courrier, 2023-09-13T08:30:00Z, https://courrier.example/1 | @",
            "La gare ferme, La Gazette, Luc Petit, 2023-09-14T08:30:00Z, https://gazette.example/2 | Plus de trains. ¶ @",
        ],
    );
    // Fields beside the fields.
    check(
        r#"{"response": {"status": "ok", "results": [{"id": "a/b", "type": "article", "webPublicationDate": "2023-09-13T08:30:00Z",
            "webTitle": "Le marché rouvre – en direct", "webUrl": "https://courrier.example/1",
            "fields": {"headline": "Le marché rouvre", "trailText": "Enfin <strong>prêt</strong>.", "body": "<p>@</p><h2>La suite</h2><p>@</p>",
                       "bodyText": "@ @", "byline": "By Jeanne Martin"}}]}}"#,
        &[
            "Le marché rouvre – en direct, Jeanne Martin, 2023-09-13T08:30:00Z, https://courrier.example/1 | Enfin prêt. ¶ @ ¶ La suite ¶ @",
        ],
    );
    check(
        r#"{"copyright": "x", "response": {"meta": {"hits": 1}, "docs": [{"web_url": "https://courrier.example/1", "abstract": "Enfin prêt.",
            "lead_paragraph": "@", "headline": {"main": "Le marché rouvre", "kicker": null}, "byline": {"original": "By Jeanne Martin"},
            "pub_date": "2023-09-13T08:30:00+0000", "source": "Le Courrier", "keywords": [{"name": "x", "value": "y"}]}]}}"#,
        &[
            "Le marché rouvre, Le Courrier, Jeanne Martin, 2023-09-13T08:30:00Z, https://courrier.example/1 | Enfin prêt. ¶ @",
        ],
    );
    // A blog.
    check(
        r#"[{"id": 7, "date": "2023-09-13T08:30:00", "link": "https://blog.example/7", "title": {"rendered": "Le march&eacute; rouvre"},
             "content": {"rendered": "<p>@</p>\n", "protected": false}, "excerpt": {"rendered": "<p>Le conseil a voté [&hellip;]</p>"}, "author": 3}]"#,
        &["Le marché rouvre, 2023-09-13, https://blog.example/7 | @"],
    );
}

#[test]
fn databases_and_search_engines() {
    check(
        r#"{"took": 3, "hits": {"total": {"value": 1}, "hits": [{"_index": "news", "_id": "1", "_score": 1.5,
            "_source": {"titre": "Le marché rouvre", "corps": "@", "date_parution": {"$date": {"$numberLong": "1694593800000"}}, "journal": "Le Courrier"}}]}}"#,
        &["Le marché rouvre, Le Courrier, 2023-09-13T08:30:00Z | @"],
    );
    check(
        r#"{"data": [{"type": "articles", "id": "1", "attributes": {"title": "Le marché rouvre", "body": ["@", "@"], "created_at": 1694593800}}]}"#,
        &["Le marché rouvre, 2023-09-13T08:30:00Z | @ ¶ @"],
    );
    // A page of a list whose key is that of a text.
    check(
        r#"{"content": [{"title": "Un", "body": "@"}, {"title": "Deux", "body": "@"}], "totalPages": 1}"#,
        &["Un | @", "Deux | @"],
    );
    check(r#"{"12": {"title": "Un", "text": "@"}, "13": {"title": "Deux", "text": "@"}}"#, &["Un | @", "Deux | @"]);
    check(r#"{"props": {"page": {"props": {"article": {"title": "Un", "text": "@"}}}}}"#, &["Un | @"]);
}

#[test]
fn what_belongs_to_an_article_is_none() {
    check(
        r#"{"title": "Un", "text": "@", "comments": [{"author": "Luc", "text": "Bravo.", "date": "2023-09-13"}],
            "related": [{"title": "Deux", "url": "https://a.example/2", "date": "2023-09-13"}]}"#,
        &["Un | @"],
    );
    check(r#"{"article": {"title": "Un", "text": "@"}, "meta": {"lang": "fr"}}"#, &["Un | @"]);
    // Pictures have titles too.
    check(
        r#"[{"title": "Un", "description": "@", "image": {"title": "Photo", "description": "Lundi."},
             "pictures": [{"title": "Photo", "description": "Lundi."}]}]"#,
        &["Un | @"],
    );
    check(
        r#"{"title": "Le Courrier", "description": "Le journal", "link": "https://a.example/", "items": [{"title": "Un", "summary": "@", "date": "2023-09-13"}]}"#,
        &["Un, 2023-09-13 | @"],
    );
    check(
        r#"{"title": "Le Courrier", "description": "Le journal", "items": [{"title": "Un", "text": "@"}]}"#,
        &["Un | @"],
    );
}

#[test]
fn a_name_that_stands_twice_counts_where_it_says_something() {
    check(r#"{"title": "", "title": "Un", "text": null, "content": "", "body": "@"}"#, &["Un | @"]);
}

#[test]
fn values_one_behind_the_other() {
    check(r#"{"title":"Un","text":"@"}{"title":"Deux","text":"@"}"#, &["Un | @", "Deux | @"]);
    check(
        "{\n  \"title\": \"Un\",\n  \"text\": \"@\"\n}\n\n[\n{\"title\":\"Deux\",\"text\":\"@\"}]",
        &["Un | @", "Deux | @"],
    );
    check("\u{FEFF}[{\"title\":\"Un\",\"text\":\"@\"}]", &["Un | @"]);
}

#[test]
fn what_is_no_article_stays_text() {
    for json in [
        r#"{"name": "paquet", "version": "1.0.0", "description": "Un paquet", "author": "Luc", "scripts": {"test": "x"}}"#,
        r#"{"$schema": "x", "editor.fontSize": 12, "files": {"encoding": "utf8"}}"#,
        "[[1, 2], [3, 4]]",
        r#"[{"id": 1, "price": 3}]"#,
        r#"{"cells": [{"cell_type": "code", "source": ["x = 1"], "outputs": []}]}"#,
        "[Paris] Le marché rouvre.",
        "{ }",
        "[",
    ] {
        assert_eq!(detect(json.as_bytes(), &Hints::named("a.json")).unwrap().spec.format, Format::PlainText, "{json}");
    }
}

#[test]
fn a_broken_file_gives_what_stands_before_the_break() {
    let check = |json: &str, expected: &[&str], problem: &str| {
        let reading = reading(json);
        assert_eq!(shown(&reading.articles), expected);
        let problems = problems(&reading);
        assert!(problems.contains(problem), "{problems}");
    };
    check(
        "{\"articles\": [\n{\"title\": \"Un\", \"text\": \"@\"},\n{\"title\": \"Deux\", \"text\": \"@ Puis",
        &["Un | @", "Deux | @ Puis"],
        "line 3, column",
    );
    check(
        "[\n{\"title\": \"Un\", \"text\": \"@\"},\n  {\"title\" \"Deux\"}]",
        &["Un | @"],
        "line 3, column 12: expected `:`",
    );
    check("{\"title\": \"Un\", \"text\": \"@\\u00", &["Un | @"], "it ends too early");
    check("[{\"title\": \"Un\", \"text\": \"@\"}", &["Un | @"], "not closed");
    check("[{\"title\": \"Un\", \"text\": \"@\"}] suite", &["Un | @"], "line 1, column");
    check("[{\"title\": \"Un\", \"text\": \"@\"}, 3, {\"id\": 1}]", &["Un | @"], "1 of 2 records");
}

#[test]
fn numbers_of_python_and_raw_line_breaks_are_mended() {
    check(
        "[{\"title\": \"Un\", \"text\": \"@\", \"score\": NaN}, {\"title\": \"Deux\", \"text\": \"@\n\"}]",
        &["Un | @", "Deux | @"],
    );
}

#[test]
fn a_map_wins() {
    let map = FieldMap::parse(&["title=meta.nom,text=notes,date=vu".to_owned()]).unwrap();
    let json = r#"[{"title": "x1", "notes": "Court.", "text": "non", "meta": {"nom": "Le marché rouvre"}, "vu": "13/09/2023"}]"#;
    let hints = Hints { fields: Some(&map), ..Hints::named("a.json") };
    assert_eq!(shown(&read(json.as_bytes(), &hints).articles), ["Le marché rouvre, 2023-09-13 | Court."]);
    // Only where it leads to something does it make an article of what else would be none.
    let json = r#"[{"meta": {"nom": "Le marché rouvre"}, "author": {"name": "Luc", "description": "Journaliste"}}, {"notes": "Court."}]"#;
    assert_eq!(shown(&read(json.as_bytes(), &hints).articles), ["Le marché rouvre, Luc | ", "Court | "]);
}

#[test]
fn an_object_a_line() {
    let lines = "\u{FEFF}{\"title\": \"Un\", \"text\": \"@\"}\r\n\r\n{\"title\": \"Deux\", \"text\": \"@\", \"n\": NaN}\r\n\
        {\"title\": \"Trois\", \"tex\r\n{\"id\": 4}\r\n{\"text\": \"Court.\"}\r\n";
    let reading = reading(lines);
    assert_eq!(reading.format, Some(Format::JsonLines));
    assert_eq!(shown(&reading.articles), ["Un | @", "Deux | @", "Court | "]);
    let problems = problems(&reading);
    assert!(problems.contains("Line 4 is left out: it ends too early"), "{problems}");
    assert!(problems.contains("1 of 4 records"), "{problems}");
}

#[test]
fn many_broken_lines_are_counted() {
    let mut lines = "{\"title\": \"Un\", \"text\": \"@\"}\n".repeat(5);
    for _ in 0..50 {
        let _ = writeln!(lines, "{{oups");
    }
    let reading = reading(&lines);
    assert_eq!((reading.articles.len(), reading.problems.len()), (5, 11));
    assert!(problems(&reading).contains("same way: 40 more lines"));
}

#[test]
fn one_line_is_json_lines_by_its_name_only() {
    let line = r#"{"title": "Un", "text": "Deux."}"#.as_bytes();
    assert_eq!(detect(line, &Hints::named("a.json")).unwrap().spec.format, Format::Json);
    assert_eq!(detect(line, &Hints::named("a.jsonl")).unwrap().spec.format, Format::JsonLines);
}

#[test]
fn hostile_json_is_read() {
    for json in [
        "[".repeat(200_000),
        "{\"a\":".repeat(200_000),
        format!("[{{\"title\":\"Un\",\"text\":\"@\",\"x\":{}1{}}}]", "[".repeat(500), "]".repeat(500)),
        format!("[{{\"title\":\"Un\",\"text\":\"@\",\"x\":[{}1]}}]", "1,".repeat(300_000)),
        format!("[{{\"title\":\"Un\",\"text\":\"@\",\"date\":{}}}]", "9".repeat(10_000)),
    ] {
        let reading = reading(&json);
        assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
    }
    let many = format!("{{\"title\":\"Un\",\"text\":\"@\",\"x\":[{}1]}}", "1,".repeat(300_000));
    for json in [format!("[{many}]"), format!("{{\"title\":\"Deux\",\"text\":\"@\"}}\n{many}")] {
        assert!(problems(&reading(&json)).contains("More than 100000 values stand in 1 record;"));
    }
}

#[test]
fn more_articles_than_may_be_are_left() {
    let many = "{\"title\":\"Un\",\"url\":\"http://a.example/\"}\n".repeat(crate::ingest::limits::MAX_PARTS + 3);
    let reading =
        read(["{\"title\":\"Un\",\"text\":\"Deux.\"}\n", &many].concat().as_bytes(), &Hints::named("a.jsonl"));
    assert_eq!(reading.articles.len(), crate::ingest::limits::MAX_PARTS);
    assert!(problems(&reading).contains("the limit"));
}

const SAMPLES: [&str; 4] = [
    r#"{"articles": [{"title": "Un é", "text": "Deux\n\u00e9 <p>trois</p>", "author": [{"name": "A"}], "date": 1694593800}], "n": -1.5e3}"#,
    "{\"title\": \"Un\", \"text\": \"Deux.\"}\n{\"title\": \"Trois\", \"text\": \"Quatre.\", \"x\": NaN}\n",
    r#"{"path":"a","title":"Un","text":"Un\n\nDeux","blocks":[{"kind":"title","start":0,"end":2},{"kind":"paragraph","start":4,"end":8}],"mentions":[],"problems":[]}"#,
    r#"[{"_source": {"titre": "Un", "corps": {"value": "Deux"}, "fields": {"a": []}}}]"#,
];

proptest! {
    #[test]
    fn no_damage_panics(sample in 0..SAMPLES.len(), at in 0_usize..400, cut in 0_usize..5, put in "[\"\\\\{}\\[\\],:é0-9Na\n]{0,4}") {
        let text: Vec<char> = SAMPLES[sample].chars().collect();
        let at = at % text.len();
        let damaged: String = text[..at].iter().chain(&put.chars().collect::<Vec<_>>())
            .chain(&text[(at + cut).min(text.len())..]).collect();
        for end in [damaged.len(), damaged.floor_char_boundary(at)] {
            for name in ["a.json", "a.jsonl"] {
                for article in read(&damaged.as_bytes()[..end], &Hints::named(name)).articles {
                    let mut from = 0;
                    for block in article.blocks() {
                        prop_assert!(article.text()[from..block.span.start()].trim().is_empty());
                        from = block.span.end();
                    }
                    prop_assert_eq!(from, article.text().len());
                }
            }
        }
    }
}
