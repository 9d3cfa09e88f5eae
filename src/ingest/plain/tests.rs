//! Plain texts as they come, and the blocks they must become.

use proptest::prelude::*;

use crate::document::Article;
use crate::document::BlockKind::{self, Heading as H, Paragraph as P, Title as T};
use crate::ingest::samples::shape;
use crate::ingest::{self, Hints};
use crate::text::safe;

fn article(text: &str) -> Article {
    ingest::article(text.as_bytes(), &Hints::named("fichier.txt"))
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shape(&article(text)), expected.trim());
}

#[test]
fn a_headline_is_the_title() {
    check(
        "Le marché rouvre\n\nLes étals étaient pleins dès huit heures.",
        "# Le marché rouvre\nLes étals étaient pleins dès huit heures.",
    );
    check(
        "Le marché rouvre\nLes étals étaient pleins dès huit heures.",
        "# Le marché rouvre\nLes étals étaient pleins dès huit heures.",
    );
}

#[test]
fn a_text_without_one_is_given_a_title() {
    let text = "Le marché de la place centrale a rouvert samedi après trois ans de travaux qui ont coûté à la commune plus que prévu.\nLa foule était là.";
    let article = article(text);
    assert_eq!(
        article.title(),
        "Le marché de la place centrale a rouvert samedi après trois ans de travaux qui ont coûté…"
    );
    assert!(article.blocks().iter().all(|b| b.kind == BlockKind::Paragraph));
}

#[test]
fn what_belongs_to_the_page_is_furniture() {
    check(
        "Follow\nEn direct\nin\n\nLe marché rouvre\n\nLes étals étaient pleins dès huit heures.\n\nPublicité\n\nLa foule était là.\n\nLE MARCHÉ ROUVRE\n\nOn reviendra.\n\nPartager sur Facebook",
        "~ Follow\n~ En direct\n~ in\n# Le marché rouvre\nLes étals étaient pleins dès huit heures.\n~ Publicité\nLa foule était là.\n~ LE MARCHÉ ROUVRE\nOn reviendra.\n~ Partager sur Facebook",
    );
}

#[test]
fn the_title_with_its_site_gives_way_to_the_title() {
    let text = "Le marché couvert rouvre - Le Courrier\nLe marché couvert rouvre\nLes étals étaient pleins dès huit heures samedi matin.";
    check(
        text,
        "~ Le marché couvert rouvre - Le Courrier\n# Le marché couvert rouvre\nLes étals étaient pleins dès huit heures samedi matin.",
    );
    assert_eq!(article(text).source(), Some("Le Courrier"));
}

#[test]
fn lines_broken_in_mid_sentence_are_joined() {
    check(
        "Le marché rouvre\n\nLes étals de la place étaient pleins dès huit heures, mais ils\nétaient vides à midi.\n\nDe l'autre côté du fleuve, devant la mairie de la\nCroix-Neuve, on attendait encore.",
        "# Le marché rouvre\nLes étals de la place étaient pleins dès huit heures, mais ils étaient vides à midi.\nDe l'autre côté du fleuve, devant la mairie de la Croix-Neuve, on attendait encore.",
    );
}

#[test]
fn wrapped_text_is_unwrapped_and_sentences_on_lines_are_not() {
    let wrapped = "Le marché couvert rouvre\n\n\
        Les étals de la place centrale étaient pleins dès huit heures samedi\n\
        matin. La foule attendait depuis longtemps la fin de ces travaux qui\n\
        avaient commencé trois ans plus tôt. Le maire a coupé le ruban et il\n\
        a remercié tout le monde.\n\n\
        Les commerçants, eux, demandent une baisse des loyers. Ils disent que\n\
        les places sont plus chères que dans la ville voisine et plus petites\n\
        aussi.\n";
    let article = article(wrapped);
    assert_eq!(article.blocks().len(), 3, "{}", shape(&article));
    check(
        "Le marché\nLes étals étaient pleins.\nLa foule était là depuis longtemps et attendait la fin.\nOn reviendra.",
        "# Le marché\nLes étals étaient pleins.\nLa foule était là depuis longtemps et attendait la fin.\nOn reviendra.",
    );
}

#[test]
fn a_hyphen_at_the_end_of_a_line_goes_only_where_the_text_shows_the_word() {
    let wrapped = |word: &str| {
        format!(
            "Les commerçants demandent une baisse des loyers, dit {word}\nqui parle au nom des autres depuis que le marché couvert a été rou-\nvert \
             par la ville, et personne ne s'en plaint pour le moment, ou si\npeu que le maire ne l'a pas entendu, ce qui arrange tout le monde ici\nen somme."
        )
    };
    assert!(article(&wrapped("rouvert")).text().contains("a été rouvert par"));
    assert!(article(&wrapped("ouvert")).text().contains("a été rou-vert par"));
}

#[test]
fn headings_lists_speech_and_quotations() {
    check(
        "Le marché rouvre\n\nLes étals étaient pleins dès huit heures samedi.\n\nUne longue attente\n\nIl aura fallu trois ans de travaux, deux maires et un procès pour en arriver là, et la facture a doublé.\n\n— Enfin ! dit Marie.\n— Oui, dit Jean.\n\n- des fruits ;\n- des légumes.\n\n1. Le pain\n2. Le vin\n\n> Rien ne sert\n> de courir.",
        "# Le marché rouvre\nLes étals étaient pleins dès huit heures samedi.\n## Une longue attente\nIl aura fallu trois ans de travaux, deux maires et un procès pour en arriver là, et la facture a doublé.\n— Enfin ! dit Marie.\n— Oui, dit Jean.\n* - des fruits ;\n* - des légumes.\n* 1. Le pain\n* 2. Le vin\n> Rien ne sert de courir.",
    );
}

#[test]
fn without_blank_lines_only_a_short_phrase_between_sentences_is_a_heading() {
    check(
        "Le marché rouvre\nLes étals étaient pleins dès huit heures.\nEnfin !\nOn a beaucoup attendu, et on a payé cher.\nUne longue attente\nIl aura fallu trois ans de travaux et deux maires.",
        "# Le marché rouvre\nLes étals étaient pleins dès huit heures.\nEnfin !\nOn a beaucoup attendu, et on a payé cher.\n## Une longue attente\nIl aura fallu trois ans de travaux et deux maires.",
    );
}

#[test]
fn verse_keeps_its_lines() {
    check(
        "Le marché\n\nVoici les vers que Jeanne a lus samedi.\n\nLe marché dort encore sous la brume,\nEt la halle aux volets bleus,\nSans un bruit, sans un feu,\nAttend que l'aube la rallume.\n\nOn a applaudi.",
        "# Le marché\nVoici les vers que Jeanne a lus samedi.\n| Le marché dort encore sous la brume,⏎Et la halle aux volets bleus,⏎Sans un bruit, sans un feu,⏎Attend que l'aube la rallume.\nOn a applaudi.",
    );
}

#[test]
fn the_menu_above_a_headline_is_furniture() {
    check(
        "Menu\nAccueil\nLe Courrier Ouest\nSOCIÉTÉ\n\nLe marché couvert de la place rouvre enfin\n\nPar Jean Petit (avec AFP)\n\nLes étals étaient pleins dès huit heures samedi.\n\nJean Petit (avec AFP)",
        "~ Menu\n~ Accueil\n~ Le Courrier Ouest\n~ SOCIÉTÉ\n# Le marché couvert de la place rouvre enfin\n~ Par Jean Petit (avec AFP)\nLes étals étaient pleins dès huit heures samedi.\n~ Jean Petit (avec AFP)",
    );
}

#[test]
fn columns_keep_their_lines() {
    check(
        "Les prix du marché\n\nVoici les prix relevés samedi matin sur la place.\n\nPommes      2,10     2,30\nPoires      3,00     3,20\nRaisin      4,50     4,10\n\nTout augmente.",
        "# Les prix du marché\nVoici les prix relevés samedi matin sur la place.\n| Pommes      2,10     2,30⏎Poires      3,00     3,20⏎Raisin      4,50     4,10\nTout augmente.",
    );
}

#[test]
fn credits_are_remembered() {
    let text = "Le marché rouvre\nPar Jeanne Martin\nPublié le 13 septembre 2023 à 8h30\nTemps de lecture : 3 min\nLes étals étaient pleins dès huit heures samedi.\nAFP";
    let article = article(text);
    assert_eq!(article.author(), Some("Jeanne Martin"));
    assert_eq!(article.source(), Some("AFP"));
    assert_eq!(article.published().map(|d| d.to_string()).as_deref(), Some("2023-09-13"));
    assert_eq!(article.visible_blocks().count(), 2, "{}", shape(&article));
    let dated = ingest::article("3 mai 2012. – Le marché de la place a rouvert samedi.".as_bytes(), &Hints::default());
    assert_eq!(dated.published().map(|d| d.to_string()).as_deref(), Some("2012-05-03"));
}

#[test]
fn one_line_of_megabytes_is_one_paragraph() {
    let text = "mot ".repeat(500_000);
    let article = article(&text);
    assert_eq!((article.blocks().len(), article.words()), (1, 500_000));
}

#[test]
fn the_five_articles_on_one_meeting_read_as_a_person_would_set_them() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora/sommet/");
    let Ok(bytes) = std::fs::read(format!("{dir}001.txt")) else { return };
    let kinds = |article: &Article| article.visible_blocks().map(|b| b.kind).collect::<Vec<_>>();
    let starts = |title: &str, start: &str| assert!(title.starts_with(start), "{title}");
    let second = ingest::article(&bytes, &Hints::default());
    assert_eq!(kinds(&second), [T, P, P, H, P, P, H, P, P]);
    assert!(second.text().contains("mais ils auraient") && second.text().contains("la Chine, premier"));
    for (name, start, paragraphs) in [
        ("000", "Une rare rencontre", 11),
        ("002", "Vladimir Poutine, Président", 9),
        ("003", "Le dirigeant nord-coréen", 18),
    ] {
        let article = ingest::article(&std::fs::read(format!("{dir}{name}.txt")).unwrap(), &Hints::default());
        starts(article.title(), start);
        assert!(article.title().ends_with('…') && article.title().chars().count() <= 92);
        assert_eq!(kinds(&article), vec![P; paragraphs], "{name}");
    }
    let last = ingest::article(&std::fs::read(format!("{dir}004.txt")).unwrap(), &Hints::default());
    starts(last.title(), "Les États-Unis affirment que la Corée du Nord « paierait");
    assert_eq!(kinds(&last), [vec![T], vec![P; 14]].concat());
    assert_eq!(last.blocks().iter().filter(|b| b.kind == BlockKind::Furniture).count(), 3);
}

#[test]
fn every_short_article_of_the_regional_paper_has_a_fair_title() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora/est-republicain/");
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        let article = ingest::article(&std::fs::read(&path).unwrap(), &Hints::default());
        let length = article.title().chars().count();
        assert!((3..=115).contains(&length), "{}: {}", path.display(), article.title());
        assert!(article.problems().is_empty());
    }
}

/// What must be found again, in order: every character that is not white space and not the mark of a quotation.
fn letters(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| if line.trim_start().starts_with('>') { line.trim_start_matches(['>', ' ', '\t']) } else { line });
    lines.flat_map(|line| line.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '>')).collect()
}

proptest! {
    #[test]
    fn nothing_is_lost(text in "([A-Za-zéàÉ0-9 .,;:!?«»’'\\-–—>•*/©\t\u{a0}]{0,70}\n{1,3}){0,12}") {
        let article = article(&text);
        prop_assert_eq!(letters(article.text()), letters(&safe::body(&text)));
    }

    #[test]
    fn any_text_is_covered_by_blocks(text in "(\\PC{0,50}\n){0,8}") {
        let article = article(&text);
        let mut at = 0;
        for block in article.blocks() {
            prop_assert!(article.text()[at..block.span.start()].trim().is_empty());
            at = block.span.end();
        }
        prop_assert_eq!(at, article.text().len());
    }
}
