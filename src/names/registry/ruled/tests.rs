//! What becomes of small piles under rulings, and without them again.

use proptest::prelude::*;

use super::super::tests::{POOL, article, check_totals, picture, registry};
use super::*;
use crate::names::rulings::lines;

/// Rules of some lines with `·` for tabs, kinds left out where they are people.
fn rules(text: &str) -> Arc<Rules> {
    let parsed = lines::parse(text.replace('·', "\tperson\t").as_bytes());
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    Arc::new(parsed.rules)
}

fn ruled(articles: &[&str], text: &str) -> Registry {
    let mut registry = registry(articles);
    registry.rule(rules(text));
    while !registry.catch_up(None, 2).is_empty() {}
    check_totals(&registry);
    registry
}

/// The entities of a pile under rulings, `name mentions` each, with `?` and `-` for those that fit several or are hidden.
fn check(articles: &[&str], text: &str, expected: &[&str]) {
    let registry = ruled(articles, text);
    let sign = |yes: bool, sign: &'static str| if yes { sign } else { "" };
    let line = |e: crate::names::Entity| {
        let (open, hidden) = (sign(e.is_ambiguous(), "?"), sign(registry.is_hidden(e.id()), "-"));
        format!("{}{open}{hidden} {}", e.name(), e.mentions())
    };
    let mut found: Vec<String> = registry.entities().map(line).collect();
    found.sort();
    assert_eq!(found, expected, "{articles:?} under {text}");
}

#[test]
fn who_is_said_to_be_somebody_else_goes_by_that_name() {
    let pile = ["Boris Johnson, Johnson", "Bojo, Bojo, Bojo", "Boris Johnson"];
    check(&pile, "same·Bojo·Boris Johnson", &["Boris Johnson 6"]);
    check(&pile, "same·Boris Johnson·Bojo", &["Bojo 6"]);
    check(&pile, "same·Bojo·Boris Johnson\nsame·Boris Johnson·BJ", &["Boris Johnson 6"]);
    // What the machine thinks of a name is nothing beside what the user says of it.
    check(&["Bush", "George Bush", "Jeb Bush"], "same·Bush·Jeb Bush", &["George Bush 1", "Jeb Bush 2"]);
    // Two bearers that are one leave their name to it.
    check(&["Bush", "George Bush", "Jeb Bush"], "same·Jeb Bush·George Bush", &["George Bush 3"]);
    check(&["Julie", "Julie", "Julie Martin"], "same·Julie·Julie Martin", &["Julie Martin 3"]);
    check(&["Mme Roy", "Roy", "Robert Roy"], "same·Roy·Robert Roy", &["Robert Roy 2", "Roy 1"]);
}

#[test]
fn which_spelling_came_first_decides_nothing() {
    let said = "same\tperson\tKim Jong Un\tperson\tAdrienne Watson";
    let (one, other) =
        (["Kim Jong Un", "Kim Jong-un, Adrienne Watson"], ["Kim Jong-un, Adrienne Watson", "Kim Jong Un"]);
    let reasons = |pile: &[&str]| {
        let registry = ruled(pile, said);
        let mut all: Vec<_> = registry.entities().flat_map(|e| e.variants().to_vec()).collect();
        all.sort_by(|a, b| a.form.cmp(&b.form));
        all
    };
    assert_eq!(reasons(&one), reasons(&other));
}

#[test]
fn names_of_different_kinds_can_be_one() {
    let registry = ruled(&["Wagner", "WAGNER"], "same\tperson\tWagner\torganisation\tWAGNER");
    let all: Vec<_> = registry.entities().map(|e| (e.name().to_owned(), e.kind(), e.mentions())).collect();
    assert_eq!(all, [("WAGNER".to_owned(), Kind::Organisation, 2)]);
    assert_eq!(registry.naming(Kind::Organisation, "wagner", false).0.len(), 1);
    assert!(registry.naming(Kind::Person, "wagner", false).0.is_empty());
}

#[test]
fn who_is_said_to_be_two_is_never_joined() {
    let pile = ["Vladimir Poutine, Poutine", "Vladimir Putin, Putin", "Poutine"];
    check(&pile, "different·Vladimir Poutine·Vladimir Putin", &["Vladimir Poutine 3", "Vladimir Putin 2"]);
    check(&["Bush", "George Bush"], "different·Bush·George Bush", &["Bush 1", "George Bush 1"]);
    // That it is not the one does not say that it is the other.
    let three = ["Bush", "George Bush", "Jeb Bush"];
    check(&three, "different·Bush·George Bush", &["Bush? 1", "George Bush 1", "Jeb Bush 1"]);
    // Through a third: G. Bush fits both, and goes with neither as long as they are two.
    let third = ["G. Bush", "George Bush", "George W. Bush"];
    check(&third, "", &["George W. Bush 3"]);
    let two = "different·George Bush·George W. Bush\nsame·G. Bush·George Bush";
    check(&third, two, &["George Bush 2", "George W. Bush 1"]);
}

#[test]
fn a_name_that_is_not_somebodys_is_parted_from_them_in_every_article() {
    let pile = ["Vladimir Poutine, Poutine, Poutine", "Vladimir Poutine", "Ehoud Barak, Barak, Ehud Barak"];
    check(&pile, "different·Poutine·Vladimir Poutine", &["Ehoud Barak 3", "Poutine 2", "Vladimir Poutine 2"]);
    let both = ["Barak 1", "Ehoud Barak 1", "Ehud Barak 1", "Vladimir Poutine 4"];
    check(&pile, "different·Ehoud Barak·Ehud Barak\ndifferent·Barak·Ehoud Barak\ndifferent·Barak·Ehud Barak", &both);
    // And said to be somebody else's.
    let other = "different·Poutine·Vladimir Poutine\nsame·Poutine·Ludmila Poutine";
    check(&["Vladimir Poutine, Poutine", "Ludmila Poutine"], other, &["Ludmila Poutine 2", "Vladimir Poutine 1"]);
    let registry = ruled(&["Vladimir Poutine, Poutine"], "different·Poutine·Vladimir Poutine");
    let local = |surface| registry.local_of(ArticleId(0), LocalId(0), Kind::Person, surface);
    assert_eq!((local("Vladimir Poutine"), local("Poutine")), (LocalId(0), LocalId(1)));
    let name = |at| registry.name(registry.entity_of(ArticleId(0), LocalId(at)).unwrap());
    assert_eq!((name(0), name(1)), ("Vladimir Poutine", "Poutine"));
    let entity = registry.find("vladimir")[0];
    assert!(registry.bearers_of(entity, &Subject::new(Kind::Person, "Vladimir Poutine")).is_empty());
}

#[test]
fn names_kinds_and_what_is_hidden_are_as_the_user_says() {
    let pile = ["Kim Jong Un, Kim", "WAGNER", "Suivre", "Paul Suivre"];
    let text = "called·Kim Jong-un\tKim III\nhidden·Suivre\nkind\torganisation\tWagner\tperson";
    check(&pile, text, &["Kim III 2", "Paul Suivre 1", "Suivre- 1", "WAGNER 1"]);
    let registry = ruled(&pile, text);
    let kim = registry.find("kim iii")[0];
    assert_eq!(
        (registry.name(kim), registry.find("kim jong"), registry.kind(kim)),
        ("Kim III", vec![kim], Some(Kind::Person))
    );
    assert_eq!(registry.subject(kim), Some(Subject::new(Kind::Person, "Kim Jong Un")));
    assert_eq!(registry.starting_with(Kind::Person, "wag", 9), [("WAGNER".to_owned(), 1)]);
    let mut why: Vec<String> =
        registry.entity(kim).unwrap().variants().iter().map(|v| v.because.explain(&v.joined_to)).collect();
    why.sort();
    assert_eq!(why, ["Kim III, you said so", "surname of Kim III in its article"]);
}

#[test]
fn what_is_answered_is_no_longer_suggested() {
    let pile = ["Alex Roche", "Alexandre Roche"];
    let hints = |text| {
        let registry = ruled(&pile, text);
        registry.ids().flat_map(|id| registry.suggestions(id)).count()
    };
    assert_eq!(hints(""), 1);
    assert_eq!(hints("different·Alex Roche·Alexandre Roche"), 0);
    assert_eq!(hints("hidden·Alexandre Roche"), 0);
    assert_eq!(hints("same·Alex Roche·Alexandre Roche"), 0);
}

#[test]
fn missed_names_are_names_until_they_are_taken_back() {
    let mut registry = registry(&["Kim Jong Un"]);
    let before = picture(&registry);
    registry.add_missed(ArticleId(0), &[(Subject::new(Kind::Person, "Léa Roche"), 2)]);
    assert_eq!(registry.mentions(registry.find("léa roche")[0]), 2);
    assert_eq!(registry.missed_local(ArticleId(0), 0), Some(LocalId(1)));
    registry.add_missed(ArticleId(0), &[]);
    assert_eq!((picture(&registry), registry.missed_local(ArticleId(0), 0)), (before, None));
}

/// Lines about the names of [`POOL`]; those that contradict one another are left out by whoever reads them.
fn lines() -> impl Strategy<Value = String> {
    let line = (0..7, 0..POOL.len(), 0..POOL.len()).prop_map(|(verb, a, b)| {
        let kind = |at: usize| if POOL[at].chars().any(char::is_lowercase) { "person" } else { "organisation" };
        let name = |at: usize| POOL[at].trim_start_matches("Mme ").trim_start_matches("M. ");
        let of = |at: usize| format!("{}\t{}", kind(at), name(at));
        match verb {
            0 | 1 => format!("same\t{}\t{}\n", of(a), of(b)),
            2 | 3 => format!("different\t{}\t{}\n", of(a), of(b)),
            6 => format!("kind\t{}\tplace\n", of(a)),
            4 => format!("called\t{}\tNom {b}\n", of(a)),
            _ => format!("hidden\t{}\n", of(a)),
        }
    });
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
}

fn all_of(registry: &Registry) -> Vec<String> {
    let mut out = picture(registry);
    let hidden = registry.ids().filter(|&id| registry.is_hidden(id)).map(|id| registry.name(id).to_owned());
    let mut hidden: Vec<String> = hidden.collect();
    hidden.sort();
    out.extend(hidden);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn only_the_articles_and_the_rulings_count_and_not_how_they_came(
        picks in prop::collection::vec(prop::collection::vec(0..POOL.len(), 1..5), 1..7),
        text in lines(),
        other in lines(),
        seed in any::<u64>(),
    ) {
        let texts: Vec<String> =
            picks.iter().map(|p| p.iter().map(|&i| POOL[i]).collect::<Vec<_>>().join(", ")).collect();
        let read = |text: &str| Arc::new(lines::parse(text.as_bytes()).rules);
        let plain = registry(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let mut straight = Registry::new();
        straight.rule(read(&text));
        for (at, names) in texts.iter().enumerate() {
            straight.add(ArticleId(at as u32), &article(names));
        }
        check_totals(&straight);
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&i| (i as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut shuffled = Registry::new();
        for (n, at) in order.into_iter().enumerate() {
            if n == texts.len() / 3 {
                shuffled.rule(read(&other));
            }
            if n == texts.len() / 2 {
                shuffled.catch_up(Some(ArticleId(at as u32)), 1);
                shuffled.rule(read(&text));
            }
            shuffled.add(ArticleId(at as u32), &article(&texts[at]));
        }
        while !shuffled.catch_up(None, 1).is_empty() {}
        check_totals(&shuffled);
        prop_assert_eq!(all_of(&straight), all_of(&shuffled));
        // Those that must not be one are not.
        for ruling in straight.rules().list() {
            if let Ruling::Different(a, b) = ruling {
                let (a, b) = (straight.meant(a), straight.meant(b));
                prop_assert!(a.iter().all(|id| !b.contains(id)), "{:?}", ruling);
            }
        }
        // Taken back, they leave no trace.
        shuffled.rule(Arc::default());
        while !shuffled.catch_up(None, 3).is_empty() {}
        check_totals(&shuffled);
        prop_assert_eq!(all_of(&plain), all_of(&shuffled));
    }
}
