//! Plain text: from lines to an article.
//!
//! Lines are made into units (`flow`: what was broken is joined), units get a role (`roles`: title, heading,
//! furniture …), and an article is built of them. No line is dropped: what is not the article's becomes furniture.
//! Markup is not interpreted here.

mod flow;
mod lines;
mod roles;

#[cfg(feature = "pdf")]
pub use flow::{broken_word, is_word};
#[cfg(feature = "pdf")]
pub use lines::{Line, Marker};

use super::about::About;
use super::source::Source;
use super::{Reading, language, title};
use crate::document::{ArticleBuilder, BlockKind, Problem};
use crate::text::safe;

/// Whatever is text at all can be read as plain text.
pub fn recognises(source: &Source) -> Option<&'static str> {
    source.text().filter(|_| !source.bytes().is_empty()).map(|_| "it is text, and nothing else fits")
}

/// One article: a file without markup has no sign that parts it into several.
pub fn read(source: &Source) -> Reading {
    let mut builder = ArticleBuilder::new();
    if let Some(problem) = source.problem() {
        builder.problem(problem);
    }
    append(source.text().unwrap_or_default(), &About::default(), &mut builder);
    if builder.text().is_empty() {
        builder.problem(Problem::new("The file holds no text."));
    }
    Reading::of(vec![builder.finish(source.name())])
}

/// Appends a text that is an article, or the body of one of which `about` is known, to `builder`. Where the title is known no
/// line of the text is taken for one.
pub fn append(text: &str, about: &About, builder: &mut ArticleBuilder) {
    let safe = safe::body(text);
    let lines = lines::split(&safe);
    let units = flow::units(&lines);
    let mut reading = roles::assign(&units);
    let known = about.title.as_deref().filter(|title| !title.trim().is_empty());
    if let Some(known) = known {
        builder.block(BlockKind::Title, known);
        for (unit, kind) in units.iter().zip(&mut reading.kinds).filter(|(_, kind)| **kind == BlockKind::Title) {
            let repeats = title::key(&unit.text) == title::key(known);
            *kind = if repeats { BlockKind::Furniture } else { BlockKind::Paragraph };
        }
    }
    let begins = units.iter().zip(&reading.kinds).find(|(_, kind)| is_text(**kind)).map_or("", |(unit, _)| &unit.text);
    if let Some(standfirst) = about.standfirst_above(begins) {
        builder.block(BlockKind::Paragraph, standfirst);
    }
    for (unit, kind) in units.iter().zip(&reading.kinds) {
        builder.block(*kind, &unit.text);
    }
    if known.is_none() && !reading.kinds.contains(&BlockKind::Title) {
        let first = units.iter().zip(&reading.kinds).find(|(_, kind)| is_text(**kind));
        if let Some(title) = first.and_then(|(unit, _)| title::infer(&unit.text)) {
            builder.inferred_title(&title);
        }
    }
    let found = About {
        author: reading.credits.author,
        source: reading.credits.source,
        published: reading.credits.published,
        ..About::default()
    };
    found.tell(builder);
    about.tell(builder);
    let body = language::sample(units.iter().zip(&reading.kinds).map(|(unit, kind)| (*kind, unit.text.as_ref())));
    about.tell_language(&body, builder);
}

/// The units of a passage of a longer text, of a mail say, each with its role. None of them is taken for a title or for
/// credits: those stand in another place there.
pub fn passage(text: &str) -> Vec<(BlockKind, String)> {
    let safe = safe::body(text);
    let lines = lines::split(&safe);
    let units = flow::units(&lines);
    let kinds = roles::within(&units);
    units.into_iter().zip(kinds).map(|(unit, kind)| (kind, unit.text.into_owned())).collect()
}

fn is_text(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Furniture | BlockKind::Preformatted)
}

#[cfg(test)]
mod tests;
