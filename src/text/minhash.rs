//! A small fingerprint of a set that tells how alike two sets are.
//!
//! `MinHash`: Broder, "On the resemblance and containment of documents" (1997). Under a random order of all that a set may
//! hold, two sets have the same least element as often as they resemble each other, |A ∩ B| / |A ∪ B|; so some dozens of
//! orders tell it, give or take a little. Of each least element 16 bits are kept (Li and König, "b-bit minwise hashing",
//! 2010). The orders are made from two numbers of each element (Kirsch and Mitzenmacher, "Less hashing, same performance",
//! 2006), which costs an addition and a comparison each. Bands of some minima find sets that may be alike without
//! comparing all pairs (Broder et al., "Syntactic clustering of the Web", 1997).

/// Orders, and least elements kept: 128 bytes. The resemblance is right to 0.06, the worst where it is one half.
pub const MINIMA: usize = 64;

/// Bands that two sets may share.
pub const BANDS: usize = MINIMA / ROWS;

/// Bytes of a signature as it is kept.
pub const BYTES: usize = 2 * MINIMA + 4;

/// Minima in a band. Sets of a resemblance r share a band with the probability 1 - (1 - r²)³²: 0.95 for three tenths, 0.73
/// for two, and next to nothing for the hundredth that any two texts share.
const ROWS: usize = 2;

/// The fingerprint of a set.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Signature {
    minima: [u16; MINIMA],
    count: u32,
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Signature of {} ({:04x}…)", self.count, self.minima[0])
    }
}

impl Signature {
    /// That of a set of numbers that are spread over all bits, each of them once.
    #[must_use]
    pub fn of(set: &[u64]) -> Self {
        let mut least = [i32::MAX; MINIMA];
        for &element in set {
            // Two numbers, the second odd: under every order the element has another place.
            let (mut place, stride) = (element as i32, (element >> 32) as i32 | 1);
            for eight in least.as_chunks_mut::<8>().0 {
                for (least, times) in eight.iter_mut().zip(0i32..) {
                    *least = (*least).min(place.wrapping_add(stride.wrapping_mul(times)));
                }
                place = place.wrapping_add(stride.wrapping_mul(8));
            }
        }
        Self { minima: least.map(|least| least as u16), count: u32::try_from(set.len()).unwrap_or(u32::MAX) }
    }

    /// How many elements the set has.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// About |A ∩ B| / |A ∪ B|.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        if self.count == 0 || other.count == 0 {
            return 0.0;
        }
        let same = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        same as f64 / MINIMA as f64
    }

    /// About how much of the smaller set is in the other, |A ∩ B| / min(|A|, |B|): from the resemblance and the sizes.
    #[must_use]
    pub fn containment(&self, other: &Self) -> f64 {
        let resemblance = self.resemblance(other);
        let (a, b) = (f64::from(self.count), f64::from(other.count));
        let shared = resemblance / (1.0 + resemblance) * (a + b);
        if resemblance == 0.0 { 0.0 } else { (shared / a.min(b)).min(1.0) }
    }

    /// The bands: two sets that have one in the same place in common may be alike.
    #[must_use]
    pub fn bands(&self) -> [u32; BANDS] {
        std::array::from_fn(|band| {
            let [first, second] = [0, 1].map(|row| u32::from(self.minima[band * ROWS + row]));
            first << 16 | second
        })
    }

    /// As it is kept.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let mut out = [0; BYTES];
        let (minima, count) = out.split_at_mut(2 * MINIMA);
        for (pair, least) in minima.as_chunks_mut::<2>().0.iter_mut().zip(self.minima) {
            *pair = least.to_le_bytes();
        }
        count.copy_from_slice(&self.count.to_le_bytes());
        out
    }

    /// What [`to_bytes`](Self::to_bytes) made; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (minima, count) = bytes.split_at_checked(2 * MINIMA)?;
        let pairs = minima.as_chunks::<2>().0;
        Some(Self {
            minima: std::array::from_fn(|at| u16::from_le_bytes(pairs[at])),
            count: u32::from_le_bytes(count.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers spread over all bits.
    fn set(range: std::ops::Range<u64>) -> Vec<u64> {
        let spread = |n: u64| {
            let n = (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            n ^ (n >> 31)
        };
        range.map(spread).collect()
    }

    /// Over many pairs of sets the estimate is right in the mean, and each is off by no more than chance allows.
    #[test]
    fn resemblance_and_containment_are_estimated() {
        for (a, b, common) in [(300, 300, 200), (300, 300, 100), (100, 400, 100), (40, 60, 30), (500, 500, 0)] {
            const PAIRS: u64 = 400;
            let (mut sum, mut square, mut contained) = (0.0, 0.0, 0.0);
            let exact = common as f64 / (a + b - common) as f64;
            for pair in 0..PAIRS {
                let from = pair * 10_000;
                let one = Signature::of(&set(from..from + a));
                let other = Signature::of(&set(from + a - common..from + a - common + b));
                let off = one.resemblance(&other) - exact;
                sum += off;
                square += off * off;
                contained += one.containment(&other);
            }
            let (mean, spread) = (sum / PAIRS as f64, (square / PAIRS as f64).sqrt());
            let chance = (exact * (1.0 - exact) / MINIMA as f64).sqrt();
            let contained = contained / PAIRS as f64 - common as f64 / a.min(b) as f64;
            assert!(contained.abs() < 0.1, "{a} {b} {common}: {contained}");
            assert!(
                mean.abs() < 0.01 && spread < chance * 1.2 + 0.001,
                "{a} {b} {common}: {mean} ± {spread}, {chance}"
            );
        }
    }

    #[test]
    fn the_empty_set_is_like_nothing() {
        let (empty, some) = (Signature::of(&[]), Signature::of(&set(0..9)));
        assert_eq!((empty.resemblance(&empty), empty.containment(&some)), (0.0, 0.0));
        assert_eq!((some.resemblance(&some), some.containment(&some)), (1.0, 1.0));
    }

    proptest! {
        #[test]
        fn a_signature_is_kept_and_read(from in any::<u32>(), len in 0u64..50, bytes in prop::collection::vec(any::<u8>(), 0..140)) {
            let signature = Signature::of(&set(u64::from(from)..u64::from(from) + len));
            prop_assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
            prop_assert_eq!(Signature::from_bytes(&bytes).is_some(), bytes.len() == BYTES);
        }

        #[test]
        fn the_order_of_a_set_does_not_matter(len in 0u64..50) {
            let mut elements = set(0..len);
            let signature = Signature::of(&elements);
            elements.reverse();
            prop_assert_eq!(Signature::of(&elements), signature);
        }
    }
}
