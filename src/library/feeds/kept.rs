//! What feeds brought: a folder a feed, a document an entry, and what the server said of the feed when it was last fetched.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::store::ContentHash;
use crate::fetch::{Address, Validators};
use crate::ingest::feed::{self, Entry, Feed};
use crate::text::slug::slug;

/// Beside the entries of a feed; hidden, so that no scan takes it for one.
const STATE: &str = ".feed.json";

/// Characters of a title in the name of a file.
const TITLE: usize = 48;

/// What a server said of a feed, as it is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    address: String,
    title: String,
    etag: Option<String>,
    modified: Option<String>,
    /// True when the pages of its teasers came, too.
    pages: bool,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was not there.
    New,
    /// It says something else than before.
    Changed,
    /// It is there already.
    Same,
}

/// The folder of one feed.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    /// The files of entries by what ends their names: a hash of the entry's id.
    files: HashMap<String, PathBuf>,
}

impl Shelf {
    /// The folder of the feed at `address` below `root`. Nothing is created yet.
    #[must_use]
    pub fn of(root: &Path, address: &Address) -> Self {
        Self::at(root.join(place(address)))
    }

    /// A folder.
    #[must_use]
    pub fn at(folder: PathBuf) -> Self {
        let mut files = HashMap::new();
        for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = file.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            if let Some(key) = stem.and_then(|stem| stem.rsplit('-').next()) {
                files.insert(key.to_owned(), path.clone());
            }
        }
        Self { folder, files }
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the feed at `address` called itself when it was last fetched.
    #[must_use]
    pub fn title(root: &Path, address: &Address) -> Option<String> {
        Some(state(&root.join(place(address))).title).filter(|title| !title.is_empty())
    }

    /// What the server said when the feed was last fetched; nothing when what it brought then is gone, or when `pages` are
    /// wanted and did not come.
    #[must_use]
    pub fn validators(&self, pages: bool) -> Validators {
        let state = state(&self.folder);
        if pages && !state.pages {
            return Validators::default();
        }
        Validators { etag: state.etag, modified: state.modified }
    }

    /// Keeps what the server says, once all that came with it is kept, with its pages or without.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_validators(&self, address: &Address, title: &str, said: Validators, pages: bool) -> io::Result<()> {
        let Validators { etag, modified } = said;
        let state = State { address: address.to_string(), title: title.to_owned(), etag, modified, pages };
        self.write(&self.folder.join(STATE), serde_json::to_string(&state)?.as_bytes())
    }

    /// The feed has moved: so does its folder, unless there is one in its new place.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn follow(&self, to: &Self) -> io::Result<()> {
        if to.folder.exists() || !self.folder.exists() { Ok(()) } else { fs::rename(&self.folder, &to.folder) }
    }

    /// True when the entry is kept with its whole page, so that there is no need to fetch that again.
    #[must_use]
    pub fn has_page(&self, entry: &Entry) -> bool {
        self.held(entry).is_some_and(|held| held.page.is_some())
    }

    /// Keeps an entry, with the `page` that was fetched for it (its markup and its address), else with the one that is kept.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&mut self, feed: &Feed, entry: &Entry, page: Option<(&str, &str)>) -> io::Result<Kept> {
        let held = self.held(entry);
        let kept = held.as_ref().and_then(|held| held.page.as_ref());
        let page = page.or_else(|| kept.map(|page| (page.html.as_str(), page.address.as_str())));
        let document = feed::to_document(feed, entry, page);
        let known = self.files.get(&key(&entry.id)).cloned();
        if known.as_ref().is_some_and(|path| fs::read(path).is_ok_and(|bytes| bytes == document.as_bytes())) {
            return Ok(Kept::Same);
        }
        let path = known.clone().unwrap_or_else(|| self.folder.join(name(entry)));
        self.write(&path, document.as_bytes())?;
        self.files.insert(key(&entry.id), path);
        Ok(if known.is_some() { Kept::Changed } else { Kept::New })
    }

    /// Keeps something that is no entry under a name of its own.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_file(&mut self, address: &Address, ending: &str, bytes: &[u8]) -> io::Result<(PathBuf, Kept)> {
        let path = self.folder.join(place(address) + ending);
        let kept = match fs::read(&path) {
            Ok(held) if held == bytes => return Ok((path, Kept::Same)),
            Ok(_) => Kept::Changed,
            Err(_) => Kept::New,
        };
        self.write(&path, bytes)?;
        Ok((path, kept))
    }

    /// The entry as it is kept.
    fn held(&self, entry: &Entry) -> Option<Entry> {
        let bytes = fs::read(self.files.get(&key(&entry.id))?).ok()?;
        let feed = feed::parse(std::str::from_utf8(&bytes).ok()?, None).ok()?;
        feed.entries.into_iter().next()
    }

    /// Whole or not at all, whoever reads meanwhile.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(&self.folder)?;
        file.write_all(bytes)?;
        file.persist(path).map(|_| ()).map_err(|error| error.error)
    }
}

/// What is kept beside the entries in `folder`.
fn state(folder: &Path) -> State {
    let bytes = fs::read(folder.join(STATE)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// The name of a new file: day and title for whoever looks into the folder, and by what the entry is known again.
fn name(entry: &Entry) -> String {
    let day = entry.published.map(|at| format!("{}-", at.day())).unwrap_or_default();
    let title = entry.title.as_deref().unwrap_or("entry");
    format!("{day}{}-{}.json", named(title), key(&entry.id))
}

/// The name of what is at an address, without the user's name and password that may stand in it.
fn place(address: &Address) -> String {
    let shown = address.to_string();
    let place = shown.split_once("://").map_or("", |(_, rest)| rest);
    format!("{}-{}", named(place), key(address.full()))
}

/// Enough of a hash that no two entries of a feed share it.
fn key(id: &str) -> String {
    format!("{:032x}", u128::from_be_bytes(ContentHash::of(id.as_bytes()).bytes()))[..16].to_owned()
}

/// A text in the name of a file or a folder, which has something there in any case.
fn named(text: &str) -> String {
    Some(slug(text, TITLE)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "x".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::feed::Body;

    fn entry(id: &str, text: &str) -> Entry {
        Entry {
            id: id.to_owned(),
            title: Some("L’été / ../à Nantes".to_owned()),
            content: Some(Body::Text(text.to_owned())),
            ..Entry::default()
        }
    }

    #[test]
    fn an_entry_is_kept_once_and_changed_in_its_place() {
        let root = tempfile::tempdir().unwrap();
        let address = Address::parse("https://exemple.fr/rss").unwrap();
        let mut shelf = Shelf::of(root.path(), &address);
        let feed = Feed { title: "Le Courrier".to_owned(), ..Feed::default() };
        assert_eq!(shelf.keep(&feed, &entry("1", "Un."), None).unwrap(), Kept::New);
        assert_eq!(shelf.keep(&feed, &entry("2", "Deux."), None).unwrap(), Kept::New);
        let mut shelf = Shelf::of(root.path(), &address);
        assert_eq!(shelf.keep(&feed, &entry("1", "Un."), None).unwrap(), Kept::Same);
        assert_eq!(shelf.keep(&feed, &entry("1", "Un, corrigé."), None).unwrap(), Kept::Changed);
        let names: Vec<_> = fs::read_dir(shelf.folder()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| name.to_str().unwrap().starts_with("l-ete-a-nantes-")), "{names:?}");
    }

    #[test]
    fn a_page_that_was_fetched_stays_with_its_entry() {
        let root = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::at(root.path().join("a"));
        let feed = Feed::default();
        shelf.keep(&feed, &entry("1", "Un…"), Some(("<p>Un deux trois.</p>", "https://exemple.fr/1"))).unwrap();
        assert!(shelf.has_page(&entry("1", "")) && !shelf.has_page(&entry("2", "")));
        assert_eq!(shelf.keep(&feed, &entry("1", "Un…"), None).unwrap(), Kept::Same);
        assert_eq!(shelf.keep(&feed, &entry("1", "Un, deux…"), None).unwrap(), Kept::Changed);
        assert!(shelf.has_page(&entry("1", "")));
    }

    #[test]
    fn what_the_server_said_is_asked_again() {
        let root = tempfile::tempdir().unwrap();
        let shelf = Shelf::at(root.path().join("a"));
        assert!(shelf.validators(false).is_empty());
        let said = Validators { etag: Some("\"1\"".to_owned()), modified: None };
        let address = Address::parse("https://exemple.fr/rss").unwrap();
        shelf.set_validators(&address, "Le Courrier", said.clone(), false).unwrap();
        assert_eq!((shelf.validators(false), shelf.validators(true)), (said.clone(), Validators::default()));
        shelf.set_validators(&address, "Le Courrier", said.clone(), true).unwrap();
        assert_eq!((shelf.validators(false), shelf.validators(true)), (said.clone(), said));
        assert_eq!(state(shelf.folder()).title, "Le Courrier");
        fs::write(shelf.folder().join(STATE), "{").unwrap();
        assert!(shelf.validators(false).is_empty());
    }
}
