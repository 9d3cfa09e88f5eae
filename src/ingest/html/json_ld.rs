//! What a page says about its article in JSON-LD, the way search engines ask for it.
//!
//! The object of the article is looked for in arrays, in `@graph` and one level inside other objects. Values are
//! plain strings, objects with a `name`, or arrays of either.

use serde_json::Value;

/// What was found; every field may be missing.
#[derive(Debug, Default)]
pub struct Story {
    /// `headline`.
    pub headline: Option<String>,
    /// The names of `author`.
    pub author: Option<String>,
    /// `datePublished`.
    pub published: Option<String>,
    /// The name of `publisher`.
    pub publisher: Option<String>,
    /// `inLanguage`.
    pub language: Option<String>,
    /// `articleBody`: the text, with or without markup.
    pub body: Option<String>,
}

/// Longer scripts hold catalogues, not an article; in bytes.
const LONGEST: usize = 512 * 1024;

/// Reads the scripts of a page.
pub fn read(scripts: &[&str]) -> Option<Story> {
    scripts.iter().filter(|script| script.len() <= LONGEST).find_map(|script| {
        let value = parse(script)?;
        article(&value, 0).map(story)
    })
}

/// Raw line breaks inside strings are the usual mistake.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>");
    serde_json::from_str(script).ok().or_else(|| {
        let levelled: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&levelled).ok()
    })
}

fn article(value: &Value, depth: usize) -> Option<&Value> {
    match value {
        Value::Array(items) => items.iter().take(200).find_map(|item| article(item, depth)),
        Value::Object(fields) => {
            if is_article(value) {
                return Some(value);
            }
            let inner = fields.get("@graph").or_else(|| fields.get("mainEntity"));
            inner.filter(|_| depth < 3).and_then(|inner| article(inner, depth + 1))
        }
        _ => None,
    }
}

fn is_article(value: &Value) -> bool {
    let named = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article")
                || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting")
        })
    };
    match &value["@type"] {
        Value::Array(kinds) => kinds.iter().any(named),
        kind => named(kind),
    }
}

fn story(value: &Value) -> Story {
    Story {
        headline: text(&value["headline"]).or_else(|| text(&value["name"])),
        author: text(&value["author"]).or_else(|| text(&value["creator"])),
        published: text(&value["datePublished"]).or_else(|| text(&value["dateCreated"])),
        publisher: text(&value["publisher"]),
        language: text(&value["inLanguage"]),
        body: value["articleBody"].as_str().map(str::to_owned),
    }
}

/// A string, the name of an object, or those of an array.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Object(fields) => {
            fields.get("name").or_else(|| fields.get("@value")).filter(|v| v.is_string()).and_then(text)
        }
        Value::Array(items) => {
            let names: Vec<String> = items.iter().take(12).filter(|item| !item.is_array()).filter_map(text).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_a_graph_and_in_an_array() {
        let story = read(&[
            "not json",
            r#"{"@type":"WebSite","name":"Site"}"#,
            "{\"@graph\":[{\"@type\":\"Person\"},{\"@type\":[\"Thing\",\"NewsArticle\"],\"headline\":\"Le\ntitre\",
              \"author\":[{\"name\":\"A. B.\"},\"C. D.\"],\"publisher\":{\"name\":\"Le Courrier\"},\"datePublished\":\"2023-09-13\",\"inLanguage\":\"fr\"}]}",
        ])
        .unwrap();
        assert_eq!(story.headline.as_deref(), Some("Le titre"));
        assert_eq!(story.author.as_deref(), Some("A. B., C. D."));
        assert_eq!(story.publisher.as_deref(), Some("Le Courrier"));
        assert_eq!(story.language.as_deref(), Some("fr"));
    }
}
