//! A feed as its fields and entries, each a small tree of elements.
//!
//! Works on whatever [`xml`](super::super::xml) makes of a document: end tags that are missing or that end nothing, prefixes
//! that are declared nowhere, markup that should have been escaped. An entry that its document does not end is left out and
//! the cut is told. What the elements mean is for `fields` to say.

use super::super::xml::{Event, Events, Tag, escape, resolve};

/// Elements nest no deeper: what lies deeper gives only its text.
const DEPTH: usize = 40;
/// So many levels of a field keep their children apart: `media:group`, `author`.
const KEPT: usize = 3;

/// So many of them in a field or an entry.
const CHILDREN: usize = 4096;

/// Elements of HTML that have no end; where markup is not escaped they would hold all that follows.
const VOID: [&str; 9] = ["br", "hr", "img", "wbr", "input", "col", "area", "embed", "track"];

/// What the names of the vocabularies begin with and the prefix by which they are known here.
const SPACES: [(&str, &str); 10] = [
    ("http://www.w3.org/2005/atom", "atom"),
    ("http://purl.org/atom/", "atom"),
    ("http://purl.org/rss/1.0/modules/content", "content"),
    ("http://purl.org/dc/terms", "dc"),
    ("http://purl.org/dc/elements", "dc"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://www.itunes.com/dtds/", "itunes"),
    ("http://rssnamespace.org/feedburner", "feedburner"),
    ("http://www.w3.org/1999/02/22-rdf", "rdf"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
];

/// An element that has ended.
#[derive(Debug, Default)]
pub struct Element {
    /// In lower case, with the usual prefix of its vocabulary: `pubdate`, `dc:creator`.
    pub name: String,
    /// Names in lower case.
    attributes: Vec<(String, String)>,
    /// Those of the first levels.
    pub children: Vec<Element>,
    /// All the text in it, its references resolved as far as XML knows them.
    pub text: String,
    /// What is in it as markup.
    pub markup: String,
    /// True when there are elements in it.
    pub mixed: bool,
}

impl Element {
    fn new(name: String, tag: Tag) -> Self {
        let attributes = tag.attributes.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        Self { name, attributes, ..Self::default() }
    }

    /// An attribute that is not blank.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The first child that is not blank, of the first of `names` that any has.
    pub fn first(&self, names: &[&str]) -> Option<&Self> {
        let filled =
            |name: &str| self.children.iter().find(|child| child.name == name && !child.text.trim().is_empty());
        names.iter().find_map(|name| filled(name))
    }

    /// The children of that name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// A piece of a feed.
#[derive(Debug)]
pub enum Part {
    /// `rss`, `channel`, `feed`: only its attributes count.
    Container(Element),
    /// What says something of the feed itself.
    Field(Element),
    /// `item` or `entry`.
    Entry(Element),
}

/// The pieces of a feed in their order.
pub struct Parts<'t> {
    events: Events<'t>,
    /// The open elements; the first are containers.
    open: Vec<Element>,
    containers: usize,
    /// How many are open beyond [`DEPTH`].
    excess: usize,
    /// How many are kept apart in the field or entry that is open.
    children: usize,
    /// The prefixes that the document declares.
    prefixes: Vec<(String, &'static str)>,
    /// A start tag that has to wait until the element before it is told.
    waiting: Option<(String, Tag)>,
    /// True once the document has ended before its elements did.
    pub cut: bool,
}

impl<'t> Parts<'t> {
    /// Of a document that has been repaired.
    pub fn new(text: &'t str) -> Self {
        Self {
            events: Events::new(text),
            open: Vec::new(),
            containers: 0,
            excess: 0,
            children: 0,
            prefixes: Vec::new(),
            waiting: None,
            cut: false,
        }
    }

    fn start(&mut self, tag: Tag) -> Option<Part> {
        self.declare(&tag);
        let name = self.known(&tag.name);
        let entry = matches!(name.as_str(), "item" | "entry");
        if entry && self.open.len() > self.containers {
            // The entry before it was never closed.
            let before = self.fold(self.containers);
            self.waiting = Some((name, tag));
            return before;
        }
        self.push(name, tag)
    }

    fn push(&mut self, name: String, tag: Tag) -> Option<Part> {
        if self.open.len() == self.containers && self.containers < 4 && is_container(&name) {
            self.containers += 1;
            let element = Element::new(name.clone(), tag);
            self.open.push(Element { name, ..Element::default() });
            return Some(Part::Container(element));
        }
        let inside = self.open.len() > self.containers + 1;
        if inside && VOID.contains(&name.as_str()) {
            let within = self.open.last_mut()?;
            within.text.push(' ');
            within.mixed = true;
            within.markup += &opening(&Element::new(name, tag));
        } else if self.open.len() >= DEPTH {
            self.excess += 1;
        } else {
            self.open.push(Element::new(name, tag));
        }
        None
    }

    fn end(&mut self, name: &str) -> Option<Part> {
        let name = self.known(name);
        let at = self.open.iter().rposition(|open| open.name == name);
        // What lies too deep is closed first, unless a whole field is.
        if self.excess > 0 && at.is_none_or(|at| at > self.containers + 1) {
            self.excess -= 1;
            return None;
        }
        let at = at?;
        self.excess = 0;
        if at >= self.containers {
            return self.fold(at);
        }
        let last = self.fold(self.containers);
        self.open.truncate(at);
        self.containers = at;
        last
    }

    /// Ends the elements from `at` on, each in the one around it. The outermost one is told.
    fn fold(&mut self, at: usize) -> Option<Part> {
        self.excess = 0;
        while self.open.len() > at {
            let element = self.open.pop()?;
            let level = self.open.len() - self.containers.min(self.open.len());
            if level == 0 {
                self.children = 0;
                let entry = matches!(element.name.as_str(), "item" | "entry");
                return Some(if entry { Part::Entry(element) } else { Part::Field(element) });
            }
            let outer = self.open.last_mut()?;
            if level > 1 {
                outer.mixed = true;
                outer.text += &element.text;
                outer.markup += &opening(&element);
                outer.markup += &element.markup;
                outer.markup.extend(["</", local(&element.name), ">"]);
            }
            if level <= KEPT && self.children < CHILDREN {
                self.children += 1;
                outer.children.push(element);
            }
        }
        None
    }

    fn text(&mut self, text: &str, markup: &str) {
        // Between the fields of an entry there is only white space.
        if self.open.len() > self.containers
            && let Some(element) = self.open.last_mut()
        {
            element.text += text;
            element.markup += markup;
        }
    }

    fn declare(&mut self, tag: &Tag) {
        for (name, address) in &tag.attributes {
            let Some(prefix) = name.strip_prefix("xmlns:") else { continue };
            let address = address.trim().to_ascii_lowercase();
            let known = SPACES.iter().find(|(start, _)| address.starts_with(start));
            if let Some((_, known)) = known
                && self.prefixes.len() < 64
                && !self.prefixes.iter().any(|(declared, _)| declared == prefix)
            {
                self.prefixes.push((prefix.to_owned(), known));
            }
        }
    }

    /// A name with the usual prefix. One that is declared nowhere is what it usually is; those of Atom and of XHTML go.
    fn known(&self, name: &str) -> String {
        let lower = name.to_ascii_lowercase();
        let Some((prefix, local)) = lower.split_once(':') else { return lower };
        let declared = self.prefixes.iter().find(|(declared, _)| declared.eq_ignore_ascii_case(prefix));
        let prefix = declared.map_or(prefix, |(_, known)| known);
        let root = self.open.first().map(|root| root.name.as_str());
        match prefix {
            // A feed of Atom may give all its elements the prefix.
            "atom" | "a10" if !matches!(root, Some("rss" | "rdf:rdf")) => local.to_owned(),
            "a10" => format!("atom:{local}"),
            "xhtml" => local.to_owned(),
            "dcterms" => format!("dc:{local}"),
            prefix => format!("{prefix}:{local}"),
        }
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if let Some((name, tag)) = self.waiting.take()
            && let Some(part) = self.push(name, tag)
        {
            return Some(part);
        }
        loop {
            let part = match self.events.next() {
                Some(Event::Open(tag)) => self.start(tag),
                Some(Event::Close(name)) => self.end(&name),
                Some(Event::Text(text)) => {
                    self.text(&text, &text);
                    None
                }
                Some(Event::Reference(name)) => {
                    let raw = format!("&{name};");
                    match resolve(&name) {
                        Some(c) => self.text(c.encode_utf8(&mut [0; 4]), &raw),
                        None => self.text(&raw, &raw),
                    }
                    None
                }
                None => {
                    self.cut |= !self.open.is_empty();
                    self.open.clear();
                    self.containers = 0;
                    return None;
                }
            };
            if part.is_some() {
                return part;
            }
        }
    }
}

fn is_container(name: &str) -> bool {
    matches!(name, "rss" | "feed" | "rdf:rdf" | "channel")
}

/// The start tag of an element inside of a text.
fn opening(element: &Element) -> String {
    let mut out = format!("<{}", local(&element.name));
    for (name, value) in &element.attributes {
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            out.extend([" ", name, "=\"", &escape(value), "\""]);
        }
    }
    out + ">"
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
