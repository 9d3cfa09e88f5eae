//! Single pages that somebody wants to keep.

use std::path::{Path, PathBuf};

use super::super::read::read_bytes;
use super::{Kept, Shelf};
use crate::fetch::{Address, Ask, Client, Content, Fetched, Wanted};
use crate::ingest::feed::{Entry, Feed};
use crate::ingest::{self, Format};

/// The folder of single pages.
const FOLDER: &str = "added";

/// What came of adding a page.
#[derive(Debug, PartialEq, Eq)]
pub struct Added {
    /// The title of the article.
    pub title: String,
    /// Where it is kept: a folder or a file.
    pub path: PathBuf,
    /// Whether it was there already.
    pub kept: Kept,
}

/// Fetches what is at `address` and keeps it below `root`.
///
/// # Errors
/// Says what went wrong, naming the address.
pub fn add(client: &Client, root: &Path, address: &Address) -> Result<Added, String> {
    let fetched = client.get(&Ask::typed(address.clone(), Wanted::Page)).map_err(|failure| failure.to_string())?;
    let Fetched::Content(content) = fetched else { return Err(format!("{address}: the server sent nothing")) };
    let reading = read_bytes(&content.bytes, &content.hints());
    let Some(article) = reading.articles.first().filter(|article| !article.blocks().is_empty()) else {
        let why = reading.problems.first().map_or("there is nothing to read there", |problem| problem.message());
        return Err(format!("{address}: {why}"));
    };
    if reading.format == Some(Format::Feed) {
        return Err(format!("{address}: this is a feed; kiosque subscribe takes it"));
    }
    let mut shelf = Shelf::at(root.join(FOLDER));
    let unkept = |error: std::io::Error| format!("{address}: what came cannot be kept: {error}");
    let title = article.title().to_owned();
    let Some(html) = markup(&content) else {
        let ending = reading.format.and_then(ending).unwrap_or("");
        let (path, kept) = shelf.keep_file(address, ending, &content.bytes).map_err(unkept)?;
        return Ok(Added { title, path, kept });
    };
    let entry = Entry {
        id: content.address.full().to_owned(),
        title: Some(title.clone()),
        address: Some(content.address.full().to_owned()),
        author: article.author().map(str::to_owned),
        published: article.published(),
        language: article.language().map(str::to_owned),
        ..Entry::default()
    };
    let feed = Feed { title: article.source().unwrap_or_default().to_owned(), ..Feed::default() };
    let kept = shelf.keep(&feed, &entry, Some((&html, content.address.full()))).map_err(unkept)?;
    Ok(Added { title, path: shelf.folder().to_owned(), kept })
}

/// The usual ending of a format's files.
fn ending(format: Format) -> Option<&'static str> {
    ingest::formats().find(|spec| spec.format == format)?.endings.first().copied()
}

/// What came as markup; `None` when it is no web page.
pub(super) fn markup(content: &Content) -> Option<String> {
    let hints = content.hints();
    let page = ingest::detect(&content.bytes, &hints).is_some_and(|found| found.spec.format == Format::Html);
    page.then(|| ingest::decode(&content.bytes, &hints))
}
