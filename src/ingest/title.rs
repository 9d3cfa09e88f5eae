//! Titles: what behaves like a headline, what says the same as another one, and a fair title for a text that has
//! none.

use super::credits;
use crate::text::fold::fold;
use crate::text::level::level;

/// The longest headline that is believed, in characters.
const LONGEST: usize = 180;
/// The longest headline that ends as a sentence does, with `!` or `?`.
const SPOKEN: usize = 110;
/// The longest title that is inferred, in characters, its `…` included.
const INFERRED: usize = 92;
/// A clause shorter than this says too little to be a title.
const CLAUSE: usize = 60;

/// True when `text` reads like a headline: one short phrase, not a paragraph of sentences.
pub fn is_headline(text: &str) -> bool {
    let text = text.trim();
    if text.len() > LONGEST * 4 || text.is_empty() {
        return false;
    }
    let count = text.chars().count();
    let first = text
        .trim_start_matches(['«', '“', '"', '\'', '’', ' ', '\u{a0}', '\u{202f}', '(', '[', '¿', '¡'])
        .chars()
        .next();
    let opens = first
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()) || count < 60);
    let ends_like_prose = text.ends_with(['.', ',', ';', ':']) && !text.ends_with("...");
    let sentences = sentence_end(text).is_some_and(|end| text[end..].chars().any(char::is_alphanumeric));
    let longest = if text.ends_with(['!', '?']) { SPOKEN } else { LONGEST };
    count <= longest && opens && text.contains(char::is_alphanumeric) && !ends_like_prose && !(sentences && count > 110)
}

/// The form of a title in which two that say the same are the same.
pub fn key(title: &str) -> String {
    fold(title).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A title and the name of the site that stands behind it: `Le titre | Le Courrier`, `Le titre - Le Courrier`.
pub fn split_site(title: &str) -> (&str, Option<&str>) {
    const SIGNS: [&str; 7] = [" | ", " — ", " – ", " - ", " :: ", " » ", " • "];
    let found = SIGNS.iter().filter_map(|sign| title.rfind(sign).map(|at| (at, *sign))).max();
    let length = |text: &str| text.trim().chars().count();
    match found {
        // A dash may stand in a headline, a bar never does.
        Some((at, sign))
            if length(&title[..at]) >= if sign == " | " { 4 } else { 15 }
                && length(&title[at + sign.len()..]) <= 40 =>
        {
            (title[..at].trim(), Some(title[at + sign.len()..].trim()))
        }
        _ => (title.trim(), None),
    }
}

/// A title for a text that has none: its first sentence, or as much of it as a headline may take, cut where a
/// clause or at least a word ends.
pub fn infer(text: &str) -> Option<String> {
    let head: String = credits::without_dateline(text.trim_start()).chars().take(4 * LONGEST).collect();
    let words = level(&head);
    let sentence = sentence_end(&words).map_or(words.as_str(), |end| &words[..end]).trim();
    if sentence.chars().count() <= INFERRED {
        let whole =
            if sentence.ends_with("...") { sentence } else { sentence.trim_end_matches(['.', ',', ';', ':', ' ']) };
        return (!whole.is_empty()).then(|| whole.to_owned());
    }
    let room = sentence.char_indices().nth(INFERRED - 1).map_or(sentence.len(), |(at, _)| at);
    let clause =
        sentence[..room].rfind([',', ';', ':', '–', '—']).filter(|at| sentence[..*at].chars().count() >= CLAUSE);
    let cut = clause.unwrap_or_else(|| word_cut(sentence, room));
    Some(format!("{}…", sentence[..cut].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-«“\"(".contains(c))))
}

/// Where to cut before byte `room`: between words, not inside a name, not behind a word that leans on the next.
fn word_cut(sentence: &str, room: usize) -> usize {
    let mut cut = sentence[..room].rfind(' ').unwrap_or(room);
    while let Some(before) = sentence[..cut].rfind(' ') {
        let last = &sentence[before + 1..cut];
        let next = sentence[cut..].trim_start();
        let name =
            last.chars().next().is_some_and(char::is_uppercase) && next.chars().next().is_some_and(char::is_uppercase);
        if !(name || leans(last)) || sentence[..before].chars().count() < INFERRED / 2 {
            break;
        }
        cut = before;
    }
    cut
}

/// True for words that no line and no title ends with: articles, prepositions, conjunctions.
pub fn leans(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "le", "la", "les", "un", "une", "des", "de", "du", "au", "aux", "à", "en", "et", "ou", "où", "que", "qu",
        "qui", "dont", "dans", "par", "pour", "sur", "sous", "avec", "sans", "entre", "vers", "envers", "chez", "mais",
        "ni", "car", "ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "notre", "nos", "votre", "vos",
        "mon", "ma", "mes", "ne", "se", "si", "comme", "selon", "ils", "il", "elle", "elles", "on", "est", "sont", "a",
        "ont", "plus", "très", "être", "avoir", "été", "the", "an", "of", "to", "in", "on", "at", "by", "for", "from",
        "with", "and", "or", "but", "that", "which", "who", "is", "are", "was", "were", "der", "die", "das", "und",
        "den", "dem", "ein", "eine", "von", "mit", "zu", "el", "los", "las", "del", "y", "il", "lo", "gli", "di",
        "che", "e", "con",
    ];
    WORDS.contains(&word) || word.ends_with(['\'', '’']) || matches!(word, "«" | "–" | "—" | "-")
}

/// Where the first sentence of `text` ends, or `None` when it has no end.
pub fn sentence_end(text: &str) -> Option<usize> {
    text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')).find_map(|(at, sign)| {
        let mut end = at + sign.len_utf8();
        let rest = &text[end..];
        let closing = rest.trim_start_matches(['.', '!', '?', '…', '»', '”', '"', ')', '’']);
        end += rest.len() - closing.len();
        // French sets a space before the closing mark.
        let spaced = closing.trim_start().strip_prefix('»');
        let rest = spaced.unwrap_or(closing);
        end += closing.len() - rest.len();
        let next = rest.trim_start();
        let parted = next.len() < rest.len();
        let opens = next.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric() || "«“\"'‘(—–-".contains(c));
        (next.is_empty() || parted && opens && !(sign == '.' && is_abbreviation(&text[..at]))).then_some(end)
    })
}

/// True when the word before a full stop is one that is written with it: `M.`, `J.`, `av.`, `St.`.
fn is_abbreviation(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "mm", "mme", "mlle", "me", "dr", "pr", "st", "ste", "mgr", "av", "bd", "art", "cf", "env", "tél", "tel", "mr",
        "mrs", "ms", "jr", "gen", "gén", "col", "no", "vs",
    ];
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic) || WORDS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headlines_and_what_is_none() {
        for line in [
            "Le maire démissionne",
            "« Je pars », dit le maire",
            "2023, année sèche",
            "Où va la ville ?",
            "Et tu danses...",
        ] {
            assert!(is_headline(line), "{line}");
        }
        for line in [
            "",
            "Le maire a démissionné.",
            "et puis il est parti, laissant la ville sans budget, sans adjoint et sans projet",
            "Il a dit :",
            "—",
        ] {
            assert!(!is_headline(line), "{line}");
        }
    }

    #[test]
    fn a_short_first_sentence_is_the_title() {
        assert_eq!(
            infer("Le maire, M. Petit, a démissionné. On votera en mai.").as_deref(),
            Some("Le maire, M. Petit, a démissionné")
        );
        assert_eq!(infer("Où va-t-on ? Nul ne sait.").as_deref(), Some("Où va-t-on ?"));
        assert_eq!(infer(" "), None);
    }

    #[test]
    fn a_long_one_is_cut_where_it_does_not_hurt() {
        let text = "Une longue réunion entre les représentants de la commune voisine et la préfète Marie Martin n'a rien donné hier.";
        assert_eq!(
            infer(text).as_deref(),
            Some("Une longue réunion entre les représentants de la commune voisine et la préfète…")
        );
        let text = "Réunis depuis lundi matin dans la salle des fêtes de la commune, les élus n'ont pas trouvé le moindre accord.";
        assert_eq!(infer(text).as_deref(), Some("Réunis depuis lundi matin dans la salle des fêtes de la commune…"));
    }

    #[test]
    fn the_site_stands_behind_a_sign() {
        assert_eq!(split_site("Le maire démissionne | Le Courrier"), ("Le maire démissionne", Some("Le Courrier")));
        assert_eq!(split_site("Paris - Lyon"), ("Paris - Lyon", None));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_short_title(text in "\\PC{0,400}") {
            if let Some(title) = infer(&text) {
                prop_assert!(title.chars().count() <= INFERRED + 1);
            }
            is_headline(&text);
        }
    }
}
