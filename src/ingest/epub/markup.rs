//! A stretch of a book's markup made ready to be read as a web page's is: XML written out as HTML, pictures as their
//! descriptions, notes cited by a mark in brackets and taken out of the place where they stand, verse in lines.

use std::ops::Range;

use memchr::memmem;

use super::super::picture;
use super::notes::{Notes, is_note};
use super::pages::Pages;
use super::tags::{self, Tag};

/// A longer line is prose, whatever its class says; in bytes.
const VERSE: usize = 200;

/// Blocks that may hold lines of verse.
const BLOCKS: &[&str] = &["div", "section", "blockquote", "p", "li", "ol", "ul", "article", "h1", "h2", "h3", "h4"];

/// What is written and what was met on the way.
pub struct Writer<'b> {
    pages: &'b Pages<'b>,
    notes: &'b Notes,
    /// In a newspaper the elements are those of a web page; in a book all of them are text.
    periodical: bool,
    /// The markup so far.
    pub out: String,
    /// The notes that were cited, in order, each once.
    pub cited: Vec<usize>,
    /// The address that the text was taken from.
    pub address: Option<String>,
    /// Pictures up to here have a caption of their own.
    captioned: usize,
    /// The mark of the note that is being written, until its first word.
    mark: Option<String>,
}

impl<'b> Writer<'b> {
    /// Nothing is written yet.
    pub fn new(pages: &'b Pages<'b>, notes: &'b Notes, periodical: bool) -> Self {
        Self {
            pages,
            notes,
            periodical,
            out: String::new(),
            cited: Vec::new(),
            address: None,
            captioned: 0,
            mark: None,
        }
    }

    /// Writes a stretch of a page, without the notes that stand in it.
    pub fn stretch(&mut self, page: usize, range: Range<usize>) {
        let mut at = range.start;
        self.captioned = 0;
        let notes = self.notes;
        for note in notes.within(page, &range) {
            if note.range.start >= at {
                self.copy(page, at..note.range.start);
            }
            at = at.max(note.range.end);
        }
        self.copy(page, at..range.end.max(at));
    }

    /// Writes the notes that were cited, those cited by other notes behind them.
    pub fn notes(&mut self) {
        let mut done = 0;
        while let Some(&index) = self.cited.get(done) {
            done += 1;
            let note = &self.notes.all[index];
            self.out.push_str("\n<div>");
            self.mark = Some(note.mark.clone());
            self.captioned = 0;
            self.copy(note.page, note.range.clone());
            self.mark = None;
            self.out.push_str("</div>");
        }
    }

    fn copy(&mut self, page: usize, range: Range<usize>) {
        let source = &self.pages.page(page).markup;
        let (pages, mut at) = (self.pages, range.start);
        let tags = pages.tags(page);
        let mut next = tags.partition_point(|tag| tag.start < range.start);
        while let Some(tag) = tags.get(next).filter(|tag| tag.start < range.end) {
            if tag.start >= at {
                self.text(&source[at..tag.start]);
            }
            let last = self.tag(page, next, range.end);
            at = tags[last].end().max(at);
            next = last + 1;
        }
        if at < range.end {
            self.text(&source[at..range.end]);
        }
    }

    fn text(&mut self, raw: &str) {
        if let Some(mark) = self.mark.take_if(|_| raw.contains(|c: char| c.is_alphanumeric() || "«“\"—–*".contains(c)))
        {
            // The note's own number in front of it, said once.
            let bare = raw.trim_start();
            let rest = bare.strip_prefix(mark.as_str()).filter(|rest| !rest.starts_with(char::is_alphanumeric));
            let rest = rest.unwrap_or(bare).trim_start_matches(['.', ')', ']', ':', ' ', '\u{a0}', '\n', '\t']);
            self.out.extend(["[", &escaped(&mark), "] "]);
            self.out.push_str(rest);
        } else if self.mark.is_none() || !raw.trim().trim_matches(['.', ')', ']', '(', '[']).is_empty() {
            self.out.push_str(raw);
        }
    }

    /// Writes the element or tag at `at`; returns the last tag that is done with.
    fn tag(&mut self, page: usize, at: usize, end: usize) -> usize {
        let tags = self.pages.tags(page);
        let tag = &tags[at];
        if tag.name == "!" {
            self.out.push_str(&escaped(tags::data(tag).unwrap_or_default()));
            return at;
        }
        if tag.closing {
            self.close(tag);
            return at;
        }
        if tag.is_one_of(&["script", "style", "head"]) || is_page_break(tag) {
            return close_within(tags, at, end);
        }
        if tag.is("img") || tag.is("image") {
            self.picture(page, at);
            return at;
        }
        if tag.is("a") && !tag.empty {
            return self.anchor(page, at, end);
        }
        if tag.is("figure") {
            let close = close_within(tags, at, end);
            if tags[at..=close].iter().any(|tag| tag.opens("figcaption")) {
                self.captioned = tags[close].end();
            }
        }
        if is_verse(tag)
            && let Some((last, lines)) = self.verse(page, at, end)
        {
            self.out.extend(["<pre>\n", &lines, "</pre>"]);
            return last;
        }
        self.open(tag);
        at
    }

    fn open(&mut self, tag: &Tag) {
        let name = self.name(tag);
        self.out.extend(["<", &name]);
        for wanted in ["class", "href", "start", "hidden", "style", "datetime"] {
            if let Some(value) = tag.get(wanted).filter(|_| self.periodical || wanted != "class") {
                self.out.extend([" ", wanted, "=\"", &escaped(&value), "\""]);
            }
        }
        if self.periodical && tag.get("class").is_some_and(|class| class.contains("navbar")) {
            self.out.push_str(" role=\"navigation\"");
        }
        self.out.push('>');
        if tag.empty && !tags::is_void(&name) {
            self.out.extend(["</", &name, ">"]);
        }
    }

    fn close(&mut self, tag: &Tag) {
        let name = self.name(tag);
        if !tags::is_void(&name) {
            self.out.extend(["</", &name, ">"]);
        }
    }

    /// The name that the element is written with: what a web page puts beside its text is text in a book.
    fn name(&self, tag: &Tag) -> String {
        let beside = tag.is_one_of(&["aside", "footer", "form", "menu"]) && !self.periodical;
        let item = self.mark.is_some() && tag.is_one_of(&["li", "aside", "dd", "dt", "td", "tr"]);
        if beside || item || is_note(tag) && tag.is("aside") { "div".to_owned() } else { tag.name.to_ascii_lowercase() }
    }

    /// A link: a citation, the way back from a note, or any other.
    fn anchor(&mut self, page: usize, at: usize, end: usize) -> usize {
        let tags = self.pages.tags(page);
        let tag = &tags[at];
        let close = close_within(tags, at, end);
        if let Some(index) = self.notes.cited_by(page, at) {
            self.cite(index);
            return close;
        }
        let words = self.pages.words(page, at);
        let bare = words.trim_matches(|c: char| c.is_whitespace() || "[]().^:".contains(c));
        let back = tag.get("role").is_some_and(|role| role == "doc-backlink") || tag.has("class", &["footnote-back"]);
        let number = self.mark.as_deref().is_some_and(|mark| mark == bare);
        let sign = !words.contains(char::is_alphanumeric) && words.contains(['↩', '↑', '⏎', '←', '^', '↵']);
        if (back || number || sign) && tag.get("href").is_some() {
            return close;
        }
        if self.periodical && self.is_origin(tag) {
            self.address = tag.get("href").map(std::borrow::Cow::into_owned);
            self.set_aside();
        }
        self.open(tag);
        at
    }

    /// The mark of a note, which leads to it.
    fn cite(&mut self, index: usize) {
        let note = &self.notes.all[index];
        self.out.extend(["<a href=\"", &escaped(&note.place), "\">[", &escaped(&note.mark), "]</a>"]);
        if !self.cited.contains(&index) {
            self.cited.push(index);
        }
    }

    /// True for the link to where the article came from, which stands below it: `downloaded by calibre from …`.
    fn is_origin(&self, tag: &Tag) -> bool {
        let near = &self.out.as_bytes()[self.out.len().saturating_sub(VERSE / 4)..];
        let named = || memmem::find(near, b">calibre<").is_some();
        tag.has("rel", &["calibre-downloaded-from"])
            || tag.get("href").is_some_and(|to| to.starts_with("http")) && named()
    }

    /// Marks the block that is open as no part of the article.
    fn set_aside(&mut self) {
        let from = self.out.len().saturating_sub(VERSE * 4);
        let near = &self.out.as_bytes()[from..];
        let open = [&b"<p"[..], b"<div"].iter().filter_map(|tag| Some(memmem::rfind(near, tag)? + tag.len())).max();
        if let Some(at) = open {
            self.out.insert_str(from + at, " role=\"contentinfo\"");
        }
    }

    /// A picture as what it is described with, unless it has a caption of its own.
    fn picture(&mut self, page: usize, at: usize) {
        let tags = self.pages.tags(page);
        let Some(alt) = picture::described(&tags[at].get("alt").unwrap_or_default()) else { return };
        if tags[at].start < self.captioned {
            return;
        }
        let apart = |tag: Option<&Tag>| tag.is_none_or(|tag| !tag.is_one_of(&["b", "i", "em", "strong", "sup", "sub"]));
        let alone = self.pages.gap(page, at).trim().is_empty() && self.pages.gap(page, at + 1).trim().is_empty();
        if alone && apart(at.checked_sub(1).map(|at| &tags[at])) && apart(tags.get(at + 1)) {
            self.out.extend(["<figcaption>", &escaped(&alt), "</figcaption>"]);
        } else if alt.chars().count() == 1 {
            // A drawn initial.
            self.out.push_str(&escaped(&alt));
        } else {
            self.out.extend(["[", &escaped(&alt), "]"]);
        }
    }

    /// The lines of a stanza and its last tag; `None` when it holds stanzas itself, or prose.
    fn verse(&mut self, page: usize, at: usize, end: usize) -> Option<(usize, String)> {
        let tags = self.pages.tags(page);
        let mut last = tags::close_of(tags, at)?;
        while tags[at].is("p")
            && let Some(next) = tags.get(last + 1).filter(|next| next.opens("p") && is_verse(next))
            && self.pages.gap(page, last + 1).trim().is_empty()
            && next.end() < end
        {
            last = tags::close_of(tags, last + 1)?;
        }
        let single = tags[at].is("p");
        let inner = &tags[at + 1..=last];
        if tags[last].start >= end || !single && inner.iter().any(|tag| !tag.closing && is_verse(tag) && !tag.is("p")) {
            return None;
        }
        let outer = (std::mem::take(&mut self.out), self.cited.len());
        let (mut broken, mut index) = (false, at + 1);
        while index <= last {
            let text = level_inside(self.pages.gap(page, index));
            let text = if self.out.is_empty() || self.out.ends_with('\n') { text.trim_start() } else { &text };
            self.out.push_str(text);
            let tag = &tags[index];
            if tag.is("br") || tag.closing && tag.is_one_of(BLOCKS) {
                self.out.truncate(self.out.trim_end().len());
                // A paragraph with breaks is a stanza, one without a line.
                self.out.push_str(if broken && tag.closing { "\n\n" } else { "\n" });
                broken = tag.is("br");
            } else if let Some(note) = self.notes.cited_by(page, index) {
                self.cite(note);
                index = close_within(tags, index, end).min(last);
            }
            index += 1;
        }
        let lines = std::mem::replace(&mut self.out, outer.0);
        if lines.lines().any(|line| line.len() > VERSE) || !lines.trim().contains('\n') {
            self.cited.truncate(outer.1);
            return None;
        }
        Some((last, lines))
    }
}

/// The end tag of the element that the tag at `at` opens; that tag itself when the element ends outside of what is written.
fn close_within(tags: &[Tag], at: usize, end: usize) -> usize {
    tags::close_of(tags, at).filter(|close| tags[*close].start < end).unwrap_or(at)
}

/// The number of a printed page in the middle of the text.
fn is_page_break(tag: &Tag) -> bool {
    tag.has("epub:type", &["pagebreak"]) || tag.has("role", &["doc-pagebreak"])
}

fn is_verse(tag: &Tag) -> bool {
    !tag.empty
        && tag.is_one_of(&["div", "p", "section", "blockquote"])
        && (tag.has("epub:type", &["z3998:poem", "z3998:verse", "poem", "verse", "stanza"])
            || tag.has(
                "class",
                &["poem", "poetry", "verse", "vers", "stanza", "strophe", "poeme", "poesie", "linegroup"],
            ))
}

/// White space levelled, that at the ends included.
fn level_inside(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\n' | '\t' | '\r' if out.ends_with(' ') => {}
            '\n' | '\t' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// As it stands in markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
