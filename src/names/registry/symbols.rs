//! Strings kept once and called by number.

use std::hash::BuildHasher;
use std::num::NonZeroU32;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::text::packing::{self, Input};

/// A string of the registry. The numbers depend on the order of arrival and must never decide anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(NonZeroU32);

impl Symbol {
    /// The number, to be kept in bytes.
    pub(super) fn number(self) -> u32 {
        self.0.get()
    }

    /// The symbol of a number that was kept; `None` for zero.
    pub(super) fn from_number(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }
}

/// The table of strings: one behind the other in one text, for there are millions of short ones.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    text: String,
    /// Where each string ends, and the next one starts.
    ends: Vec<u32>,
    index: HashTable<Symbol>,
}

impl Symbols {
    pub(super) fn intern(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.find(text) {
            return known;
        }
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).expect("less than 4 GB of names"));
        let symbol = Symbol(NonZeroU32::MIN.saturating_add(self.ends.len() as u32 - 1));
        let (all, ends) = (&self.text, &self.ends);
        self.index.insert_unique(hash(text), symbol, |&other| hash(string(all, ends, other)));
        symbol
    }

    pub(super) fn get(&self, symbol: Symbol) -> &str {
        string(&self.text, &self.ends, symbol)
    }

    /// True for a symbol of this table.
    pub(super) fn has(&self, symbol: Symbol) -> bool {
        symbol.0.get() as usize <= self.ends.len()
    }

    /// Appends all strings.
    pub(super) fn pack(&self, out: &mut Vec<u8>) {
        packing::string(out, &self.text);
        packing::count(out, self.ends.len());
        let mut start = 0;
        for &end in &self.ends {
            packing::number(out, end - start);
            start = end;
        }
    }

    /// What [`Symbols::pack`] appended.
    pub(super) fn unpack(input: &mut Input) -> Option<Self> {
        let text = input.string()?.to_owned();
        let mut end = 0_u32;
        let ends = input.list(|input| {
            end = end.checked_add(input.number()?)?;
            text.is_char_boundary(end as usize).then_some(end)
        })?;
        let mut out = Self { text, ends, index: HashTable::new() };
        (end as usize == out.text.len()).then_some(())?;
        let (all, ends) = (&out.text, &out.ends);
        out.index.reserve(ends.len(), |&other| hash(string(all, ends, other)));
        for number in 1..=ends.len() as u32 {
            let symbol = Symbol::from_number(number)?;
            let text = string(all, ends, symbol);
            let twice = out.index.find(hash(text), |&other| string(all, ends, other) == text).is_some();
            (!twice).then_some(())?;
            out.index.insert_unique(hash(text), symbol, |&other| hash(string(all, ends, other)));
        }
        Some(out)
    }

    /// Writes strings in another way; `None` for those that stay as they are. One that would be written like an earlier one
    /// gets `mark` behind it, so that all stay apart.
    pub(super) fn rename(&mut self, mark: char, to: impl Fn(&str) -> Option<String>) {
        let mut renamed = Self::default();
        for number in 1..=self.ends.len() as u32 {
            let Some(symbol) = Symbol::from_number(number) else { continue };
            let text = self.get(symbol);
            let mut text = to(text).unwrap_or_else(|| text.to_owned());
            while renamed.find(&text).is_some() {
                text.push(mark);
            }
            renamed.intern(&text);
        }
        *self = renamed;
    }

    pub(super) fn find(&self, text: &str) -> Option<Symbol> {
        self.index.find(hash(text), |&symbol| self.get(symbol) == text).copied()
    }
}

fn string<'a>(text: &'a str, ends: &[u32], symbol: Symbol) -> &'a str {
    let at = symbol.0.get() as usize;
    let start = if at > 1 { ends[at - 2] } else { 0 };
    &text[start as usize..ends[at - 1] as usize]
}

/// A number for a text, the same in every run.
pub(super) fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}
