//! What is new since the last visit, and when a visit counts.

use super::*;
use crate::library::store::ContentHash;
use crate::library::watched::Watched;
use crate::worker::{Arrival, Keep, WatchedNow};

/// The texts that are about to be kept, when the visit ends as the reader is left.
fn visited(desk: &mut Desk) -> Option<Vec<ContentHash>> {
    desk.app.update(Action::Closing).into_iter().find_map(|effect| match effect {
        Effect::Run(Job::Keep(keep)) => match *keep {
            Keep::Visited(texts) => Some(texts),
            _ => None,
        },
        _ => None,
    })
}

fn arrive(desk: &mut Desk, id: u32, kept: i64, arrived: i64) {
    let id = ArticleId(id);
    let text = desk.app.pile().entry(id).head().unwrap().text;
    let arrival = Arrival { id, text, kept: KeptId(kept), arrived: KeptId(arrived) };
    desk.act(Action::Report(Report::Kept(Kept::Derived(vec![arrival]))));
}

#[test]
fn a_visit_counts_once_everything_is_analysed() {
    let mut desk = Desk::waiting(2);
    desk.read(0, SUMMIT);
    assert_eq!(visited(&mut desk), None, "one was not read");
    desk.read(1, HARVEST);
    let expect = |desk: &mut Desk, unkept: usize| assert_eq!(visited(desk).map(|texts| texts.len()), Some(unkept));
    // The sample pile has no files: nothing of it is ever kept.
    expect(&mut desk, 0);
}

#[test]
fn new_is_what_came_in_since_and_not_what_moved() {
    let mut desk = Desk::with(&[SUMMIT, HARVEST, VISIT]);
    desk.app.remember_visit(Some(KeptId(2)), &[]);
    arrive(&mut desk, 0, 1, 1);
    arrive(&mut desk, 1, 3, 2);
    arrive(&mut desk, 2, 4, 4);
    assert_eq!(desk.app.new_ones(), [ArticleId(2)]);
    // A text that was not kept when it was looked at says nothing of the one that is there.
    let arrival = Arrival { id: ArticleId(0), text: ContentHash::of_text(""), kept: KeptId(9), arrived: KeptId(9) };
    desk.act(Action::Report(Report::Kept(Kept::Derived(vec![arrival]))));
    assert_eq!(desk.app.new_ones(), [ArticleId(2)]);
}

#[test]
fn at_the_first_visit_only_what_appears_later_is_new() {
    let mut desk = Desk::with(&[SUMMIT, HARVEST, VISIT]);
    arrive(&mut desk, 0, 1, 1);
    assert!(desk.app.new_ones().is_empty());
    desk.app.notice_late(&[ArticleId(1), ArticleId(2)]);
    arrive(&mut desk, 1, 2, 2);
    arrive(&mut desk, 2, 3, 1);
    assert_eq!(desk.app.new_ones(), [ArticleId(1)]);
    // Kept anew, it is as new as before.
    arrive(&mut desk, 1, 4, 2);
    assert_eq!(desk.app.new_ones(), [ArticleId(1)]);
}

#[test]
fn what_is_open_when_it_turns_out_to_be_watched_has_no_badge() {
    let mut desk = Desk::with(&[SUMMIT]).press("Enter");
    desk.app.remember_visit(Some(KeptId(0)), &[ArticleId(0)]);
    let entries = vec![Watched { typed: "zzz".to_owned() }];
    desk.act(Action::Report(Report::Watched(WatchedNow { entries, ..WatchedNow::default() })));
    desk.app.watching.set_news(0, vec![ArticleId(0)]);
    desk.app.settle_news();
    assert_eq!(desk.app.watching().news(), 0);
}
