//! Lists of feeds as programs exchange them: OPML 1.0 and 2.0, in and out.
//!
//! What Feedly, Inoreader, newsboat, Thunderbird and others write is read, folders within folders too; what is
//! written is OPML 2.0. As a file among articles a list is one article with a line a feed. Nothing is subscribed to here,
//! and whether an address may be fetched is for others to say.

use std::fmt::Write;

use super::source::Source;
use super::xml::{self, Event, Events, Tag};
use super::{Reading, encoding};
use crate::document::{ArticleBuilder, BlockKind, Problem};
use crate::text::level::level;

/// Folders nest no deeper: what lies deeper belongs to the last that counts.
const DEPTH: usize = 16;

/// What parts the names of folders within folders.
const PATH: &str = " / ";

/// A feed in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subscription {
    /// Where the feed is, as the list says.
    pub address: String,
    /// What it is called, on one line; its address where the list gives no name.
    pub title: String,
    /// The folder it is in. Folders within folders are parted by ` / `.
    pub folder: Option<String>,
}

/// The feeds of a list in their order, each address once. None where `bytes` are no OPML.
#[must_use]
pub fn parse(bytes: &[u8]) -> Vec<Subscription> {
    let text = encoding::decode(bytes, None).text;
    let mut found: Vec<Subscription> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for line in lines(&text).lines {
        if let Line::Feed(feed) = line
            && seen.insert(feed.address.clone())
        {
            found.push(feed);
        }
    }
    found
}

/// A list as OPML 2.0. The feeds of a folder stand together, where its first one stands.
#[must_use]
pub fn write(feeds: &[Subscription]) -> String {
    let mut folders: Vec<(Vec<&str>, Vec<&Subscription>)> = Vec::new();
    for feed in feeds {
        let path = path(feed.folder.as_deref().unwrap_or_default());
        match folders.iter_mut().find(|(known, _)| *known == path) {
            Some((_, inside)) => inside.push(feed),
            None => folders.push((path, vec![feed])),
        }
    }
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Subscriptions</title>\n  </head>\n";
    let mut out = format!("{head}  <body>\n");
    for (path, inside) in folders {
        for (level, name) in path.iter().enumerate() {
            let name = xml::escape(name);
            let _ = writeln!(out, "{}<outline text=\"{name}\" title=\"{name}\">", "  ".repeat(level + 2));
        }
        for feed in inside {
            let (title, address) = (xml::escape(&level(&feed.title)), xml::escape(&feed.address));
            let indent = "  ".repeat(path.len() + 2);
            let _ = writeln!(
                out,
                "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\"/>"
            );
        }
        for level in (0..path.len()).rev() {
            let _ = writeln!(out, "{}</outline>", "  ".repeat(level + 2));
        }
    }
    out + "  </body>\n</opml>\n"
}

/// The names of folders within folders.
fn path(folder: &str) -> Vec<&str> {
    folder.split(PATH).map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// True for what begins as a list does.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let root = xml::root(source.text()?)?;
    root.name.eq_ignore_ascii_case("opml").then_some("it begins with <opml>")
}

/// One article: its folders as headings, a line a feed with its link.
pub fn read(source: &Source) -> Reading {
    let list = lines(source.text().unwrap_or_default());
    let mut builder = ArticleBuilder::new();
    if let Some(problem) = source.problem() {
        builder.problem(problem);
    }
    if let Some(title) = &list.title {
        builder.block(BlockKind::Title, title);
    }
    for line in &list.lines {
        let (kind, title, address) = match line {
            Line::Folder(path) => (BlockKind::Heading, path, None),
            Line::Note(text, address) => (BlockKind::ListItem, text, address.as_deref()),
            Line::Feed(feed) => (BlockKind::ListItem, &feed.title, Some(feed.address.as_str())),
        };
        let marker = if kind == BlockKind::ListItem { "• " } else { "" };
        if let Some(span) = builder.block(kind, &[marker, title].concat())
            && let Some(address) = address
        {
            builder.link(span.sub(marker.len().min(span.len()), span.len()), address);
        }
    }
    if list.cut {
        builder.problem(Problem::new("The list breaks off before its end; what is whole of it is shown."));
    }
    if builder.text().is_empty() {
        builder.problem(Problem::new("The list is empty."));
    }
    Reading::of(vec![builder.finish(source.name())])
}

/// What a list holds.
#[derive(Default)]
struct List {
    title: Option<String>,
    lines: Vec<Line>,
    cut: bool,
}

enum Line {
    /// The path of a folder.
    Folder(String),
    /// A line of another outline, and what it links to.
    Note(String, Option<String>),
    Feed(Subscription),
}

/// An outline that is open.
struct Open {
    name: String,
    address: Option<String>,
    /// True once its own line is written.
    told: bool,
    is_feed: bool,
}

fn lines(text: &str) -> List {
    let start = xml::root(text).map_or(0, |root| root.start);
    let mended = xml::repair(&text[start..]);
    let (mut list, mut open, mut excess, mut title) = (List::default(), Vec::<Open>::new(), 0_usize, None);
    let mut ended = false;
    for event in Events::new(&mended) {
        match event {
            Event::Open(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                if open.len() >= DEPTH {
                    excess += 1;
                } else {
                    tell_folders(&mut open, &mut list.lines);
                }
                let next = outline(&tag);
                if next.is_feed {
                    list.lines.push(feed(&next, &tag, &open));
                }
                if excess == 0 {
                    open.push(next);
                }
            }
            Event::Close(name) if name.eq_ignore_ascii_case("outline") && excess > 0 => excess -= 1,
            Event::Close(name) if name.eq_ignore_ascii_case("outline") => {
                if let Some(Open { name, address, told: false, is_feed: false }) = open.pop() {
                    list.lines.push(Line::Note(name, address));
                }
            }
            Event::Open(tag) if tag.name.eq_ignore_ascii_case("title") => title = Some(String::new()),
            Event::Close(name) if name.eq_ignore_ascii_case("title") => {
                list.title = list.title.or_else(|| title.take().map(|title| level(&title)));
            }
            Event::Close(name) => ended |= name.eq_ignore_ascii_case("opml"),
            Event::Text(text) => title = title.map(|title: String| title + &text),
            Event::Reference(name) => {
                let found = xml::resolve(&name);
                title = title.map(|title: String| title.chars().chain(found).collect());
            }
            Event::Open(_) => {}
        }
    }
    list.title = list.title.filter(|title| !title.is_empty());
    list.cut = !ended;
    list
}

/// Writes the lines of the folders that something lies in.
fn tell_folders(open: &mut [Open], lines: &mut Vec<Line>) {
    for at in 0..open.len() {
        if !open[at].told && !open[at].is_feed {
            open[at].told = true;
            lines.push(Line::Folder(folder(&open[..=at]).unwrap_or_default()));
        }
    }
}

/// The path of the folders that are open.
fn folder(open: &[Open]) -> Option<String> {
    let names: Vec<&str> =
        open.iter().filter(|o| !o.is_feed).map(|o| o.name.as_str()).filter(|n| !n.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(PATH))
}

fn attribute<'t>(tag: &'t Tag, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|wanted| {
        let found = tag.attributes.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    })
}

fn outline(tag: &Tag) -> Open {
    let kind = attribute(tag, &["type"]).unwrap_or_default().to_ascii_lowercase();
    let feed = attribute(tag, &["xmlUrl", "feedUrl"]);
    // Some programs say `url`, which is a page in a list of links.
    let feed = feed.or_else(|| attribute(tag, &["url"]).filter(|_| matches!(kind.as_str(), "rss" | "atom" | "feed")));
    let address = feed.or_else(|| attribute(tag, &["htmlUrl", "url"]));
    let name = attribute(tag, &["title", "text"]).map(level).unwrap_or_default();
    Open { name, address: address.map(level), told: false, is_feed: feed.is_some() }
}

fn feed(own: &Open, tag: &Tag, open: &[Open]) -> Line {
    let address = own.address.clone().unwrap_or_default();
    // Without folders, a category such as `/Presse/Locale,/Autre` says where it belongs.
    let category = || {
        let first = attribute(tag, &["category"])?.split(',').next()?;
        let names: Vec<&str> = first.split('/').map(str::trim).filter(|name| !name.is_empty()).collect();
        (first.starts_with('/') && !names.is_empty()).then(|| names.join(PATH))
    };
    let folder = folder(open).or_else(category);
    let title = if own.name.is_empty() { address.clone() } else { own.name.clone() };
    Line::Feed(Subscription { address, title, folder })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::{self, Format, Hints};

    fn list(outlines: &str) -> String {
        format!(
            "<?xml version='1.0' encoding='UTF-8'?>\n<opml version='1.0'><head><title>Mes flux &amp; listes</title></head><body>{outlines}</body></opml>"
        )
    }

    /// `folder | title | address`, a line a feed.
    #[track_caller]
    fn check(outlines: &str, expected: &[&str]) {
        let found: Vec<String> = parse(list(outlines).as_bytes())
            .into_iter()
            .map(|feed| format!("{} | {} | {}", feed.folder.unwrap_or_default(), feed.title, feed.address))
            .collect();
        assert_eq!(found, expected, "{outlines}");
    }

    #[test]
    fn the_lists_of_many_programs_are_read() {
        // Feedly, Inoreader, NewsBlur.
        check(
            r#"<outline text="Presse" title="Presse"><outline type="rss" text="Le Courrier" title="Le Courrier" version="RSS"
               xmlUrl="https://courrier.test/feed/?a=1&amp;b=2" htmlUrl="https://courrier.test"/></outline>
               <outline type="rss" text="Carnet" xmlUrl="https://carnet.test/atom.xml"/>"#,
            &["Presse | Le Courrier | https://courrier.test/feed/?a=1&b=2", " | Carnet | https://carnet.test/atom.xml"],
        );
        // Thunderbird and NewsBlur: folders within folders.
        check(
            r#"<outline title="Presse" text=""><outline title="Locale &amp; co"><outline type="rss" title="" text="L&apos;Écho" xmlUrl="https://echo.test/"/>
               </outline><outline type='rss' xmlUrl='https://sans-titre.test/'></outline></outline>"#,
            &[
                "Presse / Locale & co | L'Écho | https://echo.test/",
                "Presse | https://sans-titre.test/ | https://sans-titre.test/",
            ],
        );
        // newsboat and older ones: other names, bare `&`, categories, the same feed twice.
        check(
            r#"<outline type="rss" XMLURL="https://a.test/?x=1&y=2&copy=3" title="A"/><outline type="rss" url="https://b.test/" text="B"/>
               <outline xmlurl="https://c.test/" text="C" category="/Presse/Locale,/Autre"/><outline text="A encore" xmlUrl="https://a.test/?x=1&y=2&copy=3"/>
               <outline type="link" url="https://page.test/" text="Une page"/>"#,
            &[
                " | A | https://a.test/?x=1&y=2&copy=3",
                " | B | https://b.test/",
                "Presse / Locale | C | https://c.test/",
            ],
        );
        assert_eq!(parse(b"Bonjour"), []);
    }

    #[test]
    fn a_list_is_read_as_one_article() {
        let text = list(
            r#"<outline text="Presse"><outline type="rss" text="Le Courrier" xmlUrl="https://courrier.test/"/></outline>
               <outline text="Une idée à suivre"/>"#,
        );
        let reading = ingest::read(text.as_bytes(), &Hints::named("flux.opml"));
        assert_eq!((reading.format, reading.articles.len()), (Some(Format::Opml), 1));
        let article = &reading.articles[0];
        assert_eq!(article.text(), "Mes flux & listes\n\nPresse\n\n• Le Courrier\n\n• Une idée à suivre");
        let link = &article.links()[0];
        assert_eq!((link.span.of(article.text()), link.url.as_str()), ("Le Courrier", "https://courrier.test/"));
        assert!(article.problems().is_empty());
        let cut = ingest::article(&text.as_bytes()[..text.len() - 60], &Hints::named("flux.opml"));
        assert!(cut.problems()[0].message().contains("breaks off") && cut.text().contains("Le Courrier"));
        let empty = ingest::article(b"<opml></opml>", &Hints::named("flux.opml"));
        assert!(empty.problems()[0].message().contains("empty"));
    }

    #[test]
    fn folders_nest_only_so_deep() {
        let deep =
            ["<outline text='f'>".repeat(50_000), "<outline text='a' xmlUrl='https://a.test/'/>".to_owned()].concat();
        let found = parse(list(&deep).as_bytes());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].folder.as_deref().map(|folder| path(folder).len()), Some(DEPTH));
    }

    fn name() -> impl Strategy<Value = String> {
        "[a-zé&<>\"'/ ]{0,8}[a-z]"
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(feeds in prop::collection::vec((name(), name(), prop::collection::vec("[a-zé&<>\"']{1,6}", 0..4)), 0..8)) {
            let feeds: Vec<Subscription> = feeds.into_iter().enumerate().map(|(at, (address, title, folder))| Subscription {
                address: level(&format!("https://{at}.test/{address}")),
                title: level(&title),
                folder: (!folder.is_empty()).then(|| folder.join(PATH)),
            }).collect();
            let written = write(&feeds);
            let sorted = |mut feeds: Vec<Subscription>| {
                feeds.sort_by(|a, b| a.address.cmp(&b.address));
                feeds
            };
            let read = parse(written.as_bytes());
            prop_assert_eq!(write(&read), written);
            prop_assert_eq!(sorted(read), sorted(feeds));
        }

        #[test]
        fn any_text_is_a_list_or_none(text in "[<>/a-c\"'= !&;#é]{0,80}", title in any::<String>(), address in any::<String>(), folder in any::<String>()) {
            let text = list(&text);
            let article = ingest::article(text.as_bytes(), &Hints::named("a.opml"));
            prop_assert!(parse(text.as_bytes()).len() <= article.blocks().len());
            let written = write(&[Subscription { address, title, folder: Some(folder) }]);
            prop_assert!(parse(written.as_bytes()).len() <= 1);
        }
    }
}
