//! Saved queries: a file that a person edits, with one `name = query` a line.
//!
//! Lines that are empty or start with `#` are for whoever reads it. There is no quoting, because queries are full of
//! quotation marks; the first `=` parts the name from the query, because queries are full of colons. Reading never fails:
//! a line that makes no sense is a [`Notice`] with its number, and the others hold. Writing changes the one line that it
//! is about and no other byte.

mod file;
mod lines;
mod place;

use std::path::Path;

use super::scan::Notice;
use crate::text::fold::fold;

pub use super::by_hand::Refused;
pub use file::SavedFile;
pub use lines::{Fault, MAX_QUERIES, edited, parse};
pub(in crate::library) use lines::{lines, with_line};
pub use place::default_path;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedQuery {
    /// What it is called.
    pub name: String,
    /// As it would be typed.
    pub query: String,
}

/// What a file of saved queries holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SavedQueries {
    /// In the order of the file.
    pub queries: Vec<SavedQuery>,
    /// What is wrong with it, in the order of its lines.
    pub faults: Vec<Fault>,
}

impl SavedQueries {
    /// The query called `name`; case and accents do not matter.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&SavedQuery> {
        self.queries.iter().find(|saved| same_name(&saved.name, name))
    }

    /// What is wrong with the file, to be told to the user.
    #[must_use]
    pub fn notices(&self, path: &Path) -> Vec<Notice> {
        notices(&self.faults, path)
    }
}

/// What is wrong with the file at `path`, to be told to the user.
#[must_use]
pub fn notices(faults: &[Fault], path: &Path) -> Vec<Notice> {
    let path = path.display();
    let place = |fault: &Fault| match (fault.line, fault.column) {
        (0, _) => format!("{path}: {}", fault.message),
        (line, 0) => format!("{path}:{line}: {}", fault.message),
        (line, column) => format!("{path}:{line}:{column}: {}", fault.message),
    };
    faults.iter().map(|fault| Notice::error(&place(fault))).collect()
}

/// True when two names are the same to whoever types them.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}
