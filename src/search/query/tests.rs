//! What a query finds, what it says of itself, and that nothing typed breaks it.

use proptest::prelude::*;

use super::*;
use crate::text::fold::{Folded, fold};

/// The places of a query in a text.
fn query_hits(query: &Query, text: &str, limit: usize) -> Vec<Range<usize>> {
    let folded = Folded::new(text);
    query.hits(folded.text(), Some("fr"), limit, |hit| folded.source_range(hit.start, hit.end))
}

/// The day on which all queries here are asked.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 9, 20).unwrap()
}

fn parse(typed: &str) -> Query {
    Query::parse(typed, today())
}

fn check(typed: &str, text: &str, expected: bool) {
    assert_eq!(parse(typed).matches(fold(text).as_str()), expected, "{typed} in {text}");
}

#[test]
fn little_words_are_no_places_beside_others() {
    let places = |typed: &str| query_hits(&parse(typed), "Le sommet, dit-on, est le premier.", 9).len();
    assert_eq!(places("le sommet"), 1);
    assert_eq!(places("le"), 2);
    assert_eq!(places("sommet LE"), 3);
    assert_eq!(places("\"le premier\" est"), 1);
}

#[test]
fn all_words_must_stand_in_the_text() {
    check("sanctions coree", "Des sanctions contre la Corée", true);
    check("sanctions chine", "Des sanctions contre la Corée", false);
    check("", "tout", true);
}

#[test]
fn words_are_whole_unless_a_star_says_otherwise() {
    check("arme", "des armes", false);
    check("arme*", "des armes", true);
    check("coree", "nord-coréen", false);
    check("nord", "nord-coréen", true);
    check("etats-unis", "Les États‑Unis", true);
    check("aujourd'hui", "Aujourd’hui", true);
    check("c++", "en C++ surtout", true);
}

#[test]
fn phrases_cross_line_breaks_but_not_blocks() {
    check("\"conseil de sécurité\"", "le Conseil de\n  Sécurité", true);
    check("«conseil de sécurité»", "le Conseil de\u{a0}Sécurité", true);
    check("\"un deux\"", "un\n\ndeux", false);
    check("\"de sécurité conseil\"", "Conseil de sécurité", false);
}

#[test]
fn minus_excludes() {
    check("kim -poutine", "Kim seul", true);
    check("kim -poutine", "Kim et Poutine", false);
    check("-\"mer du japon\"", "dans la mer du Japon", false);
    check("a - b", "a b", true);
}

#[test]
fn what_is_odd_is_said_and_read_leniently() {
    let query = parse("kim \"mer du");
    assert_eq!(query.complaints()[0].range, 4..11);
    assert!(query.matches(fold("Kim et la mer du Japon").as_str()));
    assert_eq!(parse("?! mot").complaints()[0].range, 0..2);
    assert!(parse("\"").is_empty());
}

#[test]
fn hits_lead_back_to_the_text() {
    let text = "L’été, l'ETE et les étés ; coréen";
    let show = |query: &Query| -> Vec<&str> { query_hits(query, text, 9).into_iter().map(|r| &text[r]).collect() };
    assert_eq!(show(&parse("ete")), ["été", "ETE"]);
    assert_eq!(show(&Query::literal("été")), ["été", "ETE", "été"]);
    assert_eq!(show(&Query::literal("oré")), ["oré"]);
    assert_eq!(show(&parse("-ete")), Vec::<&str>::new());
}

#[test]
fn while_typing_the_last_word_is_open() {
    assert!(Query::unfinished("sanc", today()).unwrap().matches("des sanctions"));
    assert!(Query::unfinished("sanc ", today()).is_none());
    assert!(Query::unfinished("kim -sanc", today()).is_none());
}

/// An article of which everything is known.
struct Card {
    published: Option<&'static str>,
    tags: &'static [&'static str],
}

const CARD: Card = Card { published: Some("2023-09-13"), tags: &["enquete"] };

impl Subject for Card {
    fn text(&self) -> &'static str {
        "kim et poutine\n\ndes sanctions contre la coree du nord"
    }

    fn title(&self) -> Option<&str> {
        Some("kim et poutine")
    }

    fn source(&self) -> Option<&str> {
        Some("le monde")
    }

    fn language(&self) -> Option<&str> {
        Some("fr")
    }

    fn published(&self) -> Option<NaiveDate> {
        self.published.map(|day| day.parse().unwrap())
    }

    fn names(&self, name: &Name) -> bool {
        let known: &[&str] = match name.kind {
            NameKind::Person => &["kim jong un", "poutine"],
            NameKind::Organisation => &["onu"],
            NameKind::Place => &["coree du nord"],
        };
        known.iter().any(|known| if name.open { known.starts_with(&name.folded) } else { *known == name.folded })
    }

    fn has_tag(&self, folded: &str) -> bool {
        self.tags.contains(&folded)
    }

    fn is(&self, flag: Flag) -> bool {
        matches!(flag, Flag::Read | Flag::Starred)
    }
}

/// Asserts that the query holds for the card, and that there is nothing to say about it.
fn holds(typed: &str, expected: bool) {
    let query = parse(typed);
    assert_eq!(query.complaints(), [], "{typed}");
    assert_eq!(query.matches(&CARD), expected, "{typed}");
}

#[test]
fn a_name_is_whoever_goes_by_it_or_the_very_words() {
    for typed in ["name:\"Kim Jong Un\"", "name:onu", "name:\"Corée du Nord\"", "name:sanctions", "name:pou* -name:xi"]
    {
        holds(typed, true);
    }
    holds("name:xi", false);
    assert_eq!(parse("name:onu"), Query::called("ONU"));
    assert_eq!(parse("name:?!").complaints().len(), 1);
    for (typed, plain) in
        [("Kim Jong Un", true), ("Jean-Luc", true), ("a OR b", false), ("\"a\"", false), ("arm*", false)]
    {
        assert_eq!(Query::is_plain(typed), plain, "{typed}");
    }
}

#[test]
fn or_wants_one_of_two_and_holds_less_closely_than_side_by_side() {
    for typed in ["kim OR xi", "xi OU kim", "xi | kim", "xi|kim", "xi biden OR kim poutine", "(xi OR kim) sanctions"] {
        holds(typed, true);
    }
    for typed in ["xi OR biden", "kim xi OR poutine biden", "(xi OR biden) kim", "kim (xi | biden)"] {
        holds(typed, false);
    }
    // In small letters they are words.
    holds("kim or poutine", false);
    holds("kim \"OR\" poutine", false);
    holds("kim AND poutine ET sanctions", true);
}

#[test]
fn a_minus_excludes_a_word_a_phrase_a_group_or_a_field() {
    for typed in ["kim -xi", "-(xi OR biden)", "-(kim xi)", "-lang:en", "NOT xi", "-title:sanctions", "--xi", "-OR"] {
        holds(typed, true);
    }
    for typed in ["-kim", "-(kim OR biden)", "-\"du nord\"", "-lang:fr", "NOT (kim)", "-person:poutine", "–kim"] {
        holds(typed, false);
    }
}

#[test]
fn fields_ask_for_what_is_known_of_an_article() {
    for typed in [
        "title:kim",
        "title:\"Kim et Poutine\"",
        "TITLE:pout*",
        "source:monde",
        "lang:fr",
        "lang:FR-ca",
        "person:\"Kim Jong Un\"",
        "person:«kim jong un»",
        "person:kim*",
        "org:ONU",
        "place:\"Corée du Nord\"",
        "tag:enquête",
        "is:read is:starred",
        "sanctions person:\"Kim Jong Un\" -sport after:2023-09",
    ] {
        holds(typed, true);
    }
    for typed in ["title:sanctions", "source:mond", "lang:en", "person:onu", "place:kim", "tag:sport", "is:unread"] {
        holds(typed, false);
    }
}

#[test]
fn near_asks_for_the_names_that_stand_beside_it() {
    let company = |typed: &str| -> Vec<String> {
        let query = parse(typed);
        assert_eq!(query.complaints(), [], "{typed}");
        assert_eq!(query.to_string(), typed);
        let together = |near: &Near, there: &[&str]| near.company().holds(&mut |name| there.contains(&name.typed()));
        let all = ["a", "b", "c", "d"];
        let subsets = (0..16usize).map(|bits| all.into_iter().enumerate().filter(move |(at, _)| bits >> at & 1 > 0));
        let subsets: Vec<Vec<&str>> = subsets.map(|subset| subset.map(|(_, name)| name).collect()).collect();
        let enough: Vec<&Vec<&str>> =
            subsets.iter().filter(|there| query.nears().iter().any(|(near, _)| together(near, there))).collect();
        // The smallest ones say it all.
        let smallest = enough
            .iter()
            .filter(|set| enough.iter().all(|other| other == *set || !other.iter().all(|name| set.contains(name))));
        smallest.map(|set| set.concat()).collect()
    };
    assert_eq!(company("person:a person:b near:sentence"), ["ab"]);
    assert_eq!(company("person:a sport near:sentence -person:c org:b"), ["ab"]);
    assert_eq!(company("person:a (place:b OR place:c) near:sentence -place:d"), ["ab", "ac"]);
    assert_eq!(company("(person:a person:b OR person:c) place:d -near:sentence"), ["abd", "cd"]);
    assert_eq!(company("person:a person:b near:sentence OR person:c person:d near:sentence"), ["ab", "cd"]);
    assert_eq!(company("person:a person:b (place:c OR sport) near:sentence"), ["ab"]);
}

#[test]
fn dates_are_as_wide_as_they_are_vague() {
    for typed in [
        "on:2023",
        "on:2023-09",
        "on:13/09/2023",
        "after:2023-09",
        "after:2023-09-13",
        "after:7d",
        "before:2023-09-14",
        "before:yesterday",
        "after:2023 before:2024",
        "-on:today",
    ] {
        holds(typed, true);
    }
    for typed in ["on:2022", "on:2023-08", "after:2023-10", "after:6d", "before:2023-09", "before:2023-09-13", "on:2w"]
    {
        holds(typed, false);
    }
}

#[test]
fn an_article_without_a_date_matches_no_date() {
    let card = Card { published: None, ..CARD };
    for typed in ["on:2023", "after:1900", "before:today"] {
        assert!(!parse(typed).matches(&card), "{typed}");
    }
    assert!(parse("kim -on:2023").matches(&card));
}

/// What is said of a query, with the place that it is said of, and how the query is read meanwhile.
fn odd(typed: &str, place: &str, message: &str, read: &str) {
    let query = parse(typed);
    let [complaint] = query.complaints() else { panic!("{typed}: {:?}", query.complaints()) };
    assert_eq!(&typed[complaint.range.clone()], place, "{typed}");
    assert!(complaint.message.contains(message), "{typed}: {}", complaint.message);
    assert_eq!(query.to_string(), read, "{typed}");
}

#[test]
fn every_oddity_is_told_with_its_place_and_read_leniently() {
    odd("kim \"mer du", "\"mer du", "not closed", "kim \"mer du\"");
    odd("kim title:«mer du", "«mer du", "not closed", "kim title:\"mer du\"");
    odd("kim \"\" xi", "\"\"", "empty phrase", "kim xi");
    odd("kim \"", "\"", "not closed", "kim");
    odd("kim person:«", "«", "not closed", "kim");
    odd("(kim OR xi", "(", "not closed", "kim OR xi");
    odd("kim) xi", ")", "closes nothing", "kim xi");
    odd("kim () xi", "()", "nothing in these", "kim xi");
    odd("kim -( ) xi", "( )", "nothing in these", "kim xi");
    odd("kim OR", "OR", "one of them is missing", "kim");
    odd("(OU kim)", "OU", "one of them is missing", "kim");
    odd("kim | OR xi", "OR", "one of them is missing", "kim OR xi");
    odd("kim - xi", "-", "excludes", "kim xi");
    odd("kim -", "-", "excludes", "kim");
    odd("kim NOT", "NOT", "excludes", "kim");
    odd("(kim -)", "-", "excludes", "kim");
    odd("foo:bar", "foo:bar", "no field foo:", "\"foo:bar\"");
    odd("titre:bar", "titre:bar", "perhaps title:", "\"titre:bar\"");
    odd("foo:\"un deux\"", "foo:\"un deux\"", "no field foo:", "\"un deux\"");
    odd("kim title: xi", "title:", "title:sanctions", "kim xi");
    odd("person:\"\"", "person:\"\"", "wants something", "");
    odd("kim after:soon", "soon", "a date is", "kim");
    odd("kim -on:31/02/2023", "31/02/2023", "no such day", "kim");
    odd("is:blue kim", "blue", "starred", "kim");
    odd("person:kim near:paragraph", "paragraph", "goes with sentence", "person:kim");
    for (typed, read) in [
        ("near:sentence", ""),
        ("kim near:sentence", "kim"),
        ("person:kim near:sentence", "person:kim"),
        ("person:kim -near:sentence", "person:kim"),
        ("person:kim person:KIM near:sentence", "person:kim person:KIM"),
        ("person:kim -person:xi near:sentence", "person:kim -person:xi"),
        ("(person:kim OR org:onu) near:sentence", "person:kim OR org:onu"),
        ("person:kim (org:onu near:sentence OR sport)", "person:kim (org:onu OR sport)"),
    ] {
        odd(typed, "near:sentence", "two names", read);
    }
    odd("lang:french", "french", "two letters", "");
    odd("title:* kim", "*", "no letter", "kim");
    odd("kim -?!", "-?!", "no letter", "kim");
}

#[test]
fn words_with_a_colon_are_words() {
    for typed in ["https://example.org/une", "10:30", "Kim:", "f(x)", "L’été"] {
        assert_eq!(parse(typed).complaints(), [], "{typed}");
    }
}

#[test]
fn parentheses_are_followed_down_to_a_limit() {
    let deep = |depth: usize| format!("{}kim{} xi", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(parse(&deep(parse::MAX_DEPTH)).complaints(), []);
    for depth in [parse::MAX_DEPTH + 1, 100_000] {
        let query = parse(&deep(depth));
        assert_eq!(query.complaints().len(), 1);
        assert_eq!(query.to_string(), "kim xi");
    }
    let hostile = parse(&"-(a | (".repeat(50_000));
    assert!(hostile.matches("a") || !hostile.matches("a"));
}

#[test]
fn a_query_is_shown_in_one_form() {
    for (typed, shown) in [
        ("  kim   Jong* ", "kim Jong*"),
        ("«Kim  Jong»", "\"Kim Jong\""),
        ("\"kim\"", "kim"),
        ("\"conseil de s*\"", "\"conseil de s*\""),
        ("\"OR\"", "\"OR\""),
        ("a|b OU c", "a OR b OR c"),
        ("((a b) OR (c)) d", "(a b OR c) d"),
        ("a (b (c -(-d)))", "a b c d"),
        ("NOT (a OR b) AND c", "-(a OR b) c"),
        ("«il dit \"oui\"»", "«il dit \"oui\"»"),
        (
            "Person:«Kim Jong Un» ON:13/09/2023 after:7D lang:fr-CA",
            "person:\"Kim Jong Un\" on:2023-09-13 after:7d lang:fr",
        ),
    ] {
        assert_eq!(parse(typed).to_string(), shown);
    }
}

#[test]
fn only_what_is_wanted_is_highlighted() {
    let wanted = |typed: &str| -> Vec<String> {
        parse(typed).wanted().into_iter().map(|text| text.typed().to_owned()).collect()
    };
    assert_eq!(wanted("a (b OR \"c d\") -e -(f OR -g) title:h person:i j*"), ["a", "b", "c d", "j"]);
}

#[test]
fn a_name_or_a_title_is_open_while_it_is_typed() {
    let open = |typed: &str| Query::unfinished(typed, today()).map(|query| query.to_string());
    assert_eq!(open("kim person:pou").as_deref(), Some("kim person:pou*"));
    assert_eq!(open("title:\"kim jo").as_deref(), Some("title:\"kim jo*\""));
    assert_eq!(open("(kim OR pou").as_deref(), Some("kim OR pou*"));
    // What is no word yet does not open the one before it.
    for typed in ["kim after:2", "kim is:un", "kim \"xi\"", "kim -(xi OR bi", "kim lang:f", "kim OR"] {
        assert_eq!(open(typed), None, "{typed}");
    }
}

#[test]
fn every_field_is_declared_once_and_its_example_is_right() {
    for (at, spec) in FIELDS.iter().enumerate() {
        assert_eq!(FieldSpec::of(spec.field), spec);
        assert!(FIELDS[..at].iter().all(|other| other.name != spec.name && other.field != spec.field));
        // Nothing is near by itself.
        let names = if spec.field == Field::Near { "person:kim OR person:xi person:kim " } else { "" };
        assert_eq!(parse(&format!("{names}{}", spec.example)).complaints(), [], "{}", spec.name);
        if spec.field == Field::Near {
            continue;
        }
        let query = parse(spec.example);
        let fits = match query.root() {
            Node::Any(_) => spec.field == Field::Name,
            Node::Term(term) => !matches!(term, Term::Text(_)),
            _ => false,
        };
        assert!(query.complaints().is_empty() && fits, "{}", spec.name);
        assert!(spec.example.starts_with(&format!("{}:", spec.name)));
    }
}

/// Queries as people and cats type them.
fn typed() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "kim",
        "Été",
        "l’œuvre",
        "arm*",
        "\"",
        "«",
        "»",
        "“",
        "(",
        ")",
        "-",
        "–",
        "|",
        " ",
        "  ",
        " OR ",
        " OU ",
        " NOT ",
        " ET ",
        ":",
        "*",
        "title:",
        "person:",
        "org:",
        "lang:",
        "tag:",
        "is:",
        "after:",
        "on:",
        "near:sentence",
        " near:sentence person:kim org:a ",
        "foo:",
        "2023",
        "-09",
        "7d",
        "today",
        "read",
        "fr",
        "\"a b\"",
        "\u{301}",
        "\u{a0}",
        "\n\n",
        "‴",
        "ﬁ",
        "İ",
        "C++",
        "'",
        "\\",
    ]);
    prop_oneof![prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn no_query_panics(typed in typed(), text in "[a-z éœ\n]{0,30}") {
        for query in [Some(parse(&typed)), Query::unfinished(&typed, today()), Some(Query::literal(&typed))] {
            let Some(query) = query else { continue };
            let _ = (query.matches(fold(&text).as_str()), query.matches(&CARD), query.to_string());
            for hit in query_hits(&query, &text, 5) {
                prop_assert!(text.get(hit).is_some());
            }
            for complaint in query.complaints() {
                prop_assert!(typed.get(complaint.range.clone()).is_some_and(|place| !place.is_empty()));
            }
        }
    }

    #[test]
    fn what_is_shown_reads_the_same_and_there_is_nothing_to_say_about_it(typed in typed()) {
        for query in [Some(parse(&typed)), Query::unfinished(&typed, today())].into_iter().flatten() {
            let shown = query.to_string();
            let again = parse(&shown);
            prop_assert_eq!(&again, &query, "{}", shown);
            prop_assert_eq!(again.complaints(), [], "{}", shown);
            prop_assert_eq!(again.to_string(), shown);
        }
    }
}
