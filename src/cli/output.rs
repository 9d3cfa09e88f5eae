//! Where an export goes: standard output, or a file that is never overwritten unasked.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use clap::Args;

use super::Refusal;
use super::messages::Messages;

/// The flags that say where to write.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Write to this file, which must not exist yet, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    force: bool,
}

impl Flags {
    pub(super) fn check(self) -> Result<Output, Refusal> {
        let path = self.output.filter(|path| path.as_os_str() != "-");
        // Better told now than when everything is read.
        if let Some(reason) = path.as_deref().and_then(|path| obstacle(path, self.force)) {
            return Err(Refusal::because(reason));
        }
        Ok(Output { path, force: self.force })
    }
}

const EXISTS: &str = "there is such a file already; --force overwrites it";

/// Why nothing can be written to `path`.
fn obstacle(path: &Path, force: bool) -> Option<String> {
    let shown = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Some(format!("{shown}: a folder, not a file")),
        // Only a file can be destroyed; a device or a pipe is just written to.
        Ok(meta) if meta.is_file() && !force => Some(format!("{shown}: {EXISTS}")),
        Err(_) if folder.is_some_and(|folder| !folder.is_dir()) => Some(format!("{shown}: there is no such folder")),
        _ => None,
    }
}

/// Where to write.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    path: Option<PathBuf>,
    force: bool,
}

impl Output {
    /// The file; none for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Lets `write` write there, and says what went wrong with a file; what goes wrong with standard output is returned.
    pub(super) fn write(
        &self,
        out: &mut dyn Write,
        messages: &mut Messages,
        write: impl FnOnce(&mut dyn Write, &mut Messages) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(path) = &self.path else { return write(out, messages) };
        let written = self.create(path).and_then(|mut target| {
            let mut out = BufWriter::new(&mut target.file);
            write(&mut out, messages)?;
            out.flush()?;
            drop(out);
            target.finish()
        });
        if let Err(error) = written {
            let reason = match error.kind() {
                ErrorKind::AlreadyExists => EXISTS.to_owned(),
                _ => error.to_string(),
            };
            messages.fail(&format!("{}: {reason}", path.display()));
        }
        Ok(())
    }

    /// Made only now, so that a file in a folder that is being exported is not read as an article of it.
    fn create(&self, path: &Path) -> io::Result<Target> {
        match fs::metadata(path) {
            Ok(meta) if meta.is_file() && self.force => Target::in_place_of(path, &meta),
            Ok(meta) if meta.is_file() => Err(ErrorKind::AlreadyExists.into()),
            // A device or a pipe is just written to.
            meta => {
                let file = OpenOptions::new().write(true).create_new(meta.is_err()).open(path)?;
                Ok(Target { file, replaces: None })
            }
        }
    }
}

/// A file that is being written.
struct Target {
    file: File,
    /// Where it is written meanwhile, and the file whose place it takes when it is complete.
    replaces: Option<(PathBuf, PathBuf)>,
}

impl Target {
    /// Beside the file that it is to replace, which stays as it is until then, whatever goes wrong.
    fn in_place_of(path: &Path, meta: &Metadata) -> io::Result<Self> {
        // A link stays one.
        let path = fs::canonicalize(path)?;
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}.part", process::id()));
        let part = path.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&part)?;
        let target = Self { file, replaces: Some((part, path)) };
        target.file.set_permissions(meta.permissions())?;
        Ok(target)
    }

    /// Puts it in its place.
    fn finish(mut self) -> io::Result<()> {
        let Some((part, path)) = self.replaces.take() else { return Ok(()) };
        // On the disk before the old one is gone.
        let done = self.file.sync_all().and_then(|()| fs::rename(&part, path));
        done.inspect_err(|_| drop(fs::remove_file(part)))
    }
}

/// What was not finished leaves nothing behind.
impl Drop for Target {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.replaces {
            let _ = fs::remove_file(part);
        }
    }
}
