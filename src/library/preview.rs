//! The beginning of a huge text, to be on the screen while the whole of it is read.
//!
//! A preview is for the eyes only. What cleaning decides may depend on all of a text (at which width it is wrapped, which
//! word a hyphen parts, who signed it at the end), so that the whole article may join a line or hide a block otherwise.
//! Nothing found in a preview is to be kept, analysed or marked, and [`carry`] says where its reader is in the whole.

use std::fs::{self, File};
use std::io::Read;
use std::panic::catch_unwind;

use super::{Source, fields};
use crate::document::{Article, ArticleBuilder, BlockKind};
use crate::ingest::{self, Format};

/// Texts from this many bytes on have a preview: shorter ones are read as fast as somebody looks up.
pub const FROM: u64 = 1 << 20;

/// Bytes of a preview: some forty screens.
const BYTES: usize = 256 * 1024;

/// The last blocks of a text may get roles that only the last blocks have; what is last in a part of it must not be shown
/// in them.
const TAIL: usize = 4;

/// The beginning of `source` as an article: `None` when it is short, is no file or no plain text in UTF-8, cannot be read,
/// or when its beginning alone tells nothing of how the whole will look, as that of a web page.
#[must_use]
pub fn preview(source: &Source) -> Option<Article> {
    // Readers promise not to panic; whoever reads the whole says so when one breaks its promise.
    catch_unwind(|| read_beginning(source)).ok().flatten()
}

fn read_beginning(source: &Source) -> Option<Article> {
    let Source::File { path, .. } = source else { return None };
    // Before it is opened: what has become a pipe meanwhile would lose its writer to the first who opens and leaves it.
    fs::metadata(path).ok().filter(|meta| meta.is_file() && meta.len() >= FROM)?;
    let mut bytes = Vec::with_capacity(BYTES);
    File::open(path).ok()?.take(BYTES as u64).read_to_end(&mut bytes).ok()?;
    beginning(&bytes, &source.name())
}

/// The article of a text that goes on behind `bytes`.
fn beginning(bytes: &[u8], name: &str) -> Option<Article> {
    let end = border(bytes)?;
    let text = std::str::from_utf8(&bytes[..end]).ok().filter(|text| !text.contains('\0'))?;
    let hints = fields::hints(name);
    if ingest::detect(text.as_bytes(), &hints).map(|found| found.spec.format) != Some(Format::PlainText) {
        return None;
    }
    let article = Some(ingest::article(text.as_bytes(), &hints)).filter(|article| !article.blocks().is_empty())?;
    Some(if article.blocks().len() > 2 * TAIL { without_tail(&article, name) } else { article })
}

/// Where the bytes can be cut: between two paragraphs where one ends in their second half, else between two lines, else
/// between two words.
fn border(bytes: &[u8]) -> Option<usize> {
    let half = bytes.len() / 2;
    let behind_last = |sign: &[u8]| memchr::memmem::rfind(&bytes[half..], sign).map(|at| half + at + sign.len());
    [&b"\n\n"[..], b"\n\r\n", b"\n", b". ", b" "].into_iter().find_map(behind_last)
}

/// The same without its last blocks.
fn without_tail(article: &Article, name: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    let blocks = &article.blocks()[..article.blocks().len() - TAIL];
    for block in blocks {
        builder.block(block.kind, block.span.of(article.text()));
    }
    if !blocks.iter().any(|block| block.kind == BlockKind::Title) {
        builder.inferred_title(article.title());
    }
    if let Some(author) = article.author() {
        builder.author(author);
    }
    if let Some(source) = article.source() {
        builder.source(source);
    }
    if let Some(published) = article.published() {
        builder.published(published);
    }
    if let Some(code) = article.language() {
        builder.language(code);
    }
    builder.finish(name)
}

/// The byte of `whole` for the byte at `at` of its preview: as a rule the same one. `None` when what stands there in the
/// preview is not found in the whole, because it was decoded or joined otherwise.
#[must_use]
pub fn carry(preview: &Article, whole: &Article, at: usize) -> Option<usize> {
    let (seen, text) = (preview.text(), whole.text());
    let at = seen.floor_char_boundary(at);
    if text.as_bytes().starts_with(&seen.as_bytes()[..at]) {
        return Some(at);
    }
    // A line of it, looked for where the whole text of the preview may stand.
    let line = seen[at..].trim_start().lines().next().filter(|line| !line.is_empty())?;
    let line = &line[..line.floor_char_boundary(80)];
    let reach = text.floor_char_boundary(2 * seen.len());
    let nearest = text[..reach].match_indices(line).map(|(found, _)| found).min_by_key(|found| found.abs_diff(at))?;
    Some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Hints;
    use std::fmt::Write;
    use std::fs;

    /// Paragraphs under a title, each on one line or wrapped.
    fn text(paragraphs: usize, wrapped: bool) -> String {
        let mut out = "La ville change\n\n".to_owned();
        for n in 0..paragraphs {
            let part = if wrapped { "\n" } else { " " };
            let _ = write!(out, "Le conseil numéro {n} de la ville a voté hier soir le budget du quartier{part}");
            let _ = write!(out, "et des usines du port, après plus de quatre heures de débats à la mairie.\n\n");
        }
        out
    }

    fn whole(text: &str) -> Article {
        ingest::article(text.as_bytes(), &Hints::default())
    }

    /// The preview of the first `bytes` of a text, which must be the beginning of the whole.
    #[track_caller]
    fn check(text: &str, bytes: usize) -> Article {
        let preview = beginning(&text.as_bytes()[..bytes], "x").expect("a preview");
        let whole = whole(text);
        assert!(whole.text().starts_with(preview.text()), "{:?}", preview.text());
        assert_eq!(preview.title(), whole.title());
        let kinds = |article: &Article| article.blocks().iter().map(|block| block.kind).collect::<Vec<_>>();
        assert!(kinds(&whole).starts_with(&kinds(&preview)));
        preview
    }

    #[test]
    fn a_preview_is_the_beginning_of_the_whole() {
        for wrapped in [false, true] {
            let text = text(60, wrapped);
            for bytes in 4000..4400 {
                assert!(check(&text, bytes).blocks().len() > 8);
            }
        }
    }

    #[test]
    fn a_text_of_one_line_has_one_too() {
        let preview = check(&text(100, false).replace('\n', " "), 3000);
        assert!(preview.text().len() > 1400);
        check(&format!("La ville change\n\n{}", text(100, false).replace('\n', " ")), 3000);
    }

    #[test]
    fn who_signs_a_part_does_not_hide_it() {
        let mut text = text(30, false);
        let at = text.len();
        text += "Par Karine Diversay\n\n";
        let cut = text.len() + 10;
        text += &self::text(30, false);
        assert!(text[at..].starts_with("Par"));
        check(&text, cut);
    }

    #[test]
    fn only_long_files_of_plain_text_have_one() {
        let folder = tempfile::tempdir().unwrap();
        let source = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            Source::File { path, named: true }
        };
        let long = text(9000, false);
        assert!(long.len() as u64 > FROM);
        let found = preview(&source("long.txt", long.as_bytes())).expect("a preview");
        assert!(found.text().len() > BYTES / 2 && whole(&long).text().starts_with(found.text()));
        assert!(preview(&source("short.txt", &long.as_bytes()[..9000])).is_none());
        let page = format!("<!DOCTYPE html><html><body><p>{long}</p></body></html>");
        assert!(preview(&source("page.html", page.as_bytes())).is_none());
        let wide: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(preview(&source("wide.txt", &wide)).is_none());
        let latin: Vec<u8> = long.chars().map(|c| c as u8).collect();
        assert!(preview(&source("latin.txt", &latin)).is_none());
        assert!(preview(&Source::File { path: folder.path().join("none"), named: true }).is_none());
        assert!(preview(&Source::Stdin).is_none());
    }

    #[test]
    fn a_reader_is_carried_to_the_same_words() {
        let (seen, other) = (whole("Un.\n\nDeux mots.\n\nTrois mots."), whole("Zéro.\n\nUn.\n\nDeux mots.\n\nTrois."));
        let at = |article: &Article, words: &str| article.text().find(words).unwrap();
        assert_eq!(carry(&seen, &seen, 7), Some(7));
        assert_eq!(carry(&seen, &other, at(&seen, "Deux")), Some(at(&other, "Deux")));
        assert_eq!(carry(&seen, &other, at(&seen, "Trois")), None);
        assert_eq!(carry(&seen, &other, 0), Some(0));
    }
}
