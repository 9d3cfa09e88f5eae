//! Pages as lines of text, for the way from a child process to its parent.
//!
//! One record a line, its fields parted by tabs, the kind of record first; a last line says that it is whole. What is
//! read back is checked field by field: a child that fell over hostile content is believed nothing.

use std::fmt::Write as _;
use std::str::{FromStr, Split};

use super::pages::{Page, Pages, Word};

/// The last line.
const END: &str = "end";

/// Writes pages, or why there are none.
#[must_use]
pub fn write(pages: &Result<Pages, String>) -> String {
    let mut out = String::new();
    match pages {
        Ok(pages) => write_pages(&mut out, pages),
        Err(reason) => line(&mut out, "refused", reason),
    }
    out.push_str(END);
    out.push('\n');
    out
}

fn write_pages(out: &mut String, pages: &Pages) {
    for (kind, field) in [("title", &pages.title), ("author", &pages.author), ("made", &pages.made)] {
        if let Some(field) = field {
            line(out, kind, field);
        }
    }
    for problem in &pages.problems {
        line(out, "problem", problem);
    }
    for page in &pages.pages {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "page\t{:.2}\t{:.2}\t{:.4}", page.width, page.height, page.pictures);
        for aside in &page.aside {
            line(out, "aside", aside);
        }
        for word in &page.words {
            let marks = u8::from(word.bold) | u8::from(word.artifact) << 1;
            let Word { x0, x1, y, size, .. } = word;
            let _ = write!(out, "w\t{x0:.2}\t{x1:.2}\t{y:.2}\t{size:.2}\t{marks}\t");
            text(out, &word.text);
        }
    }
}

fn line(out: &mut String, kind: &str, content: &str) {
    out.push_str(kind);
    out.push('\t');
    text(out, content);
}

/// The last field of a line: without control characters, so that it stays one.
fn text(out: &mut String, content: &str) {
    out.extend(content.chars().map(|c| if c.is_control() { ' ' } else { c }));
    out.push('\n');
}

/// Reads back what [`write()`] wrote. `None` when it is not whole.
#[must_use]
pub fn read(text: &str) -> Option<Result<Pages, String>> {
    let body = text.strip_suffix('\n')?.strip_suffix(END)?;
    let mut pages = Pages::default();
    for line in body.split_terminator('\n') {
        let (kind, rest) = line.split_once('\t')?;
        match kind {
            "refused" => return Some(Err(rest.to_owned())),
            "title" => pages.title = Some(rest.to_owned()),
            "author" => pages.author = Some(rest.to_owned()),
            "made" => pages.made = Some(rest.to_owned()),
            "problem" => pages.problems.push(rest.to_owned()),
            "page" => pages.pages.push(read_page(rest)?),
            "aside" => pages.pages.last_mut()?.aside.push(rest.to_owned()),
            "w" => pages.pages.last_mut()?.words.push(read_word(rest)?),
            _ => return None,
        }
    }
    Some(Ok(pages))
}

fn read_page(fields: &str) -> Option<Page> {
    let mut fields = fields.split('\t');
    let (width, height, pictures) = (length(&mut fields)?, length(&mut fields)?, length(&mut fields)?);
    Some(Page { width, height, pictures, ..Page::default() })
}

fn read_word(fields: &str) -> Option<Word> {
    let mut fields = fields.split('\t');
    let (x0, x1, y) = (length(&mut fields)?, length(&mut fields)?, length(&mut fields)?);
    let (size, marks) = (length(&mut fields)?, u8::from_str(fields.next()?).ok()?);
    let text = fields.next()?.to_owned();
    Some(Word { x0, x1, y, size, bold: marks & 1 != 0, artifact: marks & 2 != 0, text })
}

fn length(fields: &mut Split<char>) -> Option<f32> {
    f32::from_str(fields.next()?).ok().filter(|length| length.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_was_written_is_read_back() {
        let word = Word { x0: 1.5, x1: 20.25, y: 700.0, size: 10.0, bold: true, artifact: false, text: "Été".into() };
        let page = Page { width: 595.0, height: 842.0, words: vec![word], aside: vec!["arXiv".into()], pictures: 0.5 };
        let pages = Pages { pages: vec![page], title: Some("Le titre".into()), ..Pages::default() };
        assert_eq!(read(&write(&Ok(pages.clone()))), Some(Ok(pages)));
        assert_eq!(read(&write(&Err("It is\nlocked.".into()))), Some(Err("It is locked.".into())));
    }

    #[test]
    fn what_is_not_whole_is_not_believed() {
        for text in ["", "end", "page\t1\t2\t0\n", "w\t1\t2\t3\t4\t0\tmot\nend\n", "page\tNaN\t2\t0\nend\n", "x\tend\n"]
        {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_a_child_says_panics(text in "(page|w|title|end|[\t\n]|[0-9.]{1,3}|\\PC){0,60}") {
            let _ = read(&text);
            let _ = read(&format!("{text}\nend\n"));
        }
    }
}
