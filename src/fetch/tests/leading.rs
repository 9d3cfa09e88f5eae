//! Servers that lead elsewhere.

use super::server::{Request, Talk};
use super::*;

/// A server of many redirects: `/301/302/fin` leads on by each status in turn.
fn stairs(request: &Request, talk: &mut Talk) {
    match request.target.trim_start_matches('/').split_once('/') {
        Some((status, rest)) => {
            let location = format!("/{rest}");
            talk.answer(status.parse().unwrap(), &[("Location", &location)], "<html>Trouvé</html>");
        }
        None => talk.answer(200, &[("Content-Type", "text/xml")], FEED),
    }
}

#[test]
fn redirects_are_followed() {
    let server = Server::start(stairs);
    let check = |path: &str, moved: bool| {
        let content = content(get(&server.at(path)));
        assert_eq!(content.address.full(), server.at("/fin"), "{path}");
        assert_eq!(content.moved_permanently, moved.then(|| address(&server.at("/fin"))), "{path}");
    };
    check("/302/fin", false);
    check("/303/fin", false);
    check("/307/fin", false);
    check("/301/fin", true);
    check("/301/308/301/fin", true);
    check("/301/302/fin", false);
    check("/302/301/fin", false);
    check("/302/302/302/302/302/fin", false);
}

#[test]
fn a_redirect_may_lead_to_another_server() {
    let other = Server::always(304, &[], "");
    let location = other.at("/rss");
    let server = Server::start(move |_, talk| talk.answer(308, &[("Location", &location)], ""));
    let known = Validators { etag: Some("\"a\"".to_owned()), modified: None };
    let fetched = get_with(patient(), &feed(&server.at("/")).known(known));
    let moved_permanently = Some(address(&other.at("/rss")));
    assert_eq!(fetched, Ok(Fetched::NotModified { moved_permanently, wait: None }));
}

#[test]
fn redirects_come_to_an_end() {
    let server = Server::start(stairs);
    let failure = get(&server.at("/302/302/302/302/302/302/fin")).unwrap_err();
    assert_eq!(failure.trouble, Trouble::TooManyRedirects(5));
    assert_eq!(server.requests().len(), 6);
    let circle = Server::start(|request, talk| {
        let next = if request.target == "/a" { "/b" } else { "/a" };
        talk.answer(302, &[("Location", next)], "");
    });
    let failure = get(&circle.at("/a")).unwrap_err();
    assert_eq!(failure.trouble, Trouble::RedirectLoop(address(&circle.at("/a"))));
    let way = format!("{} (which leads to {})", circle.at("/a"), circle.at("/b"));
    assert!(failure.to_string().starts_with(&way), "{failure}");
}

#[test]
fn a_redirect_leads_to_the_web_or_nowhere() {
    let check = |location: &'static str, expected: &str| {
        let server = Server::start(move |_, talk| talk.answer(302, &[("Location", location)], ""));
        let found = trouble(get(&server.at("/"))).to_string();
        assert_eq!(found, expected);
        assert_eq!(server.requests().len(), 1);
    };
    let only = "it leads elsewhere, but not to the web: only http and https can be fetched, not";
    check("file:///etc/passwd", &format!("{only} file:"));
    check("ftp://exemple.fr/rss", &format!("{only} ftp:"));
    check(
        "http://[::1",
        "it leads elsewhere, but not to the web: an address that cannot be read (invalid IPv6 address)",
    );
    let server = Server::always(302, &[], "");
    assert_eq!(trouble(get(&server.at("/"))), Trouble::Status(302));
}

#[test]
fn nobody_outside_leads_in() {
    // A proxy stands for the world outside: it has all names.
    let secret = Server::always(200, &[], FEED);
    let location = secret.at("/secret");
    let world = Server::start(move |request, talk| match request.target.as_str() {
        "http://exemple.fr/rss" => talk.answer(302, &[("Location", &location)], ""),
        _ => talk.answer(302, &[("Location", "http://localhost/secret")], ""),
    });
    let settings = || Settings { proxies: Proxies { http: Some(world.at("")), ..Proxies::default() }, ..patient() };
    let inside = Trouble::Private(address(&secret.at("/secret")));
    assert_eq!(trouble(get_with(settings(), &feed("http://exemple.fr/rss"))), inside);
    let inside = Trouble::Private(address("http://localhost/secret"));
    assert_eq!(trouble(get_with(settings(), &feed("http://exemple.fr/atom"))), inside);
    // A name that leads in is found out when it is looked up, an address that does at once.
    let found = |text: &str| trouble(get_with(patient(), &Ask::found(address(text), Wanted::Page)));
    let here = secret.at("/secret");
    assert_eq!(found(&here), Trouble::Private(address(&here)));
    assert!(secret.requests().is_empty());
}
