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
/// Below less text than this nothing ends, in bytes.
const TEXT: usize = 40;
/// A foot of a newsletter may have so much that reads like text, whatever stands above it, in bytes.
const FOOT: usize = 600;
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
    let mut feet = Vec::new();
    for passage in quotes::passages(&text, flow, letter.forwarded) {
        if passage.voice != Voice::Own {
            let kind = if passage.voice == Voice::Quoted { BlockKind::Quotation } else { BlockKind::Furniture };
            let units = plain::passage(&passage.text).into_iter();
            out.pieces.extend(units.map(|(_, text)| Piece { kind, text, links: Vec::new() }));
            continue;
        }
        for (kind, text) in plain::passage(&passage.text) {
            let wrapping = phrases::wrapping(&text);
            if wrapping.online {
                out.online = out.online.or_else(|| first_address(&text));
            }
            if wrapping.ends {
                feet.push(out.pieces.len());
            }
            let kind = if wrapping.is { BlockKind::Furniture } else { kind };
            out.pieces.push(Piece { kind, text, links: Vec::new() });
        }
    }
    let weights = out.pieces.iter().map(|piece| (piece.kind != BlockKind::Furniture, piece.text.len()));
    if let Some(foot) = foot(&weights.collect::<Vec<_>>(), &feet).filter(|_| letter.newsletter) {
        for piece in &mut out.pieces[foot..] {
            piece.kind = BlockKind::Furniture;
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
    let online = settle(&mut blocks, letter);
    let pieces = blocks.into_iter().map(|block| {
        let kind = if block.main { block.kind } else { BlockKind::Furniture };
        Piece { kind, text: block.text, links: block.links }
    });
    Text { pieces: pieces.collect(), online, problems: decoded.problem.into_iter().collect() }
}

/// Where the link of a line such as `Voir dans le navigateur` leads.
fn online(block: &Block) -> Option<String> {
    let mut links = block.links.iter().filter(|link| link.url.starts_with("http"));
    let named = links.clone().find(|link| {
        let words = block.text.get(link.range.clone());
        words.is_some_and(|words| phrases::wrapping(words).online)
    });
    named.or_else(|| links.next()).map(|link| link.url.clone())
}

/// The roles that words and places give to the blocks of a mail, and where it stands on the web.
fn settle(blocks: &mut [Block], letter: Letter) -> Option<String> {
    let subject = letter.subject.map(title::key).filter(|key| !key.is_empty());
    let first = blocks.iter().position(|block| block.main && block.kind == BlockKind::Heading);
    if let Some(first) = first.filter(|&at| subject == Some(title::key(&blocks[at].text))) {
        blocks[first].main = false;
    }
    let mut forwarded = letter.forwarded;
    let (mut quoted, mut signed) = (false, false);
    let (mut address, mut feet) = (None, Vec::new());
    for at in 0..blocks.len() {
        let text = blocks[at].text.as_str();
        let divider = phrases::divider(text.lines().next().unwrap_or_default());
        // Some programs make a block of every line of the head.
        let lines = blocks[at..].iter().take(5).flat_map(|block| block.text.lines());
        let head = divider.is_some() || phrases::is_head(lines);
        let quotes_below = blocks.get(at + 1).is_some_and(|next| next.kind == BlockKind::Quotation);
        let above = quotes_below && phrases::is_attribution(text);
        if head && blocks[at].kind != BlockKind::Quotation {
            quoted |= !forwarded && divider != Some(Divider::Forward);
            forwarded = false;
        }
        signed |= matches!(text, "--" | "-- ");
        if head || above || quoted && blocks[at].main {
            blocks[at].kind = BlockKind::Quotation;
        }
        if blocks[at].kind == BlockKind::Quotation {
            // What was wrapped around a quoted mail is quoted with it.
            signed = false;
            continue;
        }
        let wrapping = phrases::wrapping(&blocks[at].text);
        if wrapping.online && address.is_none() {
            address = online(&blocks[at]);
        }
        if wrapping.ends {
            feet.push(at);
        }
        blocks[at].main &= !wrapping.is && !signed;
    }
    let weights: Vec<(bool, usize)> = blocks.iter().map(|block| (block.main, block.weight)).collect();
    if let Some(foot) = foot(&weights, &feet).filter(|_| letter.newsletter) {
        for block in &mut blocks[foot..] {
            block.main = false;
        }
    }
    address
}

/// Where the foot of a newsletter begins: at the first place to leave it that stands below some text and above little, of
/// stretches that are read or not with their lengths. Some can be left at the top, too.
fn foot(stretches: &[(bool, usize)], places: &[usize]) -> Option<usize> {
    let read: usize = stretches.iter().filter(|(read, _)| *read).map(|(_, length)| length).sum();
    let (mut above, mut at) = (0, 0);
    places.iter().copied().find(|&place| {
        above += stretches[at..place].iter().filter(|(read, _)| *read).map(|(_, length)| length).sum::<usize>();
        at = place;
        above >= TEXT && read - above <= above.max(FOOT)
    })
}
