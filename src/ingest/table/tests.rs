//! Tables as spreadsheets, databases and scripts write them.

use proptest::prelude::*;

use crate::ingest::samples::{TEXT, problems, shown};
use crate::ingest::{FieldMap, Format, Hints, detect, read};

/// `@` stands for a sentence of text; returns the problems.
#[track_caller]
fn check_with(table: &str, hints: Hints, expected: &[&str]) -> String {
    let reading = read(table.replace('@', TEXT).as_bytes(), &hints);
    assert_eq!(shown(&reading.articles), expected);
    assert_eq!(reading.format, Some(Format::Table));
    problems(&reading)
}

#[track_caller]
fn check(table: &str, expected: &[&str]) {
    assert_eq!(check_with(table, Hints::named("donnees"), expected), "");
}

#[test]
fn a_row_is_an_article() {
    check(
        "id,title,author,published_at,url,content\n1,Le marché rouvre,Jeanne Martin,2023-09-13 08:30:00,https://a.example/1,\"@\"\n\
         2,\"La gare, elle, ferme\",,,,\"« Plus de trains », dit le \"\"chef\"\".\nLa mairie proteste.\"\n",
        &[
            "Le marché rouvre, Jeanne Martin, 2023-09-13, https://a.example/1 | @",
            "La gare, elle, ferme | « Plus de trains », dit le \"chef\". ¶ La mairie proteste.",
        ],
    );
}

#[test]
fn signs_between_cells() {
    let expected = ["Le marché rouvre, Le Courrier, 2023-09-13 | @"];
    let row = "Le marché rouvre;13/09/2023;Le Courrier;\"@\"";
    let table = format!("\u{FEFF}Titre;Date de publication;Journal;Texte\r\n{row}\r\n");
    check(&table, &expected);
    check(&format!("sep=;\r\n{table}").replace('\u{FEFF}', ""), &expected);
    check(&table.replace(';', "\t"), &expected);
    check(&table.replace(';', "|"), &expected);
}

#[test]
fn windows_writes_in_its_own_letters() {
    let table = encoding_rs::WINDOWS_1252
        .encode("Titre;Texte\r\nL’été à Évry;Les étals étaient déjà pleins à huit heures.\r\n")
        .0;
    let reading = read(&table, &Hints::named("été.csv"));
    assert_eq!(shown(&reading.articles), ["L’été à Évry | Les étals étaient déjà pleins à huit heures."]);
}

#[test]
fn a_cell_of_markup_is_read_as_such() {
    check(
        "headline,body_html,summary\nLe marché rouvre,\"<p>@</p><p>La mairie l&rsquo;a dit.</p>\",Enfin pr&ecirc;t.\n",
        &["Le marché rouvre | Enfin prêt. ¶ @ ¶ La mairie l’a dit."],
    );
}

#[test]
fn rows_of_another_length_are_read_and_counted() {
    let told = check_with(
        "title,date,text\nUn,2023-09-13,\"@\"\nDeux\nTrois,2023-09-13,\"@\",4,5\n,,\n",
        Hints::named("a.csv"),
        &["Un, 2023-09-13 | @", "Deux | ", "Trois, 2023-09-13 | @"],
    );
    assert!(told.contains("than the 3 of the first row: 2 rows, from line 3 on"), "{told}");
    assert!(told.contains("1 of 4 rows"), "{told}");
}

#[test]
fn a_quote_that_is_never_closed_does_not_swallow_the_rest() {
    let told = check_with(
        "title,date,text\nUn,2023-09-13,\"@\"\nDeux,2023-09-13,\"La gare ferme.\nTrois,2023-09-13,Il pleut.\nQuatre,2023-09-13,Il neige.\n",
        Hints::named("a.csv"),
        &[
            "Un, 2023-09-13 | @",
            "Deux, 2023-09-13 | \"La gare ferme.",
            "Trois, 2023-09-13 | Il pleut.",
            "Quatre, 2023-09-13 | Il neige.",
        ],
    );
    assert!(told.contains("Line 3: a quotation mark opens"), "{told}");
    let many = format!("title,date,text\n{}", "Un,\"2023,Deux\n".repeat(101));
    let reading = read(many.as_bytes(), &Hints::named("a.csv"));
    assert!(!reading.articles.is_empty());
}

#[test]
fn the_user_may_name_columns_or_number_them() {
    let hints = |map| Hints { fields: Some(map), ..Hints::named("a.txt") };
    let map = FieldMap::parse(&["title=Objet,text=Note interne".to_owned()]).unwrap();
    assert_eq!(check_with("no;objet;note_interne;texte\n1;Un;@;x\n", hints(&map), &["Un | @"]), "");
    let map = FieldMap::parse(&["title=2".to_owned(), "text=3".to_owned()]).unwrap();
    assert_eq!(check_with("1\tUn\t@\n2\tDeux\t@\n", hints(&map), &["Un | @", "Deux | @"]), "");
}

#[test]
fn what_is_no_table_of_articles_stays_text() {
    let check = |text: &str, name| {
        let format = detect(text.as_bytes(), &Hints::named(name)).unwrap().spec.format;
        assert!(matches!(format, Format::PlainText | Format::Markdown), "{text}");
    };
    check("date,open,close\n2023-09-13,1.5,1.6\n", "bourse.csv");
    check("title,price\nUn,2\n", "a.txt");
    check("Titre\n\nLe marché, fermé depuis lundi, rouvre.", "a.txt");
    check("Le titre, le texte, la date\nUne suite, et une autre, et puis voilà\n", "a.txt");
    check("title, text", "a.txt");
    check("| title | text |\n|---|---|\n| Un | Deux |\n", "a.md");
}

#[test]
fn the_name_lets_one_column_do() {
    let table = "text\nLe marché rouvre lundi matin.\nLa gare ferme.\n";
    let reading = read(table.as_bytes(), &Hints::named("phrases.csv"));
    assert_eq!((reading.format, reading.articles.len()), (Some(Format::Table), 2));
}

const SAMPLES: [&str; 3] = [
    "title,text,date\nUn,\"Deux \"\"é\"\"\ntrois\",2023-09-13\nQuatre,Cinq,\n",
    "sep=;\nTitre;Texte;Source\n\"Un;é\";<p>Deux</p>;Trois\n",
    "titre\ttexte\tauteur\r\nUn\t\"Deux\tTrois\r\nQuatre\tCinq\t\r\n",
];

proptest! {
    #[test]
    fn no_damage_panics(sample in 0..SAMPLES.len(), at in 0_usize..200, cut in 0_usize..4, put in "[\"',;\t\r\n|é<0]{0,4}") {
        let text: Vec<char> = SAMPLES[sample].chars().collect();
        let at = at % text.len();
        let damaged: String = text[..at].iter().chain(&put.chars().collect::<Vec<_>>())
            .chain(&text[(at + cut).min(text.len())..]).collect();
        for article in read(damaged.as_bytes(), &Hints::named("a.csv")).articles {
            let mut from = 0;
            for block in article.blocks() {
                prop_assert!(article.text()[from..block.span.start()].trim().is_empty());
                from = block.span.end();
            }
            prop_assert_eq!(from, article.text().len());
        }
    }
}
