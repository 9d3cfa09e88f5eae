//! Words that stand on one baseline, as lines.

use super::pages::Word;

/// A line of one column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Where it begins.
    pub x0: f32,
    /// Where it ends.
    pub x1: f32,
    /// Its baseline.
    pub y: f32,
    /// The size of most of its letters.
    pub size: f32,
    /// Most of its letters are bold.
    pub bold: bool,
    /// Width of its first word: what did not fit on the line before.
    pub first_word: f32,
    /// Wide gaps part it into cells, as in a table.
    pub cells: bool,
    /// Its column begins here.
    pub left: f32,
    /// Its column ends here.
    pub right: f32,
    /// Words, parted by a space; cells by three.
    pub text: String,
}

/// A gap so wide parts cells, as a part of the size: no justified line has it.
const CELL: f32 = 2.5;

/// Baselines so close are one, as a part of the size.
const LEVEL: f32 = 0.3;

/// A letter so much larger than what stands beside it begins a text.
const DROP_CAP: f32 = 1.8;

/// The words in rows by their baselines, from the top, each from left to right. Words of one row need not be of one column.
pub fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.retain(|word| [word.x0, word.x1, word.y, word.size].iter().all(|at| at.is_finite()));
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    let mut baseline = Word::default();
    for word in words {
        let level = word.y - baseline.y <= LEVEL * word.size.min(baseline.size);
        // The tallest says where the row stands.
        if !level || rows.is_empty() || word.size > baseline.size {
            baseline = word.clone();
        }
        match rows.last_mut().filter(|_| level) {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    raise_drop_caps(&mut rows);
    rows
}

/// A large first letter stands on the baseline of the second or third line; it belongs to the first.
fn raise_drop_caps(rows: &mut [Vec<Word>]) {
    for at in 1..rows.len() {
        let Some(cap) = rows[at].iter().position(|word| {
            let letters = word.text.chars().count();
            (letters == 1 || letters == 2 && word.text.ends_with(['\'', '’']))
                && word.text.starts_with(char::is_uppercase)
        }) else {
            continue;
        };
        let letter = rows[at][cap].clone();
        let beside = |word: &Word| {
            let right = word.x0 >= letter.x1 - 0.2 * word.size && word.x0 < letter.x1 + 1.5 * word.size;
            right && letter.size > DROP_CAP * word.size && word.y > letter.y - letter.size && word.y < letter.y
        };
        let first = rows[..at].iter().rposition(|row| !row.iter().any(beside)).map_or(0, |above| above + 1);
        let Some(place) = rows.get(first).filter(|_| first < at).and_then(|row| row.iter().position(beside)) else {
            continue;
        };
        rows[at].remove(cap);
        let word = &mut rows[first][place];
        word.text.insert_str(0, &letter.text);
    }
}

/// The line that the words of a row make; `None` of nothing.
pub fn line(row: &[Word]) -> Option<Line> {
    let first = row.first()?;
    let letters = |word: &Word| word.text.chars().count();
    let all: usize = row.iter().map(letters).sum();
    let largest = row.iter().max_by_key(|word| {
        row.iter().filter(|other| (other.size - word.size).abs() < 0.3).map(letters).sum::<usize>()
    })?;
    let mut line = Line {
        x0: first.x0,
        x1: row.iter().map(|word| word.x1).fold(first.x1, f32::max),
        y: largest.y,
        size: largest.size,
        bold: row.iter().filter(|word| word.bold).map(letters).sum::<usize>() * 10 >= all * 9,
        first_word: first.x1 - first.x0,
        ..Line::default()
    };
    let mut end = first.x0;
    for word in row {
        let gap = word.x0 - end;
        let touches = gap < 0.05 * word.size;
        if !line.text.is_empty() {
            if gap > CELL * line.size {
                line.cells = true;
                line.text.push_str("   ");
            } else if !touches {
                line.text.push(' ');
            }
        }
        line.text.push_str(&word.text);
        end = end.max(word.x1);
    }
    (line.left, line.right) = (line.x0, line.x1);
    Some(line)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A word at a place; letters half as wide as high.
    pub fn word(text: &str, x: f32, y: f32, size: f32) -> Word {
        let x1 = x + text.chars().count() as f32 * size / 2.0;
        Word { x0: x, x1, y, size, bold: false, artifact: false, text: text.to_owned() }
    }

    /// The words of a text, set in one line.
    pub fn set(text: &str, x: f32, y: f32, size: f32) -> Vec<Word> {
        let mut at = x;
        let mut place = |text: &str| {
            let word = word(text, at, y, size);
            at = word.x1 + size / 4.0;
            word
        };
        text.split(' ').map(&mut place).collect()
    }

    fn check(words: Vec<Word>, expected: &[&str]) {
        let lines: Vec<String> = rows(words).iter().filter_map(|row| line(row)).map(|line| line.text).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn words_stand_in_rows() {
        let mut words = set("la seconde ligne", 10.0, 32.0, 10.0);
        words.extend(set("la première", 10.0, 20.0, 10.0));
        check(words, &["la première", "la seconde ligne"]);
        check(vec![word("un", 10.0, 20.0, 10.0), word("mille", 90.0, 20.2, 10.0)], &["un   mille"]);
    }

    #[test]
    fn a_drop_cap_begins_the_first_line() {
        let mut words = vec![word("L", 10.0, 44.0, 34.0)];
        words.extend(set("e maire est parti", 28.0, 20.0, 10.0));
        words.extend(set("et la ville attend", 28.0, 32.0, 10.0));
        words.extend(set("son successeur", 28.0, 44.0, 10.0));
        check(words, &["Le maire est parti", "et la ville attend", "son successeur"]);
    }
}
