//! The list as the reader needs it at its start, and what the user did with what is in it.

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::library::scan::{self, Found};

fn origin(path: &str) -> Origin {
    Origin::file(Path::new(path))
}

/// The paths and titles of what is kept below some roots.
fn listed(store: &Store, roots: &[&str]) -> Vec<(String, Vec<String>)> {
    let roots: Vec<Origin> = roots.iter().map(|root| origin(root)).collect();
    let pile = store.pile(&roots).unwrap();
    let titles = |source| pile.of(source).iter().map(|article| article.title.to_string()).collect();
    let path = |source: &ListedSource| source.origin.path().unwrap().display().to_string();
    pile.sources.iter().map(|source| (path(source), titles(source))).collect()
}

#[test]
fn what_is_kept_comes_root_by_root_in_the_order_of_paths() {
    let library = Library::new();
    let mut store = library.open();
    for path in ["/b/1", "/a/2", "/a/1", "/a.txt", "/a/1/deep", "/elsewhere"] {
        put(&mut store, path, &[(path, "texte"), ("Deux", path)]);
    }
    // Read anew: its articles lie behind all others.
    put(&mut store, "/a/1", &[("Neuf", "texte"), ("Dix", "texte")]);
    put(&mut store, "/b/empty", &[]);
    let paths = |roots: &[&str]| listed(&store, roots).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(paths(&["/"]), ["/a/1", "/a/1/deep", "/a/2", "/a.txt", "/b/1", "/b/empty", "/elsewhere"]);
    assert_eq!(paths(&["/b", "/a"]), ["/b/1", "/b/empty", "/a/1", "/a/1/deep", "/a/2"]);
    assert_eq!(paths(&["/a/2", "/a", "/a"]), ["/a/2", "/a/1", "/a/1/deep"]);
    assert_eq!(paths(&[]), [""; 0]);
    let found = listed(&store, &["/a/1", "/b"]);
    assert_eq!(found[0].1, ["Neuf", "Dix"]);
    assert_eq!((found[2].1.as_slice(), found[3].1.len()), (&["/b/1".to_owned(), "Deux".to_owned()][..], 0));
}

#[test]
fn the_order_is_that_of_a_scan() {
    let library = Library::new();
    let folder = library.folder.path().join("pile");
    for name in ["a.txt", "a/x", "a/b/y", "a b", "a-b/z", "B", "é", "a0"] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    }
    let mut scanned = Vec::new();
    scan::scan(std::slice::from_ref(&folder), &mut |found| {
        if let Found::Source(source, _) = found {
            scanned.push(Origin::of(&source));
        }
        true
    });
    let mut store = library.open();
    for origin in scanned.iter().rev() {
        let mut batch = store.batch().unwrap();
        batch.put(&SourceRecord { origin: origin.clone(), ..record("/") }, &[]).unwrap();
        batch.commit().unwrap();
    }
    let pile = store.pile(&[Origin::file(&folder)]).unwrap();
    assert_eq!(pile.sources.into_iter().map(|source| source.origin).collect::<Vec<_>>(), scanned);
}

/// What is found of each kept article by asking for it alone.
fn marks_one_by_one(store: &Store) -> Vec<KeptMarks> {
    let pile = store.pile(&[origin("/"), Origin(b"-".to_vec())]).unwrap();
    let mut marks: Vec<KeptMarks> = pile.articles.iter().map(|article| marks_of(store, &pile, article)).collect();
    marks.retain(|marks| marks.read || marks.starred || marks.noted || !marks.tags.is_empty() || marks.place.is_some());
    marks.sort_by_key(|marks| marks.id);
    marks
}

fn marks_of(store: &Store, pile: &KeptPile, article: &ListedArticle) -> KeptMarks {
    let identity = pile.identity(article).unwrap();
    let reading = store.reading(&identity).unwrap();
    KeptMarks {
        id: article.id,
        read: reading.read_at.is_some(),
        starred: reading.starred_at.is_some(),
        noted: !store.notes_on(&identity).unwrap().is_empty(),
        tags: store.tags_of(&identity).unwrap(),
        place: reading.place,
    }
}

#[test]
fn marks_are_those_of_texts_and_of_places() {
    let library = Library::new();
    let mut store = library.open();
    assert_eq!(store.marks().unwrap(), []);
    let ids = put(&mut store, "/a", &[("Un", "texte")]);
    let copy = put(&mut store, "/copy", &[("Un", "texte")]);
    let other = put(&mut store, "/b", &[("Deux", "autre")]);
    put(&mut store, "/c", &[("Trois", "rien")]);
    assert_eq!(store.marks().unwrap(), []);
    star(&mut store, &identity("/a", "Un", "texte"));
    // The user was faster than the writer: the text that is kept is the one before.
    let newer = identity("/b", "Deux", "autre, corrigé");
    store.set_tag(&newer, "zinc", true).unwrap();
    store.set_tag(&newer, "à lire", true).unwrap();
    store.add_note(&newer, None, "vu", Moment(1)).unwrap();
    store.set_place(&identity("/c", "Trois", "rien"), None).unwrap();
    let starred = |id| KeptMarks { id, read: false, starred: true, noted: false, tags: Vec::new(), place: None };
    let tags = vec!["zinc".to_owned(), "à lire".to_owned()];
    let tagged = KeptMarks { id: other[0], read: false, starred: false, noted: true, tags, place: None };
    assert_eq!(store.marks().unwrap(), [starred(ids[0]), starred(copy[0]), tagged]);
    assert_eq!(store.marks().unwrap(), marks_one_by_one(&store));
}

/// Something that happens to a library.
#[derive(Debug, Clone)]
enum Event {
    /// A source is kept with these articles, each a title and a text.
    Put(usize, Vec<(usize, usize)>),
    /// Something is done with the article at this place of a source, which has this title and text and is alone or not.
    Done {
        what: usize,
        source: usize,
        ordinal: u32,
        alone: bool,
        title: usize,
        text: usize,
    },
    Forget(usize),
}

const SOURCES: [&str; 4] = ["/a", "/a/b", "/ab", "-"];
const TITLES: [&str; 3] = ["Un", "UN", "Deux"];
const BODIES: [&str; 4] = ["texte", "texte corrigé", "autre", "rien"];

fn happens(store: &mut Store, event: &Event) {
    let place = |source: usize| match SOURCES[source] {
        "-" => Origin(b"-".to_vec()),
        path => origin(path),
    };
    match event {
        Event::Put(source, articles) => {
            let draft = |&(title, text): &(usize, usize)| ArticleDraft::new(&article(TITLES[title], BODIES[text]));
            let drafts: Vec<_> = articles.iter().map(draft).collect();
            let mut batch = store.batch().unwrap();
            batch.put(&SourceRecord { origin: place(*source), ..record("/") }, &drafts).unwrap();
            batch.commit().unwrap();
        }
        &Event::Done { what, source, ordinal, alone, title, text } => {
            let (title, body) = (TITLES[title], BODIES[text]);
            let article = Identity { origin: place(source), ordinal, alone, ..identity("/", title, body) };
            match what {
                0 => drop(store.set_read(&[(article, Some(Moment(1)))]).unwrap()),
                1 => star(store, &article),
                2 => drop(store.set_tag(&article, TITLES[text % 3], true).unwrap()),
                3 => drop(store.add_note(&article, None, "vu", Moment(1)).unwrap()),
                _ => drop(store.set_starred(&[(article, None)]).unwrap()),
            }
        }
        Event::Forget(source) => drop(store.forget_all(&[place(*source)]).unwrap()),
    }
}

fn event() -> impl Strategy<Value = Event> {
    let articles = proptest::collection::vec((0..TITLES.len(), 0..BODIES.len()), 0..3);
    let done = (0..5usize, 0..SOURCES.len(), 0..2u32, any::<bool>(), 0..TITLES.len(), 0..BODIES.len());
    prop_oneof![
        3 => (0..SOURCES.len(), articles).prop_map(|(source, articles)| Event::Put(source, articles)),
        5 => done.prop_map(|(what, source, ordinal, alone, title, text)| {
            Event::Done { what, source, ordinal, alone, title, text }
        }),
        1 => (0..SOURCES.len()).prop_map(Event::Forget),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn marks_agree_with_asking_for_each(events in proptest::collection::vec(event(), 1..16)) {
        thread_local!(static LIBRARY: Library = Library::new());
        LIBRARY.with(|library| {
            let mut store = library.open();
            let tables = ["fulltext", "source", "subject"].map(|table| format!("DELETE FROM {table}")).join(";");
            store.conn.execute_batch(&tables).unwrap();
            for event in &events {
                happens(&mut store, event);
            }
            prop_assert_eq!(store.marks().unwrap(), marks_one_by_one(&store));
            Ok(())
        })?;
    }
}

#[test]
fn the_packed_list_is_the_list_until_anything_changes() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/p/b", &[("Un", "texte"), ("Deux\u{e9}", "")]);
    put(&mut store, "/p/a/c", &[("Trois", "autre")]);
    put(&mut store, "/p/x.png", &[]);
    let roots = [Origin::file(Path::new("/p"))];
    let listed = |store: &Store| {
        let mut pile = KeptPile::default();
        store
            .listed(&roots, |source, articles| {
                let from = pile.articles.len();
                pile.sources.push(ListedSource { articles: from..from + articles.len(), ..source.clone() });
                let owned = |article: &ListedArticle| ListedArticle {
                    title: article.title.clone().into_owned().into(),
                    publisher: article.publisher.clone(),
                    language: article.language.clone(),
                    ..*article
                };
                pile.articles.extend(articles.iter().map(owned));
            })
            .unwrap();
        pile
    };
    let plain = store.pile(&roots).unwrap();
    assert_eq!(listed(&store), plain);
    store.put_listing(&roots).unwrap();
    assert_eq!(listed(&store), plain);
    // What is asked is really the packed one.
    store.conn.execute("UPDATE article SET words = 77", []).unwrap();
    assert_eq!(listed(&store), plain);
    put(&mut store, "/p/new", &[("Quatre", "")]);
    assert_eq!(listed(&store), store.pile(&roots).unwrap());
    store.put_listing(&roots).unwrap();
    store.forget(Path::new("/p/new")).unwrap();
    assert_eq!(listed(&store).sources.len(), 3);
    // Damage costs the copy only.
    store.put_listing(&roots).unwrap();
    store.conn.execute("UPDATE listing SET packed = substr(packed, 1, 60)", []).unwrap();
    assert_eq!(listed(&store), store.pile(&roots).unwrap());
}
