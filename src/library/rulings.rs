//! The file of the user's rulings on who is who: a file of lines beside the library, which a person edits, too.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::by_hand::{self, Refused};
use super::scan::Notice;
use crate::names::rulings::lines::{self, Fault, HEAD, Parsed};
use crate::names::rulings::{Rules, Ruling};

/// More than this is no file that a person keeps.
const MAX_BYTES: u64 = 16 << 20;

/// What the file is called beside the library.
const NAME: &str = "names.tsv";

/// The file of rulings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesFile {
    /// Where it lies, or would.
    pub path: PathBuf,
    /// False when this run keeps nothing.
    pub writable: bool,
}

/// What the file says.
#[derive(Debug, Clone, Default)]
pub struct NamesRead {
    /// Every ruling, in the order of the lines.
    pub rulings: Vec<Ruling>,
    /// By ruling: its line.
    pub lines: Vec<usize>,
    /// Those that hold together.
    pub rules: Arc<Rules>,
    /// What is wrong with it, in the order of the lines.
    pub faults: Vec<Fault>,
}

impl NamesFile {
    /// The one that lies beside a library.
    #[must_use]
    pub fn beside(library: &Path, writable: bool) -> Self {
        Self { path: library.with_file_name(NAME), writable }
    }

    /// Reads it. A file that is not there says nothing.
    #[must_use]
    pub fn read(&self) -> NamesRead {
        match by_hand::bytes(&self.path, MAX_BYTES) {
            Ok(bytes) => {
                let Parsed { rulings, lines, rules, faults } = lines::parse(&bytes.unwrap_or_default());
                NamesRead { rulings, lines, rules: rules.into(), faults }
            }
            Err(cause) => {
                let message = format!("who is who cannot be read: {cause}");
                NamesRead { faults: vec![Fault { line: 0, message }], ..NamesRead::default() }
            }
        }
    }

    /// Takes out the lines of some rulings and adds lines for others. What others wrote into it meanwhile stays.
    ///
    /// # Errors
    /// When a ruling cannot be a line, or the file cannot be read or written.
    pub fn change(&self, remove: &[Ruling], add: &[Ruling]) -> Result<(), Refused> {
        add.iter().try_for_each(lines::fit).map_err(Refused::Line)?;
        by_hand::edit(&self.path, MAX_BYTES, |held| Ok(lines::edited(held.unwrap_or(HEAD.as_bytes()), remove, add)))
    }

    /// What is wrong with it, to be told to the user.
    #[must_use]
    pub fn notices(&self, faults: &[Fault]) -> Vec<Notice> {
        let path = self.path.display();
        let place = |fault: &Fault| match fault.line {
            0 => format!("{path}: {}", fault.message),
            line => format!("{path}:{line}: {}", fault.message),
        };
        faults.iter().map(|fault| Notice::error(&place(fault))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Kind;
    use crate::names::rulings::Subject;
    use std::fs;

    #[test]
    fn rulings_are_added_and_taken_out_and_what_others_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = NamesFile::beside(&folder.path().join("data/library.db"), true);
        assert!(file.read().rules.is_empty());
        let hidden = |name: &str| Ruling::Hidden(Subject::new(Kind::Person, name));
        file.change(&[], &[hidden("Suivre")]).unwrap();
        let path = folder.path().join("data/names.tsv");
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, format!("{HEAD}hidden\tperson\tSuivre\n"));
        fs::write(&path, format!("{text}# mine\nodd\n")).unwrap();
        file.change(&[hidden("Suivre")], &[hidden("Follow")]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{HEAD}# mine\nodd\nhidden\tperson\tFollow\n"));
        let read = file.read();
        assert_eq!((read.rulings.as_slice(), read.faults.len()), (&[hidden("Follow")][..], 1));
        assert!(file.notices(&read.faults)[0].message().contains("names.tsv:9: a line starts with"));
        assert!(file.change(&[], &[hidden("a\u{202e}b")]).is_err());
        fs::write(&path, "a\0b").unwrap();
        assert!(matches!(file.change(&[], &[hidden("Follow")]), Err(Refused::Broken { .. })));
    }
}
