//! The full-text index. It knows the words of titles and of texts, furniture included, and what stands between them (see
//! `tokens`), so that it finds what the query language finds in a text.

use super::identity::KeptId;
use super::{Error, Store, tokens};
use crate::search::query::Text;

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

impl Store {
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

    fn found(&self, query: &str) -> Result<Vec<KeptId>, Error> {
        let sql = "SELECT rowid FROM fulltext WHERE fulltext MATCH ?1 ORDER BY rowid";
        self.ask(|conn| conn.prepare_cached(sql)?.query_map([query], |row| row.get(0))?.collect())
    }
}
