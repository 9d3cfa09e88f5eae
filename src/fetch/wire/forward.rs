//! Asks a proxy for plain http the way proxies expect it: `GET http://exemple.fr/rss` (RFC 9112, 3.2.2).
//!
//! The HTTP library opens a tunnel (`CONNECT`) for http too, which many proxies allow for https only. So for http this
//! connects to the proxy itself and puts the server's name into the first line of each request. All else is left to the
//! library.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::config::Config;
use ureq::http::uri::Scheme;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};
use ureq::{Error, Proxy, ProxyProtocol};

/// Makes connections.
#[derive(Debug)]
pub struct Forward {
    usual: DefaultConnector,
    /// For the connection to the proxy: without a proxy.
    direct: Config,
}

impl Forward {
    pub fn new(direct: Config) -> Self {
        Self { usual: DefaultConnector::new(), direct }
    }
}

fn is_http(proxy: &Proxy) -> bool {
    matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https)
}

/// The header by which the proxy knows its user, for requests that it forwards.
pub fn authorization(proxy: &Proxy) -> Option<String> {
    let (name, password) = (proxy.username(), proxy.password());
    let given = is_http(proxy) && (name.is_some() || password.is_some());
    let pair = format!("{}:{}", name.unwrap_or_default(), password.unwrap_or_default());
    given.then(|| format!("Basic {}", BASE64_STANDARD.encode(pair)))
}

impl Connector for Forward {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails, _: Option<()>) -> Result<Option<Self::Out>, Error> {
        let plain = details.uri.scheme() == Some(&Scheme::HTTP);
        let proxy = details.config.proxy().filter(|proxy| plain && is_http(proxy));
        let (Some(proxy), Some(server)) = (proxy, details.uri.authority()) else {
            return self.usual.connect(details, None);
        };
        let host = match server.port_u16() {
            Some(port) => format!("http://{}:{port}", server.host()),
            None => format!("http://{}", server.host()),
        };
        let inner = (details.run_connector)(&ConnectionDetails {
            uri: proxy.uri(),
            addrs: details.resolver.resolve(proxy.uri(), details.config, details.timeout)?,
            resolver: details.resolver,
            config: &self.direct,
            request_level: true,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        })?;
        Ok(Some(Box::new(Forwarded { inner, host })))
    }
}

/// A connection to a proxy over which requests to one server go.
#[derive(Debug)]
struct Forwarded {
    inner: Box<dyn Transport>,
    /// The server, with the scheme.
    host: String,
}

impl Transport for Forwarded {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        const METHOD: &[u8] = b"GET ";
        let output = self.inner.buffers().output();
        let (start, end) = (METHOD.len(), METHOD.len() + self.host.len());
        let longer = amount + self.host.len();
        // Requests have no bodies here and fit into the buffer, so each begins where one is sent.
        if longer > output.len() || !output[..amount].starts_with(METHOD) {
            return self.inner.transmit_output(amount, timeout);
        }
        output.copy_within(start..amount, end);
        output[start..end].copy_from_slice(self.host.as_bytes());
        self.inner.transmit_output(longer, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        false
    }
}
