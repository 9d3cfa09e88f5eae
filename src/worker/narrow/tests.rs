//! What remains of a pile, however the work is divided and whatever was asked before.

use std::sync::Mutex;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::document::{ArticleBuilder, BlockKind, Published};
use crate::library::read::Outcome;
use crate::library::sources::{Change, SourceNo};
use crate::library::store::{ArticleDraft, Origin, SourceRecord, Store};
use crate::library::{Fresh, Kept, Pile, READER, Source};
use crate::search::fuzzy::Line;

fn article(title: &str, text: &str) -> Fresh {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, title);
    builder.block(BlockKind::Paragraph, text);
    Fresh::new(builder.finish("x"))
}

/// The next source of a pile.
fn wait_for(pile: &mut Pile, no: u32, name: &'static str) -> ArticleId {
    let source = Arc::new(Source::Sample(name));
    let new = Change::New { no: SourceNo(no), source, behind: no.checked_sub(1).map(SourceNo) };
    pile.apply(vec![new]).to_read[0]
}

fn job(pile: &Snapshot, filter: &str, query: &str, generation: u64) -> Narrow {
    let query = Query::parse(query, NaiveDate::default());
    Narrow {
        generation,
        filter: filter.to_owned(),
        query,
        bearers: Arc::default(),
        marked: Arc::default(),
        pile: pile.clone(),
        order: Order::Pile,
        mentions: Mentions::default(),
    }
}

/// What a request reports, each with whether it is complete.
fn reports(narrower: &mut Narrower, index: &Index, job: &Narrow, newest: u64) -> Vec<(Vec<u32>, bool)> {
    let reports = Mutex::new(Vec::new());
    narrower.run(job, index, &AtomicU64::new(newest), &|report| match report {
        Report::Narrowed { ids, complete, .. } => {
            reports.lock().unwrap().push((ids.into_iter().map(|id| id.0).collect(), complete));
        }
        other => panic!("{other:?}"),
    });
    reports.into_inner().unwrap()
}

fn ids(narrower: &mut Narrower, job: &Narrow) -> Vec<u32> {
    let (ids, complete) = reports(narrower, &Index::default(), job, job.generation).pop().unwrap();
    assert!(complete);
    ids
}

/// The same by asking the matcher about every title.
fn plainly(titles: &[String], filter: &str) -> Vec<u32> {
    let filter = Filter::new(filter);
    let matches =
        titles.iter().enumerate().filter_map(|(id, t)| Some((filter.matches(&Line::new(t))?.score, id as u32)));
    let mut matches: Vec<(i64, u32)> = matches.collect();
    matches.sort_by_key(|(score, _)| -score);
    matches.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn filter_and_query_must_both_hold() {
    let mut pile = Pile::new();
    for (no, title) in (0..).zip(["Kim à Moscou", "Un été sans pluie"]) {
        let id = wait_for(&mut pile, no, "a.txt");
        pile.settle(id, Outcome::Articles(vec![article(title, "Le même texte.")]));
    }
    let mut narrower = Narrower::new(1);
    let mut check = |filter: &str, query: &str, expected: &[u32]| {
        assert_eq!(ids(&mut narrower, &job(pile.snapshot(), filter, query, 1)), expected, "{filter} {query}");
    };
    check("", "texte", &[0, 1]);
    check("kim", "texte", &[0]);
    check("kim", "pluie", &[]);
    check("", "ete", &[1]);
    check("u", "ete", &[1]);
    check("u", "", &[1, 0]);
}

#[test]
fn an_outdated_search_gives_up_and_the_next_is_whole() {
    let pile = Snapshot::of_titles(["kim", "poutine"]);
    let mut narrower = Narrower::new(1);
    assert_eq!(reports(&mut narrower, &Index::default(), &job(&pile, "k", "", 1), 2), []);
    assert_eq!(ids(&mut narrower, &job(&pile, "i", "", 2)), [0, 1]);
}

#[test]
fn a_search_that_becomes_outdated_under_way_reports_nothing() {
    let titles: Vec<String> = (0..20 * CHUNK).map(|n| format!("titre {n}")).collect();
    let pile = Snapshot::of_titles(titles.iter().map(String::as_str));
    let (job, filter, newest) = (job(&pile, "t", "", 1), Filter::new("t"), AtomicU64::new(1));
    let done = (0..20).map(|_| OnceLock::new()).collect();
    let (next, gave_up) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (index, answers) = (Index::default(), OnceLock::new());
    let work =
        Work { job: &job, index: &index, answers, filter: &filter, known: None, newest: &newest, next, gave_up, done };
    assert!(work.step() && !work.is_outdated());
    newest.store(2, Ordering::Relaxed);
    assert!(!work.step() && work.is_outdated());
    assert_eq!(work.done.iter().filter(|chunk| chunk.get().is_some()).count(), 1);
    assert_eq!(work.ranked().len(), CHUNK, "what was looked at could be shown");
}

#[test]
fn what_comes_in_or_changes_is_looked_at_whatever_is_remembered() {
    let mut pile = Pile::new();
    let first = wait_for(&mut pile, 0, "kim.txt");
    let second = wait_for(&mut pile, 1, "xi.txt");
    let mut narrower = Narrower::new(1);
    assert_eq!(ids(&mut narrower, &job(pile.snapshot(), "i", "", 1)), [0, 1]);
    pile.settle(first, Outcome::Articles(vec![article("Moscou", "Rien."), article("Minsk", "Du blé.")]));
    wait_for(&mut pile, 2, "pékin.txt");
    assert_eq!(ids(&mut narrower, &job(pile.snapshot(), "i", "", 1)), [2, 1, 3], "in the order of the sources");
    assert_eq!(ids(&mut narrower, &job(pile.snapshot(), "in", "", 2)), [2, 3]);
    assert_eq!(ids(&mut narrower, &job(pile.snapshot(), "", "ble", 3)), [2]);
    pile.settle(second, Outcome::Articles(vec![article("Xi", "Du blé aussi.")]));
    assert_eq!(ids(&mut narrower, &job(pile.snapshot(), "", "ble", 3)), [2, 1]);
    assert_eq!(ids(&mut narrower, &job(pile.snapshot(), "x", "ble", 4)), [1]);
}

#[test]
fn many_chunks_give_the_same_on_one_thread_and_on_several() {
    let titles: Vec<String> = (0..9 * CHUNK + 5).map(|n| format!("{} été {}", n * 7919 % 1000, n % 13)).collect();
    let pile = Snapshot::of_titles(titles.iter().map(String::as_str));
    for filter in ["t", "7 t", "9e1", "zz"] {
        let expected = plainly(&titles, filter);
        for threads in [1, 2, 5] {
            assert_eq!(ids(&mut Narrower::new(threads), &job(&pile, filter, "", 1)), expected, "{filter}");
        }
    }
}

proptest! {
    #[test]
    fn keys_one_after_the_other_find_what_a_plain_scan_finds(
        titles in prop::collection::vec("[a-cA é'-]{0,9}", 0..20),
        keys in prop::collection::vec("[a-c é]{0,4}", 1..6),
    ) {
        let pile = Snapshot::of_titles(titles.iter().map(String::as_str));
        let mut narrower = Narrower::new(2);
        let mut typed = String::new();
        for (at, key) in keys.iter().enumerate() {
            // Every third key takes back what was typed.
            if at % 3 == 2 { key.clone_into(&mut typed) } else { typed += key }
            let found = ids(&mut narrower, &job(&pile, &typed, "", at as u64));
            prop_assert_eq!(found, plainly(&titles, &typed), "{}", typed);
        }
    }
}

/// An article of this day of 2023, `|` before its text.
fn dated(day: u32, article: &str) -> Fresh {
    let (title, text) = article.split_once('|').unwrap();
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, title);
    builder.block(BlockKind::Paragraph, text);
    builder.published(Published::Day(NaiveDate::from_ymd_opt(2023, 9, day).unwrap()));
    Fresh::new(builder.finish("x"))
}

#[test]
fn each_order_puts_another_article_first() {
    let mut pile = Pile::new();
    let articles = ["Moisson|Du blé.", "Été|Du blé, encore du blé.", "Acier|Sans blé ?", "Zinc|Rien."];
    for (no, article) in (0..).zip(articles) {
        let id = wait_for(&mut pile, no, "a.txt");
        pile.settle(id, Outcome::Articles(vec![dated([4, 2, 9, 7][no as usize], article)]));
    }
    let mentions = Arc::new(vec![(ArticleId(0), 1), (ArticleId(2), 3)]);
    let mut narrower = Narrower::new(1);
    let mut check = |filter: &str, query: &str, order, expected: &[u32]| {
        let job = Narrow { order, mentions: Arc::clone(&mentions), ..job(pile.snapshot(), filter, query, 1) };
        assert_eq!(ids(&mut narrower, &job), expected, "{filter} {query} {order:?}");
    };
    check("", "ble", Order::Pile, &[0, 1, 2]);
    check("", "ble", Order::Relevance, &[1, 0, 2]);
    check("", "ble", Order::Date, &[2, 0, 1]);
    check("", "", Order::Date, &[2, 3, 0, 1]);
    check("", "", Order::Title, &[2, 1, 0, 3]);
    check("", "", Order::Mentions, &[2, 0, 1, 3]);
    check("i", "", Order::Title, &[2, 0, 3]);
}

#[test]
fn the_index_answers_for_texts_that_are_not_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut store = Store::open(&path).unwrap();
    let articles = [article("Moisson", "Le blé d’été."), article("Hiver", "La neige, aujourd’hui, et du blé, du blé.")];
    let mut batch = store.batch().unwrap();
    for (fresh, name) in articles.iter().zip(["a.txt", "b.txt"]) {
        let record = SourceRecord {
            // Nothing lies there: whoever wanted to look at the text would find none.
            origin: Origin::file(&folder.path().join("pile").join(name)),
            size: 1,
            modified: 1,
            hash: fresh.head.text,
            reader: READER,
            problem: None,
        };
        batch.put(&record, &[ArticleDraft::new(&fresh.article)]).unwrap();
    }
    batch.commit().unwrap();
    let pile = Kept::load(&store, &[folder.path().join("pile")]).unwrap().pile;
    let (mut narrower, mut index) = (Narrower::new(1), Index::new(Some(&path)));
    let mut check = |query: &str, order, expected: &[u32]| {
        let job = Narrow { order, ..job(pile.snapshot(), "", query, 1) };
        index.open_for(&job.query);
        assert_eq!(reports(&mut narrower, &index, &job, 1), [(expected.to_vec(), true)], "{query}");
    };
    check("ble", Order::Pile, &[0, 1]);
    check("ble", Order::Relevance, &[1, 0]);
    check("\"blé d'ete\"", Order::Pile, &[0]);
    check("bl* -neige", Order::Pile, &[0]);
    check("aujourd'hui OR été", Order::Pile, &[0, 1]);
    check("pluie", Order::Pile, &[]);
}
