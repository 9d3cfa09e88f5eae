//! The fuzzy filter over many titles: `cargo bench --bench filter`. From the request to the complete result, as the
//! search thread works it out on two threads, and what a key costs the screen's thread.

mod made;

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, LazyLock, Mutex};

use divan::{Bencher, black_box};
use kiosque::app::App;
use kiosque::app::action::{Action, Effect};
use kiosque::app::command::Command;
use kiosque::library::sources::Change;
use kiosque::library::{Snapshot, Source};
use kiosque::search::fuzzy::{Filter, Line};
use kiosque::search::query::Query;
use kiosque::worker::{Index, Job, Mentions, Narrow, Narrower, Order, Report};

use made::Maker;

fn main() {
    divan::main();
}

const MANY: usize = 100_000;
const MORE: usize = 1_000_000;

static TITLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let maker = Maker::default();
    (0..MORE).map(|n| maker.title(n)).collect()
});

fn pile(titles: usize) -> Snapshot {
    Snapshot::of_titles(TITLES[..titles].iter().map(String::as_str))
}

fn request(pile: &Snapshot, filter: &str) -> Narrow {
    let (query, bearers) = (Query::default(), Arc::default());
    let (marked, order, mentions) = (Arc::default(), Order::Pile, Mentions::default());
    Narrow { generation: 1, filter: filter.to_owned(), query, bearers, marked, pile: pile.clone(), order, mentions }
}

/// One request of a search thread that looked at `before` last.
fn bench(bencher: Bencher, titles: usize, before: &str, typed: &str) {
    let pile = pile(titles);
    let newest = AtomicU64::new(1);
    let start = || {
        let mut narrower = Narrower::new(2);
        if !before.is_empty() {
            narrower.run(&request(&pile, before), &Index::default(), &newest, &drop);
        }
        narrower
    };
    bencher.with_inputs(start).bench_refs(|narrower| {
        narrower.run(&request(&pile, typed), &Index::default(), &newest, &|r| drop(black_box(r)));
    });
}

/// The most frequent letter, which nearly every title has.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn first_letter(bencher: Bencher, titles: usize) {
    bench(bencher, titles, "", "e");
}

/// Two frequent letters, the first looked for before.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn second_letter(bencher: Bencher, titles: usize) {
    bench(bencher, titles, "e", "er");
}

/// Two frequent letters at once: pasted, or typed faster than they are looked for.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn two_letters_at_once(bencher: Bencher, titles: usize) {
    bench(bencher, titles, "", "er");
}

/// Four frequent letters at once.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn four_letters_at_once(bencher: Bencher, titles: usize) {
    bench(bencher, titles, "", "erai");
}

/// Three letters that few titles have, from nothing.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn rare_three_letters(bencher: Bencher, titles: usize) {
    bench(bencher, titles, "", "kwz");
}

/// Two words as they are typed, the last letter.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn last_letter_of_two_words(bencher: Bencher, titles: usize) {
    bench(bencher, titles, "brevan lyo", "brevan lyon");
}

/// For comparison: the matcher itself on every title, one thread.
#[divan::bench(args = ["e", "er", "kwz"], sample_count = 5, sample_size = 1)]
fn matcher_on_100_000(bencher: Bencher, typed: &str) {
    let lines: Vec<Line> = TITLES[..MANY].iter().map(|title| Line::new(title)).collect();
    bencher.bench(|| {
        let filter = Filter::new(black_box(typed));
        lines.iter().filter(|line| filter.matches(line).is_some()).count()
    });
}

/// A reader of so many files, none of them read yet, and what searches for it.
struct Desk {
    app: App,
    narrower: Narrower,
}

impl Desk {
    fn new(titles: usize) -> Self {
        let (mut app, _) = App::new(Vec::new());
        let source = |title: &String| Source::File { path: format!("{title}.txt").into(), named: false };
        app.update(Action::Report(Report::Changes(Change::first(TITLES[..titles].iter().map(source)))));
        app.update(Action::Report(Report::Scanned));
        app.update(Action::Run(Command::Filter));
        Self { app, narrower: Narrower::new(2) }
    }

    /// Types a letter or takes it back; what is to be searched for then.
    fn key(&mut self) -> Option<Narrow> {
        let typed = self.app.prompt().is_some_and(|prompt| prompt.input.value().len() > 1);
        let request =
            if typed { tui_input::InputRequest::DeletePrevChar } else { tui_input::InputRequest::InsertChar('e') };
        let effects = self.app.update(Action::Edit(request));
        effects.into_iter().find_map(|effect| match effect {
            Effect::Run(Job::Narrow(narrow)) => Some(*narrow),
            _ => None,
        })
    }

    fn search(&mut self, narrow: &Narrow) -> Vec<Report> {
        let reports: Mutex<Vec<Report>> = Mutex::default();
        let take = |report| reports.lock().unwrap_or_else(|broken| panic!("{broken}")).push(report);
        self.narrower.run(narrow, &Index::default(), &AtomicU64::new(0), &take);
        reports.into_inner().unwrap_or_default()
    }
}

/// What a key costs the screen's thread before the search.
#[divan::bench(args = [MANY, MORE], sample_count = 50, sample_size = 1)]
fn key_on_the_screen_s_thread(bencher: Bencher, titles: usize) {
    let mut desk = Desk::new(titles);
    let first = desk.key();
    for report in first.iter().flat_map(|narrow| desk.search(narrow)).collect::<Vec<_>>() {
        desk.app.update(Action::Report(report));
    }
    bencher.bench_local(|| desk.key());
}

/// What the result costs it.
#[divan::bench(args = [MANY, MORE], sample_count = 25, sample_size = 1)]
fn result_on_the_screen_s_thread(bencher: Bencher, titles: usize) {
    let desk = std::cell::RefCell::new(Desk::new(titles));
    let searched = || {
        let mut desk = desk.borrow_mut();
        let narrow = desk.key();
        narrow.iter().flat_map(|narrow| desk.search(narrow)).collect::<Vec<Report>>()
    };
    bencher.with_inputs(searched).bench_local_values(|reports| {
        for report in reports {
            desk.borrow_mut().app.update(Action::Report(report));
        }
    });
}
