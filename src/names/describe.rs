//! What stands beside a person's name: titles, roles, and the gender they tell.
//!
//! `le dirigeant nord-coréen Kim Jong Un`, `Matthew Miller, porte-parole du Département d’État`, `Mme Watson`.

use super::lexicon::{Cue, Facts, Gender};
use super::spelling;
use super::tokens::{Gap, Shape, Token, tokens};
use crate::document::Span;
use crate::text::level::level;

/// What was found beside one mention.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Roles, as they stand in the text.
    pub roles: Vec<String>,
    /// The gender that a title or a role tells.
    pub gender: Option<Gender>,
    /// True when a civility stands in front (`M.`, `Mme`, `Mr`): a bare name behind it is a family name.
    pub civility: bool,
}

/// How many bytes to each side are looked at.
const REACH: usize = 110;
/// Longest role, in words.
const LONGEST_ROLE: usize = 9;

/// Reads what stands around `span` in `text`, not beyond `block`.
#[must_use]
pub fn beside(text: &str, block: Span, span: Span) -> Beside {
    let mut out = Beside::default();
    let from = boundary(text, block.start().max(span.start().saturating_sub(REACH)));
    in_front(&text[from..span.start()], &mut out);
    let to = boundary(text, block.end().min(span.end() + REACH));
    behind(&text[span.end()..to.max(span.end())], &mut out);
    out
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn facts(text: &str, token: &Token) -> Facts {
    spelling::facts(token.span.of(text))
}

fn in_front(text: &str, out: &mut Beside) {
    let words = tokens(text, 0);
    let Some(last) = words.last() else { return };
    // Only white space, or a comma behind a longer role, may stand between role and name.
    let tail = text[last.span.end()..].trim();
    if !tail.is_empty() && tail != "," {
        return;
    }
    let apposed = tail == ",";
    let mut start = None;
    for (i, word) in words.iter().enumerate().rev().take(LONGEST_ROLE) {
        let known = facts(text, word);
        if let Some(gender) = civility(known, word.span.of(text)).filter(|_| !apposed && i + 1 == words.len()) {
            out.civility = true;
            out.gender = Some(gender);
        }
        let noun = known.has(Cue::Role)
            && known.given() < 3
            && (word.shape == Shape::Lower || i + 1 == words.len() || known.common() > 1);
        if noun {
            start = Some(i);
            // "premier ministre", "vice-président exécutif": a role may have a role in front.
            let longer = i > 0 && word.before <= Gap::Space && facts(text, &words[i - 1]).has(Cue::Role);
            if !longer {
                break;
            }
        } else if start.is_some() || word.before > Gap::Space || known.has(Cue::Says) {
            break;
        }
    }
    let Some(start) = start else { return };
    // "le maire de Lyon", then a name behind a preposition, is somebody else.
    let dangling = facts(text, last).has(Cue::Stop) && !facts(text, last).has(Cue::Role);
    let short = apposed && words.len() - start < 2;
    if !(dangling || short) {
        push(&text[words[start].span.start()..last.span.end()], facts(text, &words[start]), out);
    }
}

fn civility(known: Facts, surface: &str) -> Option<Gender> {
    if surface.starts_with(char::is_lowercase) {
        None
    } else if known.has(Cue::TitleFemale) {
        Some(Gender::Female)
    } else if known.has(Cue::TitleMale) {
        Some(Gender::Male)
    } else {
        None
    }
}

fn behind(text: &str, out: &mut Beside) {
    let Some(rest) = text.strip_prefix(',') else { return };
    let words = tokens(rest, 0);
    let beside = |i: usize| i == 0 || words[i].before <= Gap::Space;
    let skipped = (0..words.len().min(2)).take_while(|&i| beside(i) && !facts(rest, &words[i]).has(Cue::Role)).count();
    // An article, a demonym or nothing may stand in front: ", the veteran spokesman".
    let Some(first) = words.get(skipped).filter(|w| beside(skipped) && facts(rest, w).has(Cue::Role)) else { return };
    let introduced = words[..skipped].iter().all(|w| facts(rest, w).any(&[Cue::Stop, Cue::Demonym]));
    if !introduced || first.shape != Shape::Lower {
        return;
    }
    let end = words[skipped + 1..].iter().take(LONGEST_ROLE).take_while(|w| w.before <= Gap::Space).last();
    let closing = words.iter().skip(skipped + 1).find(|w| w.before > Gap::Space);
    let full = end.map_or(first.span.end(), |w| w.span.end());
    let cut = closing.is_some() || rest[full..].starts_with([',', '.', ';']) || rest[full..].trim().is_empty();
    let until = if cut { full } else { first.span.end() };
    push(&rest[first.span.start()..until], facts(rest, first), out);
}

fn push(role: &str, known: Facts, out: &mut Beside) {
    let role = level(role);
    if out.gender.is_none() {
        out.gender = match (known.has(Cue::RoleMale), known.has(Cue::RoleFemale)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        };
    }
    if !role.is_empty() && !out.roles.contains(&role) {
        out.roles.push(role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: &str, roles: &[&str], gender: Option<Gender>) {
        let at = text.find(name).unwrap();
        let found = beside(text, Span::new(0, text.len()), Span::new(at, at + name.len()));
        assert_eq!(
            (found.roles.iter().map(String::as_str).collect::<Vec<_>>(), found.gender),
            (roles.to_vec(), gender),
            "{text}"
        );
    }

    #[test]
    fn roles_stand_in_front_or_behind_a_comma() {
        let he = Some(Gender::Male);
        check("Hier, le dirigeant nord-coréen Kim Jong Un a ri.", "Kim Jong Un", &["dirigeant nord-coréen"], he);
        check(
            "Selon le ministre russe de la Défense Oleg Ivanov",
            "Oleg Ivanov",
            &["ministre russe de la Défense"],
            None,
        );
        check(
            "Ruth Kane, porte-parole du Département d’État, a nié.",
            "Ruth Kane",
            &["porte-parole du Département d’État"],
            None,
        );
        check("Mme Watson arrive.", "Watson", &[], Some(Gender::Female));
        check("a dit la présidente Ana Ruiz.", "Ana Ruiz", &["présidente"], Some(Gender::Female));
        check("Il voit le maire de Lyon. Paul rit.", "Paul", &[], None);
    }
}
