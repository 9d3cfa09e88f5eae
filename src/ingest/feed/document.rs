//! One entry as a document of its own: a JSON Feed of one item, which any reader of feeds can read, too.
//!
//! What the standard has no place for stands in an extension: the page that was fetched, and a summary that is markup.
//! Whether and where it is written is not decided here.

use serde_json::{Map, Value, json};

use super::json::EXTENSION;
use super::{Body, Entry, Feed, body};

/// The document of `entry`. `page` is the whole page that was fetched for it, and its address.
#[must_use]
pub fn to_document(feed: &Feed, entry: &Entry, page: Option<(&str, &str)>) -> String {
    let mut item = Map::new();
    let mut put = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            item.insert(key.to_owned(), value.into());
        }
    };
    put("id", Some(&entry.id));
    put("url", entry.address.as_deref());
    put("title", entry.title.as_deref());
    match &entry.content {
        Some(Body::Html(html)) => put("content_html", Some(html)),
        Some(Body::Text(text)) => put("content_text", Some(text)),
        // The standard wants one of the two.
        None => put("content_text", Some("")),
    }
    put("summary", entry.summary.as_ref().map(body::plain).as_deref());
    put("date_published", entry.published.map(|at| at.to_string()).as_deref());
    put("language", entry.language.as_deref());
    if let Some(author) = &entry.author {
        item.insert("authors".to_owned(), json!([{ "name": author }]));
    }
    let mut extension = Map::new();
    let kept = entry.page.as_ref().map(|page| (page.html.as_str(), page.address.as_str()));
    if let Some((html, address)) = page.or(kept) {
        extension.insert("page_html".to_owned(), html.into());
        extension.insert("page_address".to_owned(), address.into());
    }
    if let Some(Body::Html(html)) = &entry.summary {
        extension.insert("summary_html".to_owned(), html.as_str().into());
    }
    let mut document = Map::new();
    document.insert("version".to_owned(), "https://jsonfeed.org/version/1.1".into());
    document.insert("title".to_owned(), feed.title.as_str().into());
    if let Some(home) = &feed.home {
        document.insert("home_page_url".to_owned(), home.as_str().into());
    }
    if let Some(language) = &feed.language {
        document.insert("language".to_owned(), language.as_str().into());
    }
    document.insert(EXTENSION.to_owned(), extension.into());
    document.insert("items".to_owned(), Value::Array(vec![item.into()]));
    format!("{:#}\n", Value::Object(document))
}
