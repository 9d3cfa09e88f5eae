//! Files of many mails, one behind the other (mbox): Thunderbird, Apple Mail, Gmail's Takeout, archives of mailing lists.
//!
//! Each mail begins with a line `From sender date`. No two programs agree on how such a line inside of a text is hidden:
//! most write `>From ` (mboxo, mboxrd), some give the length in the header (mboxcl2), archives do nothing. A line therefore
//! counts when it holds a time and a year and the header of a mail follows it. One pass, and no copy but of mails in which
//! something was hidden.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::headers::{self, Headers};
use super::labels::Labels;
use crate::document::Problem;
use crate::ingest::Reading;
use crate::ingest::source::Source;

/// A longer line parts no mails; in bytes.
const LINE: usize = 320;
/// The length of a mail is looked for in so much of its header, in bytes.
const HEAD: usize = 64 * 1024;

/// True when the content begins as one of a row of mails does.
pub fn recognises(source: &Source) -> Option<&'static str> {
    begins_mail(first(source.bytes())).then_some("it begins as a mailbox does, with a line `From ` above a mail")
}

/// One article a mail, in the order of the file.
pub fn read(source: &Source) -> Reading {
    let mut reading = Reading::default();
    let mut labels = Labels::default();
    for (at, mail) in Mails::of(first(source.bytes())).enumerate() {
        if let Err(problem) = source.budget().part() {
            reading.problems.push(problem);
            break;
        }
        let number = format!("mail {}", at + 1);
        let mail = unhidden(mail);
        let (headers, _) = Headers::of(&mail);
        if headers.count == 0 {
            reading
                .problems
                .push(Problem::new(format!("{number}: left out, it has no header; the mailbox is damaged there")));
            continue;
        }
        // The number of a mail changes when another is deleted, its identifier never.
        let identifier = headers.raw("message-id").map(|id| id.trim_matches(['<', '>', ' ']).to_owned());
        let label = labels.give(&identifier.filter(|id| !id.is_empty()).unwrap_or_else(|| number.clone()));
        let inside = super::message(source, &mail);
        reading.articles.extend(inside.articles.into_iter().map(|article| article.within(&label)));
        let named = inside.problems.iter().map(|problem| Problem::new(format!("{number}: {}", problem.message())));
        reading.problems.extend(named);
    }
    reading
}

/// Behind a byte order mark and blank lines.
fn first(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let blank = bytes.iter().take(64).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    &bytes[blank..]
}

/// The mails of a mailbox, each without the line above it.
struct Mails<'a> {
    bytes: &'a [u8],
    /// Where the next line `From ` begins.
    at: usize,
}

impl<'a> Mails<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }
}

impl<'a> Iterator for Mails<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let line = memchr(b'\n', self.bytes.get(self.at..)?)?;
        let from = self.at + line + 1;
        let rest = &self.bytes[from..];
        let told = told_length(rest).unwrap_or(0);
        let mut search = memmem::find_iter(&rest[told..], b"\nFrom ").map(|found| told + found + 1);
        let end = search.find(|&found| begins_mail(&rest[found..]));
        self.at = end.map_or(self.bytes.len(), |end| from + end);
        let mail = &rest[..end.unwrap_or(rest.len())];
        let mail = mail.strip_suffix(b"\n").unwrap_or(mail);
        (!mail.is_empty() || end.is_some()).then_some(mail)
    }
}

/// How long a mail is by its own header, less the line break at its end; only when another mail or nothing follows there.
fn told_length(mail: &[u8]) -> Option<usize> {
    let head = &mail[..mail.len().min(HEAD)];
    let blank =
        [&b"\n\n"[..], b"\n\r\n"].iter().filter_map(|end| memmem::find(head, end).map(|at| at + end.len())).min()?;
    let head = &head[..blank];
    let name = b"\ncontent-length:";
    let field = head.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let value = head[field + name.len()..].split(|byte| *byte == b'\n').next()?;
    let length: usize = std::str::from_utf8(value).ok()?.trim().parse().ok()?;
    let end = blank.checked_add(length).filter(|&end| end <= mail.len())?;
    let breaks = mail[end..].iter().take(4).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let next = &mail[end + breaks..];
    (next.is_empty() || begins_mail(next)).then(|| (end + breaks).saturating_sub(1))
}

/// True when `bytes` begin with a line `From sender date` above a header.
fn begins_mail(bytes: &[u8]) -> bool {
    let Some(end) = memchr(b'\n', &bytes[..bytes.len().min(LINE)]) else { return false };
    if !is_divider(&bytes[..end]) {
        return false;
    }
    let below = &bytes[end + 1..];
    let line = &below[..memchr(b'\n', &below[..below.len().min(4096)]).unwrap_or(below.len().min(4096))];
    headers::field_name(line).is_some() || line.starts_with(b">From ")
}

/// `From anne@exemple.test Mon May  3 10:12:05 2021`, with a zone somewhere or without.
fn is_divider(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let digits = |token: &[u8]| !token.is_empty() && token.iter().all(u8::is_ascii_digit);
    let (mut time, mut year) = (false, false);
    for token in rest.split(u8::is_ascii_whitespace).filter(|token| !token.is_empty()) {
        time |= token.contains(&b':') && token.split(|byte| *byte == b':').all(|part| part.len() <= 2 && digits(part));
        year |= token.len() == 4 && digits(token) && (token.starts_with(b"19") || token.starts_with(b"20"));
    }
    time && year
}

/// The mail as it was before lines that begin with `From ` were hidden behind a `>`.
fn unhidden(mail: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in memmem::find_iter(mail, b"\n>") {
        let marks = mail[at + 1..].iter().take_while(|byte| **byte == b'>').count();
        if mail[at + 1 + marks..].starts_with(b"From ") {
            out.extend_from_slice(&mail[from..=at]);
            from = at + 2;
        }
    }
    if from == 0 {
        return Cow::Borrowed(mail);
    }
    out.extend_from_slice(&mail[from..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "From: a@b.test\nSubject: s\n\n";

    /// The bodies of the mails of a mailbox, behind `HEADER`.
    #[track_caller]
    fn check(mailbox: &str, expected: &[&str]) {
        for breaks in ["\n", "\r\n"] {
            let mailbox = mailbox.replace('\n', breaks);
            let mails: Vec<String> = Mails::of(mailbox.as_bytes())
                .map(|mail| String::from_utf8(unhidden(mail).into_owned()).unwrap().replace(breaks, "\n"))
                .map(|mail| mail.strip_prefix(HEADER).unwrap_or(&mail).trim_end().to_owned())
                .collect();
            assert_eq!(mails, expected, "{mailbox}");
        }
    }

    #[test]
    fn lines_above_mails_of_many_programs() {
        for line in [
            "From anne@exemple.test Mon May  3 10:12:05 2021",
            "From - Mon May 03 10:12:05 2021",
            "From MAILER-DAEMON Mon May  3 10:12:05 2021",
            "From 1698@xxx Mon May 03 10:12:05 +0000 2021",
            "From anne at exemple.test  Mon May  3 10:12:05 2021",
            "From \"Anne Roche\"@exemple.test Mon May 3 10:12 CEST 2021",
        ] {
            check(&format!("{line}\n{HEADER}Un\n\n{line}\n{HEADER}Deux\n"), &["Un", "Deux"]);
        }
    }

    #[test]
    fn lines_of_the_text_part_nothing() {
        let line = "From a@b.test Mon May  3 10:12:05 2021";
        check(
            &format!("{line}\n{HEADER}From here on\n>From now\n>>From then\n> cité\n"),
            &["From here on\nFrom now\n>From then\n> cité"],
        );
        check(
            &format!("{line}\n{HEADER}Il cite :\n{line}\nLe texte va plus loin\n"),
            &[&format!("Il cite :\n{line}\nLe texte va plus loin")],
        );
        let body = format!("Un\n{line}\nTo: x\n");
        let long = format!("From: a@b.test\nContent-Length: {}\n\n{body}", body.len());
        let mailbox = [line, "\n", &long, "\n", line, "\n", HEADER, "Deux"].concat();
        let found: Vec<&[u8]> = Mails::of(mailbox.as_bytes()).collect();
        assert_eq!((found.len(), found[0].trim_ascii()), (2, long.trim_ascii().as_bytes()));
    }

    #[test]
    fn damaged_mailboxes_are_divided_all_the_same() {
        let line = "From a@b.test Mon May  3 10:12:05 2021";
        check(
            &format!("{line}\n{HEADER}Un sans ligne vide\n{line}\n{HEADER}Deux cou"),
            &["Un sans ligne vide", "Deux cou"],
        );
        check(&format!("{line}\n{HEADER}Un\n\n{line}\nFrom: a@b"), &["Un", "From: a@b"]);
        check(
            &format!("{line}\nContent-Length: 99999999999999999999\n\nUn\n\n{line}\n{HEADER}Deux"),
            &["Content-Length: 99999999999999999999\n\nUn", "Deux"],
        );
    }
}
