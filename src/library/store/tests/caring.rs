//! Damage, repairs, and keeping the file small.

use std::fs;

use super::*;

/// A library with a few hundred articles, something of the user's, and nothing in its log.
fn used() -> (Library, Identity) {
    let library = Library::new();
    let mut store = library.open();
    let starred = identity("/a/7", "Titre 7", "Le texte numéro 7.");
    star(&mut store, &starred);
    store.add_note(&starred, None, "à garder", Moment(1)).unwrap();
    let mut batch = store.batch().unwrap();
    for n in 0..300 {
        let article = article(&format!("Titre {n}"), &format!("Le texte numéro {n}."));
        batch.put(&record(&format!("/a/{n}")), &[ArticleDraft::new(&article)]).unwrap();
    }
    batch.commit().unwrap();
    (library, starred)
}

/// Runs SQL behind the store's back, without the checks that keep rows together.
fn tamper(store: &Store, sql: &str) {
    store.conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}; PRAGMA foreign_keys = ON")).unwrap();
}

#[test]
fn a_sound_library_has_no_problems() {
    let (library, _) = used();
    assert_eq!(library.open().check().unwrap(), Checked { sound: true, ..Checked::default() });
}

#[test]
fn articles_and_index_are_brought_together_again() {
    let (library, starred) = used();
    let mut store = library.open();
    let ids: Vec<KeptId> = all(&store).articles.iter().map(|article| article.id).collect();
    tamper(&store, &format!("DELETE FROM fulltext WHERE rowid = {}", ids[0].0));
    tamper(&store, &format!("DELETE FROM article WHERE id = {}", ids[1].0));
    tamper(&store, "INSERT INTO names VALUES (9999, x'01')");
    let report = store.check().unwrap();
    assert!(report.sound && report.problems.len() == 3 && report.repairs.len() == 3, "{report:?}");
    assert!(store.check().unwrap().problems.is_empty() || store.check().unwrap().problems.len() == 1);
    let stale: Vec<u32> =
        all(&store).sources.iter().filter(|s| s.reader == 0).map(|s| s.articles.len() as u32).collect();
    assert!(!stale.is_empty(), "what the index lacks is to be read anew");
    assert!(is_starred(&store, &starred));
}

#[test]
fn what_the_user_did_is_kept_even_without_its_article() {
    let (library, _) = used();
    let mut store = library.open();
    tamper(&store, "DELETE FROM subject; DELETE FROM known_text");
    let report = store.check().unwrap();
    assert!(report.sound && report.problems.len() == 1, "{report:?}");
    let mut exported = Vec::new();
    store.export_user(&mut exported).unwrap();
    assert!(String::from_utf8(exported).unwrap().contains("à garder"));
}

#[test]
fn a_damaged_index_is_dropped_and_the_rest_stays() {
    let (library, starred) = used();
    let mut store = library.open();
    tamper(&store, "UPDATE fulltext_data SET block = x'00FF00FF' WHERE id > 10");
    let report = store.check().unwrap();
    assert!(report.sound && !report.problems.is_empty() && !report.repairs.is_empty(), "{report:?}");
    assert!(store.check().unwrap().problems.is_empty());
    assert!(is_starred(&store, &starred));
}

#[test]
fn a_truncated_file_is_damaged_and_says_so() {
    let (library, _) = used();
    let bytes = fs::read(library.path()).unwrap();
    for length in [1, 99, 100, 4096, 5000, bytes.len() / 2, bytes.len() - 4096] {
        fs::write(library.path(), &bytes[..length]).unwrap();
        let _ = fs::remove_file(open::log_of(&library.path()));
        let error = Store::open(&library.path()).map(|_| ()).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. } | Error::Foreign { .. }), "{length} bytes: {error}");
    }
}

#[test]
fn a_scribbled_file_never_panics_and_what_was_derived_can_be_made_again() {
    let (library, _) = used();
    let bytes = fs::read(library.path()).unwrap();
    let query = Query::parse("texte", chrono::NaiveDate::default());
    let mut sound = 0;
    for page in 0..bytes.len() / 4096 {
        let mut scribbled = bytes.clone();
        scribbled[page * 4096 + 100..][..3000].fill(0xA5);
        fs::write(library.path(), &scribbled).unwrap();
        let Ok(mut store) = Store::open(&library.path()) else { continue };
        let _ = (store.pile(&[record("/").origin]), store.marks(), store.trail(), store.session());
        let _ = (store.ranks(&query.wanted()), store.export_user(std::io::sink()));
        let repaired = store.check().is_ok_and(|report| report.sound);
        if repaired {
            assert_eq!(store.check().unwrap().problems, [""; 0], "page {page}");
            sound += 1;
        }
    }
    assert!(sound > 0);
}

/// Scribbles over the first page of a table or index, as a disk does.
fn scribble(library: &Library, name: &str) -> Vec<u8> {
    let conn = rusqlite::Connection::open(library.path()).unwrap();
    let root = |conn: &rusqlite::Connection| {
        conn.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [name], |row| row.get::<_, i64>(0))
    };
    let page = usize::try_from(root(&conn).unwrap()).unwrap();
    drop(conn);
    let mut bytes = fs::read(library.path()).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
    fs::write(library.path(), &bytes).unwrap();
    bytes
}

#[test]
fn a_derived_table_without_its_root_makes_room_for_a_new_one() {
    for table in
        ["source", "article", "names", "fulltext_data", "fulltext_config", "article_by_text", "fulltext_docsize"]
    {
        let (library, starred) = used();
        scribble(&library, table);
        let mut store = library.open();
        let report = store.check().unwrap();
        assert!(report.sound && !report.problems.is_empty() && !report.repairs.is_empty(), "{table}: {report:?}");
        assert_eq!(store.check().unwrap(), Checked { sound: true, ..Checked::default() }, "{table}");
        assert!(is_starred(&store, &starred) && store.notes_on(&starred).unwrap().len() == 1, "{table}");
        put(&mut store, "/a/7", &[("Titre 7", "Le texte numéro 7.")]);
        assert_eq!(store.marks().unwrap().len(), 1, "{table}");
        drop(store);
        let told = report.repairs.iter().any(|repair| repair.contains("library.db.damaged"));
        assert_eq!(told, library.path().with_extension("db.damaged").exists(), "{table}: {report:?}");
        assert!(!library.path().with_extension("db.new").exists());
    }
}

#[test]
fn a_damaged_file_is_not_swapped_while_another_has_it_open() {
    let (library, _) = used();
    scribble(&library, "source");
    let other = library.open();
    let mut store = library.open();
    store.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
    assert!(other.pile(&[record("/").origin]).is_err());
    assert!(matches!(store.check(), Err(Error::Locked { .. })));
    drop(other);
    assert!(store.check().unwrap().sound);
}

#[test]
fn when_what_is_the_users_cannot_be_read_the_file_stays_as_it_is() {
    for table in ["subject", "reading", "note"] {
        let (library, starred) = used();
        let before = scribble(&library, table);
        let mut store = library.open();
        let report = store.check().unwrap();
        assert!(!report.sound && report.repairs.is_empty(), "{table}: {report:?}");
        assert!(report.problems.iter().any(|problem| problem.contains(table)), "{table}: {report:?}");
        let mut out = Vec::new();
        let lost = store.export_user(&mut out).unwrap();
        assert_eq!(lost.len(), 1, "{table}: {lost:?}");
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.contains("starred_at"), table != "reading", "{out}");
        assert_eq!(out.contains("à garder"), table != "note", "{out}");
        drop(store);
        assert!(fs::read(library.path()).unwrap() == before, "{table}");
        // What could be read finds its article in another library.
        let second = Library::new();
        let mut other = second.open();
        other.import_user(out.as_bytes()).unwrap();
        assert_eq!(is_starred(&other, &starred), table != "reading");
    }
}

#[test]
fn damage_to_what_was_derived_costs_an_export_nothing() {
    for table in ["article", "article_by_text", "source", "known_text"] {
        let (library, _) = used();
        let mut whole = Vec::new();
        library.open().export_user(&mut whole).unwrap();
        scribble(&library, table);
        let mut out = Vec::new();
        assert_eq!(library.open().export_user(&mut out).unwrap(), [""; 0], "{table}");
        assert!(out == whole, "{table}");
    }
}

#[test]
fn compacting_gives_back_what_is_empty_and_keeps_the_rest() {
    let (library, starred) = used();
    let mut store = library.open();
    store.set_place(&identity("/b", "Deux", "rien"), None).unwrap();
    assert_eq!(store.forget(Path::new("/a")).unwrap(), 300);
    assert_eq!(store.counts().unwrap().articles, 0);
    let (before, after) = store.compact().unwrap();
    assert!(after < before / 2, "{before} bytes, then {after}");
    assert!(is_starred(&store, &starred));
    let info = store.info().unwrap();
    assert_eq!((info.bytes, info.free_bytes, info.format), (after, 0, open::KNOWN));
    assert!(info.rows.contains(&("note", 1)) && info.rows.contains(&("subject", 1)), "{info:?}");
}

#[test]
fn forgetting_takes_a_file_or_all_below_a_folder() {
    let library = Library::new();
    let mut store = library.open();
    for path in ["/a/1", "/a/b/2", "/a.txt", "/ab"] {
        put(&mut store, path, &[("Un", path)]);
    }
    assert_eq!(store.forget(Path::new("/a.txt")).unwrap(), 1);
    assert_eq!(store.forget(Path::new("/a/")).unwrap(), 2);
    assert_eq!(store.forget(Path::new("/nothing")).unwrap(), 0);
    assert_eq!(all(&store).sources[0].origin, Origin::file(Path::new("/ab")));
}
