//! The trained weights: a table from features to a row of scores, one for each label, in bytes.
//!
//! The file is: magic and format version, counts, the scale of the weights, the transitions, then the features
//! ascending by fingerprint with their rows, then a checksum over all of it. In memory they stay in that order with gaps
//! between them, each as near as may be to the place that its fingerprint says; so a search is a step or two.

use std::sync::LazyLock;

use super::label::{LABELS, Label};
use super::lattice::{FORBIDDEN, Scores, Transitions};

/// First bytes of a model.
const MAGIC: &[u8; 8] = b"KIOSQNER";
/// Changes whenever features or layout do.
pub const VERSION: u32 = 3;

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

/// Weights of some features added up. A word has at most two hundred, so 16 bits are enough.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums([i16; 2 * LABELS]);

impl Sums {
    /// Adds `other`.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(sum, more)| *sum = sum.wrapping_add(*more));
    }

    fn add_row(&mut self, row: &Row) {
        self.0.iter_mut().zip(row).for_each(|(sum, &weight)| *sum = sum.wrapping_add(i16::from(weight)));
    }
}

/// A place in the table.
#[derive(Clone, Copy)]
struct Slot {
    /// 0 where free.
    print: u32,
    row: Row,
}

/// Rows kept at hand: 400 KB, for a cache of the second level.
const HANDY: usize = 1 << 14;

/// Rows of features met lately. A few thousand features, such as those of a word's look, make up most of what is asked
/// for; in the table each of them would hold a cache line of its own.
pub struct Handy(Vec<Slot>);

impl Default for Handy {
    fn default() -> Self {
        Self(vec![FREE; HANDY])
    }
}

impl Handy {
    /// The one slot in which `print` may be.
    fn slot(&mut self, print: u32) -> &mut Slot {
        &mut self.0[print as usize % HANDY]
    }
}

const FREE: Slot = Slot { print: 0, row: [0; 2 * LABELS] };

/// Features whose slots are fetched together.
const TOGETHER: usize = 64;

/// The weights of two chains over hashed features.
pub struct Model {
    /// Ascending by fingerprint, free slots between them; the last one is free.
    slots: Vec<Slot>,
    /// Number of different places that fingerprints say.
    places: u64,
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
        let mut model = Self::with_room(0, [1.0; 2], [[[0.0; LABELS]; LABELS]; 2]);
        model.close();
        model
    }

    /// A table without features and with room for `count`.
    fn with_room(count: usize, scales: [f32; 2], mut transitions: [Transitions; 2]) -> Self {
        for (before, row) in transitions.iter_mut().flat_map(|table| table.iter_mut().enumerate()) {
            for (behind, score) in row.iter_mut().enumerate() {
                if !Label(before as u8).may_precede(Label(behind as u8)) {
                    *score = FORBIDDEN;
                }
            }
        }
        // Two thirds full: more gaps would save few steps and cost memory, which is slow.
        let places = count + count / 2 + 1;
        Self { slots: Vec::with_capacity(places + 64), places: places as u64, scales, transitions }
    }

    /// Where a feature stands, or close behind.
    fn place(&self, print: u32) -> usize {
        ((u64::from(print) * self.places) >> 32) as usize
    }

    /// Takes in one more feature. Its fingerprint must be greater than all before.
    fn push(&mut self, print: u32, row: Row) {
        let place = self.place(print).max(self.slots.len());
        self.slots.resize(place, FREE);
        self.slots.push(Slot { print, row });
    }

    /// Ends the taking in of features.
    fn close(&mut self) {
        let end = self.slots.len().max(self.places as usize);
        self.slots.resize(end + 1, FREE);
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
        Self::read_body(&mut input).ok_or(Unfit::Damaged("it ends too soon, or is out of order"))
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
        let mut last = None;
        for _ in 0..count {
            let print = input.u32()?;
            let row = input.take(2 * LABELS)?;
            if last.replace(print) >= Some(print) {
                return None;
            }
            model.push(print, std::array::from_fn(|i| row[i].cast_signed()));
        }
        model.close();
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

    /// Scores of the labels of a word whose features have these sums, for the first and the second look.
    #[must_use]
    pub fn score(&self, Sums(sums): &Sums) -> [Scores; 2] {
        let look = |n: usize| std::array::from_fn(|label| f32::from(sums[n * LABELS + label]) * self.scales[n]);
        [look(0), look(1)]
    }

    /// Adds the weights of `features` to `sums`. `handy` must have served no other model.
    pub fn add(&self, features: &[u64], handy: &mut Handy, sums: &mut Sums) {
        let mut total = *sums;
        for features in features.chunks(TOGETHER) {
            let (mut missing, mut count) = ([0; TOGETHER], 0);
            for print in features.iter().map(|&feature| fingerprint(feature)) {
                let slot = handy.slot(print);
                if slot.print == print {
                    total.add_row(&slot.row);
                } else {
                    missing[count] = print;
                    count += 1;
                }
            }
            // The rest comes from far away. Nothing hangs yet on what the slots hold, so all are fetched at the same time.
            let mut first = [0; TOGETHER];
            for (first, &print) in first.iter_mut().zip(&missing[..count]) {
                *first = self.slots[self.place(print)].print;
            }
            for (&print, &first) in missing[..count].iter().zip(&first) {
                let row = self.row(print, first);
                total.add_row(row);
                *handy.slot(print) = Slot { print, row: *row };
            }
        }
        *sums = total;
    }

    /// The row of a fingerprint, at whose place `first` stands; zeros when it is not in the table.
    fn row(&self, print: u32, first: u32) -> &Row {
        let (mut at, mut met) = (self.place(print), first);
        while met != print && met != 0 {
            at += 1;
            met = self.slots[at].print;
        }
        &self.slots[at].row
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
        let score = |features: &[u64]| {
            let mut sums = Sums::default();
            model.add(features, &mut Handy::default(), &mut sums);
            model.score(&sums)[0][0]
        };
        assert!((score(&[7]) - 1.5).abs() < 1e-6);
        assert!((score(&[7, 23, 99]) - 4.0).abs() < 1e-6);
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
        assert!(
            Model::read(bytes).is_ok_and(|model| model.slots.iter().filter(|slot| slot.print != 0).count() > 100_000)
        );
    }
}
