//! Who is named in the articles of the pile.

use std::sync::Arc;

use super::{Pile, Registry};
use crate::document::{Article, ArticleId};
use crate::library::store::{ContentHash, KeptId};
use crate::names::ArticleNames;

impl Pile {
    /// Likewise, with the names in it.
    pub fn visit(&mut self, id: ArticleId, text: ContentHash, article: Arc<Article>, names: &ArticleNames) {
        if !self.hold(id, text, article) {
            return;
        }
        if self.is_named(id) {
            self.hold_mentions(id, names);
        } else {
            self.add_names(id, names);
        }
    }

    /// Takes in who is named in an article whose text hashes to `text`; nothing when it says something else by now.
    pub fn name(&mut self, id: ArticleId, text: ContentHash, names: &ArticleNames) {
        if self.says(id, text) {
            self.add_names(id, names);
        }
    }

    /// It is to be found out who is named in an article.
    pub fn expect_names(&mut self, id: ArticleId) {
        self.work.analyse(id, true);
    }

    /// Who is named in an article is known, and kept elsewhere until somebody asks for it.
    pub fn leave(&mut self, id: ArticleId, text: ContentHash) {
        if self.says(id, text) {
            self.work.analyse(id, false);
        }
    }

    pub(super) fn add_names(&mut self, id: ArticleId, names: &ArticleNames) {
        self.named[id.index()] = true;
        self.work.analyse(id, false);
        self.registry.add(id, names);
        self.hold_mentions(id, names);
    }

    /// Takes over the entities over articles that are kept, put together elsewhere; what is known here of other articles goes
    /// with them. Returns those that were here before.
    pub fn take_over(&mut self, registry: Registry, named: &[(KeptId, ArticleId)]) -> Registry {
        let before = std::mem::replace(&mut self.registry, registry);
        self.registry.succeed(&before);
        let mut told = vec![false; self.named.len()];
        for &(kept, id) in named {
            if self.entry(id).kept == Some(kept) {
                told[id.index()] = true;
                self.work.analyse(id, false);
            } else {
                // Another text, or none, by now.
                self.registry.remove(id);
            }
        }
        for (at, named) in self.named.iter_mut().enumerate() {
            if *named && !told[at] {
                self.registry.adopt(&before, ArticleId(at as u32));
            }
            *named |= told[at];
        }
        self.rule(before.rules().clone());
        before
    }
}
