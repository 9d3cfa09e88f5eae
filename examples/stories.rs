//! How alike articles are, and what it costs to know.
//!
//! `stories PATH…` prints the pairs that share most of what they say, exactly and as their fingerprints have it: the
//! thresholds in `library::stories` were chosen by looking at such lists. `stories` alone prints a table of times: a
//! fingerprint beside reading and analysing the same article, and the stories of a hundred thousand articles.

#[path = "../benches/made/mod.rs"]
mod made;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use kiosque::document::{Article, ArticleId};
use kiosque::ingest::{self, Hints};
use kiosque::library::{Pile, Stories, fingerprint};
use kiosque::names;
use kiosque::text::minhash::Signature;

/// Pairs printed.
const PAIRS: usize = 40;

const ARTICLES: u32 = 100_000;

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() { times() } else { pairs(&paths) }
}

fn pairs(paths: &[PathBuf]) {
    let pile = Pile::load_texts(paths);
    let known = |&id: &ArticleId| {
        let article = pile.article(id)?;
        Some((id, fingerprint::of(article)?, fingerprint::shingles(article)))
    };
    let known: Vec<_> = pile.order().iter().filter_map(known).collect();
    let mut pairs = Vec::new();
    for (at, (id, signature, set)) in known.iter().enumerate() {
        for (other, beside, theirs) in &known[..at] {
            let shared = set.iter().filter(|shingle| theirs.binary_search(shingle).is_ok()).count();
            let (smaller, all) = (set.len().min(theirs.len()), set.len() + theirs.len() - shared);
            let exact = (shared as f64 / smaller as f64, shared as f64 / all as f64);
            pairs.push((exact, (signature.containment(beside), signature.resemblance(beside)), *id, *other));
        }
    }
    pairs.sort_by(|(a, ..), (b, ..)| b.0.total_cmp(&a.0));
    println!("{} articles\ncontained    alike", known.len());
    for ((c, r), (about_c, about_r), a, b) in pairs.into_iter().take(PAIRS) {
        let name = |id| pile.entry(id).source().shown();
        println!("{c:.2} ~{about_c:.2}  {r:.3} ~{about_r:.3}  {}  {}", name(a), name(b));
    }
}

fn times() {
    println!("| | |\n|---|---|");
    let maker = made::Maker::default();
    let texts: Vec<String> = (0..400).map(|n| maker.article(n, 4000)).collect();
    let started = Instant::now();
    let articles: Vec<Article> = texts.iter().map(|text| ingest::article(text.as_bytes(), &Hints::default())).collect();
    let each = |time: Duration| time / texts.len() as u32;
    row("reading an article of 4 KB", each(started.elapsed()));
    let started = Instant::now();
    for article in &articles {
        black_box(names::analyse(article));
    }
    row("finding the names in it", each(started.elapsed()));
    let started = Instant::now();
    for article in &articles {
        black_box(fingerprint::of(article));
    }
    row("its fingerprint", each(started.elapsed()));
    drop(articles);
    let (mut stories, started) = (Stories::default(), Instant::now());
    stories.apply((0..ARTICLES).map(|n| (ArticleId(n), Some(made_up(n)))));
    row(&format!("{} stories of {ARTICLES} articles, all at once", stories.all().count()), started.elapsed());
    let started = Instant::now();
    (0..10).for_each(|n| _ = stories.apply([(ArticleId(n), Some(made_up(n + 7)))]));
    row("one more article", started.elapsed() / 10);
    let (mut stories, started) = (Stories::default(), Instant::now());
    let mut from = 0;
    while from < ARTICLES {
        let to = (from + from / 16 + 64).min(ARTICLES);
        stories.apply((from..to).map(|n| (ArticleId(n), Some(made_up(n)))));
        from = to;
    }
    row("the same articles as they are read, a sixteenth more each time", started.elapsed());
    let (mut stories, started) = (Stories::default(), Instant::now());
    let copy = made_up(0);
    stories.apply((0..ARTICLES).map(|n| (ArticleId(n), Some(copy.clone()))));
    row("as many copies of one article", started.elapsed());
    let (mut stories, started) = (Stories::default(), Instant::now());
    stories.apply((0..ARTICLES).map(|n| (ArticleId(n), Some(page(n)))));
    row(&format!("as many pages of one template: {} story", stories.all().count()), started.elapsed());
    let (mut stories, started) = (Stories::default(), Instant::now());
    stories.apply((0..ARTICLES).map(|n| (ArticleId(n), Some(stamped(n)))));
    row(&format!("as many texts with the same third: {} stories", stories.all().count()), started.elapsed());
}

fn row(what: &str, time: Duration) {
    println!("| {what} | {:.3} ms |", time.as_secs_f64() * 1000.0);
}

/// Spreads a number over all bits.
fn spread(n: u64) -> u64 {
    let n = (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    n ^ (n >> 31)
}

fn signature(set: impl Iterator<Item = u64>) -> Signature {
    Signature::of(&set.map(spread).collect::<Vec<_>>())
}

/// An article of some hundred shingles; every fifth is a rewrite of the one before it.
fn made_up(n: u32) -> Signature {
    let n = u64::from(n);
    let from = if n % 5 == 4 { (n - 1) * 1000 + 60 } else { n * 1000 };
    signature(from..from + 300)
}

/// Nearly the same as all others.
fn page(n: u32) -> Signature {
    signature((0..290).chain((0..10).map(|own| 1_000_000 + u64::from(n) * 10 + own)))
}

/// A third the same as in all others: alike, and not enough so.
fn stamped(n: u32) -> Signature {
    signature((0..100).chain((0..200).map(|own| 1_000_000 + u64::from(n) * 200 + own)))
}
