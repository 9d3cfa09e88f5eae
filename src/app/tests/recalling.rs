//! The names of a large pile come from the library when somebody asks for them.

use std::sync::Arc;

use super::*;
use crate::app::views::View;
use crate::library::Pile;
use crate::library::roll::Roll;
use crate::library::sources::SourceNo;
use crate::library::store::{ContentHash, Followed, Jump, ListedArticle, Trail};
use crate::library::watched::Watched;
use crate::names::{self, ArticleNames, Kind, Registry};
use crate::worker::{Arrival, Before, Rolled, WatchedNow};

/// A reader of a large pile whose names are with the library, and what the library would say when it is asked.
fn large(articles: &[&str]) -> (Desk, Vec<(ArticleId, KeptId, Option<ArticleNames>)>) {
    let (mut app, _) = App::new(Vec::new());
    app.call_no_pile_small();
    let mut desk = Desk::over(app, articles.len());
    desk.keeps = true;
    let mut names = Vec::new();
    for (at, article) in (0..).zip(articles) {
        desk.read(at as usize, article);
        let (id, kept) = (ArticleId(at), KeptId(i64::from(at) + 1));
        let text = desk.app.pile().entry(id).head().unwrap().text;
        names.push((id, kept, desk.app.pile().article(id).map(|article| names::analyse(article))));
        desk.act(Action::Report(Report::Kept(Kept::Derived(vec![Arrival { id, text, kept, arrived: kept }]))));
    }
    (desk, names)
}

#[test]
fn the_names_of_a_large_pile_come_when_somebody_is_followed() {
    let (mut desk, names) = large(&[SUMMIT, HARVEST, VISIT]);
    let known = |desk: &Desk| (0..3).filter(|&id| desk.app.pile().is_named(ArticleId(id))).count();
    assert_eq!((known(&desk), desk.app.progress().as_str()), (1, ""), "that on the screen has its names");
    assert!(desk.recalls.is_empty());
    desk = desk.press("1 f");
    assert_eq!(desk.recalls.concat(), [(KeptId(2), ArticleId(1)), (KeptId(3), ArticleId(2))]);
    assert!(desk.app.progress().starts_with("recalling names"));
    desk.act(Action::Report(Report::Names(names)));
    assert_eq!((known(&desk), desk.app.progress().as_str()), (3, ""));
    assert_eq!(desk.press("x").at(), Desk::with(&[SUMMIT, HARVEST, VISIT]).press("1 f x").at());
}

/// The text of an article may come before the names that the library has of it.
#[test]
fn whom_a_jump_followed_is_followed_when_a_text_brings_the_name() {
    let (mut desk, names) = large(&[HARVEST, SUMMIT]);
    let other = Desk::with(&[SUMMIT]).press("1");
    let name = other.app.name(other.app.followed().unwrap()).to_owned();
    let (id, _, found) = names[1].clone();
    let entry = desk.app.pile().entry(id);
    let (article, text) = (entry.identity(desk.app.pile().title(id)).unwrap(), entry.head().unwrap().text);
    let held = entry.article().unwrap().clone();
    let followed = Some(Followed { name: name.clone(), kind: Kind::Person });
    let trail = Trail { behind: vec![Jump { article, place: 0, followed }], ahead: Vec::new() };
    desk.act(Action::Report(Report::Kept(Kept::Trail(trail))));
    let mut desk = desk.press("^O");
    assert_eq!(desk.app.followed(), None);
    desk.act(Action::Report(Report::Loaded(id, Some((text, held, found)))));
    assert_eq!(desk.app.followed().map(|entity| desk.app.name(entity)), Some(name.as_str()));
}

#[test]
fn names_that_the_library_has_no_more_are_found_again() {
    let (desk, names) = large(&[SUMMIT, HARVEST]);
    let mut desk = desk.press("w");
    let gone = names.into_iter().map(|(id, kept, _)| (id, kept, None)).collect();
    desk.act(Action::Report(Report::Names(gone)));
    assert_eq!((desk.again.as_slice(), desk.app.progress().as_str()), (&[ArticleId(1)][..], "analysing 80 %"));
}

#[test]
fn what_a_broken_library_would_have_had_is_found_again() {
    let (mut app, _) = App::new(Vec::new());
    app.call_no_pile_small();
    let mut desk = Desk::over(app, 2);
    desk.keeps = true;
    desk.read(0, SUMMIT);
    desk.read(1, HARVEST);
    assert!(!desk.app.pile().is_named(ArticleId(1)) && desk.app.progress().is_empty());
    desk.act(Action::Report(Report::Kept(Kept::Failed("the disk is full".to_owned()))));
    assert_eq!(desk.again, [ArticleId(1)]);
}

#[test]
fn a_kept_article_is_marked_before_its_text_is_there() {
    let text = ContentHash::of_text("Un texte que l’on a lu hier.");
    let listed = ListedArticle {
        id: KeptId(1),
        source: 0,
        ordinal: 0,
        title: "Hier".into(),
        publisher: None,
        published: None,
        language: None,
        length: 28,
        words: 7,
        text,
        named: None,
        arrived: KeptId(1),
    };
    let mut pile = Pile::new();
    pile.recall(SourceNo(0), &Arc::new(Source::Sample(NAMES[0])), &[listed], false);
    let before = Before {
        pile,
        stale: Vec::new(),
        unnamed: Vec::new(),
        named: Vec::new(),
        seen: None,
        new: Vec::new(),
        open: None,
    };
    let mut desk = Desk::new(App::new(Vec::new()).0);
    desk.act(Action::Report(Report::Before(Box::new(before))));
    let desk = desk.press("m");
    assert!(desk.app.article().is_none() && desk.app.marked(ArticleId(0)).is_some_and(|mark| mark.starred));
}

#[test]
fn who_goes_back_before_the_last_jumps_are_known_gets_there_when_they_are() {
    let mut desk = Desk::with(&[SUMMIT, HARVEST]).press("^O");
    assert_eq!(desk.app.status(), "this is where the jumps began");
    let entry = desk.app.pile().entry(ArticleId(1));
    let article = entry.identity(desk.app.pile().title(ArticleId(1))).unwrap();
    let trail = Trail { behind: vec![Jump { article, place: 0, followed: None }], ahead: Vec::new() };
    desk.act(Action::Report(Report::Kept(Kept::Trail(trail.clone()))));
    assert_eq!(desk.at(), "La moisson");
    // Whoever went on meanwhile stays.
    let mut desk = Desk::with(&[SUMMIT, HARVEST]).press("^O Enter");
    desk.act(Action::Report(Report::Kept(Kept::Trail(trail))));
    assert_eq!(desk.at(), Desk::with(&[SUMMIT]).at());
}

/// A reader of a large pile who follows the first of the sidebar, and the entities as another thread puts them together.
fn rolling(articles: &[&str]) -> (Desk, Box<Roll>) {
    let (mut desk, names) = large(articles);
    desk.app.call_one_article_many();
    let mut registry = Registry::new();
    // Behind one that is gone: everybody has another id.
    registry.add(ArticleId(9), &names::analyse(&article("Ailleurs|Élise Caron est allée de Rome à Naples.")));
    registry.remove(ArticleId(9));
    for (id, _, names) in names.iter().rev() {
        registry.add(*id, names.as_ref().unwrap());
    }
    let about = names.iter().map(|&(id, kept, _)| (kept, id)).collect();
    (desk, Box::new(Roll { registry, named: about, lost: Vec::new(), added: articles.len() }))
}

#[test]
fn the_names_of_many_articles_come_in_one_piece_and_whoever_is_followed_stays_so() {
    let (desk, roll) = rolling(&[SUMMIT, HARVEST, VISIT]);
    let mut desk = follow_putin(desk).press("f");
    assert_eq!(desk.rolls.concat(), [(KeptId(2), ArticleId(1)), (KeptId(3), ArticleId(2))]);
    let before = desk.app.followed();
    desk.act(Action::Report(Report::Rolled(Rolled::Going(1))));
    assert_eq!(desk.app.progress(), "recalling names 50 %");
    desk.act(Action::Report(Report::Rolled(Rolled::Done(Some(roll)))));
    assert!(desk.app.progress().is_empty() && desk.app.followed() != before);
    assert_eq!(desk.app.status(), "following Vladimir Poutine · 2/3 here · 5 in 2 articles");
    // Where in the next one he is named comes with its text.
    let mut desk = desk.press("x");
    let (text, article) =
        (desk.app.pile().entry(ArticleId(2)).head().unwrap().text, desk.app.article().unwrap().clone());
    let names = names::analyse(&article);
    desk.act(Action::Report(Report::Loaded(ArticleId(2), Some((text, article, Some(names))))));
    assert_eq!(desk.at(), "Une visite: ent [Vladimir Poutine]");
}

#[test]
fn a_card_that_is_open_meanwhile_is_the_same_ones() {
    let (desk, roll) = rolling(&[SUMMIT, HARVEST, VISIT]);
    let mut desk = follow_putin(desk).press("i");
    desk.act(Action::Report(Report::Rolled(Rolled::Done(Some(roll)))));
    let Some(View::Card(card)) = desk.app.view() else { panic!("the card is closed") };
    let company: Vec<&str> = card.company().iter().map(|company| desk.app.name(company.who)).collect();
    assert_eq!(card.entity().unwrap().mentions(), 5);
    assert!(["Kim Jong Un", "Pyongyang"].iter().all(|name| company.contains(name)), "{company:?}");
}

#[test]
fn what_became_known_meanwhile_is_not_forgotten() {
    let (desk, mut roll) = rolling(&[SUMMIT, HARVEST, VISIT]);
    // The other thread knows nothing of the article on the screen.
    roll.registry.remove(ArticleId(0));
    roll.named.remove(0);
    let mut desk = follow_putin(desk);
    desk.act(Action::Report(Report::Rolled(Rolled::Done(Some(roll)))));
    assert_eq!(desk.app.status(), "following Vladimir Poutine · 1/3 here · 5 in 2 articles");
}

#[test]
fn what_cannot_be_put_together_elsewhere_comes_one_by_one() {
    let (desk, _) = rolling(&[SUMMIT, HARVEST, VISIT]);
    let mut desk = follow_putin(desk);
    desk.act(Action::Report(Report::Rolled(Rolled::Done(None))));
    // The next ones last.
    assert_eq!(desk.recalls.concat(), [(KeptId(3), ArticleId(2)), (KeptId(2), ArticleId(1))]);
}

#[test]
fn a_query_for_one_sentence_is_right_for_names_that_the_library_has() {
    const MEETING: &str = "Un dîner|Vladimir Poutine a reçu Emmanuel Macron à Moscou.";
    const APART: &str = "Chacun chez soi|Emmanuel Macron est rentré à Paris. Vladimir Poutine est resté à Moscou.";
    let (desk, names) = large(&[HARVEST, APART, MEETING]);
    let mut desk = desk.press("= 'person:poutine_person:macron_near:sentence Enter");
    assert_eq!((desk.shown(), desk.recalls.concat().len()), (Vec::new(), 2));
    desk.act(Action::Report(Report::Names(names)));
    assert_eq!(desk.shown(), ["Un dîner"]);
}

/// Only what is new has to be named for the watch list.
#[test]
fn the_watch_list_asks_for_the_names_of_what_is_new() {
    let (mut app, _) = App::new(Vec::new());
    app.call_no_pile_small();
    let mut pile = Pile::new();
    let mut named = Vec::new();
    for (no, text) in (0..).zip([HARVEST, VISIT, SUMMIT]) {
        let (source, article) = (Arc::new(Source::Sample(NAMES[no as usize])), article(text));
        let kept = ListedArticle { id: KeptId(i64::from(no) + 1), ..ListedArticle::of(&article) };
        let id = pile.recall(SourceNo(no), &source, &[kept], false)[0];
        named.push((KeptId(i64::from(no) + 1), id));
    }
    let before = Before {
        pile,
        stale: Vec::new(),
        unnamed: Vec::new(),
        named,
        seen: Some(KeptId(2)),
        new: vec![ArticleId(2)],
        open: None,
    };
    let recalls = |effects: Vec<Effect>| -> Vec<Vec<(KeptId, ArticleId)>> {
        let recall = |effect| if let Effect::Run(Job::Recall(batch)) = effect { Some(batch) } else { None };
        effects.into_iter().filter_map(recall).collect()
    };
    assert!(recalls(app.update(Action::Report(Report::Before(Box::new(before))))).is_empty());
    let entries = vec![Watched { typed: "Poutine".to_owned() }];
    let now = WatchedNow { entries, ..WatchedNow::default() };
    let asked = recalls(app.update(Action::Report(Report::Watched(now))));
    assert_eq!(asked, [[(KeptId(3), ArticleId(2))]]);
}
