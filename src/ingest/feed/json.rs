//! JSON Feed 1.0 and 1.1, and the documents that [`super::to_document`] writes.
//!
//! Numbers where the standard wants strings, titles that are missing, a text that breaks off: what is whole is read.

use memchr::memmem;
use serde_json::{Deserializer, Value};
use url::Url;

use super::super::dates;
use super::super::limits::MAX_PARTS;
use super::fields::too_many;
use super::ids::made_up;
use super::{Body, Entry, Feed, Page, words};
use crate::document::{Problem, Published};
use crate::text::level::level;

/// Where the version may stand, from the beginning and from the end; in bytes.
const REACH: usize = 64 * 1024;

/// The name under which what the standard has no place for is kept.
pub const EXTENSION: &str = "_kiosque";

/// True for an object that names a version of JSON Feed.
pub fn is_feed(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !text.starts_with('{') {
        return false;
    }
    let bytes = text.as_bytes();
    let (head, tail) = (&bytes[..bytes.len().min(REACH)], &bytes[bytes.len().saturating_sub(REACH)..]);
    [head, tail].iter().any(|part| {
        // PHP escapes the slashes.
        ["\"https://jsonfeed.org/version/", "\"https:\\/\\/jsonfeed.org\\/version\\/", "\"http://jsonfeed.org/version/"]
            .iter()
            .any(|sign| memmem::find(part, sign.as_bytes()).is_some())
    })
}

/// Reads a JSON Feed.
///
/// # Errors
/// When there is no whole entry in what is damaged.
pub fn parse(text: &str, address: Option<&str>) -> Result<Feed, Problem> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let whole = serde_json::from_str(text).or_else(|_| {
        // Line breaks and tabs inside of strings, which JSON forbids and people write.
        serde_json::from_str(&text.replace(|c: char| c < ' ', " "))
    });
    let base = address.and_then(|address| Url::parse(address).ok());
    match whole {
        Ok(value) => {
            let told = || Url::parse(&string(&value, "feed_url").or_else(|| string(&value, "home_page_url"))?).ok();
            Ok(feed(&value, base.clone().or_else(told).as_ref()))
        }
        Err(error) => {
            let mut feed = feed(&salvage(text), base.as_ref());
            if feed.entries.is_empty() {
                return Err(Problem::new(format!("The feed is no valid JSON ({error}) and holds no whole entry.")));
            }
            let message = format!("The feed is damaged ({error}); what is whole of it is shown.");
            feed.problems.push(Problem::new(message));
            Ok(feed)
        }
    }
}

/// What is whole of a damaged feed: the fields before its items, and the items up to the damage.
fn salvage(text: &str) -> Value {
    let Some(at) = text.find("\"items\"") else { return Value::Null };
    let Some(start) = text[at..].find('[').map(|open| at + open + 1) else { return Value::Null };
    let head = [text[..at].trim_end().trim_end_matches(','), "}"].concat();
    let mut value = serde_json::from_str(&head).unwrap_or_else(|_| serde_json::json!({}));
    let mut items = Vec::new();
    let mut rest = &text[start..];
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        let mut stream = Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(item)) = stream.next() else { break };
        rest = &rest[stream.byte_offset()..];
        items.push(item);
    }
    value["items"] = Value::Array(items);
    value
}

fn feed(value: &Value, base: Option<&Url>) -> Feed {
    let extension = &value[EXTENSION];
    let home = string(value, "home_page_url").and_then(|home| words::address(&home, base));
    let language = string(value, "language");
    let people = people(value);
    let mut entries: Vec<Entry> = Vec::new();
    let items = value["items"].as_array().into_iter().flatten().filter(|item| item.is_object());
    let mut problems = Vec::new();
    for item in items {
        if entries.len() >= MAX_PARTS {
            problems.push(too_many());
            break;
        }
        let mut entry = entry(item, base, extension.is_object());
        entry.language = entry.language.or_else(|| language.clone());
        entry.author = entry.author.or_else(|| people.clone());
        entries.push(entry);
    }
    if let [entry] = &mut entries[..]
        && let Some(html) = string(extension, "page_html")
    {
        let address = string(extension, "page_address").unwrap_or_default();
        entry.page = Some(Page { html, address });
    }
    if let [entry] = &mut entries[..]
        && let Some(html) = string(extension, "summary_html")
    {
        entry.summary = Some(Body::Html(html));
    }
    let title = string(value, "title").unwrap_or_default();
    let title = if extension.is_object() { title } else { words::decoded(&title) };
    Feed { title, home, language, entries, problems }
}

/// One item. `ours` is true in a document of our own, which is taken as it is.
fn entry(item: &Value, base: Option<&Url>, ours: bool) -> Entry {
    let clean = |title: String| if ours { title } else { words::headline(&title) };
    let title = string(item, "title").map(clean).filter(|title| !title.is_empty());
    let address = ["url", "external_url"].iter().find_map(|key| words::address(&string(item, key)?, base));
    let published = published(item);
    // Links inside of an item start from its own page.
    let around = address.as_deref().and_then(|address| Url::parse(address).ok());
    let html = string(item, "content_html").map(|html| match around.as_ref().or(base).filter(|_| !ours) {
        Some(base) => Body::Html(words::linked(&html, Some(base)).into_owned()),
        None => Body::Html(html),
    });
    let content = html.or_else(|| string(item, "content_text").map(Body::Text));
    let id = string(item, "id").map(|id| level(&id)).filter(|id| !id.is_empty());
    let id = id.or_else(|| address.clone());
    let id = id.unwrap_or_else(|| made_up(title.as_deref(), published, content.as_ref()));
    Entry {
        id,
        title,
        address,
        author: people(item),
        published,
        language: string(item, "language"),
        content,
        summary: string(item, "summary").map(Body::Text),
        page: None,
    }
}

fn published(item: &Value) -> Option<Published> {
    ["date_published", "date_modified"].iter().find_map(|key| dates::parse(&string(item, key)?))
}

/// The names of the authors, of version 1.1 or 1.0.
fn people(value: &Value) -> Option<String> {
    let many = value["authors"].as_array().into_iter().flatten();
    let names: Vec<String> =
        many.chain([&value["author"]]).filter_map(|author| string(author, "name")).map(|name| level(&name)).collect();
    let mut kept: Vec<String> = Vec::new();
    for name in names.into_iter().filter(|name| !name.is_empty()).take(20) {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

/// A string that is not blank; a number is one, too.
fn string(value: &Value, key: &str) -> Option<String> {
    match &value[key] {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
