//! The library's full-text index, for the thread that searches: opened when a query first needs it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use crate::library::Answers;
use crate::library::store::Store;
use crate::search::query::Query;

/// The index, where there is a library; the default is that there is none.
#[derive(Debug, Default)]
pub struct Index {
    library: Option<PathBuf>,
    store: Option<Mutex<Store>>,
}

impl Index {
    /// That of the library at `path`.
    #[must_use]
    pub fn new(path: Option<&Path>) -> Self {
        Self { library: path.map(Path::to_owned), store: None }
    }

    /// Opens it when `query` has words to look for. The library may only just have been made: who finds none asks again with
    /// the next query.
    pub fn open_for(&mut self, query: &Query) {
        if self.store.is_none() && !query.texts().is_empty() {
            let opened = self.library.as_deref().and_then(|path| Store::open_read_only(path).ok());
            self.store = opened.map(Mutex::new);
        }
    }

    /// The library, when it is open.
    pub(super) fn store(&self) -> Option<MutexGuard<'_, Store>> {
        self.store.as_ref()?.lock().ok()
    }

    /// What it says of the words of `query`; nothing while it is not open, or cannot tell.
    pub(super) fn answers(&self, query: &Query) -> Option<Answers> {
        Answers::ask(&*self.store()?, query).ok()
    }
}
