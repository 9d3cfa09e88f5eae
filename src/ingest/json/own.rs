//! What this program exports as JSON Lines, read back: the same blocks, title, date and problems as were written.
//!
//! The blocks count only where they fit the text, so that an export which somebody edited is still read, by its fields.

use super::value::{Members, Value};
use crate::document::{Article, ArticleBuilder, BlockKind, Problem};
use crate::ingest::parse_date;

/// The kinds of blocks, by the words for them.
const KINDS: [BlockKind; 8] = [
    BlockKind::Title,
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::ListItem,
    BlockKind::Quotation,
    BlockKind::Preformatted,
    BlockKind::Caption,
    BlockKind::Furniture,
];

/// The article of an exported record; `None` when it is no such record, or its blocks do not hold its text.
pub fn read(members: &Members) -> Option<Article> {
    let member = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let told = |wanted: &str| member(wanted).and_then(Value::text);
    let (title, text) = (told("title")?, told("text")?);
    let (Value::List(blocks), Value::List(_), Value::List(problems)) =
        (member("blocks")?, member("mentions")?, member("problems")?)
    else {
        return None;
    };
    let mut builder = ArticleBuilder::new();
    let mut at = 0;
    for block in blocks {
        let kind = block.get("kind")?.text()?;
        let kind = KINDS.into_iter().find(|known| known.name() == kind)?;
        let (start, end) = (block.get("start")?.index()?, block.get("end")?.index()?);
        if start < at || !text.get(at..start)?.trim().is_empty() {
            return None;
        }
        builder.block(kind, text.get(start..end)?)?;
        at = end;
    }
    if !text.get(at..)?.trim().is_empty() {
        return None;
    }
    builder.inferred_title(title);
    if let Some(source) = told("source") {
        builder.source(source);
    }
    if let Some(author) = told("author") {
        builder.author(author);
    }
    if let Some(published) = told("published").and_then(parse_date) {
        builder.published(published);
    }
    if let Some(language) = told("language") {
        builder.language(language);
    }
    for problem in problems.iter().filter_map(Value::text) {
        builder.problem(Problem::new(problem));
    }
    let article = builder.finish(title);
    Some(match told("path") {
        Some(path) => article.within(path),
        None => article,
    })
}
