//! What is new: arrivals and visits.

use super::*;

fn roots() -> [Origin; 1] {
    [Origin::file(Path::new("/"))]
}

/// The titles of the articles that came in since the last visit.
fn new(store: &Store) -> Vec<String> {
    let Some(seen) = store.seen(&roots()).unwrap() else { return vec!["no visit".to_owned()] };
    let mut titles = Vec::new();
    store
        .listed(&roots(), |_, articles| {
            titles.extend(articles.iter().filter(|a| a.arrived > seen).map(|a| a.title.clone().into_owned()));
        })
        .unwrap();
    titles
}

/// From the tables, and from the packed list, which says the same.
fn check(store: &mut Store, expected: &[&str]) {
    assert_eq!(new(store), expected);
    store.put_listing(&roots()).unwrap();
    assert_eq!(new(store), expected);
}

#[test]
fn new_is_what_came_in_since_the_last_visit() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte")]);
    check(&mut store, &["no visit"]);
    assert!(store.end_visit(&roots(), &[]).unwrap());
    check(&mut store, &[]);
    put(&mut store, "/b", &[("Deux", "texte"), ("Trois", "texte")]);
    check(&mut store, &["Deux", "Trois"]);
    assert_eq!(store.seen(&[Origin::file(Path::new("/elsewhere"))]).unwrap(), None);
    assert!(store.end_visit(&roots(), &[]).unwrap());
    check(&mut store, &[]);
}

#[test]
fn a_text_stays_as_old_as_it_is() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte"), ("Deux", "texte")]);
    store.end_visit(&roots(), &[]).unwrap();
    // Derived anew beside a new one, copied, moved, gone and back.
    put(&mut store, "/a", &[("Un", "texte"), ("Deux", "texte"), ("Trois", "texte")]);
    put(&mut store, "/copy", &[("Un", "texte")]);
    check(&mut store, &["Trois"]);
    store.forget(Path::new("/a")).unwrap();
    store.forget(Path::new("/copy")).unwrap();
    check(&mut store, &[]);
    put(&mut store, "/moved", &[("Un", "texte"), ("Trois", "texte"), ("Deux", "texte corrigé")]);
    check(&mut store, &["Trois", "Deux"]);
}

#[test]
fn a_visit_does_not_end_before_what_was_seen_is_kept() {
    let library = Library::new();
    let mut store = library.open();
    let text = identity("/a", "Un", "texte").text;
    assert!(!store.end_visit(&roots(), &[text]).unwrap());
    check(&mut store, &["no visit"]);
    put(&mut store, "/a", &[("Un", "texte")]);
    assert!(store.end_visit(&roots(), &[text]).unwrap());
    check(&mut store, &[]);
}

#[test]
fn what_was_kept_before_anybody_counted_is_old() {
    let library = Library::new();
    let mut conn = rusqlite::Connection::open(library.path()).unwrap();
    let before = super::super::schema::VERSIONS.iter().position(|sql| sql.contains("arrival")).unwrap();
    let versions = &super::super::schema::VERSIONS[..before];
    super::super::migrate::migrate(&mut conn, &library.path(), versions).unwrap().unwrap();
    let text = identity("/a", "Un", "texte").text;
    let of_then = "INSERT INTO source (origin, size, modified, hash, reader) VALUES (x'2F61', 1, 1, x'00', 1)";
    conn.execute(of_then, []).unwrap();
    let of_then = "INSERT INTO article (source, ordinal, title, length, words, hash) VALUES (1, 0, 'Un', 1, 1, ?1)";
    conn.execute(of_then, [text]).unwrap();
    drop(conn);
    let mut store = library.open();
    check(&mut store, &["no visit"]);
    assert_eq!(store.arrived(text).unwrap(), Some(KeptId(0)));
    store.end_visit(&roots(), &[]).unwrap();
    put(&mut store, "/a", &[("Un", "texte")]);
    put(&mut store, "/b", &[("Deux", "texte")]);
    check(&mut store, &["Deux"]);
}

#[test]
fn visits_go_with_what_they_are_counted_by() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte")]);
    store.end_visit(&roots(), &[]).unwrap();
    store.drop_derived().unwrap();
    put(&mut store, "/a", &[("Un", "texte")]);
    check(&mut store, &["no visit"]);
}
