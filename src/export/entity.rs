//! Entities one by one, each with all that is known of its name.

use serde::Serialize;

use crate::library::Pile;
use crate::names::Entity;

/// An entity as it is exported. The fields are written in this order.
#[derive(Debug, Serialize)]
pub struct EntityRecord<'a> {
    name: String,
    kind: &'static str,
    mentions: u32,
    /// True for a bare name that fits several, and nothing says which.
    ambiguous: bool,
    variants: Vec<VariantRecord<'a>>,
    descriptions: Vec<CountRecord<'a>>,
    articles: Vec<ArticleCount>,
    suggestions: Vec<SuggestionRecord>,
}

/// One way in which the pile writes the name, the rule by which it belongs here, and the name it was joined to.
#[derive(Debug, Serialize)]
struct VariantRecord<'a> {
    text: &'a str,
    count: u32,
    rule: &'static str,
    joined_to: &'a str,
    because: String,
}

#[derive(Debug, Serialize)]
struct CountRecord<'a> {
    text: &'a str,
    count: u32,
}

#[derive(Debug, Serialize)]
struct ArticleCount {
    path: String,
    count: u32,
}

#[derive(Debug, Serialize)]
struct SuggestionRecord {
    name: String,
    evidence: &'static str,
}

impl<'a> EntityRecord<'a> {
    /// The record of `entity` of `pile`.
    #[must_use]
    pub fn new(pile: &Pile, entity: &'a Entity) -> Self {
        let registry = pile.registry();
        let variant = |v: &'a crate::names::Variant| VariantRecord {
            text: &v.form,
            count: v.count,
            rule: v.because.name(),
            joined_to: &v.joined_to,
            because: v.because.explain(&v.joined_to),
        };
        let suggestions = registry.suggestions(entity.id()).into_iter();
        Self {
            name: registry.unique_name(entity.id()),
            kind: entity.kind().name(),
            mentions: entity.mentions(),
            ambiguous: entity.is_ambiguous(),
            variants: entity.variants().iter().map(variant).collect(),
            descriptions: entity.descriptions().iter().map(|(text, n)| CountRecord { text, count: *n }).collect(),
            articles: (entity.articles().iter())
                .map(|&(id, count)| ArticleCount { path: pile.entry(id).source().raw(), count })
                .collect(),
            suggestions: suggestions
                .map(|(other, hint)| SuggestionRecord { name: registry.unique_name(other), evidence: hint.name() })
                .collect(),
        }
    }
}
