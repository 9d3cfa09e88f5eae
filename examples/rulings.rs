//! Measures how long somebody waits who says who is who: `rulings [ARTICLES]` opens a reader on as many made-up articles
//! (100,000), each naming one person twice and another once, then merges the one into the other, takes that back, splits
//! off a name, takes that back, hides and renames. Printed for each: until the screen is right, the longest that the
//! screen's thread was busy at once, and until all articles are done.

#[path = "../benches/made/mod.rs"]
mod made;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use kiosque::app::action::{Action, Effect};
use kiosque::app::geometry::{Columns, Geometry};
use kiosque::app::{App, keymap};
use kiosque::document::{Article, ArticleBuilder, ArticleId, BlockKind};
use kiosque::library::read::Outcome;
use kiosque::library::sources::Change;
use kiosque::library::{Fresh, Source};
use kiosque::names::{ArticleNames, analyse};
use kiosque::worker::{Job, Report};

/// Articles that are analysed; all others are these again.
const DIFFERENT: usize = 500;
/// What each of them begins with.
const CAST: &str = "Le président russe Vladimir Poutine a reçu hier Kim Jong Un. Selon le Kremlin, Poutine était ravi.";

fn main() -> anyhow::Result<()> {
    let count = std::env::args().nth(1).map_or(Ok(100_000), |n| n.parse::<usize>())?;
    let mut app = reader(count);
    press(&mut app, "Enter");
    follow(&mut app, "Kim Jong Un");
    press(&mut app, "q M v l a d ↓");
    told(&mut app, "Enter", "merge");
    told(&mut app, "u", "take it back");
    follow(&mut app, "Vladimir Poutine");
    press(&mut app, "Enter");
    told(&mut app, "S", "split off");
    told(&mut app, "u", "take it back");
    follow(&mut app, "Vladimir Poutine");
    press(&mut app, "q");
    told(&mut app, "H", "hide");
    told(&mut app, "u", "take it back");
    press(&mut app, "A ^U r a v i");
    told(&mut app, "Enter", "add");
    told(&mut app, "u", "take it back");
    Ok(())
}

/// A reader of so many articles, all analysed.
fn reader(count: usize) -> App {
    let maker = made::Maker::default();
    let different: Vec<(Article, ArticleNames)> = (0..DIFFERENT.min(count))
        .map(|n| {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Title, &format!("Article {n}"));
            builder.block(BlockKind::Paragraph, CAST);
            for text in maker.article(n, 1024).split("\n\n") {
                builder.block(BlockKind::Paragraph, text);
            }
            let article = builder.finish("x");
            let names = analyse(&article);
            (article, names)
        })
        .collect();
    let (mut app, _) = App::new(Vec::new());
    app.update(Action::Resize(Geometry {
        columns: Columns::Three,
        list_items: 20,
        saved_rows: 0,
        text_width: 80,
        text_rows: 40,
        sidebar_rows: 40,
        view_rows: 40,
        view_columns: 118,
        wide: 118,
        overlay_rows: 40,
        overlay_lines: 50,
    }));
    let source = |n| Source::File { path: format!("dépêches/{n}.txt").into(), named: false };
    app.update(Action::Report(Report::Changes(Change::first((0..count).map(source)))));
    app.update(Action::Report(Report::Scanned));
    for n in 0..count {
        let (article, names) = &different[n % different.len()];
        let (id, fresh) = (ArticleId(n as u32), Fresh::new(article.clone()));
        let text = fresh.head.text;
        app.update(Action::Report(Report::Read(id, Outcome::Articles(vec![fresh]), None)));
        app.update(Action::Report(Report::Named(id, text, names.clone(), false)));
    }
    app
}

/// Follows somebody whom the article on the screen names.
fn follow(app: &mut App, name: &str) {
    let at = app.sidebar().rows().iter().position(|row| app.name(row.entity) == name).map_or(0, |at| at + 1);
    app.update(Action::FollowNth(0));
    app.update(Action::FollowNth(at));
    app.update(Action::Resize(app.geometry()));
    println!("{}", app.status());
}

/// Presses keys and lets all that follows happen: how long the first step took, the longest one, and all of them.
fn press(app: &mut App, keys: &str) -> [Duration; 3] {
    let (start, mut first, mut longest) = (Instant::now(), None, Duration::ZERO);
    for key in keys.split(' ') {
        let Some(action) = key.parse().ok().and_then(|key| keymap::resolve(app.mode(), key)) else { continue };
        let mut actions = VecDeque::from([action]);
        while let Some(action) = actions.pop_front() {
            let step = Instant::now();
            let effects = app.update(action);
            longest = longest.max(step.elapsed());
            // The frame that follows has the names of the sidebar put together.
            let frame = Instant::now();
            app.update(Action::Resize(app.geometry()));
            longest = longest.max(frame.elapsed());
            first.get_or_insert(start.elapsed());
            let again = effects.iter().any(|effect| matches!(effect, Effect::Run(Job::Again)));
            actions.extend(again.then_some(Action::Report(Report::Again)));
        }
    }
    [first.unwrap_or_default(), longest, start.elapsed()]
}

fn told(app: &mut App, key: &str, what: &str) {
    let [first, longest, all] = press(app, key).map(|took| took.as_secs_f64() * 1e3);
    println!(
        "{what}: on the screen after {first:.1} ms, longest step {longest:.1} ms, all after {all:.0} ms — {}",
        app.status()
    );
}
