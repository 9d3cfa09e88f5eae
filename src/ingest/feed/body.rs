//! From an entry to an article, and how much of one an entry is.

use std::fmt::Write;

use super::super::about::About;
use super::super::source::Source;
use super::super::{Hints, furniture, html, plain as plain_text, title};
use super::{Body, Entry, Feed, Page, words};
use crate::document::{Article, ArticleBuilder, BlockKind};
use crate::text::fold::fold;
use crate::text::level::level;

/// A text that is shorter is hardly the whole article; in characters.
const SHORT: usize = 700;

/// A summary that is longer is a text of its own and not what stands above one; in characters.
const STANDFIRST: usize = 1000;

/// What begins with so many letters of the text is taken from it.
const BEGINNING: usize = 40;

/// What a text that is cut ends with, folded, without signs.
const GOING_ON: [&str; 14] = [
    "lire la suite",
    "lire l'article",
    "lire plus",
    "continuer la lecture",
    "la suite sur le site",
    "en savoir plus",
    "read more",
    "read the full article",
    "read the rest",
    "continue reading",
    "keep reading",
    "weiterlesen",
    "mehr lesen",
    "leer mas",
];

impl Body {
    /// As it is written.
    pub(super) fn markup(&self) -> &str {
        match self {
            Self::Html(text) | Self::Text(text) => text,
        }
    }
}

impl Entry {
    /// True when the entry is not the whole article: there is only a summary, or the text is short, or it breaks off. A post
    /// without a title is all there is, and what is kept with its page needs no other.
    #[must_use]
    pub fn is_teaser(&self) -> bool {
        if self.page.is_some() {
            return false;
        }
        let Some(content) = &self.content else { return true };
        let blocks = blocks(content);
        let is_going_on = |text: &str| {
            let folded = fold(text.get(text.len().saturating_sub(200)..).unwrap_or(text));
            let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
            GOING_ON.iter().any(|words| bare.ends_with(words) || bare.starts_with(words) && text.len() < 200)
        };
        let last = blocks.iter().rev().find(|(kind, text)| *kind != BlockKind::Furniture || is_going_on(text));
        let Some((_, last)) = last else { return true };
        let end = last.trim_end_matches(|c: char| c.is_whitespace() || ")]>»→".contains(c));
        if end.ends_with('…') || end.ends_with("...") || is_going_on(last) {
            return true;
        }
        let visible = blocks.iter().filter(|(kind, _)| *kind != BlockKind::Furniture);
        let length: usize = visible.map(|(_, text)| text.chars().count()).sum();
        length < SHORT && self.title.is_some()
    }
}

/// The article of an entry. Where its page was fetched and holds more, the text is that of the page.
pub fn article(feed: &Feed, entry: &Entry, source: &Source) -> Article {
    let about = about(feed, entry);
    let fallback = if feed.title.is_empty() { source.name() } else { &feed.title };
    let mut builder = ArticleBuilder::new();
    append(entry, &about, &mut builder);
    let mut article = builder.finish(fallback);
    if article.visible_blocks().next().is_none() {
        article = shown(&article, &about, fallback);
    }
    match &entry.page {
        Some(page) => of_page(page, &about, article.language(), source)
            .filter(|whole| whole.words() > article.words())
            .unwrap_or(article),
        None if feed.entries.len() > 1 => article.within(&entry.id),
        None => article,
    }
}

fn about(feed: &Feed, entry: &Entry) -> About {
    About {
        title: entry.title.clone(),
        source: Some(feed.title.clone()).filter(|title| !title.is_empty()),
        author: entry.author.clone(),
        published: entry.published,
        language: entry.language.clone(),
        address: entry.address.clone(),
        ..About::default()
    }
}

/// The text of an entry. What of a summary the text does not repeat stands above it or, where it is long, is set aside.
fn append(entry: &Entry, about: &About, builder: &mut ArticleBuilder) {
    let summary = entry.summary.as_ref();
    let Some(content) = entry.content.as_ref() else {
        return match summary {
            Some(Body::Html(markup)) => html::append_without_menus(&parted(markup), about, builder),
            Some(Body::Text(text)) => plain_text::append(text, about, builder),
            None => plain_text::append("", about, builder),
        };
    };
    let own = summary.map(|summary| unrepeated(summary, content)).filter(|own| !own.is_empty());
    let (above, aside) = match own {
        Some(own) if own.chars().count() > STANDFIRST => (None, Some(own)),
        own => (own, None),
    };
    match content {
        Body::Html(markup) => {
            let above = above.map(|above| format!("<p>{}</p>", super::super::xml::escape(&above))).unwrap_or_default();
            html::append_without_menus(&[above.as_str(), &parted(markup)].concat(), about, builder);
        }
        Body::Text(text) => {
            let above = above.map(|above| above + "\n\n").unwrap_or_default();
            plain_text::append(&[above.as_str(), text].concat(), about, builder);
        }
    }
    if let Some(aside) = aside {
        builder.block(BlockKind::Furniture, &aside);
    }
}

/// The blocks of a summary that do not begin as something in the text does, on one line.
fn unrepeated(summary: &Body, content: &Body) -> String {
    let text = title::key(&plain(content));
    let own = |key: &str| {
        let end = key.char_indices().nth(BEGINNING).map_or(key.len(), |(at, _)| at);
        !key.is_empty() && !text.contains(&key[..end])
    };
    let blocks =
        blocks(summary).into_iter().filter(|(kind, text)| *kind != BlockKind::Furniture && own(&title::key(text)));
    blocks.map(|(_, text)| level(&text)).collect::<Vec<_>>().join(" ")
}

fn parted(markup: &str) -> std::borrow::Cow<'_, str> {
    words::parted(markup, furniture::is_furniture)
}

/// The article of the page that was fetched. What the feed says of it counts more than what the page says.
fn of_page(page: &Page, about: &About, language: Option<&str>, source: &Source) -> Option<Article> {
    let hints = Hints { address: Some(&page.address), ..Hints::named(source.name()) };
    let whole = html::read(&Source::new(page.html.as_bytes(), hints, source.budget())).articles.into_iter().next()?;
    let mut builder = ArticleBuilder::new();
    copy(&whole, |kind, _| kind, &mut builder);
    let read = About {
        source: whole.source().map(str::to_owned),
        author: whole.author().map(str::to_owned),
        published: whole.published(),
        address: whole.address().map(str::to_owned),
        ..About::default()
    };
    read.tell(&mut builder);
    about.tell(&mut builder);
    if let Some(language) = whole.language().or(language) {
        builder.language(language);
    }
    builder.inferred_title(about.title.as_deref().unwrap_or(whole.title()));
    Some(builder.finish(source.name()))
}

/// The same article, of which nothing but furniture is left, with its title. What is not furniture by its words is shown.
fn shown(article: &Article, about: &About, fallback: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, about.title.as_deref().unwrap_or_default());
    let kind = |kind, text: &str| if furniture::is_furniture(text) { kind } else { BlockKind::Paragraph };
    copy(article, kind, &mut builder);
    about.tell(&mut builder);
    if let Some(language) = article.language() {
        builder.language(language);
    }
    let first = article.blocks().first().and_then(|block| title::infer(block.span.of(article.text())));
    builder.inferred_title(first.as_deref().unwrap_or(article.title()));
    builder.finish(fallback)
}

/// Appends the blocks of an article with their links. `kind` says what a block becomes.
fn copy(article: &Article, kind: impl Fn(BlockKind, &str) -> BlockKind, builder: &mut ArticleBuilder) {
    let mut links = article.links().iter().peekable();
    for block in article.blocks() {
        let text = block.span.of(article.text());
        let Some(span) = builder.block(kind(block.kind, text), text) else { continue };
        while let Some(link) = links.next_if(|link| link.span.end() <= block.span.end()) {
            let from = link.span.start().saturating_sub(block.span.start());
            builder.link(span.sub(from, from + link.span.len()), &link.url);
        }
    }
}

/// The text of a body on one line a block.
pub fn plain(body: &Body) -> String {
    match body {
        Body::Text(text) => level(text),
        Body::Html(_) => {
            let mut out = String::new();
            for (_, text) in blocks(body) {
                let _ = write!(out, "{}{}", if out.is_empty() { "" } else { " " }, level(&text));
            }
            out
        }
    }
}

/// The blocks of a body.
fn blocks(body: &Body) -> Vec<(BlockKind, String)> {
    let mut builder = ArticleBuilder::new();
    match body {
        Body::Html(markup) => html::append_without_menus(&parted(markup), &About::default(), &mut builder),
        Body::Text(text) => plain_text::append(text, &About::default(), &mut builder),
    }
    let article = builder.finish("");
    article.blocks().iter().map(|block| (block.kind, block.span.of(article.text()).to_owned())).collect()
}
