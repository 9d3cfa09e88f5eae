//! What servers say when all is well, and when it is not but they say so.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

/// The bytes as a brotli stream of stored blocks (RFC 7932, 9.2).
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, block) in bytes.chunks(0x1_0000).enumerate() {
        // The window's size (one bit, once), not the last (one bit), four nibbles (two bits) of the length, stored (one bit).
        let once = usize::from(at == 0);
        let bits = (block.len() as u32 - 1) << (3 + once) | 1 << (19 + once);
        out.extend_from_slice(&bits.to_le_bytes()[..3]);
        out.extend_from_slice(block);
    }
    out.push(3);
    out
}

/// The bytes as a gzip stream.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_feed_comes_with_what_the_server_says_of_it() {
    let headers = [
        ("Content-Type", "application/rss+xml; charset=ISO-8859-15"),
        ("ETag", "W/\"a1\""),
        ("Last-Modified", "Sat, 21 Nov 2026 07:28:00 GMT"),
        ("Cache-Control", "public, max-age=900"),
    ];
    let server = Server::always(200, &headers, FEED);
    let content = content(get(&server.at("/flux/rss.xml?x=1")));
    assert_eq!(content.bytes, FEED.as_bytes());
    assert_eq!(content.address.full(), server.at("/flux/rss.xml?x=1"));
    assert_eq!(content.moved_permanently, None);
    assert_eq!(content.validators.etag.as_deref(), Some("W/\"a1\""));
    assert_eq!(content.validators.modified.as_deref(), Some("Sat, 21 Nov 2026 07:28:00 GMT"));
    assert_eq!(content.wait, Some(Duration::from_mins(15)));
    let hints = content.hints();
    assert_eq!((hints.name, hints.charset, hints.media), ("rss.xml", Some("ISO-8859-15"), Some("application/rss+xml")));

    let request = &server.requests()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/flux/rss.xml?x=1"));
    assert_eq!(request.header("user-agent"), Some(concat!("kiosque/", env!("CARGO_PKG_VERSION"), " (+reader)")));
    assert_eq!(request.header("accept-encoding"), Some("gzip, br"));
    assert!(request.header("accept").unwrap().starts_with("application/atom+xml"));
    assert_eq!(request.header("if-none-match"), None);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let check = |known: Validators, expected: [Option<&str>; 2]| {
        let server = Server::always(304, &[("Cache-Control", "max-age=60")], "");
        let fetched = get_with(patient(), &feed(&server.at("/rss")).known(known));
        let request = &server.requests()[0];
        assert_eq!([request.header("if-none-match"), request.header("if-modified-since")], expected);
        fetched
    };
    let not_modified = Ok(Fetched::NotModified { moved_permanently: None, wait: Some(Duration::from_mins(1)) });
    let date = "Sat, 21 Nov 2026 07:28:00 GMT";
    let (etag, modified) = (Some("\"a1\"".to_owned()), Some(date.to_owned()));
    assert_eq!(check(Validators { etag: etag.clone(), modified: None }, [Some("\"a1\""), None]), not_modified);
    assert_eq!(check(Validators { etag: None, modified: modified.clone() }, [None, Some(date)]), not_modified);
    assert_eq!(check(Validators { etag, modified }, [Some("\"a1\""), Some(date)]), not_modified);
    let damaged = Validators { etag: Some("a\r\nX-Evil: 1".to_owned()), modified: None };
    assert_eq!(check(damaged, [None, None]), not_modified);
    assert_eq!(trouble(check(Validators::default(), [None, None])), Trouble::Status(304));
}

#[test]
fn packed_answers_are_unpacked() {
    let text = FEED.repeat(2000);
    for (packing, bytes) in [("gzip", gzip(text.as_bytes())), ("br", brotli(text.as_bytes()))] {
        let server = Server::always(200, &[("Content-Encoding", packing)], bytes);
        assert!(content(get(&server.at("/"))).bytes == text.as_bytes(), "{packing}");
    }
}

#[test]
fn what_is_packed_wrongly_is_told() {
    let check = |packing: &str, bytes: &[u8], expected: Trouble| {
        let server = Server::always(200, &[("Content-Encoding", packing)], bytes);
        assert_eq!(trouble(get(&server.at("/"))), expected, "{packing}");
    };
    let (mut flipped, whole) = (gzip(&FEED.repeat(99).into_bytes()), gzip(FEED.as_bytes()));
    let last = flipped.len() - 6;
    flipped[last] ^= 0xFF;
    check("gzip", &flipped, Trouble::Damaged);
    check("gzip", FEED.as_bytes(), Trouble::Damaged);
    check("gzip", &whole[..whole.len() - 9], Trouble::CutShort);
    check("br", FEED.as_bytes(), Trouble::Damaged);
    check("br", &brotli(FEED.as_bytes())[..40], Trouble::Damaged);
    check("zstd", b"\x28\xB5\x2F\xFD", Trouble::UnknownPacking("zstd".to_owned()));
}

#[test]
fn a_wrong_character_set_is_only_a_hint() {
    let page = "<html><body><p>L’été s’achève à Noirmoutier, et les pêcheurs rentrent leurs filets.</p></body></html>";
    let server = Server::always(200, &[("Content-Type", "text/html; charset=iso-8859-1")], page);
    let content = content(get(&server.at("/")));
    assert_eq!(content.charset.as_deref(), Some("iso-8859-1"));
    let article = crate::ingest::article(&content.bytes, &content.hints());
    assert!(article.text().contains("L’été s’achève à Noirmoutier"), "{}", article.text());
}

#[test]
fn what_is_not_what_was_asked_for_is_refused() {
    let check = |wanted: Wanted, media: &str, body: &[u8], expected: Option<&str>| {
        let server = Server::always(200, &[("Content-Type", media)], body);
        let fetched = get_with(patient(), &Ask::typed(address(&server.at("/")), wanted));
        let found = fetched.err().map(|failure| failure.trouble);
        assert_eq!(found, expected.map(|kind| Trouble::WrongType(kind.to_owned())), "{media}");
    };
    check(Wanted::Feed, "image/jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", Some("a picture"));
    check(Wanted::Feed, "application/rss+xml", b"%PDF-1.7", Some("a PDF document"));
    check(Wanted::Feed, "video/mp4", b"\0\0\0\x18ftypmp42", Some("a video"));
    check(Wanted::Feed, "image/jpeg", FEED.as_bytes(), None);
    check(Wanted::Page, "application/pdf", b"%PDF-1.7", None);
    check(Wanted::Page, "audio/mpeg", b"ID3\x04", Some("a sound file"));
    check(Wanted::Anything, "image/jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", None);
}

#[test]
fn a_status_says_what_to_do() {
    let check = |status: u16, headers: &[(&str, &str)], trouble: &Trouble, sentence: &str| {
        let server = Server::always(status, headers, "<html><h1>Erreur</h1></html>");
        let failure = get(&server.at("/rss")).unwrap_err();
        assert_eq!(&failure.trouble, trouble);
        assert_eq!(failure.to_string(), format!("{}: {sentence}", server.at("/rss")));
        assert_eq!(server.requests().len(), 1, "asked once");
    };
    let two_minutes = Some(Duration::from_mins(2));
    let nothing = "there is nothing at this address (status 404); check it, or unsubscribe if this lasts";
    check(404, &[], &Trouble::Gone { status: 404 }, nothing);
    check(410, &[], &Trouble::Gone { status: 410 }, "it is gone for good (status 410); unsubscribe from it");
    let account =
        |status| format!("the server does not let this reader in (status {status}); it may ask for an account");
    check(401, &[], &Trouble::Forbidden { status: 401 }, &account(401));
    check(403, &[], &Trouble::Forbidden { status: 403 }, &account(403));
    let often = "the server was asked too often (status 429); try again in 2 minutes";
    check(429, &[("Retry-After", "120")], &Trouble::TooOften { wait: two_minutes }, often);
    let often = "the server was asked too often (status 429); try again later";
    check(429, &[("Cache-Control", "max-age=5")], &Trouble::TooOften { wait: None }, often);
    let own = "the server has a problem of its own (status 500); try again later";
    check(500, &[], &Trouble::ServerProblem { status: 500, wait: None }, own);
    let own = "the server has a problem of its own (status 503); try again in 2 minutes";
    check(503, &[("Retry-After", "120")], &Trouble::ServerProblem { status: 503, wait: two_minutes }, own);
    check(406, &[], &Trouble::Status(406), "the server answers with status 406, which brings nothing to read");
    check(204, &[], &Trouble::Status(204), "the server answers with status 204, which brings nothing to read");
}
