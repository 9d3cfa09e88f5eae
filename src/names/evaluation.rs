//! Measuring against annotated texts: exact names by kind, and how well one can follow a person.
//!
//! Pure: the caller reads files and prints. The follow score is B-cubed (Bagga and Baldwin, 1998) over the gold mentions
//! of people in all articles together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Kind;
use crate::document::{Article, ArticleBuilder, BlockKind, Span};

/// A name that an annotator marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldMention<K = Kind> {
    /// Where, in the article built by [`gold_article`].
    pub span: Span,
    /// What it names.
    pub kind: K,
    /// Whom, where the annotation says.
    pub entity: Option<String>,
}

/// An annotated article.
#[derive(Debug, Clone)]
pub struct GoldArticle<K = Kind> {
    /// The text, a block for each stretch between blank lines.
    pub article: Article,
    /// Its names, in order; those that the article's cleaning cut are left out.
    pub mentions: Vec<GoldMention<K>>,
}

/// Builds an article from annotated plain text. `mentions` are byte ranges of `text` with kind and entity; spans are
/// carried over to the article's own text.
#[must_use]
pub fn gold_article<K: Copy>(id: &str, text: &str, mentions: &[(usize, usize, K, Option<String>)]) -> GoldArticle<K> {
    let mut builder = ArticleBuilder::new();
    let mut moves: Vec<(usize, usize, usize)> = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive("\n\n") {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len();
        if let Some(span) = builder.block(BlockKind::Paragraph, piece) {
            // Filtering may drop characters; then only names in front of the change keep their place.
            moves.push((start, span.start(), span.len()));
        }
    }
    let article = builder.finish(id);
    let mut out = Vec::new();
    for (start, end, kind, entity) in mentions {
        let index = moves.partition_point(|m| m.0 <= *start);
        let Some(&(source, target, len)) = index.checked_sub(1).map(|i| &moves[i]) else { continue };
        let (from, to) = (start - source, end.saturating_sub(source));
        if from <= to && to <= len && text.get(*start..*end) == article.text().get(target + from..target + to) {
            let span = Span::new(target + from, target + to);
            out.push(GoldMention { span, kind: *kind, entity: entity.clone() });
        }
    }
    GoldArticle { article, mentions: out }
}

/// Right, wrong and missed, of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found with exactly the span and kind of the annotation.
    pub right: usize,
    /// Found but not annotated so.
    pub wrong: usize,
    /// Annotated but not found so.
    pub missed: usize,
}

impl Tally {
    /// Share of what was found that is right, 0 to 1.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// Share of what is annotated that was found, 0 to 1.
    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Tallies by kind, in the order of [`Kind::ALL`].
pub type Tallies = [Tally; 3];

/// Adds what was `found` in `gold` to `tallies`.
pub fn tally(tallies: &mut Tallies, gold: &GoldArticle, found: &[(Span, Kind)]) {
    let expected: BTreeSet<(Span, Kind)> = gold.mentions.iter().map(|m| (m.span, m.kind)).collect();
    let found: BTreeSet<(Span, Kind)> = found.iter().copied().collect();
    for (_, kind) in found.intersection(&expected) {
        tallies[kind.index()].right += 1;
    }
    for (_, kind) in found.difference(&expected) {
        tallies[kind.index()].wrong += 1;
    }
    for (_, kind) in expected.difference(&found) {
        tallies[kind.index()].missed += 1;
    }
}

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
    /// Takes in article number `index` of the run: its annotation, and the mentions of people that the program found,
    /// each with its entity.
    pub fn add(&mut self, index: usize, gold: &GoldArticle, found: &[(Span, u32)]) {
        let mut entities: HashMap<Span, u32> = HashMap::new();
        for &(span, entity) in found {
            entities.insert(span, entity);
            self.led.entry(entity).or_default().insert((index, span));
        }
        for mention in gold.mentions.iter().filter(|m| m.kind == Kind::Person) {
            if let Some(person) = &mention.entity {
                self.gold.push((index, mention.span, person.clone(), entities.get(&mention.span).copied()));
            }
        }
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
