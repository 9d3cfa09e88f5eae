//! The table against a plain list of what it should hold, and the cases that were wrong once.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::document::{ArticleBuilder, BlockKind, Problem};

fn fresh(text: &str) -> Fresh {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, text);
    Fresh::new(builder.finish(text))
}

fn articles(texts: &[&str]) -> Outcome {
    Outcome::Articles(texts.iter().map(|text| fresh(text)).collect())
}

fn new(no: u32, behind: Option<u32>) -> Change {
    let source = Arc::new(Source::File { path: PathBuf::from(format!("{no}.txt")), named: false });
    Change::New { no: SourceNo(no), source, behind: behind.map(SourceNo) }
}

fn gone(no: u32) -> Change {
    Change::Gone(SourceNo(no))
}

/// Takes in a change that asks for one source to be read, and what comes of reading it.
fn take(pile: &mut Pile, change: Change, texts: &[&str]) -> Vec<ArticleId> {
    let first = pile.apply(vec![change]).to_read[0];
    pile.settle(first, articles(texts)).ids
}

fn titles(pile: &Pile) -> Vec<&str> {
    pile.order().iter().map(|&id| pile.title(id)).collect()
}

fn is_done(pile: &Pile) -> bool {
    pile.progress().done == pile.progress().steps
}

#[test]
fn new_sources_stand_at_their_places_pictures_among_them() {
    let mut pile = Pile::new();
    take(&mut pile, new(0, None), &["a"]);
    let picture = pile.apply(vec![new(1, Some(0))]).to_read[0];
    pile.settle(picture, Outcome::Skipped(Notice::note("b.png: not a text")));
    take(&mut pile, new(2, Some(1)), &["d1", "d2"]);
    take(&mut pile, new(3, Some(1)), &["c"]);
    take(&mut pile, new(4, None), &["0"]);
    assert_eq!(titles(&pile), ["0", "a", "c", "d1", "d2"]);
    // The picture gives way to a text of the same name.
    let again = pile.apply(vec![Change::Changed(SourceNo(1))]).to_read;
    assert_eq!((again.as_slice(), titles(&pile).len()), (&[picture][..], 5));
    pile.settle(picture, articles(&["b1", "b2"]));
    assert_eq!(titles(&pile), ["0", "a", "b1", "b2", "c", "d1", "d2"]);
    assert!(pile.notices().is_empty());
}

#[test]
fn what_comes_back_has_the_ids_that_it_had() {
    let mut pile = Pile::new();
    let before = take(&mut pile, new(0, None), &["a1", "a2"]);
    take(&mut pile, new(1, Some(0)), &["b"]);
    let applied = pile.apply(vec![gone(0)]);
    assert_eq!((titles(&pile), applied.gone.len()), (vec!["b"], 1));
    assert!(!pile.is_listed(before[0]) && pile.first_of(before[0]).is_none());
    assert!(pile.settle(before[0], articles(&["late"])).ids.is_empty(), "it was read before it was gone");
    assert_eq!(take(&mut pile, new(0, None), &["a1", "a2"]), before);
    assert_eq!(titles(&pile), ["a1", "a2", "b"]);
}

#[test]
fn a_source_grows_and_shrinks() {
    let mut pile = Pile::new();
    let first = take(&mut pile, new(0, None), &["a"]);
    take(&mut pile, new(1, Some(0)), &["z"]);
    for texts in [&["a", "b", "c"][..], &["a"], &["a", "b"], &["b"]] {
        let ids = take(&mut pile, Change::Changed(SourceNo(0)), texts);
        assert_eq!(ids[0], first[0]);
        assert_eq!(titles(&pile)[..texts.len()], *texts);
        assert_eq!(pile.order().len(), texts.len() + 1);
        assert!(pile.order().iter().all(|&id| pile.is_listed(id)));
        let alone = texts.len() == 1;
        assert!(ids.iter().enumerate().all(|(at, &id)| {
            let entry = pile.entry(id);
            entry.ordinal() == at && entry.identity("").is_some_and(|identity| identity.alone == alone)
        }));
    }
    for id in pile.order().to_vec() {
        let text = pile.entry(id).head().unwrap().text;
        pile.name(id, text, &ArticleNames::default());
    }
    assert!(is_done(&pile), "{:?}", pile.progress());
}

/// Two changes before the first is read are one reading; one that was never asked for is none.
#[test]
fn steps_are_counted_once() {
    let mut pile = Pile::new();
    let id = take(&mut pile, new(0, None), &["a"])[0];
    pile.name(id, ContentHash::of_text("a"), &ArticleNames::default());
    assert!(is_done(&pile));
    pile.settle(id, articles(&["b"]));
    pile.name(id, ContentHash::of_text("b"), &ArticleNames::default());
    assert!(is_done(&pile));
    pile.apply(vec![Change::Changed(SourceNo(0)), Change::Changed(SourceNo(0))]);
    assert_eq!(pile.progress().steps - pile.progress().done, 1);
    pile.settle(id, articles(&["c"]));
    assert_eq!(pile.progress().steps - pile.progress().done, 1, "who is named in it");
    pile.apply(vec![Change::Changed(SourceNo(0)), gone(0)]);
    assert!(is_done(&pile));
}

#[test]
fn texts_over_the_room_are_not_held() {
    let mut pile = Pile::with_room(5);
    take(&mut pile, new(0, None), &["aaaa"]);
    let large = take(&mut pile, new(1, Some(0)), &["bbbb"])[0];
    assert!(pile.article(large).is_none() && pile.is_away(large));
    let visit = |pile: &mut Pile, text: &str| {
        pile.visit(large, ContentHash::of_text(text), fresh(text).article, &ArticleNames::default());
    };
    visit(&mut pile, "autre");
    assert!(pile.article(large).is_none(), "it says something else by now");
    visit(&mut pile, "bbbb");
    assert!(pile.article(large).is_some() && pile.texts.is_visit(large) && !pile.is_away(large));
    take(&mut pile, Change::Changed(SourceNo(1)), &["c"]);
    assert!(pile.article(large).is_some() && !pile.texts.is_visit(large), "there is room for the new one");
    pile.apply(vec![gone(0), gone(1)]);
    take(&mut pile, new(2, None), &["ddddd"]);
    assert!(pile.article(pile.order()[0]).is_some(), "what is gone leaves its room");
}

/// As many as a disk that is put in, and taken out.
#[test]
fn ten_thousand_changes_are_soon_taken_in() {
    const MANY: u32 = 10_000;
    let mut pile = Pile::new();
    take(&mut pile, new(2 * MANY, None), &["first"]);
    take(&mut pile, new(2 * MANY + 1, Some(2 * MANY)), &["last"]);
    let changes = (0..MANY).map(|no| new(no, Some(no.checked_sub(1).unwrap_or(2 * MANY))));
    let ids = pile.apply(changes.collect()).to_read;
    for (at, &id) in ids.iter().enumerate().rev() {
        let outcome = match at % 3 {
            0 => articles(&["a", "b"]),
            1 => Outcome::Skipped(Notice::note(&format!("{at}.png: not a text"))),
            _ => articles(&["a"]),
        };
        pile.settle(id, outcome);
    }
    assert_eq!((pile.order().len(), pile.notices().len()), (MANY as usize + 3, MANY as usize / 3));
    let gone = pile.apply((0..MANY).map(gone).collect()).gone.len();
    assert_eq!((gone, titles(&pile), pile.notices().len()), (MANY as usize, vec!["first", "last"], 0));
}

/// What a source may come to.
#[derive(Debug, Clone)]
enum Came {
    Texts(Vec<&'static str>),
    Skipped,
    Unreadable,
}

#[derive(Debug, Clone)]
enum Step {
    /// The source with this number is changed when it is there; else it is new, behind the one at this place.
    Appear(u32, usize),
    Vanish(u32),
    Settle(u32, Came),
    /// The article at this place is named, or looked at.
    Name(usize),
    Visit(usize),
}

/// What the pile should hold: the sources in order, each with its titles while it has any.
#[derive(Debug, Default)]
struct Model {
    line: Vec<(u32, Vec<String>)>,
    waiting: HashSet<u32>,
}

impl Model {
    fn shown(&self) -> Vec<&str> {
        self.line.iter().flat_map(|(_, titles)| titles.iter().map(String::as_str)).collect()
    }

    fn of(&mut self, no: u32) -> Option<&mut Vec<String>> {
        self.line.iter_mut().find(|(other, _)| *other == no).map(|(_, titles)| titles)
    }
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let texts = prop::collection::vec(prop::sample::select(vec!["aaa", "bbbb", "cc", "ddddddddd"]), 1..4);
    let came = prop_oneof![4 => texts.prop_map(Came::Texts), 1 => Just(Came::Skipped), 1 => Just(Came::Unreadable)];
    let step = prop_oneof![
        3 => (0u32..6, 0usize..6).prop_map(|(no, at)| Step::Appear(no, at)),
        1 => (0u32..6).prop_map(Step::Vanish),
        4 => (0u32..6, came).prop_map(|(no, came)| Step::Settle(no, came)),
        2 => (0usize..12).prop_map(Step::Name),
        1 => (0usize..12).prop_map(Step::Visit),
    ];
    prop::collection::vec(prop::collection::vec(step, 1..5), 1..25)
}

/// Runs a step on the model; what it is for the pile, when it is a change of the disk.
fn change(model: &mut Model, step: &Step) -> Option<Change> {
    match *step {
        Step::Appear(no, _) if model.of(no).is_some() => {
            model.waiting.insert(no);
            Some(Change::Changed(SourceNo(no)))
        }
        Step::Appear(no, at) => {
            let at = at.min(model.line.len());
            let behind = at.checked_sub(1).map(|at| model.line[at].0);
            model.line.insert(at, (no, vec![format!("{no}.txt")]));
            model.waiting.insert(no);
            Some(new(no, behind))
        }
        Step::Vanish(no) => {
            model.line.retain(|(other, _)| *other != no);
            model.waiting.remove(&no);
            Some(gone(no))
        }
        _ => None,
    }
}

fn settle(pile: &mut Pile, model: &mut Model, no: u32, came: &Came) {
    let Some(titles) = model.of(no) else { return };
    let first = pile.first(SourceNo(no)).expect("a source that is there");
    let mut problem = ArticleBuilder::new();
    problem.problem(Problem::new("no permission"));
    let (outcome, shown) = match came {
        Came::Texts(texts) => (articles(texts), texts.iter().map(|text| (*text).to_owned()).collect()),
        Came::Skipped => (Outcome::Skipped(Notice::note("a picture")), Vec::new()),
        Came::Unreadable => (Outcome::Unreadable(Fresh::new(problem.finish("x"))), vec!["x".to_owned()]),
    };
    *titles = shown;
    model.waiting.remove(&no);
    pile.settle(first, outcome);
}

fn check(pile: &Pile, model: &Model) {
    assert_eq!(titles(pile), model.shown());
    let listed = (0..pile.listed.len() as u32).filter(|&id| pile.is_listed(ArticleId(id))).count();
    assert_eq!(listed, pile.order().len());
    let held: u64 = pile.order().iter().filter_map(|&id| pile.article(id)).map(|a| a.text().len() as u64).sum();
    assert!(held <= ROOM_OF_TEST + ROOM);
    let progress = pile.progress();
    assert!(progress.done <= progress.steps);
    // What is open is what can still be done.
    let unnamed = pile.order().iter().filter(|&&id| !pile.is_named(id)).count();
    assert_eq!(progress.steps - progress.done, unnamed + model.waiting.len());
}

const ROOM_OF_TEST: u64 = 20;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_pile_is_what_a_plain_list_would_be(batches in steps()) {
        let (mut pile, mut model) = (Pile::with_room(ROOM_OF_TEST), Model::default());
        for batch in batches {
            let changes: Vec<Change> = batch.iter().filter_map(|step| change(&mut model, step)).collect();
            pile.apply(changes);
            for step in &batch {
                let at = |n: usize, pile: &Pile| pile.order().get(n).copied();
                match step {
                    Step::Settle(no, came) => settle(&mut pile, &mut model, *no, came),
                    Step::Name(n) | Step::Visit(n) => {
                        let Some(id) = at(*n, &pile) else { continue };
                        let Some(text) = pile.entry(id).head().map(|head| head.text) else { continue };
                        if matches!(step, Step::Name(_)) {
                            pile.name(id, text, &ArticleNames::default());
                        } else if !pile.entry(id).is_unreadable() {
                            let article = fresh(pile.title(id)).article;
                            pile.visit(id, text, article, &ArticleNames::default());
                        }
                    }
                    Step::Appear(..) | Step::Vanish(_) => {}
                }
            }
            check(&pile, &model);
        }
        for no in model.waiting.clone() {
            settle(&mut pile, &mut model, no, &Came::Texts(vec!["aaa"]));
        }
        for id in pile.order().to_vec() {
            let text = pile.entry(id).head().expect("all are read").text;
            pile.name(id, text, &ArticleNames::default());
        }
        check(&pile, &model);
        prop_assert!(is_done(&pile));
    }
}
