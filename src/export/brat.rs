//! brat standoff: for each article its text, and beside it who is named where.
//!
//! brat counts characters (Unicode code points), not bytes, and its annotations have no place for a line break: a name over two
//! lines stands in two fragments. The same one named twice in an article is one class of equivalence; whom a mention names
//! over the whole export stands in a note on it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::view::Item;
use crate::document::Span;
use crate::names::{EntityId, Kind};
use crate::text::slug;

/// What the folder says of its annotations.
pub(super) const CONF: (&str, &str) = (
    "annotation.conf",
    "[entities]\nPerson\nOrganisation\nPlace\n\n[relations]\n<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\
    Equiv Arg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n\n[events]\n\n[attributes]\n",
);

/// Letters of the title in the name of a file.
const NAME: usize = 40;

/// What a file of the article of this number, from 1, is called, without its ending: letters that every file system takes.
pub(super) fn name(number: usize, title: &str) -> String {
    let slug = slug(title);
    let parting = if slug.is_empty() { "" } else { "-" };
    format!("{number:06}{parting}{slug}")
}

/// A text as the name of a file that somebody exports to.
#[must_use]
pub fn slug(text: &str) -> String {
    slug::slug(text, NAME)
}

/// The annotations of an article, and how many mentions they are of.
pub(super) fn annotations(item: &Item) -> (String, usize) {
    let text = item.article.text();
    let mut places = Places { text, byte: 0, chars: 0 };
    let (mut out, mut same) = (String::new(), BTreeMap::<EntityId, Vec<usize>>::new());
    let mut count = 0;
    for named in item.wanted() {
        count += 1;
        let kind = match named.kind {
            Kind::Person => "Person",
            Kind::Organisation => "Organisation",
            Kind::Place => "Place",
        };
        let (mut fragments, mut words) = (Vec::new(), Vec::new());
        for line in lines(text, named.span) {
            fragments.push(format!("{} {}", places.of(line.start()), places.of(line.end())));
            words.push(line.of(text));
        }
        // Nothing that is written into memory fails.
        let _ = writeln!(out, "T{count}\t{kind} {}\t{}", fragments.join(";"), words.join(" "));
        let _ = writeln!(out, "#{count}\tAnnotatorNotes T{count}\t{} · {}", named.who.name, named.who.key());
        same.entry(named.who.id).or_default().push(count);
    }
    let mut classes: Vec<&Vec<usize>> = same.values().filter(|class| class.len() > 1).collect();
    classes.sort();
    for class in classes {
        let members: Vec<String> = class.iter().map(|number| format!("T{number}")).collect();
        let _ = writeln!(out, "*\tEquiv {}", members.join(" "));
    }
    (out, count)
}

/// A span line by line, without the white space around each.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut start = span.start();
    span.of(text).split('\n').filter_map(move |line| {
        let from = start + (line.len() - line.trim_start().len());
        let to = from + line.trim().len();
        start += line.len() + 1;
        (from < to).then(|| Span::new(from, to))
    })
}

/// A walk down a text that counts its characters.
struct Places<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl Places<'_> {
    fn of(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.chars
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::item;
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        let item = item("a.txt", "Été 😀", "À [l3:Évry], [p1:Kim\nJong Un] rit. [p1:Kim] part.");
        let (annotations, count) = annotations(&item);
        let text: Vec<char> = item.article.text().chars().collect();
        let rows: Vec<Vec<&str>> = annotations.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(count, 3);
        for row in rows.iter().filter(|row| row[0].starts_with('T')) {
            let (_, spans) = row[1].split_once(' ').unwrap();
            let fragments = spans.split(';').map(|fragment| {
                let (from, to) = fragment.split_once(' ').unwrap();
                text[from.parse().unwrap()..to.parse().unwrap()].iter().collect::<String>()
            });
            assert_eq!(fragments.collect::<Vec<_>>().join(" "), row[2]);
        }
        assert!(
            rows[2][1].starts_with("Person ") && rows[2][1].contains(';') && rows[2][2] == "Kim Jong Un",
            "{rows:?}"
        );
        assert_eq!(rows[0][1], "Place 9 13");
        assert!(rows[1][2].starts_with("name-3 · ") && rows[1][1] == "AnnotatorNotes T1");
        assert_eq!(rows.last().unwrap()[..], ["*", "Equiv T2 T3"]);
    }

    #[test]
    fn a_title_makes_a_name_that_every_file_system_takes() {
        assert_eq!(name(7, "L’été à « Évry » : 50 % !"), "000007-l-ete-a-evry-50");
        assert_eq!(name(12, "../../etc/passwd\0"), "000012-etc-passwd");
        assert_eq!(name(1, "日本"), "000001");
        assert!(name(1, &"long ".repeat(50)).len() <= 48);
    }
}
