//! Web pages: the text that a reader came for, with what surrounds it set aside.
//!
//! `sweep` cleans the source in one pass and bounds its depth, `blocks` turns the tree into blocks in document
//! order, `main_text` says which text nodes are the article's, `arrange` gives every block its role, and
//! `metadata` reads what the page says about itself, `saved` what the program said that saved it; `untold` brings in a text
//! that only a script would have shown, `letter` gives the blocks of a mail, which is no page. Nothing is loaded, no script runs, no style is applied beyond
//! what hides an element. Everything visible ends up in the article, if only as furniture.

mod arrange;
mod blocks;
mod classes;
mod elements;
mod json_ld;
mod letter;
mod main_text;
mod metadata;
mod saved;
mod sweep;
mod untold;

use dom_query::Document;

pub use blocks::{Block, Link};
pub use letter::blocks as letter;

use super::about::About;
use super::source::Source;
use super::{Reading, credits, language};
use crate::document::{ArticleBuilder, BlockKind, Problem};
use arrange::Piece;
use metadata::Metadata;

/// A longer page is scored by nobody: its blocks are taken by their elements alone. In bytes of swept source.
const SCORED: usize = 3 * 1024 * 1024;

/// True when the content begins like a page, or holds enough tags of one. Text that mentions `<p>` does not.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let text = source.text()?;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !text.starts_with('<') {
        return None;
    }
    let head: String = text.chars().take(2048).collect::<String>().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) {
        return Some("it begins as a page does");
    }
    if ["<rss", "<feed", "<opml"].iter().any(|tag| head.contains(tag)) {
        return None;
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
    let named = source.is_named(&[".html", ".htm", ".xhtml"]) || source.hints().media == Some("text/html");
    (head.contains("<html") || count >= if named { 1 } else { 2 }).then_some("it holds the tags of a page")
}

/// One article: a page is one.
pub fn read(source: &Source) -> Reading {
    let mut builder = ArticleBuilder::new();
    if let Some(problem) = source.problem() {
        builder.problem(problem);
    }
    let text = source.text().unwrap_or_default();
    let swept = sweep::sweep(text);
    let long = swept.html.len() > SCORED;
    let document = Document::from(swept.html);
    let mut metadata = metadata::read(&document, &swept.json_ld);
    let told = source.hints().address.or_else(|| saved::address(text)).map(str::to_owned);
    metadata.address = told.or(metadata.address);
    let mut page = blocks::of(&document);
    if long {
        main_text::by_element(&mut page.blocks);
    } else {
        main_text::choose(document, &mut page, &metadata);
    }
    let mut arranged = arrange::arrange(page.blocks, &metadata);
    if let Some(body) = metadata.body.take() {
        untold::tell(body, &mut arranged);
    }
    build(&arranged, &metadata, &mut builder);
    if builder.text().is_empty() {
        builder.problem(Problem::new("The page holds no text; perhaps a script would have loaded it."));
    }
    Reading::of(vec![builder.finish(metadata.title.as_deref().unwrap_or(source.name()))])
}

/// Appends markup that is an article by itself, or a part of one, to `builder`: a mail, a chapter. It
/// is not scored: all of it is read but what elements and words say is furniture. A title of `about` stands first, and a
/// heading that repeats it is dropped.
pub fn append(markup: &str, about: &About, builder: &mut ArticleBuilder) {
    append_marked(markup, about, main_text::by_element, builder);
}

/// The same for markup that has no menus, such as the content of a feed's entry: lists of links in it are text.
pub fn append_without_menus(markup: &str, about: &About, builder: &mut ArticleBuilder) {
    append_marked(markup, about, main_text::by_chrome, builder);
}

fn append_marked(markup: &str, about: &About, mark: fn(&mut [Block]), builder: &mut ArticleBuilder) {
    let document = Document::from(sweep::sweep(markup).html);
    let mut blocks = blocks::of(&document).blocks;
    mark(&mut blocks);
    let metadata = Metadata::told(about);
    let mut arranged = arrange::arrange(blocks, &metadata);
    stand_first(&mut arranged, about);
    build(&arranged, &metadata, builder);
    about.tell(builder);
}

/// Appends markup of which every word is text, a chapter of a book say: no line of it is judged by its words or its place,
/// as the lines of a page are. A title of `about` stands first, and headings that repeat it are furniture; without one the
/// heading that the text begins with is the title.
pub fn append_whole(markup: &str, about: &About, builder: &mut ArticleBuilder) {
    let document = Document::from(sweep::sweep(markup).html);
    let mut blocks = blocks::of(&document).blocks;
    for block in &mut blocks {
        block.main = !block.chrome;
    }
    let pieces = arrange::keep(blocks, about.title.as_deref());
    for piece in &pieces {
        add(piece, builder);
    }
    if !pieces.iter().any(|p| p.kind == BlockKind::Title)
        && let Some(title) = arrange::infer_title(&pieces, &Metadata::told(about))
    {
        builder.inferred_title(&title);
    }
    about.tell(builder);
    let body = language::sample(pieces.iter().map(|p| (p.kind, p.text.as_str())));
    about.tell_language(&body, builder);
}

/// A piece of markup with nothing left open, and without what is never text.
pub fn balanced(markup: &str) -> String {
    Document::fragment(sweep::sweep(markup).html).html().to_string()
}

/// Puts the standfirst that is known below the title.
fn stand_first(pieces: &mut Vec<Piece>, about: &About) {
    let begins = pieces.iter().find(|piece| piece.kind == BlockKind::Paragraph).map_or("", |piece| &piece.text);
    if let Some(standfirst) = about.standfirst_above(begins) {
        let at = pieces.iter().position(|piece| piece.kind == BlockKind::Title).map_or(0, |at| at + 1);
        let (kind, text) = (BlockKind::Paragraph, standfirst.to_owned());
        pieces.insert(at, Piece { kind, text, links: Vec::new(), credits: None });
    }
}

fn build(pieces: &[Piece], metadata: &Metadata, builder: &mut ArticleBuilder) {
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
    let about = About {
        author: found.author,
        source: found.source,
        published: found.published,
        language: metadata.language.clone(),
        address: metadata.address.clone(),
        ..About::default()
    };
    about.tell(builder);
    if !pieces.iter().any(|p| p.kind == BlockKind::Title)
        && let Some(title) = arrange::infer_title(pieces, metadata)
    {
        builder.inferred_title(&title);
    }
    let body = language::sample(pieces.iter().map(|p| (p.kind, p.text.as_str())));
    about.tell_language(&body, builder);
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
