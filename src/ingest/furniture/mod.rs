//! Lines that belong to the page and not to the article: adverts, share and subscription links, counters.
//!
//! Only short lines that stand alone are judged, folded, against lists of whole lines and of beginnings that no
//! sentence of an article has. A wrong yes hides text from a reader, a wrong no shows one line too many: in doubt,
//! no.

mod words;

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold::fold;
use words::{AROUND, BEGINNINGS, HEADS, ICONS, LINES, RUBRICS};

/// A longer line is text, whatever it begins with; in bytes.
const LONGEST: usize = 220;

static EXACT: LazyLock<HashSet<&str>> = LazyLock::new(|| LINES.split('|').collect());

static RUBRIC: LazyLock<HashSet<&str>> = LazyLock::new(|| RUBRICS.split('|').collect());

/// True for a line that belongs to the page wherever it stands.
pub fn is_furniture(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let key = key(line);
    if key.is_empty() {
        // A row of signs parts sections: it says nothing, and nothing else than a rule is drawn for it.
        return !line.contains(|c: char| c.is_alphanumeric());
    }
    let folded = fold(line);
    let folded = folded.trim_start();
    // Most lines share their first letter with none of the beginnings.
    let firsts = [key.as_bytes()[0], folded.as_bytes().first().copied().unwrap_or_default()];
    let mut starts = BEGINNINGS.iter().filter(|start| firsts.contains(&start.as_bytes()[0]));
    let around = || AROUND.iter().any(|(start, inside)| folded.starts_with(start) && folded.contains(inside));
    EXACT.contains(key.as_str()) || starts.any(|start| begins(&key, folded, start)) || around()
}

/// True for the heading of something that is not the article. Only the words are judged: whoever asks knows how much
/// stands below.
pub fn heads_a_list(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let key = key(line);
    HEADS.iter().any(|head| {
        let rest = key.strip_prefix(head);
        // One word alone may begin any heading.
        let goes_on = |rest: &str| head.contains(' ') && rest.starts_with(' ') && rest.split(' ').count() <= 4;
        rest.is_some_and(|rest| !rest.contains(char::is_alphabetic) || goes_on(rest))
    })
}

/// True for a line that begins as sites without comments of their own make set readers' words: `Message de Jeanne le 3 mars :`.
/// One such line may be text; whoever asks looks for several.
pub fn opens_comment(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "message",
        "commentaire",
        "reponse",
        "avis",
        "poste",
        "ecrit",
        "publie",
        "comment",
        "posted",
        "reply",
        "kommentar",
        "antwort",
        "commento",
        "comentario",
        "mensaje",
    ];
    const OF: &[&str] = &["de", "par", "by", "from", "von", "di", "por"];
    let head: String = line.chars().take(80).collect();
    let Some((head, _)) = head.split_once(':') else { return false };
    let folded = fold(head);
    let mut words = folded.split_whitespace();
    let opens =
        words.next().is_some_and(|word| WORDS.contains(&word)) && words.next().is_some_and(|word| OF.contains(&word));
    opens && words.next().is_some() && head.contains(|c: char| c.is_ascii_digit())
}

/// True for a line that is furniture where the text has not begun yet.
pub fn is_leading(line: &str) -> bool {
    line.len() <= 40 && {
        let key = key(line);
        ICONS.contains(&key.as_str()) || is_furniture(line)
    }
}

/// True for the name of a section.
pub fn is_rubric(line: &str) -> bool {
    line.len() <= 40 && RUBRIC.contains(key(line).as_str())
}

/// Compares with the punctuation that [`key`] took off only where the beginning asks for it.
fn begins(key: &str, folded: &str, start: &str) -> bool {
    let text = if start.ends_with([':', '?', ' ']) || start.starts_with('©') { folded } else { key };
    text.strip_prefix(start).is_some_and(|rest| {
        start.ends_with([' ', ':', '?']) || rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Folded, numbers as `#`, without signs at the ends.
fn key(line: &str) -> String {
    let folded = fold(line);
    let mut out = String::with_capacity(folded.len());
    let mut chars = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '+').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // `73,2` is one number.
            c if c.is_ascii_digit() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            '.' | ',' if out.ends_with('#') && chars.peek().is_some_and(char::is_ascii_digit) => {}
            ' ' if out.ends_with(' ') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page() {
        for line in [
            "Publicité",
            "PUBLICITÉ",
            "[Publicité]",
            "Advertisement",
            "Partager sur Facebook",
            "Lire aussi : Le maire démissionne",
            "Lire aussi Le maire démissionne",
            "À lire aussi",
            "S’abonner",
            "Abonnez-vous à notre newsletter !",
            "Temps de lecture : 3 min",
            "3 min de lecture",
            "12 commentaires",
            "Article réservé aux abonnés",
            "Read more »",
            "En direct",
            "Nous utilisons des cookies pour mesurer l’audience.",
            "© 2023 Le Courrier",
            "* * *",
            "Il vous reste 73,2 % de cet article à lire. La suite est réservée aux abonnés.",
            "Lesen Sie auch: Der Bürgermeister tritt zurück",
            "L’article Le marché rouvre est apparu en premier sur Le Courrier.",
            "The post The market reopens appeared first on The Courier.",
            "Der Beitrag Der Markt öffnet wieder erschien zuerst auf Der Bote.",
            "submitted by /u/marchande [link] [comments]",
            "Continue reading “The market reopens” →",
            "Reporting by Jane Doe in Oslo; Editing by Ann Roe",
            "Mis à jour à 18:02",
            "La suite de votre contenu après cette annonce",
            "Le Courrier, quotidien du soir. Tous droits réservés.",
            "Pour suivre toute l’actualité d’Albi, ajoutez-nous à vos sources Google.",
        ] {
            assert!(is_furniture(line), "{line}");
        }
    }

    #[test]
    fn sentences_of_an_article() {
        for line in [
            "En direct de Paris, le ministre a répondu aux questions.",
            "Partager le pouvoir ne lui a jamais plu.",
            "Le site utilise des cookies sans le consentement des visiteurs, selon la Cnil.",
            "Suivre une formation coûte cher.",
            "La publicité rapporte moins.",
            "Lire, écrire, compter : le retour aux fondamentaux",
            "Plus de cent personnes ont défilé.",
            "in",
            "Contactez la mairie.",
            "L'article 49 est apparu au détour d'un débat.",
            "Submitted by the mayor, the plan was voted down.",
            "Abonnez-vous, désabonnez-vous : le manège des offres d'essai",
            "Reporting by phone from the harbour, she missed the boat.",
            "Recevez-les avec le sourire, conseille le maire.",
            "Ajoutez le beurre, puis la farine.",
            "2023",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn headings_of_what_is_not_the_article() {
        for line in [
            "Les plus lus",
            "LES PLUS LUS DE LA SEMAINE",
            "Commentaires (12)",
            "Most read",
            "Vos réactions",
            "Lo más visto",
        ] {
            assert!(heads_a_list(line), "{line}");
        }
        for line in [
            "Related costs rise",
            "Commentaires du maire",
            "Les plus lus ne sont pas les plus aimés",
            "Une facture qui double",
        ] {
            assert!(!heads_a_list(line), "{line}");
        }
    }

    #[test]
    fn lines_that_readers_wrote() {
        for line in [
            "Message de Truite84 le 23 mars : bravo !",
            "Posté par Jean, 12/03/2014 : Merci.",
            "Posted by Ann on 3 May: so true",
        ] {
            assert!(opens_comment(line), "{line}");
        }
        for line in [
            "Message de la mairie : restez chez vous.",
            "Le 23 mars : le maire part.",
            "Avis de tempête le 23 mars",
            "Message",
        ] {
            assert!(!opens_comment(line), "{line}");
        }
    }

    #[test]
    fn icons_count_only_in_front() {
        assert!(is_leading("in") && is_leading("Follow") && is_rubric("SOCIÉTÉ"));
        assert!(!is_leading("Incident à la gare") && !is_rubric("La politique du pire"));
    }
}
