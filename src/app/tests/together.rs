//! Following several at once, and the strips that show where each is named.

use super::super::action::Target;
use super::*;
use crate::document::Span;

const DINNER: &str = "Un dîner|Vladimir Poutine a reçu Emmanuel Macron à Moscou. Emmanuel Macron était souriant.|Plus tard, \
    Vladimir Poutine a raccompagné Emmanuel Macron.";
const APART: &str = "Chacun chez soi|Emmanuel Macron est rentré à Paris. Vladimir Poutine est resté à Moscou.";
const CALL: &str = "Un appel|Emmanuel Macron a appelé Vladimir Poutine dimanche.";
const ALONE: &str = "Un discours|Vladimir Poutine a parlé devant le Parlement.";
const RAIN: &str = "La pluie|Il a plu sur les champs.";

/// Chooses a name of the sidebar and presses `key` there.
fn on(mut desk: Desk, name: &str, key: &str) -> Desk {
    let rows = desk.app.sidebar().rows();
    let at = rows.iter().position(|row| desk.app.name(row.entity) == name).expect("it is in the sidebar");
    desk.act(Action::Click(Target::Pane(Pane::Sidebar)));
    let downs = vec!["j"; at].join(" ");
    let desk = desk.press("g");
    let desk = if downs.is_empty() { desk } else { desk.press(&downs) };
    desk.press(key)
}

/// Both are followed, from the first article on.
fn both(articles: &[&str]) -> Desk {
    on(on(Desk::with(articles), "Vladimir Poutine", "Enter"), "Emmanuel Macron", "B")
}

#[test]
fn two_are_followed_through_the_sentences_in_which_they_meet() {
    let desk = both(&[DINNER, RAIN, APART, ALONE, CALL]);
    assert_eq!(desk.app.status(), "Vladimir Poutine with Emmanuel Macron · 1/2 here · 3 sentences in 2 articles");
    assert_eq!(desk.shown(), ["Un dîner", "Chacun chez soi", "Un appel"]);
    assert_eq!(desk.at(), "Un dîner: er\n\n[Vladimir Poutine]");
    let desk = desk.press("f");
    assert_eq!(desk.at(), "Un dîner: rd, [Vladimir Poutine]");
    // On into the next article in which they meet.
    let desk = desk.press("f");
    assert_eq!(desk.at(), "Un appel: el\n\n[Emmanuel Macron]");
    let desk = desk.press("F");
    assert_eq!(desk.at(), "Un dîner: rd, [Vladimir Poutine]");
    // By article all are gone through that name them both.
    let desk = desk.press("x");
    assert_eq!(desk.at(), "Chacun chez soi: is. [Vladimir Poutine]");
    assert!(desk.app.status().contains("not here · 3 sentences"), "{}", desk.app.status());
    let desk = desk.press("x");
    assert_eq!(desk.at(), "Un appel: el\n\n[Emmanuel Macron]");
    assert_eq!(desk.press("X").at(), "Chacun chez soi: is. [Vladimir Poutine]");
}

#[test]
fn sentences_in_which_they_meet_are_whole() {
    let desk = both(&[DINNER]);
    let (id, text) = (desk.app.reading().unwrap().id, desk.app.article().unwrap().text());
    let shown = desk.app.meeting_sentences(Span::new(0, text.len()));
    let shown: Vec<(&str, bool)> = shown.into_iter().map(|(span, all)| (span.of(text), all)).collect();
    let first = "Vladimir Poutine a reçu Emmanuel Macron à Moscou.";
    assert_eq!(shown, [(first, true), ("Plus tard, Vladimir Poutine a raccompagné Emmanuel Macron.", true)]);
    assert_eq!(desk.app.places_followed(id).len(), 2);
}

#[test]
fn following_several_ends_with_escape_with_nobody_and_with_somebody_else() {
    let pile = [DINNER, RAIN, APART];
    let desk = both(&pile).press("Esc Esc Esc");
    assert_eq!((desk.app.party().len(), desk.shown().len()), (1, 3));
    assert!(desk.app.status().starts_with("following Vladimir Poutine"), "{}", desk.app.status());
    let desk = both(&pile).press("0");
    assert_eq!((desk.app.party().len(), desk.shown().len()), (0, 3));
    let desk = on(both(&pile), "Moscou", "Enter");
    assert_eq!((desk.app.party().len(), desk.shown().len()), (1, 3));
    // The same key takes one of them off again.
    let desk = on(both(&pile), "Vladimir Poutine", "B");
    assert_eq!(desk.app.status(), "following Emmanuel Macron alone");
    assert_eq!(desk.shown().len(), 3);
}

#[test]
fn a_name_in_the_text_joins_those_followed() {
    let desk = follow_putin(Desk::with(&[CALL, ALONE])).press("Enter").press("E");
    assert_eq!(desk.at(), "Un appel: el\n\n[Emmanuel Macron]");
    let desk = desk.press("B");
    assert_eq!(desk.app.party_names(), "Vladimir Poutine with Emmanuel Macron");
    assert_eq!(desk.shown(), ["Un appel"]);
    // A filter narrows further, and going back leads to where one was followed alone.
    let desk = desk.press("Esc / 'appel Enter");
    assert_eq!(desk.shown(), ["Un appel"]);
    let desk = desk.press("Esc ^O ^O");
    assert_eq!((desk.app.party().len(), desk.shown().len()), (1, 2));
}

#[test]
fn those_who_never_meet_in_a_sentence_lead_through_the_articles() {
    let desk = both(&[APART, ALONE, "Deux discours|Emmanuel Macron a parlé. Vladimir Poutine aussi a parlé."]);
    assert_eq!(
        desk.app.status(),
        "Vladimir Poutine with Emmanuel Macron · never in one sentence · 2 articles naming them all"
    );
    let desk = desk.press("f");
    assert_eq!(desk.at(), "Deux discours: é. [Vladimir Poutine]");
    assert!(desk.app.status().starts_with("they never meet in one sentence"), "{}", desk.app.status());
    let desk = both(&[DINNER]).press("f f");
    assert_eq!(desk.app.status(), "they meet in no other article of the list");
}

#[test]
fn of_three_two_are_enough_for_a_sentence_and_all_for_an_article() {
    let desk = on(both(&[DINNER, APART, CALL]), "Moscou", "B");
    assert_eq!(desk.shown(), ["Un dîner", "Chacun chez soi"]);
    assert_eq!(
        desk.app.status(),
        "Vladimir Poutine with Emmanuel Macron and Moscou · 1/2 here · 3 sentences in 2 articles"
    );
    let text = desk.app.article().unwrap().text();
    let sentences = desk.app.meeting_sentences(Span::new(0, text.len()));
    assert_eq!(sentences.into_iter().map(|(_, all)| all).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn b_says_what_to_do_where_there_is_nobody_else() {
    let desk = follow_putin(Desk::with(&[ALONE, RAIN])).press("B");
    assert!(desk.app.status().starts_with("B follows another one with them"), "{}", desk.app.status());
    let desk = Desk::with(&[RAIN]).press("B");
    assert!(desk.app.status().starts_with("there is no name to follow here"), "{}", desk.app.status());
}

#[test]
fn a_query_asks_for_one_sentence() {
    let desk = Desk::with(&[DINNER, APART, CALL, ALONE]).press("= 'person:poutine_person:macron_near:sentence Enter");
    assert_eq!(desk.shown(), ["Un dîner", "Un appel"]);
    let places = |desk: &Desk| desk.app.reading().unwrap().hits.len();
    assert_eq!(places(&desk), 4, "where they stand alone is nothing found");
    let desk = desk.press("= Enter");
    assert_eq!(desk.app.narrowing().query().to_string(), "person:poutine person:macron near:sentence");
    let desk = desk.press("= '_near:se Tab");
    assert!(desk.app.prompt().unwrap().input.value().ends_with("near:sentence "));
    let desk = Desk::with(&[DINNER]).press("= 'person:poutine_near:sentence Enter");
    assert!(desk.app.status().starts_with("near: wants two names"), "{}", desk.app.status());
}

#[test]
fn who_meets_is_found_as_articles_come_in() {
    let mut desk = Desk::waiting(3);
    desk.read(0, CALL);
    let mut desk = on(on(desk, "Vladimir Poutine", "Enter"), "Emmanuel Macron", "B");
    assert_eq!(desk.shown(), ["Un appel"]);
    desk.read(2, DINNER);
    assert_eq!(desk.shown(), ["Un appel", "Un dîner"]);
    assert!(desk.app.status().ends_with("3 sentences in 2 articles"), "{}", desk.app.status());
    desk.read(1, RAIN);
    assert_eq!(desk.shown().len(), 2);
}

#[test]
fn a_strip_leads_to_its_part_of_the_text() {
    let desk = Desk::with(&[DINNER]).press("d");
    assert!(desk.app.sidebar().strips);
    let text = desk.app.article().unwrap().text();
    let (third, len) = (text.find("Plus tard").unwrap(), text.len());
    let at = desk.app.sidebar().rows().iter().position(|row| desk.app.name(row.entity) == "Vladimir Poutine").unwrap();
    let mut desk = desk;
    desk.act(Action::Click(Target::Strip(at, third, len)));
    assert_eq!(desk.at(), "Un dîner: rd, [Vladimir Poutine]");
    assert_eq!(desk.app.party_names(), "Vladimir Poutine");
    desk.act(Action::Click(Target::Strip(at, 0, 20)));
    assert_eq!(desk.at(), "Un dîner: er\n\n[Vladimir Poutine]");
    assert!(!desk.press("d").app.sidebar().strips);
}
