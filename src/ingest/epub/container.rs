//! A book as the ZIP archive that it is: its files by their paths, within the budget, and whether they are locked.
//!
//! Nothing is unpacked before it is asked for, and pictures and fonts never are.

use std::collections::HashMap;
use std::io::Cursor;

use zip::ZipArchive;

use super::super::encoding;
use super::super::limits::Budget;
use super::tags;
use crate::document::Problem;

/// Where every book says which of its files describes it.
const CONTAINER: &str = "META-INF/container.xml";
/// The files that describe a book hold no more tags than this.
const MAX_TAGS: usize = 400_000;

/// Fonts may be disguised in a book that is otherwise open to all.
const FONTS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// The files of a book.
pub struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    places: HashMap<String, usize>,
    /// What stands before every path: a book that was packed again by hand often lies in a folder.
    root: String,
    budget: &'a Budget,
    /// Bytes of its files that made no character.
    pub problems: Vec<Problem>,
}

impl<'a> Container<'a> {
    /// Opens the archive; `None` when it is none or does not hold a book.
    pub fn open(bytes: &'a [u8], budget: &'a Budget) -> Option<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let places: HashMap<String, usize> =
            (0..zip.len()).filter_map(|at| Some((zip.name_for_index(at)?.ok()?.into_owned(), at))).collect();
        let root =
            places.keys().filter_map(|name| name.strip_suffix(CONTAINER)).min_by_key(|root| root.len())?.to_owned();
        (root.is_empty() || root.ends_with('/')).then_some(Self { zip, places, root, budget, problems: Vec::new() })
    }

    /// The path of the file that describes the book.
    pub fn package(&mut self) -> Option<String> {
        let text = self.text(CONTAINER)?.ok()?;
        let tags = tags::tags(&text, MAX_TAGS);
        tags.iter()
            .filter(|tag| tag.opens("rootfile"))
            .filter(|tag| tag.get("media-type").is_none_or(|media| media.contains("oebps-package")))
            .find_map(|tag| tag.get("full-path").map(|path| path.trim_start_matches('/').to_owned()))
    }

    /// The decoded text of a file; `None` when the book does not have it.
    pub fn text(&mut self, path: &str) -> Option<Result<String, Problem>> {
        let index = *self.places.get(&[self.root.as_str(), path].concat())?;
        if let Err(problem) = self.budget.part() {
            return Some(Err(problem));
        }
        let bytes = match self.zip.by_index(index) {
            Ok(file) => self.budget.unpack(path, file),
            Err(error) => Err(Problem::new(format!("{path}: cannot be unpacked, it is damaged ({error})"))),
        };
        Some(bytes.map(|bytes| {
            let decoded = encoding::decode(&bytes, None);
            let problem = decoded.problem.map(|problem| Problem::new(format!("{path}: {}", problem.message())));
            self.problems.extend(problem);
            decoded.text.into_owned()
        }))
    }

    /// True when the text of the book is locked: something other than fonts is encrypted. A shop's licence alone locks nothing.
    pub fn is_locked(&mut self) -> bool {
        let Some(Ok(text)) = self.text("META-INF/encryption.xml") else { return false };
        let tags = tags::tags(&text, MAX_TAGS);
        let mut data = tags.split(|tag| tag.opens("EncryptedData")).skip(1);
        data.any(|data| {
            let method = data.iter().find(|tag| tag.opens("EncryptionMethod")).and_then(|tag| tag.get("Algorithm"));
            let what = data.iter().find(|tag| tag.opens("CipherReference")).and_then(|tag| tag.get("URI"));
            let font = what.is_some_and(|uri| {
                let uri = uri.to_ascii_lowercase();
                [".otf", ".ttf", ".woff", ".woff2"].iter().any(|end| uri.ends_with(end))
            });
            !font && !method.is_some_and(|method| FONTS.contains(&method.as_ref()))
        })
    }
}

/// Where `href`, found in the file `from`, leads: a path in the book and a fragment. `None` for what leads elsewhere.
pub fn resolve(from: &str, href: &str) -> Option<(String, Option<String>)> {
    let href = href.trim();
    if href.contains("://") || href.starts_with("mailto:") || href.starts_with("data:") {
        return None;
    }
    let (path, fragment) = href.split_once('#').map_or((href, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or_default();
    let fragment = fragment.map(unescaped).filter(|fragment| !fragment.is_empty());
    if path.is_empty() {
        return Some((from.to_owned(), fragment));
    }
    let path = unescaped(path);
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), fragment))
}

/// `%20` and the like as the characters they stand for.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_paths() {
        let check = |from: &str, href: &str, path: &str, fragment: Option<&str>| {
            assert_eq!(resolve(from, href), Some((path.to_owned(), fragment.map(str::to_owned))), "{href}");
        };
        check("OEBPS/toc.ncx", "Text/ch1.xhtml#s2", "OEBPS/Text/ch1.xhtml", Some("s2"));
        check("OEBPS/Text/a.xhtml", "../notes.xhtml", "OEBPS/notes.xhtml", None);
        check("a.xhtml", "#n1", "a.xhtml", Some("n1"));
        check("a/b.opf", "La%20halle%C3%A9.html", "a/La halleé.html", None);
        check("a/b.opf", "../../../x.html#", "x.html", None);
        check("a/b.opf", "100%.html", "a/100%.html", None);
        assert_eq!(resolve("a", "https://exemple.fr/"), None);
    }
}
