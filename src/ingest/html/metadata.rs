//! What a page says about itself: meta elements, JSON-LD, `<time>`, `<title>` and `<html lang>`.
//!
//! Of several voices the one that was made for readers wins: Open Graph and JSON-LD before `<title>`.

use dom_query::{Document, NodeRef};

use super::super::about::About;
use super::super::{dates, title};
use super::blocks::Block;
use super::json_ld;
use crate::document::Published;
use crate::text::level::level;

/// What was found; every field may be missing.
#[derive(Debug, Default)]
pub struct Metadata {
    /// The headline, without the name of the site.
    pub title: Option<String>,
    /// Every form of the headline that the page gives, as [`title::key`]s.
    pub title_keys: Vec<String>,
    /// Who published it.
    pub site: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When.
    pub published: Option<Published>,
    /// The declared language, as the page writes it.
    pub language: Option<String>,
    /// Where it stands on the web, as it says.
    pub address: Option<String>,
    /// The text as its JSON-LD has it.
    pub body: Option<String>,
    /// What the page describes itself with; often the standfirst.
    pub description: Option<String>,
}

impl Metadata {
    /// True for a block that says what the head of the page says, or the most of it.
    pub fn is_title(&self, block: &Block) -> bool {
        if block.weight > 400 || self.title_keys.is_empty() {
            return false;
        }
        let key = title::key(&block.text);
        let most = |known: &String| known.contains(&key) && key.len() * 10 >= known.len() * 6;
        !key.is_empty() && self.title_keys.iter().any(|known| *known == key || most(known))
    }

    /// What is known of markup that says nothing of itself.
    pub fn told(about: &About) -> Self {
        let key = about.title.as_deref().map(title::key).filter(|key| !key.is_empty());
        Self {
            title: about.title.clone().filter(|title| !title.trim().is_empty()),
            title_keys: key.into_iter().collect(),
            site: about.source.clone(),
            author: about.author.clone(),
            published: about.published,
            language: about.language.clone(),
            address: None,
            body: None,
            description: None,
        }
    }
}

/// Reads what `document` and its JSON-LD say.
pub fn read(document: &Document, scripts: &[&str]) -> Metadata {
    let metas = Metas::of(document);
    let story = json_ld::read(scripts).unwrap_or_default();
    let tag = level(&document.select_single("title").text());
    let og = metas.first(&["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"]);
    let site = metas
        .first(&["og:site_name", "application-name", "dc.publisher", "citation_publisher"])
        .or(story.publisher.map(decoded));
    let headline = story.headline.map(decoded);
    let names = names_of_site(document, site.as_deref());
    let bare_tag = behind_site(&tag, &names).unwrap_or_else(|| without_site(&tag, site.as_deref()));
    let bare_og = og.as_deref().map(|og| behind_site(og, &names).unwrap_or_else(|| without_site(og, site.as_deref())));
    let title_keys = [Some(bare_tag), Some(tag.as_str()), bare_og, og.as_deref(), headline.as_deref()];
    let mut title_keys: Vec<String> =
        title_keys.into_iter().flatten().map(title::key).filter(|key| !key.is_empty()).collect();
    title_keys.dedup();
    let title = headline
        .clone()
        .or(bare_og.map(str::to_owned))
        .or(Some(bare_tag.to_owned()))
        .filter(|title| !title.trim().is_empty());
    let author = metas
        .first_by(
            &[
                "author",
                "article:author",
                "dc.creator",
                "dcterms.creator",
                "og:author",
                "parsely-author",
                "sailthru.author",
                "citation_author",
            ],
            is_author,
        )
        .filter(|author| Some(author) != site.as_ref());
    let author = story.author.map(decoded).filter(|author| is_author(author)).or(author);
    let published = published(&metas, story.published.as_deref()).or_else(|| time_element(document));
    let language =
        document.select_single("html").attr("lang").map(|lang| lang.to_string()).filter(|lang| !lang.trim().is_empty());
    let language = language
        .or_else(|| metas.first(&["content-language", "language", "dc.language", "og:locale"]))
        .or(story.language);
    let description = metas.first(&["og:description", "description", "twitter:description"]);
    let address = canonical(document).or_else(|| metas.first_by(&["og:url", "twitter:url"], is_page));
    Metadata { title, title_keys, site, author, published, language, address, body: story.body, description }
}

/// A title without the name of the site, which is known or stands behind a sign.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let (bare, found) = title::split_site(title);
    let known = site.map(title::key);
    match (found, known) {
        (Some(found), Some(known)) if title::key(found) != known && !known.contains(&title::key(found)) => title,
        _ => bare,
    }
}

/// What the site is called, as [`title::key`]s: as it says, and as the links say that lead to its front page.
fn names_of_site(document: &Document, site: Option<&str>) -> Vec<String> {
    let home = |href: &str| {
        let whole = href.starts_with("https://") || href.starts_with("http://");
        matches!(href, "/" | "./" | "index.html" | "index.htm" | "index.php") || whole && !is_page(href)
    };
    let links = document.select("a[href]");
    let links = links.nodes().iter().take(40).filter(|node| node.attr("href").is_some_and(|href| home(href.trim())));
    let names = site.map(title::key).into_iter().chain(links.map(|node| title::key(&node.text())));
    names.filter(|name| !name.is_empty() && name.len() <= 60).collect()
}

/// A title behind the name of the site: `Le Courrier - Le titre`.
fn behind_site<'a>(title: &'a str, names: &[String]) -> Option<&'a str> {
    [" | ", " — ", " – ", " - ", " :: ", " » ", " • "].iter().find_map(|sign| {
        let (front, rest) = title.split_once(sign)?;
        (!rest.trim().is_empty() && names.contains(&title::key(front))).then(|| rest.trim())
    })
}

/// When, as the head says.
fn published(metas: &Metas, story: Option<&str>) -> Option<Published> {
    metas
        .all(&[
            "article:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.date",
            "dcterms.created",
            "pubdate",
            "publish-date",
            "publish_date",
            "parsely-pub-date",
            "sailthru.date",
            "citation_publication_date",
            "og:published_time",
        ])
        .chain(story)
        .find_map(dates::parse)
}

/// The address under which the page wants to be known.
fn canonical(document: &Document) -> Option<String> {
    let links = document.select("link[rel=canonical]");
    links
        .nodes()
        .iter()
        .take(4)
        .filter_map(|node| node.attr("href"))
        .map(|url| url.trim().to_owned())
        .find(|url| is_page(url))
}

/// True for the whole address of a page; many sites name their front page by mistake.
pub fn is_page(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let path = rest.and_then(|rest| rest.split_once('/'));
    path.is_some_and(|(host, path)| !host.is_empty() && !path.is_empty()) && !url.contains(char::is_whitespace)
}

/// The first `<time datetime>` that stands in the article or its header.
fn time_element(document: &Document) -> Option<Published> {
    let times = document.select("time[datetime]");
    times.nodes().iter().take(8).filter_map(|node| node.attr("datetime")).find_map(|value| dates::parse(&value))
}

/// An author's name, and no address of a profile.
fn is_author(text: &str) -> bool {
    !text.is_empty() && text.len() <= 200 && !text.contains("://") && !text.starts_with('@')
}

/// References in JSON strings, which some sites write twice.
pub fn decoded(text: String) -> String {
    if !text.contains('&') {
        return text;
    }
    [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&#8217;", "’"),
        ("&laquo;", "«"),
        ("&raquo;", "»"),
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&eacute;", "é"),
        ("&egrave;", "è"),
        ("&agrave;", "à"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}

/// The meta elements: names in lower case, with their contents.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(document: &Document) -> Self {
        let selection = document.select("meta");
        let pair = |node: &NodeRef| {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| node.attr(key))?;
            let content = level(&node.attr("content")?);
            (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content))
        };
        Self(selection.nodes().iter().take(400).filter_map(pair).collect())
    }

    /// The contents under `names`, in the order of `names`.
    fn all<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = &'s str> {
        names
            .iter()
            .flat_map(|name| self.0.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str()))
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.first_by(names, |_| true)
    }

    fn first_by(&self, names: &[&str], fits: fn(&str) -> bool) -> Option<String> {
        self.all(names).find(|content| fits(content)).map(str::to_owned)
    }
}
