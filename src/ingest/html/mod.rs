//! Web pages: the text that a reader came for, with what surrounds it set aside.
//!
//! `sweep` cleans the source in one pass and bounds its depth, `blocks` turns the tree into blocks in document
//! order, `main_text` says which text nodes are the article's, `arrange` gives every block its role, and
//! `metadata` reads what the page says about itself. Nothing is loaded, no script runs, no style is applied beyond
//! what hides an element. Everything visible ends up in the article, if only as furniture.

mod arrange;
mod blocks;
mod json_ld;
mod main_text;
mod metadata;
mod sweep;

use dom_query::Document;

use super::source::Source;
use super::{credits, language};
use crate::document::{Article, ArticleBuilder, BlockKind, Problem};
use arrange::Piece;

/// A longer page is scored by nobody: its blocks are taken by their elements alone. In bytes of swept source.
const SCORED: usize = 3 * 1024 * 1024;

/// True when the content begins like a page, or holds enough tags of one. Text that mentions `<p>` does not.
pub fn recognises(source: &Source) -> bool {
    let Some(text) = source.text() else { return false };
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !text.starts_with('<') {
        return false;
    }
    let head: String = text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) {
        return true;
    }
    if ["<rss", "<feed", "<opml"].iter().any(|tag| head.contains(tag)) {
        return false;
    }
    // An XML declaration, a comment or a fragment in front; a fragment closes what it opens.
    let tags = [
        "<html",
        "<body",
        "</p>",
        "</div>",
        "</a>",
        "</h1>",
        "</h2>",
        "</li>",
        "</span>",
        "<br",
        "</article>",
        "</title>",
    ];
    let count: usize = tags.iter().map(|tag| head.matches(tag).count()).sum();
    let named = [".html", ".htm", ".xhtml"].iter().any(|end| source.name().to_ascii_lowercase().ends_with(end));
    head.contains("<html") || count >= if named { 1 } else { 2 }
}

/// One article: a page is one.
pub fn read(source: &Source) -> Vec<Article> {
    let mut builder = ArticleBuilder::new();
    if let Some(problem) = source.problem() {
        builder.problem(problem);
    }
    let swept = sweep::sweep(source.text().unwrap_or_default());
    let long = swept.html.len() > SCORED;
    let document = Document::from(swept.html);
    let metadata = metadata::read(&document, &swept.json_ld);
    let mut blocks = blocks::of(&document);
    if long {
        main_text::by_element(&mut blocks);
    } else {
        main_text::choose(document, &mut blocks);
    }
    let arranged = arrange::arrange(blocks, &metadata);
    build(&arranged, &metadata, &mut builder);
    if builder.text().is_empty() {
        builder.problem(Problem::new("The page holds no text; perhaps a script would have loaded it."));
    }
    vec![builder.finish(metadata.title.as_deref().unwrap_or(source.name()))]
}

fn build(pieces: &[Piece], metadata: &metadata::Metadata, builder: &mut ArticleBuilder) {
    let mut found = credits::Credits {
        author: metadata.author.clone(),
        published: metadata.published,
        source: metadata.site.clone(),
    };
    for piece in pieces {
        if let Some(credits) = &piece.credits {
            found.or(credits.clone());
        }
        add(piece, builder);
    }
    // A standfirst may stand above the dateline.
    for piece in pieces.iter().filter(|p| p.kind == BlockKind::Paragraph).take(3) {
        found.or(credits::dateline(&piece.text));
    }
    if let Some(author) = &found.author {
        builder.author(author);
    }
    if let Some(source) = &found.source {
        builder.source(source);
    }
    if let Some(published) = found.published {
        builder.published(published);
    }
    if !pieces.iter().any(|p| p.kind == BlockKind::Title)
        && let Some(title) = arrange::infer_title(pieces, metadata)
    {
        builder.inferred_title(&title);
    }
    let body = language::sample(pieces.iter().map(|p| (p.kind, p.text.as_str())));
    if let Some(code) = language::of(metadata.language.as_deref(), &body) {
        builder.language(&code);
    }
}

/// One block with its links. Their places are right only where the builder kept the text as it was.
fn add(piece: &Piece, builder: &mut ArticleBuilder) {
    let Some(span) = builder.block(piece.kind, &piece.text) else { return };
    if span.len() == piece.text.len() {
        for link in &piece.links {
            builder.link(span.sub(link.range.start, link.range.end), &link.url);
        }
    }
}

#[cfg(test)]
mod tests;
