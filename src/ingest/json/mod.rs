//! JSON: articles as the interfaces of papers, crawlers, databases and search engines give them, one object or many, in whatever
//! they are wrapped.
//!
//! `walk` goes down the outer levels and bears broken files, `value` bounds what is held, `collect` says which objects are
//! articles, `members` which of their members is what; `lines` reads JSON Lines and `own` this program's exports. JSON in
//! which nothing is an article (settings, tables of numbers) is not recognised and stays plain text.

mod collect;
pub mod lines;
mod members;
mod own;
mod repair;
mod value;
mod walk;

use super::Reading;
use super::limits::Budget;
use super::source::Source;
use collect::Collection;
use walk::Walk;

/// True when an object in it has a title and a text, or as much as makes an article.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let text = begin(source.text()?);
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let budget = Budget::default();
    let collection = Collection::new(source.hints().fields, &budget, source.name());
    Walk::new(text, collection).finds_one().then_some("it is JSON with objects that have a title and a text")
}

/// One article for each object that is one.
pub fn read(source: &Source) -> Reading {
    let text = begin(source.text().unwrap_or_default());
    let collection = Collection::new(source.hints().fields, source.budget(), source.name());
    let (articles, mut problems) = Walk::new(text, collection).run();
    problems.extend(source.problem());
    Reading { problems, ..Reading::of(articles) }
}

/// The text from its first sign on. Line numbers hold: nothing but marks and spaces goes.
fn begin(text: &str) -> &str {
    text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\x1E'])
}

#[cfg(test)]
mod tests;
