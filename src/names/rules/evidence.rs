//! What the rest of the article says about a candidate: the same name elsewhere, and the surnames of the people it
//! names in full.

use std::collections::{HashMap, HashSet};

use super::runs::{Candidate, Origin};
use super::score::Scores;
use super::words::Words;
use crate::names::Kind;
use crate::names::lexicon::Cue;

/// What an article says of one word or name.
#[derive(Debug, Clone, Copy, Default)]
struct Sight {
    /// Sum of the leads of each kind over nothing.
    leads: [f32; 3],
    seen: u16,
}

/// The article's own evidence.
pub(super) struct Evidence {
    names: HashMap<String, Sight>,
    /// Words of people's full names: last words (2) or others (1).
    people: HashMap<String, u8>,
    /// Family names that stood behind a lower-case particle.
    particled: HashSet<String>,
}

impl Evidence {
    /// Gathers what `weighed` candidates say.
    pub(super) fn gather(words: &Words, weighed: &[(Candidate, Scores)]) -> Self {
        let mut out = Self { names: HashMap::new(), people: HashMap::new(), particled: HashSet::new() };
        for (candidate, scores) in weighed {
            if candidate.origin == Origin::Misc {
                continue;
            }
            let sight = out.names.entry(name_key(words, candidate)).or_default();
            sight.seen = sight.seen.saturating_add(1);
            for (lead, score) in sight.leads.iter_mut().zip(scores.kinds) {
                *lead += (score - scores.nothing).clamp(-1.3, 3.0);
            }
            out.full_name(words, candidate, scores);
        }
        out
    }

    /// A person named in full, and surely: its words will be met alone.
    fn full_name(&mut self, words: &Words, candidate: &Candidate, scores: &Scores) {
        let Some((Kind::Person, lead)) = scores.best() else { return };
        let Candidate { from, to, .. } = *candidate;
        let sure = lead > 0.55 && (words.facts(from).given() > 0 || candidate.titled || lead > 1.2);
        if !sure || candidate.len() < 2 {
            return;
        }
        if words.is_lower(to - 2) {
            self.particled.insert(words.key(to - 1).to_owned());
        }
        for i in from..to {
            let rank = if i + 1 == to || i == from && words.has(i, Cue::SurnameFirst) { 2 } else { 1 };
            if words.is_capital(i) && words.surface(i).len() > 2 {
                let seen = self.people.entry(words.key(i).to_owned()).or_default();
                *seen = rank.max(*seen);
            }
        }
    }

    /// The scores of `candidate` in the light of the whole article.
    pub(super) fn adjust(&self, words: &Words, candidate: &Candidate, scores: &Scores) -> Scores {
        let mut out = *scores;
        if candidate.origin == Origin::Misc {
            return out;
        }
        let key = name_key(words, candidate);
        if let Some(sight) = self.names.get(&key).filter(|s| s.seen > 1) {
            let others = f32::from(sight.seen - 1);
            for (i, score) in out.kinds.iter_mut().enumerate() {
                let own = (scores.kinds[i] - scores.nothing).clamp(-2.0, 3.0);
                let rest = sight.leads[i] - own;
                *score += (rest / others * (0.57 + 0.15 * others.min(4.0))).clamp(-1.5, 2.0);
            }
        }
        if candidate.len() == 1 {
            let surname = match self.people.get(&key) {
                Some(2) => 2.73,
                Some(_) => 1.0,
                None => 0.0,
            };
            out.kinds[Kind::Person.index()] += surname;
        }
        out
    }

    /// True when the article uses `key` as a person's surname.
    pub(super) fn is_surname(&self, key: &str) -> bool {
        self.people.get(key) == Some(&2)
    }

    /// True when the article has met the surname `key` behind a particle: `van Outryve`, `de Gaulle`.
    pub(super) fn is_particled(&self, key: &str) -> bool {
        self.particled.contains(key)
    }

    /// True when the article has `key` as a name of its own.
    pub(super) fn is_name(&self, key: &str) -> bool {
        self.names.get(key).is_some_and(|s| s.leads.iter().any(|&l| l > 0.17))
    }
}

fn name_key(words: &Words, candidate: &Candidate) -> String {
    let mut key = String::new();
    for i in candidate.from..candidate.to {
        if i > candidate.from {
            key.push(' ');
        }
        key.push_str(words.key(i));
    }
    key
}
