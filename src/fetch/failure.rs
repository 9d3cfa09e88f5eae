//! Why something was not fetched, in one sentence that names the address and says what to do where something can be done.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

use super::Address;
use crate::text::safe;

/// Something was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {trouble}", Way { address, led_to: led_to.as_ref() })]
pub struct Failure {
    /// What was asked for, without name and password.
    pub address: String,
    /// Where that led to, when it led elsewhere before it failed.
    pub led_to: Option<Address>,
    /// Why.
    pub trouble: Trouble,
}

impl Failure {
    /// Before any address was asked.
    pub(super) fn before(text: impl AsRef<str>, trouble: Trouble) -> Self {
        Self { address: safe::line(text.as_ref()).into_owned(), led_to: None, trouble }
    }

    /// At the end of a trail of addresses.
    pub(super) fn at(trail: &[Address], trouble: Trouble) -> Self {
        let address = trail.first().map(ToString::to_string).unwrap_or_default();
        Self { address, led_to: trail.get(1..).and_then(<[_]>::last).cloned(), trouble }
    }
}

struct Way<'a> {
    address: &'a str,
    led_to: Option<&'a Address>,
}

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.led_to {
            Some(target) => write!(f, "{} (which leads to {target})", self.address),
            None => f.write_str(self.address),
        }
    }
}

/// For what the time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking up the name or connecting.
    Connecting,
    /// Nothing came any more.
    Idle,
    /// The whole.
    Whole,
}

/// Why something was not fetched. Foreign words in it are safe to show.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Trouble {
    /// What was typed is no address; the reason.
    #[error("this is not an address to fetch: {0}")]
    NotAnAddress(String),
    /// Built without the means.
    #[error("this program was built without the means to fetch; build it with the feature “net”")]
    NoNet,
    /// The name leads nowhere.
    #[error("there is no server of this name, or no connection to the internet; check both")]
    NoSuchHost,
    /// Nobody listens there.
    #[error("the server refuses the connection; it may be down, try again later")]
    Refused,
    /// No way there; what the system says.
    #[error("the server cannot be reached ({0}); check the connection")]
    Unreachable(String),
    /// It took too long.
    #[error("{}", late(*phase, *limit))]
    TimedOut {
        /// What took too long.
        phase: Phase,
        /// The time it had.
        limit: Duration,
    },
    /// The server cannot show that it is the one asked for, or the secure connection failed otherwise.
    #[error("no secure connection ({0}); do not trust it before this is cleared up")]
    Tls(String),
    /// 404 and 410: nothing is there.
    #[error("{}", gone(*status))]
    Gone {
        /// 404 or 410, which is meant for good.
        status: u16,
    },
    /// 401, 403, 407 and 451.
    #[error("the server does not let this reader in (status {status}); it may ask for an account")]
    Forbidden {
        /// The status.
        status: u16,
    },
    /// 429: asked too often.
    #[error("the server was asked too often (status 429); {}", later(*wait))]
    TooOften {
        /// How long the server wants to be left alone.
        wait: Option<Duration>,
    },
    /// 500 and above.
    #[error("the server has a problem of its own (status {status}); {}", later(*wait))]
    ServerProblem {
        /// The status.
        status: u16,
        /// How long the server wants to be left alone.
        wait: Option<Duration>,
    },
    /// Any other status that brings no content.
    #[error("the server answers with status {0}, which brings nothing to read")]
    Status(u16),
    /// More bytes than may come.
    #[error("it is larger than the {} that it may have", size(*limit))]
    TooLarge {
        /// Bytes, unpacked.
        limit: u64,
    },
    /// It leads on and on.
    #[error("it leads on more than {0} times; check the address in a browser")]
    TooManyRedirects(usize),
    /// It leads back to where it was.
    #[error("it leads in a circle, back to {0}; check the address in a browser")]
    RedirectLoop(Address),
    /// It leads to no address that can be fetched; what it leads to.
    #[error("it leads elsewhere, but not to the web: {0}")]
    BadRedirect(String),
    /// From https to http.
    #[error("it leads from a secure connection to one that is not: {0}")]
    Downgrade(Address),
    /// To this machine or a private network.
    #[error("it leads into a private network, where no server outside may send a reader: {0}")]
    Private(Address),
    /// Something else than what was wanted.
    #[error("there is {0}, not what was asked for; check the address")]
    WrongType(String),
    /// Packed in a way that is not known.
    #[error("it is packed in a way that this reader does not know ({0})")]
    UnknownPacking(String),
    /// Compressed, and damaged.
    #[error("what came is damaged, it cannot be unpacked; try again later")]
    Damaged,
    /// It ended too early.
    #[error("it broke off before its end; try again later")]
    CutShort,
    /// The connection was closed without an answer, twice.
    #[error("the server closes the connection without an answer; try again later")]
    Closed,
    /// What answers does not speak HTTP, or says too much; what is wrong.
    #[error("what answers there does not speak HTTP ({0}); check the address")]
    NotHttp(String),
    /// More headers than may come.
    #[error("the server says more about it than may be said (more than {} of headers)", size(*limit))]
    HeaderFlood {
        /// Bytes.
        limit: u64,
    },
    /// The proxy cannot be used; why.
    #[error("the proxy cannot be used ({0}); check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY")]
    Proxy(String),
    /// Left out, for its server wants to be left alone.
    #[error("left out, for {host} wants to be left alone; {}", later(*wait))]
    Spared {
        /// The server.
        host: String,
        /// How long it wants to be left alone.
        wait: Option<Duration>,
    },
    /// Somebody stopped it.
    #[error("stopped before it was there")]
    Stopped,
    /// The HTTP library, or this program, broke a promise.
    #[error("a defect of this program stopped it; please report this with the address")]
    Defect,
}

impl Trouble {
    /// How long the server wants to be left alone, when it said so.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::TooOften { wait } | Self::ServerProblem { wait, .. } | Self::Spared { wait, .. } => *wait,
            _ => None,
        }
    }

    /// True for what may be over when it is tried again with the same address.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::NoSuchHost
                | Self::Refused
                | Self::Unreachable(_)
                | Self::TimedOut { .. }
                | Self::Tls(_)
                | Self::Proxy(_)
                | Self::TooOften { .. }
                | Self::ServerProblem { .. }
                | Self::Spared { .. }
                | Self::Damaged
                | Self::CutShort
                | Self::Closed
                | Self::Stopped
        )
    }

    /// What a status means that brings no content.
    pub(super) fn of_status(status: u16, wait: Option<Duration>) -> Self {
        match status {
            404 | 410 => Self::Gone { status },
            401 | 403 | 407 | 451 => Self::Forbidden { status },
            429 => Self::TooOften { wait },
            500.. => Self::ServerProblem { status, wait },
            _ => Self::Status(status),
        }
    }
}

fn gone(status: u16) -> &'static str {
    match status {
        410 => "it is gone for good (status 410); unsubscribe from it",
        _ => "there is nothing at this address (status 404); check it, or unsubscribe if this lasts",
    }
}

fn late(phase: Phase, limit: Duration) -> String {
    let limit = span(limit);
    match phase {
        Phase::Connecting => format!("no connection within {limit}; try again later"),
        Phase::Idle => format!("the server fell silent for {limit}; try again later"),
        Phase::Whole => format!("it was not there within {limit}, the most it may take; try again later"),
    }
}

fn later(wait: Option<Duration>) -> String {
    match wait {
        Some(wait) => format!("try again in {}", span(wait)),
        None => "try again later".to_owned(),
    }
}

/// A stretch of time in words, rounded up.
fn span(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} milliseconds", time.as_millis()),
        1 => "1 second".to_owned(),
        seconds @ 2..=119 => format!("{seconds} seconds"),
        seconds @ 120..=7199 => format!("{} minutes", seconds.div_ceil(60)),
        seconds => format!("{} hours", seconds.div_ceil(3600)),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..0x0010_0000 => format!("{} KB", bytes >> 10),
        _ => format!("{} MB", bytes >> 20),
    }
}
