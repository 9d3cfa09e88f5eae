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
    if let Some(address) = told("address") {
        builder.address(address);
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
    // Its place in the file of the export is the place from which it came there.
    let outer = [told("part"), told("path")].into_iter().flatten();
    Some(outer.fold(builder.finish(title), Article::within))
}

#[cfg(test)]
mod tests {
    use crate::document::{Article, BlockKind as Kind};
    use crate::ingest::{Hints, read};

    /// A record as it is exported, whose second block ends at `end`.
    fn exported(end: usize) -> Article {
        let json = format!(
            r#"{{"path":"a.txt","title":"Le marché","source":"Le Courrier","published":"2023-09-13","language":"fr",
            "text":"Publicité\n\nLe marché\n\n  lundi   8 h\n  mardi   9 h","blocks":[{{"kind":"furniture","start":0,"end":10}},
            {{"kind":"title","start":12,"end":{end}}},{{"kind":"preformatted","start":24,"end":51}}],
            "mentions":[],"problems":["Une page manque."]}}"#
        );
        read(json.as_bytes(), &Hints::named("pile.jsonl")).articles.swap_remove(0)
    }

    #[test]
    fn the_blocks_of_an_export_come_back() {
        let article = exported(22);
        let kinds: Vec<Kind> = article.blocks().iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Kind::Furniture, Kind::Title, Kind::Preformatted]);
        assert_eq!((article.title(), article.part()), ("Le marché", Some("a.txt")));
        assert!(article.text().ends_with("\n\n  lundi   8 h\n  mardi   9 h"));
        assert_eq!(article.problems()[0].message(), "Une page manque.");
    }

    #[test]
    fn blocks_that_do_not_fit_the_text_are_not_believed() {
        for end in [14, 20, 26, 400] {
            let article = exported(end);
            assert_eq!((article.title(), article.source(), article.part()), ("Le marché", Some("Le Courrier"), None));
            assert!(article.text().contains("mardi"));
        }
    }
}
