//! Looks up names, and refuses those that lead into a private network where nothing outside may lead.
//!
//! It is asked for every connection, so a name that changes its meaning between two requests is refused too. Through a proxy
//! names are looked up by the proxy, and this is not asked.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::fetch::private::is_private;

/// The names that lead into a private network, and nowhere else.
#[derive(Debug, Clone, Default)]
pub struct Homes(Arc<Mutex<HashSet<String>>>);

impl Homes {
    pub fn has(&self, host: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(host)
    }

    fn add(&self, host: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned());
    }
}

/// Looks up names.
#[derive(Debug)]
pub struct Lookup {
    /// True when private networks are refused.
    pub guarded: bool,
    /// Where names are written down that lead there.
    pub homes: Homes,
}

/// The name leads into a private network.
#[derive(Debug)]
pub struct LeadsHome;

impl fmt::Display for LeadsHome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name leads into a private network")
    }
}

impl std::error::Error for LeadsHome {}

impl Resolver for Lookup {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout).map_err(|error| match error {
            // The system tells in many ways that it does not know a name.
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            error => error,
        })?;
        // The proxy itself is the user's own choice, and mostly near.
        if config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
            return Ok(found);
        }
        let private = found.iter().filter(|address| is_private(address.ip())).count();
        if self.guarded && private > 0 {
            return Err(ureq::Error::Other(Box::new(LeadsHome)));
        }
        if private == found.len() {
            self.homes.add(uri.host().unwrap_or_default());
        }
        Ok(found)
    }
}
