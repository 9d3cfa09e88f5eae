//! Pages as browsers save them, and damaged ones.

use proptest::prelude::*;

use crate::document::{Article, BlockKind};
use crate::ingest::{self, Format, Hints};

/// Chrome and Edge: the address in a header of its own, parts in quoted-printable, frames and styles by `cid:`.
const BLINK: &str = "From: <Saved by Blink>\r
Snapshot-Content-Location: https://www.lecourrier.example/ville/2026/05/12/la-halle-rouvre\r
Subject: =?utf-8?Q?La=20halle=20rouvre=20-=20Le=20Courrier?=\r
Date: Tue, 12 May 2026 18:04:11 -0000\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype=\"text/html\";\r
\tboundary=\"----MultipartBoundary--pQ5w7vXyzT----\"\r
\r
\r
------MultipartBoundary--pQ5w7vXyzT----\r
Content-Type: text/html\r
Content-ID: <frame-3F7A@mhtml.blink>\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: https://www.lecourrier.example/ville/2026/05/12/la-halle-rouvre\r
\r
<!DOCTYPE html><html lang=3D\"fr\"><head><meta http-equiv=3D\"Content-Type\" content=3D\"text/html; charset=3DUTF-8\">=\r
<link rel=3D\"stylesheet\" type=3D\"text/css\" href=3D\"cid:css-1@mhtml.blink\"><title>La halle rouvre - Le Cou=\r
rrier</title></head><body><nav><a href=3D\"https://www.lecourrier.example/\">Accueil</a></nav><h1>La halle rouv=\r
re</h1><iframe src=3D\"cid:frame-9@mhtml.blink\"></iframe><p>Les =C3=A9tals =C3=A9taient pleins d=C3=A8s huit heures, =\r
et le prix affich=C3=A9 =3D celui d=E2=80=99hier. Le maire, Louis Armand, est rest=C3=A9 jusqu=E2=80=99=C3=A0 midi pour servir les hu=\r
=C3=AEtres.</p></body></html>\r
\r
------MultipartBoundary--pQ5w7vXyzT----\r
Content-Type: text/css\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: cid:css-1@mhtml.blink\r
\r
@charset \"utf-8\"; .pub { color: red }\r
\r
------MultipartBoundary--pQ5w7vXyzT----\r
Content-Type: text/html\r
Content-ID: <frame-9@mhtml.blink>\r
Content-Transfer-Encoding: quoted-printable\r
\r
<html><body><p>Achetez des hu=C3=AEtres, des hu=C3=AEtres et encore des hu=C3=AEtres, par douzaines et par bourriches enti=C3=A8res, livr=C3=A9es chez vous.</p></body></html>\r
\r
------MultipartBoundary--pQ5w7vXyzT----\r
Content-Type: image/png\r
Content-Transfer-Encoding: base64\r
Content-Location: https://www.lecourrier.example/halle.png\r
\r
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk\r
\r
------MultipartBoundary--pQ5w7vXyzT------\r
";

/// Internet Explorer: who saved it in the place of a sender, an old character set, base64.
fn explorer() -> Vec<u8> {
    let page = b"<HTML><HEAD><TITLE>Le bac de Sainte-Anne</TITLE></HEAD>\r\n<BODY><H1>Le bac de Sainte-Anne</H1>\r\n<P>Le bac a \
                 repris son service hier, apr\xE8s trois semaines d\x92arr\xEAt. Les deux bateliers ont offert la premi\xE8re travers\xE9e \
                 aux \xE9coliers de l\x92autre rive, qui l\x92attendaient depuis la rentr\xE9e.</P></BODY></HTML>";
    let mut packed = String::new();
    for line in base64(page).as_bytes().chunks(76) {
        packed += &String::from_utf8_lossy(line);
        packed += "\r\n";
    }
    let header = "From: =?Windows-1252?Q?Enregistr=E9_par_Windows_Internet_Explorer_8?=\r\nSubject: Le bac de Sainte-Anne\r\nDate: \
                  Mon, 12 Oct 2009 09:41:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
                  \tboundary=\"----=_NextPart_000_0000_01CA4B1E.5C0D3B50\"\r\nX-MimeOLE: Produced By Microsoft MimeOLE \
                  V6.00.2900.5579\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n";
    let mark = "------=_NextPart_000_0000_01CA4B1E.5C0D3B50";
    let part = "Content-Type: text/html;\r\n\tcharset=\"Windows-1252\"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: \
                http://www.sainte-anne.example/bac.htm";
    format!("{header}{mark}\r\n{part}\r\n\r\n{packed}\r\n{mark}--\r\n").into_bytes()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = char::from(LETTERS[(number >> (18 - 6 * at)) as usize & 63]);
            out.push(if at <= three.len() { letter } else { '=' });
        }
    }
    out
}

fn article(bytes: &[u8]) -> Article {
    let reading = ingest::read(bytes, &Hints::named("page.mhtml"));
    assert_eq!((reading.format, reading.articles.len(), reading.problems.len()), (Some(Format::Mhtml), 1, 0));
    reading.articles.into_iter().next().unwrap()
}

fn visible(article: &Article) -> Vec<&str> {
    article.visible_blocks().map(|block| block.span.of(article.text())).collect()
}

#[test]
fn a_page_of_chrome_is_its_article() {
    let article = article(BLINK.as_bytes());
    let expected = "Les étals étaient pleins dès huit heures, et le prix affiché = celui d’hier. Le maire, Louis Armand, est resté \
                    jusqu’à midi pour servir les huîtres.";
    assert_eq!(visible(&article), ["La halle rouvre", expected]);
    assert_eq!(article.address(), Some("https://www.lecourrier.example/ville/2026/05/12/la-halle-rouvre"));
    assert_eq!(article.published().map(|at| at.day().to_string()).as_deref(), Some("2026-05-12"));
    assert_eq!(article.language(), Some("fr"));
    assert!(article.text().ends_with("huîtres.") && article.blocks()[0].kind == BlockKind::Furniture);
}

#[test]
fn a_page_of_internet_explorer_is_its_article() {
    let article = article(&explorer());
    assert_eq!(article.title(), "Le bac de Sainte-Anne");
    assert!(visible(&article)[1].starts_with("Le bac a repris son service hier, après trois semaines d’arrêt."));
    assert_eq!(article.address(), Some("http://www.sainte-anne.example/bac.htm"));
    assert_eq!(article.published().map(|at| at.to_string()).as_deref(), Some("2009-10-12T09:41:00+02:00"));
}

#[test]
fn the_page_says_better_than_the_file_when() {
    let dated = BLINK.replace("<p>Les =C3", "<time datetime=3D\"2024-01-02\"></time><p>Les =C3");
    assert_eq!(article(dated.as_bytes()).published().map(|at| at.to_string()).as_deref(), Some("2024-01-02"));
}

#[test]
fn a_page_that_only_frames_others_is_the_frame_with_the_text() {
    let (head, rest) = BLINK.split_once("<nav>").unwrap();
    let framed = format!("{head}</body></html>{}", &rest[rest.find("</html>").unwrap() + 7..]);
    assert!(article(framed.as_bytes()).text().contains("par bourriches entières"));
}

#[test]
fn the_headers_name_the_page_where_it_is_not_the_first() {
    let mark = "------MultipartBoundary--pQ5w7vXyzT----\r\n";
    let frame = "Content-Type: text/html\r\n\r\n<html><p>Un cadre qui vient en premier et dont le texte compte bien plus de vingt mots, pour \
                 que l’on voie que ce n’est pas lui qui est lu, mais la page.</p></html>\r\n";
    let source = BLINK.replacen(mark, &[mark, frame, mark].concat(), 1);
    assert_eq!(article(source.as_bytes()).title(), "La halle rouvre");
}

#[test]
fn only_saved_pages_are_recognised() {
    let format = |text: &str| ingest::detect(text.as_bytes(), &Hints::named("a.mht")).map(|found| found.spec.format);
    assert_eq!(format(BLINK), Some(Format::Mhtml));
    assert_eq!(format(&BLINK.replace("Snapshot-", "X-Snapshot-")), Some(Format::Mhtml));
    // A mail with pictures has somebody who sent it.
    let mail = BLINK.replace("Snapshot-Content-Location: https:", "To: jean@example.org\r\nX-Was: ");
    for text in [&mail, &BLINK.replace("multipart/related", "multipart/mixed"), "Note: à lire\n\n<html>", "From: moi"]
    {
        assert_ne!(format(text), Some(Format::Mhtml), "{text}");
    }
}

#[test]
fn a_file_without_its_page_says_so() {
    let reading = ingest::read(BLINK.replace("text/html\r", "text/css\r").as_bytes(), &Hints::named("a.mhtml"));
    assert!(reading.articles.is_empty());
    assert!(reading.problems[0].message().contains("not in this file"));
}

#[test]
fn too_many_parts_are_told() {
    let mark = "------MultipartBoundary--pQ5w7vXyzT----\r\n";
    let many = [mark, "Content-Type: text/css\r\n\r\n"].concat().repeat(ingest::limits::MAX_PARTS);
    let source = BLINK.replacen("------MultipartBoundary--pQ5w7vXyzT------\r\n", &many, 1);
    let reading = ingest::read(source.as_bytes(), &Hints::named("a.mhtml"));
    assert_eq!(reading.articles.len(), 1);
    assert!(reading.problems[0].message().contains("100000 parts"));
}

proptest! {
    #[test]
    fn damaged_pages_are_read(at in 0..BLINK.len(), cut in 0..200_usize, put in prop::collection::vec(any::<u8>(), 0..8), end in 0..BLINK.len()) {
        let mut bytes = BLINK.as_bytes().to_vec();
        bytes.splice(at..(at + cut).min(BLINK.len()), put);
        bytes.truncate(bytes.len().max(end) - end / 3);
        let reading = ingest::read(&bytes, &Hints::named("page.mhtml"));
        prop_assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
        for article in &reading.articles {
            let mut from = 0;
            for block in article.blocks() {
                prop_assert!(article.text()[from..block.span.start()].trim().is_empty());
                from = block.span.end();
            }
            prop_assert_eq!(from, article.text().len());
        }
    }
}
