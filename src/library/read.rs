//! Reading one source into articles, within limits, and naming who is in them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::scan::{self, Notice};
use super::{Entry, Fresh, READER, Source, fields, sample, volume};
use crate::document::{Article, ArticleBuilder, Problem};
use crate::ingest::{self, Detected, Hints, Reading};
use crate::names::{self, ArticleNames};
use crate::text::minhash::Signature;

/// Bytes read of one source; what follows is left, with a problem on the article.
pub const MAX_SOURCE_BYTES: u64 = 64 << 20;

/// The same of an archive, of which the beginning alone may tell nothing.
pub const MAX_ARCHIVE_BYTES: u64 = 512 << 20;

/// Bytes that tell an archive.
const HEAD: u64 = 4096;

/// What came of reading a source.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Its articles, at least one.
    Articles(Vec<Fresh>),
    /// It could not be read: an article that stands in for it and says why.
    Unreadable(Fresh),
    /// Nothing to read, and the user did not ask for this very file: a picture in a folder of articles.
    Skipped(Notice),
}

impl Outcome {
    /// What the articles say, each in their order, taken out; nothing for what could not be read.
    pub fn take_fingerprints(&mut self) -> Vec<Option<Box<Signature>>> {
        match self {
            Self::Articles(articles) => articles.iter_mut().map(|fresh| fresh.fingerprint.take()).collect(),
            Self::Unreadable(_) | Self::Skipped(_) => Vec::new(),
        }
    }

    /// The edition of the readers that read it.
    #[must_use]
    pub fn edition(&self) -> u32 {
        self.articles().first().map_or(READER, |fresh| fresh.edition)
    }

    /// The articles; none of what could not be read.
    #[must_use]
    pub fn articles(&self) -> &[Fresh] {
        match self {
            Self::Articles(articles) => articles,
            Self::Unreadable(_) | Self::Skipped(_) => &[],
        }
    }
}

/// Reads a source. Never fails: what cannot be read comes back as an article that says so.
#[must_use]
pub fn read(source: &Source) -> Outcome {
    // Readers promise not to panic. Should one break its promise, it costs this source, not the pile.
    catch_unwind(|| read_source(source)).unwrap_or_else(|_| {
        let error = io::Error::other("a defect of this program stopped the reading; please report it with this file");
        unreadable(source, &error)
    })
}

/// What a source was taken for, and what came of it.
#[derive(Debug)]
pub struct Examined {
    /// Its format and the sign of it; `None` when it is not text in any.
    pub detected: Option<Detected>,
    /// What was read.
    pub reading: Reading,
}

/// Looks at a source without taking it into any pile.
///
/// # Errors
/// When its bytes cannot be read.
pub fn examine(source: &Source) -> io::Result<Examined> {
    let (bytes, cut) = bytes(source)?;
    let name = source.name();
    let hints = fields::hints(&name);
    let mut reading = read_bytes(&bytes, &hints);
    reading.problems.extend(cut);
    Ok(Examined { detected: ingest::detect(&bytes, &hints), reading })
}

/// Reads an article again whose text is not held. `None` when it says something else by now, or nothing.
#[must_use]
pub fn again(entry: &Entry) -> Option<Arc<Article>> {
    let text = entry.head()?.text;
    if !entry.alone {
        return volume::article(entry, text);
    }
    match read(entry.source()) {
        Outcome::Articles(articles) => {
            let fresh = articles.into_iter().nth(entry.ordinal())?;
            (fresh.head.text == text).then_some(fresh.article)
        }
        Outcome::Unreadable(_) | Outcome::Skipped(_) => None,
    }
}

/// Finds who is named in an article; nobody, should the recogniser break its promise not to panic.
#[must_use]
pub fn name(article: &Article) -> ArticleNames {
    catch_unwind(|| names::analyse(article)).unwrap_or_default()
}

/// What came of a source, and the names in its articles.
pub(super) type Analysed = (Outcome, Vec<ArticleNames>);

/// Reads a source and finds who is named in it.
pub(super) fn with_names(source: &Source) -> Analysed {
    let outcome = read(source);
    let names = match &outcome {
        Outcome::Articles(articles) => articles.iter().map(|fresh| name(&fresh.article)).collect(),
        Outcome::Unreadable(_) => vec![ArticleNames::default()],
        Outcome::Skipped(_) => Vec::new(),
    };
    (outcome, names)
}

/// Reads a source, and looks for nobody in it.
pub(super) fn without_names(source: &Source) -> Analysed {
    (read(source), Vec::new())
}

/// Does `work` for each source on all cores, and hands what came of it to `take`, with the source's place, in the order of
/// the sources and as soon as it is there. What the work panics over is left out.
///
/// # Errors
/// The first that `take` returns; the rest is left then.
pub fn in_order<T: Send, E>(
    sources: &[Arc<Source>],
    work: impl Fn(&Arc<Source>) -> T + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let (sender, done) = mpsc::channel();
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from).min(sources.len());
        for _ in 0..cores {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(source) = sources.get(at)
                {
                    // Nobody listens any more once something could not be taken.
                    let done = catch_unwind(AssertUnwindSafe(|| work(source))).ok();
                    if sender.send((at, done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (at, out) in done {
            early.insert(at, out);
            while let Some(out) = early.remove(&due) {
                out.map_or(Ok(()), |out| take(due, out))?;
                due += 1;
            }
        }
        Ok(())
    })
}

fn read_source(source: &Source) -> Outcome {
    let (bytes, cut) = match bytes(source) {
        Ok(read) => read,
        Err(error) => return unreadable(source, &error),
    };
    let name = source.name();
    let mut reading = read_bytes(&bytes, &fields::hints(&name));
    drop(bytes);
    reading.problems.extend(cut);
    if reading.articles.is_empty() {
        nothing_in(source, reading, &name)
    } else {
        Outcome::Articles(told(reading, &name))
    }
}

/// Reads bytes; what may fall over them is kept out of this process.
pub(super) fn read_bytes(bytes: &[u8], hints: &Hints) -> Reading {
    #[cfg(feature = "pdf")]
    return ingest::read_apart(bytes, hints, super::apart::extract);
    #[cfg(not(feature = "pdf"))]
    ingest::read(bytes, hints)
}

/// The articles. What is wrong with the whole is told with the first.
fn told(reading: Reading, name: &str) -> Vec<Fresh> {
    let edition = fields::edition(&reading, name);
    let mut articles = reading.articles.into_iter();
    let first = articles.next().map(|first| reading.problems.into_iter().fold(first, Article::with_problem));
    first.into_iter().chain(articles).map(|article| Fresh { edition, ..Fresh::new(article) }).collect()
}

/// What has no text is left out of a folder; named by the user, it is shown with the reason.
fn nothing_in(source: &Source, reading: Reading, name: &str) -> Outcome {
    if !matches!(source, Source::File { named: false, .. }) {
        return Outcome::Unreadable(Fresh::new(reading.stand_in(name)));
    }
    let why = reading.problems.first().filter(|_| reading.format.is_some()).map_or("not a text", Problem::message);
    Outcome::Skipped(Notice::note(&format!("{}: {why}", source.raw())))
}

/// An article that stands in for a source that could not be read, so that the list shows what is missing.
fn unreadable(source: &Source, error: &io::Error) -> Outcome {
    let mut builder = ArticleBuilder::new();
    builder.problem(Problem::new(format!("{}: {}", source.shown(), scan::explain(error))));
    Outcome::Unreadable(Fresh::new(builder.finish(&source.name())))
}

fn bytes(source: &Source) -> io::Result<(Vec<u8>, Option<Problem>)> {
    match source {
        Source::Sample(name) => Ok((sample::bytes(name).to_vec(), None)),
        Source::Stdin => limited(io::stdin().lock(), None),
        Source::File { path, .. } => {
            let file = File::open(path)?;
            let size = file.metadata().ok().map(|meta| meta.len());
            limited(file, size)
        }
    }
}

/// Reads as much as may be read; `size` is what the file system says, if it says anything.
fn limited(mut reader: impl Read, size: Option<u64>) -> io::Result<(Vec<u8>, Option<Problem>)> {
    let mut bytes = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut bytes)?;
    let most = if ingest::is_packed(&bytes) { MAX_ARCHIVE_BYTES } else { MAX_SOURCE_BYTES };
    let head = bytes.len() as u64;
    bytes.reserve(size.unwrap_or(0).min(most).saturating_sub(head) as usize + 1);
    reader.take(most + 1 - head).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= most {
        return Ok((bytes, None));
    }
    let mut end = most as usize;
    // Not in the middle of a character: one broken one at the end would make all of a UTF-8 text look like another
    // encoding.
    while end > 0 && bytes[end] & 0xC0 == 0x80 && most as usize - end < 4 {
        end -= 1;
    }
    bytes.truncate(end);
    let whole = size.map_or_else(String::new, |n| format!(" of {} MB", n >> 20));
    let message = format!("only the first {} MB{whole} are shown: the rest is over the limit", most >> 20);
    Ok((bytes, Some(Problem::new(message))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_on_all_cores_comes_in_order_until_it_is_not_wanted() {
        let sources: Vec<Arc<Source>> = (0..200).map(|_| Arc::new(Source::Stdin)).collect();
        let started = AtomicUsize::new(0);
        // Which one it is only the order tells: each is a part of a count.
        let work = |_: &Arc<Source>| started.fetch_add(1, Ordering::Relaxed);
        let mut places = Vec::new();
        let all: Result<(), ()> = in_order(&sources, work, |at, _| {
            places.push(at);
            Ok(())
        });
        assert!(all.is_ok() && places == (0..200).collect::<Vec<_>>());
        let stopped = in_order(&sources, |_| (), |at, ()| if at == 7 { Err("enough") } else { Ok(()) });
        assert_eq!(stopped, Err("enough"));
        assert_eq!(in_order(&[], |_| (), |_, ()| Err("none")), Ok(()));
    }
}
