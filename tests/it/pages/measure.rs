//! How much of an article a page gives, and how little of what surrounds it.
//!
//! The pages under `tests/fixtures/pages` say in comments what they are made of: behind `<!--text-->` stands the article,
//! behind `<!--page-->` what surrounds it (and so it begins), behind `<!--neither-->` what counts for nothing: what is never
//! shown, and the credits of pictures. `<!--text …-->` holds text that stands in no element. The comments are gone before a
//! page is read, so that they help nobody. Words are counted, each as often as it stands there.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use dom_query::{Document, NodeRef};
use kiosque::ingest::{self, Hints};

/// What became of the words of one page, or of several.
#[derive(Debug, Default, Clone)]
pub struct Measured {
    /// Words of the article.
    pub text: usize,
    /// How many of them a reader sees.
    pub kept: usize,
    /// Words of what surrounds it.
    pub furniture: usize,
    /// How many of them a reader sees although they are none of the article's.
    pub shown: usize,
}

impl Measured {
    /// Share of the article that is seen, from 0 to 1.
    pub fn text_kept(&self) -> f64 {
        self.kept as f64 / self.text.max(1) as f64
    }

    /// Share of the furniture that is not seen, from 0 to 1.
    pub fn furniture_kept_out(&self) -> f64 {
        1.0 - self.shown as f64 / self.furniture.max(1) as f64
    }

    /// Several pages as one.
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, one| Self {
            text: sum.text + one.text,
            kept: sum.kept + one.kept,
            furniture: sum.furniture + one.furniture,
            shown: sum.shown + one.shown,
        })
    }
}

/// The marked pages below the fixtures, in order: those to improve by, or those held out, which nobody looks at for that.
pub fn pages(held_out: bool) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages");
    let folder = if held_out { folder.join("held-out") } else { folder };
    let files = fs::read_dir(folder).expect("the pages").map(|entry| entry.expect("a page").path());
    let mut pages: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "html")).collect();
    pages.sort();
    pages
}

/// Reads a page and counts what of it is seen.
pub fn measure(page: &Path) -> Measured {
    let bytes = fs::read(page).expect("a page");
    let article = ingest::article(&bytes, &Hints::named("page.html"));
    let seen = article.visible_blocks().map(|block| block.span.of(article.text()));
    let mut seen = count(seen);
    let marked = Marked::of(&bytes);
    let take = |words: HashMap<String, usize>, seen: &mut HashMap<String, usize>| {
        let (mut all, mut found) = (0, 0);
        for (word, times) in words {
            let left = seen.entry(word).or_default();
            let both = times.min(*left);
            *left -= both;
            (all, found) = (all + times, found + both);
        }
        (all, found)
    };
    let (text, kept) = take(count(marked.text.iter().map(String::as_str)), &mut seen);
    take(count(marked.neither.iter().map(String::as_str)), &mut seen);
    let (furniture, shown) = take(count(marked.page.iter().map(String::as_str)), &mut seen);
    Measured { text, kept, furniture, shown }
}

/// Words in small letters, each with how often it stands there.
fn count<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// The text nodes of a page, by what its comments say they are.
#[derive(Default)]
struct Marked {
    text: Vec<String>,
    page: Vec<String>,
    neither: Vec<String>,
}

impl Marked {
    fn of(bytes: &[u8]) -> Self {
        let latin = || bytes.iter().map(|byte| char::from(*byte)).collect();
        let source = std::str::from_utf8(bytes).map_or_else(|_| latin(), str::to_owned);
        let (mut marked, mut now) = (Self::default(), "page");
        for node in Document::from(source).select_single("body").nodes().iter().flat_map(NodeRef::descendants_it) {
            if node.is_text() {
                let unseen = ["script", "style", "noscript", "template"];
                if !node.parent().is_some_and(|parent| unseen.iter().any(|name| parent.has_name(name))) {
                    marked.side(now).push(node.text().to_string());
                }
            } else if node.is_comment() {
                let comment = node.html().to_string();
                let inner = comment.trim_start_matches("<!--").trim_end_matches("-->");
                match inner.split_once(' ') {
                    Some(("text", apart)) => marked.text.push(apart.to_owned()),
                    _ => now = ["text", "page", "neither"].into_iter().find(|name| *name == inner).expect("a mark"),
                }
            }
        }
        marked
    }

    fn side(&mut self, name: &str) -> &mut Vec<String> {
        match name {
            "text" => &mut self.text,
            "page" => &mut self.page,
            _ => &mut self.neither,
        }
    }
}
