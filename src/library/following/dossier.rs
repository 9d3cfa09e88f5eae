//! What a card shows of somebody besides their names: when and where the pile names them, with whom, and what they say.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Inquiry, Names};
use crate::document::{ArticleId, Published, Span};
use crate::library::read;
use crate::names::{EntityId, Quotation};
use crate::text::safe;

/// Articles that are told of as those with the most mentions.
const MOST: usize = 100;
/// Quotations that are brought.
const QUOTED: usize = 50;
/// Characters of a quotation that are brought.
const LENGTH: usize = 400;
/// Quotations that are counted: more than anybody reads.
const MAX_QUOTED: usize = 100_000;

/// Who is named beside somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Company {
    /// Who.
    pub who: EntityId,
    /// In how many articles both are named.
    pub articles: u32,
    /// In how many sentences both are named.
    pub sentences: u32,
}

/// How close a companion is: `(articles + 2 · sentences) · log₂(all / mentions)`, where `all` is how often the pile names
/// anybody, and `mentions` how often the companion.
///
/// The second factor is the self-information of the companion's name in bits (Shannon, *A mathematical theory of
/// communication*, 1948): being named with somebody says little of one who is named everywhere. One sentence weighs as much
/// as two articles.
#[must_use]
pub fn closeness(company: Company, mentions: u32, all: u64) -> f64 {
    let together = f64::from(company.articles) + 2.0 * f64::from(company.sentences);
    together * (all.max(1) as f64 / f64::from(mentions.max(1))).log2().max(0.0)
}

/// Something that somebody is quoted as saying. Safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In which article.
    pub article: ArticleId,
    /// Where in its text.
    pub span: Span,
    /// The words, in one line, a very long one cut.
    pub text: String,
}

/// What is known of somebody so far.
#[derive(Debug, Clone, Default)]
pub struct Dossier {
    /// Mentions by day of publication, ascending.
    pub days: Vec<(NaiveDate, u32)>,
    /// Mentions in articles without a date.
    pub undated: u32,
    /// The articles with the most mentions, most first, of equals the newest.
    pub most: Vec<(ArticleId, u32)>,
    /// Everybody who is named in the same articles, in no order.
    pub company: Vec<Company>,
    /// What they say, newest first: the newest of them.
    pub said: Vec<Said>,
    /// How many quotations there are.
    pub quotations: usize,
    /// Articles whose quotations were looked at, of how many.
    pub looked: (usize, usize),
}

impl Dossier {
    /// True when nothing more will come.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.looked.0 == self.looked.1
    }
}

/// Counts by entity.
struct Tally {
    counts: Vec<u32>,
    /// For each entity the round in which it was counted last.
    stamps: Vec<u32>,
    round: u32,
}

impl Tally {
    fn new(entities: usize) -> Self {
        Self { counts: vec![0; entities], stamps: vec![0; entities], round: 0 }
    }

    /// Counts each of those once.
    fn count(&mut self, named: impl Iterator<Item = EntityId>) {
        self.round += 1;
        for entity in named {
            let at = entity.0 as usize;
            if std::mem::replace(&mut self.stamps[at], self.round) != self.round {
                self.counts[at] += 1;
            }
        }
    }
}

/// Puts a [`Dossier`] together.
#[derive(Debug)]
pub struct Investigation {
    inquiry: Inquiry,
    dossier: Dossier,
    quotations: Vec<(Option<Published>, ArticleId, Span)>,
}

impl Investigation {
    /// Looks at what needs no text: days, articles, who is named in the same ones. Some ten milliseconds for 100,000 articles.
    #[must_use]
    pub fn new(inquiry: Inquiry) -> Self {
        let dossier = Dossier { looked: (0, inquiry.articles.len()), ..Dossier::default() };
        let mut new = Self { dossier, quotations: Vec::new(), inquiry };
        new.date();
        new.gather();
        new
    }

    /// Whom it is about.
    #[must_use]
    pub fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// What is known so far.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    fn published(&self, article: ArticleId) -> Option<Published> {
        self.inquiry.pile.entry(article)?.head()?.published
    }

    fn date(&mut self) {
        let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        let mut most: Vec<(u32, Option<NaiveDate>, ArticleId)> = Vec::with_capacity(self.inquiry.articles.len());
        for &(article, mentions) in self.inquiry.articles.iter() {
            let day = self.published(article).map(Published::day);
            match day {
                Some(day) => *days.entry(day).or_default() += mentions,
                None => self.dossier.undated += mentions,
            }
            most.push((mentions, day, article));
        }
        let order =
            |&(mentions, day, article): &(u32, Option<NaiveDate>, ArticleId)| (Reverse((mentions, day)), article);
        if most.len() > MOST {
            most.select_nth_unstable_by_key(MOST, order);
            most.truncate(MOST);
        }
        most.sort_unstable_by_key(order);
        self.dossier.most = most.into_iter().map(|(mentions, _, article)| (article, mentions)).collect();
        self.dossier.days = days.into_iter().collect();
    }

    /// Counts who is named in the same articles and in the same sentences, each once for each of these.
    fn gather(&mut self) {
        let Inquiry { who, casts, articles, .. } = &self.inquiry;
        let (mut shared, mut sentences) = (Tally::new(casts.ids()), Tally::new(casts.ids()));
        for cast in articles.iter().filter_map(|&(article, _)| casts.of(article)) {
            shared.count(cast.entities());
            cast.sentences(|named| {
                if named.contains(who) {
                    sentences.count(named.iter().copied());
                }
            });
        }
        let named = shared.counts.into_iter().zip(sentences.counts).enumerate();
        let others = named.filter(|&(at, (articles, _))| articles > 0 && at != who.0 as usize);
        let company = |(at, (articles, sentences))| Company { who: EntityId(at as u32), articles, sentences };
        self.dossier.company = others.map(company).collect();
    }

    /// Looks at what is quoted in some more articles; true while there are more.
    pub fn step(&mut self, articles: usize, names: &Names) -> bool {
        let inquiry = self.inquiry.clone();
        let (from, all) = self.dossier.looked;
        let to = (from + articles).min(all);
        for &(article, _) in &inquiry.articles[from..to] {
            if let Some(entry) = inquiry.pile.entry(article) {
                self.listen(article, &names.of(&inquiry, article, entry).quotations);
            }
        }
        self.dossier.looked.0 = to;
        if to == all {
            self.quote();
        }
        to < all
    }

    /// Notes what they are quoted as saying.
    fn listen(&mut self, article: ArticleId, quotations: &[Quotation]) {
        let published = self.published(article);
        let Some(cast) = self.inquiry.casts.of(article) else { return };
        let who = Some(self.inquiry.who);
        let theirs =
            quotations.iter().filter(|quotation| quotation.speaker.and_then(|speaker| cast.entity(speaker)) == who);
        let room = MAX_QUOTED.saturating_sub(self.quotations.len());
        self.quotations.extend(theirs.take(room).map(|quotation| (published, article, quotation.said)));
    }

    /// Brings the words of the newest quotations.
    fn quote(&mut self) {
        let mut all = std::mem::take(&mut self.quotations);
        self.dossier.quotations = all.len();
        all.sort_by_key(|&(published, article, span)| (Reverse(published.map(Published::day)), article, span));
        all.truncate(QUOTED);
        for said in all.chunk_by(|a, b| a.1 == b.1) {
            let Some(entry) = self.inquiry.pile.entry(said[0].1) else { continue };
            let Some(text) = entry.article().cloned().or_else(|| read::again(entry)) else { continue };
            for &(_, article, span) in said {
                let Some(words) = text.text().get(span.range()) else { continue };
                let end = words.char_indices().nth(LENGTH).map_or(words.len(), |(at, _)| at);
                let more = if end < words.len() { "…" } else { "" };
                let text = format!("{}{more}", safe::line(&words[..end]));
                self.dossier.said.push(Said { article, span, text });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companion_who_is_named_everywhere_is_not_close() {
        let beside = |articles, sentences| Company { who: EntityId(0), articles, sentences };
        // In half of all articles, once a sentence; somebody rare in two sentences.
        let (common, rare) = (closeness(beside(50, 1), 400, 1000), closeness(beside(9, 2), 9, 1000));
        assert!(rare > common, "{rare} {common}");
        assert!((closeness(beside(1, 1), 1, 8) - 9.0).abs() < 1e-9, "3 · log₂ 8");
        assert!(closeness(beside(1, 1), 9, 0) >= 0.0 && closeness(beside(1, 1), 0, 0) >= 0.0);
    }
}
