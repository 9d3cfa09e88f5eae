//! Where the articles of a book begin: at the entries of its contents, at pages of a known sort, and at every page where
//! there are no contents to go by.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::contents::{Entry, Landmark};
use super::pages::{Pages, Spot};
use super::tags;
use crate::ingest::title;

/// A book of more pages than this is not one chapter, whatever its contents say.
const ONE: usize = 3;
/// How many elements may begin together with a chapter.
const AROUND: usize = 40;

/// One article of a book.
#[derive(Debug)]
pub struct Chapter {
    /// What the contents call it.
    pub label: Option<String>,
    /// Who wrote it, in newspapers.
    pub author: Option<String>,
    /// The name of the place on its first page where it begins, if it does not begin with the page.
    pub name: Option<String>,
    /// Its stretches of markup, in reading order: the number of a page and the bytes.
    pub stretches: Vec<(usize, Range<usize>)>,
    /// True for the list of the articles of a section.
    pub menu: bool,
}

/// The beginning of a chapter.
#[derive(Debug, Default)]
struct Cut {
    label: Option<String>,
    author: Option<String>,
    name: Option<String>,
    menu: bool,
}

/// Divides the pages. In a `periodical` the page of a section lists its articles, and nothing is lost with it.
pub fn divide(pages: &Pages, entries: &[Entry], landmarks: &[Landmark], periodical: bool) -> Vec<Chapter> {
    let mut cuts: BTreeMap<Spot, Cut> = BTreeMap::new();
    let mut menus = Menus::of(pages, entries);
    for (at, entry) in entries.iter().enumerate() {
        if let Some(spot) = entry.place.as_ref().and_then(|place| pages.target(place)).map(|to| spot(pages, to)) {
            let cut = cuts.entry(spot).or_default();
            // A part and its first chapter may begin at one place; the chapter counts.
            cut.label = label(entries, at).or(cut.label.take());
            cut.author = entry.author.clone().or(cut.author.take());
            cut.name = entry.place.as_ref().and_then(|place| place.1.clone()).filter(|_| spot.1 > 0);
            cut.menu = periodical && menus.has(at);
        }
    }
    let usable = cuts.len() > 1 || cuts.len() == 1 && pages.len() <= ONE;
    if !usable {
        cuts.clear();
    }
    let first = cuts.keys().next().map_or(pages.len(), |spot| spot.0);
    for mark in landmarks.iter().filter(|mark| is_page_of_its_own(&mark.kind)) {
        if let Some((page, _)) = pages.target(&mark.place).filter(|(page, _)| !has_cut(&cuts, *page)) {
            cuts.insert((page, 0), Cut { label: Some(mark.label.clone()), ..Cut::default() });
        }
    }
    for page in 0..pages.len() {
        if (page < first || !pages.page(page).linear) && !has_cut(&cuts, page) {
            cuts.insert((page, 0), Cut::default());
        }
    }
    for page in landmarks.iter().filter(|mark| mark.kind == "toc").filter_map(|mark| pages.target(&mark.place)) {
        if menus.linked(page.0).len() > 1 {
            cuts.entry((page.0, 0)).or_default().menu = true;
        }
    }
    // What stands behind a page of contents is no part of it.
    let behind: Vec<usize> = cuts.iter().filter(|(_, cut)| cut.menu).map(|(spot, _)| spot.0 + 1).collect();
    for page in behind.into_iter().filter(|page| *page < pages.len()) {
        cuts.entry((page, 0)).or_default();
    }
    cuts.entry((0, 0)).or_default();
    between(pages, cuts)
}

fn has_cut(cuts: &BTreeMap<Spot, Cut>, page: usize) -> bool {
    cuts.range((page, 0)..(page + 1, 0)).next().is_some()
}

/// What lies between the cuts.
fn between(pages: &Pages, cuts: BTreeMap<Spot, Cut>) -> Vec<Chapter> {
    let starts: Vec<Spot> = cuts.keys().copied().collect();
    let chapter = |(at, cut): (usize, Cut)| {
        let (from, to) = (starts[at], starts.get(at + 1).copied().unwrap_or((pages.len(), 0)));
        let stretch = |page: usize| {
            let body = pages.body(page);
            let start = if page == from.0 { from.1.max(body.start) } else { body.start };
            let end = if page == to.0 { to.1.min(body.end) } else { body.end };
            (page, start..end.max(start))
        };
        let last = if to.1 == 0 { to.0 } else { to.0 + 1 };
        let stretches = (from.0..last.min(pages.len())).map(stretch).filter(|(_, range)| !range.is_empty()).collect();
        Chapter { label: cut.label, author: cut.author, name: cut.name, stretches, menu: cut.menu }
    };
    cuts.into_values().enumerate().map(chapter).collect()
}

/// Where the chapter at a target begins: before the elements that the target is the first thing in. What begins with the
/// page begins at 0.
fn spot(pages: &Pages, (page, tag): (usize, Option<usize>)) -> Spot {
    let Some(mut at) = tag else { return (page, 0) };
    let tags = pages.tags(page);
    let least = at.saturating_sub(AROUND).max(1);
    while at >= least
        && pages.gap(page, at).trim().is_empty()
        && !tags[at - 1].closing
        && !tags::is_void(tags[at - 1].name)
    {
        at -= 1;
    }
    if tags[at].start <= pages.begins(page) { (page, 0) } else { (page, tags[at].start) }
}

/// What the contents call an entry. A bare number says nothing without the part that it numbers.
fn label(entries: &[Entry], at: usize) -> Option<String> {
    let own = entries[at].label.as_str();
    if own.is_empty() {
        return None;
    }
    let above = entries[at].above.map(|above| entries[above].label.as_str()).filter(|above| !above.is_empty());
    Some(match above {
        Some(above) if is_number(own) => format!("{above} · {own}"),
        _ => own.to_owned(),
    })
}

/// True for `2`, `II.`, `Chapitre 2`.
fn is_number(label: &str) -> bool {
    const WORDS: &[&str] = &["chapitre", "chapter", "kapitel", "capitulo", "capitolo", "chap"];
    let words: Vec<String> = label.split_whitespace().map(title::key).filter(|word| !word.is_empty()).collect();
    let number = |word: &String| {
        word.bytes().all(|b| b.is_ascii_digit()) || word.len() <= 7 && word.bytes().all(|b| b"ivxlc".contains(&b))
    };
    match &words[..] {
        [one] => number(one),
        [word, one] => WORDS.contains(&word.as_str()) && number(one),
        _ => false,
    }
}

/// True for pages that begin an article even where the contents do not list them.
fn is_page_of_its_own(kind: &str) -> bool {
    !matches!(kind, "text" | "bodymatter" | "toc" | "start" | "loi" | "lot" | "page-list")
}

/// Which entries are sections whose page does nothing but lead to the entries below.
struct Menus<'b> {
    pages: &'b Pages<'b>,
    /// The pages of all entries.
    places: Vec<Option<usize>>,
    /// The entries right below each one.
    below: Vec<Vec<usize>>,
    /// The pages that a page leads to.
    linked: HashMap<usize, HashSet<usize>>,
}

impl<'b> Menus<'b> {
    fn of(pages: &'b Pages<'b>, entries: &[Entry]) -> Self {
        let mut below = vec![Vec::new(); entries.len()];
        for (at, above) in entries.iter().enumerate().filter_map(|(at, entry)| Some((at, entry.above?))) {
            below[above].push(at);
        }
        let place = |entry: &Entry| entry.place.as_ref().and_then(|place| pages.target(place)).map(|(page, _)| page);
        Self { pages, places: entries.iter().map(place).collect(), below, linked: HashMap::new() }
    }

    fn has(&mut self, at: usize) -> bool {
        let Some(page) = self.places[at] else { return false };
        let below: HashSet<usize> =
            self.below[at].iter().filter_map(|&at| self.places[at]).filter(|other| *other != page).collect();
        if below.is_empty() {
            return false;
        }
        below.intersection(self.linked(page)).count() * 2 >= below.len()
    }

    /// The pages that a page leads to.
    fn linked(&mut self, page: usize) -> &HashSet<usize> {
        let pages = self.pages;
        let leads_to = || pages.tags(page).iter().filter_map(|tag| pages.leads_to(page, tag)).map(|to| to.0).collect();
        self.linked.entry(page).or_insert_with(leads_to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_nothing_alone() {
        for label in ["2", "II.", "Chapitre 12", "CHAPTER IV", "xvi"] {
            assert!(is_number(label), "{label}");
        }
        for label in ["La foire", "1984 et après", "Chapitre premier", "Mille", ""] {
            assert!(!is_number(label), "{label}");
        }
    }
}
