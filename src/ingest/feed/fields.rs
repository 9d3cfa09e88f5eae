//! What the elements of RSS and Atom mean, in the habits of the programs that write them.
//!
//! One walk serves both: their names hardly clash, and many feeds mix them. Where the same thing is said twice the voice
//! that was made for it wins: `content:encoded` before `description`, `dc:creator` before `author`.

use chrono::DateTime;
use url::Url;

use super::super::limits::MAX_PARTS;
use super::super::{dates, xml};
use super::elements::{Element, Part, Parts};
use super::ids::made_up;
use super::{Body, Entry, Feed, Kind, words};
use crate::document::{Problem, Published};
use crate::text::level::level;

/// What holds for all entries.
struct Context {
    atom: bool,
    base: Option<Url>,
    language: Option<String>,
    author: Option<String>,
}

/// Reads a feed that is XML.
pub fn parse(text: &str, address: Option<&str>) -> Feed {
    let start = xml::root(text).map_or(0, |root| root.start);
    let text = xml::repair(&text[start..]);
    let mut context = Context {
        atom: Kind::of(&text) == Some(Kind::Atom),
        base: address.and_then(|address| Url::parse(address).ok()),
        language: None,
        author: None,
    };
    let mut feed = Feed::default();
    let mut parts = Parts::new(&text);
    for part in parts.by_ref() {
        match part {
            Part::Container(element) => {
                context.base = base(&element, context.base.as_ref());
                context.language = element.attribute("xml:lang").map(str::to_owned).or(context.language);
            }
            Part::Field(element) => field(&element, &mut feed, &mut context),
            Part::Entry(_) if feed.entries.len() >= MAX_PARTS => {
                feed.problems.push(too_many());
                break;
            }
            Part::Entry(element) => feed.entries.push(entry(&element, &context)),
        }
    }
    if parts.cut {
        feed.problems.push(Problem::new("The feed breaks off before its end; what is whole of it is shown."));
    }
    // In RSS the site's address may follow its entries, and often the language does.
    for entry in &mut feed.entries {
        entry.language = entry.language.take().or_else(|| context.language.clone());
        entry.author = entry.author.take().or_else(|| context.author.clone());
    }
    feed.language = context.language;
    feed
}

/// What to tell where a feed has more entries than are read.
pub fn too_many() -> Problem {
    Problem::new(format!("Only the first {MAX_PARTS} entries of the feed are read: the limit."))
}

/// One field of the feed itself.
fn field(element: &Element, feed: &mut Feed, context: &mut Context) {
    match element.name.as_str() {
        "title" if feed.title.is_empty() => feed.title = title(element, context.atom).unwrap_or_default(),
        "link" | "atom:link" => {
            let around = base(element, context.base.as_ref());
            let linked = link(element, around.as_ref());
            // Where nothing else says so, relative links start from the feed or, if it does not say where it is, from its site.
            let own = element.attribute("href").filter(|_| element.attribute("rel") == Some("self"));
            context.base = context.base.take().or_else(|| Url::parse(own.or(linked.as_deref())?).ok());
            feed.home = feed.home.take().or(linked);
        }
        "language" | "dc:language" if context.language.is_none() => {
            context.language = Some(level(&element.text)).filter(|language| !language.is_empty());
        }
        // Only in Atom does the author of the feed write all of it.
        "author" if context.atom => context.author = person(element),
        _ => {}
    }
}

fn entry(element: &Element, of: &Context) -> Entry {
    let around = base(element, of.base.as_ref());
    let around = around.as_ref();
    let published = published(element);
    let title = ["title", "media:title", "dc:title"]
        .iter()
        .find_map(|name| element.all(name).find_map(|child| title(child, of.atom)));
    let own = element.first(&["guid", "id", "atom:id", "dc:identifier"]).map(|id| level(&id.text));
    let own = own.filter(|id| !id.is_empty()).or_else(|| element.attribute("rdf:about").map(str::to_owned));
    let address = address(element, around);
    let content = content(element, of.atom, around);
    let mut summary = summary(element, of.atom, around);
    // A description is all that most entries of RSS have; the ones of Atom say what it is.
    let content = content.or_else(|| if of.atom { None } else { summary.take() });
    let id = own.or_else(|| address.clone());
    let id = id.unwrap_or_else(|| made_up(title.as_deref(), published, content.as_ref()));
    let language = element.attribute("xml:lang").map(str::to_owned);
    let inner = || element.all("content").find_map(|content| content.attribute("xml:lang")).map(str::to_owned);
    let language =
        language.or_else(inner).or_else(|| element.first(&["dc:language", "language"]).map(|own| level(&own.text)));
    Entry { id, title, address, author: author(element), published, language, content, summary, page: None }
}

/// The base of the links inside of an element.
fn base(element: &Element, around: Option<&Url>) -> Option<Url> {
    let Some(own) = element.attribute("xml:base") else { return around.cloned() };
    match around {
        Some(around) => around.join(own).ok(),
        None => Url::parse(own).ok(),
    }
}

/// A title on one line. What Atom says is text holds no markup; all others may.
fn title(element: &Element, atom: bool) -> Option<String> {
    let kind = element.attribute("type").unwrap_or(if atom { "text" } else { "html" });
    let plain = element.mixed || kind.eq_ignore_ascii_case("text") || kind.eq_ignore_ascii_case("text/plain");
    let title = if plain { words::decoded(&element.text) } else { words::headline(&element.text) };
    Some(title).filter(|title| !title.is_empty())
}

/// The address of what an element of RSS or Atom links to, when it is the thing itself.
fn link(element: &Element, base: Option<&Url>) -> Option<String> {
    let text = match element.attribute("href") {
        Some(href) => {
            let relation = element.attribute("rel").unwrap_or("alternate");
            let kind = element.attribute("type").unwrap_or("text/html");
            let page = relation.eq_ignore_ascii_case("alternate") && kind.to_ascii_lowercase().contains("html");
            page.then(|| href.to_owned())?
        }
        None => xml::resolved(&element.text).into_owned(),
    };
    words::address(&text, base)
}

/// The address of an entry. Feedburner keeps the real one aside.
fn address(entry: &Element, around: Option<&Url>) -> Option<String> {
    let aside = entry.all("feedburner:origlink").find_map(|own| words::address(&own.text, around));
    let linked = || {
        let mut links = entry.children.iter().filter(|child| matches!(child.name.as_str(), "link" | "atom:link"));
        links.find_map(|child| link(child, base(child, around).as_ref()))
    };
    let guid = || {
        let lasting =
            |guid: &&Element| guid.attribute("ispermalink").is_none_or(|says| says.eq_ignore_ascii_case("true"));
        let web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
        entry.all("guid").filter(lasting).find_map(|guid| Some(level(&guid.text)).filter(|text| web(text)))
    };
    let about = || entry.attribute("rdf:about").and_then(|about| words::address(about, around));
    let content = || entry.all("content").find_map(|own| words::address(own.attribute("src")?, around));
    aside.or_else(linked).or_else(guid).or_else(about).or_else(content)
}

/// When: as it was published, else as it was last changed.
fn published(entry: &Element) -> Option<Published> {
    const NAMES: [&str; 12] = [
        "pubdate",
        "published",
        "atom:published",
        "dc:date",
        "dc:issued",
        "issued",
        "created",
        "dc:created",
        "date",
        "updated",
        "atom:updated",
        "modified",
    ];
    NAMES.iter().find_map(|name| entry.all(name).find_map(|written| date(&written.text)))
}

/// A date with its time, whatever the language of its words is and whether its weekday is right or not.
fn date(text: &str) -> Option<Published> {
    let (found, range) = dates::find(text)?;
    let Published::Day(day) = found else { return Some(found) };
    let rest = text[range.end..].trim();
    let (time, zone) = rest.rsplit_once(' ').unwrap_or((rest, ""));
    let zone = if matches!(zone, "GMT" | "UTC" | "UT" | "Z") { "+0000" } else { zone };
    let written = format!("{day} {} {zone}", time.trim());
    let forms = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z"];
    let at = forms.iter().find_map(|form| DateTime::parse_from_str(&written, form).ok());
    Some(at.map_or(found, Published::Instant))
}

fn author(entry: &Element) -> Option<String> {
    for name in ["dc:creator", "author", "atom:author", "itunes:author"] {
        let mut people: Vec<String> = Vec::new();
        for found in entry.all(name).filter_map(person) {
            if !people.contains(&found) && people.len() < 20 {
                people.push(found);
            }
        }
        if !people.is_empty() {
            return Some(people.join(", "));
        }
    }
    None
}

/// The name of a person: `<name>` in Atom, `mail (name)` or `name <mail>` in RSS.
fn person(element: &Element) -> Option<String> {
    let inside = element.children.iter().find(|child| child.name.ends_with("name") && !child.text.trim().is_empty());
    let text = words::decoded(inside.map_or(element.text.as_str(), |name| name.text.as_str()));
    if inside.is_none() && !element.children.is_empty() {
        return None;
    }
    let is_mail = |text: &str| text.contains('@') && !text.contains(' ');
    if let Some((mail, name)) = text.strip_suffix(')').and_then(|text| text.split_once('('))
        && is_mail(mail.trim())
        && !name.trim().is_empty()
    {
        return Some(name.trim().to_owned());
    }
    if let Some((name, mail)) = text.strip_suffix('>').and_then(|text| text.split_once('<'))
        && is_mail(mail.trim())
        && !name.trim().is_empty()
    {
        return Some(name.trim().trim_matches('"').to_owned());
    }
    // An address that takes no mail is nobody's name.
    let nobody = is_mail(&text) && ["noreply", "no-reply", "donotreply"].iter().any(|start| text.starts_with(start));
    (!text.is_empty() && !nobody).then_some(text)
}

fn content(entry: &Element, atom: bool, around: Option<&Url>) -> Option<Body> {
    ["content:encoded", "content", "atom:content", "body", "fulltext"]
        .iter()
        .find_map(|name| entry.all(name).find_map(|child| body(child, atom, around)))
        .or_else(|| media(entry).and_then(|child| body(child, false, around)))
}

fn summary(entry: &Element, atom: bool, around: Option<&Url>) -> Option<Body> {
    ["description", "summary", "atom:summary", "dc:description", "dc:abstract", "itunes:summary", "itunes:subtitle"]
        .iter()
        .find_map(|name| entry.all(name).find_map(|child| body(child, atom, around)))
}

/// What is said of a film or a sound, where the entry itself says nothing.
fn media(entry: &Element) -> Option<&Element> {
    let silent = summary(entry, false, None).is_none();
    let groups = entry.all("media:group").chain(entry.all("media:content"));
    let inside = groups.flat_map(|group| group.all("media:description"));
    entry.all("media:description").chain(inside).find(|_| silent)
}

/// A text of an entry, as its type says or, where none does, as it looks.
fn body(element: &Element, atom: bool, around: Option<&Url>) -> Option<Body> {
    let base = base(element, around);
    let kind = element.attribute("type").map(str::to_ascii_lowercase);
    let kind = kind.as_deref().filter(|_| atom || element.name != "description");
    let html = |markup: &str| Body::Html(words::linked(markup, base.as_ref()).into_owned());
    let body = match kind {
        _ if element.mixed => html(&element.markup),
        Some("html" | "text/html" | "xhtml" | "application/xhtml+xml") => html(&element.text),
        Some("text" | "text/plain") if !looks_escaped(&element.text) => Body::Text(element.text.clone()),
        // A picture or a sound in letters.
        Some(other) if other.contains('/') && !other.starts_with("text/") => return None,
        _ if words::is_markup(&element.text) => html(&element.text),
        _ => Body::Text(xml::resolved(&element.text).into_owned()),
    };
    Some(body).filter(|body| !body.markup().trim().is_empty())
}

/// True for markup that calls itself text, as some programs do: it begins and ends with a tag.
fn looks_escaped(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('<') && text.ends_with('>') && words::is_markup(text)
}
