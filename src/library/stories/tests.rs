//! Which articles are one story, and that nothing but the articles decides it.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::ingest::{self, Hints};
use crate::library::fingerprint;

fn signature(name: &str) -> Option<Signature> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stories").join(name);
    let bytes = std::fs::read(path).expect("a fixture");
    fingerprint::of(&ingest::article(&bytes, &Hints::named(name)))
}

/// The stories among articles, each by the names of its files.
fn check(names: &[&str], expected: &[&[&str]]) {
    let mut stories = Stories::default();
    stories.apply((0..).map(ArticleId).zip(names.iter().map(|name| signature(name))));
    let mut found: Vec<Vec<&str>> =
        stories.all().map(|story| story.iter().map(|id| names[id.index()]).collect()).collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn what_is_made_of_one_dispatch_is_one_story_and_the_next_day_is_another() {
    check(
        &["depeche.txt", "autre.txt", "reprise.txt", "breve.txt", "dossier.txt"],
        &[&["depeche.txt", "reprise.txt", "breve.txt", "dossier.txt"]],
    );
    for pair in ["reprise.txt", "breve.txt", "dossier.txt"] {
        check(&["depeche.txt", pair], &[&["depeche.txt", pair]]);
    }
    check(&["bref-c.txt", "bref-a.txt", "bref-b.txt"], &[&["bref-a.txt", "bref-b.txt"]]);
}

/// The fingerprint of a made-up text: the numbers of its shingles.
fn made(shingles: impl Iterator<Item = u64>) -> Signature {
    let spread =
        |n: u64| (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mut set: Vec<u64> = shingles.map(spread).map(|n| n ^ n >> 31).collect();
    set.sort_unstable();
    Signature::of(&set)
}

#[test]
fn what_says_nothing_is_in_no_story() {
    let mut builder = crate::document::ArticleBuilder::new();
    builder.block(crate::document::BlockKind::Paragraph, "Trop court pour dire quoi que ce soit.");
    assert_eq!(fingerprint::of(&builder.finish("x")), None);
    let mut stories = Stories::default();
    assert!(stories.apply([(ArticleId(0), None), (ArticleId(1), None)]).is_empty());
}

#[test]
fn a_change_tells_of_its_own_story_only() {
    let one = || Some(made(0..100));
    let two = || Some(made(1000..1100));
    let id = ArticleId;
    let mut stories = Stories::default();
    let told = stories.apply([(id(0), one()), (id(1), two()), (id(2), one()), (id(3), two()), (id(4), None)]);
    assert_eq!(told.new.iter().map(|story| story.to_vec()).collect::<Vec<_>>(), [[id(0), id(2)], [id(1), id(3)]]);
    assert!(stories.apply([(id(2), one())]).is_empty());
    let told = stories.apply([(id(4), one())]);
    assert_eq!((told.gone, told.new[0].to_vec(), told.new.len()), (vec![id(0)], vec![id(0), id(2), id(4)], 1));
    let told = stories.apply([(id(0), None), (id(2), two())]);
    assert_eq!(told.gone, [id(0), id(1)]);
    assert_eq!(told.new.iter().map(|story| story.to_vec()).collect::<Vec<_>>(), [[id(1), id(2), id(3)]]);
    assert_eq!((stories.of(id(4)), stories.of(id(0))), (None, None));
}

/// Copies, and pages of a template that all differ: neither may take time that grows with the square of their number.
#[test]
fn very_many_of_one_story_are_one_story() {
    const MANY: u32 = 20_000;
    let mut stories = Stories::default();
    let copies = made(0..200);
    let page = |n: u32| made((1_000_000..1_000_190).chain((0..10).map(|own| u64::from(n) * 100 + own)));
    stories.apply((0..MANY).map(|n| (ArticleId(n), Some(copies.clone()))));
    stories.apply((MANY..2 * MANY).map(|n| (ArticleId(n), Some(page(n)))));
    let mut lengths: Vec<usize> = stories.all().map(|story| story.len()).collect();
    lengths.sort_unstable();
    assert_eq!(lengths, [MANY as usize, MANY as usize]);
    let told = stories.apply((0..MANY).map(|n| (ArticleId(n), None)));
    assert_eq!((told.gone, told.new.len()), (vec![ArticleId(0)], 0));
}

/// Texts that overlap in many ways: each a stretch of one of a few long ones, most of the same one.
fn text() -> impl Strategy<Value = Option<Signature>> {
    let stretch = (0u64..3, 0u64..60, 30u64..90);
    proptest::option::weighted(
        0.9,
        stretch.prop_map(|(long, from, len)| {
            let from = (long / 2) * 10_000 + from;
            made(from..from + len)
        }),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn stories_are_a_function_of_the_articles(
        batches in prop::collection::vec(prop::collection::vec((0u32..60, text()), 0..40), 1..6),
    ) {
        let mut stories = Stories::default();
        let mut shown: BTreeMap<ArticleId, Story> = BTreeMap::new();
        let mut last = BTreeMap::new();
        for batch in batches {
            let batch: Vec<_> = batch.into_iter().map(|(id, text)| (ArticleId(id), text)).collect();
            last.extend(batch.iter().cloned());
            let told = stories.apply(batch);
            told.gone.iter().for_each(|name| assert!(shown.remove(name).is_some()));
            shown.extend(told.new.into_iter().map(|story| (story[0], story)));
        }
        let mut fresh = Stories::default();
        fresh.apply(last.into_iter().rev());
        let all = |stories: &Stories| stories.all().map(|story| (story[0], story.clone())).collect::<BTreeMap<_, _>>();
        prop_assert_eq!(all(&stories), all(&fresh));
        prop_assert_eq!(&shown, &all(&fresh));
        for story in shown.values() {
            prop_assert!(story.len() > 1 && story.is_sorted());
            prop_assert!(story.iter().all(|&id| stories.of(id) == Some(story)));
        }
    }
}
