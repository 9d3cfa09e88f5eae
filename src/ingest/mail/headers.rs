//! The header of a mail or of one of its parts: the fields that say something to a reader, and where the body begins.
//!
//! Only the fields of `KEPT` are looked at, the first of each, cut where they are longer than anybody writes: whatever a
//! hostile header holds, the parser of addresses and types is given little. A line that is no field ends the header, as
//! programs write that forget the blank line.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use super::words;
use crate::text::level::level;

/// The fields that are read.
const KEPT: &[&str] = &[
    "archived-at",
    "content-description",
    "content-disposition",
    "content-language",
    "content-length",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "list-id",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "organisation",
    "organization",
    "precedence",
    "received",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
    "x-original-from",
];

/// A longer header is no header that a program wrote; in bytes.
const LONGEST: usize = 512 * 1024;
/// More of a field is not looked at; in bytes.
const FIELD: usize = 8 * 1024;
/// The longest name of a field, in bytes.
const NAME: usize = 76;

/// What a header says.
#[derive(Debug, Clone, Default)]
pub struct Headers {
    fields: Vec<(&'static str, String)>,
    /// How many fields there were, known or not.
    pub count: usize,
    /// A blank line ended the header.
    pub closed: bool,
}

/// What a part is, by its own words.
#[derive(Debug, Clone, Default)]
pub struct Media {
    /// `text/html`, in small letters; empty when the part does not say.
    pub kind: String,
    /// With small names.
    attributes: Vec<(String, String)>,
}

impl Media {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut values = self.attributes.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        values.find(|value| !value.is_empty())
    }
}

/// A sender.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// As the header writes it.
    pub name: Option<String>,
    /// `jean@exemple.test`.
    pub address: Option<String>,
}

impl Headers {
    /// The header that `bytes` begin with, and where the body begins.
    pub fn of(bytes: &[u8]) -> (Self, usize) {
        let mut headers = Self::default();
        let mut at = 0;
        while at < bytes.len() && at < LONGEST {
            let line = line_end(bytes, at);
            let Some(name) = field_name(&bytes[at..line]) else {
                headers.closed = bytes[at..line].trim_ascii().is_empty();
                let body = if headers.closed { line } else { at };
                return (headers, body);
            };
            let mut end = line;
            while matches!(bytes.get(end), Some(b' ' | b'\t')) {
                end = line_end(bytes, end);
            }
            headers.count += 1;
            headers.take(name, &bytes[at + name.len()..end]);
            at = end;
        }
        (headers, at)
    }

    fn take(&mut self, name: &[u8], value: &[u8]) {
        let kept = KEPT.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(name.trim_ascii_end()));
        let Some(name) = kept.filter(|name| !self.has(name)) else { return };
        let value = value[..value.len().min(FIELD)].trim_ascii();
        let value = value.strip_prefix(b":").unwrap_or(value);
        self.fields.push((name, unfold(&words::raw(value))));
    }

    /// True when the field is there, if only empty.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, _)| *known == name)
    }

    /// The field as it is written, on one line.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.trim())
    }

    /// The field as it is read: words decoded, white space levelled. `None` when nothing is left.
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).map(|value| level(&words::decode(value))).filter(|text| !text.is_empty())
    }

    /// The first person or list that a field names.
    pub fn person(&self, name: &str) -> Option<Person> {
        let joined = words::join(self.raw(name)?);
        // Archives on the web write `anne at exemple.test (Anne Roche)`.
        let joined = if joined.contains('@') { joined } else { joined.replacen(" at ", "@", 1) };
        let value = parsed(&joined, addresses)?;
        let first = value.as_address()?.first()?;
        let clean = |text: &str| {
            let text = level(text);
            let text = text.trim_matches(|c: char| matches!(c, '"' | '\'') || c.is_whitespace()).to_owned();
            (!text.is_empty()).then_some(text)
        };
        Some(Person { name: first.name().and_then(clean), address: first.address().and_then(clean) })
    }

    /// A field of type and attributes.
    pub fn media(&self, name: &str) -> Media {
        let joined = self.raw(name).map(words::join).unwrap_or_default();
        let Some(HeaderValue::ContentType(found)) = parsed(&joined, media) else {
            return Media::default();
        };
        let sub = found.subtype().map(|sub| format!("/{}", sub.trim())).unwrap_or_default();
        let kind = format!("{}{sub}", found.ctype().trim()).to_ascii_lowercase();
        let attributes = found.attributes().unwrap_or_default().iter();
        let attributes = attributes.map(|a| (a.name.to_ascii_lowercase(), level(&words::decode(&a.value)))).collect();
        Media { kind, attributes }
    }

    /// The name of the file that a part is.
    pub fn file_name(&self) -> Option<String> {
        let disposition = self.media("content-disposition");
        let media = self.media("content-type");
        let name = disposition.attribute("filename").or_else(|| media.attribute("name"))?;
        // A path says where it lay on the sender's disk.
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

fn addresses<'x>(field: &mut MessageStream<'x>) -> HeaderValue<'x> {
    field.parse_address()
}

fn media<'x>(field: &mut MessageStream<'x>) -> HeaderValue<'x> {
    field.parse_content_type()
}

/// Asks the parser about one field.
fn parsed(value: &str, ask: for<'x> fn(&mut MessageStream<'x>) -> HeaderValue<'x>) -> Option<HeaderValue<'static>> {
    let line = format!("{value}\n");
    // What the parser of another house does with a hostile field is its own; the mail is read without it then.
    catch_unwind(AssertUnwindSafe(|| ask(&mut MessageStream::new(line.as_bytes())).into_owned())).ok()
}

/// Behind the line that begins at `at`.
fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i + 1)
}

/// The name of the field that a line begins, without its colon.
pub fn field_name(line: &[u8]) -> Option<&[u8]> {
    let end = line.iter().take(NAME + 1).position(|byte| *byte == b':')?;
    let name = line[..end].trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(&line[..end])
}

/// On one line.
fn unfold(value: &str) -> String {
    value.replace("\r\n", "\n").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Headers {
        Headers::of(header.as_bytes()).0
    }

    #[test]
    fn fields_are_read_over_their_lines() {
        let (headers, body) = Headers::of(b"Subject: Le march\xE9\r\n rouvre\r\nX-Spam: non\r\n\r\nTexte");
        assert_eq!(headers.text("subject").as_deref(), Some("Le marché rouvre"));
        assert_eq!((headers.count, body), (2, 44));
        let (headers, body) = Headers::of(b"Content-Type: text/plain\nBonjour sans ligne vide");
        assert_eq!((headers.media("content-type").kind.as_str(), body), ("text/plain", 25));
        assert_eq!(Headers::of(b"\nTexte").1, 1);
        assert_eq!(Headers::of(b"Texte").1, 0);
    }

    #[test]
    fn people_are_read_as_programs_write_them() {
        #[track_caller]
        fn check(from: &str, name: Option<&str>, address: Option<&str>) {
            let person = of(&format!("From: {from}\n\n")).person("from").unwrap_or_default();
            assert_eq!((person.name.as_deref(), person.address.as_deref()), (name, address), "{from}");
        }
        let mail = Some("jean@exemple.test");
        check("Jean Morel <jean@exemple.test>", Some("Jean Morel"), mail);
        check("\"Morel, Jean\" <jean@exemple.test>", Some("Morel, Jean"), mail);
        check("=?utf-8?B?TW9yZWwsIErDqXLDtG1l?= <jean@exemple.test>", Some("Morel, Jérôme"), mail);
        check("\"=?utf-8?Q?J=C3=A9r=C3=B4me?=\" <jean@exemple.test>", Some("Jérôme"), mail);
        check("jean@exemple.test (Jean Morel)", Some("Jean Morel"), mail);
        check("jean@exemple.test", None, mail);
        check("jean at exemple.test (Jean Morel)", Some("Jean Morel"), mail);
        check("", None, None);
    }

    #[test]
    fn names_of_files_are_read_as_programs_write_them() {
        #[track_caller]
        fn check(disposition: &str, expected: &str) {
            let headers = of(&format!("Content-Disposition: attachment; {disposition}\n\n"));
            assert_eq!(headers.file_name().as_deref(), Some(expected), "{disposition}");
        }
        check("filename=\"compte rendu.pdf\"", "compte rendu.pdf");
        check("filename*=UTF-8''%C3%A9t%C3%A9.txt", "été.txt");
        check("filename*0*=UTF-8''%C3%A9t;\n filename*1*=%C3%A9.txt", "été.txt");
        check("filename=\"=?iso-8859-1?Q?=E9t=E9=2Etxt?=\"", "été.txt");
        check("filename=\"C:\\\\temp\\\\note.txt\"", "note.txt");
    }
}
