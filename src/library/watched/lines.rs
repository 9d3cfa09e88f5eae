//! The lines of the file: what they say, how one is added and taken out.

use std::borrow::Cow;
use std::str;

use chrono::NaiveDate;

use super::super::saved::{self, Fault};
use super::{WatchList, Watched, same_entry};
use crate::text::safe;

/// Entries taken from a file: each of them is looked for in the pile.
pub const MAX_ENTRIES: usize = 200;

/// What a line says.
enum Said<'a> {
    Nothing,
    /// An entry, without the space around it.
    Entry(&'a str),
    Fault(&'static str),
}

/// Reads the file as it would be on the day `today`.
#[must_use]
pub fn parse(bytes: &[u8], today: NaiveDate) -> WatchList {
    let mut out = WatchList::default();
    if bytes.contains(&0) {
        out.faults.push(Fault { line: 0, column: 0, message: "this is no text; nothing of it is read".into() });
        return out;
    }
    let mut numbers: Vec<usize> = Vec::new();
    for (at, range) in saved::lines(bytes).enumerate() {
        let line = at + 1;
        let mut fault = |column, message: Cow<'static, str>| out.faults.push(Fault { line, column, message });
        let typed = match said(&bytes[range.clone()]) {
            Said::Nothing => continue,
            Said::Fault(message) => {
                fault(0, message.into());
                continue;
            }
            Said::Entry(typed) => typed,
        };
        if let Some(first) = out.entries.iter().position(|entry| same_entry(&entry.typed, typed)) {
            fault(0, format!("line {} says this already; this one is left out", numbers[first]).into());
            continue;
        }
        if out.entries.len() == MAX_ENTRIES {
            fault(0, format!("there are more than {MAX_ENTRIES} entries; the rest is left out").into());
            return out;
        }
        let entry = Watched { typed: typed.to_owned() };
        let query = entry.query(today);
        let start = typed.as_ptr() as usize - bytes[range.start..].as_ptr() as usize;
        for complaint in query.complaints() {
            let place = range.start..range.start + start + complaint.range.start;
            let before = String::from_utf8_lossy(&bytes[place]).chars().count();
            fault(before + 1, complaint.message.clone());
        }
        if query.is_empty() {
            fault(0, NOTHING.into());
            continue;
        }
        numbers.push(line);
        out.entries.push(entry);
    }
    out
}

/// Said of an entry that would hold for everything.
const NOTHING: &str = "this asks for nothing; the line is left out";

/// The file with `entry` in a line of its own at the end; the same when it is there already.
///
/// # Errors
/// Says why it cannot be an entry.
pub fn added(bytes: &[u8], entry: &str, today: NaiveDate) -> Result<Vec<u8>, &'static str> {
    let entry = entry.trim();
    match said(entry.as_bytes()) {
        _ if entry.chars().any(safe::is_forbidden) || entry.contains(['\n', '\r']) => {
            return Err("an entry stands on one line, without signs that cannot be seen");
        }
        Said::Entry(_) => {}
        Said::Nothing if entry.is_empty() => return Err("there is nothing to watch"),
        Said::Nothing => return Err("an entry cannot start with #"),
        Said::Fault(message) => return Err(message),
    }
    if (Watched { typed: entry.to_owned() }).query(today).is_empty() {
        return Err("this asks for nothing");
    }
    let held = parse(bytes, today).entries;
    if held.iter().any(|other| same_entry(&other.typed, entry)) {
        return Ok(bytes.to_vec());
    }
    if held.len() == MAX_ENTRIES {
        return Err("there are too many entries in the file already");
    }
    Ok(saved::with_line(bytes, entry))
}

/// The file without the lines that say `entry`.
#[must_use]
pub fn removed(bytes: &[u8], entry: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut kept = 0;
    for range in saved::lines(bytes) {
        if matches!(said(&bytes[range.clone()]), Said::Entry(held) if same_entry(held, entry)) {
            out.extend(&bytes[kept..range.start]);
            // With what ends it.
            kept = (range.end + 1).min(bytes.len());
        }
    }
    out.extend(&bytes[kept..]);
    out
}

fn said(line: &[u8]) -> Said<'_> {
    let Ok(line) = str::from_utf8(line) else { return Said::Fault("this line is not UTF-8; it is left out") };
    match line.trim() {
        line if line.is_empty() || line.starts_with('#') => Said::Nothing,
        line => Said::Entry(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let read = parse(text.as_bytes(), NaiveDate::default());
        let faults = read.faults.iter().map(|f| format!("{}:{} {}", f.line, f.column, f.message)).collect();
        (read.entries.iter().map(Watched::asked).collect(), faults)
    }

    #[test]
    fn a_line_is_a_name_or_a_query() {
        let text =
            "\u{feff}# on my desk\n\n  Kim Jong Un\r\nONU\n\"Conseil de sécurité\" -sport\nperson:Poutine\narm*\n";
        let (entries, faults) = read(text);
        let expected = ["name:\"Kim Jong Un\"", "name:ONU", "\"Conseil de sécurité\" -sport", "person:Poutine", "arm*"];
        assert_eq!(entries, expected);
        assert_eq!(faults, [""; 0]);
    }

    #[test]
    fn a_line_that_makes_no_sense_is_told_and_the_rest_holds() {
        let (entries, faults) = read("?!\nKim\nKIM\n  blé is:bleu\n-");
        assert_eq!(entries, ["name:Kim", "blé is:bleu"]);
        let expected = [
            "1:0 this asks for nothing; the line is left out",
            "3:0 line 2 says this already; this one is left out",
            "4:10 is: goes with unread, read, starred, noted or new; it is left out",
            "5:1 a minus excludes what stands right behind it, and here is nothing; it is left out",
            "5:0 this asks for nothing; the line is left out",
        ];
        assert_eq!(faults, expected);
        let odd = parse(b"Kim\n\xff\nPoutine\n", NaiveDate::default());
        assert_eq!((odd.entries.len(), odd.faults[0].line), (2, 2));
    }

    proptest! {
        #[test]
        fn what_is_added_is_there_until_it_is_removed_and_the_rest_stays(
            before in prop::collection::vec(any::<u8>(), 0..20),
            lines in prop::collection::vec("#? ?[A-Ca-cé]{0,3}( [a-b\"-]{0,3})?\r?", 0..8),
            entry in "[A-Ca-cé]{1,3}( [a-b]{1,3})?",
        ) {
            let mut bytes: Vec<u8> = before.into_iter().filter(|&byte| byte != 0).collect();
            bytes.extend(lines.join("\n").bytes());
            let held = |bytes: &[u8]| parse(bytes, NaiveDate::default()).entries;
            let has = |bytes: &[u8]| held(bytes).iter().any(|other| same_entry(&other.typed, &entry));
            let with = added(&bytes, &entry, NaiveDate::default()).unwrap();
            prop_assert!(has(&with) && with.starts_with(&bytes));
            let without = removed(&with, &entry);
            prop_assert!(!has(&without));
            let others = |bytes: &[u8]| -> Vec<Watched> {
                held(bytes).into_iter().filter(|other| !same_entry(&other.typed, &entry)).collect()
            };
            prop_assert_eq!(others(&bytes), others(&without));
            // What was not there before leaves nothing behind but the end of the last line.
            if !has(&bytes) {
                prop_assert!(without.strip_prefix(bytes.as_slice()).is_some_and(|end| end.len() <= 2));
            }
        }
    }
}
