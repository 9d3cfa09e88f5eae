//! Records as crawlers write them, and broken ones.

use proptest::prelude::*;

use crate::ingest::samples::gzip;
use crate::ingest::{Format, Hints, Reading, detect, read};

const PAGE: &str = "<!DOCTYPE html><title>La gare</title><h1>La gare</h1><p>Un train sur deux partira lundi.</p>";

/// A record in the manner of Heritrix and wget.
fn record(kind: &str, address: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2023-09-13T06:30:00Z\r\n\
         WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [head.as_bytes(), b"\r\n\r\n", body].concat();
    record("response", address, "application/http; msgtype=response", &block)
}

/// What a crawl of a site leaves, each record packed by itself as the standard wants it, or none.
fn crawl(packed: bool) -> Vec<u8> {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8";
    let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip";
    let body = gzip(PAGE.replace("gare", "poste").as_bytes());
    let chunks = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    let latin: Vec<u8> = "Le café de la gare a fermé.".chars().map(|c| c as u8).collect();
    let plain = "HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1";
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: essai\r\n"),
        record(
            "request",
            "https://exemple.fr/gare",
            "application/http; msgtype=request",
            b"GET /gare HTTP/1.1\r\n\r\n",
        ),
        response("https://exemple.fr/gare", page, PAGE.as_bytes()),
        response("https://exemple.fr/logo.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n\x1A\n"),
        response("https://exemple.fr/style.css", "HTTP/1.1 200 OK\r\nContent-Type: text/css", b"p { margin: 0 }"),
        response("https://exemple.fr/absente", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", PAGE.as_bytes()),
        response("https://exemple.fr/robots.txt", plain, b"User-agent: *"),
        response("https://exemple.fr/poste", chunked, &chunks),
        response("https://exemple.fr/cafe.txt", plain, &latin),
        record(
            "conversion",
            "https://exemple.fr/wet",
            "text/plain",
            "La mairie\n\nElle ouvre à neuf heures.".as_bytes(),
        ),
        record("metadata", "https://exemple.fr/gare", "application/warc-fields", b"fetchTimeMs: 12"),
    ];
    records.iter().map(|record| if packed { gzip(record) } else { record.clone() }).collect::<Vec<_>>().concat()
}

fn shape(reading: &Reading) -> Vec<String> {
    let articles = reading
        .articles
        .iter()
        .map(|article| format!("{} <{}>", article.title(), article.address().unwrap_or_default()));
    articles.chain(reading.problems.iter().map(|problem| format!("! {}", problem.message()))).collect()
}

#[test]
fn the_pages_of_a_crawl_are_read_and_nothing_else() {
    let expected = [
        "La gare <https://exemple.fr/gare>",
        "La poste <https://exemple.fr/poste>",
        "Le café de la gare a fermé <https://exemple.fr/cafe.txt>",
        "La mairie <https://exemple.fr/wet>",
    ];
    for (packed, format) in [(false, Format::Warc), (true, Format::Gzip)] {
        let bytes = crawl(packed);
        assert_eq!(detect(&bytes, &Hints::default()).map(|found| found.spec.format), Some(format));
        assert_eq!(shape(&read(&bytes, &Hints::default())), expected);
    }
}

#[test]
fn what_comes_before_the_damage_is_read() {
    let mut bytes = record("conversion", "https://exemple.fr/a", "text/plain", b"La mairie ouvre tard.");
    let whole = bytes.len();
    bytes.extend(record("conversion", "https://exemple.fr/b", "text/plain", b"La poste ferme."));
    for (bytes, problem) in [
        (bytes[..bytes.len() - 12].to_vec(), "in the middle of a record"),
        ([&bytes[..whole], b"WARC/1.0\r\nWARC-Type: resp"].concat(), "a header does not end"),
        ([&bytes[..whole], b"WARC/1.0\r\nX: ", &vec![b'a'; 70_000], b"\r\n\r\n"].concat(), "a header does not end"),
        ([&bytes[..whole], b"HTTP/1.1 200 OK\r\n\r\n"].concat(), "does not begin where it should"),
    ] {
        let told = shape(&read(&bytes, &Hints::default()));
        assert_eq!(told[0], "La mairie ouvre tard <https://exemple.fr/a>");
        assert!(told.last().unwrap().contains(problem), "{told:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_damage_panics(packed in any::<bool>(), hits in prop::collection::vec((any::<u16>(), any::<u8>()), 1..8)) {
        let mut bytes = crawl(packed);
        for (at, byte) in hits {
            let at = usize::from(at) % bytes.len();
            bytes[at] = byte;
        }
        let reading = read(&bytes, &Hints::named("a.warc"));
        prop_assert!(!reading.articles.is_empty() || !reading.problems.is_empty());
    }
}
