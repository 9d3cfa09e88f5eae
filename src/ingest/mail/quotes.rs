//! The plain text of a mail: who says what. Quoted lines, the line above them, signatures, copied heads of other mails.
//!
//! Takes the text as it travelled and gives passages in its order; answers between quoted lines stay where they are.
//! `format=flowed` (RFC 3676) is undone first, for its soft line breaks say what belongs together. What inside a passage is
//! a heading or an item is for `plain` to find.

use super::phrases::{self, Divider};

/// Who says a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The writer of the mail.
    Own,
    /// Somebody who is quoted.
    Quoted,
    /// A signature, the foot of a mailing list.
    Aside,
}

/// Lines of one voice.
#[derive(Debug, PartialEq, Eq)]
pub struct Passage {
    /// Whose.
    pub voice: Voice,
    /// Without the marks of quotation.
    pub text: String,
}

/// How the lines of a text are broken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flow {
    /// A line that ends in a space goes on in the next.
    pub flowed: bool,
    /// That space is not part of the text.
    pub delsp: bool,
}

struct Line<'a> {
    /// How many marks of quotation it had.
    depth: usize,
    text: &'a str,
}

/// The line above a quotation may be broken in so many.
const ABOVE: usize = 4;
/// A longer last passage is not a signature, whatever stands above it; in lines.
const SIGNATURE: usize = 25;

/// The passages of `text`. `forwarded` says that the mail hands on another one, whose text is then the text.
pub fn passages(text: &str, flow: Flow, forwarded: bool) -> Vec<Passage> {
    let joined = if flow.flowed { Some(unflow(text, flow.delsp)) } else { None };
    let lines: Vec<Line> = joined.as_deref().unwrap_or(text).lines().map(line).collect();
    let mut out = Passages::default();
    let mut at = 0;
    while at < lines.len() {
        let depth = lines[at].depth;
        let run = lines[at..].iter().take_while(|line| line.depth == depth).count();
        let run = &lines[at..at + run];
        at += run.len();
        if depth > 0 {
            out.add(Voice::Quoted, run);
            out.close();
        } else if own(run, lines.get(at).is_some(), forwarded, &mut out) {
            out.add(Voice::Quoted, &lines[at..]);
            break;
        }
    }
    out.close();
    out.done
}

/// Divides lines without marks. True when all that follows is somebody else's.
fn own(run: &[Line], quoted_below: bool, mut forwarded: bool, out: &mut Passages) -> bool {
    let mut voice = Voice::Own;
    let mut at = 0;
    while at < run.len() {
        let rest = &run[at..];
        let divider = phrases::divider(rest[0].text);
        let copied = || !rest[0].text.trim().is_empty() && phrases::is_head(rest.iter().map(|line| line.text));
        if divider.is_some() || copied() {
            out.close();
            if !forwarded && divider != Some(Divider::Forward) {
                out.add(Voice::Quoted, rest);
                return true;
            }
            // Only the first mail that is handed on is the text; those below it are quoted there as they would be here.
            forwarded = false;
            voice = Voice::Own;
            let stroke = usize::from(divider.is_some());
            let head = (stroke + head_length(&rest[stroke..])).max(1);
            out.alone(Voice::Quoted, &rest[..head]);
            at += head;
            continue;
        }
        if is_rule(rest[0].text, rest.len()) {
            voice = Voice::Aside;
        }
        let above = if voice == Voice::Own { above(rest, quoted_below) } else { None };
        if let Some(length) = above {
            out.alone(Voice::Quoted, &rest[..length]);
            // The marks are missing only where a program makes none: then all below is quoted.
            let below = &rest[length..];
            out.add(Voice::Quoted, below);
            return below.iter().any(|line| !line.text.trim().is_empty());
        }
        out.add(voice, &rest[..1]);
        at += 1;
    }
    out.close();
    false
}

/// How many of `lines` are the line above a quotation: marked lines follow it or, where it names an address or a time,
/// anything.
fn above(lines: &[Line], quoted_below: bool) -> Option<usize> {
    let mut text = String::new();
    for (at, line) in lines.iter().take(ABOVE).enumerate() {
        let bare = line.text.trim();
        if bare.is_empty() {
            return None;
        }
        text.push_str(bare);
        if bare.ends_with(':') {
            let last = lines[at + 1..].iter().all(|line| line.text.trim().is_empty());
            let certain = quoted_below && last || text.contains('@');
            return (certain && phrases::is_attribution(&text)).then_some(at + 1);
        }
        text.push(' ');
    }
    None
}

/// How many lines the head of a copied mail has, up to the blank line below it.
fn head_length(lines: &[Line]) -> usize {
    let blank = lines.iter().take_while(|line| line.text.trim().is_empty()).count();
    let head = lines[blank..].iter().take_while(|line| !line.text.trim().is_empty()).count();
    if head <= 12 && phrases::is_head(lines[blank..].iter().map(|line| line.text)) { blank + head } else { 0 }
}

/// True for the line above a signature (`-- `) or above the foot of a mailing list, with so many lines of it.
fn is_rule(text: &str, below: usize) -> bool {
    let signature = matches!(text, "-- " | "--" | "--\u{a0}") && below <= SIGNATURE;
    let list = text.len() >= 40 && text.trim_end().bytes().all(|byte| byte == b'_');
    signature || list && below <= 8
}

/// A line without its marks: `> > texte`, `>> texte`.
fn line(text: &str) -> Line<'_> {
    let mut rest = text;
    let mut depth = 0;
    while let Some(inner) = rest.strip_prefix('>') {
        depth += 1;
        rest = match inner.strip_prefix(' ') {
            Some(next) if next.starts_with('>') => next,
            _ => inner,
        };
    }
    let rest = if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    Line { depth, text: rest }
}

/// RFC 3676: a line that ends in a space goes on in the next of the same depth, and a leading space was stuffed in.
fn unflow(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let bare = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        if open != Some(depth) || bare == "-- " {
            if !out.is_empty() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 {
                out.push(' ');
            }
        }
        let soft = bare.ends_with(' ') && bare != "-- ";
        out.push_str(if soft && delsp { &bare[..bare.len() - 1] } else { bare });
        open = soft.then_some(depth);
    }
    out
}

#[derive(Default)]
struct Passages {
    done: Vec<Passage>,
    open: Option<Passage>,
}

impl Passages {
    fn add(&mut self, voice: Voice, lines: &[Line]) {
        if self.open.as_ref().is_some_and(|open| open.voice != voice) {
            self.close();
        }
        let open = self.open.get_or_insert_with(|| Passage { voice, text: String::new() });
        for line in lines {
            open.text.push_str(line.text);
            open.text.push('\n');
        }
    }

    fn alone(&mut self, voice: Voice, lines: &[Line]) {
        self.close();
        self.add(voice, lines);
        self.close();
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().filter(|passage| !passage.text.trim().is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_in(flow: Flow, forwarded: bool, text: &str, expected: &[(&str, &str)]) {
        let found = passages(text, flow, forwarded);
        let sign = |voice| match voice {
            Voice::Own => "own",
            Voice::Quoted => "quoted",
            Voice::Aside => "aside",
        };
        let found: Vec<(&str, &str)> = found.iter().map(|p| (sign(p.voice), p.text.trim())).collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        check_in(Flow::default(), false, text, expected);
    }

    #[test]
    fn answers_between_quoted_lines_keep_their_order() {
        check(
            "Bonjour,\n\nLe 3 mai 2021 à 10:12, Anne a écrit :\n> Qui vient ?\n>> Moi, disait Paul.\nJe viens.\n> Et à midi ?\nAussi.",
            &[
                ("own", "Bonjour,"),
                ("quoted", "Le 3 mai 2021 à 10:12, Anne a écrit :"),
                ("quoted", "Qui vient ?"),
                ("quoted", "Moi, disait Paul."),
                ("own", "Je viens."),
                ("quoted", "Et à midi ?"),
                ("own", "Aussi."),
            ],
        );
    }

    #[test]
    fn a_line_above_may_be_broken_and_the_marks_missing() {
        let above = "On Mon, May 3, 2021 at 10:12 AM Anne Roche\n<anne@exemple.test> wrote:";
        check(
            &format!("Oui.\n\n{above}\n\n> Vraiment ?"),
            &[("own", "Oui."), ("quoted", above), ("quoted", "Vraiment ?")],
        );
        check(
            &format!("Oui.\n\n{above}\n\nVraiment ?\nAnne"),
            &[("own", "Oui."), ("quoted", above), ("quoted", "Vraiment ?\nAnne")],
        );
        check("Il l'a dit en 2021 :\n\nrien.", &[("own", "Il l'a dit en 2021 :\n\nrien.")]);
    }

    #[test]
    fn outlook_copies_the_head_of_the_mail() {
        let head = "De : Anne\nEnvoyé : lundi 3 mai 2021 10:12\nÀ : Jean\nObjet : Réunion";
        let both = format!("-----Message d'origine-----\n{head}\n\nQui vient ?");
        check(&format!("Moi.\n\n{both}"), &[("own", "Moi."), ("quoted", &both)]);
        check(
            &format!("Moi.\n\n{head}\n\nQui vient ?"),
            &[("own", "Moi."), ("quoted", &format!("{head}\n\nQui vient ?"))],
        );
    }

    #[test]
    fn what_is_handed_on_is_the_text() {
        let head =
            "---------- Forwarded message ---------\nDe : Anne\nDate: lun. 3 mai 2021\nSubject: Réunion\nTo: Jean";
        check(
            &format!("Pour info.\n\n{head}\n\nLe conseil se réunit."),
            &[("own", "Pour info."), ("quoted", head), ("own", "Le conseil se réunit.")],
        );
        let head = "De : Anne\nEnvoyé : lundi\nÀ : Jean\nObjet : Réunion";
        check_in(Flow::default(), true, &format!("{head}\n\nLe conseil."), &[("quoted", head), ("own", "Le conseil.")]);
    }

    #[test]
    fn signatures_and_the_foot_of_a_list_are_asides() {
        check("Texte.\n-- \nJean Morel\nMairie", &[("own", "Texte."), ("aside", "-- \nJean Morel\nMairie")]);
        let rule = "_".repeat(47);
        check(
            &format!("Texte.\n{rule}\nDebats mailing list\nhttps://exemple.test/debats"),
            &[("own", "Texte."), ("aside", &format!("{rule}\nDebats mailing list\nhttps://exemple.test/debats"))],
        );
        check("a\n--\nb\n> c", &[("own", "a"), ("aside", "--\nb"), ("quoted", "c")]);
    }

    #[test]
    fn flowed_lines_are_joined() {
        let flow = Flow { flowed: true, delsp: false };
        check_in(
            flow,
            false,
            "Une phrase \nsur deux lignes.\n From ici\n> citée \n> aussi\n-- \nJean",
            &[("own", "Une phrase sur deux lignes.\nFrom ici"), ("quoted", "citée aussi"), ("aside", "-- \nJean")],
        );
        check_in(
            Flow { flowed: true, delsp: true },
            false,
            "anti \nconstitutionnel",
            &[("own", "anticonstitutionnel")],
        );
    }
}
