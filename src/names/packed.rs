//! The names of one article in few bytes, to be kept between runs, and back again.
//!
//! The bytes are: a version; the locals, each with its flags, forms, name, key and roles; the mentions, each by its distance
//! from the one before, and by how many sentences it is further on where it is; the quotations, each by
//! its distance from the one before, with its cue and its speaker. Numbers are LEB128, strings are their length and UTF-8. They may come back from a damaged disk, so
//! nothing in them is believed: unpacking never panics and never asks for more memory than the bytes can fill.

use super::lexicon::Gender;
use super::resolve::{ArticleNames, Form, Local, LocalId, Mention};
use super::{Because, Kind, Quotation};
use crate::document::Span;
use crate::text::packing::{Input, count, number, signed, string};

/// Goes up with every change of the recogniser, of the resolution or of what they have learnt that changes what they
/// find: names kept under another number are found anew.
pub const EDITION: u32 = 4;

/// Goes up with every change of the layout.
const VERSION: u8 = 3;

/// By their numbers in the bytes: never reorder, only append.
const KINDS: [Kind; 3] = [Kind::Person, Kind::Organisation, Kind::Place];
const GENDERS: [Option<Gender>; 3] = [None, Some(Gender::Male), Some(Gender::Female)];
const REASONS: [Because; 11] = [
    Because::Named,
    Because::SameLetters,
    Because::OtherName,
    Because::Surname,
    Because::GivenName,
    Because::Part,
    Because::Acronym,
    Because::Initial,
    Because::Transliteration,
    Because::Misspelling,
    Because::OnlyBearer,
];

/// Bits of a local's flags: two for the kind, two for the gender, then these.
const FULL: u8 = 1 << 4;
const AMBIGUOUS: u8 = 1 << 5;

/// In the number of a mention, above the two bits of its kind: it stands in a later sentence than the one before.
const FURTHER_ON: usize = 1 << 2;

/// Why some bytes are not the names of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Packed by another version of the program.
    #[error("these names are packed in layout {0}, this program reads {VERSION}")]
    Version(u8),
    /// Cut off or changed.
    #[error("these names are damaged")]
    Damaged,
}

/// Packs `names`.
#[must_use]
pub fn pack(names: &ArticleNames) -> Vec<u8> {
    let mut out = vec![VERSION];
    count(&mut out, names.locals.len());
    for local in &names.locals {
        pack_local(&mut out, local);
    }
    count(&mut out, names.mentions.len());
    let (mut before, mut sentence) = (0, 0);
    for mention in &names.mentions {
        count(&mut out, mention.span.start().saturating_sub(before));
        count(&mut out, mention.span.len());
        let step = mention.sentence.saturating_sub(sentence);
        let further = if step > 0 { FURTHER_ON } else { 0 };
        count(&mut out, (mention.local.0 as usize) << 3 | further | place(&KINDS, &mention.kind));
        if step > 0 {
            number(&mut out, step);
        }
        (before, sentence) = (mention.span.end(), mention.sentence);
    }
    count(&mut out, names.quotations.len());
    let mut before = 0;
    for quotation in &names.quotations {
        pack_quotation(&mut out, quotation, before);
        before = quotation.said.end();
    }
    out
}

/// `before` is where the quotation before it ends.
fn pack_quotation(out: &mut Vec<u8>, quotation: &Quotation, before: usize) {
    let Quotation { said, cue, speaker } = *quotation;
    count(out, said.start().saturating_sub(before));
    count(out, said.len());
    // The speaker is counted from one: nought stands for nobody.
    count(out, speaker.map_or(0, |who| who.0 as usize + 1) << 1 | usize::from(cue.is_some()));
    if let Some(cue) = cue {
        signed(out, cue.start().cast_signed().wrapping_sub(said.end().cast_signed()) as i64);
        count(out, cue.len());
    }
}

fn pack_local(out: &mut Vec<u8>, local: &Local) {
    let flag = |set: bool, bit: u8| if set { bit } else { 0 };
    let two = (place(&KINDS, &local.kind) | place(&GENDERS, &local.gender) << 2) as u8;
    out.push(two | flag(local.full, FULL) | flag(local.ambiguous, AMBIGUOUS));
    count(out, local.forms.len());
    for form in &local.forms {
        string(out, &form.surface);
        number(out, form.count);
        out.push(reason_number(form.because));
    }
    // The name is one of the forms as a rule: then its number, counted from one, stands for it.
    if let Some(at) = local.forms.iter().position(|form| form.surface == local.name) {
        count(out, at + 1);
    } else {
        count(out, 0);
        string(out, &local.name);
    }
    string(out, &local.key);
    count(out, local.roles.len());
    for (role, count) in &local.roles {
        string(out, role);
        number(out, *count);
    }
}

/// The number of a reason in the bytes.
pub(super) fn reason_number(because: Because) -> u8 {
    place(&REASONS, &because) as u8
}

/// The place of a value in one of the tables above, which hold every value there is.
fn place<T: PartialEq>(table: &[T], value: &T) -> usize {
    debug_assert!(table.contains(value), "a new value must be appended to its table");
    table.iter().position(|known| known == value).unwrap_or_default()
}

/// Unpacks what [`pack`] made. What comes back is whole in itself (mentions in order and disjoint, each with a local that
/// exists), but whether it belongs to a text only [`ArticleNames::fits`] tells.
///
/// # Errors
/// When the bytes are of another version or not what `pack` makes.
pub fn unpack(bytes: &[u8]) -> Result<ArticleNames, Unfit> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => names(Input::new(rest)).ok_or(Unfit::Damaged),
        Some((&version, _)) => Err(Unfit::Version(version)),
        None => Err(Unfit::Damaged),
    }
}

impl ArticleNames {
    /// True when every mention and every quotation is a stretch of `text` on character boundaries. Names that were kept must pass this before
    /// they are used on a text that was read anew.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let spoken = self.quotations.iter().flat_map(|quotation| [Some(quotation.said), quotation.cue]).flatten();
        self.mentions.iter().map(|mention| mention.span).chain(spoken).all(|span| text.get(span.range()).is_some())
    }
}

fn names(mut input: Input) -> Option<ArticleNames> {
    let locals = input.list(local)?;
    let (mut before, mut sentence) = (0u32, 0u32);
    let mentions = input.list(|input| {
        let start = before.checked_add(input.number()?)?;
        let end = start.checked_add(input.number()?)?;
        let whom = input.number()?;
        let (kind, local) = (*KINDS.get(whom as usize & 3)?, LocalId(whom >> 3));
        if whom as usize & FURTHER_ON != 0 {
            sentence = sentence.checked_add(input.number()?)?;
        }
        before = end;
        let known = (local.0 as usize) < locals.len();
        known.then(|| Mention { span: Span::new(start as usize, end as usize), kind, local, sentence })
    })?;
    let mut before = 0u32;
    let quotations = input.list(|input| {
        let quotation = quotation(input, before)?;
        before = u32::try_from(quotation.said.end()).ok()?;
        quotation.speaker.is_none_or(|who| (who.0 as usize) < locals.len()).then_some(quotation)
    })?;
    input.is_empty().then_some(ArticleNames { mentions, locals, quotations })
}

/// The quotation behind the one that ends at `before`.
fn quotation(input: &mut Input, before: u32) -> Option<Quotation> {
    let start = before.checked_add(input.number()?)?;
    let end = start.checked_add(input.number()?)?;
    let who = input.number()?;
    let cue = if who & 1 == 0 {
        None
    } else {
        let start = u32::try_from(i64::from(end).checked_add(input.signed()?)?).ok()?;
        Some(Span::new(start as usize, start.checked_add(input.number()?)? as usize))
    };
    let said = Span::new(start as usize, end as usize);
    Some(Quotation { said, cue, speaker: (who >> 1).checked_sub(1).map(LocalId) })
}

fn local(input: &mut Input) -> Option<Local> {
    let flags = input.byte()?;
    let forms = input.list(|input| {
        let (surface, count) = (input.string()?.to_owned(), input.number()?);
        Some(Form { surface, count, because: reason(input)? })
    })?;
    let name = match input.number()?.checked_sub(1) {
        Some(at) => forms.get(at as usize)?.surface.clone(),
        None => input.string()?.to_owned(),
    };
    Some(Local {
        kind: *KINDS.get(usize::from(flags & 3))?,
        name,
        key: input.string()?.to_owned(),
        forms,
        roles: input.list(|input| Some((input.string()?.to_owned(), input.number()?)))?,
        gender: *GENDERS.get(usize::from(flags >> 2 & 3))?,
        full: flags & FULL != 0,
        ambiguous: flags & AMBIGUOUS != 0,
    })
}

/// What [`reason_number`] is the number of.
pub(super) fn reason(input: &mut Input) -> Option<Because> {
    REASONS.get(usize::from(input.byte()?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use proptest::prelude::*;
    use proptest::sample::select;

    fn local() -> impl Strategy<Value = Local> {
        let form = (".{0,12}", any::<u32>(), select(&REASONS[..]));
        let form = form.prop_map(|(surface, count, because)| Form { surface, count, because });
        let words = (".{0,12}", ".{0,12}", prop::collection::vec((".{0,8}", any::<u32>()), 0..3));
        let facts = (select(&KINDS[..]), select(&GENDERS[..]), any::<bool>(), any::<bool>());
        (prop::collection::vec(form, 0..4), words, facts).prop_map(|(forms, words, facts)| {
            let ((name, key, roles), (kind, gender, full, ambiguous)) = (words, facts);
            let name = forms.first().map_or(name, |form| form.surface.clone());
            Local { kind, name, key, forms, roles, gender, full, ambiguous }
        })
    }

    fn names() -> impl Strategy<Value = ArticleNames> {
        let step = (0..9_000usize, 0..300usize, select(&KINDS[..]), any::<u32>(), 0..200u32);
        let steps = prop::collection::vec(step, 0..20);
        let cue = prop::option::of((0..9_000usize, 0..30usize));
        let spoken = prop::collection::vec((0..9_000usize, 0..300usize, cue, prop::option::of(any::<u32>())), 0..9);
        (prop::collection::vec(local(), 1..5), steps, spoken).prop_map(|(locals, steps, spoken)| {
            let (mut end, mut sentence) = (0, 0);
            let mention = |(gap, len, kind, whom, step): (usize, usize, Kind, u32, u32)| {
                let span = Span::new(end + gap, end + gap + len);
                sentence += step.saturating_sub(100);
                end = span.end();
                Mention { span, kind, local: LocalId(whom % locals.len() as u32), sentence }
            };
            let mentions = steps.into_iter().map(mention).collect();
            let mut end = 0;
            let quotation = |(gap, len, cue, who): (usize, usize, Option<(usize, usize)>, Option<u32>)| {
                let said = Span::new(end + gap, end + gap + len);
                end = said.end();
                let cue = cue.map(|(start, len)| Span::new(start, start + len));
                Quotation { said, cue, speaker: who.map(|who| LocalId(who % locals.len() as u32)) }
            };
            ArticleNames { mentions, quotations: spoken.into_iter().map(quotation).collect(), locals }
        })
    }

    #[test]
    fn a_real_article_comes_back_and_is_small() {
        let mut builder = ArticleBuilder::new();
        let text = "Le président russe Vladimir Poutine a reçu Kim Jong Un. M. Poutine et M. Kim ont parlé à Moscou.";
        builder.block(BlockKind::Paragraph, text);
        let names = crate::names::analyse(&builder.finish("x"));
        assert!(names.mentions().len() >= 4 && names.fits(text) && !names.fits("court"));
        let bytes = pack(&names);
        assert_eq!(unpack(&bytes), Ok(names));
        assert!(bytes.len() < 200, "{} bytes", bytes.len());
    }

    #[test]
    fn other_layouts_and_cut_off_bytes_are_refused() {
        assert_eq!(unpack(&[]), Err(Unfit::Damaged));
        assert_eq!(unpack(&[VERSION + 1, 0, 0]), Err(Unfit::Version(VERSION + 1)));
        assert_eq!(unpack(&[VERSION, 0, 0, 0]), Ok(ArticleNames::default()));
        // A mention of nobody, words of nobody, bytes left over, a count of four thousand million.
        assert_eq!(unpack(&[VERSION, 0, 1, 0, 1, 0, 0]), Err(Unfit::Damaged));
        assert_eq!(unpack(&[VERSION, 0, 0, 1, 0, 1, 2]), Err(Unfit::Damaged));
        assert_eq!(unpack(&[VERSION, 0, 0, 0, 0]), Err(Unfit::Damaged));
        assert_eq!(unpack(&[VERSION, 255, 255, 255, 255, 15]), Err(Unfit::Damaged));
    }

    proptest! {
        #[test]
        fn names_come_back_as_they_were(names in names()) {
            prop_assert_eq!(unpack(&pack(&names)), Ok(names));
        }

        #[test]
        fn any_bytes_unpack_to_something_whole_or_nothing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let versioned: Vec<u8> = [VERSION].into_iter().chain(bytes).collect();
            if let Ok(names) = unpack(&versioned) {
                prop_assert!(names.mentions.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
                prop_assert!(names.mentions.is_sorted_by_key(|mention| mention.sentence));
                prop_assert!(names.quotations.windows(2).all(|pair| pair[0].said.end() <= pair[1].said.start()));
                let known = |who: LocalId| (who.0 as usize) < names.locals.len();
                prop_assert!(names.quotations.iter().filter_map(|quotation| quotation.speaker).all(known));
                prop_assert!(names.mentions.iter().all(|mention| (mention.local.0 as usize) < names.locals.len()));
            }
        }

        #[test]
        fn one_wrong_byte_never_panics(names in names(), at in any::<prop::sample::Index>(), wrong in any::<u8>()) {
            let mut bytes = pack(&names);
            let at = at.index(bytes.len());
            bytes[at] = wrong;
            let _ = unpack(&bytes);
        }
    }
}
