//! What a query can know of an article.

use std::cell::OnceCell;

use chrono::NaiveDate;

use super::Bearers;
use crate::document::{Article, ArticleId, Published};
use crate::search::query::{Flag, Name, Subject};
use crate::text::fold::fold;

/// An article as a query sees it. Nothing is folded before the query asks for it.
///
/// What readers do with articles is not kept yet: nothing is read, starred, noted or tagged.
#[derive(Debug)]
pub struct Facts<'a> {
    id: ArticleId,
    article: &'a Article,
    bearers: &'a Bearers,
    given: Option<&'a str>,
    text: OnceCell<String>,
    title: OnceCell<String>,
    source: OnceCell<String>,
}

impl<'a> Facts<'a> {
    /// What is known of `article`, which the pile calls `id`; `bearers` are those of the query.
    #[must_use]
    pub fn new(id: ArticleId, article: &'a Article, bearers: &'a Bearers) -> Self {
        let (text, title, source) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { id, article, bearers, given: None, text, title, source }
    }

    /// The same for whoever has folded the text already.
    #[must_use]
    pub fn with_text(self, folded: &'a str) -> Self {
        Self { given: Some(folded), ..self }
    }
}

impl Subject for Facts<'_> {
    fn text(&self) -> &str {
        self.given.unwrap_or_else(|| self.text.get_or_init(|| fold(self.article.text())))
    }

    fn title(&self) -> Option<&str> {
        Some(self.title.get_or_init(|| fold(self.article.title())))
    }

    fn source(&self) -> Option<&str> {
        let source = self.article.source()?;
        Some(self.source.get_or_init(|| fold(source)))
    }

    fn language(&self) -> Option<&str> {
        self.article.language()
    }

    fn published(&self) -> Option<NaiveDate> {
        self.article.published().map(Published::day)
    }

    fn names(&self, name: &Name) -> bool {
        self.bearers.name(name, self.id)
    }

    fn is(&self, flag: Flag) -> bool {
        flag == Flag::Unread
    }
}
