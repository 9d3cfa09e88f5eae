//! Writing the view to a file, as far as the screen has to do with it.

use super::*;
use crate::app::key::{Code, Key};
use crate::worker::{Batch, Export, Exported, Exporting};

/// Presses keys as [`Desk::press`] does, types a line and Enter; what the worker is asked to write.
fn exported(desk: &mut Desk, keys: &str, typed: &str) -> Vec<Exporting> {
    let chars = typed.chars().map(|c| Key::plain(Code::Char(c)));
    let keys: Vec<Key> = keys.split(' ').map(|key| key.parse().unwrap()).chain(chars).collect();
    let mut out = Vec::new();
    for key in keys.into_iter().chain(["Enter".parse().unwrap()]) {
        let action = keymap::resolve(desk.app.mode(), key).unwrap();
        out.extend(of(desk.app.update(action)));
    }
    out
}

fn of(effects: Vec<Effect>) -> Vec<Exporting> {
    let export = |effect| if let Effect::Run(Job::Export(exporting)) = effect { Some(exporting) } else { None };
    effects.into_iter().filter_map(export).collect()
}

fn begun(exporting: Vec<Exporting>) -> Export {
    match exporting.into_iter().next() {
        Some(Exporting::Begin(export)) => *export,
        other => panic!("{other:?}"),
    }
}

fn titles(batch: Batch) -> Vec<String> {
    batch.pieces.into_iter().map(|piece| piece.item().unwrap().article.title().to_owned()).collect()
}

fn tell(desk: &mut Desk, exported: Exported) -> Vec<Exporting> {
    of(desk.app.update(Action::Report(Report::Exported(exported))))
}

#[test]
fn the_list_is_written_as_it_is() {
    let mut desk = Desk::with(&[SUMMIT, HARVEST, VISIT]).press("= 'poutine Enter O O O");
    let shown: Vec<String> = desk.shown().into_iter().map(str::to_owned).collect();
    assert_eq!(shown.len(), 2);
    let export = begun(exported(&mut desk, "s", "out.csv"));
    assert_eq!((export.path.to_str(), export.overwrite, export.about.articles), (Some("out.csv"), false, 2));
    assert!(export.first.last && export.about.query == "poutine");
    assert_eq!(titles(export.first), shown);
    assert!(desk.app.progress().starts_with("exporting"));
    tell(&mut desk, Exported::Done(1, "out.csv: 2 articles".to_owned()));
    assert_eq!((desk.app.status().as_str(), desk.app.progress().as_str()), ("out.csv: 2 articles", ""));
}

#[test]
fn of_the_one_followed_and_with_the_marks() {
    let desk = follow_putin(Desk::with(&[SUMMIT, HARVEST])).press("m t 'guerre Enter a 'lequel Enter");
    let mut desk = desk;
    let export = begun(exported(&mut desk, "s", "out.md"));
    assert_eq!(export.about.followed.as_deref(), Some("Vladimir Poutine"));
    let items: Vec<_> = export.first.pieces.into_iter().map(|piece| piece.item().unwrap()).collect();
    assert!(items.iter().all(|item| item.following));
    assert!(items[0].wanted().count() == 3 && items[0].named.len() > 3);
    let marks = &items[0].marks;
    assert!(marks.starred && marks.tags == ["guerre"] && marks.remarks[0].text == "lequel");
}

#[test]
fn a_large_view_is_handed_over_bit_by_bit() {
    let mut desk = Desk::with(&[SUMMIT]);
    let ids = vec![desk.app.list().id_at(desk.app.pile(), 0).unwrap(); 70];
    desk.app.list.show(ids);
    let export = begun(exported(&mut desk, "s", "out.jsonl"));
    assert!(!export.first.last && export.first.pieces.len() == 32);
    assert!(tell(&mut desk, Exported::Wants(99)).is_empty(), "of another export");
    for (count, last) in [(32, false), (6, true)] {
        let [Exporting::More(batch)] = &tell(&mut desk, Exported::Wants(1))[..] else { panic!("the next ones") };
        assert_eq!((batch.number, batch.pieces.len(), batch.last), (1, count, last));
    }
    // Meanwhile the key asks whether to stop.
    let stopped = exported(&mut desk, "s", "y");
    assert!(matches!(stopped[..], [Exporting::Stop(1)]), "{stopped:?}");
    tell(&mut desk, Exported::Failed(1, "not written: out.jsonl".to_owned()));
    assert_eq!(desk.app.status(), "not written: out.jsonl");
}

#[test]
fn nothing_is_overwritten_without_a_yes() {
    let mut desk = Desk::with(&[SUMMIT]);
    let _ = exported(&mut desk, "s", "out.csv");
    tell(&mut desk, Exported::Exists(1));
    assert_eq!(desk.app.prompt().unwrap().purpose, super::super::prompt::Purpose::Overwrite);
    assert!(exported(&mut desk, "n", "").is_empty());
    assert_eq!(desk.app.status(), "not written: out.csv");

    let _ = exported(&mut desk, "s ^U", "out.csv");
    tell(&mut desk, Exported::Exists(2));
    let again = begun(exported(&mut desk, "y", ""));
    assert!(again.overwrite && again.first.number == 3 && titles(again.first).len() == 1);
    tell(&mut desk, Exported::Exists(3));
    let mut desk = desk.press("Esc");
    assert_eq!((desk.app.status().as_str(), desk.app.progress().as_str()), ("not written: out.csv", ""));
    assert!(tell(&mut desk, Exported::Wants(3)).is_empty());
}

#[test]
fn names_that_are_not_here_yet_are_waited_for() {
    let mut desk = Desk::waiting(2);
    desk.read(0, SUMMIT);
    assert!(exported(&mut desk, "s", "out.csv").is_empty());
    assert!(desk.app.status().contains("as soon as it is known"));
    let outcome = Outcome::Articles(vec![Fresh::new(article(HARVEST))]);
    let effects = desk.app.update(Action::Report(Report::Read(ArticleId(1), outcome, None)));
    let Some(Effect::Run(Job::Name(analysis))) =
        effects.into_iter().find(|effect| matches!(effect, Effect::Run(Job::Name(_))))
    else {
        panic!("it is analysed")
    };
    let reports = Mutex::new(Vec::new());
    reader::run(reader::Step::Name(analysis), &|report| reports.lock().unwrap().push(report), None);
    let effects = reports.into_inner().unwrap().into_iter().flat_map(|report| desk.app.update(Action::Report(report)));
    let export = begun(of(effects.collect()));
    assert_eq!(export.first.pieces.len(), 2);
}

#[test]
fn a_name_says_its_format_and_the_endings_are_offered() {
    let mut desk = Desk::with(&[SUMMIT]).press("s 'kim");
    let offered = |desk: &Desk| -> Vec<String> {
        desk.app.candidates().map_or(Vec::new(), |c| c.list().iter().map(|c| c.name.clone()).collect())
    };
    assert!(offered(&desk).contains(&"kim.mentions.csv".to_owned()) && offered(&desk).contains(&"kim/".to_owned()));
    assert_eq!(desk.app.export_hint("kim"), "1 article");
    desk = desk.press("'.g");
    assert!(offered(&desk).contains(&"kim.gexf".to_owned()), "{:?}", offered(&desk));
    desk = desk.press("'exf");
    assert!(offered(&desk).is_empty());
    assert_eq!(desk.app.export_hint("kim.gexf"), "gexf of 1 article");
    desk = desk.press("Esc s Tab");
    assert_eq!(desk.app.prompt().unwrap().input.value(), "articles.jsonl");
    desk = desk.press("^U 'kim.xlsx Enter");
    assert!(desk.app.status().starts_with("not written: the name must end in one of .jsonl"));
    assert!(Desk::waiting(0).press("s").app.status().contains("nothing in the list"));
}
