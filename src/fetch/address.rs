//! An address on the web that can be fetched: http or https, in the one form in which it goes over the wire.
//!
//! The parsing is that of browsers (the WHATWG's, by the `url` crate): names of other scripts become punycode, what is not
//! ASCII in a path is percent-encoded. It looks up nothing.

use std::fmt::{self, Write};
use std::sync::Arc;

use url::{Host, Url};

use super::failure::{Failure, Trouble};
use super::limits::MAX_ADDRESS;
use super::private;

/// An address that can be fetched. Shown without the user's name and password that it may hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<Url>);

impl Address {
    /// Reads what a person typed or a list of feeds holds: `https://exemple.fr/rss`, `exemple.fr/rss` (https),
    /// `feed://exemple.fr/rss` (http), `feed:https://exemple.fr/rss`.
    ///
    /// # Errors
    /// [`Trouble::NotAnAddress`] with the reason.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        Self::read(text).map_err(|why| Failure::before(shown(text), Trouble::NotAnAddress(why)))
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        if text.len() > MAX_ADDRESS {
            return Err(format!("it is longer than {MAX_ADDRESS} bytes"));
        }
        Self::of(Url::parse(&with_scheme(text)?).map_err(|error| error.to_string())?)
    }

    /// Where `reference`, as a server wrote it, leads to from here. Bytes that are not ASCII are kept as they are,
    /// percent-encoded, in whatever character set they may be. A name and a password in it are dropped.
    ///
    /// # Errors
    /// The scheme or the mistake that makes it no address, in a few words.
    pub(super) fn join(&self, reference: &[u8]) -> Result<Self, String> {
        if reference.len() > MAX_ADDRESS {
            return Err(format!("an address of more than {MAX_ADDRESS} bytes"));
        }
        let mut text = String::with_capacity(reference.len());
        for &byte in reference.trim_ascii() {
            // Writing to a string cannot fail.
            let _ = if byte.is_ascii() { text.write_char(char::from(byte)) } else { write!(text, "%{byte:02X}") };
        }
        let mut url = self.0.join(&text).map_err(|error| format!("an address that cannot be read ({error})"))?;
        // They belong to the one who typed them and to the server they typed them for, not to where it leads.
        let _ = url.set_username("").and_then(|()| url.set_password(None));
        Self::of(url)
    }

    fn of(mut url: Url) -> Result<Self, String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("only http and https can be fetched, not {}:", url.scheme()));
        }
        // Browsers let more pass in a name than any server has, and HTTP libraries do not.
        match url.host() {
            Some(Host::Domain(name))
                if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)) =>
            {
                return Err("no server has such a name".to_owned());
            }
            Some(_) => {}
            None => return Err("it names no server".to_owned()),
        }
        url.set_fragment(None);
        Ok(Self(Arc::new(wire_safe(&url).unwrap_or(url))))
    }

    /// All of it, the name and the password included: for requests and for the file that keeps it, never for messages.
    #[must_use]
    pub fn full(&self) -> &str {
        self.0.as_str()
    }

    /// The server, in small letters and punycode; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port, given or by the scheme.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or_default()
    }

    /// True for https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// True when the address itself says that it lies on this machine or in a private network. What a name leads to is
    /// only known once it is looked up.
    pub(super) fn is_private(&self) -> bool {
        match self.0.host() {
            Some(Host::Ipv4(ip)) => private::is_private(ip.into()),
            Some(Host::Ipv6(ip)) => private::is_private(ip.into()),
            Some(Host::Domain(name)) => private::is_private_name(name),
            None => false,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = Url::clone(&self.0);
        let _ = url.set_username("").and_then(|()| url.set_password(None));
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// `text` with a scheme that a browser's parser understands.
fn with_scheme(text: &str) -> Result<String, String> {
    if let Some(rest) = strip_prefix(text, "feed:") {
        return match rest.strip_prefix("//") {
            Some(rest) => Ok(format!("http://{rest}")),
            None if rest.contains("://") => Ok(rest.to_owned()),
            None => Err("it names no server".to_owned()),
        };
    }
    if text.contains("://") && text.split("://").next().is_some_and(is_scheme) {
        return Ok(text.to_owned());
    }
    let bare = text.trim_start_matches('/');
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    // `mailto:someone` is a scheme, `exemple.fr:8080` a port.
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "0"));
    if !port.bytes().all(|byte| byte.is_ascii_digit()) && !host.ends_with(']') {
        return Err(match text.split_once(':') {
            Some((scheme, _)) if is_scheme(scheme) => format!("only http and https can be fetched, not {scheme}:"),
            _ => "it is neither an address nor the name of a server".to_owned(),
        });
    }
    // A name before the server is meant for a mail, unless a scheme says otherwise.
    let is_mail = host.contains('@');
    if is_mail || !name.contains('.') && !name.eq_ignore_ascii_case("localhost") && !host.starts_with('[') {
        return Err("it is neither an address nor the name of a server".to_owned());
    }
    Ok(format!("https://{bare}"))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// The address with what browsers leave in queries, but HTTP libraries refuse, percent-encoded.
fn wire_safe(url: &Url) -> Option<Url> {
    let query = url.query()?;
    let encoded: String = query
        .chars()
        .map(|c| match c {
            '`' | '{' | '}' | '|' | '^' | '\\' => format!("%{:02X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    let mut url = url.clone();
    url.set_query(Some(&encoded));
    Some(url)
}

/// What was typed, for a message: not all of something long, and no password.
fn shown(text: &str) -> String {
    const SHOWN: usize = 100;
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let rest = match host.rfind('@') {
        Some(at) => &rest[at + 1..],
        None => rest,
    };
    let text = if scheme.is_empty() { rest.to_owned() } else { format!("{scheme}://{rest}") };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
