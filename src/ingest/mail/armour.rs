//! `OpenPGP` inside of a text: signed words without what surrounds them, and a word on what is encrypted.

use std::borrow::Cow;

use super::parts::ENCRYPTED;
use crate::document::Problem;

const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const BEGIN: &str = "-----BEGIN PGP ";
const END: &str = "-----END PGP ";

/// The text without signatures, keys and encrypted blocks; the problem to tell where a block is encrypted.
pub fn strip(text: &str) -> (Cow<'_, str>, Option<Problem>) {
    if !text.contains(BEGIN) {
        return (Cow::Borrowed(text), None);
    }
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut head, mut signed, mut encrypted) = (false, false, false, false);
    for line in text.lines() {
        if line == SIGNED {
            (head, signed) = (true, true);
        } else if line.starts_with(BEGIN) {
            inside = true;
            encrypted |= line.starts_with("-----BEGIN PGP MESSAGE");
        } else if line.starts_with(END) {
            (inside, signed) = (false, false);
        } else if head {
            // `Hash: SHA256`, up to a blank line.
            head = !line.trim().is_empty();
        } else if !inside {
            // A line of the text that begins with a stroke was given another.
            out.push_str(if signed { line.strip_prefix("- ").unwrap_or(line) } else { line });
            out.push('\n');
        }
    }
    (Cow::Owned(out), encrypted.then(|| Problem::new(ENCRYPTED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_words_are_read_and_encrypted_ones_are_told() {
        let signed = format!(
            "{SIGNED}\nHash: SHA256\n\nBonjour,\n- - un\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
        );
        let (text, problem) = strip(&signed);
        assert_eq!((text.as_ref(), problem), ("Bonjour,\n- un\n", None));
        let (text, problem) = strip("Voici :\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\nAnne\n");
        assert_eq!((text.as_ref(), problem.is_some()), ("Voici :\nAnne\n", true));
    }
}
