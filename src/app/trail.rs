//! The places jumped from, to go back to and forward again.

use crate::document::{ArticleId, Span};
use crate::names::EntityId;

/// More jumps than anybody retraces.
const MAX_PLACES: usize = 500;

/// Where somebody was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// The top of the text pane.
    pub top: usize,
    /// The cursor.
    pub mark: Option<Span>,
    /// The one followed.
    pub followed: Option<EntityId>,
}

/// A list of places with a position in it, as in a browser: a jump from the middle forgets what lay ahead.
#[derive(Debug, Default)]
pub struct Trail {
    behind: Vec<Place>,
    ahead: Vec<Place>,
}

impl Trail {
    /// Remembers the place that a jump leaves.
    pub fn leave(&mut self, place: Place) {
        self.ahead.clear();
        if self.behind.last() != Some(&place) {
            self.behind.push(place);
        }
        if self.behind.len() > MAX_PLACES {
            self.behind.remove(0);
        }
    }

    /// The place before `here`, which can be returned to.
    pub fn back(&mut self, here: Place) -> Option<Place> {
        let place = self.behind.pop()?;
        self.ahead.push(here);
        Some(place)
    }

    /// The place that [`Trail::back`] left.
    pub fn forward(&mut self, here: Place) -> Option<Place> {
        let place = self.ahead.pop()?;
        self.behind.push(here);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_retrace_the_jumps() {
        let place = |n| Place { article: ArticleId(n), top: 0, mark: None, followed: None };
        let mut trail = Trail::default();
        trail.leave(place(1));
        trail.leave(place(2));
        assert_eq!(trail.back(place(3)), Some(place(2)));
        assert_eq!(trail.back(place(2)), Some(place(1)));
        assert_eq!(trail.back(place(1)), None);
        assert_eq!(trail.forward(place(1)), Some(place(2)));
        trail.leave(place(2));
        assert_eq!(trail.forward(place(4)), None);
    }
}
