//! The pages of a book with their tags, and what their references lead to.

use std::collections::HashMap;
use std::ops::Range;

use super::container::resolve;
use super::contents::Place;
use super::tags::{self, Tag};

/// Tags in all the pages of a book. A long novel has 50,000.
pub const MAX_TAGS: usize = 1_000_000;

/// A file of the spine as it was read.
#[derive(Debug)]
pub struct Page {
    /// Where it lies in the book.
    pub path: String,
    /// Decoded.
    pub markup: String,
    /// False for what stands beside the text.
    pub linear: bool,
}

/// Where something stands: the number of the page and a byte of its markup. In the order in which a book is read.
pub type Spot = (usize, usize);

/// All pages of a book.
#[derive(Debug)]
pub struct Pages<'a> {
    files: &'a [Page],
    tags: Vec<Vec<Tag<'a>>>,
    /// Where the first word or picture of each page stands.
    begins: Vec<usize>,
    /// The number of a page by its path.
    numbers: HashMap<&'a str, usize>,
    /// The tag that carries a name.
    names: HashMap<(usize, String), usize>,
    /// True when there were more tags than are looked at.
    pub cut: bool,
}

impl<'a> Pages<'a> {
    /// Looks through `pages`, at most at `limit` tags in all of them.
    pub fn of(pages: &'a [Page], limit: usize) -> Self {
        let mut left = limit;
        let mut all = Self {
            files: pages,
            tags: Vec::new(),
            begins: Vec::new(),
            numbers: HashMap::new(),
            names: HashMap::new(),
            cut: false,
        };
        for (number, page) in pages.iter().enumerate() {
            all.numbers.entry(&page.path).or_insert(number);
            let tags = tags::tags(&page.markup, left);
            left -= tags.len();
            all.cut |= left == 0;
            for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| !tag.closing) {
                let name = tag.get("id").or_else(|| tag.get("name").filter(|_| tag.is("a")));
                if let Some(name) = name {
                    all.names.entry((number, name.into_owned())).or_insert(at);
                }
            }
            all.tags.push(tags);
            all.begins.push(all.beginning(number));
        }
        all
    }

    fn beginning(&self, number: usize) -> usize {
        let (tags, body) = (self.tags(number), self.body(number));
        let first = tags.partition_point(|tag| tag.start < body.start);
        let speaks = |&at: &usize| tags[at].opens("img") || !self.gap(number, at + 1).trim().is_empty();
        let says = self.page(number).markup[body.start..].trim_start().starts_with(|c| c != '<');
        if says { body.start } else { (first..tags.len()).find(speaks).map_or(body.end, |at| tags[at].end()) }
    }

    /// Where the first word or picture of a page stands.
    pub fn begins(&self, number: usize) -> usize {
        self.begins[number]
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// A page by its number.
    pub fn page(&self, number: usize) -> &'a Page {
        &self.files[number]
    }

    /// The tags of a page.
    pub fn tags(&self, number: usize) -> &[Tag<'a>] {
        &self.tags[number]
    }

    /// The bytes of a page that a browser would show. Where tags were left out, so is what stands behind the last.
    pub fn body(&self, number: usize) -> Range<usize> {
        let tags = self.tags(number);
        let end = tags.iter().rev().take(8).find(|tag| tag.closing && tag.is("body")).map(|tag| tag.start);
        let whole = || if self.cut { tags.last().map_or(0, Tag::end) } else { self.page(number).markup.len() };
        let start = tags.iter().take(400).find(|tag| tag.opens("body") || tag.is("head") && tag.closing).map(Tag::end);
        let start = tags.iter().take(400).find(|tag| tag.opens("body")).map(Tag::end).or(start).unwrap_or_default();
        start..end.unwrap_or_else(whole).max(start)
    }

    /// The page and the tag that a place leads to; no tag where it leads to a whole page or to a name that is not there.
    pub fn target(&self, place: &Place) -> Option<(usize, Option<usize>)> {
        let number = *self.numbers.get(place.0.as_str())?;
        let tag = place.1.as_ref().and_then(|name| self.names.get(&(number, name.clone())).copied());
        Some((number, tag))
    }

    /// What the reference of a tag on a page leads to.
    pub fn leads_to(&self, number: usize, tag: &Tag) -> Option<(usize, Option<usize>)> {
        self.target(&resolve(&self.page(number).path, &tag.get("href")?)?)
    }

    /// The words of an element.
    pub fn words(&self, number: usize, tag: usize) -> String {
        tags::words(&self.page(number).markup, self.tags(number), tag)
    }

    /// The markup between the tag before `at` and the tag at `at`.
    pub fn gap(&self, number: usize, at: usize) -> &'a str {
        let tags = self.tags(number);
        let end = tags.get(at).map_or(self.page(number).markup.len(), |tag| tag.start);
        &self.page(number).markup[at.checked_sub(1).map_or(0, |before| tags[before].end())..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_the_last_tag_is_left_out() {
        let page = |markup: &str| Page { path: "a".to_owned(), markup: markup.to_owned(), linear: true };
        let pages = [page("<body><p>Un</p><p>Deux</p></body>"), page("<p>Trois</p>")];
        let read = |limit: usize| {
            let pages = Pages::of(&pages, limit);
            let body = |number: usize| &pages.page(number).markup[pages.body(number)];
            (pages.cut, body(0).to_owned(), body(1).to_owned())
        };
        assert_eq!(read(3), (true, "<p>Un</p>".to_owned(), String::new()));
        assert_eq!(read(99), (false, "<p>Un</p><p>Deux</p>".to_owned(), "<p>Trois</p>".to_owned()));
    }
}
