//! Several instances on one file.

use std::thread;
use std::time::Duration;

use super::*;

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
    assert_eq!(store.readings().unwrap().len(), 2 * EACH);
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
    assert_eq!(second.articles().unwrap().len(), 1);
    batch.commit().unwrap();
    assert_eq!(second.articles().unwrap().len(), 2);
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
