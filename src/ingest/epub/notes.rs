//! Footnotes: which references cite one, and where its text stands.
//!
//! EPUB 3 says so in words (`epub:type="noteref"`). Older books only raise a number that leads to a paragraph further on;
//! that number, its form and the direction in which it leads are the signs then. A note that is not surely one stays
//! where it is.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::pages::{Pages, Spot};
use super::tags::{self, Tag};

/// A longer note is a chapter; in bytes of markup.
const LONGEST: usize = 60_000;
/// A note whose number stands deeper than this inside of it has a form of its own; in tags.
const DEEP: usize = 12;
/// How many paragraphs without a number of their own a note goes on for.
const FURTHER: usize = 10;
/// The longest mark: `*`, `12`, `note 3`.
const MARK: usize = 12;

/// One note that is cited.
#[derive(Debug)]
pub struct Note {
    /// The page on which it stands.
    pub page: usize,
    /// Its bytes there.
    pub range: Range<usize>,
    /// What it is cited by, without brackets.
    pub mark: String,
    /// Its place, for links: a path and a fragment.
    pub place: String,
}

/// The notes of a book.
#[derive(Debug, Default)]
pub struct Notes {
    /// In the order in which they stand.
    pub all: Vec<Note>,
    /// The note that the link at a tag of a page cites.
    cited: HashMap<(usize, usize), usize>,
    /// Which notes stand on a page.
    by_page: HashMap<usize, Vec<usize>>,
}

impl Notes {
    /// The note that the tag at `tag` of a page cites.
    pub fn cited_by(&self, page: usize, tag: usize) -> Option<usize> {
        self.cited.get(&(page, tag)).copied()
    }

    /// The notes that stand in a stretch of a page, in order.
    pub fn within(&self, page: usize, range: &Range<usize>) -> impl Iterator<Item = &Note> {
        let all = self.by_page.get(&page).map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|&at| self.all[at].range.start < range.start);
        let notes = all[first..].iter().map(|&at| &self.all[at]);
        notes.take_while(|note| note.range.start < range.end).filter(|note| note.range.end <= range.end)
    }
}

/// A reference to what may be a note.
struct Reference {
    page: usize,
    tag: usize,
    mark: String,
}

/// Finds the notes of `pages`.
pub fn find(pages: &Pages) -> Notes {
    let mut targets: BTreeMap<Spot, Vec<Reference>> = BTreeMap::new();
    for page in 0..pages.len() {
        for (at, tag) in pages.tags(page).iter().enumerate().filter(|(_, tag)| tag.opens("a") && !tag.empty) {
            if let Some((target, mark)) = reference(pages, page, at, tag) {
                targets.entry(target).or_default().push(Reference { page, tag: at, mark });
            }
        }
    }
    let mut notes = Notes::default();
    for (&(page, tag), references) in &targets {
        let Some(range) = extent(pages, page, tag, &targets, references) else { continue };
        let target = &pages.tags(page)[tag];
        let name = target.get("id").or_else(|| target.get("name")).unwrap_or_default();
        let mark = references[0].mark.clone();
        for reference in references {
            notes.cited.insert((reference.page, reference.tag), notes.all.len());
        }
        notes.by_page.entry(page).or_default().push(notes.all.len());
        notes.all.push(Note { page, range, mark, place: format!("{}#{name}", pages.page(page).path) });
    }
    for on_page in notes.by_page.values_mut() {
        on_page.sort_by_key(|&at| notes.all[at].range.start);
    }
    notes
}

/// The tag that a link leads to and the mark that it shows, when it cites a note.
fn reference(pages: &Pages, page: usize, at: usize, tag: &Tag) -> Option<(Spot, String)> {
    let (number, target) = pages.leads_to(page, tag)?;
    let target = target?;
    let declared = tag.has("epub:type", &["noteref"])
        || tag.has("role", &["doc-noteref"])
        || tag.has("class", &["noteref", "footnote-ref", "footnoteref", "footnote_ref", "note-ref", "appelnote"]);
    // Most links lead elsewhere, and show more than a mark.
    if !declared && (tag.has("role", &["doc-backlink"]) || pages.gap(page, at + 1).len() > MARK * 2) {
        return None;
    }
    let words = pages.words(page, at);
    let mark = words.trim_matches(|c: char| c.is_whitespace() || "[]().".contains(c)).to_owned();
    let length = mark.chars().count();
    let form = length <= 5 && mark.bytes().all(|b| b.is_ascii_digit())
        || length <= 3 && mark.chars().all(|c| "*†‡§".contains(c))
        || length == 1 && mark.bytes().all(|b| b.is_ascii_lowercase());
    let tags = pages.tags(page);
    let before = at.checked_sub(1).map(|before| &tags[before]);
    let raised = before.is_some_and(|tag| is_raised(tag) && pages.gap(page, at).trim().is_empty())
        || tags.get(at + 1).is_some_and(is_raised)
        || is_raised(tag)
        || words.starts_with(['[', '(']);
    let typed = is_note(&pages.tags(number)[target]);
    let behind = (number, pages.tags(number)[target].start) > (page, tag.start);
    let sure = declared && length <= MARK || form && (raised || typed);
    (length > 0 && sure && (behind || typed)).then_some(((number, target), mark))
}

fn is_raised(tag: &Tag) -> bool {
    tag.opens("sup") || !tag.closing && tag.has("class", &["super", "superscript", "exposant", "sup", "appel"])
}

/// True for an element that says that it is a note.
pub fn is_note(tag: &Tag) -> bool {
    tag.has("epub:type", &["footnote", "endnote", "rearnote", "note"])
        || tag.has("role", &["doc-footnote", "doc-endnote"])
        || tag.has("class", &["footnote", "endnote", "fn", "note"])
}

/// The bytes of the note whose name stands at `tag`; `None` when what stands there is no note.
fn extent(
    pages: &Pages,
    page: usize,
    tag: usize,
    targets: &BTreeMap<Spot, Vec<Reference>>,
    references: &[Reference],
) -> Option<Range<usize>> {
    let tags = pages.tags(page);
    let block = enclosing(tags, tag)?;
    let close = tags::close_of(tags, block)?;
    let mut range = tags[block].start..tags[close].end();
    let starts = |tag: &usize| tags[*tag].start;
    let next = targets.range((page, tag + 1)..(page + 1, 0)).next().map(|(&(_, tag), _)| tag);
    let before = targets.range((page, 0)..(page, tag)).next_back().map(|(&(_, tag), _)| tag);
    let holds = |at: &usize| range.contains(&starts(at));
    if next.as_ref().is_some_and(holds) || before.as_ref().is_some_and(holds) {
        // One element holds several notes, parted by breaks.
        let end = next.filter(|at| holds(at)).map_or(tags[close].start, |at| starts(&at));
        range = tags[tag].start..end.max(tags[tag].end());
    } else if tags[block].is("p")
        && let Some(next) = next
    {
        range.end = further(pages, page, close, enclosing(tags, next).unwrap_or(next));
    }
    let cites = references.iter().any(|one| one.page == page && range.contains(&tags[one.tag].start));
    (!cites && range.len() <= LONGEST).then_some(range)
}

/// Where a note ends that may go on in further paragraphs, up to the block of the next one.
fn further(pages: &Pages, page: usize, mut close: usize, next: usize) -> usize {
    let tags = pages.tags(page);
    for _ in 0..FURTHER {
        let open = close + 1;
        if open >= next || !tags[open].opens("p") || !pages.gap(page, open).trim().is_empty() {
            break;
        }
        let Some(end) = tags::close_of(tags, open) else { break };
        close = end;
    }
    tags[close].end()
}

/// The block that a name stands in: its own element, or the one that begins shortly before.
fn enclosing(tags: &[Tag], tag: usize) -> Option<usize> {
    const BLOCKS: &[&str] = &["aside", "p", "li", "div", "dd", "section", "blockquote", "td", "tr"];
    if tags[tag].is_one_of(BLOCKS) && !tags[tag].empty {
        return Some(tag);
    }
    let mut closed = 0_usize;
    for at in (tag.saturating_sub(DEEP)..tag).rev().filter(|&at| tags[at].is_one_of(BLOCKS) && !tags[at].empty) {
        if tags[at].closing {
            closed += 1;
        } else if closed == 0 {
            return Some(at);
        } else {
            closed -= 1;
        }
    }
    None
}
