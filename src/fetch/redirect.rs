//! Where a server may send the reader: on the web, never from https to http, never in a circle.
//!
//! Redirects are followed here and not by the HTTP library, which checks none of that. That nothing outside leads into a
//! private network is checked again when the name is looked up (see `wire`).

use super::failure::Trouble;
use super::limits::MAX_REDIRECTS;
use super::{Address, Failure};

/// The addresses that were asked for one thing, in their order.
#[derive(Debug)]
pub struct Trail {
    addresses: Vec<Address>,
    /// True as long as every redirect was meant for good.
    permanent: bool,
}

impl Trail {
    /// From the address that was asked for.
    pub fn from(address: Address) -> Self {
        Self { addresses: vec![address], permanent: true }
    }

    /// Where it led to so far.
    pub fn end(&self) -> &Address {
        &self.addresses[self.addresses.len() - 1]
    }

    /// What failed at its end.
    pub fn failure(&self, trouble: Trouble) -> Failure {
        Failure::at(&self.addresses, trouble)
    }

    /// The address to keep instead of the one asked for, when every server on the way said so.
    pub fn moved_for_good(&self) -> Option<Address> {
        (self.permanent && self.addresses.len() > 1).then(|| self.end().clone())
    }

    /// Goes where an answer with this status and this `Location` leads to.
    pub fn follow(&mut self, status: u16, location: &[u8]) -> Result<(), Trouble> {
        let next = self.end().join(location).map_err(Trouble::BadRedirect)?;
        if self.end().is_https() && !next.is_https() {
            return Err(Trouble::Downgrade(next));
        }
        if self.addresses.contains(&next) {
            return Err(Trouble::RedirectLoop(next));
        }
        if self.addresses.len() > MAX_REDIRECTS {
            return Err(Trouble::TooManyRedirects(MAX_REDIRECTS));
        }
        self.permanent &= matches!(status, 301 | 308);
        self.addresses.push(next);
        Ok(())
    }
}

/// True for a status that leads elsewhere.
pub fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(from: &str) -> Trail {
        Trail::from(Address::parse(from).unwrap())
    }

    #[test]
    fn where_an_answer_leads() {
        let check = |from: &str, location: &[u8], expected: &str| {
            let mut trail = trail(from);
            let shown = match trail.follow(302, location) {
                Ok(()) => trail.end().full().to_owned(),
                Err(trouble) => trouble.to_string(),
            };
            assert!(shown.contains(expected), "{from} {}: {shown}", location.escape_ascii());
        };
        check("http://exemple.fr/a/rss", b"atom", "http://exemple.fr/a/atom");
        check("http://exemple.fr/a/rss", b"/atom?x=1#haut", "http://exemple.fr/atom?x=1");
        check("http://exemple.fr/rss", b"//autre.fr/rss", "http://autre.fr/rss");
        check("http://exemple.fr/rss", b" HTTPS://Autre.FR/rss \t", "https://autre.fr/rss");
        check("http://exemple.fr/rss", "/été".as_bytes(), "http://exemple.fr/%C3%A9t%C3%A9");
        check("http://exemple.fr/rss", b"/\xE9t\xE9", "http://exemple.fr/%E9t%E9");
        check("http://exemple.fr/rss", "http://café.fr/rss".as_bytes(), "http://xn--caf-dma.fr/rss");
        check("http://moi:secret@exemple.fr/rss", b"/atom", "http://exemple.fr/atom");
        check("http://exemple.fr/rss", b"http://toi:autre@autre.fr/", "http://autre.fr/");
        check("http://exemple.fr/rss", b"file:///etc/passwd", "not to the web: only http and https can be fetched");
        check("http://exemple.fr/rss", b"ftp://exemple.fr/rss", "not ftp:");
        check("http://exemple.fr/rss", b"javascript:alert(1)", "not javascript:");
        check("http://exemple.fr/rss", b"http://", "not to the web");
        check("http://exemple.fr/rss", b"/rss", "in a circle, back to http://exemple.fr/rss");
        check("https://exemple.fr/rss", b"http://exemple.fr/rss", "from a secure connection to one that is not");
        check("http://exemple.fr/rss", &[b'/'; 9000], "more than 8192 bytes");
    }

    #[test]
    fn it_counts_and_knows_what_is_meant_for_good() {
        let mut trail = trail("http://exemple.fr/0");
        assert_eq!(trail.moved_for_good(), None);
        for (at, status) in [301, 308, 301, 308, 302].into_iter().enumerate() {
            let good = trail.moved_for_good().map(|address| address.full().to_owned());
            assert_eq!(good, (at > 0).then(|| format!("http://exemple.fr/{at}")));
            trail.follow(status, format!("/{}", at + 1).as_bytes()).unwrap();
        }
        assert_eq!(trail.moved_for_good(), None);
        assert_eq!(trail.follow(301, b"/6"), Err(Trouble::TooManyRedirects(5)));
    }
}
