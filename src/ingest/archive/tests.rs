//! Archives as people and programs make them, and broken ones.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::inside;
use crate::ingest::limits::MAX_DEPTH;
use crate::ingest::samples::gzip;
use crate::ingest::{Format, Hints, Reading, detect, is_packed, read};

const MARKET: &str = "Le marché rouvre\n\nLes étals étaient pleins dès huit heures samedi matin.";
const PAGE: &str = "<!DOCTYPE html><title>La gare</title><h1>La gare</h1><p>Un train sur deux partira lundi.</p>";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR";

pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        // Past the check of the writer, which would refuse a path that leads out.
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// Blocks that are not packed: what a Zstandard file may be made of without a packer.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"\x28\xB5\x2F\xFD\x00\x58".to_vec();
    let header = u32::try_from(bytes.len()).unwrap() << 3 | 1;
    out.extend(&header.to_le_bytes()[..3]);
    out.extend(bytes);
    out
}

/// One line an article, with its part, and one a problem.
fn shape(reading: &Reading) -> Vec<String> {
    let articles = reading.articles.iter().map(|article| {
        let part = article.part().map(|part| format!("{part}: ")).unwrap_or_default();
        format!("{part}{}", article.title())
    });
    articles.chain(reading.problems.iter().map(|problem| format!("! {}", problem.message()))).collect()
}

#[track_caller]
fn check(bytes: &[u8], name: &str, format: Format, expected: &[&str]) {
    assert_eq!(detect(bytes, &Hints::named(name)).map(|found| found.spec.format), Some(format));
    assert_eq!(shape(&read(bytes, &Hints::named(name))), expected);
}

#[test]
fn what_lies_in_an_archive_is_read_as_what_lies_in_a_folder() {
    let files: &[(&str, &[u8])] = &[
        ("presse/b/gare.html", PAGE.as_bytes()),
        ("presse/a.txt", MARKET.as_bytes()),
        ("presse/photo.png", PICTURE),
        ("presse/.cache/x.txt", b"Un texte."),
        ("__MACOSX/presse/._a.txt", b"Mac OS X"),
        ("presse/.DS_Store", b"\0\0\0\x01Bud1"),
    ];
    check(&zip(files), "a.bin", Format::Zip, &["presse/a.txt: Le marché rouvre", "presse/b/gare.html: La gare"]);
    let told = ["presse/b/gare.html: La gare", "presse/a.txt: Le marché rouvre"];
    let tar = tar(files);
    check(&tar, "a.bin", Format::Tar, &told);
    check(&gzip(&tar), "a.tgz", Format::Gzip, &told);
    check(&zstd(&tar), "a.tar.zst", Format::Zstd, &told);
}

#[test]
fn the_beginning_tells_an_archive() {
    let book = zip(&[("mimetype", b"application/epub+zip")]);
    let packed = [zip(&[]), book, tar(&[("a.txt", b"a")]), gzip(b"a"), zstd(b"a"), b"WARC/1.0\r\n".to_vec()];
    assert!(packed.iter().all(|bytes| is_packed(bytes)));
    assert!(![MARKET.as_bytes(), PAGE.as_bytes(), PICTURE, b""].iter().any(|bytes| is_packed(bytes)));
}

#[test]
fn a_packed_file_is_the_file() {
    for (bytes, format) in [(gzip(MARKET.as_bytes()), Format::Gzip), (zstd(MARKET.as_bytes()), Format::Zstd)] {
        check(&bytes, "a.txt.gz", format, &["Le marché rouvre"]);
    }
    let brief = read(&gzip(b"court"), &Hints::named("note.txt.GZ"));
    assert_eq!(brief.articles[0].title(), "court");
    assert_eq!(brief.inside, [(Format::PlainText, 1)]);
}

#[test]
fn archives_lie_in_archives() {
    let inner = zip(&[("une.txt", MARKET.as_bytes())]);
    let bytes = tar(&[("2023/mai.zip", &inner), ("2023/a.txt.gz", &gzip(MARKET.as_bytes()))]);
    check(&bytes, "", Format::Tar, &["2023/mai.zip/une.txt: Le marché rouvre", "2023/a.txt.gz: Le marché rouvre"]);
    let mut deep = MARKET.as_bytes().to_vec();
    for _ in 0..MAX_DEPTH {
        deep = zip(&[("a", &deep)]);
    }
    check(&deep, "", Format::Zip, &["! a: a: a: a: a: a: left out, it lies more than 6 deep in other files"]);
}

#[test]
fn a_path_never_leads_out_of_the_archive() {
    for (path, shown) in [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/./passwd", "etc/passwd"),
        ("C:\\Users\\a\\..\\b.txt", "Users/a/b.txt"),
        ("a//b", "a/b"),
        ("..", ""),
    ] {
        assert_eq!(inside(path), shown);
    }
    let files: &[(&str, &[u8])] = &[("../../../tmp/kiosque-out.txt", MARKET.as_bytes())];
    check(&tar(files), "", Format::Tar, &["tmp/kiosque-out.txt: Le marché rouvre"]);
    check(&zip(files), "", Format::Zip, &["tmp/kiosque-out.txt: Le marché rouvre"]);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    let whole = zip(&[("a.txt", MARKET.as_bytes()), ("b.txt", MARKET.as_bytes())]);
    let mut damaged = whole.clone();
    let at = memchr::memmem::find(&damaged, b"a.txt").unwrap() + 8;
    damaged[at] ^= 0xFF;
    let told = shape(&read(&damaged, &Hints::default()));
    assert_eq!(told[0], "b.txt: Le marché rouvre");
    assert!(told[1].starts_with("! a.txt: "), "{told:?}");
    let cut = shape(&read(&whole[..whole.len() - 10], &Hints::default()));
    assert_eq!(cut, ["! The archive cannot be read: it is damaged or incomplete"]);
    let archive = tar(&[("a.txt", MARKET.as_bytes()), ("b.txt", MARKET.as_bytes())]);
    let told = shape(&read(&gzip(&archive)[..150], &Hints::default()));
    assert!(told.iter().any(|line| line.starts_with("! ")), "{told:?}");
    check(&zip(&[("photo.png", PICTURE)]), "", Format::Zip, &["! no file in it is a text"]);
    check(&zip(&[]), "", Format::Zip, &["! there are no files in it"]);
}

#[test]
fn a_bomb_costs_no_more_than_it_may() {
    let zeros = vec![b' '; 4 << 20];
    let file = gzip(&std::iter::repeat_n(&zeros[..], 17).collect::<Vec<_>>().concat());
    let told = shape(&read(&file, &Hints::named("bombe.gz")));
    assert_eq!(told, ["! bombe: left out, it unpacks to more than the 64 MB that one part may have"]);
    let bytes = zip(&[("a.txt", MARKET.as_bytes()), ("bombe.gz", &file)]);
    let told = shape(&read(&bytes, &Hints::default()));
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], "a.txt: Le marché rouvre");
}

#[test]
fn office_documents_are_not_taken_for_archives() {
    let document = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    assert_eq!(detect(&document, &Hints::default()), None);
    assert!(read(&document, &Hints::default()).problems[0].message().contains("Office"));
}

fn samples() -> Vec<Vec<u8>> {
    let files: &[(&str, &[u8])] = &[("a.txt", MARKET.as_bytes()), ("b/gare.html", PAGE.as_bytes())];
    let tar = tar(files);
    vec![zip(files), gzip(&tar), zstd(&tar), tar, gzip(MARKET.as_bytes())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_damage_panics(which in 0..5usize, hits in prop::collection::vec((any::<u16>(), any::<u8>()), 1..8), cut in any::<u16>()) {
        let mut bytes = samples().swap_remove(which);
        for (at, byte) in hits {
            let at = usize::from(at) % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(usize::from(cut) % bytes.len() + 1);
        let reading = read(&bytes, &Hints::named("a"));
        prop_assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
    }
}
