//! The registry against small piles made of names alone.

use proptest::prelude::*;

use super::*;
use crate::document::{Article, ArticleBuilder, BlockKind, Span};
use crate::names::{Found, Tokenised, resolve};

/// An article made of `names` between commas, all people, or organisations when they are all capitals.
pub(super) fn article(names: &str) -> ArticleNames {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, names);
    let article: Article = builder.finish("x");
    let mut found = Vec::new();
    let mut at = 0;
    for piece in article.text().split(", ") {
        let start = at;
        at += piece.len() + 2;
        let title = ["Mme ", "M. "].iter().find_map(|t| piece.starts_with(t).then_some(t.len())).unwrap_or(0);
        let kind = if piece.chars().any(char::is_lowercase) { Kind::Person } else { Kind::Organisation };
        found.push(Found { span: Span::new(start + title, start + piece.len()), kind });
    }
    resolve(&Tokenised::new(&article), &found)
}

pub(super) fn registry(articles: &[&str]) -> Registry {
    let mut registry = Registry::new();
    for (i, names) in articles.iter().enumerate() {
        registry.add(ArticleId(i as u32), &article(names));
    }
    registry
}

/// Everything that does not depend on the numbers of ids, one line an entity.
pub(super) fn picture(registry: &Registry) -> Vec<String> {
    let mut out: Vec<String> = registry
        .entities()
        .map(|e| {
            let forms: Vec<String> = e
                .variants()
                .iter()
                .map(|v| format!("{} {} {:?} {}", v.form, v.count, v.because, v.joined_to))
                .collect();
            let articles: Vec<String> = e.articles().iter().map(|(a, n)| format!("{}:{n}", a.0)).collect();
            let unique = registry.unique_name(e.id());
            format!("{unique} [{}] {:?} {} {}", forms.join("; "), e.kind(), articles.join(","), e.is_ambiguous())
        })
        .collect();
    out.sort();
    out
}

fn check(articles: &[&str], expected: &[(&str, u32)]) {
    let registry = registry(articles);
    let mut found: Vec<(String, u32)> = registry
        .entities()
        .map(|e| (format!("{}{}", e.name(), if e.is_ambiguous() { "?" } else { "" }), e.mentions()))
        .collect();
    found.sort();
    let mut expected: Vec<(String, u32)> = expected.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect();
    expected.sort();
    assert_eq!(found, expected, "{articles:?}");
}

#[test]
fn the_same_full_name_is_one_person_everywhere() {
    check(&["Kim Jong Un, Kim", "Kim Jong-un, Kim", "KimJongUn"], &[("Kim Jong Un", 5)]);
    check(&["Adrienne Watson", "Adriene Watson"], &[("Adrienne Watson", 2)]);
    check(&["Jake Sullivan", "J. Sullivan"], &[("Jake Sullivan", 2)]);
    check(&["Luiz Inacio Lula da Silva", "Lula da Silva"], &[("Luiz Inacio Lula da Silva", 2)]);
    check(&["Vladimir Poutine, Poutine", "Vladimir Putin, Putin"], &[("Vladimir Poutine", 4)]);
    check(&["Ehoud Barak, Ehud Barak, Barak"], &[("Ehoud Barak", 3)]);
}

#[test]
fn a_part_that_ends_at_a_hyphen_is_a_part_of_either() {
    check(&["Kim Jong-un, Kim Jong"], &[("Kim Jong-un", 2)]);
    let open = [("Kim Jong-un", 1), ("Kim Jong Gyu", 1), ("Kim Jong", 1)];
    check(&["Kim Jong-un, Kim Jong Gyu, Kim Jong"], &open);
}

#[test]
fn an_acronym_goes_with_the_only_name_whose_initials_it_is() {
    check(&["UNION DES VERGERS SAVOYARDS, UVS", "UVS"], &[("UNION DES VERGERS SAVOYARDS", 3)]);
    check(
        &["UNION DES VERGERS SAVOYARDS, UNION DES VIGNES SAVOYARDES, UVS"],
        &[("UNION DES VERGERS SAVOYARDS", 1), ("UNION DES VIGNES SAVOYARDES", 1), ("UVS", 1)],
    );
    check(&["ONU", "NATIONS UNIES"], &[("ONU", 2)]);
}

#[test]
fn every_variant_says_why_it_belongs() {
    let registry = registry(&["Ehoud Barak, Barak, Ehud Barak", "M. Barak", "ONU, NATIONS UNIES"]);
    let why: Vec<String> = ["Barak", "ONU"]
        .iter()
        .flat_map(|name| registry.entity(registry.find(name)[0]).unwrap().variants)
        .map(|v| format!("{}: {}", v.form, v.because.explain(&v.joined_to)))
        .collect();
    let expected = [
        "Barak: surname of Ehoud Barak in its article",
        "Ehoud Barak: named so",
        "Ehud Barak: Ehoud Barak in another language’s spelling",
        "NATIONS UNIES: other name of ONU",
        "ONU: named so",
    ];
    assert_eq!(why.len(), expected.len(), "{why:?}");
    for line in &why {
        assert!(expected.contains(&line.as_str()), "{line}");
    }
}

/// The suggestions of a pile, `one may be other (evidence)`.
fn suggested(articles: &[&str]) -> Vec<String> {
    let registry = registry(articles);
    let of = |e: Entity| {
        let line = |(other, hint): (EntityId, Hint)| {
            format!("{} may be {} ({})", e.name(), registry.unique_name(other), hint.name())
        };
        registry.suggestions(e.id()).into_iter().map(line).collect::<Vec<_>>()
    };
    let mut out: Vec<String> = registry.entities().flat_map(of).collect();
    out.sort();
    out
}

#[test]
fn what_is_too_weak_to_merge_is_suggested() {
    let several = ["Bush may be George Bush (one of several)", "Bush may be Jeb Bush (one of several)"];
    assert_eq!(suggested(&["Bush", "George Bush", "Jeb Bush"]), several);
    assert_eq!(suggested(&["Alex Roche", "Alexandre Roche"]), ["Alex Roche may be Alexandre Roche (likeness)"]);
    assert_eq!(suggested(&["Paul Martin", "Pierre Paul Martin"]), ["Paul Martin may be Pierre Paul Martin (part)"]);
    assert_eq!(suggested(&["Putin", "Vladimir Poutine"]), ["Putin may be Vladimir Poutine (likeness)"]);
    assert_eq!(
        suggested(&["UVS", "UNION DES VERGERS SAVOYARDS"]),
        ["UVS may be UNION DES VERGERS SAVOYARDS (initials)"]
    );
    assert_eq!(suggested(&["TIMES", "NEW YORK TIMES"]), ["TIMES may be NEW YORK TIMES (short form)"]);
    assert!(suggested(&["George Bush", "Jeb Bush", "Daniel Roche", "Danielle Roche"]).is_empty());
}

#[test]
fn different_given_names_never_merge() {
    check(&["George Bush", "Jeb Bush"], &[("George Bush", 1), ("Jeb Bush", 1)]);
    check(&["Daniel Roche", "Danielle Roche"], &[("Daniel Roche", 1), ("Danielle Roche", 1)]);
    check(&["Paul Martin", "Pierre Paul Martin"], &[("Paul Martin", 1), ("Pierre Paul Martin", 1)]);
}

#[test]
fn a_bare_name_joins_the_only_bearer_and_leaves_when_a_second_comes() {
    check(&["Bush", "George Bush"], &[("George Bush", 2)]);
    check(&["Bush", "George Bush", "Jeb Bush"], &[("Bush?", 1), ("George Bush", 1), ("Jeb Bush", 1)]);
    check(&["George Bush, Bush", "Jeb Bush, Bush", "Bush"], &[("Bush?", 1), ("George Bush", 2), ("Jeb Bush", 2)]);
    check(&["Mme Roy", "Sylvie Roy", "Robert Roy"], &[("Robert Roy", 1), ("Sylvie Roy", 2)]);
    check(&["George Bush, Jeb Bush, Bush"], &[("George Bush", 1), ("Jeb Bush", 1), ("Bush?", 1)]);
}

#[test]
fn bare_first_names_of_different_articles_are_different_people() {
    check(
        &["Julie", "Julie", "Marie-Odile", "Marie-Odile"],
        &[("Julie", 1), ("Julie", 1), ("Marie-Odile", 1), ("Marie-Odile", 1)],
    );
    check(&["Kim", "Kim Jong Un", "Sullivan", "Jake Sullivan"], &[("Kim Jong Un", 2), ("Jake Sullivan", 2)]);
}

#[test]
fn ids_stay_valid_through_joins_cuts_and_removals() {
    let mut registry = registry(&["Bush"]);
    let bush = registry.entity_of(ArticleId(0), LocalId(0)).unwrap();
    registry.add(ArticleId(1), &article("George Bush"));
    let george = registry.entity_of(ArticleId(1), LocalId(0)).unwrap();
    assert_eq!(registry.canonical(bush), george);
    assert_eq!(registry.entity(bush).unwrap().mentions(), 2);
    let revision = registry.revision();
    registry.add(ArticleId(2), &article("Jeb Bush"));
    assert_ne!(registry.revision(), revision);
    assert_eq!(registry.canonical(bush), bush);
    assert!(registry.entity(bush).unwrap().is_ambiguous());
    registry.remove(ArticleId(2));
    assert_eq!(registry.canonical(bush), george);
    registry.remove(ArticleId(1));
    registry.remove(ArticleId(0));
    assert!(registry.entity(bush).is_none() && registry.entity(george).is_none());
    assert_eq!(registry.entities().count(), 0);
}

#[test]
fn homonyms_get_numbers_and_are_found_by_any_form() {
    let registry = registry(&["Kim Jong Un, Kim", "KIM", "Vladimir Poutine, Poutine"]);
    let names: Vec<String> = registry.find("kim").into_iter().map(|e| registry.unique_name(e)).collect();
    assert_eq!(names, ["Kim Jong Un", "KIM"]);
    assert_eq!(registry.find("jong un").len(), 1);
    assert_eq!(registry.find("kimjongun").len(), 1);
    assert_eq!(registry.find("POUTINE").len(), 1);
    assert!(registry.find("pout").is_empty() && registry.find("").is_empty());
    let twice = super::tests::registry(&["George Bush, Jeb Bush, Bush", "Bush"]);
    let mut names: Vec<String> = twice.entities().map(|e| twice.unique_name(e.id())).collect();
    names.sort();
    assert_eq!(names, ["Bush", "Bush (2)", "George Bush", "Jeb Bush"]);
}

/// What is told one thing at a time is what the whole view says.
pub(super) fn check_totals(registry: &Registry) {
    let mut all = Vec::new();
    for entity in registry.entities() {
        let (id, articles) = (entity.id(), entity.articles());
        assert_eq!(entity.mentions(), articles.iter().map(|a| a.1).sum::<u32>());
        assert_eq!((registry.name(id), registry.kind(id)), (entity.name(), Some(entity.kind())));
        assert_eq!((registry.mentions(id), registry.article_count(id)), (entity.mentions(), articles.len()));
        assert_eq!(registry.articles(id), articles.iter().map(|a| a.0).collect::<Vec<_>>());
        assert!(articles.iter().all(|&(article, count)| registry.mentions_of(id, article) == count));
        all.push((id, entity.kind(), entity.mentions()));
    }
    let mut most = registry.most_mentioned(1000);
    most.sort();
    assert_eq!(most, all);
}

#[test]
fn the_most_mentioned_of_each_kind_come_first() {
    let registry = registry(&["Jeb Martin", "Kim Jong Un, ONU", "Kim Jong Un, ONU, Anna Roche", "ONU, CSNU, Kim"]);
    let most = |n| {
        let mut names: Vec<String> = (registry.most_mentioned(n).into_iter())
            .map(|(id, _, count)| format!("{} {count}", registry.name(id)))
            .collect();
        names.sort();
        names
    };
    assert_eq!(most(1), ["Kim Jong Un 3", "ONU 3"]);
    assert_eq!(most(2), ["CSNU 1", "Jeb Martin 1", "Kim Jong Un 3", "ONU 3"]);
    assert!(most(0).is_empty());
}

pub(super) const POOL: [&str; 32] = [
    "Kim Jong Un",
    "Kim Jong-un",
    "Kim",
    "Kim Yo Jong",
    "Bush",
    "George Bush",
    "George W. Bush",
    "G. Bush",
    "Jeb Bush",
    "Mme Bush",
    "M. Bush",
    "Barbara Bush",
    "Adrienne Watson",
    "Adriene Watson",
    "Watson",
    "ONU",
    "CSNU",
    "Luiz Inacio Lula da Silva",
    "Lula da Silva",
    "Lula",
    "Silva",
    "George H. W. Bush",
    "KIM",
    "Maria Silva",
    "Ehoud Barak",
    "Ehud Barak",
    "Barak",
    "Kim Jong",
    "Vladimir Poutine",
    "Vladimir Putin",
    "NATIONS UNIES",
    "Alex Bush",
];

proptest! {
    #[test]
    fn the_order_of_articles_and_what_was_removed_do_not_matter(
        picks in prop::collection::vec(prop::collection::vec(0..POOL.len(), 1..5), 1..7),
        seed in any::<u64>(),
        extra in prop::collection::vec(0..POOL.len(), 1..4),
    ) {
        let texts: Vec<String> =
            picks.iter().map(|p| p.iter().map(|&i| POOL[i]).collect::<Vec<_>>().join(", ")).collect();
        let straight = registry(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&i| (i as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        let mut shuffled = Registry::new();
        let gone = extra.iter().map(|&i| POOL[i]).collect::<Vec<_>>().join(", ");
        shuffled.add(ArticleId(900), &article(&gone));
        for i in order {
            shuffled.add(ArticleId(i as u32), &article(&texts[i]));
        }
        check_totals(&shuffled);
        shuffled.remove(ArticleId(900));
        check_totals(&shuffled);
        prop_assert_eq!(picture(&straight), picture(&shuffled));
        let mut unique: Vec<String> = straight.entities().map(|e| straight.unique_name(e.id())).collect();
        let count = unique.len();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), count);
        for i in 0..texts.len() {
            shuffled.remove(ArticleId(i as u32));
        }
        prop_assert!(shuffled.most_mentioned(1).is_empty() && shuffled.totals.iter().all(|total| total.mentions == 0));
    }
}
