//! The beginning of a huge text on the screen, then the whole of it.

use std::sync::Arc;

use super::*;
use crate::app::previewing::REST;
use crate::library::Pile;
use crate::library::sources::SourceNo;
use crate::library::store::{ContentHash, KeptId, KeptMarks, ListedArticle, Place};
use crate::names;
use crate::worker::{Before, Deed, Keep};

const ID: ArticleId = ArticleId(0);

/// A text of so many paragraphs, the last of which names somebody.
fn text(paragraphs: usize) -> String {
    let line = |n| format!("|Paragraphe {n} : il a plu sur les champs, et le blé attend encore au bord du fleuve.");
    let lines: String = (1..paragraphs).map(line).collect();
    format!("Une longue histoire{lines}|À la fin, le président Vladimir Poutine a parlé du xylographe.")
}

/// Its beginning: without the last of twice as many paragraphs.
fn beginning(text: &str) -> Action {
    let blocks: Vec<&str> = text.split('|').collect();
    Action::Report(Report::Preview(ID, Arc::new(article(&blocks[..blocks.len() / 2].join("|")))))
}

/// A reader who sees the beginning of a text of 40 paragraphs, and knows of another article.
fn desk() -> Desk {
    let mut desk = Desk::waiting(2);
    desk.act(beginning(&text(40)));
    desk
}

/// The same where an earlier run kept the text, with who is named in it, and where it was left.
fn kept(top: usize) -> Desk {
    let (app, _) = App::new(Vec::new());
    let mut desk = Desk::new(app);
    let (mut pile, whole) = (Pile::new(), article(&text(40)));
    for (no, listed) in [ListedArticle::of(&whole), ListedArticle::of(&article(HARVEST))].into_iter().enumerate() {
        pile.recall(SourceNo(no as u32), &Arc::new(Source::Sample(NAMES[no])), &[listed], false);
    }
    pile.name(ID, ContentHash::of_text(whole.text()), &names::analyse(&whole));
    let open = Open { query: String::new(), filter: String::new(), followed: None, top };
    let before = Before {
        pile,
        stale: Vec::new(),
        unnamed: Vec::new(),
        named: Vec::new(),
        seen: None,
        new: Vec::new(),
        open: Some((ID, open)),
    };
    desk.act(Action::Report(Report::Before(Box::new(before))));
    desk.act(Action::Report(Report::Scanned));
    desk.act(beginning(&text(40)));
    desk
}

fn load(desk: &mut Desk) {
    let whole = article(&text(40));
    let found = (ContentHash::of_text(whole.text()), names::analyse(&whole));
    desk.act(Action::Report(Report::Loaded(ID, Some((found.0, Arc::new(whole), Some(found.1))))));
}

/// The words of the row on top.
fn top(desk: &Desk) -> &str {
    let (reading, article) = (desk.app.reading().unwrap(), desk.app.article().unwrap());
    article.text()[reading.top..].trim_start().lines().next().unwrap_or_default()
}

fn is_whole(desk: &Desk) -> bool {
    !desk.app.is_beginning() && desk.app.article().is_some_and(|article| article.text().contains("xylographe"))
}

#[test]
fn the_whole_takes_the_place_of_the_beginning_and_no_row_moves() {
    let mut desk = desk().press("Enter Space Space j");
    let (words, at) = (top(&desk).to_owned(), desk.app.reading().unwrap().top);
    assert!(at > 0 && !is_whole(&desk));
    desk.read(0, &text(40));
    assert!(is_whole(&desk));
    assert_eq!((top(&desk), desk.app.reading().unwrap().top), (words.as_str(), at));
    assert_eq!(desk.at(), "Une longue histoire");
}

#[test]
fn where_the_whole_is_otherwise_its_reader_stays_at_the_same_words_or_goes_to_the_top() {
    let whole = text(40).replacen("Une longue histoire|", "Une longue histoire|Ce qui précède.|", 1);
    let mut moved = desk().press("Enter Space Space j");
    let words = top(&moved).to_owned();
    moved.read(0, &whole);
    assert_eq!(top(&moved), words);
    let mut other = desk().press("Enter Space Space");
    other.read(0, &text(40).replace("Paragraphe", "Chapitre"));
    assert_eq!(top(&other), "Une longue histoire");
}

#[test]
fn what_comes_late_or_for_another_article_is_ignored() {
    let mut desk = Desk::waiting(2);
    let Action::Report(Report::Preview(_, article)) = beginning(&text(40)) else { unreachable!() };
    desk.act(Action::Report(Report::Preview(ArticleId(1), article)));
    assert!(desk.app.article().is_none());
    desk.read(0, &text(40));
    desk.act(beginning(&text(8)));
    assert!(is_whole(&desk));
    let mut again = self::desk().press("Enter Space");
    let (words, bytes) = (top(&again).to_owned(), again.app.article().unwrap().text().len());
    again.act(beginning(&text(8)));
    assert_eq!((top(&again), again.app.article().unwrap().text().len()), (words.as_str(), bytes));
    let away = self::desk().press("j");
    assert!(away.app.article().is_none(), "it is that of the first article");
}

#[test]
fn the_end_is_gone_to_once_it_is_there() {
    let mut desk = desk().press("Enter Space");
    let words = top(&desk).to_owned();
    desk = desk.press("G");
    assert_eq!((top(&desk), desk.app.status().as_str(), desk.app.unread()), (words.as_str(), REST, 2));
    desk.read(0, &text(40));
    assert!(desk.app.ends_in_view() && desk.app.unread() == 1 && !desk.app.has_message());
    let mut back = desk.press("^O");
    assert_eq!(top(&back), words);
    // Before even the beginning is there, too; and whoever reads on instead stays.
    back = Desk::waiting(1).press("Enter G");
    back.read(0, &text(40));
    assert!(back.app.ends_in_view());
    let mut stays = self::desk().press("Enter G Space");
    let words = top(&stays).to_owned();
    stays.read(0, &text(40));
    assert_eq!(top(&stays), words);
}

#[test]
fn who_reads_to_the_end_of_the_beginning_is_told_that_more_comes() {
    let page = "Space ".repeat(30);
    let desk = desk().press(&format!("Enter {}", page.trim()));
    assert_eq!((desk.app.status().as_str(), desk.app.unread()), (REST, 2));
    assert!(!top(&desk).is_empty());
}

#[test]
fn a_search_is_answered_once_the_whole_is_there() {
    let mut desk = desk().press("Enter Space / 'xylo");
    assert_eq!((desk.app.search_failed(), desk.app.reading().unwrap().hits.len()), ("", 0));
    desk = desk.press("Enter n N");
    assert_eq!(desk.app.status(), REST);
    let words = top(&desk).to_owned();
    desk.read(0, &text(40));
    assert_eq!(desk.at(), "Une longue histoire:  du [xylo]");
    desk = desk.press("^O");
    assert_eq!(top(&desk), words);
    // The line may still be open, and Esc leads back to the same words.
    let mut typing = self::desk().press("Enter Space / 'xylo");
    typing.read(0, &text(40).replacen("Une longue histoire|", "Une longue histoire|Ce qui précède.|", 1));
    assert_eq!(typing.at(), "Une longue histoire:  du [xylo]");
    assert_eq!(top(&typing.press("Esc")), words);
    // A search that was given up does not move anybody.
    let mut given_up = self::desk().press("= 'poutine Enter Enter / 'xylo Esc");
    given_up.read(0, &text(40));
    assert_eq!((given_up.app.reading().unwrap().hits.len(), given_up.app.reading().unwrap().mark), (1, None));
}

#[test]
fn nothing_is_marked_in_a_beginning() {
    for keys in ["m", "r", "t 'blé Enter", "a 'beau Enter"] {
        let desk = desk().press(&format!("Enter {}", keys.split(' ').next().unwrap()));
        assert!(desk.app.status().ends_with("nothing can be marked before that"), "{keys}: {}", desk.app.status());
        assert!(desk.app.prompt().is_none() && desk.app.marked(ID).is_none_or(|mark| !mark.starred));
    }
    let mut desk = desk().press("m");
    desk.read(0, &text(40));
    assert!(!desk.app.has_message() && desk.press("m").app.marked(ID).is_some_and(|mark| mark.starred));
}

#[test]
fn no_place_in_a_beginning_is_kept() {
    let mut desk = kept(0).press("Enter Space Space Space");
    assert!(desk.app.is_beginning() && desk.app.reading().unwrap().top > 0);
    let places = |effects: Vec<Effect>| {
        let place = |effect: &Effect| match effect {
            Effect::Run(Job::Keep(keep)) => match &**keep {
                Keep::Did(_, Deed::Place(top)) => Some(*top),
                Keep::Open(open, _) => Some(open.top),
                _ => None,
            },
            _ => None,
        };
        effects.iter().filter_map(place).collect::<Vec<usize>>()
    };
    assert_eq!(places(desk.app.update(Action::Closing)), [0]);
    let next = keymap::resolve(desk.app.mode(), "J".parse().unwrap()).unwrap();
    assert_eq!(places(desk.app.update(next)), [0; 0]);
    let back = desk.press("^O");
    assert_eq!((back.app.reading().unwrap().id, back.app.reading().unwrap().top), (ID, 0));
}

#[test]
fn whoever_was_further_down_waits_for_the_whole() {
    let whole = article(&text(40));
    let deep = whole.text().find("Paragraphe 30").unwrap();
    let mut desk = kept(deep);
    assert!(desk.app.article().is_none());
    load(&mut desk);
    assert!(top(&desk).starts_with("Paragraphe 30"));
    // What was kept may come after the beginning.
    let mut desk = kept(0);
    assert!(desk.app.is_beginning());
    let place = Some(Place { at: deep as u32, text: ContentHash::of_text(whole.text()) });
    let marks = KeptMarks { id: KeptId(1), read: false, starred: false, noted: false, tags: Vec::new(), place };
    desk.app.touched = false;
    desk.act(Action::Report(Report::Marks(vec![(ID, marks)])));
    assert!(desk.app.article().is_none());
    load(&mut desk);
    assert!(top(&desk).starts_with("Paragraphe 30"));
}

#[test]
fn mentions_are_gone_to_once_the_text_is_there() {
    let there = "Une longue histoire: ent [Vladimir Poutine]";
    let (names, above) = ("Une longue histoire: e.\n\n[Paragraphe]", "Une longue histoire");
    for (keys, place) in [("1", there), ("1 f", there), ("Enter e", names), ("1 F", above)] {
        let mut desk = kept(0).press(keys);
        assert_eq!((desk.app.reading().unwrap().id, desk.app.status().as_str()), (ID, REST), "{keys}");
        load(&mut desk);
        assert_eq!(desk.at(), place, "{keys}");
    }
}

#[test]
fn a_text_is_there_before_the_names_in_it_and_is_not_asked_for_again() {
    let mut desk = kept(0).press("Enter");
    let whole = article(&text(40));
    let found = (ContentHash::of_text(whole.text()), Arc::new(whole), None);
    let effects = desk.app.update(Action::Report(Report::Loaded(ID, Some(found))));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Run(Job::Load(..)))), "{effects:?}");
    assert!(is_whole(&desk));
    desk = desk.press("f 1");
    assert_eq!(desk.app.status(), "the names in it are being looked for");
    load(&mut desk);
    assert_eq!(desk.at(), "Une longue histoire: ent [Vladimir Poutine]");
}
