//! Feeds that a web page names in its head, as browsers and readers find them.

use dom_query::Document;
use url::Url;

use crate::text::level::level;

/// A page names a handful of feeds; of a longer list these are taken.
const MOST: usize = 32;

/// What a page calls a feed.
const MEDIA: [&str; 4] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];

/// The feeds that the page at `address` names: the address of each, whole, with its title, in the order of the page.
#[must_use]
pub fn named_by(html: &str, address: &str) -> Vec<(String, String)> {
    // All of them stand in the head; nothing deep is parsed for them.
    let end = html.char_indices().nth(HEAD).map_or(html.len(), |(at, _)| at);
    let document = Document::from(&html[..end]);
    let base = Url::parse(address).ok();
    let mut out: Vec<(String, String)> = Vec::new();
    for link in document.select("link[rel][type][href]").nodes() {
        let attribute = |name: &str| link.attr(name).unwrap_or_default();
        let alternate = attribute("rel").split_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"));
        let media = attribute("type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !alternate || !MEDIA.contains(&media.as_str()) {
            continue;
        }
        let href = attribute("href");
        let whole = base.as_ref().and_then(|base| base.join(href.trim()).ok()).map(String::from);
        let whole = whole.unwrap_or_else(|| href.trim().to_owned());
        if !whole.is_empty() && out.len() < MOST && out.iter().all(|(known, _)| *known != whole) {
            out.push((whole, level(&attribute("title"))));
        }
    }
    out
}

/// Characters of a page in which its head ends.
const HEAD: usize = 200_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_page_names_its_feeds() {
        let page = "<html><head><link rel=stylesheet type='text/css' href=a.css>\
            <link rel='alternate' type='application/rss+xml' title='Le  Courrier' href='/rss?a=1&amp;b=2'>\
            <link rel='alternate' type='application/rss+xml' href='/rss?a=1&amp;b=2'>\
            <link rel='ALTERNATE home' type='application/atom+xml' href='https://autre.fr/atom'>\
            <link rel='alternate' type='application/json+oembed' href='/oembed'></head><body></body></html>";
        let expected = [("https://exemple.fr/rss?a=1&b=2", "Le Courrier"), ("https://autre.fr/atom", "")];
        let found = named_by(page, "https://exemple.fr/une");
        assert_eq!(found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>(), expected);
        assert!(named_by("", "").is_empty());
    }
}
