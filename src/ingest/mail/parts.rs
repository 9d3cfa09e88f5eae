//! The parts of a mail (MIME): which of them are its text, which are files that came with it.
//!
//! A multipart is divided at its boundary in one pass, and each part looks only at its own bytes, so that the work grows
//! with the size times the depth, which is bounded. Nothing is decoded here.

use memchr::memmem;

use super::super::limits::Budget;
use super::headers::{Headers, Media};
use crate::document::Problem;

/// So deep multiparts are entered; what lies deeper is left out with a problem. Forwarded mails of people reach 8.
const DEPTH: usize = 16;

/// A leaf, still encoded.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Its header.
    pub headers: Headers,
    /// What it says it is.
    pub media: Media,
    /// As it travelled.
    pub body: &'a [u8],
}

/// One stretch of the mail's text in the forms in which the mail holds it; one of them may be missing.
#[derive(Debug, Default)]
pub struct Body<'a> {
    /// Without markup.
    pub plain: Vec<Part<'a>>,
    /// With it.
    pub html: Vec<Part<'a>>,
}

/// What a mail holds.
#[derive(Debug, Default)]
pub struct Contents<'a> {
    /// Its text, in order.
    pub bodies: Vec<Body<'a>>,
    /// The mails and files that came with it, pictures and the like left out.
    pub attached: Vec<Part<'a>>,
    /// What a machine says of a delivery: to keep, and not to show.
    pub reports: Vec<Part<'a>>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl<'a> Contents<'a> {
    /// The contents of a mail of which the header was read.
    pub fn of(headers: Headers, body: &'a [u8], budget: &Budget) -> Self {
        let mut contents = Self::default();
        let media = headers.media("content-type");
        contents.part(Part { headers, media, body }, "text/plain", 0, budget);
        contents
    }

    fn part(&mut self, mut part: Part<'a>, implied: &str, depth: usize, budget: &Budget) {
        if part.media.kind.is_empty() || !part.media.kind.contains('/') {
            implied.clone_into(&mut part.media.kind);
        }
        let kind = part.media.kind.clone();
        match kind.as_str() {
            "multipart/encrypted" => self.tell(ENCRYPTED),
            kind if kind.starts_with("multipart/") => self.multipart(&part, depth, budget),
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => self.packed(&part),
            "message/delivery-status" | "message/disposition-notification" | "text/rfc822-headers" => {
                self.reports.push(part);
            }
            kind if is_left_out(kind) => {}
            "text/plain" | "text/html" if !self.is_file(&part, depth) => {
                let html = kind == "text/html";
                let body = Body::default();
                self.bodies.push(if html {
                    Body { html: vec![part], ..body }
                } else {
                    Body { plain: vec![part], ..body }
                });
            }
            _ => self.attached.push(part),
        }
    }

    /// True for a text that came as a file. A mail that is nothing else is read as its text.
    fn is_file(&self, part: &Part, depth: usize) -> bool {
        let disposition = part.headers.media("content-disposition").kind;
        let attached = disposition == "attachment" || disposition.is_empty() && part.headers.file_name().is_some();
        depth > 0 && attached && !(self.bodies.is_empty() && disposition != "attachment")
    }

    fn multipart(&mut self, part: &Part<'a>, depth: usize, budget: &Budget) {
        let kind = part.media.kind.as_str();
        if depth >= DEPTH {
            return self
                .tell(&format!("Some parts of the mail lie more than {DEPTH} deep in each other and are left out."));
        }
        let boundary = part.media.attribute("boundary").unwrap_or_default();
        let divided = divide(part.body, boundary);
        if divided.parts.is_empty() {
            // A boundary that is missing or wrong: what is there is read as text rather than not at all.
            return self.bodies.push(Body { plain: vec![part.clone()], html: Vec::new() });
        }
        if !divided.whole && depth == 0 {
            self.tell("The mail is cut short: its last part has no end.");
        }
        let implied = if kind == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        let mut inner = Contents::default();
        for bytes in divided.parts {
            if let Err(problem) = budget.part() {
                self.problems.push(problem);
                break;
            }
            let (headers, at) = Headers::of(bytes);
            let media = headers.media("content-type");
            inner.part(Part { headers, media, body: &bytes[at..] }, implied, depth + 1, budget);
        }
        if kind == "multipart/alternative" {
            inner.bodies = one_of(inner.bodies);
            // Another form of the same text is no file.
            inner.attached.retain(|part| !part.media.kind.starts_with("text/"));
        }
        self.bodies.append(&mut inner.bodies);
        self.attached.append(&mut inner.attached);
        self.reports.append(&mut inner.reports);
        for problem in inner.problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    /// S/MIME in one piece.
    fn packed(&mut self, part: &Part) {
        let signed = part.media.attribute("smime-type").is_some_and(|kind| kind.starts_with("signed"));
        let message =
            "The mail is packed with its signature (S/MIME) and cannot be read here: open it in a mail program.";
        self.tell(if signed { message } else { ENCRYPTED });
    }

    fn tell(&mut self, message: &str) {
        let problem = Problem::new(message);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// What is told of a mail that only its receiver can read.
pub const ENCRYPTED: &str =
    "The mail is encrypted and cannot be read here: decrypt it in a mail program and save it again.";

/// Pictures, sounds, signatures, dates for the calendar: nothing to read.
fn is_left_out(kind: &str) -> bool {
    const OTHERS: &[&str] = &[
        "application/ics",
        "application/ms-tnef",
        "application/pgp-encrypted",
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/vnd.ms-tnef",
        "application/x-pkcs7-signature",
        "text/calendar",
        "text/css",
        "text/directory",
        "text/vcard",
        "text/watch-html",
        "text/x-amp-html",
        "text/x-vcard",
    ];
    let (family, _) = kind.split_once('/').unwrap_or((kind, ""));
    matches!(family, "image" | "audio" | "video" | "font") || OTHERS.contains(&kind)
}

/// The forms of one text. Where each is a row of pieces they stay in their order.
fn one_of(bodies: Vec<Body>) -> Vec<Body> {
    let mut all = Body::default();
    for body in bodies {
        all.plain.extend(body.plain);
        all.html.extend(body.html);
    }
    if all.plain.is_empty() && all.html.is_empty() { Vec::new() } else { vec![all] }
}

struct Divided<'a> {
    parts: Vec<&'a [u8]>,
    /// The boundary that ends the last part is there.
    whole: bool,
}

/// Divides a multipart. What stands before the first boundary and behind the last is for programs that know no parts.
fn divide<'a>(body: &'a [u8], boundary: &str) -> Divided<'a> {
    let mut divided = Divided { parts: Vec::new(), whole: false };
    if boundary.is_empty() {
        return divided;
    }
    let sign = format!("--{boundary}");
    let mut open: Option<usize> = None;
    for at in memmem::find_iter(body, sign.as_bytes()) {
        if at > 0 && body[at - 1] != b'\n' {
            continue;
        }
        let rest = &body[at + sign.len()..];
        let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        let last = line.starts_with(b"--");
        if !last && !line.trim_ascii().is_empty() {
            continue;
        }
        if let Some(from) = open {
            divided.parts.push(without_break(&body[from..at.max(from)]));
        }
        open = Some((at + sign.len() + line.len() + 1).min(body.len()));
        if last {
            divided.whole = true;
            return divided;
        }
    }
    divided.parts.extend(open.map(|from| &body[from..]).filter(|rest| !rest.is_empty()));
    divided
}

/// The line break before a boundary belongs to the boundary.
fn without_break(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contents in short: `t` a plain body, `h` one of HTML, `th` a choice; `+` and a type for what is attached.
    #[track_caller]
    fn check(mail: &str, expected: &str) {
        let (headers, at) = Headers::of(mail.as_bytes());
        let contents = Contents::of(headers, &mail.as_bytes()[at..], &Budget::default());
        let mut found: Vec<String> = Vec::new();
        for body in &contents.bodies {
            found.push(["t".repeat(body.plain.len()), "h".repeat(body.html.len())].concat());
        }
        found.extend(contents.attached.iter().map(|part| format!("+{}", part.media.kind)));
        found.extend(contents.reports.iter().map(|_| "!".to_owned()));
        found.extend(contents.problems.iter().map(|problem| format!("({})", &problem.message()[..17])));
        assert_eq!(found.join(" "), expected, "{mail}");
    }

    fn multipart(kind: &str, parts: &[&str]) -> String {
        let boundary = format!("--{}-{}", kind, parts.len());
        let mut out = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\n\npréambule\n");
        for part in parts {
            out.extend(["--", &boundary, "\n", part, "\n"]);
        }
        out + &format!("--{boundary}--\n")
    }

    const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n\nBonjour";
    const HTML: &str = "Content-Type: text/html\n\n<p>Bonjour</p>";
    const PICTURE: &str = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAA";

    #[test]
    fn the_text_and_the_files_are_found() {
        check("Subject: a\n\nBonjour", "t");
        check("Content-Type: text/html\n\n<p>a", "h");
        let either = multipart("alternative", &[PLAIN, HTML]);
        check(&either, "th");
        check(&multipart("mixed", &[&multipart("related", &[&either, PICTURE]), PICTURE]), "th");
        let file = "Content-Type: text/csv; name=t.csv\nContent-Disposition: attachment\n\na;b";
        check(
            &multipart("mixed", &[PLAIN, file, "Content-Type: text/plain; name=n.txt\n\nnote"]),
            "t +text/csv +text/plain",
        );
        check(&multipart("mixed", &[PLAIN, PICTURE, PLAIN]), "t t");
        check(
            &multipart("alternative", &[PLAIN, &multipart("mixed", &[HTML, "Content-Type: application/pdf\n\n%PDF"])]),
            "th +application/pdf",
        );
        check(
            &multipart("digest", &["\nSubject: un\n\nUn", "\nSubject: deux\n\nDeux"]),
            "+message/rfc822 +message/rfc822",
        );
        check(&multipart("report", &[PLAIN, "Content-Type: message/delivery-status\n\nAction: failed"]), "t !");
    }

    #[test]
    fn what_is_signed_is_read_and_what_is_encrypted_says_so() {
        check(&multipart("signed", &[PLAIN, "Content-Type: application/pgp-signature\n\n-----BEGIN"]), "t");
        check(
            &multipart("encrypted", &["Content-Type: application/pgp-encrypted\n\nVersion: 1", PLAIN]),
            "(The mail is encry)",
        );
        check("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB", "(The mail is encry)");
        check("Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nMIIB", "(The mail is packe)");
    }

    #[test]
    fn damaged_parts_are_read_as_far_as_they_go() {
        let whole = multipart("mixed", &[PLAIN, HTML]);
        check(&whole[..whole.len() - 30], "t h (The mail is cut s)");
        check("Content-Type: multipart/mixed; boundary=x\n\nBonjour sans partie", "t");
        check("Content-Type: multipart/mixed\n\nBonjour sans frontière", "t");
        let deep = (0..40).fold(PLAIN.to_owned(), |inner, at| {
            format!("Content-Type: multipart/mixed; boundary=b{at}x\n\n--b{at}x\n{inner}\n--b{at}x--\n")
        });
        check(&deep, "(Some parts of the)");
    }
}
