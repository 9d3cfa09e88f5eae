//! Going through a proxy, and past it.

use super::*;

fn through(http: &str, never: &str) -> Settings {
    let proxies = Proxies { http: Some(http.to_owned()), https: Some(http.to_owned()), never: never.to_owned() };
    Settings { proxies, ..patient() }
}

#[test]
fn http_is_forwarded_by_the_proxy() {
    let proxy = Server::start(|_, talk| {
        talk.keep(true);
        talk.answer(200, &[("Content-Type", "text/xml")], FEED);
    });
    let client = Client::new(through(&proxy.at(""), "")).unwrap();
    for text in ["http://exemple.invalid/rss?x=1", "http://exemple.invalid/atom", "http://autre.invalid:8080/"] {
        assert_eq!(content(client.get(&feed(text))).bytes, FEED.as_bytes());
    }
    let requests = proxy.requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    let expected = ["http://exemple.invalid/rss?x=1", "http://exemple.invalid/atom", "http://autre.invalid:8080/"];
    assert_eq!(targets, expected);
    assert_eq!(requests[0].header("host"), Some("exemple.invalid"));
    assert_eq!(requests[0].header("proxy-authorization"), None);
    assert_eq!(proxy.connections(), 2, "a connection to each server");
}

#[test]
fn https_goes_through_a_tunnel() {
    let proxy = Server::always(403, &[], "");
    let trouble = trouble(get_with(through(&proxy.at(""), ""), &feed("https://exemple.invalid/rss")));
    assert!(matches!(trouble, Trouble::Proxy(_)), "{trouble:?}");
    let request = &proxy.requests()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("CONNECT", "exemple.invalid:443"));
}

#[test]
fn the_proxy_may_ask_who_it_is() {
    let proxy = Server::always(407, &[], "");
    let asks = Trouble::Proxy("it asks for a name and a password".to_owned());
    assert_eq!(trouble(get_with(through(&proxy.at(""), ""), &feed("http://exemple.invalid/"))), asks);
    let named = proxy.at("").replace("//", "//moi:secret@");
    assert_eq!(trouble(get_with(through(&named, ""), &feed("http://exemple.invalid/"))), asks);
    assert_eq!(proxy.requests()[1].header("proxy-authorization"), Some("Basic bW9pOnNlY3JldA=="));
}

#[test]
fn a_proxy_that_is_none_is_told() {
    let gone = Server::always(200, &[], "").at("");
    let refused = Trouble::Proxy("it refuses the connection".to_owned());
    assert_eq!(trouble(get_with(through(&gone, ""), &feed("http://exemple.invalid/"))), refused);
    let unread = Client::new(through("http://moi:secret@[", "")).unwrap_err();
    let message = "the proxy cannot be used (its address cannot be read); check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY";
    assert_eq!(unread.to_string(), message);
    let shown = format!("{:?}", through("http://moi:secret@exemple.fr", ""));
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn some_servers_are_asked_directly() {
    let (proxy, server) = (Server::always(500, &[], ""), Server::always(200, &[], FEED));
    assert_eq!(
        content(get_with(through(&proxy.at(""), "localhost,127.0.0.1"), &feed(&server.at("/")))).bytes,
        FEED.as_bytes()
    );
    assert!(proxy.requests().is_empty());
}

#[test]
fn the_list_of_servers_without_a_proxy() {
    let check = |never: &str, text: &str, direct: bool| {
        let proxies = through("http://proxy:3128", never).proxies;
        assert_eq!(proxies.for_address(&address(text)).is_none(), direct, "{never} {text}");
    };
    check("", "http://exemple.fr/", false);
    check("*", "https://exemple.fr/", true);
    for never in
        ["exemple.fr", ".exemple.fr", "*.exemple.fr", "EXEMPLE.FR", "autre.fr, exemple.fr", "autre.fr exemple.fr"]
    {
        check(never, "http://exemple.fr/", true);
        check(never, "http://www.exemple.fr/", true);
        check(never, "http://monexemple.fr/", false);
    }
    check("exemple.fr:8080", "http://exemple.fr:8080/", true);
    check("exemple.fr:8080", "http://exemple.fr/", false);
    check("10.0.0.0/8", "http://10.200.3.4/", true);
    check("10.0.0.0/8", "http://11.0.0.1/", false);
    check("0.0.0.0/0", "http://[::1]/", false);
    check("127.0.0.1", "http://127.0.0.1:8080/", true);
    check("127.0.0.1:80", "http://127.0.0.1:8080/", false);
    check("[::1],fd00::/8", "http://[fd00::7]/", true);
    check("::1", "http://[::1]/", true);
    check("10.0.0.0/x, /, :, .", "http://10.0.0.1/", false);
}

#[test]
fn what_the_environment_says() {
    let check = |set: &[(&str, &str)], http: Option<&str>, https: Option<&str>| {
        let value = |name: &str| set.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned());
        let proxies = Proxies::from_variables(value);
        assert_eq!((proxies.http.as_deref(), proxies.https.as_deref()), (http, https), "{set:?}");
    };
    check(&[], None, None);
    check(&[("HTTP_PROXY", "a"), ("HTTPS_PROXY", "b")], Some("a"), Some("b"));
    check(&[("ALL_PROXY", "socks5h://c:9050")], Some("socks5h://c:9050"), Some("socks5h://c:9050"));
    check(&[("ALL_PROXY", "c"), ("https_proxy", "b"), ("HTTPS_PROXY", "x")], Some("c"), Some("b"));
    check(&[("HTTP_PROXY", " "), ("ALL_PROXY", "")], None, None);
}
