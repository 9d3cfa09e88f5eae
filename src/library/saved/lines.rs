//! The lines of the file: what they say, and how one of them is changed.

use std::borrow::Cow;
use std::ops::Range;
use std::str;

use chrono::NaiveDate;

use super::{SavedQueries, SavedQuery, same_name};
use crate::search::query::Query;
use crate::text::safe;

/// Queries taken from a file: each of them is counted over the pile.
pub const MAX_QUERIES: usize = 100;

/// What some editors put in front of a text.
pub(in crate::library) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The place in it in characters, from 1; 0 for all of it.
    pub column: usize,
    /// What is wrong, and what was made of it.
    pub message: Cow<'static, str>,
}

/// What a line says.
enum Said<'a> {
    Nothing,
    /// A name and its query, without the space around them.
    Query(&'a str, &'a str),
    Fault(&'static str),
}

/// Reads the file as it would be on the day `today`.
#[must_use]
pub fn parse(bytes: &[u8], today: NaiveDate) -> SavedQueries {
    let mut out = SavedQueries::default();
    if bytes.contains(&0) {
        out.faults.push(Fault { line: 0, column: 0, message: "this is no text; nothing of it is read".into() });
        return out;
    }
    let mut numbers: Vec<usize> = Vec::new();
    for (at, range) in lines(bytes).enumerate() {
        let line = at + 1;
        let mut fault = |column, message: Cow<'static, str>| out.faults.push(Fault { line, column, message });
        let (name, query) = match said(&bytes[range.clone()]) {
            Said::Nothing => continue,
            Said::Fault(message) => {
                fault(0, message.into());
                continue;
            }
            Said::Query(name, query) => (name, query),
        };
        if let Some(first) = out.queries.iter().position(|saved| same_name(&saved.name, name)) {
            let message = format!("line {} has this name already; this one is left out", numbers[first]);
            fault(0, message.into());
            continue;
        }
        if out.queries.len() == MAX_QUERIES {
            fault(0, format!("there are more than {MAX_QUERIES} queries; the rest is left out").into());
            return out;
        }
        let start = query.as_ptr() as usize - bytes[range.start..].as_ptr() as usize;
        for complaint in Query::parse(query, today).complaints() {
            let place = range.start..range.start + start + complaint.range.start;
            let before = String::from_utf8_lossy(&bytes[place]).chars().count();
            fault(before + 1, complaint.message.clone());
        }
        numbers.push(line);
        out.queries.push(SavedQuery { name: name.to_owned(), query: query.to_owned() });
    }
    out
}

/// The file with the query called `name` in it: in the place of the one of that name, else in a line of its own at the
/// end. Every other byte stays.
///
/// # Errors
/// Says why something cannot be a name, or why it cannot be kept as a line.
pub fn edited(bytes: &[u8], name: &str, query: &str) -> Result<Vec<u8>, &'static str> {
    let (name, query) = (name.trim(), query.trim());
    let line = format!("{name} = {query}");
    match said(line.as_bytes()) {
        _ if line.chars().any(safe::is_forbidden) || line.contains(['\n', '\r']) => {
            return Err("a name and a query stand on one line, without signs that cannot be seen");
        }
        Said::Query(same, other) if same == name && other == query => {}
        Said::Query(..) => return Err("an equals sign ends a name, and cannot stand in one"),
        Said::Nothing => return Err("a name cannot start with #"),
        Said::Fault(message) => return Err(message),
    }
    let held = lines(bytes).find_map(|range| match said(&bytes[range.clone()]) {
        Said::Query(held, query) if same_name(held, name) => {
            let offset = |part: &str| part.as_ptr() as usize - bytes.as_ptr() as usize;
            Some(offset(held)..offset(query) + query.len())
        }
        _ => None,
    });
    if let Some(held) = held {
        return Ok([&bytes[..held.start], line.as_bytes(), &bytes[held.end..]].concat());
    }
    Ok(with_line(bytes, &line))
}

/// The file with a line more at its end, which ends as the others do.
pub(in crate::library) fn with_line(bytes: &[u8], line: &str) -> Vec<u8> {
    let end = if bytes.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    let open = !bytes.is_empty() && bytes != MARK && !bytes.ends_with(b"\n");
    let joint = if open { end } else { "" };
    [bytes, joint.as_bytes(), line.as_bytes(), end.as_bytes()].concat()
}

/// Where the lines stand, without what ends them.
pub(in crate::library) fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let range = start..start + len;
        start = range.end + 1;
        Some(range)
    })
}

fn said(line: &[u8]) -> Said<'_> {
    let Ok(line) = str::from_utf8(line) else { return Said::Fault("this line is not UTF-8; it is left out") };
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Said::Nothing;
    }
    let Some((name, query)) = line.split_once('=') else {
        return Said::Fault("a line is: name = query; there is no = here, and it is left out");
    };
    match (name.trim(), query.trim()) {
        ("", _) => Said::Fault("there is no name before the =; the line is left out"),
        (_, "") => Said::Fault("there is no query behind the =; the line is left out"),
        (name, query) => Said::Query(name, query),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let read = parse(text.as_bytes(), NaiveDate::default());
        let faults = read.faults.iter().map(|f| format!("{}:{} {}", f.line, f.column, f.message)).collect();
        (read.queries.into_iter().map(|saved| (saved.name, saved.query)).collect(), faults)
    }

    #[test]
    fn a_line_is_a_name_and_a_query() {
        let text = "\u{feff}# mine\n\nÀ lire = is:unread after:7d\r\n  Kim=person:\"Kim Jong Un\" -a=b  \n";
        let (queries, faults) = read(text);
        let expected = [("À lire", "is:unread after:7d"), ("Kim", "person:\"Kim Jong Un\" -a=b")];
        assert_eq!(queries, expected.map(|(name, query)| (name.to_owned(), query.to_owned())));
        assert_eq!(faults, [""; 0]);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_told_with_its_place_and_the_rest_holds() {
        let (queries, faults) = read("person:Kim\n= kim\nblé =\nété = is:bleu pluie\nÉTÉ = neige\nb = c");
        assert_eq!(queries.len(), 2);
        let expected = [
            "1:0 a line is: name = query; there is no = here, and it is left out",
            "2:0 there is no name before the =; the line is left out",
            "3:0 there is no query behind the =; the line is left out",
            "4:10 is: goes with unread, read, starred, noted or new; it is left out",
            "5:0 line 4 has this name already; this one is left out",
        ];
        assert_eq!(faults, expected);
        let odd = parse(b"a = b\n\xff = c\n", NaiveDate::default());
        assert_eq!((odd.queries.len(), odd.faults[0].line), (1, 2));
        assert_eq!(parse(b"a\0 = b", NaiveDate::default()).faults[0].line, 0);
    }

    #[test]
    fn one_line_is_changed_and_no_other_byte() {
        let check = |text: &str, name: &str, query: &str, expected: Result<&str, &str>| {
            let edited = edited(text.as_bytes(), name, query);
            let edited = edited.as_ref().map(|bytes| str::from_utf8(bytes).unwrap()).map_err(|error| *error);
            assert_eq!(edited, expected, "{text:?}");
        };
        check("", "a", "b", Ok("a = b\n"));
        check("# x\nc=d", "a", "b", Ok("# x\nc=d\na = b\n"));
        check("# x\r\n", "a", "b", Ok("# x\r\na = b\r\n"));
        check("x\n A=c \t\r\ny", "a", "b", Ok("x\n a = b \t\r\ny"));
        check("é = 1\nE = 2\n", "É", "3", Ok("É = 3\nE = 2\n"));
        check("", "a=b", "c", Err("an equals sign ends a name, and cannot stand in one"));
        check("", "#a", "c", Err("a name cannot start with #"));
        check("", " ", "c", Err("there is no name before the =; the line is left out"));
        check("", "a", "b\nc", Err("a name and a query stand on one line, without signs that cannot be seen"));
    }

    proptest! {
        #[test]
        fn what_is_saved_is_found_and_the_rest_stays(
            before in prop::collection::vec(any::<u8>(), 0..20),
            lines in prop::collection::vec("(#|é|a|ab)? ?=? ?[a-c\"\r]{0,4}", 0..8),
            name in "[a-z][a-z ]{0,3}",
            query in "[a-z:\"-]{1,8}",
        ) {
            let mut bytes: Vec<u8> = before.into_iter().filter(|&byte| byte != 0).collect();
            bytes.extend(lines.join("\n").bytes());
            let held = parse(&bytes, NaiveDate::default());
            let edited = edited(&bytes, &name, &query).unwrap();
            let now = parse(&edited, NaiveDate::default());
            prop_assert_eq!(now.find(&name).map(|saved| saved.query.as_str()), Some(query.as_str()));
            let others = |read: &SavedQueries| {
                read.queries.iter().filter(|saved| !same_name(&saved.name, &name)).cloned().collect::<Vec<_>>()
            };
            prop_assert_eq!(others(&held), others(&now));
            // What was there is there still: whole, or but for one stretch inside of one line.
            let front = bytes.iter().zip(&edited).take_while(|(a, b)| a == b).count();
            let room = bytes.len().min(edited.len()) - front;
            let back = bytes.iter().rev().zip(edited.iter().rev()).take_while(|(a, b)| a == b).count().min(room);
            let gone = &bytes[front..bytes.len() - back];
            prop_assert!(gone.is_empty() || held.find(&name).is_some() && !gone.contains(&b'\n'));
        }
    }
}
