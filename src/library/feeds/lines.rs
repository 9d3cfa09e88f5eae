//! The lines of the file of subscriptions: what they say, and how one of them is changed.

use std::ops::Range;
use std::str;

use super::super::saved::{Fault, lines, with_line};
use super::{Subscription, Subscriptions};
use crate::fetch::Address;
use crate::text::safe;

/// Feeds taken from a file.
pub const MAX_FEEDS: usize = 5_000;

/// Between a name and its address. An address may hold an equals sign, but no space.
const JOINT: &str = " = ";
const FULL: &str = "+full";
const FOLDER: &str = "folder:\"";

/// Reads the file.
#[must_use]
pub fn parse(bytes: &[u8]) -> Subscriptions {
    let mut out = Subscriptions::default();
    if bytes.contains(&0) {
        out.faults.push(Fault { line: 0, column: 0, message: "this is no text; nothing of it is read".into() });
        return out;
    }
    for (at, range) in lines(bytes).enumerate() {
        let line = at + 1;
        match said(&bytes[range]) {
            Ok(None) => {}
            Ok(Some(feed)) if out.feeds.iter().any(|known| known.address == feed.address) => {
                let message = "an earlier line has this address already; this one is left out".into();
                out.faults.push(Fault { line, column: 0, message });
            }
            Ok(Some(_)) if out.feeds.len() == MAX_FEEDS => {
                let message = format!("there are more than {MAX_FEEDS} feeds; the rest is left out").into();
                out.faults.push(Fault { line, column: 0, message });
                return out;
            }
            Ok(Some(feed)) => out.feeds.push(feed),
            Err(message) => out.faults.push(Fault { line, column: 0, message: message.into() }),
        }
    }
    out
}

/// The file with a feed more, in a line of its own at the end, unless its address stands there already. Every other byte
/// stays.
///
/// # Errors
/// Says why something cannot be kept as a line.
pub fn added(bytes: &[u8], feed: &Subscription) -> Result<Vec<u8>, &'static str> {
    if place(bytes, &feed.address).is_some() {
        return Ok(bytes.to_vec());
    }
    let line = line(feed);
    match said(line.as_bytes()) {
        Ok(Some(read)) if read == *feed && !line.chars().any(safe::is_forbidden) => Ok(with_line(bytes, &line)),
        _ => Err("a name and a folder stand on one line, without = or quotation marks"),
    }
}

/// The file without the feed at this address. Every other byte stays.
#[must_use]
pub fn removed(bytes: &[u8], address: &Address) -> Vec<u8> {
    let Some((range, _)) = place(bytes, address) else { return bytes.to_vec() };
    let end = (range.end + 1).min(bytes.len());
    [&bytes[..range.start], &bytes[end..]].concat()
}

/// The file with the feed at another address, because it moved; without it when there is a line for that address already.
/// Every other byte stays.
#[must_use]
pub fn moved(bytes: &[u8], from: &Address, to: &Address) -> Vec<u8> {
    let Some((range, feed)) = place(bytes, from) else { return bytes.to_vec() };
    if place(bytes, to).is_some() {
        return removed(bytes, from);
    }
    let ends = if bytes[range.clone()].ends_with(b"\r") { range.end - 1 } else { range.end };
    let line = line(&Subscription { address: to.clone(), ..feed });
    [&bytes[..range.start], line.as_bytes(), &bytes[ends..]].concat()
}

/// Where the line of a feed stands, and the feed.
fn place(bytes: &[u8], address: &Address) -> Option<(Range<usize>, Subscription)> {
    lines(bytes).find_map(|range| {
        let feed = said(&bytes[range.clone()]).ok().flatten().filter(|feed| feed.address == *address)?;
        Some((range, feed))
    })
}

fn line(feed: &Subscription) -> String {
    let mut line = feed.name.as_ref().map(|name| format!("{name}{JOINT}")).unwrap_or_default();
    line += feed.address.full();
    if let Some(folder) = &feed.folder {
        line += &[" ", FOLDER, folder, "\""].concat();
    }
    if feed.full {
        line += " ";
        line += FULL;
    }
    line
}

/// What a line says; nothing for an empty one and a comment.
fn said(line: &[u8]) -> Result<Option<Subscription>, String> {
    let line = str::from_utf8(line).map_err(|_| "this line is not UTF-8; it is left out")?.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (name, rest) = line.split_once(JOINT).map_or((None, line), |(name, rest)| (Some(name.trim()), rest.trim()));
    let (address, mut options) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let address = Address::parse(address).map_err(|failure| failure.to_string())?;
    let mut feed = Subscription {
        name: name.filter(|name| !name.is_empty()).map(str::to_owned),
        address,
        folder: None,
        full: false,
    };
    loop {
        options = options.trim_start();
        if let Some(rest) = options.strip_prefix(FULL) {
            (feed.full, options) = (true, rest);
        } else if let Some((folder, rest)) = options.strip_prefix(FOLDER).and_then(|rest| rest.split_once('"')) {
            (feed.folder, options) = (Some(folder.to_owned()), rest);
        } else if options.is_empty() {
            return Ok(Some(feed));
        } else {
            let message = "a line is: name = address, then perhaps folder:\"…\" and +full; this one is left out";
            return Err(message.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(read: &Subscriptions) -> Vec<String> {
        read.feeds.iter().map(line).chain(read.faults.iter().map(|fault| format!("! {}", fault.line))).collect()
    }

    #[test]
    fn a_line_is_a_name_and_an_address() {
        let text = "# mes flux\n\nLe Courrier = https://courrier.exemple.fr/rss?id=1&x=2 folder:\"Presse / Monde\" +full\r\n\
                    https://exemple.fr/atom\nexemple.org/rss.xml +full\n";
        let expected = [
            "Le Courrier = https://courrier.exemple.fr/rss?id=1&x=2 folder:\"Presse / Monde\" +full",
            "https://exemple.fr/atom",
            "https://exemple.org/rss.xml +full",
        ];
        assert_eq!(show(&parse(text.as_bytes())), expected);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_told_and_the_rest_holds() {
        let text = "file:///etc/passwd\nA = https://a.fr/rss\nB = https://a.fr/rss\nC = https://c.fr x\n\u{e9} = https://d.fr/";
        assert_eq!(show(&parse(text.as_bytes())), ["A = https://a.fr/rss", "é = https://d.fr/", "! 1", "! 3", "! 4"]);
        assert_eq!(show(&parse(b"a\0b")), ["! 0"]);
    }

    #[test]
    fn one_line_is_changed_and_no_other_byte() {
        let address = |text: &str| Address::parse(text).unwrap();
        let feed = Subscription { name: Some("B".into()), address: address("b.fr/rss"), folder: None, full: true };
        let text = "# mes flux\r\nA = https://a.fr/rss\r\n";
        let with = added(text.as_bytes(), &feed).unwrap();
        assert_eq!(String::from_utf8_lossy(&with), format!("{text}B = https://b.fr/rss +full\r\n"));
        assert_eq!(added(&with, &feed).unwrap(), with);
        assert_eq!(removed(&with, &feed.address), text.as_bytes());
        let moved = moved(text.as_bytes(), &address("a.fr/rss"), &address("c.fr/rss"));
        assert_eq!(String::from_utf8_lossy(&moved), "# mes flux\r\nA = https://c.fr/rss\r\n");
        let both = "https://a.fr/rss\nhttps://c.fr/rss\n";
        let joined = super::moved(both.as_bytes(), &address("a.fr/rss"), &address("c.fr/rss"));
        assert_eq!(String::from_utf8_lossy(&joined), "https://c.fr/rss\n");
        let odd = Subscription { name: Some("a = b\n".into()), ..feed };
        assert!(added(b"", &odd).is_err());
    }

    proptest! {
        #[test]
        fn what_is_added_is_found_and_taken_out_again(
            text in "(#?[A-Ca = ]{0,6}(https://[ab]\\.fr/)?[ +fulr:\"]{0,8}\r?\n){0,6}", name in "[a-zé]{1,9}",
        ) {
            let address = Address::parse("https://z.fr/rss").unwrap();
            let feed = Subscription { name: Some(name), address: address.clone(), folder: None, full: false };
            let with = added(text.as_bytes(), &feed).unwrap();
            prop_assert!(parse(&with).feeds.contains(&feed));
            prop_assert_eq!(removed(&with, &address), text.as_bytes());
        }
    }
}
