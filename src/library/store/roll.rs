//! The entities of a pile in one piece, so that they need not be put together anew from the names of every article.
//!
//! It is a copy: whoever reads it compares the articles that it is about with those that there are, which have their numbers
//! to themselves for good. A damaged one, or one of another recogniser, is as good as none.

use rusqlite::{OptionalExtension, params};

use super::identity::{KeptId, Origin};
use super::listing::{key, seal, unseal};
use super::{Error, Store};
use crate::names::packed;
use crate::text::packing::{self, Input};

/// Piles whose entities are held.
const MOST: i64 = 4;

/// Entities as they were kept.
#[derive(Debug)]
pub struct KeptRoll {
    /// The articles that they are about, by the numbers that these have in the pack; `None` for one that had no names.
    pub articles: Vec<Option<KeptId>>,
    /// What [`Registry::pack`](crate::names::Registry::pack) made of them.
    pub packed: Vec<u8>,
}

impl Store {
    /// The entities over what is kept below `roots`, when they were kept.
    ///
    /// # Errors
    /// As the database has it.
    pub fn roll(&self, roots: &[Origin]) -> Result<Option<KeptRoll>, Error> {
        let sql = "SELECT articles, packed FROM roll WHERE roots = ?1 AND edition = ?2";
        let kept = self.ask(|conn| {
            let row = |row: &rusqlite::Row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?));
            conn.prepare_cached(sql)?.query_row(params![key(roots), packed::EDITION], row).optional()
        })?;
        Ok(kept.and_then(|(articles, mut packed)| {
            let mut before = 0;
            let articles = Input::new(unseal(&articles)?).list(|input| {
                let step = input.signed()?;
                before += step;
                Some((step != 0).then_some(KeptId(before)))
            })?;
            // Not a copy: there may be a hundred megabytes of it.
            let length = unseal(&packed)?.len();
            packed.truncate(length);
            Some(KeptRoll { articles, packed })
        }))
    }

    /// Keeps the entities over what is kept below `roots`.
    ///
    /// # Errors
    /// As the database has it.
    pub fn put_roll(&mut self, roots: &[Origin], roll: KeptRoll) -> Result<(), Error> {
        let mut articles = Vec::with_capacity(2 * roll.articles.len());
        packing::count(&mut articles, roll.articles.len());
        let mut before = 0;
        for article in &roll.articles {
            // No two articles have one number.
            let number = article.map_or(before, |kept| kept.0);
            packing::signed(&mut articles, number - before);
            before = number;
        }
        let (articles, packed) = (seal(articles), seal(roll.packed));
        self.change(|tx| {
            let old = "DELETE FROM roll WHERE edition <> ?1
                OR (roots <> ?2 AND (SELECT count(*) FROM roll WHERE roots <> ?2) >= ?3)";
            tx.execute(old, params![packed::EDITION, key(roots), MOST])?;
            let new = "INSERT OR REPLACE INTO roll (roots, edition, articles, packed) VALUES (?1, ?2, ?3, ?4)";
            tx.execute(new, params![key(roots), packed::EDITION, articles, packed]).map(|_| ())
        })
    }
}
