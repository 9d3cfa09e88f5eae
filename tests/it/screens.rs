//! Screens without a terminal: an application fed with articles of our own, drawn into a buffer.
//!
//! The snapshots hold no names, so that they do not depend on the recogniser; what follows names is looked at cell by
//! cell.

use std::sync::mpsc::{self, Receiver};

use kiosque::app::App;
use kiosque::app::action::{Action, Effect, Target};
use kiosque::app::geometry::Pane;
use kiosque::app::{command, keymap};
use kiosque::document::{Article, ArticleBuilder, ArticleId, BlockKind, Problem, Published};
use kiosque::library::read::Outcome;
use kiosque::library::saved::SavedFile;
use kiosque::library::scan::Notice;
use kiosque::library::sources::Change;
use kiosque::library::watched::WatchFile;
use kiosque::library::{Fresh, Source};
use kiosque::names::{self, ArticleNames};
use kiosque::text::safe;
use kiosque::tui::draw;
use kiosque::tui::layout::Layout;
use kiosque::tui::theme::{Role, Theme};
use kiosque::tui::{place, settle};
use kiosque::worker::{Inquire, Job, Learnt, Pool, Report};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

pub(super) const DARK: Theme = Theme { light: false, color: true };

/// An application whose searches run to their end before the next key: nothing is left to chance.
pub(super) struct Desk {
    pub(super) app: App,
    pool: Pool,
    reports: Receiver<Report>,
    area: Rect,
}

impl Desk {
    /// A screen of this size over these articles.
    pub(super) fn new(columns: u16, rows: u16, articles: Vec<(Article, ArticleNames)>) -> Self {
        let (sender, reports) = mpsc::channel();
        let pool = Pool::new(1, None, move |report| sender.send(report).unwrap_or_default());
        let queries = SavedFile { path: "queries.txt".into(), writable: true };
        let (app, _) = App::new(Vec::new()).0.with_saved(Some(queries));
        let (app, _) = app.with_watched(Some(WatchFile { path: "watch.txt".into(), writable: true }));
        let mut desk = Self { app, pool, reports, area: Rect::new(0, 0, columns, rows) };
        let source = |n| Source::File { path: format!("dépêches/{n}.txt").into(), named: false };
        desk.update(Action::Report(Report::Changes(Change::first((1..=articles.len()).map(source)))));
        desk.update(Action::Report(Report::Scanned));
        for (id, (article, names)) in articles.into_iter().enumerate() {
            let id = ArticleId(id as u32);
            let fresh = Fresh::new(article);
            let text = fresh.head.text;
            desk.update(Action::Report(Report::Read(id, Outcome::Articles(vec![fresh]), None)));
            desk.update(Action::Report(Report::Named(id, text, names, false)));
        }
        desk
    }

    pub(super) fn update(&mut self, action: Action) {
        let (_, mut effects) = settle(&mut self.app, self.area);
        effects.extend(self.app.update(action));
        while let Some(effect) = effects.pop() {
            let Effect::Run(job) = effect else { continue };
            let answered = match &job {
                Job::Narrow(_) | Job::Find(_) | Job::Count(_) | Job::Group(_) | Job::Compare(_) => true,
                Job::Inquire(inquire) => !matches!(**inquire, Inquire::Stop),
                _ => false,
            };
            if answered {
                self.pool.run(job);
                let mut more = true;
                while more {
                    let report = self.reports.recv().expect("every search is answered");
                    more = more_to_come(&report);
                    effects.extend(self.app.update(Action::Report(report)));
                }
            }
        }
    }

    /// Presses keys: names as the help screen has them, parted by spaces, or words to type.
    pub(super) fn press(&mut self, keys: &str) -> &mut Self {
        for word in keys.split(' ') {
            let letters: Vec<String> = match word.parse::<kiosque::app::key::Key>() {
                Ok(_) => vec![word.to_owned()],
                Err(_) => word.chars().map(String::from).collect(),
            };
            for key in letters {
                if let Some(action) = keymap::resolve(self.app.mode(), key.parse().expect("a key")) {
                    self.update(action);
                }
            }
        }
        self
    }

    /// A click on a row of the menu above the line being typed.
    pub(super) fn click(&mut self, x: u16, y: u16) -> &mut Self {
        let layout = place(&mut self.app, self.area);
        if let Some(row) = draw::choice_at(&self.app, &layout, x, y) {
            self.update(Action::Click(Target::Choice(row)));
        }
        self
    }

    pub(super) fn size(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.area = Rect::new(0, 0, columns, rows);
        self
    }

    pub(super) fn draw(&mut self, theme: Theme) -> (Buffer, Layout, Option<Position>) {
        let layout = place(&mut self.app, self.area);
        let mut buffer = Buffer::empty(self.area);
        let cursor = draw::draw(&self.app, theme, &layout, &mut buffer);
        (buffer, layout, cursor)
    }

    pub(super) fn rows(&mut self) -> Vec<String> {
        rows(&self.draw(DARK).0)
    }

    pub(super) fn screen(&mut self) -> String {
        self.rows().join("\n")
    }
}

/// True for a part of what is being found out.
fn more_to_come(report: &Report) -> bool {
    match report {
        Report::Learnt(Learnt::Card(_, dossier)) => !dossier.is_complete(),
        Report::Learnt(Learnt::List(_, _, (looked, all))) => looked < all,
        _ => false,
    }
}

/// What stands in each row.
pub(super) fn rows(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let row = |cells: &[ratatui::buffer::Cell]| {
        let mut out = String::new();
        let mut skip = 0;
        for cell in cells {
            if skip == 0 {
                out += cell.symbol();
                skip = kiosque::text::cells::width(cell.symbol()).max(1);
            }
            skip -= 1;
        }
        out.trim_end().to_owned()
    };
    buffer.content.chunks(width.max(1)).map(row).collect()
}

pub(super) fn article(blocks: &[(BlockKind, &str)], source: &str, date: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for (kind, text) in blocks {
        builder.block(*kind, text);
    }
    builder.source(source);
    if let Some(published) = kiosque::ingest::parse_date(date) {
        builder.published(published);
    }
    builder.finish("sans titre")
}

/// Three articles with every kind of block, marks of French typography and wide characters among them.
fn articles() -> Vec<Article> {
    use BlockKind::{Caption, Furniture, Heading, ListItem, Paragraph, Preformatted, Quotation, Title};
    let first = article(
        &[
            (Title, "Le train blindé est entré en gare"),
            (Furniture, "Publicité"),
            (
                Paragraph,
                "Ce matin, Vladimir Poutine attendait sur le quai. « Soyez le bienvenu ! » a dit Vladimir Poutine à son hôte.",
            ),
            (Heading, "Ce que l’on sait"),
            (ListItem, "• Des chemins de fer : douze."),
            (ListItem, "• Du blé ; beaucoup."),
            (Quotation, "Nous avons le temps. Personne ne nous presse, et le chemin est long."),
            (Paragraph, "La presse n’a rien vu : 日本語の記者も, ni les autres."),
            (Preformatted, "  a    b\n  1    2"),
            (Caption, "Le quai, mardi matin."),
        ],
        "La Dépêche",
        "2023-09-13",
    );
    let second = article(&[(Title, "L’été s’achève"), (Paragraph, "Il n’a pas plu.")], "Le Canton", "2023-09-05");
    let third = article(&[(Paragraph, "Rien que du texte, sans titre ni date.")], "", "");
    vec![first, second, third.with_problem(Problem::new("only the first 64 MB are shown"))]
}

pub(super) fn nameless() -> Vec<(Article, ArticleNames)> {
    articles().into_iter().map(|article| (article, ArticleNames::default())).collect()
}

pub(super) fn named() -> Vec<(Article, ArticleNames)> {
    let analysed = |article: Article| {
        let names = names::analyse(&article);
        (article, names)
    };
    articles().into_iter().map(analysed).collect()
}

macro_rules! snapshot {
    ($($name:ident($columns:literal, $rows:literal, $keys:literal);)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(Desk::new($columns, $rows, nameless()).press($keys).screen());
        }
    )*};
}

snapshot! {
    three_panes(140, 30, "Enter");
    two_panes(100, 24, "Enter");
    one_pane_list(60, 20, "j");
    one_pane_text(60, 20, "Enter");
    a_stamp(20, 5, "j");
    a_stamp_of_text(20, 5, "Enter");
    furniture_shown(60, 20, "Enter v");
    a_problem_above_the_text(60, 12, "G Enter");
    a_filter_being_typed(60, 10, "/ ete");
    nothing_fits(60, 10, "/ zzz Enter");
    a_query_with_a_complaint(90, 10, "= \"blé");
    the_palette(80, 16, ": name");
    the_help(60, 16, "?");
}

#[test]
fn an_empty_pile_says_what_to_do() {
    let mut desk = Desk::new(60, 10, Vec::new());
    desk.update(Action::Report(Report::Changes(vec![Change::Notice(Notice::error(
        "rien.txt: no such file or folder",
    ))])));
    desk.update(Action::Report(Report::Scanned));
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn a_pile_that_is_being_read_shows_file_names() {
    let mut desk = Desk::new(60, 10, Vec::new());
    let source = |name: &str| Source::File { path: format!("dépêches/{name}").into(), named: false };
    desk.update(Action::Report(Report::Changes(Change::first(["un.txt", "deux\u{202e}.html"].map(source)))));
    insta::assert_snapshot!(desk.screen());
}

/// The style of the first cell of `text` inside `area`.
pub(super) fn style_at(buffer: &Buffer, area: Rect, text: &str) -> Style {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let here = |(at, c): (usize, char)| {
                buffer.cell((x + at as u16, y)).is_some_and(|cell| cell.symbol() == c.to_string())
            };
            if text.chars().enumerate().all(here) {
                return buffer[(x, y)].style();
            }
        }
    }
    panic!("{text:?} is not in {area}:\n{}", rows(buffer).join("\n"));
}

/// True when `style` has the colours and modifiers of a role.
pub(super) fn wears(style: Style, theme: Theme, role: Role) -> bool {
    let wanted = theme.style(role);
    wanted.fg.is_none_or(|fg| style.fg == Some(fg))
        && wanted.bg.is_none_or(|bg| style.bg == Some(bg))
        && style.add_modifier.contains(wanted.add_modifier)
}

#[test]
fn names_marks_and_hits_are_painted_where_they_stand() {
    for theme in [DARK, Theme { light: true, color: true }, Theme { light: false, color: false }] {
        let mut desk = Desk::new(140, 30, named());
        desk.press("Enter");
        let (buffer, layout, _) = desk.draw(theme);
        assert!(wears(style_at(&buffer, layout.body, "Vladimir Poutine attendait"), theme, Role::Person));
        assert!(wears(style_at(&buffer, layout.body, "Le train"), theme, Role::Title));
        assert!(wears(style_at(&buffer, layout.body, "Ce que"), theme, Role::Heading));
        assert!(wears(style_at(&buffer, layout.body, "Nous avons"), theme, Role::Quotation));
        // The first name of the sidebar is the one named twice; the cursor goes to the first mention.
        desk.press("1");
        let (buffer, layout, _) = desk.draw(theme);
        assert!(wears(style_at(&buffer, layout.body, "Vladimir Poutine attendait"), theme, Role::Mark));
        assert!(wears(style_at(&buffer, layout.body, "Vladimir Poutine à"), theme, Role::Followed));
        assert!(!wears(style_at(&buffer, layout.body, "attendait"), theme, Role::Mark));
        assert!(rows(&buffer).iter().any(|row| row.contains('◆')), "no tick in the scroll bar");
        desk.press("/ quai Enter");
        let (buffer, layout, _) = desk.draw(theme);
        assert!(wears(style_at(&buffer, layout.body, "quai."), theme, Role::Mark));
        assert!(wears(style_at(&buffer, layout.body, "quai, mardi"), theme, Role::Hit));
    }
}

#[test]
fn matched_letters_of_a_title_are_painted() {
    let mut desk = Desk::new(100, 20, nameless());
    desk.press("/ train");
    let (buffer, layout, cursor) = desk.draw(DARK);
    assert!(wears(style_at(&buffer, layout.list, "train"), DARK, Role::Letters));
    assert!(!wears(style_at(&buffer, layout.list, "blindé"), DARK, Role::Letters));
    assert_eq!(cursor.map(|at| at.y), Some(19));
}

#[test]
fn what_a_query_cannot_mean_is_underlined_where_it_stands() {
    for theme in [DARK, Theme { color: false, ..DARK }] {
        let mut desk = Desk::new(90, 10, nameless());
        let (buffer, ..) = desk.press("= blé Space is:bleu").draw(theme);
        let prompt = Rect::new(0, 8, 90, 2);
        for (text, odd) in [("blé", false), ("is:", false), ("bleu", true), ("is: goes with", false)] {
            let underlined = style_at(&buffer, prompt, text).add_modifier.contains(Modifier::UNDERLINED);
            assert_eq!(underlined, odd, "{text}");
        }
    }
}

#[test]
fn without_colours_there_are_none() {
    let mut desk = Desk::new(140, 30, named());
    for keys in ["", "Enter 1", "/ quai", "Esc ?", "Esc :", "Esc q / train"] {
        desk.press(keys);
        let (buffer, ..) = desk.draw(Theme { light: false, color: false });
        let plain = |cell: &ratatui::buffer::Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
        assert!(buffer.content.iter().all(plain), "{keys}:\n{}", rows(&buffer).join("\n"));
    }
}

#[test]
fn every_small_size_can_be_drawn_in_every_state() {
    let panes = [
        "",
        "Enter",
        "Enter 1",
        "Tab Tab",
        "?",
        "!",
        "Enter v G",
        "w",
        "L Enter",
        "1 Tab j B",
        "d",
        "1 i",
        "1 c",
        "1 i j j Enter",
    ];
    let lines = [
        ":",
        ": zzz",
        "/ été",
        "= blé",
        "Enter / le",
        "= p ↓",
        "= person :",
        "= is : bleu Space quai",
        "L",
        "L z",
        "1 c / le",
    ];
    for keys in panes.into_iter().chain(lines) {
        let mut desk = Desk::new(40, 12, named());
        desk.update(super::screens_saved::saved(&[("Pluie", "pluie"), ("Poutine 日本", "person:Poutine")]));
        desk.press(keys);
        for columns in 1..=40 {
            for rows in 1..=12 {
                let (_, _, cursor) = desk.size(columns, rows).draw(DARK);
                assert!(
                    cursor.is_none_or(|at| at.x < columns && at.y < rows),
                    "{keys} at {columns}x{rows}: {cursor:?}"
                );
                // A key that moves whatever has the focus.
                desk.press("↓ ↑");
            }
        }
    }
}

/// Anything that somebody may do.
#[derive(Debug, Clone)]
enum Deed {
    Key(String),
    Paste(String),
    Wheel(Pane, isize),
    Click(u16, u16),
    Row(usize),
    Name(usize),
    Share(usize),
    Size(u16, u16),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let keys: Vec<String> = command::COMMANDS
        .iter()
        .flat_map(|spec| spec.keys.split_whitespace())
        .chain(["Backspace", "Delete", "^W", "^A", "^K", "é", "日", "t", "a", "\"", "*", ":", "(", "p"])
        .map(str::to_owned)
        .collect();
    let pane = prop::sample::select(vec![Pane::List, Pane::Text, Pane::Sidebar]);
    let deed = prop_oneof![
        20 => prop::sample::select(keys).prop_map(Deed::Key),
        1 => "[a-zéœ日\u{301}\n\u{1b}\u{202e} \"*-]{0,8}".prop_map(Deed::Paste),
        1 => (pane, -5isize..5).prop_map(|(pane, delta)| Deed::Wheel(pane, delta)),
        2 => (0u16..150, 0u16..45).prop_map(|(x, y)| Deed::Click(x, y)),
        1 => (0usize..6).prop_map(Deed::Row),
        1 => (0usize..9).prop_map(Deed::Name),
        1 => (0usize..2000).prop_map(Deed::Share),
        3 => (1u16..150, 1u16..45).prop_map(|(columns, rows)| Deed::Size(columns, rows)),
    ];
    prop::collection::vec(deed, 1..60)
}

fn perform(desk: &mut Desk, deed: Deed) {
    match deed {
        Deed::Key(key) => drop(desk.press(&key)),
        Deed::Paste(text) => desk.update(Action::Paste(text)),
        Deed::Wheel(pane, delta) => desk.update(Action::Wheel(pane, delta)),
        Deed::Click(x, y) => {
            let layout = place(&mut desk.app, desk.area);
            if let Some(byte) = draw::byte_at(&desk.app, &layout, x, y) {
                desk.update(Action::Click(Target::Text(byte)));
            } else if let Some((name, bytes)) = draw::strip_at(&desk.app, &layout, x, y) {
                desk.update(Action::Click(Target::Strip(name, bytes.start, bytes.end)));
            }
        }
        Deed::Row(index) if index < desk.app.list().len(desk.app.pile()) => {
            desk.update(Action::Click(Target::Row(index)));
        }
        Deed::Name(index) if index < desk.app.sidebar().rows().len() => {
            desk.update(Action::Click(Target::Name(index)));
        }
        Deed::Row(_) | Deed::Name(_) => {}
        Deed::Share(thousandths) => desk.update(Action::Click(Target::Share(thousandths))),
        Deed::Size(columns, rows) => drop(desk.size(columns, rows)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_somebody_does_at_any_size_panics(columns in 1u16..150, rows in 1u16..45, deeds in deeds()) {
        let mut desk = Desk::new(columns, rows, named());
        desk.update(super::screens_saved::saved(&[("Pluie", "pluie"), ("Poutine 日本", "person:Poutine")]));
        for deed in deeds {
            perform(&mut desk, deed);
            let (buffer, _, cursor) = desk.draw(DARK);
            prop_assert!(cursor.is_none_or(|at| desk.area.contains(at)), "{cursor:?} outside {}", desk.area);
            prop_assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(safe::is_forbidden)));
            if let (Some(reading), Some(article)) = (desk.app.reading(), desk.app.article()) {
                prop_assert!(article.text().is_char_boundary(reading.top));
            }
        }
    }
}

/// The date is parsed by the same room that reads articles: a wrong one would show in no snapshot.
#[test]
fn the_articles_are_what_they_seem() {
    let articles = articles();
    assert_eq!(articles[0].published().map(Published::day).map(|day| day.to_string()).as_deref(), Some("2023-09-13"));
    assert_eq!(articles[2].title(), "sans titre");
}

#[test]
fn an_article_of_an_archive_says_which_file_of_it_it_is() {
    let blocks = [(BlockKind::Title, "La gare ferme"), (BlockKind::Paragraph, "Plus de trains dès jeudi.")];
    let letter = article(&blocks, "Le Courrier", "").within("lettres/3.txt");
    let screen = Desk::new(100, 20, vec![(letter, ArticleNames::default())]).screen();
    assert!(screen.contains("Le Courrier · 1 min · 3.txt · 100 %"), "{screen}");
}
