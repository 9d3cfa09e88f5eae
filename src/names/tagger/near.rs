//! What a word says by its spelling alone, of itself and of the two words on each side.
//!
//! Nearly half of all features are of this sort, and they are the same wherever the word stands; so their weights are
//! summed once and kept from article to article.

use super::features::{Marked, REACH};
use super::model::{Handy, Model, Sums};

/// The sums of a form for the words from two behind it to two before it.
pub type Near = [Sums; REACH];

/// Forms whose sums are kept: about 4.5 MB.
const KEPT: usize = 1 << 14;

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
    /// The sums of a form.
    pub fn sum(&mut self, marked: Marked, model: &Model) -> Near {
        self.places.resize(KEPT, None);
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
