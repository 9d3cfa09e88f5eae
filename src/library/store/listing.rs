//! The list of a pile in one piece: what [`Store::pile`] says, packed, so that it is on the screen before the tables could
//! be walked.
//!
//! It is a copy, right only while nothing that was derived has changed: everything that changes it counts the library's
//! *generation* up, and a listing of an older one is not asked. A damaged listing is as good as none.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;
use rusqlite::{Connection, OptionalExtension, params};

use super::identity::{ContentHash, KeptId, Origin, SourceId};
use super::pile::{KeptPile, ListedArticle, ListedSource};
use super::{Error, Store, codec};
use crate::text::packing::{self, Input};
use crate::text::safe;

/// Goes up with every change of the layout.
const VERSION: u8 = 2;

/// Listings of the present generation that are held.
const MOST: i64 = 8;

/// What was derived has changed.
pub(super) fn grow_older(conn: &Connection) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE generation SET number = number + 1")?.execute([]).map(|_| ())
}

fn generation(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT number FROM generation")?.query_row([], |row| row.get(0))
}

impl Store {
    /// Hands what is kept below `roots` to `each`, source by source, in the order of [`Store::pile`]: from the listing,
    /// when there is one that is right, else from the tables.
    ///
    /// # Errors
    /// As the database has it.
    pub fn listed(&self, roots: &[Origin], mut each: impl FnMut(&ListedSource, &[ListedArticle])) -> Result<(), Error> {
        if let Some(packed) = self.listing(roots)? {
            unpack(&packed, &mut each);
            return Ok(());
        }
        let pile = self.pile(roots)?;
        pile.sources.iter().for_each(|source| each(source, pile.of(source)));
        Ok(())
    }

    /// The listing of `roots`, when it is right and as it was written: half a list would be worse than one that comes a
    /// moment later.
    fn listing(&self, roots: &[Origin]) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT packed FROM listing WHERE roots = ?1 AND generation = (SELECT number FROM generation)";
        let find = |conn: &Connection| conn.prepare_cached(sql)?.query_row([key(roots)], |row| row.get(0)).optional();
        Ok(self.ask(find)?.filter(|packed: &Vec<u8>| sound(packed)))
    }

    /// Packs the list of what is kept below `roots` for the next start, unless that was done since anything changed.
    ///
    /// # Errors
    /// As the database has it.
    pub fn put_listing(&mut self, roots: &[Origin]) -> Result<(), Error> {
        if self.listing(roots)?.is_some() {
            return Ok(());
        }
        let before = self.ask(generation)?;
        let packed = pack(&self.pile(roots)?);
        self.change(|tx| {
            // Somebody else was faster: theirs holds the changes, and this does not.
            if generation(tx)? != before {
                return Ok(());
            }
            let old = "DELETE FROM listing WHERE generation <> ?1
                OR (SELECT count(*) FROM listing WHERE generation = ?1) >= ?2";
            tx.execute(old, params![before, MOST])?;
            let new = "INSERT OR REPLACE INTO listing (roots, generation, packed) VALUES (?1, ?2, ?3)";
            tx.execute(new, params![key(roots), before, packed]).map(|_| ())
        })
    }
}

pub(super) fn key(roots: &[Origin]) -> Vec<u8> {
    let mut key = Vec::new();
    for root in roots {
        packing::bytes(&mut key, &root.0);
    }
    key
}

/// The places of words in a table, from 1; 0 is none.
#[derive(Default)]
struct Words<'a> {
    places: HashMap<&'a str, u64>,
    list: Vec<&'a str>,
}

impl<'a> Words<'a> {
    fn place(&mut self, word: Option<&'a Arc<str>>) -> u64 {
        let Some(word) = word else { return 0 };
        *self.places.entry(word).or_insert_with(|| {
            self.list.push(word);
            self.list.len() as u64
        })
    }
}

fn pack(pile: &KeptPile) -> Vec<u8> {
    let (mut words, mut body) = (Words::default(), Vec::new());
    let (mut origin, mut number): (&[u8], i64) = (&[], 0);
    for source in &pile.sources {
        let shared = origin.iter().zip(&source.origin.0).take_while(|(a, b)| a == b).count();
        packing::count(&mut body, shared);
        packing::bytes(&mut body, &source.origin.0[shared..]);
        origin = &source.origin.0;
        packing::signed(&mut body, source.id.0);
        packing::number(&mut body, source.size);
        packing::signed(&mut body, source.modified);
        packing::number(&mut body, source.reader);
        packing::string(&mut body, source.problem.as_deref().unwrap_or_default());
        packing::count(&mut body, source.articles.len());
        for article in pile.of(source) {
            packing::signed(&mut body, article.id.0.wrapping_sub(number));
            number = article.id.0;
            packing::number(&mut body, article.ordinal);
            packing::string(&mut body, &article.title);
            packing::number(&mut body, words.place(article.publisher.as_ref()));
            packing::number(&mut body, words.place(article.language.as_ref()));
            let (published, zone) = codec::date_numbers(article.published);
            body.push(u8::from(published.is_some()) | u8::from(zone.is_some()) << 1);
            for number in published.into_iter().chain(zone.map(i64::from)) {
                packing::signed(&mut body, number);
            }
            packing::number(&mut body, article.length);
            packing::number(&mut body, article.words);
            body.extend(article.text.0);
            packing::number(&mut body, article.named.map_or(0, |edition| u64::from(edition) + 1));
            packing::signed(&mut body, article.id.0.wrapping_sub(article.arrived.0));
        }
    }
    let mut out = vec![VERSION];
    packing::count(&mut out, words.list.len());
    words.list.iter().for_each(|word| packing::string(&mut out, word));
    packing::count(&mut out, pile.sources.len());
    out.extend(body);
    seal(out)
}

/// Bytes with their checksum behind them.
pub(super) fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = checksum(&bytes);
    bytes.extend(sum);
    bytes
}

/// The bytes that were sealed; `None` when they are not those that were written.
pub(super) fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (body, sum) = sealed.split_last_chunk()?;
    (checksum(body) == *sum).then_some(body)
}

/// Against a disk that returns something else, not against people: it is worth a fraction of a millisecond, not twenty.
fn checksum(bytes: &[u8]) -> [u8; 8] {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    hasher.write(bytes);
    hasher.finish().to_le_bytes()
}

/// True when the bytes are those that were written.
fn sound(packed: &[u8]) -> bool {
    unseal(packed).is_some_and(|body| body.first() == Some(&VERSION))
}

/// Nothing is copied that need not be: a list of a hundred thousand is waited for.
fn unpack(packed: &[u8], each: &mut impl FnMut(&ListedSource, &[ListedArticle])) -> Option<()> {
    let (body, _) = packed.split_last_chunk::<8>()?;
    let mut input = Input::new(&body[1..]);
    let words: Vec<Arc<str>> = input.list(|input| Some(safe::line(input.string()?).into()))?;
    let sources = input.number()?;
    let mut source = ListedSource {
        id: SourceId(0),
        origin: Origin(Vec::new()),
        size: 0,
        modified: 0,
        reader: 0,
        problem: None,
        articles: 0..0,
    };
    let (mut articles, mut number) = (Vec::new(), 0i64);
    for at in 0..sources {
        source.origin.0.truncate(input.number()? as usize);
        source.origin.0.extend(input.bytes()?);
        (source.id, source.size, source.modified) = (SourceId(input.signed()?), input.wide()?, input.signed()?);
        let problem;
        (source.reader, problem) = (input.number()?, input.string()?);
        source.problem = (!problem.is_empty()).then(|| safe::line(problem).into_owned());
        articles.clear();
        for _ in 0..input.number()? {
            number = number.wrapping_add(input.signed()?);
            articles.push(article(&mut input, KeptId(number), at, &words)?);
        }
        source.articles = 0..articles.len();
        each(&source, &articles);
    }
    Some(())
}

fn article<'a>(input: &mut Input<'a>, id: KeptId, source: u32, words: &[Arc<str>]) -> Option<ListedArticle<'a>> {
    let (ordinal, title) = (input.number()?, safe::line(input.string()?));
    let mut word = || {
        let place = input.number()? as usize;
        Some(place.checked_sub(1).map(|at| words.get(at).cloned()))
    };
    let (publisher, language) = (word()?.flatten(), word()?.flatten());
    let dated = input.byte()?;
    let seconds = if dated & 1 != 0 { Some(input.signed()?) } else { None };
    let zone = if dated & 2 != 0 { Some(i32::try_from(input.signed()?).ok()?) } else { None };
    Some(ListedArticle {
        id,
        source,
        ordinal,
        title,
        publisher,
        language,
        published: codec::date(seconds, zone),
        length: input.number()?,
        words: input.number()?,
        text: ContentHash(input.take(16)?.try_into().ok()?),
        named: input.number()?.checked_sub(1),
        arrived: KeptId(id.0.wrapping_sub(input.signed()?)),
    })
}
