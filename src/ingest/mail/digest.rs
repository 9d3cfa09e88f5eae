//! Digests of mailing lists in one plain text (RFC 1153), as Mailman sends them: a table of contents, then the mails, each
//! with the first fields of its header, parted by thirty strokes.

use super::headers::Headers;
use super::parts::{Body, Contents, Part};
use super::transfer;

/// The text of a digest, divided.
pub struct Digest {
    /// What stands before the mails and behind them.
    pub frame: String,
    /// The mails with their short headers.
    pub mails: Vec<String>,
}

/// The line between two mails.
const STROKES: usize = 30;
/// The line above the first one.
const LONG: usize = 70;

/// Divides the text of a mail when it is a digest.
pub fn of(contents: &Contents) -> Option<Digest> {
    let [Body { plain, html }] = &contents.bodies[..] else { return None };
    let [part] = &plain[..] else { return None };
    if !html.is_empty() {
        return None;
    }
    let coding = part.headers.raw("content-transfer-encoding").unwrap_or_default();
    let bytes = transfer::decode(part.body, coding);
    // Most mails are none, and need not be decoded to know it.
    memchr::memmem::find(&bytes, &[b'-'; LONG])?;
    divide(&transfer::text(&bytes, part.media.attribute("charset")).text)
}

impl Digest {
    /// The frame as the text of a mail.
    pub fn body(&self) -> Body<'_> {
        let part =
            Part { headers: Headers::default(), media: super::headers::Media::default(), body: self.frame.as_bytes() };
        Body { plain: vec![part], html: Vec::new() }
    }
}

fn divide(text: &str) -> Option<Digest> {
    let mut pieces = vec![String::new()];
    for line in text.lines() {
        let strokes = line.len() == if pieces.len() == 1 { LONG } else { STROKES };
        if strokes && line.bytes().all(|byte| byte == b'-') {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push_str(line);
            piece.push('\n');
        }
    }
    let mut digest = Digest { frame: pieces.remove(0), mails: Vec::new() };
    let mut ended = false;
    for piece in pieces {
        let start = piece.trim_start();
        let (headers, _) = Headers::of(start.as_bytes());
        if headers.closed && headers.has("from") && headers.has("subject") {
            digest.mails.push(start.to_owned());
        } else if let Some(mail) = digest.mails.last_mut().filter(|_| !ended && !headers.has("subject")) {
            // Somebody drew a line in their mail.
            mail.push_str(&piece);
        } else {
            ended = true;
            digest.frame.push_str(&piece);
        }
    }
    (!digest.mails.is_empty()).then_some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_divided_only_where_mails_follow() {
        let (long, short) = ("-".repeat(LONG), "-".repeat(STROKES));
        let mail = |subject: &str| {
            format!("Message: 1\nDate: Sun, 2 May 2021 18:40:00 +0200\nFrom: a@b.test\nSubject: {subject}\n\nTexte")
        };
        let text = format!(
            "Sommaire\n\n{long}\n\n{}\n\n{short}\nligne tirée\n\n{short}\n\n{}\n\n{short}\n\nSubject: Digest Footer\n\nFin\n",
            mail("un"),
            mail("deux")
        );
        let digest = divide(&text).unwrap();
        assert_eq!(digest.mails.len(), 2);
        assert!(digest.mails[0].ends_with("ligne tirée\n\n") && digest.frame.ends_with("Fin\n"));
        assert!(divide(&format!("Un texte\n{long}\n\nDe la suite\n{short}\nFin")).is_none());
    }
}
