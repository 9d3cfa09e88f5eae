//! Who wrote it, when it appeared and where it comes from, read from the lines that say so: bylines, lines of
//! publication, credits of agencies, and the dateline that a text begins with.
//!
//! A line is a credit only when all of it is one; a sentence that begins with `Par` or names a date stays text.

use super::{dates, furniture};
use crate::document::Published;
use crate::text::fold::fold;

/// What one line tells.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Credits {
    /// Who wrote it.
    pub author: Option<String>,
    /// When it appeared.
    pub published: Option<Published>,
    /// The agency or the paper.
    pub source: Option<String>,
}

impl Credits {
    /// Takes over from `other` what is not known yet.
    pub fn or(&mut self, other: Self) {
        self.author = self.author.take().or(other.author);
        self.published = self.published.or(other.published);
        self.source = self.source.take().or(other.source);
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A longer line is text; in bytes.
const LONGEST: usize = 180;

/// What stands before the name of an author, folded.
const BY: &[&str] = &[
    "par ",
    "by ",
    "von ",
    "por ",
    "propos recueillis par ",
    "recueilli par ",
    "written by ",
    "publie par ",
    "redige par ",
    "article redige par ",
    "ecrit par ",
    "article de ",
    "un article de ",
    "auteur : ",
    "author: ",
];

/// What stands before a date of publication, folded.
const PUBLISHED: &[&str] = &[
    "publie ",
    "mis en ligne ",
    "mis a jour ",
    "mise a jour ",
    "modifie ",
    "paru ",
    "poste ",
    "date de publication",
    "article publie ",
    "published ",
    "posted ",
    "updated ",
    "last updated ",
    "first published ",
    "veroffentlicht ",
    "aktualisiert ",
    "stand: ",
    "publicado ",
    "actualizado ",
    "pubblicato ",
    "aggiornato ",
];

/// Agencies by the name they sign with.
const AGENCIES: &[&str] = &[
    "AFP",
    "Reuters",
    "AP",
    "Associated Press",
    "dpa",
    "DPA",
    "EFE",
    "ANSA",
    "Belga",
    "ATS",
    "Keystone-ATS",
    "Xinhua",
    "TASS",
    "PA Media",
];

/// What a line credits; `None` when it is not a line of credits.
pub fn read(line: &str) -> Option<Credits> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST || line.ends_with(['!', '?', ':', ';']) {
        return None;
    }
    let mut credits = Credits::default();
    let mut bare = None;
    for part in parts(line) {
        if let Some(found) = agency(part).or_else(|| byline(part)).or_else(|| publication(part)) {
            credits.or(found);
        } else if bare.is_none() && is_name(part) && part.contains(' ') {
            bare = Some(part);
        } else if !furniture::is_furniture(part) {
            return None;
        }
    }
    if credits.is_empty() {
        return None;
    }
    credits.author = credits.author.or(bare.map(str::to_owned));
    Some(credits)
}

/// True for the beginning of a line of credits, whatever else stands in it, when it names a date too: `Publié le 2 mai 2020 à
/// Brest, modifié hier`. Only where such lines stand, in the head of a page: a sentence may begin so.
pub fn announces_credits(line: &str) -> bool {
    let line = line.trim();
    let begins = || {
        let first = ["soumis par ", "propose par ", "article mis en ligne "];
        without_prefix(line, BY).or_else(|| without_prefix(line, PUBLISHED)).is_some()
            || without_prefix(line, &first).is_some()
    };
    line.len() <= LONGEST && !line.ends_with(['.', '!', '?', '…']) && dates::find(line).is_some() && begins()
}

/// What a line tells that is known to be one of credits: its date, and the author where it begins with one.
pub fn announced(line: &str) -> Credits {
    parts(line).filter_map(byline).fold(
        Credits { published: dates::find(line).map(|(date, _)| date), ..Credits::default() },
        |mut all, one| {
            all.or(one);
            all
        },
    )
}

/// The initials of those who wrote and edited an agency's text, which stand at its end: `hl-sab/cam/or`.
pub fn is_initials(line: &str) -> bool {
    let parts: Vec<&str> = line.trim().split(['/', '-']).collect();
    line.contains('/')
        && (2..=6).contains(&parts.len())
        && parts.iter().all(|p| (2..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_lowercase()))
}

/// The author who signs a text at its end, as French papers print it: `Karine DIVERSAY`.
pub fn signature(line: &str) -> Option<Credits> {
    // More than four are none: a paragraph need not be parted to its end.
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let (last, first) = (words.last()?, words.first()?);
    let caps = last.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !last.contains(char::is_lowercase);
    let given = first.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == '.');
    let joined = |w: &&str| w.starts_with(char::is_uppercase) || matches!(*w, "de" | "du" | "van" | "von");
    let fits = (2..=4).contains(&words.len()) && caps && given && is_name(line) && words.iter().all(joined);
    fits.then(|| Credits { author: Some(line.to_owned()), ..Credits::default() })
}

/// What the beginning of a text tells: `22 mai 2012. – `, `PARIS (AFP) — `, `LONDON, Sept 13 (Reuters) - `.
pub fn dateline(text: &str) -> Credits {
    split_dateline(text).0
}

/// The text behind its dateline.
pub fn without_dateline(text: &str) -> &str {
    &text[split_dateline(text).1..]
}

/// What a dateline tells and where the text behind it begins.
fn split_dateline(text: &str) -> (Credits, usize) {
    let nothing = (Credits::default(), 0);
    let reach = text.char_indices().nth(70).map_or(text.len(), |(at, _)| at);
    let parted = |at: &usize| text[..*at].ends_with([' ', '\u{a0}', '.', ')']);
    let dash = text[..reach].match_indices(['–', '—', '-']).map(|(at, _)| at).find(parted);
    let Some(end) = dash else { return nothing };
    let head = &text[..end];
    let source = AGENCIES.iter().find(|name| head.contains(&format!("({name}")));
    let date = dates::find(head).filter(|(_, range)| announces(&head[..range.start]));
    let (published, len) = date.map_or((None, 0), |(date, range)| (Some(date), range.len()));
    // More words than a place and an agency take make it a sentence with a dash.
    let sentence = head.len() - len > if source.is_some() { 45 } else { 25 };
    if sentence || source.is_none() && published.is_none() {
        return nothing;
    }
    let rest = text[end..].trim_start_matches(['–', '—', '-', ' ', '\u{a0}', '\u{202f}']);
    let credits = Credits { published, source: source.map(|name| (*name).to_owned()), author: None };
    (credits, text.len() - rest.len())
}

/// True for what may stand before the date of a dateline: nothing, a place and a comma, a place in capitals.
fn announces(before: &str) -> bool {
    let place = before.trim_end().trim_end_matches(" le").trim_end();
    matches!(place, "" | "le" | "Le") || place.ends_with(',') || !place.contains(char::is_lowercase)
}

/// The pieces of a line of credits.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·', '\n'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" — "))
        .map(|part| part.trim().trim_end_matches(','))
        .filter(|part| !part.is_empty())
}

fn agency(part: &str) -> Option<Credits> {
    let bare = part.trim_matches(['(', ')', '.', ' ']);
    let bare = ["Source : ", "Source: ", "Avec ", "avec ", "Agence ", "Par "]
        .iter()
        .fold(bare, |b, p| b.strip_prefix(p).unwrap_or(b));
    let all_known = bare.split(['/', ',']).all(|name| AGENCIES.contains(&name.trim()));
    all_known.then(|| Credits { source: Some(bare.to_owned()), ..Credits::default() })
}

fn byline(part: &str) -> Option<Credits> {
    let rest = without_prefix(part, BY)?;
    // The date may follow without a sign between.
    let cut = dates::find(rest).map_or(rest.len(), |(_, range)| range.start);
    let name = ["publi", "mis ", "posté", "le ", "on ", "published", "updated"]
        .iter()
        .filter_map(|word| find_word(&rest[..cut], word))
        .min()
        .map_or(&rest[..cut], |at| &rest[..at]);
    let after = &rest[name.len()..];
    let name = name.trim().trim_end_matches([',', '.', '(', ':']).trim_end();
    let published = dates::parse(after);
    let clean = after.trim().is_empty() || is_publication(after);
    (clean && is_name(name)).then(|| Credits { author: Some(name.to_owned()), published, source: None })
}

fn publication(part: &str) -> Option<Credits> {
    let labelled = without_prefix(part, PUBLISHED).is_some() && is_publication(part);
    if !labelled && !dates::is_only_date(part) {
        return None;
    }
    dates::parse(part).map(|date| Credits { published: Some(date), ..Credits::default() })
}

/// True when dates, times and the words that announce them are all there is.
fn is_publication(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "publie",
        "mis",
        "mise",
        "en",
        "ligne",
        "jour",
        "modifie",
        "paru",
        "poste",
        "article",
        "date",
        "de",
        "publication",
        "published",
        "posted",
        "updated",
        "last",
        "first",
        "veroffentlicht",
        "aktualisiert",
        "am",
        "publicado",
        "actualizado",
        "el",
        "pubblicato",
        "aggiornato",
        "il",
        "le",
        "a",
        "dernier",
        "derniere",
        "maj",
    ];
    let Some((_, range)) = dates::find(text) else { return false };
    let mut rest = [&text[..range.start], " 1 mai 2000 ", &text[range.end..]].concat();
    if let Some((_, second)) = dates::find(&text[range.end..]) {
        let (from, to) = (range.end + second.start, range.end + second.end);
        rest = [&text[..range.start], " ", &text[range.end..from], " 1 mai 2000 ", &text[to..]].concat();
    }
    let kept: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || ",():".contains(c))
        .filter(|word| !word.is_empty() && !WORDS.contains(&fold(word).as_str()))
        .collect();
    dates::is_only_date(&kept.join(" "))
}

/// The rest of `text` behind one of `prefixes`, which are folded.
fn without_prefix<'a>(text: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    let folded = crate::text::fold::Folded::new(text);
    let prefix = prefixes.iter().find(|prefix| folded.text().starts_with(**prefix))?;
    Some(&text[folded.source_range(0, prefix.len()).end..])
}

/// Where the word (or the beginning of one) stands in `text`, at the start of a word, in either case.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let at_start = |at: usize| at == 0 || text[..at].ends_with([' ', ',', '\u{a0}']);
    let fits = |at: usize| {
        text[at..].chars().flat_map(char::to_lowercase).zip(word.chars()).filter(|(a, b)| a == b).count()
            == word.chars().count()
    };
    text.char_indices().map(|(at, _)| at).find(|&at| at_start(at) && fits(at))
}

/// True for what may be the names of one or several people: capitalised words and what stands between them.
fn is_name(text: &str) -> bool {
    const BETWEEN: &[&str] = &[
        "et", "and", "und", "y", "e", "&", "avec", "with", "de", "du", "des", "la", "le", "da", "di", "dos", "van",
        "von", "der", "den", "el", "al", "ben", "bin",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitalised = |word: &&str| word.trim_start_matches('(').chars().next().is_some_and(char::is_uppercase);
    let redaction = fold(text).ends_with("redaction");
    (1..=9).contains(&words.len())
        && text.len() <= 90
        && !text.contains(|c: char| c.is_ascii_digit() || "!?;:«»\"“”…".contains(c))
        && (redaction
            || words.iter().any(capitalised)
                && words.iter().all(|w| {
                    capitalised(w)
                        || BETWEEN.contains(&w.trim_start_matches('('))
                        || w.starts_with("d'")
                        || w.starts_with("d’")
                }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, author: &str, published: &str, source: &str) {
        let credits = read(line).unwrap_or_default();
        assert_eq!(credits.author.as_deref().unwrap_or_default(), author, "author of {line}");
        assert_eq!(credits.published.map(|d| d.to_string()).unwrap_or_default(), published, "date of {line}");
        assert_eq!(credits.source.as_deref().unwrap_or_default(), source, "source of {line}");
    }

    #[test]
    fn bylines() {
        check("Par Jean Dupont", "Jean Dupont", "", "");
        check("PAR Anne-Sophie de La Tour et Jean Dupont", "Anne-Sophie de La Tour et Jean Dupont", "", "");
        check("Par Jean Dupont, publié le 13 septembre 2023 à 8h30", "Jean Dupont", "2023-09-13", "");
        check("Par Jean Dupont Le 13 septembre 2023", "Jean Dupont", "2023-09-13", "");
        check("By Jane Doe | September 13, 2023", "Jane Doe", "2023-09-13", "");
        check("Jean Dupont - 13/09/2023", "Jean Dupont", "2023-09-13", "");
        check("Par Jean Dupont (avec AFP)", "Jean Dupont (avec AFP)", "", "");
        check("Par la rédaction", "la rédaction", "", "");
    }

    #[test]
    fn lines_of_publication() {
        check("Publié le 13 septembre 2023 à 8h30", "", "2023-09-13", "");
        check("Publié le 13 septembre 2023 à 8h30, mis à jour le 14 septembre 2023 à 9h", "", "2023-09-13", "");
        check("Mercredi 13 septembre 2023", "", "2023-09-13", "");
        check("Publié le 13/09/2023 • Temps de lecture : 3 min", "", "2023-09-13", "");
    }

    #[test]
    fn a_dateline_is_no_part_of_the_first_sentence() {
        assert_eq!(without_dateline("PARIS, 13 sept. 2023 (AFP) - Le ministre part."), "Le ministre part.");
        assert_eq!(without_dateline("Le ministre part - enfin."), "Le ministre part - enfin.");
    }

    #[test]
    fn lines_that_say_more_than_who_and_when() {
        let line = "Soumis par redaction le mar, 10/05/2016 - 11:26";
        assert!(announces_credits(line));
        assert_eq!(announced(line).published.map(|d| d.to_string()).as_deref(), Some("2016-05-10"));
        assert!(announces_credits("Publié le 02/12/2025 à 05h12 - Mis à jour hier"));
        let both = announced("Recueilli par Pol Herbin Publié le 7 décembre 2025");
        assert_eq!(both.author.as_deref(), Some("Pol Herbin"));
        for line in
            ["Par ici la sortie", "Publié le 2 mai 2020, le rapport accable le ministère.", "Le 2 mai 2020 à Brest"]
        {
            assert!(!announces_credits(line), "{line}");
        }
        assert!(is_initials("hl-sab/cam/or") && is_initials("ab/cd"));
        assert!(!is_initials("week-end") && !is_initials("va-t-en") && !is_initials("Fin"));
    }

    #[test]
    fn agencies() {
        check("AFP", "", "", "AFP");
        check("(Reuters)", "", "", "Reuters");
        check("Le 13 septembre 2023 - Source : AFP", "", "2023-09-13", "AFP");
    }

    #[test]
    fn sentences_are_not_credits() {
        for line in [
            "Par ailleurs, le maire a démissionné.",
            "Par Toutatis !",
            "Publié le 13 septembre 2023, le rapport accable le ministère.",
            "Le 13 septembre 2023, Kim a rencontré Poutine",
            "L'AFP a publié un démenti.",
            "Paris - Marseille",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn datelines() {
        let date = |text| dateline(text).published.map(|d| d.to_string());
        assert_eq!(date("22 mai 2012. – Prévu samedi, le lancement a été reporté.").as_deref(), Some("2012-05-22"));
        assert_eq!(date("4 juillet 2012. - Après trois ans").as_deref(), Some("2012-07-04"));
        assert_eq!(date("Né le 3 mai 1950 - c'est du moins ce qu'il dit - il a grandi ici."), None);
        assert_eq!(date("Paris, le 3 mai 2012 – Tout va bien.").as_deref(), Some("2012-05-03"));
        assert_eq!(dateline("PARIS (AFP) — Le ministre a démissionné.").source.as_deref(), Some("AFP"));
        assert_eq!(
            dateline("Le porte-parole de l'agence (AFP) a dit ce que tous savaient - rien."),
            Credits::default()
        );
    }

    #[test]
    fn a_signature_has_its_family_name_in_capitals() {
        assert_eq!(signature("Karine DIVERSAY").and_then(|c| c.author).as_deref(), Some("Karine DIVERSAY"));
        assert_eq!(signature("Vive la FRANCE"), None);
        assert_eq!(signature("Kim Jong Un"), None);
    }
}
