//! Servers that are slow, broken or hostile.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::answers::{brotli, gzip};
use super::server::{Request, Talk};
use super::*;
use crate::fetch::Phase;

/// What comes of a server of this behaviour.
fn check(settings: Settings, behaviour: fn(&Request, &mut Talk), expected: &Trouble) -> Server {
    let server = Server::start(behaviour);
    assert_eq!(&trouble(get_with(settings, &feed(&server.at("/")))), expected);
    server
}

/// In a hurry for the whole, for a silence, or for neither.
fn hurried(whole: u64, idle: u64) -> Settings {
    Settings { whole: Duration::from_millis(whole), idle: Duration::from_millis(idle), ..patient() }
}

#[test]
fn a_server_that_says_nothing_is_left() {
    let late = |phase, limit| Trouble::TimedOut { phase, limit: Duration::from_millis(limit) };
    check(hurried(30_000, 150), |_, talk| talk.until_gone(), &late(Phase::Idle, 150));
    check(hurried(150, 30_000), |_, talk| talk.until_gone(), &late(Phase::Whole, 150));
    let stops = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>");
        talk.until_gone();
    };
    check(hurried(30_000, 150), stops, &late(Phase::Idle, 150));
    let message = late(Phase::Whole, 60_000).to_string();
    assert_eq!(message, "it was not there within 60 seconds, the most it may take; try again later");
}

#[test]
fn a_server_that_says_a_little_now_and_then_is_left() {
    let late = Trouble::TimedOut { phase: Phase::Whole, limit: Duration::from_millis(300) };
    let slow_headers = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nX-Slow: ");
        talk.trickle(b'x');
    };
    check(hurried(300, 30_000), slow_headers, &late);
    let slow_body = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\n\r\n<rss>");
        talk.trickle(b' ');
    };
    check(hurried(300, 30_000), slow_body, &late);
    // A first member of gzip and then empty ones: bytes come, but nothing comes out of them.
    let slow_gzip = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
        talk.endlessly(GzEncoder::new(Vec::new(), Compression::fast()).finish().unwrap());
    };
    check(hurried(300, 30_000), slow_gzip, &late);
}

#[test]
fn more_than_may_come_is_not_taken() {
    let too_large = Trouble::TooLarge { limit: 100_000 };
    let small = || Settings { feed_bytes: 100_000, ..patient() };
    let endless = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\n\r\n<rss>");
        talk.endlessly(FEED);
    };
    check(small(), endless, &too_large);
    let bomb = |_: &Request, talk: &mut Talk| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; 3_000_000]).unwrap();
        let packed = encoder.finish().unwrap();
        assert!(packed.len() < 5000, "small on the wire");
        talk.answer(200, &[("Content-Encoding", "gzip")], packed);
    };
    check(small(), bomb, &too_large);
    // What says beforehand how large it is need not come at all.
    let declared = |_: &Request, talk: &mut Talk| {
        let _ =
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n").and_then(|()| talk.say("x".repeat(600)));
        talk.until_gone();
    };
    check(small(), declared, &too_large);
    let exactly = Server::always(200, &[], "x".repeat(100_000));
    assert_eq!(content(get_with(small(), &feed(&exactly.at("/")))).bytes.len(), 100_000);
}

#[test]
fn the_usual_limits_hold() {
    let endless = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\n\r\n<rss>");
        talk.endlessly(vec![b' '; 0x1_0000]);
    };
    check(patient(), endless, &Trouble::TooLarge { limit: 16 << 20 });
    assert_eq!(Trouble::TooLarge { limit: 16 << 20 }.to_string(), "it is larger than the 16 MB that it may have");
    let server = Server::start(endless);
    let page = Ask::typed(address(&server.at("/")), Wanted::Page);
    assert_eq!(trouble(get_with(patient(), &page)), Trouble::TooLarge { limit: 32 << 20 });
    assert_eq!(patient().whole, Duration::from_secs(30));
    assert_eq!(
        (Settings::default().whole, Settings::default().connect),
        (Duration::from_mins(1), Duration::from_secs(10))
    );
}

#[test]
fn what_breaks_off_is_told() {
    let short = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>");
    };
    check(patient(), short, &Trouble::CutShort);
    let cut_chunk = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n9\r\n<cha");
    };
    check(patient(), cut_chunk, &Trouble::CutShort);
    let no_last_chunk = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n");
    };
    check(patient(), no_last_chunk, &Trouble::CutShort);
}

#[test]
fn a_connection_closed_without_an_answer_is_tried_once_more() {
    let server = check(patient(), |_, _| {}, &Trouble::Closed);
    assert_eq!(server.connections(), 2);
    let half = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nContent-Ty");
    };
    assert_eq!(check(patient(), half, &Trouble::Closed).connections(), 2);
}

#[test]
fn a_kept_connection_may_be_gone() {
    let server = Server::start(|request, talk| {
        talk.keep(true);
        talk.answer(200, &[], FEED);
        talk.keep(request.target != "/last");
    });
    let client = Client::new(patient()).unwrap();
    for path in ["/", "/", "/last"] {
        content(client.get(&feed(&server.at(path))));
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3), "one connection serves them all");
    content(client.get(&feed(&server.at("/"))));
    assert_eq!(server.connections(), 2);
}

#[test]
fn what_does_not_speak_http_is_told() {
    let not_http = |trouble: Trouble| assert!(matches!(trouble, Trouble::NotHttp(_)), "{trouble:?}");
    let of = |behaviour: fn(&Request, &mut Talk)| trouble(get(&Server::start(behaviour).at("/")));
    not_http(of(|_, talk| drop(talk.say("220 courrier.exemple.fr ESMTP\r\n\r\n"))));
    not_http(of(|_, talk| drop(talk.say(b"\x16\x03\x01\x02\0\x01\0\r\n\r\n"))));
    not_http(of(|_, talk| drop(talk.say("HTTP/1.1 200 OK\r\nsans deux points\r\n\r\n"))));
    not_http(of(|_, talk| drop(talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>"))));
}

#[test]
fn a_flood_of_headers_is_dammed() {
    let flood = Trouble::HeaderFlood { limit: 64 << 10 };
    let many = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\n");
        talk.endlessly("X-A: b\r\n");
    };
    check(patient(), many, &flood);
    let long = |_: &Request, talk: &mut Talk| {
        let _ = talk.say("HTTP/1.1 200 OK\r\nX-A: ");
        talk.endlessly("aaaaaaaaaaaaaaaa");
    };
    check(patient(), long, &flood);
}

#[test]
fn nobody_there_is_told() {
    // Its port is free again once it is gone.
    let gone = Server::always(200, &[], "").at("/");
    let failure = get(&gone).unwrap_err();
    assert_eq!(failure.trouble, Trouble::Refused);
    assert_eq!(
        failure.to_string(),
        format!("{gone}: the server refuses the connection; it may be down, try again later")
    );
    // No name has a part of more than 63 letters: no network is asked.
    let nowhere = format!("http://{}.fr/", "x".repeat(64));
    assert_eq!(trouble(get(&nowhere)), Trouble::NoSuchHost);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a server sends, something is told, and nothing panics.
    #[test]
    fn no_answer_panics(at in 0usize..200, byte in any::<u8>(), cut in 0usize..400) {
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nETag: \"a\"\r\nCache-Control: max-age=9\r\n\
             Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{FEED}\r\n0\r\n\r\n", FEED.len()
        ).into_bytes();
        let place = at % answer.len();
        answer[place] = byte;
        answer.truncate(answer.len().min(cut.max(1)));
        let server = Server::start(move |_, talk| drop(talk.say(&answer)));
        let fetched = get_with(patient(), &feed(&server.at("/")));
        let defect = fetched.is_err_and(|failure| failure.trouble == Trouble::Defect);
        prop_assert!(!defect);
    }
    /// Nor does anything packed.
    #[test]
    fn no_packed_answer_panics(with_brotli in any::<bool>(), at in 0usize..200, byte in any::<u8>(), cut in 0usize..400) {
        let (packing, mut body) =
            if with_brotli { ("br", brotli(FEED.as_bytes())) } else { ("gzip", gzip(FEED.as_bytes())) };
        let place = at % body.len();
        body[place] = byte;
        body.truncate(cut.max(1));
        let server = Server::always(200, &[("Content-Encoding", packing)], body);
        let fetched = get_with(Settings { feed_bytes: 100_000, ..patient() }, &feed(&server.at("/")));
        let told = match fetched {
            Ok(Fetched::Content(content)) => content.bytes.len() <= 100_000,
            Ok(Fetched::NotModified { .. }) => false,
            Err(failure) => matches!(
                failure.trouble,
                Trouble::Damaged | Trouble::CutShort | Trouble::TooLarge { .. } | Trouble::WrongType(_)
            ),
        };
        prop_assert!(told);
    }
}
