//! The names under which entities appear in an export.

use std::collections::HashMap;

use crate::names::{EntityId, Registry};

/// Gives every entity the name that is its own over the whole export, and remembers it: an entity is named many
/// times, and telling homonyms apart means looking at the others.
#[derive(Debug)]
pub struct Names<'a> {
    registry: &'a Registry,
    known: HashMap<EntityId, String>,
}

impl<'a> Names<'a> {
    /// Names for the entities of `registry`.
    #[must_use]
    pub fn new(registry: &'a Registry) -> Self {
        Self { registry, known: HashMap::new() }
    }

    /// What an entity is, in a word.
    pub(super) fn kind(&self, entity: EntityId) -> Option<&'static str> {
        self.registry.kind(entity).map(crate::names::Kind::name)
    }

    /// The name of an entity, unique to it.
    pub fn of(&mut self, entity: EntityId) -> &str {
        self.known.entry(entity).or_insert_with(|| self.registry.unique_name(entity))
    }
}
