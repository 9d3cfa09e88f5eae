//! What a container says of an article that lies in it: a feed of its entry, a mail of its body, a table of its row.

use super::{language, title};
use crate::document::{ArticleBuilder, Published};

/// What is known of an article beside its body; every field may be missing. Foreign text: the builder makes it safe.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The headline.
    pub title: Option<String>,
    /// A summary that stands above the body, unless that begins with it.
    pub standfirst: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When.
    pub published: Option<Published>,
    /// The declared language, as the container writes it: `fr-FR`.
    pub language: Option<String>,
    /// Its address on the web.
    pub address: Option<String>,
}

impl About {
    /// The standfirst that stands above a body with this beginning; `None` where the body, or the title, says it already.
    pub(super) fn standfirst_above(&self, body: &str) -> Option<&str> {
        let standfirst = self.standfirst.as_deref()?;
        // Folding may shorten a text, and white space does not count.
        let end = body.floor_char_boundary(standfirst.len() * 2 + 100);
        let key = title::key(standfirst);
        let said = title::key(&body[..end]).starts_with(&key)
            || self.title.as_deref().is_some_and(|title| title::key(title) == key);
        (!said).then_some(standfirst)
    }

    /// Tells the builder all but title, standfirst and language. What is known of the container counts more than what the body says.
    pub(super) fn tell(&self, builder: &mut ArticleBuilder) {
        if let Some(author) = &self.author {
            builder.author(author);
        }
        if let Some(source) = &self.source {
            builder.source(source);
        }
        if let Some(published) = self.published {
            builder.published(published);
        }
        if let Some(address) = &self.address {
            builder.address(address);
        }
    }

    /// Tells the builder the language of `body`, given the one that is declared.
    pub(super) fn tell_language(&self, body: &str, builder: &mut ArticleBuilder) {
        if let Some(code) = language::of(self.language.as_deref(), body) {
            builder.language(&code);
        }
    }
}
