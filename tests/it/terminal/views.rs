//! The card and all mentions of somebody, in the real program: opened, gone through, left for a text and come back to.

use super::{open, three_articles};
use crate::pty::{Life, contents};
use crate::terminal::stream;

#[test]
fn a_card_leads_to_mentions_to_a_text_and_back() {
    let folder = three_articles();
    let mut session = open(folder.path(), 100, 30, 3);
    session.wait_text("Une rencontre au bord du Pacifique").wait_text("Vladimir Poutine");
    // Somebody is found by name: completed, asked for, followed from the text.
    session.press(&["Enter", "e", "Enter"]).wait_text("following ");
    session.press(&["i"]).wait_text("WRITTEN").wait_text("NAMED MOST IN").wait_text("NAMED WITH");
    session.press(&["c"]).wait_text("as the articles lie").wait_text("1 of ");
    session.press(&["O"]).wait_text("oldest first");
    session.press(&["/", "a"]).wait_text("mentions with: a").press(&["Enter"]).wait_text("with: a");
    session.press(&["Enter"]).wait_text("following ").wait_gone("oldest first");
    session.press(&["^O"]).wait_text("oldest first").wait_text("with: a");
    // The filter goes first, then the mentions, then the card.
    session.press(&["q"]).wait_gone("with: a").press(&["q"]).wait_text("NAMED WITH");
    session.press(&["q"]).wait_text("following ").press(&["i"]).wait_text("NAMED WITH");
    session.resize(20, 5).wait_for("the card", |screen| contents(screen).contains("WRITTEN"));
    session.resize(100, 30).wait_text("NAMED WITH").press(&["q"]).wait_text("following ");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0), "{}", session.dump());
    assert!(session.is_cooked() && stream::is_restored(session.raw()), "{}", session.dump());
}
