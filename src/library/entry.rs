//! A row of the pile: where an article comes from, what the list shows of it, and its text while it is held.

use std::sync::Arc;

use super::fingerprint;
use super::sources::SourceNo;
use super::store::{ContentHash, Identity, KeptId, Origin};
use super::{READER, Source};
use crate::document::{self, Article, Published};
use crate::text::minhash::Signature;

/// What is known of an article without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Who published it. One line, safe to show.
    pub publisher: Option<Arc<str>>,
    /// When it was published.
    pub published: Option<Published>,
    /// ISO 639-1 code of its language.
    pub language: Option<Arc<str>>,
    /// Words in its visible text.
    pub words: u32,
    /// Bytes of its text.
    pub length: u32,
    /// The hash of its text.
    pub text: ContentHash,
    /// True when something went wrong while reading it; the article says what.
    pub problem: bool,
}

impl Head {
    /// That of an article. Hashes its text: not for the thread of the screen.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        Self {
            publisher: article.source().map(Arc::from),
            published: article.published(),
            language: article.language().map(Arc::from),
            words: article.words(),
            length: u32::try_from(article.text().len()).unwrap_or(u32::MAX),
            text: ContentHash::of_text(article.text()),
            problem: !article.problems().is_empty(),
        }
    }

    /// Source, date and reading time, as far as they are known, each in a few words.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        document::facts(self.publisher.as_deref(), self.published, self.words)
    }
}

/// An article as it was read, with what the list shows of it.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// The article.
    pub article: Arc<Article>,
    /// What the list shows of it.
    pub head: Head,
    /// What it says, to find others that say the same; `None` where it says too little.
    pub fingerprint: Option<Box<Signature>>,
    /// The edition of the readers that read it, see [`READER`].
    pub edition: u32,
}

impl Fresh {
    /// Goes through the text: not for the thread of the screen.
    #[must_use]
    pub fn new(article: Article) -> Self {
        let (head, fingerprint) = (Head::of(&article), fingerprint::of(&article).map(Box::new));
        Self { article: Arc::new(article), head, fingerprint, edition: READER }
    }
}

/// A row of the pile. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Entry {
    pub(super) no: SourceNo,
    pub(super) source: Arc<Source>,
    /// Its place in the source, from 0.
    pub(super) ordinal: u32,
    /// True when its source holds no other article.
    pub(super) alone: bool,
    pub(super) unreadable: bool,
    pub(super) head: Option<Head>,
    pub(super) article: Option<Arc<Article>>,
    pub(super) kept: Option<KeptId>,
}

impl Entry {
    /// An entry that is known by its source only.
    pub(super) fn waiting(no: SourceNo, source: Arc<Source>) -> Self {
        Self { no, source, ordinal: 0, alone: true, unreadable: false, head: None, article: None, kept: None }
    }

    /// An entry of its own for an article that is held: to ask a query about it.
    #[must_use]
    pub fn read(article: Article) -> Self {
        Self::fresh(Arc::new(Source::Stdin), Fresh::new(article))
    }

    /// An entry of its own for an article that was just read from a source.
    #[must_use]
    pub fn fresh(source: Arc<Source>, fresh: Fresh) -> Self {
        Self { head: Some(fresh.head), article: Some(fresh.article), ..Self::waiting(SourceNo(0), source) }
    }

    /// The same for what stands in for a source that could not be read.
    #[must_use]
    pub fn unreadable(source: Arc<Source>, fresh: Fresh) -> Self {
        Self { unreadable: true, ..Self::fresh(source, fresh) }
    }

    /// The same without looking at the text, for who asks of nothing else.
    #[must_use]
    pub fn of(article: Arc<Article>) -> Self {
        Self { article: Some(article), ..Self::waiting(SourceNo(0), Arc::new(Source::Stdin)) }
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Its place in the source, from 0.
    #[must_use]
    pub fn ordinal(&self) -> usize {
        self.ordinal as usize
    }

    /// What the list shows of it, once it was read, now or in an earlier run.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// The article, while its text is held.
    #[must_use]
    pub fn article(&self) -> Option<&Arc<Article>> {
        self.article.as_ref()
    }

    /// Its number in the library, once it is kept there with its names and its words.
    #[must_use]
    pub fn kept(&self) -> Option<KeptId> {
        self.kept
    }

    /// True when its source could not be read, and the article only says why.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        self.unreadable
    }

    /// By what the library knows it again; `None` while it is not read. `title` is the one that the pile shows.
    #[must_use]
    pub fn identity(&self, title: &str) -> Option<Identity> {
        let head = self.head.as_ref().filter(|_| !self.unreadable)?;
        Some(Identity {
            text: head.text,
            origin: Origin::of(&self.source),
            ordinal: self.ordinal,
            alone: self.alone,
            title: title.to_owned(),
        })
    }

    /// True when both stand for the same text, however far each has come.
    pub(super) fn same_text(&self, other: &Self) -> bool {
        self.head.as_ref().map(|head| head.text) == other.head.as_ref().map(|head| head.text)
            && self.unreadable == other.unreadable
    }
}
