//! PDF: pages of printed type, made an article again. One document is one article.
//!
//! The libraries that read the format are behind `extract`, which gives words at places; everything from there is done
//! here and is pure: `margins` takes running heads and page numbers off, `columns` finds the order of reading, `paragraphs` joins
//! lines, `roles` tells title, headings and text apart. Pictures are not looked at; a scan says that it is one.

mod columns;
mod extract;
mod hyphens;
mod lines;
mod margins;
mod pages;
mod paragraphs;
mod roles;
mod scans;
pub mod wire;

pub use extract::{guarded, in_process};
pub use pages::{Extract, Page, Pages, Word};

use super::source::Source;
use super::{Reading, language};
use crate::document::{ArticleBuilder, BlockKind, Problem};
use paragraphs::Sheet;

/// How far into a file its signature may stand, and how far from its end the address of its table: old programs wrote something
/// before and behind a document.
const SIGNATURE: usize = 1024;

/// By its signature, at the beginning or behind something else that is part of no text.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let bytes = source.bytes();
    let head = &bytes[..bytes.len().min(SIGNATURE)];
    let at = memchr::memmem::find(head, b"%PDF-")?;
    if head[..at].iter().all(u8::is_ascii_whitespace) {
        return Some("it begins as a PDF does");
    }
    let tail = &bytes[bytes.len() - bytes.len().min(SIGNATURE)..];
    let whole = head[..at].ends_with(b"\n") && memchr::memmem::find(tail, b"startxref").is_some();
    (whole || source.text().is_none()).then_some("it holds the signature of a PDF")
}

/// One article, or why there is none.
pub fn read(source: &Source) -> Reading {
    let pages = match source.extract(source.bytes()) {
        Ok(pages) => pages,
        Err(problem) => return Reading::nothing(problem),
    };
    if let Some(problem) = scans::nothing_to_read(&pages) {
        return Reading::nothing(problem);
    }
    Reading::of(vec![article(pages).finish(source.name())])
}

fn article(mut pages: Pages) -> ArticleBuilder {
    let mut builder = ArticleBuilder::new();
    for problem in pages.problems.iter().map(Problem::new).chain(scans::problems(&pages)) {
        builder.problem(problem);
    }
    let margins = margins::take(&mut pages.pages);
    let sheets: Vec<Sheet> = std::mem::take(&mut pages.pages)
        .into_iter()
        .zip(margins)
        .map(|(page, margins)| Sheet {
            lines: columns::lines(page.words),
            margins: margins.into_iter().chain(page.aside).collect(),
        })
        .collect();
    let paragraphs = paragraphs::of(&sheets);
    let roles = roles::assign(&paragraphs, &pages);
    for (paragraph, kind) in paragraphs.iter().zip(&roles.kinds) {
        builder.block(*kind, &paragraph.text);
    }
    if let Some(title) = roles.inferred_title.filter(|_| !roles.kinds.contains(&BlockKind::Title)) {
        builder.inferred_title(&title);
    }
    roles.about.tell(&mut builder);
    let body = language::sample(paragraphs.iter().zip(&roles.kinds).map(|(one, kind)| (*kind, one.text.as_str())));
    roles.about.tell_language(&body, &mut builder);
    builder
}

#[cfg(test)]
mod tests;
