//! Strings kept once and called by number.

use std::sync::Arc;

use foldhash::HashMap;

/// A string of the registry. The numbers depend on the order of arrival and must never decide anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(u32);

/// The table of strings.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    strings: Vec<Arc<str>>,
    index: HashMap<Arc<str>, Symbol>,
}

impl Symbols {
    pub(super) fn intern(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.index.get(text) {
            return symbol;
        }
        let shared: Arc<str> = Arc::from(text);
        let symbol = Symbol(self.strings.len() as u32);
        self.strings.push(Arc::clone(&shared));
        self.index.insert(shared, symbol);
        symbol
    }

    pub(super) fn get(&self, symbol: Symbol) -> &str {
        &self.strings[symbol.0 as usize]
    }

    pub(super) fn find(&self, text: &str) -> Option<Symbol> {
        self.index.get(text).copied()
    }
}
