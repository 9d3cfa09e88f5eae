//! The user's rulings over the pile: what the registry makes of them, and where the texts that are held show it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Held, Pile};
use crate::document::{Article, ArticleId};
use crate::library::store::ContentHash;
use crate::names::rulings::{Rules, Subject, spots};
use crate::names::{ArticleNames, Kind, Mention};
use crate::text::level::level;

/// The names in a text that is held.
#[derive(Debug)]
pub(super) struct Named {
    found: Arc<[Mention]>,
    /// The same with what the rulings make of them.
    shown: Held,
}

impl Named {
    pub(super) fn shown(&self) -> &Held {
        &self.shown
    }
}

impl Pile {
    /// Obeys `rules` from now on. What they change inside of articles follows with [`Pile::catch_up`].
    pub fn rule(&mut self, rules: Arc<Rules>) {
        if self.registry.rules().missed() != rules.missed() {
            let named = self.named.iter().zip(0..).filter(|(named, _)| **named);
            // Made and joined as a whole: one by one takes ten times as long.
            let mut all: BTreeSet<ArticleId> = named.map(|(_, id)| ArticleId(id)).collect();
            self.unspotted.append(&mut all);
            self.away.clear();
        }
        self.registry.rule(rules);
    }

    /// Takes in what the rulings change inside of at most `most` articles, `first` of all; true while there are more.
    pub fn catch_up(&mut self, first: Option<ArticleId>, most: usize) -> bool {
        let mut changed = self.registry.catch_up(first, most);
        changed.retain(|id| self.mentions.contains_key(id));
        if let Some(first) = first.filter(|id| self.unspotted.contains(id) && self.mentions.contains_key(id)) {
            changed.push(first);
        }
        let spent = changed.len();
        for id in changed {
            self.apply_rules(id);
        }
        for _ in spent..most {
            let Some(id) = self.unspotted.pop_first() else { break };
            if self.mentions.contains_key(&id) {
                self.apply_rules(id);
            } else {
                self.away.insert(id);
            }
        }
        self.registry.behind() > 0 || !self.unspotted.is_empty()
    }

    /// All of it at once, for who waits.
    pub fn catch_up_with_all(&mut self) {
        while self.catch_up(None, usize::MAX) {}
    }

    /// Articles whose texts are not held and in which the names that the machine misses are to be looked for: at most
    /// `most`, which are not told again. Where no name is missed any more, none: what was found is taken back.
    pub fn to_spot(&mut self, most: usize) -> Vec<ArticleId> {
        let mut away: Vec<ArticleId> = std::iter::from_fn(|| self.away.pop_first()).take(most).collect();
        if self.registry.rules().missed().is_empty() {
            away.drain(..).for_each(|id| self.registry.add_missed(id, &[]));
        }
        away
    }

    /// Takes in how often an article, whose text hashes to `text`, says names that the machine misses; nothing when it
    /// says something else by now.
    pub fn spot(&mut self, id: ArticleId, text: ContentHash, names: &[(Subject, u32)]) {
        if self.says(id, text) && self.is_named(id) && !self.mentions.contains_key(&id) {
            self.registry.add_missed(id, names);
        }
    }

    /// True while what the rulings change inside of articles is not done.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.registry.behind() > 0 || !self.unspotted.is_empty() || !self.away.is_empty()
    }

    /// What a mention in article `id` names.
    #[must_use]
    pub fn kind_of(&self, id: ArticleId, mention: &Mention) -> Kind {
        let entity = self.registry.entity_of(id, mention.local);
        entity.and_then(|entity| self.registry.kind(entity)).unwrap_or(mention.kind)
    }

    /// Holds where the names of an article stand, while its text is held.
    pub(super) fn hold_mentions(&mut self, id: ArticleId, names: &ArticleNames) {
        if self.entry(id).article.is_some() {
            let shown = Held::from(names);
            self.mentions.insert(id, Named { found: shown.mentions.clone(), shown });
            self.apply_rules(id);
        } else if !self.registry.rules().missed().is_empty() {
            self.away.insert(id);
        }
    }

    /// Does to the names in a text that is held what the rulings say.
    fn apply_rules(&mut self, id: ArticleId) {
        self.unspotted.remove(&id);
        self.away.remove(&id);
        let Some((article, found)) = self.entry(id).article.clone().zip(self.mentions.get(&id)) else { return };
        let rules = self.registry.rules().clone();
        if rules.missed().is_empty() && !self.registry.is_ruled_in(id) {
            self.mentions.entry(id).and_modify(|named| named.shown.mentions = named.found.clone());
            return;
        }
        let spots = spots(&rules, &article, &found.found);
        let mut names: Vec<(usize, u32)> = Vec::new();
        for &(_, which) in &spots {
            match names.iter_mut().find(|(name, _)| *name == which) {
                Some((_, count)) => *count += 1,
                None => names.push((which, 1)),
            }
        }
        let counted: Vec<(Subject, u32)> =
            names.iter().map(|&(which, count)| (rules.missed()[which].clone(), count)).collect();
        self.registry.add_missed(id, &counted);
        let place =
            |mention: &Mention| self.registry.local_of(id, mention.local, mention.kind, &surface(&article, mention));
        let of_found = |mention: &Mention| Mention { local: place(mention), ..*mention };
        let mut shown: Vec<Mention> = found.found.iter().map(of_found).collect();
        for (span, which) in spots {
            let at = names.iter().position(|(name, _)| *name == which);
            if let Some(local) = at.and_then(|at| self.registry.missed_local(id, at)) {
                let before = found.found.partition_point(|mention| mention.span.start() <= span.start());
                let sentence = before.checked_sub(1).map_or(0, |at| found.found[at].sentence);
                shown.push(Mention { span, kind: rules.missed()[which].kind, local, sentence });
            }
        }
        shown.sort_by_key(|mention| mention.span);
        if let Some(named) = self.mentions.get_mut(&id) {
            named.shown.mentions = if *shown == *named.found { named.found.clone() } else { shown.into() };
        }
    }
}

/// A name as it stands in the text, white space levelled.
fn surface(article: &Article, mention: &Mention) -> String {
    level(mention.span.of(article.text()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::rulings::lines;

    /// The names in the articles of a pile under rulings, a line an article: `name=entity` each.
    fn names(pile: &Pile) -> Vec<String> {
        let of = |id: ArticleId| {
            let text = pile.article(id).unwrap().text();
            let entity = |m: &Mention| pile.registry().entity_of(id, m.local).unwrap();
            let mentions = pile.mentions(id).iter();
            let line = |m: &Mention| format!("{}={}", m.span.of(text), pile.registry().name(entity(m)));
            mentions.map(line).collect::<Vec<_>>().join(", ")
        };
        pile.order().iter().map(|&id| of(id)).collect()
    }

    fn rules(text: &str) -> Arc<Rules> {
        Arc::new(lines::parse(text.as_bytes()).rules)
    }

    #[test]
    fn a_text_that_is_held_shows_what_the_rulings_say() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a.txt", "Le président russe Vladimir Poutine a parlé hier. Poutine est parti, dit zorglub-le-grand.\n");
        write("b.txt", "On a vu zorglub hier, mais pas de zorglubs.\n");
        let mut pile = Pile::load(&[folder.path().to_owned()]);
        let before = names(&pile);
        assert_eq!(before[0], "Vladimir Poutine=Vladimir Poutine, Poutine=Vladimir Poutine");
        let said = "different\tperson\tPoutine\tperson\tVladimir Poutine\nname\tperson\tzorglub\n";
        pile.rule(rules(said));
        assert!(pile.catch_up(pile.order().first().copied(), 1), "one article at a time");
        assert_eq!(names(&pile)[0], "Vladimir Poutine=Vladimir Poutine, Poutine=Poutine, zorglub=zorglub");
        pile.catch_up_with_all();
        assert!(!pile.is_behind());
        assert_eq!(names(&pile)[1], "zorglub=zorglub");
        let zorglub = pile.registry().find("zorglub")[0];
        assert_eq!(pile.registry().mentions(zorglub), 2);
        // Analysed again, the rulings hold as before.
        let (id, ruled) = (pile.order()[0], names(&pile));
        let (text, article) = (pile.entry(id).head().unwrap().text, pile.article(id).unwrap().clone());
        pile.name(id, text, &crate::names::analyse(&article));
        assert_eq!(names(&pile), ruled);
        pile.rule(Arc::default());
        pile.catch_up_with_all();
        assert_eq!(names(&pile), before);
    }

    #[test]
    fn texts_that_are_not_held_are_looked_through_elsewhere() {
        let mut pile = Pile::load(&[]);
        let id = pile.order()[0];
        let (text, article) = (pile.entry(id).head().unwrap().text, pile.article(id).unwrap().clone());
        pile.drop_text(id);
        let word =
            article.text().split(' ').find(|word| word.chars().all(char::is_lowercase) && word.len() > 5).unwrap();
        pile.rule(rules(&format!("name\tperson\t{word}\n")));
        pile.catch_up_with_all();
        assert_eq!((pile.to_spot(9), pile.to_spot(9)), (vec![id], vec![]));
        pile.spot(id, text, &[(Subject::new(Kind::Person, word), 3)]);
        let found =
            |pile: &Pile| pile.registry().find(word).iter().map(|&id| pile.registry().mentions(id)).sum::<u32>();
        assert!(found(&pile) >= 3);
        pile.rule(Arc::default());
        while pile.catch_up(None, 9) || !pile.to_spot(9).is_empty() {}
        assert_eq!(found(&pile), 0);
    }
}
