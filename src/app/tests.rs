//! What a reader does and sees, without a terminal: (articles, keys, state after).

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use super::action::{Action, Effect};
use super::geometry::{Columns, Geometry, Pane};
use super::{App, keymap};
use crate::document::{Article, ArticleBuilder, ArticleId, BlockKind, Published};
use crate::library::read::Outcome;
use crate::library::scan::Notice;
use crate::library::sources::Change;
use crate::library::store::KeptId;
use crate::library::{Fresh, Source, Stories};
use crate::worker::{Index, Job, Kept, Narrower, Open, Recalled, Report, inquiries, reader, searches};

mod exporting;
mod preview;
mod recalling;
mod ruling;
mod stories;
mod together;
mod views;
mod watching;

/// An application with a worker that works at once.
struct Desk {
    app: App,
    narrower: Narrower,
    quit: bool,
    /// True when a library keeps what is analysed.
    keeps: bool,
    /// What was asked of the library.
    recalls: Vec<Vec<(KeptId, ArticleId)>>,
    /// What is to be put together elsewhere.
    rolls: Vec<Vec<(KeptId, ArticleId)>>,
    /// Articles whose sources are to be read again for their names.
    again: Vec<ArticleId>,
    stories: Stories,
}

const GEOMETRY: Geometry = Geometry {
    columns: Columns::Three,
    list_items: 5,
    saved_rows: 2,
    text_width: 40,
    text_rows: 8,
    sidebar_rows: 20,
    view_rows: 10,
    view_columns: 78,
    overlay_rows: 10,
    wide: 118,
    overlay_lines: 50,
};

/// Names for sources: the pile wants some.
const NAMES: [&str; 5] = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"];

impl Desk {
    /// A reader whose articles, given as `title|paragraph|paragraph…`, are all read.
    fn with(articles: &[&str]) -> Self {
        let mut desk = Self::waiting(articles.len());
        for (at, article) in articles.iter().enumerate() {
            desk.read(at, article);
        }
        desk
    }

    /// A reader that knows of `count` sources and has read none.
    fn waiting(count: usize) -> Self {
        Self::over(App::new(Vec::new()).0, count)
    }

    fn new(app: App) -> Self {
        let (keeps, recalls, rolls, again) = (false, Vec::new(), Vec::new(), Vec::new());
        let (narrower, stories) = (Narrower::new(1), Stories::default());
        let mut desk = Self { app, narrower, quit: false, keeps, recalls, rolls, again, stories };
        desk.act(Action::Resize(GEOMETRY));
        desk
    }

    fn over(app: App, count: usize) -> Self {
        let mut desk = Self::new(app);
        let changes = Change::first(NAMES[..count].iter().map(|name| Source::Sample(name)));
        desk.act(Action::Report(Report::Changes(changes)));
        desk.act(Action::Report(Report::Scanned));
        desk
    }

    fn read(&mut self, at: usize, article: &str) {
        let outcome = Outcome::Articles(vec![Fresh::new(self::article(article))]);
        self.act(Action::Report(Report::Read(ArticleId(at as u32), outcome, None)));
    }

    fn act(&mut self, action: Action) {
        let mut actions = VecDeque::from([action]);
        while let Some(action) = actions.pop_front() {
            for effect in self.app.update(action) {
                match effect {
                    Effect::Run(Job::Narrow(job)) => {
                        let reports = Mutex::new(Vec::new());
                        let take = |report| reports.lock().unwrap().push(report);
                        self.narrower.run(&job, &Index::default(), &AtomicU64::new(0), &take);
                        actions.extend(reports.into_inner().unwrap().into_iter().map(Action::Report));
                    }
                    Effect::Run(Job::Find(job)) => {
                        actions.push_back(Action::Report(searches::Searcher::default().find(&job)));
                    }
                    Effect::Run(Job::Inquire(job)) => {
                        actions.extend(inquiries::answer(*job).into_iter().map(Action::Report));
                    }
                    Effect::Run(Job::Name(analysis)) if analysis.held.is_none() => {
                        self.again.extend(analysis.articles.iter().map(|(id, _)| *id));
                    }
                    Effect::Run(Job::Name(analysis)) => {
                        let reports = Mutex::new(Vec::new());
                        let take = |report| reports.lock().unwrap().push(report);
                        reader::run(reader::Step::Name(analysis), &take, None);
                        let keeps = self.keeps;
                        let keep = |report| match report {
                            Report::Named(id, text, names, _) => Report::Named(id, text, names, keeps),
                            other => other,
                        };
                        let reports = reports.into_inner().unwrap().into_iter().map(keep);
                        actions.extend(reports.map(Action::Report));
                    }
                    Effect::Run(Job::Roll(all)) => self.rolls.push(all),
                    Effect::Run(Job::Recall(batch)) => self.recalls.push(batch),
                    Effect::Run(Job::Group(said)) => {
                        let said = said.into_iter().map(|(id, signature)| (id, signature.map(|s| *s)));
                        actions.push_back(Action::Report(Report::Grouped(self.stories.apply(said))));
                    }
                    Effect::Run(Job::Compare(compare)) => {
                        let (generation, sheet) = (compare.generation, compare.run().map(Box::new));
                        actions.push_back(Action::Report(Report::Compared { generation, sheet }));
                    }
                    Effect::Run(Job::Again) => actions.push_back(Action::Report(Report::Again)),
                    Effect::Quit => self.quit = true,
                    Effect::Run(_) | Effect::Suspend | Effect::Redraw | Effect::Mouse(_) => {}
                }
            }
        }
        // The frame that follows tells the sizes.
        let geometry = self.app.geometry();
        self.app.update(Action::Resize(geometry));
    }

    /// Presses keys, parted by spaces; `'words` types them.
    fn press(mut self, keys: &str) -> Self {
        for key in keys.split(' ') {
            let typed = key.strip_prefix('\'').map(|text| text.replace('_', " "));
            let keys = match &typed {
                Some(text) => text.chars().map(|c| super::key::Key::plain(super::key::Code::Char(c))).collect(),
                None => vec![key.parse().unwrap()],
            };
            for key in keys {
                if let Some(action) = keymap::resolve(self.app.mode(), key) {
                    self.act(action);
                }
            }
        }
        self
    }

    fn shown(&self) -> Vec<&str> {
        let (list, pile) = (self.app.list(), self.app.pile());
        (0..list.len(pile)).map(|at| pile.title(list.id_at(pile, at).unwrap())).collect()
    }

    /// The article on the screen and what the cursor stands on, with a few letters around it.
    fn at(&self) -> String {
        let (reading, article) = (self.app.reading().unwrap(), self.app.article().unwrap());
        let Some(mark) = reading.mark else { return article.title().to_owned() };
        let text = article.text();
        let before = text.floor_char_boundary(mark.start().saturating_sub(4));
        format!("{}: {}[{}]", article.title(), &text[before..mark.start()], mark.of(text))
    }
}

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for (i, block) in text.split('|').enumerate() {
        if let Some(day) = block.strip_prefix('@') {
            builder.published(Published::Day(day.parse().unwrap()));
            continue;
        }
        let kind = match block.strip_prefix('~') {
            Some(_) => BlockKind::Furniture,
            None if i == 0 => BlockKind::Title,
            None => BlockKind::Paragraph,
        };
        builder.block(kind, block.trim_start_matches('~'));
    }
    builder.finish("x")
}

const SUMMIT: &str = "Le sommet de Vladivostok|Le président russe Vladimir Poutine a reçu hier Kim Jong Un. Selon le Kremlin, \
    Poutine était ravi.|Le lendemain, Vladimir Poutine est reparti.";
const HARVEST: &str = "La moisson|Il a plu sur les champs, et le blé attend encore.";
const VISIT: &str = "Une visite|À Pyongyang, le président Vladimir Poutine a parlé longtemps. Ensuite, Poutine a dîné.";

fn follow_putin(desk: Desk) -> Desk {
    let index = desk.app.sidebar().rows().iter().position(|r| desk.app.name(r.entity) == "Vladimir Poutine");
    let digit = (index.expect("he is in the sidebar") + 1).to_string();
    desk.press(&digit)
}

#[test]
fn mentions_lead_through_the_article_and_into_the_next_one() {
    let desk = follow_putin(Desk::with(&[SUMMIT, HARVEST, VISIT]));
    assert_eq!(desk.at(), "Le sommet de Vladivostok: sse [Vladimir Poutine]");
    assert_eq!(desk.app.status(), "following Vladimir Poutine · 1/3 here · 5 in 2 articles");
    let desk = desk.press("f");
    assert_eq!(desk.at(), "Le sommet de Vladivostok: in, [Poutine]");
    let desk = desk.press("] ]");
    assert_eq!(desk.at(), "Une visite: ent [Vladimir Poutine]");
    assert_eq!(desk.app.list().selected(), 2);
    let desk = desk.press("f f");
    assert_eq!(desk.at(), "Le sommet de Vladivostok: sse [Vladimir Poutine]");
    assert!(desk.app.status().starts_with("from the last article on to the first"));
    let desk = desk.press("F");
    assert_eq!(desk.at(), "Une visite: te, [Poutine]");
}

#[test]
fn articles_that_mention_the_one_followed_are_a_key_apart() {
    let desk = follow_putin(Desk::with(&[SUMMIT, HARVEST, VISIT])).press("x");
    assert_eq!(desk.at(), "Une visite: ent [Vladimir Poutine]");
    assert_eq!(desk.press("X").at(), "Le sommet de Vladivostok: in, [Vladimir Poutine]");
}

#[test]
fn jumps_can_be_retraced() {
    let desk = follow_putin(Desk::with(&[SUMMIT, HARVEST, VISIT])).press("f f f ^O");
    assert_eq!(desk.at(), "Le sommet de Vladivostok: in, [Vladimir Poutine]");
    let desk = desk.press(">");
    assert_eq!(desk.at(), "Une visite: ent [Vladimir Poutine]");
}

#[test]
fn a_name_in_the_text_can_be_followed_by_going_to_it() {
    let desk = Desk::with(&[SUMMIT]).press("Enter e e");
    let name = desk.at();
    let desk = desk.press("Enter");
    assert_eq!(desk.at(), name);
    assert!(desk.app.followed().is_some());
    assert!(desk.press("0").app.followed().is_none());
}

#[test]
fn following_nobody_says_what_to_do() {
    let desk = Desk::with(&[HARVEST]).press("f");
    assert!(desk.app.status().starts_with("nobody is followed"));
}

#[test]
fn the_filter_narrows_as_it_is_typed_and_escape_takes_it_back() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("/ 'visi");
    assert_eq!(desk.shown(), ["Une visite"]);
    assert_eq!(desk.at(), "Une visite");
    let desk = desk.press("Esc");
    assert_eq!(desk.shown().len(), 3);
    let desk = desk.press("/ 'moi Enter Esc");
    assert_eq!(desk.shown().len(), 3);
    assert_eq!(desk.at(), "La moisson");
}

#[test]
fn the_query_looks_into_the_texts() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("= 'poutine_-kim Enter");
    assert_eq!(desk.shown(), ["Une visite"]);
    assert_eq!(desk.app.reading().unwrap().hits.len(), 2);
    assert_eq!(desk.press("Esc").shown().len(), 3);
}

#[test]
fn while_a_query_is_typed_its_last_word_is_open_and_stays_so_when_nothing_else_fits() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("= 'champ");
    assert_eq!(desk.shown(), ["La moisson"]);
    let desk = desk.press("Enter");
    assert_eq!(desk.shown(), ["La moisson"]);
    assert_eq!(desk.app.narrowing().typed(), "champ*");
}

#[test]
fn what_is_read_later_joins_the_narrowed_list() {
    let mut desk = Desk::waiting(2).press("= 'blé");
    assert_eq!(desk.shown(), [""; 0]);
    desk.read(1, HARVEST);
    assert_eq!(desk.shown(), ["La moisson"]);
    desk.read(0, SUMMIT);
    assert_eq!(desk.shown(), ["La moisson"]);
}

#[test]
fn a_query_for_somebody_finds_who_names_them_and_n_steps_through_the_mentions() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("= 'person:\"kim_jong_un\" Enter");
    assert_eq!(desk.shown(), ["Le sommet de Vladivostok"]);
    let desk = desk.press("Esc = 'person:pou");
    assert_eq!(desk.shown(), ["Le sommet de Vladivostok", "Une visite"], "the name is still being typed");
    let desk = desk.press("'tine_-kim Enter");
    assert_eq!(desk.shown(), ["Une visite"]);
    assert_eq!(desk.press("Enter n n").at(), "Une visite: te, [Poutine]");
}

#[test]
fn who_is_found_to_be_named_later_joins_the_narrowed_list() {
    let mut desk = Desk::waiting(2).press("= 'person:Poutine Enter");
    desk.read(0, HARVEST);
    assert_eq!(desk.shown(), [""; 0]);
    desk.read(1, VISIT);
    assert_eq!(desk.shown(), ["Une visite"]);
}

#[test]
fn a_query_may_ask_for_title_and_date_and_says_what_it_did_not_understand() {
    let mut desk = Desk::with(&[SUMMIT, HARVEST, VISIT]);
    desk.act(Action::Today("2023-09-20".parse().unwrap()));
    let desk = desk.press("= 'title:visite_OR_title:moisson Enter");
    assert_eq!(desk.shown(), ["La moisson", "Une visite"]);
    let desk = desk.press("Esc = 'after:7d Enter");
    assert_eq!(desk.shown(), [""; 0], "none of these has a date");
    let desk = desk.press("Esc = 'poutine_after:soon Enter");
    assert_eq!(desk.shown(), ["Le sommet de Vladivostok", "Une visite"]);
    assert!(desk.app.status().starts_with("a date is 2023, 2023-09"), "{}", desk.app.status());
}

#[test]
fn the_search_in_the_text_goes_round() {
    let desk = Desk::with(&[SUMMIT]).press("Enter / 'poutine Enter");
    assert_eq!(desk.at(), "Le sommet de Vladivostok: mir [Poutine]");
    let desk = desk.press("n n");
    assert_eq!(desk.app.narrowed_by(), "found 3/3");
    let desk = desk.press("n");
    assert_eq!(desk.app.narrowed_by(), "found 1/3");
    assert_eq!(desk.press("N").app.narrowed_by(), "found 3/3");
}

#[test]
fn a_query_leads_on_into_the_next_article() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("= 'poutine Enter Enter n n n n");
    assert_eq!(desk.at(), "Une visite: mir [Poutine]");
}

#[test]
fn escape_backs_out_level_by_level_and_q_quits_from_the_list() {
    let desk = Desk::with(&[SUMMIT, HARVEST]).press("/ 'som Enter Enter Tab");
    assert_eq!(desk.app.focus(), Pane::Sidebar);
    let desk = desk.press("q");
    assert_eq!(desk.app.focus(), Pane::Text);
    let desk = desk.press("q");
    assert_eq!((desk.app.focus(), desk.quit), (Pane::List, false));
    let desk = desk.press("? q");
    assert!(!desk.quit && desk.app.overlay().is_none());
    let desk = desk.press("Esc");
    assert_eq!(desk.shown().len(), 2);
    assert!(desk.press("q").quit);
}

#[test]
fn reading_again_starts_where_it_was_left() {
    let long = format!("Un titre|{}", "Beaucoup de mots pour rien. ".repeat(80));
    let desk = Desk::with(&[&long, HARVEST]).press("Enter Space Space");
    let top = desk.app.reading().unwrap().top;
    assert!(top > 0);
    let desk = desk.press("J K");
    assert_eq!(desk.app.reading().unwrap().top, top);
    let desk = desk.press("G g");
    assert_eq!(desk.app.reading().unwrap().top, 0);
}

#[test]
fn the_end_is_the_end() {
    let long = format!("Un titre|{}", "Beaucoup de mots pour rien. ".repeat(80));
    let desk = Desk::with(&[&long]).press("Enter G");
    let top = desk.app.reading().unwrap().top;
    let desk = desk.press("j Space ^D");
    assert_eq!(desk.app.reading().unwrap().top, top);
}

#[test]
fn furniture_is_shown_on_demand() {
    let desk = Desk::with(&["Un titre|~Publicité|Le texte."]).press("Enter");
    let rows = |desk: &Desk| {
        let (reading, article) = (desk.app.reading().unwrap(), desk.app.article().unwrap());
        reading.flow(article, 40).rows(0, 20).len()
    };
    assert_eq!(rows(&desk), 3);
    assert_eq!(rows(&desk.press("v")), 5);
}

#[test]
fn a_resize_keeps_the_place() {
    let long = format!("Un titre|{}", "Beaucoup de mots pour rien. ".repeat(80));
    let mut desk = Desk::with(&[&long]).press("Enter Space Space Space");
    let top = desk.app.reading().unwrap().top;
    for text_width in [1, 200, 13, 40] {
        desk.act(Action::Resize(Geometry { text_width, text_rows: 3, ..GEOMETRY }));
    }
    let after = desk.app.reading().unwrap().top;
    assert!(after <= top && top - after < 400, "{top} became {after}");
}

#[test]
fn the_palette_runs_what_it_shows_first() {
    let desk = Desk::with(&[SUMMIT, HARVEST]).press(": 'next-article Enter");
    assert_eq!(desk.at(), "La moisson");
    assert_eq!(Desk::with(&[SUMMIT]).press(": 'zzz Enter").app.status(), "no such command");
}

#[test]
fn the_article_on_the_screen_is_asked_for_first() {
    let mut desk = Desk::waiting(3);
    let action = keymap::resolve(desk.app.mode(), "j".parse().unwrap()).unwrap();
    let effects = desk.app.update(action);
    assert!(matches!(effects[..], [Effect::Run(Job::Focus(ArticleId(1)))]), "{effects:?}");
}

#[test]
fn articles_are_starred_tagged_noted_and_each_of_it_can_be_undone() {
    let desk = Desk::with(&[SUMMIT, HARVEST]).press("m t 'été,_blé Enter a 'à_relire Enter");
    let mark = |desk: &Desk| desk.app.marked(ArticleId(0)).cloned().unwrap();
    assert!(mark(&desk).starred && mark(&desk).tags == ["blé", "été"]);
    assert_eq!((mark(&desk).notes[0].passage, mark(&desk).notes[0].text.as_str()), (None, "à relire"));
    let desk = desk.press("Enter e a 'le_président Enter");
    let on = mark(&desk).notes[1].passage.map(|span| span.of(desk.app.article().unwrap().text()).to_owned());
    assert_eq!(on.as_deref(), Some("Vladivostok"));
    let desk = desk.press("u u u u");
    assert!(!mark(&desk).starred && mark(&desk).tags.is_empty() && mark(&desk).notes.is_empty());
    assert_eq!(desk.press("u").app.status(), "there is nothing to undo");
}

#[test]
fn a_query_finds_what_was_marked_as_soon_as_it_is() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("j t 'Blé Enter m = 'tag:ble_is:starred Enter");
    assert_eq!(desk.shown(), ["La moisson"]);
    let desk = desk.press("= ^U 'is:unread_-is:starred Enter");
    assert_eq!(desk.shown(), ["Le sommet de Vladivostok", "Une visite"]);
    let desk = desk.press("r");
    assert_eq!(desk.shown().len(), 1);
    assert_eq!(desk.press("u").shown().len(), 2);
}

#[test]
fn what_is_passed_over_in_the_list_is_not_read() {
    let desk = Desk::with(&[HARVEST, SUMMIT]).press("j k");
    assert_eq!(desk.app.unread(), 2);
    let desk = desk.press("Enter");
    assert_eq!(desk.app.unread(), 1);
    let desk = desk.press("r");
    assert_eq!((desk.app.unread(), desk.app.status().as_str()), (2, "unread"));
    let long = format!("Long|{}", "Une phrase parmi d’autres. ".repeat(60));
    let desk = Desk::with(&[&long]).press("Enter Space");
    assert_eq!(desk.app.unread(), 1);
    assert_eq!(desk.press("G").app.unread(), 0);
}

#[test]
fn what_was_open_comes_back_unless_somebody_went_on_already() {
    let followed = Some(("Vladimir Poutine".to_owned(), crate::names::Kind::Person));
    let open = Open { query: String::new(), filter: "visite".to_owned(), followed, top: 0 };
    let kept = || {
        let recalled = Recalled { starred: true, open: Some(open.clone()), ..Recalled::default() };
        Action::Report(Report::Kept(Kept::Recalled(ArticleId(2), recalled)))
    };
    let mut desk = Desk::with(&[SUMMIT, HARVEST, VISIT]);
    desk.act(kept());
    assert_eq!((desk.at().as_str(), desk.shown()), ("Une visite", vec!["Une visite"]));
    assert!(desk.app.status().starts_with("following Vladimir Poutine"), "{}", desk.app.status());
    let mut desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("j");
    desk.act(kept());
    assert_eq!((desk.at().as_str(), desk.shown().len()), ("La moisson", 3));
    assert!(desk.app.marked(ArticleId(2)).unwrap().starred);
}

#[test]
fn a_source_that_is_skipped_leaves_the_list_and_the_screen() {
    let mut desk = Desk::waiting(2);
    desk.act(Action::Report(Report::Read(ArticleId(0), Outcome::Skipped(Notice::note("a.png: not a text")), None)));
    desk.read(1, HARVEST);
    assert_eq!(desk.shown(), ["La moisson"]);
    assert_eq!(desk.at(), "La moisson");
    assert_eq!(desk.app.pile().notices(), [Notice::note("a.png: not a text")]);
}

#[test]
fn the_list_comes_in_the_order_asked_for() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("O");
    assert_eq!(desk.app.status(), "order: newest first");
    let desk = desk.press("O");
    let mut titles = desk.shown().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((desk.app.status().as_str(), titles.is_sorted()), ("order: by title", true));
    let desk = desk.press("O");
    assert!(desk.app.status().starts_with("order: as the files lie") && !desk.app.list().is_narrowed());
    let desk = desk.press("1 O O O O");
    titles = desk.shown().iter().map(ToString::to_string).collect();
    assert!(desk.app.status().starts_with("order: as the files"), "{}", desk.app.status());
    assert_eq!(titles.len(), 3);
}

#[test]
fn late_results_of_an_older_search_are_dropped() {
    let mut desk = Desk::with(&[SUMMIT, HARVEST]).press("/ 'moi");
    desk.act(Action::Report(Report::Narrowed { generation: 1, ids: Vec::new(), complete: true }));
    assert_eq!(desk.shown(), ["La moisson"]);
    desk.act(Action::Report(Report::Hits { generation: 0, hits: Vec::new() }));
}

#[test]
fn a_filter_that_fits_nothing_and_is_dismissed_leads_back() {
    let desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("j j / 'zzz");
    assert_eq!(desk.shown(), [""; 0]);
    let desk = desk.press("Esc");
    assert_eq!((desk.at().as_str(), desk.app.list().selected()), ("Une visite", 2));
    let desk = desk.press("/ 'moisson Esc");
    assert_eq!((desk.at().as_str(), desk.app.list().selected()), ("Une visite", 2));
    let desk = desk.press("= 'zzz Enter n");
    assert!(desk.app.status().starts_with("no article fits"));
}

#[test]
fn while_a_filter_is_typed_the_best_match_is_selected() {
    let desk = Desk::with(&["Marie opère son oncle|A.", "Moisson|B.", SUMMIT]).press("/ 'mo");
    assert_eq!(desk.at(), "Moisson");
}

#[test]
fn a_part_of_the_result_is_shown_first_and_a_choice_made_in_it_stays() {
    let typing = || {
        let mut desk = Desk::with(&["Un|A.", "Une lune|B.", "Lune|C."]).press("/");
        let key = super::key::Key::plain(super::key::Code::Char('u'));
        let effects = desk.app.update(keymap::resolve(desk.app.mode(), key).unwrap());
        assert!(matches!(effects[..], [Effect::Run(Job::Narrow(_))]));
        desk
    };
    let report = |ids: &[u32], complete| {
        let ids = ids.iter().map(|&id| ArticleId(id)).collect();
        Action::Report(Report::Narrowed { generation: 1, ids, complete })
    };
    let mut desk = typing();
    desk.act(report(&[1], false));
    assert_eq!((desk.at().as_str(), desk.app.narrowing().is_running()), ("Une lune", true));
    desk.act(report(&[0, 1, 2], true));
    assert_eq!((desk.at().as_str(), desk.app.narrowing().is_running()), ("Un", false));
    assert_eq!(desk.app.list().letters_at(desk.app.pile(), 2).first(), Some(&(1..2)));
    let mut desk = typing();
    desk.act(report(&[1, 2], false));
    desk.act(Action::Choose(1));
    desk.act(report(&[0, 1, 2], true));
    assert_eq!((desk.at().as_str(), desk.app.list().selected()), ("Lune", 2));
    desk.act(report(&[0], false));
    assert_eq!(desk.shown().len(), 3, "what is complete is not replaced by a part");
}

#[test]
fn a_search_that_fails_says_so_and_a_dismissed_one_leaves_the_last() {
    let desk = Desk::with(&[SUMMIT]).press("Enter / 'zzzz Enter");
    assert_eq!(desk.app.status(), "not found in this article");
    let desk = Desk::with(&[SUMMIT]).press("Enter / 'poutine Enter / Esc n");
    assert_eq!(desk.app.narrowed_by(), "found 2/3");
}

#[test]
fn help_scrolls_back_from_its_end() {
    let desk = Desk::with(&[SUMMIT]).press("? G");
    let end = desk.app.overlay().unwrap().top;
    assert_eq!(end, GEOMETRY.overlay_lines - GEOMETRY.overlay_rows);
    assert_eq!(desk.press("j k").app.overlay().unwrap().top, end - 1);
}

#[test]
fn a_pane_that_goes_takes_no_focus_along() {
    let mut desk = Desk::with(&[SUMMIT]).press("p");
    desk.act(Action::Resize(Geometry { columns: Columns::Two, ..GEOMETRY }));
    desk = desk.press("p");
    assert_eq!(desk.app.focus(), Pane::Sidebar);
    desk.act(Action::Resize(GEOMETRY));
    assert_eq!(desk.app.focus(), Pane::Text);
}

#[test]
fn what_comes_in_does_not_undo_the_wheel() {
    let mut desk = Desk::waiting(5);
    desk.act(Action::Resize(Geometry { list_items: 2, ..GEOMETRY }));
    desk.act(Action::Wheel(Pane::List, 3));
    assert_eq!(desk.app.list().top(), 3);
    desk.read(4, HARVEST);
    assert_eq!(desk.app.list().top(), 3);
}
