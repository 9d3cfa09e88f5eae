//! What a reader waits for: `cargo bench`. Frames are whole ones: a key, the layout, the drawing, the difference to the
//! frame before, and the bytes for the terminal.

mod made;

use std::fs;
use std::io::Sink;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use kiosque::app::App;
use kiosque::app::action::Action;
use kiosque::app::command::Command;
use kiosque::document::{Article, ArticleId};
use kiosque::ingest::{self, Hints};
use kiosque::library::read::{self, Outcome};
use kiosque::library::sources::{Change, Sources};
use kiosque::library::{Fresh, Pile, Source};
use kiosque::names;
use kiosque::search::fuzzy::{Filter, Line};
use kiosque::search::query::Query;
use kiosque::text::fold::{Folded, fold};
use kiosque::text::wrap::wrap;
use kiosque::tui::theme::Theme;
use kiosque::tui::{draw, place};
use kiosque::worker::Report;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use made::Maker;

fn main() {
    divan::main();
}

/// The size of a screen that is large already.
const AREA: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };

static MAKER: LazyLock<Maker> = LazyLock::new(Maker::default);

fn article(n: usize, bytes: usize) -> Article {
    let text = MAKER.article(n, bytes);
    ingest::article(text.as_bytes(), &Hints::default())
}

/// A reader of these articles on a screen that nobody sees.
struct Reader {
    app: App,
    terminal: Terminal<CrosstermBackend<Sink>>,
}

impl Reader {
    fn new(articles: impl Iterator<Item = Article>) -> Self {
        let (app, _) = App::new(Vec::new());
        let options = TerminalOptions { viewport: Viewport::Fixed(AREA) };
        let terminal = Terminal::with_options(CrosstermBackend::new(std::io::sink()), options).expect("a terminal");
        let mut reader = Self { app, terminal };
        let articles: Vec<Article> = articles.collect();
        let source = |n| Source::File { path: format!("pile/{n}.txt").into(), named: false };
        reader.update(Action::Report(Report::Changes(Change::first((0..articles.len()).map(source)))));
        reader.update(Action::Report(Report::Scanned));
        for (id, article) in articles.into_iter().enumerate() {
            let (id, names) = (ArticleId(id as u32), names::analyse(&article));
            let fresh = Fresh::new(article);
            let text = fresh.head.text;
            reader.update(Action::Report(Report::Read(id, Outcome::Articles(vec![fresh]), None)));
            reader.update(Action::Report(Report::Named(id, text, names, false)));
        }
        reader.frame();
        reader
    }

    fn update(&mut self, action: Action) {
        self.app.update(action);
    }

    fn frame(&mut self) {
        let app = &mut self.app;
        let paint = |frame: &mut ratatui::Frame| {
            let layout = place(app, AREA);
            draw::draw(app, Theme { light: false, color: true }, &layout, frame.buffer_mut());
        };
        self.terminal.draw(paint).expect("a sink takes everything");
    }

    /// Down for as long as it goes, then from the top again: every step is a frame that differs from the last.
    fn scroll(&mut self, command: Command) {
        let place = |app: &App| (app.list().selected(), app.reading().map(|reading| reading.top));
        let before = place(&self.app);
        self.update(Action::Run(command));
        if place(&self.app) == before {
            self.update(Action::Run(Command::Top));
        }
        self.frame();
    }
}

mod frame {
    use super::{Bencher, Command, Reader, article};
    use kiosque::app::action::Action;

    /// A line down in an article of some pages.
    #[divan::bench]
    fn scrolling_an_article(bencher: Bencher) {
        let mut reader = Reader::new((0..5).map(|n| article(n, 20_000)));
        reader.update(Action::Run(Command::Open));
        reader.update(Action::FollowNth(1));
        bencher.bench_local(|| reader.scroll(Command::Down));
    }

    /// A page down in an article of a megabyte.
    #[divan::bench]
    fn scrolling_a_megabyte(bencher: Bencher) {
        let mut reader = Reader::new((0..2).map(|n| article(n, 1_000_000)));
        reader.update(Action::Run(Command::Open));
        reader.update(Action::FollowNth(1));
        bencher.bench_local(|| reader.scroll(Command::PageDown));
    }

    /// The same where the megabyte is one paragraph on one line.
    #[divan::bench]
    fn scrolling_a_megabyte_of_one_line(bencher: Bencher) {
        let line = super::MAKER.article(1, 1_000_000).replace('\n', " ");
        let read = |line: &str| kiosque::ingest::article(line.as_bytes(), &kiosque::ingest::Hints::default());
        let mut reader = Reader::new(std::iter::once(read(&line)));
        reader.update(Action::Run(Command::Open));
        bencher.bench_local(|| reader.scroll(Command::PageDown));
    }

    /// To the next of ten thousand articles: the list moves, and another text stands beside it.
    #[divan::bench]
    fn moving_in_a_list_of_10_000(bencher: Bencher) {
        let mut reader = Reader::new((0..10_000).map(|n| article(n, 600)));
        reader.update(Action::FollowNth(1));
        bencher.bench_local(|| reader.scroll(Command::Down));
    }
}

/// One more letter of a filter over ten thousand titles.
#[divan::bench(args = ["b", "brevan", "brevan lyon", "zzz"])]
fn filter_10_000_titles(bencher: Bencher, typed: &str) {
    let lines: Vec<Line> = (0..10_000).map(|n| Line::new(&MAKER.title(n))).collect();
    bencher.counter(ItemsCount::new(lines.len())).bench(|| {
        let filter = Filter::new(black_box(typed));
        lines.iter().filter(|line| filter.matches(line).is_some()).count()
    });
}

/// A query over the texts of a thousand articles, as the worker runs it.
#[divan::bench(args = ["gouvernement", "\"de la\" -sanction vict*"], sample_size = 1)]
fn query_1_000_articles(bencher: Bencher, typed: &str) {
    let articles: Vec<Article> = (0..1000).map(|n| article(n, 4000)).collect();
    let query = Query::parse(typed, chrono::NaiveDate::default());
    bencher
        .counter(BytesCount::new(articles.iter().map(|a| a.text().len()).sum::<usize>()))
        .bench(|| articles.iter().filter(|article| query.matches(fold(article.text()).as_str())).count());
}

#[divan::bench(args = [40, 80])]
fn wrapping(bencher: Bencher, width: usize) {
    let text = MAKER.article(1, 8000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| wrap(black_box(&text), 0..text.len(), width));
}

#[divan::bench]
fn folding(bencher: Bencher) {
    let text = MAKER.article(1, 100_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| fold(black_box(&text)));
}

#[divan::bench]
fn folding_with_the_way_back(bencher: Bencher) {
    let text = MAKER.article(1, 100_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Folded::new(black_box(&text)));
}

/// From the texts of two hundred articles to their people, joined over all of them; on one core.
#[divan::bench(sample_count = 15, sample_size = 1)]
fn naming_200_articles(bencher: Bencher) {
    let articles: Vec<Article> = (0..200).map(|n| article(n, 4000)).collect();
    let bytes: usize = articles.iter().map(|article| article.text().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut registry = names::Registry::new();
        for (id, article) in articles.iter().enumerate() {
            registry.add(ArticleId(id as u32), &names::analyse(black_box(article)));
        }
        registry
    });
}

/// A thousand articles on one core: found, read, recognised, joined into the pile.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_1_000_articles(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..1000 {
        fs::write(folder.path().join(format!("{n:04}.txt")), MAKER.article(n, 4000)).expect("a file");
    }
    let paths = [folder.path().to_owned()];
    bencher.counter(ItemsCount::new(1000usize)).bench_local(|| {
        let mut pile = Pile::new();
        let mut changes = Vec::new();
        Sources::default().look(&paths, &mut |change| {
            changes.push(change);
            true
        });
        for id in pile.apply(changes).to_read {
            let outcome = read::read(pile.entry(id).source());
            let fresh: Vec<Fresh> = outcome.articles().to_vec();
            for (id, fresh) in pile.settle(id, outcome).ids.into_iter().zip(fresh) {
                pile.name(id, fresh.head.text, &read::name(&fresh.article));
            }
        }
        pile
    });
}
