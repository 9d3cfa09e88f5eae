//! The role of each unit of a plain text: title, heading, text, furniture; and what its credits say.
//!
//! Everything is decided by form and place. A unit that could be two things stays a paragraph, because a reader
//! loses nothing by that.

use super::flow::{Shape, Unit};
use crate::document::BlockKind;
use crate::ingest::credits::{self, Credits};
use crate::ingest::{furniture, title};

/// What the units are, one kind for each, and what they tell about the article.
pub struct Reading {
    /// One for each unit.
    pub kinds: Vec<BlockKind>,
    /// From bylines, lines of publication, signature and dateline.
    pub credits: Credits,
}

/// Credits stand among the first units and the last, never in the middle.
const LEAD: usize = 12;
/// The longest heading, in characters.
const HEADING: usize = 90;
/// Where nothing but the order of lines shows it, a heading is shorter still.
const TIGHT_HEADING: usize = 50;

/// Finds the role of every unit.
pub fn assign(units: &[Unit]) -> Reading {
    let mut reading = Reading { kinds: by_form(units), credits: Credits::default() };
    let kinds = &mut reading.kinds;
    take_credits(units, kinds, &mut reading.credits);
    clear_lead(units, kinds);
    if let Some(at) = find_title(units, kinds) {
        set_title(units, kinds, at, &mut reading.credits);
    }
    find_headings(units, kinds);
    let paragraphs = (0..units.len()).filter(|&i| kinds[i] == BlockKind::Paragraph);
    // A standfirst may stand above the dateline.
    for at in paragraphs.take(3) {
        reading.credits.or(credits::dateline(&units[at].text));
    }
    reading
}

/// Finds the role of every unit of a passage that has neither title nor credits.
pub fn within(units: &[Unit]) -> Vec<BlockKind> {
    let mut kinds = by_form(units);
    find_headings(units, &mut kinds);
    kinds
}

/// What shape and words say of each unit alone.
fn by_form(units: &[Unit]) -> Vec<BlockKind> {
    let furniture = |unit: &Unit| by_shape(unit) == BlockKind::Paragraph && furniture::is_furniture(&unit.text);
    units.iter().map(|unit| if furniture(unit) { BlockKind::Furniture } else { by_shape(unit) }).collect()
}

fn find_headings(units: &[Unit], kinds: &mut [BlockKind]) {
    let visible: Vec<usize> = (0..units.len()).filter(|&i| kinds[i] != BlockKind::Furniture).collect();
    for around in visible.windows(3) {
        if is_heading(units, kinds, [around[0], around[1], around[2]]) {
            kinds[around[1]] = BlockKind::Heading;
        }
    }
}

fn by_shape(unit: &Unit) -> BlockKind {
    match unit.shape {
        Shape::Prose => BlockKind::Paragraph,
        Shape::Item => BlockKind::ListItem,
        Shape::Quotation => BlockKind::Quotation,
        Shape::Columns => BlockKind::Preformatted,
    }
}

/// Credits among the first units and the last become furniture and are remembered.
fn take_credits(units: &[Unit], kinds: &mut [BlockKind], credits: &mut Credits) {
    let len = units.len();
    for at in (0..len).filter(|&i| i < LEAD || i + 3 >= len) {
        if kinds[at] != BlockKind::Paragraph {
            continue;
        }
        let found = credits::read(&units[at].text);
        // A text of credits alone would have nothing to read.
        if let Some(found) = found.filter(|_| kinds.iter().filter(|k| **k != BlockKind::Furniture).count() > 1) {
            credits.or(found);
            kinds[at] = BlockKind::Furniture;
        }
    }
    let key = credits.author.as_deref().map(title::key).filter(|key| !key.is_empty());
    for (unit, kind) in units.iter().zip(kinds.iter_mut()).filter(|(unit, _)| unit.text.len() <= 120) {
        if *kind == BlockKind::Paragraph && key.as_ref().is_some_and(|key| title::key(&unit.text) == *key) {
            *kind = BlockKind::Furniture;
        }
    }
    sign(units, kinds, credits);
}

/// Takes the author from a signature behind a finished sentence. At the end it is furniture; inside, where it parts
/// two texts, it stays: it could as well head what follows.
fn sign(units: &[Unit], kinds: &mut [BlockKind], credits: &mut Credits) {
    for at in 1..units.len() {
        if kinds[at] != BlockKind::Paragraph || !ends_sentence(&units[at - 1].text) {
            continue;
        }
        if let Some(found) = credits::signature(&units[at].text) {
            credits.or(found);
            if at + 1 == units.len() {
                kinds[at] = BlockKind::Furniture;
            }
        }
    }
}

/// Icons and rubrics above the text become furniture, as long as something is left below.
fn clear_lead(units: &[Unit], kinds: &mut [BlockKind]) {
    for at in 0..units.len().min(LEAD) {
        let visible = kinds[at..].iter().filter(|k| **k != BlockKind::Furniture).count();
        if kinds[at] == BlockKind::Furniture {
            continue;
        }
        let text = &units[at].text;
        let rubric = || {
            let below = (at + 1..units.len()).find(|&i| kinds[i] != BlockKind::Furniture);
            furniture::is_rubric(text) && below.is_some_and(|i| title::is_headline(&units[i].text)) && visible > 2
        };
        if visible < 2 || !(furniture::is_leading(text) || rubric() || at > 0 && is_kicker(units, kinds, at)) {
            return;
        }
        kinds[at] = BlockKind::Furniture;
    }
}

/// A word or two between the page's menu and a headline of some length.
fn is_kicker(units: &[Unit], kinds: &[BlockKind], at: usize) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let text = &units[at].text;
    let below = (at + 1..units.len().min(at + 5)).filter(|&i| kinds[i] == BlockKind::Paragraph);
    let mut headline = below.take_while(|&i| units[i].text.len() < 200 && !units[i].text.ends_with('.'));
    text.len() <= 25
        && words(text) <= 3
        && headline.any(|i| title::is_headline(&units[i].text) && words(&units[i].text) >= 5)
}

/// The first visible unit, when it behaves like a headline and text follows it.
fn find_title(units: &[Unit], kinds: &[BlockKind]) -> Option<usize> {
    let mut visible = (0..units.len()).filter(|&i| kinds[i] != BlockKind::Furniture);
    let first = visible.next()?;
    let headline = kinds[first] == BlockKind::Paragraph
        && !starts_speech(&units[first].text)
        && title::is_headline(&units[first].text);
    let length = units[first].text.len();
    // Text follows: a longer unit, or a sentence.
    let text = visible.take(6).any(|i| units[i].text.len() > length || ends_sentence(&units[i].text));
    (headline && text).then_some(first)
}

/// Marks the title and its repetitions. Of `Le titre | Le Courrier` above `Le titre`, the second is the title.
fn set_title(units: &[Unit], kinds: &mut [BlockKind], at: usize, credits: &mut Credits) {
    let (bare, site) = title::split_site(&units[at].text);
    let bare = title::key(bare);
    let twin =
        (at + 1..units.len().min(at + LEAD)).find(|&i| site.is_some() && title::key(short(&units[i].text)) == bare);
    let chosen = twin.unwrap_or(at);
    if twin.is_some() {
        credits.source = credits.source.take().or(site.map(str::to_owned));
    }
    let key = title::key(&units[chosen].text);
    for (i, unit) in units.iter().enumerate().skip(at) {
        let repeats = i != chosen && unit.text.len() <= 2 * units[chosen].text.len() + 60;
        // Whether a site's name stands behind it or not, what says the same begins with the same.
        let repeats = repeats && title::key(&unit.text).starts_with(&key);
        if repeats && (title::key(&unit.text) == key || title::key(title::split_site(&unit.text).0) == key) {
            kinds[i] = BlockKind::Furniture;
        }
    }
    kinds[chosen] = BlockKind::Title;
}

/// A short line over a paragraph, with the room of a heading around it or, in a text without blank lines, between
/// a finished sentence and a longer line. Takes the unit with its visible neighbours.
fn is_heading(units: &[Unit], kinds: &[BlockKind], [before, at, after]: [usize; 3]) -> bool {
    let text = units[at].text.as_ref();
    let length = text.chars().take(HEADING + 1).count();
    let form = kinds[at] == BlockKind::Paragraph
        && length <= HEADING
        && !starts_speech(text)
        && title::is_headline(text)
        && credits::signature(text).is_none()
        && !text.ends_with(['.', '…', '»', '”', '"', ')'])
        && text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let below = units[after].text.as_ref();
    if !form || !matches!(kinds[after], BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation) {
        return false;
    }
    let isolated = units[at].gap && units[at + 1].gap;
    if isolated {
        return below.len() > text.len()
            && (below.len() > 100 || ends_sentence(below))
            && kinds[before] != BlockKind::Title;
    }
    // Between sentences a cry or a question is one more sentence.
    let tight = length <= TIGHT_HEADING && !text.ends_with(['!', '?']) && below.len() > text.len() + 10;
    tight && ends_sentence(below) && ends_sentence(&units[before].text)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '”', '"', ')', ' ', '\u{a0}', '\u{202f}']).ends_with(['.', '!', '?', '…'])
}

/// True for `— Bonjour`: somebody speaks.
fn starts_speech(text: &str) -> bool {
    text.starts_with(['—', '–', '-'])
}

/// Enough of a text to compare it with a title.
fn short(text: &str) -> &str {
    text.char_indices().nth(400).map_or(text, |(at, _)| &text[..at])
}
