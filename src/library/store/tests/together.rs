//! Several instances on one file.

use std::thread;
use std::time::Duration;

use super::*;
use crate::library::Answers;

#[test]
fn instances_that_start_together_make_one_library() {
    for _ in 0..5 {
        let library = Library::new();
        thread::scope(|scope| {
            let open: Vec<_> = (0..4).map(|_| scope.spawn(|| Store::open(&library.path()).map(|_| ()))).collect();
            for opened in open {
                opened.join().unwrap().unwrap();
            }
        });
        assert!(library.open().check().unwrap().problems.is_empty());
    }
}

#[test]
fn two_write_and_two_read_without_an_error() {
    const EACH: usize = 100;
    let library = Library::new();
    drop(library.open());
    thread::scope(|scope| {
        for name in ["a", "b"] {
            let library = &library;
            scope.spawn(move || {
                let mut store = library.open();
                for n in 0..EACH {
                    let path = format!("/{name}/{n}");
                    put(&mut store, &path, &[("Un", &path)]);
                    star(&mut store, &identity(&path, "Un", &path));
                }
            });
            scope.spawn(|| {
                let store = library.open();
                while store.counts().unwrap().starred < 2 * EACH as u64 {
                    // What is seen is of one moment: a source and its article, or neither.
                    let counts = store.counts().unwrap();
                    assert_eq!(counts.sources, counts.articles);
                }
            });
        }
    });
    let mut store = library.open();
    assert_eq!(store.marks().unwrap().len(), 2 * EACH);
    assert!(store.check().unwrap().problems.is_empty());
}

#[test]
fn a_writer_that_does_not_end_is_told_and_readers_go_on() {
    let library = Library::new();
    let (mut first, mut second) = (library.open(), library.open());
    put(&mut first, "/a", &[("Un", "texte")]);
    second.conn.busy_timeout(Duration::ZERO).unwrap();
    let mut batch = first.batch().unwrap();
    batch.put(&record("/b"), &[ArticleDraft::new(&article("Deux", "texte"))]).unwrap();
    assert!(matches!(second.batch().map(|_| ()), Err(Error::Locked { .. })));
    assert!(matches!(second.set_session(None), Err(Error::Locked { .. })));
    assert_eq!(second.counts().unwrap().articles, 1);
    batch.commit().unwrap();
    assert_eq!(second.counts().unwrap().articles, 2);
    assert!(second.batch().is_ok());
}

#[test]
fn a_library_held_for_one_alone_is_locked_for_the_next() {
    let library = Library::new();
    drop(library.open());
    let holder = rusqlite::Connection::open(library.path()).unwrap();
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let conn = rusqlite::Connection::open(library.path()).unwrap();
    conn.busy_timeout(Duration::ZERO).unwrap();
    let error = migrate::version(&conn).unwrap_err();
    assert!(matches!(Error::of(&library.path(), error), Error::Locked { .. }));
}

/// A source with one article and who is named in it, as each instance makes it that reads the file.
fn named(body: &str) -> (SourceRecord, ArticleDraft) {
    let article = article("Une visite", body);
    (record("/a"), ArticleDraft::new(&article).with_names(3, &crate::names::analyse(&article)))
}

fn keep(store: &mut Store, (source, draft): (SourceRecord, ArticleDraft)) -> KeptId {
    let mut batch = store.batch().unwrap();
    let ids = batch.put(&source, &[draft]).unwrap();
    batch.commit().unwrap();
    ids[0]
}

fn generation(store: &Store) -> i64 {
    store.conn.query_row("SELECT number FROM generation", [], |row| row.get(0)).unwrap()
}

#[test]
fn what_is_kept_already_keeps_its_number_and_is_not_written_again() {
    const BODY: &str = "Le président Vladimir Poutine est arrivé à Moscou.";
    let library = Library::new();
    let mut store = library.open();
    let id = keep(&mut store, named(BODY));
    let before = generation(&store);
    assert_eq!(keep(&mut store, named(BODY)), id);
    assert_eq!(generation(&store), before, "the packed list is still right");
    // Whatever is other than before makes it another article.
    let (source, draft) = named(BODY);
    let unnamed = ArticleDraft::new(&article("Une visite", BODY));
    let edited = draft.clone().with_names(4, &crate::names::analyse(&article("Une visite", BODY)));
    let others = [
        (SourceRecord { size: 11, ..source.clone() }, draft.clone()),
        (SourceRecord { modified: 21, ..source.clone() }, draft.clone()),
        (SourceRecord { reader: 2, ..source.clone() }, draft.clone()),
        (SourceRecord { hash: ContentHash::of(b"other"), ..source.clone() }, draft.clone()),
        (SourceRecord { problem: Some("un problème".to_owned()), ..source.clone() }, draft.clone()),
        (source.clone(), unnamed),
        (source.clone(), edited),
        named("Le président est reparti."),
    ];
    let mut last = id;
    for other in others {
        let now = keep(&mut store, other.clone());
        assert!(now > last, "{other:?}");
        assert_eq!(keep(&mut store, other), now);
        last = now;
    }
    assert_eq!(store.names(last, 3).unwrap().map(|names| names.mentions().is_empty()), Some(true));
    // One article less or more.
    let put = |store: &mut Store, drafts: &[ArticleDraft]| {
        let mut batch = store.batch().unwrap();
        let ids = batch.put(&source, drafts).unwrap();
        batch.commit().unwrap();
        ids
    };
    let both = put(&mut store, &[draft.clone(), draft.clone()]);
    assert_eq!(put(&mut store, &[draft.clone(), draft.clone()]), both);
    assert_ne!(put(&mut store, &[draft]), both[..1]);
    assert!(put(&mut store, &[]).is_empty() && put(&mut store, &[]).is_empty());
    assert!(store.check().unwrap().problems.is_empty());
}

/// Both instances read one pile, and each holds on to the numbers that it was given.
#[test]
fn two_that_keep_the_same_pile_hold_the_same_numbers() {
    let library = Library::new();
    let (mut first, mut second) = (library.open(), library.open());
    let query = crate::search::query::Query::parse("moscou", chrono::NaiveDate::default());
    let says = |store: &Store, id| Answers::ask(store, &query).unwrap().says(query.wanted()[0], id);
    let one = "Il est arrivé à Moscou.";
    let id = keep(&mut first, named(one));
    assert_eq!(keep(&mut second, named(one)), id);
    assert_eq!((says(&first, id), says(&second, id)), (Some(true), Some(true)));
    // The file changes, and the second is faster this time.
    let two = "Il est parti de Moscou.";
    let newer = |body| (SourceRecord { modified: 30, ..named(body).0 }, named(body).1);
    let now = keep(&mut second, newer(two));
    assert_ne!(now, id);
    assert_eq!(keep(&mut first, newer(two)), now);
    assert_eq!((says(&first, now), says(&second, now)), (Some(true), Some(true)));
    // What somebody did meanwhile with the text of before goes over to that of now.
    star(&mut second, &identity("/a", "Une visite", one));
    assert_eq!(keep(&mut first, newer(two)), now);
    assert!(is_starred(&first, &identity("/elsewhere", "Une visite", two)));
    assert_eq!(first.counts().unwrap().articles, 1);
}
