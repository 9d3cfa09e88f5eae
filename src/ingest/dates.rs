//! Dates as newspapers and machines write them.
//!
//! ISO 8601, RFC 3339 and RFC 2822 give an instant when they name a time zone; everything else gives a day,
//! because a time without a zone is not an instant. Month names are known in French, English, German, Spanish,
//! Italian, Portuguese and Dutch; of figures alone, the day comes first unless it cannot.

use std::ops::Range;

use chrono::{DateTime, NaiveDate};

use crate::document::Published;
use crate::text::fold::fold;

/// How much of a text is searched, in bytes.
const REACH: usize = 300;

/// The first date in `text`, wherever it stands in its first few hundred bytes.
#[must_use]
pub fn parse(text: &str) -> Option<Published> {
    find(text).map(|(date, _)| date)
}

/// The first date and where it stands.
pub fn find(text: &str) -> Option<(Published, Range<usize>)> {
    let trimmed = text.trim();
    let lead = text.len() - text.trim_start().len();
    if let Some(at) = machine(trimmed) {
        return Some((at, lead..lead + trimmed.len()));
    }
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|i| {
        let (date, len) = at(&tokens[i..])?;
        Some((date, tokens[i].range.start..tokens[i + len - 1].range.end))
    })
}

/// True when nothing but one date, with its day name and time, stands in `text`.
pub fn is_only_date(text: &str) -> bool {
    let Some((_, range)) = find(text) else { return false };
    let rest = [&text[..range.start], " ", &text[range.end..]].concat();
    rest.len() < 60
        && tokens(&rest).iter().all(|token| match &token.kind {
            Kind::Number(..) => true,
            Kind::Word(word) => is_filler(word),
            Kind::Other(c) => ",.:-|()+·•/".contains(*c) || matches!(c, '–' | '—'),
        })
}

/// What stands around a date without being one.
fn is_filler(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "le", "a", "h", "min", "the", "at", "on", "am", "pm", "um", "uhr", "den", "el", "las", "il", "alle", "ore",
        "utc", "gmt", "cet", "cest", "est", "edt", "t", "z", "er", "st", "nd", "rd", "th", "heure", "heures", "paris",
    ];
    const DAYS: &[&str] = &[
        "lun",
        "mar",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "domenica",
    ];
    WORDS.contains(&word)
        || DAYS.contains(&word)
        || (word.len() > 4 && (word.ends_with("di") || word.ends_with("day") || word.ends_with("tag")))
        || word == "dimanche"
        || word == "mittwoch"
}

/// What programs write beside the standards: no colon in the zone, a space before it, no seconds.
const FORMS: &[&str] =
    &["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M %z", "%Y%m%dT%H%M%S%z"];

/// What programs write, the whole of `text`.
fn machine(text: &str) -> Option<Published> {
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)) {
        return sane(at.date_naive()).then_some(Published::Instant(at));
    }
    let utc = text.strip_suffix(['Z', 'z']).map(|t| format!("{t}+0000"));
    let text = utc.as_deref().unwrap_or(text);
    let at = FORMS.iter().find_map(|form| DateTime::parse_from_str(text, form).ok())?;
    sane(at.date_naive()).then_some(Published::Instant(at))
}

/// Papers are not older than printing, nor much younger than us.
fn sane(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1450..=2150).contains(&day.year())
}

/// The date that `tokens` begin with, and how many tokens it takes.
fn at(tokens: &[Token]) -> Option<(Published, usize)> {
    let (year, month, day, len) = day_first(tokens).or_else(|| month_first(tokens)).or_else(|| figures(tokens))?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|d| sane(*d))?;
    Some((Published::Day(date), len))
}

type Parts = (u32, u32, u32, usize);

/// `13 septembre 2023`, `1er mai 2012`, `13. September 2023`, `13 de septiembre de 2023`, `13-Sep-2023`.
fn day_first(tokens: &[Token]) -> Option<Parts> {
    let (day, 1..=2) = tokens.first()?.number()? else { return None };
    let mut i = 1;
    i += tokens[i..]
        .iter()
        .take(2)
        .take_while(|t| t.is_word(&["er", "st", "nd", "rd", "th", "de", "of"]) || t.is('.') || t.is('-'))
        .count();
    let month = month(tokens.get(i)?.word()?)?;
    i += 1;
    i += tokens[i..]
        .iter()
        .take(2)
        .take_while(|t| t.is_word(&["de", "del"]) || t.is('.') || t.is(',') || t.is('-'))
        .count();
    let (year, 4) = tokens.get(i)?.number()? else { return None };
    Some((year, month, day, i + 1))
}

/// `September 13, 2023`, `Sept. 13th, 2023`.
fn month_first(tokens: &[Token]) -> Option<Parts> {
    let month = month(tokens.first()?.word()?)?;
    let mut i = 1 + usize::from(tokens.get(1)?.is('.'));
    let (day, 1..=2) = tokens.get(i)?.number()? else { return None };
    i += 1;
    i += tokens[i..].iter().take(2).take_while(|t| t.is_word(&["st", "nd", "rd", "th"]) || t.is(',')).count();
    let (year, 4) = tokens.get(i)?.number()? else { return None };
    Some((year, month, day, i + 1))
}

/// `2023-09-13`, `13/09/2023`, `13.09.23`, `09/13/2023`.
fn figures(tokens: &[Token]) -> Option<Parts> {
    let [a, first, b, second, c] = tokens.get(..5)? else { return None };
    let separator = ['-', '/', '.'].into_iter().find(|s| first.is(*s) && second.is(*s))?;
    let touching = tokens[..5].windows(2).all(|pair| pair[0].range.end == pair[1].range.start);
    let ((a, a_len), (b, b_len), (c, c_len)) = (a.number()?, b.number()?, c.number()?);
    if !touching || b_len > 2 {
        return None;
    }
    match (a_len, c_len) {
        (4, 1..=2) => Some((a, b, c, 5)),
        (1..=2, 4) if b > 12 && separator == '/' => Some((c, a, b, 5)),
        (1..=2, 4) => Some((c, b, a, 5)),
        (2, 2) if separator != '-' && b_len == 2 => Some((if c < 70 { 2000 + c } else { 1900 + c }, b, a, 5)),
        _ => None,
    }
}

/// The month that a folded word names.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["janvier", "janv", "jan", "january", "januar", "enero", "ene", "gennaio", "gen", "janeiro", "januari"],
        &["fevrier", "fevr", "fev", "february", "feb", "februar", "febrero", "febbraio", "fevereiro", "februari"],
        &["mars", "mar", "march", "marz", "maerz", "marzo", "marco", "maart", "mrz"],
        &["avril", "avr", "april", "apr", "abril", "abr", "aprile"],
        &["mai", "may", "mayo", "maggio", "mag", "maio", "mei"],
        &["juin", "june", "jun", "juni", "junio", "giugno", "giu", "junho"],
        &["juillet", "juil", "july", "jul", "juli", "julio", "luglio", "lug", "julho"],
        &["aout", "august", "aug", "agosto", "ago", "augustus"],
        &["septembre", "sept", "sep", "september", "septiembre", "settembre", "set", "setembro"],
        &["octobre", "oct", "october", "okt", "oktober", "octubre", "ottobre", "ott", "outubro"],
        &["novembre", "nov", "november", "noviembre", "novembro"],
        &["decembre", "dec", "december", "dezember", "dez", "diciembre", "dic", "dicembre", "dezembro"],
    ];
    NAMES.iter().position(|names| names.contains(&word)).map(|index| index as u32 + 1)
}

/// A piece of a text being searched for dates.
struct Token {
    kind: Kind,
    range: Range<usize>,
}

enum Kind {
    /// A value and its number of digits.
    Number(u32, usize),
    /// A run of letters, folded.
    Word(String),
    Other(char),
}

impl Token {
    fn number(&self) -> Option<(u32, usize)> {
        if let Kind::Number(value, digits) = self.kind { Some((value, digits)) } else { None }
    }

    fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }

    fn is(&self, c: char) -> bool {
        matches!(self.kind, Kind::Other(other) if other == c)
    }

    fn is_word(&self, words: &[&str]) -> bool {
        self.word().is_some_and(|word| words.contains(&word))
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().take_while(|(at, _)| *at < REACH).peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let same = |d: char| if c.is_ascii_digit() { d.is_ascii_digit() } else { d.is_alphabetic() || is_mark(d) };
        if c.is_ascii_digit() || c.is_alphabetic() {
            while let Some((at, d)) = chars.next_if(|(_, d)| same(*d)) {
                end = at + d.len_utf8();
            }
        }
        let piece = &text[start..end];
        let kind = match piece.parse() {
            Ok(value) if c.is_ascii_digit() => Kind::Number(value, piece.len()),
            _ if c.is_alphabetic() => Kind::Word(fold(piece)),
            _ => Kind::Other(c),
        };
        out.push(Token { kind, range: start..end });
    }
    out
}

/// A combining accent: decomposed text has them inside words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text).map(|d| d.to_string()).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn french_dates() {
        check("13 septembre 2023", "2023-09-13");
        check("mercredi 13 sept. 2023 à 8h30", "2023-09-13");
        check("Publié le 1er mai 2012 à 10:15", "2012-05-01");
        check("22 mai 2012. – Prévu pour samedi", "2012-05-22");
        check("le 5 Aou\u{302}t 1999", "1999-08-05");
        check("Le 13/09/2023 à 08 h 30", "2023-09-13");
        check("13.09.23", "2023-09-13");
    }

    #[test]
    fn dates_of_the_neighbours() {
        check("September 13, 2023", "2023-09-13");
        check("Wed, Sept. 13th, 2023 at 8:30 am", "2023-09-13");
        check("13th of September 2023", "2023-09-13");
        check("09/13/2023", "2023-09-13");
        check("13. März 2023", "2023-03-13");
        check("13 de septiembre de 2023", "2023-09-13");
        check("13 settembre 2023", "2023-09-13");
    }

    #[test]
    fn dates_of_machines() {
        check("2023-09-13", "2023-09-13");
        check("2023-09-13T08:30:00+02:00", "2023-09-13T08:30:00+02:00");
        check("2023-09-13T08:30:00.123Z", "2023-09-13T08:30:00Z");
        check("2023-09-13T08:30:00+0200", "2023-09-13T08:30:00+02:00");
        check("2023-09-13T08:30Z", "2023-09-13T08:30:00Z");
        check("2023-09-13T08:30:00", "2023-09-13");
        check("Wed, 13 Sep 2023 08:30:00 +0200", "2023-09-13T08:30:00+02:00");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "13 septembre",
            "le 32 mars 2020",
            "31/02/2020",
            "1 mai 20121",
            "03.29.89.36.20",
            "99999999999 mai 2012",
        ] {
            check(text, "");
        }
    }

    #[test]
    fn a_line_may_be_a_date_and_nothing_else() {
        assert!(is_only_date("Mercredi 13 septembre 2023 à 8h30"));
        assert!(is_only_date("13/09/2023 - 08:30"));
        assert!(!is_only_date("Le 13 septembre 2023, Kim rencontre Poutine"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), figures in "[0-9/.:TZ+\\- aàmai]{0,40}") {
            for text in [text, figures] {
                if let Some((_, range)) = find(&text) {
                    prop_assert!(!text[range].is_empty());
                }
                is_only_date(&text);
            }
        }
    }
}
