//! `kiosque watch`: what is new of the watched, for scripts.

use std::fs;
use std::path::Path;

use kiosque::library::Source;
use kiosque::library::read;
use kiosque::library::store::{ArticleDraft, ContentHash, Identity, Moment, Origin, SourceRecord, Store};

use super::headless_run::{Folder, MEETING, REPLY};

/// A folder with a pile in `pile` that was visited, two entries watched and `late.txt` come in since.
fn visited() -> Folder {
    let folder = Folder::new(&[("pile/1.txt", MEETING), ("watch.txt", "Vladimir Poutine\nneige -pluie\nWashington\n")]);
    let root = folder.path().join("pile");
    let mut store = store(folder.path());
    keep(&mut store, &root.join("1.txt"));
    assert!(store.end_visit(&[Origin::file(&root)], &[]).unwrap());
    folder.write("pile/late.txt", REPLY.as_bytes());
    folder
}

fn store(folder: &Path) -> Store {
    Store::open(&folder.join("kept.db")).unwrap()
}

fn keep(store: &mut Store, path: &Path) {
    let source = Source::File { path: path.to_owned(), named: false };
    let outcome = read::read(&source);
    let drafts: Vec<ArticleDraft> = outcome.articles().iter().map(|fresh| ArticleDraft::new(&fresh.article)).collect();
    let (origin, hash) = (Origin::file(path), ContentHash::of(b""));
    let record = SourceRecord { origin, size: 1, modified: 1, hash, reader: 1, problem: None };
    let mut batch = store.batch().unwrap();
    batch.put(&record, &drafts).unwrap();
    batch.commit().unwrap();
}

const COMMAND: &str = "watch --library kept.db --watch watch.txt pile";

#[test]
fn what_is_new_is_told_entry_by_entry() {
    let run = visited().run(COMMAND).silently(0);
    let lines: Vec<Vec<&str>> = run.out.lines().map(|line| line.split('\t').collect()).collect();
    let told: Vec<[&str; 3]> = lines.iter().map(|line| [line[0], line[1], line[3]]).collect();
    let late = |entry| [entry, "pile/late.txt", "La réponse de Washington"];
    assert_eq!(told, [late("Vladimir Poutine"), late("Washington")]);
    assert!(lines[0][4].contains("Vladimir Poutine"), "{}", run.out);
}

#[test]
fn each_is_an_object_with_its_entry() {
    let run = visited().run("watch --json --library kept.db --watch watch.txt pile").silently(0);
    let first: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["watched"], &first["path"]), (&"Vladimir Poutine".into(), &"pile/late.txt".into()));
}

#[test]
fn what_was_read_or_was_there_is_not_new() {
    let folder = visited();
    let mut own = store(folder.path());
    let path = folder.path().join("pile/late.txt");
    let outcome = read::read(&Source::File { path: path.clone(), named: false });
    let fresh = &outcome.articles()[0];
    let title = fresh.article.title().to_owned();
    let identity = Identity { text: fresh.head.text, origin: Origin::file(&path), ordinal: 0, alone: true, title };
    own.set_read(&[(identity, Some(Moment(1)))]).unwrap();
    folder.run(COMMAND).silently(1);
    // A copy of what was seen is no news either.
    fs::copy(folder.path().join("pile/1.txt"), folder.path().join("pile/2.txt")).unwrap();
    folder.run(COMMAND).silently(1);
}

#[test]
fn without_a_visit_nothing_is_new_and_that_is_told() {
    let folder = Folder::new(&[("pile/1.txt", MEETING), ("watch.txt", "Poutine\n")]);
    drop(store(folder.path()));
    let unvisited = "you have not visited these paths with the reader yet, so nothing is new";
    folder.run(COMMAND).telling(1, &[unvisited]);
    folder
        .run("watch --no-library --watch watch.txt pile")
        .telling(1, &["there is no library to ask; without it nothing is known to be new"]);
    folder
        .run("watch --library kept.db --watch none.txt pile")
        .telling(2, &["nothing is watched: none.txt holds no entry"]);
    folder.write("kept.db", b"notes de cuisine, et rien de plus que cela");
    assert_eq!(folder.run(COMMAND).code, 2);
}

#[test]
fn odd_lines_are_told_and_the_others_hold() {
    let folder = visited();
    folder.write("watch.txt", "?!\nWashington\n".as_bytes());
    let run = folder.run(COMMAND);
    assert_eq!(run.err, "kiosque: watch.txt:1: this asks for nothing; the line is left out\n");
    assert_eq!((run.code, run.out.lines().count()), (0, 1));
}

#[test]
fn a_query_may_ask_for_what_is_new() {
    let folder = visited();
    let run = folder.run("search --library kept.db is:new pile").silently(0);
    assert!(run.out.lines().count() == 1 && run.out.starts_with("pile/late.txt"), "{}", run.out);
}
