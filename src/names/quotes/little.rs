//! The little words that hold a sentence together, each by what it may be.

use std::sync::LazyLock;

use foldhash::HashMap;

use super::speech::{Form, forms};

/// What a word may be, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Little(u16);

impl Little {
    pub(super) const AUXILIARY: Self = Self(1);
    pub(super) const ENGLISH_AUXILIARY: Self = Self(2);
    pub(super) const CLITIC: Self = Self(4);
    pub(super) const ADVERB: Self = Self(8);
    pub(super) const PREPOSITION: Self = Self(16);
    pub(super) const DETERMINER: Self = Self(32);
    /// Says when.
    pub(super) const TIME: Self = Self(64);
    /// Begins a clause of its own.
    pub(super) const RELATIVE: Self = Self(128);

    /// True when one of the two is of the other's sorts.
    pub(super) fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

const WORDS: [(Little, &str); 8] = [
    (
        Little::AUXILIARY,
        "a ont avait avaient aura auront aurait auraient eut est sont était étaient fut ai ayant soit ait",
    ),
    (Little::ENGLISH_AUXILIARY, "has have had was is were"),
    (Little::CLITIC, "nous vous lui leur me m' te t' se s' l' le la les en y ne n' comme"),
    (
        Little::ADVERB,
        "ainsi ensuite aussi encore toujours alors donc enfin puis même bien déjà pourtant \
         cependant d'abord aussitôt hier tout plus also later then once recently repeatedly not",
    ),
    (
        Little::PREPOSITION,
        "de d' du des à au aux en dans sur sous pour par avec sans avant après depuis devant chez \
         vers lors entre contre selon dès pendant face auprès parmi via durant suite of at on in \
         to for from with by during after before about under against over near outside through \
         into between amid per",
    ),
    (
        Little::DETERMINER,
        "le la l' les un une ce cet cette ces son sa ses leur leurs notre nos mon ma mes the a an \
         his her its their our my one",
    ),
    (
        Little::TIME,
        "lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui matin soir midi \
         après-midi monday tuesday wednesday thursday friday saturday sunday yesterday today ce \
         dernier récemment late early earlier last week dernière tard tôt",
    ),
    (Little::RELATIVE, "qui que qu' dont où lequel laquelle who whom whose which that when lorsque quand"),
];

/// The little words and the verbs in one table: each word of a text is looked up once.
static SORTS: LazyLock<HashMap<String, (Little, Form)>> = LazyLock::new(|| {
    let mut out: HashMap<String, (Little, Form)> =
        forms().into_iter().map(|(word, form)| (word, (Little::default(), form))).collect();
    for (sort, words) in WORDS {
        for word in words.split_whitespace() {
            out.entry(word.to_owned()).or_default().0.0 |= sort.0;
        }
    }
    out
});

/// What `word`, in lower case, may be of a sentence's little words, and of a verb of saying.
pub(super) fn sorts(word: &str) -> (Little, Form) {
    SORTS.get(word).copied().unwrap_or_default()
}
