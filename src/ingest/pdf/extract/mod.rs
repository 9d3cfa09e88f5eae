//! From bytes to words on pages, by the hayro libraries: those read the objects of the file and its fonts, this interprets
//! the operators that set text.
//!
//! Pictures are not decoded, colours not computed, nothing is drawn. The work is bounded in pages, steps and characters;
//! what a library needs for one stream cannot be bounded here, which is why `library` calls this in a child process.

mod content;
mod glyphs;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use hayro_syntax::object::DateTime;
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::pages::{Page, Pages};
use crate::document::Problem;
use crate::ingest::encoding;
use content::Interpreter;

/// Pages that are read of one document.
pub const MAX_PAGES: usize = 3000;

/// Operators that are interpreted in one document, those in forms drawn again counted again.
pub const MAX_STEPS: usize = 20_000_000;

/// Characters that are read of one document.
pub const MAX_CHARS: usize = 10_000_000;

/// The longest document that is read without a child process around it, in bytes.
pub const MAX_UNGUARDED: usize = 16 << 20;

/// Objects lie in each other up to 512 deep, forms in forms: the reading takes place on a stack of this many bytes.
const STACK: usize = 64 << 20;

const DAMAGED: &str =
    "This PDF is damaged, no page can be found in it. A program such as qpdf or mutool may repair it.";
const LOCKED: &str =
    "This PDF is locked with a password. Save a copy without one, with qpdf --decrypt --password=… for instance.";
const UNKNOWN_LOCK: &str = "This PDF is encrypted in a way that is not known here. Save a copy that is not encrypted.";
const BROKE: &str = "This PDF could not be read: the reading broke off over its content. Convert it to text first.";

/// Extracts in this process; for a caller that has no child to do it.
///
/// # Errors
/// When there are no pages to extract from: what is wrong with the document.
pub fn in_process(bytes: &[u8]) -> Result<Pages, Problem> {
    if bytes.len() > MAX_UNGUARDED {
        let message = format!("This PDF is over the limit of {} MB. Convert it to text first.", MAX_UNGUARDED >> 20);
        return Err(Problem::new(message));
    }
    guarded(bytes)
}

/// Extracts on a stack of its own; a panic of a library ends it with a problem.
///
/// # Errors
/// As [`in_process`].
pub fn guarded(bytes: &[u8]) -> Result<Pages, Problem> {
    let attempt = || catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, attempt);
        thread.ok().and_then(|thread| thread.join().ok()?.ok())
    });
    done.unwrap_or_else(|| Err(BROKE.to_owned())).map_err(Problem::new)
}

fn pages(bytes: &[u8]) -> Result<Pages, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(refusal)?;
    let mut out = Pages::default();
    describe(&pdf, &mut out);
    let all = pdf.pages();
    if all.is_empty() {
        return Err(DAMAGED.to_owned());
    }
    let mut interpreter = Interpreter::new();
    for page in all.iter().take(MAX_PAGES) {
        out.pages.push(read_page(page, &mut interpreter, out.pages.len(), &mut out.problems));
        if interpreter.is_spent() {
            let (read, all) = (out.pages.len(), all.len());
            out.problems.push(format!("Of {all} pages it is read as far as page {read}: the rest is over the limit."));
            return Ok(out);
        }
    }
    if all.len() > MAX_PAGES {
        out.problems.push(format!("Only the first {MAX_PAGES} of {} pages are read: the limit.", all.len()));
    }
    Ok(out)
}

/// One page. A library that panics over it costs this page, and leaves the fonts it knew behind.
fn read_page<'a>(
    page: &PdfPage<'a>,
    interpreter: &mut Interpreter<'a>,
    number: usize,
    problems: &mut Vec<String>,
) -> Page {
    let read = catch_unwind(AssertUnwindSafe(|| interpreter.page(page)));
    read.unwrap_or_else(|_| {
        interpreter.forget();
        problems.push(format!("Page {} could not be read: it is damaged.", number + 1));
        Page::default()
    })
}

fn refusal(error: LoadPdfError) -> String {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => LOCKED,
        LoadPdfError::Decryption(_) => UNKNOWN_LOCK,
        LoadPdfError::Invalid => DAMAGED,
    }
    .to_owned()
}

fn describe(pdf: &Pdf, out: &mut Pages) {
    let metadata = pdf.metadata();
    out.title = metadata.title.as_deref().map(text_string);
    out.author = metadata.author.as_deref().map(text_string);
    out.made = metadata.creation_date.map(|at| date(&at));
}

fn date(at: &DateTime) -> String {
    let DateTime { year, month, day, hour, minute, second, .. } = at;
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// A text string of the document's own: UTF-16 or UTF-8 behind a mark, else `PDFDocEncoding`, which is nearly
/// Windows-1252.
fn text_string(bytes: &[u8]) -> String {
    let text = encoding::decode(bytes, Some("windows-1252"));
    text.text.trim_start_matches('\u{feff}').trim().to_owned()
}
