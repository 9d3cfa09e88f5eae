//! A record of a data file as an article: the worth of each value, and what is made of a body in markup or without.
//!
//! The readers of JSON, of tables and of agencies' XML fill a [`Record`]; which field is what they learn from `fields`.

use chrono::DateTime;

use super::about::About;
use super::fields::Role;
use super::{dates, html, plain, references};
use crate::document::{Article, ArticleBuilder, BlockKind, Problem, Published};
use crate::text::level::level;

/// What a record says of an article. Foreign text: the builder makes it safe.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// All but title and text, in the form in which containers tell it; its title and standfirst are set last.
    about: About,
    title: Option<String>,
    text: Option<String>,
    summary: Option<String>,
    notes: Vec<String>,
}

/// A text of this many bytes is an article whatever else a record says.
const LONG: usize = 200;

/// Signs of an address of the web.
const SCHEMES: [&str; 3] = ["https://", "http://", "//"];

/// What a byline begins with.
const BY: [&str; 4] = ["by ", "par ", "von ", "por "];

impl Record {
    /// Takes a value for a role; `false` when it is none for that.
    pub fn set(&mut self, role: Role, value: &str) -> bool {
        let value = value.trim();
        if value.is_empty() {
            return false;
        }
        match role {
            Role::Title => self.title = Some(value.to_owned()),
            Role::Text => self.text = Some(value.to_owned()),
            Role::Summary => self.summary = Some(value.to_owned()),
            Role::Date => match when(value) {
                None => return false,
                date => self.about.published = date,
            },
            Role::Url if !SCHEMES.iter().any(|scheme| value.starts_with(scheme)) => return false,
            Role::Url => self.about.address = Some(value.to_owned()),
            Role::Author => self.about.author = Some(author(value)),
            Role::Source if dates::is_only_date(value) => return false,
            Role::Source => self.about.source = Some(host(value).unwrap_or_else(|| inline(value))),
            Role::Language => self.about.language = Some(value.to_owned()),
        }
        true
    }

    /// Takes a text beside the article: kept, and hidden by default.
    pub fn note(&mut self, text: &str) {
        self.notes.push(inline(text));
    }

    /// True when something was taken for the role.
    pub fn has(&self, role: Role) -> bool {
        match role {
            Role::Title => self.title.is_some(),
            Role::Text => self.text.is_some(),
            Role::Summary => self.summary.is_some(),
            Role::Date => self.about.published.is_some(),
            Role::Url => self.about.address.is_some(),
            Role::Author => self.about.author.is_some(),
            Role::Source => self.about.source.is_some(),
            Role::Language => self.about.language.is_some(),
        }
    }

    /// True when nobody would doubt that this is an article: a title with a text or with where and when it appeared, a text of
    /// which more is known, a long text. Settings and products have titles too, messages have texts.
    pub fn is_article(&self) -> bool {
        let about = &self.about;
        let placed = about.published.is_some() && about.address.is_some();
        let known = about.published.is_some() || about.address.is_some() || about.author.is_some();
        match (&self.title, &self.text) {
            (Some(_), Some(_)) => true,
            (Some(_), None) => self.summary.is_some() || placed,
            (None, Some(text)) => known || about.source.is_some() || self.summary.is_some() || text.len() >= LONG,
            (None, None) => false,
        }
    }

    /// True when it says anything that could be read: enough for one among others that are articles.
    pub fn can_be_read(&self) -> bool {
        self.title.is_some() || self.text.is_some() || self.summary.is_some()
    }

    /// The article. A body that looks like markup is read as a page's, any other as plain text; `fallback` is the title of one
    /// that has none and gives none.
    pub fn article(self, fallback: &str) -> Article {
        let markup = self.text.as_deref().is_some_and(is_markup);
        self.article_of(markup, fallback)
    }

    /// The article, of which it is known that its body is markup or that it is not.
    pub fn article_of(self, markup: bool, fallback: &str) -> Article {
        let mut builder = ArticleBuilder::new();
        let mut about = self.about;
        about.title = self.title.as_deref().map(inline).filter(|title| !title.is_empty());
        let mut summary = self.summary.as_deref().map(inline).filter(|summary| !summary.is_empty());
        match &self.text {
            Some(text) if markup => {
                about.standfirst = summary.take();
                html::append(text, &about, &mut builder);
            }
            Some(text) => {
                about.standfirst = summary.take();
                plain::append(&references::decoded(text), &about, &mut builder);
            }
            None => plain::append(&summary.take().unwrap_or_default(), &about, &mut builder),
        }
        let article = builder.text().trim();
        if article.is_empty() || self.text.is_none() && about.title.as_deref() == Some(article) {
            builder.problem(Problem::new("The record holds no text, only what is known of the article."));
        }
        for note in &self.notes {
            builder.block(BlockKind::Furniture, note);
        }
        builder.finish(fallback)
    }
}

/// When, as programs and people write it: seconds, milliseconds or microseconds since 1970 too, and days without signs.
pub fn when(value: &str) -> Option<Published> {
    let number = value.strip_prefix("/Date(").and_then(|value| value.strip_suffix(")/")).unwrap_or(value);
    let number = number.strip_suffix(".0").unwrap_or(number);
    // `20230913T083000` of agencies names no zone: only the day is sure.
    let number = if number.len() == 15 && number.as_bytes()[8] == b'T' { &number[..8] } else { number };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return dates::parse(value);
    }
    match (number.len(), number.contains('.')) {
        (8 | 14, false) => dates::parse(&format!("{}-{}-{}", &number[..4], &number[4..6], &number[6..8])),
        (9..=17, _) if number.matches('.').count() <= 1 => epoch(number.parse().ok()?),
        _ => dates::parse(value),
    }
}

/// Since 1970: the number is of seconds up to the year 5138, of milliseconds or microseconds above.
pub fn epoch(number: f64) -> Option<Published> {
    let millis = match number.abs() {
        1e8..1e11 => number * 1e3,
        1e11..1e14 => number,
        1e14..1e17 => number / 1e3,
        _ => return None,
    };
    let at = DateTime::from_timestamp_millis(millis as i64)?;
    // The same years as any other date may have.
    dates::parse(&at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// On one line, without markup and references.
fn inline(text: &str) -> String {
    if is_markup(text) {
        let mut builder = ArticleBuilder::new();
        html::append(text, &About::default(), &mut builder);
        return level(builder.text());
    }
    level(&references::decoded(text))
}

/// A name without the word before it.
fn author(value: &str) -> String {
    let name = inline(value);
    let by = BY.iter().find(|by| name.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by)));
    by.map_or(name.as_str(), |by| name[by.len()..].trim()).to_owned()
}

/// The host of an address, without `www.`.
fn host(value: &str) -> Option<String> {
    let rest = SCHEMES.iter().find_map(|scheme| value.strip_prefix(scheme))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Elements whose end, or which by themselves, show that a text is markup.
const TAGS: &[&str] = &[
    "p",
    "br",
    "div",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "span",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "figure",
    "figcaption",
    "article",
    "section",
    "table",
    "td",
    "html",
    "body",
    "u",
    "sup",
    "sub",
];

/// So many signs are looked at before a text is believed to have none.
const SIGNS: usize = 100;

/// True when a text holds the tags of a page: the end of an element, a paragraph or a line break.
pub fn is_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).take(SIGNS).any(|at| {
        let rest = &text[at + 1..];
        let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        let alone = matches!(name.as_str(), "p" | "br") && rest[end..].starts_with(['>', ' ', '/']);
        (closes && rest[end..].starts_with('>') || alone) && TAGS.contains(&name.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind as Kind;

    fn article(fields: &[(Role, &str)]) -> Article {
        let mut record = Record::default();
        for (role, value) in fields {
            record.set(*role, value);
        }
        record.article("fichier")
    }

    #[track_caller]
    fn check(fields: &[(Role, &str)], expected: &[(Kind, &str)]) {
        let article = article(fields);
        let blocks: Vec<_> = article.blocks().iter().map(|b| (b.kind, b.span.of(article.text()))).collect();
        assert_eq!(blocks, expected);
    }

    const TEXT: &str =
        "Le conseil a voté lundi la réouverture du marché couvert, fermé depuis l’incendie du printemps.";

    #[test]
    fn the_standfirst_stands_between_title_and_text() {
        let summary = "Fermé depuis le printemps, le marché rouvrira avant Noël.";
        let html = format!("<p>{TEXT}</p><p>Les étals sont prêts.</p>");
        check(
            &[(Role::Title, "Le march&eacute; rouvre"), (Role::Summary, summary), (Role::Text, TEXT)],
            &[(Kind::Title, "Le marché rouvre"), (Kind::Paragraph, summary), (Kind::Paragraph, TEXT)],
        );
        check(
            &[(Role::Title, "<em>Le marché</em> rouvre"), (Role::Summary, summary), (Role::Text, &html)],
            &[
                (Kind::Title, "Le marché rouvre"),
                (Kind::Paragraph, summary),
                (Kind::Paragraph, TEXT),
                (Kind::Paragraph, "Les étals sont prêts."),
            ],
        );
    }

    #[test]
    fn a_summary_that_the_text_begins_with_is_not_told_twice() {
        let cut = "Le conseil a voté lundi la réouverture […]";
        let expected = [(Kind::Title, "Le marché rouvre"), (Kind::Paragraph, TEXT)];
        for text in [TEXT.to_owned(), format!("<p>{TEXT}</p>")] {
            check(&[(Role::Title, "Le marché rouvre"), (Role::Summary, cut), (Role::Text, &text)], &expected);
        }
        check(&[(Role::Title, "Le marché rouvre"), (Role::Summary, TEXT)], &expected);
    }

    #[test]
    fn values_are_worth_what_they_are() {
        let article = article(&[
            (Role::Text, TEXT),
            (Role::Author, "Par Jeanne Martin"),
            (Role::Source, "https://www.lecourrier.example/une"),
            (Role::Url, "urn:x"),
            (Role::Url, "https://lecourrier.example/1"),
            (Role::Date, "1694593800000"),
        ]);
        assert_eq!(article.author(), Some("Jeanne Martin"));
        assert_eq!(article.source(), Some("lecourrier.example"));
        assert_eq!(article.address(), Some("https://lecourrier.example/1"));
        assert_eq!(article.published().unwrap().to_string(), "2023-09-13T08:30:00Z");
        assert!(article.title().starts_with("Le conseil a voté lundi"));
    }

    #[test]
    fn dates_of_programs() {
        let check = |value: &str, expected: &str| {
            assert_eq!(when(value).map(|at| at.to_string()).unwrap_or_default(), expected, "{value}");
        };
        check("1694593800", "2023-09-13T08:30:00Z");
        check("1694593800.25", "2023-09-13T08:30:00Z");
        check("1694593800000", "2023-09-13T08:30:00Z");
        check("1694593800000000", "2023-09-13T08:30:00Z");
        check("/Date(1694593800000)/", "2023-09-13T08:30:00Z");
        check("20230913", "2023-09-13");
        check("20230913083000", "2023-09-13");
        check("20230913T083000", "2023-09-13");
        check("20230913T083000+0200", "2023-09-13T08:30:00+02:00");
        check("13.09.2023", "2023-09-13");
        check("13 septembre 2023", "2023-09-13");
        for none in ["", "12", "99999999", "1.2.3.4.5.6.7.8", "123456789012345678901", "demain"] {
            check(none, "");
        }
    }

    #[test]
    fn markup_is_told_from_text() {
        for markup in ["<p>a", "a<br/>b", "un <b>mot</b>", "<DIV>x</DIV>"] {
            assert!(is_markup(markup), "{markup}");
        }
        for text in ["a < b > c", "<Marie> Bonjour", "x</", "", "<pre>", "if (a<b>c)"] {
            assert!(!is_markup(text), "{text}");
        }
    }

    #[test]
    fn a_record_without_a_text_says_so() {
        let article = article(&[(Role::Title, "Le marché rouvre"), (Role::Date, "2023-09-13")]);
        assert_eq!(article.title(), "Le marché rouvre");
        assert!(article.problems()[0].message().contains("no text"));
    }
}
