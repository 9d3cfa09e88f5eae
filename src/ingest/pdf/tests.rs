//! Whole documents made here: a page of a paper, scans, locks and loops, and damage of every kind.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::document::Article;
use crate::ingest::{self, Format, Hints};

/// A PDF with a page for each content, its text in Windows-1252 and the standard fonts, and more entries of the trailer.
pub fn document(contents: &[String], info: &str) -> Vec<u8> {
    let fonts = "/Font << /F 3 0 R /B 4 0 R >> /XObject << /Scan 5 0 R >>";
    let kids: String = (0..contents.len()).fold(String::new(), |mut kids, page| {
        let _ = write!(kids, "{} 0 R ", 7 + 2 * page);
        kids
    });
    let font = |name: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
    let picture = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\n\
                   stream\n0\nendstream";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 595 842] >>", contents.len()),
        font("Times-Roman"),
        font("Times-Bold"),
        picture.to_owned(),
        format!("<< {info} >>"),
    ];
    for (page, content) in contents.iter().enumerate() {
        let stream = 8 + 2 * page;
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Resources << {fonts} >> /Contents {stream} 0 R >>"));
        let length = content.chars().count();
        objects.push(format!("<< /Length {length} >>\nstream\n{content}\nendstream"));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        out.extend(latin(&format!("{} 0 obj\n{object}\nendobj\n", at + 1)));
    }
    let (start, count) = (out.len(), objects.len() + 1);
    let trailer = format!("trailer\n<< /Size {count} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out.extend(latin(&format!("xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}")));
    out
}

fn latin(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

/// The operators that set lines: font, size, place and text of each.
pub fn set(lines: &[(&str, u32, u32, u32, &str)]) -> String {
    lines.iter().fold("BT\n".to_owned(), |mut out, (font, size, x, y, text)| {
        let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let _ = writeln!(out, "/{font} {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj");
        out
    }) + "ET"
}

fn article(bytes: &[u8]) -> Article {
    ingest::article(bytes, &Hints::named("pont.pdf"))
}

/// The blocks with their kinds.
fn blocks(article: &Article) -> Vec<String> {
    let block = |block: &crate::document::Block| format!("{}: {}", block.kind.name(), block.span.of(article.text()));
    article.blocks().iter().map(block).collect()
}

/// Two pages of a paper: running heads, a headline, a byline, a broken word, a paragraph over the page.
fn newspaper() -> Vec<u8> {
    let pages = [
        set(&[
            ("F", 8, 60, 810, "Le Phare du soir – 12 mars 2024"),
            ("B", 22, 60, 760, "Le pont de Saint-Aubin rouvrira au printemps"),
            ("F", 10, 60, 730, "Par Claire Maréchal"),
            (
                "F",
                10,
                60,
                700,
                "Fermé depuis l’automne pour des fissures dans sa troisième pile, le vieux pont de Saint-Aubin rou-",
            ),
            (
                "F",
                10,
                60,
                688,
                "vrira aux piétons au début du mois d’avril. La municipalité l’a confirmé mardi soir, à l’issue d’une réu-",
            ),
            ("F", 10, 60, 676, "nion publique."),
            ("B", 12, 60, 650, "Un chantier ralenti par la crue"),
            (
                "F",
                10,
                60,
                630,
                "Les travaux ont commencé par les fondations, et la sous-préfecture a suivi le chantier. À la sous-",
            ),
            (
                "F",
                10,
                60,
                618,
                "préfecture, on parle d’une crue qui a interrompu le travail des plongeurs pendant près de deux",
            ),
            ("F", 8, 300, 30, "1"),
        ]),
        set(&[
            ("F", 8, 60, 810, "Le Phare du soir – 12 mars 2024"),
            ("F", 10, 60, 760, "semaines, ce que le maire, Jean-Pierre Lhermitte, avait d’abord nié."),
            ("F", 8, 300, 30, "2"),
        ]),
    ];
    document(
        &pages,
        "/Title (Microsoft Word - pont_v3.docx) /Author (Utilisateur) /CreationDate (D:20240312083000+01'00')",
    )
}

#[test]
fn a_page_of_a_paper_is_an_article() {
    let article = article(&newspaper());
    let expected = [
        "title: Le pont de Saint-Aubin rouvrira au printemps",
        "furniture: Par Claire Maréchal",
        "paragraph: Fermé depuis l’automne pour des fissures dans sa troisième pile, le vieux pont de Saint-Aubin rouvrira aux \
         piétons au début du mois d’avril. La municipalité l’a confirmé mardi soir, à l’issue d’une réunion publique.",
        "heading: Un chantier ralenti par la crue",
        "paragraph: Les travaux ont commencé par les fondations, et la sous-préfecture a suivi le chantier. À la sous-préfecture, \
         on parle d’une crue qui a interrompu le travail des plongeurs pendant près de deux semaines, ce que le maire, \
         Jean-Pierre Lhermitte, avait d’abord nié.",
    ];
    let (furniture, text): (Vec<String>, Vec<String>) =
        blocks(&article).into_iter().partition(|block| block.starts_with("furniture: Le Phare") || block.len() < 13);
    assert_eq!(text, expected);
    assert_eq!(furniture.len(), 4, "{furniture:?}");
    assert_eq!((article.author(), article.language()), (Some("Claire Maréchal"), Some("fr")));
    assert_eq!(article.published().map(|at| at.day().to_string()).as_deref(), Some("2024-03-12"));
    assert!(article.problems().is_empty());
}

#[test]
fn a_title_of_the_metadata_is_believed_when_it_is_one() {
    let page = set(&[(
        "F",
        10,
        60,
        700,
        "Le conseil municipal a voté hier soir le budget de la ville, sans débat ni surprise.",
    )]);
    let named = document(std::slice::from_ref(&page), "/Title (Le budget est vot\\351)");
    assert_eq!(article(&named).title(), "Le budget est voté");
    let unnamed = document(&[page], "/Title (budget.pdf)");
    assert!(article(&unnamed).title().starts_with("Le conseil municipal a voté"));
}

#[test]
fn scans_say_what_to_do() {
    let scan = || "q 595 0 0 842 0 0 cm /Scan Do Q".to_owned();
    let message = |pages: &[String]| {
        let reading = ingest::read(&document(pages, ""), &Hints::named("scan.pdf"));
        let mut problems = reading.problems.iter().chain(reading.articles.iter().flat_map(Article::problems));
        problems.next().map(|problem| problem.message().to_owned()).unwrap_or_default()
    };
    assert!(message(&[scan(), scan()]).starts_with("These 2 pages are pictures (a scan) and hold no text; run OCR"));
    assert!(message(&[set(&[("F", 10, 60, 700, "Un mot.")]), scan()]).starts_with("Page 2 is a picture"));
    assert_eq!(message(&["q Q".to_owned()]), "The one page of this PDF holds no text.");
}

#[test]
fn a_pdf_is_known_by_its_signature() {
    let format = |bytes: &[u8]| ingest::detect(bytes, &Hints::named("x")).map(|found| found.spec.format);
    assert_eq!(format(&newspaper()), Some(Format::Pdf));
    assert_eq!(format(&[b"\0\x01junk\n", newspaper().as_slice()].concat()), Some(Format::Pdf));
    assert_eq!(format(b"A file that begins with %PDF- is a PDF, they say."), Some(Format::PlainText));
    let reading = ingest::read(b"%PDF-1.4\nnothing more", &Hints::named("x"));
    assert!(reading.problems[0].message().starts_with("This PDF is damaged"));
}

#[test]
fn forms_that_draw_themselves_come_to_an_end() {
    let page = set(&[("F", 10, 60, 700, "Un texte."), ("F", 10, 60, 680, "Et sa fin.")]) + " /Scan Do /Scan Do";
    let bytes = document(&[page], "");
    let looped = String::from_utf8_lossy(&bytes)
        .replace("/Subtype /Image", "/Subtype /Form ")
        .replace("\n0\nend", "\n/Scan Do /Scan Do\nend");
    assert!(article(looped.as_bytes()).text().contains("Un texte"));
}

/// Asserts what every article promises.
fn assert_sound(reading: &Reading) {
    for article in &reading.articles {
        let mut at = 0;
        for block in article.blocks() {
            assert!(at <= block.span.start() && !block.span.of(article.text()).is_empty());
            at = block.span.end();
        }
        assert_eq!(at, article.text().len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_document_costs_itself_only(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..24),
        cut in any::<prop::sample::Index>(),
        keep in any::<bool>(),
    ) {
        let mut bytes = newspaper();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        assert_sound(&ingest::read(&bytes, &Hints::named("x.pdf")));
    }

    #[test]
    fn any_content_is_read(content in "([0-9]{1,3} |-?[0-9.]{1,6} |/[FB] |\\([a-zé]{0,9}\\) |\\[|\\] |Tf |Tj |TJ |Td |Tm |cm |q |Q |BT |ET |' |\" ){0,80}") {
        assert_sound(&ingest::read(&document(&[content], ""), &Hints::named("x.pdf")));
    }
}
