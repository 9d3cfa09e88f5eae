//! What a container says of an article that lies in it: a feed of its entry, a mail of its body, a table of its row.

use super::language;
use crate::document::{ArticleBuilder, Published};

/// What is known of an article beside its body; every field may be missing. Foreign text: the builder makes it safe.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The headline.
    pub title: Option<String>,
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
    /// Tells the builder all but title and language. What is known of the container counts more than what the body says.
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
