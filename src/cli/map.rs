//! `--map`: which fields of JSON and which columns of tables are what, where their names do not tell.

use clap::Args;

use crate::ingest::FieldMap;

/// The flag that says it.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Which field of JSON, or which column of a table, is the title, text, summary, date, url, author, source or language,
    /// where its name does not tell: title=objet,text=note; a.b is a field in a field, 3 the third column
    #[arg(long, value_name = "ROLE=FIELD", value_parser = one)]
    map: Vec<FieldMap>,
}

impl Flags {
    pub(super) fn check(self) -> FieldMap {
        FieldMap::all(self.map)
    }
}

fn one(typed: &str) -> Result<FieldMap, String> {
    FieldMap::parse(&[typed.to_owned()])
}
