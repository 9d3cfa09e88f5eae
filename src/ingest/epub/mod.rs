//! EPUB books and newspapers: every entry of the contents is an article.
//!
//! `container` opens the archive, `package` and `contents` read what the book says of itself, `pages` holds its text with
//! the `tags` in it, `chapters` divides that, `notes` finds the footnotes, and `markup` writes each chapter out for the
//! reader of web pages. Pictures, fonts and styles are never unpacked. A damaged book is read as far as it goes.

mod chapters;
mod container;
mod contents;
mod markup;
mod notes;
mod package;
mod pages;
mod tags;

use std::path::Path;

use super::about::About;
use super::source::Source;
use super::{Reading, html};
use crate::document::{Article, ArticleBuilder, BlockKind, Problem};
use chapters::Chapter;
use container::Container;
use contents::{Entry, Landmark};
use markup::Writer;
use notes::Notes;
use package::Package;
use pages::{MAX_TAGS, Page, Pages};

/// What is said of a book without words.
const NO_TEXT: &str = "The book holds no text that can be read; its pages may be pictures.";
/// What is said of a book that its shop locked.
const LOCKED: &str = "This book is protected (DRM), so its text cannot be read: open it in the program or on the device it was \
                      bought for, or get a copy without protection.";

/// True when the archive says that it is a book, or is laid out as one.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let bytes = source.bytes();
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    if bytes.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/epub+zip")) {
        return Some("its first entry says that it is a book");
    }
    let mut container = Container::open(bytes, source.budget())?;
    container
        .package()
        .filter(|path| Path::new(path).extension().is_some_and(|end| end.eq_ignore_ascii_case("opf")))
        .map(|_| "it is laid out as a book")
}

/// One article for each chapter.
pub fn read(source: &Source) -> Reading {
    let Some(mut container) = Container::open(source.bytes(), source.budget()) else {
        return Reading::nothing(Problem::new("The book is damaged, its table of files is missing: get it again."));
    };
    if container.is_locked() {
        return Reading::nothing(Problem::new(LOCKED));
    }
    let Some(path) = container.package() else {
        return Reading::nothing(Problem::new("The book is damaged, it does not say which of its files are the text."));
    };
    let package = match container.text(&path) {
        Some(Ok(text)) => package::read(&text, &path),
        Some(Err(problem)) => return Reading::nothing(problem),
        None => {
            return Reading::nothing(Problem::new(format!("The book is damaged, its description {path} is missing.")));
        }
    };
    let mut problems = Vec::new();
    let (entries, landmarks) = listed(&mut container, &package);
    let pages = unpack(&mut container, &package, &mut problems);
    problems.append(&mut container.problems);
    let pages = Pages::of(&pages, MAX_TAGS);
    if pages.cut {
        problems.push(Problem::new(format!("only the first {MAX_TAGS} tags of the book are read: the limit")));
    }
    let notes = notes::find(&pages);
    let book = Book { package: &package, pages: &pages, notes: &notes, name: source.name() };
    let mut articles = Vec::new();
    let chapters = chapters::divide(&pages, &entries, &landmarks, package.periodical);
    for chapter in chapters.iter().filter(|chapter| !chapter.menu) {
        if let Err(problem) = source.budget().part() {
            problems.push(problem);
            break;
        }
        articles.extend(book.article(chapter));
    }
    if articles.is_empty() && problems.is_empty() {
        problems.push(Problem::new(NO_TEXT));
    }
    Reading { problems, ..Reading::of(articles) }
}

/// The contents and landmarks: those of EPUB 3, and those of EPUB 2 where the former are missing.
fn listed(container: &mut Container, package: &Package) -> (Vec<Entry>, Vec<Landmark>) {
    let mut text = |path: &Option<String>| {
        let path = path.as_deref()?;
        Some((container.text(path)?.ok()?, path.to_owned()))
    };
    let (mut entries, mut landmarks) =
        text(&package.nav).map(|(text, path)| contents::nav(&text, &path)).unwrap_or_default();
    if entries.is_empty() {
        entries = text(&package.ncx).map(|(text, path)| contents::ncx(&text, &path)).unwrap_or_default();
    }
    if landmarks.is_empty() {
        landmarks.clone_from(&package.guide);
    }
    if let Some(path) = &package.nav {
        landmarks.push(Landmark { kind: "toc".to_owned(), label: String::new(), place: (path.clone(), None) });
    }
    (entries, landmarks)
}

/// The pages of the spine.
fn unpack(container: &mut Container, package: &Package, problems: &mut Vec<Problem>) -> Vec<Page> {
    let mut pages = Vec::new();
    for item in &package.spine {
        match container.text(&item.path) {
            Some(Ok(markup)) => pages.push(Page { path: item.path.clone(), markup, linear: item.linear }),
            Some(Err(problem)) => problems.push(problem),
            None => problems.push(Problem::new(format!("{}: left out, the book does not contain it", item.path))),
        }
    }
    pages
}

/// What every chapter is read with.
struct Book<'b> {
    package: &'b Package,
    pages: &'b Pages<'b>,
    notes: &'b Notes,
    /// What the file is called.
    name: &'b str,
}

impl Book<'_> {
    /// The article of a chapter; `None` when there is nothing to read in it but its title.
    fn article(&self, chapter: &Chapter) -> Option<Article> {
        let (package, periodical) = (self.package, self.package.periodical);
        let mut writer = Writer::new(self.pages, self.notes, periodical);
        for (page, range) in &chapter.stretches {
            writer.stretch(*page, range.clone());
        }
        writer.notes();
        let about = About {
            title: chapter.label.clone(),
            source: package.title.clone(),
            author: chapter.author.clone().or_else(|| package.author.clone()),
            published: package.published,
            language: package.language.clone(),
            address: writer.address.take(),
            ..About::default()
        };
        let mut builder = ArticleBuilder::new();
        if periodical {
            // An article says itself when it appeared; the issue says when it was put together.
            html::append(&writer.out, &About { published: None, ..about.clone() }, &mut builder);
            if let Some(issue) = about.published.filter(|_| builder.date().is_none()) {
                builder.published(issue);
            }
        } else {
            html::append_whole(&writer.out, &about, &mut builder);
        }
        let article = builder.finish(package.title.as_deref().unwrap_or(self.name));
        // A page of notes that stand with their chapters now has headings left, and nothing below them.
        let emptied = chapter.stretches.iter().any(|(page, range)| self.notes.within(*page, range).next().is_some());
        let says = |kind| kind != BlockKind::Title && !(emptied && kind == BlockKind::Heading);
        let read = article.visible_blocks().any(|block| says(block.kind));
        let path = &self.pages.page(chapter.stretches.first()?.0).path;
        let part = chapter.name.as_ref().map_or_else(|| path.clone(), |name| format!("{path}#{name}"));
        read.then(|| article.within(&part))
    }
}

#[cfg(test)]
mod book;
#[cfg(test)]
mod tests;
