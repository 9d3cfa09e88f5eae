//! Pages without text: which they are, and what to do about them.

use super::pages::{Page, Pages};
use crate::document::Problem;

/// A page without words is a scan when pictures cover so much of it.
const COVERED: f32 = 0.3;

/// One unknown character in so many is worth a word.
const UNKNOWN: usize = 20;

/// Pages that a message lists, before it only counts them.
const LISTED: usize = 12;

/// What to do about pages that are pictures.
const ADVICE: &str = "run OCR over the file first, with ocrmypdf for instance.";

/// Why there is nothing to read; `None` when there is.
pub fn nothing_to_read(pages: &Pages) -> Option<Problem> {
    if pages.pages.iter().any(|page| !page.words.is_empty() || !page.aside.is_empty()) {
        return None;
    }
    let message = match (pages.pages.len(), pages.pages.iter().any(|page| page.pictures >= COVERED)) {
        (1, true) => format!("This page is a picture (a scan) and holds no text; {ADVICE}"),
        (count, true) => format!("These {count} pages are pictures (a scan) and hold no text; {ADVICE}"),
        (1, false) => "The one page of this PDF holds no text.".to_owned(),
        (count, false) => {
            format!("The {count} pages of this PDF hold no text. If they show some, it is drawn; {ADVICE}")
        }
    };
    Some(Problem::new(pages.problems.first().filter(|_| pages.pages.iter().all(is_empty)).unwrap_or(&message)))
}

/// What is missing of a document that holds some text.
pub fn problems(pages: &Pages) -> Vec<Problem> {
    let scans: Vec<usize> =
        (1..).zip(&pages.pages).filter(|(_, page)| is_scan(page)).map(|(number, _)| number).collect();
    let mut out = Vec::new();
    match scans.as_slice() {
        [] => {}
        [one] => out.push(format!("Page {one} is a picture (a scan) and holds no text; {ADVICE}")),
        many => out.push(format!("{} are pictures (scans) and hold no text; {ADVICE}", named(many))),
    }
    let chars = || pages.pages.iter().flat_map(|page| &page.words).flat_map(|word| word.text.chars());
    let unknown = chars().filter(|c| *c == '\u{fffd}').count();
    if unknown > 0 && unknown * UNKNOWN > chars().count() {
        out.push(format!(
            "{unknown} characters of this PDF cannot be read: its fonts do not say which letters they show. If too many are \
             missing, {ADVICE}"
        ));
    }
    out.iter().map(Problem::new).collect()
}

fn is_scan(page: &Page) -> bool {
    page.words.is_empty() && page.pictures >= COVERED
}

fn is_empty(page: &Page) -> bool {
    page.words.is_empty() && page.pictures < COVERED
}

/// `Pages 2, 5-7 and 9`; too many are counted.
fn named(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut().filter(|run| run.1 + 1 == number) {
            Some(run) => run.1 = number,
            None => runs.push((number, number)),
        }
    }
    if runs.len() > LISTED {
        return format!("{} of the pages", numbers.len());
    }
    let runs: Vec<String> =
        runs.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") }).collect();
    match runs.split_last() {
        Some((last, [])) => format!("Pages {last}"),
        Some((last, before)) => format!("Pages {} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::pdf::pages::Word;

    /// A page for each sign: `t` has text, `p` a picture, `_` nothing.
    fn document(signs: &str) -> Pages {
        let page = |sign| Page {
            words: if sign == 't' { vec![Word { text: "mot".into(), ..Word::default() }] } else { Vec::new() },
            pictures: if sign == 'p' { 1.0 } else { 0.0 },
            ..Page::default()
        };
        Pages { pages: signs.chars().map(page).collect(), ..Pages::default() }
    }

    fn check(signs: &str, expected: &str) {
        let pages = document(signs);
        let all: Vec<Problem> = nothing_to_read(&pages).into_iter().chain(problems(&pages)).collect();
        let message = all.first().map_or("", Problem::message);
        assert!(message.starts_with(expected) && message.is_empty() == expected.is_empty(), "{signs}: {message}");
    }

    #[test]
    fn a_scan_says_which_pages_it_holds() {
        check("ttt", "");
        check("t_t", "");
        check("pp", "These 2 pages are pictures (a scan) and hold no text; run OCR");
        check("p", "This page is a picture");
        check("tp", "Page 2 is a picture");
        check("tpptp", "Pages 2-3 and 5 are pictures");
        check("_", "The one page of this PDF holds no text.");
        check(&"tp".repeat(20), "20 of the pages are pictures");
    }
}
