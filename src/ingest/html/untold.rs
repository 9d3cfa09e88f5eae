//! The text of a page that shows none before its scripts have run, where its JSON-LD holds it.
//!
//! Only where next to nothing is shown: the text that a page shows is the one it means, and where it shows the beginning
//! of an article it does not give the rest.

use dom_query::Document;

use super::super::title;
use super::arrange::Piece;
use super::{blocks, metadata, sweep};
use crate::document::BlockKind;

/// A page that shows more text than this tells its article itself; in bytes.
const SHOWN: usize = 160;

/// Puts `body` behind the title when the page shows hardly a part of it.
pub fn tell(body: String, pieces: &mut Vec<Piece>) {
    let is_read = |p: &Piece| !matches!(p.kind, BlockKind::Furniture | BlockKind::Title);
    let shown: usize = pieces.iter().filter(|p| is_read(p)).map(|p| p.text.len()).sum();
    if shown > SHOWN || body.trim().len() < shown * 3 {
        return;
    }
    let told: Vec<Piece> = if body.contains("</") { of_markup(&body) } else { of_lines(body) };
    // What was shown of it stands there twice now.
    let keys: Vec<String> = told.iter().map(|p| title::key(&p.text)).collect();
    for piece in pieces.iter_mut().filter(|p| is_read(p)) {
        let key = title::key(&piece.text);
        if keys.iter().any(|known| known.contains(&key)) {
            piece.kind = BlockKind::Furniture;
        }
    }
    let read = pieces.iter().rposition(|p| p.kind != BlockKind::Furniture);
    let at = read.map_or(0, |at| at + 1);
    pieces.splice(at..at, told);
}

fn of_markup(body: &str) -> Vec<Piece> {
    let blocks = blocks::of(&Document::from(sweep::sweep(body).html)).blocks;
    blocks.into_iter().map(|b| Piece { kind: b.kind, text: b.text, links: b.links, credits: None }).collect()
}

fn of_lines(body: String) -> Vec<Piece> {
    let body = metadata::decoded(body);
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| Piece { kind: BlockKind::Paragraph, text: line.to_owned(), links: Vec::new(), credits: None })
        .collect()
}
