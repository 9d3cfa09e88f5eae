//! Plain text: from lines to an article.
//!
//! Lines are made into units (`flow`: what was broken is joined), units get a role (`roles`: title, heading,
//! furniture …), and an article is built of them. No line is dropped: what is not the article's becomes furniture.
//! Markup is not interpreted here.

mod flow;
mod lines;
mod roles;

use super::source::Source;
use super::{language, title};
use crate::document::{Article, ArticleBuilder, BlockKind, Problem};
use crate::text::safe;

/// Whatever is text at all can be read as plain text.
pub fn recognises(source: &Source) -> bool {
    source.text().is_some()
}

/// One article: a file without markup has no sign that parts it into several.
pub fn read(source: &Source) -> Vec<Article> {
    let mut builder = ArticleBuilder::new();
    if let Some(problem) = source.problem() {
        builder.problem(problem);
    }
    build(source.text().unwrap_or_default(), &mut builder);
    if builder.text().is_empty() {
        builder.problem(Problem::new("The file holds no text."));
    }
    vec![builder.finish(source.name())]
}

fn build(text: &str, builder: &mut ArticleBuilder) {
    let safe = safe::body(text);
    let lines = lines::split(&safe);
    let units = flow::units(&lines);
    let reading = roles::assign(&units);
    for (unit, kind) in units.iter().zip(&reading.kinds) {
        builder.block(*kind, &unit.text);
    }
    if !reading.kinds.contains(&BlockKind::Title) {
        let first = units.iter().zip(&reading.kinds).find(|(_, kind)| is_text(**kind));
        if let Some(title) = first.and_then(|(unit, _)| title::infer(&unit.text)) {
            builder.inferred_title(&title);
        }
    }
    if let Some(author) = &reading.credits.author {
        builder.author(author);
    }
    if let Some(source) = &reading.credits.source {
        builder.source(source);
    }
    if let Some(published) = reading.credits.published {
        builder.published(published);
    }
    let body = language::sample(units.iter().zip(&reading.kinds).map(|(unit, kind)| (*kind, unit.text.as_ref())));
    if let Some(code) = language::of(None, &body) {
        builder.language(&code);
    }
}

fn is_text(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Furniture | BlockKind::Preformatted)
}

#[cfg(test)]
mod tests;
