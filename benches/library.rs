//! The library between runs, at 100,000 articles of about 2 KB: `cargo bench --bench library`.

mod made;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::NaiveDate;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use kiosque::document::Article;
use kiosque::ingest::{self, Hints};
use kiosque::library::store::{
    ArticleDraft, ContentHash, Identity, ListedArticle, Moment, Origin, SourceRecord, Store, Within,
};
use kiosque::names;
use kiosque::search::query::Query;

use made::Maker;

fn main() {
    divan::main();
}

const ARTICLES: usize = 100_000;

/// Articles that are really different; beyond them titles and texts come again with other numbers.
const DIFFERENT: usize = 2_000;

/// Articles in one transaction.
const BATCH: usize = 1_000;

/// Drafts with their names, and the bytes of their texts.
static DRAFTS: LazyLock<(Vec<ArticleDraft>, usize)> = LazyLock::new(|| {
    let maker = Maker::default();
    let articles: Vec<Article> =
        (0..DIFFERENT).map(|n| ingest::article(maker.article(n, 2_000).as_bytes(), &Hints::default())).collect();
    let draft = |article: &Article| ArticleDraft::new(article).with_names(1, &names::analyse(article));
    (articles.iter().map(draft).collect(), articles.iter().map(|article| article.text().len()).sum())
});

fn origin(n: usize) -> Origin {
    Origin::file(&PathBuf::from(format!("/home/somebody/articles/{}/article-{n}.html", n / 1000)))
}

fn fill(store: &mut Store, from: usize, count: usize) {
    let mut batch = store.batch().expect("a batch");
    for n in from..from + count {
        let hash = ContentHash::of(&n.to_le_bytes());
        let source = SourceRecord { origin: origin(n), size: 2_000, modified: 1, hash, reader: 1, problem: None };
        batch.put(&source, std::slice::from_ref(&DRAFTS.0[n % DIFFERENT])).expect("it is kept");
    }
    batch.commit().expect("it is kept");
}

/// A library with all articles, made once a run.
static LIBRARY: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path());
    (0..ARTICLES).step_by(BATCH).for_each(|from| fill(&mut store, from, BATCH));
    drop(store);
    folder
});

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("library.db")).expect("a library")
}

#[divan::bench(sample_count = 10)]
fn make_a_draft(bencher: Bencher) {
    let article = ingest::article(Maker::default().article(7, 2_000).as_bytes(), &Hints::default());
    let names = names::analyse(&article);
    bencher
        .counter(BytesCount::new(article.text().len()))
        .bench(|| ArticleDraft::new(black_box(&article)).with_names(1, &names));
}

#[divan::bench(sample_count = 1)]
fn write_all(bencher: Bencher) {
    let bytes = DRAFTS.1 * (ARTICLES / DIFFERENT);
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(ARTICLES))
        .with_inputs(tempfile::tempdir)
        .bench_values(|folder| {
            let mut store = open(folder.as_ref().expect("a folder").path());
            (0..ARTICLES).step_by(BATCH).for_each(|from| fill(&mut store, from, BATCH));
        });
}

#[divan::bench(sample_count = 20)]
fn pile_in_order(bencher: Bencher) {
    let store = open(LIBRARY.path());
    let root = [Origin::file(Path::new("/home/somebody/articles"))];
    bencher.counter(ItemsCount::new(ARTICLES)).bench_local(|| store.pile(&root).expect("a pile"));
}

#[divan::bench(sample_count = 5)]
fn names_of_all(bencher: Bencher) {
    let store = open(LIBRARY.path());
    let articles = store.pile(&[Origin::file(Path::new("/"))]).expect("a pile").articles;
    bencher.counter(ItemsCount::new(ARTICLES)).bench_local(|| {
        let names = |article: &ListedArticle| store.names(article.id, 1).expect("names");
        articles.iter().filter_map(names).map(|names| names.mentions().len()).sum::<usize>()
    });
}

/// A query of words.
fn query(words: &str) -> Query {
    Query::parse(&format!("\"{words}\""), NaiveDate::default())
}

#[divan::bench(args = ["sécheresse", "Fontvieux", "le conseil", "gouvernement"], sample_count = 10)]
fn rank(bencher: Bencher, words: &str) {
    let (store, query) = (open(LIBRARY.path()), query(words));
    bencher.bench_local(|| store.ranks(&query.wanted()).expect("ranks"));
}

#[divan::bench(args = ["Fontvieux", "gouvernement"], sample_count = 10)]
fn narrow(bencher: Bencher, words: &str) {
    let (store, query) = (open(LIBRARY.path()), query(words));
    bencher.bench_local(|| store.holding(query.texts()[0], Within::Text).expect("articles"));
}

#[divan::bench(sample_count = 50)]
fn star_one(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path());
    let text = ContentHash::of(b"text");
    let article = Identity { text, origin: origin(7), ordinal: 0, alone: true, title: "Un titre".to_owned() };
    // Another time each time: what is set already is not written.
    let mut times = 0..;
    bencher.bench_local(|| store.set_starred(&[(article.clone(), times.next().map(Moment))]).expect("it is kept"));
}
