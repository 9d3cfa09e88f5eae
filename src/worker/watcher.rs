//! Listens to what happens below the paths that the user named.
//!
//! What is heard says only that something happened: what that is, a new look at all of it finds out, which costs little and
//! misses nothing. Each path is listened to from the folder above it, too, because only that tells when it is taken away and
//! when it comes back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::rhythm::Alarm;
use crate::library::maildir;
use crate::library::scan::{self, Notice};

/// What is listened to.
pub(super) struct Watcher {
    /// `None` where this machine has nothing for it.
    system: Option<RecommendedWatcher>,
    /// The paths that the user named, absolute.
    roots: Vec<PathBuf>,
    /// Folders to listen to, and how that goes.
    folders: BTreeMap<PathBuf, Folder>,
    failed: Option<String>,
    told: bool,
}

#[derive(Debug, Default)]
struct Folder {
    /// With all below it.
    whole: bool,
    /// Which one is listened to: another folder may stand there tomorrow.
    heard: Option<Identity>,
    /// It is too large to be listened to.
    too_much: bool,
}

impl Watcher {
    /// One for the paths among these that can change; `None` when there are none. `library` is no news: the program writes
    /// there itself. Listens to nothing yet.
    pub(super) fn new(paths: &[PathBuf], library: Option<&Path>, alarm: &Arc<Alarm>) -> Option<Self> {
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let roots: Vec<PathBuf> = paths.iter().filter(|path| scan::can_change(path)).map(absolute).collect();
        if roots.is_empty() {
            return None;
        }
        let news = News::new(&roots, library);
        let alarm = alarm.clone();
        let hear = move |event: notify::Result<Event>| match event {
            Ok(event) if news.is_one(&event) => alarm.ring(Instant::now()),
            Ok(_) => {}
            Err(_) => alarm.fail(),
        };
        let (system, failed) = match notify::recommended_watcher(hear) {
            Ok(system) => (Some(system), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Some(Self { system, roots, folders: BTreeMap::new(), failed, told: false })
    }

    /// Listens to what is there by now. Called before each look, so that nothing happens between the two.
    pub(super) fn renew(&mut self) {
        let Some(system) = &mut self.system else { return };
        for root in &self.roots {
            if fs::metadata(root).is_ok_and(|meta| meta.is_dir()) {
                self.folders.entry(root.clone()).or_default().whole = true;
            }
            if let Some(parent) = root.parent() {
                self.folders.entry(parent.to_owned()).or_default();
            }
        }
        for (path, folder) in &mut self.folders {
            let now = fs::metadata(path).ok().and_then(|meta| identity(&meta));
            if folder.too_much || folder.heard == now {
                continue;
            }
            // Whether the old one is still known depends on how it went.
            let _ = system.unwatch(path);
            folder.heard = None;
            let mode = if folder.whole { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match now.map(|_| system.watch(path, mode)) {
                None => {}
                Some(Ok(())) => folder.heard = now,
                Some(Err(error)) => {
                    // What was begun would take the room of other programs.
                    let _ = system.unwatch(path);
                    folder.too_much = matches!(error.kind, ErrorKind::MaxFilesWatch);
                    self.failed = Some(error.to_string());
                }
            }
        }
    }

    /// True when something may change below a path that nobody hears.
    pub(super) fn is_blind(&self) -> bool {
        let heard = |path: &Path| self.folders.get(path).is_some_and(|folder| folder.heard.is_some());
        self.roots.iter().any(|root| {
            let known = self.folders.get(root).is_some_and(|folder| folder.whole) && fs::metadata(root).is_ok();
            !heard(root) && (known || !root.parent().is_some_and(heard))
        })
    }

    /// What to tell of it, once.
    pub(super) fn complaint(&mut self) -> Option<Notice> {
        let failed = self.failed.take().filter(|_| !self.told)?;
        self.told = true;
        Some(Notice::note(&format!("changes are noticed every few seconds only, because they are not told: {failed}")))
    }
}

/// What is worth a look.
struct News {
    roots: Vec<PathBuf>,
    library: Option<PathBuf>,
}

impl News {
    fn new(roots: &[PathBuf], library: Option<&Path>) -> Self {
        // Some systems tell of a folder by another path than that by which it was asked for.
        let real = roots.iter().filter_map(|root| fs::canonicalize(root).ok());
        let library = library.and_then(|path| std::path::absolute(path).ok());
        Self { roots: roots.iter().cloned().chain(real).collect(), library }
    }

    fn is_one(&self, event: &Event) -> bool {
        let changes = match event.kind {
            // Somebody reads, such as this program.
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        changes && (event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(|path| self.is_in(path)))
    }

    /// True for a path that a look would see.
    fn is_in(&self, path: &Path) -> bool {
        let below = |root: &PathBuf| path.strip_prefix(root).is_ok_and(maildir::may_be_seen);
        self.roots.iter().any(below) && !self.is_library(path)
    }

    /// The library, and what the database keeps beside it.
    fn is_library(&self, path: &Path) -> bool {
        let Some(library) = &self.library else { return false };
        let names = path.file_name().zip(library.file_name());
        let begins = names.is_some_and(|(name, own)| name.as_encoded_bytes().starts_with(own.as_encoded_bytes()));
        begins && path.parent() == library.parent()
    }
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere not every file system says")]
fn identity(meta: &fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
type Identity = std::time::SystemTime;
#[cfg(not(unix))]
fn identity(meta: &fs::Metadata) -> Option<Identity> {
    meta.created().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, Flag};

    #[test]
    fn what_a_look_would_not_see_is_no_news() {
        let roots = [PathBuf::from("/pile"), PathBuf::from("/.hidden/a.txt")];
        let news = News::new(&roots, Some(Path::new("/pile/marks.db")));
        let create = |path: &str| Event::new(EventKind::Create(CreateKind::Any)).add_path(path.into());
        for path in ["/pile", "/pile/a.txt", "/pile/b/c.txt", "/.hidden/a.txt", "/pile/other.db", "/pile/.Sent/new/1"] {
            assert!(news.is_one(&create(path)), "{path}");
        }
        for path in ["/elsewhere", "/pile2/a.txt", "/pile/.a.swp", "/pile/.git/x", "/pile/marks.db-wal"] {
            assert!(!news.is_one(&create(path)), "{path}");
        }
        let access = |kind| Event::new(EventKind::Access(kind)).add_path("/pile/a.txt".into());
        assert!(!news.is_one(&access(AccessKind::Open(AccessMode::Any))));
        assert!(news.is_one(&access(AccessKind::Close(AccessMode::Write))));
        assert!(news.is_one(&Event::new(EventKind::Other).set_flag(Flag::Rescan)), "too much happened to tell it all");
    }

    #[test]
    fn what_cannot_change_is_not_watched() {
        let alarm = Arc::default();
        assert!(Watcher::new(&[], None, &alarm).is_none());
        assert!(Watcher::new(&["-".into(), "/dev/fd/63".into()], None, &alarm).is_none());
    }

    #[test]
    fn a_path_is_heard_as_long_as_it_or_the_folder_above_it_is() {
        let root = tempfile::tempdir().unwrap();
        let (disk, pile) = (root.path().join("disk"), root.path().join("disk/pile"));
        let alarm = Arc::default();
        let mut watcher = Watcher::new(std::slice::from_ref(&pile), None, &alarm).unwrap();
        watcher.renew();
        assert!(watcher.is_blind(), "neither is there");
        fs::create_dir(&disk).unwrap();
        watcher.renew();
        assert!(!watcher.is_blind(), "the disk will tell");
        fs::create_dir(&pile).unwrap();
        watcher.renew();
        assert!(!watcher.is_blind());
        fs::remove_dir_all(&disk).unwrap();
        watcher.renew();
        assert!(watcher.is_blind() && watcher.complaint().is_none());
        watcher.system = None;
        watcher.failed = Some("no room".to_owned());
        assert!(watcher.complaint().is_some());
        watcher.failed = Some("no room".to_owned());
        assert!(watcher.complaint().is_none(), "told once");
    }
}
