//! The full-text index. It holds folded texts, so it is blind to case, accents and apostrophes; it knows words, in which
//! titles or bodies they stand and in what order, but neither blocks nor hidden furniture: who needs those looks again
//! at the text.

use super::identity::KeptId;
use super::{Error, Store};
use crate::text::fold::fold;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Words in a row.
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

impl Wanted {
    /// The query in the index's language; `None` when there is no word in it. Whatever was typed stands between quotation
    /// marks, so that none of it is an operator.
    fn query(&self) -> Option<String> {
        let phrase = |text: &str| {
            let folded = fold(text);
            folded.contains(char::is_alphanumeric).then(|| format!("\"{}\"", folded.replace('"', "\"\"")))
        };
        match self {
            Self::Phrase(text) => phrase(text),
            Self::Prefix(text) => phrase(text).map(|phrase| phrase + " *"),
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

    /// All articles in which `wanted` is found, in the order of [`Store::articles`]: to narrow a list, which needs no ranks.
    ///
    /// # Errors
    /// As the database has it.
    pub fn matching(&self, wanted: &Wanted) -> Result<Vec<KeptId>, Error> {
        let Some(query) = wanted.query() else { return Ok(Vec::new()) };
        let sql = "SELECT rowid FROM fulltext WHERE fulltext MATCH ?1 ORDER BY rowid";
        self.ask(|conn| conn.prepare_cached(sql)?.query_map([query], |row| row.get(0))?.collect())
    }
}
