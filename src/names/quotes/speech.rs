//! Verbs of saying, in all forms that a newspaper uses, and the words that cite without a verb.

use foldhash::{HashMap, HashMapExt};

/// What a form of a verb can do, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Form(u8);

impl Form {
    /// Stands with a subject: `déclare`, `said`.
    pub(super) const FINITE: Self = Self(1);
    /// Stands with an auxiliary: `déclaré`.
    pub(super) const PARTICIPLE: Self = Self(2);
    /// `déclarant`, `saying`.
    pub(super) const GERUND: Self = Self(4);
    /// `déclarer`, `say`.
    pub(super) const INFINITIVE: Self = Self(8);
    /// English, where the subject may stand before the verb behind a quotation.
    pub(super) const ENGLISH: Self = Self(16);
    /// Of a verb that also takes what is no speech: `continue`, `lance`.
    pub(super) const WEAK: Self = Self(32);

    /// True when one form is the other, or one of several that it is.
    pub(super) fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The list of verbs, written for this project.
const VERBS: &str = include_str!("../../../assets/speech.txt");

/// What each word of the list, in lower case, is of a verb of saying.
pub(super) fn forms() -> HashMap<String, Form> {
    let mut out = HashMap::new();
    let mut section = "";
    for line in VERBS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[') {
            Some(name) => section = name.trim_end_matches(']'),
            None => match section {
                "er" => regular_french(line, Form::default(), &mut out),
                "er weak" => regular_french(line, Form::WEAK, &mut out),
                "en regular" => regular_english(line, &mut out),
                "en" => listed(line, Form::ENGLISH, &mut out),
                _ => listed(line, Form::default(), &mut out),
            },
        }
    }
    out
}

fn put(out: &mut HashMap<String, Form>, word: String, form: Form) {
    let known = out.entry(word).or_default();
    *known = known.and(form);
}

/// A verb in -er, perhaps with another stem in the present.
fn regular_french(line: &str, weak: Form, out: &mut HashMap<String, Form>) {
    let (infinitive, present) = line.split_once(' ').unwrap_or((line, ""));
    let Some(stem) = infinitive.strip_suffix("er") else { return };
    let present = if present.is_empty() { stem } else { present };
    // "lançait", "jugea".
    let soft = match stem.chars().last() {
        Some('c') => format!("{}ç", &stem[..stem.len() - 1]),
        Some('g') => format!("{stem}e"),
        _ => stem.to_owned(),
    };
    let mut forms = |stem: &str, endings: &[&str], form: Form| {
        for ending in endings {
            put(out, format!("{stem}{ending}"), form.and(weak));
        }
    };
    forms(present, &["e", "ent", "era", "eront"], Form::FINITE);
    forms(stem, &["era", "èrent"], Form::FINITE);
    forms(&soft, &["ait", "aient", "a"], Form::FINITE);
    forms(stem, &["é", "ée", "és", "ées"], Form::PARTICIPLE);
    forms(&soft, &["ant"], Form::GERUND);
    forms(stem, &["er"], Form::INFINITIVE);
}

fn regular_english(line: &str, out: &mut HashMap<String, Form>) {
    let (stem, third, end) = match line {
        _ if line.ends_with('e') => (&line[..line.len() - 1], format!("{line}s"), "e"),
        _ if line.ends_with(['y']) && !line.ends_with("ey") => (line, format!("{}ies", &line[..line.len() - 1]), "y"),
        _ if line.ends_with("ss") || line.ends_with("sh") => (line, format!("{line}es"), ""),
        _ => (line, format!("{line}s"), ""),
    };
    let doubled = match line {
        "admit" | "quip" | "snap" => format!("{line}{}", &line[line.len() - 1..]),
        _ => stem.to_owned(),
    };
    let past = if end == "y" { format!("{}ied", &line[..line.len() - 1]) } else { format!("{doubled}ed") };
    put(out, third, Form::FINITE.and(Form::ENGLISH));
    put(out, past, Form::FINITE.and(Form::PARTICIPLE).and(Form::ENGLISH));
    put(out, format!("{doubled}ing"), Form::GERUND.and(Form::ENGLISH));
    put(out, line.to_owned(), Form::INFINITIVE.and(Form::ENGLISH));
}

/// A verb with its forms written out.
fn listed(line: &str, language: Form, out: &mut HashMap<String, Form>) {
    let kinds = [Form::FINITE, Form::PARTICIPLE, Form::GERUND, Form::INFINITIVE];
    for (words, form) in line.split('|').zip(kinds) {
        words.split_whitespace().for_each(|word| put(out, word.to_owned(), form.and(language)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_in_their_forms() {
        let forms = forms();
        let form = |word: &str| forms.get(word).copied().unwrap_or_default();
        for word in
            ["déclare", "lançait", "jugea", "rappelle", "dit", "répond", "says", "replied", "quipped", "stresses"]
        {
            assert!(form(word).is(Form::FINITE), "{word}");
        }
        for word in ["déclaré", "précisée", "admis", "said"] {
            assert!(form(word).is(Form::PARTICIPLE), "{word}");
        }
        assert!(form("ajoutant").is(Form::GERUND) && form("conclure").is(Form::INFINITIVE));
        assert!(form("noted").is(Form::ENGLISH) && !form("note").is(Form::PARTICIPLE));
        assert!(form("continue").is(Form::WEAK) && !form("affirme").is(Form::WEAK));
        assert_eq!(form("maison"), Form::default());
    }
}
