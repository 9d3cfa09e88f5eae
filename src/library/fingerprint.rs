//! What an article says, as a fingerprint: by it, articles that tell the same story are found.

use crate::document::{Article, BlockKind};
use crate::text::minhash::Signature;
use crate::text::shingles::Shingler;

/// A text of fewer shingles says too little to be the same as another.
const FEWEST: usize = 12;

/// The fingerprint of an article; `None` where it says too little. What every paper words its own way does not count: titles,
/// captions, and the furniture around the text.
///
/// It is kept: whoever changes what the same text gets has the kept ones made anew, as version 4 of the store's format did.
#[must_use]
pub fn of(article: &Article) -> Option<Signature> {
    let shingles = shingles(article);
    (shingles.len() >= FEWEST).then(|| Signature::of(&shingles))
}

/// The shingles that it is made of, in ascending order.
#[must_use]
pub fn shingles(article: &Article) -> Vec<u64> {
    let mut shingler = Shingler::default();
    let told = |kind| !matches!(kind, BlockKind::Title | BlockKind::Caption | BlockKind::Furniture);
    for block in article.blocks().iter().filter(|block| told(block.kind)) {
        shingler.take(block.span.of(article.text()));
    }
    shingler.finish()
}
