//! The watch list: names and queries to look out for, before any article names them. A file that a person edits, with one
//! entry a line.
//!
//! Words alone are a name: whoever or whatever goes by it, under every spelling, or the very words where nobody recognised
//! a name. Anything else is a query. Lines that are empty or start with `#` are for whoever reads the file. Reading never
//! fails: a line that makes no sense is told with its number, and the others hold. Writing adds a line at the end or takes
//! one out, and changes no other byte.

mod file;
mod lines;

use std::path::Path;

use chrono::NaiveDate;

use super::saved::{self, Fault};
use super::scan::Notice;
use crate::search::query::{Completion, Query};
use crate::text::fold::fold;
use crate::text::level::level;

pub use file::WatchFile;
pub use lines::{MAX_ENTRIES, added, parse, removed};

/// Something to look out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// As it stands in the file.
    pub typed: String,
}

impl Watched {
    /// True for a name, false for a query.
    #[must_use]
    pub fn is_name(&self) -> bool {
        Query::is_plain(&self.typed)
    }

    /// As it would be typed in the line of the query.
    #[must_use]
    pub fn asked(&self) -> String {
        if self.is_name() { format!("name:{}", Completion::as_value(&self.typed)) } else { self.typed.clone() }
    }

    /// What to look for, on the day `today`.
    #[must_use]
    pub fn query(&self, today: NaiveDate) -> Query {
        if self.is_name() { Query::called(&self.typed) } else { Query::parse(&self.typed, today) }
    }
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WatchList {
    /// In the order of the file.
    pub entries: Vec<Watched>,
    /// What is wrong with it, in the order of its lines.
    pub faults: Vec<Fault>,
}

impl WatchList {
    /// What is wrong with the file, to be told to the user.
    #[must_use]
    pub fn notices(&self, path: &Path) -> Vec<Notice> {
        saved::notices(&self.faults, path)
    }
}

/// True when two entries are the same to whoever types them: case, accents and spaces do not matter.
#[must_use]
pub fn same_entry(one: &str, other: &str) -> bool {
    let level = |typed: &str| fold(&level(typed));
    level(one) == level(other)
}
