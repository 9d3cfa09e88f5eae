//! Keeping what was derived, and asking for it.

use chrono::NaiveDate;

use super::*;
use crate::document::Published;
use crate::names;

#[test]
fn an_article_comes_back_with_all_that_is_kept_of_it() {
    let library = Library::new();
    let mut store = library.open();
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, "Œuvre à Łódź");
    builder.block(BlockKind::Paragraph, "Deux mots.");
    let day = NaiveDate::from_ymd_opt(2023, 9, 13).map(Published::Day).unwrap();
    builder.source("Le Jour").author("A. B.").published(day).language("fr");
    let article = builder.finish("x");
    let source = SourceRecord { problem: Some("un problème".to_owned()), ..record("/a") };
    let mut batch = store.batch().unwrap();
    let ids = batch.put(&source, &[ArticleDraft::new(&article)]).unwrap();
    batch.commit().unwrap();

    let sources = store.sources().unwrap();
    assert_eq!(sources[0].record, source);
    assert_eq!(store.source(&source.origin).unwrap().as_ref(), Some(&sources[0]));
    let expected = KeptArticle {
        id: ids[0],
        source: sources[0].id,
        ordinal: 0,
        title: "Œuvre à Łódź".to_owned(),
        publisher: Some("Le Jour".into()),
        author: Some("A. B.".into()),
        published: Some(day),
        language: Some("fr".into()),
        length: article.text().len() as u32,
        words: article.words(),
        text: ContentHash::of_text(article.text()),
        named: None,
    };
    assert_eq!(store.articles().unwrap(), [expected]);
}

#[test]
fn names_are_those_of_one_edition() {
    let library = Library::new();
    let mut store = library.open();
    let article = article("Une visite", "Le président Vladimir Poutine est arrivé à Moscou.");
    let names = names::analyse(&article);
    assert!(!names.mentions().is_empty());
    let mut batch = store.batch().unwrap();
    let drafts = [ArticleDraft::new(&article).with_names(3, &names), ArticleDraft::new(&article)];
    let ids = batch.put(&record("/a"), &drafts).unwrap();
    batch.commit().unwrap();
    assert_eq!(store.names(ids[0], 3).unwrap().as_ref(), Some(&names));
    assert_eq!(store.names(ids[0], 4).unwrap(), None);
    assert_eq!(store.names(ids[1], 3).unwrap(), None);

    let mut batch = store.batch().unwrap();
    batch.put_names(ids[1], 3, &names).unwrap();
    batch.put_names(KeptId(99), 3, &names).unwrap();
    batch.commit().unwrap();
    let mut all = Vec::new();
    store.all_names(3, |id, names| all.push((id, names))).unwrap();
    assert_eq!(all, [(ids[0], names.clone()), (ids[1], names)]);

    store.conn.execute("UPDATE names SET packed = x'01FF' WHERE article = ?1", [ids[0]]).unwrap();
    assert_eq!(store.names(ids[0], 3).unwrap(), None, "damaged names are to be found anew");
}

#[test]
fn a_source_read_anew_replaces_its_articles() {
    let library = Library::new();
    let mut store = library.open();
    let old = put(&mut store, "/a", &[("Un", "ancien"), ("Deux", "ancien")]);
    let source = store.sources().unwrap()[0].id;
    let new = put(&mut store, "/a", &[("Trois", "nouveau")]);
    assert!(!old.contains(&new[0]), "a number is never given out twice");
    assert_eq!(store.articles().unwrap().iter().map(|a| (a.id, a.source)).collect::<Vec<_>>(), [(new[0], source)]);
    assert_eq!(store.matching(&Wanted::Phrase("ancien".to_owned())).unwrap(), []);
    assert_eq!(store.matching(&Wanted::Phrase("nouveau".to_owned())).unwrap(), new);
}

#[test]
fn a_batch_is_kept_whole_or_not_at_all() {
    let library = Library::new();
    let mut store = library.open();
    let mut batch = store.batch().unwrap();
    batch.put(&record("/a"), &[ArticleDraft::new(&article("Un", "texte"))]).unwrap();
    drop(batch);
    assert_eq!(store.counts().unwrap().sources, 0);
}

#[test]
fn a_full_disk_costs_the_batch_and_nothing_else() {
    let library = Library::new();
    let mut store = library.open();
    let kept = identity("/kept", "Gardé", "texte");
    star(&mut store, &kept);
    put(&mut store, "/kept", &[("Gardé", "texte")]);
    let pages: i64 = store.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.limit_pages(pages + 2);
    let long = "des mots ".repeat(20_000);
    let mut batch = store.batch().unwrap();
    let drafts: Vec<_> = (0..50).map(|n| ArticleDraft::new(&article(&long, &n.to_string()))).collect();
    let put_all = batch.put(&record("/large"), &drafts);
    assert!(matches!(put_all, Err(Error::Full { .. })), "{put_all:?}");
    assert!(matches!(batch.commit(), Err(Error::Spoilt { .. })));

    store.limit_pages(1 << 30);
    assert_eq!(store.counts().unwrap().sources, 1);
    assert!(is_starred(&store, &kept));
    assert!(store.check().unwrap().problems.is_empty());
    put(&mut store, "/large", &[("Assez", "de place")]);
    assert_eq!(store.counts().unwrap().sources, 2);
}

#[test]
fn a_scan_tells_what_is_new_changed_and_gone() {
    let library = Library::new();
    let mut store = library.open();
    for path in ["/pile/same", "/pile/longer", "/pile/later", "/pile/gone", "/elsewhere/gone"] {
        put(&mut store, path, &[("Titre", path)]);
    }
    let origin = |path: &str| Origin::file(Path::new(path));
    let seen = |path: &str, size, modified| Seen { origin: origin(path), size, modified };
    let scan = [
        seen("/pile/same", 10, 20),
        seen("/pile/longer", 11, 20),
        seen("/pile/later", 10, 21),
        seen("/pile/new", 10, 20),
        seen("/pile/./same", 10, 20),
    ];
    let id = |path: &str| store.source(&origin(path)).unwrap().unwrap().id;
    let found = store.examine(&scan, &["/pile/".into()], 1).unwrap();
    let same = Standing::Unchanged(id("/pile/same"));
    let (longer, later) = (Standing::Changed(id("/pile/longer")), Standing::Changed(id("/pile/later")));
    assert_eq!(found.standings, [same, longer, later, Standing::New, same]);
    assert_eq!(found.gone, [origin("/pile/gone")]);

    let newer_reader = store.examine(&scan, &[], 2).unwrap();
    assert_eq!(newer_reader.standings[0], Standing::Changed(id("/pile/same")));
    assert_eq!(newer_reader.gone, []);

    let mut batch = store.batch().unwrap();
    assert!(batch.touch(&origin("/pile/later"), 10, 21).unwrap());
    assert!(!batch.touch(&origin("/pile/new"), 10, 21).unwrap());
    batch.commit().unwrap();
    assert!(matches!(store.examine(&scan, &[], 1).unwrap().standings[2], Standing::Unchanged(_)));
}

#[test]
fn a_real_file_is_seen_as_it_was_kept() {
    let library = Library::new();
    let path = library.folder.path().join("a.txt");
    std::fs::write(&path, "texte").unwrap();
    let see = || Seen::new(Origin::file(&path), &std::fs::metadata(&path).unwrap());
    let seen = see();
    assert_eq!((seen.size, seen.clone()), (5, see()));
    assert!(seen.modified > 1_600_000_000_000_000_000);
}

#[test]
fn what_comes_out_of_the_file_is_safe_to_show() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte")]);
    store.conn.execute_batch("UPDATE article SET title = 'a' || char(27) || '[31mb', author = char(8238)").unwrap();
    let article = store.articles().unwrap().remove(0);
    assert_eq!((article.title.as_str(), article.author.as_deref()), ("a\u{FFFD}[31mb", Some("\u{FFFD}")));
    store
        .conn
        .execute_batch("PRAGMA ignore_check_constraints = ON; UPDATE source SET problem = CAST(x'FF' AS TEXT)")
        .unwrap();
    assert!(matches!(store.sources(), Err(Error::Damaged { .. })));
}
