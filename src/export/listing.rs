//! One article as a row of a list.

use serde::Serialize;

use super::article::problems;
use crate::document::ArticleId;
use crate::library::Pile;

/// What a list says of an article. The fields are written in this order.
#[derive(Debug, Serialize)]
pub struct ListingRecord<'a> {
    path: String,
    part: Option<&'a str>,
    title: &'a str,
    source: Option<&'a str>,
    address: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
    words: u32,
    minutes: u32,
    problems: Vec<&'a str>,
    story: Option<usize>,
}

impl<'a> ListingRecord<'a> {
    /// The record of article `id` of `pile`, or `None` when it is not read yet. `story` is the number of the story that it tells
    /// with others.
    #[must_use]
    pub fn new(pile: &'a Pile, id: ArticleId, story: Option<usize>) -> Option<Self> {
        let article = pile.article(id)?;
        Some(Self {
            path: pile.entry(id).source().raw(),
            part: article.part(),
            title: article.title(),
            source: article.source(),
            address: article.address(),
            published: article.published().map(|at| at.to_string()),
            language: article.language(),
            words: article.words(),
            minutes: article.reading_minutes(),
            problems: problems(article),
            story,
        })
    }
}
