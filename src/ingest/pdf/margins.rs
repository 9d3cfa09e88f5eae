//! Running heads, feet and page numbers: what stands in the margins of page after page, taken out of the text.
//!
//! A line is one of them when it stands near the edge and the same line, numbers aside, stands at the same height of other
//! pages; or when it is nothing but a page number. What a document marks as an artifact is believed.

use std::collections::HashMap;

use super::lines;
use super::pages::{Page, Word};
use crate::text::fold::fold;

/// The margins, as a part of the page's height.
const MARGIN: f32 = 0.14;

/// Lines that are looked at from either edge.
const OUTER: usize = 3;

/// Heights that differ by less are the same, as a part of the page's height.
const SAME: f32 = 0.012;

/// A document that marks more than this part of a page as artifacts is not believed.
const MARKED: f32 = 0.4;

/// Takes the margins off the pages and returns the lines of each.
pub fn take(pages: &mut [Page]) -> Vec<Vec<String>> {
    let mut outer: Vec<Vec<Outer>> = pages.iter().map(outer_lines).collect();
    let mut seen: HashMap<String, Vec<f32>> = HashMap::new();
    for line in outer.iter().flatten() {
        seen.entry(line.key.clone()).or_default().push(line.height);
    }
    let enough = if pages.len() > 3 { 3 } else { 2 };
    for lines in &mut outer {
        lines.retain(|line| {
            let same =
                seen.get(&line.key).map_or(0, |at| at.iter().filter(|at| (*at - line.height).abs() < SAME).count());
            same >= enough && line.key.chars().any(char::is_alphanumeric)
                || line.edge && is_page_number(&line.key, pages.len())
        });
    }
    pages.iter_mut().zip(outer).map(|(page, lines)| take_from(page, &lines)).collect()
}

/// A line near an edge of its page.
struct Outer {
    /// Folded, numbers as `#`.
    key: String,
    /// Its baseline, as a part of the page's height.
    height: f32,
    y: (f32, f32),
    /// Nothing stands between it and the edge.
    edge: bool,
}

fn outer_lines(page: &Page) -> Vec<Outer> {
    let near = |word: &&Word| word.y < MARGIN * page.height || word.y > (1.0 - MARGIN) * page.height;
    let rows = lines::rows(page.words.iter().filter(near).cloned().collect());
    let (head, foot): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row[0].y < page.height / 2.0);
    let line = |(at, row): (usize, &Vec<Word>)| {
        let line = lines::line(row)?;
        let ys = row.iter().map(|word| word.y);
        let y = (ys.clone().fold(f32::MAX, f32::min), ys.fold(f32::MIN, f32::max));
        Some(Outer { key: key(&line.text), height: line.y / page.height, y, edge: at == 0 })
    };
    let heads = head.iter().take(OUTER).enumerate().filter_map(line);
    heads.chain(foot.iter().rev().take(OUTER).enumerate().filter_map(line)).collect()
}

/// Takes the words of these lines, and what the document itself marks, off the page.
fn take_from(page: &mut Page, lines: &[Outer]) -> Vec<String> {
    let letters = |words: &mut dyn Iterator<Item = &Word>| words.map(|word| word.text.len()).sum::<usize>() as f32;
    let marked = letters(&mut page.words.iter().filter(|word| word.artifact));
    let believed = marked <= MARKED * letters(&mut page.words.iter());
    let (width, height) = (page.width, page.height);
    let (taken, kept): (Vec<Word>, Vec<Word>) = std::mem::take(&mut page.words).into_iter().partition(|word| {
        let outside = word.x1 < 0.0 || word.x0 > width || word.y < 0.0 || word.y - word.size > height;
        let inside = |line: &Outer| (line.y.0..=line.y.1).contains(&word.y);
        word.artifact && believed || outside || lines.iter().any(inside)
    });
    page.words = kept;
    lines::rows(taken).iter().filter_map(|row| lines::line(row)).map(|line| line.text).collect()
}

fn key(text: &str) -> String {
    let mut out = String::new();
    for c in fold(text).chars() {
        match c {
            c if c.is_numeric() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// True for `12`, `— 12 —`, `Page 3 sur 12`, `iv`.
fn is_page_number(key: &str, pages: usize) -> bool {
    let bare: String = key.chars().filter(|c| c.is_alphanumeric() || *c == '#').collect();
    let spoken = ["page#", "p#", "page#sur#", "page#of#", "page#/#", "seite#", "seite#von#"].contains(&bare.as_str());
    let figures = bare == "#" || bare == "##";
    let roman = bare.len() <= 5 && !bare.is_empty() && bare.chars().all(|c| "ivxl".contains(c));
    spoken || pages > 1 && (figures || roman)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::pdf::lines::tests::set;

    /// Pages of the given lines, the first near the upper edge and the last near the lower one.
    fn check(pages: &[&[&str]], taken: &[&[&str]]) {
        let page = |lines: &&[&str]| {
            let mut words = Vec::new();
            for (at, line) in lines.iter().enumerate() {
                let y = match at {
                    0 => 40.0,
                    at if at + 1 == lines.len() => 800.0,
                    at => 100.0 + at as f32 * 14.0,
                };
                words.extend(set(line, 60.0, y, 10.0));
            }
            Page { width: 595.0, height: 842.0, words, ..Page::default() }
        };
        let mut pages: Vec<Page> = pages.iter().map(page).collect();
        assert_eq!(take(&mut pages), taken);
    }

    #[test]
    fn heads_feet_and_numbers_are_taken() {
        check(
            &[
                &["Le Phare du soir – 12 mars", "Un texte.", "1"],
                &["Le Phare du soir – 12 mars", "Un autre.", "2"],
                &["Le Phare du soir – 13 mars", "Un dernier.", "3"],
            ],
            &[
                &["Le Phare du soir – 12 mars", "1"],
                &["Le Phare du soir – 12 mars", "2"],
                &["Le Phare du soir – 13 mars", "3"],
            ],
        );
    }

    #[test]
    fn what_stands_there_once_is_text() {
        check(&[&["Le maire s'en va", "Un texte.", "La fin."]], &[&[]]);
        check(&[&["Le maire s'en va", "Un texte.", "Page 1 sur 1"]], &[&["Page 1 sur 1"]]);
        check(&[&["Un début", "Un texte", "et il"], &["continue", "ici", "La fin."]], &[&[], &[]]);
    }
}
