//! One linear pass over the source of a page before it is parsed.
//!
//! Scripts, styles, comments and everything else that is never text go away, tags keep only the attributes that are
//! read later, and elements nest no deeper than [`DEPTH`]: building and scoring a tree take time that grows with the
//! square of its depth, and a hostile page nests 20,000 deep. Text is copied as it stands. JSON-LD is set aside.

use memchr::{memchr, memmem};

/// What is left of a page.
#[derive(Debug, Default)]
pub struct Swept<'a> {
    /// The page.
    pub html: String,
    /// The contents of its JSON-LD scripts.
    pub json_ld: Vec<&'a str>,
}

/// How deep elements may nest. Pages that people made stay below 60.
const DEPTH: usize = 128;

/// Elements whose content is never text on the screen; removed up to their end tag.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "noembed", "noframes", "svg", "object", "canvas", "audio",
    "video",
];

/// Elements that never have an end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];

/// Elements that close themselves where the next one begins: leaving the end tag out does not nest them.
const IMPLIED: &[&str] = &[
    "html", "head", "body", "p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
    "colgroup", "rt", "rp",
];

/// Elements inside which a paragraph goes on.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "del", "kbd", "label", "mark",
    "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
];

/// The attributes that are read later.
const KEPT: &[&str] = &[
    "class",
    "id",
    "href",
    "lang",
    "hidden",
    "style",
    "role",
    "aria-hidden",
    "property",
    "name",
    "content",
    "datetime",
    "itemprop",
    "rel",
    "http-equiv",
    "start",
    "src",
    "open",
    "placeholder",
    "fallback",
];

/// Longer values are data, not words; in bytes.
const VALUE: usize = 4096;
/// A tag with more attributes than this is no page that somebody wrote.
const ATTRIBUTES: usize = 24;

/// Sweeps a page.
pub fn sweep(source: &str) -> Swept<'_> {
    let mut sweeper =
        Sweeper { source, at: 0, out: Swept::default(), open: Vec::new(), excess: 0, unclosed: Vec::new() };
    sweeper.out.html.reserve(source.len() / 2);
    sweeper.run();
    sweeper.out
}

struct Sweeper<'a> {
    source: &'a str,
    at: usize,
    out: Swept<'a>,
    /// The names of the open elements, lower case.
    open: Vec<String>,
    /// How many elements are open beyond the depth that is kept.
    excess: usize,
    /// Ends that were sought and are not there: a second search would make the pass quadratic.
    unclosed: Vec<&'static str>,
}

/// One tag as it stands in the source.
struct Tag<'a> {
    name: String,
    closing: bool,
    attributes: Vec<(&'static str, &'a str)>,
}

impl<'a> Sweeper<'a> {
    fn run(&mut self) {
        while let Some(open) = memchr(b'<', &self.source.as_bytes()[self.at..]).map(|i| self.at + i) {
            self.out.html.push_str(&self.source[self.at..open]);
            self.at = open;
            match self.source.as_bytes().get(open + 1) {
                Some(b'!') if self.source[open..].starts_with("<!--") => self.comment(),
                Some(b'!' | b'?') => self.skip_to(">"),
                Some(c) if c.is_ascii_alphabetic() => self.tag(),
                Some(b'/') if self.source.as_bytes().get(open + 2).is_some_and(u8::is_ascii_alphabetic) => self.tag(),
                Some(b'/') => self.skip_to(">"),
                _ => {
                    self.out.html.push_str("&lt;");
                    self.at += 1;
                }
            }
        }
        self.out.html.push_str(&self.source[self.at..]);
    }

    fn comment(&mut self) {
        // `<!-->` is a whole comment.
        self.at += 2;
        match self.find("-->") {
            Some(end) => self.at = end + 3,
            // One that never ends would swallow the page: only its sign goes.
            None => self.at += 2,
        }
    }

    /// Behind the next `end`, or at the end of the source.
    fn skip_to(&mut self, end: &'static str) {
        self.at = self.find(end).map_or(self.source.len(), |at| at + end.len());
    }

    fn find(&mut self, needle: &'static str) -> Option<usize> {
        if self.unclosed.contains(&needle) {
            return None;
        }
        let found = memmem::find(&self.source.as_bytes()[self.at..], needle.as_bytes()).map(|i| self.at + i);
        if found.is_none() {
            self.unclosed.push(needle);
        }
        found
    }

    fn tag(&mut self) {
        let tag = self.read_tag();
        if tag.closing {
            // Templates that go away take their end tags with them.
            self.close(if tag.name == "template" { "div" } else { &tag.name });
        } else if tag.name == "template" && self.is_shadow(self.at) {
            self.open(&Tag { name: "div".to_owned(), ..tag });
        } else if let Some(name) = DROPPED.iter().find(|name| **name == tag.name) {
            self.drop_element(name, &tag);
        } else {
            self.open(&tag);
        }
    }

    /// Reads the tag at `self.at` and moves behind it.
    fn read_tag(&mut self) -> Tag<'a> {
        let bytes = self.source.as_bytes();
        let closing = bytes.get(self.at + 1) == Some(&b'/');
        let start = self.at + 1 + usize::from(closing);
        let mut at = start;
        while at < bytes.len() && !matches!(bytes[at], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0x0C) {
            at += 1;
        }
        let mut tag = Tag { name: self.source[start..at].to_ascii_lowercase(), closing, attributes: Vec::new() };
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                at += 1;
            }
            if at >= bytes.len() || bytes[at] == b'>' {
                break;
            }
            at = self.attribute(at, &mut tag);
        }
        self.at = (at + 1).min(bytes.len());
        tag
    }

    /// Reads the attribute at `at` into `tag` if it is one that is kept; returns where it ends.
    fn attribute(&self, start: usize, tag: &mut Tag<'a>) -> usize {
        let bytes = self.source.as_bytes();
        let mut at = start + 1;
        while at < bytes.len() && !matches!(bytes[at], b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let name = KEPT.iter().find(|kept| bytes[start..at].eq_ignore_ascii_case(kept.as_bytes()));
        let mut sign = at;
        while sign < bytes.len() && bytes[sign].is_ascii_whitespace() {
            sign += 1;
        }
        let mut value = "";
        if bytes.get(sign) == Some(&b'=') {
            at = sign + 1;
            while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            let from = at + usize::from(matches!(bytes.get(at), Some(b'"' | b'\'')));
            let to = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => memchr(quote, &bytes[from..]).map_or(bytes.len(), |i| from + i),
                _ => bytes[from..]
                    .iter()
                    .position(|b| *b == b'>' || b.is_ascii_whitespace())
                    .map_or(bytes.len(), |i| from + i),
            };
            value = &self.source[from..to];
            at = (to + (from - at)).min(bytes.len());
        }
        if let Some(name) = name
            && tag.attributes.len() < ATTRIBUTES
            && value.len() <= VALUE
            && !(*name == "src" && value.starts_with("data:"))
            && tag.attributes.iter().all(|(other, _)| other != name)
        {
            tag.attributes.push((name, value));
        }
        at
    }

    /// Skips an element that is never text. One that is never closed is only a stray tag.
    fn drop_element(&mut self, name: &'static str, tag: &Tag) {
        let from = self.at;
        let Some(end) = self.find_end(name) else { return };
        self.at = end;
        let text = &self.source[from..end];
        if name == "script" && self.is_json_ld(from, tag) {
            self.out.json_ld.push(text);
        }
        // The end tag itself.
        self.read_tag();
    }

    /// Where the end tag of `name` begins.
    fn find_end(&mut self, name: &'static str) -> Option<usize> {
        if self.unclosed.contains(&name) {
            return None;
        }
        let bytes = self.source.as_bytes();
        let mut at = self.at;
        while let Some(found) = memmem::find(&bytes[at..], b"</").map(|i| at + i) {
            at = found + 2;
            if bytes.len() >= at + name.len() && bytes[at..at + name.len()].eq_ignore_ascii_case(name.as_bytes()) {
                return Some(found);
            }
        }
        self.unclosed.push(name);
        None
    }

    /// True for a template that a browser shows in the place of its parent's content, as saved pages hold them.
    fn is_shadow(&self, end: usize) -> bool {
        let start = self.source[..end].rfind('<').unwrap_or(end);
        memmem::find(&self.source.as_bytes()[start..end], b"shadowroot").is_some()
    }

    /// `type` is not an attribute that is kept; it is looked for in the tag itself.
    fn is_json_ld(&self, end: usize, tag: &Tag) -> bool {
        let start = self.source[..end].rfind('<').unwrap_or(end);
        tag.name == "script" && memmem::find(&self.source.as_bytes()[start..end], b"ld+json").is_some()
    }

    fn open(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if !VOID.contains(&name) && !IMPLIED.contains(&name) {
            if self.open.len() >= DEPTH {
                self.excess += 1;
                if !INLINE.contains(&name) {
                    // What would have been a block still begins one.
                    self.out.html.push_str("<p>");
                }
                return;
            }
            self.open.push(tag.name.clone());
        }
        self.out.html.push('<');
        self.out.html.push_str(name);
        for (name, value) in &tag.attributes {
            let quote = if value.contains('"') { '\'' } else { '"' };
            if value.contains(quote) {
                continue;
            }
            self.out.html.extend([" ", name, "="]);
            self.out.html.push(quote);
            self.out.html.push_str(value);
            self.out.html.push(quote);
        }
        self.out.html.push('>');
    }

    fn close(&mut self, name: &str) {
        if !IMPLIED.contains(&name) {
            if self.excess > 0 {
                self.excess -= 1;
                if !INLINE.contains(&name) {
                    self.out.html.push_str("<p>");
                }
                return;
            }
            if let Some(at) = self.open.iter().rposition(|open| open == name) {
                self.open.truncate(at);
            }
        }
        self.out.html.extend(["</", name, ">"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(sweep(source).html, expected);
    }

    #[test]
    fn what_is_never_text_goes() {
        check("a<script>if (a<b) '</p>'</script>b<STYLE>p{}</Style >c<!-- <p>no</p> -->d", "abcd");
        check("a<noscript>Activez <b>tout</b></noscript>b<svg><title>x</title></svg>c", "abc");
        check("<!DOCTYPE html><?php x ?>a</>b", "ab");
        check("a<!--b<p>c", "ab<p>c");
    }

    #[test]
    fn tags_keep_only_the_attributes_that_are_read() {
        check(
            r#"<P CLASS=chapo onclick="a>b" data-x='1' id="un'deux">t</P>"#,
            r#"<p class="chapo" id="un'deux">t</p>"#,
        );
        check(r#"<a href='x?a="b"'>t</a><br/>"#, r#"<a href='x?a="b"'>t</a><br>"#);
        check("<div hidden>t</div>", "<div hidden=\"\">t</div>");
    }

    #[test]
    fn text_is_left_alone() {
        check("3 < 4 && 5 > 2 &eacute; <", "3 &lt; 4 && 5 > 2 &eacute; &lt;");
        check("a<p", "a<p>");
    }

    #[test]
    fn what_a_saved_page_shows_in_a_template_stays() {
        check("<x-a><template shadowrootmode=open><p>a</template>b</x-a>", "<x-a><div><p>a</div>b</x-a>");
        check("<template><p>a</template>b", "b");
        check("<img src=data:image/png;base64,AAAA><img src='data:image/svg+xml,<svg/>'>a", "<img><img>a");
    }

    #[test]
    fn json_ld_is_set_aside() {
        let swept = sweep(r#"<script type="application/ld+json">{"a":1}</script><script>x</script>"#);
        assert_eq!((swept.json_ld, swept.html.as_str()), (vec![r#"{"a":1}"#], ""));
    }

    #[test]
    fn depth_is_capped() {
        let source = ["<div>".repeat(5000), "texte".into(), "</div>".repeat(5000), "suite".into()].concat();
        let swept = sweep(&source).html;
        assert_eq!(swept.matches("<div>").count(), DEPTH);
        assert!(swept.contains("<p>texte<p>") && swept.ends_with("suite"));
        // Paragraphs without end tags do not nest.
        assert_eq!(sweep(&"<p>a".repeat(500)).html.matches("<p>").count(), 500);
    }

    proptest! {
        #[test]
        fn any_text_is_swept(text in any::<String>(), tags in "[<>/a-c\"'= !\\-pé]{0,60}") {
            sweep(&text);
            sweep(&tags);
        }
    }
}
