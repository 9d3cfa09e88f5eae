//! Names in languages that write every noun with a capital, as German does.
//!
//! The tagger learnt French and English, where a capital inside of a sentence is half a name, and takes such nouns for names.
//! What it finds in an article of one of these languages stays only where a list or its form vouches for it: a full name
//! begins with a given name, a place is on the map, an organisation is listed, an acronym, or says what it is. A missed name
//! is better than a page full of wrong ones.

use super::lexicon::{Cue, Facts, Lexicon, key};
use super::{Found, Kind};
use crate::document::{Article, Span};
use crate::text::fold::fold;
use crate::text::stopwords::is_stop_word;

/// The languages.
const LANGUAGES: [&str; 2] = ["de", "lb"];

/// How words end that say that something is an organisation, folded.
const HEADS: [&str; 12] = [
    "universitat",
    "institut",
    "ministerium",
    "gericht",
    "partei",
    "verband",
    "gesellschaft",
    "gmbh",
    "stiftung",
    "gewerkschaft",
    "zentralbank",
    "hochschule",
];

/// Before a noun and never before the name of a town: *den Bau* is a building site, *in Bau* a village.
const DETERMINERS: [&str; 18] = [
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "im", "am", "zum",
    "zur", "beim", "vom",
];

/// Letters of an acronym.
const ACRONYM: std::ops::RangeInclusive<usize> = 2..=6;

/// Those of the names found in `article` that something vouches for; all of them in other languages.
pub fn vouched(article: &Article, found: Vec<Found>) -> Vec<Found> {
    let Some(language) = article.language().filter(|code| LANGUAGES.contains(code)) else { return found };
    let text = article.text();
    let names: Vec<(Name, bool)> = found
        .into_iter()
        .filter_map(|found| Name::new(text, found, language))
        .map(|name| {
            let sure = name.is_vouched_for();
            (name, sure)
        })
        .collect();
    // A surname alone is vouched for by the full name.
    let surnames: Vec<String> = names
        .iter()
        .filter(|(name, sure)| *sure && name.kind == Kind::Person)
        .filter_map(|(name, _)| name.last())
        .collect();
    let stays = |(name, sure): (Name, bool)| {
        let surname = || name.words.len() == 1 && name.last().is_some_and(|last| surnames.contains(&last));
        let kind = if sure { Some(name.kind) } else { surname().then_some(Kind::Person) };
        kind.map(|kind| Found { kind, span: name.span() })
    };
    names.into_iter().filter_map(stays).collect()
}

/// A name with its words.
struct Name<'a> {
    text: &'a str,
    words: Vec<Span>,
    kind: Kind,
}

impl<'a> Name<'a> {
    /// What was found, without the little words in front, and of a person without what stands before the given name; `None`
    /// when nothing is left.
    fn new(text: &'a str, found: Found, language: &str) -> Option<Self> {
        let (start, name) = (found.span.start(), found.span.of(text));
        let mut at = 0;
        let place = |word: &str| {
            at += name[at..].find(word).unwrap_or(0);
            let from = start + at;
            at += word.len();
            Span::new(from, from + word.len())
        };
        let mut words: Vec<Span> = name.split_whitespace().map(place).collect();
        let little = |word: &Span| is_stop_word(&fold(word.of(text)), language);
        words.drain(..words.iter().take_while(|word| little(word)).count());
        let mut out = Self { text, words, kind: found.kind };
        if found.kind == Kind::Person {
            let given = (0..out.words.len()).find(|&at| out.facts(at).given() > 0);
            out.words.drain(..given.filter(|at| at + 1 < out.words.len()).unwrap_or(0));
        }
        (!out.words.is_empty()).then_some(out)
    }

    fn facts(&self, at: usize) -> Facts {
        Lexicon::get().facts(&key(self.words[at].of(self.text)))
    }

    /// What is known of all its words together.
    fn all(&self) -> Facts {
        Lexicon::get().facts(&key(self.span().of(self.text)))
    }

    fn last(&self) -> Option<String> {
        self.words.last().map(|word| fold(word.of(self.text)))
    }

    fn span(&self) -> Span {
        let end = self.words.last().map_or(0, |word| word.end());
        Span::new(self.words.first().map_or(end, |word| word.start()), end)
    }

    fn is_vouched_for(&self) -> bool {
        let all = self.all();
        match self.kind {
            Kind::Person => self.words.len() > 1 && self.facts(0).given() > 0 || all.has(Cue::KnownPerson),
            Kind::Place => {
                let town = all.has(Cue::City) && !all.any(&[Cue::Stop, Cue::Calendar]) && !self.is_determined();
                all.any(&[Cue::Country, Cue::KnownPlace]) || town
            }
            Kind::Organisation => {
                let head = |word: &Span| HEADS.iter().any(|head| fold(word.of(self.text)).ends_with(head));
                let named = self.words.len() > 1 && self.words.iter().any(head);
                all.any(&[Cue::ListedOrganisation, Cue::KnownOrg]) || named || self.is_acronym()
            }
        }
    }

    fn is_determined(&self) -> bool {
        let before = self.text[..self.span().start()].split_whitespace().next_back();
        before.is_some_and(|word| DETERMINERS.contains(&fold(word).as_str()))
    }

    fn is_acronym(&self) -> bool {
        let word = self.span().of(self.text);
        ACRONYM.contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::names::analyse;

    /// The names found in a text of a language, in order.
    #[track_caller]
    fn check(language: &str, text: &str, expected: &[&str]) {
        let mut builder = ArticleBuilder::new();
        builder.language(language).block(BlockKind::Paragraph, text);
        let article = builder.finish("x");
        let names = analyse(&article);
        let found: Vec<&str> = names.mentions.iter().map(|mention| mention.span.of(article.text())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn german_nouns_are_no_names() {
        check(
            "de",
            "Die Oberbürgermeisterin Claudia Werner hat am Montag in Dresden die neue Brücke eröffnet. Nach drei Jahren \
             Bauzeit lobte der Minister für Verkehr, Thomas Brandt, die Arbeit der Ingenieure. Die SPD hatte den Bau lange \
             kritisiert. Werner zeigte sich gelassen: Die Gutachten seien eindeutig.",
            &["Claudia Werner", "Dresden", "Thomas Brandt", "SPD", "Werner"],
        );
    }

    #[test]
    fn other_languages_are_left_as_they_are() {
        check(
            "fr",
            "Le Montagnard Brücke a vu Claudia Werner à Dresde.",
            &["Montagnard Brücke", "Claudia Werner", "Dresde"],
        );
    }
}
