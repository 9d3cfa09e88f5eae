//! The places jumped from, to go back to and forward again, in this run and in those before it.

use std::collections::{HashMap, HashSet};

use crate::document::{ArticleId, Span};
use crate::library::Pile;
use crate::library::store::{self, ContentHash, Identity, Jump, Origin};
use crate::names::{EntityId, Kind};

/// More jumps than anybody retraces.
const MAX_PLACES: usize = 500;

/// Who is followed somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Whom {
    /// Nobody.
    #[default]
    Nobody,
    /// One whom the pile names.
    Known(EntityId),
    /// One whom an earlier run knew by this name: it is looked up on the spot, when the pile names more people.
    Named(String, Kind),
}

/// Where somebody was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// The top of the text pane.
    pub top: usize,
    /// The cursor.
    pub mark: Option<Span>,
    /// The one followed.
    pub followed: Whom,
    /// Who was followed together with them. Not kept between runs.
    pub beside: Vec<EntityId>,
}

/// A place of this pile, or one that an earlier run kept and that was not found in this pile so far.
#[derive(Debug, Clone)]
enum Stop {
    Here(Place),
    Elsewhere(Jump),
}

/// A list of places with a position in it, as in a browser: a jump from the middle forgets what lay ahead. Places of other
/// piles are passed over and kept for them.
#[derive(Debug, Default)]
pub struct Trail {
    behind: Vec<Stop>,
    ahead: Vec<Stop>,
    /// True once it is known what earlier runs kept.
    recalled: bool,
}

impl Trail {
    /// Remembers the place that a jump leaves.
    pub fn leave(&mut self, place: Place) {
        self.ahead.retain(|stop| matches!(stop, Stop::Elsewhere(_)));
        if !matches!(self.behind.last(), Some(Stop::Here(last)) if *last == place) {
            self.behind.push(Stop::Here(place));
        }
        let over = self.behind.len().saturating_sub(MAX_PLACES);
        self.behind.drain(..over);
    }

    /// The last place before `here` that is `there`, which can be returned to.
    pub fn back(&mut self, here: Place, there: impl Fn(ArticleId) -> bool) -> Option<Place> {
        let place = take_last(&mut self.behind, there)?;
        self.ahead.push(Stop::Here(here));
        Some(place)
    }

    /// The place that [`Trail::back`] left.
    pub fn forward(&mut self, here: Place, there: impl Fn(ArticleId) -> bool) -> Option<Place> {
        let place = take_last(&mut self.ahead, there)?;
        self.behind.push(Stop::Here(here));
        Some(place)
    }

    /// Everybody who is followed somewhere goes by another id; whoever has none any more is followed no more.
    pub fn rename(&mut self, to: impl Fn(EntityId) -> Option<EntityId>) {
        for stop in self.behind.iter_mut().chain(&mut self.ahead) {
            let Stop::Here(place) = stop else { continue };
            if let Whom::Known(id) = place.followed {
                place.followed = to(id).map_or(Whom::Nobody, Whom::Known);
            }
            place.beside = place.beside.iter().copied().filter_map(&to).collect();
        }
    }

    /// How many places can be gone back to.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.behind.len()
    }

    /// Takes in what earlier runs kept. The jumps of this run come after those.
    pub fn recall(&mut self, kept: store::Trail) {
        for (stops, kept) in [(&mut self.behind, kept.behind), (&mut self.ahead, kept.ahead)] {
            stops.splice(0..0, kept.into_iter().map(Stop::Elsewhere));
        }
        self.recalled = true;
    }

    /// Finds the places of earlier runs whose articles are in the pile: by their texts, of several copies the one in the same
    /// file.
    pub fn find(&mut self, pile: &Pile) {
        let stops = || self.behind.iter().chain(&self.ahead);
        let text = |stop: &Stop| if let Stop::Elsewhere(jump) = stop { Some(jump.article.text) } else { None };
        let wanted: HashSet<ContentHash> = stops().filter_map(text).collect();
        if wanted.is_empty() {
            return;
        }
        let mut found: HashMap<ContentHash, Vec<ArticleId>> = HashMap::new();
        for &id in pile.order() {
            if let Some(head) = pile.entry(id).head().filter(|head| wanted.contains(&head.text)) {
                found.entry(head.text).or_default().push(id);
            }
        }
        for stop in self.behind.iter_mut().chain(&mut self.ahead) {
            let Stop::Elsewhere(jump) = stop else { continue };
            let Some(copies) = found.get(&jump.article.text) else { continue };
            let same = copies.iter().find(|&&id| Origin::of(pile.entry(id).source()) == jump.article.origin);
            let followed = jump.followed.take().map_or(Whom::Nobody, |whom| Whom::Named(whom.name, whom.kind));
            let article = *same.unwrap_or(&copies[0]);
            *stop = Stop::Here(Place { article, top: jump.place as usize, mark: None, followed, beside: Vec::new() });
        }
    }

    /// True once it is known what an earlier run kept of it.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.recalled
    }

    /// What to keep of it; `None` while it is not known what is kept already.
    #[must_use]
    pub fn kept(&self, pile: &Pile) -> Option<store::Trail> {
        let keep = |stops: &[Stop]| {
            let over = stops.len().saturating_sub(MAX_PLACES);
            stops[over..].iter().filter_map(|stop| jump(stop, pile)).collect()
        };
        self.recalled.then(|| store::Trail { behind: keep(&self.behind), ahead: keep(&self.ahead) })
    }
}

fn take_last(stops: &mut Vec<Stop>, there: impl Fn(ArticleId) -> bool) -> Option<Place> {
    let at = stops.iter().rposition(|stop| matches!(stop, Stop::Here(place) if there(place.article)))?;
    match stops.remove(at) {
        Stop::Here(place) => Some(place),
        Stop::Elsewhere(_) => None,
    }
}

fn jump(stop: &Stop, pile: &Pile) -> Option<Jump> {
    let place = match stop {
        Stop::Elsewhere(jump) => return Some(jump.clone()),
        Stop::Here(place) => place,
    };
    let article: Identity = pile.entry(place.article).identity(pile.title(place.article))?;
    let registry = pile.registry();
    let followed = match &place.followed {
        Whom::Nobody => None,
        Whom::Named(name, kind) => Some((name.clone(), *kind)),
        Whom::Known(entity) => {
            let entity = registry.canonical(*entity);
            registry.subject(entity).map(|subject| (subject.name, subject.kind))
        }
    };
    let followed = followed.map(|(name, kind)| store::Followed { name, kind });
    Some(Jump { article, place: u32::try_from(place.top).unwrap_or(u32::MAX), followed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::read::Outcome;
    use crate::library::sources::Change;
    use crate::library::{Fresh, Source};

    fn place(n: u32) -> Place {
        Place { article: ArticleId(n), top: 0, mark: None, followed: Whom::Nobody, beside: Vec::new() }
    }

    #[test]
    fn back_and_forward_retrace_the_jumps() {
        let there = |_| true;
        let mut trail = Trail::default();
        trail.leave(place(1));
        trail.leave(place(2));
        assert_eq!(trail.back(place(3), there), Some(place(2)));
        assert_eq!(trail.back(place(2), there), Some(place(1)));
        assert_eq!(trail.back(place(1), there), None);
        assert_eq!(trail.forward(place(1), there), Some(place(2)));
        trail.leave(place(2));
        assert_eq!(trail.forward(place(4), there), None);
    }

    #[test]
    fn what_is_gone_is_passed_over() {
        let mut trail = Trail::default();
        (1..4).for_each(|n| trail.leave(place(n)));
        assert_eq!(trail.back(place(4), |id| id.0 < 3), Some(place(2)));
        assert_eq!(trail.forward(place(2), |_| true), Some(place(4)));
    }

    /// A pile of sample articles with these texts.
    fn pile(texts: &[&str]) -> Pile {
        let mut pile = Pile::new();
        let sources = ["a.txt", "b.txt", "c.txt"].map(Source::Sample).into_iter().take(texts.len());
        let ids = pile.apply(Change::first(sources)).to_read;
        for (id, text) in ids.into_iter().zip(texts) {
            let mut builder = crate::document::ArticleBuilder::new();
            builder.block(crate::document::BlockKind::Paragraph, text);
            pile.settle(id, Outcome::Articles(vec![Fresh::new(builder.finish("x"))]));
        }
        pile
    }

    #[test]
    fn jumps_in_other_piles_are_kept_for_them() {
        let (here, there) = (pile(&["Moscou", "Kiev"]), pile(&["Rome", "Minsk"]));
        let mut first = Trail::default();
        assert_eq!(first.kept(&here), None, "what is kept is not overwritten before it is known");
        first.recall(store::Trail::default());
        first.leave(place(0));
        first.leave(place(1));
        let mut second = Trail::default();
        second.leave(place(0));
        second.recall(first.kept(&here).unwrap());
        second.find(&there);
        assert_eq!(second.back(place(1), |_| true), Some(place(0)), "its own");
        assert_eq!(second.back(place(0), |_| true), None);
        second.leave(place(1));
        let mut third = Trail::default();
        third.recall(second.kept(&there).unwrap());
        third.find(&here);
        assert_eq!(third.back(place(0), |_| true), Some(place(1)));
        assert_eq!(third.back(place(1), |_| true), Some(place(0)));
        assert_eq!(third.kept(&here).unwrap().behind.len(), 1, "that of the other pile");
    }
}
