//! Writing a view: what is common to the formats.

use std::io::{self, Write};

use super::companions::Company;
use super::plan::{Format, Plan, What};
use super::table::{self, Table};
use super::view::{Item, Tally};
use super::{ArticleRecord, brat, ftm, gexf, json, notes};
use crate::library::target::Target;
use crate::text::count::counted;

/// Where an export goes.
pub trait Sink {
    /// The one file.
    ///
    /// # Errors
    /// For a folder.
    fn out(&mut self) -> io::Result<&mut dyn Write>;

    /// Writes a file of the folder, whose name is no path.
    ///
    /// # Errors
    /// Those of the system; for what is one file.
    fn put(&mut self, name: &str, content: &[u8]) -> io::Result<()>;
}

impl Sink for Target {
    fn out(&mut self) -> io::Result<&mut dyn Write> {
        Target::out(self)
    }

    fn put(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        Target::put(self, name, content)
    }
}

/// What the view is, for who reads notes of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// How many articles it has.
    pub articles: usize,
    /// The query as typed.
    pub query: String,
    /// The filter on titles as typed.
    pub filter: String,
    /// Who is followed.
    pub followed: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// From so many articles.
    pub articles: usize,
    /// Articles whose texts could not be read again.
    pub missing: usize,
    rows: usize,
    noun: &'static str,
}

impl Written {
    /// What was written in some words: `3 articles, 17 mentions`.
    #[must_use]
    pub fn told(&self) -> String {
        let rows = match self.noun {
            "" => String::new(),
            noun if self.rows == 1 => format!(", 1 {noun}"),
            "entity" => format!(", {} entities", self.rows),
            noun => format!(", {} {noun}s", self.rows),
        };
        let missing = match self.missing {
            0 => String::new(),
            n => format!("; {} could not be read again", counted(n as u64, "text")),
        };
        format!("{}{rows}{missing}", counted(self.articles as u64, "article"))
    }
}

/// Writes the articles of a view one by one.
#[derive(Debug)]
pub struct Writer {
    kind: Kind,
    top: usize,
    written: Written,
}

#[derive(Debug)]
enum Kind {
    Jsonl,
    Table(Table),
    Notes,
    Brat,
    Gexf(Company),
    Ftm(Tally),
}

impl Writer {
    /// Begins, and writes what stands above all.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn new(plan: &Plan, about: &About, sink: &mut dyn Sink) -> io::Result<Self> {
        let what = plan.what.unwrap_or(if about.followed.is_some() { What::Mentions } else { What::Articles });
        let (kind, noun) = match plan.format {
            Format::Jsonl => (Kind::Jsonl, ""),
            Format::Csv => match what {
                What::Articles => (Kind::Table(Table::Articles), ""),
                What::Mentions => (Kind::Table(Table::Mentions), "mention"),
                What::Entities => (Kind::Table(Table::Entities(Tally::default())), "entity"),
                What::Companions => (Kind::Table(Table::Companions(Company::default())), "pair"),
            },
            Format::Notes => (Kind::Notes, "passage"),
            Format::Brat => (Kind::Brat, "mention"),
            Format::Gexf => (Kind::Gexf(Company::default()), "entity"),
            Format::Ftm => (Kind::Ftm(Tally::default()), "entity"),
        };
        match &kind {
            Kind::Table(table) => table::head(table.fields(), sink.out()?)?,
            Kind::Notes => notes::head(about, sink.out()?)?,
            Kind::Brat => sink.put(brat::CONF.0, brat::CONF.1.as_bytes())?,
            Kind::Jsonl | Kind::Gexf(_) | Kind::Ftm(_) => {}
        }
        Ok(Self { kind, top: plan.top, written: Written { noun, ..Written::default() } })
    }

    /// Writes an article; `None` for one that could not be read again.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn item(&mut self, item: Option<&Item>, sink: &mut dyn Sink) -> io::Result<()> {
        let Some(item) = item else {
            self.written.missing += 1;
            return Ok(());
        };
        self.written.articles += 1;
        let number = self.written.articles;
        self.written.rows += match &mut self.kind {
            Kind::Jsonl => json::write_line(sink.out()?, &ArticleRecord::new(item)).map(|()| 1)?,
            Kind::Table(table) => table.item(number, item, sink.out()?)?,
            Kind::Notes => notes::item(item, sink.out()?)?,
            Kind::Brat => {
                let name = brat::name(number, item.article.title());
                let (annotations, count) = brat::annotations(item);
                sink.put(&format!("{name}.txt"), item.article.text().as_bytes())?;
                sink.put(&format!("{name}.ann"), annotations.as_bytes())?;
                count
            }
            Kind::Gexf(company) => {
                company.add(number, item);
                0
            }
            Kind::Ftm(tally) => ftm::item(number, item, tally, sink.out()?)?,
        };
        Ok(())
    }

    /// Writes what only the end knows.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn finish(mut self, sink: &mut dyn Sink) -> io::Result<Written> {
        self.written.rows += match self.kind {
            Kind::Jsonl | Kind::Notes | Kind::Brat => 0,
            Kind::Table(table) => table.finish(self.top, sink.out()?)?,
            Kind::Gexf(company) => gexf::write(&company, self.top, sink.out()?)?,
            Kind::Ftm(tally) => ftm::finish(tally, sink.out()?)?,
        };
        Ok(self.written)
    }
}
