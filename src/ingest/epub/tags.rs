//! The tags of markup where they stand, and the words between them.
//!
//! Books are made by many programs and mended by hand: a bare `&`, an end tag too few or an element of another
//! vocabulary must not cost the book, so nothing here is ever an error. Nothing is nested either: who needs to know
//! where an element ends asks [`close_of`].

use std::borrow::Cow;

use dom_query::Document;
use memchr::{memchr, memmem};

use crate::text::level::level;

/// Longer labels and attributes are data; in bytes of markup.
const VALUE: usize = 4096;
/// How far away the end of an element is looked for, in tags: asked of every tag, it must not cost the square of them.
const REACH: usize = 400;
/// The same for a link, which holds no more than a few words.
const LINK: usize = 40;

/// One tag, comment or piece of raw data.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// All of it, from `<` to `>`.
    pub raw: &'a str,
    /// Where it begins.
    pub start: usize,
    /// The name without its prefix: `title` of `dc:title`. `!` for what is no element.
    pub name: &'a str,
    /// True for an end tag.
    pub closing: bool,
    /// True for `<a/>`.
    pub empty: bool,
}

impl<'a> Tag<'a> {
    /// Where it ends.
    pub fn end(&self) -> usize {
        self.start + self.raw.len()
    }

    /// True for a start tag, closed at once or not, of this element.
    pub fn opens(&self, name: &str) -> bool {
        !self.closing && self.is(name)
    }

    /// True for a tag of this element.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// True for a tag of one of these elements.
    pub fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// The value of an attribute, its references resolved.
    pub fn get(&self, wanted: &str) -> Option<Cow<'a, str>> {
        // Most tags are nothing but their name.
        if self.raw.len() < self.name.len() + wanted.len() + 3 {
            return None;
        }
        self.attributes()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| decoded(value))
            .filter(|value| value.len() <= VALUE)
    }

    /// True when one of the words of an attribute is one of `words`.
    pub fn has(&self, attribute: &str, words: &[&str]) -> bool {
        let holds =
            |value: &str| value.split_ascii_whitespace().any(|w| words.iter().any(|x| x.eq_ignore_ascii_case(w)));
        self.get(attribute).is_some_and(|value| holds(&value))
    }

    /// Names and raw values.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let inner = self.raw.trim_end_matches(['>', '/']);
        let mut rest = inner.find(|c: char| c.is_ascii_whitespace()).map_or("", |at| &inner[at..]);
        if self.closing || self.name == "!" {
            rest = "";
        }
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=') else { return (!name.is_empty()).then_some((name, "")) };
            let after = after.trim_start();
            let (value, left) = match after.as_bytes().first() {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = memchr(quote, &after.as_bytes()[1..]).map_or(after.len(), |at| at + 1);
                    (&after[1..end], after.get(end + 1..).unwrap_or_default())
                }
                _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
            };
            rest = left;
            Some((name, value))
        })
    }
}

/// The tags of `source` in order, at most `limit` of them.
pub fn tags(source: &str, limit: usize) -> Vec<Tag<'_>> {
    let bytes = source.as_bytes();
    let (mut out, mut at, mut unclosed) = (Vec::new(), 0, Vec::new());
    while let Some(start) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        if out.len() == limit {
            break;
        }
        let mut end_of = |mark: &'static str| {
            // A second search for what is not there would make the pass quadratic.
            let found = (!unclosed.contains(&mark)).then(|| memmem::find(&bytes[start..], mark.as_bytes())).flatten();
            if found.is_none() {
                unclosed.push(mark);
            }
            found.map(|found| start + found + mark.len())
        };
        let rest = &source[start..];
        let end = match bytes.get(start + 1) {
            Some(b'!') if rest.starts_with("<!--") => end_of("-->"),
            Some(b'!') if rest.starts_with("<![CDATA[") => end_of("]]>"),
            Some(b'!' | b'?') => end_of(">"),
            Some(b'/') if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => end_of(">"),
            Some(c) if c.is_ascii_alphabetic() => Some(tag_end(bytes, start)),
            _ => None,
        };
        // A sign that begins nothing is text.
        let Some(end) = end else {
            at = start + 1;
            continue;
        };
        let tag = tag(&source[start..end], start);
        at = end;
        if !tag.closing && !tag.empty && tag.is_one_of(&["script", "style"]) {
            let close = if tag.is("script") { "</script" } else { "</style" };
            at = memmem::find(&bytes[at..], close.as_bytes()).map_or(at, |found| at + found);
        }
        out.push(tag);
    }
    out
}

/// Behind the `>` of the start tag at `start`; quoted ones do not count.
fn tag_end(bytes: &[u8], start: usize) -> usize {
    let mut quote = None;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if bytes[start..at].trim_ascii_end().ends_with(b"=") => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

fn tag(raw: &str, start: usize) -> Tag<'_> {
    let closing = raw.starts_with("</");
    let inner = &raw[if closing { 2 } else { 1 }..];
    let name = &inner[..inner.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(inner.len())];
    let name = if inner.starts_with(['!', '?']) { "!" } else { name.rsplit(':').next().unwrap_or(name) };
    Tag { raw, start, name, closing, empty: !closing && raw.ends_with("/>") }
}

/// The index of the end tag of the element that `tags[open]` opens, `open` itself when it is empty; `None` when the element
/// is never closed or ends far away.
pub fn close_of(tags: &[Tag], open: usize) -> Option<usize> {
    if is_void(tags[open].name) {
        return Some(open);
    }
    let mut depth = 0_usize;
    let reach = &tags[open..tags.len().min(open + reach(&tags[open]))];
    for (at, tag) in reach.iter().enumerate().filter(|(_, tag)| tag.is(tags[open].name)) {
        if tag.closing {
            depth = depth.saturating_sub(1);
        } else if !tag.empty {
            depth += 1;
        }
        if depth == 0 {
            return Some(open + at);
        }
    }
    None
}

fn reach(tag: &Tag) -> usize {
    if tag.is("a") { LINK } else { REACH }
}

/// The words of the element that `tags[open]` opens, on one line.
pub fn words(source: &str, tags: &[Tag], open: usize) -> String {
    let close = close_of(tags, open).unwrap_or_else(|| tags.len().min(open + reach(&tags[open])) - 1);
    let mut out = String::new();
    for pair in tags[open..=close].windows(2) {
        out.push_str(&source[pair[0].end()..pair[1].start]);
        if pair[1].name == "!" {
            out.push_str(data(&pair[1]).unwrap_or_default());
        }
        if out.len() > VALUE {
            break;
        }
    }
    level(&decoded(out.get(..VALUE).unwrap_or(&out)))
}

/// The text of a piece of raw data (`<![CDATA[…]]>`).
pub fn data<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    tag.raw.strip_prefix("<![CDATA[").map(|raw| raw.trim_end_matches("]]>"))
}

/// Elements that never have an end tag. `<meta>` has one in package files, where it holds text.
pub fn is_void(name: &str) -> bool {
    const VOID: &[&str] =
        &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "param", "source", "wbr", "!"];
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// `raw` with its references resolved, as a browser does.
pub fn decoded(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') || raw.len() > VALUE {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(Document::fragment(raw.replace('<', "&lt;")).text().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn attributes_are_read_however_they_are_written() {
        let tag = |raw: &'static str| tags(raw, 9)[0];
        assert_eq!(tag("<a href=\"x?a=1&amp;b=2\" id='u'>").get("HREF").as_deref(), Some("x?a=1&b=2"));
        assert_eq!(tag("<a  id = u class=\"b c\"/>").get("id").as_deref(), Some("u"));
        assert!(tag("<li epub:type='rearnote footnote'>").has("epub:type", &["footnote"]));
        assert_eq!(tag("<dc:title opf:role='aut'>").name, "title");
        assert_eq!(tag("<img alt='a > b'>").get("alt").as_deref(), Some("a > b"));
    }

    #[test]
    fn words_are_those_of_the_element() {
        let check = |source: &str, expected: &str| assert_eq!(words(source, &tags(source, 99), 0), expected);
        check("<a>Le <b>marché</b>\n &amp; la&nbsp;place</a> non", "Le marché & la place");
        check("<t><![CDATA[A < B]]></t>", "A < B");
        check("<t>Thés & cafés</t>", "Thés & cafés");
        check("<t/>non<t>", "");
        check("<t>sans fin <b>du", "sans fin");
    }

    proptest! {
        #[test]
        fn any_text_has_its_tags(text in "[<>/a-c\"'=!\\-\\[\\]? é&;]{0,80}", free in any::<String>()) {
            for text in [text, free] {
                let tags = tags(&text, 50);
                for (at, tag) in tags.iter().enumerate() {
                    prop_assert_eq!(&text[tag.start..tag.end()], tag.raw);
                    tag.get("a");
                    words(&text, &tags, at);
                }
            }
        }
    }
}
