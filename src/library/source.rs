//! Where an article comes from.

use std::path::{Path, PathBuf};

use crate::text::safe;

/// Something that bytes can be read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// A file.
    File {
        /// Its path, as the user named it or as the walk below a named folder reached it.
        path: PathBuf,
        /// True when the user named the file itself, not a folder above it: then it is shown whatever it holds.
        named: bool,
    },
    /// Standard input, named `-`.
    Stdin,
    /// One of the articles that come with the program, by its file name.
    Sample(&'static str),
}

impl Source {
    /// The path in the words of the user, safe to show: a file's path, `-`, or `sample/NAME`.
    #[must_use]
    pub fn shown(&self) -> String {
        safe::line(&self.raw()).into_owned()
    }

    /// The path unfiltered, for machine-readable output that escapes what it must. Bytes that are not UTF-8 are
    /// replaced.
    #[must_use]
    pub fn raw(&self) -> String {
        match self {
            Self::File { path, .. } => path.to_string_lossy().into_owned(),
            Self::Stdin => "-".to_owned(),
            Self::Sample(name) => format!("sample/{name}"),
        }
    }

    /// The last part of the path: what stands for a title until the article is read. Unfiltered.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File { path, .. } => {
                path.file_name().map_or_else(|| self.raw(), |name| name.to_string_lossy().into_owned())
            }
            Self::Stdin => "standard input".to_owned(),
            Self::Sample(name) => (*name).to_owned(),
        }
    }

    /// The name of the folder it lies in, safe to show.
    #[must_use]
    pub fn folder(&self) -> Option<String> {
        match self {
            Self::File { path, .. } => {
                let folder = path.parent().and_then(Path::file_name)?;
                Some(safe::line(&folder.to_string_lossy()).into_owned())
            }
            Self::Stdin | Self::Sample(_) => None,
        }
    }
}
