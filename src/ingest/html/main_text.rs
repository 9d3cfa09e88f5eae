//! Which of a page's text is the article.
//!
//! The readability algorithm scores the tree; what it keeps is known by its nodes, so that the blocks of the whole
//! page stay in their order and nothing has to be found again by its words. Where it has too little to go by (a
//! short page) or keeps too little, the elements alone decide.

use std::collections::HashSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeId};
use dom_smoothie::{Config, Readability};

use super::super::furniture;
use super::blocks::{Block, Page};
use super::classes::Hint;
use super::metadata::Metadata;
use crate::document::BlockKind;

/// Pages with less text outside navigation than this, in characters, are too short to score.
const SHORT: usize = 1200;
/// Pages of more elements would be scored for seconds.
const ELEMENTS: usize = 30_000;

/// A block that holds fewer characters is a label or a line of the page; it says nothing of where the text stands.
const LABEL: usize = 40;
/// What stands under a heading such as "most read" is furniture up to so many characters that are no links.
const LISTED: usize = 1500;
/// A list of other articles or a box has no more blocks than this.
const ROWS: usize = 60;
/// A longer line about another article is text of its own; in characters.
const TOLD: usize = 120;
/// What stands around a form and is no longer than this is there for the form: a letter to subscribe to, a poll, a search.
const BOX: usize = 400;

/// Marks the blocks that are the article.
pub fn choose(document: Document, page: &mut Page, metadata: &Metadata) {
    set_lists_aside(page);
    let outside: usize = page.blocks.iter().filter(|b| !b.chrome).map(|b| b.weight).sum();
    let kept = if outside < SHORT { None } else { readable(document) };
    let Some(kept) = kept else { return by_place(page, metadata) };
    let blocks = &mut page.blocks;
    for block in blocks.iter_mut() {
        let weight: usize = block.nodes.iter().filter(|(id, _)| kept.contains(id)).map(|(_, weight)| weight).sum();
        block.main = weight * 2 >= block.weight && !block.chrome;
    }
    let main: usize = blocks.iter().filter(|b| b.main).map(|b| b.weight).sum();
    let prose: usize = blocks.iter().filter(|b| is_prose(b)).map(|b| b.weight).sum();
    if main * 4 < prose {
        return by_place(page, metadata);
    }
    let aside: usize = blocks.iter().filter(|b| b.main && is_aside(b)).map(|b| b.weight).sum();
    // A class on the wrapper of everything says nothing.
    let classes_count = aside * 2 <= main;
    for block in blocks.iter_mut().filter(|b| b.main) {
        block.main = !(classes_count && is_aside(block) || block.is_controls() || block.is_teaser());
    }
    keep_to(place(page, metadata, 9), page);
}

/// Marks the blocks by the elements they stand in, all over the page; a list of links is a menu.
pub fn by_element(blocks: &mut [Block]) {
    by_chrome(blocks);
    for block in blocks {
        block.main &= block.level == 1 || !block.is_link_list() && !block.is_controls();
    }
}

/// Marks the blocks that stand in no element that is never the article.
pub fn by_chrome(blocks: &mut [Block]) {
    let outside = |b: &Block| !b.chrome && !is_aside(b);
    let enough: usize = blocks.iter().filter(|b| outside(b)).map(|b| b.weight).sum();
    let aside: usize = blocks.iter().filter(|b| !b.chrome && is_aside(b)).map(|b| b.weight).sum();
    // A class on the wrapper of everything says nothing.
    let classes_count = enough >= aside;
    for block in blocks {
        block.main = !block.chrome && (!classes_count || !is_aside(block));
    }
}

/// Marks the blocks by the elements they stand in, inside of the smallest one that holds the headline and most of the
/// text: a column beside it has text too.
fn by_place(page: &mut Page, metadata: &Metadata) {
    by_element(&mut page.blocks);
    // A column of short notices may hold a quarter of a short page.
    keep_to(place(page, metadata, 7), page);
}

fn keep_to(place: Range<usize>, page: &mut Page) {
    for (at, block) in page.blocks.iter_mut().enumerate() {
        block.main &= place.contains(&at);
    }
}

/// The smallest element that holds the headline and so many tenths of the text.
fn place(page: &Page, metadata: &Metadata, tenths: usize) -> Range<usize> {
    let blocks = &page.blocks;
    let title = blocks.iter().position(|b| b.main && metadata.is_title(b)).or_else(|| {
        let mut heads = (0..blocks.len()).filter(|&i| blocks[i].main && blocks[i].level == 1);
        heads.next().filter(|_| heads.next().is_none())
    });
    // How much text stands before each block.
    let mut before = vec![0];
    for block in blocks {
        let text = if block.main && block.weight >= LABEL { block.weight - block.linked } else { 0 };
        before.push(before[before.len() - 1] + text);
    }
    let text = |range: &Range<usize>| before[range.end] - before[range.start];
    let mut groups: Vec<&Range<usize>> = page.groups.iter().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut place = 0..blocks.len();
    for group in groups {
        let inside = place.start <= group.start && group.end <= place.end;
        let headed = title.is_none_or(|at| !place.contains(&at) || group.contains(&at));
        if inside && headed && text(group) > 0 && text(group) * 10 >= text(&place) * tenths {
            place = group.clone();
        }
    }
    place
}

/// Sets aside what stands together and is something else than the article: under a heading such as "most read" or "comments",
/// around a form, as a list of other articles.
fn set_lists_aside(page: &mut Page) {
    let all: usize = page.blocks.iter().map(|b| b.weight).sum();
    for group in &page.groups {
        let blocks = &page.blocks[group.clone()];
        let first = &blocks[0];
        let label = first.weight <= LABEL && !first.chrome;
        let (headed, listed) = (label && furniture::heads_a_list(&first.text), label && lists_others(blocks));
        // The weights are looked at only behind such a heading: groups lie in each other.
        if !headed && !listed {
            continue;
        }
        let text: usize = blocks.iter().map(|b| b.weight - b.linked).sum();
        let of_page = blocks.iter().map(|b| b.weight).sum::<usize>() * 2 < all;
        if text <= LISTED && of_page && blocks.iter().all(|b| b.level != 1) {
            page.blocks[group.clone()].iter_mut().for_each(|b| b.hint = Hint::Aside);
        }
    }
    for form in page.forms.iter().filter(|form| form.len() <= ROWS) {
        let blocks = &mut page.blocks[form.clone()];
        let weight: usize = blocks.iter().map(|b| b.weight).sum();
        if weight <= BOX && weight * 4 < all && blocks.iter().all(|b| b.level != 1) {
            for block in blocks {
                block.hint = Hint::Aside;
            }
        }
    }
}

/// True for a heading with nothing but links under it, each perhaps with a line about where it leads.
fn lists_others(blocks: &[Block]) -> bool {
    let (first, rest) = (&blocks[0], &blocks[1..]);
    if blocks.len() > ROWS || first.is_link_list() || !rest.first().is_some_and(Block::is_link_list) {
        return false;
    }
    let links = rest.iter().filter(|b| b.is_link_list()).count();
    let told = rest.windows(2).all(|two| two.iter().any(Block::is_link_list));
    let short = rest.iter().all(|b| b.is_link_list() || b.weight < TOLD);
    told && short && (links > 1 || links == rest.len() && first.kind == BlockKind::Heading)
}

fn is_aside(block: &Block) -> bool {
    block.hint == Hint::Aside || block.hint == Hint::Kicker && block.weight < LABEL
}

fn is_prose(block: &Block) -> bool {
    !block.chrome
        && !is_aside(block)
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
