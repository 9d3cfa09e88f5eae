//! Tables: comma-separated values as RFC 4180 has them, harmless in a spreadsheet.
//!
//! A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` for a formula and does what it says, and an article may
//! have been written by anybody. So a cell that starts with one of these or their wide forms, white space before it or not,
//! gets an apostrophe in front of it, and so does one that starts with an apostrophe: whoever takes one off again where there
//! is one has what was there. Tabs and line breaks become spaces. Numbers are never negative here.

use std::borrow::Cow;
use std::io::{self, Write};

use super::companions::Company;
use super::fields::{ARTICLE_ROW, COMPANION_ROW, ENTITY_ROW, Fields, MENTION_ROW};
use super::view::{Item, Tally};
use crate::document::{Problem, Span};
use crate::names::sentences::sentences;
use crate::text::safe;

/// What starts a formula somewhere, and the sign that prevents it.
const GUARDED: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', GUARD];
const GUARD: char = '\'';

/// A text as a cell: on one line, safe to show, and no formula.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let line = safe::line(text);
    if line.trim_start().starts_with(GUARDED) { Cow::Owned(format!("{GUARD}{line}")) } else { line }
}

/// Writes rows.
fn rows(
    out: &mut dyn Write,
    write: impl FnOnce(&mut csv::Writer<&mut dyn Write>) -> Result<(), csv::Error>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    match write(&mut writer) {
        Ok(()) => writer.flush(),
        Err(error) => Err(match error.into_kind() {
            // Whoever reads a pipe may have seen enough, which only this tells.
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        }),
    }
}

/// Writes the names of the columns.
pub(super) fn head(fields: &Fields, out: &mut dyn Write) -> io::Result<()> {
    rows(out, |writer| writer.write_record(fields.fields.iter().map(|(name, _)| *name)))
}

/// Which of the tables.
#[derive(Debug)]
pub(super) enum Table {
    Articles,
    Mentions,
    Entities(Tally),
    Companions(Company),
}

impl Table {
    pub(super) fn fields(&self) -> &'static Fields {
        match self {
            Self::Articles => &ARTICLE_ROW,
            Self::Mentions => &MENTION_ROW,
            Self::Entities(_) => &ENTITY_ROW,
            Self::Companions(_) => &COMPANION_ROW,
        }
    }

    /// Takes in an article of this number, from 1; returns how many rows it wrote.
    pub(super) fn item(&mut self, number: usize, item: &Item, out: &mut dyn Write) -> io::Result<usize> {
        match self {
            Self::Articles => article(item, out).map(|()| 1),
            Self::Mentions => mentions(item, out),
            Self::Entities(tally) => {
                for named in item.wanted() {
                    tally.count(number, &named.who, Some(&safe::line(named.span.of(item.article.text()))));
                }
                Ok(0)
            }
            Self::Companions(company) => {
                company.add(number, item);
                Ok(0)
            }
        }
    }

    /// Writes what only the end knows; returns how many rows.
    pub(super) fn finish(self, top: usize, out: &mut dyn Write) -> io::Result<usize> {
        match self {
            Self::Articles | Self::Mentions => Ok(0),
            Self::Entities(tally) => entities(tally, out),
            Self::Companions(company) => companions(&company, top, out),
        }
    }
}

fn flag(on: bool) -> Cow<'static, str> {
    if on { "yes".into() } else { "".into() }
}

fn article(item: &Item, out: &mut dyn Write) -> io::Result<()> {
    let (article, marks) = (&item.article, &item.marks);
    let notes: Vec<&str> = marks.remarks.iter().map(|remark| remark.text.as_str()).collect();
    let problems: Vec<&str> = article.problems().iter().map(Problem::message).collect();
    let published = article.published().map(|at| at.to_string()).unwrap_or_default();
    let (tags, notes, problems) = (marks.tags.join(", "), notes.join(" | "), problems.join(" | "));
    let row = [
        cell(&item.path),
        cell(article.part().unwrap_or_default()),
        cell(article.title()),
        cell(article.source().unwrap_or_default()),
        cell(article.author().unwrap_or_default()),
        cell(article.address().unwrap_or_default()),
        published.into(),
        cell(article.language().unwrap_or_default()),
        article.words().to_string().into(),
        item.wanted().count().to_string().into(),
        flag(marks.read),
        flag(marks.starred),
        cell(&tags),
        cell(&notes),
        cell(&problems),
    ];
    rows(out, |writer| writer.write_record(row.iter().map(|cell| cell.as_bytes())))
}

fn mentions(item: &Item, out: &mut dyn Write) -> io::Result<usize> {
    let (article, text) = (&item.article, item.article.text());
    if item.wanted().next().is_none() {
        return Ok(0);
    }
    let sentences = sentences(article);
    let around = |span: Span| sentence_of(&sentences, span).unwrap_or(span);
    let published = article.published().map(|at| at.to_string()).unwrap_or_default();
    let mut count = 0;
    rows(out, |writer| {
        for named in item.wanted() {
            count += 1;
            let row = [
                cell(&item.path),
                cell(article.title()),
                published.as_str().into(),
                cell(article.source().unwrap_or_default()),
                named.who.key().into(),
                cell(&named.who.name),
                named.kind.name().into(),
                cell(named.span.of(text)),
                named.span.start().to_string().into(),
                named.span.end().to_string().into(),
                cell(around(named.span).of(text)),
            ];
            writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
        }
        Ok(())
    })?;
    Ok(count)
}

/// The sentence in which a span starts, of sentences in order; to the end of the span when that is further on.
pub(super) fn sentence_of(sentences: &[Span], span: Span) -> Option<Span> {
    let after = sentences.partition_point(|sentence| sentence.start() <= span.start());
    let sentence = sentences[..after].last().filter(|sentence| span.start() < sentence.end())?;
    Some(Span::new(sentence.start(), sentence.end().max(span.end())))
}

fn entities(tally: Tally, out: &mut dyn Write) -> io::Result<usize> {
    let mut counts = tally.counts;
    counts.sort_by(|a, b| (b.mentions, &a.who.name).cmp(&(a.mentions, &b.who.name)));
    rows(out, |writer| {
        for count in &mut counts {
            count.forms.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
            let forms: Vec<&str> = count.forms.iter().map(|(form, _)| form.as_str()).collect();
            let forms = forms.join(" | ");
            let row = [
                count.who.key().into(),
                cell(&count.who.name),
                count.who.kind.name().into(),
                count.mentions.to_string().into(),
                count.articles.to_string().into(),
                cell(&forms),
            ];
            writer.write_record(row.iter().map(|cell: &Cow<str>| cell.as_bytes()))?;
        }
        Ok(())
    })?;
    Ok(counts.len())
}

fn companions(company: &Company, top: usize, out: &mut dyn Write) -> io::Result<usize> {
    let graph = company.graph(top);
    rows(out, |writer| {
        for edge in &graph.edges {
            let (a, b) = (&graph.nodes[edge.a].who, &graph.nodes[edge.b].who);
            let row = [
                a.key().into(),
                cell(&a.name),
                a.kind.name().into(),
                b.key().into(),
                cell(&b.name),
                b.kind.name().into(),
                edge.articles.to_string().into(),
                edge.sentences.to_string().into(),
            ];
            writer.write_record(row.iter().map(|cell: &Cow<str>| cell.as_bytes()))?;
        }
        Ok(())
    })?;
    Ok(graph.edges.len())
}

#[cfg(test)]
mod tests {
    use super::super::samples::item;
    use super::*;
    use proptest::prelude::*;

    /// The rows of a table as a reader of CSV has them.
    fn read(written: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn table(mut table: Table, items: &[Item]) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        head(table.fields(), &mut out).unwrap();
        let mut count = 0;
        for (number, item) in items.iter().enumerate() {
            count += table.item(number + 1, item, &mut out).unwrap();
        }
        count += table.finish(10, &mut out).unwrap();
        let rows = read(&out);
        assert_eq!(rows.len(), count + 1);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
        rows
    }

    #[test]
    fn a_mention_stands_with_its_sentence() {
        let item =
            item("a.txt", "Sommet", "Avant, [p*1:Kim] parle. [p2:Poutine] se tait.\n\nSelon [p*1:Kim Jong Un], non.");
        let rows = table(Table::Mentions, &[item]);
        assert_eq!(rows[1][7..], ["Kim", "15", "18", "Avant, Kim parle."]);
        assert_eq!(rows[2][7], "Kim Jong Un");
        assert_eq!(rows[2][10], "Selon Kim Jong Un, non.");
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn entities_and_companions_are_counted_over_the_view() {
        let items = [
            item("a.txt", "A", "[p1:Kim] voit [p2:Poutine]. [p1:Kim] part."),
            item("b.txt", "B", "[p1:Kim Jong Un] dort. [p2:Poutine] aussi, à [l3:Moscou]."),
        ];
        let rows = table(Table::Entities(Tally::default()), &items);
        let cells = |row: &[String]| row[1..].join(",");
        assert_eq!(cells(&rows[1]), "name-1,person,3,2,Kim | Kim Jong Un");
        assert_eq!(rows.len(), 4);
        let rows = table(Table::Companions(Company::default()), &items);
        assert_eq!([&rows[1][1], &rows[1][4], &rows[1][6], &rows[1][7]], ["name-1", "name-2", "2", "1"]);
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut hostile = item("=cmd|' /C calc'!A0", "@SUM(1+1)", "[p1:-2+3] dit « \"ah\", oui ».");
        hostile.marks.tags = vec!["\t=1".to_owned()];
        let rows = table(Table::Articles, std::slice::from_ref(&hostile));
        assert_eq!([&rows[1][0], &rows[1][2]], ["'=cmd|' /C calc'!A0", "'@SUM(1+1)"]);
        for rows in [rows, table(Table::Mentions, &[hostile])] {
            assert!(rows[1..].iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_one_cell_and_comes_back(text in "(=|\\+|-|@|'|\t|\r|＝|,|\")?\\PC{0,20}([,\"'\n]\\PC{0,9})?") {
            let mut out = Vec::new();
            rows(&mut out, |writer| writer.write_record([cell(&text).as_bytes(), b"x"])).unwrap();
            let read = read(&out);
            prop_assert_eq!((read.len(), read[0].len(), read[0][1].as_str()), (1, 2, "x"));
            let back = &read[0][0];
            prop_assert!(!back.trim_start().starts_with(&GUARDED[..GUARDED.len() - 1]));
            prop_assert_eq!(back.strip_prefix(GUARD).unwrap_or(back), safe::line(&text));
        }
    }
}
