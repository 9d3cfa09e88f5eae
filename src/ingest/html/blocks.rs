//! The tree of a page as blocks in document order, each with the text nodes it was made of.
//!
//! Everything that a browser would show becomes part of a block, whether it belongs to the article or not; who
//! decides that is `main_text`. White space is levelled as a browser does, hidden elements are left out.

use std::ops::Range;

use dom_query::{Document, NodeId, NodeRef};

use super::super::furniture;
use super::classes::{self, Hint};
use super::elements::{is_block, is_chrome, is_hidden, is_unseen};
use crate::document::BlockKind;
use crate::text::safe;

/// A link inside a block's text.
#[derive(Debug, Clone)]
pub struct Link {
    /// Bytes of the block's text.
    pub range: Range<usize>,
    /// As the page gives it.
    pub url: String,
}

/// A stretch of the page.
#[derive(Debug, Clone)]
pub struct Block {
    /// What its element says it is.
    pub kind: BlockKind,
    /// 1 to 6 for `h1` to `h6`, else 0.
    pub level: u8,
    /// Filtered, trimmed, never empty.
    pub text: String,
    /// In order.
    pub links: Vec<Link>,
    /// True inside navigation, forms, footers and other elements that are never the article.
    pub chrome: bool,
    /// What the classes around it say.
    pub hint: Hint,
    /// Characters that are not white space.
    pub weight: usize,
    /// How many of them lead elsewhere.
    pub linked: usize,
    /// How many of them do something on the page itself, as links without an address do, or name a tag of it.
    pub controls: usize,
    /// The text nodes with their weights.
    pub nodes: Vec<(NodeId, usize)>,
    /// Set by `main_text`: part of the article.
    pub main: bool,
}

/// What holds for everything inside an element.
#[derive(Clone, Copy)]
struct Context {
    kind: BlockKind,
    level: u8,
    chrome: bool,
    hint: Hint,
    /// White space counts.
    pre: bool,
    /// Inside a table of data: cells are parts of one block.
    table: bool,
    /// The number of the next item of the list, 0 in a list without numbers.
    depth: u16,
}

/// Elements nest no deeper than the sweep lets them; what the parser adds doubles that at most.
const DEPTH: u16 = 400;

/// What tells of another article is no longer than this, in characters.
const CARD: usize = 500;

/// A page in blocks.
#[derive(Debug, Default)]
pub struct Page {
    /// In document order.
    pub blocks: Vec<Block>,
    /// Which blocks stand together in one element, for every element that holds several.
    pub groups: Vec<Range<usize>>,
    /// Which blocks stand in an element with a form, for every such element.
    pub forms: Vec<Range<usize>>,
}

/// The blocks of a page.
pub fn of(document: &Document) -> Page {
    let mut collector = Collector::default();
    let context = Context {
        kind: BlockKind::Paragraph,
        level: 0,
        chrome: false,
        hint: Hint::None,
        pre: false,
        table: false,
        depth: 0,
    };
    collector.children(&document.root(), context);
    collector.flush(context);
    Page { blocks: collector.blocks, groups: collector.groups, forms: collector.forms }
}

#[derive(Default)]
struct Collector {
    blocks: Vec<Block>,
    groups: Vec<Range<usize>>,
    forms: Vec<Range<usize>>,
    /// How many forms there were.
    seen: usize,
    text: String,
    links: Vec<Link>,
    nodes: Vec<(NodeId, usize)>,
    weight: usize,
    linked: usize,
    controls: usize,
    /// Inside a link that leads nowhere else.
    control: bool,
    /// An element inside a line has just ended, and nothing stands behind it yet.
    ended: bool,
    /// The address of the link that is open and where it began.
    link: Option<(usize, String)>,
    /// The marker of the list item that has begun.
    marker: Option<String>,
    /// Line breaks in a row.
    breaks: usize,
}

impl Collector {
    fn children(&mut self, node: &NodeRef, context: Context) {
        let mut item = Items::of(node);
        for child in node.children_it(false) {
            if child.is_text() {
                self.text_node(&child, context);
            } else if child.is_element() {
                self.element(&child, context, &mut item);
            }
        }
    }

    fn text_node(&mut self, node: &NodeRef, context: Context) {
        let text = node.text();
        let safe = safe::body(&text);
        let weight = safe.chars().filter(|c| !c.is_whitespace()).count();
        if weight > 0 {
            self.breaks = 0;
            self.weight += weight;
            self.linked += if self.link.is_some() { weight } else { 0 };
            self.controls += if self.control { weight } else { 0 };
            self.nodes.push((node.id, weight));
        }
        if context.pre {
            self.text.push_str(&safe);
            return;
        }
        if std::mem::take(&mut self.ended) && self.is_seam(&safe) {
            self.text.push(' ');
        }
        for c in safe.chars() {
            // No-break spaces are letters here: French sets them before its signs.
            if !matches!(c, ' ' | '\n' | '\t') {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    /// True where two elements of a line touch that only a style parts: `EnquêteLes cuves`, but not `iPhone`.
    fn is_seam(&self, next: &str) -> bool {
        let mut before = self.text.chars().rev();
        next.starts_with(char::is_uppercase) && before.by_ref().take(2).filter(|c| c.is_lowercase()).count() == 2
    }

    /// A kicker that stands in the headline or the standfirst is no part of it.
    fn is_kicker(&self, context: Context, outer: Context) -> bool {
        let begins = context.hint == Hint::Kicker && outer.hint != Hint::Kicker && self.text.trim().is_empty();
        begins && matches!(outer.kind, BlockKind::Paragraph | BlockKind::Heading) && !outer.table
    }

    fn element(&mut self, node: &NodeRef, outer: Context, items: &mut Items) {
        let Some(element) = node.element_ref() else { return };
        let name: &str = &element.name.local;
        let attribute =
            |wanted: &str| element.attrs.iter().find(|a| &*a.name.local == wanted).map(|a| a.value.as_ref());
        if outer.depth > DEPTH || is_unseen(name) || is_hidden(attribute) {
            return;
        }
        let context = Context { depth: outer.depth + 1, ..enter(name, attribute, outer) };
        match name {
            "br" => self.line_break(outer),
            "a" => {
                let tag = attribute("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "tag"));
                let outer = self.control;
                self.control |= tag;
                self.anchor(node, context, attribute("href"));
                self.control = outer;
                self.ended = true;
            }
            "time" => {
                self.space();
                self.children(node, context);
                self.space();
            }
            "td" | "th" if outer.table => self.cell(node, context),
            "tr" if outer.table => {
                self.text.truncate(self.text.trim_end().len());
                self.line();
                self.children(node, context);
            }
            _ if self.is_kicker(context, outer) => {
                self.apart(node, outer, Context { kind: BlockKind::Paragraph, level: 0, ..context });
            }
            _ if outer.table || !is_block(name) => {
                self.children(node, context);
                self.ended = true;
            }
            "table" if is_data(node) => {
                self.flush(outer);
                let context = Context { kind: BlockKind::Preformatted, table: true, ..context };
                self.children(node, context);
                self.flush(context);
            }
            "li" => {
                self.flush(outer);
                self.marker = Some(items.marker());
                self.children(node, context);
                self.flush(context);
                self.marker = None;
            }
            _ => self.apart(node, outer, context),
        }
    }

    /// An element that begins and ends a block.
    fn apart(&mut self, node: &NodeRef, outer: Context, context: Context) {
        self.flush(outer);
        let (first, forms) = (self.blocks.len(), self.seen);
        self.seen += usize::from(node.has_name("form"));
        self.children(node, context);
        self.flush(context);
        if self.seen > forms && self.blocks.len() > first {
            self.forms.push(first..self.blocks.len());
        }
        if self.blocks.len() > first + 1 {
            self.groups.push(first..self.blocks.len());
        }
        // What is called a date or a standfirst and holds a page is a wrapper around one.
        if context.hint != outer.hint {
            let blocks = &mut self.blocks[first..];
            if blocks.iter().map(|b| b.weight).sum::<usize>() > classes::longest(context.hint) {
                blocks.iter_mut().filter(|b| b.hint == context.hint).for_each(|b| b.hint = Hint::None);
            }
        }
    }

    /// One `<br>` is a line break, two part paragraphs.
    fn line_break(&mut self, context: Context) {
        self.breaks += 1;
        if context.table {
            self.text.push(' ');
        } else if self.breaks > 1 && !context.pre {
            self.flush(context);
        } else {
            self.line();
        }
    }

    fn line(&mut self) {
        if !self.text.is_empty() {
            if self.text.ends_with(' ') {
                self.text.pop();
            }
            self.text.push('\n');
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    fn cell(&mut self, node: &NodeRef, context: Context) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str(" | ");
        }
        self.children(node, context);
    }

    fn anchor(&mut self, node: &NodeRef, context: Context, href: Option<&str>) {
        let url = href.map(str::trim).filter(|url| {
            !url.is_empty() && !["#", "javascript:", "data:", "cid:"].iter().any(|start| url.starts_with(start))
        });
        if self.link.is_none()
            && let Some(url) = url
        {
            let first = self.blocks.len();
            self.link = Some((self.text.len(), url.to_owned()));
            self.children(node, context);
            self.close_link();
            self.link = None;
            self.card(first);
        } else {
            let outer = self.control;
            self.control |= self.link.is_none() && href.is_some();
            self.children(node, context);
            self.control = outer;
        }
    }

    /// One link around several blocks, from `first` on, is the card of another article, unless it is around a page.
    fn card(&mut self, first: usize) {
        let blocks = &mut self.blocks[first..];
        let weight: usize = blocks.iter().map(|b| b.weight).sum();
        if blocks.len() > 1 && weight <= CARD && blocks.iter().all(|b| b.level != 1 && b.linked == b.weight) {
            for block in blocks {
                block.hint = Hint::Aside;
            }
        }
    }

    /// Notes the link up to here.
    fn close_link(&mut self) {
        if let Some((start, url)) = &self.link {
            let start = (*start).min(self.text.len());
            let words = &self.text[start..];
            let from = start + (words.len() - words.trim_start().len());
            let to = start + words.trim_end().len();
            if from < to {
                self.links.push(Link { range: from..to, url: url.clone() });
            }
        }
    }

    /// Ends the block that is being collected.
    fn flush(&mut self, context: Context) {
        self.breaks = 0;
        self.close_link();
        if let Some((start, _)) = &mut self.link {
            *start = 0;
        }
        let text = std::mem::take(&mut self.text);
        let mut links = std::mem::take(&mut self.links);
        let nodes = std::mem::take(&mut self.nodes);
        let (weight, linked) = (std::mem::take(&mut self.weight), std::mem::take(&mut self.linked));
        let controls = std::mem::take(&mut self.controls);
        self.ended = false;
        let trimmed = if context.pre { text.trim_end().trim_start_matches('\n') } else { text.trim() };
        if weight == 0 || trimmed.trim().is_empty() {
            return;
        }
        let marker = self.marker.take().filter(|_| context.kind == BlockKind::ListItem).unwrap_or_default();
        let lead = trimmed.as_ptr().addr() - text.as_ptr().addr();
        let shift = |at: usize| at.saturating_sub(lead).min(trimmed.len()) + marker.len();
        for link in &mut links {
            link.range = shift(link.range.start)..shift(link.range.end);
        }
        let Context { kind, level, chrome, hint, .. } = context;
        let text = [marker.as_str(), trimmed].concat();
        self.blocks.push(Block {
            kind,
            level,
            text,
            links,
            chrome,
            hint,
            weight,
            linked,
            controls,
            nodes,
            main: false,
        });
    }
}

/// The markers of the items of one list.
enum Items {
    Bullets,
    Numbers(u32),
}

impl Items {
    fn of(list: &NodeRef) -> Self {
        if list.has_name("ol") {
            Self::Numbers(list.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1))
        } else {
            Self::Bullets
        }
    }

    fn marker(&mut self) -> String {
        match self {
            Self::Bullets => "• ".to_owned(),
            Self::Numbers(next) => {
                let marker = format!("{next}. ");
                *next = next.saturating_add(1);
                marker
            }
        }
    }
}

/// What holds inside the element.
fn enter<'e>(name: &str, attribute: impl Fn(&str) -> Option<&'e str>, outer: Context) -> Context {
    let level = match name {
        "h1" => 1,
        "h2" => 2,
        "h3" => 3,
        "h4" => 4,
        "h5" => 5,
        "h6" => 6,
        _ => 0,
    };
    let kind = match name {
        _ if level > 0 => BlockKind::Heading,
        "li" if outer.kind != BlockKind::Quotation => BlockKind::ListItem,
        "blockquote" => BlockKind::Quotation,
        "pre" | "listing" | "xmp" if outer.kind != BlockKind::Quotation => BlockKind::Preformatted,
        "figcaption" | "caption" => BlockKind::Caption,
        _ => outer.kind,
    };
    let chrome = is_chrome(name, &attribute);
    let whole = matches!(name, "html" | "body" | "main" | "article");
    let found =
        [attribute("class"), attribute("id")].into_iter().flatten().map(classes::hint).max().unwrap_or_default();
    let hint = match found {
        Hint::None => outer.hint,
        _ if whole || outer.hint == Hint::Aside => outer.hint,
        found => found,
    };
    let level = if level > 0 { level } else { outer.level };
    let pre = outer.pre || matches!(name, "pre" | "listing" | "xmp");
    Context { kind, level, chrome: outer.chrome || chrome, hint, pre, ..outer }
}

/// True for a table of data: rows of short cells. A table that lays out a page holds paragraphs or other tables.
fn is_data(table: &NodeRef) -> bool {
    let (mut rows, mut cells, mut heads, mut blocks, mut length) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    for node in table.descendants_it() {
        if node.is_text() {
            length += node.text().trim().len();
            continue;
        }
        let Some(element) = node.element_ref() else { continue };
        match &*element.name.local {
            "table" | "form" | "pre" => return false,
            "tr" => rows += 1,
            "td" => cells += 1,
            "th" => heads += 1,
            name if is_block(name) && !matches!(name, "thead" | "tbody" | "tfoot" | "caption") => blocks += 1,
            _ => {}
        }
    }
    let all = cells + heads;
    rows > 1 && all > rows && (heads > 0 || blocks == 0) && length / all.max(1) < 120
}

impl Block {
    /// True when most of it leads elsewhere, as menus and teasers do.
    pub fn is_link_list(&self) -> bool {
        self.linked * 2 > self.weight && self.weight < 200
    }

    /// True for a paragraph that leads elsewhere as a whole: the teaser of another article, set between those of this one.
    pub fn is_teaser(&self) -> bool {
        self.kind == BlockKind::Paragraph && self.linked * 10 >= self.weight * 9 && self.weight < 200
    }

    /// True when most of it is links that only do something on the page: share, print, next picture.
    pub fn is_controls(&self) -> bool {
        self.controls * 2 > self.weight && self.weight < 120
    }

    /// True for a line of the page's own.
    pub fn is_furniture(&self) -> bool {
        self.chrome || furniture::is_furniture(self.text.trim_start_matches("• "))
    }
}
