//! The role of each block of a page: which one is the title, what of its head belongs to the article, what is
//! furniture after all.
//!
//! Takes blocks of which `main_text` has marked the article; gives pieces in the order in which they are read.

use super::super::{credits, furniture, title};
use super::blocks::{Block, Link};
use super::classes::Hint;
use super::metadata::Metadata;
use crate::document::BlockKind;

/// A block as it goes into the article.
#[derive(Debug)]
pub struct Piece {
    /// Its role.
    pub kind: BlockKind,
    /// Filtered and trimmed.
    pub text: String,
    /// In order.
    pub links: Vec<Link>,
    /// What the block tells when it is a line of credits.
    pub credits: Option<credits::Credits>,
}

/// A block of this many characters between the title and the text is a standfirst.
const STANDFIRST: usize = 50;
/// So many blocks may be lines of credits in a page that has no long one.
const HEAD: usize = 12;
/// A line that its class calls a credit is one even if it ends like a sentence, up to so many characters.
const CREDIT: usize = 60;
/// A longer line states something, whatever its class says; in characters.
const STATEMENT: usize = 160;
/// Fewer characters there are a label.
const LABEL: usize = 20;
/// A longer heading is a sentence in the clothes of one; in characters.
const HEADING: usize = 120;
/// Running text, and not a kicker or a caption; in characters.
const LONG: usize = 120;

/// Finds the role of every block.
pub fn arrange(mut blocks: Vec<Block>, metadata: &Metadata) -> Vec<Piece> {
    for block in &mut blocks {
        block.main = block.main && !block.is_furniture();
    }
    let title = find_title(&blocks, metadata);
    if let Some(at) = title {
        raise(&mut blocks, at);
    }
    let at = blocks.iter().position(|b| b.kind == BlockKind::Title);
    if let Some(at) = at {
        rescue(&mut blocks, at, metadata);
    }
    set_comments_aside(&mut blocks);
    let found = read_credits(&mut blocks, at);
    settle_headings(&mut blocks, at, metadata);
    let mut pieces: Vec<Piece> = Vec::with_capacity(blocks.len() + 1);
    // A headline that only the page's head knows is still the headline.
    let headline = metadata.title.as_deref().filter(|_| at.is_none() && blocks.iter().any(|b| b.main));
    let first = blocks.iter().position(|b| b.main);
    for (index, (block, credits)) in blocks.into_iter().zip(found).enumerate() {
        if let Some(headline) = headline.filter(|_| Some(index) == first) {
            pieces.push(Piece { kind: BlockKind::Title, text: headline.to_owned(), links: Vec::new(), credits: None });
        }
        let kind = if block.main { block.kind } else { BlockKind::Furniture };
        push(&mut pieces, Piece { kind, text: block.text, links: block.links, credits });
    }
    pieces
}

/// The blocks as they stand, below `title` where there is one. Headings at the beginning that say the title again, be it
/// in two pieces, are furniture; without a title the first of them is it.
pub fn keep(blocks: Vec<Block>, title: Option<&str>) -> Vec<Piece> {
    let title = title.filter(|title| !title.trim().is_empty());
    let mut pieces: Vec<Piece> = Vec::with_capacity(blocks.len() + 1);
    if let Some(title) = title {
        pieces.push(Piece { kind: BlockKind::Title, text: title.to_owned(), links: Vec::new(), credits: None });
    }
    let key = title.map(title::key).unwrap_or_default();
    let mut rest = key.as_str();
    let mut opening = true;
    for block in blocks {
        opening &= !block.main || block.kind == BlockKind::Heading || block.kind == BlockKind::Caption;
        let kind = match block.kind {
            _ if !block.main => BlockKind::Furniture,
            BlockKind::Heading if opening && title.is_none() && pieces.iter().all(|p| p.kind != BlockKind::Title) => {
                BlockKind::Title
            }
            BlockKind::Heading if opening && !rest.is_empty() => {
                match rest.strip_prefix(title::key(&block.text).as_str()) {
                    Some(left) if left.len() < rest.len() => {
                        rest = left;
                        BlockKind::Furniture
                    }
                    _ => BlockKind::Heading,
                }
            }
            kind => kind,
        };
        push(&mut pieces, Piece { kind, text: block.text, links: block.links, credits: None });
    }
    pieces
}

/// The title of a page on which no block is one.
pub fn infer_title(pieces: &[Piece], metadata: &Metadata) -> Option<String> {
    let text = || pieces.iter().find(|p| p.kind != BlockKind::Furniture).and_then(|p| title::infer(&p.text));
    metadata.title.clone().or_else(text)
}

/// The block that is the headline: an `h1` that says what the head says, another block that does, the only `h1`,
/// the last one before the text, or the heading that the text begins with.
fn find_title(blocks: &[Block], metadata: &Metadata) -> Option<usize> {
    let keys = &metadata.title_keys;
    let site = metadata.site.as_deref().map(title::key);
    let key_of = |b: &Block| if b.weight > 400 { String::new() } else { title::key(&b.text) };
    let says = |b: &Block| metadata.is_title(b);
    let headings: Vec<usize> = (0..blocks.len())
        .filter(|&i| blocks[i].level == 1 && !blocks[i].text.is_empty())
        .filter(|&i| site.as_ref() != Some(&key_of(&blocks[i])) && !furniture::is_rubric(&blocks[i].text))
        .collect();
    let outside: Vec<usize> = headings.iter().copied().filter(|&i| !blocks[i].chrome).collect();
    let text = blocks
        .iter()
        .position(|b| b.main && b.kind == BlockKind::Paragraph && b.weight >= LONG)
        .unwrap_or(blocks.len());
    let opening = || {
        let first = blocks.iter().position(|b| b.main)?;
        let follows = blocks[first + 1..].iter().any(|b| b.main && b.kind == BlockKind::Paragraph);
        let heading = blocks[first].kind == BlockKind::Heading && follows && title::is_headline(&blocks[first].text);
        (heading && metadata.title.is_none()).then_some(first)
    };
    headings
        .iter()
        .copied()
        .find(|&i| says(&blocks[i]))
        .or_else(|| blocks.iter().position(|b| !b.chrome && b.kind == BlockKind::Heading && says(b)))
        .or_else(|| if let [only] = outside[..] { Some(only) } else { None })
        .or_else(|| outside.iter().copied().rfind(|&i| i < text))
        .or_else(|| blocks.iter().position(|b| b.main && keys.contains(&key_of(b))))
        .or_else(|| blocks[..text].iter().position(|b| b.main && b.weight >= LABEL && says(b)))
        .or_else(opening)
}

/// Makes the block at `at` the title and the first that is read: what stands above it goes below it when it is text
/// or a caption, and out of the way when it is a kicker or a menu.
fn raise(blocks: &mut [Block], at: usize) {
    blocks[at].kind = BlockKind::Title;
    blocks[at].main = true;
    let stays =
        |b: &Block| b.main && (b.kind == BlockKind::Caption || b.kind != BlockKind::Heading && b.weight >= LONG);
    let to = blocks[..at].iter().position(stays).unwrap_or(at);
    for block in &mut blocks[..at] {
        block.main = stays(block);
    }
    blocks[to..=at].rotate_right(1);
}

/// Between the title and the text stands the standfirst, which scoring often drops, with its cousins.
fn rescue(blocks: &mut [Block], title: usize, metadata: &Metadata) {
    let description = metadata.description.as_deref().map(title::key).filter(|key| key.len() > 30);
    let text = blocks.iter().skip(title + 1).position(|b| b.main && b.weight >= LONG && b.level == 0);
    let Some(end) = text.map(|i| title + 1 + i) else { return };
    for block in &mut blocks[title + 1..end] {
        let described = description.as_ref().is_some_and(|known| {
            let key = title::key(&block.text);
            key.len() > 30 && (known.starts_with(&key) || key.starts_with(known.as_str()))
        });
        let sentence = block.weight >= STANDFIRST && block.hint != Hint::Aside && block.linked * 3 < block.weight;
        let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Caption);
        let words = block.weight >= LABEL && block.linked == 0 && block.hint != Hint::Aside;
        // A caption, or a point of what is told in short above the text.
        let short = words && matches!(block.kind, BlockKind::Caption | BlockKind::ListItem);
        let marked = block.hint == Hint::Standfirst && block.weight >= LABEL;
        let barred = block.chrome || block.is_furniture() || is_credit(block);
        block.main |= !barred && (kind && (described || sentence || marked) || short);
    }
    // The heading of those points.
    for at in title + 1..end {
        let points = blocks[at + 1].main && blocks[at + 1].kind == BlockKind::ListItem;
        let heading = &mut blocks[at];
        heading.main |= points && heading.kind == BlockKind::Heading && !heading.chrome && !heading.is_furniture();
    }
}

/// Reads the credits in the head and at the end of the article; such lines are furniture from then on.
fn read_credits(blocks: &mut [Block], title: Option<usize>) -> Vec<Option<credits::Credits>> {
    let from = title.map_or(0, |at| at + 1);
    let long = blocks.iter().skip(from).position(|b| b.main && b.weight >= LONG);
    // A page of short lines has no head that ends with a text; its first lines are one.
    let first = long.map_or(from + HEAD, |i| from + i);
    // Headings at the end head nothing and go later.
    let ends = |b: &Block| b.main && (b.kind != BlockKind::Heading || b.weight > HEADING);
    let last = blocks.iter().rposition(ends).unwrap_or(0);
    let mut out = vec![None; blocks.len()];
    for (at, block) in blocks.iter_mut().enumerate() {
        let head = (from..=first + 2).contains(&at);
        let tail = block.main && at + 2 >= last && at <= last;
        if (head || tail) && block.kind != BlockKind::Title && !block.chrome && block.level == 0 {
            let line = block.text.trim_start_matches("• ");
            out[at] = credits::read(line).or_else(|| is_credit(block).then(|| credits::announced(line)));
            block.main &= out[at].is_none() && !(tail && credits::is_initials(line));
        }
    }
    out
}

/// Readers' words below the text that no element and no class tells apart, where several in a row say whose they are.
fn set_comments_aside(blocks: &mut [Block]) {
    let Some(text) = blocks.iter().position(|b| b.main && b.weight >= LONG) else { return };
    let below: Vec<usize> = (text + 1..blocks.len()).filter(|&at| blocks[at].main).collect();
    let opens: Vec<bool> = below.iter().map(|&at| furniture::opens_comment(&blocks[at].text)).collect();
    for (at, &block) in below.iter().enumerate() {
        let beside = at > 0 && opens[at - 1] || opens.get(at + 1) == Some(&true);
        blocks[block].main = !(opens[at] && beside);
    }
}

/// True for a line that only says who and when, by its words or by its class.
fn is_credit(block: &Block) -> bool {
    let line = block.text.trim();
    let sentence = line.ends_with(['.', '!', '?', '…']) && block.weight >= CREDIT;
    let told = || credits::read(line).is_some() || credits::announces_credits(line);
    block.weight < STATEMENT && !sentence && block.level == 0 && (block.hint == Hint::Credit || told())
}

/// Headings that repeat the title or head nothing are furniture, and so is the title said again at the end; a heading that is a sentence right below the title
/// is the standfirst.
fn settle_headings(blocks: &mut [Block], title: Option<usize>, metadata: &Metadata) {
    let key = title.map(|at| title::key(&blocks[at].text)).or_else(|| metadata.title.as_deref().map(title::key));
    let mut first = true;
    for (at, block) in blocks.iter_mut().enumerate() {
        if !block.main || block.kind == BlockKind::Title {
            continue;
        }
        let repeats = block.weight < 400 && key.as_ref().is_some_and(|key| title::key(&block.text) == *key);
        if repeats && title.is_none_or(|title| at > title) && (block.level > 0 || title.is_some()) {
            block.main = false;
            continue;
        }
        let sentence = block.text.ends_with('.') || block.text.chars().count() > if first { 70 } else { HEADING };
        if block.kind == BlockKind::Heading && sentence {
            block.kind = BlockKind::Paragraph;
        }
        first = false;
    }
    while let Some(last) = blocks.iter().rposition(|b| b.main) {
        let block = &blocks[last];
        let again = title.is_some_and(|title| last > title) && block.weight >= LABEL && metadata.is_title(block);
        if block.kind != BlockKind::Heading && !again {
            break;
        }
        blocks[last].main = false;
    }
}

/// Short lines of furniture in a row, a menu say, become one block.
fn push(pieces: &mut Vec<Piece>, mut piece: Piece) {
    let short = |p: &Piece| p.kind == BlockKind::Furniture && p.credits.is_none();
    if let Some(last) = pieces.last_mut().filter(|last| short(last) && last.text.len() < 4000)
        && short(&piece)
        && piece.text.len() <= 120
        && last.text.lines().next_back().is_none_or(|line| line.len() <= 120)
    {
        let by = last.text.len() + 1;
        last.text.push('\n');
        last.text.push_str(&piece.text);
        for link in &mut piece.links {
            link.range = link.range.start + by..link.range.end + by;
        }
        last.links.append(&mut piece.links);
        return;
    }
    pieces.push(piece);
}
