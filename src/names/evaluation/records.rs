//! Annotated articles as files hold them: records, one in a line, or marked text that can be written by hand.
//!
//! A record is `{"id", "text", "mentions": [{"start", "end", "kind", "entity"?}]}` with byte offsets and the kinds PER, ORG,
//! LOC and MISC. Marked text has a line `=== id` above each article and its names in brackets: `[P:Kim Jong Un]`, with
//! the letters P, O, L and M for the kinds, and `[P:Kim=Kim Jong Un]` where the name is short for a fuller one.

use serde::Deserialize;

use super::{Annotation, GoldArticle, gold_article};
use crate::names::Kind;
use crate::names::tagger::label::Class;

/// Why a file of annotated articles cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BadRecord {
    /// A line is no record.
    #[error("line {line}: {source}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A bracket of marked text is no mark.
    #[error("article {id}: `{mark}` is no mark; one looks like [P:Kim=Kim Jong Un]")]
    Mark {
        /// The article's.
        id: String,
        /// What stands there.
        mark: String,
    },
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: String,
    text: String,
    mentions: Vec<RecordMention>,
}

#[derive(Deserialize)]
struct RecordMention {
    start: usize,
    end: usize,
    kind: Tag,
    entity: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
enum Tag {
    #[serde(rename = "PER", alias = "P")]
    Person,
    #[serde(rename = "ORG", alias = "O")]
    Organisation,
    #[serde(rename = "LOC", alias = "L")]
    Place,
    #[serde(rename = "MISC", alias = "M")]
    Other,
}

impl Tag {
    fn class(self) -> Class {
        match self {
            Self::Person => Class::Kind(Kind::Person),
            Self::Organisation => Class::Kind(Kind::Organisation),
            Self::Place => Class::Kind(Kind::Place),
            Self::Other => Class::Other,
        }
    }

    fn of(letter: &str) -> Option<Self> {
        Some(match letter {
            "P" => Self::Person,
            "O" => Self::Organisation,
            "L" => Self::Place,
            "M" => Self::Other,
            _ => return None,
        })
    }
}

/// The annotated articles of a file: marked text when it starts with `===`, else records.
///
/// # Errors
/// On the first line or mark that is not one.
pub fn parse(file: &str) -> Result<Vec<GoldArticle>, BadRecord> {
    if file.trim_start().starts_with("===") { marked_articles(file) } else { records(file) }
}

fn records(file: &str) -> Result<Vec<GoldArticle>, BadRecord> {
    let lines = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            let record: Record =
                serde_json::from_str(line).map_err(|source| BadRecord::Json { line: n + 1, source })?;
            let mentions: Vec<Annotation> =
                record.mentions.into_iter().map(|m| (m.start, m.end, m.kind.class(), m.entity)).collect();
            Ok(gold_article(&record.id, &record.text, &mentions))
        })
        .collect()
}

fn marked_articles(file: &str) -> Result<Vec<GoldArticle>, BadRecord> {
    let mut out = Vec::new();
    let mut article: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        if let Some(id) = line.strip_prefix("===")
            && let Some((id, from)) = article.replace((id.trim(), at + line.len()))
        {
            out.push(marked(id, &file[from..at])?);
        }
        at += line.len();
    }
    if let Some((id, from)) = article {
        out.push(marked(id, &file[from..])?);
    }
    Ok(out)
}

/// One article of marked text.
///
/// # Errors
/// On a bracket that is no mark.
pub fn marked(id: &str, source: &str) -> Result<GoldArticle, BadRecord> {
    let (mut text, mut mentions) = (String::new(), Vec::new());
    let mut rest = source.trim();
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let close = inside.find(']').unwrap_or(inside.len());
        let mark = &inside[..close];
        let parts = mark.split_once(':').and_then(|(letter, name)| Some((Tag::of(letter)?, name)));
        let (Some((tag, name)), true) = (parts, close < inside.len()) else {
            let mark = format!("[{}", mark.chars().take(40).collect::<String>());
            return Err(BadRecord::Mark { id: id.to_owned(), mark });
        };
        let (name, full) = name.split_once('=').unwrap_or((name, name));
        mentions.push((text.len(), text.len() + name.len(), tag.class(), Some(full.to_owned())));
        text.push_str(name);
        rest = &inside[close + 1..];
    }
    text.push_str(rest);
    Ok(gold_article(id, &text, &mentions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(article: &GoldArticle) -> Vec<(&str, Option<&str>)> {
        let text = article.article.text();
        article.mentions.iter().map(|m| (m.span.of(text), m.entity.as_deref())).collect()
    }

    #[test]
    fn marked_text_gives_spans_kinds_and_bearers() {
        let articles = parse("=== a\nUn titre\n\n[P:Kim=Kim Jong Un] va à [L:Moscou].\n=== b\nRien.\n").unwrap();
        assert_eq!(articles.len(), 2);
        assert_eq!(names(&articles[0]), [("Kim", Some("Kim Jong Un")), ("Moscou", Some("Moscou"))]);
        assert_eq!(articles[0].mentions[1].class, Class::Kind(Kind::Place));
        assert_eq!(articles[0].article.text(), "Un titre\n\nKim va à Moscou.");
    }

    #[test]
    fn records_give_the_same() {
        let line = r#"{"id":"a","text":"Été à Nice","mentions":[{"start":9,"end":13,"kind":"LOC"}]}"#;
        let articles = parse(line).unwrap();
        assert_eq!(names(&articles[0]), [("Nice", None)]);
    }

    #[test]
    fn what_is_neither_says_where() {
        assert_eq!(parse("\n{").unwrap_err().to_string().split(':').next(), Some("line 2"));
        for bad in ["[P Kim]", "[X:Kim]", "[P:Kim", "[]"] {
            assert!(parse(&format!("=== x\n{bad}")).is_err(), "{bad}");
        }
    }
}
