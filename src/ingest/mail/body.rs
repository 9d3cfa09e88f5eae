//! The text of a mail as blocks: which form of it reads better, and the role of every stretch.

use super::super::html::{self, Block};
use super::super::plain;
use super::super::title;
use super::parts::{Body, Part};
use super::phrases::{self, Divider};
use super::quotes::{self, Flow, Voice};
use super::{armour, transfer};
use crate::document::{ArticleBuilder, BlockKind, Problem};

/// What is known of the mail that the text is of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Letter<'a> {
    /// A newsletter or a mail of a list.
    pub newsletter: bool,
    /// It hands on another mail.
    pub forwarded: bool,
    /// Its subject: a heading that repeats it says nothing.
    pub subject: Option<&'a str>,
}

/// A stretch of text with its role.
#[derive(Debug)]
struct Piece {
    kind: BlockKind,
    text: String,
    links: Vec<html::Link>,
}

/// One body, read.
#[derive(Debug, Default)]
pub struct Text {
    pieces: Vec<Piece>,
    /// Where the newsletter stands on the web, as it says.
    pub online: Option<String>,
    problems: Vec<Problem>,
}

/// A body says little when this share of its characters are addresses, in percent.
const ADDRESSES: usize = 40;
/// Two forms of one text share this many of their words, in percent; else one is something else.
const SHARED: usize = 40;
/// So many words are compared.
const COMPARED: usize = 400;

/// Reads a body in the form that reads better.
pub fn read(body: &Body, letter: Letter) -> Text {
    let plain = || joined(body.plain.iter().map(|part| plain_text(part, letter)));
    let html = || joined(body.html.iter().map(|part| html_text(part, letter)));
    if body.html.is_empty() {
        return plain();
    }
    if body.plain.is_empty() {
        return html();
    }
    let (plain, html) = (plain(), html());
    if prefers_plain(&plain, &html) { plain } else { html }
}

/// True when the plain form of a text reads better than the one with markup, which has headings and links.
fn prefers_plain(plain: &Text, html: &Text) -> bool {
    let [(words, links), (marked, _)] = [plain.measure(), html.measure()];
    if words == 0 || marked == 0 {
        return marked == 0;
    }
    if links >= ADDRESSES || plain.pieces.iter().any(|piece| phrases::points_to_html(&piece.text)) {
        return false;
    }
    // A picture of the text, or one form cut short.
    if marked * 2 < words {
        return true;
    }
    words >= marked && plain.shared(html) < SHARED
}

impl Text {
    /// Puts the pieces into an article.
    pub fn put(self, builder: &mut ArticleBuilder) {
        for problem in self.problems {
            builder.problem(problem);
        }
        for piece in self.pieces {
            let Some(span) = builder.block(piece.kind, &piece.text) else { continue };
            // The places are right only where the builder kept the text as it was.
            if span.len() == piece.text.len() {
                for link in &piece.links {
                    builder.link(span.sub(link.range.start, link.range.end), &link.url);
                }
            }
        }
    }

    /// What is read, for those who look for its language.
    pub fn spoken(&self) -> impl Iterator<Item = (BlockKind, &str)> {
        self.pieces.iter().map(|piece| (piece.kind, piece.text.as_str()))
    }

    /// Words that are read, and the share of characters that are addresses, in percent.
    fn measure(&self) -> (usize, usize) {
        let (mut words, mut letters, mut addresses) = (0, 0, 0);
        for piece in self.pieces.iter().filter(|piece| piece.kind != BlockKind::Furniture) {
            for word in piece.text.split_whitespace() {
                letters += word.len();
                if word.contains("://") || word.contains("www.") {
                    addresses += word.len();
                } else if word.contains(char::is_alphabetic) {
                    words += 1;
                }
            }
        }
        (words, addresses * 100 / letters.max(1))
    }

    /// The share of its words that `other` has too, in percent.
    fn shared(&self, other: &Self) -> usize {
        let words = |text: &Self| -> Vec<String> {
            let read = text.pieces.iter().filter(|piece| piece.kind != BlockKind::Furniture);
            let words = read.flat_map(|piece| piece.text.split(|c: char| !c.is_alphanumeric()));
            words.filter(|word| word.chars().count() > 4).map(str::to_lowercase).take(COMPARED).collect()
        };
        let others: std::collections::HashSet<String> = words(other).into_iter().collect();
        let own = words(self);
        let found = own.iter().filter(|word| others.contains(*word)).count();
        if own.is_empty() { 100 } else { found * 100 / own.len() }
    }
}

fn joined(texts: impl Iterator<Item = Text>) -> Text {
    texts.fold(Text::default(), |mut all, text| {
        all.pieces.extend(text.pieces);
        all.online = all.online.or(text.online);
        all.problems.extend(text.problems);
        all
    })
}

fn plain_text(part: &Part, letter: Letter) -> Text {
    let bytes = transfer::decode(part.body, part.headers.raw("content-transfer-encoding").unwrap_or_default());
    let decoded = transfer::text(&bytes, part.media.attribute("charset"));
    let (text, armoured) = armour::strip(&decoded.text);
    let is =
        |name: &str, value: &str| part.media.attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
    let flow = Flow { flowed: is("format", "flowed"), delsp: is("delsp", "yes") };
    let mut out = Text { problems: decoded.problem.into_iter().chain(armoured).collect(), ..Text::default() };
    let mut ended = false;
    for passage in quotes::passages(&text, flow, letter.forwarded) {
        if passage.voice != Voice::Own {
            let kind = if passage.voice == Voice::Quoted { BlockKind::Quotation } else { BlockKind::Furniture };
            let units = plain::passage(&passage.text).into_iter();
            out.pieces.extend(units.map(|(_, text)| Piece { kind, text, links: Vec::new() }));
            continue;
        }
        for (kind, text) in plain::passage(&passage.text) {
            if phrases::is_online(&text) {
                out.online = out.online.or_else(|| first_address(&text));
            }
            ended |= letter.newsletter && phrases::ends_letter(&text);
            let kind = if ended || phrases::is_wrapping(&text) { BlockKind::Furniture } else { kind };
            out.pieces.push(Piece { kind, text, links: Vec::new() });
        }
    }
    out
}

fn first_address(text: &str) -> Option<String> {
    let at = text.find("https://").or_else(|| text.find("http://"))?;
    text[at..].split(|c: char| c.is_whitespace() || matches!(c, '>' | ')' | ']')).next().map(str::to_owned)
}

fn html_text(part: &Part, letter: Letter) -> Text {
    let bytes = transfer::decode(part.body, part.headers.raw("content-transfer-encoding").unwrap_or_default());
    let decoded = transfer::text(&bytes, part.media.attribute("charset"));
    let mut blocks = html::letter(&decoded.text, letter.newsletter);
    let online = blocks.iter().find_map(online);
    settle(&mut blocks, letter);
    let pieces = blocks.into_iter().map(|block| {
        let kind = if block.main { block.kind } else { BlockKind::Furniture };
        Piece { kind, text: block.text, links: block.links }
    });
    Text { pieces: pieces.collect(), online, problems: decoded.problem.into_iter().collect() }
}

/// Where the link of a line such as `Voir dans le navigateur` leads.
fn online(block: &Block) -> Option<String> {
    if !phrases::is_online(&block.text) {
        return None;
    }
    let mut links = block.links.iter().filter(|link| link.url.starts_with("http"));
    let named = links.clone().find(|link| phrases::is_online(&block.text[link.range.clone()]));
    named.or_else(|| links.next()).map(|link| link.url.clone())
}

/// The roles that words and places give to the blocks of a mail.
fn settle(blocks: &mut [Block], letter: Letter) {
    let subject = letter.subject.map(title::key).filter(|key| !key.is_empty());
    let first = blocks.iter().position(|block| block.main && block.kind == BlockKind::Heading);
    if let Some(first) = first.filter(|&at| subject == Some(title::key(&blocks[at].text))) {
        blocks[first].main = false;
    }
    let mut forwarded = letter.forwarded;
    let (mut quoted, mut signed) = (false, false);
    for at in 0..blocks.len() {
        let text = blocks[at].text.as_str();
        let divider = phrases::divider(text.lines().next().unwrap_or_default());
        let head = divider.is_some() || text.len() <= 2000 && phrases::is_head(text.lines());
        let quotes_below = blocks.get(at + 1).is_some_and(|next| next.kind == BlockKind::Quotation);
        let above = quotes_below && phrases::is_attribution(text);
        if head && blocks[at].kind != BlockKind::Quotation {
            quoted |= !forwarded && divider != Some(Divider::Forward);
            forwarded = false;
        }
        signed |= matches!(text, "--" | "-- ");
        let wraps = phrases::is_wrapping(text);
        let block = &mut blocks[at];
        if block.kind == BlockKind::Quotation || quoted {
            signed = false;
        }
        if head || above || quoted && block.main {
            block.kind = BlockKind::Quotation;
        }
        block.main &= !wraps && !signed;
    }
    if letter.newsletter {
        end(blocks);
    }
}

/// What stands below the line where one can leave a newsletter is no longer its text, unless there is much of it.
fn end(blocks: &mut [Block]) {
    let weight = |blocks: &[Block]| blocks.iter().map(|block| block.weight).sum::<usize>();
    let all = weight(blocks);
    let Some(last) = blocks.iter().position(|block| phrases::ends_letter(&block.text)) else { return };
    if weight(&blocks[last..]) * 3 > all && weight(&blocks[last..]) > 1500 {
        return;
    }
    for block in &mut blocks[last..] {
        block.main = false;
    }
}
