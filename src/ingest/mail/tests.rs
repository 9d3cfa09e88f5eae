//! Mails as programs and services send them, and what comes of them. The words are invented.

use proptest::prelude::*;

use crate::document::{Article, BlockKind};
use crate::ingest::{Format, Hints, Reading, detect, read};

fn reading(mail: &[u8]) -> Reading {
    read(mail, &Hints::named("mail.eml"))
}

/// The blocks of an article, each behind a sign: `=` the title, `#` a heading, `>` a quotation, `-` furniture, `*` an item.
fn blocks(article: &Article) -> Vec<String> {
    let sign = |kind| match kind {
        BlockKind::Title => "= ",
        BlockKind::Heading => "# ",
        BlockKind::Quotation => "> ",
        BlockKind::Furniture => "- ",
        BlockKind::ListItem => "* ",
        BlockKind::Preformatted => "| ",
        BlockKind::Paragraph | BlockKind::Caption => "",
    };
    article.blocks().iter().map(|block| format!("{}{}", sign(block.kind), block.span.of(article.text()))).collect()
}

/// Reads a mail that is one article.
#[track_caller]
fn check(mail: &[u8], expected: &[&str]) -> Article {
    let reading = reading(mail);
    assert_eq!(reading.format, Some(Format::Mail));
    assert_eq!(reading.articles.len(), 1, "articles");
    let article = reading.articles.into_iter().next().unwrap();
    assert_eq!(blocks(&article), expected);
    article
}

/// The header of a mail from a person.
const HEADER: &str = "Return-Path: <anne@exemple.test>\r\nMessage-ID: <CAF+1@mail.exemple.test>\r\n\
    From: Anne Roche <anne@exemple.test>\r\nTo: Jean Morel <jean@exemple.test>\r\n\
    Date: Mon, 3 May 2021 10:12:05 +0200\r\nMIME-Version: 1.0\r\n";

fn mail(fields: &str, body: &str) -> Vec<u8> {
    [HEADER, &fields.replace('\n', "\r\n"), "\r\n\r\n", &body.replace('\n', "\r\n")].concat().into_bytes()
}

mod letters;
mod newsletters;
mod several;

#[test]
fn only_the_header_of_a_program_makes_a_mail() {
    let format = |bytes: &[u8]| detect(bytes, &Hints::named("a.txt")).map(|found| found.spec.format);
    assert_eq!(format(&mail("Subject: a", "Bonjour")), Some(Format::Mail));
    assert_eq!(format(b"From: a@b.test\nDate: Mon, 3 May 2021 10:12:05 +0200\nSubject: a\n\nb"), Some(Format::Mail));
    for text in [
        "From: the editor\nTo: all of us\nDate: 3 May 2021\nSubject: le plan\n\nBonjour",
        "From: anne@exemple.test\nSubject: le plan\nDate: 3 May 2021\n\nBonjour",
        "De : Anne\nEnvoyé : lundi 3 mai 2021 10:12\nÀ : Jean\nObjet : Réunion\n\nBonjour",
        "Note: un\nFrom: anne@exemple.test\nSubject: deux\nEt la suite du texte, sans fin d'en-tête",
        "From Paris with love\n\nBonjour",
        "From Paris, Mon May 3 10:12:05 2021\nUne ligne\n",
    ] {
        assert_eq!(format(text.as_bytes()), Some(Format::PlainText), "{text}");
    }
    let held = Hints { media: Some("message/rfc822"), ..Hints::named("") };
    assert_eq!(detect(b"Subject: a\n\nb", &held).map(|found| found.spec.format), Some(Format::Mail));
}

#[test]
fn apple_mail_writes_the_length_above() {
    let inner = mail("Subject: Le port\nContent-Type: text/plain", "Le port ferme lundi.");
    let file =
        [format!("{}      \n", inner.len()).as_bytes(), &inner, b"<?xml version=\"1.0\"?><plist></plist>"].concat();
    check(&file, &["= Le port", "Le port ferme lundi."]);
}

#[test]
fn a_mail_without_text_says_why() {
    #[track_caller]
    fn check(fields: &str, body: &str, word: &str) {
        let article = reading(&mail(fields, body)).articles.swap_remove(0);
        assert_eq!(article.title(), "Secret");
        assert!(article.problems()[0].message().contains(word), "{:?}", article.problems());
    }
    check("Subject: Secret", "", "no text");
    let encrypted = "--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--\n";
    check("Subject: Secret\nContent-Type: multipart/encrypted; boundary=x", encrypted, "encrypted");
    check("Subject: Secret", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", "encrypted");
    check("Subject: Secret\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data", "MIIB", "encrypted");
}

#[test]
fn character_sets_as_they_are_really_declared() {
    #[track_caller]
    fn check(fields: &str, body: &[u8], expected: &str) {
        let bytes = [HEADER.as_bytes(), fields.as_bytes(), b"\r\n\r\n", body].concat();
        let article = reading(&bytes).articles.swap_remove(0);
        assert_eq!(article.text(), format!("{}\n\n{expected}", article.title()));
    }
    check(
        "Subject: a\r\nContent-Type: text/plain; charset=iso-8859-1",
        b"L\x92\xE9t\xE9 \x96 le c\x9Cur",
        "L’été – le cœur",
    );
    check("Subject: a\r\nContent-Type: text/plain; charset=\"utf-8\"", b"L\x92\xE9t\xE9 en for\xEAt", "L’été en forêt");
    check("Subject: Été\r\nContent-Type: text/plain", "Déjà l'été.".as_bytes(), "Déjà l'été.");
    let packed = "Subject: =?gb2312?B?xOO6ww==?=\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64";
    check(packed, b"xOO6w6Os\r\nyr+9xw==", "你好，士角");
    let quoted = "Subject: a\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Quoted-Printable";
    check(quoted, b"Une ligne cou=\r\np=C3=A9e, 2 =3D 2, un reste=.", "Une ligne coupée, 2 = 2, un reste=.");
}

fn blocks_hold(reading: &Reading) -> bool {
    reading.articles.iter().all(|article| {
        let mut at = 0;
        article.blocks().iter().all(|block| {
            let between = article.text()[at..block.span.start()].trim().is_empty();
            at = block.span.end();
            between && !block.span.of(article.text()).is_empty()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_can_stop_the_reader(which in 0..6_usize, cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..12)) {
        let mut bytes = [
            letters::GMAIL.as_bytes(), letters::OUTLOOK.as_bytes(), letters::THUNDERBIRD.as_bytes(),
            newsletters::MAILCHIMP.as_bytes(), newsletters::SUBSTACK.as_bytes(), several::DIGEST.as_bytes(),
        ][which].to_vec();
        for (index, byte, how) in cuts {
            let at = index.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.drain(at..bytes.len().min(at + usize::from(byte))); }
            }
            if bytes.is_empty() {
                bytes.push(b'\n');
            }
        }
        let reading = read(&bytes, &Hints { media: Some("message/rfc822"), ..Hints::named("x") });
        prop_assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
        prop_assert!(blocks_hold(&reading));
    }

    #[test]
    fn any_header_and_body_are_read(header in "[ -~\n]{0,120}", body in prop::collection::vec(any::<u8>(), 0..300)) {
        let bytes = [b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n", header.as_bytes(), b"\n\n--b\n\n", &body].concat();
        let reading = read(&bytes, &Hints { media: Some("message/rfc822"), ..Hints::named("x") });
        prop_assert!(blocks_hold(&reading));
    }
}
