//! What stands in front of a Markdown text and describes it: front matter in YAML, TOML or JSON, and pandoc's block of
//! title, authors and date.
//!
//! Only the simple things are read: `key: value`, values in quotes, lists on a line or below. A parser of all of YAML would
//! refuse what French titles do to it (`title: Le maire : « Je pars »`), and then nothing would be known.

use std::collections::HashSet;

use serde_json::Value;

use super::super::{about::About, dates};
use crate::text::fold::fold;

/// Longer front matter is something else; in lines.
const LINES: usize = 200;
/// The same in bytes.
const BYTES: usize = 64 * 1024;

/// Front matter and the text behind it.
#[derive(Debug, Default)]
pub struct Front<'a> {
    /// As it stands, with its fences.
    pub raw: &'a str,
    /// The text.
    pub body: &'a str,
    /// Keys in lower case without `_` and `-`, with their values; a list gives its key several times.
    values: Vec<(String, String)>,
}

/// Parts `text`.
pub fn split(text: &str) -> Front<'_> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next().unwrap_or_default().trim_end();
    let found = match first {
        "---" => fenced(text, &["---", "..."]).map(|(inner, end)| (lines(inner, ':'), end)),
        "+++" => fenced(text, &["+++"]).map(|(inner, end)| (lines(inner, '='), end)),
        _ if first.starts_with("% ") => Some(pandoc(text)),
        _ if text.starts_with('{') => json(text),
        _ => None,
    };
    match found.filter(|(values, _)| !values.is_empty()) {
        Some((values, end)) => Front { raw: text[..end].trim_end(), body: &text[end..], values },
        None => Front { raw: "", body: text, values: Vec::new() },
    }
}

impl Front<'_> {
    /// True when it is surely about an article: it gives a title, or two other things that are said of articles. Programs put
    /// such fences around data of their own too.
    pub fn is_known(&self) -> bool {
        const KNOWN: &[&str] = &[
            "title",
            "date",
            "author",
            "authors",
            "tags",
            "categories",
            "lang",
            "language",
            "layout",
            "draft",
            "published",
            "source",
            "url",
            "aliases",
            "description",
            "output",
            "format",
            "slug",
            "created",
            "keywords",
        ];
        let known: HashSet<&str> =
            self.values.iter().map(|(key, _)| key.as_str()).filter(|key| KNOWN.contains(key)).collect();
        known.len() > 1 || known.contains("title")
    }

    /// What it says of the article.
    pub fn about(&self) -> About {
        let published =
            ["published", "datepublished", "publisheddate", "publicationdate", "publishdate", "pubdate", "date"];
        let authors: Vec<&str> = self.all(&["author", "authors", "creator", "byline", "by"]).collect();
        let houses = ["publisher", "sitename", "site", "publication", "journal", "newspaper", "website", "source"];
        let address = ["canonicalurl", "canonical", "url", "link", "sourceurl", "source", "originalurl", "permalink"];
        let is_address = |value: &&str| value.starts_with("http://") || value.starts_with("https://");
        let owned = |value: &str| value.to_owned();
        About {
            title: self.all(&["title"]).next().map(owned),
            source: self.all(&houses).find(|value| !is_address(value)).map(owned),
            author: Some(authors.join(", ")).filter(|names| !names.is_empty()),
            published: published.iter().find_map(|key| self.all(&[key]).find_map(dates::parse)),
            language: self.all(&["lang", "language", "locale"]).next().map(owned),
            address: self.all(&address).find(is_address).map(owned),
            ..About::default()
        }
    }

    /// The standfirst.
    pub fn description(&self) -> Option<&str> {
        self.all(&["description", "summary", "excerpt", "standfirst", "chapo", "subtitle", "abstract"]).next()
    }

    /// The values of these keys, the first key first. An author may be a link of Obsidian: `[[Jeanne Martin]]`.
    fn all<'f>(&'f self, keys: &[&'f str]) -> impl Iterator<Item = &'f str> {
        let values = |key: &&'f str| {
            let key = *key;
            self.values.iter().filter(move |(known, _)| known == key).map(|(_, value)| value.as_str())
        };
        let found: Vec<&str> = keys.iter().flat_map(values).collect();
        found.into_iter().map(|value| value.trim_start_matches("[[").trim_end_matches("]]")).filter(|v| !v.is_empty())
    }
}

/// What stands between the first line and the next one that is one of `ends`, and where the text behind begins.
fn fenced<'a>(text: &'a str, ends: &[&str]) -> Option<(&'a str, usize)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n').take(LINES) {
        if ends.contains(&line.trim_end()) {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// `key: value` by line; `sign` is what parts them.
fn lines(inner: &str, sign: char) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> = Vec::new();
    // The key that indented lines belong to, and whether they go on with a text.
    let (mut open, mut text) = (None::<String>, false);
    for line in inner.lines() {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') && !text {
            continue;
        }
        let item = bare.strip_prefix("- ").or((bare == "]").then_some(""));
        if line.starts_with([' ', '\t']) || item.is_some() {
            let Some(key) = &open else { continue };
            if text && item.is_none() {
                if let Some((_, value)) = values.last_mut() {
                    value.push(' ');
                    value.push_str(bare);
                }
                continue;
            }
            // `- name: Jeanne Martin`
            let value = item.unwrap_or(bare);
            let named = value.split_once(sign).filter(|(name, _)| name.trim().eq_ignore_ascii_case("name"));
            let other = named.is_none() && item.is_none() && value.split_once(sign).is_some();
            if !other {
                push(&mut values, key, named.map_or(value, |(_, value)| value).trim_end_matches(','));
            }
            continue;
        }
        let Some((name, value)) = line.split_once(sign) else { continue };
        let name = key(name);
        let value = value.trim();
        text = matches!(value, ">" | "|" | ">-" | "|-" | ">+" | "|+");
        if text {
            values.push((name.clone(), String::new()));
        } else {
            push(&mut values, &name, value);
        }
        open = Some(name);
    }
    for (_, value) in &mut values {
        *value = value.trim().to_owned();
    }
    values
}

/// Takes in a value: in quotes, bare, or a list of such.
fn push(values: &mut Vec<(String, String)>, key: &str, value: &str) {
    let value = value.trim();
    let list = value.strip_prefix('[').filter(|inner| !inner.starts_with('['));
    for part in list.map_or(vec![value], |inner| items(inner.strip_suffix(']').unwrap_or(inner))) {
        let part = scalar(part);
        if !part.is_empty() {
            values.push((key.to_owned(), part));
        }
    }
}

/// The items of a list on one line; a comma in quotes parts nothing.
fn items(inner: &str) -> Vec<&str> {
    let (mut out, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if inner[start..at].trim().is_empty() => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ',') => {
                out.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&inner[start..]);
    out
}

/// One value without its quotes or the comment behind it.
fn scalar(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        let Some(inner) = value.strip_prefix(quote) else { continue };
        let Some(end) = inner.rfind(quote) else { continue };
        let inner = &inner[..end];
        return if quote == '"' { inner.replace("\\\"", "\"").replace("\\\\", "\\") } else { inner.replace("''", "'") };
    }
    let end = value.find(" #").unwrap_or(value.len());
    match value[..end].trim() {
        "null" | "~" | "[]" | "{}" => String::new(),
        bare => bare.to_owned(),
    }
}

/// A key as it is compared: `publish_date`, `publishDate` and `Publish-Date` are one.
fn key(name: &str) -> String {
    fold(name.trim().trim_matches(['"', '\''])).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `% title`, `% authors; parted so`, `% date`.
fn pandoc(text: &str) -> (Vec<(String, String)>, usize) {
    let (mut values, mut end) = (Vec::new(), 0);
    for (line, name) in text.split_inclusive('\n').zip(["title", "author", "date"]) {
        let Some(value) = line.strip_prefix('%') else { break };
        end += line.len();
        let parts: Vec<&str> = if name == "author" { value.split(';').collect() } else { vec![value] };
        let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        values.extend(parts.map(|part| (name.to_owned(), part.to_owned())));
    }
    (values, end)
}

/// An object in front, as Hugo allows.
fn json(text: &str) -> Option<(Vec<(String, String)>, usize)> {
    let mut end = text.len().min(BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut stream = serde_json::Deserializer::from_str(&text[..end]).into_iter::<serde_json::Map<String, Value>>();
    let object = stream.next()?.ok()?;
    let end = stream.byte_offset();
    // Data goes on with more data, front matter with a text.
    let rest = text[end..].trim_start();
    if !text[end..].starts_with(['\n', '\r']) || rest.is_empty() || rest.starts_with(['{', '[', ',']) {
        return None;
    }
    let mut values = Vec::new();
    for (name, value) in object {
        let list = if let Value::Array(list) = value { list } else { vec![value] };
        values.extend(list.iter().filter_map(Value::as_str).map(|value| (key(&name), value.to_owned())));
    }
    Some((values, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Title, author, date, source, address, language, description, and the text.
    #[track_caller]
    fn check(text: &str, expected: [&str; 8]) {
        let front = split(text);
        let about = front.about();
        let date = about.published.map(|date| date.to_string());
        let fields = [about.title, about.author, date, about.source, about.address, about.language];
        let mut found: Vec<String> = fields.into_iter().map(Option::unwrap_or_default).collect();
        found.extend([front.description().unwrap_or_default().to_owned(), front.body.trim().to_owned()]);
        assert_eq!(found, expected);
    }

    #[test]
    fn yaml_as_people_write_it() {
        check(
            "---\ntitle: Le maire : « Je pars » # brouillon\ndate: 2023-11-14\nauthor: [Jeanne Martin, \"Petit, Luc\"]\nlang: fr-FR\n\
             source: Le Courrier\nurl: https://courrier.example/a\ntags:\n  - ville\n  - halle\nparams:\n  title: Non\n---\n\nTexte.\n",
            [
                "Le maire : « Je pars »",
                "Jeanne Martin, Petit, Luc",
                "2023-11-14",
                "Le Courrier",
                "https://courrier.example/a",
                "fr-FR",
                "",
                "Texte.",
            ],
        );
        check(
            "---\r\ntitle: \"L'\\\"affaire\\\"\"\r\nsource: \"https://courrier.example/b\"\r\nauthor:\r\n  - \"[[Jeanne Martin]]\"\r\n\
             \x20 - name: Luc Petit\r\npublished: 2024-01-02\r\ncreated: 2024-05-06\r\ndescription: >\r\n  Deux lignes\r\n  de résumé.\r\n...\r\nTexte.",
            [
                "L'\"affaire\"",
                "Jeanne Martin, Luc Petit",
                "2024-01-02",
                "",
                "https://courrier.example/b",
                "",
                "Deux lignes de résumé.",
                "Texte.",
            ],
        );
    }

    #[test]
    fn toml_json_and_pandoc() {
        let fields = ["La halle rouvre", "Jeanne Martin, Luc Petit", "2023-11-14", "", "", "", "", "Texte."];
        check(
            "+++\ntitle = 'La halle rouvre'\ndate = 2023-11-14\nauthors = [\n  \"Jeanne Martin\",\n  \"Luc Petit\",\n]\n+++\nTexte.",
            fields,
        );
        check(
            "{\n\"title\": \"La halle rouvre\", \"date\": \"2023-11-14\", \"authors\": [\"Jeanne Martin\", \"Luc Petit\"]\n}\n\nTexte.",
            fields,
        );
        check("% La halle rouvre\n% Jeanne Martin; Luc Petit\n% 14 novembre 2023\n\nTexte.", fields);
    }

    #[test]
    fn what_only_looks_like_front_matter_is_text() {
        for text in [
            "---\n\nUn trait.\n",
            "---\nUn trait.\n---\nsuite",
            "{\"a\": 1}\n{\"a\": 2}",
            "{\"title\": \"a\"}",
            "+++",
            "---\ntitle: sans fin",
        ] {
            let front = split(text);
            assert_eq!((front.raw, front.body), ("", text));
        }
    }
}
