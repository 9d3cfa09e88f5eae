//! Which language an article is in: what it declares, held against what its text looks like.
//!
//! A long body tells by its letters alone (whatlang: trigrams). Of a headline or a brief they tell too little, and the little
//! words in it have a say as well. Where both together leave it open, nothing is said. The answer is an ISO 639-1 code.

use whatlang::{Detector, Info, Lang};

use crate::document::BlockKind;
use crate::text::stopwords::{self, LANGUAGES};

/// How much of the body is looked at, in bytes. More changes nothing but the time.
const SAMPLE: usize = 1600;
/// A body of fewer bytes is looked at with the headline.
const BRIEF: usize = 200;
/// Fewer letters than this say nothing at all.
const ENOUGH: usize = 20;
/// From this many letters on, a confident guess outweighs a declaration: templates say `en` whatever they hold.
const PLENTY: usize = 500;

/// What the letters say for their language, besides their confidence, when they are not sure; and when they are.
const UNSURE: f64 = 0.2;
const SURE: f64 = 1.0;
/// By so much the first language must be ahead of the second.
const AHEAD: f64 = 0.25;

/// The languages that are tried, so that a short text is not taken for one that nobody here reads.
const KNOWN: [(Lang, &str); LANGUAGES.len()] = [
    (Lang::Fra, "fr"),
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Por, "pt"),
    (Lang::Nld, "nl"),
    (Lang::Cat, "ca"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "no"),
    (Lang::Fin, "fi"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Slk, "sk"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Hrv, "hr"),
    (Lang::Tur, "tr"),
    (Lang::Ell, "el"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Bul, "bg"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
];

/// The language of a text that was built as far as `body`, given what it declares (`fr-FR`, `fr`, …).
pub fn of(declared: Option<&str>, body: &str) -> Option<String> {
    let declared = declared.and_then(code);
    let letters = body.chars().filter(|c| c.is_alphabetic()).count();
    if letters < ENOUGH {
        return declared;
    }
    let guess = Detector::with_allowlist(KNOWN.iter().map(|(lang, _)| *lang).collect()).detect(body);
    let sure = guess.as_ref().filter(|info| letters >= PLENTY && info.is_reliable() && info.confidence() > 0.95);
    match (sure, declared) {
        (Some(info), _) => named(info.lang()),
        (None, Some(declared)) => Some(declared),
        (None, None) => weighed(body, guess),
    }
}

/// What letters and little words say together.
fn weighed(body: &str, guess: Option<Info>) -> Option<String> {
    let mut sums = stopwords::evidence(body);
    if let Some(info) = guess
        && let Some(at) = KNOWN.iter().position(|(lang, _)| *lang == info.lang())
    {
        sums[at] += if info.is_reliable() { SURE } else { UNSURE + info.confidence() };
    }
    let first = (0..sums.len()).max_by(|&a, &b| sums[a].total_cmp(&sums[b]))?;
    let ahead = (0..sums.len()).filter(|&at| at != first).all(|at| sums[first] - sums[at] >= AHEAD);
    ahead.then(|| KNOWN[first].1.to_owned())
}

fn named(lang: Lang) -> Option<String> {
    KNOWN.iter().find(|(known, _)| *known == lang).map(|(_, code)| (*code).to_owned())
}

/// The beginning of the running text of `blocks`, for [`of`]; with the headline where there is little of it.
pub fn sample<'a>(blocks: impl Iterator<Item = (BlockKind, &'a str)>) -> String {
    let (mut out, mut title) = (String::new(), "");
    for (kind, text) in blocks {
        if kind == BlockKind::Title {
            title = text;
        }
        if matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation) {
            let room = SAMPLE.saturating_sub(out.len());
            out.extend(text.char_indices().take_while(|(at, _)| *at < room).map(|(_, c)| c));
            out.push('\n');
            if out.len() >= SAMPLE {
                break;
            }
        }
    }
    if out.len() < BRIEF { format!("{title}\n{out}") } else { out }
}

/// The two letters of a language tag.
fn code(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase())).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Le conseil municipal a voté hier soir le budget de la ville, après plus de quatre heures de \
                          débats. Les élus de l'opposition ont quitté la salle avant le vote.";
    const ENGLISH: &str = "The council passed the city's budget last night after more than four hours of debate. \
                           Members of the opposition left the room before the vote was taken.";

    #[test]
    fn the_body_tells_its_language() {
        assert_eq!(of(None, FRENCH).as_deref(), Some("fr"));
        assert_eq!(of(None, ENGLISH).as_deref(), Some("en"));
        assert_eq!(of(None, "Vladivostok, 2019"), None);
        assert_eq!(of(None, "OK."), None);
    }

    #[test]
    fn the_languages_are_the_same_in_both_tables() {
        assert!(KNOWN.iter().map(|(_, code)| *code).eq(LANGUAGES));
    }

    /// Headlines and briefs in 23 languages, as short as they come.
    #[test]
    fn a_headline_tells_its_language_or_nothing() {
        let lines = include_str!("../../tests/fixtures/languages.tsv").lines().filter_map(|line| line.split_once('\t'));
        let (mut right, mut wrong, mut all) = (0, Vec::new(), 0);
        for (code, text) in lines {
            all += 1;
            match of(None, text) {
                Some(found) if found == code => right += 1,
                Some(found) => wrong.push(format!("{code} taken for {found}: {text}")),
                None => {}
            }
        }
        assert!(right * 100 >= all * 85 && wrong.len() * 100 <= all * 4, "{right} of {all} are right; {wrong:#?}");
    }

    #[test]
    fn a_declaration_holds_unless_much_text_speaks_against_it() {
        assert_eq!(of(Some("fr-FR"), "Court").as_deref(), Some("fr"));
        assert_eq!(of(Some("de_CH"), FRENCH).as_deref(), Some("de"));
        assert_eq!(of(Some("en"), &FRENCH.repeat(6)).as_deref(), Some("fr"));
        assert_eq!(of(Some("x-klingon"), "Court"), None);
    }
}
