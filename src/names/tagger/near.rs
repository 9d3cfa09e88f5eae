//! What a word says by its spelling alone, of itself and of the two words on each side.
//!
//! Nearly half of all features are of this sort, and they are the same wherever the word stands; so their weights are
//! summed once and kept from article to article.

use super::features::{Marked, REACH, View};
use super::model::{Handy, Model, Sums};

/// The sums of a form for the words from two behind it to two before it.
pub type Near = [Sums; REACH];

/// Forms whose sums are kept: about 1.1 MB.
const KEPT: usize = 4096;

/// What a tagger looked up lately. The sums of a form stand at the one place that its number allows; a newcomer takes the
/// place of what stood there.
#[derive(Default)]
pub struct Recent {
    places: Vec<Option<(Marked, Near)>>,
    features: Vec<u64>,
    /// Single features met lately.
    pub handy: Handy,
}

impl Recent {
    /// The sums of every form of `view`, by their numbers; those of the edge of the text last.
    pub fn sums(&mut self, view: &View, model: &Model) -> Vec<Near> {
        self.places.resize(KEPT, None);
        (0..=view.forms()).map(|form| self.sum(view.marked(form), model)).collect()
    }

    fn sum(&mut self, marked: Marked, model: &Model) -> Near {
        let place = &mut self.places[(marked.number() >> 32) as usize % KEPT];
        if let Some((known, near)) = place
            && *known == marked
        {
            return *near;
        }
        let features = &mut self.features;
        let near = std::array::from_fn(|offset| {
            features.clear();
            marked.features(offset, features);
            let mut sums = Sums::default();
            model.add(features, &mut self.handy, &mut sums);
            sums
        });
        *place = Some((marked, near));
        near
    }
}
