//! From the paths that a user names to the sources behind them.
//!
//! Folders are walked in the order of file names, links are followed but never in a circle, hidden files below a
//! named folder and what mail programs keep for themselves are left out, and what is not a regular file is left out with a notice: opening a pipe or a device
//! could block for ever.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::sources::Stamp;
use super::{Source, maildir};
use crate::text::safe;

/// Deeper folders are not entered: no archive of articles nests like this, a mistake or an attack does.
const MAX_DEPTH: usize = 64;

/// What the walk comes across.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Something to read, and how the file system describes it.
    Source(Source, Stamp),
    /// Something that is not read. The walk goes on.
    Notice(Notice),
}

/// Why something is not read, to be told to the user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    message: String,
    error: bool,
}

impl Notice {
    /// Something that should have been read and could not be.
    #[must_use]
    pub fn error(message: &str) -> Self {
        Self { message: safe::line(message).into_owned(), error: true }
    }

    /// Something that was left out on purpose.
    #[must_use]
    pub fn note(message: &str) -> Self {
        Self { message: safe::line(message).into_owned(), error: false }
    }

    /// What is to be said, naming the path; safe to show.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// True for a failure, false for something left out on purpose: a picture among the articles, a link in a circle.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.error
    }
}

/// Walks `paths` (`-` is standard input) and hands each find to `emit`, in order; `emit` returns false to stop.
/// A file that is reached twice is found once. Without `paths` the sample pile is found.
pub fn scan(paths: &[PathBuf], emit: &mut dyn FnMut(Found) -> bool) {
    let mut walk = Walk { emit, seen: HashSet::new(), stdin: false, stopped: false };
    if paths.is_empty() {
        for source in super::sample::sources() {
            walk.tell(Found::Source(source, Stamp::default()));
        }
    }
    for path in paths {
        if walk.stopped {
            return;
        }
        walk.path(path);
    }
}

struct Walk<'a> {
    emit: &'a mut dyn FnMut(Found) -> bool,
    /// Device and inode (elsewhere: the real path) of every file found.
    seen: HashSet<Identity>,
    stdin: bool,
    stopped: bool,
}

impl Walk<'_> {
    fn tell(&mut self, found: Found) {
        self.stopped = self.stopped || !(self.emit)(found);
    }

    fn error(&mut self, path: &Path, message: &str) {
        self.tell(Found::Notice(Notice::error(&format!("{}: {message}", path.display()))));
    }

    fn note(&mut self, path: &Path, message: &str) {
        self.tell(Found::Notice(Notice::note(&format!("{}: {message}", path.display()))));
    }

    fn path(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            // It can be read but once.
            if !std::mem::replace(&mut self.stdin, true) {
                self.tell(Found::Source(Source::Stdin, Stamp::default()));
            }
            return;
        }
        match fs::metadata(path) {
            Err(error) => self.error(path, &explain(&error)),
            Ok(meta) if meta.is_dir() => self.folder(path),
            Ok(meta) if meta.is_file() => self.file(path, &meta, true),
            // It can be read but once, however its times change.
            Ok(meta) if is_handed_pipe(path) => self.find(path, &meta, true, Stamp::default()),
            Ok(meta) => self.error(path, irregular(meta.file_type())),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let (mut files, mut notices) = (0usize, 0usize);
        let walk = WalkDir::new(folder).follow_links(true).max_depth(MAX_DEPTH).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|e| e.depth() == 0 || is_looked_at(e)) {
            if self.stopped {
                return;
            }
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() => match entry.metadata() {
                    Ok(meta) => {
                        files += 1;
                        self.file(entry.path(), &meta, false);
                    }
                    Err(error) if has_gone(entry.path(), error.io_error()) => {}
                    Err(error) => self.error(entry.path(), &error.to_string()),
                },
                Ok(entry) => {
                    notices += 1;
                    self.note(entry.path(), irregular(entry.file_type()));
                }
                Err(error) if error.path().is_some_and(|path| has_gone(path, error.io_error())) => {}
                Err(error) => {
                    notices += 1;
                    let path = error.path().unwrap_or(folder).to_owned();
                    match (error.loop_ancestor(), error.io_error()) {
                        (Some(_), _) => self.note(&path, "a link back to a folder above it; not followed"),
                        (None, Some(io)) => self.error(&path, &explain(io)),
                        (None, None) => self.error(&path, "cannot be read"),
                    }
                }
            }
        }
        if files == 0 && notices == 0 {
            self.note(folder, "no files in this folder");
        }
    }

    fn file(&mut self, path: &Path, meta: &fs::Metadata, named: bool) {
        self.find(path, meta, named, Stamp::of(meta));
    }

    fn find(&mut self, path: &Path, meta: &fs::Metadata, named: bool, stamp: Stamp) {
        if self.seen.insert(identity(path, meta)) {
            self.tell(Found::Source(Source::File { path: path.to_owned(), named }, stamp));
        }
    }
}

/// True for what is neither hidden nor a mail program's own. Mails lie in folders with hidden names, too.
fn is_looked_at(entry: &DirEntry) -> bool {
    let (path, is_folder) = (entry.path(), entry.file_type().is_dir());
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    if hidden { is_folder && maildir::is_folder_of_mails(path) } else { !maildir::is_own(path, is_folder) }
}

/// True when a file that a folder named was gone when it was looked at: somebody writes there. A link to nothing is there.
fn has_gone(path: &Path, error: Option<&std::io::Error>) -> bool {
    error.is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) && fs::symlink_metadata(path).is_err()
}

/// What went wrong, and what to do about it, in a few words.
#[must_use]
pub fn explain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

/// True for a path behind which something else may be another time: neither standard input nor a pipe.
#[must_use]
pub fn can_change(path: &Path) -> bool {
    path.as_os_str() != "-" && !is_handed_pipe(path)
}

/// The pipes that a shell hands over for `<(command)`: these have a writer, and waiting for it is what is wanted.
fn is_handed_pipe(path: &Path) -> bool {
    path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

#[cfg(unix)]
fn irregular(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe, not a file; pipe it into `kiosque -` to read it"
    } else if kind.is_socket() {
        "a socket, not a file"
    } else {
        "a device, not a file"
    }
}

#[cfg(not(unix))]
fn irregular(_: FileType) -> &'static str {
    "not a regular file"
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(unix)]
fn identity(_: &Path, meta: &fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
type Identity = PathBuf;
#[cfg(not(unix))]
fn identity(path: &Path, _: &fs::Metadata) -> Identity {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a scan of `paths` below `root` finds, as paths below it and notices.
    fn check(root: &Path, paths: &[&str], expected: &[&str]) {
        let paths: Vec<PathBuf> = paths.iter().map(|p| root.join(p)).collect();
        let mut found = Vec::new();
        scan(&paths, &mut |find| {
            found.push(match find {
                Found::Source(source, _) => source.raw(),
                Found::Notice(notice) => format!("! {}", notice.message()),
            });
            true
        });
        let prefix = format!("{}/", root.display());
        let found: Vec<String> = found.iter().map(|f| f.replace(&prefix, "")).collect();
        assert_eq!(found, expected);
    }

    fn tree() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in ["b.txt", "a/2.txt", "a/1.txt", "a/.hidden", ".git/x", "empty/.keep"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        root
    }

    #[test]
    fn folders_are_walked_by_name_without_hidden_files() {
        let root = tree();
        check(root.path(), &["."], &["./a/1.txt", "./a/2.txt", "./b.txt"]);
        check(root.path(), &["empty"], &["! empty: no files in this folder"]);
    }

    #[test]
    fn a_file_named_twice_is_found_once() {
        let root = tree();
        check(root.path(), &["b.txt", "a", "b.txt", "a/1.txt"], &["b.txt", "a/1.txt", "a/2.txt"]);
    }

    #[test]
    fn a_missing_path_is_a_notice() {
        let root = tree();
        check(root.path(), &["nothing", "b.txt"], &["! nothing: no such file or folder", "b.txt"]);
    }

    #[test]
    fn folders_of_mails_are_walked_without_what_is_on_its_way() {
        let root = tempfile::tempdir().unwrap();
        for file in [
            "mail/cur/1690000000.M1P2.host:2,S",
            "mail/new/1690000001.M1P2.host",
            "mail/tmp/1690000002.M1P2.host",
            "mail/dovecot.index.cache",
            "mail/dovecot-uidlist",
            "mail/subscriptions",
            "mail/.Sent/cur/1690000003.M1P2.host:2,RS",
            "mail/.Sent/maildirfolder",
            "mail/.Sent/new/.keep",
            "mail/.Sent/tmp/1690000004.M1P2.host",
            "mail/.notmuch/xapian",
            "pile/.Sent/cur/a",
            "pile/subscriptions",
            "pile/tmp/a.txt",
        ] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        check(
            root.path(),
            &["mail", "pile"],
            &[
                "mail/.Sent/cur/1690000003.M1P2.host:2,RS",
                "mail/cur/1690000000.M1P2.host:2,S",
                "mail/new/1690000001.M1P2.host",
                "pile/subscriptions",
                "pile/tmp/a.txt",
            ],
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_and_pipes_are_told_and_left() {
        let root = tree();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/up")).unwrap();
        let status = std::process::Command::new("mkfifo").arg(root.path().join("pipe")).status().unwrap();
        assert!(status.success());
        let pipe = "! pipe: a named pipe, not a file; pipe it into `kiosque -` to read it";
        let circle = "! ./a/up: a link back to a folder above it; not followed";
        check(root.path(), &["."], &["./a/1.txt", "./a/2.txt", circle, "./b.txt", &pipe.replace("pipe:", "./pipe:")]);
        check(root.path(), &["pipe"], &[pipe]);
    }

    #[test]
    fn nothing_named_is_the_sample_pile() {
        let mut found = 0;
        scan(&[], &mut |find| {
            found += usize::from(matches!(find, Found::Source(Source::Sample(_), _)));
            true
        });
        assert_eq!(found, super::super::sample::sources().count());
    }
}
