//! Measuring against annotated texts: exact names by kind, and how well one can follow a person.
//!
//! Pure: the caller reads files and prints.

mod follow;
mod records;

use std::collections::BTreeSet;
use std::fmt;

pub use follow::{Follow, FollowScore};
pub use records::{BadRecord, marked, parse};

use super::tagger::label::Class;
use super::{Kind, Recogniser, Registry, Tokenised, resolve};
use crate::document::{Article, ArticleBuilder, ArticleId, BlockKind, Span};

/// A name that an annotator marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldMention {
    /// Where, in the article built by [`gold_article`].
    pub span: Span,
    /// What it names.
    pub class: Class,
    /// Whom, where the annotation says.
    pub entity: Option<String>,
}

/// An annotated article.
#[derive(Debug, Clone)]
pub struct GoldArticle {
    /// The text, a block for each stretch between blank lines.
    pub article: Article,
    /// Its names, in order; those that the article's cleaning cut are left out.
    pub mentions: Vec<GoldMention>,
}

/// A byte range of a plain text, what it names, and whom where that is known.
pub type Annotation = (usize, usize, Class, Option<String>);

/// Builds an article from annotated plain text; spans are carried over to the article's own text.
#[must_use]
pub fn gold_article(id: &str, text: &str, mentions: &[Annotation]) -> GoldArticle {
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
    for (start, end, class, entity) in mentions {
        let index = moves.partition_point(|m| m.0 <= *start);
        let Some(&(source, target, len)) = index.checked_sub(1).map(|i| &moves[i]) else { continue };
        let (from, to) = (start - source, end.saturating_sub(source));
        if from <= to && to <= len && text.get(*start..*end) == article.text().get(target + from..target + to) {
            let span = Span::new(target + from, target + to);
            out.push(GoldMention { span, class: *class, entity: entity.clone() });
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

/// How a recogniser does on a set of articles that are one pile.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// Exact names.
    pub tallies: Tallies,
    /// Where the annotation says who is who: how well people can be followed.
    pub follow: Option<FollowScore>,
    /// For each article what was missed, then what was found wrongly.
    pub mistakes: Vec<[Vec<(Span, Kind)>; 2]>,
}

impl Evaluation {
    /// Lets `recogniser` find the names of all `golds`, resolves them over all of them, and compares.
    #[must_use]
    pub fn of(golds: &[GoldArticle], recogniser: &dyn Recogniser) -> Self {
        let mut out = Self::default();
        let (mut registry, mut mentions) = (Registry::new(), Vec::with_capacity(golds.len()));
        for (i, gold) in golds.iter().enumerate() {
            let words = Tokenised::new(&gold.article);
            let names = resolve(&words, &recogniser.recognise(&words));
            let found = names.mentions().iter().map(|m| (m.span, m.kind)).collect();
            out.compare(gold, &found);
            registry.add(ArticleId(i as u32), &names);
            mentions.push(names.mentions().to_vec());
        }
        if golds.iter().any(|gold| gold.mentions.iter().any(|m| m.entity.is_some())) {
            out.follow = Some(Follow::of(golds, &registry, &mentions).score());
        }
        out
    }

    fn compare(&mut self, gold: &GoldArticle, found: &BTreeSet<(Span, Kind)>) {
        let expected: BTreeSet<(Span, Kind)> =
            gold.mentions.iter().filter_map(|m| Some((m.span, m.class.kind()?))).collect();
        for (_, kind) in found.intersection(&expected) {
            self.tallies[kind.index()].right += 1;
        }
        let mistakes = [(&expected, found), (found, &expected)].map(|(a, b)| a.difference(b).copied().collect());
        let [missed, wrong]: &[Vec<(Span, Kind)>; 2] = &mistakes;
        for (_, kind) in missed {
            self.tallies[kind.index()].missed += 1;
        }
        for (_, kind) in wrong {
            self.tallies[kind.index()].wrong += 1;
        }
        self.mistakes.push(mistakes);
    }
}

/// The figures, a line each.
impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for kind in Kind::ALL {
            let t = self.tallies[kind.index()];
            let (p, r, f1) = (t.precision(), t.recall(), t.f1());
            write!(f, "  {:12} P {p:.3}  R {r:.3}  F1 {f1:.3}", kind.name())?;
            writeln!(f, "  ({} right, {} wrong, {} missed)", t.right, t.wrong, t.missed)?;
        }
        let Some(follow) = &self.follow else { return Ok(()) };
        let (p, r, f1) = (follow.precision, follow.recall, follow.f1());
        write!(f, "  {:12} P {p:.3}  R {r:.3}  F1 {f1:.3}", "following")?;
        writeln!(f, "  ({} people split, {} entities hold several)", follow.split.len(), follow.merged.len())
    }
}
