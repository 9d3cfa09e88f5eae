//! XML as programs write it: tags, text and references in order, whatever is wrong with them.
//!
//! Feeds and lists of feeds are XML that nobody checks: signs that are not escaped, elements that are not closed, a warning
//! of the server in front, an end that is missing. [`repair`] mends what would make one tag swallow the next, [`Events`]
//! goes on over everything else. Entities that a document declares are never expanded, so none can explode. What elements
//! mean is for others to say.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event as Raw};

/// What stands in front of a document, at most, in bytes.
const JUNK: usize = 16 * 1024;
/// A tag with more attributes than this was not written by anybody.
const ATTRIBUTES: usize = 64;
/// The longest name of an entity, in bytes: longer runs behind an `&` are text.
const ENTITY: usize = 32;

/// A piece of a document.
#[derive(Debug)]
pub enum Event<'t> {
    /// A start tag; an element without content gives its end tag, too.
    Open(Tag),
    /// An end tag, by its name.
    Close(String),
    /// Text without references, and the inside of a CDATA section.
    Text(Cow<'t, str>),
    /// A reference as it stands between `&` and `;`.
    Reference(Cow<'t, str>),
}

/// A start tag.
#[derive(Debug, Default)]
pub struct Tag {
    /// With its prefix, as it is written.
    pub name: String,
    /// Names as they are written, values with their references resolved.
    pub attributes: Vec<(String, String)>,
}

/// The root element of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root<'t> {
    /// Where its tag begins, in bytes.
    pub start: usize,
    /// Its name with its prefix.
    pub name: &'t str,
    /// The beginning of the document from there.
    pub head: &'t str,
}

/// The root element, behind a declaration, comments, and a warning that a server has put in front.
pub fn root(text: &str) -> Option<Root<'_>> {
    let lead = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
    let warnings = ["<br", "<b>", "warning", "notice", "deprecated", "php ", "fatal error", "strict "];
    if !warnings.iter().any(|sign| starts(lead, sign)) {
        return root_at(text, text.len() - lead.len());
    }
    let junk = &text.as_bytes()[..text.len().min(JUNK)];
    let at = |sign: &str| memmem::find(junk, sign.as_bytes());
    let known = || ["<rss", "<feed", "<rdf:RDF", "<opml"].into_iter().filter_map(at).min();
    root_at(text, at("<?xml").or_else(known)?)
}

/// The element at `at`, or behind what is no element.
fn root_at(text: &str, mut at: usize) -> Option<Root<'_>> {
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        at += if rest.starts_with("<?") {
            memmem::find(rest.as_bytes(), b"?>")? + 2
        } else if rest.starts_with("<!--") {
            memmem::find(rest.as_bytes(), b"-->")? + 3
        } else if starts(rest, "<!doctype") {
            doctype(rest)
        } else {
            let name = rest.strip_prefix('<')?;
            let name = &name[..name.find(|c: char| c.is_whitespace() || "/>".contains(c)).unwrap_or(name.len())];
            let mut end = rest.len().min(4096);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            return (!name.is_empty()).then(|| Root { start: at, name, head: &rest[..end] });
        };
    }
}

/// True when `text` begins with `sign`, in small or capital letters.
fn starts(text: &str, sign: &str) -> bool {
    text.as_bytes().get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes()))
}

/// How long the document type at the start of `text` is, with what it declares.
fn doctype(text: &str) -> usize {
    let bytes = text.as_bytes();
    let end = memchr(b'>', bytes);
    let inside = memchr(b'[', &bytes[..end.unwrap_or(bytes.len())]);
    let end = match inside {
        Some(_) => memmem::find(bytes, b"]>").map(|at| at + 2),
        None => end.map(|at| at + 1),
    };
    end.unwrap_or(bytes.len())
}

/// `text` with a `<` that begins nothing written as a reference, and without what it declares.
pub fn repair(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut mender = Mender { text, no_comment: false, no_instruction: false, patience: bytes.len().saturating_mul(8) };
    let (mut out, mut kept, mut at) = (String::new(), 0, 0);
    while let Some(open) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = match mender.look(open) {
            Found::Markup(end) => end,
            Found::Declaration(end) => {
                out.push_str(&text[kept..open]);
                kept = end;
                end
            }
            Found::Text => {
                out.push_str(&text[kept..open]);
                out.push_str("&lt;");
                kept = open + 1;
                kept
            }
        };
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// What a `<` begins, and where that ends.
enum Found {
    Markup(usize),
    Declaration(usize),
    Text,
}

struct Mender<'t> {
    text: &'t str,
    /// No comment ends any more; a second search would make the pass quadratic.
    no_comment: bool,
    no_instruction: bool,
    /// Bytes that may still be looked at in vain, so that the pass stays linear.
    patience: usize,
}

impl Mender<'_> {
    fn look(&mut self, open: usize) -> Found {
        let rest = &self.text[open..];
        let end = |needle: &str| memmem::find(rest.as_bytes(), needle.as_bytes()).map(|at| open + at + needle.len());
        if rest.starts_with("<![CDATA[") {
            return Found::Markup(end("]]>").unwrap_or(self.text.len()));
        }
        if rest.starts_with("<!--") {
            let found = if self.no_comment { None } else { end("-->").filter(|end| *end >= open + 7) };
            self.no_comment |= found.is_none();
            return found.map_or(Found::Text, Found::Markup);
        }
        if rest.starts_with("<?") {
            let found = if self.no_instruction { None } else { end("?>").filter(|end| *end >= open + 4) };
            self.no_instruction |= found.is_none();
            return found.map_or(Found::Text, Found::Markup);
        }
        if starts(rest, "<!doctype") {
            return Found::Declaration(open + doctype(rest));
        }
        match rest.as_bytes() {
            [_, b'/', c, ..] | [_, c, ..] if c.is_ascii_alphabetic() || *c == b'_' => self.tag(open),
            _ => Found::Text,
        }
    }

    /// A tag ends before the next one begins; signs in quotes are not counted.
    fn tag(&mut self, open: usize) -> Found {
        let mut quote = None;
        for (at, byte) in self.text.as_bytes()[open..].iter().enumerate().skip(1) {
            match (byte, quote) {
                (b'>', None) => return Found::Markup(open + at + 1),
                (b'<', None) => {
                    self.patience = self.patience.saturating_sub(at);
                    return Found::Text;
                }
                (b'"' | b'\'', None) if self.patience > 0 => quote = Some(byte),
                (byte, Some(sign)) if byte == sign => quote = None,
                _ => {}
            }
        }
        self.patience = self.patience.saturating_sub(self.text.len() - open);
        Found::Text
    }
}

/// The pieces of a document that [`repair`] has mended.
pub struct Events<'t> {
    reader: Reader<&'t [u8]>,
    /// The end tag of an element without content.
    close: Option<String>,
}

impl<'t> Events<'t> {
    /// From the beginning.
    pub fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self { reader, close: None }
    }
}

impl<'t> Iterator for Events<'t> {
    type Item = Event<'t>;

    fn next(&mut self) -> Option<Event<'t>> {
        if let Some(name) = self.close.take() {
            return Some(Event::Close(name));
        }
        loop {
            return Some(match self.reader.read_event().ok()? {
                Raw::Start(tag) => Event::Open(read_tag(&tag)),
                Raw::Empty(tag) => {
                    let tag = read_tag(&tag);
                    self.close = Some(tag.name.clone());
                    Event::Open(tag)
                }
                Raw::End(tag) => Event::Close(tag.name().as_ref().to_owned()),
                Raw::Text(text) => Event::Text(text.into_inner()),
                Raw::CData(text) => Event::Text(text.into_inner()),
                Raw::GeneralRef(name) => Event::Reference(name.into_inner()),
                Raw::Eof => return None,
                Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) | Raw::Comment(_) => continue,
            });
        }
    }
}

fn read_tag(tag: &BytesStart) -> Tag {
    let mut attributes = tag.html_attributes();
    let pair = |(name, value): (&str, &str)| (name.to_owned(), resolved(value).into_owned());
    let attributes = attributes.with_checks(false).filter_map(Result::ok).take(ATTRIBUTES);
    let attributes = attributes.map(|found| pair((found.key.as_ref(), found.value.as_ref()))).collect();
    Tag { name: tag.name().as_ref().to_owned(), attributes }
}

/// `text` with the references in it resolved once, those of HTML, too; what is none stays, and so does one without its `;`.
pub fn resolved(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = reference_at(rest);
        let len = name.map_or(1, |name| name.len() + 2);
        match name.map(|name| resolve(name).ok_or_else(|| resolve_html5_entity(name))) {
            Some(Ok(c)) => out.push(c),
            Some(Err(Some(characters))) => out.push_str(characters),
            Some(Err(None)) | None => out.push_str(&rest[..len]),
        }
        rest = &rest[len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The name of the reference that `text` begins with.
fn reference_at(text: &str) -> Option<&str> {
    let name = text.strip_prefix('&')?;
    let end = memchr(b';', &name.as_bytes()[..name.len().min(ENTITY)])?;
    let name = &name[..end];
    let figures = name.strip_prefix('#').unwrap_or(name);
    (!figures.is_empty() && figures.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(name)
}

/// The character that a reference stands for, given what is between `&` and `;`. `None` for names that only HTML knows.
pub fn resolve(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(figures) => u32::from_str_radix(figures, 16),
        None => number.parse(),
    };
    Some(match number {
        // The figures of Windows, as browsers take them.
        Ok(byte @ 0x80..=0x9F) => encoding_rs::WINDOWS_1252.decode(&[byte as u8]).0.chars().next()?,
        Ok(0) | Err(_) => char::REPLACEMENT_CHARACTER,
        Ok(number) => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    })
}

/// `text` as the value of an attribute or the content of an element.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // What XML cannot hold at all.
            '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(repair(text), expected);
    }

    #[test]
    fn only_a_sign_that_begins_nothing_is_mended() {
        check(
            "<a href=\"x<y>z\">t</a><br/><!-- < --><![CDATA[ < ]]>",
            "<a href=\"x<y>z\">t</a><br/><!-- < --><![CDATA[ < ]]>",
        );
        check("<t>3 < 4 <- <</t>", "<t>3 &lt; 4 &lt;- &lt;</t>");
        check("<t>a <b</t>", "<t>a &lt;b</t>");
        check("<t>a <!-- b</t>", "<t>a &lt;!-- b</t>");
        check("<!DOCTYPE x [<!ENTITY a \"b\">]><t>&a;</t>", "<t>&a;</t>");
        check("<t>a <![CDATA[b", "<t>a <![CDATA[b");
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(resolved("a&amp;b&lt;&#233;&#xE9;&#146;&#0;&eacute;"), "a&b<éé’\u{FFFD}é");
        assert_eq!(resolved("&amp;amp; ?x=1&copy=2 &y; &"), "&amp; ?x=1&copy=2 &y; &");
    }

    #[test]
    fn the_root_is_found_behind_what_stands_in_front() {
        let name = |text| root(text).map(|root| root.name);
        assert_eq!(
            name("\u{FEFF}\n\n<?xml version='1.0'?><!-- c -->\n<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'>"),
            Some("rss")
        );
        assert_eq!(
            name("<br />\n<b>Warning</b>: include(): failed in <b>/x.php</b><br />\n<?xml version=\"1.0\"?><feed>"),
            Some("feed")
        );
        assert_eq!(name("Notice: undefined\n<rss>"), Some("rss"));
        assert_eq!(name("Un flux commence par <?xml version='1.0'?><rss>"), None);
        assert_eq!(name("<?xml "), None);
    }

    /// Everything that could make a pass look at the same bytes again and again.
    #[test]
    fn hostile_documents_take_one_pass() {
        for piece in ["<a '\"", "<a \"<b '", "<!--", "<?", "<![CDATA[", "<!DOCTYPE [", "&", "</a", "<a b=\"'", "<"] {
            let text = piece.repeat(100_000);
            let mended = repair(&text);
            assert!(Events::new(&mended).count() <= text.len(), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart(text in any::<String>(), tags in "[<>/a-c\"'= !?\\-&;#0-9\\[\\]pé]{0,80}") {
            for text in [text, tags] {
                root(&text);
                resolved(&text);
                Events::new(&repair(&text)).count();
            }
        }

        #[test]
        fn what_is_escaped_is_resolved_again(text in "[^\\x00-\\x1f\u{FFFE}\u{FFFF}]{0,40}") {
            let escaped = escape(&text);
            prop_assert_eq!(resolved(&escaped), text);
        }
    }
}
