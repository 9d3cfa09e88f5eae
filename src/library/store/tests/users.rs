//! What the user did, and that it stays with its articles.

use super::*;
use crate::document::Span;
use crate::names::Kind;

#[test]
fn setting_tells_what_was_there_before() {
    let library = Library::new();
    let mut store = library.open();
    let a = identity("/a", "Un", "texte");
    let at = |seconds| Some(Moment(seconds));
    assert_eq!(store.set_read(&[(a.clone(), at(1))]).unwrap(), [None]);
    assert_eq!(store.set_read(&[(a.clone(), at(2))]).unwrap(), [at(1)]);
    assert_eq!(store.set_starred(&[(a.clone(), at(3)), (a.clone(), None)]).unwrap(), [None, at(3)]);
    let place = Some(Place { at: 12, text: a.text });
    assert_eq!(store.set_place(&a, place).unwrap(), None);
    assert_eq!(store.set_place(&a, None).unwrap(), place);
    assert_eq!(store.reading(&a).unwrap(), Reading { read_at: at(2), ..Reading::default() });
    assert_eq!(store.reading(&identity("/b", "Deux", "autre")).unwrap(), Reading::default());
    assert_eq!(store.counts().unwrap().read, 1);
}

#[test]
fn tags_are_put_on_and_taken_off() {
    let library = Library::new();
    let mut store = library.open();
    let a = identity("/a", "Un", "texte");
    let ids = put(&mut store, "/a", &[("Un", "texte")]);
    assert!(!store.set_tag(&a, " à relire ", true).unwrap());
    assert!(store.set_tag(&a, "à relire", true).unwrap());
    assert!(!store.set_tag(&a, "gaz", true).unwrap());
    assert!(!store.set_tag(&a, "  ", true).unwrap());
    assert_eq!(store.tags_of(&a).unwrap(), ["gaz", "à relire"]);
    let marks = store.marks().unwrap();
    assert_eq!((marks[0].id, marks[0].tags.as_slice()), (ids[0], &["gaz".to_owned(), "à relire".to_owned()][..]));
    assert!(store.set_tag(&a, "gaz", false).unwrap());
    assert!(!store.set_tag(&identity("/b", "Deux", "autre"), "gaz", false).unwrap());
    assert_eq!(store.marks().unwrap()[0].tags, ["à relire"]);
}

#[test]
fn notes_are_written_changed_and_removed() {
    let library = Library::new();
    let mut store = library.open();
    let text = article("Un", "Il a dit oui.");
    let a = identity("/a", "Un", "Il a dit oui.");
    let ids = put(&mut store, "/a", &[("Un", "Il a dit oui.")]);
    let passage = Passage::of(text.text(), Span::new(4, 16)).unwrap();
    let on_passage = store.add_note(&a, Some(&passage), "vraiment ?", Moment(5)).unwrap();
    let on_all = store.add_note(&a, None, "à suivre", Moment(6)).unwrap();
    let notes = store.notes_on(&a).unwrap();
    assert_eq!(notes.iter().map(|note| note.id).collect::<Vec<_>>(), [on_all, on_passage]);
    assert_eq!(notes[1].passage.as_ref(), Some(&passage));
    let marks = store.marks().unwrap();
    assert!(marks.len() == 1 && marks[0].id == ids[0] && marks[0].noted);
    assert_eq!(store.change_note(on_all, "suivi").unwrap().as_deref(), Some("à suivre"));
    assert_eq!(store.change_note(NoteId(99), "rien").unwrap(), None);
    let removed = store.remove_note(on_passage).unwrap().unwrap();
    assert_eq!(removed, notes[1]);
    assert_eq!(store.remove_note(on_passage).unwrap(), None);
    let later = store.add_note(&a, None, "encore", Moment(7)).unwrap();
    assert_ne!(later, on_passage, "a number is never given out twice");
}

#[test]
fn the_trail_and_the_session_come_back() {
    let library = Library::new();
    let mut store = library.open();
    let followed = Some(Followed { name: "Kim Jong Un".to_owned(), kind: Kind::Person });
    let jump = |path, place| Jump { article: identity(path, "Un", path), place, followed: followed.clone() };
    let trail = Trail { behind: vec![jump("/a", 1), jump("/b", 2)], ahead: vec![jump("/a", 3)] };
    assert_eq!(store.set_trail(&trail).unwrap(), Trail::default());
    let session = Session {
        query: "sanctions".to_owned(),
        filter: "kim".to_owned(),
        followed,
        article: Some(identity("/b", "Un", "/b")),
        place: 9,
    };
    assert_eq!(store.set_session(Some(&session)).unwrap(), None);
    drop(store);
    let mut store = library.open();
    assert_eq!(store.trail().unwrap(), trail);
    assert_eq!(store.set_trail(&Trail::default()).unwrap(), trail);
    assert_eq!(store.set_session(None).unwrap(), Some(session));
    assert_eq!(store.session().unwrap(), None);
}

#[test]
fn a_new_version_of_a_text_takes_the_data_over() {
    let library = Library::new();
    let mut store = library.open();
    let (old, new) = (identity("/a", "Un", "texte"), identity("/a", "Un titre corrigé", "texte corrigé"));
    put(&mut store, "/a", &[("Un", "texte")]);
    star(&mut store, &old);
    let ids = put(&mut store, "/a", &[("Un titre corrigé", "texte corrigé")]);
    assert!(is_starred(&store, &new) && is_starred(&store, &old));
    assert_eq!(store.marks().unwrap().iter().map(|marks| marks.id).collect::<Vec<_>>(), ids);
    // Also when the user was faster than the writer.
    let third = identity("/a", "Trois", "encore corrigé");
    store.set_tag(&third, "gaz", true).unwrap();
    assert!(is_starred(&store, &third));
}

#[test]
fn a_moved_file_keeps_its_data_and_leaves_none_behind() {
    for forgotten in [false, true] {
        let library = Library::new();
        let mut store = library.open();
        let today = identity("/pile/today", "Un", "texte");
        put(&mut store, "/pile/today", &[("Un", "texte")]);
        star(&mut store, &today);
        if forgotten {
            // The scan finds the new place before it notices that the old one is gone.
            put(&mut store, "/pile/archive", &[("Un", "texte")]);
            assert_eq!(store.forget(Path::new("/pile/today")).unwrap(), 1);
        } else {
            store.forget(Path::new("/pile/today")).unwrap();
            put(&mut store, "/pile/archive", &[("Un", "texte")]);
        }
        assert!(is_starred(&store, &identity("/pile/archive", "Un", "texte")));
        put(&mut store, "/pile/today", &[("Deux", "tout autre chose")]);
        assert!(!is_starred(&store, &identity("/pile/today", "Deux", "tout autre chose")));
    }
}

#[test]
fn a_copy_shares_the_data_and_a_changed_original_keeps_it() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte")]);
    star(&mut store, &identity("/a", "Un", "texte"));
    put(&mut store, "/copy", &[("Un", "texte")]);
    put(&mut store, "/a", &[("Un", "texte changé")]);
    assert!(is_starred(&store, &identity("/a", "Un", "texte changé")));
    assert!(is_starred(&store, &identity("/copy", "Un", "texte")));
}

#[test]
fn in_a_feed_that_grows_at_its_top_data_stays_with_its_text() {
    let library = Library::new();
    let mut store = library.open();
    let entry = |ordinal, title, body| Identity { ordinal, alone: false, ..identity("/feed", title, body) };
    put(&mut store, "/feed", &[("Un", "premier"), ("Deux", "second")]);
    star(&mut store, &entry(0, "Un", "premier"));
    put(&mut store, "/feed", &[("Zéro", "nouveau"), ("Un", "premier"), ("Deux", "second")]);
    assert!(!is_starred(&store, &entry(0, "Zéro", "nouveau")));
    assert!(is_starred(&store, &entry(1, "Un", "premier")));
    // A corrected entry is known by its title.
    put(&mut store, "/feed", &[("Zéro", "nouveau"), ("UN", "premier, corrigé"), ("Deux", "second")]);
    assert!(is_starred(&store, &entry(1, "UN", "premier, corrigé")));
    // It falls out of the feed, and another one stands in its place.
    put(&mut store, "/feed", &[("Zéro", "nouveau"), ("Trois", "autre")]);
    assert!(!is_starred(&store, &entry(1, "Trois", "autre")));
}

#[test]
fn what_comes_through_a_pipe_is_known_by_its_text_only() {
    let library = Library::new();
    let mut store = library.open();
    let piped = |body| Identity { origin: Origin(b"-".to_vec()), ..identity("/x", "Un", body) };
    star(&mut store, &piped("texte"));
    assert!(is_starred(&store, &piped("texte")) && !is_starred(&store, &piped("autre")));
    star(&mut store, &piped("autre"));
    assert_eq!(store.counts().unwrap().starred, 2);
}

#[test]
fn dropping_what_was_derived_leaves_what_the_user_did() {
    let library = Library::new();
    let mut store = library.open();
    let a = identity("/a", "Un", "texte");
    let before = put(&mut store, "/a", &[("Un", "texte")]);
    star(&mut store, &a);
    store.add_note(&a, None, "à suivre", Moment(1)).unwrap();
    store.drop_derived().unwrap();
    assert_eq!(store.counts().unwrap(), Counts { starred: 1, notes: 1, ..Counts::default() });
    let after = put(&mut store, "/a", &[("Un", "corrigé entre-temps")]);
    assert!(after[0] > before[0], "a number is never given out twice");
    assert!(is_starred(&store, &identity("/a", "Un", "corrigé entre-temps")));
    assert!(store.check().unwrap().problems.is_empty());
}

/// A library in which the user did everything there is to do.
fn full() -> (Library, Store) {
    let library = Library::new();
    let mut store = library.open();
    let (a, b) = (identity("/a", "Un « titre »", "texte"), identity("/b", "Deux", "autre"));
    let odd = Identity { origin: Origin(b"/caf\xE9".to_vec()), ..identity("/", "Trois", "odd") };
    star(&mut store, &a);
    store.set_place(&a, Some(Place { at: 3, text: b.text })).unwrap();
    store.set_read(&[(odd, Some(Moment(1_694_600_000)))]).unwrap();
    store.set_tag(&b, "gaz", true).unwrap();
    let passage = Passage { span: Span::new(2, 9), quoted: "quoted\n\"words\"".to_owned() };
    store.add_note(&a, Some(&passage), "vraiment ?", Moment(5)).unwrap();
    store.add_note(&a, None, "deux\nlignes", Moment(6)).unwrap();
    let followed = Some(Followed { name: "Paris".to_owned(), kind: Kind::Place });
    let jump = Jump { article: b.clone(), place: 4, followed: followed.clone() };
    store.set_trail(&Trail { behind: vec![jump], ahead: Vec::new() }).unwrap();
    let session = Session { query: "q".to_owned(), followed, article: Some(b), ..Session::default() };
    store.set_session(Some(&session)).unwrap();
    (library, store)
}

fn export(store: &Store) -> String {
    let mut out = Vec::new();
    store.export_user(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_export_comes_back_whole_and_twice_is_once() {
    let (_library, store) = full();
    let exported = export(&store);
    assert_eq!(exported.lines().count(), 6);
    let (_second, mut other) = {
        let library = Library::new();
        let store = library.open();
        (library, store)
    };
    for notes in [2, 0] {
        let imported = other.import_user(exported.as_bytes()).unwrap();
        assert_eq!(imported, Imported { articles: 3, notes });
        assert_eq!(export(&other), exported);
    }
}

#[test]
fn an_import_adds_and_never_overwrites() {
    let (_library, store) = full();
    let exported = export(&store);
    let second = Library::new();
    let mut other = second.open();
    let a = identity("/a", "Un « titre »", "texte");
    other.set_starred(&[(a.clone(), Some(Moment(99)))]).unwrap();
    other.add_note(&a, None, "le mien", Moment(9)).unwrap();
    other.import_user(exported.as_bytes()).unwrap();
    assert_eq!(other.reading(&a).unwrap().starred_at, Some(Moment(99)));
    assert_eq!(other.notes_on(&a).unwrap().len(), 3);
}

#[test]
fn an_import_that_cannot_be_read_names_its_line_and_changes_nothing() {
    let (_library, store) = full();
    let exported = export(&store);
    let lines: Vec<&str> = exported.lines().collect();
    let check = |lines: &[&str], line: usize, message: &str| {
        let library = Library::new();
        let mut store = library.open();
        let told = store.import_user(lines.join("\n").as_bytes()).unwrap_err().to_string();
        assert!(told.starts_with(&format!("line {line} of the import: ")) && told.contains(message), "{told}");
        assert_eq!(store.counts().unwrap(), Counts::default());
    };
    check(&["{}"], 1, "expected");
    check(&[lines[1]], 1, "does not start as an export");
    check(&[r#"{"kiosque":{"version":9}}"#], 1, "version 9");
    check(&[lines[0], lines[1], "", "nonsense"], 4, "expected");
    check(&[lines[0], &lines[1].replace("texts\":[\"", "texts\":[\"x")], 2, "a hash");
}

#[test]
fn what_is_imported_is_safe_to_show() {
    let (_library, store) = full();
    let hostile = export(&store).replace("gaz", "g\\u001b[31maz").replace("vraiment ?", "vraiment\\u202e ?");
    let library = Library::new();
    let mut store = library.open();
    store.import_user(hostile.as_bytes()).unwrap();
    assert!(!export(&store).contains("\\u001b") && !export(&store).contains('\u{202e}'));
}
