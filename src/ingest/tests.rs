//! Which reader takes what, and what comes of bytes that none can read.

use proptest::prelude::*;

use super::limits::Budget;
use super::source::Source;
use super::{FieldMap, Format, Hints, article, detect, read};

const fn hints(name: &str) -> Hints<'_> {
    Hints::named(name)
}

#[test]
fn the_content_decides_the_format() {
    let format = |bytes: &[u8], name| detect(bytes, &hints(name)).map(|found| found.spec.format);
    assert_eq!(format(b"<!DOCTYPE html><p>a", "a.txt"), Some(Format::Html));
    assert_eq!(format(b"\n<html lang=fr><body>a", ""), Some(Format::Html));
    assert_eq!(format("\u{FEFF}<p>Un fragment.</p><p>Deux.</p>".as_bytes(), ""), Some(Format::Html));
    assert_eq!(format(b"<p>Un seul.</p>", "a.html"), Some(Format::Html));
    assert_eq!(format(b"Le texte cite <p>, </p> et <div></div>.", "a.html"), Some(Format::PlainText));
    assert_eq!(format(b"<Marie> Bonjour\n<Jean> Salut", "irc.txt"), Some(Format::PlainText));
    assert_eq!(format(b"<?xml version='1.0'?><rss><p></p></rss>", ""), Some(Format::Feed));
    assert_eq!(format(b"\x89PNG\r\n\x1a\n", "a.html"), None);
    assert_eq!(format(b"{\"title\": \"Un\", \"text\": \"Deux.\"}", "a.txt"), Some(Format::Json));
    assert_eq!(format(&b"{\"title\": \"Un\", \"text\": \"Deux.\"}\n".repeat(2), "a.json"), Some(Format::JsonLines));
    assert_eq!(format(b"title,date,text\nUn,2023-09-13,Deux.\n", "a.txt"), Some(Format::Table));
    assert_eq!(format(b"<?xml version='1.0'?><newsMessage><itemSet/></newsMessage>", ""), Some(Format::AgencyXml));
}

#[test]
fn what_the_user_says_of_fields_holds_inside_of_others() {
    let map = FieldMap::parse(&["title=objet".to_owned(), "text=notes".to_owned()]).unwrap();
    let budget = Budget::default();
    let outer = Source::new(b"x", Hints { fields: Some(&map), ..hints("a.zip") }, &budget);
    let reading = outer.read_inside(b"{\"objet\": \"Un\", \"notes\": \"Deux.\"}", hints("a.json"));
    assert_eq!(reading.articles[0].title(), "Un");
}

#[test]
fn what_cannot_be_read_says_why() {
    for (bytes, word) in
        [(&b""[..], "empty"), (b"%PDF-1.7", "PDF"), (b"   \n ", "no text"), (b"<html><body></body></html>", "no text")]
    {
        let article = article(bytes, &hints("rapport.bin"));
        assert_eq!(article.title(), "rapport.bin");
        assert!(article.problems()[0].message().contains(word), "{word}");
        assert!(article.blocks().is_empty());
    }
}

#[test]
fn damage_is_told_and_the_rest_is_read() {
    let mut bytes = "Le marché rouvre\n\nLes étals étaient pleins dès huit heures.".as_bytes().to_vec();
    bytes.insert(20, 0xFF);
    let article = article(&bytes, &hints("a.txt"));
    assert_eq!(article.problems().len(), 1);
    assert_eq!(article.title(), "Le marché rouvre");
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400), name in any::<String>()) {
        let reading = read(&bytes, &hints(&name));
        prop_assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
    }

    #[test]
    fn any_characters_are_read(text in any::<String>()) {
        let reading = read(text.as_bytes(), &hints(""));
        prop_assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
    }
}
