//! By what sources, articles and texts are known again.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::library::Source;

/// The hash of some bytes or of a text: half of BLAKE3. Articles come from anywhere, and with a hash that is fast only,
/// somebody could write a text that takes over another's notes; this one is fast enough (over 1 GB/s) and rules it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub(super) [u8; 16]);

impl ContentHash {
    /// The hash of a source's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(half)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// The hash of an article's text.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self::of(text.as_bytes())
    }
}

/// Where a source lies, as bytes that mean the same whatever folder the program is started in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(pub(super) Vec<u8>);

const SEPARATOR: u8 = std::path::MAIN_SEPARATOR as u8;

/// Before the name of an article that comes with the program. No absolute path starts like this.
const SAMPLE: &str = "sample:";

impl Origin {
    /// Where `source` lies; relative paths are taken from the current folder.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        match source {
            Source::File { path, .. } => Self::file(path),
            Source::Stdin => Self(b"-".to_vec()),
            Source::Sample(name) => Self(format!("{SAMPLE}{name}").into_bytes()),
        }
    }

    /// The file or folder at `path`; a relative path is taken from the current folder. Links are not resolved: the user
    /// knows the file by this path.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // `folder/` and `folder` are one.
        Self(to_bytes(&absolute.components().collect::<PathBuf>()))
    }

    /// The path, when it is a file.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        let named = self.0 == b"-" || self.0.starts_with(SAMPLE.as_bytes());
        (!named).then(|| from_bytes(&self.0).to_owned())
    }

    /// Everything below this folder, as a half-open range of bytes.
    pub(super) fn range(&self) -> (Vec<u8>, Vec<u8>) {
        let folder = self.0.strip_suffix(&[SEPARATOR]).unwrap_or(&self.0);
        let with = |last: u8| folder.iter().copied().chain([last]).collect();
        (with(SEPARATOR), with(SEPARATOR + 1))
    }

    /// The path of this file as somebody reaches it who calls the folder, or file, `root` by the path `called`.
    #[must_use]
    pub fn below(&self, root: &Self, called: &Path) -> Option<PathBuf> {
        if !root.covers(&self.0) {
            return None;
        }
        let rest = self.0.strip_prefix(root.0.as_slice())?;
        let rest = rest.strip_prefix(&[SEPARATOR]).unwrap_or(rest);
        if rest.is_empty() {
            return Some(called.to_owned());
        }
        // One piece of memory for it: a list may hold a million.
        let mut path = PathBuf::with_capacity(called.as_os_str().len() + 1 + rest.len());
        path.push(called);
        path.push(from_bytes(rest));
        Some(path)
    }

    /// True for this folder or file itself and all below it.
    pub(super) fn covers(&self, other: &[u8]) -> bool {
        let folder = self.0.strip_suffix(&[SEPARATOR]).unwrap_or(&self.0);
        other == self.0 || other.strip_prefix(folder).is_some_and(|rest| rest.first() == Some(&SEPARATOR))
    }
}

#[cfg(unix)]
fn to_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn from_bytes(bytes: &[u8]) -> &Path {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn to_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn from_bytes(bytes: &[u8]) -> &Path {
    Path::new(std::str::from_utf8(bytes).unwrap_or_default())
}

/// A kept article's number. Never given out twice, but gone once its source was read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeptId(pub i64);

/// A kept source's number. Stays while the source is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub i64);

/// A point in time: seconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Now, by the system's clock.
    #[must_use]
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}

/// By what the user's data finds its article again. First by the text: the same text is the same article, wherever it
/// lies and however often. Then by its place, for a text that was corrected: the same origin and ordinal. In a source with
/// several articles, where places shift (a feed grows at its top), the title must be the same too: a wrong note on an
/// article is worse than a missed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The hash of [`Article::text`](crate::document::Article::text).
    pub text: ContentHash,
    /// Where its source lies.
    pub origin: Origin,
    /// Its place in the source, from 0.
    pub ordinal: u32,
    /// True when its source holds no other article.
    pub alone: bool,
    /// Its title, also to name it once it is gone.
    pub title: String,
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn one_file_has_one_origin() {
        let origin = |path: &str| Origin::file(Path::new(path));
        assert_eq!(origin("/a/./b/"), origin("/a//b"));
        assert_eq!(origin("x").path(), std::env::current_dir().ok().map(|here| here.join("x")));
        assert_ne!(origin("-"), Origin::of(&Source::Stdin));
        let odd = Path::new(OsStr::from_bytes(b"/caf\xE9"));
        assert_eq!(Origin::file(odd).path().as_deref(), Some(odd));
        assert_eq!(Origin::of(&Source::Sample("x")).path(), None);
    }

    #[test]
    fn a_folder_covers_itself_and_what_lies_below() {
        let covers =
            |folder: &str, path: &str| Origin::file(Path::new(folder)).covers(&Origin::file(Path::new(path)).0);
        assert!(covers("/a", "/a") && covers("/a", "/a/b/c") && covers("/", "/a") && covers("/a", "/a/\u{10FFFF}"));
        assert!(!covers("/a", "/ab") && !covers("/a", "/a.txt") && !covers("/a/b", "/a"));
    }
}
