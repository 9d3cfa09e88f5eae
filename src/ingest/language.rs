//! Which language an article is in: what it declares, held against what its text looks like.
//!
//! Only the visible body counts (headlines are too short and full of names). The answer is an ISO 639-1 code.

use whatlang::{Detector, Lang};

use crate::document::BlockKind;

/// How much of the body is looked at, in bytes. More changes nothing but the time.
const SAMPLE: usize = 1600;
/// Fewer letters than this say too little.
const ENOUGH: usize = 60;
/// From this many letters on, a confident guess outweighs a declaration: templates say `en` whatever they hold.
const PLENTY: usize = 500;

/// The languages that are tried, so that a short text is not taken for one that nobody here reads.
const KNOWN: &[(Lang, &str)] = &[
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
    let reliable = guess.filter(whatlang::Info::is_reliable);
    let found = reliable.and_then(|info| {
        let sure = letters >= PLENTY && info.confidence() > 0.95;
        (declared.is_none() || sure).then_some(info.lang())
    });
    found.and_then(|lang| KNOWN.iter().find(|(l, _)| *l == lang)).map(|(_, code)| (*code).to_owned()).or(declared)
}

/// The beginning of the running text of `blocks`, for [`of`].
pub fn sample<'a>(blocks: impl Iterator<Item = (BlockKind, &'a str)>) -> String {
    let mut out = String::new();
    for (kind, text) in blocks {
        if matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation) {
            let room = SAMPLE.saturating_sub(out.len());
            out.extend(text.char_indices().take_while(|(at, _)| *at < room).map(|(_, c)| c));
            out.push('\n');
            if out.len() >= SAMPLE {
                break;
            }
        }
    }
    out
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
        assert_eq!(of(None, "Trop court"), None);
    }

    #[test]
    fn a_declaration_holds_unless_much_text_speaks_against_it() {
        assert_eq!(of(Some("fr-FR"), "Court").as_deref(), Some("fr"));
        assert_eq!(of(Some("de_CH"), FRENCH).as_deref(), Some("de"));
        assert_eq!(of(Some("en"), &FRENCH.repeat(6)).as_deref(), Some("fr"));
        assert_eq!(of(Some("x-klingon"), "Court"), None);
    }
}
