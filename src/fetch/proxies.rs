//! Through which proxy a server is asked, as `curl` and most programs read it from the environment.
//!
//! `HTTPS_PROXY` is for https, `HTTP_PROXY` for http, `ALL_PROXY` for what has none of its own; `NO_PROXY` lists the servers
//! that are asked directly. Each may be written in small letters, which count first.

use std::env;
use std::fmt;
use std::net::IpAddr;

use super::Address;

/// The proxies. By default there are none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// For http: `http://proxy:3128`, `socks5h://127.0.0.1:9050`.
    pub http: Option<String>,
    /// For https.
    pub https: Option<String>,
    /// Servers that are asked directly, parted by commas: `exemple.fr` with all below it, `10.0.0.0/8`, `[::1]`, a name with
    /// a port, or `*` for all.
    pub never: String,
}

impl Proxies {
    /// What the environment says.
    #[must_use]
    pub fn from_environment() -> Self {
        Self::from_variables(|name| env::var(name).ok())
    }

    /// What variables say that `value` knows.
    pub(super) fn from_variables(value: impl Fn(&str) -> Option<String>) -> Self {
        let either = |name: &str| {
            let given = |name: &str| value(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
            given(&name.to_lowercase()).or_else(|| given(name))
        };
        let all = either("ALL_PROXY");
        Self {
            http: either("HTTP_PROXY").or_else(|| all.clone()),
            https: either("HTTPS_PROXY").or(all),
            never: either("NO_PROXY").unwrap_or_default(),
        }
    }

    /// The proxy for an address; `None` when it is asked directly.
    #[cfg_attr(not(feature = "net"), allow(dead_code))]
    pub(super) fn for_address(&self, address: &Address) -> Option<&str> {
        let proxy = if address.is_https() { &self.https } else { &self.http };
        proxy.as_deref().filter(|_| !self.never.split([',', ' ']).any(|entry| holds_for(entry.trim(), address)))
    }
}

/// Proxies have passwords: they are not shown.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = |proxy: &Option<String>| proxy.as_ref().map(|_| "…");
        f.debug_struct("Proxies")
            .field("http", &given(&self.http))
            .field("https", &given(&self.https))
            .field("never", &self.never)
            .finish()
    }
}

/// True when an entry of the list of servers without a proxy holds for an address.
fn holds_for(entry: &str, address: &Address) -> bool {
    if entry.is_empty() || entry == "*" {
        return entry == "*";
    }
    let host = address.host().trim_start_matches('[').trim_end_matches([']', '.']);
    if let Ok(ip) = host.parse() {
        return ip_holds_for(entry, ip, address.port());
    }
    let (name, port) = match entry.rsplit_once(':') {
        Some((name, port)) => (name, port.parse().ok()),
        None => (entry, None),
    };
    let name = name.trim_start_matches('*').trim_matches('.').to_ascii_lowercase();
    let below = host.strip_suffix(&name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    !name.is_empty() && below && port.is_none_or(|port: u16| port == address.port())
}

fn ip_holds_for(entry: &str, ip: IpAddr, port: u16) -> bool {
    let bits = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => (u128::from(ip.to_bits()) << 96, 32),
        IpAddr::V6(ip) => (ip.to_bits(), 128),
    };
    if let Ok(entry) = entry.parse::<std::net::SocketAddr>() {
        return entry.ip() == ip && entry.port() == port;
    }
    let (network, length) = entry.split_once('/').unwrap_or((entry, "128"));
    let network = network.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let (Ok(network), Ok(length)) = (network, length.parse::<u32>()) else { return false };
    let ((network, most), (ip, of)) = (bits(network), bits(ip));
    let shift = 128 - length.min(most);
    most == of && network.checked_shr(shift) == ip.checked_shr(shift)
}
