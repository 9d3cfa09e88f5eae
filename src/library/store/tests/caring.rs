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
    let ids: Vec<KeptId> = store.articles().unwrap().iter().map(|article| article.id).collect();
    tamper(&store, &format!("DELETE FROM fulltext WHERE rowid = {}", ids[0].0));
    tamper(&store, &format!("DELETE FROM article WHERE id = {}", ids[1].0));
    tamper(&store, "INSERT INTO names VALUES (9999, x'01')");
    let report = store.check().unwrap();
    assert!(report.sound && report.problems.len() == 3 && report.repairs.len() == 3, "{report:?}");
    assert!(store.check().unwrap().problems.is_empty() || store.check().unwrap().problems.len() == 1);
    let seen = Seen { origin: record("/a/0").origin, size: 10, modified: 20 };
    assert!(matches!(store.examine(&[seen], &[], 1).unwrap().standings[0], Standing::Changed(_)));
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
    let mut sound = 0;
    for page in 0..bytes.len() / 4096 {
        let mut scribbled = bytes.clone();
        scribbled[page * 4096 + 100..][..3000].fill(0xA5);
        fs::write(library.path(), &scribbled).unwrap();
        let Ok(mut store) = Store::open(&library.path()) else { continue };
        let _ = (store.articles(), store.sources(), store.readings(), store.trail(), store.noted());
        let _ = (store.search(&Wanted::Phrase("texte".to_owned()), 5), store.export_user(std::io::sink()));
        let repaired = store.check().is_ok_and(|report| report.sound);
        if repaired {
            assert_eq!(store.check().unwrap().problems, [""; 0], "page {page}");
            sound += 1;
        }
    }
    assert!(sound > 0);
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
    assert_eq!(store.sources().unwrap()[0].record.origin, Origin::file(Path::new("/ab")));
}
