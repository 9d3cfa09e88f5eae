//! From the events of a file to its articles.
//!
//! A stack of open elements says what text is where it stands; a stack of drafts holds the message, its items and their
//! components. A component with headline and text is an article of its own, any other belongs to what it lies in. A file
//! that is cut gives what was there.

use quick_xml::Reader as Events;
use quick_xml::events::{BytesStart, Event};

use super::draft::Draft;
use super::parts::{self, Part};
use crate::document::{Article, Problem};
use crate::ingest::fields::Role;
use crate::ingest::limits::Budget;
use crate::ingest::references;
use crate::text::count::counted;

/// How deep elements may nest. What agencies send stays below 30.
const DEPTH: usize = 200;

/// Bytes of a value that are kept: headlines and names are shorter.
const VALUE: usize = 64 * 1024;

/// Attributes of one element that are looked at.
const ATTRIBUTES: usize = 50;

/// The articles of a file, and what is wrong with it.
pub fn read(text: &str, name: &str, budget: &Budget) -> (Vec<Article>, Vec<Problem>) {
    let mut events = Events::from_str(text);
    let config = events.config_mut();
    // What programs get wrong, and what can only mean one thing.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut reader = Reader {
        name,
        budget,
        open: Vec::new(),
        drafts: vec![Draft::default()],
        captures: Vec::new(),
        articles: Vec::new(),
        problems: Vec::new(),
        empty: 0,
    };
    loop {
        let event = events.read_event();
        let place = usize::try_from(events.buffer_position()).map_or(text.len(), |at| text.floor_char_boundary(at));
        let line = || memchr::memchr_iter(b'\n', &text.as_bytes()[..place]).count() + 1;
        match event {
            Ok(Event::Eof) if reader.open.is_empty() => break,
            Ok(Event::Eof) => {
                reader.problems.push(Problem::new("The file ends too early; what stands before the end is read."));
                break;
            }
            Ok(event) => {
                if let Err(problem) = reader.event(event) {
                    reader.problems.push(problem);
                    break;
                }
            }
            Err(error) => {
                let message = format!("The XML breaks at line {}: {error}; what stands before is read.", line());
                reader.problems.push(Problem::new(message));
                break;
            }
        }
    }
    reader.finish()
}

/// An open element.
struct Open {
    name: String,
    /// True inside of a body.
    body: bool,
    /// The element of a page that it became.
    tag: Option<&'static str>,
    /// True when it began a capture.
    captures: bool,
    /// True when it began a draft.
    scope: bool,
}

/// Text that is being taken for something.
struct Capture {
    part: Part,
    text: String,
}

struct Reader<'a> {
    name: &'a str,
    budget: &'a Budget,
    open: Vec<Open>,
    /// The message first, then what is open in it; never empty.
    drafts: Vec<Draft>,
    captures: Vec<Capture>,
    articles: Vec<Article>,
    problems: Vec<Problem>,
    /// Items that say nothing.
    empty: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event) -> Result<(), Problem> {
        match event {
            Event::Start(start) => self.start(&start)?,
            Event::End(end) => {
                let name = end.local_name().into_inner().to_ascii_lowercase();
                // An end without a beginning is a stray one; one further out closes what was left open.
                if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
                    while self.open.len() > at {
                        self.end()?;
                    }
                }
            }
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(reference) => match references::named(&reference) {
                Some(stands_for) => self.text(&stands_for),
                None => self.text(&format!("&{};", &*reference)),
            },
            _ => {}
        }
        Ok(())
    }

    fn draft(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
        }
        let last = self.drafts.len() - 1;
        &mut self.drafts[last]
    }

    fn start(&mut self, start: &BytesStart) -> Result<(), Problem> {
        if self.open.len() >= DEPTH {
            return Err(Problem::new(format!("Elements nest more than {DEPTH} deep; what stands before is read.")));
        }
        let name = start.local_name().into_inner().to_ascii_lowercase();
        let (parent, inside) = self.open.last().map_or(("", false), |open| (open.name.as_str(), open.body));
        // An item of NITF in an item of NewsML is the body of that.
        let scope = parts::is_scope(&name) && (name != "nitf" || self.drafts.len() == 1);
        let part = parts::part(&name, parent).filter(|part| !inside || takes_from_body(&name, *part));
        let body = (inside || parts::begins_body(&name)) && !parts::ends_body(&name);
        // Inside of what is taken for something else there are no paragraphs.
        let tag = parts::tag(&name).filter(|_| inside && body && part.is_none() && self.captures.is_empty());
        if scope {
            self.drafts.push(Draft::default());
        }
        self.attributes(&name, start);
        if let Some(tag) = tag {
            let address = (tag == "a").then(|| attribute(start, "href")).flatten();
            self.draft().tag(tag, address.as_deref());
        } else if let Some(capture) = self.captures.last_mut()
            && !capture.text.ends_with(' ')
            && (parts::tag(&name).is_some() || part.is_some())
        {
            capture.text.push(' ');
        }
        if let Some(part) = part {
            self.captures.push(Capture { part, text: String::new() });
        }
        self.open.push(Open { name, body, tag, captures: part.is_some(), scope });
        Ok(())
    }

    /// Takes what the attributes of an element say.
    fn attributes(&mut self, name: &str, start: &BytesStart) {
        for (_, wanted, role, number) in parts::ATTRIBUTES.iter().filter(|(element, ..)| *element == name) {
            if let Some(value) = attribute(start, wanted) {
                // `nprov:AFP` of a list of codes.
                let code = *wanted == "qcode";
                let value = if code { value.rsplit(':').next().unwrap_or_default() } else { value.as_str() };
                self.draft().tell(*role, *number, value);
            }
        }
        if name == "party"
            && let Some(capture) = self.captures.last_mut()
            && capture.text.trim().is_empty()
            && let Some(value) = attribute(start, "formalname")
        {
            capture.text.push_str(&value);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(capture) = self.captures.last_mut() {
            let room = VALUE.saturating_sub(capture.text.len());
            capture.text.push_str(&text[..text.floor_char_boundary(room)]);
        } else if self.open.last().is_some_and(|open| open.body) {
            self.draft().text(text);
        }
    }

    /// Closes the innermost element.
    fn end(&mut self) -> Result<(), Problem> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        if let Some(tag) = open.tag.filter(|tag| *tag != "br") {
            self.draft().tag(&format!("/{tag}"), None);
        }
        if open.captures
            && let Some(Capture { part, text }) = self.captures.pop()
        {
            match part {
                Part::Known(role, number) => self.draft().tell(role, number, &text),
                Part::Note => self.draft().note(&text),
            }
        }
        if open.scope { self.close(&open.name) } else { Ok(()) }
    }

    /// Ends the innermost draft: an article, or a part of what it lies in.
    fn close(&mut self, name: &str) -> Result<(), Problem> {
        let Some(draft) = self.drafts.pop() else { return Ok(()) };
        let whole = parts::is_item(name) && (!draft.given || draft.has_body());
        if whole || draft.has_body() && draft.has_headline() {
            self.budget.part()?;
            // A package without texts refers to other files.
            let article =
                if name == "packageitem" && !draft.has_body() { None } else { draft.article(&self.drafts, self.name) };
            self.empty += usize::from(article.is_none());
            self.articles.extend(article);
            self.draft().given = true;
        } else if !parts::is_item(name) {
            self.draft().absorb(draft);
        }
        Ok(())
    }

    fn finish(mut self) -> (Vec<Article>, Vec<Problem>) {
        // A file that is cut leaves elements open.
        while !self.open.is_empty() {
            if let Err(problem) = self.end() {
                self.problems.push(problem);
                break;
            }
        }
        if self.empty > 0 {
            let message = format!("Left out for want of a text: {}.", counted(self.empty, "item"));
            self.problems.push(Problem::new(message));
        }
        (self.articles, self.problems)
    }
}

/// What is not the text of a body even where it stands in one. Titles of pages and descriptions are.
fn takes_from_body(name: &str, part: Part) -> bool {
    match part {
        Part::Known(role, _) => role == Role::Author && name == "byline" || matches!(name, "hl1" | "headline"),
        Part::Note => true,
    }
}

/// The value of an attribute, whatever its prefix and its capitals.
fn attribute(start: &BytesStart, wanted: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let named = |name: &str| name.eq_ignore_ascii_case(wanted);
    let mut known = attributes.with_checks(false).flatten().take(ATTRIBUTES);
    let found = known.find(|attribute| named(attribute.key.local_name().into_inner()))?;
    Some(references::decoded(&found.value).into_owned())
}
