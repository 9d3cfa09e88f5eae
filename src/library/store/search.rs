//! The full-text index. It knows the words of titles and of texts, furniture included, and what stands between them (see
//! `tokens`), so that it finds what the query language finds in a text.

use super::identity::KeptId;
use super::{Error, Store, tokens};
use crate::search::query::Text;
use crate::text::fold::fold;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Words in a row, with what stands between them.
    Phrase(String),
    /// Words in a row, of which the last may go on.
    Prefix(String),
    /// The same, in the title only.
    InTitle(Box<Wanted>),
    /// All of these.
    All(Vec<Wanted>),
    /// At least one of these.
    Any(Vec<Wanted>),
    /// The first without the second.
    Except(Box<Wanted>, Box<Wanted>),
}

/// An article that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The article.
    pub id: KeptId,
    /// BM25, a word in the title counting like four in the body: the lower, the better.
    pub rank: f64,
}

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// In the whole text, as `word` in a query does.
    Text,
    /// In the title, as `title:word` does.
    Title,
}

/// The articles in which a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Their numbers, ascending.
    pub ids: Vec<KeptId>,
    /// True when the text stands in each of them; false when it may, and the texts are to be looked at. It stands in no
    /// other article in any case.
    pub exact: bool,
}

impl Wanted {
    /// The query in the index's language; `None` when there is no word in it.
    fn query(&self) -> Option<String> {
        let phrase = |text: &str, open| tokens::phrase(&fold(text), open).map(|phrase| phrase.query);
        match self {
            Self::Phrase(text) => phrase(text, false),
            Self::Prefix(text) => phrase(text, true),
            Self::InTitle(wanted) => wanted.query().map(|query| format!("title : ({query})")),
            Self::All(list) => join(list, " AND "),
            Self::Any(list) => join(list, " OR "),
            Self::Except(wanted, without) => {
                let wanted = wanted.query()?;
                Some(without.query().map_or(wanted.clone(), |without| format!("(({wanted}) NOT ({without}))")))
            }
        }
    }
}

fn join(list: &[Wanted], operator: &str) -> Option<String> {
    let queries: Vec<String> = list.iter().filter_map(Wanted::query).collect();
    (!queries.is_empty()).then(|| format!("({})", queries.join(operator)))
}

impl Store {
    /// The best articles in which `wanted` is found, at most `limit`, the best first. None when there is no word in it.
    ///
    /// # Errors
    /// As the database has it.
    pub fn search(&self, wanted: &Wanted, limit: u32) -> Result<Vec<Hit>, Error> {
        let Some(query) = wanted.query() else { return Ok(Vec::new()) };
        let sql = "SELECT rowid, bm25(fulltext, 4.0, 1.0) AS score FROM fulltext WHERE fulltext MATCH ?1
            ORDER BY score, rowid LIMIT ?2";
        self.ask(|conn| {
            let hit = |row: &rusqlite::Row| Ok(Hit { id: row.get(0)?, rank: row.get(1)? });
            conn.prepare_cached(sql)?.query_map((query, limit), hit)?.collect()
        })
    }

    /// All articles in which a word, a phrase or a prefix of a query stands, as far as the index can tell; `None` when it
    /// cannot, because the text may start inside of a word.
    ///
    /// # Errors
    /// As the database has it.
    pub fn holding(&self, text: &Text, within: Within) -> Result<Option<Holding>, Error> {
        let Some(phrase) = tokens::phrase_of(text) else { return Ok(None) };
        let column = match within {
            Within::Text => "body",
            Within::Title => "title",
        };
        let ids = self.found(&format!("{column} : {}", phrase.query))?;
        Ok(Some(Holding { ids, exact: phrase.exact }))
    }

    /// The newest article that is kept.
    ///
    /// # Errors
    /// As the database has it.
    pub fn newest(&self) -> Result<Option<KeptId>, Error> {
        self.ask(|conn| conn.prepare_cached("SELECT max(id) FROM article")?.query_row([], |row| row.get(0)))
    }

    /// How well each article fits that has any of some words and phrases of a query, in the order of their numbers.
    ///
    /// # Errors
    /// As the database has it.
    pub fn ranks(&self, texts: &[&Text]) -> Result<Vec<Hit>, Error> {
        let phrases: Vec<String> = texts.iter().filter_map(|text| Some(tokens::phrase_of(text)?.query)).collect();
        if phrases.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT rowid, bm25(fulltext, 4.0, 1.0) FROM fulltext WHERE fulltext MATCH ?1 ORDER BY rowid";
        self.ask(|conn| {
            let hit = |row: &rusqlite::Row| Ok(Hit { id: row.get(0)?, rank: row.get(1)? });
            conn.prepare_cached(sql)?.query_map([phrases.join(" OR ")], hit)?.collect()
        })
    }

    /// All articles in which `wanted` is found, in the order of [`Store::articles`]: to narrow a list, which needs no ranks.
    ///
    /// # Errors
    /// As the database has it.
    pub fn matching(&self, wanted: &Wanted) -> Result<Vec<KeptId>, Error> {
        wanted.query().map_or(Ok(Vec::new()), |query| self.found(&query))
    }

    fn found(&self, query: &str) -> Result<Vec<KeptId>, Error> {
        let sql = "SELECT rowid FROM fulltext WHERE fulltext MATCH ?1 ORDER BY rowid";
        self.ask(|conn| conn.prepare_cached(sql)?.query_map([query], |row| row.get(0))?.collect())
    }
}
