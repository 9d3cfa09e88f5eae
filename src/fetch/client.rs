//! Gets one thing: asks, follows redirects, takes in what comes, all within its limits.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Instant, SystemTime};

use super::failure::Trouble;
use super::fetched::{Content, Fetched};
use super::redirect::{Trail, is_redirect};
use super::wire::{self, Answer, Order, Wire};
use super::{Address, Ask, Failure, Settings, kind};

/// Gets things over HTTP. Built once and shared by threads: connections are kept open for the next request.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    wire: Wire,
}

impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    /// [`Trouble::Proxy`] when a proxy is no address, [`Trouble::NoNet`] when the program was built without the means to
    /// fetch.
    pub fn new(settings: Settings) -> Result<Self, Trouble> {
        let wire = Wire::new(&settings)?;
        Ok(Self { settings, wire })
    }

    /// A client that trusts one certificate and no other.
    #[cfg(all(test, feature = "net"))]
    pub(super) fn trusting(settings: Settings, certificate: &[u8]) -> Self {
        let roots = ureq::tls::RootCerts::new_with_certs(&[ureq::tls::Certificate::from_der(certificate).to_owned()]);
        let tls = ureq::tls::TlsConfig::builder().root_certs(roots).build();
        let wire = Wire::trusting(&settings, &tls).expect("sound settings");
        Self { settings, wire }
    }

    /// One with the same settings and connections of its own, which can be cut without harm to this one.
    pub(super) fn another(&self) -> Result<Self, Trouble> {
        Self::new(self.settings.clone())
    }

    /// Cuts all its connections: whoever waits for one fails at once.
    pub(super) fn cut(&self) {
        self.wire.cut();
    }

    /// Gets one thing. When the connection is closed without an answer it is asked for once more, for servers close
    /// connections that were kept open.
    ///
    /// # Errors
    /// Why it is not there.
    pub fn get(&self, ask: &Ask) -> Result<Fetched, Failure> {
        let mut trail = Trail::from(ask.address.clone());
        // The HTTP library checks itself by assertions. Should one fail, it costs this request, not the run.
        let done = catch_unwind(AssertUnwindSafe(|| self.follow(ask, &mut trail)));
        done.unwrap_or(Err(Trouble::Defect)).map_err(|trouble| trail.failure(trouble))
    }

    fn follow(&self, ask: &Ask, trail: &mut Trail) -> Result<Fetched, Trouble> {
        let start = Instant::now();
        let mut guarded = !ask.anywhere;
        loop {
            let address = trail.end().clone();
            if guarded && address.is_private() {
                return Err(Trouble::Private(address));
            }
            let order = || Order {
                address: &address,
                accept: ask.wanted.accept(),
                known: &ask.known,
                left: self.settings.whole.saturating_sub(start.elapsed()),
                guarded,
            };
            let answer = match self.wire.exchange(&order()) {
                Err(Trouble::Closed) => self.wire.exchange(&order()),
                other => other,
            }?;
            match answer.headers.bytes("location") {
                Some(location) if is_redirect(answer.status) => trail.follow(answer.status, location)?,
                _ => return self.take(ask, trail, answer),
            }
            // Only what lies at home itself may lead to another place there.
            guarded = !ask.anywhere || !self.is_home(&ask.address);
        }
    }

    /// True for an address on this machine or in a private network, as far as it was looked up.
    fn is_home(&self, address: &Address) -> bool {
        address.is_private() || self.wire.is_home(address.host())
    }

    fn take(&self, ask: &Ask, trail: &Trail, answer: Answer) -> Result<Fetched, Trouble> {
        let Answer { status, headers, body } = answer;
        let (moved_permanently, wait) = (trail.moved_for_good(), headers.wait());
        match status {
            200 | 203 => {}
            304 if !ask.known.is_empty() => return Ok(Fetched::NotModified { moved_permanently, wait }),
            _ => return Err(Trouble::of_status(status, headers.retry_after(SystemTime::now()))),
        }
        if let Some(packing) = headers.packing() {
            return Err(Trouble::UnknownPacking(packing));
        }
        let media_type = headers.media_type();
        let limit = self.settings.limit(ask.wanted);
        let declared = headers.bytes("content-length").and_then(|length| str::from_utf8(length).ok()?.parse().ok());
        let check = |head: &[u8]| match kind::wrong(ask.wanted, media_type.as_deref(), head) {
            Some(kind) => Err(Trouble::WrongType(kind.to_owned())),
            None if declared.is_some_and(|length: u64| length > limit) => Err(Trouble::TooLarge { limit }),
            None => Ok(()),
        };
        let bytes = read(body, limit, check, |error| self.wire.trouble(error))?;
        Ok(Fetched::Content(Content {
            bytes,
            address: trail.end().clone(),
            at_home: self.is_home(trail.end()),
            moved_permanently,
            charset: headers.charset(),
            validators: headers.validators(),
            wait,
            media_type,
        }))
    }
}

/// Reads a body: its beginning, which `check` looks at, and the rest unless there is more than `limit`. The bytes are counted
/// as they come out of the unpacking.
fn read(
    mut body: wire::Body,
    limit: u64,
    check: impl FnOnce(&[u8]) -> Result<(), Trouble>,
    trouble: impl Fn(io::Error) -> Trouble,
) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let head = (kind::HEAD as u64).min(limit);
    let begun = body.by_ref().take(head).read_to_end(&mut bytes);
    check(&bytes)?;
    begun.map_err(&trouble)?;
    let room = limit - bytes.len() as u64;
    body.take(room.saturating_add(1)).read_to_end(&mut bytes).map_err(trouble)?;
    if bytes.len() as u64 > limit { Err(Trouble::TooLarge { limit }) } else { Ok(bytes) }
}
