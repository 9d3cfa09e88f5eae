//! What the mistakes of the HTTP library mean to a reader.

use std::io;

use ureq::{Error, Timeout};

use super::Times;
use super::lookup::LeadsHome;
use crate::fetch::Address;
use crate::fetch::failure::{Phase, Trouble};
use crate::fetch::limits::MAX_HEADERS;
use crate::text::safe;

/// What went wrong before an answer was there.
pub fn of_request(error: Error, times: Times, address: &Address) -> Trouble {
    match error {
        Error::Io(error) => of_connection(&error, times, address.is_https()),
        Error::Timeout(timeout) => timed_out(times, timeout),
        Error::HostNotFound => Trouble::NoSuchHost,
        Error::Other(error) if error.is::<LeadsHome>() => Trouble::Private(address.clone()),
        Error::Http(_) | Error::BadUri(_) => Trouble::NotAnAddress("the HTTP library cannot read it".to_owned()),
        Error::LargeResponseHeader(..) => Trouble::HeaderFlood { limit: MAX_HEADERS as u64 },
        Error::Protocol(error) => of_protocol(&error),
        Error::ConnectProxyFailed(why) => Trouble::Proxy(safe::line(&why).into_owned()),
        Error::InvalidProxyUrl => Trouble::Proxy("its address cannot be read".to_owned()),
        Error::Rustls(error) => Trouble::Tls(certificate(&error.to_string())),
        Error::Tls(why) => Trouble::Tls(why.to_owned()),
        error => Trouble::Unreachable(shown(&error)),
    }
}

/// What went wrong while a body was read.
pub fn of_body(error: io::Error, times: Times) -> Trouble {
    match Error::from(error) {
        Error::Timeout(timeout) => timed_out(times, timeout),
        Error::Decompress(_, error) if error.kind() == io::ErrorKind::UnexpectedEof => Trouble::CutShort,
        Error::Decompress(..) => Trouble::Damaged,
        Error::Protocol(error) => of_protocol(&error),
        Error::Io(error) if error.kind() == io::ErrorKind::NotConnected => Trouble::Stopped,
        _ => Trouble::CutShort,
    }
}

/// The same trouble on the way to the proxy is the proxy's.
pub fn of_proxy(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Refused => Trouble::Proxy("it refuses the connection".to_owned()),
        Trouble::NoSuchHost => Trouble::Proxy("there is no server of its name".to_owned()),
        Trouble::Unreachable(why) => Trouble::Proxy(why),
        other => other,
    }
}

/// Which time ran out.
pub fn timed_out(times: Times, timeout: Timeout) -> Trouble {
    let (phase, limit) = match timeout {
        Timeout::Resolve | Timeout::Connect => (Phase::Connecting, times.connect),
        Timeout::PerRead | Timeout::PerWrite => (Phase::Idle, times.idle),
        _ => (Phase::Whole, times.whole),
    };
    Trouble::TimedOut { phase, limit }
}

fn of_connection(error: &io::Error, times: Times, https: bool) -> Trouble {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, InvalidData, NotConnected, TimedOut,
        UnexpectedEof,
    };
    match error.kind() {
        ConnectionRefused => Trouble::Refused,
        ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof => Trouble::Closed,
        TimedOut => Trouble::TimedOut { phase: Phase::Connecting, limit: times.connect },
        // Only the cutting of all connections brings this.
        NotConnected => Trouble::Stopped,
        InvalidData if https => Trouble::Tls(certificate(&error.to_string())),
        _ => Trouble::Unreachable(shown(error)),
    }
}

fn of_protocol(error: &dyn std::error::Error) -> Trouble {
    let text = error.to_string();
    // The library counts headers too, and tells it by these words only.
    if text.contains("too many headers") {
        return Trouble::HeaderFlood { limit: MAX_HEADERS as u64 };
    }
    Trouble::NotHttp(safe::line(&text).into_owned())
}

/// What is wrong with a secure connection, in words for those who do not build them.
fn certificate(text: &str) -> String {
    const WORDS: [(&str, &str); 6] = [
        ("not valid for name", "its certificate is for another server"),
        ("certificate expired", "its certificate has expired"),
        ("not valid yet", "its certificate does not hold yet; check the clock of this machine"),
        ("UnknownIssuer", "nobody known vouches for its certificate"),
        ("CaUsedAsEndEntity", "it vouches for its certificate itself"),
        ("InvalidContentType", "what answers there does not speak TLS"),
    ];
    let words = WORDS.into_iter().find(|(sign, _)| text.contains(sign)).map(|(_, words)| words.to_owned());
    words.unwrap_or_else(|| safe::line(text).into_owned())
}

fn shown(error: &dyn std::error::Error) -> String {
    safe::line(&error.to_string()).into_owned()
}
