//! The markup of a mail: the same tree, marked by the habits of mail programs before its blocks are taken.
//!
//! A mail has no article to be found in it: all of it is text but what mail programs and services wrap around it. What they
//! say by classes and styles is said here by elements: quotations become `blockquote`, headlines that only a style makes
//! become headings, signatures and the hidden line for the list of mails become `footer`. The words that such wrappings
//! are made of are known to `mail`, not here.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

use super::super::furniture;
use super::blocks::{self, Block};
use super::classes::Hint;
use super::{elements, sweep};
use crate::document::BlockKind;

/// What wraps a quoted mail or its first line: Gmail, Thunderbird, Yahoo, Proton, Apple.
const QUOTES: &[&str] = &["gmail_attr", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "zmail_extra"];

/// What wraps a signature: Gmail, Thunderbird, Outlook, Apple, Proton.
const SIGNATURES: &[&str] = &[
    "gmail_signature",
    "moz-signature",
    "Signature",
    "ms-outlook-mobile-signature",
    "AppleMailSignature",
    "protonmail_signature_block",
];

/// The longest line that is a headline, in bytes.
const HEADLINE: usize = 160;
/// A headline is made of no more elements and texts than these.
const NODES: usize = 40;
/// Letters of this size are a headline's, in pixels.
const LARGE: f32 = 18.0;
/// The longest line for the list of mails, in bytes.
const PREHEADER: usize = 1200;

/// The blocks of a mail's markup, in order; what belongs to the mail is `main`. In a `newsletter` a line in bold letters or
/// one that leads elsewhere may be a headline.
pub fn blocks(markup: &str, newsletter: bool) -> Vec<Block> {
    let document = Document::from(sweep::sweep(markup).html);
    mark(&document, newsletter);
    let mut blocks = blocks::of(&document).blocks;
    for block in &mut blocks {
        let line = block.text.trim_start_matches("• ");
        // A row of links is a menu; a sentence that leads elsewhere is a teaser.
        let words = line.split_whitespace().take(5).count();
        let menu = block.is_link_list() && block.kind != BlockKind::Heading && words < 5;
        let aside = block.hint == Hint::Aside && block.linked * 3 > block.weight;
        block.main = !block.chrome && !menu && !aside && !furniture::is_furniture(line);
        let sentence = block.text.len() > HEADLINE || block.text.ends_with(['.', ',', ';']);
        if block.kind == BlockKind::Heading && sentence {
            block.kind = BlockKind::Paragraph;
        }
    }
    blocks
}

fn mark(document: &Document, newsletter: bool) {
    let root = document.root();
    let mut seen = HashSet::new();
    let (mut begun, mut previewed) = (false, false);
    // The list is made first: renaming while walking would walk what is renamed twice.
    let nodes: Vec<NodeRef> = root.descendants_it().collect();
    for node in &nodes {
        if node.is_text() {
            begun = begun || node.text().chars().filter(|c| c.is_alphanumeric()).nth(40).is_some() && !is_unread(node);
            continue;
        }
        if !node.is_element() {
            continue;
        }
        let Some(name) = node.node_name() else { continue };
        let named = |list: &[&str]| {
            let id = node.id_attr().is_some_and(|id| list.contains(&&*id));
            id || list.iter().any(|class| node.has_class(class))
        };
        let style = style(node);
        if named(QUOTES) {
            node.rename("blockquote");
        } else if named(SIGNATURES) || shrinks(&style) && node.text().len() <= PREHEADER {
            node.rename("footer");
        } else if !begun && !previewed && is_away(&style) && (1..=PREHEADER).contains(&node.text().trim().len()) {
            node.remove_attrs(&["style", "hidden"]);
            node.rename("footer");
            previewed = true;
        } else if matches!(&*name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            node.rename(if is_quoted(node) { "p" } else { "h2" });
        } else if stands_out(&name, &style, newsletter)
            && let Some(block) = line_of(node)
            && seen.insert(block.id)
            && !is_quoted(&block)
            && fills(node, &block)
        {
            block.rename("h3");
        }
    }
}

/// The style of an element in small letters, without spaces.
fn style(node: &NodeRef) -> String {
    let style = node.attr("style").unwrap_or_default();
    style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// True for what no browser shows at all.
fn is_away(style: &str) -> bool {
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// True for what is there and too small to be seen.
fn shrinks(style: &str) -> bool {
    let zero = |key: &str| {
        style
            .split(';')
            .filter_map(|rule| rule.strip_prefix(key))
            .any(|value| matches!(number(value), Some(size) if size <= 1.0))
    };
    let faint = style.split(';').any(|rule| matches!(rule, "opacity:0" | "mso-hide:all"));
    !is_away(style) && (faint || zero("font-size:") || zero("max-height:"))
}

/// The figure that a length begins with.
fn number(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(value.len());
    value[..end].parse().ok()
}

/// True for letters as headlines have them.
fn stands_out(name: &str, style: &str, newsletter: bool) -> bool {
    let size = style.split(';').find_map(|rule| rule.strip_prefix("font-size:")).and_then(|value| {
        let scale = if value.ends_with("pt") {
            4.0 / 3.0
        } else if value.ends_with("px") {
            1.0
        } else {
            return None;
        };
        number(value).map(|size| size * scale)
    });
    let bold = || {
        let weight = style.split(';').find_map(|rule| rule.strip_prefix("font-weight:"));
        matches!(name, "b" | "strong")
            || weight.is_some_and(|w| w.starts_with("bold") || number(w).is_some_and(|w| w >= 600.0))
    };
    let carries = matches!(name, "a" | "b" | "div" | "font" | "p" | "span" | "strong" | "td" | "th" | "center");
    carries && (size.is_some_and(|size| size >= LARGE) || newsletter && bold())
}

/// The block that a headline would fill: one line, without blocks inside.
fn line_of<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let is_block = |node: &NodeRef| node.node_name().is_some_and(|name| elements::is_block(&name));
    let block = if is_block(node) { *node } else { node.ancestors_it(None).find(is_block)? };
    let name = block.node_name()?;
    if !matches!(&*name, "div" | "p" | "td" | "th" | "center") {
        return None;
    }
    let mut length = 0;
    for (at, inner) in block.descendants_it().enumerate() {
        if inner.is_text() {
            length += inner.text().trim().len();
        }
        if at > NODES || length > HEADLINE || is_block(&inner) || inner.has_name("br") && length > 0 {
            return None;
        }
    }
    (length > 0).then_some(block)
}

/// True when the text of `node` is nearly all of its block's.
fn fills(node: &NodeRef, block: &NodeRef) -> bool {
    let weight = |node: &NodeRef| node.text().chars().filter(|c| !c.is_whitespace()).count();
    let letters = block.text().chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && weight(node) * 10 >= weight(block) * 8
}

fn is_quoted(node: &NodeRef) -> bool {
    node.ancestors_it(None).any(|above| above.has_name("blockquote"))
}

/// True for text that a browser does not show.
fn is_unread(node: &NodeRef) -> bool {
    node.ancestors_it(None).any(|above| above.is_element() && is_away(&style(&above)) || above.has_name("title"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks as `sign text`: what is no part of the mail has a `-`.
    #[track_caller]
    fn check(markup: &str, newsletter: bool, expected: &[&str]) {
        let blocks = blocks(markup, newsletter);
        let found: Vec<String> = blocks
            .iter()
            .map(|block| match block.kind {
                _ if !block.main => format!("- {}", block.text),
                BlockKind::Heading => format!("# {}", block.text),
                BlockKind::Quotation => format!("> {}", block.text),
                BlockKind::Preformatted => format!("| {}", block.text),
                _ => block.text.clone(),
            })
            .collect();
        assert_eq!(found, expected, "{markup}");
    }

    #[test]
    fn quotations_of_mail_programs() {
        check(
            "<div>Je viens.</div><br><div class=gmail_quote><div class=gmail_attr>Le 3 mai, Anne a écrit :</div>\
             <blockquote class=gmail_quote><h2>Qui</h2><ul><li>vient</li></ul></blockquote>Moi.</div>",
            false,
            &["Je viens.", "> Le 3 mai, Anne a écrit :", "> Qui", "> vient", "Moi."],
        );
        check(
            "<div class=moz-cite-prefix>Le 03/05/2021, Anne a écrit :<br></div><blockquote type=cite>\
             <pre class=moz-quote-pre wrap=''>Qui vient ?\nEt quand ?</pre></blockquote><p>Moi.</p>",
            false,
            &["> Le 03/05/2021, Anne a écrit :", "> Qui vient ?\nEt quand ?", "Moi."],
        );
    }

    #[test]
    fn the_line_for_the_list_of_mails_and_signatures_are_set_aside() {
        check(
            "<body><div style='display:none'>Au sommaire : le budget</div><span style='font-size:1px;color:#fff'>caché</span>\
             <p>Le texte de la lettre, qui commence ici et qui est vu.</p><div style='display: none'>mobile</div>\
             <div class=gmail_signature>Anne Roche<br>Mairie</div>",
            true,
            &[
                "- Au sommaire : le budget",
                "- caché",
                "Le texte de la lettre, qui commence ici et qui est vu.",
                "- Anne Roche\nMairie",
            ],
        );
    }

    #[test]
    fn headlines_that_only_a_style_makes() {
        check(
            "<table><tr><td style='font-size:24px'><a href='https://b.test/1'>Le marché rouvre</a></td></tr>\
             <tr><td>Les étals seront là samedi.</td></tr></table><p><strong>Le port ferme</strong></p><p>Un texte <b>gras</b>.</p>",
            true,
            &["# Le marché rouvre", "Les étals seront là samedi.", "# Le port ferme", "Un texte gras."],
        );
        check("<p><b>Anne Roche</b></p><p>Adjointe</p>", false, &["Anne Roche", "Adjointe"]);
    }
}
