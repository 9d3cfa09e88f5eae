//! The trained recogniser: two linear-chain conditional random fields over the words of an article.
//!
//! The first looks at each word with its neighbours, the lists and its other uses; the second also at what the first
//! made of the same word elsewhere in the article ([`sense`]). Names in full are then found in headlines in capitals too
//! (`headline`), and one name gets one kind ([`mod@agree`]). The weights of both
//! are one embedded table ([`model`]), made by `examples/train`; nothing here learns.

pub mod agree;
pub mod features;
mod headline;
pub mod label;
pub mod lattice;
pub mod model;
mod near;
pub mod sense;

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::document::{Article, Span};
use crate::names::tokens::Shape;
use crate::names::words::Small;
use crate::names::{Found, Recogniser, Tokenised};
use crate::text::parts::parts;
use agree::{Tagged, agree};
use features::View;
use headline::headline;
use label::{Class, Label};
use lattice::{Scores, Transitions};
use model::{Model, Sums};
use near::{Near, Recent};
use sense::Sense;

/// Finds names with a trained model.
pub struct Tagger<'a> {
    model: &'a Model,
    /// Held while an article is looked at; one thread alone never waits for it.
    recent: Mutex<Recent>,
}

impl<'a> Tagger<'a> {
    /// A tagger with this model.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        Self { model, recent: Mutex::default() }
    }

    /// The labels of the words of an article, and how sure the chain is of each, 0 to 1.
    #[must_use]
    pub fn labels(&self, view: &View) -> (Vec<Label>, Vec<f32>) {
        let stretches = view.stretches();
        let [first_chain, second_chain] = self.model.transitions();
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let (chances, mut second) = self.first_look(view, &stretches, first_chain, &mut recent);
        let sense = Sense::new(view, chances);
        let (mut labels, mut shares) = (vec![Label::OUTSIDE; view.len()], vec![1.0; view.len()]);
        let mut features = Vec::with_capacity(FEATURES);
        let mut scores = second.as_mut_slice();
        for stretch in stretches {
            let (here, rest) = std::mem::take(&mut scores).split_at_mut(stretch.len());
            scores = rest;
            for (i, score) in stretch.clone().zip(here.iter_mut()) {
                features.clear();
                sense.features(view, i, &mut features);
                let mut sums = Sums::default();
                self.model.add(&features, &mut recent.handy, &mut sums);
                let [_, more] = self.model.score(&sums);
                score.iter_mut().zip(more).for_each(|(s, m)| *s += m);
            }
            let best = lattice::best(here, second_chain);
            for (i, label) in stretch.clone().zip(&best) {
                shares[i] = sense.share(i, *label);
            }
            labels[stretch].copy_from_slice(&best);
        }
        (labels, shares)
    }

    /// The chances of each label by the first chain, and for each word of each stretch what the same features say to
    /// the second.
    fn first_look(
        &self,
        view: &View,
        stretches: &[Range<usize>],
        chain: &Transitions,
        recent: &mut Recent,
    ) -> (Vec<Scores>, Vec<Scores>) {
        let mut chances = vec![Sense::OUTSIDE; view.len()];
        let mut second = Vec::new();
        let mut features = Vec::with_capacity(FEATURES);
        let mut first = Vec::new();
        // Only those of the words near a capital are asked for; the edge of the text has the last place.
        let mut near: Vec<Option<Near>> = vec![None; view.forms() + 1];
        for stretch in stretches {
            first.clear();
            for i in stretch.clone() {
                features.clear();
                view.features_in_place(i, &mut features);
                let mut sums = Sums::default();
                for (offset, form) in view.neighbours(i).into_iter().enumerate() {
                    let near = near[form].get_or_insert_with(|| recent.sum(view.marked(form), self.model));
                    sums.add(&near[offset]);
                }
                self.model.add(&features, &mut recent.handy, &mut sums);
                let [one, two] = self.model.score(&sums);
                first.push(one);
                second.push(two);
            }
            chances[stretch.clone()].copy_from_slice(&lattice::marginals(&first, chain).words);
        }
        (chances, second)
    }
}

/// About as many features as a word has.
const FEATURES: usize = 128;

/// The names that labels spell, as ranges of words.
#[must_use]
pub fn names(labels: &[Label]) -> Vec<(Range<usize>, Class)> {
    let mut out: Vec<(Range<usize>, Class)> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        match (label.class(), out.last_mut()) {
            (Some(class), Some((range, last))) if !label.is_begin() && *last == class && range.end == i => {
                range.end += 1;
            }
            (Some(class), _) => out.push((i..i + 1, class)),
            (None, _) => {}
        }
    }
    out
}

/// Bytes of text that are looked at together: an article, unless it is the size of a book. What a word is elsewhere is then
/// seen within a portion only, and the memory for the chances of all its words stays small.
const PORTION_BYTES: usize = 256 * 1024;

/// The visible text of an article in portions, blocks that are longer in parts.
fn portions(article: &Article) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = vec![Vec::new()];
    let mut room = PORTION_BYTES;
    let text = article.text();
    for part in article.visible_blocks().flat_map(|block| parts(text, block.span.range(), PORTION_BYTES)) {
        if part.len() > room {
            out.push(Vec::new());
            room = PORTION_BYTES;
        }
        room = room.saturating_sub(part.len());
        if let Some(last) = out.last_mut() {
            last.push(part.into());
        }
    }
    out
}

impl Recogniser for Tagger<'_> {
    fn recognise(&self, words: &Tokenised) -> Vec<Found> {
        portions(words.article()).iter().flat_map(|spans| self.recognise_in(words, spans)).collect()
    }
}

impl Tagger<'_> {
    fn recognise_in(&self, words: &Tokenised, spans: &[Span]) -> Vec<Found> {
        let tokens = spans.iter().flat_map(|&span| words.within(span)).collect();
        let view = View::of(words.article().text(), tokens);
        let (labels, shares) = self.labels(&view);
        let tagged = names(&labels).into_iter().filter_map(|(words, class)| match class {
            Class::Kind(kind) => Some(Tagged { share: shares[words.start], words: whole(&view, words)?, kind }),
            Class::Other => None,
        });
        agree(&view, &headline(&view, tagged.collect()))
    }
}

/// A name without the little words at its end, where the chain stopped short: no name ends in `de`. `None` when nothing else
/// is left.
fn whole(view: &View, mut words: Range<usize>) -> Option<Range<usize>> {
    let small = |i: usize| {
        let linking = [Small::Article, Small::Of, Small::OfThe, Small::To, Small::And].contains(&view.words().small(i));
        linking && view.words().shape(i) == Shape::Lower
    };
    while !words.is_empty() && small(words.end - 1) {
        words.end -= 1;
    }
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use proptest::prelude::*;

    fn article(blocks: &[&str]) -> Article {
        let mut builder = ArticleBuilder::new();
        for block in blocks {
            builder.block(BlockKind::Paragraph, block);
        }
        builder.finish("x")
    }

    fn found(blocks: &[&str]) -> Vec<(String, &'static str)> {
        let article = article(blocks);
        let found = Tagger::new(Model::get()).recognise(&Tokenised::new(&article));
        found.iter().map(|f| (f.span.of(article.text()).to_owned(), f.kind.name())).collect()
    }

    #[test]
    fn the_committed_model_names_people_organisations_and_places() {
        let names =
            found(&["Hier à Lyon, le ministre Bertrand Quesnel a rencontré la direction de la Société générale."]);
        let expected = [("Lyon", "place"), ("Bertrand Quesnel", "person"), ("Société générale", "organisation")];
        assert_eq!(names, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }

    #[test]
    fn labels_spell_names() {
        let person = Class::Kind(crate::names::Kind::Person);
        let labels = [Label::begin(person), Label::inside(person), Label::begin(person), Label::OUTSIDE];
        assert_eq!(names(&labels), [(0..2, person), (2..3, person)]);
    }

    #[test]
    fn a_country_that_acts_is_a_place_all_the_same() {
        let text = "La Russie a nié. La Russie a promis de répondre. En Russie, on attend ; la Russie, dit-on, a cédé.";
        assert!(found(&[text]).iter().all(|(name, kind)| name == "Russie" && *kind == "place"), "{:?}", found(&[text]));
    }

    #[test]
    fn a_hyphen_may_join_two_people() {
        let names = found(&[
            "Kim Jong Un a vu Vladimir Poutine.",
            "La rencontre Kim-Poutine a duré. Jean-Pierre Morel l’a dit.",
        ]);
        let people: Vec<&str> = names.iter().filter(|n| n.1 == "person").map(|n| n.0.as_str()).collect();
        assert_eq!(people, ["Kim Jong Un", "Vladimir Poutine", "Kim", "Poutine", "Jean-Pierre Morel"]);
    }

    #[test]
    fn capitals_at_the_end_of_a_text_are_named_once() {
        let text = "Le président russe Vladimir Vladimirovitch Poutine a parlé hier.";
        for shouted in ["VLADIMIR VLADIMIROVITCH POUTINE", "VLADIMIR VLADIMIROVITCH POUTINE PARLE ENCORE"] {
            let article = article(&[text, shouted]);
            let found = Tagger::new(Model::get()).recognise(&Tokenised::new(&article));
            let spans: Vec<&str> = found.iter().map(|f| f.span.of(article.text())).collect();
            assert_eq!(spans, ["Vladimir Vladimirovitch Poutine", "VLADIMIR VLADIMIROVITCH POUTINE"]);
        }
    }

    #[test]
    fn no_name_ends_in_a_little_word() {
        let text =
            "Selon Ruth Kane, du Conseil de sécurité nationale de la Maison Blanche, de l’Institut des et de la.";
        let names = found(&[text]);
        let ends = ["de", "des", "la", "et", "du"];
        assert!(
            names.iter().all(|(name, _)| ends.iter().all(|end| name.split(' ').next_back() != Some(end))),
            "{names:?}"
        );
    }

    #[test]
    fn a_book_is_read_in_portions_and_loses_no_name() {
        let line =
            "Hier, Vladimir Poutine a parlé à Moscou de la pluie et du beau temps, sans rien promettre à personne. ";
        let text = line.repeat(4 * PORTION_BYTES / line.len());
        let article = article(&[&text]);
        let portions = portions(&article);
        assert!(
            portions.len() > 2
                && portions.iter().flatten().map(|span| span.len()).sum::<usize>() == article.text().len()
        );
        let found = Tagger::new(Model::get()).recognise(&Tokenised::new(&article));
        let people = found.iter().filter(|f| f.kind == crate::names::Kind::Person).count();
        assert_eq!(people, article.text().matches("Vladimir Poutine").count());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn what_is_remembered_changes_nothing(texts in prop::collection::vec("([A-ZÉa-zé]{1,6}|Paul|Lyon|de|, |\\. |[ ’-]){0,40}", 1..6)) {
            let tagger = Tagger::new(Model::get());
            for text in texts {
                let article = article(&[&text]);
                let view = View::new(&article);
                let fresh = Tagger::new(Model::get()).labels(&view);
                prop_assert_eq!(&tagger.labels(&view), &fresh);
                prop_assert_eq!(&tagger.labels(&view), &fresh);
            }
        }
    }

    proptest! {
        #[test]
        fn names_lie_in_order_inside_one_block(blocks in prop::collection::vec("([A-ZÉa-zé]{1,8}[ ’'.,-]{1,2}|日本 |🎉|M\\. ){0,20}", 0..4)) {
            let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
            let article = article(&blocks);
            let mut end = 0;
            for name in Tagger::new(Model::get()).recognise(&Tokenised::new(&article)) {
                prop_assert!(name.span.start() >= end && !name.span.is_empty());
                let block = article.blocks()[article.block_at(name.span.start())];
                prop_assert!(name.span.start() >= block.span.start() && name.span.end() <= block.span.end());
                end = name.span.end();
            }
        }
    }
}
