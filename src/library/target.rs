//! A file or a folder that is written for other programs: all of it or nothing, and never over anything unasked.
//!
//! What is written lies under another name beside its place until it is complete, and takes that place in one step, so that
//! whatever goes wrong leaves what was there as it was, and nothing half done. No link is followed: what lies in the place
//! that somebody named may have been put there by somebody else.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};
use thiserror::Error;

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One file.
    File,
    /// A folder of files.
    Folder,
}

/// How far writing may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leave {
    /// What an earlier export wrote may be replaced.
    pub overwrite: bool,
    /// A pipe or a device is written to as it stands. It may keep its writer waiting for ever.
    pub devices: bool,
}

/// Why nothing was written. What it says is not filtered.
#[derive(Debug, Error)]
pub enum Trouble {
    /// There is something in the place, which may be replaced when somebody says so.
    #[error("there is such a {0} already")]
    Exists(&'static str),
    /// It is not written there, whatever anybody says.
    #[error("{0}")]
    Refused(String),
    /// The system says no.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Something that is being written. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct Target(Kind);

#[derive(Debug)]
enum Kind {
    File { out: BufWriter<NamedTempFile>, path: PathBuf, overwrite: bool },
    Device(BufWriter<File>),
    Folder { work: TempDir, path: PathBuf },
}

/// What every folder of an export holds: a folder of somebody's texts does not.
const CONF: &str = "annotation.conf";

/// How the names of its other files begin: with a number of so many digits.
const DIGITS: usize = 6;

/// True for what a file of an export may be called. Anything else in a folder is somebody's.
fn is_of_export(name: &Path) -> bool {
    let numbered = |name: &str| name.bytes().take_while(u8::is_ascii_digit).count() >= DIGITS;
    let known = name.extension().is_some_and(|end| end == "txt" || end == "ann");
    name == Path::new(CONF) || known && name.to_str().is_some_and(numbered)
}

impl Target {
    /// Looks whether something can be written to `path`, before all is read.
    ///
    /// # Errors
    /// When it cannot, or may not.
    pub fn check(path: &Path, shape: Shape, leave: Leave) -> Result<(), Trouble> {
        let path = plain(path);
        let folder = parent(&path);
        if !folder.is_dir() {
            return Err(Trouble::Refused("there is no such folder".to_owned()));
        }
        let meta = match fs::symlink_metadata(&path) {
            Ok(meta) => meta,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        match shape {
            _ if leave.devices && shape == Shape::File && is_device(&path) => Ok(()),
            _ if meta.is_symlink() => Err(Trouble::Refused("a link, and links are not followed".to_owned())),
            Shape::File if meta.is_dir() => Err(Trouble::Refused("a folder, not a file".to_owned())),
            Shape::File if !meta.is_file() => Err(Trouble::Refused("neither a file nor a folder".to_owned())),
            Shape::File if !leave.overwrite => Err(Trouble::Exists("file")),
            Shape::File => Ok(()),
            Shape::Folder if !meta.is_dir() => Err(Trouble::Refused("a file, not a folder".to_owned())),
            Shape::Folder => check_folder(&path, leave.overwrite),
        }
    }

    /// Begins to write.
    ///
    /// # Errors
    /// When it cannot be written there, or may not.
    pub fn create(path: &Path, shape: Shape, leave: Leave) -> Result<Self, Trouble> {
        Self::check(path, shape, leave)?;
        let path = plain(path);
        if shape == Shape::Folder {
            let work = Builder::new().prefix(HIDDEN).suffix(".part").tempdir_in(parent(&path))?;
            fs::create_dir(work.path().join(NEW))?;
            return Ok(Self(Kind::Folder { work, path }));
        }
        if is_device(&path) {
            return Ok(Self(Kind::Device(BufWriter::new(open_device(&path)?))));
        }
        let mut part = Builder::new();
        part.prefix(HIDDEN).suffix(".part");
        #[cfg(unix)]
        part.permissions(std::os::unix::fs::PermissionsExt::from_mode(USUAL));
        let part = part.tempfile_in(parent(&path))?;
        if let Ok(meta) = fs::symlink_metadata(&path) {
            part.as_file().set_permissions(meta.permissions())?;
        }
        Ok(Self(Kind::File { out: BufWriter::new(part), path, overwrite: leave.overwrite }))
    }

    /// Where the one file is written.
    ///
    /// # Errors
    /// For a folder.
    pub fn out(&mut self) -> io::Result<&mut dyn Write> {
        match &mut self.0 {
            Kind::File { out, .. } => Ok(out),
            Kind::Device(out) => Ok(out),
            Kind::Folder { .. } => Err(io::Error::other("a folder, not a file")),
        }
    }

    /// Writes a file of the folder; `name` is one name, not a path.
    ///
    /// # Errors
    /// Those of the system; for a name that is there already, or leads elsewhere.
    pub fn put(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let Kind::Folder { work, .. } = &self.0 else { return Err(io::Error::other("a file, not a folder")) };
        if Path::new(name).file_name() != Some(name.as_ref()) {
            return Err(io::Error::other("not the name of a file"));
        }
        let path = work.path().join(NEW).join(name);
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(content)
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When that cannot be done: then what was there is there still.
    pub fn finish(self) -> Result<(), Trouble> {
        match self.0 {
            Kind::Device(mut out) => Ok(out.flush()?),
            Kind::File { out, path, overwrite } => {
                let part = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                // On the disk before the old one is gone.
                part.as_file().sync_all()?;
                let done = if overwrite { part.persist(&path) } else { part.persist_noclobber(&path) };
                match done {
                    Ok(_) => Ok(()),
                    Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(Trouble::Exists("file")),
                    Err(error) => Err(error.error.into()),
                }
            }
            Kind::Folder { work, path } => swap(work, &path),
        }
    }
}

/// In the hidden folder: what is being written, and what it replaces.
const NEW: &str = "new";
const OLD: &str = "old";

/// A folder takes its place; what was there goes with the hidden one.
fn swap(work: TempDir, path: &Path) -> Result<(), Trouble> {
    let (new, old) = (work.path().join(NEW), work.path().join(OLD));
    let held = match fs::rename(path, &old) {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(error.into()),
    };
    let Err(error) = fs::rename(&new, path) else { return Ok(()) };
    if held && fs::rename(&old, path).is_err() {
        // Not to be removed with the rest.
        let kept = work.keep().join(OLD);
        return Err(Trouble::Refused(format!("{error}; what was there is in {}", kept.display())));
    }
    Err(error.into())
}

/// A folder may be filled when it is empty, and replaced when it holds an export and nothing else.
fn check_folder(path: &Path, overwrite: bool) -> Result<(), Trouble> {
    let mut empty = true;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        empty = false;
        let name = PathBuf::from(entry.file_name());
        if overwrite && !(entry.file_type()?.is_file() && is_of_export(&name)) {
            let message = format!("it holds {}, which no export wrote: name another folder", name.display());
            return Err(Trouble::Refused(message));
        }
    }
    if overwrite && !empty && fs::symlink_metadata(path.join(CONF)).is_err() {
        let message = format!("it has no {CONF}, so no export wrote it: name another folder");
        return Err(Trouble::Refused(message));
    }
    if empty || overwrite { Ok(()) } else { Err(Trouble::Exists("folder")) }
}

/// The path without a separator at its end, behind which a link would be followed.
fn plain(path: &Path) -> PathBuf {
    path.components().collect()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// How the name of what is under way begins: no folder of articles is read for such names.
const HIDDEN: &str = ".kiosque-";

/// True for a pipe or a device, such as `/dev/stdout` is one behind a link.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| is_device_by(&meta))
}

fn is_device_by(meta: &Metadata) -> bool {
    !meta.is_file() && !meta.is_dir()
}

/// Opened without cutting anything off: should a file have taken its place meanwhile, it stays as it is.
fn open_device(path: &Path) -> Result<File, Trouble> {
    let file = OpenOptions::new().write(true).open(path)?;
    let refused = || Trouble::Refused("neither a pipe nor a device any more".to_owned());
    if is_device_by(&file.metadata()?) { Ok(file) } else { Err(refused()) }
}

/// The permissions of a file that is made in the ordinary way, but for what the user's mask takes away; what is under way
/// would be nobody else's to read otherwise.
#[cfg(unix)]
const USUAL: u32 = 0o666;

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    const OVERWRITE: Leave = Leave { overwrite: true, devices: false };

    fn write(path: &Path, leave: Leave, content: &str) -> Result<(), Trouble> {
        let mut target = Target::create(path, Shape::File, leave)?;
        target.out()?.write_all(content.as_bytes())?;
        target.finish()
    }

    fn write_folder(path: &Path, leave: Leave, name: &str) -> Result<(), Trouble> {
        let mut target = Target::create(path, Shape::Folder, leave)?;
        target.put(CONF, b"x")?;
        target.put(name, b"x")?;
        target.finish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_only_when_somebody_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        write(&path, Leave::default(), "first").unwrap();
        assert!(matches!(write(&path, Leave::default(), "second"), Err(Trouble::Exists("file"))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        write(&path, OVERWRITE, "third").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "third");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn what_comes_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let mut target = Target::create(&path, Shape::File, Leave::default()).unwrap();
        target.out().unwrap().write_all(b"ours").unwrap();
        fs::write(&path, "somebody's").unwrap();
        assert!(matches!(target.finish(), Err(Trouble::Exists("file"))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody's");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn what_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut target = Target::create(&folder.path().join("out"), Shape::File, Leave::default()).unwrap();
        target.out().unwrap().write_all("x".repeat(100_000).as_bytes()).unwrap();
        drop(target);
        let mut target = Target::create(&folder.path().join("out"), Shape::Folder, Leave::default()).unwrap();
        target.put("1.txt", b"x").unwrap();
        drop(target);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (far, link) = (folder.path().join("far"), folder.path().join("link"));
        fs::write(&far, "precious").unwrap();
        symlink(&far, &link).unwrap();
        for leave in [Leave::default(), OVERWRITE, Leave { devices: true, ..OVERWRITE }] {
            assert!(matches!(write(&link, leave, "x"), Err(Trouble::Refused(_))));
        }
        // A link into nowhere would make a file there.
        symlink(folder.path().join("nowhere"), folder.path().join("loose")).unwrap();
        assert!(matches!(write(&folder.path().join("loose"), OVERWRITE, "x"), Err(Trouble::Refused(_))));
        assert_eq!(fs::read_to_string(&far).unwrap(), "precious");

        let (out, elsewhere) = (folder.path().join("out"), folder.path().join("elsewhere"));
        fs::create_dir(&elsewhere).unwrap();
        symlink(&elsewhere, &out).unwrap();
        for path in [out.clone(), out.join("")] {
            assert!(matches!(write_folder(&path, OVERWRITE, "1.txt"), Err(Trouble::Refused(_))));
        }
        fs::remove_file(&out).unwrap();
        fs::create_dir(&out).unwrap();
        symlink(&far, out.join("1.txt")).unwrap();
        assert!(matches!(write_folder(&out, Leave::default(), "1.txt"), Err(Trouble::Exists("folder"))));
        assert!(matches!(write_folder(&out, OVERWRITE, "1.txt"), Err(Trouble::Refused(_))));
        assert_eq!(fs::read_to_string(&far).unwrap(), "precious");
        assert!(names(&elsewhere).is_empty() && !folder.path().join("nowhere").exists());
    }

    #[test]
    fn a_folder_is_replaced_only_when_it_holds_an_export() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        write_folder(&out, Leave::default(), "000001.txt").unwrap();
        assert!(matches!(write_folder(&out, Leave::default(), "2.txt"), Err(Trouble::Exists("folder"))));
        write_folder(&out, OVERWRITE, "000002-x.txt").unwrap();
        assert_eq!(names(&out), ["000002-x.txt", CONF]);
        fs::write(out.join("photo.jpg"), "x").unwrap();
        let Err(Trouble::Refused(why)) = write_folder(&out, OVERWRITE, "3.txt") else { panic!("it was overwritten") };
        assert!(why.contains("photo.jpg"), "{why}");
        assert_eq!((names(&out).len(), names(folder.path())), (3, vec!["out".to_owned()]));
        // Somebody's texts.
        for name in ["a.txt", "000001.txt"] {
            let texts = tempfile::tempdir().unwrap();
            fs::write(texts.path().join(name), "x").unwrap();
            assert!(matches!(write_folder(texts.path(), OVERWRITE, "000001.txt"), Err(Trouble::Refused(_))));
            assert_eq!(names(texts.path()), [name]);
        }
        assert!(write_folder(&folder.path().join("new"), Leave::default(), "../x.txt").is_err());
        assert!(!folder.path().join("x.txt").exists());
    }
}
