//! Comparisons in a form that a reader can see: `=` both, `~` changed with the differing words in brackets, `-` and `+` only
//! one, `<` and `>` elsewhere in the other.

use proptest::prelude::*;

use super::*;
use crate::document::ArticleBuilder;

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for block in text.split('|') {
        let kind = if block.starts_with('~') { BlockKind::Furniture } else { BlockKind::Paragraph };
        builder.block(kind, block.trim_start_matches('~'));
    }
    builder.finish("x")
}

fn marked(text: &str, span: Span, words: &[Span]) -> String {
    let mut out = String::new();
    let mut at = span.start();
    for word in words {
        out.extend([&text[at..word.start()], "[", word.of(text), "]"]);
        at = word.end();
    }
    out + &text[at..span.end()]
}

fn shown(left: &str, right: &str) -> Vec<String> {
    let (a, b) = (article(left), article(right));
    let (a_text, b_text) = (a.text(), b.text());
    let show = |piece: &Piece| match piece {
        Piece::Both(one, _) => format!("= {}", one.of(a_text)),
        Piece::Changed([(one, words), (other, others)]) => {
            format!("~ {} / {}", marked(a_text, *one, words), marked(b_text, *other, others))
        }
        Piece::Only(Side::Left, span) => format!("- {}", span.of(a_text)),
        Piece::Only(Side::Right, span) => format!("+ {}", span.of(b_text)),
        Piece::Elsewhere(Side::Left, span) => format!("< {}", span.of(a_text)),
        Piece::Elsewhere(Side::Right, span) => format!("> {}", span.of(b_text)),
    };
    compare(&a, &b).pieces.iter().map(show).collect()
}

#[test]
fn what_one_has_and_the_other_lacks() {
    let left = "Il pleut. Le maire a dit mardi que l’eau monte. Tout le monde attend.|~Partagez !|Fin.";
    let right = "Il pleut ! Le maire a dit lundi soir que l'eau monte. Des barques sont prêtes.|Fin.";
    assert_eq!(
        shown(left, right),
        [
            "= Il pleut.",
            "~ Le maire a dit [mardi] que l’eau monte. / Le maire a dit [lundi soir] que l'eau monte.",
            "- Tout le monde attend.",
            "+ Des barques sont prêtes.",
            "= Fin.",
        ]
    );
}

#[test]
fn a_sentence_that_stands_elsewhere_is_not_missing() {
    assert_eq!(
        shown("Le pont est fermé. Il neige. Les trains roulent.", "Il neige. Les trains roulent. Le pont est fermé."),
        ["< Le pont est fermé.", "= Il neige.", "= Les trains roulent.", "> Le pont est fermé."]
    );
    assert_eq!(shown("", "Seul."), ["+ Seul."]);
}

#[test]
fn what_is_too_long_is_compared_up_to_a_bound() {
    let long = "Une phrase de plus. ".repeat(MOST_BYTES / 20 + 10);
    let found = compare(&article(&long), &article(&format!("{long} é")));
    assert!(found.cut && found.pieces.iter().all(|piece| matches!(piece, Piece::Both(..))));
}

proptest! {
    /// Every sentence of both is told once, in order, and what both are said to have they have.
    #[test]
    fn nothing_is_lost(left in "([A-C][a-c ]{0,6}[.!] |\\|){0,12}", right in "([A-C][a-c ]{0,6}[.!] |\\|){0,12}") {
        let (a, b) = (article(&left), article(&right));
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        for piece in compare(&a, &b).pieces {
            match piece {
                Piece::Both(one, other) => {
                    let key = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                    prop_assert_eq!(key(one.of(a.text())), key(other.of(b.text())));
                    lefts.push(one);
                    rights.push(other);
                }
                Piece::Changed([(one, words), (other, others)]) => {
                    prop_assert!(words.iter().all(|word| one.start() <= word.start() && word.end() <= one.end()));
                    prop_assert!(others.iter().all(|word| other.start() <= word.start() && word.end() <= other.end()));
                    lefts.push(one);
                    rights.push(other);
                }
                Piece::Only(Side::Left, span) | Piece::Elsewhere(Side::Left, span) => lefts.push(span),
                Piece::Only(Side::Right, span) | Piece::Elsewhere(Side::Right, span) => rights.push(span),
            }
        }
        let mut keys = Keys::default();
        let mut all = |article: &Article| keys.sentences(article).0.iter().map(|s| s.span).collect::<Vec<_>>();
        prop_assert_eq!(lefts, all(&a));
        prop_assert_eq!(rights, all(&b));
    }
}

/// Two long texts without a sentence in common, of which every pair could be one that changed.
#[test]
fn what_has_nothing_in_common_is_told_in_bounded_time() {
    let text = |word: &str| (0..4_000).map(|n| format!("Le {word} {n} {word} est là.")).collect::<Vec<_>>().join(" ");
    let found = compare(&article(&text("chat")), &article(&text("chien")));
    assert_eq!(found.pieces.len(), 8_000);
}
