//! The room as a whole: annotated small texts, the sample pile, and inputs that nobody wrote.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::document::{ArticleBuilder, ArticleId, BlockKind};

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for line in text.lines() {
        let furniture = matches!(line.trim(), "Publicité" | "Follow" | "En direct" | "in");
        builder.block(if furniture { BlockKind::Furniture } else { BlockKind::Paragraph }, line);
    }
    builder.finish("x")
}

/// Checks `annotated`: lines of text, under each a line of markers (`^^^ person`) below the names it holds.
fn check(annotated: &str) {
    let (mut text, mut marks): (Vec<&str>, Vec<(usize, String)>) = (Vec::new(), Vec::new());
    for line in annotated.lines().filter(|l| !l.trim().is_empty()) {
        if line.contains('^') {
            marks.extend(marked(text.last().copied().unwrap_or_default(), line));
        } else {
            text.push(line);
        }
    }
    // Markers of one line may need several rows; each check has one line of text.
    marks.sort();
    let expected: String = marks.into_iter().map(|(_, line)| line).collect();
    let article = article(&text.join("\n"));
    let mut found = String::new();
    for mention in analyse(&article).mentions() {
        let _ = writeln!(found, "{} {}", mention.span.of(article.text()), mention.kind.name());
    }
    assert_eq!(found, expected, "in {text:?}");
}

/// For each marker its column, and a line: what stands above it, and its kind.
fn marked(text: &str, markers: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let (above, marks): (Vec<char>, Vec<char>) = (text.chars().collect(), markers.chars().collect());
    let mut at = 0;
    while at < marks.len() {
        if marks[at] != '^' {
            at += 1;
            continue;
        }
        let from = at;
        at += marks[from..].iter().take_while(|&&c| c == '^').count();
        let name: String = above[from..at].iter().collect();
        let kind: String = marks[at..].iter().skip(1).take_while(|c| c.is_alphabetic()).collect();
        out.push((from, format!("{name} {kind}\n")));
    }
    out
}

#[test]
fn people_are_known_by_titles_roles_and_verbs() {
    check(
        "
Hier, la ministre des Transports Odile Krempf a reçu M. Vassard.
                                 ^^^^^^^^^^^^ person    ^^^^^^^ person",
    );
    check(
        "
Le champion norvégien Bjarne Holtskog, 31 ans, a gagné avec Aurore Ruzelle.
                      ^^^^^^^^^^^^^^^ person                ^^^^^^^^^^^^^^ person",
    );
    check(
        "
« Nous partirons demain », a déclaré Ysabeau Trenquet.
                                     ^^^^^^^^^^^^^^^^ person",
    );
    check(
        "
Le maire de Lyon Gérard Vautel ira voir Mme de Sarlat-Vigne.
            ^^^^ place
                 ^^^^^^^^^^^^^ person       ^^^^^^^^^^^^^^^ person",
    );
    check(
        "
Foreign Secretary Maud Ellerby told Sgt. Ian Pryce to wait.
                  ^^^^^^^^^^^^ person    ^^^^^^^^^ person",
    );
}

#[test]
fn organisations_reach_as_far_as_their_head_governs() {
    check(
        "
Le Conseil de sécurité des Nations unies se réunit lundi.
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ organisation",
    );
    check(
        "
Selon le ministère des Affaires étrangères, rien ne presse.
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ organisation",
    );
    check(
        "
She left the Institute for Rural Health and joined the Bank of England.
             ^^^^^^^^^^^^^^^^^^^^^^^^^^ organisation   ^^^^^^^^^^^^^^^ organisation",
    );
    check(
        "
Elle enseigne à l’université de Bath et au lycée Gambetta.
                  ^^^^^^^^^^^^^^^^^^ organisation
                                           ^^^^^^^^^^^^^^ organisation",
    );
}

#[test]
fn places_are_known_by_prepositions_and_heads() {
    check(
        "
Le train va de Moscou à Vernilhac par la rue Victor-Hugo.
               ^^^^^^ place              ^^^^^^^^^^^^^^^ place
                        ^^^^^^^^^ place",
    );
    check(
        "
Il vit en Corée du Nord, près du lac Tarnou.
          ^^^^^^^^^^^^^ place    ^^^^^^^^^^ place",
    );
}

#[test]
fn ordinary_words_dates_and_inhabitants_are_no_names() {
    check("Hier, les Français ont voté. Mais lundi, selon eux, rien ne changera.");
    check("TOUT EST PERDU SAUF LES MEUBLES DU SALON");
    check("tout est en petites lettres ici, même les débuts de phrase. et voilà.");
    check("该公司周三宣布 🎉 нет имен");
}

/// The people of a text, each form with its entity's name.
fn people(text: &str) -> Vec<(String, String)> {
    let article = article(text);
    let names = analyse(&article);
    let person = |m: &&Mention| m.kind == Kind::Person;
    let bearer = |m: &Mention| {
        let local = names.locals()[m.local.0 as usize].name().to_owned();
        (m.span.of(article.text()).to_owned(), local)
    };
    names.mentions().iter().filter(person).map(bearer).collect()
}

#[test]
fn a_headline_in_capitals_names_the_people_of_its_article() {
    let text = "KIM JONG UN REÇU PAR VLADIMIR POUTINE\n\nLe dirigeant nord-coréen Kim Jong Un a été reçu mercredi par le \
                président russe Vladimir Poutine. Kim est reparti jeudi.";
    let people = people(text);
    let bearers: Vec<String> = people.iter().map(|(_, who)| who.to_lowercase()).collect();
    assert!(bearers.iter().all(|who| who == "kim jong un" || who == "vladimir poutine"), "{people:?}");
    assert!(people.iter().any(|(form, _)| form == "KIM JONG UN"), "{people:?}");
    assert!(people.iter().any(|(form, who)| form == "Kim" && who.eq_ignore_ascii_case("Kim Jong Un")), "{people:?}");
}

#[test]
fn text_without_sentence_ends_or_in_two_languages_is_no_obstacle() {
    let endless =
        "hier la ministre Odile Krempf a reçu les syndicats et elle a promis de revenir puis le maire de Lyon Gérard \
                   Vautel a parlé longtemps sans que personne écoute "
            .repeat(40);
    let both = people(&endless);
    assert_eq!(both.len(), 80, "{:?}", &both[..4]);
    let mixed = "Le ministre Bertrand Quesnel a répondu à Londres.\n\n“We are grateful to Bertrand Quesnel,” said Prime \
                 Minister Maud Ellerby on Monday.";
    assert!(people(mixed).iter().all(|(form, who)| form == who), "{:?}", people(mixed));
    assert_eq!(people(mixed).len(), 3);
}

#[test]
fn noise_and_other_scripts_get_a_sensible_silence() {
    for text in [
        "l| e p r é s i d e n t a d l t q u e . . . ~~ ^^ 1l |I l1",
        "🎉🎉🎉 👩‍👩‍👧‍👦 🇫🇷 !!! ¿¿¿ ***",
        "Владимир Путин встретился с лидером КНДР в Амурской области.",
        "قال الرئيس إن المحادثات ستستمر غدا في العاصمة.",
        "该公司周三宣布，将于下周召开会议。金正恩访问了俄罗斯。",
        "대통령은 수요일에 회담을 가졌다.",
    ] {
        assert!(people(text).len() < 3, "{text}: {:?}", people(text));
    }
}

#[test]
fn endless_repetition_costs_no_more_than_its_length() {
    // Each of these once sent, or could send, a walk to the end of the text from every word.
    for piece in ["Conseil de la de la ", "Paul le ", "Jean Martin, Martin, ", "A-", "é", "PARIS ", "M. ", "« L'"] {
        let article = article(&piece.repeat(20_000));
        let names = analyse(&article);
        assert!(names.locals().len() < 10);
    }
}

#[test]
fn every_mention_knows_its_sentence() {
    let text = "Odile Krempf a reçu M. Vassard.\nIn\nPublicité\nGérard Vautel attend. « Enfin ! » dit Odile Krempf.";
    let article = article(text);
    let names = analyse(&article);
    let sentence = |m: &Mention| (m.span.of(article.text()).to_owned(), m.sentence);
    let found: Vec<(String, u32)> = names.mentions().iter().map(sentence).collect();
    let expected = [("Odile Krempf", 0), ("Vassard", 0), ("Gérard Vautel", 3), ("Odile Krempf", 4)];
    assert_eq!(found, expected.map(|(name, sentence)| (name.to_owned(), sentence)));
    let all = sentences::sentences(&article);
    let inside = |m: &Mention| all[m.sentence as usize].contains(m.span.start());
    assert!(names.mentions().iter().all(inside));
}

/// The entities of the sample pile, as `unique name: variants`.
fn sample(index: &[usize]) -> Option<Registry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/sommet");
    let mut registry = Registry::new();
    for &i in index {
        let text = std::fs::read_to_string(folder.join(format!("{i:03}.txt"))).ok()?;
        registry.add(ArticleId(i as u32), &analyse(&article(&text)));
    }
    Some(registry)
}

fn the_one(registry: &Registry, name: &str) -> Entity {
    let found = registry.find(name);
    assert_eq!(found.len(), 1, "{name}: {:?}", found.iter().map(|&e| registry.unique_name(e)).collect::<Vec<_>>());
    registry.entity(found[0]).unwrap()
}

#[test]
fn the_people_of_the_summit_are_one_each() {
    let Some(registry) = sample(&[0, 1, 2, 3, 4]) else { return };
    for (names, canonical) in [
        (vec!["Kim Jong Un", "Kim Jong-un", "Kim"], "Kim Jong Un"),
        (vec!["Vladimir Poutine", "Poutine"], "Vladimir Poutine"),
        (vec!["Adrienne Watson", "Adriene Watson"], "Adrienne Watson"),
        (vec!["Jake Sullivan", "Sullivan"], "Jake Sullivan"),
        (vec!["Jo Chun Ryong"], "Jo Chun Ryong"),
        (vec!["James O’Brien", "O'Brien"], "James O’Brien"),
        (vec!["Sergueï Choïgu"], "Sergueï Choïgu"),
        (vec!["Matthew Miller"], "Matthew Miller"),
    ] {
        for name in names {
            let entity = the_one(&registry, name);
            assert_eq!((entity.name(), entity.kind()), (canonical, Kind::Person), "{name}");
        }
    }
    assert_eq!(the_one(&registry, "Kim Jong Un").articles().len(), 5);
    assert!(registry.find("Hwasong").is_empty());
    // Counted by hand: these people, so often, and nobody else.
    let ids = registry.ids().filter(|&id| registry.kind(id) == Some(Kind::Person));
    let mut people: Vec<(u32, &str)> = ids.map(|id| (registry.mentions(id), registry.name(id))).collect();
    people.sort_unstable();
    let expected = [
        (1, "Aisen Nikolaïev"),
        (1, "Antonio Guterres"),
        (1, "James O’Brien"),
        (1, "Michael Madden"),
        (1, "Sergueï Choïgu"),
        (2, "Adrienne Watson"),
        (2, "Dmitri Peskov"),
        (2, "Jo Chun Ryong"),
        (2, "Matthew Miller"),
        (3, "Jake Sullivan"),
        (23, "Vladimir Poutine"),
        (24, "Kim Jong Un"),
    ];
    assert_eq!(people, expected);
}

#[test]
fn places_and_organisations_of_the_summit_are_known_as_such() {
    let Some(registry) = sample(&[0, 1, 2, 3, 4]) else { return };
    for place in ["Washington", "Moscou", "Pyongyang", "Vladivostok", "Corée du Nord"] {
        let kinds: Vec<Kind> = registry.find(place).iter().filter_map(|&e| registry.kind(e)).collect();
        assert_eq!(kinds, [Kind::Place], "{place}");
    }
    for body in ["Wagner Group", "New York Times", "Kremlin", "Izvestia"] {
        assert_eq!(the_one(&registry, body).kind(), Kind::Organisation, "{body}");
    }
    let nations = registry.find("Conseil de sécurité des Nations unies");
    assert!(!nations.is_empty());
}

#[test]
fn the_order_of_the_summits_articles_does_not_matter() {
    let (Some(one), Some(two)) = (sample(&[0, 1, 2, 3, 4]), sample(&[4, 2, 0, 3, 1])) else { return };
    let picture = |r: &Registry| {
        let mut lines: Vec<String> =
            r.entities().map(|e| format!("{} {:?} {:?}", r.unique_name(e.id()), e.variants(), e.articles())).collect();
        lines.sort();
        lines
    };
    assert_eq!(picture(&one), picture(&two));
}

proptest! {
    #[test]
    fn any_text_gives_names_in_order_inside_visible_blocks(
        text in "(?s)([A-ZÉ]?[a-zé]{0,6}[ '’.,\\-\n]|M\\. |Kim |de |Paris |la |\"|« |日本|🎉|\u{301}|[A-Z]{2,5} ){0,60}|.{0,80}",
    ) {
        let article = article(&text);
        let names = analyse(&article);
        let sentences = sentences::sentences(&article);
        let mut at = 0;
        for mention in names.mentions() {
            prop_assert!(mention.span.start() >= at && !mention.span.is_empty());
            prop_assert!(article.text().get(mention.span.range()).is_some());
            prop_assert!((mention.local.0 as usize) < names.locals().len());
            let inside = article.visible_blocks().any(|b| b.span.start() <= mention.span.start() && mention.span.end() <= b.span.end());
            prop_assert!(inside);
            prop_assert!(sentences[mention.sentence as usize].contains(mention.span.start()));
            at = mention.span.end();
        }
    }
}
