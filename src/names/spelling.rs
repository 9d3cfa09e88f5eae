//! What is the same for every occurrence of one spelling, in whatever article: its key, what the lists know, and the
//! numbers by which the tagger calls it.
//!
//! Most words of an article stood in the last one too, so each thread keeps those it met lately.

use std::cell::RefCell;
use std::hash::BuildHasher;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::lexicon::{Facts, Lexicon, Place, key};
use super::tagger::features::mix;
use super::words::Small;

/// A spelling.
pub(super) struct Spelling {
    surface: Box<str>,
    /// The form under which the lists have it.
    pub(super) key: Box<str>,
    /// What the lists know of the key.
    pub(super) facts: Facts,
    /// Where the listed phrases go on that begin with the key.
    pub(super) phrases: Option<Place>,
    /// What it tells of a name beside it.
    pub(super) small: Small,
    /// The numbers of the key and its parts.
    pub(super) marks: Marks,
    /// The outline of the word, runs of the same sort as one: `McDonald’s` is `XxXx'x`.
    pub(super) pattern: u64,
}

/// A key as the tagger sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The key as one number.
    pub(super) key: u64,
    /// Prefixes of one to four letters, then suffixes; 0 where the key is shorter.
    pub(super) affixes: [u64; 8],
}

impl Spelling {
    fn new(surface: &str) -> Self {
        let key = key(surface);
        let (facts, phrases) = Lexicon::get().look_up(&key);
        Self {
            surface: surface.into(),
            facts,
            phrases,
            small: Small::of(surface),
            marks: Marks::of(&key),
            pattern: pattern(surface),
            key: key.into_boxed_str(),
        }
    }
}

impl Marks {
    fn of(key: &str) -> Self {
        let mut affixes = [0; 8];
        let ends = key.char_indices().skip(1).map(|(at, _)| at).chain([key.len()]).filter(|&at| at > 0);
        for (affix, end) in affixes.iter_mut().zip(ends.take(4)) {
            *affix = hash(&key[..end]);
        }
        for (affix, (start, _)) in affixes[4..].iter_mut().zip(key.char_indices().rev()) {
            *affix = hash(&key[start..]);
        }
        Self { key: hash(key), affixes }
    }
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| mix(h, u64::from(b)))
}

fn pattern(surface: &str) -> u64 {
    let (mut h, mut last) = (7, 0u8);
    for c in surface.chars() {
        let sort = match c {
            c if c.is_lowercase() => b'x',
            c if c.is_uppercase() => b'X',
            c if c.is_numeric() => b'0',
            '-' | '‑' => b'-',
            '.' => b'.',
            '\'' | '’' => b'\'',
            c if c.is_alphabetic() => b'a',
            _ => b'?',
        };
        if sort != last {
            h = mix(h, u64::from(sort));
            last = sort;
        }
    }
    h
}

/// Spellings that a thread keeps: with all that hangs on them about 6 MB.
const KEPT: usize = 1 << 15;
/// Longer ones, in bytes, are not worth keeping.
const LONGEST_KEPT: usize = 40;

/// The spellings met lately, each at the one place its hash allows; a newcomer takes the place of what stood there.
struct Recent {
    places: Vec<Option<Rc<Spelling>>>,
    hasher: RandomState,
}

thread_local! {
    static RECENT: RefCell<Recent> = RefCell::new(Recent { places: vec![None; KEPT], hasher: RandomState::default() });
}

/// What the lists know of a word.
pub(super) fn facts(word: &str) -> Facts {
    spell(word).facts
}

/// What is known of `surface`.
pub(super) fn spell(surface: &str) -> Rc<Spelling> {
    if surface.len() > LONGEST_KEPT {
        return Rc::new(Spelling::new(surface));
    }
    RECENT.with_borrow_mut(|recent| {
        let place = &mut recent.places[recent.hasher.hash_one(surface) as usize % KEPT];
        match place {
            Some(known) if *known.surface == *surface => Rc::clone(known),
            _ => Rc::clone(place.insert(Rc::new(Spelling::new(surface)))),
        }
    })
}
