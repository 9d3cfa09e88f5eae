//! Which of a page's text is the article.
//!
//! The readability algorithm scores the tree; what it keeps is known by its nodes, so that the blocks of the whole
//! page stay in their order and nothing has to be found again by its words. Where it has too little to go by (a
//! short page) or keeps too little, the elements alone decide.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeId};
use dom_smoothie::{Config, Readability};

use super::blocks::{Block, Hint};
use crate::document::BlockKind;

/// Pages with less text outside navigation than this, in characters, are too short to score.
const SHORT: usize = 1200;
/// Pages of more elements would be scored for seconds.
const ELEMENTS: usize = 30_000;

/// Marks the blocks that are the article.
pub fn choose(document: Document, blocks: &mut [Block]) {
    let outside: usize = blocks.iter().filter(|b| !b.chrome).map(|b| b.weight).sum();
    if outside < SHORT {
        return by_element(blocks);
    }
    let Some(kept) = readable(document) else { return by_element(blocks) };
    for block in blocks.iter_mut() {
        let weight: usize = block.nodes.iter().filter(|(id, _)| kept.contains(id)).map(|(_, weight)| weight).sum();
        block.main = weight * 2 >= block.weight && !block.chrome;
    }
    let main: usize = blocks.iter().filter(|b| b.main).map(|b| b.weight).sum();
    let prose: usize = blocks.iter().filter(|b| is_prose(b)).map(|b| b.weight).sum();
    if main * 4 < prose {
        by_element(blocks);
    }
}

/// Marks the blocks by the elements they stand in; a list of links is a menu.
pub fn by_element(blocks: &mut [Block]) {
    by_place(blocks);
    for block in blocks {
        block.main &= block.level == 1 || !block.is_link_list();
    }
}

/// Marks the blocks that stand in no element that is never the article.
pub fn by_place(blocks: &mut [Block]) {
    let outside = |b: &Block| !b.chrome && b.hint != Hint::Aside;
    let enough: usize = blocks.iter().filter(|b| outside(b)).map(|b| b.weight).sum();
    let aside: usize = blocks.iter().filter(|b| !b.chrome && b.hint == Hint::Aside).map(|b| b.weight).sum();
    // A class on the wrapper of everything says nothing.
    let classes_count = enough >= aside;
    for block in blocks {
        block.main = !block.chrome && (!classes_count || block.hint != Hint::Aside);
    }
}

fn is_prose(block: &Block) -> bool {
    !block.chrome
        && block.hint != Hint::Aside
        && block.kind == BlockKind::Paragraph
        && block.weight >= 80
        && !block.is_link_list()
}

/// The nodes that the algorithm keeps. It works on the same tree, whose nodes keep their ids.
fn readable(document: Document) -> Option<HashSet<NodeId>> {
    let config = Config { disable_json_ld: true, max_elements_to_parse: ELEMENTS, ..Config::default() };
    // A library that takes any page apart may fail on one; that page is then read by its elements.
    catch_unwind(AssertUnwindSafe(|| {
        let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
        readability.parse().ok()?;
        let page = readability.doc.select_single("#readability-page-1");
        let root = *page.nodes().first()?;
        Some(root.descendants_it().filter(dom_query::NodeRef::is_text).map(|node| node.id).collect())
    }))
    .ok()
    .flatten()
}
