//! Tests of the library's file as a whole. Two processes, and one that is killed, are in `tests/it/store.rs`.

mod caring;
mod derived;
mod listing;
mod news;
mod opening;
mod searching;
mod together;
mod users;

use std::path::{Path, PathBuf};

use super::*;
use crate::document::{Article, ArticleBuilder, BlockKind};
use crate::search::query::{Node, Query, Term};

/// A library in a folder of its own.
struct Library {
    folder: tempfile::TempDir,
}

impl Library {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("library.db")
    }

    fn open(&self) -> Store {
        Store::open(&self.path()).unwrap()
    }
}

fn article(title: &str, body: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, title);
    builder.block(BlockKind::Paragraph, body);
    builder.finish("x")
}

fn record(path: &str) -> SourceRecord {
    let (origin, hash) = (Origin::file(Path::new(path)), ContentHash::of(path.as_bytes()));
    SourceRecord { origin, size: 10, modified: 20, hash, reader: 1, problem: None }
}

/// Keeps articles, each a title and a body, as those of the source at `path`.
fn put(store: &mut Store, path: &str, articles: &[(&str, &str)]) -> Vec<KeptId> {
    let drafts: Vec<_> = articles.iter().map(|(title, body)| ArticleDraft::new(&article(title, body))).collect();
    let mut batch = store.batch().unwrap();
    let ids = batch.put(&record(path), &drafts).unwrap();
    batch.commit().unwrap();
    ids
}

/// The identity of the only article of a source.
fn identity(path: &str, title: &str, body: &str) -> Identity {
    let text = ContentHash::of_text(article(title, body).text());
    Identity { text, origin: Origin::file(Path::new(path)), ordinal: 0, alone: true, title: title.to_owned() }
}

/// Stars an article at the moment 7.
fn star(store: &mut Store, article: &Identity) {
    store.set_starred(&[(article.clone(), Some(Moment(7)))]).unwrap();
}

fn is_starred(store: &Store, article: &Identity) -> bool {
    store.reading(article).unwrap().starred_at == Some(Moment(7))
}

/// What is kept below the root of everything.
fn all(store: &Store) -> KeptPile {
    store.pile(&[Origin::file(Path::new("/"))]).unwrap()
}

/// The articles that the index has for a word or a phrase of a query, in the text or, with `title:`, in the title.
fn found(store: &Store, typed: &str) -> Vec<KeptId> {
    let query = Query::parse(typed, chrono::NaiveDate::default());
    let (text, within) = match query.root() {
        Node::Term(Term::Text(text)) => (text, Within::Text),
        Node::Term(Term::Title(text)) => (text, Within::Title),
        other => panic!("{typed}: {other:?}"),
    };
    store.holding(text, within).unwrap().map_or(Vec::new(), |holding| holding.ids)
}
