//! From the lines of a document to its paragraphs, across columns and pages.
//!
//! A paragraph goes on where its last line was full or left something open, in the same size, without an indent and without
//! room between. What interrupts it, a note at the foot of a page or what stood in its margin, comes behind it.

use super::hyphens::{self, Words};
use super::lines::Line;
use crate::ingest::plain;

/// Lines of one page with what was taken off it.
pub struct Sheet {
    /// In reading order.
    pub lines: Vec<Line>,
    /// Running heads and what stands across the reading direction.
    pub margins: Vec<String>,
}

/// What its size says of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Notes, captions.
    Small,
    /// As most of the text.
    Body,
    /// As large, and bold from end to end.
    Bold,
    /// Headlines.
    Large,
    /// Lines of cells, one below the other.
    Table,
    /// From the margins.
    Margin,
}

/// Lines that belong together.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Joined; a table keeps its lines.
    pub text: String,
    /// What its size says.
    pub class: Class,
    /// The size of its first line, in points.
    pub size: f32,
    /// The page on which it begins, from 0.
    pub page: usize,
}

/// Smaller than this part of the body's size is small.
const SMALL: f32 = 0.93;
/// Larger than this part of it is large.
const LARGE: f32 = 1.13;
/// Baselines further apart than this part of the usual are two paragraphs.
const ROOM: f32 = 1.35;
/// First lines are indented by this part of the size, or more.
const INDENT: f32 = 0.7;
/// Rows of cells that make a table.
const TABLE: usize = 3;

/// What is usual in a document.
struct Habits {
    /// The size of most letters.
    size: f32,
    /// From one baseline to the next, as a part of the size.
    leading: f32,
    /// The first lines of paragraphs are indented.
    indents: bool,
    words: Words,
}

/// The paragraphs of a document.
pub fn of(sheets: &[Sheet]) -> Vec<Paragraph> {
    let habits = Habits::of(sheets);
    let mut joiner = Joiner { habits: &habits, done: Vec::new(), open: None, held: Vec::new() };
    for (page, sheet) in sheets.iter().enumerate() {
        for margin in &sheet.margins {
            let text = margin.clone();
            joiner.held.push((Paragraph { text, class: Class::Margin, size: 0.0, page }, Line::default()));
        }
        let mut at = 0;
        while at < sheet.lines.len() {
            let rows = sheet.lines[at..].iter().take_while(|line| line.cells).count();
            if rows >= TABLE {
                joiner.table(&sheet.lines[at..at + rows], page);
                at += rows;
            } else {
                joiner.take(&sheet.lines[at], page);
                at += 1;
            }
        }
    }
    joiner.flush();
    joiner.done
}

impl Habits {
    fn of(sheets: &[Sheet]) -> Self {
        let lines = || sheets.iter().flat_map(|sheet| &sheet.lines);
        let mut sizes: Vec<(i32, usize)> = Vec::new();
        let mut words = Words::default();
        for line in lines() {
            words.learn(&line.text);
            let (size, letters) = ((line.size * 4.0).round() as i32, line.text.len());
            match sizes.iter_mut().find(|(known, _)| *known == size) {
                Some((_, count)) => *count += letters,
                None => sizes.push((size, letters)),
            }
        }
        let size =
            sizes.iter().max_by_key(|(_, letters)| *letters).map_or(10.0, |(size, _)| *size as f32 / 4.0).max(1.0);
        let body = |line: &Line| (line.size - size).abs() < 0.3;
        let pairs = || {
            let pairs = sheets.iter().flat_map(|sheet| sheet.lines.windows(2));
            pairs.filter(|pair| body(&pair[0]) && body(&pair[1]) && follows(&pair[0], &pair[1]))
        };
        let mut leadings: Vec<f32> = pairs().map(|pair| (pair[1].y - pair[0].y) / size).collect();
        leadings.sort_by(f32::total_cmp);
        let leading = leadings.get(leadings.len() / 2).copied().unwrap_or(1.25).clamp(0.8, 3.0);
        let count = pairs().count();
        let indented = pairs().filter(|pair| plain_line(&pair[0]).is_closed() && is_indented(&pair[1])).count();
        Self { size, leading, indents: indented >= 2 && indented * 50 >= count, words }
    }

    fn class(&self, line: &Line) -> Class {
        if line.size < SMALL * self.size {
            Class::Small
        } else if line.size > LARGE * self.size {
            Class::Large
        } else if line.bold {
            Class::Bold
        } else {
            Class::Body
        }
    }
}

/// True when `b` stands below `a` in the same column.
fn follows(a: &Line, b: &Line) -> bool {
    b.y > a.y && (a.left - b.left).abs() < 1.0 && (a.right - b.right).abs() < 1.0
}

fn is_indented(line: &Line) -> bool {
    let indent = (line.x0 - line.left) / line.size;
    (INDENT..8.0).contains(&indent)
}

/// True when the first word of `b` did not fit behind `a`.
fn fills(a: &Line, b: &Line) -> bool {
    a.x1 + 0.3 * a.size + b.first_word > a.right - 0.5 * a.size
}

/// The line as plain text has it, with what its words say.
fn plain_line(line: &Line) -> plain::Line<'_> {
    let text = line.text.trim();
    plain::Line { text, raw: text, indent: 0, width: text.chars().count(), gap: false }
}

/// Puts lines together.
struct Joiner<'h> {
    habits: &'h Habits,
    done: Vec<Paragraph>,
    /// The paragraph that may go on, with its last line.
    open: Option<(Paragraph, Line)>,
    /// What interrupts it.
    held: Vec<(Paragraph, Line)>,
}

impl Joiner<'_> {
    fn take(&mut self, line: &Line, page: usize) {
        let class = self.habits.class(line);
        let interrupts = class == Class::Small && self.open.as_ref().is_some_and(|(open, _)| open.class == Class::Body);
        let place = if interrupts { self.held.last_mut() } else { self.open.as_mut() };
        if let Some((paragraph, last)) = place
            && paragraph.class == class
            && self.habits.goes_on(last, line, class)
        {
            hyphens::append(&mut paragraph.text, &line.text, &self.habits.words);
            *last = line.clone();
            return;
        }
        let mut text = String::new();
        hyphens::append(&mut text, &line.text, &self.habits.words);
        let new = (Paragraph { text, class, size: line.size, page }, line.clone());
        if interrupts {
            self.held.push(new);
        } else {
            self.flush();
            self.open = Some(new);
        }
    }

    fn table(&mut self, rows: &[Line], page: usize) {
        self.flush();
        let text = rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join("\n");
        self.done.push(Paragraph { text, class: Class::Table, size: rows[0].size, page });
    }

    fn flush(&mut self) {
        let all = self.open.take().into_iter().chain(self.held.drain(..));
        self.done.extend(all.map(|(mut paragraph, _)| {
            // A hyphen that breaks a word at the very end is shown as one.
            if paragraph.text.ends_with('\u{ad}') {
                paragraph.text.pop();
                paragraph.text.push('-');
            }
            paragraph
        }));
    }
}

impl Habits {
    /// True when line `b` carries on the paragraph that `a` is the last line of.
    fn goes_on(&self, a: &Line, b: &Line, class: Class) -> bool {
        let (before, after) = (plain_line(a), plain_line(b));
        let marked = after.marker().is_some_and(|marker| match marker {
            plain::Marker::Number(_) => before.is_closed(),
            _ => true,
        });
        if (a.size - b.size).abs() > 0.07 * a.size || marked && !a.text.ends_with('-') {
            return false;
        }
        let leading = if class == Class::Large { self.leading.max(1.3) } else { self.leading };
        let near = b.y > a.y && b.y - a.y <= ROOM * leading * a.size;
        if class == Class::Large {
            // The last line of a headline may be so short that it stands above one column only.
            return near && b.x0 < a.x1 && b.x1 > a.x0;
        }
        if !follows(a, b) {
            return self.crosses(a, b);
        }
        if class == Class::Bold {
            return near && (!before.is_closed() || fills(a, b));
        }
        let broken = a.text.ends_with(['-', '\u{ad}', '\u{2010}']);
        let indent = is_indented(b) && !is_indented(a);
        if !near || indent && (before.is_closed() || self.indents && !broken && !after.goes_on()) {
            return false;
        }
        if fills(a, b) { true } else { !before.is_closed() && (after.goes_on() || before.is_open()) }
    }

    /// True when `b`, at the top of another column or page, carries on what `a` left.
    fn crosses(&self, a: &Line, b: &Line) -> bool {
        let (before, after) = (plain_line(a), plain_line(b));
        if is_indented(b) && !after.goes_on() {
            return false;
        }
        let full = a.x1 > a.right - 2.0 * a.size;
        if before.is_closed() {
            return self.indents && full && !is_indented(b);
        }
        full || after.goes_on() || before.is_open()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::pdf::columns;
    use crate::ingest::pdf::lines::tests::set;

    /// Sets pages: two blanks in front of a line indent it, `#` makes it large, `'` small, an empty one leaves room.
    fn check(pages: &[&[&str]], expected: &[&str]) {
        let sheet = |lines: &&[&str]| {
            let mut words = Vec::new();
            for (row, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
                let (text, x) = line.strip_prefix("  ").map_or((*line, 50.0), |text| (text, 65.0));
                let (text, size) = match text.split_at(1) {
                    ("#", rest) => (rest, 16.0),
                    ("'", rest) => (rest, 8.0),
                    _ => (text, 10.0),
                };
                words.extend(set(text, x, 100.0 + row as f32 * 12.0, size));
            }
            Sheet { lines: columns::lines(words), margins: Vec::new() }
        };
        let sheets: Vec<Sheet> = pages.iter().map(sheet).collect();
        let texts: Vec<String> = of(&sheets).into_iter().map(|paragraph| paragraph.text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn lines_are_joined_and_paragraphs_parted() {
        check(
            &[&[
                "Le conseil a voté le budget de la ville hier au soir, et per-",
                "sonne ne s'y est opposé, pas même ceux qui avaient promis de",
                "le faire.",
                "On en reste là pour cette année, dit le maire de la commune.",
                "",
                "Le prochain vote aura lieu au printemps, après la grande fête",
                "de la rivière.",
            ]],
            &[
                "Le conseil a voté le budget de la ville hier au soir, et personne ne s'y est opposé, pas même ceux qui avaient promis de le faire.",
                "On en reste là pour cette année, dit le maire de la commune.",
                "Le prochain vote aura lieu au printemps, après la grande fête de la rivière.",
            ],
        );
    }

    #[test]
    fn an_indent_begins_a_paragraph() {
        check(
            &[&[
                "Le conseil a voté le budget de la ville hier au soir, et tous",
                "les élus étaient venus, même ceux que l'on n'attendait plus.",
                "  Le maire s'en est réjoui devant la presse, et il a rappelé",
                "les efforts de chacun depuis des mois dans la ville entière.",
                "  Personne ne l'a contredit, ce qui a surpris un peu la salle.",
            ]],
            &[
                "Le conseil a voté le budget de la ville hier au soir, et tous les élus étaient venus, même ceux que l'on n'attendait plus.",
                "Le maire s'en est réjoui devant la presse, et il a rappelé les efforts de chacun depuis des mois dans la ville entière.",
                "Personne ne l'a contredit, ce qui a surpris un peu la salle.",
            ],
        );
    }

    #[test]
    fn a_paragraph_goes_on_behind_a_note_and_on_the_next_page() {
        check(
            &[
                &[
                    "#Le budget est voté",
                    "",
                    "Le conseil a voté le budget de la ville hier au soir, et tous",
                    "les élus étaient venus, même ceux que l'on avait cru partis à",
                    "",
                    "'¹ Le vote a eu lieu à main levée.",
                ],
                &[
                    "la campagne pour l'été.",
                    "",
                    "#La suite",
                    "",
                    "On verra bien ce que le printemps leur apporte de nouveau.",
                ],
            ],
            &[
                "Le budget est voté",
                "Le conseil a voté le budget de la ville hier au soir, et tous les élus étaient venus, même ceux que l'on avait cru partis à la campagne pour l'été.",
                "¹ Le vote a eu lieu à main levée.",
                "La suite",
                "On verra bien ce que le printemps leur apporte de nouveau.",
            ],
        );
    }
}
