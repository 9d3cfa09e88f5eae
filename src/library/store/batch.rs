//! Writing what the machine derived: many sources in one transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::identity::{ContentHash, KeptId, Origin, SourceId};
use super::tokens::tokens;
use super::{Error, Store, codec, listing, news, subject};
use crate::document::{Article, Published};
use crate::library::fingerprint;
use crate::names::{ArticleNames, packed};
use crate::text::fold::fold;
use crate::text::minhash::{BYTES, Signature};

/// A source as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRecord {
    /// Where it lies.
    pub origin: Origin,
    /// Its size in bytes when it was read.
    pub size: u64,
    /// When it was last changed, by the file system: nanoseconds since 1970, UTC.
    pub modified: i64,
    /// The hash of its bytes, to tell a file that was only touched.
    pub hash: ContentHash,
    /// The edition of the reader that read it.
    pub reader: u32,
    /// What went wrong, in one sentence.
    pub problem: Option<String>,
}

/// What is kept of an article, ready to be written: all the computing is done where the draft is made, so that many
/// threads can make drafts for one that writes.
#[derive(Debug, Clone)]
pub struct ArticleDraft {
    pub(super) title: String,
    publisher: Option<String>,
    author: Option<String>,
    published: Option<Published>,
    language: Option<String>,
    length: u32,
    words: u32,
    pub(super) text: ContentHash,
    title_tokens: String,
    text_tokens: String,
    names: Option<(u32, Vec<u8>)>,
    fingerprint: Option<[u8; BYTES]>,
}

impl ArticleDraft {
    /// A draft of `article`, its names not known yet.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        Self::saying(article, fingerprint::of(article).as_ref())
    }

    /// The same of an article whose fingerprint was taken when it was read.
    #[must_use]
    pub fn saying(article: &Article, fingerprint: Option<&Signature>) -> Self {
        let text = article.text();
        Self {
            title: article.title().to_owned(),
            publisher: article.source().map(str::to_owned),
            author: article.author().map(str::to_owned),
            published: article.published(),
            language: article.language().map(str::to_owned),
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            words: article.words(),
            text: ContentHash::of_text(text),
            title_tokens: tokens(&fold(article.title())),
            text_tokens: tokens(&fold(text)),
            names: None,
            fingerprint: fingerprint.map(Signature::to_bytes),
        }
    }

    /// The same with its names, found by this edition of the recogniser.
    #[must_use]
    pub fn with_names(mut self, edition: u32, names: &ArticleNames) -> Self {
        self.names = Some((edition, packed::pack(names)));
        self
    }
}

/// Writes that are kept together at [`Batch::commit`], or not at all. Nobody else can write meanwhile, so a batch should be
/// of some hundred articles and soon done.
#[derive(Debug)]
pub struct Batch<'store> {
    tx: Transaction<'store>,
    path: &'store std::path::Path,
    /// Whether the user has done something with any article: if not, nothing needs to be carried over.
    subjects: bool,
    /// Whether anything that was derived is other than before.
    changed: bool,
    spoilt: bool,
}

impl Store {
    /// Begins a batch.
    ///
    /// # Errors
    /// When another writer does not make room in time, or the file cannot be written.
    pub fn batch(&mut self) -> Result<Batch<'_>, Error> {
        self.writable()?;
        let path = self.path.as_path();
        let begun = Transaction::new(&mut self.conn, TransactionBehavior::Immediate).and_then(|tx| {
            let subjects = tx.query_row("SELECT EXISTS (SELECT 1 FROM subject)", [], |row| row.get(0))?;
            Ok(Batch { tx, path, subjects, changed: false, spoilt: false })
        });
        begun.map_err(|error| Error::of(path, error))
    }
}

impl Batch<'_> {
    /// Keeps a source with its articles, in order, in place of what was kept of it before, and carries the user's data
    /// over to texts that are new versions of those they hang on. Returns the articles' numbers: those that are there when
    /// another instance was faster and kept the very same, because it holds on to them.
    ///
    /// # Errors
    /// As the database has it; the batch cannot be committed then.
    pub fn put(&mut self, source: &SourceRecord, articles: &[ArticleDraft]) -> Result<Vec<KeptId>, Error> {
        let subjects = self.subjects;
        let (ids, new) = self.write(|tx| {
            let there = kept_like(tx, source, articles)?;
            let new = there.is_none();
            let ids = match there {
                Some(ids) => ids,
                None => put_anew(tx, source, articles)?,
            };
            if subjects {
                subject::carry_over(tx, &source.origin, articles)?;
            }
            Ok((ids, new))
        })?;
        self.changed |= new;
        Ok(ids)
    }

    /// Notes that a source was only touched: its bytes are the same, its size and time as given. False when it is not kept.
    ///
    /// # Errors
    /// As the database has it; the batch cannot be committed then.
    pub fn touch(&mut self, origin: &Origin, size: u64, modified: i64) -> Result<bool, Error> {
        self.changed = true;
        self.write(|tx| {
            let sql = "UPDATE source SET size = ?2, modified = ?3 WHERE origin = ?1";
            Ok(tx.prepare_cached(sql)?.execute(params![origin, size.cast_signed(), modified])? > 0)
        })
    }

    /// Keeps all that was written.
    ///
    /// # Errors
    /// When one of the writes had failed, or the database cannot keep them; nothing of the batch is kept then.
    pub fn commit(self) -> Result<(), Error> {
        if self.spoilt {
            return Err(Error::Spoilt { path: self.path.to_owned() });
        }
        let commit = || {
            if self.changed {
                listing::grow_older(&self.tx)?;
            }
            self.tx.commit()
        };
        commit().map_err(|error| Error::of(self.path, error))
    }

    fn write<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        work(&self.tx).map_err(|error| {
            self.spoilt = true;
            Error::of(self.path, error)
        })
    }
}

/// The numbers of the articles of a source, when they are kept just like this, in this order and no others.
fn kept_like(tx: &Connection, source: &SourceRecord, drafts: &[ArticleDraft]) -> rusqlite::Result<Option<Vec<KeptId>>> {
    let sql = "SELECT id, (SELECT count(*) FROM article WHERE article.source = source.id) FROM source
        WHERE origin = ?1 AND size = ?2 AND modified = ?3 AND hash = ?4 AND reader = ?5 AND problem IS ?6";
    let SourceRecord { origin, size, modified, hash, reader, problem } = source;
    let known = tx
        .prepare_cached(sql)?
        .query_row(params![origin, size.cast_signed(), modified, hash, reader, problem], |row| {
            Ok((row.get::<_, SourceId>(0)?, row.get::<_, i64>(1)?))
        })
        .optional()?;
    let Some((source, _)) = known.filter(|&(_, count)| usize::try_from(count) == Ok(drafts.len())) else {
        return Ok(None);
    };
    drafts.iter().zip(0..).map(|(draft, at)| article_like(tx, source, at, draft)).collect()
}

/// The number of an article that is kept just like this.
fn article_like(
    tx: &Connection,
    source: SourceId,
    ordinal: u32,
    draft: &ArticleDraft,
) -> rusqlite::Result<Option<KeptId>> {
    let (published, zone) = codec::date_numbers(draft.published);
    let sql = "SELECT id FROM article LEFT JOIN names ON names.article = article.id
        WHERE source = ?1 AND ordinal = ?2 AND title = ?3 AND publisher IS ?4 AND author IS ?5 AND published IS ?6
        AND zone IS ?7 AND language IS ?8 AND length = ?9 AND words = ?10 AND hash = ?11 AND named IS ?12
        AND packed IS ?13";
    let (edition, packed) = draft.names.as_ref().map(|(edition, packed)| (edition, packed)).unzip();
    let article = params![
        source,
        ordinal,
        draft.title,
        draft.publisher,
        draft.author,
        published,
        zone,
        draft.language,
        draft.length,
        draft.words,
        draft.text,
        edition,
        packed,
    ];
    tx.prepare_cached(sql)?.query_row(article, |row| row.get(0)).optional()
}

fn put_anew(tx: &Connection, source: &SourceRecord, drafts: &[ArticleDraft]) -> rusqlite::Result<Vec<KeptId>> {
    let id = put_source(tx, source)?;
    drafts.iter().zip(0..).map(|(draft, at)| put_article(tx, id, at, draft)).collect()
}

fn put_source(tx: &Connection, source: &SourceRecord) -> rusqlite::Result<SourceId> {
    let known = tx
        .prepare_cached("SELECT id FROM source WHERE origin = ?1")?
        .query_row([&source.origin], |row| row.get::<_, SourceId>(0))
        .optional()?;
    if let Some(id) = known {
        drop_articles(tx, id)?;
    }
    let sql = "INSERT INTO source (origin, size, modified, hash, reader, problem) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (origin) DO UPDATE SET size = ?2, modified = ?3, hash = ?4, reader = ?5, problem = ?6
        RETURNING id";
    let SourceRecord { origin, size, modified, hash, reader, problem } = source;
    tx.prepare_cached(sql)?
        .query_row(params![origin, size.cast_signed(), modified, hash, reader, problem], |row| row.get(0))
}

/// Drops the articles of a source with their names and their part of the index. When their texts came in is remembered.
pub(super) fn drop_articles(tx: &Connection, source: SourceId) -> rusqlite::Result<()> {
    let sql = "DELETE FROM fulltext WHERE rowid IN (SELECT id FROM article WHERE source = ?1)";
    tx.prepare_cached(sql)?.execute([source])?;
    let sql = "INSERT OR IGNORE INTO arrival (text, arrived) SELECT hash, arrived FROM article WHERE source = ?1";
    tx.prepare_cached(sql)?.execute([source])?;
    tx.prepare_cached("DELETE FROM article WHERE source = ?1")?.execute([source])?;
    Ok(())
}

fn put_article(tx: &Connection, source: SourceId, ordinal: u32, draft: &ArticleDraft) -> rusqlite::Result<KeptId> {
    let (published, zone) = codec::date_numbers(draft.published);
    let arrived = news::arrived(tx, draft.text)?;
    let sql = "INSERT INTO article
        (source, ordinal, title, publisher, author, published, zone, language, length, words, hash, named, arrived)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    tx.prepare_cached(sql)?.execute(params![
        source,
        ordinal,
        draft.title,
        draft.publisher,
        draft.author,
        published,
        zone,
        draft.language,
        draft.length,
        draft.words,
        draft.text,
        draft.names.as_ref().map(|(edition, _)| edition),
        arrived.unwrap_or(KeptId(0)),
    ])?;
    let id = KeptId(tx.last_insert_rowid());
    if arrived.is_none() {
        tx.prepare_cached("UPDATE article SET arrived = id WHERE id = ?1")?.execute([id])?;
    }
    tx.prepare_cached("INSERT INTO fulltext (rowid, title, body) VALUES (?1, ?2, ?3)")?.execute(params![
        id,
        draft.title_tokens,
        draft.text_tokens
    ])?;
    if let Some((_, packed)) = &draft.names {
        put_packed(tx, id, packed)?;
    }
    if let Some(packed) = &draft.fingerprint {
        let sql = "INSERT INTO fingerprint (article, packed) VALUES (?1, ?2)";
        tx.prepare_cached(sql)?.execute(params![id, packed.as_slice()])?;
    }
    Ok(id)
}

fn put_packed(tx: &Connection, id: KeptId, packed: &[u8]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO names (article, packed) VALUES (?1, ?2) ON CONFLICT (article) DO UPDATE SET packed = ?2";
    tx.prepare_cached(sql)?.execute(params![id, packed])?;
    Ok(())
}
