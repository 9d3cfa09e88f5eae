//! What a server says beside the content: where else to look, what it is, how long it holds.
//!
//! Values are bytes, for servers write what they like; a value that cannot be understood counts as not said.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::DateTime;

use super::ask::{Validators, is_sound};
use super::limits::MAX_WAIT;

/// The headers of one answer, names in small letters.
#[derive(Debug, Clone, Default)]
pub struct Headers(pub Vec<(String, Vec<u8>)>);

impl Headers {
    /// The first value of a name.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.trim_ascii())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.bytes(name).and_then(|value| str::from_utf8(value).ok()).filter(|value| !value.is_empty())
    }

    /// The declared media type in small letters, without parameters: `text/html`.
    pub fn media_type(&self) -> Option<String> {
        let media = self.text("content-type")?.split([';', ',']).next()?.trim().to_ascii_lowercase();
        let sound = media.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
        sound.then_some(media)
    }

    /// The declared character set, as it is written.
    pub fn charset(&self) -> Option<String> {
        let parameters = self.text("content-type")?.split(';').skip(1);
        let value = parameters.filter_map(|parameter| parameter.split_once('=')).find_map(|(name, value)| {
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
        })?;
        is_token(value).then(|| value.to_owned())
    }

    /// What to ask for a newer form with.
    pub fn validators(&self) -> Validators {
        let sound = |name| self.text(name).filter(|value| is_sound(value)).map(str::to_owned);
        Validators { etag: sound("etag"), modified: sound("last-modified") }
    }

    /// The packing that was not taken off, as far as it is one: some servers write a character set there.
    pub fn packing(&self) -> Option<String> {
        const PACKINGS: [&str; 8] = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "dcb"];
        let given = self.text("content-encoding")?.to_ascii_lowercase();
        given.split(',').any(|one| PACKINGS.contains(&one.trim())).then_some(given)
    }

    /// How long nothing new is to be expected, or the server wants to be left alone: `Retry-After`, else the `max-age` of
    /// `Cache-Control`.
    pub fn wait(&self) -> Option<Duration> {
        self.retry_after(SystemTime::now()).or_else(|| self.max_age()).map(|wait| wait.min(MAX_WAIT))
    }

    /// How long the server wants to be left alone, in seconds or until a date.
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let value = self.text("retry-after")?;
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds).min(MAX_WAIT));
        }
        let until = DateTime::parse_from_rfc2822(value).ok()?.timestamp();
        let now = now.duration_since(UNIX_EPOCH).ok()?.as_secs();
        Some(Duration::from_secs(u64::try_from(until).ok()?.saturating_sub(now)).min(MAX_WAIT))
    }

    fn max_age(&self) -> Option<Duration> {
        let value = self.text("cache-control")?.to_ascii_lowercase();
        let age = value.split(',').find_map(|one| one.trim().strip_prefix("max-age="))?;
        age.trim_matches('"').parse().ok().map(Duration::from_secs)
    }
}

/// True for a word of a header.
fn is_token(word: &str) -> bool {
    const LONGEST: usize = 100;
    !word.is_empty()
        && word.len() <= LONGEST
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-:".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> Headers {
        Headers(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_owned())).collect())
    }

    #[test]
    fn what_it_is() {
        let check = |given: &str, media: Option<&str>, charset: Option<&str>| {
            let headers = headers(&[("content-type", given)]);
            assert_eq!((headers.media_type().as_deref(), headers.charset().as_deref()), (media, charset), "{given}");
        };
        check("text/html", Some("text/html"), None);
        check("Text/HTML; Charset=\"UTF-8\"", Some("text/html"), Some("UTF-8"));
        check("application/rss+xml;charset=iso-8859-15", Some("application/rss+xml"), Some("iso-8859-15"));
        check("text/xml; boundary=x; charset='windows-1252'; q", Some("text/xml"), Some("windows-1252"));
        check("text/html, text/html; charset=utf-8", Some("text/html"), Some("utf-8"));
        check("text", None, None);
        check("text/html; charset=", Some("text/html"), None);
        check("text/html; charset=a b\u{7}", Some("text/html"), None);
        check(&format!("text/{}", "x".repeat(200)), None, None);
    }

    #[test]
    fn how_long_to_wait() {
        let check = |pairs: &[(&str, &str)], seconds: Option<u64>| {
            assert_eq!(headers(pairs).wait(), seconds.map(Duration::from_secs), "{pairs:?}");
        };
        check(&[("cache-control", "public, Max-Age=600, must-revalidate")], Some(600));
        check(&[("cache-control", "max-age=\"60\"")], Some(60));
        check(&[("cache-control", "no-cache")], None);
        check(&[("cache-control", "s-maxage=60")], None);
        check(&[("cache-control", "max-age=60"), ("retry-after", "120")], Some(120));
        check(&[("retry-after", "soon")], None);
        check(&[("retry-after", "-5")], None);
        check(&[("retry-after", "99999999999")], Some(7 * 24 * 3600));
        check(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")], Some(0));
        let before = UNIX_EPOCH + Duration::from_secs(784_111_777 - 90);
        let date = headers(&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]);
        assert_eq!(date.retry_after(before), Some(Duration::from_secs(90)));
    }

    #[test]
    fn packings_are_told_from_mistakes() {
        let check = |given: &str, expected: Option<&str>| {
            assert_eq!(headers(&[("content-encoding", given)]).packing().as_deref(), expected, "{given}");
        };
        check("zstd", Some("zstd"));
        check("GZIP", Some("gzip"));
        check("gzip, br", Some("gzip, br"));
        check("identity", None);
        check("UTF-8", None);
    }

    #[test]
    fn validators_that_no_header_can_hold_are_dropped() {
        let check = |etag: &str, kept: bool| {
            assert_eq!(headers(&[("etag", etag)]).validators().etag.is_some(), kept, "{etag:?}");
        };
        check("W/\"a-1\"", true);
        check("\"é\"", false);
        check("\"a\u{1}\"", false);
        check(&"x".repeat(2000), false);
    }
}
