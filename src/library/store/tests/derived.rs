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

    let KeptPile { sources, articles } = all(&store);
    let SourceRecord { origin, size, modified, reader, problem, .. } = source;
    let id = sources[0].id;
    assert_eq!(sources, [ListedSource { id, origin, size, modified, reader, problem, articles: 0..1 }]);
    let expected = ListedArticle {
        id: ids[0],
        source: 0,
        ordinal: 0,
        title: "Œuvre à Łódź".into(),
        publisher: Some("Le Jour".into()),
        published: Some(day),
        language: Some("fr".into()),
        length: article.text().len() as u32,
        words: article.words(),
        text: ContentHash::of_text(article.text()),
        named: None,
        arrived: ids[0],
    };
    assert_eq!(articles, [expected]);
    let identity = all(&store).identity(&articles[0]).unwrap();
    assert!(identity.alone && identity.text == articles[0].text && identity.origin == sources[0].origin);
    let author: String = store.conn.query_row("SELECT author FROM article", [], |row| row.get(0)).unwrap();
    assert_eq!(author, "A. B.");
    // A folder in which nothing is kept.
    assert_eq!(store.pile(&[Origin::file(Path::new("/b"))]).unwrap(), KeptPile::default());
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

    store.conn.execute("UPDATE names SET packed = x'01FF' WHERE article = ?1", [ids[0]]).unwrap();
    assert_eq!(store.names(ids[0], 3).unwrap(), None, "damaged names are to be found anew");
}

#[test]
fn a_source_read_anew_replaces_its_articles() {
    let library = Library::new();
    let mut store = library.open();
    let old = put(&mut store, "/a", &[("Un", "ancien"), ("Deux", "ancien")]);
    let source = all(&store).sources[0].id;
    let new = put(&mut store, "/a", &[("Trois", "nouveau")]);
    assert!(!old.contains(&new[0]), "a number is never given out twice");
    let pile = all(&store);
    assert_eq!((pile.sources[0].id, pile.sources.len()), (source, 1));
    assert_eq!(pile.articles.iter().map(|article| article.id).collect::<Vec<_>>(), new);
    assert_eq!(found(&store, "ancien"), []);
    assert_eq!(found(&store, "nouveau"), new);
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
fn a_source_that_was_only_touched_keeps_its_articles() {
    let library = Library::new();
    let mut store = library.open();
    let ids = put(&mut store, "/a", &[("Titre", "texte")]);
    let mut batch = store.batch().unwrap();
    assert!(batch.touch(&record("/a").origin, 11, 21).unwrap());
    assert!(!batch.touch(&record("/new").origin, 10, 20).unwrap());
    batch.commit().unwrap();
    let pile = all(&store);
    assert_eq!((pile.sources[0].size, pile.sources[0].modified, pile.sources.len()), (11, 21, 1));
    assert_eq!(pile.articles[0].id, ids[0]);
}

#[test]
fn what_comes_out_of_the_file_is_safe_to_show() {
    let library = Library::new();
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte")]);
    store.conn.execute_batch("UPDATE article SET title = 'a' || char(27) || '[31mb', publisher = char(8238)").unwrap();
    let article = all(&store).articles.remove(0);
    assert_eq!((&*article.title, article.publisher.as_deref()), ("a\u{FFFD}[31mb", Some("\u{FFFD}")));
    store
        .conn
        .execute_batch("PRAGMA ignore_check_constraints = ON; UPDATE source SET problem = CAST(x'FF' AS TEXT)")
        .unwrap();
    assert!(matches!(store.pile(&[record("/").origin]), Err(Error::Damaged { .. })));
}
