//! The members of an object as a record: which of them is the title and which the text, in the object itself or in one that only
//! wraps it, and the string that a value of several parts amounts to.

use std::borrow::Cow;

use super::value::{Members, Value};
use crate::ingest::fields::{self, FieldMap, Role};
use crate::ingest::record::{self, Record};

/// Objects whose members are those of the article: of the interfaces of papers, of databases, of search engines.
const WRAPPERS: [&str; 20] = [
    "_source",
    "fields",
    "attributes",
    "article",
    "story",
    "post",
    "news",
    "newsarticle",
    "document",
    "doc",
    "node",
    "item",
    "entry",
    "record",
    "data",
    "content",
    "contents",
    "metadata",
    "meta",
    "headers",
];

/// Wrappers lie no deeper in each other.
const DEPTH: usize = 2;

/// A wrapped member is less telling than any direct one.
const WRAPPED: usize = 1000;

/// Members of a value in which its string lies, the most telling first.
const INNER: [&str; 13] = [
    "rendered", "main", "value", "@value", "#text", "_text", "$t", "__cdata", "text", "html", "content", "body",
    "original",
];

/// Members of a person or a paper in which the name lies.
const NAMED: [&str; 10] =
    ["name", "fullName", "full_name", "displayName", "display_name", "original", "title", "label", "rendered", "value"];

/// Members of a date in which it lies.
const DATED: [&str; 9] = ["$date", "$numberLong", "iso", "datetime", "dateTime", "date", "value", "@value", "#text"];

/// Names that are told of an article with many authors.
const NAMES: usize = 12;

/// A record, and whether its text lies in a wrapper.
#[derive(Debug, Default)]
pub struct Found {
    /// What the object says.
    pub record: Record,
    /// True when the text is of an object inside this one.
    pub wrapped: bool,
    /// True when the title or the text is the one that the user named.
    pub told: bool,
    /// True when a field is there that the user named.
    pub matched: bool,
}

/// What an object says of an article.
pub fn read(members: &Members, map: Option<&FieldMap>) -> Found {
    let mut found = Found::default();
    let mut told: Vec<*const Value> = Vec::new();
    for (role, path) in map.into_iter().flat_map(FieldMap::pairs) {
        if let Some(value) = at_path(members, path) {
            told.push(value);
            if !found.record.has(role) && set(&mut found.record, role, value) {
                found.told |= matches!(role, Role::Title | Role::Text);
            }
        }
    }
    found.matched = !told.is_empty();
    let mut candidates = Vec::new();
    collect(members, 0, &mut candidates);
    candidates.sort_by_key(|candidate| candidate.cost);
    for Candidate { role, cost, value } in candidates {
        if !found.record.has(role) && !told.contains(&std::ptr::from_ref(value)) && set(&mut found.record, role, value)
        {
            found.wrapped |= role == Role::Text && cost >= WRAPPED;
        }
    }
    found
}

/// A member that may be something.
struct Candidate<'v> {
    role: Role,
    /// The less, the more telling.
    cost: usize,
    value: &'v Value,
}

fn collect<'v>(members: &'v Members, depth: usize, out: &mut Vec<Candidate<'v>>) {
    for (name, value) in members {
        let wrapper = matches!(value, Value::Object(_)) && WRAPPERS.iter().any(|known| is_wrapper(name, known));
        // Elasticsearch calls the whole document so.
        if name != "_source"
            && let Some((role, rank)) = fields::meaning(name)
        {
            out.push(Candidate { role, cost: depth * WRAPPED + rank, value });
        }
        if let (true, Value::Object(inner)) = (wrapper && depth < DEPTH, value) {
            collect(inner, depth + 1, out);
        }
    }
}

fn is_wrapper(name: &str, known: &str) -> bool {
    if known.starts_with('_') { name == known } else { name.len() < 20 && fields::is_same(name, known) }
}

/// The member of members that dots lead to, or one with the whole path as its name.
fn at_path<'v>(members: &'v Members, path: &str) -> Option<&'v Value> {
    let named = |wanted: &str| {
        let exact = members.iter().find(|(name, _)| name == wanted);
        exact.or_else(|| members.iter().find(|(name, _)| fields::is_same(name, wanted))).map(|(_, value)| value)
    };
    path.match_indices('.')
        .find_map(|(dot, _)| match named(&path[..dot])? {
            Value::Object(inner) => at_path(inner, &path[dot + 1..]),
            Value::List(items) => match items.first()? {
                Value::Object(inner) => at_path(inner, &path[dot + 1..]),
                _ => None,
            },
            _ => None,
        })
        .or_else(|| named(path))
}

/// Takes what a value amounts to for a role.
fn set(record: &mut Record, role: Role, value: &Value) -> bool {
    let text = match role {
        Role::Title | Role::Summary => string(value, 0),
        Role::Text => body(value),
        Role::Author => names(value).map(Cow::Owned),
        // A list of media holds pictures.
        Role::Source if matches!(value, Value::List(_)) => first(value, |value| inner(value, &[])),
        Role::Source | Role::Language => first(value, |value| inner(value, &NAMED)),
        Role::Url => first(value, |value| inner(value, &["href", "url", "canonical", "@id", "value"])),
        Role::Date => first(value, date),
    };
    text.is_some_and(|text| record.set(role, &text))
}

/// The string that a value is or holds.
fn string(value: &Value, depth: usize) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) => Some(Cow::Borrowed(text)),
        // What has a title is an article, not a part of one.
        Value::Object(members) if depth < DEPTH && !is_titled(members) => {
            INNER.iter().filter_map(|name| value.get(name)).find_map(|inner| string(inner, depth + 1))
        }
        // Search engines put every value into an array; of several none is the title.
        Value::List(items) if items.len() == 1 && depth < DEPTH => string(&items[0], depth + 1),
        _ => None,
    }
}

fn is_titled(members: &Members) -> bool {
    members.iter().any(|(name, _)| fields::meaning(name).is_some_and(|(role, _)| role == Role::Title))
}

/// A body: a string, or the strings of an array as paragraphs.
fn body(value: &Value) -> Option<Cow<'_, str>> {
    let Value::List(items) = value else { return string(value, 0) };
    let parts: Vec<Cow<str>> = items.iter().filter_map(|item| string(item, 1)).collect();
    (!parts.is_empty()).then(|| Cow::Owned(parts.join("\n\n")))
}

/// A string, or the one in a member of these names.
fn inner<'v>(value: &'v Value, names: &[&str]) -> Option<Cow<'v, str>> {
    let text = value.text().or_else(|| names.iter().find_map(|name| value.get(name)?.text()))?;
    (!text.trim().is_empty()).then_some(Cow::Borrowed(text))
}

/// The first of an array, or the value itself, that amounts to something.
fn first<'v>(value: &'v Value, of: impl Fn(&'v Value) -> Option<Cow<'v, str>>) -> Option<Cow<'v, str>> {
    if let Value::List(items) = value { items.iter().take(NAMES).find_map(of) } else { of(value) }
}

fn date(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Number(number) => Some(match record::epoch(*number) {
            Some(at) => Cow::Owned(at.to_string()),
            None => Cow::Owned(number.to_string()),
        }),
        Value::Object(_) => DATED.iter().filter_map(|name| value.get(name)).find_map(|value| match value {
            Value::Object(_) => inner(value, &["$numberLong"]),
            value => date(value),
        }),
        _ => inner(value, &[]),
    }
}

/// A name, or the names of several, one behind the other.
fn names(value: &Value) -> Option<String> {
    let name = |value: &Value| {
        let whole = inner(value, &NAMED).map(Cow::into_owned);
        whole.or_else(|| {
            let part = |names: [&str; 3]| names.iter().find_map(|name| value.get(name)?.text());
            let parts = [part(["firstname", "first_name", "firstName"]), part(["lastname", "last_name", "lastName"])];
            let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })
    };
    let Value::List(items) = value else { return name(value) };
    let names: Vec<String> = items.iter().take(NAMES).filter_map(name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
