//! What people type, and what comes of it.

use proptest::prelude::*;
use ureq::http::Uri;

use super::*;

fn check(typed: &str, expected: &str) {
    let shown = Address::parse(typed).map_or_else(|failure| failure.to_string(), |address| address.full().to_owned());
    assert_eq!(shown, expected, "{typed:?}");
}

#[test]
fn what_is_typed_becomes_what_is_asked() {
    check("https://exemple.fr/rss", "https://exemple.fr/rss");
    check("  HTTP://Exemple.FR  ", "http://exemple.fr/");
    check("exemple.fr/rss?x=1#haut", "https://exemple.fr/rss?x=1");
    check("exemple.fr:8080/rss", "https://exemple.fr:8080/rss");
    check("//exemple.fr/rss", "https://exemple.fr/rss");
    check("localhost:8080", "https://localhost:8080/");
    check("[::1]:8080/rss", "https://[::1]:8080/rss");
    check("feed://exemple.fr/rss", "http://exemple.fr/rss");
    check("feed:https://exemple.fr/rss", "https://exemple.fr/rss");
    check("https://café.fr/été à la mer", "https://xn--caf-dma.fr/%C3%A9t%C3%A9%20%C3%A0%20la%20mer");
    check("exemple.fr/?q={a|b}", "https://exemple.fr/?q=%7Ba%7Cb%7D");
    check("https://moi:secret@exemple.fr/", "https://moi:secret@exemple.fr/");
}

#[test]
fn what_is_no_address_is_told() {
    let not = |shown: &str, why: &str| format!("{shown}: this is not an address to fetch: {why}");
    let neither = "it is neither an address nor the name of a server";
    check("", &not("", "it is empty"));
    check("actualités", &not("actualités", neither));
    check("file:///etc/passwd", &not("file:///etc/passwd", "only http and https can be fetched, not file:"));
    check("mailto:moi@exemple.fr", &not("exemple.fr", "only http and https can be fetched, not mailto:"));
    check("javascript:alert(1)", &not("javascript:alert(1)", "only http and https can be fetched, not javascript:"));
    check("moi@exemple.fr", &not("exemple.fr", neither));
    check("feed:", &not("feed:", "it names no server"));
    check("http://", &not("http://", "empty host"));
    check("http://exemple.fr:99999/", &not("http://exemple.fr:99999/", "invalid port number"));
    check("http://moi:secret@a b/\u{1b}[31m", &not("http://a b/\u{fffd}[31m", "invalid international domain name"));
    check("exemple.fr`", &not("exemple.fr`", "no server has such a name"));
    let long = format!("exemple.fr/{}", "x".repeat(9000));
    check(&long, &not(&format!("{}…", &long[..100]), "it is longer than 8192 bytes"));
}

#[test]
fn a_password_is_never_shown() {
    let address = address("https://moi:secret@exemple.fr/rss");
    assert_eq!(
        (address.to_string(), format!("{address:?}")),
        ("https://exemple.fr/rss".into(), "Address(https://exemple.fr/rss)".into())
    );
    let failure = Failure::before(address.to_string(), Trouble::CutShort);
    assert_eq!(failure.to_string(), "https://exemple.fr/rss: it broke off before its end; try again later");
}

#[test]
fn a_name_and_a_password_are_sent_to_their_server_only() {
    let other = Server::always(200, &[], FEED);
    let location = other.at("/rss");
    let server = Server::start(move |_, talk| talk.answer(302, &[("Location", &location)], ""));
    content(get(&server.at("/").replace("//", "//moi:mot%20de%20passe@")));
    assert_eq!(server.requests()[0].header("authorization"), Some("Basic bW9pOm1vdCUyMGRlJTIwcGFzc2U="));
    assert_eq!(other.requests()[0].header("authorization"), None);
}

proptest! {
    /// Whatever is an address can be asked for, and reads the same again.
    #[test]
    fn every_address_can_be_sent(typed in "(https?://|feed:|//)?([a-zé]{1,9}\\.fr|[0-9.]{1,9}|\\[::1\\])(:[0-9]{1,5})?/?\\PC{0,30}(\\?\\PC{0,20})?") {
        if let Ok(address) = Address::parse(&typed) {
            prop_assert!(address.full().parse::<Uri>().is_ok(), "{}", address.full());
            prop_assert_eq!(Address::parse(address.full()).unwrap(), address);
        }
    }

    /// Nothing that a server can send as a `Location` panics, and nothing but the web comes of it.
    #[test]
    fn no_location_leads_off_the_web(location in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(next) = address("http://exemple.fr/a/b").join(&location) {
            prop_assert!(next.full().starts_with("http"));
            prop_assert!(next.full().parse::<Uri>().is_ok(), "{}", next.full());
        }
    }
}
