//! One request and its answer over the network: the only place that knows the HTTP library.
//!
//! It follows no redirects and judges no content. Times, proxies and the names it may look up are set here; every mistake of
//! the library becomes a [`Trouble`] here.

mod forward;
mod lookup;
mod mapping;

use std::io::{self, Read};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Response;
use ureq::tls::TlsConfig;
use ureq::{Agent, Proxy};

use self::forward::Forward;
use self::lookup::{Homes, Lookup};
use super::failure::Trouble;
use super::headers::Headers;
use super::limits::MAX_HEADERS;
use super::{Address, Proxies, Settings, Validators};

/// What is sent.
pub struct Order<'a> {
    /// To where.
    pub address: &'a Address,
    /// The kinds of content that are preferred.
    pub accept: &'a str,
    /// What is known already.
    pub known: &'a Validators,
    /// The time that is left for it.
    pub left: Duration,
    /// True when it may not lead into a private network.
    pub guarded: bool,
}

/// What comes back.
pub struct Answer {
    pub status: u16,
    pub headers: Headers,
    /// Not yet read; it unpacks itself.
    pub body: Body,
}

/// A body that is read as it comes.
pub struct Body(ureq::BodyReader<'static>);

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

/// The connections and how they are made.
#[derive(Debug)]
pub struct Wire {
    /// Goes anywhere.
    open: Agent,
    /// Refuses names that lead into a private network.
    guarded: Agent,
    homes: Homes,
    proxies: Proxies,
    times: Times,
}

/// The times that are told when they ran out.
#[derive(Debug, Clone, Copy)]
struct Times {
    whole: Duration,
    connect: Duration,
    idle: Duration,
}

impl Wire {
    /// Checks the proxies; connects to nothing yet. Certificates are vouched for by the authorities that Mozilla trusts.
    pub fn new(settings: &Settings) -> Result<Self, Trouble> {
        Self::trusting(settings, &TlsConfig::default())
    }

    /// With others to vouch for certificates.
    pub fn trusting(settings: &Settings, tls: &TlsConfig) -> Result<Self, Trouble> {
        let proxies = settings.proxies.clone();
        for proxy in [&proxies.http, &proxies.https].into_iter().flatten() {
            read_proxy(proxy)?;
        }
        let times = Times { whole: settings.whole, connect: settings.connect, idle: settings.idle };
        let homes = Homes::default();
        let agent = |guarded| {
            let lookup = Lookup { guarded, homes: homes.clone() };
            Agent::with_parts(config(settings, tls), Forward::new(config(settings, tls)), lookup)
        };
        Ok(Self { open: agent(false), guarded: agent(true), homes, proxies, times })
    }

    /// Sends one request and takes in the beginning of its answer.
    pub fn exchange(&self, order: &Order) -> Result<Answer, Trouble> {
        if order.left.is_zero() {
            return Err(mapping::timed_out(self.times, ureq::Timeout::Global));
        }
        let proxy = self.proxies.for_address(order.address).map(read_proxy).transpose()?;
        let agent = if order.guarded { &self.guarded } else { &self.open };
        let request = agent.get(order.address.full());
        let config = request.config().timeout_global(Some(order.left)).proxy(proxy.clone());
        let mut request = config.build().header("accept", order.accept);
        for (name, value) in order.known.headers() {
            request = request.header(name, value);
        }
        if let Some(value) = proxy.as_ref().filter(|_| !order.address.is_https()).and_then(forward::authorization) {
            request = request.header("proxy-authorization", value);
        }
        let answer = request.call().map_err(|error| {
            let trouble = mapping::of_request(error, self.times, order.address);
            if proxy.is_some() { mapping::of_proxy(trouble) } else { trouble }
        })?;
        match answer.status().as_u16() {
            407 if proxy.is_some() => Err(Trouble::Proxy("it asks for a name and a password".to_owned())),
            _ => Ok(read_answer(answer)),
        }
    }

    /// What a mistake means that came while a body was read.
    pub fn trouble(&self, error: io::Error) -> Trouble {
        mapping::of_body(error, self.times)
    }

    /// True when a name that was looked up here leads into a private network.
    pub fn is_home(&self, host: &str) -> bool {
        self.homes.has(host)
    }

    /// Cuts all connections; no more can be made.
    pub fn cut(&self) {
        self.open.clone().shutdown();
        self.guarded.clone().shutdown();
    }
}

fn config(settings: &Settings, tls: &TlsConfig) -> Config {
    Agent::config_builder()
        // Those of the environment are read with more care in `proxies`.
        .proxy(None)
        .tls_config(tls.clone())
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent(settings.agent())
        .max_response_header_size(MAX_HEADERS)
        .timeout_resolve(Some(settings.connect))
        .timeout_connect(Some(settings.connect))
        .timeout_per_read(Some(settings.idle))
        .timeout_per_write(Some(settings.idle))
        .build()
}

fn read_proxy(proxy: &str) -> Result<Proxy, Trouble> {
    // A proxy's address may hold a password: it is not shown.
    Proxy::new(proxy).map_err(|_| Trouble::Proxy("its address cannot be read".to_owned()))
}

fn read_answer(answer: Response<ureq::Body>) -> Answer {
    let (head, body) = answer.into_parts();
    let pairs = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_owned()));
    Answer { status: head.status.as_u16(), headers: Headers(pairs.collect()), body: Body(body.into_reader()) }
}
