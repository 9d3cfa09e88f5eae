//! `FollowTheMoney`: the people, organisations and places of a view, its articles, and which names which, as entities in JSON
//! Lines. Every property is a list of texts.

use std::collections::HashMap;
use std::io::{self, Write};

use chrono::Utc;
use serde::Serialize;

use super::view::{Count, Item, Tally, Who, key};
use crate::document::Published;
use crate::names::{EntityId, Kind};
use crate::text::{json, safe};

/// An entity. Properties without a value are left out.
#[derive(Debug, Serialize)]
struct Entity<P> {
    id: String,
    schema: &'static str,
    properties: P,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    title: [&'a str; 1],
    file_name: [&'a str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_url: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<[&'static str; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    location_mentioned: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Mention<'a> {
    document: [&'a str; 1],
    resolved: [String; 1],
    name: Vec<&'a str>,
    detected_schema: [&'static str; 1],
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    name: [&'a str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alias: Vec<&'a str>,
    /// Places only.
    #[serde(skip_serializing_if = "Option::is_none")]
    full: Option<[&'a str; 1]>,
}

/// What a kind is called.
fn schema(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "Person",
        Kind::Organisation => "Organization",
        Kind::Place => "Address",
    }
}

/// An id of this export: it cannot be one of another source's.
fn id(key: &str) -> String {
    format!("kiosque-{key}")
}

/// Writes an article of this number, from 1, and its mentions of people and organisations; returns how many entities.
pub(super) fn item(number: usize, item: &Item, tally: &mut Tally, out: &mut dyn Write) -> io::Result<usize> {
    let (article, text) = (&item.article, item.article.text());
    let mut here: Vec<(&Who, Vec<String>)> = Vec::new();
    let mut places: HashMap<EntityId, usize> = HashMap::new();
    for named in item.wanted() {
        let form = safe::line(named.span.of(text)).into_owned();
        tally.count(number, &named.who, Some(&form));
        let at = *places.entry(named.who.id).or_insert(here.len());
        match here.get_mut(at) {
            Some((_, forms)) if forms.contains(&form) => {}
            Some((_, forms)) => forms.push(form),
            None => here.push((&named.who, vec![form])),
        }
    }
    let document = id(&item.key());
    let places = here.iter().filter(|(who, _)| who.kind == Kind::Place);
    let properties = Article {
        title: [article.title()],
        file_name: [&item.path],
        publisher: article.source().map(|source| [source]),
        author: article.author().map(|author| [author]),
        source_url: article.address().filter(|address| address.starts_with("http")).map(|address| [address]),
        published_at: article.published().map(|at| [instant(at)]),
        language: article.language().and_then(three_letters).map(|code| [code]),
        location_mentioned: places.map(|(who, _)| who.name.as_str()).collect(),
    };
    json::write_line(out, &Entity { id: document.clone(), schema: "Article", properties })?;
    // A mention leads to what can own something, which a place cannot.
    let others = || here.iter().filter(|(who, _)| who.kind != Kind::Place);
    for (who, forms) in others() {
        let properties = Mention {
            document: [&document],
            resolved: [id(&who.key())],
            name: forms.iter().map(String::as_str).collect(),
            detected_schema: [schema(who.kind)],
        };
        let mention = id(&key(&["mention", &item.key(), &who.key()]));
        json::write_line(out, &Entity { id: mention, schema: "Mention", properties })?;
    }
    Ok(1 + others().count())
}

/// Writes those who were named; returns how many.
pub(super) fn finish(tally: Tally, out: &mut dyn Write) -> io::Result<usize> {
    let mut counts = tally.counts;
    counts.sort_by(|a, b| (b.mentions, &a.who.name).cmp(&(a.mentions, &b.who.name)));
    for Count { who, forms, .. } in &counts {
        let alias = forms.iter().map(|(form, _)| form.as_str()).filter(|form| *form != who.name).collect();
        let full = (who.kind == Kind::Place).then_some([who.name.as_str()]);
        let properties = Named { name: [&who.name], alias, full };
        json::write_line(out, &Entity { id: id(&who.key()), schema: schema(who.kind), properties })?;
    }
    Ok(counts.len())
}

/// A day, or an instant in UTC: there is no place for another zone.
fn instant(at: Published) -> String {
    match at {
        Published::Day(day) => day.to_string(),
        Published::Instant(at) => at.with_timezone(&Utc).format("%Y-%m-%dT%H:%M:%S").to_string(),
    }
}

/// The code of ISO 639-3 for one of ISO 639-1, for the languages of Europe and those of the world's news.
fn three_letters(code: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 34] = [
        ("ar", "ara"),
        ("bg", "bul"),
        ("ca", "cat"),
        ("cs", "ces"),
        ("da", "dan"),
        ("de", "deu"),
        ("el", "ell"),
        ("en", "eng"),
        ("es", "spa"),
        ("et", "est"),
        ("eu", "eus"),
        ("fi", "fin"),
        ("fr", "fra"),
        ("ga", "gle"),
        ("he", "heb"),
        ("hr", "hrv"),
        ("hu", "hun"),
        ("is", "isl"),
        ("it", "ita"),
        ("ja", "jpn"),
        ("ko", "kor"),
        ("lt", "lit"),
        ("lv", "lav"),
        ("nl", "nld"),
        ("no", "nor"),
        ("pl", "pol"),
        ("pt", "por"),
        ("ro", "ron"),
        ("ru", "rus"),
        ("sk", "slk"),
        ("sv", "swe"),
        ("tr", "tur"),
        ("uk", "ukr"),
        ("zh", "zho"),
    ];
    let at = CODES.binary_search_by_key(&code, |(two, _)| two).ok()?;
    Some(CODES[at].1)
}

#[cfg(test)]
mod tests {
    use super::super::samples::item as sample;
    use super::*;
    use chrono::{DateTime, NaiveDate};
    use serde_json::Value;

    #[test]
    fn mentions_lead_to_articles_and_entities() {
        let mut out = Vec::new();
        let mut tally = Tally::default();
        let text = "[p1:Kim Jong Un] voit [o2:l’ONU] à [l3:Moscou]. [p1:Kim] rit, [p1:Kim] part.";
        let mut count = item(1, &sample("a.txt", "Sommet", text), &mut tally, &mut out).unwrap();
        count += finish(tally, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let entities: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(entities.len(), count);
        let schemata: Vec<&str> = entities.iter().map(|entity| entity["schema"].as_str().unwrap()).collect();
        assert_eq!(schemata, ["Article", "Mention", "Mention", "Person", "Organization", "Address"]);
        assert_eq!(entities[1]["properties"]["document"][0], entities[0]["id"]);
        assert_eq!(entities[1]["properties"]["resolved"][0], entities[3]["id"]);
        assert_eq!(entities[1]["properties"]["name"], serde_json::json!(["Kim Jong Un", "Kim"]));
        assert_eq!(entities[0]["properties"]["locationMentioned"], serde_json::json!(["name-3"]));
        for entity in &entities {
            let properties = entity["properties"].as_object().unwrap();
            let lists = properties.values().all(|value| value.as_array().is_some_and(|list| list[0].is_string()));
            assert!(lists, "{entity}");
        }
    }

    #[test]
    fn an_article_tells_its_address_where_that_is_one_of_the_web() {
        let told = |address: &str| {
            let article =
                std::sync::Arc::new(sample("a.txt", "Sommet", "x").article.as_ref().clone().found_at(address));
            let mut out = Vec::new();
            let sample = Item { article, ..sample("a.txt", "Sommet", "x") };
            item(1, &sample, &mut Tally::default(), &mut out).unwrap();
            let entity: Value = serde_json::from_slice(&out).unwrap();
            entity["properties"]["sourceUrl"].clone()
        };
        assert_eq!(told("https://courrier.example/1"), serde_json::json!(["https://courrier.example/1"]));
        assert_eq!(told("//courrier.example/1"), Value::Null);
    }

    #[test]
    fn an_instant_is_told_in_utc_and_a_language_in_three_letters() {
        let at = DateTime::parse_from_rfc3339("2023-09-13T00:30:00+02:00").unwrap();
        assert_eq!(instant(Published::Instant(at)), "2023-09-12T22:30:00");
        assert_eq!(instant(Published::Day(NaiveDate::from_ymd_opt(2023, 9, 13).unwrap())), "2023-09-13");
        assert_eq!([three_letters("fr"), three_letters("zh"), three_letters("xx")], [Some("fra"), Some("zho"), None]);
    }
}
