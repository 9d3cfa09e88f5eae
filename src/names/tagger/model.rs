//! The trained weights: a table from features to a row of scores, one for each label, in bytes.
//!
//! The file is: magic and format version, counts, the scale of the weights, the transitions, then the features
//! ascending by fingerprint with their rows, then a checksum over all of it. Loading spreads the features over an open hash
//! table; a lookup is one or two cache lines.

use std::sync::LazyLock;

use super::label::{LABELS, Label};
use super::lattice::{FORBIDDEN, Scores, Transitions};

/// First bytes of a model.
const MAGIC: &[u8; 8] = b"KIOSQNER";
/// Changes whenever features or layout do.
pub const VERSION: u32 = 2;

/// Why some bytes are no model for this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Something else altogether.
    #[error("this is not a model of names: it does not start as one")]
    Foreign,
    /// Another version of the format.
    #[error("the model has format version {0}, this program reads {VERSION}: train it anew")]
    Version(u32),
    /// Cut off or changed.
    #[error("the model is damaged: {0}")]
    Damaged(&'static str),
}

/// The weights of one feature: a row of labels for the first look, one for the second.
pub type Row = [i8; 2 * LABELS];

/// The weights of two chains over hashed features.
pub struct Model {
    /// Fingerprints in an open table, 0 where free.
    slots: Vec<u32>,
    /// For each slot its row.
    rows: Vec<Row>,
    scales: [f32; 2],
    transitions: [Transitions; 2],
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    // The bytes are committed and a test loads them; should they ever not load, nobody is named, and reading goes on.
    Model::read(include_bytes!("../../../assets/names.model")).unwrap_or_else(|_| Model::empty())
});

impl Model {
    /// The model of the process.
    #[must_use]
    pub fn get() -> &'static Self {
        &MODEL
    }

    fn empty() -> Self {
        Self::with_room(0, [1.0; 2], [[[0.0; LABELS]; LABELS]; 2])
    }

    /// An empty table for `count` features.
    fn with_room(count: usize, scales: [f32; 2], mut transitions: [Transitions; 2]) -> Self {
        for (before, row) in transitions.iter_mut().flat_map(|table| table.iter_mut().enumerate()) {
            for (behind, score) in row.iter_mut().enumerate() {
                if !Label(before as u8).may_precede(Label(behind as u8)) {
                    *score = FORBIDDEN;
                }
            }
        }
        // Half full at most: then a search ends after a step or two.
        let size = (count * 2).next_power_of_two().max(16);
        Self { slots: vec![0; size], rows: vec![[0; 2 * LABELS]; size], scales, transitions }
    }

    fn insert(&mut self, print: u32, row: Row) {
        let mask = self.slots.len() - 1;
        let mut at = print as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = print;
        self.rows[at] = row;
    }

    /// Reads a model.
    ///
    /// # Errors
    /// When the bytes are no model, of another version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, Unfit> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Unfit::Foreign)?;
        let mut input = Input(rest);
        let version = input.u32().ok_or(Unfit::Damaged("it ends too soon"))?;
        if version != VERSION {
            return Err(Unfit::Version(version));
        }
        let (body, sum) = bytes.split_at_checked(bytes.len() - 4).ok_or(Unfit::Damaged("it ends too soon"))?;
        if checksum(body).to_le_bytes() != sum {
            return Err(Unfit::Damaged("its checksum does not match"));
        }
        Self::read_body(&mut input).ok_or(Unfit::Damaged("it ends too soon"))
    }

    fn read_body(input: &mut Input) -> Option<Self> {
        let count = input.u32()? as usize;
        let scales = [f32::from_bits(input.u32()?), f32::from_bits(input.u32()?)];
        let mut transitions = [[[0.0; LABELS]; LABELS]; 2];
        for score in transitions.iter_mut().flatten().flatten() {
            *score = f32::from_bits(input.u32()?);
        }
        // A count that the rest cannot hold must not ask for memory.
        let mut model = Self::with_room(count.min(input.0.len() / (4 + 2 * LABELS)), scales, transitions);
        for _ in 0..count {
            let print = input.u32()?;
            let row = input.take(2 * LABELS)?;
            model.insert(print, std::array::from_fn(|i| row[i].cast_signed()));
        }
        Some(model)
    }

    /// Writes a model: `features` ascending by fingerprint.
    #[must_use]
    pub fn write(features: &[(u32, Row)], scales: [f32; 2], transitions: &[Transitions; 2]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((features.len() as u32).to_le_bytes());
        for scale in scales {
            out.extend(scale.to_bits().to_le_bytes());
        }
        for score in transitions.iter().flatten().flatten() {
            out.extend(score.to_bits().to_le_bytes());
        }
        for (print, row) in features {
            out.extend(print.to_le_bytes());
            out.extend(row.map(i8::cast_unsigned));
        }
        let sum = checksum(&out);
        out.extend(sum.to_le_bytes());
        out
    }

    /// Scores of the labels of a word with these features, for the first and the second look.
    #[must_use]
    pub fn score(&self, features: &[u64]) -> [Scores; 2] {
        let mask = self.slots.len() - 1;
        let mut sums = [0i32; 2 * LABELS];
        for &feature in features {
            let print = fingerprint(feature);
            let mut at = print as usize & mask;
            while self.slots[at] != 0 {
                if self.slots[at] == print {
                    for (sum, weight) in sums.iter_mut().zip(self.rows[at]) {
                        *sum += i32::from(weight);
                    }
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        let look = |n: usize| std::array::from_fn(|label| sums[n * LABELS + label] as f32 * self.scales[n]);
        [look(0), look(1)]
    }

    /// Scores of one label behind another, for the first and the second look.
    #[must_use]
    pub fn transitions(&self) -> &[Transitions; 2] {
        &self.transitions
    }
}

/// The fingerprint under which a feature is kept; never 0.
#[must_use]
pub fn fingerprint(feature: u64) -> u32 {
    ((feature >> 32) as u32 ^ feature as u32).max(1)
}

/// FNV-1a.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Vec<u8> {
        let row = |n: i8| std::array::from_fn(|i| if i == 0 { n } else { 0 });
        Model::write(&[(7, row(3)), (7 + 16, row(5))], [0.5, 1.0], &[[[0.0; LABELS]; LABELS]; 2])
    }

    #[test]
    fn what_is_written_is_read() {
        let model = Model::read(&small()).unwrap();
        assert!((model.score(&[7])[0][0] - 1.5).abs() < 1e-6);
        assert!((model.score(&[7, 23, 99])[0][0] - 4.0).abs() < 1e-6);
        assert!(model.transitions()[0][0][2] <= FORBIDDEN);
    }

    #[test]
    fn what_does_not_fit_says_why() {
        let bytes = small();
        assert_eq!(Model::read(b"GIF89a").err(), Some(Unfit::Foreign));
        assert_eq!(Model::read(&[]).err(), Some(Unfit::Foreign));
        let mut other = bytes.clone();
        other[MAGIC.len()] = 99;
        assert_eq!(Model::read(&other).err(), Some(Unfit::Version(99)));
        for cut in MAGIC.len()..bytes.len() {
            assert!(matches!(Model::read(&bytes[..cut]), Err(Unfit::Damaged(_))), "cut at {cut}");
        }
        let mut flipped = bytes;
        let last = flipped.len() - 10;
        flipped[last] ^= 1;
        assert!(matches!(Model::read(&flipped), Err(Unfit::Damaged(_))));
    }

    #[test]
    fn the_committed_model_fits() {
        let bytes = include_bytes!("../../../assets/names.model");
        assert!(Model::read(bytes).is_ok_and(|model| model.slots.iter().filter(|&&s| s != 0).count() > 100_000));
    }
}
