//! The words of a feed's fields: titles without markup, references decoded once and only once, links made whole.

use std::borrow::Cow;

use memchr::memmem;
use url::Url;

use super::super::xml;
use crate::text::level::level;

/// Elements that are set inside of a title.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "font", "i", "q", "small", "span", "strong", "sub", "sup", "u",
];

/// Elements by which a text is known to be markup.
const MARKUP: [&str; 32] = [
    "a",
    "article",
    "b",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "em",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "small",
    "span",
    "strong",
    "table",
    "ul",
    "video",
];

/// A longer title is no title; more of it is not taken apart. In bytes.
const TITLE: usize = 4096;

/// A longer address leads nowhere; in bytes.
const ADDRESS: usize = 4096;

/// A title that may hold markup, on one line.
pub fn headline(text: &str) -> String {
    decoded(&without_tags(text))
}

/// `text` on one line, the references in it decoded once.
pub fn decoded(text: &str) -> String {
    level(&xml::resolved(text))
}

/// `text` without the tags that may stand in a title. A tag that only looks like one stays.
fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') || text.len() > TITLE {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((name, end)) = tag(rest, &INLINE).and_then(|name| Some((name, rest.find('>')?))) {
            out.push_str(if name.eq_ignore_ascii_case("br") { " " } else { "" });
            rest = &rest[end + 1..];
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The name of the tag that `text` begins with, if it is one of `names`.
fn tag<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    let inside = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())];
    let known = names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let ends = inside[name.len()..].starts_with(|c: char| matches!(c, '>' | '/') || c.is_whitespace());
    (known && ends).then_some(name)
}

/// True when `text` holds tags of HTML.
pub fn is_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag(&text[at..], &MARKUP).is_some() || text[at..].starts_with("<!--"))
}

/// An address, whole: a relative one starts from `base`. Control signs and spaces around it go.
pub fn address(text: &str, base: Option<&Url>) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    if text.is_empty() {
        return None;
    }
    match Url::parse(&text) {
        Err(url::ParseError::RelativeUrlWithoutBase) => Some(match base {
            Some(base) => base.join(&text).map_or(text, String::from),
            None => text,
        }),
        _ => Some(text),
    }
}

/// `markup` in which the relative links are whole.
pub fn linked<'m>(markup: &'m str, base: Option<&Url>) -> Cow<'m, str> {
    let Some(base) = base else { return Cow::Borrowed(markup) };
    let bytes = markup.as_bytes();
    let (mut out, mut kept) = (String::new(), 0);
    for at in memmem::find_iter(bytes, b"href=") {
        let Some(&quote @ (b'"' | b'\'')) = bytes.get(at + 5) else { continue };
        let start = at + 6;
        let Some(end) = memchr::memchr2(quote, b'>', &bytes[start..]).map(|len| start + len) else { continue };
        if start < kept || end - start > ADDRESS {
            continue;
        }
        let value = xml::resolved(&markup[start..end]);
        // What stays on the page, and what is whole.
        if value.trim().is_empty() || value.starts_with('#') || Url::parse(value.trim()).is_ok() {
            continue;
        }
        if let Ok(whole) = base.join(value.trim()) {
            out.push_str(&markup[kept..start]);
            out.push_str(&xml::escape(whole.as_str()).replace('\'', "%27"));
            kept = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(markup);
    }
    out.push_str(&markup[kept..]);
    Cow::Owned(out)
}

/// `markup` in which a last link such as « Lire la suite » stands on a line of its own.
pub fn parted(markup: &str, is_furniture: fn(&str) -> bool) -> Cow<'_, str> {
    let Some(open) = markup.rfind("<a ").or_else(|| markup.rfind("<A ")) else { return Cow::Borrowed(markup) };
    let Some(start) = markup[open..].find('>').map(|at| open + at + 1) else { return Cow::Borrowed(markup) };
    let rest = &markup[start..];
    let words = headline(&rest[..rest.find("</").unwrap_or(rest.len())]);
    let before = markup[..open].trim_end();
    if !is_furniture(&words) || before.is_empty() || before.ends_with('>') && !before.ends_with("/>") {
        return Cow::Borrowed(markup);
    }
    Cow::Owned([before.trim_end_matches("<br/>").trim_end_matches("<br />"), "<p>", &markup[open..]].concat())
}

/// A number for `text` that stays what it is (Fowler, Noll and Vo, FNV-1a of 64 bits).
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
