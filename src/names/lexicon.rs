//! What the compiled lists say about a word or a phrase.
//!
//! `assets/lexicon.fst` is a finite-state map from folded keys to packed [`Facts`], built by
//! `examples/compile_lexicon.rs` from lists of first names, surnames, towns, countries and organisations, from the
//! hand-made cues in `assets/lexicon.cues.txt`, and from counts of ordinary lower-case words. It is used in place:
//! nothing is parsed at start-up. A list is evidence, never a verdict; the judging is done elsewhere.

use std::sync::LazyLock;

use fst::Map;
use fst::raw::{CompiledAddr, Fst, Node, Output};

use super::tokens::is_apostrophe;
use crate::text::fold::fold;

/// What the lists know of one key: classes of frequency in the low bits, then one bit for each list or cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts(pub u64);

/// The lists and cues, each by its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "each is one section of lexicon.cues.txt or one list of names, called by its name")]
pub enum Cue {
    GivenName = 9,
    Surname,
    City,
    Country,
    ListedOrganisation,
    Title,
    TitleMale,
    TitleFemale,
    Role,
    RoleMale,
    RoleFemale,
    Kin,
    Says,
    OrgHead,
    OrgTail,
    OrgComplement,
    PlaceHead,
    PlaceTail,
    GenericPlace,
    EventHead,
    WorkNoun,
    Demonym,
    Calendar,
    Stop,
    NoAcronym,
    KnownOrg,
    KnownPlace,
    SurnameFirst,
    KnownPerson,
    KnownOther,
}

impl Cue {
    /// The section of `lexicon.cues.txt` that sets each cue.
    pub const SECTIONS: [(&'static str, Self); 25] = [
        ("title", Self::Title),
        ("title male", Self::TitleMale),
        ("title female", Self::TitleFemale),
        ("role", Self::Role),
        ("role male", Self::RoleMale),
        ("role female", Self::RoleFemale),
        ("kin", Self::Kin),
        ("says", Self::Says),
        ("org head", Self::OrgHead),
        ("org tail", Self::OrgTail),
        ("org complement", Self::OrgComplement),
        ("place head", Self::PlaceHead),
        ("place tail", Self::PlaceTail),
        ("generic place", Self::GenericPlace),
        ("event head", Self::EventHead),
        ("work noun", Self::WorkNoun),
        ("demonym", Self::Demonym),
        ("calendar", Self::Calendar),
        ("stop", Self::Stop),
        ("no acronym", Self::NoAcronym),
        ("known org", Self::KnownOrg),
        ("known place", Self::KnownPlace),
        ("surname first", Self::SurnameFirst),
        ("person", Self::KnownPerson),
        ("known other", Self::KnownOther),
    ];
}

impl Facts {
    /// Where the class of the count of lower-case uses stands.
    pub const COMMON_SHIFT: u32 = 6;

    /// True when the key stands under `cue`.
    #[must_use]
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u8) != 0
    }

    /// True when the key stands under any of `cues`.
    #[must_use]
    pub fn any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.has(cue))
    }

    /// These facts with `cue`.
    #[must_use]
    pub fn with(self, cue: Cue) -> Self {
        Self(self.0 | 1 << cue as u8)
    }

    /// How often boys were given it as a first name: 0 never, 7 half a million times.
    #[must_use]
    pub fn male(self) -> u8 {
        (self.0 & 7) as u8
    }

    /// The same for girls.
    #[must_use]
    pub fn female(self) -> u8 {
        (self.0 >> 3 & 7) as u8
    }

    /// How common it is as an ordinary lower-case word: 0 never seen, 7 everywhere.
    #[must_use]
    pub fn common(self) -> u8 {
        (self.0 >> Self::COMMON_SHIFT & 7) as u8
    }

    /// How well established it is as a first name, 0 to 7.
    #[must_use]
    pub fn given(self) -> u8 {
        self.male().max(self.female()).max(u8::from(self.has(Cue::GivenName)))
    }

    /// The gender that a first name speaks for, when one is ten times as frequent as the other.
    #[must_use]
    pub fn gender(self) -> Option<Gender> {
        match (self.male(), self.female()) {
            (m, f) if m >= f + 2 || m > 0 && f == 0 => Some(Gender::Male),
            (m, f) if f >= m + 2 || f > 0 && m == 0 => Some(Gender::Female),
            _ => None,
        }
    }
}

/// A person's grammatical gender, as titles, roles and first names tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// `M.`, `le président`, `Vladimir`.
    Male,
    /// `Mme`, `la présidente`, `Adrienne`.
    Female,
}

/// The lists, embedded in the binary.
pub struct Lexicon {
    /// The bytes are committed and checked by a test; should they ever not load, judging goes on without lists.
    map: Option<Map<&'static [u8]>>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon { map: Map::new(include_bytes!("../../assets/lexicon.fst").as_slice()).ok() });

/// A place inside the lists, behind some key and a space.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    node: CompiledAddr,
    out: Output,
}

/// Where `key` leads from `node`; `None` when nothing listed goes on so.
fn walk<'a>(fst: &'a Fst<&'static [u8]>, mut node: Node<'a>, mut out: Output, key: &str) -> Option<(Node<'a>, Output)> {
    for &byte in key.as_bytes() {
        let step = node.transition(node.find_input(byte)?);
        out = out.cat(step.out);
        node = fst.node(step.addr);
    }
    Some((node, out))
}

impl Lexicon {
    /// The one lexicon of the process.
    #[must_use]
    pub fn get() -> &'static Self {
        &LEXICON
    }

    /// What is known of `key`, which must come from [`key`].
    #[must_use]
    pub fn facts(&self, key: &str) -> Facts {
        Facts(self.map.as_ref().and_then(|map| map.get(key)).unwrap_or(0))
    }

    /// What is known of `key`, and where the listed phrases go on that begin with it.
    #[must_use]
    pub fn look_up(&self, key: &str) -> (Facts, Option<Place>) {
        let Some(fst) = self.map.as_ref().map(Map::as_fst) else { return Default::default() };
        let Some((node, out)) = walk(fst, fst.root(), Output::zero(), key) else { return Default::default() };
        let facts = if node.is_final() { Facts(out.cat(node.final_output()).value()) } else { Facts::default() };
        let space = walk(fst, node, out, " ");
        (facts, space.map(|(node, out)| Place { node: node.addr(), out }))
    }

    /// Looks up phrases on from the [`Place`] behind their first key: calls `found` with the number of further `keys` in
    /// each listed phrase and its facts, shortest first. Stops where no longer phrase is listed.
    pub fn phrases<'a>(&self, from: Place, keys: impl Iterator<Item = &'a str>, mut found: impl FnMut(usize, Facts)) {
        let Some(fst) = self.map.as_ref().map(Map::as_fst) else { return };
        let mut at = Some((fst.node(from.node), from.out));
        for (count, key) in keys.enumerate() {
            let Some((node, out)) = at.and_then(|(node, out)| walk(fst, node, out, key)) else { return };
            if node.is_final() {
                found(count + 1, Facts(out.cat(node.final_output()).value()));
            }
            at = walk(fst, node, out, " ");
        }
    }

    /// Number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.map.as_ref().map_or(0, Map::len)
    }

    /// True when nothing is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The form of a word under which the lexicon lists it: folded, hyphens as spaces, without a final dot or
/// apostrophe.
#[must_use]
pub fn key(word: &str) -> String {
    let bare = word.trim_end_matches(|c: char| c == '.' || is_apostrophe(c));
    if bare.bytes().all(|b| b.is_ascii_lowercase()) {
        return bare.to_owned();
    }
    let mut folded = fold(bare);
    if folded.contains('-') {
        folded = folded.replace('-', " ");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_lists_load_and_answer() {
        let lexicon = Lexicon::get();
        assert!(lexicon.len() > 100_000);
        assert!(lexicon.facts(&key("Vladimir")).male() > 0);
        assert_eq!(lexicon.facts(&key("Adrienne")).gender(), Some(Gender::Female));
        assert!(lexicon.facts(&key("Moscou")).has(Cue::KnownPlace));
        assert!(lexicon.facts(&key("selon")).has(Cue::Stop));
        assert_eq!(lexicon.facts("zzxxyyqq"), Facts::default());
    }

    #[test]
    fn phrases_are_found_word_by_word() {
        let mut seen = Vec::new();
        let (_, place) = Lexicon::get().look_up("conseil");
        Lexicon::get().phrases(place.unwrap(), ["de", "securite", "des"].into_iter(), |n, facts| {
            if facts.has(Cue::KnownOrg) {
                seen.push(n);
            }
        });
        assert_eq!(seen, [2]);
    }
}
