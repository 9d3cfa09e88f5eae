//! How well one can follow a person: B-cubed (Bagga and Baldwin, 1998) over the gold mentions of people in all articles
//! together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{GoldArticle, ratio};
use crate::document::{ArticleId, Span};
use crate::names::tagger::label::Class;
use crate::names::{Kind, Mention, Registry};

/// Where one can get from each mention of a person: gold against what the program leads to.
#[derive(Debug, Clone, Default)]
pub struct Follow {
    /// (article, span, gold person, entity the program assigns).
    gold: Vec<(usize, Span, String, Option<u32>)>,
    /// Places the program leads to, by entity.
    led: HashMap<u32, BTreeSet<(usize, Span)>>,
}

/// The figures of a [`Follow`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FollowScore {
    /// Share of the places led to that name the person followed.
    pub precision: f64,
    /// Share of the places that name the person that are led to.
    pub recall: f64,
    /// People that the program holds for several: gold name and number of entities.
    pub split: Vec<(String, usize)>,
    /// Entities that hold several people: their gold names.
    pub merged: Vec<Vec<String>>,
}

impl FollowScore {
    /// Harmonic mean.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum == 0.0 { 0.0 } else { 2.0 * self.precision * self.recall / sum }
    }
}

impl Follow {
    /// Compares the annotation of `golds` with what `registry` made of the `mentions` in each, under its index.
    #[must_use]
    pub fn of(golds: &[GoldArticle], registry: &Registry, mentions: &[Vec<Mention>]) -> Self {
        let mut out = Self::default();
        for (i, (gold, mentions)) in golds.iter().zip(mentions).enumerate() {
            let article = ArticleId(i as u32);
            let mut entities: HashMap<Span, u32> = HashMap::new();
            for mention in mentions.iter().filter(|m| m.kind == Kind::Person) {
                let Some(entity) = registry.entity_of(article, mention.local) else { continue };
                entities.insert(mention.span, entity.0);
                out.led.entry(entity.0).or_default().insert((i, mention.span));
            }
            for mention in gold.mentions.iter().filter(|m| m.class == Class::Kind(Kind::Person)) {
                if let Some(person) = &mention.entity {
                    out.gold.push((i, mention.span, person.clone(), entities.get(&mention.span).copied()));
                }
            }
        }
        out
    }

    /// The figures over all articles.
    #[must_use]
    pub fn score(&self) -> FollowScore {
        let mut named: HashMap<&str, BTreeSet<(usize, Span)>> = HashMap::new();
        let mut by_person: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        let mut by_entity: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for (article, span, person, entity) in &self.gold {
            named.entry(person).or_default().insert((*article, *span));
            if let Some(entity) = entity {
                by_person.entry(person).or_default().insert(*entity);
                by_entity.entry(*entity).or_default().insert(person);
            }
        }
        let (mut precision, mut recall, mut reached) = (0.0, 0.0, 0_usize);
        // Mentions of one person under one entity share their figures: each pair is counted once.
        let mut pairs: HashMap<(&str, u32), usize> = HashMap::new();
        for (.., person, entity) in &self.gold {
            if let Some(entity) = entity {
                *pairs.entry((person, *entity)).or_default() += 1;
                reached += 1;
            }
        }
        let mut ordered: Vec<_> = pairs.into_iter().collect();
        ordered.sort_unstable();
        for ((person, entity), count) in ordered {
            let (led, right) = (&self.led[&entity], &named[person]);
            let common = led.intersection(right).count();
            precision += count as f64 * ratio(common, led.len());
            recall += count as f64 * ratio(common, right.len());
        }
        FollowScore {
            precision: if reached == 0 { 0.0 } else { precision / reached as f64 },
            recall: if self.gold.is_empty() { 0.0 } else { recall / self.gold.len() as f64 },
            split: by_person.iter().filter(|(_, e)| e.len() > 1).map(|(p, e)| ((*p).to_owned(), e.len())).collect(),
            merged: (by_entity.values().filter(|p| p.len() > 1))
                .map(|p| p.iter().map(|&p| p.to_owned()).collect())
                .collect(),
        }
    }
}
