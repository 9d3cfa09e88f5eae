//! Fetching, against a server on this machine; nothing here goes further.

mod addresses;
mod answers;
mod breaking;
mod crowds;
mod leading;
mod proxies;
mod secure;
mod server;

use std::time::Duration;

use self::server::Server;
use super::{Address, Ask, Client, Content, Failure, Fetched, Proxies, Settings, Trouble, Validators, Wanted};

const FEED: &str =
    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>La Gazette du port</title></channel></rss>";

/// Long enough for a loopback, however busy the machine is.
fn patient() -> Settings {
    let long = Duration::from_secs(30);
    // Given in full: what the environment says must not disturb a test.
    Settings { whole: long, connect: long, idle: long, proxies: Proxies::default(), ..Settings::default() }
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

fn feed(text: &str) -> Ask {
    Ask::typed(address(text), Wanted::Feed)
}

fn get_with(settings: Settings, ask: &Ask) -> Result<Fetched, Failure> {
    Client::new(settings).expect("a client").get(ask)
}

fn get(text: &str) -> Result<Fetched, Failure> {
    get_with(patient(), &feed(text))
}

fn content(fetched: Result<Fetched, Failure>) -> Content {
    match fetched {
        Ok(Fetched::Content(content)) => content,
        other => panic!("{other:?}"),
    }
}

fn trouble(fetched: Result<Fetched, Failure>) -> Trouble {
    fetched.expect_err("a failure").trouble
}
