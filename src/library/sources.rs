//! The sources known so far, and what a new look at the disk changes in them.

use std::fs::{self, Metadata};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use foldhash::{HashMap, HashSet};

use super::Source;
use super::scan::{self, Found, Notice};

/// A source's number, given out once, in the order in which sources became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceNo(pub u32);

/// What the file system says of a file without reading it: by this it is seen that it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When it was changed: nanoseconds since 1970, UTC.
    pub modified: i64,
}

impl Stamp {
    /// That of a file. A time that the file system does not say counts as 1970.
    #[must_use]
    pub fn of(meta: &Metadata) -> Self {
        let time = meta.modified().unwrap_or(UNIX_EPOCH);
        let modified = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
        };
        Self { size: meta.len(), modified }
    }
}

/// What is other than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A source that was not known.
    New {
        /// Its number.
        no: SourceNo,
        /// What it is.
        source: Arc<Source>,
        /// The source that it stands behind; `None` for the first.
        behind: Option<SourceNo>,
    },
    /// A source that may hold something else by now.
    Changed(SourceNo),
    /// A source that is not there any more.
    Gone(SourceNo),
    /// Something that is not read, and why.
    Notice(Notice),
    /// What an earlier look told holds no more.
    Over(Notice),
}

impl Change {
    /// What a first look tells that finds these sources, in this order.
    #[must_use]
    pub fn first(sources: impl IntoIterator<Item = Source>) -> Vec<Self> {
        let new = |(no, source): (u32, Source)| Self::New {
            no: SourceNo(no),
            source: Arc::new(source),
            behind: no.checked_sub(1).map(SourceNo),
        };
        (0..).zip(sources).map(new).collect()
    }
}

#[derive(Debug)]
struct Known {
    no: SourceNo,
    stamp: Stamp,
    /// The look that saw it last.
    look: u32,
}

/// The sources known so far.
#[derive(Debug, Default)]
pub struct Sources {
    known: HashMap<Arc<Source>, Known>,
    /// What the last look told.
    told: HashSet<Notice>,
    look: u32,
}

impl Sources {
    /// Those that are known from an earlier run, as they were then. Their numbers are their places.
    #[must_use]
    pub fn remembered(sources: Vec<(Arc<Source>, Stamp)>) -> Self {
        let known =
            (0..).zip(sources).map(|(no, (source, stamp))| (source, Known { no: SourceNo(no), stamp, look: 0 }));
        Self { known: known.collect(), ..Self::default() }
    }

    fn next(&self) -> SourceNo {
        SourceNo(self.known.len() as u32)
    }

    /// Walks `paths` as [`scan::scan`] does and hands every change to `emit`, which returns false to stop. What lies below
    /// a path that is not there any more, such as a disk that was taken out, is not gone but out of reach: it stays.
    pub fn look(&mut self, paths: &[PathBuf], emit: &mut dyn FnMut(Change) -> bool) {
        self.look += 1;
        let (mut behind, mut complete, mut told) = (None, true, HashSet::default());
        scan::scan(paths, &mut |found| {
            complete = match found {
                Found::Notice(notice) => {
                    let new = told.insert(notice.clone()) && !self.told.contains(&notice);
                    !new || emit(Change::Notice(notice))
                }
                Found::Source(source, stamp) => {
                    let (no, change) = self.see(source, stamp, behind);
                    behind = Some(no);
                    change.is_none_or(&mut *emit)
                }
            };
            complete
        });
        if complete {
            let before = std::mem::replace(&mut self.told, told);
            let mut over = before.into_iter().filter(|notice| !self.told.contains(notice));
            if over.all(|notice| emit(Change::Over(notice))) {
                self.miss(paths, emit);
            }
        }
    }

    fn see(&mut self, source: Source, stamp: Stamp, behind: Option<SourceNo>) -> (SourceNo, Option<Change>) {
        let no = self.next();
        match self.known.get_mut(&source) {
            Some(known) => {
                let (changed, gone) = (known.stamp != stamp, known.look == GONE);
                (known.stamp, known.look) = (stamp, self.look);
                let no = known.no;
                if !gone {
                    return (no, changed.then_some(Change::Changed(no)));
                }
                let source =
                    self.known.get_key_value(&source).map_or_else(|| Arc::new(source), |(held, _)| held.clone());
                (no, Some(Change::New { no, source, behind }))
            }
            None => {
                let source = Arc::new(source);
                self.known.insert(source.clone(), Known { no, stamp, look: self.look });
                (no, Some(Change::New { no, source, behind }))
            }
        }
    }

    /// Tells what this look has not seen.
    fn miss(&mut self, paths: &[PathBuf], tell: &mut dyn FnMut(Change) -> bool) {
        let out_of_reach: Vec<&PathBuf> = paths.iter().filter(|path| fs::metadata(path).is_err()).collect();
        for (source, known) in &mut self.known {
            let Source::File { path, .. } = &**source else { continue };
            let missing = known.look != self.look && known.look != GONE;
            if missing && !out_of_reach.iter().any(|root| path.starts_with(root)) {
                known.look = GONE;
                if !tell(Change::Gone(known.no)) {
                    return;
                }
            }
        }
    }
}

/// No look: the source is gone. Should it come back, it keeps its number.
const GONE: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// What a look at `root` changes, in a few words.
    fn look(sources: &mut Sources, root: &Path) -> Vec<String> {
        let mut changes = Vec::new();
        sources.look(&[root.to_owned()], &mut |change| {
            changes.push(match change {
                Change::New { no, source, behind } => {
                    format!("+{} {} behind {:?}", no.0, source.name(), behind.map(|no| no.0))
                }
                Change::Changed(no) => format!("~{}", no.0),
                Change::Gone(no) => format!("-{}", no.0),
                Change::Notice(notice) => format!("! {}", notice.message().rsplit(": ").next().unwrap_or_default()),
                Change::Over(notice) => format!("? {}", notice.message().rsplit(": ").next().unwrap_or_default()),
            });
            true
        });
        changes
    }

    #[test]
    fn a_second_look_tells_what_is_new_changed_and_gone() {
        let root = tempfile::tempdir().unwrap();
        let file = |name: &str| root.path().join(name);
        fs::write(file("a.txt"), "a").unwrap();
        fs::write(file("c.txt"), "c").unwrap();
        let mut sources = Sources::default();
        assert_eq!(look(&mut sources, root.path()), ["+0 a.txt behind None", "+1 c.txt behind Some(0)"]);
        assert!(look(&mut sources, root.path()).is_empty());
        fs::write(file("a.txt"), "plus long").unwrap();
        fs::write(file("b.txt"), "b").unwrap();
        fs::remove_file(file("c.txt")).unwrap();
        assert_eq!(look(&mut sources, root.path()), ["~0", "+2 b.txt behind Some(0)", "-1"]);
        fs::write(file("c.txt"), "c").unwrap();
        assert_eq!(look(&mut sources, root.path()), ["+1 c.txt behind Some(2)"]);
    }

    #[test]
    fn what_is_out_of_reach_is_not_gone() {
        let root = tempfile::tempdir().unwrap();
        let disk = root.path().join("disk");
        fs::create_dir(&disk).unwrap();
        fs::write(disk.join("a.txt"), "a").unwrap();
        let mut sources = Sources::default();
        assert_eq!(look(&mut sources, &disk), ["+0 a.txt behind None"]);
        fs::rename(&disk, root.path().join("away")).unwrap();
        assert_eq!(look(&mut sources, &disk), ["! no such file or folder"]);
        assert!(look(&mut sources, &disk).is_empty());
        fs::rename(root.path().join("away"), &disk).unwrap();
        assert_eq!(look(&mut sources, &disk), ["? no such file or folder"]);
        assert!(look(&mut sources, &disk).is_empty());
        fs::remove_dir_all(&disk).unwrap();
        assert_eq!(look(&mut sources, &disk), ["! no such file or folder"], "told every time that it happens");
    }

    /// A clock that was set back makes a changed file older than the one before it.
    #[test]
    fn any_other_time_is_a_change() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.txt");
        fs::write(&path, "a").unwrap();
        let mut sources = Sources::default();
        look(&mut sources, root.path());
        for seconds in [4_000_000_000, 1, 1_000_000_000] {
            let time = UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
            assert_eq!(look(&mut sources, root.path()), ["~0"]);
            assert!(look(&mut sources, root.path()).is_empty());
        }
    }

    #[test]
    fn a_file_written_beside_and_renamed_is_a_change_of_the_old_one() {
        let root = tempfile::tempdir().unwrap();
        let file = |name: &str| root.path().join(name);
        fs::write(file("a.txt"), "a").unwrap();
        let mut sources = Sources::default();
        look(&mut sources, root.path());
        fs::write(file(".a.txt.swp"), "plus long").unwrap();
        assert!(look(&mut sources, root.path()).is_empty());
        fs::rename(file(".a.txt.swp"), file("a.txt")).unwrap();
        assert_eq!(look(&mut sources, root.path()), ["~0"]);
    }

    #[test]
    fn what_an_earlier_run_knew_is_news_only_when_it_changed() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.txt");
        fs::write(&path, "a").unwrap();
        let stamp = Stamp::of(&fs::metadata(&path).unwrap());
        let source = |name: &str| Arc::new(Source::File { path: root.path().join(name), named: false });
        let mut sources = Sources::remembered(vec![(source("a.txt"), stamp), (source("b.txt"), stamp)]);
        assert_eq!(look(&mut sources, root.path()), ["-1"]);
    }
}
