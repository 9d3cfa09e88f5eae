//! What a book says of itself in its package file (`.opf`): title, authors, date, which files are read in which order,
//! and where its contents stand.

use std::collections::HashMap;

use chrono::Datelike;

use super::super::dates;
use super::container::resolve;
use super::contents::Landmark;
use super::tags::{self, Tag};
use crate::document::Published;

/// More tags than this describe no book.
const MAX_TAGS: usize = 400_000;
/// More authors than this are a list of contributors.
const MAX_AUTHORS: usize = 12;

/// The description of a book.
#[derive(Debug, Default)]
pub struct Package {
    /// The title of the book, or of the paper without its date.
    pub title: Option<String>,
    /// Its authors, parted by commas.
    pub author: Option<String>,
    /// The declared language.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// True for a newspaper or a magazine, as calibre's recipes make them of sites.
    pub periodical: bool,
    /// The files that are read, in order.
    pub spine: Vec<Item>,
    /// The path of the contents of EPUB 3.
    pub nav: Option<String>,
    /// The path of the contents of EPUB 2.
    pub ncx: Option<String>,
    /// What EPUB 2 says of particular pages.
    pub guide: Vec<Landmark>,
}

/// A file of the spine.
#[derive(Debug)]
pub struct Item {
    /// Where it lies in the book.
    pub path: String,
    /// False for what stands beside the text: notes, answers.
    pub linear: bool,
}

/// Reads the package file that lies at `path`.
pub fn read(source: &str, path: &str) -> Package {
    let tags = tags::tags(source, MAX_TAGS);
    let mut package = Package::default();
    describe(source, &tags, &mut package);
    let href = |tag: &Tag| tag.get("href").and_then(|href| resolve(path, &href)).map(|(path, _)| path);
    let mut manifest = HashMap::new();
    for tag in tags.iter().filter(|tag| tag.opens("item")) {
        let (Some(id), Some(path)) = (tag.get("id"), href(tag)) else { continue };
        let media = tag.get("media-type").unwrap_or_default().to_ascii_lowercase();
        if tag.has("properties", &["nav"]) {
            package.nav.get_or_insert_with(|| path.clone());
        }
        if media.contains("dtbncx") {
            package.ncx.get_or_insert_with(|| path.clone());
        }
        manifest.insert(id.into_owned(), (path, media));
    }
    for tag in tags.iter().filter(|tag| tag.opens("itemref")) {
        let Some((path, media)) = tag.get("idref").and_then(|id| manifest.remove(id.as_ref())) else { continue };
        // A page may be a picture.
        if !media.starts_with("image/") {
            package.spine.push(Item { path, linear: tag.get("linear").is_none_or(|linear| linear.trim() != "no") });
        }
    }
    for tag in tags.iter().filter(|tag| tag.opens("reference")) {
        if let (Some(kind), Some(place)) = (tag.get("type"), tag.get("href").and_then(|href| resolve(path, &href))) {
            let label = tag.get("title").unwrap_or_default().trim().to_owned();
            package.guide.push(Landmark { kind: kind.to_ascii_lowercase(), label, place });
        }
    }
    package
}

/// Title, authors, language and date.
fn describe(source: &str, tags: &[Tag], package: &mut Package) {
    let mut refined: HashMap<String, String> = HashMap::new();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.opens("meta")) {
        if let Some(id) = tag.get("refines").filter(|_| tag.has("property", &["role", "title-type"])) {
            refined.insert(id.trim_start_matches('#').to_owned(), tags::words(source, tags, at));
        }
        let content = || tag.get("content").unwrap_or_default();
        package.periodical |= tag.has("name", &["calibre:publication_type"]) && content().starts_with("periodical");
    }
    let told = |tag: &Tag| tag.get("id").and_then(|id| refined.get(id.as_ref()).cloned());
    let (mut authors, mut others, mut issued, mut dated) = (Vec::new(), Vec::new(), None, None);
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| !tag.closing) {
        let words = || Some(tags::words(source, tags, at)).filter(|words| !words.is_empty());
        match tag.name.to_ascii_lowercase().as_str() {
            "title" if package.title.is_none() || told(tag).as_deref() == Some("main") => {
                package.title = words().or(package.title.take());
            }
            "language" if package.language.is_none() => package.language = words(),
            "creator" => {
                let role = tag.get("opf:role").map(std::borrow::Cow::into_owned).or_else(|| told(tag));
                let list = if role.is_none_or(|role| role == "aut") { &mut authors } else { &mut others };
                list.extend(words().filter(|name| !name.eq_ignore_ascii_case("calibre")));
            }
            "date" => match tag.get("opf:event").map(|event| event.to_ascii_lowercase()).as_deref() {
                Some("publication" | "original-publication") => issued = issued.or_else(|| date(&words()?)),
                None => dated = dated.or_else(|| date(&words()?)),
                // When it was converted or changed says nothing of the text.
                Some(_) => {}
            },
            _ => {}
        }
    }
    let mut authors = if authors.is_empty() { others } else { authors };
    authors.truncate(MAX_AUTHORS);
    authors.dedup();
    package.author = Some(authors.join(", ")).filter(|names| !names.is_empty());
    package.published = issued.or(dated);
    if package.periodical {
        // `Le Courrier [mar., 14 nov. 2023]`.
        package.title = package.title.take().map(|title| match title.rsplit_once(" [") {
            Some((name, date)) if date.ends_with(']') && !name.is_empty() => name.to_owned(),
            _ => title,
        });
    }
}

/// A date that means something: programs that know none write the first day of their calendar.
fn date(text: &str) -> Option<Published> {
    dates::parse(text).filter(|date| !(date.day().year() == 1970 && date.day().ordinal() == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPF: &str = r##"<?xml version="1.0"?><package version="3.0"><metadata>
        <dc:title id="t2">Un sous-titre</dc:title><dc:title id="t1">Les marchés &amp; la brume</dc:title>
        <meta refines="#t1" property="title-type">main</meta>
        <dc:creator id="a">Jeanne Martin</dc:creator><dc:creator opf:role="trl">Paul Lenoir</dc:creator>
        <dc:creator id="b">Luc Petit</dc:creator><meta refines="#b" property="role">ill</meta>
        <dc:language>fr-FR</dc:language><dc:date opf:event="conversion">2024-02-02</dc:date>
        <dc:date>0101-01-01T00:00:00+00:00</dc:date><dc:date opf:event="publication">2019-05-04</dc:date></metadata>
        <manifest><item id="n" href="nav.xhtml" properties="scripted nav" media-type="application/xhtml+xml"/>
        <item id="x" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="c" href="Text/1.xhtml"></item>
        <item id="p" href="p.jpg" media-type="image/jpeg"/></manifest>
        <spine toc="x"><itemref idref="p"/><itemref idref="c"/><itemref idref="perdu"/><itemref idref="n" linear="no"/>
        <itemref idref="c"/></spine><guide><reference type="cover" href="Text/1.xhtml#haut"/></guide></package>"##;

    #[test]
    fn the_package_describes_the_book() {
        let package = read(OPF, "OEBPS/livre.opf");
        assert_eq!(package.title.as_deref(), Some("Les marchés & la brume"));
        assert_eq!(package.author.as_deref(), Some("Jeanne Martin"));
        assert_eq!(package.language.as_deref(), Some("fr-FR"));
        assert_eq!(package.published.map(|date| date.to_string()).as_deref(), Some("2019-05-04"));
        let spine: Vec<(&str, bool)> = package.spine.iter().map(|item| (item.path.as_str(), item.linear)).collect();
        assert_eq!(spine, [("OEBPS/Text/1.xhtml", true), ("OEBPS/nav.xhtml", false)]);
        assert_eq!((package.nav.as_deref(), package.ncx.as_deref()), (Some("OEBPS/nav.xhtml"), Some("OEBPS/toc.ncx")));
        assert_eq!(package.guide[0].place, ("OEBPS/Text/1.xhtml".to_owned(), Some("haut".to_owned())));
    }

    #[test]
    fn the_first_day_of_a_calendar_is_no_date() {
        for text in ["1970-01-01T00:00:00Z", "0101-01-01T00:00:00+00:00", ""] {
            assert_eq!(date(text), None, "{text}");
        }
        assert!(date("1970-01-02").is_some());
    }
}
