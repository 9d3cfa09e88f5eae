//! Rulings as text: one a line, its words parted by tabs.
//!
//! Lines that are empty or start with `#` are for whoever reads it. Reading never fails: a line that makes no sense, or
//! contradicts another one, is told with its number, and the rest holds. Writing takes out lines and puts lines at the
//! end, and changes no other byte.

use std::ops::Range;
use std::str;

use super::{Rules, Ruling, Subject};
use crate::names::Kind;
use crate::text::safe;

/// What a new file starts with.
pub const HEAD: &str = "\
# Names of Kiosque: who is who, one ruling a line, its words parted by tabs. Lines can be taken out, added and shared.
#   same       person  Bojo     person  Boris Johnson     the first is the second
#   different  person  Poutine  person  Vladimir Poutine  they are two, or one is not how the other is called
#   called     person  Kim Jong Un  Kim Jong-un           the name to show
#   kind       person  Wagner   organisation              what it is
#   hidden     person  Suivre                             nobody
#   name       person  Léa Roche                          a name that is missed
";

/// What some editors put in front of a text.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, and what was made of it.
    pub message: String,
}

/// What a text of rulings says.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// Every line that makes sense by itself.
    pub rulings: Vec<Ruling>,
    /// By ruling: its line, from 1.
    pub lines: Vec<usize>,
    /// Those of them that hold together.
    pub rules: Rules,
    /// What is wrong, in the order of the lines.
    pub faults: Vec<Fault>,
}

/// Reads a text of rulings.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed {
    let mut out = Parsed::default();
    if bytes.contains(&0) {
        out.faults.push(Fault { line: 0, message: "this is no text; nothing of it is read".to_owned() });
        return out;
    }
    for (at, range) in lines(bytes).enumerate() {
        match said(&bytes[range]) {
            Ok(None) => {}
            Ok(Some(ruling)) => {
                out.rulings.push(ruling);
                out.lines.push(at + 1);
            }
            Err(why) => out.faults.push(Fault { line: at + 1, message: format!("{why}; the line is left out") }),
        }
    }
    let (rules, conflicts) = Rules::new(&out.rulings);
    for conflict in conflicts {
        let against = conflict.against.map(|at| format!(" (line {})", out.lines[at])).unwrap_or_default();
        let message = format!("{}{against}; the line is left out", conflict.reason);
        out.faults.push(Fault { line: out.lines[conflict.at], message });
    }
    out.faults.sort_by_key(|fault| fault.line);
    out.rules = rules;
    out
}

/// The line of a ruling, without its end.
#[must_use]
pub fn line(ruling: &Ruling) -> String {
    let of = |subject: &Subject| format!("{}\t{}", subject.kind.name(), subject.name);
    match ruling {
        Ruling::Same(a, b) => format!("same\t{}\t{}", of(a), of(b)),
        Ruling::Different(a, b) => format!("different\t{}\t{}", of(a), of(b)),
        Ruling::Called(a, name) => format!("called\t{}\t{name}", of(a)),
        Ruling::Is(a, kind) => format!("kind\t{}\t{}", of(a), kind.name()),
        Ruling::Hidden(a) => format!("hidden\t{}", of(a)),
        Ruling::Name(a) => format!("name\t{}", of(a)),
    }
}

/// The text without the lines that say what `remove` does, the last one of each, and with lines for those of `add` that
/// none says yet at its end. Every other byte stays.
#[must_use]
pub fn edited(bytes: &[u8], remove: &[Ruling], add: &[Ruling]) -> Vec<u8> {
    let all: Vec<(Range<usize>, Option<Ruling>)> =
        lines(bytes).map(|range| (range.clone(), said(&bytes[range]).ok().flatten())).collect();
    let mut gone = vec![false; all.len()];
    for ruling in remove {
        let says = |(at, (_, line)): &(usize, &(Range<usize>, Option<Ruling>))| {
            !gone[*at] && line.as_ref().is_some_and(|line| line.says(ruling))
        };
        if let Some((at, _)) = all.iter().enumerate().rev().find(says) {
            gone[at] = true;
        }
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for (at, (range, _)) in all.iter().enumerate().filter(|(at, _)| gone[*at]) {
        out.extend_from_slice(&bytes[from..range.start]);
        from = all.get(at + 1).map_or(bytes.len(), |(next, _)| next.start);
    }
    out.extend_from_slice(&bytes[from..]);
    let stays = |ruling: &Ruling| {
        let line = |(at, (_, line)): (usize, &(_, Option<Ruling>))| {
            !gone[at] && line.as_ref().is_some_and(|line| line.says(ruling))
        };
        all.iter().enumerate().any(line)
    };
    let end = if bytes.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    for (at, ruling) in add.iter().enumerate() {
        if stays(ruling) || add[..at].iter().any(|before| before.says(ruling)) {
            continue;
        }
        if !out.is_empty() && out != MARK && !out.ends_with(b"\n") {
            out.extend_from_slice(end.as_bytes());
        }
        out.extend_from_slice(line(ruling).as_bytes());
        out.extend_from_slice(end.as_bytes());
    }
    out
}

/// Why a ruling cannot be a line.
///
/// # Errors
/// When it has a sign that cannot be seen, or nothing where a name should be.
pub fn fit(ruling: &Ruling) -> Result<(), &'static str> {
    match said(line(ruling).as_bytes()) {
        Ok(Some(said)) if said == *ruling => Ok(()),
        Ok(_) => Err("a name has no tabs and no signs that cannot be seen"),
        Err(why) => Err(why),
    }
}

/// Where the lines stand, without what ends them.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let range = start..start + len;
        start = range.end + 1;
        Some(range)
    })
}

/// What a line says; nothing for one that is empty or a comment.
fn said(line: &[u8]) -> Result<Option<Ruling>, &'static str> {
    let line = str::from_utf8(line).map_err(|_| "this line is not UTF-8")?;
    let line = line.trim_end_matches(['\r', '\t', ' ']).trim_start_matches(' ');
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    if line.chars().any(|c| c != '\t' && safe::is_forbidden(c)) {
        return Err("there is a sign in it that cannot be seen");
    }
    let words: Vec<&str> = line.split('\t').map(str::trim).collect();
    let subject = |kind: &str, name: &str| match kind_of(kind) {
        _ if name.is_empty() => Err("a name is empty"),
        Some(kind) => Ok(Subject::new(kind, name)),
        None => Err("a kind is person, organisation or place"),
    };
    Ok(Some(match words[..] {
        ["same", kind, name, other, into] => Ruling::Same(subject(kind, name)?, subject(other, into)?),
        ["different", kind, name, other, from] => Ruling::Different(subject(kind, name)?, subject(other, from)?),
        ["called", kind, name, called] => {
            Ruling::Called(subject(kind, name)?, subject(kind, called).map(|called| called.name)?)
        }
        ["kind", kind, name, other] => {
            let is = kind_of(other).ok_or("a kind is person, organisation or place")?;
            Ruling::Is(subject(kind, name)?, is)
        }
        ["hidden", kind, name] => Ruling::Hidden(subject(kind, name)?),
        ["name", kind, name] => Ruling::Name(subject(kind, name)?),
        ["same" | "different", ..] => return Err("behind it stand a kind and a name, and a kind and a name"),
        ["called", ..] => return Err("behind “called” stand a kind, a name and the name to show"),
        ["kind", ..] => return Err("behind “kind” stand a kind, a name and the kind that it is"),
        ["hidden" | "name", ..] => return Err("behind it stand a kind and a name"),
        _ => return Err("a line starts with same, different, called, kind, hidden or name, and a tab"),
    }))
}

fn kind_of(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

#[cfg(test)]
mod tests;
