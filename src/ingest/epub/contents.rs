//! The contents of a book: its entries with their labels and places, as the navigation page of EPUB 3 or the NCX of
//! EPUB 2 has them; and which pages are the cover, the title page and the like.

use super::container::resolve;
use super::tags::{self, Tag};

/// More tags than this are no contents.
const MAX_TAGS: usize = 400_000;

/// A path and a fragment.
pub type Place = (String, Option<String>);

/// One entry.
#[derive(Debug, Default)]
pub struct Entry {
    /// What the reader of the book sees.
    pub label: String,
    /// Where it leads; a heading above other entries leads nowhere.
    pub place: Option<Place>,
    /// The index of the entry above.
    pub above: Option<usize>,
    /// Who wrote it, in newspapers.
    pub author: Option<String>,
}

/// A page of a known sort.
#[derive(Debug, Clone)]
pub struct Landmark {
    /// `cover`, `toc`, `copyright-page` and so on, in lower case.
    pub kind: String,
    /// What it is called.
    pub label: String,
    /// Where it is.
    pub place: Place,
}

/// The contents and landmarks of the navigation page at `path`.
pub fn nav(source: &str, path: &str) -> (Vec<Entry>, Vec<Landmark>) {
    let tags = tags::tags(source, MAX_TAGS);
    let (mut entries, mut landmarks) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(open) = tags[at..].iter().position(|tag| tag.opens("nav")).map(|found| at + found) {
        let close = open + 1 + tags[open + 1..].iter().take_while(|tag| !(tag.is("nav") && tag.closing)).count();
        let part = &tags[open..close.min(tags.len())];
        let kind = tags[open].get("epub:type").or_else(|| tags[open].get("role")).unwrap_or_default();
        if kind.contains("landmarks") {
            landmarks = marks(source, path, part);
        } else if kind.contains("toc") || kind.is_empty() && entries.is_empty() {
            entries = listed(source, path, part);
        }
        at = close.min(tags.len());
    }
    (entries, landmarks)
}

/// The entries of nested lists.
fn listed(source: &str, path: &str, tags: &[Tag]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // The last entry of each list that is open.
    let mut open: Vec<Option<usize>> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if tag.is_one_of(&["ol", "ul"]) && !tag.empty {
            if tag.closing {
                open.pop();
            } else {
                open.push(None);
            }
        } else if tag.opens("a") || tag.opens("span") && tags.get(at.wrapping_sub(1)).is_some_and(|tag| tag.opens("li"))
        {
            let label = tags::words(source, tags, at);
            let place = tag.get("href").and_then(|href| resolve(path, &href));
            if label.is_empty() && place.is_none() {
                continue;
            }
            let above = open.iter().rev().skip(1).find_map(|last| *last);
            if let Some(last) = open.last_mut() {
                *last = Some(entries.len());
            }
            entries.push(Entry { label, place, above, author: None });
        }
    }
    entries
}

/// Particular pages.
fn marks(source: &str, path: &str, tags: &[Tag]) -> Vec<Landmark> {
    let mark = |(at, tag): (usize, &Tag)| {
        let kind = tag.get("epub:type")?.to_ascii_lowercase();
        let place = resolve(path, &tag.get("href")?)?;
        Some(Landmark { kind, label: tags::words(source, tags, at), place })
    };
    tags.iter().enumerate().filter(|(_, tag)| tag.opens("a")).filter_map(mark).collect()
}

/// The contents in the NCX at `path`.
pub fn ncx(source: &str, path: &str) -> Vec<Entry> {
    let tags = tags::tags(source, MAX_TAGS);
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if tag.is("navPoint") && !tag.empty {
            if tag.closing {
                open.pop();
            } else {
                let above = open.last().copied();
                open.push(entries.len());
                entries.push(Entry { above, ..Entry::default() });
            }
            continue;
        }
        let Some(entry) = open.last().map(|at| &mut entries[*at]) else { continue };
        if tag.opens("text") && entry.label.is_empty() {
            entry.label = tags::words(source, &tags, at);
        } else if tag.opens("content") {
            entry.place = tag.get("src").and_then(|src| resolve(path, &src));
        } else if tag.opens("meta") && tag.has("name", &["author"]) {
            entry.author = Some(tags::words(source, &tags, at)).filter(|author| !author.is_empty());
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line for each entry: the label, above which it stands, where it leads.
    fn shape(entries: &[Entry]) -> Vec<String> {
        let place = |entry: &Entry| match &entry.place {
            Some((path, Some(fragment))) => format!("{path}#{fragment}"),
            Some((path, None)) => path.clone(),
            None => "-".to_owned(),
        };
        let above = |entry: &Entry| entry.above.map_or("", |at| entries[at].label.as_str()).to_owned();
        entries.iter().map(|entry| format!("{} < {} @ {}", entry.label, above(entry), place(entry))).collect()
    }

    #[test]
    fn the_navigation_page_has_nested_lists() {
        let source = "<nav epub:type='toc'><h1>Table</h1><ol><li><span>Partie I</span><ol><li><a href='1.xhtml'>Un <i>jour</i></a></li>
            <li><a href='1.xhtml#b'>Deux</a></li></ol></li><li><a href='2.xhtml'>Fin</a></li></ol></nav>
            <nav epub:type='page-list'><ol><li><a href='1.xhtml#p7'>7</a></li></ol></nav>
            <nav epub:type='landmarks'><ol><li><a epub:type='cover' href='c.xhtml'>Couverture</a></li></ol></nav>";
        let (entries, landmarks) = nav(source, "t/nav.xhtml");
        let expected = [
            "Partie I <  @ -",
            "Un jour < Partie I @ t/1.xhtml",
            "Deux < Partie I @ t/1.xhtml#b",
            "Fin <  @ t/2.xhtml",
        ];
        assert_eq!(shape(&entries), expected);
        assert_eq!((landmarks[0].kind.as_str(), landmarks[0].label.as_str()), ("cover", "Couverture"));
    }

    #[test]
    fn the_ncx_has_nested_points_and_may_be_broken() {
        let source = "<ncx><docTitle><text>Livre</text></docTitle><navMap><navPoint><navLabel><text>Thés & cafés</text></navLabel>
            <content src='a.html'/><navPoint><navLabel><text>Deux</navLabel><content src='a.html#b'/></navPoint></navPoint>
            <navPoint><navLabel><text>Trois</text></navLabel><content src='c.html'/>
            <calibre:meta name='author'>Jeanne Martin</calibre:meta></navPoint></navMap></ncx>";
        let entries = ncx(source, "toc.ncx");
        assert_eq!(shape(&entries)[0], "Thés & cafés <  @ a.html");
        assert!(shape(&entries)[1].ends_with("< Thés & cafés @ a.html#b"), "{:?}", shape(&entries));
        assert_eq!(
            (shape(&entries)[2].as_str(), entries[2].author.as_deref()),
            ("Trois <  @ c.html", Some("Jeanne Martin"))
        );
    }
}
