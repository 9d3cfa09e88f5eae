//! The role of each paragraph, and what the document says of itself as far as it can be believed.
//!
//! Sizes tell the title and the headings; the metadata of a PDF are what a program filled in, and often say no more than
//! the name of a file and of an account.

use super::pages::Pages;
use super::paragraphs::{Class, Paragraph};
use crate::document::BlockKind;
use crate::ingest::about::About;
use crate::ingest::credits::{self, Credits};
use crate::ingest::{dates, furniture, plain, title};

/// The title stands among the first paragraphs.
const LEAD: usize = 14;
/// The longest heading, in characters.
const HEADING: usize = 160;
/// The longest heading that only its weight makes one.
const BOLD_HEADING: usize = 100;
/// A paragraph this long is the text; the title stood before it.
const TEXT: usize = 260;

/// What the paragraphs are, and what is known of the article.
pub struct Roles {
    /// One for each paragraph.
    pub kinds: Vec<BlockKind>,
    /// For a text whose title is none of its paragraphs.
    pub inferred_title: Option<String>,
    /// Author and date.
    pub about: About,
}

/// Finds the role of every paragraph.
pub fn assign(paragraphs: &[Paragraph], pages: &Pages) -> Roles {
    let mut kinds: Vec<BlockKind> = paragraphs.iter().map(by_class).collect();
    let declared = pages.title.as_deref().filter(|title| is_sane_title(title));
    let chosen = choose_title(paragraphs, declared);
    if let Some(at) = chosen {
        // The name of the paper, a rubric: what stands above a headline is not the text.
        for kind in &mut kinds[..at] {
            *kind = BlockKind::Furniture;
        }
        kinds[at] = BlockKind::Title;
    }
    head(paragraphs, &mut kinds);
    let mut found = take_credits(paragraphs, &mut kinds);
    for (one, _) in paragraphs.iter().zip(&kinds).filter(|(_, kind)| **kind == BlockKind::Paragraph).take(3) {
        found.or(credits::dateline(&one.text));
    }
    let author = pages.author.as_deref().filter(|author| is_sane_author(author));
    let made = pages.made.as_deref().filter(|made| ("1990".."2100").contains(&&made[..made.len().min(4)]));
    let about = About {
        author: found.author.or_else(|| author.map(str::to_owned)),
        published: found.published.or_else(|| made.and_then(dates::parse)),
        source: found.source,
        ..About::default()
    };
    let first = paragraphs.iter().zip(&kinds).find(|(_, kind)| **kind == BlockKind::Paragraph);
    let inferred_title =
        declared.map(str::to_owned).or_else(|| first.and_then(|(paragraph, _)| title::infer(&paragraph.text)));
    Roles { kinds, inferred_title, about }
}

fn by_class(paragraph: &Paragraph) -> BlockKind {
    let line = plain::Line { text: &paragraph.text, raw: &paragraph.text, indent: 0, width: 0, gap: false };
    match paragraph.class {
        Class::Table => BlockKind::Preformatted,
        Class::Margin => BlockKind::Furniture,
        _ if line.marker() == Some(plain::Marker::Bullet) => BlockKind::ListItem,
        _ if furniture::is_furniture(&paragraph.text) => BlockKind::Furniture,
        _ => BlockKind::Paragraph,
    }
}

/// The paragraph that says what the metadata do, or else the largest of those before the text.
fn choose_title(paragraphs: &[Paragraph], declared: Option<&str>) -> Option<usize> {
    let length = |one: &Paragraph| one.text.chars().take(TEXT).count();
    let lead = || {
        let before = paragraphs
            .iter()
            .take(LEAD)
            .take_while(|one| one.page == 0 && (one.class != Class::Body || length(one) < TEXT));
        before.enumerate().filter(|(_, one)| !matches!(one.class, Class::Margin | Class::Table))
    };
    if let Some(key) = declared.map(title::key)
        && let Some((at, _)) = lead().find(|(_, one)| title::key(&one.text) == key)
    {
        return Some(at);
    }
    let headline =
        |one: &Paragraph| title::is_headline(&one.text) && one.text.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let large = lead().filter(|(_, one)| one.class == Class::Large && headline(one));
    largest(large).or_else(|| {
        let (at, first) = lead().find(|(_, one)| credits::read(&one.text).is_none())?;
        let below = paragraphs.get(at + 1)?;
        (first.class == Class::Bold && headline(first) && below.text.len() > first.text.len()).then_some(at)
    })
}

/// The first of the largest.
fn largest<'p>(paragraphs: impl Iterator<Item = (usize, &'p Paragraph)>) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, one) in paragraphs {
        if best.is_none_or(|(_, size)| one.size > size * 1.02) {
            best = Some((at, one.size));
        }
    }
    best.map(|(at, _)| at)
}

/// Large or bold paragraphs become headings, when they are short and text follows.
fn head(paragraphs: &[Paragraph], kinds: &mut [BlockKind]) {
    for at in 0..paragraphs.len() {
        let one = &paragraphs[at];
        let longest = match one.class {
            Class::Large => HEADING,
            Class::Bold => BOLD_HEADING,
            _ => continue,
        };
        // What stands between the title and the text names an author or leads in; it heads nothing.
        if at > 0 && kinds[at - 1] == BlockKind::Title {
            continue;
        }
        let last = paragraphs[at + 1..].iter().all(|after| after.class == Class::Margin);
        let ends = one.class == Class::Bold && one.text.ends_with(['.', ',', ';', '»', '”']);
        let short = one.text.chars().take(longest + 1).count() <= longest;
        if kinds[at] == BlockKind::Paragraph && short && !ends && !last && credits::read(&one.text).is_none() {
            kinds[at] = BlockKind::Heading;
        }
    }
}

/// Lines of credits near the title and at the end become furniture and are remembered.
fn take_credits(paragraphs: &[Paragraph], kinds: &mut [BlockKind]) -> Credits {
    let mut found = Credits::default();
    let visible: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == BlockKind::Paragraph).collect();
    for (place, &at) in visible.iter().enumerate() {
        if place >= LEAD && place + 3 < visible.len() || visible.len() < 2 {
            continue;
        }
        if let Some(credits) = credits::read(&paragraphs[at].text) {
            found.or(credits);
            kinds[at] = BlockKind::Furniture;
        }
    }
    found
}

/// False for the name of a file, a program's own words, and what says nothing: `Microsoft Word - doc1.docx`.
fn is_sane_title(declared: &str) -> bool {
    const EMPTY: [&str; 9] =
        ["untitled", "sanstitre", "document", "document1", "print", "title", "titre", "unbenannt", "imprimer"];
    const ENDINGS: [&str; 14] = [
        ".doc", ".docx", ".odt", ".pdf", ".rtf", ".tex", ".dvi", ".txt", ".html", ".htm", ".indd", ".qxd", ".ps",
        ".xls",
    ];
    let declared = declared.trim();
    let lower = declared.to_lowercase();
    let file =
        ENDINGS.iter().any(|end| lower.ends_with(end)) || declared.contains(['\\', '_']) || lower.starts_with("http");
    let program =
        ["microsoft word", "powerpoint", "layout 1", "about:blank", "file:"].iter().any(|word| lower.starts_with(word));
    let letters = declared.chars().filter(|c| c.is_alphabetic()).count();
    let words = declared.split_whitespace().count();
    !file
        && !program
        && words >= 2
        && letters * 2 >= declared.chars().count()
        && letters >= 6
        && title::is_headline(declared)
        && !EMPTY.contains(&title::key(declared).as_str())
}

/// True for what looks like somebody's name, and not like an account or a machine.
fn is_sane_author(author: &str) -> bool {
    const NOBODY: [&str; 6] = ["user", "utilisateur", "admin", "administrateur", "author", "unknown"];
    let author = author.trim();
    let words: Vec<&str> = author.split_whitespace().collect();
    let name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            || matches!(*word, "de" | "du" | "von" | "van" | "la" | "et" | "and" | "und" | "d’" | "y")
    };
    let nobody = words.iter().any(|word| NOBODY.contains(&word.to_lowercase().as_str()));
    (2..=8).contains(&words.len())
        && words.iter().all(name)
        && !nobody
        && !author.contains(['@', '\\', '/', '_', '(', '<'])
        && !author.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_filled_in_is_no_title() {
        for title in [
            "Microsoft Word - doc1.docx",
            "sans titre",
            "rapport_final_v3",
            "Document 1",
            "compte rendu.odt",
            "R-2024-11",
            "C:\\a b c d",
        ] {
            assert!(!is_sane_title(title), "{title}");
        }
        assert!(is_sane_title("Le pont de la gare rouvre enfin"));
    }

    #[test]
    fn an_account_is_no_author() {
        for author in ["admin", "Utilisateur Windows", "j.martin", "redac2", "Claire", "c:\\users\\claire martin"] {
            assert!(!is_sane_author(author), "{author}");
        }
        assert!(is_sane_author("Claire Martin") && is_sane_author("Anne de La Tour et Paul Weiss"));
    }
}
