//! How well articles fit a query: BM25 (Robertson and Zaragoza, 2009), for texts that the library's index does not know.

use crate::document::Article;
use crate::search::query::Query;
use crate::text::fold::fold;

/// How soon more of the same word stops to count, and how much a long text is held against itself: the usual values, those
/// of the index, too.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// How much more a word in the title counts, as in the index.
const TITLE: u32 = 4;

/// How often the words of a query stand in one text.
#[derive(Debug, Clone)]
pub struct Frequencies {
    terms: Vec<u32>,
    length: usize,
}

impl Frequencies {
    /// Counts what `query` wants in an article.
    #[must_use]
    pub fn of(query: &Query, article: &Article) -> Self {
        let (text, title) = (fold(article.text()), fold(article.title()));
        let count = |folded: &str| query.counts(folded);
        let terms = count(&text).into_iter().zip(count(&title)).map(|(all, title)| all + TITLE * title).collect();
        Self { terms, length: text.len() }
    }
}

/// The relevance of each of some texts among `pile` of them, of which only these hold: the lower, the better, as the index
/// has it.
#[must_use]
pub fn relevance(texts: &[Frequencies], pile: usize) -> Vec<f64> {
    let average = texts.iter().map(|text| text.length).sum::<usize>().max(1) as f64 / texts.len().max(1) as f64;
    let terms = texts.first().map_or(0, |text| text.terms.len());
    let rarity: Vec<f64> = (0..terms)
        .map(|term| {
            let with = texts.iter().filter(|text| text.terms[term] > 0).count() as f64;
            // As the index has it: a word that most articles have still counts for something.
            ((pile as f64 - with + 0.5) / (with + 0.5)).ln().max(1e-6)
        })
        .collect();
    let of = |text: &Frequencies| {
        let long = K1 * (1.0 - B + B * text.length as f64 / average);
        let term = |(&count, rarity): (&u32, &f64)| rarity * f64::from(count) * (K1 + 1.0) / (f64::from(count) + long);
        -text.terms.iter().zip(&rarity).map(term).sum::<f64>()
    };
    texts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};

    #[test]
    fn often_in_the_title_and_in_a_short_text_is_best() {
        let article = |title: &str, text: &str| {
            let mut builder = ArticleBuilder::new();
            builder.block(BlockKind::Title, title);
            builder.block(BlockKind::Paragraph, text);
            builder.finish("x")
        };
        let long = "Et la pluie ne vient pas. ".repeat(20);
        let articles = [
            article("Moisson", &format!("Le blé. {long}")),
            article("Moisson", "Le blé."),
            article("Le blé", "Le blé."),
            article("Moisson", "Le blé, du blé, et encore du blé."),
        ];
        let query = Query::parse("blé", chrono::NaiveDate::default());
        let texts: Vec<Frequencies> = articles.iter().map(|article| Frequencies::of(&query, article)).collect();
        let ranks = relevance(&texts, 100);
        let mut order = [0, 1, 2, 3];
        order.sort_by(|&a, &b| ranks[a].total_cmp(&ranks[b]));
        assert_eq!(order, [2, 3, 1, 0]);
    }
}
